/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/widgets/pane-edge.h"

G_BEGIN_DECLS

/* A column beside the middle, as wide as a person made it, whatever is in it; with the edge by
 * which it is made wider at the side of the middle. It takes less where there is no room, and never
 * less than least.
 *
 * Properties: child (GtkWidget), at-end (bool, at construction: the column is behind the middle),
 * width, least, most, usual, room (int: as the edge's value, in pixels with text of the usual size;
 * they grow with the text), label (string: what the edge is for). */
#define BH_TYPE_SIDE_PANE (bh_side_pane_get_type ())
G_DECLARE_FINAL_TYPE (BhSidePane, bh_side_pane, BH, SIDE_PANE, GtkWidget)

BhPaneEdge *bh_side_pane_get_edge (BhSidePane *self);
/* As far as there is room for it, in the same pixels. */
int bh_side_pane_get_width (BhSidePane *self);

/* What lies between such columns: it takes what they leave, and asks for no more than it needs at
 * least, however long the words in it are. Property: child. */
#define BH_TYPE_MIDDLE_PANE (bh_middle_pane_get_type ())
G_DECLARE_FINAL_TYPE (BhMiddlePane, bh_middle_pane, BH, MIDDLE_PANE, GtkWidget)

G_END_DECLS
