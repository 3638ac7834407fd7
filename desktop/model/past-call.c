/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/past-call.h"

#include "desktop/client/json-get.h"
#include "desktop/model/time-text.h"

enum {
  PROP_CONTACT = 1,
  PROP_NAME,
  PROP_NUMBER,
  PROP_NUMBER_TEXT,
  PROP_QUEUE,
  PROP_RESULT,
  PROP_AT,
  PROP_OUTBOUND
};

static const BhItemField fields[] = {
    {"contact", bh_item_string},
    {"name", bh_item_string},
    {"number", bh_item_string},
    {"number-text", bh_item_string},
    {"queue", bh_item_string},
    {"result", bh_item_string},
    {"at", bh_item_int},
    {"outbound", bh_item_bool},
};

struct _BhPastCall {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhPastCall, bh_past_call, BH_TYPE_ITEM)

static void
bh_past_call_class_init (BhPastCallClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_past_call_init (BhPastCall *self)
{
}

BhPastCall *
bh_past_call_new (JsonObject *data, const char *queue, const char *result)
{
  const char *number = bh_json_string (data, "number");
  const char *name = bh_json_string (data, "name");
  g_autofree char *shown = bh_number_text (number);
  BhPastCall *self;

  if (number == NULL || *number == '\0')
    return NULL;
  self = g_object_new (BH_TYPE_PAST_CALL, NULL);
  bh_item_set_string (self, PROP_CONTACT, bh_json_string (data, "contact"));
  bh_item_set_string (self, PROP_NAME, name != NULL && *name != '\0' ? name : shown);
  bh_item_set_string (self, PROP_NUMBER, number);
  bh_item_set_string (self, PROP_NUMBER_TEXT, shown);
  bh_item_set_string (self, PROP_QUEUE, queue);
  bh_item_set_string (self, PROP_RESULT, result);
  bh_item_set_int (self, PROP_AT, bh_json_time (data, "at"));
  bh_item_set_bool (self,
                    PROP_OUTBOUND,
                    g_strcmp0 (bh_json_string (data, "direction"), "outbound") == 0);
  return self;
}

const char *
bh_past_call_get_contact (BhPastCall *self)
{
  return bh_item_get_string (self, PROP_CONTACT);
}

const char *
bh_past_call_get_name (BhPastCall *self)
{
  return bh_item_get_string (self, PROP_NAME);
}

const char *
bh_past_call_get_number (BhPastCall *self)
{
  return bh_item_get_string (self, PROP_NUMBER);
}

const char *
bh_past_call_get_number_text (BhPastCall *self)
{
  return bh_item_get_string (self, PROP_NUMBER_TEXT);
}

const char *
bh_past_call_get_queue (BhPastCall *self)
{
  return bh_item_get_string (self, PROP_QUEUE);
}

const char *
bh_past_call_get_result (BhPastCall *self)
{
  return bh_item_get_string (self, PROP_RESULT);
}

gint64
bh_past_call_get_at (BhPastCall *self)
{
  return bh_item_get_int (self, PROP_AT);
}

gboolean
bh_past_call_get_outbound (BhPastCall *self)
{
  return bh_item_get_bool (self, PROP_OUTBOUND);
}
