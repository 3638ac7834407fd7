/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How far a step of a flow chart is: not come to yet, been through, where one is, nothing leads
 * there. */
typedef enum {
  BH_FLOW_AHEAD,
  BH_FLOW_DONE,
  BH_FLOW_HERE,
  BH_FLOW_UNREACHED,
} BhFlowState;

/* A step as a box: number or sign, title, and how far it is in a word. A button like any other,
 * with all of that as its name. */
#define BH_TYPE_FLOW_BOX (bh_flow_box_get_type ())
G_DECLARE_FINAL_TYPE (BhFlowBox, bh_flow_box, BH, FLOW_BOX, GtkButton)

GtkWidget *bh_flow_box_new (guint number);
/* @note: what else is to be said of the step ("payment"), or NULL. @fault: it must be mended. */
void bh_flow_box_set (BhFlowBox *self,
                      const char *title,
                      BhFlowState state,
                      const char *note,
                      gboolean fault);
/* What a screen reader says of it beyond its name: where it leads. */
void bh_flow_box_set_leads_to (BhFlowBox *self, const char *words);

G_END_DECLS
