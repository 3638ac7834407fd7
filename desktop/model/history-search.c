/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/history-search.h"

#include "desktop/client/json-get.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/error-text.h"
#include "desktop/model/history-list.h"

#define PAGE 100

enum { PROP_ENTRIES = 1, PROP_MORE, PROP_SEARCHING, PROP_MESSAGE };

static const BhItemField fields[] = {
    {"entries", g_list_model_get_type},
    {"more", bh_item_bool},
    {"searching", bh_item_bool},
    {"message", bh_item_string},
};

struct _BhHistorySearch {
  BhItem parent;

  BhDesk *desk;
  BhHistoryList *entries;
  char *customer; /* NULL: nothing was asked */
  char *text;
  char *only;
  GCancellable *asking; /* the page that is on its way */
  gboolean afresh;      /* that page is the first one */
};

G_DEFINE_FINAL_TYPE (BhHistorySearch, bh_history_search, BH_TYPE_ITEM)

static void
stop_asking (BhHistorySearch *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
bh_history_search_finalize (GObject *object)
{
  BhHistorySearch *self = BH_HISTORY_SEARCH (object);

  stop_asking (self);
  g_clear_object (&self->desk);
  g_clear_object (&self->entries);
  g_free (self->customer);
  g_free (self->text);
  g_free (self->only);
  G_OBJECT_CLASS (bh_history_search_parent_class)->finalize (object);
}

static void
bh_history_search_class_init (BhHistorySearchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_history_search_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_history_search_init (BhHistorySearch *self)
{
  self->entries = bh_history_list_new ();
  bh_item_set_object (self, PROP_ENTRIES, self->entries);
}

BhHistorySearch *
bh_history_search_new (BhDesk *desk)
{
  BhHistorySearch *self;

  g_return_val_if_fail (BH_IS_DESK (desk), NULL);
  self = g_object_new (BH_TYPE_HISTORY_SEARCH, NULL);
  self->desk = g_object_ref (desk);
  return self;
}

static void
take_page (BhHistorySearch *self, JsonObject *reply)
{
  JsonArray *lines = bh_json_array (reply, "history");
  BhLabels words = bh_desk_labels (self->desk);

  if (self->afresh)
    bh_history_list_set (self->entries, lines, &words);
  else
    bh_history_list_append (self->entries, lines, &words);
  bh_item_set_bool (self, PROP_MORE, bh_json_bool (reply, "more"));
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhHistorySearch) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) translated = NULL;
  g_autoptr (JsonObject) reply = bh_feed_request_finish (BH_FEED (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* something else was asked since */
  g_clear_object (&self->asking);
  g_object_freeze_notify (G_OBJECT (self));
  if (reply != NULL)
    take_page (self, reply);
  else
    translated = bh_error_translate (error, self->desk->language);
  bh_item_set_string (self, PROP_MESSAGE, translated != NULL ? translated->message : NULL);
  bh_item_set_bool (self, PROP_SEARCHING, FALSE);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
ask (BhHistorySearch *self, const char *before)
{
  g_autoptr (JsonObject) args = json_object_new ();

  json_object_set_string_member (args, "customer", self->customer);
  json_object_set_int_member (args, "limit", PAGE);
  if (self->text != NULL && *self->text != '\0')
    json_object_set_string_member (args, "text", self->text);
  if (self->only != NULL)
    json_object_set_string_member (args, "only", self->only);
  if (before != NULL)
    json_object_set_string_member (args, "before", before);
  self->afresh = before == NULL;
  self->asking = g_cancellable_new ();
  bh_item_set_bool (self, PROP_SEARCHING, TRUE);
  bh_feed_request_async (self->desk->feed,
                         "customer.history",
                         args,
                         self->asking,
                         on_page,
                         g_object_ref (self));
}

void
bh_history_search_ask (BhHistorySearch *self,
                       const char *customer,
                       const char *text,
                       const char *only)
{
  g_return_if_fail (BH_IS_HISTORY_SEARCH (self));
  g_return_if_fail (customer != NULL);
  stop_asking (self);
  g_free (self->customer);
  g_free (self->text);
  g_free (self->only);
  self->customer = g_strdup (customer);
  self->text = g_strdup (text);
  self->only = g_strdup (only);
  ask (self, NULL);
}

void
bh_history_search_more (BhHistorySearch *self)
{
  const char *oldest;

  g_return_if_fail (BH_IS_HISTORY_SEARCH (self));
  oldest = bh_history_list_get_oldest (self->entries);
  if (self->asking != NULL || oldest == NULL || !bh_history_search_get_more (self))
    return;
  ask (self, oldest);
}

void
bh_history_search_clear (BhHistorySearch *self)
{
  BhLabels words = bh_desk_labels (self->desk);

  g_return_if_fail (BH_IS_HISTORY_SEARCH (self));
  stop_asking (self);
  g_clear_pointer (&self->customer, g_free);
  g_object_freeze_notify (G_OBJECT (self));
  bh_history_list_set (self->entries, NULL, &words);
  bh_item_set_bool (self, PROP_MORE, FALSE);
  bh_item_set_bool (self, PROP_SEARCHING, FALSE);
  bh_item_set_string (self, PROP_MESSAGE, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

GListModel *
bh_history_search_get_entries (BhHistorySearch *self)
{
  return G_LIST_MODEL (self->entries);
}

gboolean
bh_history_search_get_more (BhHistorySearch *self)
{
  return bh_item_get_bool (self, PROP_MORE);
}

gboolean
bh_history_search_get_searching (BhHistorySearch *self)
{
  return bh_item_get_bool (self, PROP_SEARCHING);
}

const char *
bh_history_search_get_message (BhHistorySearch *self)
{
  return bh_item_get_string (self, PROP_MESSAGE);
}
