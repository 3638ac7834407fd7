/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* A BhTask in the side bar: who, when in both zones, and how urgent it is. */
#define BH_TYPE_TASK_ROW (bh_task_row_get_type ())
G_DECLARE_FINAL_TYPE (BhTaskRow, bh_task_row, BH, TASK_ROW, BhItemRow)

/* The word of a BhTaskUrgency, and the tone of a BhTag for it; NULL: nothing presses. */
const char *bh_task_row_urgency_word (gint64 urgency);
const char *bh_task_row_urgency_tone (gint64 urgency);

G_END_DECLS
