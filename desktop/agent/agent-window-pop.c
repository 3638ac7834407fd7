/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-notify.h"
#include "desktop/agent/agent-window-private.h"
#include "desktop/agent/trace.h"

#include <glib/gi18n.h>

/* A screen pop. The model says which contact rings, exactly once for each, and brings it into the
 * middle where nobody is working. Here it is told to who does not look at this window, and a trace
 * is left of when it was painted. The focus is never moved: a person who types goes on typing, the
 * row in the side bar and the notification tell the rest. */

gboolean
bh_agent_window_is_typing (BhAgentWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  return focus != NULL && gtk_widget_get_mapped (focus) &&
         (GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus));
}

static char *
notification_id (BhContactItem *contact)
{
  return g_strconcat ("contact-", bh_contact_item_get_id (contact), NULL);
}

static void
notify_person (BhAgentWindow *self, BhContactItem *contact)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  const char *id = bh_contact_item_get_id (contact);
  const char *queue = bh_contact_item_get_queue (contact);
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *title = NULL;
  g_autofree char *key = NULL;

  if (!bh_agent_window_may_notify (self))
    return;
  title = g_strdup_printf (_ ("%s is calling"), bh_contact_item_get_title (contact));
  key = notification_id (contact);
  notification = g_notification_new (title);
  g_notification_set_body (notification,
                           queue != NULL ? queue : bh_contact_item_get_number_text (contact));
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_URGENT);
  g_notification_set_category (notification, "call.incoming");
  g_notification_set_default_action_and_target (notification, "app.show-contact", "s", id);
  if (bh_contact_item_can (contact, BH_CALL_ANSWER))
    g_notification_add_button_with_target (notification,
                                           _ ("Answer"),
                                           "app.answer-contact",
                                           "s",
                                           id);
  if (bh_contact_item_can (contact, BH_CALL_HANGUP))
    g_notification_add_button_with_target (notification,
                                           _ ("Decline"),
                                           "app.decline-contact",
                                           "s",
                                           id);
  g_application_send_notification (G_APPLICATION (application), key, notification);
}

static void
on_pop_state_changed (BhAgentWindow *self, GParamSpec *pspec, BhContactItem *contact)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autofree char *key = notification_id (contact);

  bh_trace_painted (GTK_WIDGET (self),
                    "state",
                    bh_contact_item_get_id (contact),
                    bh_contact_state_to_string (bh_contact_item_get_state (contact)));
  if (application != NULL && bh_contact_item_get_state (contact) != BH_CONTACT_OFFERED)
    g_application_withdraw_notification (G_APPLICATION (application), key);
  bh_agent_window_update_actions (self);
}

/* The card came after the ring: the moment that it is on screen is the one that counts. */
static void
on_card_known (BhAgentWindow *self, GParamSpec *pspec, BhCard *card)
{
  const char *id = g_object_get_data (G_OBJECT (card), "bh-trace-contact");

  bh_trace_painted (GTK_WIDGET (self),
                    "card",
                    id,
                    bh_card_status_to_string (bh_card_get_status (card)));
}

static void
trace_pop (BhAgentWindow *self, BhContactItem *contact)
{
  BhCard *card = bh_contact_item_get_card (contact);
  const char *id = bh_contact_item_get_id (contact);

  g_object_set_data_full (G_OBJECT (card), "bh-trace-contact", g_strdup (id), g_free);
  bh_trace_now ("pop", id, bh_desk_get_current (self->desk) == contact ? "middle" : "side");
  bh_trace_painted (GTK_WIDGET (self), "painted", id, "");
  g_signal_connect_object (card,
                           "notify::status",
                           G_CALLBACK (on_card_known),
                           self,
                           G_CONNECT_SWAPPED);
  if (bh_card_get_status (card) != BH_CARD_LOOKING)
    on_card_known (self, NULL, card);
}

static void
on_pop (BhAgentWindow *self, BhContactItem *contact)
{
  g_signal_connect_object (contact,
                           "notify::state",
                           G_CALLBACK (on_pop_state_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_group_set_target (self->offered_signals, contact);
  trace_pop (self, contact);
  bh_agent_window_update_actions (self);
  if (!bh_agent_window_is_looked_at (self) || bh_desk_get_current (self->desk) != contact)
    notify_person (self, contact);
}

void
bh_agent_window_watch_pops (BhAgentWindow *self)
{
  g_signal_connect_object (self->desk, "pop", G_CALLBACK (on_pop), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk,
                           "withdrawn",
                           G_CALLBACK (bh_agent_window_toast),
                           self,
                           G_CONNECT_SWAPPED);
  bh_agent_window_watch_messages (self);
}
