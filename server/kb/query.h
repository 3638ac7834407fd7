/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* What a person searches, on its way to the database and back. Two questions are asked of the
 * directory, each with JSON from here, and what they answer is given back:
 *
 *   kb_words   what of it does the index know, what begins so, what looks like it, which words mean
 *              the same
 *   kb_search  the articles
 *
 * Pure: who asks, and whether it waits for the answer, is not this file's affair. */

typedef struct BhKbQuery BhKbQuery;

/* @language of the articles ("zh_CN", "de", also "zh-cn"); NULL: any. */
BhKbQuery *bh_kb_query_new (const char *text, const char *language);
void bh_kb_query_free (BhKbQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhKbQuery, bh_kb_query_free)

/* FALSE: there is nothing in it that could be found; do not ask. */
gboolean bh_kb_query_says_something (const BhKbQuery *query);

/* Arguments of kb_words, owned; and what it answered. */
char *bh_kb_query_words_args (const BhKbQuery *query);
void bh_kb_query_take_words (BhKbQuery *query, const char *json);

/* Arguments of kb_search, owned; after take_words. @limit: 1 to 50. */
char *bh_kb_query_search_args (BhKbQuery *query, guint limit);
/* What the op kb.search says (protocol/README.md), from what kb_search answered: snippets cut, what
 * was found marked. NULL: it is not the answer of that question. */
JsonObject *bh_kb_query_result (const BhKbQuery *query, const char *json);

/* What was probably meant, when words are unknown; or NULL. */
const char *bh_kb_query_meant (const BhKbQuery *query);
