/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-refusal.h"

#include "desktop/model/desk-refusals.h"

/* What was typed and the server did not take: sent once more, copied, or put away. */

static gboolean
has_refusals (BhAgentWindow *self)
{
  return g_list_model_get_n_items (bh_desk_get_refusals (self->desk)) > 0;
}

/* (transfer full) one whose contact is on the desk, but not in the middle. */
static BhContactItem *
find_other (BhAgentWindow *self)
{
  GListModel *all = bh_desk_get_refusals (self->desk);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (BhRefusal) refusal = g_list_model_get_item (all, i);
    BhContactItem *contact = bh_desk_find_contact (self->desk, bh_refusal_get_contact (refusal));
    if (contact != NULL && contact != bh_desk_get_current (self->desk))
      return contact;
  }
  return NULL;
}

/* Those of the contact in the middle first, then those of contacts that are gone, then a contact
 * that has one comes into the middle. */
static void
on_refusals (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhContactItem *other;

  if (bh_contact_page_focus_refusal (self->contact_page) ||
      bh_refusal_bar_focus (self->refusal_bar))
    return;
  other = find_other (self);
  if (other == NULL)
    return;
  gtk_root_set_focus (GTK_ROOT (self), NULL);
  bh_desk_set_current (self->desk, other);
  bh_contact_page_focus_refusal (self->contact_page);
}

static gboolean
is_in_bar (BhAgentWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  return focus != NULL && gtk_widget_get_ancestor (focus, BH_TYPE_REFUSAL_BAR) != NULL;
}

/* The bar may go with the button that has the focus: that stays with the work. */
static void
keep_focus (BhAgentWindow *self, gboolean was_in_bar)
{
  if (!was_in_bar ||
      (is_in_bar (self) && gtk_widget_get_mapped (gtk_root_get_focus (GTK_ROOT (self)))))
    return;
  gtk_root_set_focus (GTK_ROOT (self), NULL);
  if (bh_desk_get_current (self->desk) != NULL)
    bh_contact_page_focus_notes (self->contact_page);
}

static void
on_again (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  gboolean was_in_bar = is_in_bar (self);

  bh_desk_retry_refusal (self->desk, g_variant_get_string (target, NULL));
  keep_focus (self, was_in_bar);
}

static void
on_dismiss (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  gboolean was_in_bar = is_in_bar (self);

  bh_desk_dismiss_refusal (self->desk, g_variant_get_string (target, NULL));
  keep_focus (self, was_in_bar);
}

static void
on_copy (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhRefusal *refusal = bh_desk_find_refusal (self->desk, g_variant_get_string (target, NULL));

  if (refusal != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (window), bh_refusal_get_text (refusal));
}

const BhWindowAct bh_window_refusal_acts[] = {
    {"win.refusals", NULL, on_refusals, has_refusals},
    {"win.refusal-again", "s", on_again, has_refusals},
    {"win.refusal-copy", "s", on_copy, has_refusals},
    {"win.refusal-dismiss", "s", on_dismiss, has_refusals},
    {NULL},
};

void
bh_agent_window_init_refusals (BhAgentWindow *self)
{
  g_signal_connect_object (bh_desk_get_refusals (self->desk),
                           "items-changed",
                           G_CALLBACK (bh_agent_window_update_actions),
                           self,
                           G_CONNECT_SWAPPED);
}
