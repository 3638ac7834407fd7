/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/query.h"

#include <string.h>

#include "server/kb/document.h"
#include "server/kb/plain.h"
#include "server/kb/query-private.h"
#include "server/kb/snippet.h"

#define ATOMS_MAX   40
#define PHRASE_MAX  8
#define SNIPPET_MAX 160
#define BODY_READ   8000 /* characters, kb_search.sql */
#define TITLE_MAX   400
#define ALSO_MAX    8

static void
array_unref (gpointer array)
{
  g_ptr_array_unref (array);
}

static void
json_unref (gpointer array)
{
  json_array_unref (array);
}

/* Somebody who types goes on where the text ends in a word. */
static gboolean
ends_in_a_word (const BhKbQuery *query)
{
  guint n = query->atoms->len;

  return n > 0 &&
         g_array_index (query->atoms, BhKbAtom, n - 1).end == g_utf8_strlen (query->text, -1);
}

BhKbQuery *
bh_kb_query_new (const char *text, const char *language)
{
  BhKbQuery *query = g_new0 (BhKbQuery, 1);

  query->text = g_utf8_make_valid (text, -1);
  query->language = language != NULL ? bh_kb_language (language) : NULL;
  if (query->language == NULL) /* what is none finds none */
    query->language = g_strdup (language);
  query->folded = bh_kb_fold (query->text);
  query->atoms = bh_kb_atoms (query->text, ATOMS_MAX);
  query->parts = g_array_new (FALSE, FALSE, sizeof (BhKbPart));
  g_array_set_clear_func (query->parts, bh_kb_part_clear);
  query->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  query->completed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, array_unref);
  query->similar = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, json_unref);
  query->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  query->also = g_ptr_array_new_with_free_func (g_free);
  query->goes_on = ends_in_a_word (query);
  bh_kb_query_divide (query, NULL);
  return query;
}

void
bh_kb_query_free (BhKbQuery *query)
{
  if (query == NULL)
    return;
  g_free (query->text);
  g_free (query->language);
  g_free (query->folded);
  g_free (query->meant);
  g_array_unref (query->atoms);
  g_array_unref (query->parts);
  g_hash_table_unref (query->known);
  g_hash_table_unref (query->completed);
  g_hash_table_unref (query->similar);
  g_hash_table_unref (query->wanted);
  g_ptr_array_unref (query->also);
  g_free (query);
}

gboolean
bh_kb_query_says_something (const BhKbQuery *query)
{
  return query->atoms->len > 0;
}

const char *
bh_kb_query_meant (const BhKbQuery *query)
{
  return query->meant;
}

/* ---- kb_words */

static void
add_once (const char *term, gpointer data)
{
  GHashTable *set = data;

  if (*term != '=')
    g_hash_table_add (set, g_strdup (term));
}

static JsonArray *
array_of (GHashTable *set)
{
  JsonArray *array = json_array_new ();
  GHashTableIter iter;
  gpointer text;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    json_array_add_string_element (array, text);
  return array;
}

static JsonArray *
phrases_of (const BhKbQuery *query)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < query->atoms->len; i++)
    for (guint n = 1; n <= PHRASE_MAX && i + n <= query->atoms->len; n++)
      g_hash_table_add (keys, bh_kb_key (query->atoms, i, n));
  return array_of (keys);
}

/* What begins words that we want: the last one, which may still be typed, and lone characters. */
static JsonArray *
beginnings_of (const BhKbQuery *query)
{
  JsonArray *array = json_array_new ();
  guint n = query->atoms->len;

  for (guint i = 0; i < n; i++) {
    const BhKbAtom *atom = &g_array_index (query->atoms, BhKbAtom, i);
    gboolean alone = atom->cjk && !atom->glued && (i + 1 == n || !atom[1].cjk || !atom[1].glued);
    if (alone || (!atom->cjk && i + 1 == n && query->goes_on))
      json_array_add_string_element (array, atom->word);
  }
  return array;
}

static char *
text_of (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}

char *
bh_kb_query_words_args (const BhKbQuery *query)
{
  g_autoptr (GHashTable) terms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonObject *args = json_object_new ();

  for (guint i = 0; i < query->atoms->len; i++)
    bh_kb_terms_each (query->atoms, i, query->language, add_once, terms);
  json_object_set_array_member (args, "words", array_of (terms));
  json_object_set_array_member (args, "begun", beginnings_of (query));
  json_object_set_array_member (args, "phrases", phrases_of (query));
  return text_of (args);
}

static JsonNode *
read_object (const char *json)
{
  JsonNode *node = json != NULL ? json_from_string (json, NULL) : NULL;

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    g_clear_pointer (&node, json_node_unref);
  return node;
}

static GPtrArray *
texts_of (JsonArray *array)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_ptr_array_add (texts, g_strdup (json_array_get_string_element (array, i)));
  return texts;
}

/* The text's own words are in what the database knows; no stop word is of use. */
static GPtrArray *
words_of (JsonArray *array)
{
  GPtrArray *texts = texts_of (array);

  for (guint i = texts->len; i > 0; i--)
    if (bh_kb_is_stop_word (texts->pdata[i - 1]))
      g_ptr_array_remove_index (texts, i - 1);
  return texts;
}

static void
take_known (JsonObject *object, const char *member, JsonNode *value, gpointer data)
{
  BhKbQuery *query = data;
  gint64 *n = g_new (gint64, 1);

  *n = json_node_get_int (value);
  g_hash_table_insert (query->known, g_strdup (member), n);
}

static void
take_completed (JsonObject *object, const char *member, JsonNode *value, gpointer data)
{
  BhKbQuery *query = data;

  g_hash_table_insert (query->completed, g_strdup (member), words_of (json_node_get_array (value)));
}

static void
take_similar (JsonObject *object, const char *member, JsonNode *value, gpointer data)
{
  BhKbQuery *query = data;

  g_hash_table_insert (query->similar,
                       g_strdup (member),
                       json_array_ref (json_node_get_array (value)));
}

static void
take_synonyms (JsonObject *object, const char *member, JsonNode *value, gpointer data)
{
  g_hash_table_insert (data, g_strdup (member), texts_of (json_node_get_array (value)));
}

static void
each_member (JsonObject *answer, const char *member, JsonObjectForeach func, gpointer data)
{
  JsonNode *node = json_object_get_member (answer, member);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), func, data);
}

void
bh_kb_query_take_words (BhKbQuery *query, const char *json)
{
  g_autoptr (GHashTable) synonyms =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, array_unref);
  g_autoptr (JsonNode) node = read_object (json);
  JsonObject *answer = node != NULL ? json_node_get_object (node) : NULL;

  if (answer == NULL)
    return;
  query->articles = json_object_get_int_member_with_default (answer, "articles", 0);
  each_member (answer, "known", take_known, query);
  each_member (answer, "completed", take_completed, query);
  each_member (answer, "similar", take_similar, query);
  each_member (answer, "synonyms", take_synonyms, synonyms);
  bh_kb_query_divide (query, synonyms);
  query->meant = bh_kb_query_guess (query);
}

/* ---- kb_search */

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

static gboolean
is_cjk (const BhKbQuery *query)
{
  for (guint i = 0; i < query->atoms->len; i++)
    if (g_array_index (query->atoms, BhKbAtom, i).cjk)
      return TRUE;
  return FALSE;
}

char *
bh_kb_query_search_args (BhKbQuery *query, guint limit)
{
  g_autofree char *strict = NULL;
  g_autofree char *loose = NULL;
  JsonObject *args = json_object_new ();

  g_hash_table_remove_all (query->wanted); /* gathered anew on the way */
  strict = bh_kb_query_strict (query);
  loose = bh_kb_query_loose (query);
  set_text (args, "query", strict);
  if (g_strcmp0 (strict, loose) != 0)
    set_text (args, "loose", loose);
  set_text (args, "title", query->folded);
  set_text (args, "language", query->language);
  json_object_set_boolean_member (args, "cjk", is_cjk (query));
  json_object_set_int_member (args, "limit", CLAMP (limit, 1, 50));
  return text_of (args);
}

static JsonArray *
ranges_array (const GArray *ranges)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < ranges->len; i++) {
    const BhKbRange *range = &g_array_index (ranges, BhKbRange, i);
    JsonArray *pair = json_array_new ();
    json_array_add_int_element (pair, range->start);
    json_array_add_int_element (pair, range->length);
    json_array_add_array_element (array, pair);
  }
  return array;
}

/* Puts @text, or a stretch of it, with its ranges into @hit. */
static void
put_snippet (const BhKbQuery *query,
             JsonObject *hit,
             const char *member,
             const char *text,
             guint max)
{
  const char *language = json_object_get_string_member_with_default (hit, "language", NULL);
  g_autoptr (BhKbSnippet) snippet = bh_kb_snippet_new (text, language, query->wanted, max);
  g_autofree char *ranges = g_strconcat (member, "_ranges", NULL);

  json_object_set_string_member (hit, member, snippet->text);
  json_object_set_array_member (hit, ranges, ranges_array (snippet->ranges));
}

/* The database gives the beginning of a long article; half a link at its end is no words. */
static char *
whole_lines (const char *body)
{
  const char *end = g_utf8_strlen (body, -1) >= BODY_READ ? strrchr (body, '\n') : NULL;

  return end != NULL ? g_strndup (body, (gsize) (end - body)) : g_strdup (body);
}

static void
shape_hit (const BhKbQuery *query, JsonObject *hit)
{
  g_autofree char *title = g_strdup (json_object_get_string_member_with_default (hit, "title", ""));
  g_autofree char *body =
      whole_lines (json_object_get_string_member_with_default (hit, "body", ""));
  g_autoptr (BhKbPlain) plain = bh_kb_plain_new (body);

  json_object_remove_member (hit, "body");
  put_snippet (query, hit, "title", title, TITLE_MAX);
  put_snippet (query, hit, "snippet", plain->text, SNIPPET_MAX);
}

/* The words that mean the same as what was asked: searched too, and worth telling. */
static JsonArray *
also_of (const BhKbQuery *query)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < query->also->len && i < ALSO_MAX; i++)
    json_array_add_string_element (array, query->also->pdata[i]);
  return array;
}

JsonObject *
bh_kb_query_result (const BhKbQuery *query, const char *json)
{
  g_autoptr (JsonNode) node = read_object (json);
  JsonObject *result = node != NULL ? json_node_get_object (node) : NULL;
  gboolean found = FALSE;
  JsonArray *hits;

  if (result == NULL || !json_object_has_member (result, "hits"))
    return NULL;
  hits = json_object_get_array_member (result, "hits");
  for (guint i = 0; i < json_array_get_length (hits); i++) {
    JsonObject *hit = json_array_get_object_element (hits, i);
    shape_hit (query, hit);
    found |= !json_object_get_boolean_member_with_default (hit, "loose", FALSE);
  }
  json_object_set_array_member (result, "also", also_of (query));
  if (query->meant != NULL && !found) /* who finds something meant it */
    json_object_set_string_member (result, "did_you_mean", query->meant);
  return json_object_ref (result);
}
