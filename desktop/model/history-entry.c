/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/history-entry.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"

enum {
  PROP_CONTACT = 1,
  PROP_STARTED,
  PROP_DIRECTION,
  PROP_QUEUE,
  PROP_QUEUES,
  PROP_AGENT,
  PROP_TALK_MS,
  PROP_WAIT_MS,
  PROP_HOLD_MS,
  PROP_TRANSFERS,
  PROP_OUTCOME,
  PROP_DISPOSITION,
  PROP_DISPOSITION_LABEL,
  PROP_NOTE,
  PROP_NUMBER,
  PROP_ANSWERS,
  PROP_OPEN,
  PROP_CORRECTED,
};

static const BhItemField fields[] = {
    {"contact", bh_item_string},
    {"started", bh_item_int},
    {"direction", bh_item_string},
    {"queue", bh_item_string},
    {"queues", bh_item_strv},
    {"agent", bh_item_string},
    {"talk-ms", bh_item_int},
    {"wait-ms", bh_item_int},
    {"hold-ms", bh_item_int},
    {"transfers", bh_item_int},
    {"outcome", bh_item_string},
    {"disposition", bh_item_string},
    {"disposition-label", bh_item_string},
    {"note", bh_item_string},
    {"number", bh_item_string},
    {"answers", bh_item_strv},
    {"open", bh_item_bool},
    {"corrected", bh_item_bool},
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

/* A code that nobody has a label for any more is shown as it is. */
static const char *
label_of (const char *(*find) (gpointer data, const char *code), gpointer data, const char *code)
{
  const char *label = code != NULL ? find (data, code) : NULL;

  return label != NULL ? label : code;
}

static void
set_queues (BhHistoryEntry *self, JsonObject *data, const BhLabels *words)
{
  JsonArray *queues = bh_json_array (data, "queues");
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < bh_json_array_length (queues); i++) {
    const char *code = bh_json_array_string (queues, i);
    if (code != NULL)
      g_ptr_array_add (labels, (gpointer) label_of (words->queue, words->data, code));
  }
  g_ptr_array_add (labels, NULL);
  bh_item_set_strv (self, PROP_QUEUES, (const char *const *) labels->pdata);
  bh_item_set_string (self,
                      PROP_QUEUE,
                      label_of (words->queue, words->data, bh_json_string (data, "queue")));
}

/* "Order number: 77-1203"; a question that was passed over says nothing. */
static void
set_answers (BhHistoryEntry *self, JsonArray *answers)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < bh_json_array_length (answers); i++) {
    JsonObject *answer = bh_json_array_object (answers, i);
    const char *label = bh_json_string (answer, "label");
    const char *said = bh_json_string (answer, "said");
    if (label != NULL && said != NULL)
      g_ptr_array_add (lines, g_strdup_printf (C_ ("answer in a script", "%s: %s"), label, said));
  }
  g_ptr_array_add (lines, NULL);
  bh_item_set_strv (self, PROP_ANSWERS, (const char *const *) lines->pdata);
}

BhHistoryEntry *
bh_history_entry_new (JsonObject *data, const BhLabels *labels)
{
  BhHistoryEntry *self = g_object_new (BH_TYPE_HISTORY_ENTRY, NULL);
  const char *code = bh_json_string (data, "disposition");

  bh_item_set_string (self, PROP_CONTACT, bh_json_string (data, "contact"));
  bh_item_set_int (self, PROP_STARTED, bh_json_time (data, "started"));
  bh_item_set_string (self, PROP_DIRECTION, bh_json_string (data, "direction"));
  set_queues (self, data, labels);
  bh_item_set_string (self, PROP_AGENT, bh_json_string (data, "agent"));
  bh_item_set_int (self, PROP_TALK_MS, bh_json_int (data, "talk_ms", 0));
  bh_item_set_int (self, PROP_WAIT_MS, bh_json_int (data, "wait_ms", 0));
  bh_item_set_int (self, PROP_HOLD_MS, bh_json_int (data, "hold_ms", 0));
  bh_item_set_int (self, PROP_TRANSFERS, bh_json_int (data, "transfers", 0));
  bh_item_set_string (self, PROP_OUTCOME, bh_json_string (data, "outcome"));
  bh_item_set_string (self, PROP_DISPOSITION, code);
  bh_item_set_string (self,
                      PROP_DISPOSITION_LABEL,
                      label_of (labels->disposition, labels->data, code));
  bh_item_set_string (self, PROP_NOTE, bh_json_string (data, "note"));
  set_answers (self, bh_json_array (data, "answers"));
  bh_item_set_string (self, PROP_NUMBER, bh_json_string (data, "number"));
  bh_item_set_bool (self, PROP_CORRECTED, bh_json_bool (data, "corrected"));
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

gint64
bh_history_entry_get_talk_ms (BhHistoryEntry *self)
{
  return bh_item_get_int (self, PROP_TALK_MS);
}

gint64
bh_history_entry_get_wait_ms (BhHistoryEntry *self)
{
  return bh_item_get_int (self, PROP_WAIT_MS);
}

gint64
bh_history_entry_get_hold_ms (BhHistoryEntry *self)
{
  return bh_item_get_int (self, PROP_HOLD_MS);
}

gint64
bh_history_entry_get_transfers (BhHistoryEntry *self)
{
  return bh_item_get_int (self, PROP_TRANSFERS);
}

const char *
bh_history_entry_get_direction (BhHistoryEntry *self)
{
  return bh_item_get_string (self, PROP_DIRECTION);
}

const char *
bh_history_entry_get_outcome (BhHistoryEntry *self)
{
  return bh_item_get_string (self, PROP_OUTCOME);
}

const char *
bh_history_entry_get_queue (BhHistoryEntry *self)
{
  return bh_item_get_string (self, PROP_QUEUE);
}

const char *
bh_history_entry_get_agent (BhHistoryEntry *self)
{
  return bh_item_get_string (self, PROP_AGENT);
}

const char *
bh_history_entry_get_disposition_label (BhHistoryEntry *self)
{
  return bh_item_get_string (self, PROP_DISPOSITION_LABEL);
}

const char *
bh_history_entry_get_number (BhHistoryEntry *self)
{
  return bh_item_get_string (self, PROP_NUMBER);
}

const char *const *
bh_history_entry_get_queues (BhHistoryEntry *self)
{
  return bh_item_get_strv (self, PROP_QUEUES);
}

gboolean
bh_history_entry_get_open (BhHistoryEntry *self)
{
  return bh_item_get_bool (self, PROP_OPEN);
}

void
bh_history_entry_set_open (BhHistoryEntry *self, gboolean open)
{
  g_return_if_fail (BH_IS_HISTORY_ENTRY (self));
  bh_item_set_bool (self, PROP_OPEN, open);
}

const char *const *
bh_history_entry_get_answers (BhHistoryEntry *self)
{
  return bh_item_get_strv (self, PROP_ANSWERS);
}

gboolean
bh_history_entry_get_corrected (BhHistoryEntry *self)
{
  return bh_item_get_bool (self, PROP_CORRECTED);
}
