/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"

#include "desktop/model/desk-recent.h"

#include <glib/gi18n.h>

/* Numbers that come from elsewhere: links of other programs, and the last ones that were dialed.
 * All of them are only filled in: nothing is dialed unasked. */

#define REMEMBERED 10

static void
offer_taken_number (gpointer data)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (data);
  g_autofree char *number = NULL;

  self->offer = 0;
  if (self->taken_number == NULL || !gtk_widget_get_mapped (self->dial_button) ||
      bh_desk_get_feed_state (self->desk) != BH_FEED_LIVE)
    return; /* not yet */
  number = g_steal_pointer (&self->taken_number);
  if (gtk_widget_is_sensitive (self->dial_button))
    bh_agent_window_offer_to_dial (self, number);
  else
    bh_agent_window_toast (self, _ ("That number cannot be dialed from here."));
}

void
bh_agent_window_offer_taken_number (BhAgentWindow *self)
{
  /* What has just become possible is on the screen a moment later. */
  if (self->taken_number != NULL && self->offer == 0)
    self->offer = g_idle_add_once (offer_taken_number, self);
}

void
bh_agent_window_take_number (BhAgentWindow *self, const char *number)
{
  g_return_if_fail (BH_IS_AGENT_WINDOW (self));
  g_free (self->taken_number);
  self->taken_number = g_strdup (number);
  bh_agent_window_offer_taken_number (self);
}

/* The newest first, each once. */
void
bh_agent_window_remember_dialed (BhAgentWindow *self, const char *number)
{
  g_auto (GStrv) before = g_settings_get_strv (self->settings, "dialed");
  g_autoptr (GPtrArray) numbers = g_ptr_array_new ();

  self->dialed_here = TRUE;
  g_ptr_array_add (numbers, (gpointer) number);
  for (guint i = 0; before[i] != NULL && numbers->len < REMEMBERED; i++)
    if (!g_str_equal (before[i], number))
      g_ptr_array_add (numbers, before[i]);
  g_ptr_array_add (numbers, NULL);
  g_settings_set_strv (self->settings, "dialed", (const char *const *) numbers->pdata);
}

/* What was dialed at this desk since the sign-in; else what this agent called last, wherever that
 * was; else what this machine remembers. (transfer full), or NULL. */
static char *
last_dialed (BhAgentWindow *self)
{
  g_auto (GStrv) numbers = g_settings_get_strv (self->settings, "dialed");
  const char *called = bh_desk_get_last_called (self->desk);

  return g_strdup (self->dialed_here || called == NULL ? numbers[0] : called);
}

static gboolean
can_redial (BhAgentWindow *self)
{
  g_autofree char *number = last_dialed (self);

  return number != NULL && gtk_widget_is_sensitive (self->dial_button);
}

static void
on_redial (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  g_autofree char *number = last_dialed (self);

  if (number != NULL)
    bh_agent_window_offer_to_dial (self, number);
}

static void
on_do_not_disturb (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  gboolean quiet = !g_settings_get_boolean (self->settings, "do-not-disturb");

  g_settings_set_boolean (self->settings, "do-not-disturb", quiet);
  bh_agent_window_toast (self,
                         quiet ? _ ("No notifications now. Calls ring as before.")
                               : _ ("Notifications are back."));
}

static const char *
current_number (BhAgentWindow *self)
{
  BhContactItem *contact = bh_desk_get_current (self->desk);

  return contact != NULL ? bh_contact_item_get_number (contact) : NULL;
}

static gboolean
can_call_number (BhAgentWindow *self)
{
  return current_number (self) != NULL && gtk_widget_is_sensitive (self->dial_button);
}

static void
on_call_number (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_agent_window_offer_to_dial (self, current_number (self));
}

const BhWindowAct bh_window_dial_acts[] = {
    {"win.call-number", NULL, on_call_number, can_call_number},
    {"win.redial", NULL, on_redial, can_redial},
    {"win.do-not-disturb", NULL, on_do_not_disturb, NULL},
    {NULL},
};
