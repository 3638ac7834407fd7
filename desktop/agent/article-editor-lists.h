/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/knowledge-work.h"

G_BEGIN_DECLS

/* What editors have to do, at the side of the article editor: articles by state, gaps, synonyms.
 *
 * Signal: chosen (BhKnowledgeEntry *)   an article, or a gap that somebody wants to fill */
#define BH_TYPE_ARTICLE_EDITOR_LISTS (bh_article_editor_lists_get_type ())
G_DECLARE_FINAL_TYPE (BhArticleEditorLists,
                      bh_article_editor_lists,
                      BH,
                      ARTICLE_EDITOR_LISTS,
                      AdwBin)

void bh_article_editor_lists_set_desk (BhArticleEditorLists *self, BhDesk *desk);
/* "suggested", …, "gaps", "synonyms" (knowledge-work.h). */
void bh_article_editor_lists_show (BhArticleEditorLists *self, const char *list);
void bh_article_editor_lists_reload (BhArticleEditorLists *self);

G_END_DECLS
