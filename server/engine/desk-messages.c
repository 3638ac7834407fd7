/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-messages.h"

#include "server/wire/kept.h"

/* What supervisors tell agents: kept here for half a day, so that who signs in later is told too,
 * and over a crash; in the database for good. Each agent's receipts are part of the message. */

#define KIND       "message"
#define KEEP_US    (12 * 3600 * (gint64) G_USEC_PER_SEC)
#define MOST       500 /* kept */
#define MOST_SHOWN 50  /* in a snapshot */

typedef struct {
  GRefString *agent;
  gint64 shown_us;
  gint64 read_us;
} Receipt;

typedef struct {
  GRefString *message;
  GRefString *from;
  GRefString *from_name;
  GRefString *audience;
  GRefString *target;
  GRefString *body;
  gboolean urgent;
  gint64 sent_us;
  Receipt *receipts;
  guint n_receipts;
} Message;

static const BhKeptMember receipt_members[] = {
    BH_KEPT_TEXT (Receipt, agent),
    BH_KEPT_NUMBER (Receipt, shown_us),
    BH_KEPT_NUMBER (Receipt, read_us),
};
static const BhKeptMember message_members[] = {
    BH_KEPT_TEXT (Message, message),
    BH_KEPT_TEXT (Message, from),
    BH_KEPT_TEXT (Message, from_name),
    BH_KEPT_TEXT (Message, audience),
    BH_KEPT_TEXT (Message, target),
    BH_KEPT_TEXT (Message, body),
    BH_KEPT_FLAG (Message, urgent),
    BH_KEPT_NUMBER (Message, sent_us),
};
static const BhKeptList lists[] = {BH_KEPT_LIST (Message, receipts, Receipt, receipt_members)};
static const BhKeptTable table = BH_KEPT_TABLE (message_members, lists);

struct BhDeskMessages {
  GPtrArray *messages; /* of Message, oldest first */
};

static void
message_free (Message *message)
{
  GRefString **texts[] = {&message->message,
                          &message->from,
                          &message->from_name,
                          &message->audience,
                          &message->target,
                          &message->body};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_ref_string_release);
  for (guint i = 0; i < message->n_receipts; i++)
    g_clear_pointer (&message->receipts[i].agent, g_ref_string_release);
  g_free (message->receipts);
  g_free (message);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Message, message_free)

static Receipt *
find_receipt (const Message *message, const char *agent)
{
  for (guint i = 0; i < message->n_receipts; i++)
    if (g_str_equal (message->receipts[i].agent, agent))
      return &message->receipts[i];
  return NULL;
}

static Receipt *
ensure_receipt (Message *message, const char *agent)
{
  Receipt *receipt = find_receipt (message, agent);

  if (receipt != NULL)
    return receipt;
  message->receipts = g_renew (Receipt, message->receipts, message->n_receipts + 1);
  message->receipts[message->n_receipts] = (Receipt){.agent = g_ref_string_new (agent)};
  return &message->receipts[message->n_receipts++];
}

/* ---- on the wire */

static void
write_message (BhJsonOut *out, const char *name, const Message *message)
{
  bh_json_begin_object (out, name);
  bh_json_string (out, "message", message->message);
  bh_json_string (out, "from", message->from);
  bh_json_string_if (out, "from_name", message->from_name);
  bh_json_string (out, "audience", message->audience);
  bh_json_string_if (out, "target", message->target);
  bh_json_string (out, "body", message->body);
  bh_json_bool (out, "urgent", message->urgent);
  bh_json_time (out, "sent_at", message->sent_us);
}

static JsonNode *
node_for (const Message *message, const char *agent)
{
  const Receipt *receipt = find_receipt (message, agent);
  BhJsonOut out;

  bh_json_out_tree (&out);
  write_message (&out, NULL, message);
  bh_json_bool (&out, "read", receipt != NULL && receipt->read_us != 0);
  bh_json_end_object (&out);
  return bh_json_out_take (&out);
}

static void
write_receipts (BhJsonOut *out, const Message *message)
{
  bh_json_begin_array (out, "receipts");
  for (guint i = 0; i < message->n_receipts; i++) {
    bh_json_begin_object (out, NULL);
    bh_json_string (out, "agent", message->receipts[i].agent);
    bh_json_time_if (out, "shown_at", message->receipts[i].shown_us);
    bh_json_time_if (out, "read_at", message->receipts[i].read_us);
    bh_json_end_object (out);
  }
  bh_json_end_array (out);
}

static gboolean
is_in_queue (BhDesk *desk, const char *user, const char *queue)
{
  const BhAgent *agent = bh_model_get_agent (bh_desk_model (desk), user);

  for (guint i = 0; agent != NULL && i < agent->n_queues; i++)
    if (g_strcmp0 (agent->queues[i].queue, queue) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_for (BhDesk *desk, const Message *message, const BhDeskSession *session)
{
  if (!bh_desk_is_agent (session) || g_str_equal (message->from, session->user->user))
    return FALSE;
  if (g_str_equal (message->audience, "agent"))
    return g_strcmp0 (message->target, session->user->user) == 0;
  return g_str_equal (message->audience, "all") ||
         is_in_queue (desk, session->user->user, message->target);
}

void
bh_desk_messages_snapshot (BhDesk *desk, BhDeskSession *session, GPtrArray *out)
{
  GPtrArray *messages = desk->messages->messages;
  guint shown = 0;

  for (guint i = messages->len; i-- > 0 && shown < MOST_SHOWN;) {
    const Message *message = g_ptr_array_index (messages, i);
    if (!is_for (desk, message, session))
      continue;
    g_ptr_array_add (out, bh_out_event_new ("message", node_for (message, session->user->user)));
    shown++;
  }
}

static guint
send_to_agents (BhDesk *desk, const Message *message)
{
  GHashTableIter iter;
  gpointer value;
  guint reached = 0;

  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhDeskSession *session = value;
    g_autoptr (JsonNode) node = NULL;
    if (!is_for (desk, message, session))
      continue;
    node = node_for (message, session->user->user);
    bh_desk_send (desk, session, "message", node);
    reached++;
  }
  return reached;
}

/* ---- kept */

static guint64
keep (BhDesk *desk, const Message *message)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_kept_write (&out, message, &table);
  bh_json_end_object (&out);
  return bh_engine_open_put (desk->engine, KIND, message->message, text->str);
}

static void
sweep (BhDesk *desk)
{
  GPtrArray *messages = desk->messages->messages;
  gint64 before_us = bh_engine_now (desk->engine) - KEEP_US;

  while (messages->len > 0) {
    const Message *oldest = g_ptr_array_index (messages, 0);
    if (messages->len <= MOST && oldest->sent_us >= before_us)
      return;
    bh_engine_open_remove (desk->engine, KIND, oldest->message);
    g_ptr_array_remove_index (messages, 0);
  }
}

static gint
compare_sent (gconstpointer a, gconstpointer b)
{
  const Message *first = *(Message *const *) a;
  const Message *second = *(Message *const *) b;

  return (first->sent_us > second->sent_us) - (first->sent_us < second->sent_us);
}

static void
read_message (const char *kind, const char *id, GBytes *body, gpointer data)
{
  BhDesk *desk = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (Message) message = NULL;

  if (!g_str_equal (kind, KIND))
    return;
  message = g_new0 (Message, 1);
  object = bh_kept_parse (body, &error);
  if (object != NULL && bh_kept_read (object, message, &table, &error) &&
      message->message != NULL && message->from != NULL && message->audience != NULL &&
      message->body != NULL)
    g_ptr_array_add (desk->messages->messages, g_steal_pointer (&message));
  else
    g_warning ("The message %s could not be read back: %s",
               id,
               error != NULL ? error->message : "something of it is missing");
}

void
bh_desk_messages_new (BhDesk *desk)
{
  desk->messages = g_new0 (BhDeskMessages, 1);
  desk->messages->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) message_free);
  bh_engine_open_each (desk->engine, read_message, desk);
  g_ptr_array_sort (desk->messages->messages, compare_sent);
}

void
bh_desk_messages_free (BhDeskMessages *messages)
{
  g_ptr_array_unref (messages->messages);
  g_free (messages);
}

/* ---- sending */

static GRefString *
shared (const char *text)
{
  return text != NULL ? g_ref_string_new (text) : NULL;
}

static Message *
message_of (const BhOpCall *call, const char *audience, const char *target)
{
  const BhSessionUser *user = bh_request_get_user (call->request);
  JsonObject *person = g_hash_table_lookup (call->desk->people, user->user);
  g_autofree char *id = g_uuid_string_random ();
  Message *message = g_new0 (Message, 1);

  message->message = g_ref_string_new (id);
  message->from = g_ref_string_new (user->user);
  message->from_name = shared (
      person != NULL ? json_object_get_string_member_with_default (person, "full_name", NULL)
                     : NULL);
  message->audience = g_ref_string_new (audience);
  message->target = shared (target);
  message->body = g_ref_string_new (json_object_get_string_member (call->args, "body"));
  message->urgent = json_object_get_boolean_member_with_default (call->args, "urgent", FALSE);
  message->sent_us = bh_engine_now (call->desk->engine);
  return message;
}

static guint64
append (BhOpCall *call, const Message *message, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BhJsonOut out;

  bh_json_out_text (&out, text);
  write_message (&out, NULL, message);
  bh_json_end_object (&out);
  return bh_engine_append (call->desk->engine,
                           BH_RECORD_MESSAGE,
                           message->message,
                           text->str,
                           error);
}

static void
send_message (BhOpCall *call, const char *audience, const char *target)
{
  g_autoptr (Message) message = message_of (call, audience, target);
  g_autoptr (GError) error = NULL;
  guint64 position = append (call, message, &error);
  JsonObject *result;

  if (position == 0) {
    bh_op_fail_store (call, error);
    return;
  }
  position = MAX (position, keep (call->desk, message));
  result = json_object_new ();
  json_object_set_string_member (result, "message", message->message);
  json_object_set_int_member (result, "reached", send_to_agents (call->desk, message));
  g_ptr_array_add (call->desk->messages->messages, g_steal_pointer (&message));
  sweep (call->desk);
  bh_op_succeed_when_safe (call, position, result);
}

/* Somebody who never signed in since the server started: the database knows whether they exist. */
typedef struct {
  BhOpCall call;
  char *target;
} Question;

static void
question_free (Question *question)
{
  g_free (question->target);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
on_user (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  BhOpCall *call = &question->call;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);
  g_autoptr (JsonObject) person = bh_op_object_of (text);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bh_request_free (call->request);
  else if (error != NULL)
    bh_op_fail (call, bh_op_code_of (error), "%s", error->message);
  else if (person == NULL)
    bh_op_fail (call, "not_found", "There is no user \"%s\".", question->target);
  else
    send_message (call, "agent", question->target);
}

static void
send_to_agent (BhOpCall *call, const char *agent)
{
  g_autoptr (JsonObject) args = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  Question *question;

  if (g_hash_table_contains (call->desk->people, agent)) {
    send_message (call, "agent", agent);
    return;
  }
  args = json_object_new ();
  node = json_node_new (JSON_NODE_OBJECT);
  json_object_set_string_member (args, "user", agent);
  json_node_set_object (node, args);
  text = json_to_string (node, FALSE);
  question = g_new0 (Question, 1);
  question->call = *call;
  question->call.session = NULL;
  question->target = g_strdup (agent);
  bh_directory_port_query_async (call->desk->settings.directory,
                                 BH_QUERY_USER,
                                 text,
                                 call->desk->cancel,
                                 on_user,
                                 question);
}

static gboolean
queue_is_known (BhDesk *desk, const char *queue)
{
  JsonArray *queues = desk->queues != NULL ? json_node_get_array (desk->queues) : NULL;

  for (guint i = 0; queues != NULL && i < json_array_get_length (queues); i++)
    if (g_strcmp0 (
            json_object_get_string_member_with_default (json_array_get_object_element (queues, i),
                                                        "queue",
                                                        NULL),
            queue) == 0)
      return TRUE;
  return queues == NULL;
}

void
bh_op_message_send (BhOpCall *call)
{
  const char *to = json_object_get_string_member (call->args, "to");

  if (g_str_equal (to, "all"))
    send_message (call, "all", NULL);
  else if (g_str_has_prefix (to, "agent:"))
    send_to_agent (call, to + strlen ("agent:"));
  else if (g_str_has_prefix (to, "queue:") && queue_is_known (call->desk, to + strlen ("queue:")))
    send_message (call, "queue", to + strlen ("queue:"));
  else if (g_str_has_prefix (to, "queue:"))
    bh_op_fail (call, "not_found", "There is no queue \"%s\".", to + strlen ("queue:"));
  else
    bh_op_fail (call, "bad_request", "to: \"%s\" is none of all, agent:NAME, queue:NAME.", to);
}

/* ---- receipts */

static Message *
find_message (BhDesk *desk, const char *id)
{
  for (guint i = 0; i < desk->messages->messages->len; i++) {
    Message *message = g_ptr_array_index (desk->messages->messages, i);
    if (g_str_equal (message->message, id))
      return message;
  }
  return NULL;
}

static guint64
append_receipt (BhOpCall *call, const Message *message, const Receipt *receipt, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "message", message->message);
  bh_json_string (&out, "agent", receipt->agent);
  bh_json_time (&out, "shown_at", receipt->shown_us);
  bh_json_time (&out, "read_at", receipt->read_us);
  bh_json_end_object (&out);
  return bh_engine_append (call->desk->engine,
                           BH_RECORD_MESSAGE_RECEIPT,
                           message->message,
                           text->str,
                           error);
}

void
bh_op_message_seen (BhOpCall *call)
{
  gboolean read = json_object_get_boolean_member (call->args, "read");
  Message *message =
      find_message (call->desk, json_object_get_string_member (call->args, "message"));
  gint64 now_us = bh_engine_now (call->desk->engine);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  Receipt *receipt;
  guint64 position;

  if (message == NULL || !is_for (call->desk, message, call->session)) {
    bh_op_fail (call, "not_found", "There is no such message to you; it may be of long ago.");
    return;
  }
  receipt = ensure_receipt (message, call->session->user->user);
  if ((read ? receipt->read_us : receipt->shown_us) != 0) {
    bh_request_succeed (call->request, NULL);
    return;
  }
  if (receipt->shown_us == 0)
    receipt->shown_us = now_us;
  receipt->read_us = read ? now_us : 0;
  position = append_receipt (call, message, receipt, &error);
  if (position == 0) {
    bh_op_fail_store (call, error);
    return;
  }
  position = MAX (position, keep (call->desk, message));
  node = node_for (message, call->session->user->user);
  bh_desk_send (call->desk, call->session, "message", node);
  bh_op_succeed_when_safe (call, position, NULL);
}

void
bh_op_message_list (BhOpCall *call)
{
  GPtrArray *messages = call->desk->messages->messages;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *result;
  BhJsonOut out;

  bh_json_out_tree (&out);
  bh_json_begin_object (&out, NULL);
  bh_json_begin_array (&out, "messages");
  for (guint i = messages->len; i-- > 0 && messages->len - i <= MOST_SHOWN;) {
    write_message (&out, NULL, g_ptr_array_index (messages, i));
    write_receipts (&out, g_ptr_array_index (messages, i));
    bh_json_end_object (&out);
  }
  bh_json_end_array (&out);
  bh_json_end_object (&out);
  node = bh_json_out_take (&out);
  result = json_object_ref (json_node_get_object (node));
  bh_request_succeed (call->request, result);
}
