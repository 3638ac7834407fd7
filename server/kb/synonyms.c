/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/synonyms.h"

#include <string.h>

#include "server/kb/atoms.h"
#include "server/kb/document.h"

#define WORD_MAX 64 /* characters */

void
bh_kb_synonym_group_free (BhKbSynonymGroup *group)
{
  g_strfreev (group->words);
  g_free (group);
}

/* NULL: nothing is wrong with it. */
static const char *
complaint_of (const char *word)
{
  g_autoptr (GArray) atoms = bh_kb_atoms (word, 64);

  if (atoms->len == 0)
    return "has no letter and no digit. Leave it out";
  if (g_utf8_strlen (word, -1) > WORD_MAX || atoms->len > 8)
    return "is too long: eight words or characters at most. Shorten it";
  return NULL;
}

static GPtrArray *
split (char *line)
{
  g_auto (GStrv) parts = g_regex_split_simple (",|;|，|、|；", line, 0, 0);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; parts[i] != NULL; i++) {
    char *word = g_strstrip (parts[i]);
    if (*word != '\0' && g_hash_table_add (seen, bh_kb_key_of (word)))
      g_ptr_array_add (words, g_strdup (word));
  }
  return words;
}

static gboolean
take_line (GPtrArray *groups, char *line, guint number, GError **error)
{
  g_autoptr (GPtrArray) words = NULL;
  BhKbSynonymGroup *group;

  if (*g_strstrip (line) == '\0' || *line == '#')
    return TRUE;
  words = split (line);
  for (guint i = 0; i < words->len; i++) {
    const char *complaint = complaint_of (words->pdata[i]);
    if (complaint == NULL)
      continue;
    g_set_error (error,
                 BH_KB_ERROR,
                 BH_KB_ERROR_SYNONYMS,
                 "\"%.80s\" %s",
                 (char *) words->pdata[i],
                 complaint);
    return FALSE;
  }
  if (words->len < 2 || words->len > BH_KB_GROUP_MAX) {
    g_set_error (error,
                 BH_KB_ERROR,
                 BH_KB_ERROR_SYNONYMS,
                 "a group has two to %d words that differ. Put commas between them",
                 BH_KB_GROUP_MAX);
    return FALSE;
  }
  g_ptr_array_add (words, NULL);
  group = g_new0 (BhKbSynonymGroup, 1);
  group->line = number;
  group->words = (char **) g_ptr_array_steal (words, NULL);
  g_ptr_array_add (groups, group);
  return TRUE;
}

GPtrArray *
bh_kb_synonyms_read (const char *text, gsize length, guint *line, GError **error)
{
  g_autoptr (GPtrArray) groups =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bh_kb_synonym_group_free);
  g_autofree char *whole = g_strndup (text, length);
  g_auto (GStrv) lines = NULL;

  *line = 1;
  if (!g_utf8_validate_len (text, length, NULL)) {
    g_set_error (error,
                 BH_KB_ERROR,
                 BH_KB_ERROR_SYNONYMS,
                 "this is not UTF-8. Save the file in UTF-8");
    return NULL;
  }
  lines = g_strsplit (g_str_has_prefix (whole, "\xef\xbb\xbf") ? whole + 3 : whole, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    *line = i + 1;
    if (!take_line (groups, lines[i], i + 1, error))
      return NULL;
  }
  if (groups->len > 0)
    return g_steal_pointer (&groups);
  g_set_error (
      error,
      BH_KB_ERROR,
      BH_KB_ERROR_SYNONYMS,
      "there is no group in it, and none would take the place of all. Write a group a line, "
      "as in refund, money back");
  return NULL;
}
