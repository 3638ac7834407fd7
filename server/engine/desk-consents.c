/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-consents.h"

#include "protocol/args.h"
#include "server/core/dial-number.h"
#include "server/wire/records.h"

/* What the judge of dials knows of a customer's own word is shown as it knows it: the same question
 * to the database. What an agent is told is a record of the outbox, and an entry of the audit. */

#define MOST_SHOWN 100

static const char *
arg (const BhOpCall *call, const char *name)
{
  return bh_args_has (call->args, name) ? json_object_get_string_member (call->args, name) : NULL;
}

/* TRUE with NULL: none was said. What a phone showed may be no number: @strict: it is refused; else
 * nothing is known about it. */
static gboolean
read_number (BhOpCall *call, gboolean strict, char **number)
{
  const char *text = arg (call, "number");
  g_autoptr (BhDialNumber) read = NULL;

  *number = NULL;
  if (text == NULL)
    return TRUE;
  if (call->desk->settings.read_number == NULL) {
    *number = g_strdup (text);
    return TRUE;
  }
  read = call->desk->settings.read_number (text, call->desk->settings.read_number_data);
  if (strict && g_str_equal (read->kind, "invalid")) {
    bh_op_fail (call, "bad_request", "\"%s\" is no telephone number.", text);
    return FALSE;
  }
  *number = g_strdup (read->number);
  return TRUE;
}

static gboolean
is_of_somebody (BhOpCall *call)
{
  if (arg (call, "number") != NULL || arg (call, "customer") != NULL)
    return TRUE;
  bh_op_fail (call, "bad_request", "Say whose consent it is: number or customer.");
  return FALSE;
}

/* ---- what is known */

static void
pass_text (JsonObject *from, const char *name, JsonObject *to)
{
  const char *text = json_object_get_string_member_with_default (from, name, NULL);

  if (text != NULL && *text != '\0')
    json_object_set_string_member (to, name, text);
}

static void
pass_time (JsonObject *from, const char *name, JsonObject *to)
{
  gint64 at_s = json_object_get_int_member_with_default (from, name, 0);
  char text[BH_TIME_TEXT_SIZE];

  if (at_s == 0)
    return;
  bh_time_to_text (at_s * G_USEC_PER_SEC, text);
  json_object_set_string_member (to, name, text);
}

/* The newest first. */
static JsonArray *
rows_of (JsonObject *facts, const char *name, const char *const *texts, const char *const *times)
{
  JsonArray *rows = json_array_new ();
  JsonArray *from =
      json_object_has_member (facts, name) ? json_object_get_array_member (facts, name) : NULL;
  guint n = from != NULL ? json_array_get_length (from) : 0;

  for (guint i = 0; i < n && i < MOST_SHOWN; i++) {
    JsonObject *row = json_array_get_object_element (from, n - 1 - i);
    JsonObject *to = json_object_new ();
    for (guint j = 0; texts[j] != NULL; j++)
      pass_text (row, texts[j], to);
    for (guint j = 0; times[j] != NULL; j++)
      pass_time (row, times[j], to);
    json_array_add_object_element (rows, to);
  }
  return rows;
}

static void
on_facts (GObject *source, GAsyncResult *result, gpointer data)
{
  static const char *const of_consent[] = {"purpose", "source", "by", NULL};
  static const char *const times_of_consent[] = {"given", "withdrawn", NULL};
  static const char *const of_listing[] = {"list", "campaign", "reason", "by", NULL};
  static const char *const times_of_listing[] = {"since", "until", NULL};
  BhRequest *request = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonObject *reply;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    bh_request_free (request);
    return;
  }
  if (error != NULL || node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    bh_request_fail (request,
                     error != NULL ? bh_op_code_of (error) : "internal",
                     error != NULL ? error->message : "The database answered nonsense.",
                     NULL);
    return;
  }
  reply = json_object_new ();
  json_object_set_array_member (
      reply,
      "consents",
      rows_of (json_node_get_object (node), "consents", of_consent, times_of_consent));
  json_object_set_array_member (
      reply,
      "listings",
      rows_of (json_node_get_object (node), "listings", of_listing, times_of_listing));
  bh_request_succeed (request, reply);
}

void
bh_op_customer_consents (BhOpCall *call)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;
  JsonObject *args;

  if (!is_of_somebody (call) || !read_number (call, FALSE, &number))
    return;
  args = json_object_new ();
  if (number != NULL)
    json_object_set_string_member (args, "number", number);
  if (arg (call, "customer") != NULL)
    json_object_set_string_member (args, "customer", arg (call, "customer"));
  json_node_take_object (node, args);
  text = json_to_string (node, FALSE);
  bh_directory_port_query_async (call->desk->settings.directory,
                                 BH_QUERY_DIAL_FACTS,
                                 text,
                                 call->desk->cancel,
                                 on_facts,
                                 call->request);
}

/* ---- what is told */

static gboolean
keep_audit (BhOpCall *call, const char *action, const char *object, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GString) text = g_string_new (NULL);

  bh_record_of_audit (text,
                      &(BhAuditRecord){.id = id,
                                       .actor = call->session->user->user,
                                       .action = action,
                                       .object = object,
                                       .address = call->session->user->address,
                                       .at_us = bh_engine_now (call->desk->engine)});
  return bh_engine_append (call->desk->engine, BH_RECORD_AUDIT, id, text->str, error) != 0;
}

/* Answers the request when both the record and who said so are safe. */
static void
keep (BhOpCall *call, BhRecordKind kind, const char *key, JsonObject *body, const char *action)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *object = NULL;
  char at[BH_TIME_TEXT_SIZE];
  guint64 position;

  bh_time_to_text (bh_engine_now (call->desk->engine), at);
  json_object_set_string_member (body, "at", at);
  json_object_set_string_member (body, "by", call->session->user->user);
  json_node_set_object (node, body);
  text = json_to_string (node, FALSE);
  object = g_strdup_printf ("%s %s",
                            key,
                            json_object_has_member (body, "purpose")
                                ? json_object_get_string_member (body, "purpose")
                                : json_object_get_string_member (body, "reason"));
  position = keep_audit (call, action, object, &error)
                 ? bh_engine_append (call->desk->engine, kind, key, text, &error)
                 : 0;
  if (position == 0)
    bh_op_fail_store (call, error);
  else
    bh_op_succeed_when_safe (call, position, NULL);
}

static void
pass (const BhOpCall *call, JsonObject *to, const char *name)
{
  if (arg (call, name) != NULL)
    json_object_set_string_member (to, name, arg (call, name));
}

void
bh_op_customer_consent (BhOpCall *call)
{
  static const char *const purposes[] = {"marketing", "contract", "any_hour", NULL};
  static const char *const members[] = {"customer", "purpose", "source", "contact"};
  g_autofree char *number = NULL;
  g_autoptr (JsonObject) body = NULL;
  gboolean given = json_object_get_boolean_member (call->args, "given");

  if (!is_of_somebody (call))
    return;
  if (!g_strv_contains (purposes, arg (call, "purpose"))) {
    bh_op_fail (call,
                "bad_request",
                "purpose: \"%s\" is none of marketing, contract, any_hour.",
                arg (call, "purpose"));
    return;
  }
  if (!bh_op_contact_is_ones_own (call) || !read_number (call, TRUE, &number))
    return;
  body = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    pass (call, body, members[i]);
  if (number != NULL)
    json_object_set_string_member (body, "number", number);
  json_object_set_boolean_member (body, "given", given);
  keep (call,
        BH_RECORD_CONSENT,
        number != NULL ? number : arg (call, "customer"),
        body,
        given ? "consent_given" : "consent_withdrawn");
}

void
bh_op_customer_do_not_call (BhOpCall *call)
{
  g_autofree char *number = NULL;
  g_autoptr (JsonObject) body = NULL;

  if (!bh_op_contact_is_ones_own (call) || !read_number (call, TRUE, &number))
    return;
  body = json_object_new ();
  json_object_set_string_member (body, "number", number);
  pass (call, body, "reason");
  pass (call, body, "contact");
  keep (call, BH_RECORD_DO_NOT_CALL, number, body, "do_not_call");
}
