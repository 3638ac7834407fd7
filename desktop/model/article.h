/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* A version of an article, to be read. Properties: id, title, body (Markdown), language, category,
 * tags (strv), owner, review-on ("2027-03-01" or NULL), comment (why it was changed), author,
 * status ("published", "draft", …) (strings), at (int64 µs), version, newest, live (int64; live 0:
 * no version is published), useful, useless, clicks (int64), due (bool: its review date is over),
 * pictures (GListModel of BhPicture) */
#define BH_TYPE_ARTICLE (bh_article_get_type ())
G_DECLARE_FINAL_TYPE (BhArticle, bh_article, BH, ARTICLE, BhItem)

/* NULL: @data names no article. */
BhArticle *bh_article_new (JsonObject *data);

const char *bh_article_get_id (BhArticle *self);
const char *bh_article_get_title (BhArticle *self);
const char *bh_article_get_body (BhArticle *self);
const char *bh_article_get_language (BhArticle *self);
const char *bh_article_get_category (BhArticle *self);
const char *const *bh_article_get_tags (BhArticle *self); /* (nullable) */
const char *bh_article_get_owner (BhArticle *self);
const char *bh_article_get_review_on (BhArticle *self);
const char *bh_article_get_status (BhArticle *self);
const char *bh_article_get_author (BhArticle *self);
/* What its Markdown calls by name. (transfer none) */
GListModel *bh_article_get_pictures (BhArticle *self);
gint64 bh_article_get_at (BhArticle *self);
gint64 bh_article_get_version (BhArticle *self);
gint64 bh_article_get_newest (BhArticle *self);
gint64 bh_article_get_live (BhArticle *self);

/* "draft", "suggested", "in_review", "published", "archived" in the reader's words; what is none of
 * them as it is. (transfer none) */
const char *bh_article_status_word (const char *status);

G_END_DECLS
