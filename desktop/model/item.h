/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What widgets bind to: an object whose properties are read-only from outside, described by one
 * table, and notified only when they really change.
 *
 * A subclass lists its fields in class_init with bh_item_class_install() and sets them with the
 * bh_item_set_*() functions; property ids are 1, 2, 3… in the order of the table. Strings: NULL is
 * kept as NULL. Times are int64 µs UTC by the server's clock, 0 = not known. */
#define BH_TYPE_ITEM (bh_item_get_type ())
G_DECLARE_DERIVABLE_TYPE (BhItem, bh_item, BH, ITEM, GObject)

struct _BhItemClass {
  GObjectClass parent_class;
  guint n_fields;
  GParamSpec **specs; /* [n_fields] */
};

typedef struct {
  const char *name;
  GType (*type) (void); /* bh_item_string … below, or an enum's or object's get_type */
} BhItemField;

GType bh_item_string (void);
GType bh_item_int (void); /* int64 */
GType bh_item_bool (void);
GType bh_item_strv (void);

void bh_item_class_install (gpointer klass, const BhItemField *fields, guint n_fields);

/* Setters: notify on change only. Objects are compared by identity and kept with a reference. */
void bh_item_set_string (gpointer item, guint id, const char *value);
/* … without a notification, for a value that the widget gave itself. */
void bh_item_keep_string (gpointer item, guint id, const char *value);
void bh_item_set_int (gpointer item, guint id, gint64 value);
void bh_item_set_bool (gpointer item, guint id, gboolean value);
void bh_item_set_enum (gpointer item, guint id, int value);
void bh_item_set_object (gpointer item, guint id, gpointer value);
void bh_item_set_strv (gpointer item, guint id, const char *const *value);

/* Getters: (transfer none). */
const char *bh_item_get_string (gpointer item, guint id);
gint64 bh_item_get_int (gpointer item, guint id);
gboolean bh_item_get_bool (gpointer item, guint id);
int bh_item_get_enum (gpointer item, guint id);
gpointer bh_item_get_object (gpointer item, guint id);
const char *const *bh_item_get_strv (gpointer item, guint id);

G_END_DECLS
