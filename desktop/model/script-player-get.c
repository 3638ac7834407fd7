/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-player.h"

#include <glib/gi18n-lib.h>

#include "desktop/model/script-player-private.h"

/* What a player tells beside its properties: getters by name, the chart, the summary. */

const char *
bh_script_player_get_name (BhScriptPlayer *self)
{
  return bh_item_get_string (self, BH_PLAYER_NAME);
}

const char *
bh_script_player_get_title (BhScriptPlayer *self)
{
  return bh_item_get_string (self, BH_PLAYER_TITLE);
}

gint64
bh_script_player_get_version (BhScriptPlayer *self)
{
  return bh_item_get_int (self, BH_PLAYER_VERSION);
}

const char *
bh_script_player_get_step (BhScriptPlayer *self)
{
  return bh_item_get_string (self, BH_PLAYER_STEP);
}

const char *
bh_script_player_get_step_title (BhScriptPlayer *self)
{
  return bh_item_get_string (self, BH_PLAYER_STEP_TITLE);
}

const char *
bh_script_player_get_text (BhScriptPlayer *self)
{
  return bh_item_get_string (self, BH_PLAYER_TEXT);
}

const char *
bh_script_player_get_markup (BhScriptPlayer *self)
{
  return bh_item_get_string (self, BH_PLAYER_MARKUP);
}

gboolean
bh_script_player_get_payment (BhScriptPlayer *self)
{
  return bh_item_get_bool (self, BH_PLAYER_PAYMENT);
}

gboolean
bh_script_player_get_is_end (BhScriptPlayer *self)
{
  return bh_item_get_bool (self, BH_PLAYER_IS_END);
}

gboolean
bh_script_player_get_is_complete (BhScriptPlayer *self)
{
  return bh_item_get_bool (self, BH_PLAYER_IS_COMPLETE);
}

gboolean
bh_script_player_get_can_go_on (BhScriptPlayer *self)
{
  return bh_item_get_bool (self, BH_PLAYER_CAN_GO_ON);
}

gboolean
bh_script_player_get_can_go_back (BhScriptPlayer *self)
{
  return bh_item_get_bool (self, BH_PLAYER_CAN_GO_BACK);
}

const char *
bh_script_player_get_why_not (BhScriptPlayer *self)
{
  return bh_item_get_string (self, BH_PLAYER_WHY_NOT);
}

const char *
bh_script_player_get_todo (BhScriptPlayer *self)
{
  return bh_item_get_string (self, BH_PLAYER_TODO);
}

const char *
bh_script_player_get_disposition (BhScriptPlayer *self)
{
  return bh_item_get_string (self, BH_PLAYER_DISPOSITION);
}

GListModel *
bh_script_player_get_questions (BhScriptPlayer *self)
{
  return bh_item_get_object (self, BH_PLAYER_QUESTIONS);
}

GListModel *
bh_script_player_get_jumps (BhScriptPlayer *self)
{
  return bh_item_get_object (self, BH_PLAYER_JUMPS);
}

GListModel *
bh_script_player_get_links (BhScriptPlayer *self)
{
  return bh_item_get_object (self, BH_PLAYER_LINKS);
}

const char *const *
bh_script_player_get_languages (BhScriptPlayer *self)
{
  return bh_script_get_languages (bh_script_run_get_script (bh_script_player_get_run (self)));
}

/* ---- the chart */

static void
clear_box (gpointer data)
{
  BhScriptBox *box = data;

  g_free (box->id);
  g_free (box->title);
}

static void
clear_arrow (gpointer data)
{
  g_free (((BhScriptArrow *) data)->label);
}

static BhScriptBoxState
state_of (BhScriptRun *run, const BhScriptStep *step)
{
  static const BhScriptBoxState states[] = {
      [BH_SCRIPT_STEP_AWAY] = BH_SCRIPT_BOX_AWAY,
      [BH_SCRIPT_STEP_AHEAD] = BH_SCRIPT_BOX_AHEAD,
      [BH_SCRIPT_STEP_NEXT] = BH_SCRIPT_BOX_NEXT,
      [BH_SCRIPT_STEP_PASSED] = BH_SCRIPT_BOX_DONE,
      [BH_SCRIPT_STEP_HERE] = BH_SCRIPT_BOX_HERE,
  };

  return states[bh_script_run_get_step_state (run, step)];
}

GArray *
bh_script_player_list_boxes (BhScriptPlayer *self)
{
  BhScriptRun *run = bh_script_player_get_run (self);
  GPtrArray *steps = bh_script_get_steps (bh_script_run_get_script (run));
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (BhScriptBox));

  g_array_set_clear_func (boxes, clear_box);
  for (guint i = 0; i < steps->len; i++) {
    const BhScriptStep *step = g_ptr_array_index (steps, i);
    const char *title = bh_script_words_get (step->title, bh_script_run_get_language (run));
    const BhScriptBox box = {.id = g_strdup (step->id),
                             .title = g_strdup (*title != '\0' ? title : step->id),
                             .state = state_of (run, step),
                             .payment = step->payment,
                             .required = step->required,
                             .is_branch = step->kind == BH_SCRIPT_BRANCH,
                             .is_end = step->kind == BH_SCRIPT_END};
    g_array_append_val (boxes, box);
  }
  return boxes;
}

/* Whether the path went from @from straight to @to. */
static gboolean
was_taken (BhScriptRun *run, const BhScriptStep *from, const BhScriptStep *to)
{
  const char *const *path = bh_script_run_get_path (run);

  for (guint i = 0; path[i] != NULL && path[i + 1] != NULL; i++)
    if (g_str_equal (path[i], from->id) && g_str_equal (path[i + 1], to->id))
      return TRUE;
  return FALSE;
}

/* In words; else the condition; a last way among others is for all the rest. */
static char *
label_of (BhScriptRun *run, const BhScriptStep *step, const BhScriptWay *way)
{
  const char *label = bh_script_words_get (way->label, bh_script_run_get_language (run));

  if (*label != '\0')
    return g_strdup (label);
  if (way->when_text != NULL)
    return g_strdup (way->when_text);
  /* Translators: a way in a flow chart that is taken when none of the others is */
  return step->ways->len > 1 ? g_strdup (C_ ("way", "else")) : NULL;
}

GArray *
bh_script_player_list_arrows (BhScriptPlayer *self)
{
  BhScriptRun *run = bh_script_player_get_run (self);
  GPtrArray *steps = bh_script_get_steps (bh_script_run_get_script (run));
  GArray *arrows = g_array_new (FALSE, FALSE, sizeof (BhScriptArrow));

  g_array_set_clear_func (arrows, clear_arrow);
  for (guint i = 0; i < steps->len; i++) {
    const BhScriptStep *step = g_ptr_array_index (steps, i);
    for (guint j = 0; j < step->ways->len; j++) {
      const BhScriptWay *way = g_ptr_array_index (step->ways, j);
      BhScriptArrow arrow;
      if (way->to == NULL)
        continue;
      arrow = (BhScriptArrow){i,
                              way->to->index,
                              label_of (run, step, way),
                              was_taken (run, step, way->to)};
      g_array_append_val (arrows, arrow);
    }
  }
  return arrows;
}

char *
bh_script_player_summary (BhScriptPlayer *self)
{
  BhScriptRun *run = bh_script_player_get_run (self);
  g_autoptr (GPtrArray) ids = bh_script_run_list_answers (run);
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++) {
    const char *id = g_ptr_array_index (ids, i);
    const BhScriptQuestion *question = bh_script_find_question (bh_script_run_get_script (run), id);
    g_autofree char *label = bh_script_run_render (run, question->label, NULL);
    g_autofree char *answer = bh_script_answer_text (question,
                                                     bh_script_run_get_answer (run, id),
                                                     bh_script_run_get_language (run));
    /* Translators: a question of a script, and what was answered */
    g_string_append_printf (lines, _ ("%s: %s"), label, answer);
    g_string_append_c (lines, '\n');
  }
  return g_string_free (lines, FALSE);
}
