/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/config-diff.h"

#define BEFORE                                                                                     \
  "[server]\nlog_level = info\n[pbx main]\nsecret = x\ntrunks = a;b\n[queue support]\nlabel = S\n"

/* What of @after waits for a restart after BEFORE, a comma between. */
static char *
waits (const char *after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) one = bh_config_parse ("a", BEFORE, &error);
  g_autoptr (BhConfig) two = bh_config_parse ("b", after, &error);

  g_assert_no_error (error);
  g_auto (GStrv) keys = bh_config_needs_restart (one, two);
  return g_strjoinv (", ", keys);
}

static const struct {
  const char *name, *after, *waits;
} cases[] = {
    {"same", BEFORE, ""},
    {"log",
     "[server]\nlog_level = debug\nlog_to = stderr\nsession_hours = 3\n[pbx main]\nsecret = "
     "x\ntrunks = a;b\n",
     ""},
    {"queue", "[pbx main]\nsecret = x\ntrunks = a;b\n[queue sales]\nextension = 5\n", ""},
    {"number", BEFORE "[desk]\nwrap_up = 7\n", "[desk] wrap_up"},
    {"flag", BEFORE "[store]\nwait_for_disk = no\n", "[store] wait_for_disk"},
    {"text", BEFORE "[server]\nstate_dir = /x\n", "[server] state_dir"},
    {"list", "[pbx main]\nsecret = x\ntrunks = a\n", "[pbx main] trunks"},
    {"secret", "[pbx main]\nsecret = y\ntrunks = a;b\n", "[pbx main] secret"},
    {"new-pbx", BEFORE "[pbx branch]\nsecret = z\n", "[pbx branch]"},
    {"other-pbx", "[pbx branch]\nsecret = z\n", "[pbx main], [pbx branch]"},
};

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *found = waits (cases[i].after);

  g_assert_cmpstr (found, ==, cases[i].waits);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/daemon/config-diff/", cases[i].name, NULL);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
  }
  return g_test_run ();
}
