/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/engine/desk-private.h"
#include "server/wire/records.h"

/* What people add to a contact, and what they ask of customers. */

static void
fail_store (BhOpCall *call, const GError *error)
{
  bh_op_fail (call, "store_away", "It could not be kept: %s", error->message);
}

/* ---- notes: kept with every few key strokes, by one author each */

JsonNode *
bh_desk_note_node (const BhNote *note)
{
  BhJsonOut out;

  bh_json_out_tree (&out);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "contact", note->contact);
  bh_json_string (&out, "body", note->body);
  bh_json_int (&out, "revision", note->revision);
  bh_json_time (&out, "saved_at", note->saved_us);
  bh_json_string (&out, "author", note->author);
  bh_json_end_object (&out);
  return bh_json_out_take (&out);
}

static void
note_free (BhNote *note)
{
  g_free (note->contact);
  g_free (note->author);
  g_free (note->body);
  g_free (note);
}

GPtrArray *
bh_desk_notes_of (BhDesk *desk, const char *contact)
{
  return g_hash_table_lookup (desk->notes, contact);
}

static BhNote *
note_of (BhDesk *desk, const char *contact, const char *author)
{
  GPtrArray *notes = bh_desk_notes_of (desk, contact);
  BhNote *note;

  if (notes == NULL) {
    notes = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);
    g_hash_table_insert (desk->notes, g_strdup (contact), notes);
  }
  for (guint i = 0; i < notes->len; i++) {
    note = g_ptr_array_index (notes, i);
    if (g_str_equal (note->author, author))
      return note;
  }
  note = g_new0 (BhNote, 1);
  note->contact = g_strdup (contact);
  note->author = g_strdup (author);
  note->body = g_strdup ("");
  g_ptr_array_add (notes, note);
  return note;
}

void
bh_desk_forget_contact (BhDesk *desk, const char *contact)
{
  g_hash_table_remove (desk->notes, contact);
  g_hash_table_remove (desk->cards, contact);
}

static void
refuse_stale (BhOpCall *call, const BhNote *note)
{
  JsonObject *detail = json_object_new ();

  json_object_set_int_member (detail, "revision", note->revision);
  json_object_set_string_member (detail, "body", note->body);
  bh_request_fail (call->request,
                   "stale",
                   "The note was changed elsewhere since you read it. Look at it and save again.",
                   detail);
}

static guint64
append_note (BhOpCall *call, const BhNote *note, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const BhNoteRecord record = {.contact = note->contact,
                               .author = note->author,
                               .body = note->body,
                               .revision = note->revision,
                               .saved_us = note->saved_us};

  bh_record_of_note (text, &record);
  return bh_engine_append (call->desk->engine, BH_RECORD_NOTE, note->contact, text->str, error);
}

static JsonObject *
note_result (const BhNote *note)
{
  JsonObject *result = json_object_new ();
  char saved[BH_TIME_TEXT_SIZE];

  bh_time_to_text (note->saved_us, saved);
  json_object_set_int_member (result, "revision", note->revision);
  json_object_set_string_member (result, "saved_at", saved);
  return result;
}

void
bh_op_contact_note (BhOpCall *call)
{
  BhNote *note = note_of (call->desk, call->contact->id, call->session->user->user);
  gint64 base = json_object_get_int_member_with_default (call->args, "base", 0);
  gint64 now_us = bh_engine_now (call->desk->engine);
  g_autoptr (GError) error = NULL;
  guint64 position;

  if (note->revision != 0 && base != note->revision) {
    refuse_stale (call, note);
    return;
  }
  g_free (note->body);
  note->body = g_strdup (json_object_get_string_member (call->args, "body"));
  note->revision = MAX (now_us, note->revision + 1);
  note->saved_us = now_us;
  position = append_note (call, note, &error);
  if (position == 0) {
    fail_store (call, error);
    return;
  }
  bh_desk_send_of_contact (call->desk, note->contact, "note", bh_desk_note_node (note));
  bh_op_succeed_when_safe (call, position, note_result (note));
}

/* ---- disposition, wrap-up */

static gboolean
disposition_is_known (BhDesk *desk, const char *code)
{
  JsonArray *codes = desk->dispositions != NULL ? json_node_get_array (desk->dispositions) : NULL;

  for (guint i = 0; codes != NULL && i < json_array_get_length (codes); i++) {
    JsonObject *row = json_array_get_object_element (codes, i);
    if (g_strcmp0 (json_object_get_string_member_with_default (row, "code", NULL), code) == 0)
      return TRUE;
  }
  return codes == NULL;
}

void
bh_op_contact_disposition (BhOpCall *call)
{
  const char *code = json_object_get_string_member_with_default (call->args, "code", NULL);
  g_autofree char *contact = g_strdup (call->contact->id);
  gint64 now_us = bh_engine_now (call->desk->engine);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint64 position;

  if (code != NULL && !disposition_is_known (call->desk, code)) {
    bh_op_fail (call, "bad_request", "code: there is no disposition \"%s\".", code);
    return;
  }
  bh_record_of_disposition (text, contact, call->session->user->user, code, now_us);
  position =
      bh_engine_append (call->desk->engine, BH_RECORD_DISPOSITION, contact, text->str, &error);
  if (position == 0) {
    fail_store (call, error);
    return;
  }
  bh_engine_take_turn (call->desk->engine,
                       bh_model_set_disposition (bh_desk_model (call->desk), contact, code, now_us),
                       now_us);
  bh_op_succeed_when_safe (call, position, NULL);
}

static gboolean
wraps_up (BhOpCall *call)
{
  BhActionView view;

  if (bh_desk_action_view (call->desk, call->session, call->contact, &view) && view.wraps_up)
    return TRUE;
  bh_op_fail (call, "not_possible", "There is no wrap-up of this contact now.");
  return FALSE;
}

void
bh_op_contact_extend (BhOpCall *call)
{
  gint64 by_us = json_object_get_int_member (call->args, "seconds") * G_USEC_PER_SEC;
  gint64 now_us = bh_engine_now (call->desk->engine);
  const BhAgent *agent;
  JsonObject *result;
  char until[BH_TIME_TEXT_SIZE];
  guint64 position;

  if (!wraps_up (call))
    return;
  position = bh_engine_take_turn (call->desk->engine,
                                  bh_model_extend_wrap_up (bh_desk_model (call->desk),
                                                           call->session->user->user,
                                                           call->contact->id,
                                                           by_us,
                                                           now_us),
                                  now_us);
  agent = bh_model_get_agent (bh_desk_model (call->desk), call->session->user->user);
  result = json_object_new ();
  bh_time_to_text (agent != NULL ? agent->wrap_up_until_us : now_us, until);
  json_object_set_string_member (result, "wrap_up_until", until);
  bh_op_succeed_when_safe (call, position, result);
}

void
bh_op_contact_finish (BhOpCall *call)
{
  gint64 now_us = bh_engine_now (call->desk->engine);

  if (!wraps_up (call))
    return;
  bh_op_succeed_when_safe (call,
                           bh_engine_take_turn (call->desk->engine,
                                                bh_model_finish_wrap_up (bh_desk_model (call->desk),
                                                                         call->session->user->user,
                                                                         call->contact->id,
                                                                         now_us),
                                                now_us),
                           NULL);
}

/* ---- with whom */

static guint64
attach (BhOpCall *call, const char *contact, const char *customer, GError **error)
{
  gint64 now_us = bh_engine_now (call->desk->engine);
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 position;

  bh_record_of_attach (text, contact, customer, NULL, now_us);
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
    fail_store (call, error);
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

void
bh_op_customer_history (BhOpCall *call)
{
  JsonObject *args = json_object_new ();

  pass (call, args, "customer");
  pass (call, args, "before");
  pass_limit (call, args);
  ask (call, BH_QUERY_HISTORY, args);
}
