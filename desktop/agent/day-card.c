/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/day-card.h"

#include "desktop/model/day.h"
#include "desktop/widgets/key-cap.h"

struct _BhDayCard {
  BhContactView parent_instance;

  GtkWidget *part;
  GtkFlowBox *figures;
  BhDay *day;
  BhDesk *watched; /* the desk whose feed is followed */
};

G_DEFINE_FINAL_TYPE (BhDayCard, bh_day_card, BH_TYPE_CONTACT_VIEW)

static GtkWidget *
label_new (const char *text, const char *class_name)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_set_halign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, class_name);
  return label;
}

GtkWidget *
bh_day_card_make_figure (gpointer item, gpointer unused)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *value = label_new (bh_day_band_get_value (item), "bh-figure");

  gtk_widget_add_css_class (value, "numeric");
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (GTK_BOX (box), label_new (bh_day_band_get_word (item), "bh-dim"));
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  gtk_widget_set_focusable (child, FALSE);
  return child;
}

static void
on_day_changed (BhDayCard *self)
{
  gtk_widget_set_visible (self->part, bh_day_get_as_of (self->day) != 0);
}

static void
load (BhDayCard *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);

  if (desk != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      bh_desk_get_feed_state (desk) == BH_FEED_LIVE)
    bh_day_load (self->day, desk);
}

static void
on_desk_set (BhDayCard *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);

  if (desk == NULL || desk == self->watched)
    return;
  self->watched = desk;
  g_signal_connect_object (desk, "notify::feed-state", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
}

static void
bh_day_card_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bh_day_card_parent_class)->map (widget);
  load (BH_DAY_CARD (widget));
}

static void
bh_day_card_dispose (GObject *object)
{
  g_clear_object (&BH_DAY_CARD (object)->day);
  G_OBJECT_CLASS (bh_day_card_parent_class)->dispose (object);
}

static void
bh_day_card_class_init (BhDayCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_KEY_CAP);
  G_OBJECT_CLASS (klass)->dispose = bh_day_card_dispose;
  widget_class->map = bh_day_card_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/day-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BhDayCard, part);
  gtk_widget_class_bind_template_child (widget_class, BhDayCard, figures);
}

static void
bh_day_card_init (BhDayCard *self)
{
  self->day = bh_day_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->day,
                           "changed",
                           G_CALLBACK (on_day_changed),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_flow_box_bind_model (self->figures,
                           bh_day_get_figures (self->day),
                           bh_day_card_make_figure,
                           NULL,
                           NULL);
  g_signal_connect (self, "notify::desk", G_CALLBACK (on_desk_set), NULL);
}
