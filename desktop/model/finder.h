/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* What the server finds for some letters, for whoever searches everything at once: customers and
 * articles. Of each kind one question is under way at most; what is typed meanwhile is asked when
 * the answer is there, the newest alone, and an answer to letters that nobody looks for any more is
 * thrown away. It is not written down what was searched: the letters are mostly those of an act.
 *
 * Property: message (string or NULL: why nothing can be found). */
#define BH_TYPE_FINDER (bh_finder_get_type ())
G_DECLARE_FINAL_TYPE (BhFinder, bh_finder, BH, FINDER, BhItem)

/* At most so many of each; 0: they are not looked for. */
BhFinder *bh_finder_new (BhDesk *desk, guint max_customers, guint max_articles);

/* Fewer than two letters (one of a script without spaces): nothing is looked for, and nothing is
 * found. */
void bh_finder_ask (BhFinder *self, const char *text);
/* Of BhCustomer, and of BhArticleHit: the answer to what was asked last, or still the one before.
 */
GListModel *bh_finder_get_customers (BhFinder *self);
GListModel *bh_finder_get_articles (BhFinder *self);
const char *bh_finder_get_message (BhFinder *self);

G_END_DECLS
