/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/history-entry.h"

#include "desktop/client/json-get.h"

enum {
  PROP_CONTACT = 1,
  PROP_STARTED,
  PROP_DIRECTION,
  PROP_QUEUE,
  PROP_AGENT,
  PROP_TALK_MS,
  PROP_OUTCOME,
  PROP_DISPOSITION,
  PROP_DISPOSITION_LABEL,
  PROP_NOTE,
};

static const BhItemField fields[] = {
    {"contact", bh_item_string},
    {"started", bh_item_int},
    {"direction", bh_item_string},
    {"queue", bh_item_string},
    {"agent", bh_item_string},
    {"talk-ms", bh_item_int},
    {"outcome", bh_item_string},
    {"disposition", bh_item_string},
    {"disposition-label", bh_item_string},
    {"note", bh_item_string},
};

struct _BhHistoryEntry {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhHistoryEntry, bh_history_entry, BH_TYPE_ITEM)

static void
bh_history_entry_class_init (BhHistoryEntryClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_history_entry_init (BhHistoryEntry *self)
{
}

BhHistoryEntry *
bh_history_entry_new (JsonObject *data, const char *disposition_label)
{
  BhHistoryEntry *self = g_object_new (BH_TYPE_HISTORY_ENTRY, NULL);
  const char *code = bh_json_string (data, "disposition");

  bh_item_set_string (self, PROP_CONTACT, bh_json_string (data, "contact"));
  bh_item_set_int (self, PROP_STARTED, bh_json_time (data, "started"));
  bh_item_set_string (self, PROP_DIRECTION, bh_json_string (data, "direction"));
  bh_item_set_string (self, PROP_QUEUE, bh_json_string (data, "queue"));
  bh_item_set_string (self, PROP_AGENT, bh_json_string (data, "agent"));
  bh_item_set_int (self, PROP_TALK_MS, bh_json_int (data, "talk_ms", 0));
  bh_item_set_string (self, PROP_OUTCOME, bh_json_string (data, "outcome"));
  bh_item_set_string (self, PROP_DISPOSITION, code);
  bh_item_set_string (self, PROP_DISPOSITION_LABEL, disposition_label ? disposition_label : code);
  bh_item_set_string (self, PROP_NOTE, bh_json_string (data, "note"));
  return self;
}

const char *
bh_history_entry_get_contact (BhHistoryEntry *self)
{
  return bh_item_get_string (self, PROP_CONTACT);
}

const char *
bh_history_entry_get_note (BhHistoryEntry *self)
{
  return bh_item_get_string (self, PROP_NOTE);
}

gint64
bh_history_entry_get_started (BhHistoryEntry *self)
{
  return bh_item_get_int (self, PROP_STARTED);
}
