/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* A past contact with the customer; it does not change any more, but for "open" (bool: a person
 * wants to see all of it). Properties: contact (id), started
 * (int64), direction, queue (the first one's label), queues (strv: labels of all), agent, talk-ms,
 * wait-ms, hold-ms, transfers (int64), outcome (wire word), disposition (code), disposition-label,
 * note, number (strings unless said), answers (strv: what was answered in scripts, "question:
 * answer" each), corrected (bool). */
#define BH_TYPE_HISTORY_ENTRY (bh_history_entry_get_type ())
G_DECLARE_FINAL_TYPE (BhHistoryEntry, bh_history_entry, BH, HISTORY_ENTRY, BhItem)

/* The words for codes in the reader's language; NULL where there is none. (transfer none) */
typedef struct {
  const char *(*disposition) (gpointer data, const char *code);
  const char *(*queue) (gpointer data, const char *code);
  gpointer data;
} BhLabels;

BhHistoryEntry *bh_history_entry_new (JsonObject *data, const BhLabels *labels);
const char *bh_history_entry_get_contact (BhHistoryEntry *self);
const char *bh_history_entry_get_note (BhHistoryEntry *self);
gint64 bh_history_entry_get_started (BhHistoryEntry *self);
gint64 bh_history_entry_get_talk_ms (BhHistoryEntry *self);
gint64 bh_history_entry_get_wait_ms (BhHistoryEntry *self);
gint64 bh_history_entry_get_hold_ms (BhHistoryEntry *self);
gint64 bh_history_entry_get_transfers (BhHistoryEntry *self);
const char *bh_history_entry_get_direction (BhHistoryEntry *self);
const char *bh_history_entry_get_outcome (BhHistoryEntry *self);
const char *bh_history_entry_get_queue (BhHistoryEntry *self);
const char *const *bh_history_entry_get_answers (BhHistoryEntry *self);
gboolean bh_history_entry_get_open (BhHistoryEntry *self);
void bh_history_entry_set_open (BhHistoryEntry *self, gboolean open);
const char *const *bh_history_entry_get_queues (BhHistoryEntry *self);
const char *bh_history_entry_get_agent (BhHistoryEntry *self);
const char *bh_history_entry_get_disposition_label (BhHistoryEntry *self);
const char *bh_history_entry_get_number (BhHistoryEntry *self);
/* Its note or result was changed after the work on it. */
gboolean bh_history_entry_get_corrected (BhHistoryEntry *self);

G_END_DECLS
