/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/flow-box.h"

#include <glib/gi18n-lib.h>

struct _BhFlowBox {
  GtkButton parent_instance;
  guint number;
  GtkWidget *badge;
  GtkWidget *sign;
  GtkWidget *figure;
  GtkLabel *title;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (BhFlowBox, bh_flow_box, GTK_TYPE_BUTTON)

/* Shape and word beside the colour. */
static const struct {
  const char *style;
  const char *icon; /* NULL: the number */
  const char *word;
} looks[] = {
    [BH_FLOW_AHEAD] = {"ahead", NULL, NULL},
    [BH_FLOW_NEXT] = {"next", NULL, NC_ ("script step", "next")},
    [BH_FLOW_AWAY] = {"away", NULL, NC_ ("script step", "not on this way")},
    [BH_FLOW_DONE] = {"done", "bh-check-symbolic", NC_ ("script step", "done")},
    [BH_FLOW_HERE] = {"here", NULL, NC_ ("script step", "you are here")},
    [BH_FLOW_UNREACHED] = {"unreached",
                           "bh-unknown-symbolic",
                           NC_ ("script step", "nothing leads here")},
};

static char *
words_of (BhFlowState state, const char *note)
{
  const char *word =
      looks[state].word != NULL ? g_dpgettext2 (NULL, "script step", looks[state].word) : NULL;

  if (word == NULL || note == NULL)
    return g_strdup (word != NULL ? word : note);
  return g_strdup_printf ("%s · %s", word, note);
}

static void
set_style (BhFlowBox *self, BhFlowState state, gboolean fault)
{
  GtkWidget *widget = GTK_WIDGET (self);

  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (widget, looks[i].style);
  gtk_widget_add_css_class (widget, looks[state].style);
  if (fault)
    gtk_widget_add_css_class (widget, "fault");
  else
    gtk_widget_remove_css_class (widget, "fault");
}

void
bh_flow_box_set (BhFlowBox *self,
                 const char *title,
                 BhFlowState state,
                 const char *note,
                 gboolean fault)
{
  g_autofree char *words = NULL;
  g_autofree char *name = NULL;
  const char *icon;

  g_return_if_fail (BH_IS_FLOW_BOX (self) && state < G_N_ELEMENTS (looks));
  icon = fault ? "bh-warning-symbolic" : looks[state].icon;
  words = words_of (state, note);
  name = words != NULL ? g_strdup_printf ("%u, %s, %s", self->number, title, words)
                       : g_strdup_printf ("%u, %s", self->number, title);
  set_style (self, state, fault);
  gtk_widget_set_visible (self->sign, icon != NULL);
  gtk_widget_set_visible (self->figure, icon == NULL);
  if (icon != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->sign), icon);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->words, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->words), words != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
bh_flow_box_set_leads_to (BhFlowBox *self, const char *words)
{
  g_return_if_fail (BH_IS_FLOW_BOX (self) && words != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words,
                                  -1);
}

static void
bh_flow_box_class_init (BhFlowBoxClass *klass)
{
}

static GtkLabel *
label_new (const char *style)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (label, 0);
  gtk_label_set_width_chars (label, 16);
  gtk_label_set_max_width_chars (label, 16);
  gtk_widget_add_css_class (GTK_WIDGET (label), style);
  return label;
}

static void
bh_flow_box_init (BhFlowBox *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->badge = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->sign = gtk_image_new ();
  self->figure = gtk_label_new (NULL);
  self->title = label_new ("bh-flow-title");
  self->words = label_new ("bh-flow-words");
  gtk_widget_set_hexpand (self->sign, TRUE);
  gtk_widget_set_hexpand (self->figure, TRUE);
  gtk_box_append (GTK_BOX (self->badge), self->sign);
  gtk_box_append (GTK_BOX (self->badge), self->figure);
  gtk_widget_add_css_class (self->badge, "bh-flow-badge");
  gtk_widget_add_css_class (self->badge, "numeric");
  gtk_widget_set_valign (self->badge, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->words));
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->badge);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "bh-flow-box");
}

GtkWidget *
bh_flow_box_new (guint number)
{
  BhFlowBox *self = g_object_new (BH_TYPE_FLOW_BOX, NULL);
  g_autofree char *figure = g_strdup_printf ("%u", number);

  self->number = number;
  gtk_label_set_label (GTK_LABEL (self->figure), figure);
  return GTK_WIDGET (self);
}
