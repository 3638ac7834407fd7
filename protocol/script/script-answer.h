/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/script/script.h"

/* Answers: a JSON value of the question's kind: text, date and choice a string, number and rating a
 * number, yes/no a boolean, several choices an array of strings. */

/* FALSE with a sentence for the agent where @value is none that the question takes
 * (BH_SCRIPT_ERROR_VALUE). NULL, null, "" and [] take an answer back and always pass. */
gboolean bh_script_answer_check (const BhScriptQuestion *question, JsonNode *value, GError **error);

/* TRUE: there is nothing in it. */
gboolean bh_script_answer_is_empty (JsonNode *value);

/* As a person reads it: the choice's label, "yes"; owned. NULL where it is empty. @question may be
 * NULL: of a script that is not known here. */
char *
bh_script_answer_text (const BhScriptQuestion *question, JsonNode *value, const char *language);
