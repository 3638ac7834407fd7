/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/item-row.h"

#include "desktop/widgets/spoken.h"

typedef struct {
  BhDesk *desk;
  GObject *item;
  guint position;
} BhItemRowPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (BhItemRow, bh_item_row, GTK_TYPE_LIST_BOX_ROW)

enum { PROP_DESK = 1, PROP_ITEM, PROP_POSITION, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
bh_item_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhItemRowPrivate *priv = bh_item_row_get_instance_private (BH_ITEM_ROW (object));

  switch (id) {
  case PROP_DESK:
    g_value_set_object (value, priv->desk);
    break;
  case PROP_ITEM:
    g_value_set_object (value, priv->item);
    break;
  default:
    g_value_set_uint (value, priv->position);
  }
}

static void
bh_item_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhItemRowPrivate *priv = bh_item_row_get_instance_private (BH_ITEM_ROW (object));

  switch (id) {
  case PROP_DESK:
    g_set_object (&priv->desk, g_value_get_object (value));
    break;
  case PROP_ITEM:
    g_set_object (&priv->item, g_value_get_object (value));
    break;
  default:
    priv->position = g_value_get_uint (value);
  }
  g_object_notify_by_pspec (object, pspec);
}

static void
bh_item_row_dispose (GObject *object)
{
  BhItemRowPrivate *priv = bh_item_row_get_instance_private (BH_ITEM_ROW (object));

  g_clear_object (&priv->desk);
  g_clear_object (&priv->item);
  G_OBJECT_CLASS (bh_item_row_parent_class)->dispose (object);
}

static void
bh_item_row_class_init (BhItemRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  g_type_ensure (BH_TYPE_SPOKEN);
  object_class->get_property = bh_item_row_get_property;
  object_class->set_property = bh_item_row_set_property;
  object_class->dispose = bh_item_row_dispose;
  props[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, BH_TYPE_DESK, flags);
  props[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, G_TYPE_OBJECT, flags);
  props[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bh_item_row_init (BhItemRow *self)
{
}

gpointer
bh_item_row_get_item (gpointer self)
{
  g_return_val_if_fail (BH_IS_ITEM_ROW (self), NULL);
  return ((BhItemRowPrivate *) bh_item_row_get_instance_private (self))->item;
}

BhDesk *
bh_item_row_get_desk (gpointer self)
{
  g_return_val_if_fail (BH_IS_ITEM_ROW (self), NULL);
  return ((BhItemRowPrivate *) bh_item_row_get_instance_private (self))->desk;
}

typedef struct {
  GType type;
  BhDesk *desk;
} Maker;

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  const Maker *maker = data;

  return g_object_new (maker->type, "desk", maker->desk, "item", item, NULL);
}

static void
maker_free (gpointer data)
{
  Maker *maker = data;

  g_object_unref (maker->desk);
  g_free (maker);
}

void
bh_item_row_bind (GtkListBox *list, GListModel *model, GType row_type, BhDesk *desk)
{
  Maker *maker;

  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (model == NULL || desk != NULL);
  if (model == NULL) {
    gtk_list_box_bind_model (list, NULL, NULL, NULL, NULL);
    return;
  }
  maker = g_new0 (Maker, 1);
  maker->type = row_type;
  maker->desk = g_object_ref (desk);
  gtk_list_box_bind_model (list, model, make_row, maker, maker_free);
}
