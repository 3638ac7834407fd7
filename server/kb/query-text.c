/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/kb/query-private.h"

/* A query as PostgreSQL's tsquery. Terms are letters and digits: nothing in them needs escaping.
 * What begins with what is being typed comes from the index's own words, a bounded number of them:
 * a prefix search of one letter would gather half the index. */

#define LOOSE_MAX 8
#define COMMON    1000 /* articles */

gint64
bh_kb_query_count (const BhKbQuery *query, const char *term)
{
  gint64 *n = query->known != NULL ? g_hash_table_lookup (query->known, term) : NULL;

  return n != NULL ? *n : 0;
}

static void
want (BhKbQuery *query, const char *term)
{
  g_hash_table_add (query->wanted, g_strdup (term));
}

static void
put_term (BhKbQuery *query, GString *out, const char *term)
{
  if (out->len > 0 && out->str[out->len - 1] == '\'')
    g_string_append (out, " | ");
  g_string_append_printf (out, "'%s'", term);
  want (query, term);
}

/* What the last word may become, and what an unknown one may be the beginning of. */
static void
put_completions (BhKbQuery *query, GString *out, const BhKbAtom *atom)
{
  GPtrArray *words = query->completed != NULL ? g_hash_table_lookup (query->completed, atom->word)
                                              : NULL;

  for (guint i = 0; words != NULL && i < words->len; i++)
    put_term (query, out, words->pdata[i]);
}

/* Of the language, or of both that there are. */
static void
put_stems (BhKbQuery *query, GString *out, const BhKbAtom *atom)
{
  g_autofree char *one = bh_kb_stem (atom->spoken, query->language);
  g_autofree char *other = query->language == NULL ? bh_kb_stem (atom->spoken, "de") : NULL;

  if (one != NULL)
    put_term (query, out, one);
  if (other != NULL && g_strcmp0 (one, other) != 0)
    put_term (query, out, other);
}

/* One word, or one lone character. What has a common word has its stem as well, and the longest
 * lists of an index cost the most: then the stem alone will do. */
static char *
word_text (BhKbQuery *query, const BhKbAtom *atom)
{
  GString *out;

  if (!atom->cjk && bh_kb_is_stop_word (atom->word))
    return NULL;
  out = g_string_new (NULL);
  want (query, atom->word);
  if (bh_kb_query_count (query, atom->word) <= COMMON)
    put_term (query, out, atom->word);
  if (!atom->cjk)
    put_stems (query, out, atom);
  put_completions (query, out, atom);
  if (out->len == 0)
    put_term (query, out, atom->word);
  g_string_prepend (out, "(");
  g_string_append (out, ")");
  return g_string_free (out, FALSE);
}

static void
put_and (GString *out, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  if (out->len > 0)
    g_string_append (out, " & ");
  g_string_append (out, text);
}

/* A character of a run: the pair that it begins. The last one says nothing that its pair does not
 * say. */
static void
put_character (BhKbQuery *query, GString *out, const GArray *atoms, guint i, guint first, guint end)
{
  const BhKbAtom *atom = &g_array_index (atoms, BhKbAtom, i);
  g_autofree char *text = NULL;

  if (i + 1 < end && atom[1].cjk && atom[1].glued) {
    text = g_strdup_printf ("'%s%s'", atom->word, atom[1].word);
    g_autofree char *pair = g_strconcat (atom->word, atom[1].word, NULL);
    want (query, pair);
  } else if (i == first || !atom->glued) {
    text = word_text (query, atom);
  }
  put_and (out, text);
}

/* "Wi-Fi" is found as it is and as "wifi". */
static char *
hyphenated (BhKbQuery *query, const BhKbAtom *atom, const char *apart)
{
  g_autofree char *both = g_strconcat (atom->word, atom[1].word, NULL);

  want (query, both);
  return g_strdup_printf ("(%s%s%s%s'%s')",
                          *apart != '\0' ? "(" : "",
                          apart,
                          *apart != '\0' ? ")" : "",
                          *apart != '\0' ? " | " : "",
                          both);
}

/* Everything in these atoms must be found. */
static char *
range_text (BhKbQuery *query, const GArray *atoms, guint first, guint n)
{
  GString *out = g_string_new (NULL);
  guint end = MIN (first + n, atoms->len);

  for (guint i = first; i < end; i++) {
    const BhKbAtom *atom = &g_array_index (atoms, BhKbAtom, i);
    g_autofree char *text = NULL;
    if (atom->cjk) {
      put_character (query, out, atoms, i, first, end);
      continue;
    }
    text = word_text (query, atom);
    put_and (out, text);
  }
  if (n == 2 && end == first + 2) {
    const BhKbAtom *atom = &g_array_index (atoms, BhKbAtom, first);
    if (!atom->cjk && !atom[1].cjk && atom[1].glued) {
      g_autofree char *apart = g_string_free (out, FALSE);
      return hyphenated (query, atom, apart);
    }
  }
  return g_string_free (out, FALSE);
}

static char *
part_text (BhKbQuery *query, const BhKbPart *part)
{
  g_autofree char *own = range_text (query, query->atoms, part->first, part->n);
  GString *out;

  if (part->others == NULL)
    return g_steal_pointer (&own);
  out = g_string_new (NULL);
  if (*own != '\0')
    g_string_append_printf (out, "(%s)", own);
  for (guint i = 0; i < part->others->len; i++) {
    const GArray *atoms = part->others->pdata[i];
    g_autofree char *other = range_text (query, atoms, 0, atoms->len);
    if (*other != '\0')
      g_string_append_printf (out, "%s(%s)", out->len > 0 ? " | " : "", other);
  }
  if (out->len > 0) {
    g_string_prepend (out, "(");
    g_string_append (out, ")");
  }
  return g_string_free (out, FALSE);
}

char *
bh_kb_query_strict (BhKbQuery *query)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < query->parts->len; i++) {
    g_autofree char *text = part_text (query, &g_array_index (query->parts, BhKbPart, i));
    put_and (out, text);
  }
  if (out->len > 0)
    return g_string_free (out, FALSE);
  g_string_free (out, TRUE);
  return NULL;
}

/* ---- some of it will do */

typedef struct {
  char *term;
  gint64 n;
} Rare;

static void
rare_clear (gpointer rare)
{
  g_free (((Rare *) rare)->term);
}

static gint
compare_rare (gconstpointer a, gconstpointer b)
{
  gint64 difference = ((const Rare *) a)->n - ((const Rare *) b)->n;

  return difference < 0 ? -1 : difference > 0;
}

/* A term that every fifth article has tells nothing, and costs the most. */
static GArray *
rare_terms (const BhKbQuery *query)
{
  GArray *terms = g_array_new (FALSE, FALSE, sizeof (Rare));
  GHashTableIter iter;
  gpointer term;

  g_array_set_clear_func (terms, rare_clear);
  g_hash_table_iter_init (&iter, query->wanted);
  while (g_hash_table_iter_next (&iter, &term, NULL)) {
    Rare rare = {NULL, bh_kb_query_count (query, term)};
    if (rare.n == 0 || rare.n > query->articles / 5 + 20)
      continue;
    rare.term = g_strdup (term);
    g_array_append_val (terms, rare);
  }
  g_array_sort (terms, compare_rare);
  return terms;
}

char *
bh_kb_query_loose (BhKbQuery *query)
{
  g_autoptr (GArray) terms = rare_terms (query);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < MIN (terms->len, LOOSE_MAX); i++)
    g_string_append_printf (out, "%s'%s'", i > 0 ? " | " : "", g_array_index (terms, Rare, i).term);
  if (out->len > 0)
    return g_string_free (out, FALSE);
  g_string_free (out, TRUE);
  return NULL;
}
