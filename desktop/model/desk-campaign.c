/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-campaign.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/desk-ask.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/keyed-list.h"

#define LIST_AGAIN_MS  60000
#define LOOK_AGAIN_MS  30000
#define UNDECIDED_MS   5000 /* before the next one, where nobody decided about the last */
#define AGAIN_MAX      10   /* times in a row, where rules refuse one after the other */
#define PROGRESSIVE_MS 5000 /* a glance before a progressive campaign dials by itself */

enum {
  PROP_CAMPAIGNS = 1,
  PROP_CAMPAIGN,
  PROP_LABEL,
  PROP_MODE,
  PROP_FIGURES,
  PROP_PROGRESS,
  PROP_RECORD,
  PROP_MESSAGE,
  PROP_DIALING,
  PROP_TASKS,
  PROP_N_URGENT,
  PROP_DIAL_AT,
  PROP_AWAITING,
};

static const BhItemField fields[] = {
    {"campaigns", g_list_model_get_type},
    {"campaign", bh_item_string},
    {"label", bh_item_string},
    {"mode", bh_item_string},
    {"figures", bh_item_string},
    {"progress", bh_item_int},
    {"record", bh_campaign_record_get_type},
    {"message", bh_item_string},
    {"dialing", bh_item_bool},
    {"tasks", g_list_model_get_type},
    {"n-urgent", bh_item_int},
    {"dial-at", bh_item_int},
    {"awaiting", bh_item_bool},
};

enum { REMINDER, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

struct _BhDeskCampaign {
  BhItem parent;

  BhDesk *desk; /* weak: the desk outlives it */
  GListStore *campaigns;
  BhKeyedList *tasks;
  GCancellable *cancel;
  guint list_again, look_again, dial_soon;
  gboolean asks;
  char *wanted;     /* the record that is asked for, of a promised call; NULL: the next one */
  guint again;      /* asked again at once */
  gboolean is_back; /* signed in, or connected again: what the server knows is asked for */
};

G_DEFINE_FINAL_TYPE (BhDeskCampaign, bh_desk_campaign, BH_TYPE_ITEM)

static BhClock *
clock_of (BhDeskCampaign *self)
{
  return bh_desk_get_clock (self->desk);
}

static void
stop (BhDeskCampaign *self, guint *timer)
{
  if (*timer != 0)
    bh_clock_cancel (clock_of (self), *timer);
  *timer = 0;
}

/* The record is not dialed by itself any more. */
static void
stop_dial (BhDeskCampaign *self)
{
  stop (self, &self->dial_soon);
  bh_item_set_int (self, PROP_DIAL_AT, 0);
}

static void
fail (BhDeskCampaign *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

/* Takes @args. */
static void
ask (BhDeskCampaign *self, const char *op, JsonObject *args, GAsyncReadyCallback callback)
{
  bh_desk_ask_async (self->desk, op, args, self->cancel, callback, g_object_ref (self));
}

static void
on_said (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhDeskCampaign) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (reply == NULL)
    fail (self, error);
}

/* ---- tasks */

static void
count_urgent (BhDeskCampaign *self)
{
  gint64 now_us = bh_clock_now (clock_of (self));
  gint64 n = 0;

  for (guint i = 0; i < bh_keyed_list_get_n (self->tasks); i++) {
    BhTask *task = bh_keyed_list_get (self->tasks, i);
    gboolean rose = bh_task_look (task, now_us);
    n += bh_task_get_urgency (task) >= BH_TASK_DUE;
    if (rose && bh_task_get_urgency (task) >= BH_TASK_DUE &&
        g_object_get_data (G_OBJECT (task), "bh-reminded") == NULL) {
      g_object_set_data (G_OBJECT (task), "bh-reminded", GINT_TO_POINTER (TRUE));
      g_signal_emit (self, signals[REMINDER], 0, task);
    }
  }
  bh_item_set_int (self, PROP_N_URGENT, n);
}

static void
fold_task (BhDeskCampaign *self, JsonObject *data)
{
  const char *id = bh_json_string (data, "callback");
  BhTask *known = id != NULL ? bh_keyed_list_find (self->tasks, id) : NULL;
  g_autoptr (BhTask) task = known != NULL ? g_object_ref (known) : bh_task_new (data);
  gint64 due = bh_json_time (data, "due");

  if (id == NULL)
    return;
  if (g_strcmp0 (bh_json_string (data, "state"), "open") != 0) {
    bh_keyed_list_remove (self->tasks, id);
    return;
  }
  if (known != NULL && bh_task_get_due (known) != due)
    g_object_set_data (G_OBJECT (known), "bh-reminded", NULL);
  bh_task_update (task, data, bh_desk_get_user_name (self->desk));
  bh_keyed_list_put (self->tasks, task);
}

static void
drop_others (BhDeskCampaign *self, JsonArray *rows)
{
  for (guint i = bh_keyed_list_get_n (self->tasks); i-- > 0;) {
    BhTask *task = bh_keyed_list_get (self->tasks, i);
    gboolean is_there = FALSE;
    for (guint k = 0; k < bh_json_array_length (rows) && !is_there; k++)
      is_there = g_strcmp0 (bh_json_string (bh_json_array_object (rows, k), "callback"),
                            bh_task_get_id (task)) == 0;
    if (!is_there)
      bh_keyed_list_remove (self->tasks, bh_task_get_id (task));
  }
}

static void
on_tasks (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhDeskCampaign) self = data;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, NULL);
  JsonArray *rows = reply != NULL ? bh_json_array (reply, "callbacks") : NULL;

  if (reply == NULL)
    return; /* what was there stays */
  drop_others (self, rows);
  for (guint i = 0; i < bh_json_array_length (rows); i++)
    fold_task (self, bh_json_array_object (rows, i));
  count_urgent (self);
}

static void
list_all (gpointer data)
{
  BhDeskCampaign *self = data;

  self->list_again = bh_clock_after (clock_of (self), LIST_AGAIN_MS, list_all, self);
  if (bh_desk_allows (self->desk, "callback.list"))
    ask (self, "callback.list", json_object_new (), on_tasks);
  bh_desk_campaign_refresh (self);
}

/* ---- campaigns */

static void
set_figures (BhDeskCampaign *self, JsonObject *campaign)
{
  gint64 records = bh_json_int (campaign, "records", 0);
  gint64 done = bh_json_int (campaign, "done", 0);
  g_autofree char *text =
      /* Translators: how far a campaign is */
      g_strdup_printf (_ ("%d of %d done"), (int) done, (int) records);

  bh_item_set_string (self, PROP_LABEL, bh_json_string (campaign, "label"));
  bh_item_set_string (self, PROP_MODE, bh_json_string (campaign, "mode"));
  bh_item_set_string (self, PROP_FIGURES, text);
  bh_item_set_int (self, PROP_PROGRESS, records > 0 ? done * 1000 / records : 0);
}

static void
leave (BhDeskCampaign *self)
{
  stop (self, &self->look_again);
  stop_dial (self);
  g_clear_pointer (&self->wanted, g_free);
  bh_item_set_object (self, PROP_RECORD, NULL);
  bh_item_set_bool (self, PROP_AWAITING, FALSE);
  bh_item_set_string (self, PROP_CAMPAIGN, NULL);
  bh_item_set_string (self, PROP_MESSAGE, NULL);
}

static BhRecordLine *
campaign_line (JsonObject *row)
{
  g_autofree char *figures = g_strdup_printf (_ ("%d of %d done"),
                                              (int) bh_json_int (row, "done", 0),
                                              (int) bh_json_int (row, "records", 0));

  return bh_record_line_new (&(BhRecordLineInit){.key = bh_json_string (row, "campaign"),
                                                 .title = bh_json_string (row, "label"),
                                                 .note = figures});
}

/* What is as it was stays the same row, with the focus that is in it. */
static void
put_campaign (BhDeskCampaign *self, guint at, BhRecordLine *line)
{
  g_autoptr (BhRecordLine) old = g_list_model_get_item (G_LIST_MODEL (self->campaigns), at);

  if (old == NULL || !bh_record_line_equal (old, line))
    g_list_store_splice (self->campaigns, at, old != NULL ? 1 : 0, (gpointer[]){line}, 1);
}

static void
fill_campaigns (BhDeskCampaign *self, JsonArray *rows)
{
  guint n = 0;
  guint before;

  for (guint i = 0; i < bh_json_array_length (rows); i++) {
    JsonObject *row = bh_json_array_object (rows, i);
    g_autoptr (BhRecordLine) line = campaign_line (row);
    if (bh_json_bool (row, "running"))
      put_campaign (self, n++, line);
  }
  before = g_list_model_get_n_items (G_LIST_MODEL (self->campaigns));
  g_list_store_splice (self->campaigns, n, before - n, NULL, 0);
}

/* After a desk or a server that died: where a record is still this agent's, work goes on. */
static void
go_on (BhDeskCampaign *self, JsonObject *reply)
{
  JsonArray *rows = bh_json_array (reply, "campaigns");
  const char *joined = bh_json_string (reply, "joined");

  for (guint i = 0; joined == NULL && i < bh_json_array_length (rows); i++)
    if (bh_json_bool (bh_json_array_object (rows, i), "held"))
      joined = bh_json_string (bh_json_array_object (rows, i), "campaign");
  if (joined == NULL)
    joined = bh_desk_campaign_get_campaign (self); /* the server forgot it */
  if (joined != NULL && (self->is_back || bh_desk_campaign_get_campaign (self) == NULL))
    bh_desk_campaign_join (self, joined);
  self->is_back = FALSE;
}

static void
on_campaigns (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhDeskCampaign) self = data;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, NULL);

  if (reply == NULL)
    return;
  fill_campaigns (self, bh_json_array (reply, "campaigns"));
  go_on (self, reply);
}

void
bh_desk_campaign_refresh (BhDeskCampaign *self)
{
  g_return_if_fail (BH_IS_DESK_CAMPAIGN (self));
  if (bh_desk_allows (self->desk, "campaign.list"))
    ask (self, "campaign.list", json_object_new (), on_campaigns);
}

static void on_next (GObject *source, GAsyncResult *result, gpointer data);

static void
ask_next (BhDeskCampaign *self)
{
  JsonObject *args = json_object_new ();

  stop (self, &self->look_again);
  self->asks = TRUE;
  bh_desk_ask_set (args, "record", self->wanted);
  ask (self, "campaign.next", args, on_next);
}

static void
on_joined (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhDeskCampaign) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (reply == NULL) {
    leave (self);
    fail (self, error);
    return;
  }
  set_figures (self, reply);
  bh_item_set_string (self, PROP_CAMPAIGN, bh_json_string (reply, "campaign"));
  /* A server that was started anew knows by this question alone that the record is here, and says
   * whether it was called meanwhile. */
  if (bh_desk_campaign_get_record (self) != NULL && !self->asks)
    ask_next (self);
  else
    bh_desk_campaign_next (self);
}

void
bh_desk_campaign_join (BhDeskCampaign *self, const char *campaign)
{
  JsonObject *args = json_object_new ();

  g_return_if_fail (BH_IS_DESK_CAMPAIGN (self) && campaign != NULL);
  json_object_set_string_member (args, "campaign", campaign);
  ask (self, "campaign.join", args, on_joined);
}

static void
on_left (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhDeskCampaign) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (reply != NULL)
    leave (self);
  else
    fail (self, error);
}

void
bh_desk_campaign_leave (BhDeskCampaign *self)
{
  g_return_if_fail (BH_IS_DESK_CAMPAIGN (self));
  ask (self, "campaign.leave", json_object_new (), on_left);
}

/* ---- the record */

static void
look_again (gpointer data)
{
  BhDeskCampaign *self = data;

  self->look_again = 0;
  self->again = 0;
  bh_desk_campaign_next (self);
}

/* The last one that a rule refused says why there is none. */
static void
say_none (BhDeskCampaign *self, JsonObject *reply)
{
  JsonArray *passed = bh_json_array (reply, "passed");
  guint n = bh_json_array_length (passed);
  g_autofree char *refused =
      n == 0 ? NULL
             : g_strdup_printf (_ ("%s may not be called now. %s"),
                                bh_json_string (bh_json_array_object (passed, n - 1), "name"),
                                bh_json_string (bh_json_array_object (passed, n - 1), "message"));

  bh_item_set_object (self, PROP_RECORD, NULL);
  bh_item_set_string (
      self,
      PROP_MESSAGE,
      refused != NULL ? refused : _ ("Nobody is to be called now. The next one comes by itself."));
  self->look_again = bh_clock_after (clock_of (self), LOOK_AGAIN_MS, look_again, self);
}

/* Records were refused, and there may be more of them: the next one may be called. */
static gboolean
ask_again (BhDeskCampaign *self, JsonObject *reply)
{
  if (!bh_json_bool (reply, "more") || self->again >= AGAIN_MAX)
    return FALSE;
  self->again++;
  bh_desk_campaign_next (self);
  return TRUE;
}

/* Why the record of a promised call does not come. */
static void
say_not_that_one (BhDeskCampaign *self, JsonObject *reply)
{
  JsonArray *passed = bh_json_array (reply, "passed");
  const char *why = bh_json_array_length (passed) > 0
                        ? bh_json_string (bh_json_array_object (passed, 0), "message")
                        : _ ("Somebody else has this record now, or it is done.");

  g_signal_emit (self, signals[FAILED], 0, why);
}

/* What campaign.next brought: the next record, or why there is none. */
static void
take_next (BhDeskCampaign *self, JsonObject *reply)
{
  JsonObject *campaign = bh_json_object (reply, "campaign");
  JsonObject *found = bh_json_object (reply, "record");
  g_autoptr (BhCampaignRecord) record = NULL;
  g_autofree char *wanted = g_steal_pointer (&self->wanted);

  set_figures (self, campaign);
  if (found == NULL && wanted != NULL)
    say_not_that_one (self, reply);
  if (found == NULL) {
    if (!ask_again (self, reply))
      say_none (self, reply);
    return;
  }
  self->again = 0;
  record = bh_campaign_record_new (found,
                                   bh_json_int (campaign, "records", 0),
                                   bh_clock_now (clock_of (self)));
  bh_item_set_string (self, PROP_MESSAGE, NULL);
  bh_item_set_bool (self, PROP_DIALING, bh_campaign_record_get_dialed (record));
  bh_item_set_object (self, PROP_RECORD, record);
}

static void
on_next (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhDeskCampaign) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  self->asks = FALSE;
  if (reply != NULL) {
    take_next (self, reply);
  } else {
    g_clear_pointer (&self->wanted, g_free);
    bh_item_set_string (self, PROP_MESSAGE, error->message);
    if (bh_desk_campaign_get_campaign (self) != NULL)
      self->look_again = bh_clock_after (clock_of (self), LOOK_AGAIN_MS, look_again, self);
  }
  bh_item_set_bool (self,
                    PROP_AWAITING,
                    self->asks); /* after refused ones the next was asked for */
}

static gboolean
is_ready (BhDeskCampaign *self)
{
  return bh_agent_state_get_state (bh_desk_get_agent (self->desk)) == BH_AGENT_READY;
}

/* A record comes to who is ready for it, and never on top of another one or of a call. */
static gboolean
may_have_one (BhDeskCampaign *self)
{
  return bh_desk_campaign_get_campaign (self) != NULL && !self->asks &&
         bh_desk_campaign_get_record (self) == NULL && (self->wanted != NULL || is_ready (self));
}

void
bh_desk_campaign_next (BhDeskCampaign *self)
{
  g_return_if_fail (BH_IS_DESK_CAMPAIGN (self));
  if (!may_have_one (self)) {
    if (bh_desk_campaign_get_campaign (self) != NULL &&
        bh_desk_campaign_get_record (self) == NULL && !self->asks)
      bh_item_set_string (self, PROP_MESSAGE, _ ("Get ready, and the next one comes."));
    return;
  }
  ask_next (self);
}

static void
on_dialed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhDeskCampaign) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (reply != NULL)
    return;
  bh_item_set_bool (self, PROP_DIALING, FALSE);
  bh_item_set_string (self, PROP_MESSAGE, error->message);
  if (bh_desk_campaign_get_record (self) != NULL)
    bh_campaign_record_refuse (bh_desk_campaign_get_record (self), error->message);
}

void
bh_desk_campaign_dial (BhDeskCampaign *self)
{
  BhCampaignRecord *record = bh_desk_campaign_get_record (self);
  JsonObject *args;

  if (record == NULL || bh_item_get_bool (self, PROP_DIALING))
    return;
  stop_dial (self);
  args = json_object_new ();
  json_object_set_string_member (args, "record", bh_campaign_record_get_id (record));
  bh_desk_ask_set (args, "number", bh_campaign_record_get_number (record));
  bh_item_set_bool (self, PROP_DIALING, TRUE);
  bh_item_set_string (self, PROP_MESSAGE, NULL);
  bh_desk_await_own_dial (self->desk);
  ask (self, "campaign.dial", args, on_dialed);
}

void
bh_desk_campaign_skip (BhDeskCampaign *self, const char *reason)
{
  BhCampaignRecord *record = bh_desk_campaign_get_record (self);
  JsonObject *args;

  if (record == NULL)
    return;
  stop_dial (self);
  args = json_object_new ();
  json_object_set_string_member (args, "record", bh_campaign_record_get_id (record));
  json_object_set_string_member (args, "reason", reason);
  ask (self, "campaign.skip", args, on_said);
}

void
bh_desk_campaign_result (BhDeskCampaign *self, const char *outcome)
{
  BhCampaignRecord *record = bh_desk_campaign_get_record (self);
  JsonObject *args;

  if (record == NULL || !bh_campaign_record_get_dialed (record))
    return;
  args = json_object_new ();
  json_object_set_string_member (args, "record", bh_campaign_record_get_id (record));
  json_object_set_string_member (args, "outcome", outcome);
  ask (self, "campaign.result", args, on_said);
}

static void
dial_soon (gpointer data)
{
  BhDeskCampaign *self = data;

  self->dial_soon = 0;
  bh_item_set_int (self, PROP_DIAL_AT, 0);
  if (is_ready (self))
    bh_desk_campaign_dial (self);
}

void
bh_desk_campaign_shown (BhDeskCampaign *self)
{
  BhCampaignRecord *record;

  g_return_if_fail (BH_IS_DESK_CAMPAIGN (self));
  record = bh_desk_campaign_get_record (self);
  if (g_strcmp0 (bh_item_get_string (self, PROP_MODE), "progressive") != 0 || record == NULL ||
      self->dial_soon != 0 || bh_item_get_bool (self, PROP_DIALING) || !is_ready (self) ||
      bh_campaign_record_get_number (record) == NULL)
    return;
  self->dial_soon = bh_clock_after (clock_of (self), PROGRESSIVE_MS, dial_soon, self);
  bh_item_set_int (self,
                   PROP_DIAL_AT,
                   bh_clock_now (clock_of (self)) + PROGRESSIVE_MS * G_TIME_SPAN_MILLISECOND);
}

void
bh_desk_campaign_wait (BhDeskCampaign *self)
{
  g_return_if_fail (BH_IS_DESK_CAMPAIGN (self));
  stop_dial (self);
}

/* ---- promises */

static void
on_promised (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhDeskCampaign) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (reply == NULL) {
    fail (self, error);
    return;
  }
  fold_task (self, reply);
  count_urgent (self);
}

void
bh_desk_campaign_promise (BhDeskCampaign *self, const BhPromise *promise)
{
  g_autofree char *due = bh_json_format_time (promise->due);
  JsonObject *args = json_object_new ();

  bh_desk_ask_set (args, "number", promise->number);
  bh_desk_ask_set (args, "name", promise->name);
  bh_desk_ask_set (args, "customer", promise->customer);
  bh_desk_ask_set (args, "contact", promise->contact);
  bh_desk_ask_set (args, "record", promise->record);
  bh_desk_ask_set (args, "zone", promise->zone);
  bh_desk_ask_set (args, "note", promise->note);
  json_object_set_string_member (args, "due", due);
  json_object_set_string_member (args, "to", promise->to_team ? "team" : "me");
  ask (self, "callback.create", args, on_promised);
}

void
bh_desk_campaign_change_task (BhDeskCampaign *self, const char *id, const char *what)
{
  g_autofree char *op = g_strconcat ("callback.", what, NULL);
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "callback", id);
  ask (self, op, args, on_promised);
}

static void
on_taken (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhDeskCampaign) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);
  const char *campaign = reply != NULL ? bh_json_string (reply, "campaign") : NULL;

  if (reply == NULL) {
    fail (self, error);
    return;
  }
  fold_task (self, reply);
  count_urgent (self);
  if (campaign == NULL || bh_desk_campaign_get_record (self) != NULL)
    return;
  g_free (self->wanted);
  self->wanted = g_strdup (bh_json_string (reply, "record"));
  if (g_strcmp0 (campaign, bh_desk_campaign_get_campaign (self)) == 0)
    bh_desk_campaign_next (self);
  else
    bh_desk_campaign_join (self, campaign);
}

void
bh_desk_campaign_call_task (BhDeskCampaign *self, const char *id)
{
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "callback", id);
  ask (self, "callback.take", args, on_taken);
}

/* What was promised for a record that is done is done with it. */
static void
drop_tasks_of (BhDeskCampaign *self, const char *record)
{
  for (guint i = bh_keyed_list_get_n (self->tasks); i-- > 0;) {
    BhTask *task = bh_keyed_list_get (self->tasks, i);
    if (record != NULL && g_strcmp0 (bh_task_get_record (task), record) == 0)
      bh_keyed_list_remove (self->tasks, bh_task_get_id (task));
  }
  count_urgent (self);
}

/* ---- what the desk hears */

static void
on_event (BhDeskCampaign *self, const char *name, JsonObject *data)
{
  BhCampaignRecord *record = bh_desk_campaign_get_record (self);

  if (g_str_equal (name, "callback")) {
    fold_task (self, data);
    count_urgent (self);
    return;
  }
  if (g_str_equal (name, "campaign_result") && bh_json_bool (data, "done"))
    drop_tasks_of (self, bh_json_string (data, "record"));
  if (g_str_equal (name, "campaign_result") && record != NULL &&
      g_strcmp0 (bh_json_string (data, "record"), bh_campaign_record_get_id (record)) == 0) {
    bh_item_set_bool (self, PROP_DIALING, FALSE);
    bh_item_set_bool (self, PROP_AWAITING, TRUE);
    bh_item_set_object (self, PROP_RECORD, NULL);
    bh_desk_campaign_next (self);
    bh_item_set_bool (self, PROP_AWAITING, self->asks);
  }
}

static void
on_tick (BhDeskCampaign *self)
{
  BhCampaignRecord *record = bh_desk_campaign_get_record (self);

  count_urgent (self);
  if (record != NULL && !bh_item_get_bool (self, PROP_DIALING) &&
      bh_campaign_record_get_until (record) <= bh_clock_now (clock_of (self))) {
    bh_desk_campaign_skip (self, "time_over");
    bh_item_set_object (self, PROP_RECORD, NULL);
    bh_item_set_string (self, PROP_MESSAGE, _ ("Nobody decided: the record went back."));
    stop (self, &self->look_again);
    self->look_again = bh_clock_after (clock_of (self), UNDECIDED_MS, look_again, self);
  }
}

static void
on_state (BhDeskCampaign *self)
{
  if (may_have_one (self))
    bh_desk_campaign_next (self);
  else if (!is_ready (self))
    stop_dial (self);
}

static void
on_signed_in (BhDeskCampaign *self)
{
  gboolean signed_in;

  g_object_get (self->desk, "signed-in", &signed_in, NULL);
  stop (self, &self->list_again);
  self->asks = FALSE;
  bh_item_set_bool (self, PROP_AWAITING, FALSE);
  self->is_back = TRUE;
  if (!signed_in) {
    leave (self);
    bh_keyed_list_clear (self->tasks);
    return;
  }
  list_all (self);
}

/* Signed in or back: what was missed meanwhile is asked for. */
static void
on_feed (BhDeskCampaign *self)
{
  gboolean signed_in;

  g_object_get (self->desk, "signed-in", &signed_in, NULL);
  if (signed_in && bh_desk_get_feed_state (self->desk) == BH_FEED_LIVE)
    on_signed_in (self);
}

/* ---- object */

static void
bh_desk_campaign_dispose (GObject *object)
{
  BhDeskCampaign *self = BH_DESK_CAMPAIGN (object);

  if (self->desk != NULL) {
    g_cancellable_cancel (self->cancel);
    stop (self, &self->list_again);
    stop (self, &self->look_again);
    stop (self, &self->dial_soon);
    g_clear_object (&self->desk);
  }
  g_clear_object (&self->cancel);
  g_clear_object (&self->campaigns);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->tasks, bh_keyed_list_free);
  G_OBJECT_CLASS (bh_desk_campaign_parent_class)->dispose (object);
}

static void
bh_desk_campaign_class_init (BhDeskCampaignClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_desk_campaign_dispose;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
  signals[REMINDER] = g_signal_new ("reminder",
                                    BH_TYPE_DESK_CAMPAIGN,
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    BH_TYPE_TASK);
  signals[FAILED] = g_signal_new ("failed",
                                  BH_TYPE_DESK_CAMPAIGN,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);
}

static int
by_due (gconstpointer a, gconstpointer b, gpointer data)
{
  gint64 left = bh_task_get_due ((BhTask *) a), right = bh_task_get_due ((BhTask *) b);
  return left < right ? -1 : left > right;
}

static void
bh_desk_campaign_init (BhDeskCampaign *self)
{
  self->cancel = g_cancellable_new ();
  self->campaigns = g_list_store_new (BH_TYPE_RECORD_LINE);
  self->tasks = bh_keyed_list_new (BH_TYPE_TASK, bh_task_get_id, by_due);
  bh_item_set_object (self, PROP_CAMPAIGNS, self->campaigns);
  bh_item_set_object (self, PROP_TASKS, bh_keyed_list_get_model (self->tasks));
}

BhDeskCampaign *
bh_desk_campaign_new (BhDesk *desk)
{
  BhDeskCampaign *self = g_object_new (BH_TYPE_DESK_CAMPAIGN, NULL);

  self->desk = g_object_ref (desk);
#define LISTEN(object, name, func)                                                                 \
  g_signal_connect_object (object, name, G_CALLBACK (func), self, G_CONNECT_SWAPPED)
  LISTEN (desk, "other-event", on_event);
  LISTEN (desk, "notify::signed-in", on_signed_in);
  LISTEN (desk, "notify::feed-state", on_feed);
  LISTEN (bh_desk_get_agent (desk), "notify::state", on_state);
  LISTEN (bh_desk_get_clock (desk), "notify::now", on_tick);
#undef LISTEN
  on_feed (self);
  return self;
}

GListModel *
bh_desk_campaign_get_campaigns (BhDeskCampaign *self)
{
  return G_LIST_MODEL (self->campaigns);
}

GListModel *
bh_desk_campaign_get_tasks (BhDeskCampaign *self)
{
  return bh_keyed_list_get_model (self->tasks);
}

BhCampaignRecord *
bh_desk_campaign_get_record (BhDeskCampaign *self)
{
  return bh_item_get_object (self, PROP_RECORD);
}

gboolean
bh_desk_campaign_get_awaiting (BhDeskCampaign *self)
{
  return bh_item_get_bool (self, PROP_AWAITING);
}

const char *
bh_desk_campaign_get_campaign (BhDeskCampaign *self)
{
  return bh_item_get_string (self, PROP_CAMPAIGN);
}

BhTask *
bh_desk_campaign_find_task (BhDeskCampaign *self, const char *id)
{
  return bh_keyed_list_find (self->tasks, id);
}
