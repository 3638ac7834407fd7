/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A text as what can be searched in it: words, and single characters of the scripts that write
 * without spaces (Chinese, Japanese, Korean). Pure, and the same on both sides of a search. */

typedef struct {
  char *word;   /* folded: small, without accents, half width */
  char *spoken; /* small, with its accents: what a stemmer wants; NULL for a character */
  guint start;  /* characters of the text */
  guint end;
  gboolean cjk;
  gboolean glued; /* a character right after a character, or a word after a word's hyphen */
} BhKbAtom;

/* At most @max atoms of @text (UTF-8; what is not is passed over): array of BhKbAtom, owned. */
GArray *bh_kb_atoms (const char *text, guint max);

/* @text folded: small, without accents, half width, spaces in a row as one, none at the ends. */
char *bh_kb_fold (const char *text);

/* The same wish in the same letters: atoms with single spaces between, none between characters,
 * words by their stems. "Changing  passwords" and "change password" have one key. */
char *bh_kb_key (const GArray *atoms, guint first, guint n);
char *bh_kb_key_of (const char *text);

/* The word of English or German (@language begins with "de") without its endings, folded, as the
 * index has it: "=" before it. NULL: no other than the word itself. */
char *bh_kb_stem (const char *spoken, const char *language);

/* German ä, ö, ü as they are typed without them: "kuendigung"; NULL: there are none. */
char *bh_kb_respell (const char *spoken);

/* A word that says nothing in a search: "the", "der". */
gboolean bh_kb_is_stop_word (const char *word);
