/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* A customer as a card shows one. Properties:
 *   id, name, latin-name, company, tier ("gold"), tier-label ("Gold"), language ("zh_CN"),
 *   language-label ("中文"), time-zone, last-contact (int64), last-note (strings unless said),
 *   number (string: the first, for the eye), numbers (strv: "138 0013 8000 · mobile") */
#define BH_TYPE_CUSTOMER (bh_customer_get_type ())
G_DECLARE_FINAL_TYPE (BhCustomer, bh_customer, BH, CUSTOMER, BhItem)

/* (transfer full); NULL for a NULL object or one without an id. */
BhCustomer *bh_customer_new (JsonObject *data);

const char *bh_customer_get_id (BhCustomer *self);
const char *bh_customer_get_name (BhCustomer *self);
const char *bh_customer_get_latin_name (BhCustomer *self);
const char *bh_customer_get_company (BhCustomer *self);
const char *bh_customer_get_tier (BhCustomer *self);
const char *bh_customer_get_language (BhCustomer *self);
const char *bh_customer_get_time_zone (BhCustomer *self);
gint64 bh_customer_get_last_contact (BhCustomer *self);

G_END_DECLS
