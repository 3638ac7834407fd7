/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-run.h"

#include <string.h>

#include "protocol/script/script-error.h"
#include "tests/protocol/script/sample.h"

typedef struct {
  BhScript *script;
  BhScriptRun *run;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->script = sample_returns ();
  f->run = bh_script_run_new (f->script, 7);
  bh_script_run_set_fact (f->run, "agent.name", "Alice");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  bh_script_run_unref (f->run);
  bh_script_unref (f->script);
}

static void
go_on (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  bh_script_run_go_on (f->run, &error);
  g_assert_no_error (error);
}

static void
answer_broken (Fixture *f)
{
  sample_answer (f->run, "reason", "'broken'");
  sample_answer (f->run, "since", "'2026-11-01'");
}

static void
assert_ids (GPtrArray *list, const char *ids)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++) /* an id is the first member of steps and questions */
    g_string_append_printf (all, "%s%s", i > 0 ? " " : "", *(char **) list->pdata[i]);
  g_assert_cmpstr (all->str, ==, ids);
  g_ptr_array_unref (list);
}

static void
test_begins (Fixture *f, gconstpointer data)
{
  g_autofree char *text = bh_script_run_get_text (f->run, NULL);

  sample_assert_path (f->run, "greet");
  g_assert_cmpstr (text, ==, "Good morning, and welcome. This is Alice.");
  g_assert_cmpint (bh_script_run_get_version (f->run), ==, 7);
  g_assert_false (bh_script_run_can_go_back (f->run));
  g_assert_false (bh_script_run_go_back (f->run));
}

static void
test_text (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) spots = NULL;
  g_autofree char *text = NULL;

  bh_script_run_set_fact (f->run, "customer.name", "王小明");
  bh_script_run_set_fact (f->run, "agent.name", NULL);
  text = bh_script_run_get_text (f->run, &spots);
  g_assert_cmpstr (text, ==, "Good morning, 王小明. This is [your name].");
  g_assert_true (g_array_index (spots, BhScriptSpot, 1).missing);
  g_free (text);
  bh_script_run_set_language (f->run, "zh_CN");
  text = bh_script_run_get_text (f->run, NULL);
  g_assert_cmpstr (text, ==, "您好王小明");
}

static void
test_required (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (bh_script_run_go_on (f->run, &error));
  g_assert_error (error, BH_SCRIPT_ERROR, BH_SCRIPT_ERROR_MISSING);
  g_assert_cmpstr (error->message, ==, "Not answered yet: What is it?");
  sample_assert_path (f->run, "greet");
  g_clear_error (&error);
  sample_answer (f->run, "reason", "'broken'");
  g_assert_false (bh_script_run_can_go_on (f->run, &error));
  g_assert_cmpstr (error->message, ==, "Not answered yet: Since when?");
  assert_ids (bh_script_run_list_missing (f->run), "since");
}

static void
test_shown (Fixture *f, gconstpointer data)
{
  assert_ids (bh_script_run_list_questions (f->run), "reason");
  sample_answer (f->run, "reason", "'broken'");
  assert_ids (bh_script_run_list_questions (f->run), "reason since");
  sample_answer (f->run, "reason", "'other'");
  assert_ids (bh_script_run_list_questions (f->run), "reason");
}

static void
test_bad_answers (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) value = sample_value ("'poem'");

  g_assert_false (bh_script_run_answer (f->run, "reason", value, &error));
  g_assert_error (error, BH_SCRIPT_ERROR, BH_SCRIPT_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (bh_script_run_answer (f->run, "nothing", value, &error));
  g_assert_error (error, BH_SCRIPT_ERROR, BH_SCRIPT_ERROR_QUESTION);
  g_assert_null (bh_script_run_get_answer (f->run, "reason"));
}

static void
test_branch_decides (Fixture *f, gconstpointer data)
{
  answer_broken (f);
  bh_script_run_set_fact (f->run, "customer.tier", "gold");
  go_on (f);
  sample_assert_path (f->run, "greet sort swap");
  g_assert_true (bh_script_run_go_back (f->run));
  sample_assert_path (f->run, "greet");
  bh_script_run_set_fact (f->run, "customer.tier", "none");
  go_on (f);
  sample_assert_path (f->run, "greet sort pay");
}

static void
test_back_keeps_answers (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) kept = NULL;

  answer_broken (f);
  go_on (f);
  sample_answer (f->run, "paid", "true");
  g_assert_true (bh_script_run_go_back (f->run));
  assert_ids (bh_script_run_list_questions (f->run), "reason since");
  g_assert_nonnull (bh_script_run_get_answer (f->run, "paid"));
  kept = bh_script_run_list_answers (f->run);
  g_assert_cmpuint (kept->len, ==, 3);
}

static void
test_takes_an_answer_back (Fixture *f, gconstpointer data)
{
  sample_answer (f->run, "reason", "'other'");
  sample_answer (f->run, "reason", "null");
  g_assert_null (bh_script_run_get_answer (f->run, "reason"));
  g_assert_true (bh_script_run_answer (f->run, "reason", NULL, NULL));
}

static void
test_circle (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  answer_broken (f);
  go_on (f);
  text = bh_script_run_get_text (f->run, NULL);
  g_assert_cmpstr (text, ==, "It is 2026-11-01 old.");
  sample_answer (f->run, "paid", "false");
  go_on (f);
  sample_assert_path (f->run, "greet sort pay greet");
  go_on (f);
  sample_assert_path (f->run, "greet sort pay greet sort pay");
}

static void
test_long_way (Fixture *f, gconstpointer data)
{
  guint n;

  answer_broken (f);
  for (guint i = 0; i < 1000; i++)
    go_on (f);
  n = g_strv_length ((char **) bh_script_run_get_path (f->run));
  g_assert_cmpuint (n, ==, BH_SCRIPT_PATH_MAX);
  for (guint i = 0; bh_script_run_go_back (f->run); i++)
    g_assert_cmpuint (i, <, BH_SCRIPT_PATH_MAX);
}

static void
test_end (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sample_answer (f->run, "reason", "'other'");
  go_on (f);
  sample_assert_path (f->run, "greet bye");
  g_assert_false (bh_script_run_go_on (f->run, &error));
  g_assert_error (error, BH_SCRIPT_ERROR, BH_SCRIPT_ERROR_STEP);
  g_assert_cmpstr (bh_script_run_get_step (f->run)->disposition, ==, "solved");
  assert_ids (bh_script_run_list_unpassed (f->run), "pay");
  g_assert_false (bh_script_run_is_complete (f->run));
}

static void
test_complete (Fixture *f, gconstpointer data)
{
  answer_broken (f);
  go_on (f);
  sample_answer (f->run, "paid", "true");
  go_on (f);
  assert_ids (bh_script_run_list_unpassed (f->run), "");
  g_assert_true (bh_script_run_is_complete (f->run));
}

static void
test_jumps (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_ids (bh_script_run_list_jumps (f->run), "angry");
  g_assert_false (bh_script_run_can_jump (f->run, "greet"));
  g_assert_false (bh_script_run_jump (f->run, "pay", &error));
  g_assert_error (error, BH_SCRIPT_ERROR, BH_SCRIPT_ERROR_STEP);
  g_clear_error (&error);
  g_assert_false (bh_script_run_jump (f->run, "nowhere", NULL));
  g_assert_true (bh_script_run_jump (f->run, "angry", &error));
  sample_assert_path (f->run, "greet angry");
  assert_ids (bh_script_run_list_jumps (f->run), "");
  g_assert_true (bh_script_run_go_back (f->run));
  sample_assert_path (f->run, "greet");
  g_assert_true (bh_script_run_can_jump (f->run, "angry"));
}

static void
test_jump_to_what_was_passed (Fixture *f, gconstpointer data)
{
  answer_broken (f);
  go_on (f);
  g_assert_true (bh_script_run_can_jump (f->run, "greet"));
  g_assert_false (bh_script_run_can_jump (f->run, "sort"));
  g_assert_false (bh_script_run_can_jump (f->run, "bye"));
  g_assert_true (bh_script_run_jump (f->run, "greet", NULL));
  g_assert_true (bh_script_run_can_jump (f->run, "pay"));
}

static BhScriptStepState
state_of (Fixture *f, const char *id)
{
  return bh_script_run_get_step_state (f->run, bh_script_find_step (f->script, id));
}

static void
test_chart (Fixture *f, gconstpointer data)
{
  const BhScriptStep *greet = bh_script_find_step (f->script, "greet");

  g_assert_cmpint (state_of (f, "greet"), ==, BH_SCRIPT_STEP_HERE);
  g_assert_cmpint (state_of (f, "bye"), ==, BH_SCRIPT_STEP_NEXT);
  g_assert_cmpint (state_of (f, "pay"), ==, BH_SCRIPT_STEP_AHEAD);
  g_assert_cmpint (state_of (f, "angry"), ==, BH_SCRIPT_STEP_AWAY);
  g_assert_cmpint (bh_script_run_get_way_state (f->run, greet, 0), ==, BH_SCRIPT_MAYBE);
  g_assert_cmpint (bh_script_run_get_way_state (f->run, greet, 1), ==, BH_SCRIPT_MAYBE);
  sample_answer (f->run, "reason", "'other'");
  g_assert_cmpint (bh_script_run_get_way_state (f->run, greet, 0), ==, BH_SCRIPT_NO);
  g_assert_cmpint (bh_script_run_get_way_state (f->run, greet, 1), ==, BH_SCRIPT_YES);
  g_assert_cmpint (bh_script_run_get_way_state (f->run, greet, 9), ==, BH_SCRIPT_NO);
  g_assert_cmpint (state_of (f, "pay"), ==, BH_SCRIPT_STEP_AWAY);
  go_on (f);
  g_assert_cmpint (state_of (f, "greet"), ==, BH_SCRIPT_STEP_PASSED);
}

static void
test_progress (Fixture *f, gconstpointer data)
{
  guint passed, left;

  bh_script_run_get_progress (f->run, &passed, &left);
  g_assert_cmpuint (passed, ==, 1);
  g_assert_cmpuint (left, ==, 1);
  answer_broken (f);
  bh_script_run_get_progress (f->run, &passed, &left);
  g_assert_cmpuint (left, ==, 2);
  go_on (f);
  bh_script_run_get_progress (f->run, &passed, &left);
  g_assert_cmpuint (passed, ==, 2);
  g_assert_cmpuint (left, ==, 1);
  sample_answer (f->run, "paid", "true");
  go_on (f);
  bh_script_run_get_progress (f->run, &passed, &left);
  g_assert_cmpuint (passed, ==, 3);
  g_assert_cmpuint (left, ==, 0);
}

static void
test_kept (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (BhScriptRun) again = NULL;

  answer_broken (f);
  go_on (f);
  bh_script_run_go_back (f->run);
  node = bh_script_run_to_node (f->run);
  again = bh_script_run_restore (f->script, node, &error);
  g_assert_no_error (error);
  sample_assert_path (again, "greet");
  g_assert_cmpint (bh_script_run_get_version (again), ==, 7);
  g_assert_cmpstr (json_node_get_string (bh_script_run_get_answer (again, "since")),
                   ==,
                   "2026-11-01");
  assert_ids (bh_script_run_list_unpassed (again), "");
  g_assert_true (bh_script_run_can_jump (again, "pay"));
}

static void
test_restore_passes_over_what_is_not_there (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) node =
      sample_value ("{'script':'returns','version':3,'path':['greet','gone','pay'],"
                    "'answers':{'reason':'broken','since':'soon','gone':1}}");
  g_autoptr (BhScriptRun) again = bh_script_run_restore (f->script, node, NULL);

  sample_assert_path (again, "greet pay");
  g_assert_nonnull (bh_script_run_get_answer (again, "reason"));
  g_assert_null (bh_script_run_get_answer (again, "since"));
}

static void
test_restore_refuses (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = {
      "7",
      "{}",
      "{'script':'other','version':3,'path':[],'answers':{}}",
      "{'script':'returns','version':-1,'path':[],'answers':{}}",
      "{'script':'returns','version':1,'path':[7],'answers':{}}",
      "{'script':'returns','version':1,'path':'greet','answers':{}}",
      "{'script':'returns','version':1,'path':[],'answers':[]}",
      "{'script':'returns','version':1,'path':[],'passed':[[]],'answers':{}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = sample_value (bad[i]);
    g_assert_null (bh_script_run_restore (f->script, node, &error));
    g_assert_error (error, BH_SCRIPT_ERROR, BH_SCRIPT_ERROR_STATE);
  }
}

static void
test_set_path (Fixture *f, gconstpointer data)
{
  static const char *const path[] = {"greet", "sort", "gone", "pay", NULL};
  static const char *const nothing[] = {"gone", NULL};

  bh_script_run_set_path (f->run, path);
  sample_assert_path (f->run, "greet sort pay");
  bh_script_run_set_path (f->run, nothing);
  sample_assert_path (f->run, "greet sort pay");
}

/* A start that is a branch: what is known when the walk begins decides, even if it comes late. */
static void
test_facts_after_the_start (void)
{
  g_autoptr (BhScript) script =
      sample_good ("{'id':'a','kind':'branch','next':[{'when':'customer.known','go':'b'},"
                   "{'go':'c'}]},{'id':'b','text':'x','next':'c'},"
                   "{'id':'c','kind':'end','text':'x'}");
  g_autoptr (BhScriptRun) run = bh_script_run_new (script, 1);

  sample_assert_path (run, "a c");
  bh_script_run_set_fact (run, "customer.known", "true");
  sample_assert_path (run, "a b");
  g_assert_true (bh_script_run_go_on (run, NULL));
  bh_script_run_set_fact (run, "customer.known", "false");
  sample_assert_path (run, "a b c");
}

/* A script that was not checked leads nobody astray. */
static void
test_broken_script (void)
{
  static const char *const steps[] = {
      "{'id':'a','text':'x','next':'gone'}",
      "{'id':'a','text':'x'}",
      "{'id':'b','text':'x'}",
      "{'id':'a','kind':'branch','next':'a'}",
      "{'id':'a','kind':'branch','next':'b'},{'id':'b','kind':'branch','next':'a'}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GPtrArray) problems = bh_script_problems_new ();
    g_autoptr (BhScript) script = sample_steps (steps[i], problems);
    g_autoptr (BhScriptRun) run = bh_script_run_new (script, 1);
    g_autofree char *text = bh_script_run_get_text (run, NULL);
    guint passed, left;
    bh_script_run_go_on (run, NULL);
    bh_script_run_get_progress (run, &passed, &left);
    g_assert_false (bh_script_run_is_complete (run));
    g_assert_cmpuint (problems->len, >, 0);
  }
}

#define ADD(path, function)                                                                        \
  g_test_add ("/protocol/script/run/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("begins", test_begins);
  ADD ("text", test_text);
  ADD ("required", test_required);
  ADD ("shown", test_shown);
  ADD ("bad-answers", test_bad_answers);
  ADD ("branch-decides", test_branch_decides);
  ADD ("back-keeps-answers", test_back_keeps_answers);
  ADD ("takes-an-answer-back", test_takes_an_answer_back);
  ADD ("circle", test_circle);
  ADD ("long-way", test_long_way);
  ADD ("end", test_end);
  ADD ("complete", test_complete);
  ADD ("jumps", test_jumps);
  ADD ("jump-to-what-was-passed", test_jump_to_what_was_passed);
  ADD ("chart", test_chart);
  ADD ("progress", test_progress);
  ADD ("kept", test_kept);
  ADD ("restore-passes-over-what-is-not-there", test_restore_passes_over_what_is_not_there);
  ADD ("restore-refuses", test_restore_refuses);
  ADD ("set-path", test_set_path);
  g_test_add_func ("/protocol/script/run/facts-after-the-start", test_facts_after_the_start);
  g_test_add_func ("/protocol/script/run/broken-script", test_broken_script);
  return g_test_run ();
}
