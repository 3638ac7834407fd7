/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* The base of every row of a list: it shows one item of the model by the bindings of its template.
 * Properties: desk (BhDesk), item (GObject), position (uint, from 1; 0 = not numbered). What a
 * screen reader says is a BhSpoken in the template. */
#define BH_TYPE_ITEM_ROW (bh_item_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (BhItemRow, bh_item_row, BH, ITEM_ROW, GtkListBoxRow)

struct _BhItemRowClass {
  GtkListBoxRowClass parent_class;
};

gpointer bh_item_row_get_item (gpointer self);
BhDesk *bh_item_row_get_desk (gpointer self);

/* Fills @list with rows of @row_type for the items of @model, from now on. */
void bh_item_row_bind (GtkListBox *list, GListModel *model, GType row_type, BhDesk *desk);

G_END_DECLS
