/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-notify.h"

#include "desktop/agent/agent-window-private.h"
#include "desktop/model/desk-messages.h"

#include <glib/gi18n.h>

/* What is told to who does not look at this window: calls are in agent-window-pop.c, here is the
 * rest. */

#define TOLD "bh-notified" /* of a message: it was seen here, or told of */

gboolean
bh_agent_window_may_notify (BhAgentWindow *self)
{
  return gtk_window_get_application (GTK_WINDOW (self)) != NULL &&
         g_settings_get_boolean (self->settings, "notifications") &&
         !g_settings_get_boolean (self->settings, "do-not-disturb");
}

gboolean
bh_agent_window_is_looked_at (BhAgentWindow *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self)) && gtk_window_is_active (GTK_WINDOW (self));
}

/* ---- messages of supervisors */

static char *
message_key (BhMessage *message)
{
  return g_strconcat ("message-", bh_message_get_id (message), NULL);
}

static void
notify_message (BhAgentWindow *self, BhMessage *message)
{
  gboolean urgent = bh_message_get_urgent (message);
  /* Translators: before an urgent message; %s is who wrote it */
  g_autofree char *title = g_strdup_printf (urgent ? _ ("Urgent, from %s") : _ ("Message from %s"),
                                            bh_message_get_from (message));
  g_autofree char *key = message_key (message);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, bh_message_get_body (message));
  g_notification_set_category (notification, "im.received");
  g_notification_set_priority (notification,
                               urgent ? G_NOTIFICATION_PRIORITY_HIGH
                                      : G_NOTIFICATION_PRIORITY_NORMAL);
  g_notification_set_default_action (notification, "app.show-window");
  g_application_send_notification (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))),
                                   key,
                                   notification);
}

static void
withdraw_message (BhAgentWindow *self, BhMessage *message)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autofree char *key = message_key (message);

  if (application != NULL)
    g_application_withdraw_notification (G_APPLICATION (application), key);
}

/* Each one once, also if a new snapshot tells of it again. */
static void
on_messages_changed (BhAgentWindow *self)
{
  GListModel *messages = bh_desk_get_messages (self->desk);

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++) {
    g_autoptr (BhMessage) message = g_list_model_get_item (messages, i);

    if (bh_message_get_read (message)) {
      withdraw_message (self, message);
    } else if (g_object_get_data (G_OBJECT (message), TOLD) == NULL) {
      g_object_set_data (G_OBJECT (message), TOLD, message);
      if (bh_agent_window_may_notify (self) && !bh_agent_window_is_looked_at (self))
        notify_message (self, message);
    }
  }
}

void
bh_agent_window_watch_messages (BhAgentWindow *self)
{
  g_signal_connect_object (self->desk,
                           "messages-changed",
                           G_CALLBACK (on_messages_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

/* ---- calls that were promised */

void
bh_agent_window_notify_task (BhAgentWindow *self, BhTask *task, const char *words)
{
  const char *id = bh_task_get_id (task);
  g_autofree char *key = g_strconcat ("task-", id, NULL);
  g_autofree char *number = NULL;
  g_autofree char *when = NULL;
  g_autofree char *there = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GNotification) notification = NULL;

  if (!bh_agent_window_may_notify (self))
    return;
  g_object_get (task, "number", &number, "when", &when, "there", &there, "note", &note, NULL);
  for (guint i = 0; i < 3; i++) {
    const char *part = i == 0 ? number : i == 1 ? when : there;
    if (part != NULL && *part != '\0')
      g_string_append_printf (body, "%s%s", body->len > 0 ? "  ·  " : "", part);
  }
  if (note != NULL && *note != '\0')
    g_string_append_printf (body, "%s%s", body->len > 0 ? "\n" : "", note);
  notification = g_notification_new (words);
  g_notification_set_body (notification, body->str);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action (notification, "app.show-tasks");
  g_notification_add_button_with_target (notification, _ ("Call"), "app.call-task", "s", id);
  g_application_send_notification (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))),
                                   key,
                                   notification);
}
