/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/tag.h"

struct _BhTag {
  AdwBin parent_instance;
  GtkImage *icon;
  GtkLabel *label;
  char *tone;
};

enum { PROP_LABEL = 1, PROP_ICON_NAME, PROP_TONE, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhTag, bh_tag, ADW_TYPE_BIN)

static void
set_tone (BhTag *self, const char *tone)
{
  const char *classes[] = {"bh-tag", tone, NULL};

  g_free (self->tone);
  self->tone = g_strdup (tone);
  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
}

static void
bh_tag_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhTag *self = BH_TAG (object);

  switch (id) {
  case PROP_LABEL:
    g_value_set_string (value, gtk_label_get_label (self->label));
    break;
  case PROP_ICON_NAME:
    g_value_set_string (value, gtk_image_get_icon_name (self->icon));
    break;
  default:
    g_value_set_string (value, self->tone);
  }
}

static void
bh_tag_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhTag *self = BH_TAG (object);
  const char *text = g_value_get_string (value);

  switch (id) {
  case PROP_LABEL:
    gtk_label_set_label (self->label, text != NULL ? text : "");
    gtk_widget_set_visible (GTK_WIDGET (self), text != NULL && *text != '\0');
    break;
  case PROP_ICON_NAME:
    gtk_image_set_from_icon_name (self->icon, text);
    gtk_widget_set_visible (GTK_WIDGET (self->icon), text != NULL && *text != '\0');
    break;
  default:
    set_tone (self, text);
  }
}

/* What is cut off is said in full. */
static gboolean
bh_tag_query_tooltip (GtkWidget *widget, int x, int y, gboolean by_key, GtkTooltip *tooltip)
{
  BhTag *self = BH_TAG (widget);

  gtk_tooltip_set_text (tooltip, gtk_label_get_label (self->label));
  return pango_layout_is_ellipsized (gtk_label_get_layout (self->label));
}

static void
bh_tag_finalize (GObject *object)
{
  g_free (BH_TAG (object)->tone);
  G_OBJECT_CLASS (bh_tag_parent_class)->finalize (object);
}

static void
bh_tag_class_init (BhTagClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bh_tag_get_property;
  object_class->set_property = bh_tag_set_property;
  object_class->finalize = bh_tag_finalize;
  GTK_WIDGET_CLASS (klass)->query_tooltip = bh_tag_query_tooltip;
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  props[PROP_TONE] = g_param_spec_string ("tone", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bh_tag_init (BhTag *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  adw_bin_set_child (ADW_BIN (self), box);
  set_tone (self, NULL);
}

GtkWidget *
bh_tag_new (const char *label, const char *tone)
{
  return g_object_new (BH_TYPE_TAG, "label", label, "tone", tone, NULL);
}
