/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-campaign-seat.h"

#include "server/engine/desk-dial.h"

#define ENDED_MAX 256

void
bh_campaign_seat_drop_record (BhCampaignSeat *seat)
{
  g_clear_pointer (&seat->lease, g_free);
  g_clear_pointer (&seat->record, g_free);
  g_clear_pointer (&seat->numbers, json_array_unref);
  g_clear_pointer (&seat->customer, g_free);
  g_clear_pointer (&seat->zone, g_free);
  g_clear_pointer (&seat->owner, g_free);
  g_clear_pointer (&seat->due, g_free);
  g_clear_pointer (&seat->number, g_free);
  g_clear_pointer (&seat->contact, g_free);
  g_clear_pointer (&seat->shown, json_object_unref);
  seat->promised_s = 0;
  seat->dialed_us = 0;
}

void
bh_campaign_seat_free (gpointer data)
{
  BhCampaignSeat *seat = data;

  bh_campaign_seat_drop_record (seat);
  g_queue_clear_full (&seat->ended, g_free);
  g_free (seat->agent);
  g_free (seat->device);
  g_free (seat->campaign);
  g_free (seat);
}

BhCampaignSeat *
bh_campaign_seat_find (BhDesk *desk, const char *agent)
{
  return g_hash_table_lookup (desk->campaigns->seats, agent);
}

static const char *
text_of (JsonObject *row, const char *member)
{
  return row != NULL ? json_object_get_string_member_with_default (row, member, NULL) : NULL;
}

static gint64
int_of (JsonObject *row, const char *member)
{
  return json_object_get_int_member_with_default (row, member, 0);
}

/* Before the server or the desk came back. The record of the attempt may have been lost with it. */
static const char *
called_number (JsonObject *record, JsonArray *numbers)
{
  const char *called = text_of (record, "called");

  if (called != NULL || json_array_get_length (numbers) == 0)
    return called;
  return text_of (json_array_get_object_element (numbers, 0), "number");
}

void
bh_campaign_seat_take_record (BhCampaignSeat *seat, JsonObject *record, gint64 now_us)
{
  JsonNode *customer = json_object_get_member (record, "customer");
  JsonArray *numbers = json_object_get_array_member (record, "numbers");

  bh_campaign_seat_drop_record (seat);
  seat->lease = g_strdup (text_of (record, "lease"));
  seat->record = g_strdup (text_of (record, "record"));
  seat->numbers = json_array_ref (numbers);
  if (customer != NULL && JSON_NODE_HOLDS_OBJECT (customer))
    seat->customer = g_strdup (text_of (json_node_get_object (customer), "customer"));
  seat->zone = g_strdup (text_of (record, "zone"));
  seat->owner = g_strdup (text_of (record, "for"));
  seat->due = g_strdup (text_of (record, "due"));
  seat->shown = json_object_ref (record);
  seat->tries = (guint) int_of (record, "tries");
  seat->until_us = now_us + int_of (record, "left_s") * G_USEC_PER_SEC;
  if (json_object_get_boolean_member_with_default (record, "dialed", FALSE))
    seat->number = g_strdup (called_number (record, numbers));
}

/* ---- what became of a record */

static guint
tries_of (const BhCampaignSeat *seat, guint *others)
{
  guint tries = 0;

  *others = 0;
  for (guint i = 0; i < json_array_get_length (seat->numbers); i++) {
    JsonObject *row = json_array_get_object_element (seat->numbers, i);
    if (g_strcmp0 (text_of (row, "number"), seat->number) == 0)
      tries = (guint) int_of (row, "tries");
    else if (!json_object_get_boolean_member_with_default (row, "closed", FALSE))
      (*others)++;
  }
  return tries;
}

static void
set_time (JsonObject *object, const char *member, gint64 us)
{
  char text[BH_TIME_TEXT_SIZE];

  bh_time_to_text (us, text);
  json_object_set_string_member (object, member, text);
}

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

static void
remember_ended (BhCampaignSeat *seat)
{
  g_queue_push_tail (&seat->ended, g_strdup (seat->lease));
  if (g_queue_get_length (&seat->ended) > ENDED_MAX)
    g_free (g_queue_pop_head (&seat->ended));
}

/* It was not called: who promised it still has it before all others, and never without a time
 * after which it is anybody's. */
static void
keep_promise (const BhCampaignSeat *seat, JsonObject *body, gint64 now_us)
{
  if (seat->owner == NULL)
    return;
  set_text (body, "for", seat->owner);
  if (json_object_has_member (body, "due"))
    return;
  if (seat->due != NULL)
    set_text (body, "due", seat->due);
  else
    set_time (body, "due", now_us);
}

static JsonObject *
result_of (const BhCampaignSeat *seat,
           BhDialOutcome outcome,
           const BhDialRetryStep *step,
           gint64 now_us)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "lease", seat->lease);
  json_object_set_string_member (body, "record", seat->record);
  json_object_set_string_member (body, "agent", seat->agent);
  json_object_set_string_member (body, "outcome", bh_dial_outcome_to_string (outcome));
  json_object_set_string_member (body, "state", step->done ? "done" : "open");
  set_text (body, "why", step->why);
  set_text (body, "number", seat->number);
  set_text (body, "contact", seat->contact);
  set_time (body, "at", now_us);
  json_object_set_int_member (body, "dials", seat->number != NULL ? 1 : 0);
  json_object_set_boolean_member (body, "close", step->close_number && seat->number != NULL);
  if (step->due_s != 0)
    set_time (body, "due", step->due_s * G_USEC_PER_SEC);
  if (seat->promised_s != 0 && !seat->promised_to_team)
    set_text (body, "for", seat->agent);
  else if (!step->done && seat->number == NULL)
    keep_promise (seat, body, now_us);
  return body;
}

/* The desk shows it; what is not wanted there stays out. */
static void
tell (BhDesk *desk, const BhCampaignSeat *seat, JsonObject *body)
{
  BhDeskSession *session = bh_desk_session_of_agent (desk, seat->agent);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "campaign", seat->campaign);
  json_object_set_string_member (data, "record", seat->record);
  json_object_set_string_member (data, "outcome", text_of (body, "outcome"));
  json_object_set_boolean_member (data, "done", g_str_equal (text_of (body, "state"), "done"));
  json_object_set_string_member (data, "why", text_of (body, "why"));
  set_text (data, "next", text_of (body, "due"));
  json_node_take_object (node, data);
  if (session != NULL)
    bh_desk_send (desk, session, "campaign_result", node);
}

/* Takes @body. 0: it could not be kept. */
static guint64
keep (BhDesk *desk, BhCampaignSeat *seat, JsonObject *body, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  guint64 position;

  json_node_take_object (node, body);
  text = json_to_string (node, FALSE);
  position = bh_engine_append (desk->engine, BH_RECORD_CAMPAIGN_RESULT, seat->record, text, error);
  if (position == 0)
    return 0;
  tell (desk, seat, body);
  remember_ended (seat);
  bh_campaign_seat_drop_record (seat);
  return position;
}

/* Ends the turn of the seat's record. */
guint64
bh_campaign_seat_finish (BhDesk *desk,
                         BhCampaignSeat *seat,
                         BhDialOutcome outcome,
                         const char *note,
                         GError **error)
{
  gint64 now_us = bh_engine_now (desk->engine);
  gboolean promised = seat->promised_s != 0;
  BhDialTry try = {.outcome = promised ? BH_TRY_CALLBACK : outcome, .due_s = seat->promised_s};
  BhDialRetryStep step;
  JsonObject *body;

  try.tries = tries_of (seat, &try.others) + (seat->number != NULL);
  try.total = seat->tries + (seat->number != NULL);
  step = bh_dial_retry_step (&seat->retry, &try, now_us / G_USEC_PER_SEC);
  body = result_of (seat, try.outcome, &step, now_us);
  set_text (body, "note", note);
  if (seat->number != NULL)
    bh_desk_dial_ended (desk, seat->agent, seat->record, try.outcome);
  return keep (desk, seat, body, error);
}

void
bh_campaign_seat_finish_or_warn (BhDesk *desk, BhCampaignSeat *seat, BhDialOutcome outcome)
{
  g_autoptr (GError) error = NULL;

  if (bh_campaign_seat_finish (desk, seat, outcome, NULL, &error) == 0)
    g_warning ("What became of a campaign's record could not be kept: %s", error->message);
}

guint64
bh_campaign_seat_pass_over (BhDesk *desk,
                            BhCampaignSeat *seat,
                            const BhDialRetryStep *step,
                            GError **error)
{
  JsonObject *body = result_of (seat, BH_TRY_NOT_ALLOWED, step, bh_engine_now (desk->engine));

  set_text (body, "note", step->why);
  return keep (desk, seat, body, error);
}
