/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/kb/distance.h"
#include "server/kb/query-private.h"

/* "Did you mean": each word that the index does not know, and that begins nothing it knows, gives
 * way to the one that looks most like it; of a run of Chinese the character that fits between its
 * neighbours. */

typedef struct {
  guint atom;
  const char *by; /* what stands there instead */
} Change;

static gboolean
is_unknown (const BhKbQuery *query, const char *term)
{
  GPtrArray *more = query->completed != NULL ? g_hash_table_lookup (query->completed, term) : NULL;

  return bh_kb_query_count (query, term) == 0 && (more == NULL || more->len == 0);
}

static const char *
closest_word (const BhKbQuery *query, const char *word)
{
  JsonArray *similar = g_hash_table_lookup (query->similar, word);
  guint allowed = g_utf8_strlen (word, -1) <= 4 ? 1 : 2;
  const char *best = NULL;
  guint best_distance = allowed + 1;

  /* the commoner ones come first */
  for (guint i = 0; similar != NULL && i < json_array_get_length (similar); i++) {
    const char *other = json_array_get_string_element (similar, i);
    guint distance = bh_kb_distance (word, other, allowed);
    if (distance < best_distance) {
      best = other;
      best_distance = distance;
    }
  }
  return best;
}

static const BhKbAtom *
atom_at (const BhKbQuery *query, guint i)
{
  return &g_array_index (query->atoms, BhKbAtom, i);
}

/* @i and the character after it are a pair of the text. */
static gboolean
is_pair (const BhKbQuery *query, guint i)
{
  return i + 1 < query->atoms->len && atom_at (query, i)->cjk && atom_at (query, i + 1)->cjk &&
         atom_at (query, i + 1)->glued;
}

static char *
pair_at (const BhKbQuery *query, guint i)
{
  return g_strconcat (atom_at (query, i)->word, atom_at (query, i + 1)->word, NULL);
}

static gboolean
pair_is_unknown (const BhKbQuery *query, guint i)
{
  g_autofree char *pair = is_pair (query, i) ? pair_at (query, i) : NULL;

  return pair != NULL && is_unknown (query, pair);
}

static gboolean
offers (const BhKbQuery *query, guint i, const char *first, const char *second)
{
  g_autofree char *pair = pair_at (query, i);
  g_autofree char *wanted = g_strconcat (first, second, NULL);
  JsonArray *similar = g_hash_table_lookup (query->similar, pair);

  for (guint k = 0; similar != NULL && k < json_array_get_length (similar); k++)
    if (g_str_equal (json_array_get_string_element (similar, k), wanted))
      return TRUE;
  return FALSE;
}

/* Most pairs of characters that an index does not know are no faults, and something that looks like
 * one pair is nearly always there: only where that pair is all that was asked is it worth a guess.
 */
static gboolean
is_one_pair (const BhKbQuery *query, guint i)
{
  return i == 0 && query->atoms->len == 2 && is_pair (query, 0);
}

/* Instead of the second character of the unknown pair @i: must fit the next pair too. */
static const char *
other_second (const BhKbQuery *query, guint i)
{
  const char *first = atom_at (query, i)->word;
  g_autofree char *pair = pair_at (query, i);
  JsonArray *similar = g_hash_table_lookup (query->similar, pair);

  for (guint k = 0; similar != NULL && k < json_array_get_length (similar); k++) {
    const char *other = json_array_get_string_element (similar, k);
    const char *second = other + strlen (first);
    if (g_str_has_prefix (other, first) && *second != '\0' &&
        (!is_pair (query, i + 1) || offers (query, i + 1, second, atom_at (query, i + 2)->word)))
      return second;
  }
  return NULL;
}

/* Instead of the first one, where a run begins. */
static const char *
other_first (const BhKbQuery *query, guint i, char **kept)
{
  const char *second = atom_at (query, i + 1)->word;
  g_autofree char *pair = pair_at (query, i);
  JsonArray *similar = g_hash_table_lookup (query->similar, pair);

  for (guint k = 0; similar != NULL && k < json_array_get_length (similar); k++) {
    const char *other = json_array_get_string_element (similar, k);
    if (g_str_has_suffix (other, second) && strlen (other) > strlen (second)) {
      *kept = g_strndup (other, strlen (other) - strlen (second));
      return *kept;
    }
  }
  return NULL;
}

/* TRUE: atom @i has something better, in *@by. */
static gboolean
change_character (const BhKbQuery *query, guint i, const char **by, char **kept)
{
  *by = NULL;
  if (i > 0 && pair_is_unknown (query, i - 1) &&
      (is_pair (query, i) ? pair_is_unknown (query, i) : is_one_pair (query, i - 1)))
    *by = other_second (query, i - 1);
  else if (pair_is_unknown (query, i) && (i == 0 || !is_pair (query, i - 1)) &&
           !pair_is_unknown (query, i + 1) && (is_pair (query, i + 1) || is_one_pair (query, i)))
    *by = other_first (query, i, kept);
  return *by != NULL;
}

static gboolean
change_word (const BhKbQuery *query, guint i, const char **by)
{
  const BhKbAtom *atom = atom_at (query, i);

  *by = NULL;
  if (!bh_kb_is_stop_word (atom->word) && g_utf8_strlen (atom->word, -1) >= 3 &&
      is_unknown (query, atom->word))
    *by = closest_word (query, atom->word);
  return *by != NULL;
}

static void
copy_characters (GString *out, const char *text, guint from, guint to)
{
  const char *begin = g_utf8_offset_to_pointer (text, from);
  const char *end = g_utf8_offset_to_pointer (begin, (glong) to - from);

  g_string_append_len (out, begin, end - begin);
}

char *
bh_kb_query_guess (const BhKbQuery *query)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint place = 0;

  for (guint i = 0; i < query->atoms->len; i++) {
    const BhKbAtom *atom = atom_at (query, i);
    g_autofree char *kept = NULL;
    const char *by = NULL;
    if (atom->cjk ? !change_character (query, i, &by, &kept) : !change_word (query, i, &by))
      continue;
    copy_characters (out, query->text, place, atom->start);
    g_string_append (out, by);
    place = atom->end;
  }
  if (place == 0)
    return NULL;
  copy_characters (out, query->text, place, (guint) g_utf8_strlen (query->text, -1));
  return g_strdup (out->str);
}
