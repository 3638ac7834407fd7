/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/agent/script-chooser.h"
#include "desktop/agent/script-editor.h"
#include "desktop/model/desk-script.h"

/* Acts of the script of the contact in the middle. */

static BhScriptView *
view_of (BhAgentWindow *self)
{
  return bh_contact_page_get_script (self->contact_page);
}

static gboolean
has_script (BhAgentWindow *self)
{
  return bh_script_view_get_player (view_of (self)) != NULL &&
         g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "contact") == 0;
}

static gboolean
can_go_on (BhAgentWindow *self)
{
  return has_script (self) &&
         !bh_script_player_get_is_end (bh_script_view_get_player (view_of (self)));
}

static gboolean
can_go_back (BhAgentWindow *self)
{
  return has_script (self) &&
         bh_script_player_get_can_go_back (bh_script_view_get_player (view_of (self)));
}

static void
on_next (GtkWidget *window, const char *name, GVariant *target)
{
  bh_script_view_go_on (view_of (BH_AGENT_WINDOW (window)));
}

static void
on_back (GtkWidget *window, const char *name, GVariant *target)
{
  bh_script_view_go_back (view_of (BH_AGENT_WINDOW (window)));
}

static void
on_focus (GtkWidget *window, const char *name, GVariant *target)
{
  bh_script_view_focus (view_of (BH_AGENT_WINDOW (window)));
}

static void
on_chart (GtkWidget *window, const char *name, GVariant *target)
{
  bh_script_view_open_chart (view_of (BH_AGENT_WINDOW (window)));
}

static gboolean
may_write (BhAgentWindow *self)
{
  return bh_desk_allows (self->desk, "script.save");
}

static void
on_editor (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  gtk_window_present (GTK_WINDOW (bh_script_editor_new (GTK_WINDOW (self), self->desk)));
}

static gboolean
has_result (BhAgentWindow *self)
{
  BhContactItem *contact = bh_desk_get_current (self->desk);

  return contact != NULL && bh_desk_get_script_result (self->desk, contact) != NULL;
}

static void
on_result (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhDisposition *result = bh_desk_get_script_result (self->desk, bh_desk_get_current (self->desk));

  if (result != NULL)
    gtk_widget_activate_action (window,
                                "win.set-disposition",
                                "s",
                                bh_disposition_get_code (result));
}

static gboolean
may_read (BhAgentWindow *self)
{
  return bh_desk_allows (self->desk, "script.get");
}

static void
on_try (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  gtk_window_present (GTK_WINDOW (bh_script_chooser_new (GTK_WINDOW (self), self->desk)));
}

const BhWindowAct bh_window_script_acts[] = {
    {"win.script-next", NULL, on_next, can_go_on},
    {"win.script-back", NULL, on_back, can_go_back},
    {"win.script-focus", NULL, on_focus, has_script},
    {"win.script-chart", NULL, on_chart, has_script},
    {"win.script-result", NULL, on_result, has_result},
    {"win.script-try", NULL, on_try, may_read},
    {"win.script-editor", NULL, on_editor, may_write},
    {NULL},
};

/* What is worth reading beside the contact depends on where one is in its script. */
static void
on_script_moved (BhAgentWindow *self)
{
  BhScriptPlayer *player = bh_script_view_get_player (view_of (self));
  BhKnowledge *knowledge = bh_knowledge_pane_get_knowledge (self->knowledge);

  if (knowledge != NULL)
    bh_knowledge_set_step (knowledge, player != NULL ? bh_script_player_get_step (player) : NULL);
  bh_agent_window_update_actions (self);
}

static void
on_player_changed (BhAgentWindow *self)
{
  BhScriptPlayer *player = bh_script_view_get_player (view_of (self));

  if (self->script_signals == NULL) /* the window goes */
    return;
  g_signal_group_set_target (self->script_signals, player);
  on_script_moved (self);
}

void
bh_agent_window_init_script (BhAgentWindow *self)
{
  self->script_signals = g_signal_group_new (BH_TYPE_SCRIPT_PLAYER);
  g_signal_group_connect_swapped (self->script_signals,
                                  "notify::step",
                                  G_CALLBACK (on_script_moved),
                                  self);
  /* The last of what is told of a change. */
  g_signal_group_connect_swapped (self->script_signals,
                                  "chart-changed",
                                  G_CALLBACK (bh_agent_window_update_actions),
                                  self);
  g_signal_connect_object (view_of (self),
                           "notify::player",
                           G_CALLBACK (on_player_changed),
                           self,
                           G_CONNECT_SWAPPED);
}
