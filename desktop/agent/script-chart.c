/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/script-chart.h"

#include <glib/gi18n.h>

/* The states of both are the same, in the same order. */
G_STATIC_ASSERT ((int) BH_FLOW_AHEAD == (int) BH_SCRIPT_BOX_AHEAD);
G_STATIC_ASSERT ((int) BH_FLOW_NEXT == (int) BH_SCRIPT_BOX_NEXT);
G_STATIC_ASSERT ((int) BH_FLOW_AWAY == (int) BH_SCRIPT_BOX_AWAY);
G_STATIC_ASSERT ((int) BH_FLOW_DONE == (int) BH_SCRIPT_BOX_DONE);
G_STATIC_ASSERT ((int) BH_FLOW_HERE == (int) BH_SCRIPT_BOX_HERE);

static const char *
note_of (const BhScriptBox *box)
{
  if (box->payment)
    return C_ ("script step", "payment");
  if (box->is_end)
    return C_ ("script step", "end");
  if (box->is_branch)
    return C_ ("script step", "decides by itself");
  return box->required ? C_ ("script step", "required") : NULL;
}

static BhFlowStep
step_of (BhScriptPlayer *player, const BhScriptBox *box, const char *fault)
{
  BhFlowStep step = {
      .title = box->title,
      .note = fault != NULL ? fault : note_of (box),
      .state = (BhFlowState) box->state,
      .fault = fault != NULL,
  };

  /* No way leads there, but a jump does. */
  if (player != NULL && step.state == BH_FLOW_AWAY && bh_script_player_can_jump (player, box->id)) {
    step.state = BH_FLOW_AHEAD;
    step.note = C_ ("script step", "one may jump here");
  }
  return step;
}

/* Two ways between the same steps are one line with both words. */
static void
add_arrow (GArray *lines, GPtrArray *kept, const BhScriptArrow *arrow)
{
  BhFlowArrow line = {arrow->from, arrow->to, arrow->label, arrow->taken};

  for (guint i = 0; i < lines->len; i++) {
    BhFlowArrow *old = &g_array_index (lines, BhFlowArrow, i);
    if (old->from != line.from || old->to != line.to)
      continue;
    if (line.label != NULL && old->label != NULL) {
      char *both = g_strdup_printf ("%s, %s", old->label, line.label);
      g_ptr_array_add (kept, both);
      old->label = both;
    } else if (line.label != NULL) {
      old->label = line.label;
    }
    return;
  }
  g_array_append_val (lines, line);
}

void
bh_script_chart_draw (BhFlowChart *chart,
                      BhScriptPlayer *player,
                      GArray *boxes,
                      GArray *arrows,
                      const char *const *faults)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (BhFlowStep));
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (BhFlowArrow));
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);

  g_return_if_fail (BH_IS_FLOW_CHART (chart));
  for (guint i = 0; i < boxes->len; i++) {
    BhFlowStep step =
        step_of (player, &g_array_index (boxes, BhScriptBox, i), faults != NULL ? faults[i] : NULL);
    g_array_append_val (steps, step);
  }
  for (guint i = 0; i < arrows->len; i++)
    add_arrow (lines, kept, &g_array_index (arrows, BhScriptArrow, i));
  bh_flow_chart_set (chart,
                     (const BhFlowStep *) (gpointer) steps->data,
                     steps->len,
                     (const BhFlowArrow *) (gpointer) lines->data,
                     lines->len);
}

void
bh_script_chart_show (BhFlowChart *chart, BhScriptPlayer *player)
{
  g_autoptr (GArray) boxes = NULL;
  g_autoptr (GArray) arrows = NULL;

  g_return_if_fail (BH_IS_SCRIPT_PLAYER (player));
  boxes = bh_script_player_list_boxes (player);
  arrows = bh_script_player_list_arrows (player);
  bh_script_chart_draw (chart, player, boxes, arrows, NULL);
}
