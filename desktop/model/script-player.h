/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* A walk through a script that widgets bind to. Without a desk it is the test player: nothing is
 * sent or kept. Properties:
 *   name, title (of the script), version (int64), language ("" = the script's own),
 *   step (id), step-title (never NULL), text (as it is read out), markup (the same as Pango markup:
 *   what was put in is bold, what is not known underlined), payment (bool: the recording must
 *   pause), is-end, is-complete (bool), disposition (an end's suggestion or NULL), todo (one
 *   sentence: what must still be passed before the script is complete; "" = nothing),
 *   can-go-on, can-go-back (bool), why-not (one sentence why it cannot go on; "" when it can),
 *   passed, left (int64: pages until here with this one, and at least until an end),
 *   questions (GListModel of BhScriptQuestionItem: of this page), jumps (GListModel of
 *   BhScriptPlace: steps one may go to besides), links (GListModel of BhScriptPlace: articles),
 *   record-state (what the recording does at a payment step: "asking", "paused", "none": there is
 *   no recording, "failed", afterwards "stuck": it could not be resumed; "" else or without a
 *   desk), record-message (why, or NULL), kept-state ("saved", "saving", "kept": only on this
 * machine; "" without a desk), kept-message Signals: answered (question id), moved (step id): a
 * person did it; chart-changed. */
#define BH_TYPE_SCRIPT_PLAYER (bh_script_player_get_type ())
G_DECLARE_FINAL_TYPE (BhScriptPlayer, bh_script_player, BH, SCRIPT_PLAYER, BhItem)

/* From a document; NULL: it has problems (@problems: (out) (optional) (transfer full): a sentence
 * each with its place) . @version: 0 for one that is not kept anywhere. */
BhScriptPlayer *bh_script_player_new (const char *document, gint64 version, char ***problems);

const char *bh_script_player_get_name (BhScriptPlayer *self);
const char *bh_script_player_get_title (BhScriptPlayer *self);
gint64 bh_script_player_get_version (BhScriptPlayer *self);
const char *bh_script_player_get_step (BhScriptPlayer *self);
const char *bh_script_player_get_step_title (BhScriptPlayer *self);
const char *bh_script_player_get_text (BhScriptPlayer *self);
const char *bh_script_player_get_markup (BhScriptPlayer *self);
gboolean bh_script_player_get_payment (BhScriptPlayer *self);
gboolean bh_script_player_get_is_end (BhScriptPlayer *self);
gboolean bh_script_player_get_is_complete (BhScriptPlayer *self);
gboolean bh_script_player_get_can_go_on (BhScriptPlayer *self);
gboolean bh_script_player_get_can_go_back (BhScriptPlayer *self);
const char *bh_script_player_get_why_not (BhScriptPlayer *self);
const char *bh_script_player_get_todo (BhScriptPlayer *self);
const char *bh_script_player_get_disposition (BhScriptPlayer *self);
GListModel *bh_script_player_get_questions (BhScriptPlayer *self);
GListModel *bh_script_player_get_jumps (BhScriptPlayer *self);
GListModel *bh_script_player_get_links (BhScriptPlayer *self);
/* All languages of the script, its own first; NULL-terminated, the player's. */
const char *const *bh_script_player_get_languages (BhScriptPlayer *self);
void bh_script_player_set_language (BhScriptPlayer *self, const char *language);
/* A name of protocol/script/script-names.h: "customer.name". NULL: not known. */
void bh_script_player_set_fact (BhScriptPlayer *self, const char *name, const char *value);

/* What was typed or chosen ("yes", "no", a choice's value); "" takes it back. FALSE: not taken; the
 * question's error says why, too. */
gboolean bh_script_player_answer (BhScriptPlayer *self,
                                  const char *question,
                                  const char *text,
                                  GError **error);
/* Of several choices: those that are chosen. */
gboolean bh_script_player_answer_many (BhScriptPlayer *self,
                                       const char *question,
                                       const char *const *values,
                                       GError **error);
gboolean bh_script_player_go_on (BhScriptPlayer *self, GError **error);
gboolean bh_script_player_go_back (BhScriptPlayer *self);
gboolean bh_script_player_can_jump (BhScriptPlayer *self, const char *step);
gboolean bh_script_player_jump (BhScriptPlayer *self, const char *step, GError **error);
/* Everything that was answered, in the script's order: "question: answer", a line each; owned. */
char *bh_script_player_summary (BhScriptPlayer *self);

/* ---- the chart: boxes by their place in the document, arrows between them */

typedef enum {
  BH_SCRIPT_BOX_AHEAD,
  BH_SCRIPT_BOX_NEXT,
  BH_SCRIPT_BOX_AWAY,
  BH_SCRIPT_BOX_DONE,
  BH_SCRIPT_BOX_HERE,
} BhScriptBoxState; /* as BhFlowState of the widgets */

typedef struct {
  char *id;
  char *title; /* the id where there is none */
  BhScriptBoxState state;
  gboolean payment, required, is_branch, is_end;
} BhScriptBox;

typedef struct {
  guint from, to;
  char *label; /* in words, or the condition; NULL: none */
  gboolean taken;
} BhScriptArrow;

/* (transfer full) arrays of BhScriptBox and BhScriptArrow. */
GArray *bh_script_player_list_boxes (BhScriptPlayer *self);
GArray *bh_script_player_list_arrows (BhScriptPlayer *self);

G_END_DECLS
