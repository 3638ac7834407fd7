/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* A queue as it is now. Properties: id (its name in the PBX), label (strings), waiting (int64),
 * oldest-since (int64 µs, 0 = nobody waits), ready (int64), members (int64), joined (bool: this
 * agent is in it). */
#define BH_TYPE_QUEUE_ITEM (bh_queue_item_get_type ())
G_DECLARE_FINAL_TYPE (BhQueueItem, bh_queue_item, BH, QUEUE_ITEM, BhItem)

/* For the desk. */
void bh_queue_item_set_id (BhQueueItem *self, const char *id);
void bh_queue_item_set_label (BhQueueItem *self, const char *label);
/* Whether a contact of it needs a result, and which one was chosen there most lately, or NULL. */
void bh_queue_item_set_results (BhQueueItem *self, gboolean required, const char *suggested);
gboolean bh_queue_item_get_result_required (BhQueueItem *self);
const char *bh_queue_item_get_suggested (BhQueueItem *self);
void bh_queue_item_update (BhQueueItem *self, JsonObject *data, const char *language);
void bh_queue_item_set_joined (BhQueueItem *self, gboolean joined);
const char *bh_queue_item_get_id (BhQueueItem *self);
const char *bh_queue_item_get_label (BhQueueItem *self);

G_END_DECLS
