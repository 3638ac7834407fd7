/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What was before the test began: a customer's @n contacts, one each hour, as an answer to
 * `customer.history`; and alice's day until 14:02. */
JsonObject *fake_past_history (JsonObject *args, guint n, gint64 now_us);
JsonObject *fake_past_day (void);
/* The data of a `message` event from a supervisor. */
JsonObject *
fake_past_message (const char *id, const char *body, gboolean urgent, gboolean read, gint64 now_us);
/* Of @queues of a `setup`: what @queue asks for at a contact's end. @suggested: or NULL. */
void
fake_past_results (JsonArray *queues, const char *queue, gboolean required, const char *suggested);

G_END_DECLS
