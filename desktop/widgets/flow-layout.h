/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the boxes and lines of a flow chart lie: a layered drawing of a directed graph, from the
 * top down. Pure: the same graph always gives the same drawing, whatever it holds (loops, steps
 * that nothing leads to, several links between the same two). Sizes are in pixels at zoom 1, x
 * grows in reading direction: who draws for right-to-left readers mirrors it. */
typedef struct _BhFlowLayout BhFlowLayout;

typedef struct {
  guint from;
  guint to;
} BhFlowLink;

typedef struct {
  double box_width;
  double box_height;
  double box_gap;   /* between boxes side by side */
  double layer_gap; /* between the layers, where the lines bend */
  double margin;    /* around everything */
} BhFlowSizes;

typedef struct {
  double x;
  double y;
} BhFlowPoint;

typedef struct {
  BhFlowPoint centre;
  guint layer; /* 0 = the top */
} BhFlowPlace;

/* The way of a line. Points are to be joined by curves that leave and arrive upright. @back: it
 * leads up again (from a later step to an earlier one); @loop: it leads from a box to itself, out
 * of its side. */
typedef struct {
  const BhFlowPoint *points;
  guint n_points;
  gboolean back;
  gboolean loop;
} BhFlowRoute;

/* @links: indices below @n_boxes; others are a programming error. Box 0 is the start and comes to
 * the top. Links of one box keep their order from left to right where nothing speaks against it.
 * Free with bh_flow_layout_free(). */
BhFlowLayout *bh_flow_layout_new (guint n_boxes,
                                  const BhFlowLink *links,
                                  guint n_links,
                                  const BhFlowSizes *sizes);
void bh_flow_layout_free (BhFlowLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhFlowLayout, bh_flow_layout_free)

/* Of the whole drawing, margins included. */
double bh_flow_layout_get_width (BhFlowLayout *layout);
double bh_flow_layout_get_height (BhFlowLayout *layout);
/* (transfer none), while the layout lives. */
const BhFlowPlace *bh_flow_layout_get_place (BhFlowLayout *layout, guint box);
const BhFlowRoute *bh_flow_layout_get_route (BhFlowLayout *layout, guint link);
/* How many pairs of lines cross. */
guint bh_flow_layout_get_n_crossings (BhFlowLayout *layout);

G_END_DECLS
