/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/index.h"

#include "server/kb/plain.h"
#include "server/kb/terms.h"

static const char *
text_of (JsonObject *article, const char *member)
{
  return json_object_get_string_member_with_default (article, member, NULL);
}

static char **
tags_of (JsonObject *article)
{
  JsonNode *node = json_object_get_member (article, "tags");
  JsonArray *tags = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                 : NULL;
  guint n = tags != NULL ? json_array_get_length (tags) : 0;
  char **texts = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    texts[i] = g_strdup (json_array_get_string_element (tags, i));
  return texts;
}

static void
set_pictures (JsonObject *article, char **names)
{
  JsonArray *pictures = json_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (pictures, names[i]);
  json_object_set_array_member (article, "pictures", pictures);
}

void
bh_kb_index_article (JsonObject *article)
{
  const char *title = text_of (article, "title");
  g_autoptr (BhKbPlain) plain = bh_kb_plain_new (text_of (article, "body"));
  g_auto (GStrv) tags = tags_of (article);
  const BhKbContent content = {.title = title,
                               .language = text_of (article, "language"),
                               .category = text_of (article, "category"),
                               .tags = (const char *const *) tags,
                               .headings = plain->headings,
                               .text = plain->text};
  g_autofree char *folded = bh_kb_fold (title);
  g_autofree char *head = bh_kb_vector (&content, TRUE);
  g_autofree char *all = bh_kb_vector (&content, FALSE);

  json_object_set_string_member (article, "title_folded", folded);
  json_object_set_string_member (article, "head_words", head);
  json_object_set_string_member (article, "words", all);
  set_pictures (article, plain->pictures);
}
