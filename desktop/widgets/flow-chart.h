/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/widgets/flow-box.h"

G_BEGIN_DECLS

/* A flow chart: steps as boxes, what leads from one to another as lines, from the top down. Made to
 * lie in a GtkScrolledWindow.
 *
 * Keys: arrows go along the lines and to what lies beside, Home and End to the first and the last
 * step, Enter takes a step ("activated"), Ctrl+plus, Ctrl+minus and Ctrl+0 zoom. Tab passes the
 * whole chart as one thing.
 *
 * Property: zoom (double: 0 = as large as fits, at most 1).
 * Signal: activated (guint box). */
#define BH_TYPE_FLOW_CHART (bh_flow_chart_get_type ())
G_DECLARE_FINAL_TYPE (BhFlowChart, bh_flow_chart, BH, FLOW_CHART, GtkWidget)

typedef struct {
  const char *title;
  const char *note; /* NULL, or what else is to be said ("payment") */
  BhFlowState state;
  gboolean fault;
} BhFlowStep;

typedef struct {
  guint from;
  guint to;
  const char *label; /* NULL, or when it is taken ("yes") */
  gboolean taken;
} BhFlowArrow;

GtkWidget *bh_flow_chart_new (void);
/* Shows a graph; everything is copied. A step keeps its box, and the focus if it has it; the same
 * graph is drawn the same. */
void bh_flow_chart_set (BhFlowChart *self,
                        const BhFlowStep *steps,
                        guint n_steps,
                        const BhFlowArrow *arrows,
                        guint n_arrows);
/* The focus goes to where one is, else to the first step. */
void bh_flow_chart_focus_here (BhFlowChart *self);
/* Scrolls so that a box is seen. */
void bh_flow_chart_show (BhFlowChart *self, guint box);

G_END_DECLS
