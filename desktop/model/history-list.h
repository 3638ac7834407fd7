/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/history-entry.h"

G_BEGIN_DECLS

/* A customer's past contacts as a GListModel of BhHistoryEntry. An entry is made when it is first
 * asked for and is the same object from then on: ten thousand lines that nobody looks at cost ten
 * thousand pointers, not ten thousand objects while a call is ringing. */
#define BH_TYPE_HISTORY_LIST (bh_history_list_get_type ())
G_DECLARE_FINAL_TYPE (BhHistoryList, bh_history_list, BH, HISTORY_LIST, GObject)

BhHistoryList *bh_history_list_new (void);
/* Replaces all by the lines of @lines (of JsonObject, or NULL for none). @labels are asked when an
 * entry is made; their data, if any, is a GObject: after its end codes stay codes. */
void bh_history_list_set (BhHistoryList *self, JsonArray *lines, const BhLabels *labels);
/* Adds those lines whose contact is not there yet, all in one change. */
void bh_history_list_append (BhHistoryList *self, JsonArray *lines, const BhLabels *labels);
/* The contact of the last line, NULL if there is none. (transfer none) */
const char *bh_history_list_get_oldest (BhHistoryList *self);
/* How many entries have been made. */
guint bh_history_list_get_n_made (BhHistoryList *self);

G_END_DECLS
