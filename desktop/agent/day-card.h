/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* The figures of my day so far, for the empty desk. It asks whenever it comes on the screen, and
 * once the server is back; while nothing is known it is not there. Property: desk. */
#define BH_TYPE_DAY_CARD (bh_day_card_get_type ())
G_DECLARE_FINAL_TYPE (BhDayCard, bh_day_card, BH, DAY_CARD, BhContactView)

/* A figure of a BhDay in a flow box: for gtk_flow_box_bind_model(). */
GtkWidget *bh_day_card_make_figure (gpointer item, gpointer unused);

G_END_DECLS
