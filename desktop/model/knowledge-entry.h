/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* One line of a list. Properties: article (string: its id, of articles), group (int64: of
 * synonyms), text (title, what was searched, or the words), detail (string) */
#define BH_TYPE_KNOWLEDGE_ENTRY (bh_knowledge_entry_get_type ())
G_DECLARE_FINAL_TYPE (BhKnowledgeEntry, bh_knowledge_entry, BH, KNOWLEDGE_ENTRY, BhItem)

/* From what kb.work, kb.gaps and kb.synonyms list; @data: (transfer none). */
BhKnowledgeEntry *bh_knowledge_entry_new_article (JsonObject *data);
BhKnowledgeEntry *bh_knowledge_entry_new_gap (JsonObject *data);
BhKnowledgeEntry *bh_knowledge_entry_new_synonyms (JsonObject *data);

const char *bh_knowledge_entry_get_article (BhKnowledgeEntry *self);
const char *bh_knowledge_entry_get_text (BhKnowledgeEntry *self);
gint64 bh_knowledge_entry_get_group (BhKnowledgeEntry *self);

G_END_DECLS
