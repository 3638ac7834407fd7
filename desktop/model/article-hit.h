/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* An article in a list: what a search found, or what is suggested. Properties:
 *   article (its id), version (int64), place (int64, from 1), title, title-marked, snippet-marked
 *   (with what was found in Pango markup, everything else escaped), language, category, why (of a
 *   suggestion: "because the queue is Support"; of a search NULL), useful (int64), due (bool: its
 *   review date is over), loose (bool: not all the words are in it) */
#define BH_TYPE_ARTICLE_HIT (bh_article_hit_get_type ())
G_DECLARE_FINAL_TYPE (BhArticleHit, bh_article_hit, BH, ARTICLE_HIT, BhItem)

/* @why: (nullable). NULL: @data names no article. */
BhArticleHit *bh_article_hit_new (JsonObject *data, guint place, const char *why);

const char *bh_article_hit_get_article (BhArticleHit *self);
const char *bh_article_hit_get_title (BhArticleHit *self);
gint64 bh_article_hit_get_place (BhArticleHit *self);

/* @text with the stretches of @ranges ([start, length] in characters) between <b> and </b>, the
 * rest escaped. Ranges that are not in order or not in the text are left out. @ranges: (nullable).
 * (transfer full) */
char *bh_article_hit_mark (const char *text, JsonArray *ranges);

G_END_DECLS
