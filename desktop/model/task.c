/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/task.h"

#include "desktop/client/json-get.h"
#include "desktop/model/time-text.h"
#include "desktop/model/zone-time.h"

#define SOON_US (10 * 60 * G_USEC_PER_SEC)
#define LATE_US (60 * G_USEC_PER_SEC)

enum {
  PROP_ID = 1,
  PROP_NAME,
  PROP_NUMBER,
  PROP_CUSTOMER,
  PROP_ZONE,
  PROP_NOTE,
  PROP_AGENT,
  PROP_TAKEN_BY,
  PROP_RECORD,
  PROP_DUE,
  PROP_TEAM_FROM,
  PROP_URGENCY,
  PROP_WHEN,
  PROP_THERE,
  PROP_MINE,
};

static const BhItemField fields[] = {
    {"id", bh_item_string},
    {"name", bh_item_string},
    {"number", bh_item_string},
    {"customer", bh_item_string},
    {"zone", bh_item_string},
    {"note", bh_item_string},
    {"agent", bh_item_string},
    {"taken-by", bh_item_string},
    {"record", bh_item_string},
    {"due", bh_item_int},
    {"team-from", bh_item_int},
    {"urgency", bh_item_int},
    {"when", bh_item_string},
    {"there", bh_item_string},
    {"mine", bh_item_bool},
};

struct _BhTask {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhTask, bh_task, BH_TYPE_ITEM)

static void
bh_task_class_init (BhTaskClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_task_init (BhTask *self)
{
}

BhTask *
bh_task_new (JsonObject *data)
{
  BhTask *self = g_object_new (BH_TYPE_TASK, NULL);

  bh_item_set_string (self, PROP_ID, bh_json_string (data, "callback"));
  return self;
}

void
bh_task_update (BhTask *self, JsonObject *data, const char *user)
{
  static const struct {
    guint id;
    const char *member;
  } texts[] = {{PROP_NUMBER, "number"},
               {PROP_CUSTOMER, "customer"},
               {PROP_ZONE, "zone"},
               {PROP_NOTE, "note"},
               {PROP_AGENT, "agent"},
               {PROP_RECORD, "record"},
               {PROP_TAKEN_BY, "taken_by"}};
  const char *name = bh_json_string (data, "name");
  g_autofree char *number = bh_number_text (bh_json_string (data, "number"));
  const char *agent = bh_json_string (data, "agent");
  const char *taken = bh_json_string (data, "taken_by");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    bh_item_set_string (self, texts[i].id, bh_json_string (data, texts[i].member));
  bh_item_set_string (self, PROP_NAME, name != NULL && *name != '\0' ? name : number);
  bh_item_set_int (self, PROP_DUE, bh_json_time (data, "due"));
  bh_item_set_int (self, PROP_TEAM_FROM, bh_json_time (data, "team_from"));
  bh_item_set_bool (self, PROP_MINE, g_strcmp0 (taken != NULL ? taken : agent, user) == 0);
}

gboolean
bh_task_look (BhTask *self, gint64 now_us)
{
  gint64 late_us = now_us - bh_task_get_due (self);
  BhTaskUrgency before = bh_task_get_urgency (self);
  BhTaskUrgency urgency = late_us >= LATE_US    ? BH_TASK_OVERDUE
                          : late_us >= 0        ? BH_TASK_DUE
                          : late_us >= -SOON_US ? BH_TASK_SOON
                                                : BH_TASK_LATER;
  const char *zone = bh_task_get_zone (self);
  g_autofree char *place = bh_zone_time_place (zone);
  g_autofree char *there = bh_zone_time_text (bh_task_get_due (self), zone, now_us);
  g_autofree char *both = g_strdup_printf ("%s %s", place, there);
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autofree char *when =
      bh_zone_time_text (bh_task_get_due (self), g_time_zone_get_identifier (here), now_us);

  bh_item_set_int (self, PROP_URGENCY, urgency);
  bh_item_set_string (self, PROP_THERE, both);
  bh_item_set_string (self, PROP_WHEN, when);
  return urgency > before;
}

const char *
bh_task_get_id (gpointer self)
{
  return bh_item_get_string (self, PROP_ID);
}

const char *
bh_task_get_name (BhTask *self)
{
  return bh_item_get_string (self, PROP_NAME);
}

const char *
bh_task_get_number (BhTask *self)
{
  return bh_item_get_string (self, PROP_NUMBER);
}

const char *
bh_task_get_record (BhTask *self)
{
  return bh_item_get_string (self, PROP_RECORD);
}

const char *
bh_task_get_zone (BhTask *self)
{
  return bh_item_get_string (self, PROP_ZONE);
}

gint64
bh_task_get_due (BhTask *self)
{
  return bh_item_get_int (self, PROP_DUE);
}

BhTaskUrgency
bh_task_get_urgency (BhTask *self)
{
  return (BhTaskUrgency) bh_item_get_int (self, PROP_URGENCY);
}
