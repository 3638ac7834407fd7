/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/kb/atoms.h"

/* What of a text stands in the index (a tsvector): a word as it is, its stem ("=chang"), its other
 * spelling; of two characters in a row the pair, of the last one alone the character. So two
 * characters of Chinese, the shortest that people search, are one term. */

typedef void (*BhKbTermFunc) (const char *term, gpointer data);

/* Every term that begins at atom @i. @language: of the text, or NULL. */
void bh_kb_terms_each (const GArray *atoms,
                       guint i,
                       const char *language,
                       BhKbTermFunc func,
                       gpointer data);

/* An article as it is searched. Everything but the title may be NULL. */
typedef struct {
  const char *title;
  const char *language;
  const char *category;
  const char *const *tags;
  const char *headings;
  const char *text; /* without Markdown */
} BhKbContent;

/* PostgreSQL's text of a tsvector: the title has weight A, tags and category B, headings C, the
 * rest D. @head_only: title and tags alone. Bounded, whatever the article. */
char *bh_kb_vector (const BhKbContent *content, gboolean head_only);
