/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-ask.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/client-error.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/error-text.h"

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  BhDesk *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  JsonObject *reply = bh_feed_request_finish (BH_FEED (source), result, &error);

  if (reply == NULL)
    g_task_return_error (task, bh_error_translate (error, self->language));
  else
    g_task_return_pointer (task, reply, (GDestroyNotify) json_object_unref);
}

void
bh_desk_ask_async (BhDesk *self, const char *op, JsonObject *args, BH_COMMAND_END)
{
  g_autoptr (JsonObject) own_args = args;
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bh_desk_ask_async);
  if (bh_desk_get_feed_state (self) != BH_FEED_LIVE) {
    g_task_return_new_error (task,
                             BH_CLIENT_ERROR,
                             BH_CLIENT_ERROR_SERVER_AWAY,
                             "%s",
                             _ ("The server is away. Try again when it is back."));
    return;
  }
  bh_feed_request_async (self->feed, op, own_args, cancellable, on_reply, g_steal_pointer (&task));
}

JsonObject *
bh_desk_ask_finish (BhDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bh_desk_ask_set (JsonObject *args, const char *member, const char *value)
{
  if (value != NULL && *value != '\0')
    json_object_set_string_member (args, member, value);
}

JsonArray *
bh_desk_ask_words (const char *text)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) commas = g_string_new (text);
  JsonArray *array = json_array_new ();

  g_string_replace (commas, "，", ",", 0); /* as Chinese keyboards have them */
  g_string_replace (commas, "、", ",", 0);
  words = g_strsplit (commas->str, ",", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    const char *word = g_strstrip (words[i]);
    if (*word != '\0')
      json_array_add_string_element (array, word);
  }
  return array;
}
