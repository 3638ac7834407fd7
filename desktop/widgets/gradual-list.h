/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A long list that comes in pieces: the beginning of another GListModel at once, and some more with
 * each frame that its widget paints, so that the making of rows never keeps a ringing call from the
 * screen. It is always a whole beginning, without gaps. */
#define BH_TYPE_GRADUAL_LIST (bh_gradual_list_get_type ())
G_DECLARE_FINAL_TYPE (BhGradualList, bh_gradual_list, BH, GRADUAL_LIST, GObject)

/* @widget: whose frames count; it is not kept. @step: the most that come with a frame, and
 * twice as many at first. @enough: after so many the rest comes at once, because the view makes no
 * more rows than these (GtkListView); 0 for a view that makes a row for each item. */
BhGradualList *bh_gradual_list_new (GtkWidget *widget, guint step, guint enough);
/* NULL for none. */
void bh_gradual_list_set_source (BhGradualList *self, GListModel *source);
/* (transfer none) (nullable) */
GListModel *bh_gradual_list_get_source (BhGradualList *self);
/* TRUE while there is more to come. */
gboolean bh_gradual_list_is_growing (BhGradualList *self);

G_END_DECLS
