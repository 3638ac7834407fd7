/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/store-writer.h"

#include <glib/gstdio.h>
#include <signal.h>

#include "server/outbox/outbox.h"
#include "tests/store/await.h"
#include "tests/store/pg-fixture.h"

typedef struct {
  char *folder;
  char *path;
  char *conninfo;
  PGconn *conn;
  BhOutbox *outbox;
  BhStoreWriter *writer;
} Fixture;

static void
open_outbox (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->outbox = bh_outbox_new (f->path, NULL, &error);
  g_assert_no_error (error);
}

static void
new_writer (Fixture *f)
{
  f->writer = bh_store_writer_new (BH_RECORD_SOURCE (f->outbox), f->conninfo, NULL);
  bh_store_writer_start (f->writer);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("bh-writer-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "outbox.db", NULL);
  f->conninfo = bh_pg_fixture_database (TRUE);
  f->conn = bh_pg_fixture_connect (f->conninfo);
  open_outbox (f);
}

static void
drop_writer (Fixture *f)
{
  if (f->writer == NULL)
    return;
  bh_store_writer_stop (f->writer);
  g_clear_object (&f->writer);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  drop_writer (f);
  bh_outbox_close (f->outbox);
  g_object_unref (f->outbox);
  PQfinish (f->conn);
  g_free (f->conninfo);
  g_unlink (f->path);
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

static guint64 G_GNUC_PRINTF (3, 4) append (Fixture *f, BhRecordKind kind, const char *format, ...)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint64 position;
  va_list args;
  char *text;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  bytes = g_bytes_new_take (text, strlen (text));
  position = bh_store_port_append (BH_STORE_PORT (f->outbox), kind, "key", bytes, &error);
  g_assert_no_error (error);
  return position;
}

#define CONTACT "00000000-0000-4000-8000-00000000%04u"

static guint64
append_contact (Fixture *f, guint n, gint64 revision, const char *outcome)
{
  return append (
      f,
      BH_RECORD_CONTACT,
      "{\"contact\":\"" CONTACT "\",\"pbx\":\"main\",\"revision\":%" G_GINT64_FORMAT
      ",\"direction\":\"inbound\",\"customer_number\":\"+8613800138000\",\"dialed\":\"4000\","
      "\"outcome\":\"%s\",\"started\":\"2026-11-21T14:02:11.120Z\",\"ended\":null,\"queues\":["
      "\"support\"],"
      "\"agents\":[\"PJSIP/"
      "1001\"],\"offers\":[],\"transfers\":[],\"segments\":[{\"type\":\"queue\","
      "\"start_ms\":0,\"end_ms\":100,\"queue\":\"support\"},{\"type\":\"talk\",\"start_ms\":100,"
      "\"end_ms\":null,\"agent\":\"PJSIP/1001\",\"with\":\"caller\"}],\"data\":{\"n\":\"%u\"},"
      "\"something_new\":[1,2]}",
      n,
      revision,
      outcome,
      n);
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

  bh_store_writer_get_figures (wanted->f->writer, &figures);
  return figures.position >= wanted->position;
}

static void
await_arrival (Fixture *f, guint64 position)
{
  Wanted wanted = {f, position};

  bh_await_until (has_arrived, &wanted);
}

static void
test_contact (Fixture *f, gconstpointer data)
{
  new_writer (f);
  await_arrival (f, append_contact (f, 1, 10, "answered"));
  bh_assert_sql (f->conn, "SELECT outcome || ' ' || wait_ms FROM contact", "answered 100");
  bh_assert_sql (f->conn, "SELECT count(*) FROM segment", "2");
  bh_assert_sql (f->conn, "SELECT outcome FROM queue_entry WHERE queue = 'support'", "answered");
  bh_assert_sql (f->conn, "SELECT value FROM attached_data WHERE key = 'n'", "1");
  bh_assert_sql (f->conn, "SELECT more::text FROM contact", "{\"something_new\": [1, 2]}");
}

static void
test_revision_guard (Fixture *f, gconstpointer data)
{
  new_writer (f);
  append_contact (f, 1, 10, "answered");
  append_contact (f, 1, 9, "abandoned");
  append_contact (f, 1, 10, "timeout");
  await_arrival (f, append_contact (f, 2, 1, "in_progress"));
  bh_assert_sql (f->conn, "SELECT outcome FROM contact WHERE revision = 10", "answered");
  await_arrival (f, append_contact (f, 1, 11, "failed"));
  bh_assert_sql (f->conn, "SELECT outcome FROM contact WHERE revision = 11", "failed");
  bh_assert_sql (f->conn, "SELECT count(*) FROM contact", "2");
}

static void
check_all_kinds (Fixture *f)
{
  bh_assert_sql (f->conn, "SELECT count(*) FROM parked_record", "0");
  bh_assert_sql (f->conn,
                 "SELECT string_agg(body, '|' ORDER BY ordinal) FROM contact_note",
                 "asked for a refund|asked for a refund, promised");
  bh_assert_sql (f->conn, "SELECT note FROM v_contact", "asked for a refund, promised");
  bh_assert_sql (f->conn,
                 "SELECT customer_name || disposition || outcome FROM v_contact",
                 "王小明refund.promisedanswered");
  bh_assert_sql (f->conn,
                 "SELECT string_agg(number, ' ' ORDER BY ordinal) FROM customer_phone",
                 "+8613800138000 +861012345678");
  bh_assert_sql (f->conn, "SELECT signed_in_s FROM v_agent_day", "3600");
  bh_assert_sql (f->conn, "SELECT count(*) FROM audit", "1");
}

static void
test_all_kinds (Fixture *f, gconstpointer data)
{
  g_autofree char *id = g_strdup_printf (CONTACT, 1u);

  new_writer (f);
  append (f,
          BH_RECORD_CUSTOMER,
          "{\"customer\":\"11111111-0000-4000-8000-000000000001\",\"name\":\"王小明\",\"phones\":[{"
          "\"e164\":"
          "\"+8613800138000\"}],\"by\":\"alice\",\"revision\":1}");
  /* note and result come before the contact itself */
  append (f,
          BH_RECORD_NOTE,
          "{\"contact\":\"%s\",\"author\":\"alice\",\"body\":\"asked\",\"revision\":1,\"saved_at\":"
          "\"2026-11-21T14:03:00.000Z\"}",
          id);
  append (f,
          BH_RECORD_NOTE,
          "{\"contact\":\"%s\",\"author\":\"alice\",\"body\":\"asked for a "
          "refund\",\"revision\":2,\"saved_at\":"
          "\"2026-11-21T14:03:01.000Z\"}",
          id);
  append (f,
          BH_RECORD_NOTE,
          "{\"contact\":\"%s\",\"author\":\"alice\",\"body\":\"asked for a refund, "
          "promised\",\"revision\":3,"
          "\"saved_at\":\"2026-11-21T14:04:01.000Z\"}",
          id);
  append (f,
          BH_RECORD_NOTE,
          "{\"contact\":\"%s\",\"author\":\"alice\",\"body\":\"late\",\"revision\":2,\"saved_at\":"
          "\"2026-11-21T14:05:01.000Z\"}",
          id);
  append (
      f,
      BH_RECORD_DISPOSITION,
      "{\"contact\":\"%s\",\"agent\":\"alice\",\"code\":\"refund.promised\",\"revision\":5,\"at\":"
      "\"2026-11-21T14:04:02.000Z\"}",
      id);
  append_contact (f, 1, 10, "answered");
  append (f,
          BH_RECORD_ATTACH_CUSTOMER,
          "{\"contact\":\"%s\",\"customer\":\"11111111-0000-4000-8000-000000000001\",\"e164\":\"+"
          "861012345678\"}",
          id);
  append (f,
          BH_RECORD_AGENT_SESSION,
          "{\"session\":\"s1\",\"agent\":\"alice\",\"device\":\"PJSIP/"
          "1001\",\"signed_in\":\"2026-11-21T14:00:00.000Z\","
          "\"signed_out\":null,\"revision\":1}");
  append (f,
          BH_RECORD_AGENT_STATE,
          "{\"agent\":\"alice\",\"started\":\"2026-11-21T14:00:00.000Z\",\"ended\":null,\"state\":"
          "\"ready\",\"revision\":1}");
  append (f,
          BH_RECORD_AGENT_STATE,
          "{\"agent\":\"alice\",\"started\":\"2026-11-21T14:00:00.000Z\",\"ended\":\"2026-11-21T15:"
          "00:00.000Z\","
          "\"state\":\"ready\",\"revision\":2}");
  await_arrival (
      f,
      append (
          f,
          BH_RECORD_AUDIT,
          "{\"id\":\"22222222-0000-4000-8000-000000000001\",\"at\":\"2026-11-21T14:00:00.000Z\","
          "\"actor\":\"alice\",\"action\":\"login\"}"));

  check_all_kinds (f);
  /* what is attached and chosen stays when the contact comes again without it */
  await_arrival (f, append_contact (f, 1, 20, "answered"));
  bh_assert_sql (f->conn,
                 "SELECT customer_name || disposition FROM v_contact",
                 "王小明refund.promised");
}

static void
test_many (Fixture *f, gconstpointer data)
{
  BhStoreWriterFigures figures;
  guint64 last = 0;
  gint64 begun;
  double seconds;

  for (guint i = 0; i < 3000; i++)
    last = append_contact (f, i, 1, "answered");
  begun = g_get_monotonic_time ();
  new_writer (f);
  await_arrival (f, last);
  seconds = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
  bh_assert_sql (f->conn, "SELECT count(*) FROM contact", "3000");
  bh_assert_sql (f->conn, "SELECT count(*) FROM segment", "6000");
  bh_store_writer_get_figures (f->writer, &figures);
  g_assert_cmpuint (figures.written, ==, 3000);
  g_assert_cmpuint (figures.batches, <=, 3000 / 50);
  g_test_message ("3,000 contacts (18,000 rows) in %.2f s: %.0f rows/s", seconds, 18000 / seconds);
}

static gboolean
outbox_is_empty (gpointer data)
{
  BhOutboxFigures figures;

  bh_outbox_get_figures (data, &figures);
  return figures.records == 0;
}

static void
test_acknowledged (Fixture *f, gconstpointer data)
{
  guint64 last = 0;

  new_writer (f);
  for (guint i = 0; i < 500; i++)
    last = append_contact (f, i, 1, "answered");
  await_arrival (f, last);
  bh_await_until (outbox_is_empty, f->outbox);
  bh_assert_sql (f->conn, "SELECT count(*) FROM contact", "500");
}

static void
test_parked (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) latin1 = g_bytes_new_static ("{\"contact\":\"caf\xe9\"}", 18);
  g_autoptr (GBytes) zero = g_bytes_new_static ("{\"a\":\"\0\"}", 9);
  BhStoreWriterFigures figures;
  guint64 last = 0;

  for (guint i = 0; i < 50; i++)
    append_contact (f, i, 1, "answered");
  append (f, BH_RECORD_CONTACT, "this is no JSON");
  append (f, BH_RECORD_CONTACT, "{\"contact\":\"not-a-uuid\",\"revision\":1}");
  append (f, BH_RECORD_CONTACT, "{\"revision\":1}");
  bh_store_port_append (BH_STORE_PORT (f->outbox), BH_RECORD_CONTACT, "caf\xe9", latin1, NULL);
  bh_store_port_append (BH_STORE_PORT (f->outbox), BH_RECORD_NOTE, NULL, zero, NULL);
  for (guint i = 50; i < 100; i++)
    last = append_contact (f, i, 1, "answered");
  for (guint i = 0; i < 5; i++)
    g_test_expect_message ("bellhop-store", G_LOG_LEVEL_WARNING, "*parked*");
  new_writer (f);
  await_arrival (f, last);
  g_test_assert_expected_messages ();
  bh_assert_sql (f->conn, "SELECT count(*) FROM contact", "100");
  bh_assert_sql (f->conn, "SELECT count(*) FROM parked_record WHERE reason <> ''", "5");
  bh_assert_sql (
      f->conn,
      "SELECT convert_from((SELECT body FROM parked_record ORDER BY position LIMIT 1), 'UTF8')",
      "this is no JSON");
  bh_store_writer_get_figures (f->writer, &figures);
  g_assert_cmpuint (figures.parked, ==, 5);
  g_assert_cmpint (bh_store_writer_get_state (f->writer), ==, BH_PG_UP);
}

/* What is not the record's fault parks nothing. */
static void
test_database_refuses (Fixture *f, gconstpointer data)
{
  guint64 last = append_contact (f, 1, 1, "answered");
  BhStoreWriterFigures figures;

  bh_pg_fixture_exec (
      f->conn,
      "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING "
      "ERRCODE = '53100', MESSAGE = 'no space left'; END $$");
  bh_pg_fixture_exec (
      f->conn,
      "CREATE TRIGGER no BEFORE INSERT ON segment FOR EACH ROW EXECUTE FUNCTION no()");
  g_test_expect_message ("bellhop-store", G_LOG_LEVEL_WARNING, "*no space left*");
  new_writer (f);
  do {
    bh_await_ms (20);
    bh_store_writer_get_figures (f->writer, &figures);
  } while (figures.retries < 2);
  g_test_assert_expected_messages ();
  g_assert_cmpint (bh_store_writer_get_state (f->writer), ==, BH_PG_AWAY);
  g_assert_nonnull (strstr (bh_store_writer_get_sentence (f->writer), "no space left"));
  bh_pg_fixture_exec (f->conn, "DROP TRIGGER no ON segment");
  await_arrival (f, last);
  g_assert_cmpint (bh_store_writer_get_state (f->writer), ==, BH_PG_UP);
  bh_assert_sql (f->conn, "SELECT count(*) FROM parked_record", "0");
}

static void
test_goes_on_after_restart (Fixture *f, gconstpointer data)
{
  guint64 last = 0;

  new_writer (f);
  await_arrival (f, append_contact (f, 1, 1, "answered"));
  drop_writer (f);
  for (guint i = 2; i < 300; i++)
    last = append_contact (f, i, 1, "answered");
  bh_outbox_close (f->outbox);
  g_object_unref (f->outbox);
  open_outbox (f);
  new_writer (f);
  await_arrival (f, last);
  bh_assert_sql (f->conn, "SELECT count(*) FROM contact", "299");
}

/* Each record takes effect once, even one whose effect is not idempotent. */
static void
test_exactly_once (Fixture *f, gconstpointer data)
{
  guint64 last = 0;

  bh_pg_fixture_exec (
      f->conn,
      "CREATE TABLE effect (n int);"
      "CREATE FUNCTION count_effect() RETURNS trigger LANGUAGE plpgsql AS"
      " $$ BEGIN INSERT INTO effect VALUES (1); RETURN NEW; END $$;"
      "CREATE TRIGGER t BEFORE INSERT ON contact FOR EACH ROW EXECUTE FUNCTION count_effect()");
  for (guint i = 0; i < 2000; i++)
    last = append_contact (f, i, 1, "answered");
  new_writer (f);
  for (guint round = 0; round < 20; round++) {
    bh_await_ms (15);
    bh_pg_fixture_exec (
        f->conn,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
        "'bellhop writer' AND datname = current_database()");
  }
  await_arrival (f, last);
  bh_assert_sql (f->conn, "SELECT count(*) FROM effect", "2000");
}

static void
test_position_of_another_outbox (Fixture *f, gconstpointer data)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO outbox_position VALUES ('%s', 1000000)",
                                          bh_record_source_get_id (BH_RECORD_SOURCE (f->outbox)));

  /* an old copy of the outbox was put back: what it holds is brought in again rather than skipped
   */
  bh_pg_fixture_exec (f->conn, sql);
  g_test_expect_message ("bellhop-store", G_LOG_LEVEL_WARNING, "*older one put back*");
  {
    guint64 last = append_contact (f, 1, 1, "answered");

    new_writer (f);
    await_arrival (f, last);
  }
  g_test_assert_expected_messages ();
  bh_assert_sql (f->conn, "SELECT count(*) FROM contact", "1");
}

static gboolean
is_away (gpointer data)
{
  return bh_store_writer_get_state (data) == BH_PG_AWAY;
}

static void
test_newer_database_is_said (Fixture *f, gconstpointer data)
{
  bh_pg_fixture_exec (f->conn,
                      "INSERT INTO schema_migration (version, name, sha256, took_ms) VALUES (9999, "
                      "'9999_future.sql', '', 0)");
  new_writer (f);
  bh_await_until (is_away, f->writer);
  g_assert_nonnull (strstr (bh_store_writer_get_sentence (f->writer), "newer than this program"));
}

static void
test_database_away (Fixture *f, gconstpointer data)
{
  g_autoptr (BhStoreWriter) writer =
      bh_store_writer_new (BH_RECORD_SOURCE (f->outbox),
                           "host=/nowhere/at/all dbname=bellhop user=bellhop",
                           NULL);

  append_contact (f, 1, 1, "answered");
  bh_store_writer_start (writer);
  bh_await_until (is_away, writer);
  g_assert_nonnull (strstr (bh_store_writer_get_sentence (writer), "does not answer"));
  bh_store_writer_stop (writer);
}

static gboolean
is_up (gpointer data)
{
  return bh_store_writer_get_state (data) == BH_PG_UP;
}

/* A server that stands still breaks nothing and answers nothing: seen also when nothing is written.
 */
static void
test_server_stands_still (Fixture *f, gconstpointer data)
{
  g_autofree char *pid = NULL;
  guint64 last;

  new_writer (f);
  await_arrival (f, append_contact (f, 1, 1, "answered"));
  pid = bh_pg_fixture_get (
      f->conn,
      "SELECT pid::text FROM pg_stat_activity WHERE application_name = 'bellhop writer' AND "
      "datname = current_database()");
  kill ((pid_t) g_ascii_strtoll (pid, NULL, 10), SIGSTOP);
  bh_await_until (is_away, f->writer);
  g_assert_nonnull (strstr (bh_store_writer_get_sentence (f->writer), "has not answered"));
  last = append_contact (f, 2, 1, "answered");
  kill ((pid_t) g_ascii_strtoll (pid, NULL, 10), SIGCONT);
  bh_await_until (is_up, f->writer);
  await_arrival (f, last);
  bh_assert_sql (f->conn, "SELECT count(*) FROM contact", "2");
}

/* The server is killed again and again while records come in. */
static void
test_killed_under_load (void)
{
  g_autofree char *folder = g_build_filename (bh_pg_fixture_folder (), "killed", NULL);
  g_autoptr (BhCluster) cluster = bh_cluster_new (folder);
  Fixture f = {.folder = g_dir_make_tmp ("bh-writer-XXXXXX", NULL)};
  guint64 last = 0;
  guint n = 0;

  f.path = g_build_filename (f.folder, "outbox.db", NULL);
  f.conninfo = g_strdup (bh_cluster_get_conninfo (cluster));
  bh_pg_fixture_start (cluster);
  open_outbox (&f);
  new_writer (&f);
  for (guint round = 0; round < 4; round++) {
    for (guint i = 0; i < 300; i++)
      last = append_contact (&f, n++, 1, "answered");
    bh_await_ms (30 + round * 40);
    kill (bh_cluster_get_pid (cluster), SIGKILL);
    for (guint i = 0; i < 300; i++)
      last = append_contact (&f, n++, 1, "answered");
    while (bh_cluster_get_pid (cluster) != 0)
      g_main_context_iteration (NULL, TRUE);
    g_test_assert_expected_messages ();
    bh_pg_fixture_start (cluster);
    bh_store_writer_try_now (f.writer);
  }
  await_arrival (&f, last);
  f.conn = bh_pg_fixture_connect (f.conninfo);
  bh_assert_sql (f.conn, "SELECT count(*) FROM contact", "2400");
  bh_assert_sql (f.conn, "SELECT count(*) FROM segment", "4800");
  bh_assert_sql (f.conn, "SELECT count(*) FROM parked_record", "0");
  tear_down (&f, NULL);
  bh_pg_fixture_stop (cluster);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/writer/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* A server that dies is warned of; in which order with what else is told then, nobody knows. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);

  ADD ("contact-arrives-with-its-parts", test_contact);
  ADD ("lower-revision-changes-nothing", test_revision_guard);
  ADD ("all-kinds", test_all_kinds);
  ADD ("many-in-batches", test_many);
  ADD ("arrived-records-leave-the-outbox", test_acknowledged);
  ADD ("bad-records-are-parked", test_parked);
  ADD ("database-that-refuses-parks-nothing", test_database_refuses);
  ADD ("goes-on-after-restart", test_goes_on_after_restart);
  ADD ("exactly-once-over-lost-connections", test_exactly_once);
  ADD ("older-outbox-is-brought-in-again", test_position_of_another_outbox);
  ADD ("newer-database-is-said", test_newer_database_is_said);
  ADD ("database-away-is-said", test_database_away);
  ADD ("server-that-stands-still-is-seen", test_server_stands_still);
  g_test_add_func ("/store/writer/server-killed-under-load", test_killed_under_load);
  return bh_pg_fixture_finish (g_test_run ());
}
