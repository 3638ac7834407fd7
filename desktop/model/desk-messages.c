/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-messages.h"

#include "desktop/client/json-get.h"
#include "desktop/model/desk-ask.h"
#include "desktop/model/desk-private.h"

GListModel *
bh_desk_get_messages (BhDesk *self)
{
  g_return_val_if_fail (BH_IS_DESK (self), NULL);

  return bh_keyed_list_get_model (self->messages);
}

int
bh_desk_compare_messages (gconstpointer a, gconstpointer b, gpointer data)
{
  gint64 first = bh_message_get_sent_at ((BhMessage *) a);
  gint64 second = bh_message_get_sent_at ((BhMessage *) b);

  return (first < second) - (first > second);
}

BhMessage *
bh_desk_next_message (BhDesk *self)
{
  BhMessage *next = NULL;

  g_return_val_if_fail (BH_IS_DESK (self), NULL);

  for (guint i = 0; i < bh_keyed_list_get_n (self->messages); i++) {
    BhMessage *message = bh_keyed_list_get (self->messages, i);
    if (bh_message_get_read (message))
      continue;
    /* newest first: the last one of a kind is the oldest */
    if (next == NULL || bh_message_get_urgent (message) || !bh_message_get_urgent (next))
      next = message;
  }
  return next;
}

guint
bh_desk_count_unread (BhDesk *self)
{
  guint n = 0;

  g_return_val_if_fail (BH_IS_DESK (self), 0);

  for (guint i = 0; i < bh_keyed_list_get_n (self->messages); i++)
    n += !bh_message_get_read (bh_keyed_list_get (self->messages, i));
  return n;
}

/* Nobody waits for it: the next snapshot brings the message again, and this is told again. */
static void
on_told (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (reply == NULL)
    g_debug ("That a message is shown could not be told: %s", error->message);
}

static JsonObject *
seen_args (BhMessage *message, gboolean read)
{
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "message", bh_message_get_id (message));
  json_object_set_boolean_member (args, "read", read);
  return args;
}

void
bh_desk_fold_message (BhDesk *self, JsonObject *data, gint64 at_us)
{
  const char *id = bh_json_string (data, "message");
  BhMessage *known = id ? bh_keyed_list_find (self->messages, id) : NULL;
  g_autoptr (BhMessage) message = known ? g_object_ref (known)
                                        : g_object_new (BH_TYPE_MESSAGE, NULL);

  if (id == NULL)
    return;
  bh_message_update (message, data);
  bh_keyed_list_put (self->messages, message);
  if (known == NULL && !bh_message_get_read (message) && bh_desk_allows (self, "message.seen"))
    bh_desk_ask_async (self, "message.seen", seen_args (message, FALSE), NULL, on_told, NULL);
  bh_desk_emit_messages (self);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  BhDesk *self = BH_DESK (source);
  g_autoptr (GError) error = NULL;
  JsonObject *reply = bh_desk_ask_finish (self, result, &error);

  if (reply == NULL) {
    bh_message_set_read (g_task_get_task_data (task), FALSE);
    bh_desk_emit_messages (self);
    g_task_return_error (task, g_steal_pointer (&error));
  } else {
    g_task_return_pointer (task, reply, (GDestroyNotify) json_object_unref);
  }
}

void
bh_desk_read_message_async (BhDesk *self, BhMessage *message, BH_COMMAND_END)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bh_desk_read_message_async);
  g_task_set_task_data (task, g_object_ref (message), g_object_unref);
  bh_message_set_read (message, TRUE); /* seen at once; it comes back if the server does not know */
  bh_desk_emit_messages (self);
  bh_desk_ask_async (self, "message.seen", seen_args (message, TRUE), cancellable, on_read, task);
}
