/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A GListStore whose items have ids and an order: an item is found by its id, stays the same
 * object, and moves only when its order changes. */
typedef struct BhKeyedList BhKeyedList;

typedef const char *(*BhKeyFunc) (gpointer item);

/* @compare: (nullable) NULL = in the order of adding. */
BhKeyedList *bh_keyed_list_new (GType type, BhKeyFunc key, GCompareDataFunc compare);
void bh_keyed_list_free (BhKeyedList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhKeyedList, bh_keyed_list_free)

GListModel *bh_keyed_list_get_model (BhKeyedList *self);          /* (transfer none) */
gpointer bh_keyed_list_find (BhKeyedList *self, const char *key); /* (transfer none) */
/* Adds it where it belongs; an item that is there already is moved if it must be. */
void bh_keyed_list_put (BhKeyedList *self, gpointer item);
void bh_keyed_list_remove (BhKeyedList *self, const char *key);
void bh_keyed_list_clear (BhKeyedList *self);
guint bh_keyed_list_get_n (BhKeyedList *self);
gpointer bh_keyed_list_get (BhKeyedList *self, guint i); /* (transfer none) */

G_END_DECLS
