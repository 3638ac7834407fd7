/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/day-window.h"

#include "desktop/agent/day-card.h"
#include "desktop/agent/day-row.h"
#include "desktop/agent/day-strip.h"
#include "desktop/agent/message-row.h"
#include "desktop/model/desk-messages.h"
#include "desktop/model/time-text.h"

#include <glib/gi18n.h>

struct _BhDayWindow {
  AdwWindow parent_instance;

  BhDesk *desk;
  BhDay *day;
  BhDayStrip *strip;
  GtkFlowBox *figures;
  GtkListBox *bands;
  GtkListBox *messages;
  GtkLabel *as_of;
  guint refresh;
};

/* A day moves on while it is looked at; supervisors' figures come as often. */
#define REFRESH_S 30

G_DEFINE_FINAL_TYPE (BhDayWindow, bh_day_window, ADW_TYPE_WINDOW)

static void
on_day_changed (BhDayWindow *self)
{
  const char *message = bh_day_get_message (self->day);
  g_autofree char *time = bh_time_text_of_day (bh_day_get_as_of (self->day));
  g_autofree char *as_of = g_strdup_printf (_ ("As of %s"), time);

  if (bh_day_get_as_of (self->day) == 0)
    gtk_label_set_label (self->as_of, message != NULL ? message : _ ("Asking the server…"));
  else if (message != NULL) {
    g_autofree char *both = g_strdup_printf ("%s · %s", as_of, message);
    gtk_label_set_label (self->as_of, both);
  } else
    gtk_label_set_label (self->as_of, as_of);
}

static void
read_again (BhDayWindow *self)
{
  bh_day_load (self->day, self->desk);
}

static gboolean
on_refresh_due (gpointer data)
{
  read_again (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_escape (GtkWidget *widget, GVariant *args, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
bh_day_window_dispose (GObject *object)
{
  BhDayWindow *self = BH_DAY_WINDOW (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_object (&self->day);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (bh_day_window_parent_class)->dispose (object);
}

static void
bh_day_window_class_init (BhDayWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_DAY_STRIP);
  G_OBJECT_CLASS (klass)->dispose = bh_day_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/day-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BhDayWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, BhDayWindow, figures);
  gtk_widget_class_bind_template_child (widget_class, BhDayWindow, bands);
  gtk_widget_class_bind_template_child (widget_class, BhDayWindow, messages);
  gtk_widget_class_bind_template_child (widget_class, BhDayWindow, as_of);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
bh_day_window_init (BhDayWindow *self)
{
  self->day = bh_day_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->day,
                           "changed",
                           G_CALLBACK (on_day_changed),
                           self,
                           G_CONNECT_SWAPPED);
  bh_day_strip_set_day (self->strip, self->day);
  gtk_flow_box_bind_model (self->figures,
                           bh_day_get_figures (self->day),
                           bh_day_card_make_figure,
                           NULL,
                           NULL);
  on_day_changed (self);
}

BhDayWindow *
bh_day_window_new (GtkWindow *parent, BhDesk *desk)
{
  BhDayWindow *self = g_object_new (BH_TYPE_DAY_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  bh_item_row_bind (self->bands, bh_day_get_bands (self->day), BH_TYPE_DAY_ROW, desk);
  bh_item_row_bind (self->messages, bh_desk_get_messages (desk), BH_TYPE_MESSAGE_ROW, desk);
  g_signal_connect_object (desk, "finished", G_CALLBACK (read_again), self, G_CONNECT_SWAPPED);
  self->refresh = g_timeout_add_seconds (REFRESH_S, on_refresh_due, self);
  bh_day_load (self->day, desk);
  return self;
}
