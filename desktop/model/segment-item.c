/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/segment-item.h"

#include "desktop/client/json-get.h"

enum {
  PROP_TYPE = 1,
  PROP_START_MS,
  PROP_END_MS,
  PROP_QUEUE,
  PROP_AGENT,
  PROP_WITH,
  PROP_ENDED_BY,
};

static const BhItemField fields[] = {
    {"type", bh_item_string},
    {"start-ms", bh_item_int},
    {"end-ms", bh_item_int},
    {"queue", bh_item_string},
    {"agent", bh_item_string},
    {"with", bh_item_string},
    {"ended-by", bh_item_string},
};

struct _BhSegmentItem {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhSegmentItem, bh_segment_item, BH_TYPE_ITEM)

static void
bh_segment_item_class_init (BhSegmentItemClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_segment_item_init (BhSegmentItem *self)
{
}

void
bh_segment_item_update (BhSegmentItem *self, JsonObject *data)
{
  bh_item_set_string (self, PROP_TYPE, bh_json_string (data, "type"));
  bh_item_set_int (self, PROP_START_MS, bh_json_int (data, "start_ms", 0));
  bh_item_set_int (self, PROP_END_MS, bh_json_int (data, "end_ms", -1));
  bh_item_set_string (self, PROP_QUEUE, bh_json_string (data, "queue"));
  bh_item_set_string (self, PROP_AGENT, bh_json_string (data, "agent"));
  bh_item_set_string (self, PROP_WITH, bh_json_string (data, "with"));
  bh_item_set_string (self, PROP_ENDED_BY, bh_json_string (data, "ended_by"));
}

BhSegmentItem *
bh_segment_item_new (JsonObject *data)
{
  BhSegmentItem *self = g_object_new (BH_TYPE_SEGMENT_ITEM, NULL);

  bh_segment_item_update (self, data);
  return self;
}
