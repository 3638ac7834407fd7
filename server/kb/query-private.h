/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/kb/query.h"
#include "server/kb/terms.h"

/* Among the files of a query. */

/* A few atoms in a row that are wished together; or one of the ways to say the same. */
typedef struct {
  guint first;
  guint n;
  GPtrArray *others; /* of GArray of BhKbAtom: what means the same; NULL: nothing does */
} BhKbPart;

struct BhKbQuery {
  char *text;
  char *language;
  char *folded;
  GArray *atoms;
  GArray *parts;         /* of BhKbPart: what is left without the words that say nothing */
  GHashTable *known;     /* term -> in how many articles; after take_words */
  GHashTable *completed; /* what a person has begun to type -> GPtrArray of terms */
  GHashTable *similar;   /* unknown term -> JsonArray of terms that look like it */
  gint64 articles;
  GHashTable *wanted; /* set of terms: what is marked in what is found */
  GPtrArray *also;    /* the texts that mean the same as a part of it */
  char *meant;
  gboolean goes_on; /* the last word may not be typed to its end */
};

/* query-parts.c: @query->parts. @synonyms: key -> GPtrArray of texts, or NULL. */
void bh_kb_query_divide (BhKbQuery *query, GHashTable *synonyms);
void bh_kb_part_clear (gpointer part);

/* query-text.c: text of a tsquery, owned; NULL: nothing to find. */
char *bh_kb_query_strict (BhKbQuery *query);
char *bh_kb_query_loose (BhKbQuery *query);

/* query-meant.c: owned, or NULL. */
char *bh_kb_query_guess (const BhKbQuery *query);

gint64 bh_kb_query_count (const BhKbQuery *query, const char *term);
