/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* A stretch of a contact with one treatment. Properties: type (wire word), start-ms, end-ms (int64
 * from the contact's start; -1 while it runs), queue, agent, with, ended-by (strings). */
#define BH_TYPE_SEGMENT_ITEM (bh_segment_item_get_type ())
G_DECLARE_FINAL_TYPE (BhSegmentItem, bh_segment_item, BH, SEGMENT_ITEM, BhItem)

BhSegmentItem *bh_segment_item_new (JsonObject *data);
/* Fills it in anew; properties that stay the same do not notify. */
void bh_segment_item_update (BhSegmentItem *self, JsonObject *data);

G_END_DECLS
