/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What was before the test began: a customer's @n contacts, one each hour, as an answer to
 * `customer.history`; and alice's day until 14:02. */
JsonObject *fake_past_history (JsonObject *args, guint n, gint64 now_us);
JsonObject *fake_past_day (void);

G_END_DECLS
