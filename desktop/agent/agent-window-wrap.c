/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/agent/day-window.h"
#include "desktop/agent/message-bar.h"
#include "desktop/model/desk-messages.h"
#include "desktop/model/desk-wrap.h"
#include "desktop/widgets/key-cap.h"

#include <glib/gi18n.h>

/* After the talk: corrections, what supervisors tell, one's own day; and the way back from a choice
 * that was wrong. */

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhAgentWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!bh_desk_command_finish (BH_DESK (source), result, &error))
    bh_agent_window_toast (self, error->message);
}

/* ---- corrections */

static gboolean
can_correct (BhAgentWindow *self)
{
  return bh_desk_last_finished (self->desk) != NULL;
}

static void
on_correct (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhContactItem *last = bh_desk_last_finished (self->desk);

  if (last == NULL)
    return;
  gtk_root_set_focus (GTK_ROOT (self), NULL);
  bh_desk_correct (self->desk, last);
  bh_contact_page_focus_notes (self->contact_page);
}

static void
on_finished (BhAgentWindow *self, BhContactItem *contact)
{
  /* Translators: %s is the customer's name */
  g_autofree char *text = g_strdup_printf (_ ("Finished: %s"), bh_contact_item_get_title (contact));
  g_autofree char *key = bh_key_cap_label ("<Control>u");
  /* Translators: %s is a key */
  g_autofree char *label = g_strdup_printf (C_ ("toast", "Correct (%s)"), key);

  bh_agent_window_update_actions (self);
  bh_agent_window_toast_act (self, text, label, "win.correct", NULL);
}

/* ---- customers */

void
bh_agent_window_offer_undo_customer (BhAgentWindow *self, BhContactItem *contact)
{
  BhCustomer *customer = bh_card_get_customer (bh_contact_item_get_card (contact));
  GVariant *target = g_variant_new ("(ss)",
                                    bh_contact_item_get_id (contact),
                                    customer != NULL ? bh_customer_get_id (customer) : "");

  bh_agent_window_toast_act (self,
                             customer != NULL ? _ ("Another customer for this contact")
                                              : _ ("A customer for this contact"),
                             _ ("Undo"),
                             "win.undo-customer",
                             target);
}

static void
on_undo_customer (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhContactItem *contact;
  const char *id, *customer;

  g_variant_get (target, "(&s&s)", &id, &customer);
  contact = bh_desk_find_contact (self->desk, id);
  if (contact != NULL)
    bh_desk_attach_customer_async (self->desk,
                                   contact,
                                   *customer != '\0' ? customer : NULL,
                                   NULL,
                                   on_done,
                                   g_object_ref (self));
}

/* ---- messages, one's own day */

static gboolean
has_message (BhAgentWindow *self)
{
  return bh_desk_next_message (self->desk) != NULL;
}

static void
on_read_message (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhMessage *message = bh_desk_next_message (self->desk);

  if (message != NULL)
    bh_desk_read_message_async (self->desk, message, NULL, on_done, g_object_ref (self));
}

static void
on_my_day (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  gtk_window_present (GTK_WINDOW (bh_day_window_new (GTK_WINDOW (self), self->desk)));
}

static gboolean
may_see_day (BhAgentWindow *self)
{
  return bh_desk_allows (self->desk, "agent.day");
}

const BhWindowAct bh_window_wrap_acts[] = {
    {"win.correct", NULL, on_correct, can_correct},
    {"win.undo-customer", "(ss)", on_undo_customer, NULL},
    {"win.read-message", NULL, on_read_message, has_message},
    {"win.my-day", NULL, on_my_day, may_see_day},
    {NULL},
};

void
bh_agent_window_init_wrap (BhAgentWindow *self)
{
  g_signal_connect_object (self->desk,
                           "finished",
                           G_CALLBACK (on_finished),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk,
                           "messages-changed",
                           G_CALLBACK (bh_agent_window_update_actions),
                           self,
                           G_CONNECT_SWAPPED);
}
