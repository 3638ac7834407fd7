/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/cluster.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/store/store-error.h"
#include "tests/store/await.h"
#include "tests/store/pg-fixture.h"

static guint n_folders;

static BhCluster *
new_cluster_in (const char *folder)
{
  BhCluster *cluster = bh_cluster_new (folder);

  bh_cluster_set_fsync (cluster, FALSE);
  return cluster;
}

static char *
new_folder (void)
{
  g_autofree char *name = g_strdup_printf ("c%u", ++n_folders);

  return g_build_filename (bh_pg_fixture_folder (), name, NULL);
}

static GError *
start_fails (BhCluster *cluster)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  bh_cluster_start_async (cluster, NULL, bh_await_callback, &result);
  g_assert_false (bh_cluster_start_finish (cluster, bh_await (&result), &error));
  g_assert_nonnull (error);
  return error;
}

static void
write_something (BhCluster *cluster)
{
  g_autoptr (PGconn) conn = bh_pg_fixture_connect (bh_cluster_get_conninfo (cluster));

  bh_pg_fixture_exec (conn, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)");
}

static void
check_something (BhCluster *cluster)
{
  g_autoptr (PGconn) conn = bh_pg_fixture_connect (bh_cluster_get_conninfo (cluster));

  bh_assert_sql (conn, "SELECT n FROM kept", "42");
}

static gboolean
is_gone (gpointer data)
{
  g_autofree char *link = g_strdup_printf ("/proc/%d/cwd", GPOINTER_TO_INT (data));
  /* what is dead but not yet reaped works nowhere */
  g_autofree char *folder = g_file_read_link (link, NULL);

  return folder == NULL;
}

static void
test_starts_from_nothing (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *socket = g_build_filename (folder, "pg", "socket", NULL);
  g_autoptr (BhCluster) cluster = new_cluster_in (folder);
  g_autoptr (PGconn) conn = NULL;
  struct stat info;
  GPid pid;

  bh_pg_fixture_start (cluster);
  pid = bh_cluster_get_pid (cluster);
  g_assert_cmpint (pid, >, 1);
  conn = bh_pg_fixture_connect (bh_cluster_get_conninfo (cluster));
  bh_assert_sql (conn, "SHOW listen_addresses", "");
  bh_assert_sql (conn, "SHOW server_encoding", "UTF8");
  bh_assert_sql (conn, "SELECT lower('ÄÖÉŁ')", "äöéł");
  g_assert_cmpint (g_stat (socket, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  if (geteuid () == 0)
    g_assert_cmpint (info.st_uid, !=, 0);

  bh_pg_fixture_stop (cluster);
  g_assert_cmpint (bh_cluster_get_pid (cluster), ==, 0);
  g_assert_true (is_gone (GINT_TO_POINTER (pid)));
}

static void
test_starts_again (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (BhCluster) first = new_cluster_in (folder);
  g_autoptr (BhCluster) second = new_cluster_in (folder);

  bh_pg_fixture_start (first);
  write_something (first);
  bh_pg_fixture_stop (first);
  bh_pg_fixture_start (second);
  check_something (second);
  bh_pg_fixture_stop (second);
}

static void
test_fsync_is_the_default (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (BhCluster) cluster = bh_cluster_new (folder);
  g_autoptr (PGconn) conn = NULL;

  bh_pg_fixture_start (cluster);
  conn = bh_pg_fixture_connect (bh_cluster_get_conninfo (cluster));
  bh_assert_sql (conn, "SHOW fsync", "on");
  bh_assert_sql (conn, "SHOW synchronous_commit", "on");
  bh_assert_sql (conn, "SHOW full_page_writes", "on");
  bh_pg_fixture_stop (cluster);
}

static void
test_one_owner (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (BhCluster) first = new_cluster_in (folder);
  g_autoptr (BhCluster) second = new_cluster_in (folder);
  g_autoptr (GError) error = NULL;

  bh_pg_fixture_start (first);
  error = start_fails (second);
  g_assert_error (error, BH_STORE_ERROR, BH_STORE_ERROR_IN_USE);
  g_assert_nonnull (strstr (error->message, folder));
  /* and one that is not the owner does not stop it either */
  bh_pg_fixture_stop (second);
  write_something (first);
  bh_pg_fixture_stop (first);
}

/* The owner that dies: in a process of its own, killed with its server running. */
static GPid
run_owner_that_dies (const char *folder)
{
  g_autoptr (GSubprocess) owner = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;

  owner = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                            &error,
                            "/proc/self/exe",
                            "--own-and-die",
                            folder,
                            NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (owner, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (owner));
  return (GPid) g_ascii_strtoll (output, NULL, 10);
}

static int
own_and_die (const char *folder)
{
  BhCluster *cluster = new_cluster_in (folder);

  bh_pg_fixture_start (cluster);
  write_something (cluster);
  g_print ("%d\n", (int) bh_cluster_get_pid (cluster));
  fflush (stdout);
  return kill (getpid (), SIGKILL);
}

static void
test_takes_over_a_dead_owners (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (BhCluster) cluster = new_cluster_in (folder);
  GPid pid = run_owner_that_dies (folder);

  g_assert_cmpint (pid, >, 1);
  g_assert_false (is_gone (GINT_TO_POINTER (pid)));
  bh_pg_fixture_start (cluster);
  g_assert_cmpint (bh_cluster_get_pid (cluster), ==, pid);
  check_something (cluster);
  bh_pg_fixture_stop (cluster);
  g_assert_true (is_gone (GINT_TO_POINTER (pid)));
}

static void
test_recovers_after_both_died (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (BhCluster) cluster = new_cluster_in (folder);
  GPid pid = run_owner_that_dies (folder);

  kill (pid, SIGKILL);
  bh_pg_fixture_start (cluster);
  g_assert_cmpint (bh_cluster_get_pid (cluster), !=, pid);
  check_something (cluster);
  bh_pg_fixture_stop (cluster);
}

static void
test_stale_pid_of_somebody_else (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *pid_file = g_build_filename (folder, "pg", "data", "postmaster.pid", NULL);
  g_autofree char *text =
      g_strdup_printf ("%d\n%s\n0\n5432\n\n\n\nready\n", (int) getpid (), folder);
  g_autoptr (BhCluster) cluster = new_cluster_in (folder);

  bh_pg_fixture_start (cluster);
  write_something (cluster);
  bh_pg_fixture_stop (cluster);
  /* the number now belongs to this very test */
  g_assert_true (g_file_set_contents (pid_file, text, -1, NULL));
  bh_pg_fixture_start (cluster);
  check_something (cluster);
  bh_pg_fixture_stop (cluster);
}

static void
test_half_made_data (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *half = g_build_filename (folder, "pg", "data.new", "base", NULL);
  g_autoptr (BhCluster) cluster = new_cluster_in (folder);

  g_assert_cmpint (g_mkdir_with_parents (half, 0755), ==, 0);
  bh_pg_fixture_start (cluster);
  write_something (cluster);
  bh_pg_fixture_stop (cluster);
}

static void
on_died (BhCluster *cluster, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
test_death_is_told (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (BhCluster) cluster = new_cluster_in (folder);
  gboolean died = FALSE;

  g_signal_connect (cluster, "died", G_CALLBACK (on_died), &died);
  bh_pg_fixture_start (cluster);
  write_something (cluster);
  g_test_expect_message ("bellhop-store", G_LOG_LEVEL_WARNING, "*ended by itself*");
  kill (bh_cluster_get_pid (cluster), SIGKILL);
  bh_await_until (is_true, &died);
  g_test_assert_expected_messages ();
  g_assert_cmpint (bh_cluster_get_pid (cluster), ==, 0);
  bh_pg_fixture_start (cluster);
  check_something (cluster);
  died = FALSE;
  bh_pg_fixture_stop (cluster);
  g_assert_false (died);
}

static void
test_deep_folder (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *deep =
      g_build_filename (folder,
                        "a-folder-whose-name-is-so-long-that-no-socket-below-it-can-have-a-name",
                        "and-another-that-makes-it-worse",
                        NULL);
  g_autoptr (BhCluster) cluster = new_cluster_in (deep);

  bh_pg_fixture_start (cluster);
  g_assert_null (strstr (bh_cluster_get_conninfo (cluster), "worse"));
  write_something (cluster);
  bh_pg_fixture_stop (cluster);
}

static void
test_odd_folder_name (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *odd = g_build_filename (folder, "it's, a (state) folder = 状态", NULL);
  g_autoptr (BhCluster) cluster = new_cluster_in (odd);

  bh_pg_fixture_start (cluster);
  write_something (cluster);
  bh_pg_fixture_stop (cluster);
}

static void
test_impossible_folder_name (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *odd = g_build_filename (folder, "$(touch harm)", NULL);
  g_autoptr (BhCluster) cluster = new_cluster_in (odd);
  g_autoptr (GError) error = start_fails (cluster);

  g_assert_error (error, BH_STORE_ERROR, BH_STORE_ERROR_FOLDER);
  g_assert_nonnull (strstr (error->message, "another name"));
}

static void
test_closed_parent (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *inner = g_build_filename (folder, "inner", NULL);
  g_autoptr (BhCluster) cluster = new_cluster_in (inner);
  g_autoptr (GError) error = NULL;

  if (geteuid () != 0) {
    g_test_skip ("only where we are root and PostgreSQL is not");
    return;
  }
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  error = start_fails (cluster);
  g_assert_error (error, BH_STORE_ERROR, BH_STORE_ERROR_FOLDER);
  g_assert_nonnull (strstr (error->message, folder));
  g_assert_nonnull (strstr (error->message, "chmod"));
}

static void
test_busy (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (BhCluster) cluster = new_cluster_in (folder);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  bh_cluster_start_async (cluster, NULL, bh_await_callback, &first);
  bh_cluster_start_async (cluster, NULL, bh_await_callback, &second);
  g_assert_false (bh_cluster_start_finish (cluster, bh_await (&second), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_true (bh_cluster_start_finish (cluster, bh_await (&first), NULL));
  bh_pg_fixture_stop (cluster);
}

static void
test_stopped_while_starting (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (BhCluster) cluster = new_cluster_in (folder);
  g_autoptr (GAsyncResult) started = NULL;
  g_autoptr (GAsyncResult) stopped = NULL;

  bh_cluster_start_async (cluster, NULL, bh_await_callback, &started);
  bh_cluster_stop_async (cluster, NULL, bh_await_callback, &stopped);
  g_assert_true (bh_cluster_start_finish (cluster, bh_await (&started), NULL));
  g_assert_true (bh_cluster_stop_finish (cluster, bh_await (&stopped), NULL));
  g_assert_cmpint (bh_cluster_get_pid (cluster), ==, 0);
  bh_pg_fixture_start (cluster);
  bh_pg_fixture_stop (cluster);
}

static gboolean
count_turn (gpointer data)
{
  (*(guint *) data)++;
  return G_SOURCE_CONTINUE;
}

static void
test_start_does_not_block (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (BhCluster) cluster = new_cluster_in (folder);
  guint turns = 0;
  guint source = g_timeout_add (5, count_turn, &turns);

  bh_pg_fixture_start (cluster);
  bh_pg_fixture_stop (cluster);
  g_source_remove (source);
  /* a start and a stop take the better part of a second */
  g_assert_cmpuint (turns, >, 10);
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--own-and-die"))
    return own_and_die (argv[2]);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/cluster/starts-from-nothing", test_starts_from_nothing);
  g_test_add_func ("/store/cluster/starts-again-with-its-data", test_starts_again);
  g_test_add_func ("/store/cluster/fsync-is-the-default", test_fsync_is_the_default);
  g_test_add_func ("/store/cluster/one-owner", test_one_owner);
  g_test_add_func ("/store/cluster/takes-over-what-a-dead-owner-left-running",
                   test_takes_over_a_dead_owners);
  g_test_add_func ("/store/cluster/recovers-after-owner-and-server-died",
                   test_recovers_after_both_died);
  g_test_add_func ("/store/cluster/stale-pid-file-of-somebody-else",
                   test_stale_pid_of_somebody_else);
  g_test_add_func ("/store/cluster/half-made-data-is-made-anew", test_half_made_data);
  g_test_add_func ("/store/cluster/death-is-told", test_death_is_told);
  g_test_add_func ("/store/cluster/deep-folder-has-a-short-socket", test_deep_folder);
  g_test_add_func ("/store/cluster/odd-folder-name", test_odd_folder_name);
  g_test_add_func ("/store/cluster/impossible-folder-name-is-said", test_impossible_folder_name);
  g_test_add_func ("/store/cluster/closed-parent-is-said", test_closed_parent);
  g_test_add_func ("/store/cluster/second-start-is-busy", test_busy);
  g_test_add_func ("/store/cluster/stopped-while-starting", test_stopped_while_starting);
  g_test_add_func ("/store/cluster/start-does-not-block", test_start_does_not_block);
  return bh_pg_fixture_finish (g_test_run ());
}
