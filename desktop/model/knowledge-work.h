/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk-commands.h"
#include "desktop/model/knowledge-entry.h"

G_BEGIN_DECLS

/* What editors have to do, as lists that are asked for: articles in a state, what was searched and
 * is not there, words that mean the same.
 *
 * Properties: entries (GListModel of BhKnowledgeEntry), message (string or NULL: why there is no
 * list, or what could not be done), busy (bool) */
#define BH_TYPE_KNOWLEDGE_WORK (bh_knowledge_work_get_type ())
G_DECLARE_FINAL_TYPE (BhKnowledgeWork, bh_knowledge_work, BH, KNOWLEDGE_WORK, BhItem)

BhKnowledgeWork *bh_knowledge_work_new (BhDesk *desk);

/* @list: "suggested", "in_review", "draft", "due", "published", "archived" (articles), "gaps",
 * "synonyms". */
void bh_knowledge_work_show (BhKnowledgeWork *self, const char *list);
const char *bh_knowledge_work_get_list (BhKnowledgeWork *self);
/* The gap is answered, or of no interest. */
void bh_knowledge_work_close_gap (BhKnowledgeWork *self, const char *text);
/* @group: 0 makes a new one; @words: with commas between, "" takes the group away. */
void bh_knowledge_work_save_synonyms (BhKnowledgeWork *self, gint64 group, const char *words);
GListModel *bh_knowledge_work_get_entries (BhKnowledgeWork *self);
const char *bh_knowledge_work_get_message (BhKnowledgeWork *self);

G_END_DECLS
