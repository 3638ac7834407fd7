/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A picture as large as it is, in a window beside the work: Escape closes it. @words: what is seen
 * on it. The window goes with @parent. */
GtkWindow *bh_picture_window_open (GtkWindow *parent, GdkTexture *texture, const char *words);

G_END_DECLS
