/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* A BhRecordLine: icon, title over note, and what stands at the end. */
#define BH_TYPE_RECORD_LINE_ROW (bh_record_line_row_get_type ())
G_DECLARE_FINAL_TYPE (BhRecordLineRow, bh_record_line_row, BH, RECORD_LINE_ROW, BhItemRow)

G_END_DECLS
