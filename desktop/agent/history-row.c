/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/history-row.h"

#include "desktop/agent/history-cell.h"

struct _BhHistoryRow {
  BhItemRow parent_instance;

  BhHistoryCell *cell;
};

G_DEFINE_FINAL_TYPE (BhHistoryRow, bh_history_row, BH_TYPE_ITEM_ROW)

static void
on_item_changed (BhHistoryRow *self)
{
  BhDesk *desk = bh_item_row_get_desk (self);
  BhHistoryEntry *entry = bh_item_row_get_item (self);
  g_autofree char *words = NULL;

  if (desk == NULL)
    return;
  bh_history_cell_show (self->cell, entry, bh_clock_now (bh_desk_get_clock (desk)));
  words = bh_history_cell_words (self->cell);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
bh_history_row_class_init (BhHistoryRowClass *klass)
{
}

static void
bh_history_row_init (BhHistoryRow *self)
{
  self->cell = BH_HISTORY_CELL (bh_history_cell_new ());
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (self->cell));
  g_signal_connect (self, "notify::item", G_CALLBACK (on_item_changed), NULL);
  g_signal_connect (self, "notify::desk", G_CALLBACK (on_item_changed), NULL);
}
