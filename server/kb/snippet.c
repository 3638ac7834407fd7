/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/snippet.h"

#include "server/kb/terms.h"

#define ATOMS_MAX 12000
#define MARKS_MAX 400
#define LEAD      24 /* characters before the first thing found */

typedef struct {
  guint start, end;
  const char *term; /* of the wanted set */
} Mark;

typedef struct {
  GHashTable *wanted;
  const char *found;
} Looking;

static void
look (const char *term, gpointer data)
{
  Looking *looking = data;
  gpointer own;

  if (looking->found == NULL && g_hash_table_lookup_extended (looking->wanted, term, &own, NULL))
    looking->found = own;
}

/* A pair marks both of its characters. */
static guint
end_of_mark (const GArray *atoms, guint i)
{
  const BhKbAtom *atom = &g_array_index (atoms, BhKbAtom, i);
  gboolean pair = i + 1 < atoms->len && atom->cjk && atom[1].cjk && atom[1].glued;

  return pair ? atom[1].end : atom->end;
}

static GArray *
find_marks (const GArray *atoms, const char *language, GHashTable *wanted)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (Mark));

  for (guint i = 0; i < atoms->len && marks->len < MARKS_MAX; i++) {
    Looking looking = {wanted, NULL};
    Mark mark;
    bh_kb_terms_each (atoms, i, language, look, &looking);
    if (looking.found == NULL)
      continue;
    mark = (Mark){g_array_index (atoms, BhKbAtom, i).start, end_of_mark (atoms, i), looking.found};
    g_array_append_val (marks, mark);
  }
  return marks;
}

/* How much is in the stretch of @room characters that begins at mark @first: a thing found again
 * counts little. */
static guint
worth (const GArray *marks, guint first, guint room)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint limit = g_array_index (marks, Mark, first).start + room;
  guint again = 0;

  for (guint i = first; i < marks->len && g_array_index (marks, Mark, i).end <= limit; i++)
    again += !g_hash_table_add (seen, (gpointer) g_array_index (marks, Mark, i).term);
  return 8 * g_hash_table_size (seen) + MIN (again, 7);
}

static guint
best_start (const GArray *marks, guint max)
{
  guint best = 0, best_worth = 0;

  for (guint i = 0; i < marks->len; i++) {
    guint here = worth (marks, i, max > LEAD ? max - LEAD : max);
    if (here > best_worth) {
      best_worth = here;
      best = g_array_index (marks, Mark, i).start;
    }
  }
  return best;
}

/* Back from @at to where a line or a sentence begins, or a word, at most LEAD characters. */
static guint
begin_of_stretch (const char *text, guint at)
{
  guint low = at > LEAD ? at - LEAD : 0;
  guint word = at;

  for (guint i = at; i > low; i--) {
    gunichar before = g_utf8_get_char (g_utf8_offset_to_pointer (text, (glong) i - 1));
    if (before == '\n' || before == 0x3002)
      return i;
    if (g_unichar_isspace (before) || g_unichar_ispunct (before))
      word = i;
  }
  return low == 0 ? 0 : word;
}

static void
add_range (GArray *ranges, guint start, guint end)
{
  BhKbRange *last = ranges->len > 0 ? &g_array_index (ranges, BhKbRange, ranges->len - 1) : NULL;
  BhKbRange range = {start, end - start};

  if (last != NULL && start <= last->start + last->length)
    last->length = MAX (last->length, end - last->start);
  else
    g_array_append_val (ranges, range);
}

static void
append_on_one_line (GString *out, const char *text, guint first, guint n)
{
  const char *p = g_utf8_offset_to_pointer (text, (glong) first);

  for (; n > 0; n--, p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    g_string_append_unichar (out, g_unichar_iscntrl (c) ? ' ' : c);
  }
}

BhKbSnippet *
bh_kb_snippet_new (const char *text, const char *language, GHashTable *wanted, guint max)
{
  g_autoptr (GArray) atoms = bh_kb_atoms (text, ATOMS_MAX);
  g_autoptr (GArray) marks = find_marks (atoms, language, wanted);
  guint length = (guint) g_utf8_strlen (text, -1);
  guint first = length <= max ? 0 : begin_of_stretch (text, best_start (marks, max));
  guint n = MIN (max, length - first);
  guint shift = first > 0; /* of the ranges, by the "…" */
  GString *out = g_string_new (first > 0 ? "…" : "");
  BhKbSnippet *snippet = g_new0 (BhKbSnippet, 1);

  append_on_one_line (out, text, first, n);
  if (first + n < length)
    g_string_append (out, "…");
  snippet->ranges = g_array_new (FALSE, FALSE, sizeof (BhKbRange));
  for (guint i = 0; i < marks->len; i++) {
    const Mark *mark = &g_array_index (marks, Mark, i);
    if (mark->start >= first && mark->end <= first + n)
      add_range (snippet->ranges, mark->start - first + shift, mark->end - first + shift);
  }
  snippet->text = g_string_free (out, FALSE);
  return snippet;
}

void
bh_kb_snippet_free (BhKbSnippet *snippet)
{
  if (snippet == NULL)
    return;
  g_free (snippet->text);
  g_array_unref (snippet->ranges);
  g_free (snippet);
}
