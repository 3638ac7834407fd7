/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/article.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/picture.h"

enum {
  PROP_ID = 1,
  PROP_TITLE,
  PROP_BODY,
  PROP_LANGUAGE,
  PROP_CATEGORY,
  PROP_TAGS,
  PROP_OWNER,
  PROP_REVIEW_ON,
  PROP_COMMENT,
  PROP_AUTHOR,
  PROP_STATUS,
  PROP_AT,
  PROP_VERSION,
  PROP_NEWEST,
  PROP_LIVE,
  PROP_USEFUL,
  PROP_USELESS,
  PROP_CLICKS,
  PROP_DUE,
  PROP_PICTURES,
};

static const BhItemField fields[] = {
    {"id", bh_item_string},       {"title", bh_item_string},
    {"body", bh_item_string},     {"language", bh_item_string},
    {"category", bh_item_string}, {"tags", bh_item_strv},
    {"owner", bh_item_string},    {"review-on", bh_item_string},
    {"comment", bh_item_string},  {"author", bh_item_string},
    {"status", bh_item_string},   {"at", bh_item_int},
    {"version", bh_item_int},     {"newest", bh_item_int},
    {"live", bh_item_int},        {"useful", bh_item_int},
    {"useless", bh_item_int},     {"clicks", bh_item_int},
    {"due", bh_item_bool},        {"pictures", g_list_model_get_type},
};

struct _BhArticle {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhArticle, bh_article, BH_TYPE_ITEM)

static void
bh_article_class_init (BhArticleClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_article_init (BhArticle *self)
{
}

static void
set_texts (BhArticle *self, JsonObject *data)
{
  static const struct {
    guint id;
    const char *member;
  } texts[] = {{PROP_TITLE, "title"},
               {PROP_BODY, "body"},
               {PROP_LANGUAGE, "language"},
               {PROP_CATEGORY, "category"},
               {PROP_OWNER, "owner"},
               {PROP_REVIEW_ON, "review_on"},
               {PROP_COMMENT, "comment"},
               {PROP_AUTHOR, "author"},
               {PROP_STATUS, "status"}};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    bh_item_set_string (self, texts[i].id, bh_json_string (data, texts[i].member));
}

BhArticle *
bh_article_new (JsonObject *data)
{
  const char *id = bh_json_string (data, "article");
  g_auto (GStrv) tags = NULL;
  g_autoptr (GListModel) pictures = NULL;
  BhArticle *self;

  if (id == NULL)
    return NULL;
  self = g_object_new (BH_TYPE_ARTICLE, NULL);
  tags = bh_json_strv (data, "tags");
  bh_item_set_string (self, PROP_ID, id);
  set_texts (self, data);
  bh_item_set_strv (self, PROP_TAGS, (const char *const *) tags);
  bh_item_set_int (self, PROP_AT, bh_json_time (data, "at"));
  bh_item_set_int (self, PROP_VERSION, bh_json_int (data, "version", 0));
  bh_item_set_int (self, PROP_NEWEST, bh_json_int (data, "newest", 0));
  bh_item_set_int (self, PROP_LIVE, bh_json_int (data, "live", 0));
  bh_item_set_int (self, PROP_USEFUL, bh_json_int (data, "useful", 0));
  bh_item_set_int (self, PROP_USELESS, bh_json_int (data, "useless", 0));
  bh_item_set_int (self, PROP_CLICKS, bh_json_int (data, "clicks", 0));
  bh_item_set_bool (self, PROP_DUE, bh_json_bool (data, "due"));
  pictures = bh_pictures_new (bh_json_array (data, "pictures"));
  bh_item_set_object (self, PROP_PICTURES, pictures);
  return self;
}

const char *
bh_article_get_id (BhArticle *self)
{
  return bh_item_get_string (self, PROP_ID);
}

const char *
bh_article_get_title (BhArticle *self)
{
  return bh_item_get_string (self, PROP_TITLE);
}

const char *
bh_article_get_body (BhArticle *self)
{
  return bh_item_get_string (self, PROP_BODY);
}

const char *
bh_article_get_language (BhArticle *self)
{
  return bh_item_get_string (self, PROP_LANGUAGE);
}

const char *
bh_article_get_category (BhArticle *self)
{
  return bh_item_get_string (self, PROP_CATEGORY);
}

const char *const *
bh_article_get_tags (BhArticle *self)
{
  return bh_item_get_strv (self, PROP_TAGS);
}

const char *
bh_article_get_owner (BhArticle *self)
{
  return bh_item_get_string (self, PROP_OWNER);
}

const char *
bh_article_get_review_on (BhArticle *self)
{
  return bh_item_get_string (self, PROP_REVIEW_ON);
}

const char *
bh_article_get_status (BhArticle *self)
{
  return bh_item_get_string (self, PROP_STATUS);
}

const char *
bh_article_get_author (BhArticle *self)
{
  return bh_item_get_string (self, PROP_AUTHOR);
}

GListModel *
bh_article_get_pictures (BhArticle *self)
{
  return bh_item_get_object (self, PROP_PICTURES);
}

gint64
bh_article_get_at (BhArticle *self)
{
  return bh_item_get_int (self, PROP_AT);
}

gint64
bh_article_get_version (BhArticle *self)
{
  return bh_item_get_int (self, PROP_VERSION);
}

gint64
bh_article_get_newest (BhArticle *self)
{
  return bh_item_get_int (self, PROP_NEWEST);
}

gint64
bh_article_get_live (BhArticle *self)
{
  return bh_item_get_int (self, PROP_LIVE);
}

const char *
bh_article_status_word (const char *status)
{
  static const struct {
    const char *status;
    const char *word;
  } words[] = {{"draft", NC_ ("article", "Draft")},
               {"suggested", NC_ ("article", "Suggested")},
               {"in_review", NC_ ("article", "In review")},
               {"published", NC_ ("article", "Published")},
               {"archived", NC_ ("article", "Archived")}};

  for (gsize i = 0; status != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].status, status))
      return g_dpgettext2 (GETTEXT_PACKAGE, "article", words[i].word);
  return status;
}
