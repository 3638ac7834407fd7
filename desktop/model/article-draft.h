/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/article.h"
#include "desktop/model/desk-commands.h"

G_BEGIN_DECLS

/* An article that somebody writes: from reading a version to publishing the next. What is typed
 * stays with the view; nothing here ever replaces it but load and begin. Whoever saves over a
 * version that is not the newest any more is told who was first and what differs, and may save
 * again: each save is a version of its own, so nothing is lost on either side.
 *
 * Properties, all read-only:
 *   id (string or NULL), article (BhArticle: the version that was loaded, or NULL), base (int64:
 *   what the next save is written over; 0: new), status, status-word (strings, of the newest
 *   version; NULL: not saved yet), live (int64; 0: nothing is published), is-editor (bool: may
 *   save and publish, not only suggest), busy (bool: a question is under way), message (string or
 *   NULL), message-is-error (bool), conflict (bool: somebody saved meanwhile),
 *   versions (GListModel of BhArticle, newest first, without bodies), difference (string or NULL:
 *   lines that begin with "+ ", "- " or two spaces) */
#define BH_TYPE_ARTICLE_DRAFT (bh_article_draft_get_type ())
G_DECLARE_FINAL_TYPE (BhArticleDraft, bh_article_draft, BH, ARTICLE_DRAFT, BhItem)

BhArticleDraft *bh_article_draft_new (BhDesk *desk);

/* A new article, that answers what was searched: @gap, or NULL. */
void bh_article_draft_begin (BhArticleDraft *self, const char *gap);
/* Reads an article to go on with: the newest version for an editor, else the published one. */
void bh_article_draft_load (BhArticleDraft *self, const char *article);

/* Goes on with what was written over version @base of @article (0: a new one) and not saved. */
void bh_article_draft_resume (BhArticleDraft *self, const char *article, gint64 base);

/* What is written. Every string may be NULL; @tags with commas between. */
typedef struct {
  const char *title;
  const char *body;
  const char *language;
  const char *category;
  const char *tags;
  const char *owner;
  const char *review_on;
  const char *comment;
} BhArticleText;

/* Signal: saved ()   it is on the server's disk as the newest version. */
void bh_article_draft_save (BhArticleDraft *self, const BhArticleText *text);
void bh_article_draft_suggest (BhArticleDraft *self, const BhArticleText *text);
/* After a conflict: the next save is written over what somebody else saved. */
void bh_article_draft_overtake (BhArticleDraft *self);

typedef enum {
  BH_ARTICLE_START_REVIEW,
  BH_ARTICLE_RETURN,
  BH_ARTICLE_PUBLISH,
  BH_ARTICLE_ARCHIVE,
} BhArticleMove;

/* @comment: why, or NULL. */
void bh_article_draft_move (BhArticleDraft *self, BhArticleMove move, const char *comment);
/* Publishes the text of @version again, as a new version. */
void bh_article_draft_roll_back (BhArticleDraft *self, gint64 version);
/* Sets "difference" to what changed from @from to @to. */
void bh_article_draft_compare (BhArticleDraft *self, gint64 from, gint64 to);

const char *bh_article_draft_get_id (BhArticleDraft *self);
BhArticle *bh_article_draft_get_article (BhArticleDraft *self);
GListModel *bh_article_draft_get_versions (BhArticleDraft *self);
const char *bh_article_draft_get_message (BhArticleDraft *self);
const char *bh_article_draft_get_difference (BhArticleDraft *self);
const char *bh_article_draft_get_status (BhArticleDraft *self);
gboolean bh_article_draft_get_conflict (BhArticleDraft *self);
gboolean bh_article_draft_get_busy (BhArticleDraft *self);
gboolean bh_article_draft_get_is_editor (BhArticleDraft *self);
gint64 bh_article_draft_get_base (BhArticleDraft *self);

G_END_DECLS
