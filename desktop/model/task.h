/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* Something to be done at a time: a call that was promised.
 *
 * Properties: id, name, number, customer, zone (IANA), note, agent (who promised, NULL: the team),
 * taken-by, record (string or NULL), due, team-from (int64 µs), urgency (int64, BhTaskUrgency),
 * when (string: "15:30", where this desk is), there (string: "Paris 15:30"), mine (bool). */
#define BH_TYPE_TASK (bh_task_get_type ())
G_DECLARE_FINAL_TYPE (BhTask, bh_task, BH, TASK, BhItem)

typedef enum {
  BH_TASK_LATER,
  BH_TASK_SOON,    /* within ten minutes */
  BH_TASK_DUE,     /* now */
  BH_TASK_OVERDUE, /* for a minute */
} BhTaskUrgency;

BhTask *bh_task_new (JsonObject *data);
void bh_task_update (BhTask *self, JsonObject *data, const char *user);
/* TRUE if it is more urgent than it was. */
gboolean bh_task_look (BhTask *self, gint64 now_us);

const char *bh_task_get_id (gpointer self);
const char *bh_task_get_name (BhTask *self); /* the number where there is none */
const char *bh_task_get_number (BhTask *self);
const char *bh_task_get_zone (BhTask *self);
const char *bh_task_get_record (BhTask *self); /* of a campaign, or NULL */
gint64 bh_task_get_due (BhTask *self);
BhTaskUrgency bh_task_get_urgency (BhTask *self);

G_END_DECLS
