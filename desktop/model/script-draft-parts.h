/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/script-draft.h"

G_BEGIN_DECLS

/* What a step of a draft lists: its questions, and the ways that lead on. Everything is text, as it
 * is typed; what cannot be meant stays in the document as it was typed and is told as a problem.
 * Members that have no field here stay as they are. */
typedef enum {
  BH_SCRIPT_PART_QUESTION,
  BH_SCRIPT_PART_WAY,
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
 * label", or both in one); of a way "go", "when", "label". Never NULL. (transfer full) */
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

G_END_DECLS
