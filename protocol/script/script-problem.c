/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-problem.h"

#include <glib/gi18n.h>

static const char *const words[BH_SCRIPT_PROBLEM_N] = {
    [BH_SCRIPT_PROBLEM_SHAPE] = "shape",
    [BH_SCRIPT_PROBLEM_LIMIT] = "limit",
    [BH_SCRIPT_PROBLEM_ID] = "id",
    [BH_SCRIPT_PROBLEM_DUPLICATE] = "duplicate",
    [BH_SCRIPT_PROBLEM_UNKNOWN_STEP] = "unknown_step",
    [BH_SCRIPT_PROBLEM_DEAD_END] = "dead_end",
    [BH_SCRIPT_PROBLEM_UNREACHABLE] = "unreachable",
    [BH_SCRIPT_PROBLEM_LOOP] = "loop",
    [BH_SCRIPT_PROBLEM_PLACEHOLDER] = "placeholder",
    [BH_SCRIPT_PROBLEM_TEXT] = "text",
    [BH_SCRIPT_PROBLEM_CONDITION] = "condition",
    [BH_SCRIPT_PROBLEM_UNKNOWN_ANSWER] = "unknown_answer",
    [BH_SCRIPT_PROBLEM_TYPE] = "type",
    [BH_SCRIPT_PROBLEM_NOT_ASKED] = "not_asked",
    [BH_SCRIPT_PROBLEM_UNKNOWN_ARTICLE] = "unknown_article",
    [BH_SCRIPT_PROBLEM_UNKNOWN_DISPOSITION] = "unknown_disposition",
};

const char *
bh_script_problem_kind_to_string (BhScriptProblemKind kind)
{
  g_return_val_if_fail ((guint) kind < BH_SCRIPT_PROBLEM_N, NULL);

  return words[kind];
}

void
bh_script_problem_free (BhScriptProblem *problem)
{
  g_free (problem->step);
  g_free (problem->field);
  g_free (problem->message);
  g_free (problem);
}

GPtrArray *
bh_script_problems_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) bh_script_problem_free);
}

void
bh_script_problems_add (GPtrArray *problems,
                        BhScriptProblemKind kind,
                        const char *step,
                        const char *field,
                        guint position,
                        const char *format,
                        ...)
{
  BhScriptProblem *problem;
  va_list args;

  if (problems->len >= BH_SCRIPT_PROBLEMS_MAX)
    return;
  problem = g_new0 (BhScriptProblem, 1);
  problem->kind = kind;
  problem->step = g_strdup (step);
  problem->field = g_strdup (field);
  problem->position = position;
  va_start (args, format);
  problem->message = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (problems, problem);
}

void
bh_script_problems_add_missing (GPtrArray *problems, JsonArray *missing)
{
  for (guint i = 0; i < json_array_get_length (missing); i++) {
    JsonObject *row = json_array_get_object_element (missing, i);
    const char *step = json_object_get_string_member_with_default (row, "step", NULL);
    const char *field = json_object_get_string_member_with_default (row, "field", NULL);
    const char *article = json_object_get_string_member_with_default (row, "article", NULL);
    if (article != NULL)
      bh_script_problems_add (
          problems,
          BH_SCRIPT_PROBLEM_UNKNOWN_ARTICLE,
          step,
          field,
          0,
          _ ("There is no article “%s”. Copy the id from an article, or use “search”."),
          article);
    else
      bh_script_problems_add (
          problems,
          BH_SCRIPT_PROBLEM_UNKNOWN_DISPOSITION,
          step,
          field,
          0,
          _ ("There is no result “%s” to choose. Take the code of one that there is."),
          json_object_get_string_member_with_default (row, "disposition", ""));
  }
}

char *
bh_script_problem_to_string (const BhScriptProblem *problem)
{
  GString *text = g_string_new (NULL);

  if (problem->step != NULL)
    g_string_append_printf (text, "step \"%s\"", problem->step);
  if (problem->field != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", problem->field);
  if (problem->position > 0)
    g_string_append_printf (text, ", character %u", problem->position);
  g_string_append_printf (text, "%s%s", text->len > 0 ? ": " : "", problem->message);
  return g_string_free (text, FALSE);
}

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

JsonNode *
bh_script_problems_to_node (GPtrArray *problems)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < problems->len; i++) {
    const BhScriptProblem *problem = g_ptr_array_index (problems, i);
    JsonObject *object = json_object_new ();
    json_object_set_string_member (object, "code", words[problem->kind]);
    set_text (object, "step", problem->step);
    set_text (object, "field", problem->field);
    json_object_set_int_member (object, "position", problem->position);
    json_object_set_string_member (object, "message", problem->message);
    json_array_add_object_element (array, object);
  }
  json_node_take_array (node, array);
  return node;
}
