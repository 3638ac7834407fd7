/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* Campaigns at the desk: who works on which, which record each has on the screen, and what became
 * of it; the handlers of the ops campaign.*. */

BhDeskCampaigns *bh_desk_campaigns_new (void);
void bh_desk_campaigns_free (BhDeskCampaigns *campaigns);

/* A contact began, changed or ended: the call of a record ends the record's turn. */
void bh_desk_campaigns_note (BhDesk *desk, const BhChange *change);
/* Soon after: what is known of the record goes with its contact. 0: nothing waits. */
gint64 bh_desk_campaigns_deadline (BhDesk *desk);
void bh_desk_campaigns_due (BhDesk *desk);
/* The agent is gone: what was not dialed goes back to the list. */
void bh_desk_campaigns_gone (BhDesk *desk, const char *agent);
/* The campaign of @record, which @agent has before it; NULL: it has not. */
const char *bh_desk_campaigns_of_record (BhDesk *desk, const char *agent, const char *record);
/* The customer of the record that @agent has before it is to be called at @due_s; FALSE: it has no
 * such record. */
gboolean bh_desk_campaigns_promise (BhDesk *desk,
                                    const char *agent,
                                    const char *record,
                                    gint64 due_s,
                                    gboolean to_team);

void bh_op_campaign_list (BhOpCall *call);
void bh_op_campaign_join (BhOpCall *call);
void bh_op_campaign_leave (BhOpCall *call);
void bh_op_campaign_next (BhOpCall *call);
void bh_op_campaign_dial (BhOpCall *call);
void bh_op_campaign_skip (BhOpCall *call);
void bh_op_campaign_result (BhOpCall *call);
