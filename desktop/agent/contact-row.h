/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* A contact of this desk in the side bar: who, in which state, for how long. Item: BhContactItem.
 */
#define BH_TYPE_CONTACT_ROW (bh_contact_row_get_type ())
G_DECLARE_FINAL_TYPE (BhContactRow, bh_contact_row, BH, CONTACT_ROW, BhItemRow)

G_END_DECLS
