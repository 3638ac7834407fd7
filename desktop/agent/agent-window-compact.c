/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-compact.h"
#include "desktop/model/desk-wrap.h"
#include "desktop/widgets/keep-above.h"

/* The compact window: the same window with another page in it, small and above the others, so that
 * nothing that is typed, open or chosen in the whole one is lost, and every key goes on to work. An
 * act that needs room (notes, transfer, search) brings the whole window back and is done there. */

/* What is done with a key alone. */
static const char *const small_acts[] = {"win.answer",
                                         "win.decline",
                                         "win.hold",
                                         "win.hold-or-back",
                                         "win.conference",
                                         "win.consult-cancel",
                                         "win.consult-complete",
                                         "win.hang-up",
                                         "win.hang-up-now",
                                         "win.mute",
                                         "win.extend",
                                         "win.contact",
                                         "win.state-menu",
                                         "win.set-state",
                                         "win.keep-state",
                                         "win.do-not-disturb",
                                         "win.read-message",
                                         "win.compact",
                                         "win.sign-out",
                                         "win.my-day",
                                         NULL};

/* As high as what is in it. */
#define LEAST_HEIGHT 1

static void
keep_above (BhAgentWindow *self)
{
  bh_keep_above (GTK_WINDOW (self), self->is_compact);
}

/* The window manager forgets about a window that is hidden. */
static void
on_map (BhAgentWindow *self)
{
  if (self->is_compact)
    keep_above (self);
}

static void
on_width_changed (BhAgentWindow *self)
{
  int width;

  g_object_get (self, "default-width", &width, NULL);
  if (self->is_compact && width > 0)
    g_settings_set_int (self->settings, "compact-width", width);
}

static void
shrink (BhAgentWindow *self)
{
  bh_agent_window_remember_size (self, FALSE);
  self->is_compact = TRUE;
  g_set_weak_pointer (&self->focus_in_whole, gtk_root_get_focus (GTK_ROOT (self)));
  gtk_root_set_focus (GTK_ROOT (self), NULL);
  gtk_window_unmaximize (GTK_WINDOW (self));
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, -1);
  gtk_stack_set_visible_child_name (self->root, "compact");
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "compact-width"),
                               LEAST_HEIGHT);
  keep_above (self);
}

static void
grow (BhAgentWindow *self, const char *page)
{
  self->is_compact = FALSE;
  keep_above (self);
  gtk_stack_set_visible_child_name (self->root, page);
  gtk_widget_set_size_request (GTK_WIDGET (self), self->least_width, self->least_height);
  bh_agent_window_remember_size (self, TRUE); /* it gets back the size that it had */
  if (self->focus_in_whole != NULL && gtk_widget_get_mapped (self->focus_in_whole))
    gtk_widget_grab_focus (self->focus_in_whole);
  g_clear_weak_pointer (&self->focus_in_whole);
}

void
bh_agent_window_follow_compact (BhAgentWindow *self, gboolean signed_in)
{
  gboolean wanted = signed_in && g_settings_get_boolean (self->settings, "compact");
  const char *page = signed_in ? "desk" : "sign-in";

  if (self->is_compact == wanted)
    gtk_stack_set_visible_child_name (self->root, wanted ? "compact" : page);
  else if (wanted)
    shrink (self);
  else
    grow (self, page);
}

/* Whoever changed it: the key, an act that needs room, or the preferences. */
static void
on_setting_changed (BhAgentWindow *self)
{
  gboolean signed_in;

  g_object_get (self->desk, "signed-in", &signed_in, NULL);
  bh_agent_window_follow_compact (self, signed_in);
  bh_agent_window_update_actions (self);
}

static void
set_compact (BhAgentWindow *self, gboolean compact)
{
  g_settings_set_boolean (self->settings, "compact", compact);
}

void
bh_agent_window_make_room (BhAgentWindow *self, const char *action)
{
  BhContactItem *contact = bh_desk_get_current (self->desk);
  BhContactItem *call = bh_agent_window_find_call (self);

  if (!self->is_compact || g_strv_contains (small_acts, action))
    return;
  if (g_str_equal (action, "win.transfer-or-complete") && call != NULL &&
      bh_contact_item_can (call, BH_CALL_CONSULT_COMPLETE))
    return;
  if (g_str_equal (action, "win.finish") && contact != NULL &&
      contact == bh_contact_view_get_contact (self->compact_page) &&
      bh_desk_missing (self->desk, contact) == NULL)
    return;
  set_compact (self, FALSE);
}

/* Who is on the line, else who rings, else what is written about. */
void
bh_agent_window_update_compact (BhAgentWindow *self)
{
  BhContactItem *call = bh_agent_window_find_call (self);
  BhContactItem *offered = bh_agent_window_find_offered (self);
  BhContactItem *contact = call != NULL      ? call
                           : offered != NULL ? offered
                                             : bh_desk_get_current (self->desk);

  if (!self->is_compact)
    contact = offered = NULL; /* a pop paints one page, not two */
  g_object_set (self->compact_page, "contact", contact, NULL);
  bh_compact_page_set_ringing (self->compact_page, offered != contact ? offered : NULL);
}

static void
on_compact (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  set_compact (self, !self->is_compact);
}

const BhWindowAct bh_window_compact_acts[] = {
    {"win.compact", NULL, on_compact, NULL},
    {NULL},
};

void
bh_agent_window_init_compact (BhAgentWindow *self)
{
  gtk_widget_get_size_request (GTK_WIDGET (self), &self->least_width, &self->least_height);
  g_signal_connect (self, "notify::default-width", G_CALLBACK (on_width_changed), NULL);
  g_signal_connect_object (self->settings,
                           "changed::compact",
                           G_CALLBACK (on_setting_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
}

void
bh_agent_window_dispose_compact (BhAgentWindow *self)
{
  g_clear_weak_pointer (&self->focus_in_whole);
}
