/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/text-size.h"

#include <gtk/gtk.h>

/* What the system asks for is known again once the program's own wish is taken back. */
static void
apply (GSettings *settings)
{
  GtkSettings *gtk = gtk_settings_get_default ();
  int percent = g_settings_get_int (settings, "text-percent");
  int dpi = 0;

  if (gtk == NULL)
    return;
  gtk_settings_reset_property (gtk, "gtk-xft-dpi");
  g_object_get (gtk, "gtk-xft-dpi", &dpi, NULL);
  if (percent != 100 && dpi > 0)
    g_object_set (gtk, "gtk-xft-dpi", (int) ((gint64) dpi * percent / 100), NULL);
}

void
bh_text_size_follow (GSettings *settings)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_signal_connect (settings, "changed::text-percent", G_CALLBACK (apply), NULL);
  apply (settings);
}
