/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* A stretch of the day in words. Item: BhDayBand. */
#define BH_TYPE_DAY_ROW (bh_day_row_get_type ())
G_DECLARE_FINAL_TYPE (BhDayRow, bh_day_row, BH, DAY_ROW, BhItemRow)

G_END_DECLS
