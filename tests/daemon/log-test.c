/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/log.h"

static void
test_line (void)
{
  const GLogField fields[] = {{"MESSAGE", "the link\r\nis up", -1},
                              {"GLIB_DOMAIN", "bellhop-engine", -1},
                              {"CONTACT", "0f9c", -1},
                              {"PBX", "main", -1}};
  g_autoptr (GString) line = g_string_new (NULL);

  bh_log_format (G_LOG_LEVEL_INFO, fields, G_N_ELEMENTS (fields), 1795296949481129, line);
  g_assert_cmpstr (
      line->str,
      ==,
      "2026-11-21T21:35:49.481Z info    engine: the link  is up pbx=main contact=0f9c\n");
}

static void
test_topic (void)
{
  const GLogField fields[] = {{"MESSAGE", "hello", -1}, {"TOPIC", "login", -1}};
  g_autoptr (GString) line = g_string_new (NULL);

  bh_log_format (G_LOG_LEVEL_WARNING, fields, G_N_ELEMENTS (fields), 0, line);
  g_assert_cmpstr (line->str, ==, "1970-01-01T00:00:00.000Z warning login: hello\n");
}

static void
test_level (void)
{
  if (g_test_subprocess ()) {
    bh_log_open ("warning", "stderr");
    g_info ("not seen");
    g_warning ("seen %d", 1);
    bh_log_open ("debug", "stderr");
    g_debug ("seen %d", 2);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr_unmatched ("*not seen*");
  g_test_trap_assert_stderr ("*warning*seen 1\n*debug*seen 2\n*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_test_add_func ("/daemon/log/line", test_line);
  g_test_add_func ("/daemon/log/topic", test_topic);
  g_test_add_func ("/daemon/log/level", test_level);
  return g_test_run ();
}
