/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-recent.h"

#include "desktop/client/json-get.h"
#include "desktop/model/desk-ask.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/past-call.h"

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

/* ---- before this sign-in */

GListModel *
bh_desk_get_past (BhDesk *self)
{
  g_return_val_if_fail (BH_IS_DESK (self), NULL);
  return G_LIST_MODEL (self->past);
}

const char *
bh_desk_get_last_called (BhDesk *self)
{
  g_return_val_if_fail (BH_IS_DESK (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->past)); i++) {
    g_autoptr (BhPastCall) call = g_list_model_get_item (G_LIST_MODEL (self->past), i);
    if (bh_past_call_get_outbound (call))
      return bh_past_call_get_number (call); /* the list keeps it */
  }
  return NULL;
}

static void
add_past (BhDesk *self, JsonObject *row, const BhLabels *labels)
{
  const char *queue = bh_json_string (row, "queue");
  const char *code = bh_json_string (row, "disposition");
  const char *queue_label = queue != NULL ? labels->queue (labels->data, queue) : NULL;
  const char *result = code != NULL ? labels->disposition (labels->data, code) : NULL;
  g_autoptr (BhPastCall) call =
      bh_past_call_new (row, queue_label != NULL ? queue_label : queue, result);

  if (call != NULL)
    g_list_store_append (self->past, call);
}

static void
on_past (GObject *source, GAsyncResult *result, gpointer data)
{
  BhDesk *self = BH_DESK (source);
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (self, result, NULL);
  JsonArray *rows = reply != NULL ? bh_json_array (reply, "contacts") : NULL;
  BhLabels labels = bh_desk_labels (self);

  if (reply == NULL) {
    self->looked_back = FALSE; /* when the server is back */
    return;
  }
  g_list_store_remove_all (self->past);
  for (guint i = 0; i < bh_json_array_length (rows); i++)
    add_past (self, bh_json_array_object (rows, i), &labels);
}

void
bh_desk_look_back (BhDesk *self)
{
  if (self->looked_back || bh_desk_get_feed_state (self) != BH_FEED_LIVE ||
      !bh_desk_allows (self, "agent.recent"))
    return;
  self->looked_back = TRUE;
  bh_desk_ask_async (self, "agent.recent", json_object_new (), NULL, on_past, NULL);
}

void
bh_desk_forget_recent (BhDesk *self)
{
  g_list_store_remove_all (self->recent);
  g_list_store_remove_all (self->past);
  self->looked_back = FALSE;
}
