/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/model/desk-softphone.h"

/* Acts of the phone on this machine. */

static gboolean
can_mute (BhAgentWindow *self)
{
  return bh_desk_can_mute (self->desk);
}

static void
on_muted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhAgentWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!bh_desk_mute_finish (BH_DESK (source), result, &error))
    bh_agent_window_toast (self, error->message);
}

static void
on_mute (GtkWidget *window, const char *name, GVariant *target)
{
  bh_desk_mute_async (BH_AGENT_WINDOW (window)->desk, on_muted, g_object_ref (window));
}

const BhWindowAct bh_window_softphone_acts[] = {
    {"win.mute", NULL, on_mute, can_mute},
    {NULL},
};
