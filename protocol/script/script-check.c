/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "protocol/script/script-text.h"

/* What the names in a script's texts and conditions mean, and whether its steps and ways fit. The
 * shape of the whole is script-check-graph.c's. */

typedef struct {
  BhScript *script;
  GPtrArray *problems;
  const char *step;
  char *field; /* owned */
} Check;

static void G_GNUC_PRINTF (3, 4)
    tell (Check *check, BhScriptProblemKind kind, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  bh_script_problems_add (check->problems, kind, check->step, check->field, 0, "%s", message);
}

static void
add_at (Check *check, BhScriptProblemKind kind, guint position, const char *message)
{
  bh_script_problems_add (check->problems,
                          kind,
                          check->step,
                          check->field,
                          position,
                          "%s",
                          message);
}

static void G_GNUC_PRINTF (2, 3) set_field (Check *check, const char *format, ...)
{
  va_list args;

  g_free (check->field);
  va_start (args, format);
  check->field = g_strdup_vprintf (format, args);
  va_end (args);
}

/* ---- conditions */

static gboolean
resolve (const char *name, BhScriptType *type, const char *const **values, gpointer data)
{
  Check *check = data;
  const BhScriptName *known;
  const BhScriptQuestion *question;

  if (g_str_has_prefix (name, "answer.")) {
    question = bh_script_find_question (check->script, name + strlen ("answer."));
    if (question == NULL)
      return FALSE;
    *type = question->type;
    *values = question->options->len > 0 ? (const char *const *) question->values : NULL;
    return TRUE;
  }
  known = bh_script_name_find (name);
  if (known == NULL)
    return FALSE;
  *type = known->type;
  *values = known->values;
  return TRUE;
}

static void
on_unknown (guint position, const char *message, gpointer data)
{
  add_at (data, BH_SCRIPT_PROBLEM_UNKNOWN_ANSWER, position, message);
}

static void
on_mismatch (guint position, const char *message, gpointer data)
{
  add_at (data, BH_SCRIPT_PROBLEM_TYPE, position, message);
}

static void
check_condition (Check *check, const BhScriptCondition *condition)
{
  if (condition != NULL)
    bh_script_condition_check (condition, resolve, on_unknown, on_mismatch, check);
}

/* ---- texts */

static void
on_placeholder (const char *name, const char *fallback, guint position, gpointer data)
{
  Check *check = data;
  g_autofree char *message = NULL;
  BhScriptType type;
  const char *const *values;

  if (resolve (name, &type, &values, data))
    return;
  message = g_strdup_printf (
      _ ("Nothing is known as “%s”. Use {customer.name}, {answer.ID} or another of the list."),
      name);
  add_at (check, BH_SCRIPT_PROBLEM_PLACEHOLDER, position, message);
}

static void
on_bad_text (guint position, const char *message, gpointer data)
{
  add_at (data, BH_SCRIPT_PROBLEM_TEXT, position, message);
}

static void
check_words (Check *check, const BhScriptWords *words, const char *place)
{
  for (guint i = 0; words != NULL && i < words->n; i++) {
    if (*words->languages[i] == '\0')
      set_field (check, "%s", place);
    else
      set_field (check, "%s.%s", place, words->languages[i]);
    bh_script_text_each (words->texts[i], on_placeholder, on_bad_text, check);
  }
}

/* ---- steps */

static void
check_question (Check *check, const BhScriptQuestion *question, guint i)
{
  g_autofree char *label = g_strdup_printf ("questions[%u].label", i);
  g_autofree char *help = g_strdup_printf ("questions[%u].help", i);

  check_words (check, question->label, label);
  check_words (check, question->help, help);
  set_field (check, "questions[%u].show", i);
  check_condition (check, question->show);
}

static void
check_target (Check *check, const char *id)
{
  if (id != NULL && bh_script_find_step (check->script, id) == NULL)
    tell (check,
          BH_SCRIPT_PROBLEM_UNKNOWN_STEP,
          _ ("There is no step “%s”. Make one or name another."),
          id);
}

static gboolean
is_always (const BhScriptWay *way)
{
  return way->when_text == NULL;
}

static void
check_ways (Check *check, const BhScriptStep *step)
{
  gboolean closed = FALSE;

  for (guint i = 0; i < step->ways->len; i++) {
    const BhScriptWay *way = g_ptr_array_index (step->ways, i);
    set_field (check, "next[%u].go", i);
    check_target (check, way->go);
    if (closed)
      tell (check,
            BH_SCRIPT_PROBLEM_UNREACHABLE,
            _ ("The way before this one is always taken. Give it a condition or move it to the "
               "end."));
    closed = closed || is_always (way);
    set_field (check, "next[%u].when", i);
    check_condition (check, way->when);
  }
  set_field (check, "next");
  if (step->kind == BH_SCRIPT_END || closed)
    return;
  tell (check,
        BH_SCRIPT_PROBLEM_DEAD_END,
        "%s",
        step->ways->len == 0
            ? _ ("Nothing comes after this step. Say what is next, or make it an end.")
            : _ ("When none of these conditions holds, there is no way on. Add a last way without "
                 "one."));
}

static void
check_jumps (Check *check, const char *const *jumps)
{
  for (guint i = 0; jumps[i] != NULL; i++) {
    set_field (check, "jumps[%u]", i);
    check_target (check, jumps[i]);
  }
}

static void
check_step (Check *check, const BhScriptStep *step)
{
  check_words (check, step->text, "text");
  for (guint i = 0; i < step->questions->len; i++)
    check_question (check, g_ptr_array_index (step->questions, i), i);
  check_ways (check, step);
  check_jumps (check, (const char *const *) step->jumps);
}

void
bh_script_check (BhScript *script, GPtrArray *problems)
{
  Check check = {script, problems, NULL, NULL};

  set_field (&check, "start");
  check_target (&check, script->start);
  check_jumps (&check, bh_script_get_jumps (script));
  for (guint i = 0; i < script->steps->len; i++) {
    g_autofree char *place = bh_script_step_place (g_ptr_array_index (script->steps, i));
    check.step = place;
    check_step (&check, g_ptr_array_index (script->steps, i));
  }
  g_free (check.field);
  bh_script_check_graph (script, problems);
}
