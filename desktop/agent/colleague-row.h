/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* A colleague in the side bar, with presence. Item: BhColleague. */
#define BH_TYPE_COLLEAGUE_ROW (bh_colleague_row_get_type ())
G_DECLARE_FINAL_TYPE (BhColleagueRow, bh_colleague_row, BH, COLLEAGUE_ROW, BhItemRow)

G_END_DECLS
