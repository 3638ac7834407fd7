/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/queue-item.h"

#include "desktop/client/json-get.h"
#include "desktop/model/label.h"

enum {
  PROP_ID = 1,
  PROP_LABEL,
  PROP_WAITING,
  PROP_OLDEST_SINCE,
  PROP_READY,
  PROP_MEMBERS,
  PROP_JOINED,
  PROP_RESULT_REQUIRED,
  PROP_SUGGESTED,
};

static const BhItemField fields[] = {
    {"id", bh_item_string},
    {"label", bh_item_string},
    {"waiting", bh_item_int},
    {"oldest-since", bh_item_int},
    {"ready", bh_item_int},
    {"members", bh_item_int},
    {"joined", bh_item_bool},
    {"result-required", bh_item_bool},
    {"suggested", bh_item_string},
};

struct _BhQueueItem {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhQueueItem, bh_queue_item, BH_TYPE_ITEM)

static void
bh_queue_item_class_init (BhQueueItemClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_queue_item_init (BhQueueItem *self)
{
}

void
bh_queue_item_set_id (BhQueueItem *self, const char *id)
{
  bh_item_set_string (self, PROP_ID, id);
  if (bh_item_get_string (self, PROP_LABEL) == NULL)
    bh_item_set_string (self, PROP_LABEL, id);
}

void
bh_queue_item_set_label (BhQueueItem *self, const char *label)
{
  bh_item_set_string (self, PROP_LABEL, label);
}

void
bh_queue_item_set_results (BhQueueItem *self, gboolean required, const char *suggested)
{
  bh_item_set_bool (self, PROP_RESULT_REQUIRED, required);
  bh_item_set_string (self, PROP_SUGGESTED, suggested);
}

gboolean
bh_queue_item_get_result_required (BhQueueItem *self)
{
  return bh_item_get_bool (self, PROP_RESULT_REQUIRED);
}

const char *
bh_queue_item_get_suggested (BhQueueItem *self)
{
  return bh_item_get_string (self, PROP_SUGGESTED);
}

void
bh_queue_item_update (BhQueueItem *self, JsonObject *data, const char *language)
{
  const char *label = bh_label_member (data, "label", language, NULL);

  g_object_freeze_notify (G_OBJECT (self));
  if (label)
    bh_item_set_string (self, PROP_LABEL, label);
  bh_item_set_int (self, PROP_WAITING, bh_json_int (data, "waiting", 0));
  bh_item_set_int (self, PROP_OLDEST_SINCE, bh_json_time (data, "oldest_since"));
  bh_item_set_int (self, PROP_READY, bh_json_int (data, "ready", 0));
  bh_item_set_int (self, PROP_MEMBERS, bh_json_int (data, "members", 0));
  g_object_thaw_notify (G_OBJECT (self));
}

void
bh_queue_item_set_joined (BhQueueItem *self, gboolean joined)
{
  bh_item_set_bool (self, PROP_JOINED, joined);
}

const char *
bh_queue_item_get_id (BhQueueItem *self)
{
  return bh_item_get_string (self, PROP_ID);
}

const char *
bh_queue_item_get_label (BhQueueItem *self)
{
  return bh_item_get_string (self, PROP_LABEL);
}
