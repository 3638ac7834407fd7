/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/atoms.h"

#include <libstemmer.h>
#include <string.h>

/* A word of an index is bounded. */
#define WORD_MAX 64

/* ---- letters */

typedef struct {
  gunichar first;
  gunichar last;
} Span;

/* Scripts that write without spaces. */
static const Span cjk_spans[] = {
    {0x2e80, 0x2fdf},
    {0x3005, 0x3007},
    {0x3021, 0x3029},
    {0x3031, 0x3035},
    {0x3041, 0x30fa},
    {0x30fc, 0x30ff},
    {0x3105, 0x318e},
    {0x31a0, 0x31bf},
    {0x31f0, 0x31ff},
    {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},
    {0xac00, 0xd7af},
    {0xf900, 0xfaff},
    {0xff66, 0xff9d},
    {0x20000, 0x3ffff},
};

static gboolean
is_cjk (gunichar c)
{
  if (c < cjk_spans[0].first)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (cjk_spans); i++)
    if (c >= cjk_spans[i].first && c <= cjk_spans[i].last)
      return TRUE;
  return FALSE;
}

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* Written inside of a word, and not searched: don't, O’Brien. */
static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2019 || c == 0x02bc;
}

static gboolean
is_hyphen (gunichar c)
{
  return c == '-' || c == 0x2010 || c == 0x2011;
}

static char *
strip_marks (const char *text)
{
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *small = apart != NULL ? g_utf8_casefold (apart, -1) : NULL;
  g_autofree char *again = small != NULL ? g_utf8_normalize (small, -1, G_NORMALIZE_ALL) : NULL;
  GString *out = g_string_new (NULL);

  for (const char *p = again != NULL ? again : ""; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (!g_unichar_ismark (c) && !is_apostrophe (c))
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

/* ASCII, which most words are, needs none of it. */
static char *
fold_word (const char *text, gsize length)
{
  g_autofree char *word = g_strndup (text, length);
  GString *out;

  if (!g_str_is_ascii (word))
    return strip_marks (word);
  out = g_string_sized_new (length);
  for (const char *p = word; *p != '\0'; p++)
    if (*p != '\'')
      g_string_append_c (out, g_ascii_tolower (*p));
  return g_string_free (out, FALSE);
}

static char *
speak_word (const char *text, gsize length)
{
  g_autofree char *word = g_utf8_normalize (text, (gssize) length, G_NORMALIZE_ALL_COMPOSE);

  return word != NULL ? g_utf8_strdown (word, -1) : g_strndup (text, length);
}

char *
bh_kb_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *bare = strip_marks (valid);
  GString *out = g_string_new (NULL);

  for (const char *p = bare; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (!g_unichar_isspace (c))
      g_string_append_unichar (out, c);
    else if (out->len > 0 && out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  }
  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

/* ---- atoms */

static void
atom_clear (gpointer data)
{
  BhKbAtom *atom = data;

  g_free (atom->word);
  g_free (atom->spoken);
}

typedef struct {
  const char *at;
  guint place; /* in characters */
} Cursor;

static gunichar
peek (const Cursor *cursor)
{
  gunichar c = g_utf8_get_char_validated (cursor->at, -1);

  return c == (gunichar) -1 || c == (gunichar) -2 ? 0xfffd : c;
}

static void
step (Cursor *cursor)
{
  gunichar c = g_utf8_get_char_validated (cursor->at, -1);

  cursor->at += c == (gunichar) -1 || c == (gunichar) -2 ? 1 : g_utf8_skip[(guchar) *cursor->at];
  cursor->place++;
}

/* An apostrophe belongs to the word when a letter follows it. */
static gboolean
goes_on (const Cursor *cursor)
{
  gunichar c = peek (cursor);
  Cursor next = *cursor;

  if (is_letter (c))
    return !is_cjk (c);
  if (!is_apostrophe (c))
    return FALSE;
  step (&next);
  return *next.at != '\0' && g_unichar_isalpha (peek (&next)) && !is_cjk (peek (&next));
}

static void
take_word (GArray *atoms, Cursor *cursor, gboolean glued)
{
  const Cursor begin = *cursor;
  BhKbAtom atom = {.start = begin.place, .glued = glued};

  while (*cursor->at != '\0' && goes_on (cursor))
    step (cursor);
  atom.end = cursor->place;
  if (atom.end - atom.start > WORD_MAX)
    return;
  atom.word = fold_word (begin.at, (gsize) (cursor->at - begin.at));
  atom.spoken = speak_word (begin.at, (gsize) (cursor->at - begin.at));
  if (*atom.word != '\0')
    g_array_append_val (atoms, atom);
  else
    atom_clear (&atom);
}

static void
take_character (GArray *atoms, Cursor *cursor, gboolean glued)
{
  const Cursor begin = *cursor;
  BhKbAtom atom = {.start = begin.place, .cjk = TRUE, .glued = glued};

  step (cursor);
  /* the sound marks of half-width kana are characters of their own */
  while (*cursor->at != '\0' &&
         (g_unichar_ismark (peek (cursor)) || peek (cursor) == 0xff9e || peek (cursor) == 0xff9f))
    step (cursor);
  atom.end = cursor->place;
  atom.word = fold_word (begin.at, (gsize) (cursor->at - begin.at));
  g_array_append_val (atoms, atom);
}

GArray *
bh_kb_atoms (const char *text, guint max)
{
  GArray *atoms = g_array_new (FALSE, FALSE, sizeof (BhKbAtom));
  Cursor cursor = {text, 0};
  enum { NOTHING, WORD, HYPHEN, CHARACTER } before = NOTHING;

  g_array_set_clear_func (atoms, atom_clear);
  while (*cursor.at != '\0' && atoms->len < max) {
    gunichar c = peek (&cursor);
    if (is_cjk (c)) {
      take_character (atoms, &cursor, before == CHARACTER);
      before = CHARACTER;
    } else if (g_unichar_isalnum (c)) {
      take_word (atoms, &cursor, before == HYPHEN);
      before = WORD;
    } else {
      before = before == WORD && is_hyphen (c) ? HYPHEN : NOTHING;
      step (&cursor);
    }
  }
  return atoms;
}

/* ---- words of a language */

static void
stemmer_free (gpointer stemmer)
{
  sb_stemmer_delete (stemmer);
}

static GPrivate english = G_PRIVATE_INIT (stemmer_free);
static GPrivate german = G_PRIVATE_INIT (stemmer_free);

/* Not of more than one thread, and dear to make: one for each. */
static struct sb_stemmer *
stemmer_of (const char *language)
{
  gboolean is_german = language != NULL && g_str_has_prefix (language, "de");
  GPrivate *place = is_german ? &german : &english;
  struct sb_stemmer *stemmer = g_private_get (place);

  if (stemmer == NULL) {
    stemmer = sb_stemmer_new (is_german ? "german" : "english", NULL);
    g_private_set (place, stemmer);
  }
  return stemmer;
}

char *
bh_kb_stem (const char *spoken, const char *language)
{
  struct sb_stemmer *stemmer = stemmer_of (language);
  const sb_symbol *stem;
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (g_ascii_isdigit (*spoken) || g_utf8_strlen (spoken, -1) < 3)
    return NULL;
  stem = sb_stemmer_stem (stemmer, (const sb_symbol *) spoken, (int) strlen (spoken));
  if (stem == NULL)
    return NULL;
  text = g_strndup ((const char *) stem, (gsize) sb_stemmer_length (stemmer));
  folded = fold_word (text, strlen (text));
  return *folded != '\0' ? g_strconcat ("=", folded, NULL) : NULL;
}

char *
bh_kb_respell (const char *spoken)
{
  GString *out;
  gboolean changed = FALSE;

  if (g_str_is_ascii (spoken))
    return NULL;
  out = g_string_new (NULL);
  for (const char *p = spoken; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    const char *pair = c == 0xe4 ? "ae" : c == 0xf6 ? "oe" : c == 0xfc ? "ue" : NULL;
    changed |= pair != NULL;
    if (pair != NULL)
      g_string_append (out, pair);
    else
      g_string_append_unichar (out, c);
  }
  if (changed) {
    g_autofree char *text = g_string_free (out, FALSE);
    return fold_word (text, strlen (text));
  }
  g_string_free (out, TRUE);
  return NULL;
}

/* clang-format off */
static const char *const stop_words[] = {
    "a", "about", "an", "and", "are", "as", "at", "be", "by", "can", "das", "dem", "den", "der", "des", "die", "do",
    "does", "ein", "eine", "einem", "einen", "einer", "eines", "for", "from", "fuer", "fur", "has", "have", "how",
    "i", "ich", "if", "im", "in", "is", "ist", "it", "its", "kann", "man", "mein", "meine", "meinen", "mit", "my",
    "of", "on", "or", "our", "please", "sich", "sie", "that", "the", "their", "there", "this", "to", "und", "von",
    "was", "we", "what", "when", "where", "wie", "will", "wir", "with", "you", "your", "zu", "zum", "zur",
};
/* clang-format on */

gboolean
bh_kb_is_stop_word (const char *word)
{
  guint low = 0, high = G_N_ELEMENTS (stop_words);

  while (low < high) {
    guint middle = (low + high) / 2;
    int order = strcmp (word, stop_words[middle]);
    if (order == 0)
      return TRUE;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return FALSE;
}

/* ---- keys */

char *
bh_kb_key (const GArray *atoms, guint first, guint n)
{
  GString *key = g_string_new (NULL);

  for (guint i = first; i < first + n && i < atoms->len; i++) {
    const BhKbAtom *atom = &g_array_index (atoms, BhKbAtom, i);
    g_autofree char *stem = atom->cjk ? NULL : bh_kb_stem (atom->spoken, NULL);
    if (i > first && !(atom->cjk && g_array_index (atoms, BhKbAtom, i - 1).cjk))
      g_string_append_c (key, ' ');
    g_string_append (key, stem != NULL ? stem + 1 : atom->word);
  }
  return g_string_free (key, FALSE);
}

char *
bh_kb_key_of (const char *text)
{
  g_autoptr (GArray) atoms = bh_kb_atoms (text, 64);

  return bh_kb_key (atoms, 0, atoms->len);
}
