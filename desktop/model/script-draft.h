/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/script-changes.h"
#include "desktop/model/script-player.h"

G_BEGIN_DECLS

/* A script in the making: its document, edited step by step, and what is wrong with it after every
 * change. What the editor has no field for stays in the document as it is. Texts are those of the
 * script's own language; other languages stay.
 *
 * Properties: name, title (strings), n-steps, n-problems (int64), dirty (bool: changed since it was
 * made or bh_script_draft_set_clean()).
 * Signal: changed, after each change, when everything else is up to date. */
#define BH_TYPE_SCRIPT_DRAFT (bh_script_draft_get_type ())
G_DECLARE_FINAL_TYPE (BhScriptDraft, bh_script_draft, BH, SCRIPT_DRAFT, BhItem)

/* @document: one as agents get it or as a file holds it, also a faulty one; NULL: a new script.
 * NULL with @error (in the reader's words) when it is no JSON object. */
BhScriptDraft *bh_script_draft_new (const char *document, GError **error);

/* The whole as one file. (transfer full) */
char *bh_script_draft_to_text (BhScriptDraft *self);
gboolean bh_script_draft_get_dirty (BhScriptDraft *self);
void bh_script_draft_set_clean (BhScriptDraft *self);
/* What is in it is not what the server has as the newest. */
void bh_script_draft_set_dirty (BhScriptDraft *self);
/* "name" and "title" of the script. */
const char *bh_script_draft_get_name (BhScriptDraft *self);
const char *bh_script_draft_get_title (BhScriptDraft *self);
void bh_script_draft_set_name (BhScriptDraft *self, const char *name);
void bh_script_draft_set_title (BhScriptDraft *self, const char *title);

/* What differs from @from to @to, page by page in words: bh_script_changes(). What cannot be read
 * as a script at all is like an empty one. (transfer full) array of BhScriptChange. */
GPtrArray *bh_script_draft_list_changes (BhScriptDraft *from, BhScriptDraft *to);

/* ---- steps */

guint bh_script_draft_get_n_steps (BhScriptDraft *self);
/* Puts an empty one behind step @after; returns its index. */
guint bh_script_draft_add_step (BhScriptDraft *self, guint after);
void bh_script_draft_remove_step (BhScriptDraft *self, guint step);
/* @member: "id", "title", "text", "kind", "disposition". Never NULL. (transfer full) */
char *bh_script_draft_dup_text (BhScriptDraft *self, guint step, const char *member);
/* "" takes the member away. A new id is put into every way and jump that leads there. */
void
bh_script_draft_set_text (BhScriptDraft *self, guint step, const char *member, const char *text);
/* @member: "required", "payment". */
gboolean bh_script_draft_get_flag (BhScriptDraft *self, guint step, const char *member);
void bh_script_draft_set_flag (BhScriptDraft *self, guint step, const char *member, gboolean flag);
/* Questions, ways, jumps and articles of a step as JSON text. (transfer full) */
char *bh_script_draft_dup_rest (BhScriptDraft *self, guint step);
/* FALSE, nothing changed, with where the text cannot be read. */
gboolean
bh_script_draft_set_rest (BhScriptDraft *self, guint step, const char *text, GError **error);

/* ---- what is wrong, and the chart */

/* Of problem @index: a sentence with its place. (transfer none) *step: the step's index, or -1. */
const char *bh_script_draft_get_problem (BhScriptDraft *self, guint index, int *step);
guint bh_script_draft_get_n_problems (BhScriptDraft *self);
/* As bh_script_player_list_boxes() and _arrows(); @here is marked. (transfer full) */
GArray *bh_script_draft_list_boxes (BhScriptDraft *self, int here);
GArray *bh_script_draft_list_arrows (BhScriptDraft *self);

G_END_DECLS
