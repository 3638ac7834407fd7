/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/dial-retry.h"
#include "server/engine/desk-private.h"

/* May this number be dialed now? BhDeskDial is what was dialed and may not be in the database yet.
 */

BhDeskDial *bh_desk_dial_new (void);
void bh_desk_dial_free (BhDeskDial *dial);
/* Is that a colleague, a queue, a phone that the PBX shows, an extension? Nobody is asked about
 * those. @asked: what the person said, @number: what is dialed for it. */
gboolean bh_desk_dial_is_internal (const BhOpCall *call, const char *asked, const char *number);
/* Judges, and calls @done with the number when it may be dialed, the attempt kept; else answers the
 * request. @done NULL: answers with the judgement. */
typedef void (*BhDeskDialDone) (BhOpCall *call, const char *number);
void bh_desk_ask_dial (BhOpCall *call, const char *number, BhDeskDialDone done);
void bh_op_dial_check (BhOpCall *call);
/* What a campaign's list says, instead of the request's arguments. */
typedef struct {
  const char *campaign;
  const char *record;
  const char *customer; /* or NULL */
  const char *zone;     /* or NULL: as the customer's card or the number says */
} BhDeskDialRecord;
void bh_desk_ask_dial_record (BhOpCall *call,
                              const char *number,
                              const BhDeskDialRecord *record,
                              BhDeskDialDone done);
/* The same question without a request: @call says of whom (its session). @judgement as dial.check
 * has it, owned, NULL when the session is over; @next_s 0: it may be dialed, BH_DIAL_NEVER: nobody
 * knows when; @rule: the id of the one that refuses; @is_final: and always will. */
typedef struct {
  JsonObject *judgement;
  gint64 next_s;
  const char *rule;
  gboolean is_final;
} BhDeskDialAnswer;
typedef void (*BhDeskDialJudged) (const BhDeskDialAnswer *answer, gpointer data);
void bh_desk_judge_dial (const BhOpCall *call,
                         const char *number,
                         const BhDeskDialRecord *record,
                         BhDeskDialJudged judged,
                         gpointer data);
/* How the last dial of the campaign's record @record, by @agent, went. */
void
bh_desk_dial_ended (BhDesk *desk, const char *agent, const char *record, BhDialOutcome outcome);
/* Orders the call of the PBX, unasked. */
void bh_desk_dial_now (BhOpCall *call, const char *number);
