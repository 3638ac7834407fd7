/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-callback.h"

#include <string.h>

#include "protocol/args.h"
#include "server/core/dial-number.h"
#include "server/engine/desk-campaign.h"

/* Calls that were promised. To promise is a record of the outbox, so that it holds while the
 * database is away; to take, move and finish is asked of the database, since two may want the same.
 * Whose a missed one is needs no timer: from `team_from` on it is the team's. */

#define TEAM_AFTER_S 900
#define FAR_US       (G_GINT64_CONSTANT (366) * 86400 * G_USEC_PER_SEC)

static const char *
arg (const BhOpCall *call, const char *name)
{
  return bh_args_has (call->args, name) ? json_object_get_string_member (call->args, name) : NULL;
}

static void
pass (const BhOpCall *call, JsonObject *to, const char *name)
{
  const char *text = arg (call, name);
  if (text != NULL)
    json_object_set_string_member (to, name, text);
}

static void
set_time (JsonObject *object, const char *member, gint64 us)
{
  char text[BH_TIME_TEXT_SIZE];

  bh_time_to_text (us, text);
  json_object_set_string_member (object, member, text);
}

/* ---- who sees which */

static JsonArray *
queues_of (BhDesk *desk, const char *agent)
{
  JsonObject *person = g_hash_table_lookup (desk->people, agent);
  JsonNode *rows = person != NULL ? json_object_get_member (person, "queues") : NULL;
  JsonArray *names = json_array_new ();

  for (guint i = 0; rows != NULL && JSON_NODE_HOLDS_ARRAY (rows) &&
                    i < json_array_get_length (json_node_get_array (rows));
       i++) {
    JsonObject *row = json_array_get_object_element (json_node_get_array (rows), i);
    const char *queue = json_object_get_string_member_with_default (row, "queue", NULL);
    if (queue != NULL)
      json_array_add_string_element (names, queue);
  }
  return names;
}

static JsonArray *
people_here (BhDesk *desk)
{
  JsonArray *names = json_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    json_array_add_string_element (names, ((BhDeskSession *) value)->user->user);
  return names;
}

static gboolean
serves (BhDesk *desk, const char *agent, const char *queue)
{
  g_autoptr (JsonArray) queues = queues_of (desk, agent);

  for (guint i = 0; i < json_array_get_length (queues); i++)
    if (g_str_equal (json_array_get_string_element (queues, i), queue))
      return TRUE;
  return FALSE;
}

static const char *
text_of (JsonObject *row, const char *member)
{
  return json_object_get_string_member_with_default (row, member, NULL);
}

static gboolean
concerns (BhDesk *desk, JsonObject *callback, const char *agent)
{
  const char *owner = text_of (callback, "agent");
  const char *queue = text_of (callback, "queue");
  const char *team_from = text_of (callback, "team_from");
  g_autoptr (GDateTime) from = team_from != NULL ? g_date_time_new_from_iso8601 (team_from, NULL)
                                                 : NULL;
  gboolean missed =
      from != NULL && g_date_time_to_unix (from) <= bh_engine_now (desk->engine) / G_USEC_PER_SEC;

  if (g_strcmp0 (owner, agent) == 0 || g_strcmp0 (text_of (callback, "by"), agent) == 0 ||
      g_strcmp0 (text_of (callback, "taken_by"), agent) == 0)
    return TRUE;
  return (owner == NULL || missed) && (queue == NULL || serves (desk, agent, queue));
}

static void
publish (BhDesk *desk, JsonObject *callback)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  GHashTableIter iter;
  gpointer value;

  json_node_set_object (node, callback);
  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhDeskSession *session = value;
    if ((session->user->roles & BH_ROLE_AGENT) != 0 &&
        concerns (desk, callback, session->user->user))
      bh_desk_send (desk, session, "callback", node);
  }
}

/* ---- promise */

/* 0 after a refusal. */
static gint64
read_due (BhOpCall *call)
{
  const char *text = arg (call, "due");
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);
  gint64 now_us = bh_engine_now (call->desk->engine);
  gint64 due_us = time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC : 0;

  if (time == NULL)
    bh_op_fail (call,
                "bad_request",
                "due: \"%s\" is not a time. Write it as in 2026-11-22T10:30:00Z.",
                text);
  else if (due_us < now_us - 60 * G_USEC_PER_SEC || due_us > now_us + FAR_US)
    bh_op_fail (call, "bad_request", "due: %s is not within the year to come.", text);
  else
    return due_us;
  return 0;
}

static gboolean
check_zone (BhOpCall *call)
{
  const char *name = arg (call, "zone");
  g_autoptr (GTimeZone) zone = name != NULL ? g_time_zone_new_identifier (name) : NULL;

  if (name == NULL || zone != NULL)
    return TRUE;
  bh_op_fail (call, "bad_request", "zone: there is no time zone \"%s\".", name);
  return FALSE;
}

static char *
number_of (BhOpCall *call)
{
  const char *text = arg (call, "number");
  g_autoptr (BhDialNumber) number = NULL;

  if (text == NULL || call->desk->settings.read_number == NULL)
    return g_strdup (text);
  number = call->desk->settings.read_number (text, call->desk->settings.read_number_data);
  if (!g_str_equal (number->kind, "invalid"))
    return g_strdup (number->number);
  bh_op_fail (call, "bad_request", "\"%s\" is no telephone number.", text);
  return NULL;
}

static JsonObject *
callback_of (BhOpCall *call, const char *number, gint64 due_us)
{
  static const char *const members[] = {"name", "zone", "note", "customer", "contact", "record"};
  g_autofree char *id = g_uuid_string_random ();
  gboolean to_team = g_str_equal (arg (call, "to"), "team");
  const char *record = arg (call, "record");
  const char *campaign;
  JsonObject *callback = json_object_new ();

  json_object_set_string_member (callback, "callback", id);
  json_object_set_string_member (callback, "number", number);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    pass (call, callback, members[i]);
  pass (call, callback, "queue");
  campaign = bh_desk_campaigns_of_record (call->desk, call->session->user->user, record);
  if (campaign != NULL)
    json_object_set_string_member (callback, "campaign", campaign);
  if (!to_team)
    json_object_set_string_member (callback, "agent", call->session->user->user);
  json_object_set_string_member (callback, "by", call->session->user->user);
  json_object_set_string_member (callback, "state", "open");
  json_object_set_int_member (callback, "revision", 1);
  set_time (callback, "due", due_us);
  set_time (callback, "team_from", due_us + TEAM_AFTER_S * G_USEC_PER_SEC);
  return callback;
}

static guint64
keep (BhOpCall *call, BhRecordKind kind, const char *key, JsonObject *body)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint64 position;

  set_time (body, "at", bh_engine_now (call->desk->engine));
  json_node_set_object (node, body);
  text = json_to_string (node, FALSE);
  json_object_remove_member (body, "at");
  position = bh_engine_append (call->desk->engine, kind, key, text, &error);
  if (position == 0)
    bh_op_fail (call, "store_away", "It could not be kept: %s", error->message);
  return position;
}

void
bh_op_callback_create (BhOpCall *call)
{
  const char *to = arg (call, "to");
  gint64 due_us = check_zone (call) ? read_due (call) : 0;
  g_autofree char *number = NULL;
  JsonObject *callback;
  guint64 position;

  if (due_us == 0)
    return;
  if (!g_str_equal (to, "me") && !g_str_equal (to, "team")) {
    bh_op_fail (call, "bad_request", "to: \"%s\" is neither me nor team.", to);
    return;
  }
  if (!bh_op_contact_is_ones_own (call) || (number = number_of (call)) == NULL)
    return;
  callback = callback_of (call, number, due_us);
  position = keep (call, BH_RECORD_CALLBACK, text_of (callback, "callback"), callback);
  if (position == 0) {
    json_object_unref (callback);
    return;
  }
  if (arg (call, "record") != NULL)
    bh_desk_campaigns_promise (call->desk,
                               call->session->user->user,
                               arg (call, "record"),
                               due_us / G_USEC_PER_SEC,
                               g_str_equal (to, "team"));
  publish (call->desk, callback);
  bh_op_succeed_when_safe (call, position, callback);
}

/* ---- list and change */

typedef struct {
  BhDesk *desk;
  BhRequest *request;
  gboolean change;
} Question;

/* NULL: the request has had its answer. */
static JsonNode *
take_answer (Question *question, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);
  JsonNode *node = text != NULL ? json_from_string (text, NULL) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bh_request_free (question->request);
  else if (error != NULL)
    bh_request_fail (question->request, bh_op_code_of (error), error->message, NULL);
  else if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    bh_request_fail (question->request, "not_found", "There is no such task of yours.", NULL);
  else
    return node;
  g_clear_pointer (&node, json_node_unref);
  return NULL;
}

static void
answer_change (Question *question, JsonObject *callback)
{
  gboolean changed = json_object_get_boolean_member_with_default (callback, "changed", FALSE);
  const char *by = text_of (callback, "taken_by");
  g_autofree char *why = NULL;

  json_object_remove_member (callback, "changed");
  if (changed) {
    publish (question->desk, callback);
    bh_request_succeed (question->request, json_object_ref (callback));
    return;
  }
  why = by != NULL ? g_strdup_printf ("%s has taken it already.", by)
                   : g_strdup ("It is done with already.");
  bh_request_fail (question->request, "stale", why, json_object_ref (callback));
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (JsonNode) node = take_answer (question, source, result);
  JsonObject *list;

  if (node == NULL)
    return;
  if (question->change) {
    answer_change (question, json_node_get_object (node));
    return;
  }
  list = json_object_new ();
  json_object_set_array_member (list, "callbacks", json_node_dup_array (node));
  bh_request_succeed (question->request, list);
}

/* Takes @args. */
static void
ask (BhOpCall *call, BhDirectoryQuery query, JsonObject *args, gboolean change)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  Question *question = g_new (Question, 1);
  const char *agent = call->session->user->user;

  *question = (Question){call->desk, call->request, change};
  json_object_set_string_member (args, "agent", agent);
  json_object_set_string_member (args, "by", agent);
  json_object_set_array_member (args, "queues", queues_of (call->desk, agent));
  json_object_set_array_member (args, "here", people_here (call->desk));
  json_node_take_object (node, args);
  text = json_to_string (node, FALSE);
  bh_directory_port_query_async (call->desk->settings.directory,
                                 query,
                                 text,
                                 call->desk->cancel,
                                 on_answer,
                                 question);
}

void
bh_op_callback_list (BhOpCall *call)
{
  ask (call, BH_QUERY_CALLBACK_LIST, json_object_new (), FALSE);
}

static void
change (BhOpCall *call, const char *what)
{
  static const char *const members[] = {"callback", "due", "zone", "to"};
  JsonObject *args;

  if (!g_uuid_string_is_valid (arg (call, "callback"))) {
    bh_op_fail (call, "bad_request", "callback: \"%s\" is no UUID.", arg (call, "callback"));
    return;
  }
  args = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    pass (call, args, members[i]);
  json_object_set_string_member (args, "what", what);
  ask (call, BH_QUERY_CALLBACK_CHANGE, args, TRUE);
}

void
bh_op_callback_take (BhOpCall *call)
{
  change (call, "take");
}

void
bh_op_callback_done (BhOpCall *call)
{
  change (call, "done");
}

void
bh_op_callback_cancel (BhOpCall *call)
{
  change (call, "cancel");
}

void
bh_op_callback_move (BhOpCall *call)
{
  if (!check_zone (call) || (arg (call, "due") != NULL && read_due (call) == 0))
    return;
  change (call, "move");
}
