/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"

/* Several contacts at once: whose call the keys act on is never in doubt. It is the call of the
 * page that is shown; where that one has none (it is over, or nothing is shown), the call at the
 * ear, and then one that is on hold. Whenever it is not the page's own, a bar above the page says
 * whose it is. */

static gboolean
has_call (BhContactItem *contact)
{
  return contact != NULL && !bh_contact_item_get_is_over (contact) &&
         bh_contact_item_get_state (contact) != BH_CONTACT_WATCHED;
}

static gboolean
is_at_ear (BhContactItem *contact)
{
  BhContactState state = bh_contact_item_get_state (contact);

  return state == BH_CONTACT_TALKING || state == BH_CONTACT_CONSULT || state == BH_CONTACT_DIALING;
}

/* The call that is not the page's own: at the ear, or waiting to be taken back. */
static BhContactItem *
find_other (BhAgentWindow *self, guint *position)
{
  BhContactItem *current = bh_desk_get_current (self->desk);
  GListModel *contacts = bh_desk_get_contacts (self->desk);
  BhContactItem *held = NULL;
  guint held_position = 0;

  for (guint i = 0; i < g_list_model_get_n_items (contacts); i++) {
    g_autoptr (BhContactItem) contact = g_list_model_get_item (contacts, i);
    if (contact == current)
      continue;
    *position = i + 1;
    if (is_at_ear (contact))
      return contact; /* the list keeps it */
    if (held == NULL && bh_contact_item_get_state (contact) == BH_CONTACT_HOLD) {
      held = contact;
      held_position = i + 1;
    }
  }
  *position = held_position;
  return held;
}

BhContactItem *
bh_agent_window_find_call (BhAgentWindow *self)
{
  BhContactItem *current = bh_desk_get_current (self->desk);
  guint position;

  return has_call (current) ? current : find_other (self, &position);
}

void
bh_agent_window_update_ear (BhAgentWindow *self)
{
  BhContactItem *current = bh_desk_get_current (self->desk);
  guint position = 0;
  BhContactItem *other = find_other (self, &position);

  /* Who talks on this page sees in the side bar that another one is on hold. */
  if (other != NULL && current != NULL && is_at_ear (current))
    other = NULL;
  bh_ear_bar_set (self->ear_bar, other, position, !has_call (current));
}

/* A function of its own: it is also taken away by its name. */
static void
on_state_changed (BhAgentWindow *self)
{
  bh_agent_window_update_actions (self);
}

void
bh_agent_window_watch_ear (BhAgentWindow *self)
{
  GListModel *contacts = bh_desk_get_contacts (self->desk);

  for (guint i = 0; i < g_list_model_get_n_items (contacts); i++) {
    g_autoptr (BhContactItem) contact = g_list_model_get_item (contacts, i);
    g_signal_handlers_disconnect_by_func (contact, on_state_changed, self);
    g_signal_connect_object (contact,
                             "notify::state",
                             G_CALLBACK (on_state_changed),
                             self,
                             G_CONNECT_SWAPPED);
  }
}
