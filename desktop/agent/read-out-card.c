/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/read-out-card.h"

struct _BhReadOutCard {
  AdwBin parent_instance;

  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (BhReadOutCard, bh_read_out_card, ADW_TYPE_BIN)

static void
on_close (BhReadOutCard *self)
{
  bh_read_out_card_show (self, NULL);
}

static gboolean
on_key (BhReadOutCard *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  on_close (self);
  return GDK_EVENT_STOP;
}

static void
bh_read_out_card_class_init (BhReadOutCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/read-out-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BhReadOutCard, words);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
}

static void
bh_read_out_card_init (BhReadOutCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bh_read_out_card_show (BhReadOutCard *self, const char *text)
{
  g_return_if_fail (BH_IS_READ_OUT_CARD (self));

  /* What goes keeps its words: a reader that is just there must not find a label without any. */
  if (text != NULL)
    gtk_label_set_label (self->words, text);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

gboolean
bh_read_out_card_is_shown (BhReadOutCard *self)
{
  g_return_val_if_fail (BH_IS_READ_OUT_CARD (self), FALSE);
  return gtk_widget_get_visible (GTK_WIDGET (self));
}
