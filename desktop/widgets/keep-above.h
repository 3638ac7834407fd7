/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks the window manager to keep @window above all others, or not to. GTK 4 has no such call; on
 * X11 it is asked as the Extended Window Manager Hints say (_NET_WM_STATE_ABOVE). FALSE: there is
 * nobody to ask: on Wayland only the person can, by the compositor's own menu of the title bar.
 * To be asked again when the window has been hidden. */
gboolean bh_keep_above (GtkWindow *window, gboolean above);

G_END_DECLS
