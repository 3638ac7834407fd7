/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* An open matter of the customer. Item: BhMatter. */
#define BH_TYPE_MATTER_ROW (bh_matter_row_get_type ())
G_DECLARE_FINAL_TYPE (BhMatterRow, bh_matter_row, BH, MATTER_ROW, BhItemRow)

G_END_DECLS
