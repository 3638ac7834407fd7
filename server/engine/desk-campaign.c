/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-campaign.h"

#include <string.h>

#include "protocol/args.h"
#include "server/engine/desk-campaign-seat.h"
#include "server/engine/desk-dial.h"
#include "server/engine/desk-scripts.h"

/* Records of campaigns. The database hands each out once (query campaign_next); the desk remembers
 * who has which, asks the judge of dials before it is shown, and writes down what became of it as a
 * record of the outbox, which ends the lease. A desk or a server that dies leaves the lease: the
 * same agent gets the same record again, anybody else when the lease is over.
 *
 * A lease ends once, by its id. Until that is written the database still shows it as the agent's,
 * so the last ones are named in the next question. */

#define GRACE_US    (5 * G_USEC_PER_SEC) /* for the way of a decision that was made in time */
#define PASSED_MAX  20                   /* records that rules refuse, passed over at once */
#define CATCH_UP_US (10 * G_USEC_PER_SEC)
#define AGAIN_S     3600 /* where nobody knows when a rule will let it pass: looked at again */

typedef BhCampaignSeat Seat;

BhDeskCampaigns *
bh_desk_campaigns_new (void)
{
  BhDeskCampaigns *campaigns = g_new0 (BhDeskCampaigns, 1);
  campaigns->seats = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, bh_campaign_seat_free);
  return campaigns;
}

void
bh_desk_campaigns_free (BhDeskCampaigns *campaigns)
{
  g_hash_table_unref (campaigns->seats);
  g_free (campaigns);
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

static JsonObject *
object_of (JsonObject *row, const char *member)
{
  JsonNode *node = row != NULL ? json_object_get_member (row, member) : NULL;
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
arg (const BhOpCall *call, const char *name)
{
  return bh_args_has (call->args, name) ? json_object_get_string_member (call->args, name) : NULL;
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

/* ---- the call of a record */

/* What the agent chose says more than what the PBX saw. */
static BhDialOutcome
outcome_of (BhDesk *desk, const BhContact *contact)
{
  JsonArray *rows = desk->dispositions != NULL ? json_node_get_array (desk->dispositions) : NULL;
  BhDialOutcome outcome = BH_TRY_REACHED;

  for (guint i = 0;
       rows != NULL && contact->disposition != NULL && i < json_array_get_length (rows);
       i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    if (g_strcmp0 (text_of (row, "code"), contact->disposition) == 0 &&
        bh_dial_outcome_from_string (text_of (row, "dial_outcome"), &outcome))
      return outcome;
  }
  switch (contact->outcome) {
  case BH_OUTCOME_ANSWERED:
    return BH_TRY_REACHED;
  case BH_OUTCOME_BUSY:
  case BH_OUTCOME_REJECTED:
    return BH_TRY_BUSY;
  case BH_OUTCOME_NO_ANSWER:
  case BH_OUTCOME_ABANDONED:
  case BH_OUTCOME_TIMEOUT:
    return BH_TRY_NO_ANSWER;
  default:
    return BH_TRY_FAILED;
  }
}

static gboolean
is_its_call (const Seat *seat, const BhContact *contact)
{
  return seat->contact == NULL && seat->dialed_us != 0 &&
         contact->direction == BH_DIRECTION_OUTBOUND && contact->consult_of == NULL &&
         contact->started_us >= seat->dialed_us - G_USEC_PER_SEC &&
         bh_contact_find_part (contact, seat->device) != NULL;
}

void
bh_desk_campaigns_note (BhDesk *desk, const BhChange *change)
{
  const BhContact *contact = change->contact.after;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, desk->campaigns->seats);
  while (contact != NULL && g_hash_table_iter_next (&iter, NULL, &value)) {
    Seat *seat = value;
    if (seat->lease == NULL)
      continue;
    if (is_its_call (seat, contact)) {
      seat->contact = g_strdup (contact->id);
      desk->campaigns->attach_due_us = bh_engine_now (desk->engine); /* not within this turn */
    }
    if (g_strcmp0 (seat->contact, contact->id) == 0 && contact->ended_us != 0)
      bh_campaign_seat_finish_or_warn (desk, seat, outcome_of (desk, contact));
  }
}

static void
attach (BhDesk *desk, const Seat *seat, const char *key, const char *value)
{
  gint64 now_us = bh_engine_now (desk->engine);

  if (seat->contact != NULL && value != NULL && *value != '\0')
    bh_engine_take_turn (desk->engine,
                         bh_model_attach (bh_desk_model (desk), seat->contact, key, value, now_us),
                         now_us);
}

/* Whoever gets the call has it, and its script may name it. */
static void
attach_record (BhDesk *desk, Seat *seat)
{
  g_autoptr (JsonObject) record = g_steal_pointer (&seat->shown);
  g_autofree char *contact = g_strdup (seat->contact);
  JsonObject *fields = object_of (record, "fields");
  g_autoptr (GList) names = fields != NULL ? json_object_get_members (fields) : NULL;

  for (GList *name = names; name != NULL; name = name->next) {
    JsonNode *value = json_object_get_member (fields, name->data);
    if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
      attach (desk, seat, name->data, json_node_get_string (value));
  }
  attach (desk, seat, "campaign", seat->campaign);
  attach (desk, seat, "record_name", text_of (record, "name"));
  attach (desk, seat, "record_company", text_of (record, "company"));
  attach (desk, seat, "record_reason", text_of (record, "reason"));
  bh_desk_script_look_again (desk, contact);
}

void
bh_desk_campaigns_due (BhDesk *desk)
{
  g_autoptr (GList) seats = g_hash_table_get_values (desk->campaigns->seats);

  desk->campaigns->attach_due_us = 0;
  for (GList *item = seats; item != NULL; item = item->next) {
    Seat *seat = item->data;
    if (seat->contact != NULL && seat->shown != NULL)
      attach_record (desk, seat);
  }
}

gint64
bh_desk_campaigns_deadline (BhDesk *desk)
{
  return desk->campaigns->attach_due_us;
}

void
bh_desk_campaigns_gone (BhDesk *desk, const char *agent)
{
  Seat *seat = bh_campaign_seat_find (desk, agent);

  if (seat == NULL)
    return;
  if (seat->lease != NULL && seat->number == NULL)
    bh_campaign_seat_finish_or_warn (desk, seat, BH_TRY_GIVEN_BACK);
  g_hash_table_remove (desk->campaigns->seats, agent);
}

const char *
bh_desk_campaigns_of_record (BhDesk *desk, const char *agent, const char *record)
{
  Seat *seat = bh_campaign_seat_find (desk, agent);

  return seat != NULL && record != NULL && g_strcmp0 (seat->record, record) == 0 ? seat->campaign
                                                                                 : NULL;
}

gboolean
bh_desk_campaigns_promise (BhDesk *desk,
                           const char *agent,
                           const char *record,
                           gint64 due_s,
                           gboolean to_team)
{
  Seat *seat = bh_campaign_seat_find (desk, agent);

  if (seat == NULL || g_strcmp0 (seat->record, record) != 0)
    return FALSE;
  seat->promised_s = due_s;
  seat->promised_to_team = to_team;
  if (seat->number == NULL || seat->dialed_us == 0)
    bh_campaign_seat_finish_or_warn (desk, seat, BH_TRY_CALLBACK);
  return TRUE;
}

/* ---- list, join, leave */

typedef struct {
  BhOpCall call;
  BhSessionUser *user;
  char *campaign; /* to be joined, or NULL */
} Question;

static void
question_free (Question *question)
{
  bh_session_user_unref (question->user);
  g_free (question->campaign);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static Question *
question_new (const BhOpCall *call)
{
  Question *question = g_new0 (Question, 1);

  question->call = *call;
  question->user = bh_session_user_ref (call->session->user);
  return question;
}

/* Takes @args. */
static void
ask (Question *question, BhDirectoryQuery query, JsonObject *args, GAsyncReadyCallback callback)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  BhDesk *desk = question->call.desk;

  json_object_set_string_member (args, "agent", question->user->user);
  json_node_take_object (node, args);
  text = json_to_string (node, FALSE);
  bh_directory_port_query_async (desk->settings.directory,
                                 query,
                                 text,
                                 desk->cancel,
                                 callback,
                                 question);
}

/* NULL: the request has had its answer. */
static JsonNode *
take_answer (Question *question, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);
  JsonNode *node = text != NULL ? json_from_string (text, NULL) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    bh_request_free (question->call.request);
    return NULL;
  }
  question->call.session = bh_desk_find_session (question->call.desk, question->user);
  if (error != NULL)
    bh_op_fail (&question->call, bh_op_code_of (error), "%s", error->message);
  else if (question->call.session == NULL)
    bh_op_fail (&question->call, "not_logged_in", "The session is over. Log in again.");
  else if (node == NULL)
    bh_op_fail (&question->call, "internal", "The database gave no answer that can be read.");
  else
    return node;
  g_clear_pointer (&node, json_node_unref);
  return NULL;
}

static JsonObject *
find_campaign (JsonArray *rows, const char *name)
{
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    if (g_strcmp0 (text_of (row, "campaign"), name) == 0)
      return row;
  }
  return NULL;
}

static void
join (Question *question, JsonArray *rows)
{
  BhOpCall *call = &question->call;
  JsonObject *row = find_campaign (rows, question->campaign);
  const char *agent = question->user->user;
  Seat *seat = bh_campaign_seat_find (call->desk, agent);

  if (row == NULL) {
    bh_op_fail (call,
                "not_found",
                "There is no campaign \"%s\" to work on; it may be closed.",
                question->campaign);
    return;
  }
  if (!json_object_get_boolean_member_with_default (row, "running", FALSE)) {
    bh_op_fail (call,
                "not_possible",
                "The campaign \"%s\" is paused. Ask a supervisor to start it.",
                text_of (row, "label"));
    return;
  }
  if (seat == NULL || g_strcmp0 (seat->campaign, question->campaign) != 0) {
    bh_desk_campaigns_gone (call->desk, agent);
    seat = g_new0 (Seat, 1);
    seat->agent = g_strdup (agent);
    seat->device = g_strdup (question->user->device);
    seat->campaign = g_strdup (question->campaign);
    g_hash_table_replace (call->desk->campaigns->seats, seat->agent, seat);
  }
  bh_request_succeed (call->request, json_object_ref (row));
}

static void
on_list (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  g_autoptr (JsonNode) node = take_answer (question, source, result);
  JsonObject *list;
  Seat *seat;

  if (node == NULL)
    return;
  if (question->campaign != NULL) {
    join (question, json_node_get_array (node));
    return;
  }
  seat = bh_campaign_seat_find (question->call.desk, question->user->user);
  list = json_object_new ();
  json_object_set_array_member (list, "campaigns", json_node_dup_array (node));
  set_text (list, "joined", seat != NULL ? seat->campaign : NULL);
  bh_request_succeed (question->call.request, list);
}

void
bh_op_campaign_list (BhOpCall *call)
{
  ask (question_new (call), BH_QUERY_CAMPAIGN_LIST, json_object_new (), on_list);
}

void
bh_op_campaign_join (BhOpCall *call)
{
  Question *question = question_new (call);

  question->campaign = g_strdup (arg (call, "campaign"));
  ask (question, BH_QUERY_CAMPAIGN_LIST, json_object_new (), on_list);
}

void
bh_op_campaign_leave (BhOpCall *call)
{
  Seat *seat = bh_campaign_seat_find (call->desk, call->session->user->user);

  if (seat != NULL && seat->lease != NULL && seat->number != NULL) {
    bh_op_fail (call, "not_possible", "Finish the call of this record first.");
    return;
  }
  bh_desk_campaigns_gone (call->desk, call->session->user->user);
  bh_request_succeed (call->request, NULL);
}

/* ---- the next record */

typedef struct {
  Question *question;
  JsonObject *answer; /* of the database */
  JsonObject *record; /* in it */
  JsonArray *passed;  /* what rules refused before */
  guint at;           /* the number that is judged */
  gint64 next_s;      /* the first instant at which a number of it may be dialed */
  gboolean is_final;  /* there is no such instant */
  char *rule;         /* that refuses that number */
  char *message;
  char *wanted;    /* the one record that is asked for, or NULL */
  gboolean is_cut; /* there may be more to be passed over */
} Offer;

static void
offer_free (Offer *offer)
{
  g_clear_pointer (&offer->question, question_free);
  g_clear_pointer (&offer->answer, json_object_unref);
  json_array_unref (offer->passed);
  g_free (offer->rule);
  g_free (offer->message);
  g_free (offer->wanted);
  g_free (offer);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Offer, offer_free)

static void look_for_next (Offer *offer);
static void judge_number (Offer *offer);

static void
answer_offer (Offer *offer, JsonObject *record)
{
  JsonObject *result = json_object_new ();
  Seat *seat = bh_campaign_seat_find (offer->question->call.desk, offer->question->user->user);

  if (seat != NULL)
    seat->asks = FALSE;
  json_object_set_object_member (
      result,
      "campaign",
      json_object_ref (json_object_get_object_member (offer->answer, "campaign")));
  if (record != NULL)
    json_object_set_object_member (result, "record", json_object_ref (record));
  else
    json_object_set_null_member (result, "record");
  json_object_set_array_member (result, "passed", json_array_ref (offer->passed));
  json_object_set_boolean_member (result, "more", offer->is_cut);
  bh_request_succeed (offer->question->call.request, result);
}

static void
take_record (Offer *offer, Seat *seat)
{
  JsonObject *campaign = json_object_get_object_member (offer->answer, "campaign");
  BhDesk *desk = offer->question->call.desk;

  if (g_strcmp0 (seat->lease, text_of (offer->record, "lease")) == 0)
    return; /* the same again */
  bh_campaign_seat_take_record (seat, offer->record, bh_engine_now (desk->engine));
  if (!bh_dial_retry_parse (&seat->retry, text_of (campaign, "retry"), NULL))
    bh_dial_retry_parse (&seat->retry, "", NULL);
}

static void
show_record (Offer *offer, Seat *seat)
{
  char until[BH_TIME_TEXT_SIZE];

  if (seat->number != NULL) /* it was called already */
    json_object_set_string_member (offer->record, "number", seat->number);
  json_object_remove_member (offer->record, "called");

  bh_time_to_text (seat->until_us, until);
  json_object_set_string_member (offer->record, "until", until);
  json_object_remove_member (offer->record, "lease");
  json_object_remove_member (offer->record, "left_s");
  json_object_remove_member (offer->record, "for");
  json_object_remove_member (offer->record, "due");
  answer_offer (offer, offer->record);
}

/* No number of it may be dialed now: back it goes, for then; or it is done with, where no time and
 * no register, consent or setting that somebody brings in changes that. */
static void
pass_over (Offer *offer, Seat *seat)
{
  BhDesk *desk = offer->question->call.desk;
  gint64 now_s = bh_engine_now (desk->engine) / G_USEC_PER_SEC;
  gint64 next_s = offer->next_s != BH_DIAL_NEVER ? offer->next_s : now_s + AGAIN_S;
  BhDialRetryStep step = {.done = offer->is_final,
                          .due_s = offer->is_final ? 0 : next_s,
                          .why = offer->message};
  JsonObject *passed = json_object_new ();
  g_autoptr (GError) error = NULL;

  set_text (passed, "record", seat->record);
  set_text (passed, "name", text_of (offer->record, "name"));
  set_text (passed, "rule", offer->rule);
  set_text (passed, "message", offer->message);
  if (!offer->is_final)
    set_time (passed, "next", next_s * G_USEC_PER_SEC);
  json_array_add_object_element (offer->passed, passed);
  if (bh_campaign_seat_pass_over (desk, seat, &step, &error) == 0) {
    bh_op_fail (&offer->question->call, "store_away", "%s", error->message);
    seat->asks = FALSE;
    offer_free (offer);
    return;
  }
  if (offer->wanted == NULL && json_array_get_length (offer->passed) < PASSED_MAX) {
    look_for_next (offer);
    return;
  }
  offer->is_cut = offer->wanted == NULL;
  answer_offer (offer, NULL);
  offer_free (offer);
}

/* The number that may be dialed the soonest says why the record waits. */
static gboolean
is_sooner (const Offer *offer, const BhDeskDialAnswer *answer)
{
  return offer->rule == NULL || answer->next_s < offer->next_s ||
         (answer->next_s == offer->next_s && offer->is_final && !answer->is_final);
}

static void
on_judged (const BhDeskDialAnswer *answer, gpointer data)
{
  g_autoptr (Offer) offer = data;
  g_autoptr (JsonObject) judgement = answer->judgement;
  BhOpCall *call = &offer->question->call;
  JsonArray *numbers = json_object_get_array_member (offer->record, "numbers");
  JsonObject *row = json_array_get_object_element (numbers, offer->at);
  Seat *seat = bh_campaign_seat_find (call->desk, offer->question->user->user);

  call->session = bh_desk_find_session (call->desk, offer->question->user);
  if (judgement == NULL || call->session == NULL || seat == NULL || seat->lease == NULL) {
    if (seat != NULL)
      seat->asks = FALSE;
    bh_op_fail (call, "not_possible", "The record is no longer yours.");
    return;
  }
  json_object_set_object_member (row, "judgement", json_object_ref (judgement));
  if (answer->rule == NULL && text_of (offer->record, "number") == NULL)
    json_object_set_string_member (offer->record, "number", text_of (row, "number"));
  if (is_sooner (offer, answer)) {
    g_free (offer->rule);
    g_free (offer->message);
    offer->rule = g_strdup (answer->rule);
    offer->message = g_strdup (text_of (judgement, "message"));
    offer->next_s = answer->next_s;
    offer->is_final = answer->is_final;
  }
  offer->at++;
  judge_number (g_steal_pointer (&offer));
}

static BhDeskDialRecord
about_of (const Seat *seat)
{
  return (BhDeskDialRecord){seat->campaign, seat->record, seat->customer, seat->zone};
}

/* Takes @own. One number after the other; what was tried least is shown as the one to be dialed. */
static void
judge_number (Offer *own)
{
  g_autoptr (Offer) offer = own;
  BhOpCall call = offer->question->call;
  JsonArray *numbers = json_object_get_array_member (offer->record, "numbers");
  Seat *seat = bh_campaign_seat_find (call.desk, offer->question->user->user);
  BhDeskDialRecord about;
  JsonObject *row;

  if (seat == NULL) {
    bh_op_fail (&offer->question->call, "not_possible", "You left the campaign.");
    return;
  }
  while (offer->at < json_array_get_length (numbers) &&
         json_object_get_boolean_member_with_default (
             json_array_get_object_element (numbers, offer->at),
             "closed",
             FALSE))
    offer->at++;
  if (offer->at >= json_array_get_length (numbers)) {
    if (text_of (offer->record, "number") != NULL)
      show_record (offer, seat);
    else
      pass_over (g_steal_pointer (&offer), seat);
    return;
  }
  row = json_array_get_object_element (numbers, offer->at);
  about = about_of (seat);
  bh_desk_judge_dial (&call, text_of (row, "number"), &about, on_judged, g_steal_pointer (&offer));
}

static int
by_tries (gconstpointer a, gconstpointer b)
{
  gint64 left = int_of (json_node_get_object (*(JsonNode **) a), "tries");
  gint64 right = int_of (json_node_get_object (*(JsonNode **) b), "tries");
  return left < right ? -1 : left > right;
}

/* Those that were tried least first, otherwise as the list has them. */
static void
sort_numbers (JsonObject *record)
{
  JsonArray *rows = json_object_get_array_member (record, "numbers");
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  JsonArray *sorted = json_array_new ();

  for (guint i = 0; i < json_array_get_length (rows); i++)
    g_ptr_array_add (nodes, json_array_get_element (rows, i));
  g_ptr_array_sort (nodes, by_tries);
  for (guint i = 0; i < nodes->len; i++)
    json_array_add_element (sorted, json_node_copy (nodes->pdata[i]));
  json_object_set_array_member (record, "numbers", sorted);
}

static gboolean
is_open (Offer *offer, JsonObject *campaign)
{
  BhOpCall *call = &offer->question->call;
  Seat *seat = bh_campaign_seat_find (call->desk, offer->question->user->user);
  const char *why = NULL;

  if (campaign == NULL)
    why = "The campaign is gone.";
  else if (json_object_get_boolean_member_with_default (campaign, "disabled", FALSE))
    why = "The campaign was closed.";
  else if (!json_object_get_boolean_member_with_default (campaign, "running", FALSE) &&
           offer->record == NULL)
    why = "The campaign is paused.";
  if (seat == NULL)
    why = "You left the campaign.";
  else if (why != NULL)
    seat->asks = FALSE;
  if (why != NULL)
    bh_op_fail (call, "not_possible", "%s", why);
  return why == NULL;
}

static void
on_next (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Offer) offer = data;
  g_autoptr (JsonNode) node = take_answer (offer->question, source, result);
  Seat *seat = bh_campaign_seat_find (offer->question->call.desk, offer->question->user->user);

  if (node == NULL) {
    if (seat != NULL)
      seat->asks = FALSE;
    return;
  }
  g_clear_pointer (&offer->answer, json_object_unref);
  offer->answer = JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : json_object_new ();
  offer->record = object_of (offer->answer, "record");
  offer->at = 0;
  g_clear_pointer (&offer->rule, g_free);
  g_clear_pointer (&offer->message, g_free);
  offer->message = g_strdup ("All its numbers are closed.");
  offer->next_s = BH_DIAL_NEVER;
  offer->is_final = TRUE;
  if (!is_open (offer, object_of (offer->answer, "campaign")))
    return;
  if (offer->record == NULL) {
    answer_offer (offer, NULL);
    return;
  }
  sort_numbers (offer->record);
  take_record (offer, seat);
  if (seat->number != NULL)
    show_record (offer, seat); /* dialed before the server or the desk came back */
  else
    judge_number (g_steal_pointer (&offer));
}

static void
look_for_next (Offer *offer)
{
  BhDesk *desk = offer->question->call.desk;
  Seat *seat = bh_campaign_seat_find (desk, offer->question->user->user);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *lease = g_uuid_string_random ();
  g_autofree char *text = NULL;
  JsonObject *args = json_object_new ();
  JsonArray *ended = json_array_new ();

  for (GList *item = seat->ended.head; item != NULL; item = item->next)
    json_array_add_string_element (ended, item->data);
  json_object_set_string_member (args, "campaign", seat->campaign);
  json_object_set_string_member (args, "agent", seat->agent);
  json_object_set_string_member (args, "lease", lease);
  json_object_set_array_member (args, "ended", ended);
  set_text (args, "record", offer->wanted);
  json_node_take_object (node, args);
  text = json_to_string (node, FALSE);
  bh_directory_port_query_async (desk->settings.directory,
                                 BH_QUERY_CAMPAIGN_NEXT,
                                 text,
                                 desk->cancel,
                                 on_next,
                                 offer);
}

/* The agent's seat, or NULL after a refusal. */
static Seat *
seat_of (BhOpCall *call)
{
  Seat *seat = bh_campaign_seat_find (call->desk, call->session->user->user);

  if (seat == NULL)
    bh_op_fail (call, "not_possible", "You work on no campaign. Join one first.");
  return seat;
}

/* Right after a restart the database may not know yet what was dialed before: a record that it
 * calls free may have been called a second ago. For some seconds only: a busy server always has
 * something on its way. */
static gboolean
remembers_all (const BhDesk *desk)
{
  return desk->store_caught_up || desk->store_backlog == 0 ||
         bh_engine_now (desk->engine) - desk->store_since_us > CATCH_UP_US;
}

void
bh_op_campaign_next (BhOpCall *call)
{
  Seat *seat = seat_of (call);
  Offer *offer;

  if (seat == NULL)
    return;
  if (call->desk->settings.dial_rules == NULL) {
    bh_op_fail (call, "not_possible", "This server has no rules about dialing.");
    return;
  }
  if (arg (call, "record") != NULL && !g_uuid_string_is_valid (arg (call, "record"))) {
    bh_op_fail (call, "bad_request", "record: \"%s\" is no UUID.", arg (call, "record"));
    return;
  }
  if (seat->asks) {
    bh_op_fail (call, "busy", "The next record is being looked for already.");
    return;
  }
  if (!remembers_all (call->desk)) {
    bh_op_fail (
        call,
        "busy",
        "What was dialed before the restart is not all written yet. Try again in a moment.");
    return;
  }
  seat->asks = TRUE;
  offer = g_new0 (Offer, 1);
  offer->question = question_new (call);
  offer->wanted = g_strdup (arg (call, "record"));
  offer->passed = json_array_new ();
  look_for_next (offer);
}

/* ---- decisions */

/* The seat with the record that the request names, or NULL after a refusal. */
static Seat *
seat_with_record (BhOpCall *call)
{
  Seat *seat = seat_of (call);

  if (seat == NULL)
    return NULL;
  if (g_strcmp0 (seat->record, arg (call, "record")) == 0)
    return seat;
  bh_op_fail (call, "stale", "This record is no longer yours; it went back to the list.");
  return NULL;
}

static gboolean
has_number (const Seat *seat, const char *number)
{
  for (guint i = 0; i < json_array_get_length (seat->numbers); i++) {
    JsonObject *row = json_array_get_object_element (seat->numbers, i);
    if (g_strcmp0 (text_of (row, "number"), number) == 0)
      return !json_object_get_boolean_member_with_default (row, "closed", FALSE);
  }
  return FALSE;
}

static void
on_may_dial (BhOpCall *call, const char *number)
{
  Seat *seat = bh_campaign_seat_find (call->desk, call->session->user->user);

  if (seat == NULL || seat->lease == NULL) {
    bh_op_fail (call, "stale", "This record is no longer yours; it went back to the list.");
    return;
  }
  g_free (seat->number);
  seat->number = g_strdup (number);
  seat->dialed_us = bh_engine_now (call->desk->engine);
  bh_desk_dial_now (call, number);
}

void
bh_op_campaign_dial (BhOpCall *call)
{
  Seat *seat = seat_with_record (call);
  const char *number = arg (call, "number");
  BhDeskDialRecord about;

  if (seat == NULL)
    return;
  if (seat->contact != NULL) {
    bh_op_fail (call, "not_possible", "This record's call is there already.");
    return;
  }
  if (seat->number == NULL && bh_engine_now (call->desk->engine) > seat->until_us + GRACE_US) {
    bh_op_fail (call, "not_possible", "The time to decide is over; the record goes back.");
    return;
  }
  if (!has_number (seat, number)) {
    bh_op_fail (call, "dial_refused", "%s is no number of this record that may be dialed.", number);
    return;
  }
  about = about_of (seat);
  bh_desk_ask_dial_record (call, number, &about, on_may_dial);
}

static void
end_by_request (BhOpCall *call, Seat *seat, BhDialOutcome outcome)
{
  g_autoptr (GError) error = NULL;
  guint64 position =
      bh_campaign_seat_finish (call->desk, seat, outcome, arg (call, "reason"), &error);

  if (position == 0)
    bh_op_fail (call, "store_away", "It could not be kept: %s", error->message);
  else
    bh_op_succeed_when_safe (call, position, NULL);
}

void
bh_op_campaign_skip (BhOpCall *call)
{
  Seat *seat = seat_with_record (call);
  gboolean late = g_strcmp0 (arg (call, "reason"), "time_over") == 0;

  if (seat == NULL)
    return;
  if (seat->number != NULL && seat->contact != NULL)
    bh_op_fail (call, "not_possible", "It was dialed: choose a result instead.");
  else
    end_by_request (call, seat, late ? BH_TRY_TIME_OVER : BH_TRY_SKIPPED);
}

void
bh_op_campaign_result (BhOpCall *call)
{
  Seat *seat = seat_with_record (call);
  BhDialOutcome outcome;

  if (seat == NULL)
    return;
  if (!bh_dial_outcome_from_string (arg (call, "outcome"), &outcome) || outcome >= BH_TRY_SKIPPED)
    bh_op_fail (call, "bad_request", "outcome: there is no result \"%s\".", arg (call, "outcome"));
  else if (seat->number == NULL)
    bh_op_fail (call, "not_possible", "It was not dialed: skip it instead.");
  else
    end_by_request (call, seat, outcome);
}
