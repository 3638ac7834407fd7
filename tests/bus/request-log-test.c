/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/bus/request-log.h"

static BhRequestState
begin (BhRequestLog *log, const char *id, const char *op)
{
  GBytes *reply = NULL;

  return bh_request_log_begin (log, id, op, &reply);
}

static void
answer (BhRequestLog *log, const char *id, gsize size)
{
  g_autofree char *data = g_malloc0 (size);
  g_autoptr (GBytes) reply = g_bytes_new (data, size);

  bh_request_log_answer (log, id, reply);
}

static void
test_once (void)
{
  g_autoptr (BhRequestLog) log = bh_request_log_new (10, 100, 10000);
  GBytes *reply = NULL;

  g_assert_cmpint (begin (log, "1", "op"), ==, BH_REQUEST_NEW);
  g_assert_cmpint (begin (log, "1", "op"), ==, BH_REQUEST_PENDING);
  answer (log, "1", 7);
  g_assert_cmpint (bh_request_log_begin (log, "1", "op", &reply), ==, BH_REQUEST_ANSWERED);
  g_assert_cmpuint (g_bytes_get_size (reply), ==, 7);
  g_assert_cmpint (begin (log, "1", "other"), ==, BH_REQUEST_CLASH);
}

static void
test_better_answer (void)
{
  g_autoptr (BhRequestLog) log = bh_request_log_new (10, 100, 10000);
  GBytes *reply = NULL;

  begin (log, "1", "op");
  answer (log, "1", 7);
  answer (log, "1", 9); /* the outcome, after a time-out */
  g_assert_cmpint (bh_request_log_begin (log, "1", "op", &reply), ==, BH_REQUEST_ANSWERED);
  g_assert_cmpuint (g_bytes_get_size (reply), ==, 9);
}

static void
test_forget (void)
{
  g_autoptr (BhRequestLog) log = bh_request_log_new (1, 100, 10000);

  begin (log, "1", "op");
  bh_request_log_forget (log, "1");
  bh_request_log_forget (log, "unknown");
  g_assert_cmpint (begin (log, "1", "op"), ==, BH_REQUEST_NEW);
}

static void
test_full (void)
{
  g_autoptr (BhRequestLog) log = bh_request_log_new (2, 100, 10000);

  g_assert_cmpint (begin (log, "1", "op"), ==, BH_REQUEST_NEW);
  g_assert_cmpint (begin (log, "2", "op"), ==, BH_REQUEST_NEW);
  g_assert_cmpint (begin (log, "3", "op"), ==, BH_REQUEST_FULL);
  answer (log, "1", 1);
  g_assert_cmpint (begin (log, "3", "op"), ==, BH_REQUEST_NEW);
}

static void
test_bounded (void)
{
  g_autoptr (BhRequestLog) log = bh_request_log_new (3, 50, 1000);

  begin (log, "pending", "op");
  for (guint i = 0; i < 1000; i++) {
    g_autofree char *id = g_strdup_printf ("%u", i);
    g_assert_cmpint (begin (log, id, "op"), ==, BH_REQUEST_NEW);
    answer (log, id, 10);
  }
  g_assert_cmpint (begin (log, "pending", "op"), ==, BH_REQUEST_PENDING); /* never forgotten */
  g_assert_cmpint (begin (log, "999", "op"), ==, BH_REQUEST_ANSWERED);
  g_assert_cmpint (begin (log, "950", "op"), ==, BH_REQUEST_ANSWERED);
  g_assert_cmpint (begin (log, "949", "op"), ==, BH_REQUEST_NEW);
  bh_request_log_forget (log, "949");
  /* One big reply pushes out many small ones, but stays itself. */
  begin (log, "big", "op");
  answer (log, "big", 5000);
  g_assert_cmpint (begin (log, "big", "op"), ==, BH_REQUEST_ANSWERED);
  g_assert_cmpint (begin (log, "999", "op"), ==, BH_REQUEST_NEW);
}

static void
test_answer_to_nothing (void)
{
  g_autoptr (BhRequestLog) log = bh_request_log_new (2, 100, 10000);

  answer (log, "never asked", 5);
  g_assert_cmpint (begin (log, "never asked", "op"), ==, BH_REQUEST_NEW);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bus/request-log/once", test_once);
  g_test_add_func ("/bus/request-log/better-answer", test_better_answer);
  g_test_add_func ("/bus/request-log/forget", test_forget);
  g_test_add_func ("/bus/request-log/full", test_full);
  g_test_add_func ("/bus/request-log/bounded", test_bounded);
  g_test_add_func ("/bus/request-log/answer-to-nothing", test_answer_to_nothing);
  return g_test_run ();
}
