/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/picture-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define MARGIN 24

static void
add_escape (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
}

GtkWindow *
bh_picture_window_open (GtkWindow *parent, GdkTexture *texture, const char *words)
{
  const char *title = words != NULL && *words != '\0' ? words : _ ("Picture");
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));

  gtk_widget_set_name (window, "picture-window");
  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (
      GTK_WINDOW (window),
      CLAMP (gdk_texture_get_width (texture) + 2 * MARGIN, 360, 1100),
      CLAMP (gdk_texture_get_height (texture) + 2 * MARGIN + 46, 280, 760));
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), title);
  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_SCALE_DOWN);
  gtk_widget_set_vexpand (picture, TRUE);
  gtk_widget_set_margin_top (picture, MARGIN);
  gtk_widget_set_margin_bottom (picture, MARGIN);
  gtk_widget_set_margin_start (picture, MARGIN);
  gtk_widget_set_margin_end (picture, MARGIN);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), picture);
  adw_window_set_content (ADW_WINDOW (window), box);
  add_escape (window);
  gtk_window_present (GTK_WINDOW (window));
  return GTK_WINDOW (window);
}
