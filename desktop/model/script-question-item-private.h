/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/script-question-item.h"
#include "protocol/script/script-run.h"

G_BEGIN_DECLS

/* For the player. @script must live as long. */
BhScriptQuestionItem *bh_script_question_item_new (BhScript *script,
                                                   const BhScriptQuestion *question);
/* Takes over what the walk says of it. */
void bh_script_question_item_refresh (BhScriptQuestionItem *self, BhScriptRun *run);
void bh_script_question_item_set_error (BhScriptQuestionItem *self, const char *error);

/* What somebody typed or chose as an answer of the question's kind; owned. "" takes it back. A
 * text that is none of the kind stays a text, which the question then refuses. */
JsonNode *bh_script_question_value (const BhScriptQuestion *question, const char *text);

G_END_DECLS
