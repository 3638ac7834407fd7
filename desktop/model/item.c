/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/item.h"

typedef struct {
  GValue *values; /* [n_fields], made when first asked for: the class is known only then */
} BhItemPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (BhItem, bh_item, G_TYPE_OBJECT)

GType
bh_item_string (void)
{
  return G_TYPE_STRING;
}

GType
bh_item_int (void)
{
  return G_TYPE_INT64;
}

GType
bh_item_bool (void)
{
  return G_TYPE_BOOLEAN;
}

GType
bh_item_strv (void)
{
  return G_TYPE_STRV;
}

static GParamSpec *
make_spec (const BhItemField *field)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GType type = field->type ();

  if (type == G_TYPE_STRING)
    return g_param_spec_string (field->name, NULL, NULL, NULL, flags);
  if (type == G_TYPE_INT64)
    return g_param_spec_int64 (field->name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  if (type == G_TYPE_BOOLEAN)
    return g_param_spec_boolean (field->name, NULL, NULL, FALSE, flags);
  if (type == G_TYPE_STRV)
    return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_STRV, flags);
  if (G_TYPE_IS_ENUM (type))
    return g_param_spec_enum (field->name, NULL, NULL, type, 0, flags);
  return g_param_spec_object (field->name, NULL, NULL, type, flags);
}

static GValue *
get_value (gpointer item, guint id)
{
  BhItem *self = BH_ITEM (item);
  BhItemPrivate *priv = bh_item_get_instance_private (self);
  BhItemClass *klass = BH_ITEM_GET_CLASS (self);

  g_assert (id >= 1 && id <= klass->n_fields);
  if (priv->values == NULL) {
    priv->values = g_new0 (GValue, klass->n_fields);
    for (guint i = 0; i < klass->n_fields; i++)
      g_value_init (&priv->values[i], klass->specs[i]->value_type);
  }
  return &priv->values[id - 1];
}

static void
notify (gpointer item, guint id)
{
  g_object_notify_by_pspec (item, BH_ITEM_GET_CLASS (item)->specs[id - 1]);
}

void
bh_item_set_string (gpointer item, guint id, const char *value)
{
  GValue *field = get_value (item, id);

  if (g_strcmp0 (g_value_get_string (field), value) == 0)
    return;
  g_value_set_string (field, value);
  notify (item, id);
}

void
bh_item_keep_string (gpointer item, guint id, const char *value)
{
  g_value_set_string (get_value (item, id), value);
}

void
bh_item_set_int (gpointer item, guint id, gint64 value)
{
  GValue *field = get_value (item, id);

  if (g_value_get_int64 (field) == value)
    return;
  g_value_set_int64 (field, value);
  notify (item, id);
}

void
bh_item_set_bool (gpointer item, guint id, gboolean value)
{
  GValue *field = get_value (item, id);

  if (g_value_get_boolean (field) == !!value)
    return;
  g_value_set_boolean (field, !!value);
  notify (item, id);
}

void
bh_item_set_enum (gpointer item, guint id, int value)
{
  GValue *field = get_value (item, id);

  if (g_value_get_enum (field) == value)
    return;
  g_value_set_enum (field, value);
  notify (item, id);
}

void
bh_item_set_object (gpointer item, guint id, gpointer value)
{
  GValue *field = get_value (item, id);

  if (g_value_get_object (field) == value)
    return;
  g_value_set_object (field, value);
  notify (item, id);
}

static gboolean
same_strv (const char *const *a, const char *const *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal (a, b);
}

void
bh_item_set_strv (gpointer item, guint id, const char *const *value)
{
  GValue *field = get_value (item, id);

  if (same_strv (g_value_get_boxed (field), value))
    return;
  g_value_set_boxed (field, value);
  notify (item, id);
}

const char *
bh_item_get_string (gpointer item, guint id)
{
  return g_value_get_string (get_value (item, id));
}

gint64
bh_item_get_int (gpointer item, guint id)
{
  return g_value_get_int64 (get_value (item, id));
}

gboolean
bh_item_get_bool (gpointer item, guint id)
{
  return g_value_get_boolean (get_value (item, id));
}

int
bh_item_get_enum (gpointer item, guint id)
{
  return g_value_get_enum (get_value (item, id));
}

gpointer
bh_item_get_object (gpointer item, guint id)
{
  return g_value_get_object (get_value (item, id));
}

const char *const *
bh_item_get_strv (gpointer item, guint id)
{
  return g_value_get_boxed (get_value (item, id));
}

static void
bh_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_copy (get_value (object, id), value);
}

static void
bh_item_finalize (GObject *object)
{
  BhItemPrivate *priv = bh_item_get_instance_private (BH_ITEM (object));
  guint n_fields = BH_ITEM_GET_CLASS (object)->n_fields;

  for (guint i = 0; priv->values != NULL && i < n_fields; i++)
    g_value_unset (&priv->values[i]);
  g_clear_pointer (&priv->values, g_free);
  G_OBJECT_CLASS (bh_item_parent_class)->finalize (object);
}

void
bh_item_class_install (gpointer klass, const BhItemField *fields, guint n_fields)
{
  BhItemClass *item_class = klass;

  G_OBJECT_CLASS (klass)->get_property = bh_item_get_property; /* is not inherited */
  item_class->n_fields = n_fields;
  item_class->specs = g_new0 (GParamSpec *, n_fields);
  for (guint i = 0; i < n_fields; i++) {
    item_class->specs[i] = make_spec (&fields[i]);
    g_object_class_install_property (klass, i + 1, item_class->specs[i]);
  }
}

static void
bh_item_class_init (BhItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = bh_item_finalize;
}

static void
bh_item_init (BhItem *self)
{
}
