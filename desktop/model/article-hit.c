/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/article-hit.h"

#include <string.h>

#include "desktop/client/json-get.h"

enum {
  PROP_ARTICLE = 1,
  PROP_VERSION,
  PROP_PLACE,
  PROP_TITLE,
  PROP_TITLE_MARKED,
  PROP_SNIPPET_MARKED,
  PROP_LANGUAGE,
  PROP_CATEGORY,
  PROP_WHY,
  PROP_USEFUL,
  PROP_DUE,
  PROP_LOOSE,
};

static const BhItemField fields[] = {
    {"article", bh_item_string},
    {"version", bh_item_int},
    {"place", bh_item_int},
    {"title", bh_item_string},
    {"title-marked", bh_item_string},
    {"snippet-marked", bh_item_string},
    {"language", bh_item_string},
    {"category", bh_item_string},
    {"why", bh_item_string},
    {"useful", bh_item_int},
    {"due", bh_item_bool},
    {"loose", bh_item_bool},
};

struct _BhArticleHit {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhArticleHit, bh_article_hit, BH_TYPE_ITEM)

static void
bh_article_hit_class_init (BhArticleHitClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_article_hit_init (BhArticleHit *self)
{
}

static void
append_escaped (GString *marked, const char *from, const char *to)
{
  g_autofree char *escaped = g_markup_escape_text (from, to - from);

  g_string_append (marked, escaped);
}

static gint64
number_at (JsonArray *pair, guint i)
{
  JsonNode *node = json_array_get_element (pair, i);

  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
             ? json_node_get_int (node)
             : -1;
}

/* FALSE: it is no range of a text of @length characters that begins at @from or later. */
static gboolean
read_range (JsonArray *ranges, guint i, glong from, glong length, glong *start, glong *end)
{
  JsonNode *node = json_array_get_element (ranges, i);
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gint64 first;
  gint64 n;

  if (pair == NULL || json_array_get_length (pair) != 2)
    return FALSE;
  first = number_at (pair, 0);
  n = number_at (pair, 1);
  if (first < from || n <= 0 || first > length || n > length - first)
    return FALSE;
  *start = (glong) first;
  *end = (glong) (first + n);
  return TRUE;
}

char *
bh_article_hit_mark (const char *text, JsonArray *ranges)
{
  GString *marked = g_string_new (NULL);
  glong length = g_utf8_strlen (text, -1);
  const char *at = text;
  glong from = 0;
  glong start;
  glong end;

  for (guint i = 0; i < bh_json_array_length (ranges); i++) {
    const char *first;
    const char *last;
    if (!read_range (ranges, i, from, length, &start, &end))
      continue;
    first = g_utf8_offset_to_pointer (at, start - from);
    last = g_utf8_offset_to_pointer (first, end - start);
    append_escaped (marked, at, first);
    g_string_append (marked, "<b>");
    append_escaped (marked, first, last);
    g_string_append (marked, "</b>");
    at = last;
    from = end;
  }
  append_escaped (marked, at, at + strlen (at));
  return g_string_free (marked, FALSE);
}

/* A line of its own is what a row has. */
static char *
one_line (const char *text)
{
  return g_strdelimit (g_strdup (text != NULL ? text : ""), "\r\n\t", ' ');
}

BhArticleHit *
bh_article_hit_new (JsonObject *data, guint place, const char *why)
{
  const char *id = bh_json_string (data, "article");
  g_autofree char *title = one_line (bh_json_string (data, "title"));
  g_autofree char *snippet = one_line (bh_json_string (data, "snippet"));
  g_autofree char *title_marked = NULL;
  g_autofree char *snippet_marked = NULL;
  BhArticleHit *self;

  if (id == NULL)
    return NULL;
  self = g_object_new (BH_TYPE_ARTICLE_HIT, NULL);
  title_marked = bh_article_hit_mark (title, bh_json_array (data, "title_ranges"));
  snippet_marked = bh_article_hit_mark (snippet, bh_json_array (data, "snippet_ranges"));
  bh_item_set_string (self, PROP_ARTICLE, id);
  bh_item_set_int (self, PROP_VERSION, bh_json_int (data, "version", 0));
  bh_item_set_int (self, PROP_PLACE, place);
  bh_item_set_string (self, PROP_TITLE, title);
  bh_item_set_string (self, PROP_TITLE_MARKED, title_marked);
  bh_item_set_string (self, PROP_SNIPPET_MARKED, snippet_marked);
  bh_item_set_string (self, PROP_LANGUAGE, bh_json_string (data, "language"));
  bh_item_set_string (self, PROP_CATEGORY, bh_json_string (data, "category"));
  bh_item_set_string (self, PROP_WHY, why);
  bh_item_set_int (self, PROP_USEFUL, bh_json_int (data, "useful", 0));
  bh_item_set_bool (self, PROP_DUE, bh_json_bool (data, "due"));
  bh_item_set_bool (self, PROP_LOOSE, bh_json_bool (data, "loose"));
  return self;
}

const char *
bh_article_hit_get_article (BhArticleHit *self)
{
  return bh_item_get_string (self, PROP_ARTICLE);
}

const char *
bh_article_hit_get_title (BhArticleHit *self)
{
  return bh_item_get_string (self, PROP_TITLE);
}

gint64
bh_article_hit_get_place (BhArticleHit *self)
{
  return bh_item_get_int (self, PROP_PLACE);
}
