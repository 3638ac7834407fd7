/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-changes.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "desktop/model/bidi.h"

/* Letters around what changed in a text. */
#define AROUND  16
#define LONGEST 160
/* A word is not cut off for these. */
#define NEAR 10

typedef struct {
  BhScript *from, *to;
  const char *language;
  GHashTable *twins; /* steps of @to -> the same of @from */
  GPtrArray *lines;  /* of the page at hand */
} Look;

static void
change_free (gpointer data)
{
  BhScriptChange *change = data;

  g_free (change->title);
  g_ptr_array_unref (change->lines);
  g_free (change);
}

static void G_GNUC_PRINTF (2, 3) say (Look *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->lines, g_strdup_vprintf (format, args));
  va_end (args);
}

/* ---- names and texts */

static const char *
words_of (Look *self, const BhScriptWords *words)
{
  return bh_script_words_get (words, self->language);
}

static char *
title_of (Look *self, const BhScriptStep *step)
{
  const char *title = words_of (self, step->title);

  return bh_bidi_part (*title != '\0' ? title : step->id);
}

static char *
title_of_id (Look *self, BhScript *script, const char *id)
{
  BhScriptStep *step = bh_script_find_step (script, id);

  return step != NULL ? title_of (self, step) : g_strdup (id);
}

/* To where a word begins or ends, if that is near. */
static glong
to_word (const char *text, glong n, glong place, int step)
{
  for (glong i = place, left = NEAR; i > 0 && i < n && left > 0; i += step, left--) {
    const char *at = g_utf8_offset_to_pointer (text, step < 0 ? i - 1 : i);
    if (g_unichar_isspace (g_utf8_get_char (at)))
      return i;
    if ((step < 0 && i == 1) || (step > 0 && i == n - 1))
      return step < 0 ? 0 : n;
  }
  return place;
}

/* @length letters from @start on, with dots where something is left out. */
static char *
cut (const char *text, glong start, glong length)
{
  glong n = g_utf8_strlen (text, -1);
  glong first = to_word (text, n, MAX (0, start - AROUND), -1);
  glong last = to_word (text, n, MIN (n, start + MIN (length, LONGEST) + AROUND), 1);
  g_autofree char *middle = g_utf8_substring (text, first, last);
  g_autofree char *line = g_strdelimit (g_steal_pointer (&middle), "\n\t", ' ');
  g_autofree char *part = g_strconcat (first > 0 ? "…" : "", line, last < n ? "…" : "", NULL);

  return bh_bidi_part (part);
}

/* The letters that both begin, and both end with. */
static void
find_same (const char *a, const char *b, glong *head, glong *tail)
{
  const char *p = a;
  const char *q = b;
  const char *p_end = a + strlen (a);
  const char *q_end = b + strlen (b);

  for (*head = 0; *p != '\0' && g_utf8_get_char (p) == g_utf8_get_char (q); (*head)++) {
    p = g_utf8_next_char (p);
    q = g_utf8_next_char (q);
  }
  for (*tail = 0; p_end > p && q_end > q; (*tail)++) {
    const char *left = g_utf8_prev_char (p_end);
    const char *right = g_utf8_prev_char (q_end);
    if (g_utf8_get_char (left) != g_utf8_get_char (right))
      break;
    p_end = left;
    q_end = right;
  }
}

static void
say_text (Look *self, const char *what, const char *language, const char *a, const char *b)
{
  g_autofree char *where = *language != '\0' ? g_strdup_printf ("%s (%s)", what, language)
                                             : g_strdup (what);
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  glong head, tail;

  if (g_str_equal (a, b))
    return;
  find_same (a, b, &head, &tail);
  old = cut (a, head, g_utf8_strlen (a, -1) - head - tail);
  new = cut (b, head, g_utf8_strlen (b, -1) - head - tail);
  if (*a == '\0')
    /* Translators: what of the page, then the words: Title: now “Hello” */
    say (self, _ ("%s: now “%s”"), where, new);
  else if (*b == '\0')
    say (self, _ ("%s: no longer “%s”"), where, old);
  else
    say (self, _ ("%s: “%s” is now “%s”"), where, old, new);
}

static const char *
exact (const BhScriptWords *words, const char *language)
{
  for (guint i = 0; words != NULL && i < words->n; i++)
    if (g_str_equal (words->languages[i], language))
      return words->texts[i];
  return "";
}

static gboolean
has_language (const BhScriptWords *words, const char *language)
{
  for (guint i = 0; words != NULL && i < words->n; i++)
    if (g_str_equal (words->languages[i], language))
      return TRUE;
  return FALSE;
}

/* In every language that one of them has. */
static void
compare_words (Look *self, const char *what, const BhScriptWords *a, const BhScriptWords *b)
{
  gboolean many = (a != NULL && a->n > 1) || (b != NULL && b->n > 1);

  if (!many) {
    say_text (self, what, "", words_of (self, a), words_of (self, b));
    return;
  }
  for (guint i = 0; b != NULL && i < b->n; i++)
    say_text (self, what, b->languages[i], exact (a, b->languages[i]), b->texts[i]);
  for (guint i = 0; a != NULL && i < a->n; i++)
    if (!has_language (b, a->languages[i]))
      say_text (self, what, a->languages[i], a->texts[i], "");
}

static gboolean
same_words (const BhScriptWords *a, const BhScriptWords *b)
{
  if ((a != NULL ? a->n : 0) != (b != NULL ? b->n : 0))
    return FALSE;
  for (guint i = 0; a != NULL && i < a->n; i++)
    if (!has_language (b, a->languages[i]) ||
        !g_str_equal (a->texts[i], exact (b, a->languages[i])))
      return FALSE;
  return TRUE;
}

/* ---- lists of short texts: ways, jumps, articles, choices */

static gboolean
is_in (GPtrArray *list, const char *text)
{
  return g_ptr_array_find_with_equal_func (list, text, g_str_equal, NULL);
}

static void
compare_lists (Look *self,
               GPtrArray *a,
               GPtrArray *b,
               const char *added,
               const char *removed,
               const char *order)
{
  gboolean same = a->len == b->len;

  for (guint i = 0; i < b->len; i++)
    if (!is_in (a, b->pdata[i])) {
      g_autofree char *part = bh_bidi_part (b->pdata[i]);
      say (self, "%s: %s", added, part);
      same = FALSE;
    }
  for (guint i = 0; i < a->len; i++)
    if (!is_in (b, a->pdata[i])) {
      g_autofree char *part = bh_bidi_part (a->pdata[i]);
      say (self, "%s: %s", removed, part);
      same = FALSE;
    }
  for (guint i = 0; same && i < a->len; i++)
    if (!g_str_equal (a->pdata[i], b->pdata[i])) {
      say (self, "%s", order);
      same = FALSE;
    }
}

static GPtrArray *
list_ways (Look *self, BhScript *script, const BhScriptStep *step)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < step->ways->len; i++) {
    const BhScriptWay *way = step->ways->pdata[i];
    g_autofree char *to = title_of_id (self, script, way->go != NULL ? way->go : "");
    g_ptr_array_add (list,
                     way->when_text != NULL && *way->when_text != '\0'
                         /* Translators: where a step of a script goes on, and its condition */
                         ? g_strdup_printf (_ ("to “%s” when %s"), to, way->when_text)
                         : g_strdup_printf (_ ("to “%s”"), to));
  }
  return list;
}

static GPtrArray *
list_jumps (Look *self, BhScript *script, const char *const *jumps)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; jumps != NULL && jumps[i] != NULL; i++)
    g_ptr_array_add (list, title_of_id (self, script, jumps[i]));
  return list;
}

static GPtrArray *
list_articles (Look *self, const BhScriptStep *step)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < step->links->len; i++) {
    const BhScriptLink *link = step->links->pdata[i];
    const char *title = words_of (self, link->title);
    g_ptr_array_add (list,
                     g_strdup (*title != '\0'         ? title
                               : link->search != NULL ? link->search
                                                      : link->article));
  }
  return list;
}

static GPtrArray *
list_options (Look *self, const BhScriptQuestion *question)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < question->options->len; i++) {
    const BhScriptOption *option = question->options->pdata[i];
    g_ptr_array_add (list, g_strdup (words_of (self, option->label)));
  }
  return list;
}

/* ---- questions */

static const char *
kind_word (BhScriptType type)
{
  switch (type) {
  case BH_SCRIPT_NUMBER:
    return C_ ("kind of question", "Number");
  case BH_SCRIPT_DATE:
    return C_ ("kind of question", "Day");
  case BH_SCRIPT_CHOICE:
    return C_ ("kind of question", "One of several");
  case BH_SCRIPT_CHOICES:
    return C_ ("kind of question", "Several of several");
  case BH_SCRIPT_YES_NO:
    return C_ ("kind of question", "Yes or no");
  case BH_SCRIPT_RATING:
    return C_ ("kind of question", "Rating");
  case BH_SCRIPT_TEXT:
  default:
    return C_ ("kind of question", "Text");
  }
}

static gboolean
same_limits (const BhScriptQuestion *a, const BhScriptQuestion *b)
{
  return a->has_min == b->has_min && a->has_max == b->has_max && a->min == b->min &&
         a->max == b->max && a->decimals == b->decimals && g_strcmp0 (a->from, b->from) == 0 &&
         g_strcmp0 (a->until, b->until) == 0 && a->max_length == b->max_length &&
         a->lines == b->lines;
}

static void
compare_question (Look *self, const BhScriptQuestion *a, const BhScriptQuestion *b)
{
  g_autofree char *label = bh_bidi_part (words_of (self, b->label));
  g_autofree char *name = g_strdup_printf (_ ("Question “%s”"), label);
  g_autofree char *choice_added = g_strdup_printf (_ ("%s, new choice"), name);
  g_autofree char *choice_removed = g_strdup_printf (_ ("%s, choice removed"), name);
  g_autofree char *choice_order = g_strdup_printf (_ ("%s: other order of the choices"), name);
  g_autofree char *hint = g_strdup_printf (_ ("%s, hint"), name);
  g_autofree char *condition = g_strdup_printf (_ ("%s, asked only when"), name);
  g_autoptr (GPtrArray) old_options = list_options (self, a);
  g_autoptr (GPtrArray) new_options = list_options (self, b);

  if (!same_words (a->label, b->label))
    compare_words (self, C_ ("script", "Question"), a->label, b->label);
  if (a->type != b->type)
    say (self, _ ("%s: %s is now %s"), name, kind_word (a->type), kind_word (b->type));
  else if (!same_limits (a, b))
    say (self, _ ("%s: takes other answers than before"), name);
  if (a->required != b->required)
    say (self,
         b->required ? _ ("%s: must be answered now") : _ ("%s: need not be answered any more"),
         name);
  compare_lists (self, old_options, new_options, choice_added, choice_removed, choice_order);
  say_text (self,
            condition,
            "",
            a->show_text != NULL ? a->show_text : "",
            b->show_text != NULL ? b->show_text : "");
  compare_words (self, hint, a->help, b->help);
}

static BhScriptQuestion *
find_question (const BhScriptStep *step, const char *id)
{
  for (guint i = 0; i < step->questions->len; i++) {
    BhScriptQuestion *question = step->questions->pdata[i];
    if (g_str_equal (question->id, id))
      return question;
  }
  return NULL;
}

static void
compare_questions (Look *self, const BhScriptStep *a, const BhScriptStep *b)
{
  guint last = 0;
  gboolean moved = FALSE;

  for (guint i = 0; i < b->questions->len; i++) {
    const BhScriptQuestion *question = b->questions->pdata[i];
    BhScriptQuestion *before = find_question (a, question->id);
    guint place = 0;
    g_autofree char *label = bh_bidi_part (words_of (self, question->label));
    if (before == NULL) {
      say (self, _ ("New question: “%s” (%s)"), label, kind_word (question->type));
      continue;
    }
    compare_question (self, before, question);
    g_ptr_array_find (a->questions, before, &place);
    moved = moved || place < last;
    last = place;
  }
  for (guint i = 0; i < a->questions->len; i++) {
    const BhScriptQuestion *question = a->questions->pdata[i];
    g_autofree char *label = bh_bidi_part (words_of (self, question->label));
    if (find_question (b, question->id) == NULL)
      say (self, _ ("Question removed: “%s”"), label);
  }
  if (moved)
    say (self, "%s", _ ("The questions come in another order"));
}

/* ---- pages */

static const char *
page_word (BhScriptStepKind kind)
{
  return kind == BH_SCRIPT_BRANCH ? C_ ("kind of step", "Decides by itself")
         : kind == BH_SCRIPT_END  ? C_ ("kind of step", "End")
                                  : C_ ("kind of step", "Read out and ask");
}

static void
compare_ways (Look *self, const BhScriptStep *a, const BhScriptStep *b)
{
  g_autoptr (GPtrArray) old_ways = list_ways (self, self->from, a);
  g_autoptr (GPtrArray) new_ways = list_ways (self, self->to, b);
  g_autoptr (GPtrArray) old_jumps = list_jumps (self, self->from, (const char *const *) a->jumps);
  g_autoptr (GPtrArray) new_jumps = list_jumps (self, self->to, (const char *const *) b->jumps);
  g_autoptr (GPtrArray) old_links = list_articles (self, a);
  g_autoptr (GPtrArray) new_links = list_articles (self, b);

  compare_lists (self,
                 old_ways,
                 new_ways,
                 _ ("New way"),
                 _ ("Way removed"),
                 _ ("The ways are tried in another order"));
  compare_lists (self,
                 old_jumps,
                 new_jumps,
                 _ ("New jump"),
                 _ ("Jump removed"),
                 _ ("The jumps stand in another order"));
  compare_lists (self,
                 old_links,
                 new_links,
                 _ ("New article"),
                 _ ("Article removed"),
                 _ ("The articles stand in another order"));
}

static void
compare_steps (Look *self, const BhScriptStep *a, const BhScriptStep *b)
{
  if (!g_str_equal (a->id, b->id))
    say (self, _ ("Id: %s is now %s"), a->id, b->id);
  compare_words (self, C_ ("script", "Title"), a->title, b->title);
  if (a->kind != b->kind)
    say (self, _ ("Kind: “%s” is now “%s”"), page_word (a->kind), page_word (b->kind));
  compare_words (self, C_ ("script", "Text"), a->text, b->text);
  if (a->required != b->required)
    say (self, "%s", b->required ? _ ("Must not be left out now") : _ ("May be left out now"));
  if (a->payment != b->payment)
    say (self,
         "%s",
         b->payment ? _ ("Payment: the recording pauses here now")
                    : _ ("No payment any more: the recording goes on here"));
  say_text (self,
            _ ("Suggested result"),
            "",
            a->disposition != NULL ? a->disposition : "",
            b->disposition != NULL ? b->disposition : "");
  compare_questions (self, a, b);
  compare_ways (self, a, b);
}

/* ---- the whole */

static gboolean
is_twin (Look *self, const BhScriptStep *step)
{
  GHashTableIter iter;
  gpointer twin;

  g_hash_table_iter_init (&iter, self->twins);
  while (g_hash_table_iter_next (&iter, NULL, &twin))
    if (twin == step)
      return TRUE;
  return FALSE;
}

static gboolean
is_alike (Look *self, const BhScriptStep *a, const BhScriptStep *b)
{
  const char *title = words_of (self, a->title);
  const char *text = words_of (self, a->text);

  return (*title != '\0' && g_str_equal (title, words_of (self, b->title))) ||
         (*text != '\0' && g_str_equal (text, words_of (self, b->text)));
}

static void
find_twins (Look *self)
{
  GPtrArray *old = bh_script_get_steps (self->from);
  GPtrArray *new = bh_script_get_steps (self->to);

  for (guint i = 0; i < new->len; i++) {
    BhScriptStep *step = new->pdata[i];
    BhScriptStep *same = bh_script_find_step (self->from, step->id);
    if (same != NULL)
      g_hash_table_insert (self->twins, step, same);
  }
  for (guint i = 0; i < new->len; i++) {
    BhScriptStep *step = new->pdata[i];
    for (guint j = 0; j < old->len && !g_hash_table_contains (self->twins, step); j++)
      if (!is_twin (self, old->pdata[j]) && is_alike (self, old->pdata[j], step))
        g_hash_table_insert (self->twins, step, old->pdata[j]);
  }
}

static void
take_change (Look *self, GPtrArray *changes, char *title)
{
  BhScriptChange *change;

  if (self->lines->len == 0) {
    g_free (title);
    return;
  }
  change = g_new (BhScriptChange, 1);
  *change = (BhScriptChange){title, self->lines};
  self->lines = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (changes, change);
}

static gboolean
is_moved (Look *self)
{
  GPtrArray *steps = bh_script_get_steps (self->to);
  guint last = 0;

  for (guint i = 0; i < steps->len; i++) {
    BhScriptStep *twin = g_hash_table_lookup (self->twins, steps->pdata[i]);
    if (twin != NULL && twin->index < last)
      return TRUE;
    if (twin != NULL)
      last = twin->index;
  }
  return FALSE;
}

static void
compare_whole (Look *self)
{
  BhScriptStep *start = bh_script_get_start (self->to);
  BhScriptStep *before = bh_script_get_start (self->from);
  g_autoptr (GPtrArray) old_jumps = list_jumps (self, self->from, bh_script_get_jumps (self->from));
  g_autoptr (GPtrArray) new_jumps = list_jumps (self, self->to, bh_script_get_jumps (self->to));

  compare_words (self,
                 C_ ("script", "Title"),
                 bh_script_get_title (self->from),
                 bh_script_get_title (self->to));
  compare_words (self,
                 C_ ("script", "Description"),
                 bh_script_get_description (self->from),
                 bh_script_get_description (self->to));
  if (start != NULL && before != NULL && g_hash_table_lookup (self->twins, start) != before) {
    g_autofree char *title = title_of (self, start);
    say (self, _ ("It begins with “%s” now"), title);
  }
  compare_lists (self,
                 old_jumps,
                 new_jumps,
                 _ ("New jump from everywhere"),
                 _ ("Jump from everywhere removed"),
                 _ ("The jumps stand in another order"));
  if (is_moved (self))
    say (self, "%s", _ ("The pages stand in another order"));
}

GPtrArray *
bh_script_changes (BhScript *from, BhScript *to, const char *language)
{
  Look look = {from, to, language, NULL, NULL};
  GPtrArray *changes = g_ptr_array_new_with_free_func (change_free);
  GPtrArray *old = bh_script_get_steps (from);
  GPtrArray *new = bh_script_get_steps (to);

  look.twins = g_hash_table_new (NULL, NULL);
  look.lines = g_ptr_array_new_with_free_func (g_free);
  find_twins (&look);
  compare_whole (&look);
  take_change (&look, changes, NULL);
  for (guint i = 0; i < new->len; i++) {
    BhScriptStep *step = new->pdata[i];
    BhScriptStep *twin = g_hash_table_lookup (look.twins, step);
    if (twin != NULL)
      compare_steps (&look, twin, step);
    else
      say (&look, "%s", _ ("New page"));
    take_change (&look, changes, title_of (&look, step));
  }
  for (guint i = 0; i < old->len; i++)
    if (!is_twin (&look, old->pdata[i])) {
      say (&look, "%s", _ ("Page removed"));
      take_change (&look, changes, title_of (&look, old->pdata[i]));
    }
  g_ptr_array_unref (look.lines);
  g_hash_table_unref (look.twins);
  return changes;
}
