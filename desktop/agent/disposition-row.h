/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* A result to choose. Item: BhDisposition. */
#define BH_TYPE_DISPOSITION_ROW (bh_disposition_row_get_type ())
G_DECLARE_FINAL_TYPE (BhDispositionRow, bh_disposition_row, BH, DISPOSITION_ROW, BhItemRow)

G_END_DECLS
