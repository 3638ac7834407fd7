/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "desktop/widgets/flow-layout.h"

G_BEGIN_DECLS

/* One line of a flow chart, ready to be drawn. */
typedef struct {
  const BhFlowRoute *route;
  const char *label; /* or NULL */
  gboolean taken;    /* strong, in the accent colour */
  gboolean dashed;
  double mirror; /* the drawing's width where it runs from right to left, else 0 */
} BhFlowLine;

/* Draws it with its arrow head, in @widget's colours. */
void bh_flow_line_draw (const BhFlowLine *line, GtkWidget *widget, GtkSnapshot *snapshot);
/* The word on it, if it has one: to be drawn above all lines. */
void bh_flow_line_draw_label (const BhFlowLine *line, GtkWidget *widget, GtkSnapshot *snapshot);

G_END_DECLS
