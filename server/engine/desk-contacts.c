/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/engine/desk-private.h"
#include "server/wire/records.h"

/* What people make of a contact, and what they ask of customers. */

/* ---- with whom */

static guint64
attach (BhOpCall *call, const char *contact, const char *customer, GError **error)
{
  gint64 now_us = bh_engine_now (call->desk->engine);
  const BhContact *known = bh_model_get_contact (bh_desk_model (call->desk), contact);
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 position;

  bh_record_of_attach (text,
                       contact,
                       customer,
                       bh_request_get_user (call->request)->user,
                       known != NULL ? known->customer : NULL,
                       now_us);
  position =
      bh_engine_append (call->desk->engine, BH_RECORD_ATTACH_CUSTOMER, contact, text->str, error);
  if (position == 0)
    return 0;
  bh_engine_take_turn (
      call->desk->engine,
      bh_model_set_customer (bh_desk_model (call->desk), contact, customer, now_us),
      now_us);
  bh_desk_show_customer (call->desk, contact, customer);
  return position;
}

void
bh_op_contact_customer (BhOpCall *call)
{
  const char *customer = json_object_get_string_member_with_default (call->args, "customer", NULL);
  g_autofree char *contact = g_strdup (call->contact->id);
  g_autoptr (GError) error = NULL;
  guint64 position = attach (call, contact, customer, &error);

  if (position == 0)
    bh_op_fail_store (call, error);
  else
    bh_op_succeed_when_safe (call, position, NULL);
}

/* ---- questions to the database: the request waits, and answers with what it says */

typedef struct {
  BhOpCall call;
  BhSessionUser *user; /* the session may be gone when the answer comes */
  char *contact;       /* that the customer is then attached to, or NULL */
} Question;

static void
question_free (Question *question)
{
  bh_session_user_unref (question->user);
  g_free (question->contact);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

const char *
bh_op_code_of (const GError *error)
{
  if (error->domain != BH_DIRECTORY_ERROR)
    return "internal";
  switch (error->code) {
  case BH_DIRECTORY_ERROR_AWAY:
    return "store_away";
  case BH_DIRECTORY_ERROR_TIMEOUT:
    return "timeout";
  case BH_DIRECTORY_ERROR_BUSY:
    return "busy";
  case BH_DIRECTORY_ERROR_REFUSED:
    return "bad_request";
  default:
    return "internal";
  }
}

JsonObject *
bh_op_object_of (const char *text)
{
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  return json_object_ref (json_node_get_object (node));
}

/* A customer was made, or got a number, during a contact: the contact is with that customer. */
static void
attach_answer (Question *question, JsonObject *result)
{
  BhOpCall *call = &question->call;
  const char *customer = json_object_get_string_member_with_default (result, "customer", NULL);
  g_autoptr (GError) error = NULL;

  if (question->contact == NULL || customer == NULL ||
      bh_model_get_contact (bh_desk_model (call->desk), question->contact) == NULL)
    return;
  if (attach (call, question->contact, customer, &error) == 0)
    g_warning ("A customer could not be attached: %s", error->message);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  BhRequest *request = question->call.request;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);
  g_autoptr (JsonObject) object = bh_op_object_of (text);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    bh_request_free (request);
    return;
  }
  if (error != NULL) {
    bh_request_fail (request, bh_op_code_of (error), error->message, NULL);
    return;
  }
  if (object == NULL) {
    bh_request_fail (request, "not_found", "There is no such customer.", NULL);
    return;
  }
  attach_answer (question, object);
  bh_request_succeed (request, g_steal_pointer (&object));
}

static void
ask (BhOpCall *call, BhDirectoryQuery query, JsonObject *args)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  Question *question = g_new0 (Question, 1);

  json_node_take_object (node, args);
  text = json_to_string (node, FALSE);
  question->call = *call;
  question->call.session = NULL;
  question->user = bh_session_user_ref (call->session->user);
  question->contact =
      g_strdup (json_object_get_string_member_with_default (call->args, "contact", NULL));
  bh_directory_port_query_async (call->desk->settings.directory,
                                 query,
                                 text,
                                 call->desk->cancel,
                                 on_answer,
                                 question);
}

/* Copies a text argument under its own name. */
static void
pass (const BhOpCall *call, JsonObject *to, const char *member)
{
  const char *text = json_object_get_string_member_with_default (call->args, member, NULL);

  if (text != NULL)
    json_object_set_string_member (to, member, text);
}

static void
pass_limit (const BhOpCall *call, JsonObject *to)
{
  if (json_object_has_member (call->args, "limit"))
    json_object_set_int_member (to, "limit", json_object_get_int_member (call->args, "limit"));
}

static char *
e164_of (const BhOpCall *call, const char *number)
{
  return number != NULL && call->desk->settings.crm != NULL
             ? bh_crm_port_normalise (call->desk->settings.crm, number, NULL)
             : NULL;
}

/* Only a contact of one's own can be attached. */
gboolean
bh_op_contact_is_ones_own (BhOpCall *call)
{
  const char *contact = json_object_get_string_member_with_default (call->args, "contact", NULL);

  if (contact == NULL || g_hash_table_contains (call->session->shown, contact))
    return TRUE;
  bh_op_fail (call, "not_found", "There is no such contact of yours; it may be over.");
  return FALSE;
}

static void
add_phone (const BhOpCall *call, JsonObject *args)
{
  const char *number = json_object_get_string_member_with_default (call->args, "number", NULL);
  g_autofree char *e164 = e164_of (call, number);
  JsonArray *phones;
  JsonObject *phone;

  if (number == NULL)
    return;
  phones = json_array_new ();
  phone = json_object_new ();
  if (e164 != NULL)
    json_object_set_string_member (phone, "e164", e164);
  else
    json_object_set_string_member (phone, "number", number);
  json_array_add_object_element (phones, phone);
  json_object_set_array_member (args, "phones", phones);
}

void
bh_op_customer_create (BhOpCall *call)
{
  JsonObject *args;

  if (!bh_op_contact_is_ones_own (call))
    return;
  args = json_object_new ();
  pass (call, args, "name");
  pass (call, args, "company");
  pass (call, args, "language");
  json_object_set_string_member (args, "by", call->session->user->user);
  add_phone (call, args);
  ask (call, BH_QUERY_CREATE_CUSTOMER, args);
}

void
bh_op_customer_attach_number (BhOpCall *call)
{
  const char *number = json_object_get_string_member (call->args, "number");
  g_autofree char *e164 = e164_of (call, number);
  JsonObject *args;

  if (!bh_op_contact_is_ones_own (call))
    return;
  args = json_object_new ();
  pass (call, args, "customer");
  pass (call, args, "number");
  if (e164 != NULL)
    json_object_set_string_member (args, "e164", e164);
  ask (call, BH_QUERY_ATTACH_NUMBER, args);
}

void
bh_op_customer_search (BhOpCall *call)
{
  const char *text = json_object_get_string_member (call->args, "text");
  g_autoptr (GString) digits = g_string_new (NULL);
  JsonObject *args = json_object_new ();

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  pass (call, args, "text");
  pass_limit (call, args);
  if (digits->len >= 3)
    json_object_set_string_member (args, "digits", digits->str);
  ask (call, BH_QUERY_SEARCH, args);
}

/* An agent's own day; a supervisor may look at anybody's. */
void
bh_op_agent_day (BhOpCall *call)
{
  const char *agent = json_object_get_string_member_with_default (call->args, "agent", NULL);
  JsonObject *args;

  if (agent != NULL && !bh_desk_sees_all (call->session) &&
      !g_str_equal (agent, call->session->user->user)) {
    bh_op_fail (call, "forbidden", "Only a supervisor sees other people's days.");
    return;
  }
  args = json_object_new ();
  json_object_set_string_member (args, "agent", agent != NULL ? agent : call->session->user->user);
  pass (call, args, "day");
  ask (call, BH_QUERY_AGENT_DAY, args);
}

/* One's own only: it is for calling again. */
void
bh_op_agent_recent (BhOpCall *call)
{
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "agent", call->session->user->user);
  pass_limit (call, args);
  ask (call, BH_QUERY_AGENT_RECENT, args);
}

/* The kinds of contacts that a history can be cut down to. */
static const char *const kinds_of_contacts[] =
    {"inbound", "outbound", "missed", "noted", "mine", NULL};

void
bh_op_customer_history (BhOpCall *call)
{
  const char *only = json_object_get_string_member_with_default (call->args, "only", NULL);
  JsonObject *args;

  if (only != NULL && !g_strv_contains (kinds_of_contacts, only)) {
    bh_op_fail (call, "bad_request", "\"only\" must be inbound, outbound, missed, noted or mine.");
    return;
  }
  args = json_object_new ();
  json_object_set_string_member (args, "user", call->session->user->user);
  pass (call, args, "text");
  pass (call, args, "only");
  pass (call, args, "customer");
  pass (call, args, "before");
  pass_limit (call, args);
  ask (call, BH_QUERY_HISTORY, args);
}
