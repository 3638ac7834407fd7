/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/store/pg-fixture.h"

#include <glib/gstdio.h>

#include "server/store/migrate.h"
#include "tests/store/await.h"

static struct {
  char *folder;
  BhCluster *cluster;
  GSubprocess *undertaker;
  guint n_databases;
} fixture;

/* A shell that waits for our end - its input closes however we die - then stops every server below
 * the folder and removes it. */
static void
start_undertaker (void)
{
  static const char script[] =
      "cat > /dev/null; find \"$0\" -name postmaster.pid | while read f; do"
      "  kill -QUIT $(head -n 1 \"$f\") 2> /dev/null; done;"
      " for i in 1 2 3 4 5; do rm -rf \"$0\" 2> /dev/null && break; sleep 0.2; done";
  g_autoptr (GError) error = NULL;

  fixture.undertaker =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                        &error,
                        "/usr/bin/setsid",
                        "/bin/sh",
                        "-c",
                        script,
                        fixture.folder,
                        NULL);
  g_assert_no_error (error);
}

const char *
bh_pg_fixture_folder (void)
{
  g_autoptr (GError) error = NULL;

  if (fixture.folder == NULL) {
    fixture.folder = g_dir_make_tmp ("bh-pg-XXXXXX", &error);
    g_assert_no_error (error);
    g_assert_cmpint (g_chmod (fixture.folder, 0711), ==, 0);
    start_undertaker ();
  }
  return fixture.folder;
}

void
bh_pg_fixture_start (BhCluster *cluster)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bh_cluster_start_async (cluster, NULL, bh_await_callback, &result);
  bh_cluster_start_finish (cluster, bh_await (&result), &error);
  g_assert_no_error (error);
}

void
bh_pg_fixture_stop (BhCluster *cluster)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bh_cluster_stop_async (cluster, NULL, bh_await_callback, &result);
  bh_cluster_stop_finish (cluster, bh_await (&result), &error);
  g_assert_no_error (error);
}

static void
make_template (void)
{
  g_autofree char *conninfo = bh_cluster_conninfo_for (fixture.cluster, "template1");
  g_autoptr (PGconn) conn = bh_pg_fixture_connect (conninfo);
  g_autofree char *template = bh_cluster_conninfo_for (fixture.cluster, "migrated");
  g_autoptr (PGconn) migrated = NULL;
  g_autoptr (GError) error = NULL;

  bh_pg_fixture_exec (conn, "CREATE DATABASE migrated");
  migrated = bh_pg_fixture_connect (template);
  bh_migrate_blocking (migrated, NULL, &error);
  g_assert_no_error (error);
}

BhCluster *
bh_pg_fixture_cluster (void)
{
  if (fixture.cluster == NULL) {
    fixture.cluster = bh_cluster_new (bh_pg_fixture_folder ());
    bh_cluster_set_fsync (fixture.cluster, FALSE);
    bh_pg_fixture_start (fixture.cluster);
    make_template ();
  }
  return fixture.cluster;
}

char *
bh_pg_fixture_database (gboolean migrated)
{
  g_autofree char *admin = bh_cluster_conninfo_for (bh_pg_fixture_cluster (), "postgres");
  g_autoptr (PGconn) conn = bh_pg_fixture_connect (admin);
  g_autofree char *name = g_strdup_printf ("test%u", ++fixture.n_databases);
  g_autofree char *sql =
      g_strdup_printf ("CREATE DATABASE %s TEMPLATE %s", name, migrated ? "migrated" : "template0");

  bh_pg_fixture_exec (conn, sql);
  return bh_cluster_conninfo_for (fixture.cluster, name);
}

int
bh_pg_fixture_finish (int status)
{
  if (fixture.cluster != NULL) {
    bh_pg_fixture_stop (fixture.cluster);
    /* Not asserted to be the last: a worker may hold its task, and so this, for a moment more. */
    g_clear_object (&fixture.cluster);
  }
  if (fixture.undertaker != NULL) {
    g_output_stream_close (g_subprocess_get_stdin_pipe (fixture.undertaker), NULL, NULL);
    g_subprocess_wait (fixture.undertaker, NULL, NULL);
    g_object_unref (fixture.undertaker);
  }
  g_clear_pointer (&fixture.folder, g_free);
  return status;
}

PGconn *
bh_pg_fixture_connect (const char *conninfo)
{
  g_autoptr (GError) error = NULL;
  PGconn *conn = bh_pg_connect_blocking (conninfo, "test", &error);

  g_assert_no_error (error);
  return conn;
}

void
bh_pg_fixture_exec (PGconn *conn, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PGresult) result = bh_pg_exec_blocking (conn, sql, 0, NULL, &error);

  g_assert_no_error (error);
}

char *
bh_pg_fixture_get (PGconn *conn, const char *sql)
{
  g_autoptr (GError) error = NULL;
  char *got = bh_pg_get_blocking (conn, sql, 0, NULL, &error);

  g_assert_no_error (error);
  return got;
}
