/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/script-draft.h"

G_BEGIN_DECLS

/* What a step of a draft lists: its questions, the ways that lead on, and the articles that are
 * offered there. Everything is text, as it
 * is typed; what cannot be meant stays in the document as it was typed and is told as a problem.
 * Members that have no field here stay as they are. */
typedef enum {
  BH_SCRIPT_PART_QUESTION,
  BH_SCRIPT_PART_WAY,
  BH_SCRIPT_PART_ARTICLE,
} BhScriptPart;

guint bh_script_draft_get_n_parts (BhScriptDraft *self, guint step, BhScriptPart list);
/* A question comes last; a way comes before the last one, which is the one without a condition.
 * Returns its index. */
guint bh_script_draft_add_part (BhScriptDraft *self, guint step, BhScriptPart list);
void bh_script_draft_remove_part (BhScriptDraft *self, guint step, BhScriptPart list, guint index);
/* Exchanges it with its neighbour; nothing happens at the ends. */
void bh_script_draft_move_part (BhScriptDraft *self,
                                guint step,
                                BhScriptPart list,
                                guint index,
                                gboolean up);
/* @member: of a question "id", "label", "help", "kind", "show", "min", "max", "decimals", "from",
 * "until", "max_length", "required" and "lines" ("true" or ""), "options" (a line each: "value =
 * label", or both in one); of a way "go", "when", "label"; of an article "title" and
 * one of "article" (its id) and "search" (words). Never NULL. (transfer full) */
char *bh_script_draft_dup_part (BhScriptDraft *self,
                                guint step,
                                BhScriptPart list,
                                guint index,
                                const char *member);
/* "" takes the member away. A new id of a question is put into what asks for its answer; a new kind
 * takes away what questions of that kind do not have. */
void bh_script_draft_set_part (BhScriptDraft *self,
                               guint step,
                               BhScriptPart list,
                               guint index,
                               const char *member,
                               const char *text);

/* Puts one behind the others: the article of this id, or where it is NULL those that are found for
 * @title at the time. Returns its index. */
guint bh_script_draft_add_article (BhScriptDraft *self,
                                   guint step,
                                   const char *article,
                                   const char *title);

#define BH_SCRIPT_EVERYWHERE (-1)
/* Ids of steps that the agent may go to besides, from @step or from everywhere. (transfer full) */
char **bh_script_draft_dup_jumps (BhScriptDraft *self, int step);
/* Adds the jump to step @id as the last, or takes it away. */
void bh_script_draft_set_jump (BhScriptDraft *self, int step, const char *id, gboolean on);

G_END_DECLS
