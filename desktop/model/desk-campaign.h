/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/campaign-record.h"
#include "desktop/model/desk-commands.h"
#include "desktop/model/task.h"

G_BEGIN_DECLS

/* The outbound side of a desk: the campaign that the agent works on, the record before it, and the
 * calls that were promised.
 *
 * Properties, all read-only:
 *   campaigns (GListModel of BhRecordLine: title = its name for people, key = its name, note = how
 *   far it is), campaign (string: the name of the joined one, or NULL), label, mode (strings),
 *   figures (string: "12 of 640 done"), progress (int64, per mille),
 *   record (BhCampaignRecord or NULL), message (string: why there is none, or NULL),
 *   dialing (bool), tasks (GListModel of BhTask, by due), n-urgent (int64), dial-at (int64 µs UTC:
 *   the record is dialed by itself then; 0: it is not), awaiting (bool: the last record is decided,
 *   and the next one is on its way)
 *
 * Signals: reminder (BhTask *): it is due now, once; failed (const char *words): what was asked for
 * did not work. */
#define BH_TYPE_DESK_CAMPAIGN (bh_desk_campaign_get_type ())
G_DECLARE_FINAL_TYPE (BhDeskCampaign, bh_desk_campaign, BH, DESK_CAMPAIGN, BhItem)

BhDeskCampaign *bh_desk_campaign_new (BhDesk *desk);

GListModel *bh_desk_campaign_get_campaigns (BhDeskCampaign *self);
GListModel *bh_desk_campaign_get_tasks (BhDeskCampaign *self);
BhCampaignRecord *bh_desk_campaign_get_record (BhDeskCampaign *self);
gboolean bh_desk_campaign_get_awaiting (BhDeskCampaign *self);
const char *bh_desk_campaign_get_campaign (BhDeskCampaign *self);
BhTask *bh_desk_campaign_find_task (BhDeskCampaign *self, const char *id);

/* What campaigns there are, and which is joined; when it is done "campaigns" has changed. */
void bh_desk_campaign_refresh (BhDeskCampaign *self);
void bh_desk_campaign_join (BhDeskCampaign *self, const char *campaign);
void bh_desk_campaign_leave (BhDeskCampaign *self);
void bh_desk_campaign_next (BhDeskCampaign *self);
void bh_desk_campaign_dial (BhDeskCampaign *self);
void bh_desk_campaign_skip (BhDeskCampaign *self, const char *reason);
/* What became of a record that was called before the server was started anew; @outcome is the
 * wire's word. */
void bh_desk_campaign_result (BhDeskCampaign *self, const char *outcome);
/* The page with the record has been painted: from now on a progressive campaign may dial it. */
void bh_desk_campaign_shown (BhDeskCampaign *self);
/* The person decides about it: it is not dialed by itself any more. */
void bh_desk_campaign_wait (BhDeskCampaign *self);

/* A call is promised. @record, @contact, @customer, @name and @note may be NULL. */
typedef struct {
  const char *number;
  const char *name;
  const char *customer;
  const char *contact;
  const char *record;
  const char *zone;
  const char *note;
  gint64 due;
  gboolean to_team;
} BhPromise;
void bh_desk_campaign_promise (BhDeskCampaign *self, const BhPromise *promise);
/* Takes a task of a campaign's record, and asks for the record: it is called from its page, as
 * every record is, and what becomes of it ends the task. "failed" tells where that cannot be. */
void bh_desk_campaign_call_task (BhDeskCampaign *self, const char *id);
/* @what: "take", "done", "cancel". */
void bh_desk_campaign_change_task (BhDeskCampaign *self, const char *id, const char *what);

G_END_DECLS
