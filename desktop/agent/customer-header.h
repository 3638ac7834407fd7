/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* Who it is, biggest on the screen: picture, names, company, number, where and when, tier and
 * language. */
#define BH_TYPE_CUSTOMER_HEADER (bh_customer_header_get_type ())
G_DECLARE_FINAL_TYPE (BhCustomerHeader, bh_customer_header, BH, CUSTOMER_HEADER, BhContactView)

G_END_DECLS
