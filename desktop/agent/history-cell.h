/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/history-entry.h"

G_BEGIN_DECLS

/* A past contact in a list that uses its widgets again and again: when, with whom, what was said;
 * opened, also how long was waited and held, and the whole note. */
#define BH_TYPE_HISTORY_CELL (bh_history_cell_get_type ())
G_DECLARE_FINAL_TYPE (BhHistoryCell, bh_history_cell, BH, HISTORY_CELL, AdwBin)

GtkWidget *bh_history_cell_new (void);
/* @entry: NULL lets go of the one before. @now_us: what "today" is. */
void bh_history_cell_show (BhHistoryCell *self, BhHistoryEntry *entry, gint64 now_us);
/* What it says in one line, for screen readers. (transfer full) */
char *bh_history_cell_words (BhHistoryCell *self);

G_END_DECLS
