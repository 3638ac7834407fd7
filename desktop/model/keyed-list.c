/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/keyed-list.h"

struct BhKeyedList {
  GListStore *store;
  BhKeyFunc key;
  GCompareDataFunc compare;
};

BhKeyedList *
bh_keyed_list_new (GType type, BhKeyFunc key, GCompareDataFunc compare)
{
  BhKeyedList *self = g_new0 (BhKeyedList, 1);

  self->store = g_list_store_new (type);
  self->key = key;
  self->compare = compare;
  return self;
}

void
bh_keyed_list_free (BhKeyedList *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->store);
  g_free (self);
}

GListModel *
bh_keyed_list_get_model (BhKeyedList *self)
{
  return G_LIST_MODEL (self->store);
}

guint
bh_keyed_list_get_n (BhKeyedList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->store));
}

gpointer
bh_keyed_list_get (BhKeyedList *self, guint i)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->store), i);

  return item; /* the store keeps its own reference */
}

static gboolean
position_of (BhKeyedList *self, const char *key, guint *position)
{
  guint n = bh_keyed_list_get_n (self);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (self->key (bh_keyed_list_get (self, i)), key) == 0) {
      *position = i;
      return TRUE;
    }
  return FALSE;
}

gpointer
bh_keyed_list_find (BhKeyedList *self, const char *key)
{
  guint position;

  return key && position_of (self, key, &position) ? bh_keyed_list_get (self, position) : NULL;
}

static gboolean
in_order (BhKeyedList *self, guint position)
{
  gpointer item = bh_keyed_list_get (self, position);
  guint n = bh_keyed_list_get_n (self);

  if (self->compare == NULL)
    return TRUE;
  if (position > 0 && self->compare (bh_keyed_list_get (self, position - 1), item, NULL) > 0)
    return FALSE;
  return position + 1 >= n ||
         self->compare (item, bh_keyed_list_get (self, position + 1), NULL) <= 0;
}

static void
insert (BhKeyedList *self, gpointer item)
{
  guint n = bh_keyed_list_get_n (self);
  guint at = 0;

  if (self->compare == NULL)
    at = n;
  else
    while (at < n && self->compare (bh_keyed_list_get (self, at), item, NULL) <= 0)
      at++;
  g_list_store_insert (self->store, at, item);
}

void
bh_keyed_list_put (BhKeyedList *self, gpointer item)
{
  g_autoptr (GObject) keep = g_object_ref (item);
  guint position;

  if (!position_of (self, self->key (item), &position)) {
    insert (self, item);
  } else if (bh_keyed_list_get (self, position) != item || !in_order (self, position)) {
    g_list_store_remove (self->store, position);
    insert (self, item);
  }
}

void
bh_keyed_list_remove (BhKeyedList *self, const char *key)
{
  guint position;

  if (key && position_of (self, key, &position))
    g_list_store_remove (self->store, position);
}

void
bh_keyed_list_clear (BhKeyedList *self)
{
  g_list_store_remove_all (self->store);
}
