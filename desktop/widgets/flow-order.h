/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The order of what lies in each layer of a layered drawing, with as few crossings as the
 * barycentre method finds, and how far to the side each lies. For flow-layout.c. */

/* A box, or a place where a long line passes a layer. */
typedef struct {
  guint layer;
  guint place; /* from the left, in its layer */
  gboolean dummy;
  double width;
  double x;
  GArray *up;   /* guint: vertices of the layer above that lines lead to */
  GArray *down; /* guint: of the layer below */
} BhFlowVertex;

typedef struct {
  GArray *vertices;  /* BhFlowVertex */
  GPtrArray *layers; /* of GArray of guint: vertices from left to right */
} BhFlowGraph;

/* Sets the order in the layers, from the one they are in. Returns how many pairs of lines cross. */
guint bh_flow_order_sort (BhFlowGraph *graph);
/* Sets x of each vertex: as near to what it is linked with as the order and @gap allow. */
void bh_flow_order_place (BhFlowGraph *graph, double gap);

G_END_DECLS
