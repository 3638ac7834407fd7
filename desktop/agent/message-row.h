/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* What a supervisor wrote. Item: BhMessage. */
#define BH_TYPE_MESSAGE_ROW (bh_message_row_get_type ())
G_DECLARE_FINAL_TYPE (BhMessageRow, bh_message_row, BH, MESSAGE_ROW, BhItemRow)

G_END_DECLS
