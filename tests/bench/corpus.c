/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/corpus.h"

#include <string.h>

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
append_captures (GByteArray *corpus, const char *folder, const char *ending)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    if (g_str_has_suffix (name, ending))
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *bytes = NULL;
    gsize length = 0;
    if (g_file_get_contents (names->pdata[i], &bytes, &length, NULL))
      g_byte_array_append (corpus, (const guint8 *) bytes, (guint) length);
  }
}

GByteArray *
bh_corpus_new (const char *folder, const char *ending, gsize at_least)
{
  GByteArray *corpus = g_byte_array_sized_new ((guint) (at_least + at_least / 8));
  append_captures (corpus, folder, ending);
  guint once = corpus->len;
  while (once > 0 && corpus->len < at_least)
    g_byte_array_append (corpus, corpus->data, once);
  return corpus;
}
