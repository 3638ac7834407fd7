/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* A state to choose. Item: BhStateChoice. */
#define BH_TYPE_STATE_ROW (bh_state_row_get_type ())
G_DECLARE_FINAL_TYPE (BhStateRow, bh_state_row, BH, STATE_ROW, BhItemRow)

G_END_DECLS
