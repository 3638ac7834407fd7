/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-commands.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/model/bidi.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/error-text.h"
#include "desktop/model/history-entry.h"

#define DIAL_COMES_WITHIN (30 * G_USEC_PER_SEC)
#define HISTORY_PAGE      100

/* A command on its way: what its reply is for. */
typedef struct {
  BhContactItem *contact; /* (nullable) */
  char *text;             /* disposition: the code that was asked for */
  char *id;               /* … under which a refusal of it is told */
  JsonObject *about;      /* … and what is told then */
} Command;

static void
command_free (Command *command)
{
  g_clear_object (&command->contact);
  g_clear_pointer (&command->about, json_object_unref);
  g_free (command->id);
  g_free (command->text);
  g_free (command);
}

static GTask *
command_new (BhDesk *self,
             gpointer tag,
             BhContactItem *contact,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Command *command = g_new0 (Command, 1);

  command->contact = contact ? g_object_ref (contact) : NULL;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, command, (GDestroyNotify) command_free);
  return task;
}

static void
return_translated (GTask *task, const GError *error)
{
  BhDesk *self = g_task_get_source_object (task);

  g_task_return_error (task, bh_error_translate (error, self->language));
}

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Command *command = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_feed_request_finish (BH_FEED (source), result, &error);

  if (command->contact)
    bh_contact_item_set_busy (command->contact, FALSE);
  if (reply)
    g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) json_object_unref);
  else
    return_translated (task, error);
}

/* Sends @op; consumes @task and @args. A command is not kept for later when the server is away: a
 * hang-up that is done half a minute after the button was pressed harms more than it helps. */
static void
send (GTask *task, const char *op, JsonObject *args)
{
  BhDesk *self = g_task_get_source_object (task);
  Command *command = g_task_get_task_data (task);
  g_autoptr (JsonObject) own_args = args;
  const char *why;

  if (!bh_desk_is_reachable (self, &why)) {
    g_task_return_new_error (task, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SERVER_AWAY, "%s", why);
    g_object_unref (task);
    return;
  }
  if (command->contact)
    bh_contact_item_set_busy (command->contact, TRUE);
  bh_feed_request_async (self->feed, op, own_args, g_task_get_cancellable (task), on_reply, task);
}

static JsonObject *
contact_args (BhContactItem *contact)
{
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "contact", bh_contact_item_get_id (contact));
  return args;
}

static void
set_optional (JsonObject *args, const char *member, const char *value)
{
  if (value && *value)
    json_object_set_string_member (args, member, value);
}

gboolean
bh_desk_command_finish (BhDesk *self, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) reply = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  reply = g_task_propagate_pointer (G_TASK (result), error);
  return reply != NULL;
}

/* On the agent's own phone where that can do it, else through the server. @digits: of a DTMF. */
static void
act (GTask *task, BhCallOp op, const char *digits)
{
  static const char *const wire_ops[] = {
      [BH_CALL_ANSWER] = "call.answer",
      [BH_CALL_HOLD] = "call.hold",
      [BH_CALL_RETRIEVE] = "call.retrieve",
      [BH_CALL_HANGUP] = "call.hangup",
      [BH_CALL_DTMF] = "call.dtmf",
  };
  Command *command = g_task_get_task_data (task);
  JsonObject *args;

  if (bh_desk_softphone_do (g_task_get_source_object (task), task, command->contact, op, digits))
    return;
  args = contact_args (command->contact);
  set_optional (args, "digits", digits);
  send (task, wire_ops[op], args);
}

#define START(tag, contact) command_new (self, tag, contact, cancellable, callback, user_data)

void
bh_desk_set_state_async (BhDesk *self, BhAgent state, const char *reason, BH_COMMAND_END)
{
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "state", bh_agent_to_string (state));
  set_optional (args, "reason", reason);
  send (START (bh_desk_set_state_async, NULL), "state.set", args);
}

void
bh_desk_keep_state_async (BhDesk *self, BH_COMMAND_END)
{
  send (START (bh_desk_keep_state_async, NULL), "state.keep", json_object_new ());
}

void
bh_desk_dial_async (BhDesk *self, const char *number, const char *customer, BH_COMMAND_END)
{
  JsonObject *args = json_object_new ();
  g_autofree char *plain = bh_bidi_plain (number);

  json_object_set_string_member (args, "number", plain);
  set_optional (args, "customer", customer);
  bh_desk_await_own_dial (self);
  send (START (bh_desk_dial_async, NULL), "call.dial", args);
}

void
bh_desk_await_own_dial (BhDesk *self)
{
  self->dialed_at = bh_clock_now (self->clock);
}

void
bh_desk_answer_own_dial (BhDesk *self, BhContactItem *contact)
{
  gboolean awaited =
      self->dialed_at > 0 && bh_clock_now (self->clock) - self->dialed_at < DIAL_COMES_WITHIN;

  /* A softphone is told when it rings; a phone that must be lifted cannot be told. */
  if (!awaited || bh_contact_item_get_state (contact) != BH_CONTACT_DIALING ||
      !bh_contact_item_can (contact, BH_CALL_ANSWER))
    return;
  self->dialed_at = 0;
  bh_desk_answer_async (self, contact, NULL, NULL, NULL);
}

void
bh_desk_answer_async (BhDesk *self, BhContactItem *contact, BH_COMMAND_END)
{
  act (START (bh_desk_answer_async, contact), BH_CALL_ANSWER, NULL);
}

void
bh_desk_hold_async (BhDesk *self, BhContactItem *contact, BH_COMMAND_END)
{
  act (START (bh_desk_hold_async, contact), BH_CALL_HOLD, NULL);
}

void
bh_desk_retrieve_async (BhDesk *self, BhContactItem *contact, BH_COMMAND_END)
{
  act (START (bh_desk_retrieve_async, contact), BH_CALL_RETRIEVE, NULL);
}

void
bh_desk_hang_up_async (BhDesk *self, BhContactItem *contact, BH_COMMAND_END)
{
  act (START (bh_desk_hang_up_async, contact), BH_CALL_HANGUP, NULL);
}

/* To somebody else: consumes @task. */
static void
send_to (GTask *task, const char *op, const char *to)
{
  Command *command = g_task_get_task_data (task);
  JsonObject *args = contact_args (command->contact);

  json_object_set_string_member (args, "to", to);
  send (task, op, args);
}

void
bh_desk_transfer_async (BhDesk *self, BhContactItem *contact, const char *to, BH_COMMAND_END)
{
  send_to (START (bh_desk_transfer_async, contact), "call.transfer", to);
}

void
bh_desk_consult_async (BhDesk *self, BhContactItem *contact, const char *to, BH_COMMAND_END)
{
  send_to (START (bh_desk_consult_async, contact), "call.consult", to);
}

void
bh_desk_consult_complete_async (BhDesk *self, BhContactItem *contact, BH_COMMAND_END)
{
  GTask *task = START (bh_desk_consult_complete_async, contact);

  send (task, "call.consult_complete", contact_args (contact));
}

void
bh_desk_consult_cancel_async (BhDesk *self, BhContactItem *contact, BH_COMMAND_END)
{
  GTask *task = START (bh_desk_consult_cancel_async, contact);

  send (task, "call.consult_cancel", contact_args (contact));
}

void
bh_desk_conference_async (BhDesk *self, BhContactItem *contact, BH_COMMAND_END)
{
  GTask *task = START (bh_desk_conference_async, contact);

  send (task, "call.conference", contact_args (contact));
}

void
bh_desk_dtmf_async (BhDesk *self, BhContactItem *contact, const char *digits, BH_COMMAND_END)
{
  act (START (bh_desk_dtmf_async, contact), BH_CALL_DTMF, digits);
}

gboolean
bh_desk_save_note (BhDesk *self, BhContactItem *contact, const char *text, GError **error)
{
  g_return_val_if_fail (BH_IS_DESK (self) && BH_IS_CONTACT_ITEM (contact), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  return bh_desk_notes_type (self->notes, contact, text, error);
}

static void
on_flushed (const GError *error, gpointer data)
{
  g_autoptr (GTask) task = data;

  if (error)
    return_translated (task, error);
  else
    g_task_return_pointer (task, json_object_new (), (GDestroyNotify) json_object_unref);
}

void
bh_desk_flush_notes_async (BhDesk *self, BH_COMMAND_END)
{
  bh_desk_notes_flush (self->notes, NULL, on_flushed, START (bh_desk_flush_notes_async, NULL));
}

static void
on_disposition (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  BhDesk *self = g_task_get_source_object (task);
  Command *command = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_feed_request_finish (BH_FEED (source), result, &error);

  if (reply == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      bh_desk_refusals_put (self->refusals, command->id, command->about, error);
    return_translated (task, error);
    return;
  }
  bh_desk_refusals_settle (self->refusals, command->id);
  bh_contact_item_set_disposition (command->contact,
                                   command->text,
                                   command->text ? bh_desk_disposition_label (self, command->text)
                                                 : NULL);
  g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) json_object_unref);
}

void
bh_desk_set_disposition_async (BhDesk *self,
                               BhContactItem *contact,
                               const char *code,
                               BH_COMMAND_END)
{
  GTask *task = START (bh_desk_set_disposition_async, contact);
  Command *command = g_task_get_task_data (task);
  const char *label = code != NULL ? bh_desk_disposition_label (self, code) : NULL;
  g_autoptr (JsonObject) args = contact_args (contact);

  command->text = g_strdup (code);
  if (code)
    json_object_set_string_member (args, "code", code);
  else
    json_object_set_null_member (args, "code");
  if (label == NULL)
    label = code;
  command->id = g_strconcat (bh_contact_item_get_id (contact), " @result", NULL);
  command->about =
      bh_desk_refusals_about (contact, "result", label, label, "contact.disposition", args);
  bh_desk_refusals_begin (self->refusals, command->id, command->about);
  bh_feed_request_async (self->feed,
                         "contact.disposition",
                         args,
                         cancellable,
                         on_disposition,
                         task);
}

static void
on_finish_flushed (const GError *error, gpointer data)
{
  GTask *task = data;
  Command *command = g_task_get_task_data (task);

  if (error) {
    return_translated (task, error);
    g_object_unref (task);
    return;
  }
  send (task, "contact.finish", contact_args (command->contact));
}

void
bh_desk_finish_contact_async (BhDesk *self, BhContactItem *contact, BH_COMMAND_END)
{
  GTask *task = START (bh_desk_finish_contact_async, contact);

  /* one that ended while this desk was away is kept by the server until it is told */
  if (!bh_contact_item_can (contact, BH_CALL_FINISH) && bh_desk_dismiss (self, contact)) {
    g_task_return_pointer (task, json_object_new (), (GDestroyNotify) json_object_unref);
    g_object_unref (task);
    return;
  }
  bh_desk_notes_flush (self->notes, bh_contact_item_get_id (contact), on_finish_flushed, task);
}

static void
on_extended (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Command *command = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_feed_request_finish (BH_FEED (source), result, &error);

  if (reply == NULL) {
    return_translated (task, error);
    return;
  }
  if (bh_json_time (reply, "wrap_up_until") > 0)
    bh_contact_item_set_wrap_up_until (command->contact, bh_json_time (reply, "wrap_up_until"));
  g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) json_object_unref);
}

void
bh_desk_extend_async (BhDesk *self, BhContactItem *contact, guint seconds, BH_COMMAND_END)
{
  GTask *task = START (bh_desk_extend_async, contact);
  g_autoptr (JsonObject) args = contact_args (contact);

  json_object_set_int_member (args, "seconds", seconds);
  bh_feed_request_async (self->feed, "contact.extend", args, cancellable, on_extended, task);
}

void
bh_desk_attach_customer_async (BhDesk *self,
                               BhContactItem *contact,
                               const char *customer,
                               BH_COMMAND_END)
{
  JsonObject *args = contact_args (contact);

  if (customer)
    json_object_set_string_member (args, "customer", customer);
  else
    json_object_set_null_member (args, "customer");
  send (START (bh_desk_attach_customer_async, contact), "contact.customer", args);
}

void
bh_desk_create_customer_async (BhDesk *self,
                               BhContactItem *contact,
                               const BhNewCustomer *customer,
                               BH_COMMAND_END)
{
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "name", customer->name);
  set_optional (args, "number", customer->number);
  set_optional (args, "company", customer->company);
  set_optional (args, "language", customer->language);
  if (contact)
    json_object_set_string_member (args, "contact", bh_contact_item_get_id (contact));
  send (START (bh_desk_create_customer_async, contact), "customer.create", args);
}

void
bh_desk_attach_number_async (BhDesk *self,
                             BhContactItem *contact,
                             const char *customer,
                             BH_COMMAND_END)
{
  JsonObject *args = contact_args (contact);
  const char *number = bh_contact_item_get_number (contact);

  json_object_set_string_member (args, "customer", customer);
  json_object_set_string_member (args, "number", number ? number : "");
  send (START (bh_desk_attach_number_async, contact), "customer.attach_number", args);
}

void
bh_desk_search_customers_async (BhDesk *self, const char *text, guint limit, BH_COMMAND_END)
{
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "text", text);
  if (limit > 0)
    json_object_set_int_member (args, "limit", limit);
  send (START (bh_desk_search_customers_async, NULL), "customer.search", args);
}

GListModel *
bh_desk_search_customers_finish (BhDesk *self, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) reply = NULL;
  g_autoptr (GListStore) store = NULL;
  JsonArray *customers;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return NULL;
  store = g_list_store_new (BH_TYPE_CUSTOMER);
  customers = bh_json_array (reply, "customers");
  for (guint i = 0; i < bh_json_array_length (customers); i++) {
    g_autoptr (BhCustomer) customer = bh_customer_new (bh_json_array_object (customers, i));
    if (customer)
      g_list_store_append (store, customer);
  }
  return G_LIST_MODEL (g_steal_pointer (&store));
}

static void
on_history (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  BhDesk *self = g_task_get_source_object (task);
  Command *command = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_feed_request_finish (BH_FEED (source), result, &error);
  BhLabels labels;

  if (reply == NULL) {
    return_translated (task, error);
    return;
  }
  labels = bh_desk_labels (self);
  bh_card_append_history (bh_contact_item_get_card (command->contact), reply, &labels);
  g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) json_object_unref);
}

void
bh_desk_history_more_async (BhDesk *self, BhContactItem *contact, BH_COMMAND_END)
{
  GTask *task = START (bh_desk_history_more_async, contact);
  BhCard *card = bh_contact_item_get_card (contact);
  BhCustomer *customer = bh_card_get_customer (card);
  g_autoptr (JsonObject) args = json_object_new ();

  if (customer == NULL) {
    g_task_return_new_error (task,
                             BH_CLIENT_ERROR,
                             BH_CLIENT_ERROR_NOT_POSSIBLE,
                             "%s",
                             _ ("Choose the customer first."));
    g_object_unref (task);
    return;
  }
  json_object_set_string_member (args, "customer", bh_customer_get_id (customer));
  set_optional (args, "before", bh_card_get_oldest (card));
  json_object_set_int_member (args, "limit", HISTORY_PAGE);
  bh_feed_request_async (self->feed, "customer.history", args, cancellable, on_history, task);
}
