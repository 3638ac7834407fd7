/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-run.h"

#include <glib/gi18n.h>
#include <string.h>

#include "protocol/script/script-error.h"
#include "protocol/script/script-run-private.h"

/* The walk: answers and steps. A branch is entered and left in one go; it stands in the path so
 * that a chart can draw the way. A script with problems cannot lead it astray: a way to nowhere is
 * none, and branches that go in a circle are followed no further than there are steps. */

BhScriptWay *
bh_script_run_find_way (BhScriptRun *run, const BhScriptStep *step)
{
  for (guint i = 0; i < step->ways->len; i++) {
    BhScriptWay *way = g_ptr_array_index (step->ways, i);
    if (way->to != NULL &&
        bh_script_condition_holds (way->when, bh_script_run_look_up, run) == BH_SCRIPT_YES)
      return way;
  }
  return NULL;
}

static BhScriptStep *
step_at (BhScriptRun *run, guint i)
{
  return bh_script_find_step (run->script, g_ptr_array_index (run->path, i));
}

BhScriptStep *
bh_script_run_get_step (BhScriptRun *run)
{
  return run->path->len > 1 ? step_at (run, run->path->len - 2) : NULL;
}

static void
push (BhScriptRun *run, BhScriptStep *step)
{
  if (run->path->len > BH_SCRIPT_PATH_MAX)
    g_ptr_array_remove_index (run->path, 0);
  g_ptr_array_insert (run->path, (int) run->path->len - 1, step->id);
  g_hash_table_add (run->passed, step);
}

/* To @step, and through the branches behind it. */
static void
walk (BhScriptRun *run, BhScriptStep *step)
{
  guint most = bh_script_get_steps (run->script)->len;
  const BhScriptWay *way;

  push (run, step);
  while (step->kind == BH_SCRIPT_BRANCH && most-- > 0) {
    way = bh_script_run_find_way (run, step);
    if (way == NULL || way->to == NULL)
      return;
    step = way->to;
    push (run, step);
  }
}

/* Forgets the path and begins anew. */
static void
begin (BhScriptRun *run)
{
  BhScriptStep *start = bh_script_get_start (run->script);

  g_ptr_array_set_size (run->path, 0);
  g_ptr_array_add (run->path, NULL);
  g_hash_table_remove_all (run->passed);
  run->moved = FALSE;
  if (start != NULL)
    walk (run, start);
}

BhScriptRun *
bh_script_run_new (BhScript *script, gint64 version)
{
  BhScriptRun *run = g_new0 (BhScriptRun, 1);

  g_atomic_ref_count_init (&run->refs);
  run->script = bh_script_ref (script);
  run->version = version;
  run->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  run->answers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  run->path = g_ptr_array_new ();
  g_ptr_array_add (run->path, NULL);
  run->passed = g_hash_table_new (NULL, NULL);
  begin (run);
  return run;
}

BhScriptRun *
bh_script_run_ref (BhScriptRun *run)
{
  g_atomic_ref_count_inc (&run->refs);
  return run;
}

void
bh_script_run_unref (BhScriptRun *run)
{
  if (!g_atomic_ref_count_dec (&run->refs))
    return;
  g_free (run->language);
  g_hash_table_unref (run->facts);
  g_hash_table_unref (run->answers);
  g_ptr_array_unref (run->path);
  g_hash_table_unref (run->passed);
  bh_script_unref (run->script);
  g_free (run);
}

BhScript *
bh_script_run_get_script (BhScriptRun *run)
{
  return run->script;
}

gint64
bh_script_run_get_version (BhScriptRun *run)
{
  return run->version;
}

/* ---- what it knows */

void
bh_script_run_set_language (BhScriptRun *run, const char *language)
{
  g_free (run->language);
  run->language = g_strdup (language);
}

const char *
bh_script_run_get_language (BhScriptRun *run)
{
  return run->language;
}

void
bh_script_run_set_fact (BhScriptRun *run, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    g_hash_table_remove (run->facts, name);
  else
    g_hash_table_insert (run->facts, g_strdup (name), g_strdup (value));
  if (!run->moved)
    begin (run);
}

const char *
bh_script_run_get_fact (BhScriptRun *run, const char *name)
{
  return g_hash_table_lookup (run->facts, name);
}

/* ---- answers */

gboolean
bh_script_run_answer (BhScriptRun *run, const char *question, JsonNode *value, GError **error)
{
  const BhScriptQuestion *asked = bh_script_find_question (run->script, question);

  if (asked == NULL) {
    g_set_error (error,
                 BH_SCRIPT_ERROR,
                 BH_SCRIPT_ERROR_QUESTION,
                 _ ("This script has no question “%s”."),
                 question);
    return FALSE;
  }
  if (!bh_script_answer_check (asked, value, error))
    return FALSE;
  if (bh_script_answer_is_empty (value))
    g_hash_table_remove (run->answers, question);
  else
    g_hash_table_insert (run->answers, g_strdup (question), json_node_copy (value));
  return TRUE;
}

JsonNode *
bh_script_run_get_answer (BhScriptRun *run, const char *question)
{
  return g_hash_table_lookup (run->answers, question);
}

GPtrArray *
bh_script_run_list_answers (BhScriptRun *run)
{
  GPtrArray *steps = bh_script_get_steps (run->script);
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < steps->len; i++) {
    const BhScriptStep *step = g_ptr_array_index (steps, i);
    for (guint j = 0; j < step->questions->len; j++) {
      BhScriptQuestion *question = g_ptr_array_index (step->questions, j);
      if (g_hash_table_contains (run->answers, question->id))
        g_ptr_array_add (ids, question->id);
    }
  }
  return ids;
}

GPtrArray *
bh_script_run_list_questions (BhScriptRun *run)
{
  const BhScriptStep *step = bh_script_run_get_step (run);
  GPtrArray *shown = g_ptr_array_new ();

  for (guint i = 0; step != NULL && i < step->questions->len; i++) {
    BhScriptQuestion *question = g_ptr_array_index (step->questions, i);
    if (bh_script_condition_holds (question->show, bh_script_run_look_up, run) == BH_SCRIPT_YES)
      g_ptr_array_add (shown, question);
  }
  return shown;
}

GPtrArray *
bh_script_run_list_missing (BhScriptRun *run)
{
  g_autoptr (GPtrArray) shown = bh_script_run_list_questions (run);
  GPtrArray *missing = g_ptr_array_new ();

  for (guint i = 0; i < shown->len; i++) {
    BhScriptQuestion *question = g_ptr_array_index (shown, i);
    if (question->required && !g_hash_table_contains (run->answers, question->id))
      g_ptr_array_add (missing, question);
  }
  return missing;
}

GPtrArray *
bh_script_run_list_unpassed (BhScriptRun *run)
{
  GPtrArray *steps = bh_script_get_steps (run->script);
  GPtrArray *unpassed = g_ptr_array_new ();

  for (guint i = 0; i < steps->len; i++) {
    BhScriptStep *step = g_ptr_array_index (steps, i);
    if (step->required && !g_hash_table_contains (run->passed, step))
      g_ptr_array_add (unpassed, step);
  }
  return unpassed;
}

/* ---- steps */

/* "First answer: Amount, Day." */
static void
refuse_missing (BhScriptRun *run, GPtrArray *missing, GError **error)
{
  g_autoptr (GString) labels = g_string_new (NULL);

  for (guint i = 0; i < missing->len; i++) {
    const BhScriptQuestion *question = g_ptr_array_index (missing, i);
    g_autofree char *label = bh_script_run_render (run, question->label, NULL);
    g_string_append_printf (labels, "%s%s", i > 0 ? C_ ("between choices", ", ") : "", label);
  }
  g_set_error (error,
               BH_SCRIPT_ERROR,
               BH_SCRIPT_ERROR_MISSING,
               /* Translators: %s is one or several questions of the script */
               _ ("Not answered yet: %s"),
               labels->str);
}

gboolean
bh_script_run_can_go_on (BhScriptRun *run, GError **error)
{
  g_autoptr (GPtrArray) missing = bh_script_run_list_missing (run);
  const BhScriptStep *step = bh_script_run_get_step (run);

  if (step == NULL || step->kind == BH_SCRIPT_END) {
    g_set_error (error, BH_SCRIPT_ERROR, BH_SCRIPT_ERROR_STEP, _ ("The script is at its end."));
    return FALSE;
  }
  if (missing->len > 0) {
    refuse_missing (run, missing, error);
    return FALSE;
  }
  if (bh_script_run_find_way (run, step) != NULL)
    return TRUE;
  g_set_error (error,
               BH_SCRIPT_ERROR,
               BH_SCRIPT_ERROR_STEP,
               _ ("The script does not say what comes next here. Tell who looks after it."));
  return FALSE;
}

gboolean
bh_script_run_go_on (BhScriptRun *run, GError **error)
{
  if (!bh_script_run_can_go_on (run, error))
    return FALSE;
  run->moved = TRUE;
  walk (run, bh_script_run_find_way (run, bh_script_run_get_step (run))->to);
  return TRUE;
}

/* Where the page before stands in the path; -1: there is none. */
static int
find_page_before (BhScriptRun *run)
{
  for (int i = (int) run->path->len - 3; i >= 0; i--)
    if (step_at (run, (guint) i)->kind != BH_SCRIPT_BRANCH)
      return i;
  return -1;
}

gboolean
bh_script_run_can_go_back (BhScriptRun *run)
{
  return find_page_before (run) >= 0;
}

gboolean
bh_script_run_go_back (BhScriptRun *run)
{
  int i = find_page_before (run);

  if (i < 0)
    return FALSE;
  g_ptr_array_set_size (run->path, i + 1);
  g_ptr_array_add (run->path, NULL);
  return TRUE;
}

gboolean
bh_script_run_can_jump (BhScriptRun *run, const char *id)
{
  const BhScriptStep *here = bh_script_run_get_step (run);
  BhScriptStep *step = bh_script_find_step (run->script, id);

  if (step == NULL || step == here)
    return FALSE;
  return (here != NULL && g_strv_contains ((const char *const *) here->jumps, id)) ||
         g_strv_contains (bh_script_get_jumps (run->script), id) ||
         (step->kind != BH_SCRIPT_BRANCH && g_hash_table_contains (run->passed, step));
}

gboolean
bh_script_run_jump (BhScriptRun *run, const char *id, GError **error)
{
  if (bh_script_run_can_jump (run, id)) {
    run->moved = TRUE;
    walk (run, bh_script_find_step (run->script, id));
    return TRUE;
  }
  g_set_error (error,
               BH_SCRIPT_ERROR,
               BH_SCRIPT_ERROR_STEP,
               _ ("There is no way from here to “%s”."),
               id);
  return FALSE;
}

static void
add_jumps (BhScriptRun *run, GPtrArray *steps, const char *const *ids)
{
  for (guint i = 0; ids[i] != NULL; i++) {
    BhScriptStep *step = bh_script_find_step (run->script, ids[i]);
    if (step != NULL && step != bh_script_run_get_step (run) &&
        !g_ptr_array_find (steps, step, NULL))
      g_ptr_array_add (steps, step);
  }
}

GPtrArray *
bh_script_run_list_jumps (BhScriptRun *run)
{
  const BhScriptStep *here = bh_script_run_get_step (run);
  GPtrArray *steps = g_ptr_array_new ();

  if (here != NULL)
    add_jumps (run, steps, (const char *const *) here->jumps);
  add_jumps (run, steps, bh_script_get_jumps (run->script));
  return steps;
}

gboolean
bh_script_run_is_complete (BhScriptRun *run)
{
  const BhScriptStep *step = bh_script_run_get_step (run);
  g_autoptr (GPtrArray) unpassed = bh_script_run_list_unpassed (run);
  g_autoptr (GPtrArray) missing = bh_script_run_list_missing (run);

  return step != NULL && step->kind == BH_SCRIPT_END && unpassed->len == 0 && missing->len == 0;
}
