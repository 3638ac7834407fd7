/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* Somebody or something to transfer to. Item: BhTarget. */
#define BH_TYPE_TARGET_ROW (bh_target_row_get_type ())
G_DECLARE_FINAL_TYPE (BhTargetRow, bh_target_row, BH, TARGET_ROW, BhItemRow)

G_END_DECLS
