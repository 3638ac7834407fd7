/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/spoken.h"

struct _BhSpoken {
  GtkWidget parent_instance;
  char *text;
};

enum { PROP_TEXT = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhSpoken, bh_spoken, GTK_TYPE_WIDGET)

static void
say (BhSpoken *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_LIST_BOX_ROW);

  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    self->text != NULL ? self->text : "",
                                    -1);
}

static void
bh_spoken_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bh_spoken_parent_class)->root (widget);
  say (BH_SPOKEN (widget));
}

static void
bh_spoken_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, BH_SPOKEN (object)->text);
}

static void
bh_spoken_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhSpoken *self = BH_SPOKEN (object);

  if (g_strcmp0 (self->text, g_value_get_string (value)) == 0)
    return;
  g_free (self->text);
  self->text = g_value_dup_string (value);
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    say (self);
}

static void
bh_spoken_finalize (GObject *object)
{
  g_free (BH_SPOKEN (object)->text);
  G_OBJECT_CLASS (bh_spoken_parent_class)->finalize (object);
}

static void
bh_spoken_class_init (BhSpokenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bh_spoken_get_property;
  object_class->set_property = bh_spoken_set_property;
  object_class->finalize = bh_spoken_finalize;
  GTK_WIDGET_CLASS (klass)->root = bh_spoken_root;
  props[PROP_TEXT] =
      g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bh_spoken_init (BhSpoken *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

const char *
bh_spoken_get_text (BhSpoken *self)
{
  g_return_val_if_fail (BH_IS_SPOKEN (self), NULL);
  return self->text;
}
