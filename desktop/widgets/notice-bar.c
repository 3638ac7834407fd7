/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/notice-bar.h"

struct _BhNoticeBar {
  AdwBin parent_instance;
  GtkRevealer *revealer;
  GtkWidget *box;
  GtkImage *icon;
  GtkLabel *label;
  char *text;
  char *tone;
};

enum { PROP_TEXT = 1, PROP_TONE, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhNoticeBar, bh_notice_bar, ADW_TYPE_BIN)

static void
set_text (BhNoticeBar *self, const char *text)
{
  gboolean shown = text != NULL && *text != '\0';

  g_free (self->text);
  self->text = g_strdup (text);
  /* The old words stay while they slide away; to a screen reader they are gone at once. */
  if (shown)
    gtk_label_set_label (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  shown ? text : "",
                                  -1);
  gtk_revealer_set_reveal_child (self->revealer, shown);
}

static void
set_tone (BhNoticeBar *self, const char *tone)
{
  const char *classes[] = {"bh-banner", tone != NULL ? tone : "notice", NULL};

  g_free (self->tone);
  self->tone = g_strdup (tone);
  if (g_strcmp0 (tone, "none") == 0)
    return;
  gtk_widget_set_css_classes (self->box, classes);
  gtk_image_set_from_icon_name (self->icon,
                                g_strcmp0 (tone, "complete") == 0 ? "bh-check-symbolic"
                                : g_strcmp0 (tone, "away") == 0   ? "bh-away-symbolic"
                                                                  : "bh-warning-symbolic");
}

static void
bh_notice_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhNoticeBar *self = BH_NOTICE_BAR (object);

  g_value_set_string (value, id == PROP_TEXT ? self->text : self->tone);
}

static void
bh_notice_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhNoticeBar *self = BH_NOTICE_BAR (object);

  if (id == PROP_TEXT)
    set_text (self, g_value_get_string (value));
  else
    set_tone (self, g_value_get_string (value));
}

static void
bh_notice_bar_finalize (GObject *object)
{
  BhNoticeBar *self = BH_NOTICE_BAR (object);

  g_free (self->text);
  g_free (self->tone);
  G_OBJECT_CLASS (bh_notice_bar_parent_class)->finalize (object);
}

static void
bh_notice_bar_class_init (BhNoticeBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bh_notice_bar_get_property;
  object_class->set_property = bh_notice_bar_set_property;
  object_class->finalize = bh_notice_bar_finalize;
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  props[PROP_TONE] = g_param_spec_string ("tone", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
bh_notice_bar_init (BhNoticeBar *self)
{
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  /* Large text and narrow windows take more lines before a word is left out. */
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_lines (self->label, 4);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "title");
  gtk_widget_set_halign (self->box, GTK_ALIGN_FILL);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->label));
  gtk_revealer_set_child (self->revealer, self->box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
  set_tone (self, "notice");
}
