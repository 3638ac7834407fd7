/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* A past contact with the customer. Properties: contact (id), started (int64), direction, queue,
 * agent, talk-ms (int64), outcome (wire word), disposition (code), disposition-label, note
 * (strings unless said). */
#define BH_TYPE_HISTORY_ENTRY (bh_history_entry_get_type ())
G_DECLARE_FINAL_TYPE (BhHistoryEntry, bh_history_entry, BH, HISTORY_ENTRY, BhItem)

/* @disposition_label: (nullable) the path of its disposition in the reader's language. */
BhHistoryEntry *bh_history_entry_new (JsonObject *data, const char *disposition_label);
const char *bh_history_entry_get_contact (BhHistoryEntry *self);
const char *bh_history_entry_get_note (BhHistoryEntry *self);
gint64 bh_history_entry_get_started (BhHistoryEntry *self);

G_END_DECLS
