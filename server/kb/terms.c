/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/terms.h"

#include <string.h>

#define ATOMS_MAX     30000
#define TERMS_MAX     8000 /* a tsvector takes a megabyte */
#define PLACES_MAX    4    /* of one term: more says nothing more about what an article is about */
#define LAST_POSITION 16383

/* ---- terms */

static void
with_stem (const char *word, const char *language, BhKbTermFunc func, gpointer data)
{
  g_autofree char *stem = bh_kb_stem (word, language);

  func (word, data);
  if (stem != NULL)
    func (stem, data);
}

static void
word_terms (const BhKbAtom *atom, const char *language, BhKbTermFunc func, gpointer data)
{
  g_autofree char *stem = NULL;
  g_autofree char *respelled = NULL;

  if (bh_kb_is_stop_word (atom->word))
    return;
  func (atom->word, data);
  stem = bh_kb_stem (atom->spoken, language);
  if (stem != NULL)
    func (stem, data);
  respelled = bh_kb_respell (atom->spoken);
  if (respelled != NULL)
    with_stem (respelled, language, func, data);
}

void
bh_kb_terms_each (const GArray *atoms,
                  guint i,
                  const char *language,
                  BhKbTermFunc func,
                  gpointer data)
{
  const BhKbAtom *atom = &g_array_index (atoms, BhKbAtom, i);
  const BhKbAtom *next = i + 1 < atoms->len ? atom + 1 : NULL;
  g_autofree char *both = NULL;

  if (!atom->cjk)
    word_terms (atom, language, func, data);
  if (next == NULL || !next->glued || next->cjk != atom->cjk) {
    if (atom->cjk)
      func (atom->word, data);
    return;
  }
  both = g_strconcat (atom->word, next->word, NULL); /* a pair; or "wifi" of "Wi-Fi" */
  if (atom->cjk)
    func (both, data);
  else
    with_stem (both, language, func, data);
}

/* ---- a tsvector */

typedef struct {
  GHashTable *places; /* term -> GString of its positions */
  guint position;
  char weight;
} Vector;

static void
free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

static void
add_term (const char *term, gpointer data)
{
  Vector *vector = data;
  GString *places = g_hash_table_lookup (vector->places, term);

  if (places == NULL) {
    if (g_hash_table_size (vector->places) >= TERMS_MAX)
      return;
    places = g_string_sized_new (8);
    g_hash_table_insert (vector->places, g_strdup (term), places);
  } else {
    guint n = 1;
    for (const char *p = places->str; *p != '\0'; p++)
      n += *p == ',';
    if (n >= PLACES_MAX)
      return;
    g_string_append_c (places, ',');
  }
  g_string_append_printf (places, "%u", MIN (vector->position, LAST_POSITION));
  if (vector->weight != 'D')
    g_string_append_c (places, vector->weight);
}

static void
add_text (Vector *vector, const char *text, const char *language, char weight)
{
  g_autoptr (GArray) atoms = NULL;

  if (text == NULL)
    return;
  atoms = bh_kb_atoms (text, ATOMS_MAX);
  vector->weight = weight;
  for (guint i = 0; i < atoms->len; i++) {
    vector->position++;
    bh_kb_terms_each (atoms, i, language, add_term, vector);
  }
  vector->position += 2;
}

/* Terms have neither quotes nor backslashes: they are letters, digits and "=". */
static char *
write_vector (const Vector *vector)
{
  g_autoptr (GList) keys = g_hash_table_get_keys (vector->places);
  GString *text = g_string_new (NULL);

  keys = g_list_sort (keys, (GCompareFunc) strcmp);
  for (GList *key = keys; key != NULL; key = key->next) {
    GString *places = g_hash_table_lookup (vector->places, key->data);
    g_string_append_printf (text,
                            "%s'%s':%s",
                            key != keys ? " " : "",
                            (char *) key->data,
                            places->str);
  }
  return g_string_free (text, FALSE);
}

char *
bh_kb_vector (const BhKbContent *content, gboolean head_only)
{
  g_autoptr (GHashTable) places =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_string);
  Vector vector = {places, 0, 'A'};

  add_text (&vector, content->title, content->language, 'A');
  for (guint i = 0; content->tags != NULL && content->tags[i] != NULL; i++)
    add_text (&vector, content->tags[i], content->language, 'B');
  if (!head_only) {
    add_text (&vector, content->category, content->language, 'B');
    add_text (&vector, content->headings, content->language, 'C');
    add_text (&vector, content->text, content->language, 'D');
  }
  return write_vector (&vector);
}
