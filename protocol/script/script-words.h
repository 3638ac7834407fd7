/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* One text in one or several languages. In a document it is a string, which is in the script's own
 * language, or {"en": "…", "zh_CN": "…"}. */

typedef struct {
  guint n;
  char **languages; /* "" : the script's own */
  char **texts;
} BhScriptWords;

BhScriptWords *bh_script_words_new (void);
void bh_script_words_free (BhScriptWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhScriptWords, bh_script_words_free)

void bh_script_words_add (BhScriptWords *words, const char *language, const char *text);

/* The text for @language ("zh_CN", or NULL): the same; else another of that tongue ("zh_TW"); else
 * the script's own; else the first. Never NULL; "" where @words is NULL or empty. */
const char *bh_script_words_get (const BhScriptWords *words, const char *language);

/* TRUE: letters, then perhaps "_" and a country: "de", "zh_CN". */
gboolean bh_script_is_language (const char *text);
