/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "protocol/script/script-run.h"
#include "tests/fuzz/fuzz.h"

/* A value that the question may or may not take, from the input's own bytes. */
static JsonNode *
some_value (const BhScriptQuestion *question, guint8 byte)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  if (question->options->len > 0)
    json_node_set_string (node, question->values[byte % question->options->len]);
  else if (byte % 3 == 0)
    json_node_set_boolean (node, byte & 8);
  else if (byte % 3 == 1)
    json_node_set_int (node, byte % 12);
  else
    json_node_set_string (node, byte & 8 ? "2026-11-24" : "word");
  return node;
}

static void
answer_all (BhScriptRun *run, const uint8_t *data, size_t size, guint round)
{
  g_autoptr (GPtrArray) asked = bh_script_run_list_questions (run);

  for (guint i = 0; i < asked->len; i++) {
    const BhScriptQuestion *question = g_ptr_array_index (asked, i);
    g_autoptr (JsonNode) value = some_value (question, data[(round + i) % size]);
    bh_script_run_answer (run, question->id, value, NULL);
  }
}

static void
check_kept (BhScriptRun *run)
{
  g_autoptr (JsonNode) node = bh_script_run_to_node (run);
  g_autoptr (BhScriptRun) again = NULL;
  g_autoptr (JsonNode) same = NULL;

  if (*bh_script_get_name (bh_script_run_get_script (run)) == '\0')
    return;
  again = bh_script_run_restore (bh_script_run_get_script (run), node, NULL);
  g_assert_nonnull (again);
  same = bh_script_run_to_node (again);
  g_assert_true (json_node_equal (node, same));
}

/* Any bytes as a script: what can be read can be walked, drawn, kept and taken up again; and in one
 * without problems the agent is never left standing. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (BhScript) script = bh_script_read ((const char *) data, size, problems);
  g_autoptr (BhScriptRun) run = NULL;
  guint passed, left;

  g_assert_true (script != NULL || problems->len > 0);
  if (script == NULL)
    return 0;
  run = bh_script_run_new (script, 1);
  for (guint round = 0; round < 40; round++) {
    g_autofree char *text = bh_script_run_get_text (run, NULL);
    g_autoptr (GPtrArray) missing = NULL;
    BhScriptStep *step = bh_script_run_get_step (run);
    g_assert_true (problems->len > 0 || step != NULL);
    if (step == NULL)
      break;
    answer_all (run, data, size, round);
    bh_script_run_get_progress (run, &passed, &left);
    bh_script_run_get_step_state (run, step);
    missing = bh_script_run_list_missing (run);
    g_assert_true (bh_script_run_can_go_on (run, NULL) || problems->len > 0 || missing->len > 0 ||
                   step->kind == BH_SCRIPT_END);
    if (!bh_script_run_go_on (run, NULL) && !bh_script_run_go_back (run))
      break;
  }
  check_kept (run);
  return 0;
}
