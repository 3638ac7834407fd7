/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "protocol/script/script-text.h"

/* The shape of the whole: steps that nobody comes to or gets away from, circles in which nothing is
 * asked, answers that are needed before they can have been given. */

typedef struct {
  BhScript *script;
  GPtrArray *problems;
  guint n;
  guint8 *reach;   /* n × n: from, to; over ways and jumps */
  guint8 *circles; /* of the search for them: 0 new, 1 on the way, 2 done */
  GPtrArray *way;  /* steps on the way */
  /* of the name that is looked at */
  const BhScriptStep *step;
  const char *field;
} Graph;

static BhScriptStep *
step_at (const Graph *graph, guint i)
{
  return g_ptr_array_index (graph->script->steps, i);
}

static void G_GNUC_PRINTF (6, 7) tell (Graph *graph,
                                       BhScriptProblemKind kind,
                                       const BhScriptStep *step,
                                       const char *field,
                                       guint position,
                                       const char *format,
                                       ...)
{
  g_autofree char *place = bh_script_step_place (step);
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  bh_script_problems_add (graph->problems, kind, place, field, position, "%s", message);
}

/* ---- who comes where */

static void
push (guint8 *seen, GArray *open, const BhScriptStep *to)
{
  if (to == NULL || seen[to->index])
    return;
  seen[to->index] = 1;
  g_array_append_val (open, to->index);
}

static void
push_jumps (const Graph *graph, guint8 *seen, GArray *open, const char *const *jumps)
{
  for (guint i = 0; jumps[i] != NULL; i++)
    push (seen, open, bh_script_find_step (graph->script, jumps[i]));
}

static void
push_all (const Graph *graph, guint8 *seen, GArray *open, const BhScriptStep *step, gboolean jumps)
{
  for (guint i = 0; i < step->ways->len; i++)
    push (seen, open, ((BhScriptWay *) g_ptr_array_index (step->ways, i))->to);
  if (!jumps)
    return;
  push_jumps (graph, seen, open, (const char *const *) step->jumps);
  push_jumps (graph, seen, open, bh_script_get_jumps (graph->script));
}

/* Marks in @seen what can be reached from @start, itself only where a way leads back. */
static void
flood (const Graph *graph, const BhScriptStep *start, guint8 *seen, gboolean jumps)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint));

  push_all (graph, seen, open, start, jumps);
  while (open->len > 0) {
    guint at = g_array_index (open, guint, open->len - 1);
    g_array_set_size (open, open->len - 1);
    push_all (graph, seen, open, step_at (graph, at), jumps);
  }
}

static void
check_reachable (Graph *graph)
{
  const BhScriptStep *start = bh_script_get_start (graph->script);

  for (guint i = 0; start != NULL && i < graph->n; i++)
    if (i != start->index && !graph->reach[start->index * graph->n + i])
      tell (graph,
            BH_SCRIPT_PROBLEM_UNREACHABLE,
            step_at (graph, i),
            NULL,
            0,
            _ ("No way leads to this step. Lead one there or remove it."));
}

/* It ends the script, or that it leads nowhere has been told. */
static gboolean
is_last (const BhScriptStep *step)
{
  gboolean last = step->kind == BH_SCRIPT_END || step->ways->len == 0;

  for (guint i = 0; !last && i < step->ways->len; i++)
    last = ((BhScriptWay *) g_ptr_array_index (step->ways, i))->to == NULL;
  return last;
}

/* Ways alone: a jump is the agent's own decision. */
static void
check_ends (Graph *graph)
{
  for (guint i = 0; i < graph->n; i++) {
    const BhScriptStep *step = step_at (graph, i);
    g_autofree guint8 *seen = g_new0 (guint8, graph->n);
    gboolean ends = is_last (step);
    flood (graph, step, seen, FALSE);
    for (guint j = 0; !ends && j < graph->n; j++)
      ends = seen[j] && is_last (step_at (graph, j));
    if (!ends)
      tell (graph,
            BH_SCRIPT_PROBLEM_DEAD_END,
            step,
            "next",
            0,
            _ ("No way from here comes to an end. Lead one to a step that is an end."));
  }
}

/* ---- circles */

static void
tell_circle (Graph *graph, const BhScriptStep *again)
{
  g_autoptr (GString) path = g_string_new (NULL);
  guint i = 0;

  while (g_ptr_array_index (graph->way, i) != again)
    i++;
  for (; i < graph->way->len; i++)
    g_string_append_printf (path, "%s → ", ((BhScriptStep *) graph->way->pdata[i])->id);
  tell (graph,
        BH_SCRIPT_PROBLEM_LOOP,
        again,
        "next",
        0,
        _ ("This goes in a circle and nothing is asked on it: %s%s. Ask something, or lead away."),
        path->str,
        again->id);
}

/* At most as deep as there are steps. */
static void
look_for_circle (Graph *graph, BhScriptStep *step)
{
  if (step->questions->len > 0 || graph->circles[step->index] == 2)
    return;
  if (graph->circles[step->index] == 1) {
    tell_circle (graph, step);
    return;
  }
  graph->circles[step->index] = 1;
  g_ptr_array_add (graph->way, step);
  for (guint i = 0; i < step->ways->len; i++) {
    BhScriptStep *to = ((BhScriptWay *) g_ptr_array_index (step->ways, i))->to;
    if (to != NULL)
      look_for_circle (graph, to);
  }
  g_ptr_array_set_size (graph->way, (int) graph->way->len - 1);
  graph->circles[step->index] = 2;
}

/* ---- answers that come too late */

static void
on_name (const char *name, guint position, gpointer data)
{
  Graph *graph = data;
  const BhScriptStep *asking;

  if (!g_str_has_prefix (name, "answer."))
    return;
  asking = bh_script_find_asking (graph->script, name + strlen ("answer."));
  if (asking == NULL || asking == graph->step ||
      graph->reach[asking->index * graph->n + graph->step->index])
    return;
  tell (graph,
        BH_SCRIPT_PROBLEM_NOT_ASKED,
        graph->step,
        graph->field,
        position,
        _ ("“%s” is asked in step “%s”, from which no way leads here. Ask it before."),
        name + strlen ("answer."),
        asking->id);
}

static void
on_placeholder (const char *name, const char *fallback, guint position, gpointer data)
{
  on_name (name, position, data);
}

static void
on_complaint (guint position, const char *message, gpointer data)
{
}

static void
check_words (Graph *graph, const BhScriptWords *words, const char *field)
{
  graph->field = field;
  for (guint i = 0; words != NULL && i < words->n; i++)
    bh_script_text_each (words->texts[i], on_placeholder, on_complaint, graph);
}

static void
check_condition (Graph *graph, const BhScriptCondition *condition, const char *field)
{
  graph->field = field;
  if (condition != NULL)
    bh_script_condition_each_name (condition, on_name, graph);
}

static void
check_order (Graph *graph, const BhScriptStep *step)
{
  graph->step = step;
  check_words (graph, step->text, "text");
  for (guint i = 0; i < step->questions->len; i++) {
    const BhScriptQuestion *question = g_ptr_array_index (step->questions, i);
    g_autofree char *label = g_strdup_printf ("questions[%u].label", i);
    g_autofree char *show = g_strdup_printf ("questions[%u].show", i);
    check_words (graph, question->label, label);
    check_condition (graph, question->show, show);
  }
  for (guint i = 0; i < step->ways->len; i++) {
    g_autofree char *when = g_strdup_printf ("next[%u].when", i);
    check_condition (graph, ((BhScriptWay *) g_ptr_array_index (step->ways, i))->when, when);
  }
}

void
bh_script_check_graph (BhScript *script, GPtrArray *problems)
{
  const guint n = script->steps->len;
  g_autofree guint8 *reach = g_new0 (guint8, (gsize) n * n + 1);
  g_autofree guint8 *circles = g_new0 (guint8, n + 1);
  g_autoptr (GPtrArray) way = g_ptr_array_new ();
  Graph graph = {script, problems, n, reach, circles, way, NULL, NULL};

  for (guint i = 0; i < n; i++)
    flood (&graph, step_at (&graph, i), reach + (gsize) i * n, TRUE);
  check_reachable (&graph);
  check_ends (&graph);
  for (guint i = 0; i < n; i++)
    look_for_circle (&graph, step_at (&graph, i));
  for (guint i = 0; i < n; i++)
    check_order (&graph, step_at (&graph, i));
}
