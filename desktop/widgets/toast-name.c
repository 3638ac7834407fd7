/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/toast-name.h"

#include <glib/gi18n-lib.h>

/* The button with words names itself. */
static void
name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && GTK_IS_IMAGE (gtk_button_get_child (GTK_BUTTON (widget))))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Close"),
                                    -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

static void
on_changed (GListModel *children, guint position, guint removed, guint added, gpointer data)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GtkWidget) child = g_list_model_get_item (children, i);
    if (g_str_equal (G_OBJECT_TYPE_NAME (child), "AdwToastWidget"))
      name_buttons (child);
  }
}

void
bh_toast_name_close_buttons (AdwToastOverlay *toasts)
{
  GListModel *children;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  children = gtk_widget_observe_children (GTK_WIDGET (toasts));
  g_signal_connect (children, "items-changed", G_CALLBACK (on_changed), NULL);
  g_object_set_data_full (G_OBJECT (toasts), "bh-toast-children", children, g_object_unref);
}
