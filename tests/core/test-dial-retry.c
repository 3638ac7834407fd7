/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/dial-retry.h"

#define NOW 1000000

static BhDialRetryStep
step (const char *rules, BhDialOutcome outcome, guint tries, guint total, guint others)
{
  g_autoptr (GError) error = NULL;
  const BhDialTry try = {.outcome = outcome, .tries = tries, .total = total, .others = others};
  BhDialRetry retry;

  bh_dial_retry_parse (&retry, rules, &error);
  g_assert_no_error (error);
  return bh_dial_retry_step (&retry, &try, NOW);
}

/* Each outcome as every campaign has it: of the first try, and of the last one. */
static void
test_defaults (void)
{
  static const struct {
    BhDialOutcome outcome;
    guint tries, total, others;
    gboolean done, closed;
    gint64 wait_s; /* 0: at any time */
  } rows[] = {
      {BH_TRY_SOLD, 1, 1, 1, TRUE, FALSE, 0},
      {BH_TRY_REACHED, 1, 1, 1, TRUE, FALSE, 0},
      {BH_TRY_REFUSED, 1, 1, 1, TRUE, FALSE, 0},
      {BH_TRY_DO_NOT_CALL, 1, 1, 1, TRUE, TRUE, 0},
      {BH_TRY_CALLBACK, 1, 1, 0, FALSE, FALSE, 86400},
      {BH_TRY_BUSY, 1, 1, 0, FALSE, FALSE, 600},
      {BH_TRY_BUSY, 1, 1, 2, FALSE, FALSE, 600},
      {BH_TRY_BUSY, 5, 5, 0, TRUE, TRUE, 0},
      {BH_TRY_BUSY, 5, 5, 1, FALSE, TRUE, 0},
      {BH_TRY_NO_ANSWER, 1, 1, 0, FALSE, FALSE, 7200},
      {BH_TRY_NO_ANSWER, 1, 1, 1, FALSE, FALSE, 0},
      {BH_TRY_NO_ANSWER, 4, 4, 0, TRUE, TRUE, 0},
      {BH_TRY_VOICEMAIL, 1, 1, 0, FALSE, FALSE, 14400},
      {BH_TRY_VOICEMAIL, 3, 3, 0, TRUE, TRUE, 0},
      {BH_TRY_WRONG_NUMBER, 1, 1, 1, FALSE, TRUE, 0},
      {BH_TRY_WRONG_NUMBER, 1, 1, 0, TRUE, TRUE, 0},
      {BH_TRY_FAILED, 1, 1, 0, FALSE, FALSE, 1800},
      {BH_TRY_NO_ANSWER, 1, 8, 3, TRUE, FALSE, 0},
      {BH_TRY_SKIPPED, 0, 0, 0, FALSE, FALSE, 3600},
      {BH_TRY_TIME_OVER, 0, 0, 0, FALSE, FALSE, 300},
      {BH_TRY_GIVEN_BACK, 0, 0, 0, FALSE, FALSE, 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    BhDialRetryStep s = step (NULL, rows[i].outcome, rows[i].tries, rows[i].total, rows[i].others);
    g_test_message ("row %u: %s", i, bh_dial_outcome_to_string (rows[i].outcome));
    g_assert_cmpint (s.done, ==, rows[i].done);
    g_assert_cmpint (s.close_number, ==, rows[i].closed);
    g_assert_cmpint (s.due_s, ==, rows[i].wait_s == 0 ? 0 : NOW + rows[i].wait_s);
    g_assert_cmpstr (s.why, !=, NULL);
  }
}

/* What was promised is kept, however often it was tried. */
static void
test_promise (void)
{
  const BhDialTry try = {.outcome = BH_TRY_CALLBACK, .tries = 9, .total = 99, .due_s = NOW + 5};
  BhDialRetry retry;
  BhDialRetryStep s;

  g_assert_true (bh_dial_retry_parse (&retry, "", NULL));
  s = bh_dial_retry_step (&retry, &try, NOW);
  g_assert_false (s.done);
  g_assert_cmpint (s.due_s, ==, NOW + 5);
}

static void
test_own_rules (void)
{
  static const char rules[] = " busy 90s 2 next;no_answer 1d 1 ; total 3; refused 30d;sold done";

  g_assert_cmpint (step (rules, BH_TRY_BUSY, 1, 1, 0).due_s, ==, NOW + 90);
  g_assert_cmpint (step (rules, BH_TRY_BUSY, 1, 1, 1).due_s, ==, 0);
  g_assert_true (step (rules, BH_TRY_BUSY, 2, 2, 0).done);
  g_assert_true (step (rules, BH_TRY_NO_ANSWER, 1, 1, 0).done);
  g_assert_true (step (rules, BH_TRY_BUSY, 1, 3, 0).done);
  g_assert_cmpint (step (rules, BH_TRY_REFUSED, 1, 1, 0).due_s, ==, NOW + 30 * 86400);
  g_assert_true (step (rules, BH_TRY_SOLD, 1, 1, 0).done);
  g_assert_true (step ("do_not_call done", BH_TRY_DO_NOT_CALL, 1, 1, 1).close_number);
  /* what was not named is as ever */
  g_assert_cmpint (step (rules, BH_TRY_VOICEMAIL, 1, 1, 0).due_s, ==, NOW + 14400);
}

static void
test_faults (void)
{
  static const char *const rows[][2] = {
      {"bussy 10m", "\"bussy\""},
      {"busy", "\"busy\""},
      {"busy 10", NULL},
      {"busy 10x", "\"10x\""},
      {"busy 0", "\"0\""},
      {"busy -1m", "\"-1m\""},
      {"busy 99999d", "\"99999d\""},
      {"busy 10m 5; total", "\"total\""},
      {"busy 10m 5; total many", "\"total\""},
      {"no_answer 2h often", "\"often\""},
      {"busy 10mm", "\"10mm\""},
      {"busy 5 6 7", "\"busy 5 6 7\" says twice how often"},
      {"busy 5m 6m", "\"busy 5m 6m\" says twice how long"},
      {"do_not_call 1h", "\"do_not_call 1h\" is for good"},
      {"do_not_call done", NULL},
      {"skipped 1s 2", "\"skipped 1s 2\" is about a record that was not dialed"},
      {"time_over next", "\"time_over next\" is about a record"},
      {"skipped 30m", NULL},
      {"not_allowed 1h", "\"not_allowed 1h\" is not for a campaign"},
      {"busy done 1h", "\"busy done 1h\" is done, and not done"},
      {"wrong_number gone done", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    BhDialRetry retry;
    gboolean ok = bh_dial_retry_parse (&retry, rows[i][0], &error);
    g_assert_cmpint (ok, ==, rows[i][1] == NULL);
    if (rows[i][1] != NULL && !g_str_has_prefix (error->message, rows[i][1]))
      g_test_fail_printf ("%s: %s", rows[i][0], error->message);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/dial-retry/defaults", test_defaults);
  g_test_add_func ("/core/dial-retry/promise", test_promise);
  g_test_add_func ("/core/dial-retry/own-rules", test_own_rules);
  g_test_add_func ("/core/dial-retry/faults", test_faults);
  return g_test_run ();
}
