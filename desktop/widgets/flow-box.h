/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How far a step of a flow chart is. */
typedef enum {
  BH_FLOW_AHEAD, /* may come */
  BH_FLOW_NEXT,  /* comes next, as things stand */
  BH_FLOW_AWAY,  /* lies on no way from here, as things stand */
  BH_FLOW_DONE,  /* been through */
  BH_FLOW_HERE,
  BH_FLOW_UNREACHED, /* nothing leads there at all */
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
