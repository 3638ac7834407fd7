/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A stretch of a text, with what was found in it. */

typedef struct {
  guint start; /* characters */
  guint length;
} BhKbRange;

typedef struct {
  char *text;     /* on one line; with "…" where something was left out */
  GArray *ranges; /* of BhKbRange, in order, apart from each other */
} BhKbSnippet;

/* The stretch of at most @max characters of @text in which most of @wanted (set of terms) is found;
 * its beginning if nothing is. */
BhKbSnippet *
bh_kb_snippet_new (const char *text, const char *language, GHashTable *wanted, guint max);
void bh_kb_snippet_free (BhKbSnippet *snippet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhKbSnippet, bh_kb_snippet_free)
