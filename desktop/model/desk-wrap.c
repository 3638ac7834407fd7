/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-wrap.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/queue-item.h"

#define MOST_FINISHED 10

/* ---- on the disk, for as long as it can be corrected */

static void
keep (BhDesk *self, BhContactItem *contact)
{
  const BhNoteStamp stamp = {.at = bh_clock_now (self->clock)};
  const char *note = bh_contact_item_get_note (contact);
  JsonObject *data = bh_contact_item_get_data (contact);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *about = json_object_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  json_node_take_object (node, about);
  if (self->finished_file == NULL || data == NULL)
    return;
  json_object_set_object_member (about, "data", json_object_ref (data));
  json_object_set_string_member (about, "note", note != NULL ? note : "");
  text = json_to_string (node, FALSE);
  if (!bh_note_journal_put (self->finished_file,
                            bh_contact_item_get_id (contact),
                            &stamp,
                            text,
                            &error))
    g_info ("%s", error->message);
}

static void
forget_old (gpointer data)
{
  BhDesk *self = data;
  g_autoptr (GPtrArray) ids = bh_note_journal_list (self->finished_file);
  guint left = 0;

  if (self->finished_timer)
    bh_clock_cancel (self->clock, self->finished_timer);
  self->finished_timer = 0;
  for (guint i = 0; i < ids->len; i++) {
    BhNoteStamp stamp = {0, 0, 0};
    bh_note_journal_get (self->finished_file, ids->pdata[i], &stamp);
    if (bh_clock_now (self->clock) - stamp.at >= BH_DESK_CORRECTION_US)
      bh_note_journal_done (self->finished_file, ids->pdata[i]);
    else
      left++;
  }
  if (left > 0)
    self->finished_timer =
        bh_clock_after (self->clock, BH_DESK_CORRECTION_US / 1000, forget_old, self);
}

static void
restore (BhDesk *self, const char *id)
{
  BhNoteStamp stamp = {0, 0, 0};
  const char *text = bh_note_journal_get (self->finished_file, id, &stamp);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonObject *about = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                    : NULL;
  JsonObject *data = bh_json_object (about, "data");
  BhContactItem *contact;

  if (data == NULL)
    return;
  contact = bh_contact_item_new (id);
  bh_desk_take_contact (self, contact, data);
  bh_contact_item_refresh_title (contact);
  bh_contact_item_set_note (contact, bh_json_string (about, "note"));
  bh_contact_item_end (contact, stamp.at);
  g_ptr_array_add (self->finished, contact);
}

static int
by_end (gconstpointer a, gconstpointer b)
{
  gint64 left = bh_contact_item_get_since (*(BhContactItem **) a);
  gint64 right = bh_contact_item_get_since (*(BhContactItem **) b);

  return (left > right) - (left < right);
}

void
bh_desk_finished_open (BhDesk *self, const char *user)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *own =
      self->state_dir != NULL
          ? g_build_filename (self->state_dir, "finished", NULL)
          : g_build_filename (g_get_user_state_dir (), "bellhop", "finished", NULL);

  if (self->finished_file != NULL)
    return;
  self->finished_file = bh_note_journal_open (own, user, &error);
  if (self->finished_file == NULL) {
    g_info ("%s", error->message);
    return;
  }
  forget_old (self);
  ids = bh_note_journal_list (self->finished_file);
  for (guint i = 0; i < ids->len; i++)
    restore (self, ids->pdata[i]);
  g_ptr_array_sort (self->finished, by_end);
}

void
bh_desk_finished_close (BhDesk *self)
{
  if (self->finished_timer)
    bh_clock_cancel (self->clock, self->finished_timer);
  self->finished_timer = 0;
  g_clear_object (&self->finished_file);
  g_ptr_array_set_size (self->finished, 0);
}

/* ---- what can be corrected */

static void
forget (BhDesk *self, BhContactItem *contact)
{
  if (self->finished_file != NULL)
    bh_note_journal_done (self->finished_file, bh_contact_item_get_id (contact));
  g_ptr_array_remove (self->finished, contact);
}

void
bh_desk_note_finished (BhDesk *self, BhContactItem *contact)
{
  bh_contact_item_end (contact, bh_clock_now (self->clock));
  g_ptr_array_remove (self->finished, contact);
  g_ptr_array_add (self->finished, g_object_ref (contact));
  if (self->finished->len > MOST_FINISHED)
    forget (self, g_ptr_array_index (self->finished, 0));
  keep (self, contact);
  if (self->finished_file != NULL)
    forget_old (self);
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
  g_autoptr (BhContactItem) held = NULL;

  g_return_if_fail (BH_IS_DESK (self) && BH_IS_CONTACT_ITEM (contact));

  held = g_object_ref (contact);
  forget (self, contact);
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
