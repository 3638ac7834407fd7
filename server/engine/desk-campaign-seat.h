/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/dial-retry.h"
#include "server/engine/desk-campaign.h"

/* Who works on which campaign, with which record before them, and how a record's turn ends. */

typedef struct {
  char *agent;
  char *device;
  char *campaign;
  BhDialRetry retry;
  GQueue ended;  /* of char *, lease ids, the newest last */
  gboolean asks; /* a question is under way */
  /* the record before the agent; lease NULL: none */
  char *lease;
  char *record;
  JsonArray *numbers;
  char *customer; /* or NULL */
  char *zone;     /* as the list has it, or NULL */
  guint tries;
  gint64 until_us;
  char *owner;  /* who promised to call, or NULL */
  char *due;    /* when, as a time of the wire; NULL: at any time */
  char *number; /* dialed, or NULL */
  gint64 dialed_us;
  char *contact;     /* that came of it, or NULL */
  JsonObject *shown; /* the record, until its contact has the data of it */
  gint64 promised_s;
  gboolean promised_to_team;
} BhCampaignSeat;

struct BhDeskCampaigns {
  GHashTable *seats;    /* agent -> BhCampaignSeat */
  gint64 attach_due_us; /* a call came of a record: what is known of it goes with it; 0: no */
};

void bh_campaign_seat_free (gpointer seat);
/* NULL: the agent works on no campaign. */
BhCampaignSeat *bh_campaign_seat_find (BhDesk *desk, const char *agent);
void bh_campaign_seat_drop_record (BhCampaignSeat *seat);
/* The seat has the record of an answer of the query campaign_next from now on. */
void bh_campaign_seat_take_record (BhCampaignSeat *seat, JsonObject *record, gint64 now_us);

/* Ends the turn of the seat's record by the campaign's rules; a promise that was made wins over
 * @outcome. @note: words of a person, or NULL. 0: it could not be kept. */
guint64 bh_campaign_seat_finish (BhDesk *desk,
                                 BhCampaignSeat *seat,
                                 BhDialOutcome outcome,
                                 const char *note,
                                 GError **error);
void bh_campaign_seat_finish_or_warn (BhDesk *desk, BhCampaignSeat *seat, BhDialOutcome outcome);
/* The same for a record that rules refuse, with what follows from them. */
guint64 bh_campaign_seat_pass_over (BhDesk *desk,
                                    BhCampaignSeat *seat,
                                    const BhDialRetryStep *step,
                                    GError **error);
