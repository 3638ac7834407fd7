/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/knowledge-entry.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/article.h"

enum {
  PROP_ARTICLE = 1,
  PROP_GROUP,
  PROP_TEXT,
  PROP_DETAIL,
};

static const BhItemField fields[] = {
    {"article", bh_item_string},
    {"group", bh_item_int},
    {"text", bh_item_string},
    {"detail", bh_item_string},
};

struct _BhKnowledgeEntry {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhKnowledgeEntry, bh_knowledge_entry, BH_TYPE_ITEM)

static void
bh_knowledge_entry_class_init (BhKnowledgeEntryClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_knowledge_entry_init (BhKnowledgeEntry *self)
{
}

static BhKnowledgeEntry *
make (const char *text, const char *detail)
{
  BhKnowledgeEntry *self = g_object_new (BH_TYPE_KNOWLEDGE_ENTRY, NULL);

  bh_item_set_string (self, PROP_TEXT, text != NULL ? text : "");
  bh_item_set_string (self, PROP_DETAIL, detail);
  return self;
}

static void
add (GPtrArray *parts, const char *text)
{
  if (text != NULL && *text != '\0')
    g_ptr_array_add (parts, (gpointer) text);
}

/* "Suggested · alice · account · asked every day" */
BhKnowledgeEntry *
bh_knowledge_entry_new_article (JsonObject *data)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *detail = NULL;
  BhKnowledgeEntry *self;

  add (parts, bh_article_status_word (bh_json_string (data, "status")));
  add (parts, bh_json_string (data, "author"));
  add (parts, bh_json_string (data, "category"));
  add (parts, bh_json_string (data, "review_on"));
  add (parts, bh_json_string (data, "comment"));
  g_ptr_array_add (parts, NULL);
  detail = g_strjoinv ("  ·  ", (char **) parts->pdata);
  self = make (bh_json_string (data, "title"), detail);
  bh_item_set_string (self, PROP_ARTICLE, bh_json_string (data, "article"));
  return self;
}

BhKnowledgeEntry *
bh_knowledge_entry_new_gap (JsonObject *data)
{
  guint times = (guint) CLAMP (bh_json_int (data, "times", 0), 0, G_MAXINT);
  g_auto (GStrv) comments = bh_json_strv (data, "comments");
  g_autofree char *count =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u time", "%u times", times), times);
  g_autofree char *detail = comments[0] != NULL ? g_strdup_printf ("%s  ·  %s", count, comments[0])
                                                : g_strdup (count);

  return make (bh_json_string (data, "text"), detail);
}

BhKnowledgeEntry *
bh_knowledge_entry_new_synonyms (JsonObject *data)
{
  g_auto (GStrv) words = bh_json_strv (data, "words");
  g_autofree char *text = g_strjoinv (", ", words);
  BhKnowledgeEntry *self = make (text, NULL);

  bh_item_set_int (self, PROP_GROUP, bh_json_int (data, "group", 0));
  return self;
}

const char *
bh_knowledge_entry_get_article (BhKnowledgeEntry *self)
{
  return bh_item_get_string (self, PROP_ARTICLE);
}

const char *
bh_knowledge_entry_get_text (BhKnowledgeEntry *self)
{
  return bh_item_get_string (self, PROP_TEXT);
}

gint64
bh_knowledge_entry_get_group (BhKnowledgeEntry *self)
{
  return bh_item_get_int (self, PROP_GROUP);
}
