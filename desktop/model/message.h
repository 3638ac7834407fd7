/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* What a supervisor tells this agent. Properties: id, from (a name for the eye), body, audience
 * ("agent", "queue", "all"), target (user or queue, or NULL) (strings), urgent, read (bools),
 * sent-at (int64). */
#define BH_TYPE_MESSAGE (bh_message_get_type ())
G_DECLARE_FINAL_TYPE (BhMessage, bh_message, BH, MESSAGE, BhItem)

/* @data: a `message` event. */
void bh_message_update (BhMessage *self, JsonObject *data);
void bh_message_set_read (BhMessage *self, gboolean read);
const char *bh_message_get_id (BhMessage *self);
const char *bh_message_get_from (BhMessage *self);
const char *bh_message_get_body (BhMessage *self);
gboolean bh_message_get_urgent (BhMessage *self);
gboolean bh_message_get_read (BhMessage *self);
gint64 bh_message_get_sent_at (BhMessage *self);

G_END_DECLS
