/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* A customer that was found by searching. Item: BhCustomer. */
#define BH_TYPE_CUSTOMER_ROW (bh_customer_row_get_type ())
G_DECLARE_FINAL_TYPE (BhCustomerRow, bh_customer_row, BH, CUSTOMER_ROW, BhItemRow)

G_END_DECLS
