/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* A value while a condition is weighed. Holds nothing of its own: texts and lists belong to whom
 * they came from. */

typedef enum {
  BH_SCRIPT_VALUE_EMPTY,
  BH_SCRIPT_VALUE_TEXT,
  BH_SCRIPT_VALUE_NUMBER,
  BH_SCRIPT_VALUE_FLAG,
  BH_SCRIPT_VALUE_LIST, /* of texts */
} BhScriptValueKind;

typedef struct {
  BhScriptValueKind kind;
  const char *text;
  double number;
  gboolean flag;
  JsonArray *list;
} BhScriptValue;

/* What an answer is: a string, number, boolean or array of strings; NULL, null, "" and [] are
 * empty. */
void bh_script_value_of_node (BhScriptValue *value, JsonNode *node);

/* -1, 0, 1 in *order; FALSE: they cannot be compared (one is empty, a text is no number, …). */
gboolean bh_script_value_compare (const BhScriptValue *a, const BhScriptValue *b, int *order);

/* The text is one of the list; a number or flag in a list of words is not. */
gboolean bh_script_value_is_in (const BhScriptValue *value, JsonArray *list);

/* TRUE: a day of the calendar as "2026-11-24". */
gboolean bh_script_is_date (const char *text);

/* The whole text is one finite number, with a point: "12.5". */
gboolean bh_script_is_number (const char *text, double *number);
