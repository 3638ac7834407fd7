/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-run-private.h"

#include <string.h>

/* What a walk makes of names: in its texts, in its conditions, and on its chart. */

#define ANSWER "answer."

static void
fact_value (BhScriptRun *run, const char *name, BhScriptValue *value)
{
  const BhScriptName *known = bh_script_name_find (name);
  const char *text = bh_script_run_get_fact (run, name);

  if (text == NULL)
    return;
  value->text = text;
  value->kind = BH_SCRIPT_VALUE_TEXT;
  if (known == NULL || known->type != BH_SCRIPT_YES_NO)
    return;
  value->kind = BH_SCRIPT_VALUE_FLAG;
  value->flag = g_str_equal (text, "true");
}

gboolean
bh_script_run_look_up (const char *name, BhScriptValue *value, gpointer data)
{
  BhScriptRun *run = data;

  if (g_str_has_prefix (name, ANSWER))
    bh_script_value_of_node (value, bh_script_run_get_answer (run, name + strlen (ANSWER)));
  else
    fact_value (run, name, value);
  return TRUE;
}

gboolean
bh_script_run_look_ahead (const char *name, BhScriptValue *value, gpointer data)
{
  bh_script_run_look_up (name, value, data);
  return value->kind != BH_SCRIPT_VALUE_EMPTY || !g_str_has_prefix (name, ANSWER);
}

/* ---- texts */

static char *
say (const char *name, gpointer data)
{
  BhScriptRun *run = data;

  if (g_str_has_prefix (name, ANSWER)) {
    const char *id = name + strlen (ANSWER);
    return bh_script_answer_text (bh_script_find_question (run->script, id),
                                  bh_script_run_get_answer (run, id),
                                  run->language);
  }
  return g_strdup (bh_script_run_get_fact (run, name));
}

static char *
title (const char *name, gpointer data)
{
  BhScriptRun *run = data;
  const BhScriptName *known = bh_script_name_find (name);
  const BhScriptQuestion *question;

  if (known != NULL)
    return g_strdup (bh_script_name_title (known, name));
  if (!g_str_has_prefix (name, ANSWER))
    return NULL;
  question = bh_script_find_question (run->script, name + strlen (ANSWER));
  return question != NULL ? g_strdup (bh_script_words_get (question->label, run->language)) : NULL;
}

char *
bh_script_run_render (BhScriptRun *run, const BhScriptWords *words, GArray **spots)
{
  return bh_script_text_render (bh_script_words_get (words, run->language), say, title, run, spots);
}

char *
bh_script_run_get_text (BhScriptRun *run, GArray **spots)
{
  const BhScriptStep *step = bh_script_run_get_step (run);

  return bh_script_run_render (run, step != NULL ? step->text : NULL, spots);
}

/* ---- the chart */

BhScriptTruth
bh_script_run_get_way_state (BhScriptRun *run, const BhScriptStep *step, guint way)
{
  gboolean open = FALSE; /* a way before it may be taken */

  for (guint i = 0; i <= way && i < step->ways->len; i++) {
    const BhScriptWay *one = g_ptr_array_index (step->ways, i);
    BhScriptTruth truth = bh_script_condition_holds (one->when, bh_script_run_look_ahead, run);
    if (i == way)
      return truth == BH_SCRIPT_YES && open ? BH_SCRIPT_MAYBE : truth;
    if (truth == BH_SCRIPT_YES)
      return BH_SCRIPT_NO;
    open = open || truth == BH_SCRIPT_MAYBE;
  }
  return BH_SCRIPT_NO;
}

/* Steps that may come after @from, into @distance (pages until there; -1: none). Breadth first, a
 * branch costs nothing: it is put in front. */
static void
measure (BhScriptRun *run, const BhScriptStep *from, int *distance)
{
  GQueue open = G_QUEUE_INIT;
  const BhScriptStep *step;

  distance[from->index] = 0;
  g_queue_push_tail (&open, (gpointer) from);
  while ((step = g_queue_pop_head (&open)) != NULL)
    for (guint i = 0; i < step->ways->len; i++) {
      const BhScriptStep *to = ((BhScriptWay *) g_ptr_array_index (step->ways, i))->to;
      if (to == NULL || bh_script_run_get_way_state (run, step, i) == BH_SCRIPT_NO)
        continue;
      if (distance[to->index] >= 0)
        continue;
      distance[to->index] = distance[step->index] + (to->kind != BH_SCRIPT_BRANCH);
      if (to->kind == BH_SCRIPT_BRANCH)
        g_queue_push_head (&open, (gpointer) to);
      else
        g_queue_push_tail (&open, (gpointer) to);
    }
}

static int *
distances (BhScriptRun *run, guint *n)
{
  const BhScriptStep *here = bh_script_run_get_step (run);
  int *distance;

  *n = bh_script_get_steps (run->script)->len;
  distance = g_new (int, *n + 1);
  for (guint i = 0; i < *n; i++)
    distance[i] = -1;
  if (here != NULL)
    measure (run, here, distance);
  return distance;
}

static gboolean
is_on_path (BhScriptRun *run, const BhScriptStep *step)
{
  return *step->id != '\0' && g_strv_contains (bh_script_run_get_path (run), step->id);
}

BhScriptStepState
bh_script_run_get_step_state (BhScriptRun *run, const BhScriptStep *step)
{
  const BhScriptStep *here = bh_script_run_get_step (run);
  g_autofree int *distance = NULL;
  const BhScriptWay *way;
  guint n;

  if (step == here)
    return BH_SCRIPT_STEP_HERE;
  way = here != NULL ? bh_script_run_find_way (run, here) : NULL;
  if (way != NULL && way->to == step)
    return BH_SCRIPT_STEP_NEXT;
  if (is_on_path (run, step))
    return BH_SCRIPT_STEP_PASSED;
  distance = distances (run, &n);
  return distance[step->index] >= 0 ? BH_SCRIPT_STEP_AHEAD : BH_SCRIPT_STEP_AWAY;
}

const char *const *
bh_script_run_get_path (BhScriptRun *run)
{
  return (const char *const *) run->path->pdata;
}

void
bh_script_run_get_progress (BhScriptRun *run, guint *passed, guint *left)
{
  GPtrArray *steps = bh_script_get_steps (run->script);
  guint n;
  g_autofree int *distance = distances (run, &n);
  int nearest = -1;

  *passed = 0;
  for (guint i = 0; i + 1 < run->path->len; i++) {
    const BhScriptStep *step = bh_script_find_step (run->script, run->path->pdata[i]);
    *passed += step->kind != BH_SCRIPT_BRANCH;
  }
  for (guint i = 0; i < n; i++)
    if (((BhScriptStep *) g_ptr_array_index (steps, i))->kind == BH_SCRIPT_END &&
        distance[i] >= 0 && (nearest < 0 || distance[i] < nearest))
      nearest = distance[i];
  *left = nearest > 0 ? (guint) nearest : 0;
}
