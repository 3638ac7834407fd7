/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"
#include "desktop/model/knowledge.h"

G_BEGIN_DECLS

/* The knowledge base beside the contact: search, what is found or suggested and why, the article.
 * All of it from the entry: Up, Down and Enter in the list, Up and Down scroll the article, Escape
 * goes back. Properties: knowledge (BhKnowledge, from the desk's coming on). Grabbing the focus
 * goes to the entry. */
#define BH_TYPE_KNOWLEDGE_PANE (bh_knowledge_pane_get_type ())
G_DECLARE_FINAL_TYPE (BhKnowledgePane, bh_knowledge_pane, BH, KNOWLEDGE_PANE, BhContactView)

/* NULL before there is a desk. */
BhKnowledge *bh_knowledge_pane_get_knowledge (BhKnowledgePane *self);
/* Puts @text into the entry and searches it. */
void bh_knowledge_pane_search (BhKnowledgePane *self, const char *text);
/* What is put into a note or read out: what is selected in the article, else its beginning, under
 * its title @with_title. NULL: no article is open. (transfer full) */
char *bh_knowledge_pane_dup_quote (BhKnowledgePane *self, gboolean with_title);
/* What is typed into the entry. */
const char *bh_knowledge_pane_get_words (BhKnowledgePane *self);

G_END_DECLS
