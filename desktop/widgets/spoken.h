/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says the name of the list row that it lies in to screen readers: GTK 4.8 gives rows none. It
 * takes no room. Property: text (string). A child with a binding, and not a binding on the row
 * itself: in GTK 4.8 a template that is bound to itself warns when it goes. */
#define BH_TYPE_SPOKEN (bh_spoken_get_type ())
G_DECLARE_FINAL_TYPE (BhSpoken, bh_spoken, BH, SPOKEN, GtkWidget)
/* (nullable) */
const char *bh_spoken_get_text (BhSpoken *self);

G_END_DECLS
