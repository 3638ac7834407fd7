/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/contact-view.h"

#include <glib/gi18n.h>

typedef struct {
  BhDesk *desk;
  BhContactItem *contact;
} BhContactViewPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (BhContactView, bh_contact_view, ADW_TYPE_BIN)

enum { PROP_DESK = 1, PROP_CONTACT, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
set_contact (BhContactView *self, BhContactItem *contact)
{
  BhContactViewPrivate *priv = bh_contact_view_get_instance_private (self);

  if (!g_set_object (&priv->contact, contact))
    return;
  if (BH_CONTACT_VIEW_GET_CLASS (self)->contact_changed != NULL)
    BH_CONTACT_VIEW_GET_CLASS (self)->contact_changed (self, contact);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONTACT]);
}

static void
bh_contact_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhContactViewPrivate *priv = bh_contact_view_get_instance_private (BH_CONTACT_VIEW (object));

  g_value_set_object (value, id == PROP_DESK ? (gpointer) priv->desk : (gpointer) priv->contact);
}

static void
bh_contact_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhContactView *self = BH_CONTACT_VIEW (object);
  BhContactViewPrivate *priv = bh_contact_view_get_instance_private (self);

  if (id == PROP_CONTACT)
    set_contact (self, g_value_get_object (value));
  else if (g_set_object (&priv->desk, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
bh_contact_view_dispose (GObject *object)
{
  BhContactView *self = BH_CONTACT_VIEW (object);
  BhContactViewPrivate *priv = bh_contact_view_get_instance_private (self);

  set_contact (self, NULL);
  g_clear_object (&priv->desk);
  G_OBJECT_CLASS (bh_contact_view_parent_class)->dispose (object);
}

static void
bh_contact_view_class_init (BhContactViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bh_contact_view_get_property;
  object_class->set_property = bh_contact_view_set_property;
  object_class->dispose = bh_contact_view_dispose;
  props[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, BH_TYPE_DESK, flags);
  props[PROP_CONTACT] = g_param_spec_object ("contact", NULL, NULL, BH_TYPE_CONTACT_ITEM, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bh_contact_view_init (BhContactView *self)
{
}

BhDesk *
bh_contact_view_get_desk (gpointer self)
{
  g_return_val_if_fail (BH_IS_CONTACT_VIEW (self), NULL);
  return ((BhContactViewPrivate *) bh_contact_view_get_instance_private (self))->desk;
}

BhContactItem *
bh_contact_view_get_contact (gpointer self)
{
  g_return_val_if_fail (BH_IS_CONTACT_VIEW (self), NULL);
  return ((BhContactViewPrivate *) bh_contact_view_get_instance_private (self))->contact;
}

char *
bh_contact_view_who (GObject *object, const char *direction)
{
  return g_strdup (g_strcmp0 (direction, "outbound") == 0 ? _ ("Whose number is this?")
                                                          : _ ("Who is calling?"));
}
