/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* A past contact: when, with whom, and what was said. Item: BhHistoryEntry. */
#define BH_TYPE_HISTORY_ROW (bh_history_row_get_type ())
G_DECLARE_FINAL_TYPE (BhHistoryRow, bh_history_row, BH, HISTORY_ROW, BhItemRow)

G_END_DECLS
