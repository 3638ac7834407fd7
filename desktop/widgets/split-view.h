/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/widgets/pane-edge.h"

G_BEGIN_DECLS

/* Two columns that share the width as a person wishes, with the edge between them; the share stays
 * when the width changes, and each has at least what it needs.
 *
 * Properties: start, end (GtkWidget), share (int: per mille of the width that are start's), label
 * (string: what the edge is for). */
#define BH_TYPE_SPLIT_VIEW (bh_split_view_get_type ())
G_DECLARE_FINAL_TYPE (BhSplitView, bh_split_view, BH, SPLIT_VIEW, GtkWidget)

#define BH_SPLIT_LEAST 350
#define BH_SPLIT_MOST  650

BhPaneEdge *bh_split_view_get_edge (BhSplitView *self);

G_END_DECLS
