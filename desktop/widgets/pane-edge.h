/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What one takes hold of to make a part of a window wider: dragged, moved with Left, Right, Home
 * and End while it has the focus, put back with a double click or Backspace. Tab passes it by:
 * whoever works does not stop at it; an act leads there.
 *
 * Properties: value (int), least, most, usual (int: its bounds, and what it begins with), room
 * (int: how much there is place for just now; value is kept all the same), step (int, of a key),
 * reversed (bool: it grows towards where the line begins), label (string: what it is for, for
 * screen readers and the tooltip). Signal: left: Enter or Esc was pressed, the focus may go back.
 */
#define BH_TYPE_PANE_EDGE (bh_pane_edge_get_type ())
G_DECLARE_FINAL_TYPE (BhPaneEdge, bh_pane_edge, BH, PANE_EDGE, GtkWidget)

/* The value as far as there is room for it. */
int bh_pane_edge_get_seen (BhPaneEdge *self);
/* What a pixel of the pointer's way is worth, times 1000. */
void bh_pane_edge_set_worth (BhPaneEdge *self, int thousandths);
/* As if it had been dragged so many pixels to the right, from where @from says that it began. */
void bh_pane_edge_drag (BhPaneEdge *self, int from, double pixels);

G_END_DECLS
