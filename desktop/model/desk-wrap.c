/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-wrap.h"

#include <glib/gi18n-lib.h>

#include "desktop/model/desk-private.h"
#include "desktop/model/queue-item.h"

#define MOST_FINISHED 10

void
bh_desk_note_finished (BhDesk *self, BhContactItem *contact)
{
  bh_contact_item_end (contact, bh_clock_now (self->clock));
  g_ptr_array_remove (self->finished, contact);
  g_ptr_array_add (self->finished, g_object_ref (contact));
  if (self->finished->len > MOST_FINISHED)
    g_ptr_array_remove_index (self->finished, 0);
  bh_desk_emit_finished (self, contact);
}

BhContactItem *
bh_desk_last_finished (BhDesk *self)
{
  BhContactItem *last;

  g_return_val_if_fail (BH_IS_DESK (self), NULL);

  if (self->finished->len == 0)
    return NULL;
  last = g_ptr_array_index (self->finished, self->finished->len - 1);
  return bh_clock_now (self->clock) - bh_contact_item_get_since (last) < BH_DESK_CORRECTION_US
             ? last
             : NULL;
}

void
bh_desk_correct (BhDesk *self, BhContactItem *contact)
{
  g_autoptr (BhContactItem) keep = NULL;

  g_return_if_fail (BH_IS_DESK (self) && BH_IS_CONTACT_ITEM (contact));

  keep = g_object_ref (contact);
  g_ptr_array_remove (self->finished, contact);
  bh_desk_list_contact (self, contact);
  bh_desk_notes_reopen (self->notes, contact);
  bh_desk_set_current (self, contact);
}

static BhQueueItem *
queue_of (BhDesk *self, BhContactItem *contact)
{
  g_autofree char *id = NULL;

  g_object_get (contact, "queue-id", &id, NULL);
  return id ? bh_keyed_list_find (self->queues, id) : NULL;
}

const char *
bh_desk_missing (BhDesk *self, BhContactItem *contact)
{
  BhQueueItem *queue;

  g_return_val_if_fail (BH_IS_DESK (self) && BH_IS_CONTACT_ITEM (contact), NULL);

  queue = queue_of (self, contact);
  if (queue == NULL || !bh_queue_item_get_result_required (queue) ||
      bh_contact_item_get_disposition (contact))
    return NULL;
  return _ ("Choose a result first: this queue needs one.");
}

const char *
bh_desk_suggested_result (BhDesk *self, BhContactItem *contact)
{
  BhQueueItem *queue;

  g_return_val_if_fail (BH_IS_DESK (self) && BH_IS_CONTACT_ITEM (contact), NULL);

  queue = queue_of (self, contact);
  return queue ? bh_queue_item_get_suggested (queue) : NULL;
}
