/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/article-draft.h"
#include "desktop/model/knowledge-work.h"

G_BEGIN_DECLS

/* Writes articles: title, what they are found by, Markdown with its look beside it; versions, what
 * differs and the way back; what waits to be reviewed, what is missing, words of the same meaning.
 * Who is no editor writes and suggests. Nothing that is typed is lost to somebody who saved
 * meanwhile, nor to closing the window without a question. */
#define BH_TYPE_ARTICLE_EDITOR (bh_article_editor_get_type ())
G_DECLARE_FINAL_TYPE (BhArticleEditor, bh_article_editor, BH, ARTICLE_EDITOR, AdwWindow)

BhArticleEditor *bh_article_editor_new (GtkWindow *parent, BhDesk *desk);

/* Opens an article (its id), or begins one for what was searched and is not there (@gap, NULL for
 * none). Words that are not saved yet stay, and the window says so. */
void bh_article_editor_open (BhArticleEditor *self, const char *article);
void bh_article_editor_begin (BhArticleEditor *self, const char *gap);

/* A picture that was chosen: to the server, then into the text. */
void bh_article_editor_add_picture (BhArticleEditor *self, GFile *file);
BhArticleDraft *bh_article_editor_get_draft (BhArticleEditor *self);
gboolean bh_article_editor_is_dirty (BhArticleEditor *self);

G_END_DECLS
