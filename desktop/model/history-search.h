/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* The contacts of one customer that fit what a person asked for, newest first, brought page by
 * page. What was asked last counts: an answer to an older question is thrown away.
 *
 * Properties, all read-only: entries (GListModel of BhHistoryEntry, always the same object),
 *   more (bool: there are older ones), searching (bool: a page is on its way), message (string:
 *   why there is no answer, in the reader's words, or NULL) */
#define BH_TYPE_HISTORY_SEARCH (bh_history_search_get_type ())
G_DECLARE_FINAL_TYPE (BhHistorySearch, bh_history_search, BH, HISTORY_SEARCH, BhItem)

BhHistorySearch *bh_history_search_new (BhDesk *desk);
/* @text: words that must all be found, "" or NULL: any. @only: "inbound", "outbound", "missed",
 * "noted", "mine", or NULL. The entries of before stay until the answer comes. */
void bh_history_search_ask (BhHistorySearch *self,
                            const char *customer,
                            const char *text,
                            const char *only);
/* The next older page; nothing while one is on its way, or when there are no more. */
void bh_history_search_more (BhHistorySearch *self);
/* Forgets the question and its entries. */
void bh_history_search_clear (BhHistorySearch *self);

GListModel *bh_history_search_get_entries (BhHistorySearch *self);
gboolean bh_history_search_get_more (BhHistorySearch *self);
gboolean bh_history_search_get_searching (BhHistorySearch *self);
const char *bh_history_search_get_message (BhHistorySearch *self);

G_END_DECLS
