/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/store.h"

#include <glib/gstdio.h>
#include <signal.h>

#include "server/outbox/outbox.h"
#include "tests/store/await.h"
#include "tests/store/pg-fixture.h"

typedef struct {
  char *folder;
  char *path;
  BhOutbox *outbox;
  BhStore *store;
} Fixture;

static void
set_up (Fixture *f, gconstpointer conninfo)
{
  static guint n;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("s%u", ++n);

  f->folder = g_build_filename (bh_pg_fixture_folder (), name, NULL);
  g_assert_cmpint (g_mkdir (f->folder, 0711), ==, 0);
  f->path = g_build_filename (f->folder, "outbox.db", NULL);
  f->outbox = bh_outbox_new (f->path, NULL, &error);
  g_assert_no_error (error);
  f->store = bh_store_new (BH_RECORD_SOURCE (f->outbox), conninfo, f->folder);
  bh_store_add_queue (f->store, "support", "Support");
  bh_store_add_queue (f->store, "sales", NULL);
}

static void
stop (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bh_store_stop_async (f->store, bh_await_callback, &result);
  bh_store_stop_finish (f->store, bh_await (&result), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer conninfo)
{
  stop (f);
  g_object_unref (f->store);
  bh_outbox_close (f->outbox);
  g_object_unref (f->outbox);
  g_free (f->path);
  g_free (f->folder);
}

static gboolean
is_up (gpointer data)
{
  return bh_store_get_state (data) == BH_STORE_UP;
}

static gboolean
is_down (gpointer data)
{
  return bh_store_get_state (data) == BH_STORE_DOWN;
}

static guint64
append (Fixture *f, guint n)
{
  g_autofree char *text =
      g_strdup_printf ("{\"contact\":\"00000000-0000-4000-8000-00000000%04u\",\"revision\":1,"
                       "\"started\":\"2026-11-21T14:02:11.120Z\"}",
                       n);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return bh_store_port_append (BH_STORE_PORT (f->outbox), BH_RECORD_CONTACT, "key", body, NULL);
}

typedef struct {
  Fixture *f;
  guint64 position;
} Wanted;

static gboolean
has_arrived (gpointer data)
{
  Wanted *wanted = data;
  BhStoreWriterFigures figures;

  bh_store_get_figures (wanted->f->store, &figures);
  return figures.position >= wanted->position;
}

static char *
ask (Fixture *f, BhDirectoryQuery query, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bh_directory_port_query_async (bh_store_get_directory (f->store),
                                 query,
                                 NULL,
                                 NULL,
                                 bh_await_callback,
                                 &result);
  return bh_directory_port_query_finish (bh_store_get_directory (f->store),
                                         bh_await (&result),
                                         error);
}

static void
test_private (Fixture *f, gconstpointer data)
{
  g_autoptr (PGconn) conn = NULL;
  g_autofree char *queues = NULL;
  Wanted wanted = {f, append (f, 1)};

  bh_store_set_fsync (f->store, FALSE);
  g_assert_cmpint (bh_store_get_state (f->store), ==, BH_STORE_DOWN);
  bh_store_start (f->store);
  g_assert_cmpint (bh_store_get_state (f->store), ==, BH_STORE_STARTING);
  bh_await_until (is_up, f->store);
  g_assert_cmpint (bh_store_get_since_us (f->store), >, 0);
  bh_await_until (has_arrived, &wanted);
  conn = bh_pg_fixture_connect (bh_store_get_conninfo (f->store));
  bh_assert_sql (conn, "SELECT count(*) FROM contact", "1");
  queues = ask (f, BH_QUERY_QUEUES, NULL);
  g_assert_nonnull (strstr (queues, "\"label\": \"Support\""));
  g_assert_nonnull (strstr (queues, "\"label\": \"sales\""));
}

static void
test_server_dies (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pid_file = g_build_filename (f->folder, "pg", "data", "postmaster.pid", NULL);
  g_autofree char *text = NULL;
  g_autofree char *answer = NULL;
  Wanted wanted = {f, append (f, 1)};

  bh_store_set_fsync (f->store, FALSE);
  bh_store_start (f->store);
  bh_await_until (is_up, f->store);
  bh_await_until (has_arrived, &wanted);
  g_assert_true (g_file_get_contents (pid_file, &text, NULL, NULL));
  kill ((pid_t) g_ascii_strtoll (text, NULL, 10), SIGKILL);
  bh_await_until (is_down, f->store);
  /* Refused at once, or answered by the server that has come back since; never left without. */
  answer = ask (f, BH_QUERY_USERS, &error);
  if (answer == NULL)
    g_assert_error (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_AWAY);
  wanted.position = append (f, 2);
  bh_await_until (is_up, f->store);
  bh_await_until (has_arrived, &wanted);
}

static void
test_stopped_and_started (Fixture *f, gconstpointer data)
{
  bh_store_set_fsync (f->store, FALSE);
  bh_store_start (f->store);
  bh_await_until (is_up, f->store);
  stop (f);
  g_assert_cmpint (bh_store_get_state (f->store), ==, BH_STORE_DOWN);
  bh_store_start (f->store);
  bh_await_until (is_up, f->store);
}

static void
test_stopped_at_once (Fixture *f, gconstpointer data)
{
  bh_store_set_fsync (f->store, FALSE);
  bh_store_start (f->store);
}

static void
test_other_database (Fixture *f, gconstpointer data)
{
  g_assert_cmpstr (bh_store_get_conninfo (f->store), ==, data);
  bh_store_start (f->store);
  bh_await_until (is_down, f->store);
  g_assert_nonnull (strstr (bh_store_get_sentence (f->store), "does not answer"));
}

/* In a folder where nothing can be made, the state says so, and goes on trying. */
static void
test_impossible_folder (Fixture *f, gconstpointer data)
{
  g_autoptr (BhStore) store = bh_store_new (BH_RECORD_SOURCE (f->outbox), NULL, "/proc/nowhere");

  g_test_expect_message ("bellhop-store", G_LOG_LEVEL_WARNING, "*cannot be made*");
  bh_store_start (store);
  bh_await_until (is_down, store);
  g_test_assert_expected_messages ();
  g_assert_nonnull (strstr (bh_store_get_sentence (store), "/proc/nowhere"));
  bh_store_stop_async (store, NULL, NULL);
}

#define ADD(name, conninfo, function)                                                              \
  g_test_add ("/store/" name, Fixture, conninfo, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* A server that dies is warned of; in which order with what else is told then, nobody knows. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);

  ADD ("private-from-nothing", NULL, test_private);
  ADD ("server-that-dies-is-started-again", NULL, test_server_dies);
  ADD ("stopped-and-started", NULL, test_stopped_and_started);
  ADD ("stopped-at-once", NULL, test_stopped_at_once);
  ADD ("another-database-away", "host=/nowhere dbname=x user=y", test_other_database);
  ADD ("impossible-folder-is-said", NULL, test_impossible_folder);
  return bh_pg_fixture_finish (g_test_run ());
}
