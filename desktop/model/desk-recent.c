/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-recent.h"

#include "desktop/model/desk-private.h"

#define MOST_RECENT 20

GListModel *
bh_desk_get_recent (BhDesk *self)
{
  g_return_val_if_fail (BH_IS_DESK (self), NULL);
  return G_LIST_MODEL (self->recent);
}

void
bh_desk_note_recent (BhDesk *self, BhContactItem *contact)
{
  guint position;

  if (bh_contact_item_get_state (contact) == BH_CONTACT_WATCHED)
    return;
  if (g_list_store_find (self->recent, contact, &position)) /* corrected, and finished again */
    g_list_store_remove (self->recent, position);
  g_list_store_insert (self->recent, 0, contact);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->recent)) > MOST_RECENT)
    g_list_store_remove (self->recent, MOST_RECENT);
}
