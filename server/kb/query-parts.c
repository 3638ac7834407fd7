/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/kb/query-private.h"

/* A query is divided into parts: first the longest phrases that mean the same as others, from the
 * left; what stays between them without what says nothing. */

#define PHRASE_MAX 8 /* atoms */

/* What people put around what they search. A single character only at the edge of a run: inside it
 * may be part of a word. */
static const char *const chaff[] = {
    "请问一下", "为什么", "能不能", "可不可以", "有没有", "是不是", "我想要", "请问",
    "怎么",     "怎样",   "如何",   "什么",     "哪里",   "可以",   "是否",   "需要",
    "我们",     "我的",   "你的",   "您的",     "我想",   "我要",   "的",     "了",
    "吗",       "呢",     "吧",     "我",       "您",     "你",     "请",     "啊",
};
/* Only where a run ends: the beginning of "怎么办理" is another word. */
static const char *const last_chaff[] = {"怎么办", "怎么样", "怎么回事", "怎么弄"};
#define SINGLE_FROM "的" /* and what follows: single characters */

void
bh_kb_part_clear (gpointer data)
{
  BhKbPart *part = data;

  g_clear_pointer (&part->others, g_ptr_array_unref);
}

static const BhKbAtom *
atom_at (const BhKbQuery *query, guint i)
{
  return &g_array_index (query->atoms, BhKbAtom, i);
}

/* How many atoms from @i on, before @end, are the characters of @phrase; 0: they are not. */
static guint
spells (const BhKbQuery *query, guint i, guint end, const char *phrase)
{
  guint n = 0;

  while (*phrase != '\0' && i + n < end && atom_at (query, i + n)->cjk &&
         g_str_has_prefix (phrase, atom_at (query, i + n)->word)) {
    phrase += strlen (atom_at (query, i + n)->word);
    n++;
  }
  return *phrase == '\0' ? n : 0;
}

static guint
chaff_at (const BhKbQuery *query, guint i, guint begin, guint end)
{
  gboolean single = FALSE;

  for (guint c = 0; c < G_N_ELEMENTS (last_chaff); c++) {
    guint n = spells (query, i, end, last_chaff[c]);
    if (n > 0 && i + n == end)
      return n;
  }
  for (guint c = 0; c < G_N_ELEMENTS (chaff); c++) {
    guint n = spells (query, i, end, chaff[c]);
    single |= g_str_equal (chaff[c], SINGLE_FROM);
    if (n > 0 && (!single || i == begin || i + n == end ||
                  (g_str_equal (chaff[c], SINGLE_FROM) && i - begin >= 2 && end - i - n >= 2)))
      return n;
  }
  return 0;
}

static void
add_part (BhKbQuery *query, guint first, guint n)
{
  BhKbPart part = {first, n, NULL};

  if (n > 0)
    g_array_append_val (query->parts, part);
}

/* A run of characters without the chaff at its edges and between. */
static void
divide_run (BhKbQuery *query, guint begin, guint end)
{
  guint first = begin;

  for (guint i = begin; i < end;) {
    guint n = chaff_at (query, i, first, end);
    if (n == 0) {
      i++;
      continue;
    }
    add_part (query, first, i - first);
    i += n;
    first = i;
  }
  add_part (query, first, end - first);
}

static guint
run_end (const BhKbQuery *query, guint i, guint end)
{
  guint last = i + 1;

  while (last < end && atom_at (query, last)->cjk == atom_at (query, i)->cjk &&
         atom_at (query, last)->glued)
    last++;
  return last;
}

static void
divide_plain (BhKbQuery *query, guint begin, guint end)
{
  for (guint i = begin; i < end;) {
    guint last = run_end (query, i, end);
    if (atom_at (query, i)->cjk)
      divide_run (query, i, last);
    else if (last > i + 1 || !bh_kb_is_stop_word (atom_at (query, i)->word))
      add_part (query, i, last - i);
    i = last;
  }
}

/* The longest phrase that begins at @i and has others of its meaning; 0: none. */
static guint
synonym_at (const BhKbQuery *query, guint i, GHashTable *synonyms, GPtrArray **others)
{
  for (guint n = MIN (PHRASE_MAX, query->atoms->len - i); n > 0; n--) {
    g_autofree char *key = bh_kb_key (query->atoms, i, n);
    *others = g_hash_table_lookup (synonyms, key);
    if (*others != NULL)
      return n;
  }
  return 0;
}

static void
free_atoms (gpointer atoms)
{
  g_array_unref (atoms);
}

static void
add_synonym (BhKbQuery *query, guint first, guint n, GPtrArray *texts)
{
  BhKbPart part = {first, n, g_ptr_array_new_with_free_func (free_atoms)};

  for (guint i = 0; i < texts->len; i++) {
    g_ptr_array_add (part.others, bh_kb_atoms (texts->pdata[i], PHRASE_MAX * 2));
    g_ptr_array_add (query->also, g_strdup (texts->pdata[i]));
  }
  g_array_append_val (query->parts, part);
}

static void
divide_whole (BhKbQuery *query)
{
  guint last;

  for (guint i = 0; i < query->atoms->len; i = last) {
    last = run_end (query, i, query->atoms->len);
    add_part (query, i, last - i);
  }
}

void
bh_kb_query_divide (BhKbQuery *query, GHashTable *synonyms)
{
  guint begin = 0;

  g_array_set_size (query->parts, 0);
  g_ptr_array_set_size (query->also, 0);
  for (guint i = 0; synonyms != NULL && i < query->atoms->len;) {
    GPtrArray *others = NULL;
    guint n = synonym_at (query, i, synonyms, &others);
    if (n == 0) {
      i++;
      continue;
    }
    divide_plain (query, begin, i);
    add_synonym (query, i, n, others);
    begin = i += n;
  }
  divide_plain (query, begin, query->atoms->len);
  if (query->parts->len == 0) /* "how to" alone: then that is what is searched */
    divide_whole (query);
}
