/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* One thing that the palette found. Item: BhPaletteItem. */
#define BH_TYPE_PALETTE_ROW (bh_palette_row_get_type ())
G_DECLARE_FINAL_TYPE (BhPaletteRow, bh_palette_row, BH, PALETTE_ROW, BhItemRow)

G_END_DECLS
