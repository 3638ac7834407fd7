/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/migrate.h"

#include "server/store/store-error.h"
#include "tests/store/pg-fixture.h"

static const char *const names[] = {"0001_first.sql", "0002_second.sql", "0003_third.sql", NULL};
static const char *const texts[] = {"CREATE TABLE first (n int)",
                                    "CREATE TABLE second (n int); INSERT INTO second VALUES (1)",
                                    "ALTER TABLE first ADD m int",
                                    NULL};

typedef struct {
  char *conninfo;
  PGconn *conn;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->conninfo = bh_pg_fixture_database (FALSE);
  f->conn = bh_pg_fixture_connect (f->conninfo);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  PQfinish (f->conn);
  g_free (f->conninfo);
}

static guint
migrate (PGconn *conn, const char *const *n, const char *const *t)
{
  g_autoptr (GError) error = NULL;
  guint applied;

  bh_migrate_with_blocking (conn, n, t, &applied, &error);
  g_assert_no_error (error);
  return applied;
}

static GError *
migrate_fails (PGconn *conn, const char *const *n, const char *const *t)
{
  GError *error = NULL;

  g_assert_false (bh_migrate_with_blocking (conn, n, t, NULL, &error));
  g_assert_nonnull (error);
  return error;
}

static void
test_from_empty (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (migrate (f->conn, names, texts), ==, 3);
  bh_assert_sql (f->conn, "SELECT count(*) FROM schema_migration", "3");
  bh_assert_sql (f->conn, "SELECT name FROM schema_migration WHERE version = 2", "0002_second.sql");
  bh_assert_sql (f->conn,
                 "SELECT length(sha256) FROM schema_migration WHERE took_ms >= 0 AND version = 1",
                 "64");
  bh_assert_sql (f->conn, "SELECT count(m) FROM first", "0");
}

static void
test_again_does_nothing (Fixture *f, gconstpointer data)
{
  migrate (f->conn, names, texts);
  g_assert_cmpuint (migrate (f->conn, names, texts), ==, 0);
  bh_assert_sql (f->conn, "SELECT count(*) FROM second", "1");
}

static void
test_goes_on (Fixture *f, gconstpointer data)
{
  const char *const few_names[] = {names[0], NULL};
  const char *const few_texts[] = {texts[0], NULL};

  g_assert_cmpuint (migrate (f->conn, few_names, few_texts), ==, 1);
  g_assert_cmpuint (migrate (f->conn, names, texts), ==, 2);
}

static void
test_changed_checksum (Fixture *f, gconstpointer data)
{
  const char *const other[] = {"CREATE TABLE first (n bigint)", texts[1], texts[2], NULL};
  g_autoptr (GError) error = NULL;

  migrate (f->conn, names, texts);
  error = migrate_fails (f->conn, names, other);
  g_assert_error (error, BH_STORE_ERROR, BH_STORE_ERROR_SCHEMA);
  g_assert_nonnull (strstr (error->message, "0001_first.sql"));
  g_assert_nonnull (strstr (error->message, "Nothing was changed"));
}

static void
test_newer_database (Fixture *f, gconstpointer data)
{
  const char *const old_names[] = {names[0], names[1], NULL};
  const char *const old_texts[] = {texts[0], texts[1], NULL};
  g_autoptr (GError) error = NULL;

  migrate (f->conn, names, texts);
  error = migrate_fails (f->conn, old_names, old_texts);
  g_assert_error (error, BH_STORE_ERROR, BH_STORE_ERROR_SCHEMA);
  g_assert_nonnull (strstr (error->message, "newer than this program"));
}

static void
test_failure_leaves_nothing (Fixture *f, gconstpointer data)
{
  const char *const bad[] = {texts[0],
                             "CREATE TABLE second (n int); INSERT INTO second VALUES ('x')",
                             texts[2],
                             NULL};
  g_autoptr (GError) error = migrate_fails (f->conn, names, bad);

  g_assert_nonnull (strstr (error->message, "0002_second.sql"));
  bh_assert_sql (f->conn, "SELECT count(*) FROM schema_migration", "1");
  bh_assert_sql (f->conn, "SELECT to_regclass('second') IS NULL", "t");
  /* the lock was given back, and a mended program goes on where it stopped */
  g_assert_cmpuint (migrate (f->conn, names, texts), ==, 2);
}

static gpointer
migrate_in_thread (gpointer conninfo)
{
  g_autoptr (PGconn) conn = bh_pg_fixture_connect (conninfo);

  return GUINT_TO_POINTER (migrate (conn, names, texts));
}

static void
test_two_at_once (Fixture *f, gconstpointer data)
{
  GThread *threads[4];
  guint applied = 0;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("migrate", migrate_in_thread, f->conninfo);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    applied += GPOINTER_TO_UINT (g_thread_join (threads[i]));
  g_assert_cmpuint (applied, ==, 3);
}

static void
test_ours (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint applied;

  bh_migrate_blocking (f->conn, &applied, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (applied, >=, 5);
  bh_assert_sql (f->conn, "SELECT count(*) FROM role", "5");
  bh_assert_sql (f->conn, "SELECT labels->>'zh_CN' FROM reason_code WHERE code = 'lunch'", "午餐");
  /* every word that a person sees is there in both languages */
  bh_assert_sql (f->conn,
                 "SELECT count(*) FROM (SELECT labels FROM role UNION ALL SELECT labels FROM "
                 "permission UNION ALL "
                 "SELECT labels FROM reason_code UNION ALL SELECT labels FROM disposition) AS l "
                 "WHERE NOT (labels ? 'en' AND labels ? 'zh_CN')",
                 "0");
}

/* Set in the environment, the test writes the golden file instead of comparing: after a change that
 * is meant. */
static void
test_golden (void)
{
  const char *root = g_getenv ("BELLHOP_SOURCE_ROOT") != NULL ? g_getenv ("BELLHOP_SOURCE_ROOT")
                                                              : ".";
  g_autofree char *conninfo = bh_pg_fixture_database (TRUE);
  g_autofree char *golden = g_build_filename (root, "tests", "store", "schema.golden.sql", NULL);
  g_autofree char *script = g_build_filename (root, "tests", "store", "dump_schema.py", NULL);
  g_autoptr (GSubprocess) dump = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;

  dump = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE,
                           &error,
                           "/usr/bin/python3",
                           script,
                           conninfo,
                           golden,
                           NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (dump, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (dump))
    g_test_message ("%s", output);
  g_assert_true (g_subprocess_get_successful (dump));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/migrate/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("from-empty", test_from_empty);
  ADD ("again-does-nothing", test_again_does_nothing);
  ADD ("goes-on-where-it-stopped", test_goes_on);
  ADD ("changed-checksum-is-refused", test_changed_checksum);
  ADD ("newer-database-is-refused", test_newer_database);
  ADD ("failure-leaves-nothing", test_failure_leaves_nothing);
  ADD ("two-at-once", test_two_at_once);
  ADD ("ours-from-empty", test_ours);
  g_test_add_func ("/store/migrate/schema-is-the-golden-one", test_golden);
  return bh_pg_fixture_finish (g_test_run ());
}
