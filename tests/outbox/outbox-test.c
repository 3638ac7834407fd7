/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/outbox/outbox.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/store/await.h"

typedef struct {
  char *folder;
  char *path;
  BhOutbox *outbox;
} Fixture;

static BhOutbox *
open_outbox (const char *path, const BhOutboxOptions *options)
{
  g_autoptr (GError) error = NULL;
  BhOutbox *outbox = bh_outbox_new (path, options, &error);

  g_assert_no_error (error);
  return outbox;
}

static void
set_up (Fixture *f, gconstpointer options)
{
  f->folder = g_dir_make_tmp ("bh-outbox-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "outbox.db", NULL);
  f->outbox = open_outbox (f->path, options);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
tear_down (Fixture *f, gconstpointer options)
{
  if (f->outbox != NULL) {
    bh_outbox_close (f->outbox);
    g_assert_finalize_object (f->outbox);
  }
  remove_folder (f->folder);
  g_free (f->folder);
  g_free (f->path);
}

static void
reopen (Fixture *f)
{
  g_assert_true (bh_outbox_close (f->outbox));
  g_assert_finalize_object (f->outbox);
  f->outbox = open_outbox (f->path, NULL);
}

static guint64
append (BhOutbox *outbox, const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GError) error = NULL;
  guint64 position =
      bh_store_port_append (BH_STORE_PORT (outbox), BH_RECORD_CONTACT, "key", bytes, &error);

  g_assert_no_error (error);
  return position;
}

static void
put (BhOutbox *outbox, const char *id, const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  g_assert_cmpuint (bh_store_port_open_put (BH_STORE_PORT (outbox), "contact", id, bytes, NULL),
                    >,
                    0);
}

typedef struct {
  BhOutbox *outbox;
  guint64 position;
} Wanted;

static gboolean
is_durable (gpointer data)
{
  Wanted *wanted = data;

  return bh_store_port_get_durable (BH_STORE_PORT (wanted->outbox)) >= wanted->position;
}

static void
await_durable (BhOutbox *outbox, guint64 position)
{
  Wanted wanted = {outbox, position};

  bh_await_until (is_durable, &wanted);
}

static GPtrArray *
read_all (BhOutbox *outbox, guint64 after, guint max)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *records;

  bh_record_source_read_async (BH_RECORD_SOURCE (outbox),
                               after,
                               max,
                               NULL,
                               bh_await_callback,
                               &result);
  records = bh_record_source_read_finish (BH_RECORD_SOURCE (outbox), bh_await (&result), &error);
  g_assert_no_error (error);
  return records;
}

static char *
bodies (BhOutbox *outbox)
{
  g_autoptr (GPtrArray) records = read_all (outbox, 0, G_MAXINT);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++) {
    BhRecord *record = records->pdata[i];

    g_string_append_len (all,
                         g_bytes_get_data (record->body, NULL),
                         (gssize) g_bytes_get_size (record->body));
    g_string_append_c (all, ' ');
  }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static void
assert_bodies (BhOutbox *outbox, const char *expected)
{
  g_autofree char *got = bodies (outbox);

  g_assert_cmpstr (got, ==, expected);
}

static void
test_order (Fixture *f, gconstpointer options)
{
  guint64 last = 0;

  for (int i = 0; i < 1000; i++) {
    g_autofree char *body = g_strdup_printf ("{\"n\":%d}", i);
    guint64 position = append (f->outbox, body);

    g_assert_cmpuint (position, >, last);
    last = position;
  }
  await_durable (f->outbox, last);
  {
    g_autoptr (GPtrArray) records = read_all (f->outbox, 0, 2000);

    g_assert_cmpuint (records->len, ==, 1000);
    for (guint i = 0; i < records->len; i++) {
      BhRecord *record = records->pdata[i];
      g_autofree char *body = g_strdup_printf ("{\"n\":%u}", i);

      g_assert_cmpmem (g_bytes_get_data (record->body, NULL),
                       g_bytes_get_size (record->body),
                       body,
                       strlen (body));
      g_assert_cmpstr (record->key, ==, "key");
      g_assert_cmpint (record->kind, ==, BH_RECORD_CONTACT);
    }
  }
}

static void
test_groups (Fixture *f, gconstpointer options)
{
  BhOutboxFigures figures;
  guint64 last = 0;

  for (int i = 0; i < 1000; i++)
    last = append (f->outbox, "{}");
  await_durable (f->outbox, last);
  bh_outbox_get_figures (f->outbox, &figures);
  g_assert_cmpuint (figures.appended, ==, 1000);
  g_assert_cmpuint (figures.records, ==, 1000);
  g_assert_cmpint (figures.bytes, ==, 2000);
  g_assert_cmpint (figures.pending_bytes, ==, 0);
  /* many a commit */
  g_assert_cmpuint (figures.commits, >=, 5);
  g_assert_cmpuint (figures.commits, <, 500);
}

static void
on_durable (BhOutbox *outbox, guint64 position, gpointer data)
{
  guint64 *last = data;

  g_assert_cmpuint (position, >, *last);
  g_assert_cmpuint (position, ==, bh_store_port_get_durable (BH_STORE_PORT (outbox)));
  *last = position;
}

static void
test_durable_is_told (Fixture *f, gconstpointer options)
{
  guint64 told = 0;
  guint64 position;

  g_signal_connect (f->outbox, "durable", G_CALLBACK (on_durable), &told);
  position = append (f->outbox, "a");
  g_assert_cmpuint (told, <, position);
  await_durable (f->outbox, position);
  g_assert_cmpuint (told, ==, position);
}

static void
test_acknowledged_go (Fixture *f, gconstpointer options)
{
  guint64 first = append (f->outbox, "a");
  guint64 second = append (f->outbox, "b");
  BhOutboxFigures figures;

  await_durable (f->outbox, second);
  bh_record_source_acknowledge (BH_RECORD_SOURCE (f->outbox), first);
  await_durable (f->outbox, append (f->outbox, "c"));
  assert_bodies (f->outbox, "b c ");
  bh_outbox_get_figures (f->outbox, &figures);
  g_assert_cmpuint (figures.acknowledged, ==, first);
  g_assert_cmpuint (figures.records, ==, 2);
  /* an older acknowledgement that comes late does nothing */
  bh_record_source_acknowledge (BH_RECORD_SOURCE (f->outbox), first);
  await_durable (f->outbox, append (f->outbox, "d"));
  assert_bodies (f->outbox, "b c d ");
}

static void
test_reading_in_steps (Fixture *f, gconstpointer options)
{
  guint64 last = 0;
  guint64 after = 0;
  guint n = 0;

  for (int i = 0; i < 25; i++)
    last = append (f->outbox, "{}");
  await_durable (f->outbox, last);
  while (TRUE) {
    g_autoptr (GPtrArray) records = read_all (f->outbox, after, 10);

    if (records->len == 0)
      break;
    g_assert_cmpuint (records->len, <=, 10);
    n += records->len;
    after = ((BhRecord *) records->pdata[records->len - 1])->position;
  }
  g_assert_cmpuint (n, ==, 25);
  g_assert_cmpuint (after, ==, last);
}

static void
test_reopened (Fixture *f, gconstpointer options)
{
  g_autofree char *id = g_strdup (bh_record_source_get_id (BH_RECORD_SOURCE (f->outbox)));
  guint64 last;

  append (f->outbox, "a");
  last = append (f->outbox, "b");
  reopen (f);
  g_assert_cmpstr (bh_record_source_get_id (BH_RECORD_SOURCE (f->outbox)), ==, id);
  g_assert_cmpuint (bh_store_port_get_durable (BH_STORE_PORT (f->outbox)), ==, last);
  assert_bodies (f->outbox, "a b ");
  g_assert_cmpuint (append (f->outbox, "c"), >, last);
}

static void
test_positions_never_return (Fixture *f, gconstpointer options)
{
  guint64 last = append (f->outbox, "a");

  await_durable (f->outbox, last);
  bh_record_source_acknowledge (BH_RECORD_SOURCE (f->outbox), last);
  reopen (f);
  assert_bodies (f->outbox, "");
  g_assert_cmpuint (append (f->outbox, "b"), >, last);
}

static void
collect_open (const char *kind, const char *id, GBytes *body, gpointer data)
{
  g_string_append_printf (data,
                          "%s/%s=%.*s ",
                          kind,
                          id,
                          (int) g_bytes_get_size (body),
                          (const char *) g_bytes_get_data (body, NULL));
}

static void
assert_open (BhOutbox *outbox, const char *expected)
{
  g_autoptr (GString) all = g_string_new (NULL);

  bh_store_port_open_each (BH_STORE_PORT (outbox), collect_open, all);
  g_assert_cmpstr (all->str, ==, expected);
}

static void
test_open_objects (Fixture *f, gconstpointer options)
{
  put (f->outbox, "1", "a");
  put (f->outbox, "2", "b");
  put (f->outbox, "3", "c");
  put (f->outbox, "1", "a2");
  g_assert_cmpuint (bh_store_port_open_remove (BH_STORE_PORT (f->outbox), "contact", "2", NULL),
                    >,
                    0);
  bh_store_port_open_remove (BH_STORE_PORT (f->outbox), "contact", "never was", NULL);
  /* in the order of the first put */
  assert_open (f->outbox, "contact/1=a2 contact/3=c ");
  reopen (f);
  assert_open (f->outbox, "contact/1=a2 contact/3=c ");
  put (f->outbox, "2", "again");
  assert_open (f->outbox, "contact/1=a2 contact/3=c contact/2=again ");
  reopen (f);
  assert_open (f->outbox, "contact/1=a2 contact/3=c contact/2=again ");
}

static void
test_odd_bodies (Fixture *f, gconstpointer options)
{
  static const char zeros[] = {0, 'x', 0, (char) 0xff};
  g_autoptr (GBytes) odd = g_bytes_new_static (zeros, sizeof zeros);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GPtrArray) records = NULL;

  bh_store_port_append (BH_STORE_PORT (f->outbox), BH_RECORD_AUDIT, NULL, odd, NULL);
  await_durable (
      f->outbox,
      bh_store_port_append (BH_STORE_PORT (f->outbox), BH_RECORD_NOTE, "", nothing, NULL));
  records = read_all (f->outbox, 0, 10);
  g_assert_cmpuint (records->len, ==, 2);
  g_assert_true (g_bytes_equal (((BhRecord *) records->pdata[0])->body, odd));
  g_assert_null (((BhRecord *) records->pdata[0])->key);
  g_assert_cmpuint (g_bytes_get_size (((BhRecord *) records->pdata[1])->body), ==, 0);
}

static void
test_one_owner (Fixture *f, gconstpointer options)
{
  g_autoptr (GError) error = NULL;

  append (f->outbox, "a");
  g_assert_null (bh_outbox_new (f->path, NULL, &error));
  g_assert_error (error, BH_OUTBOX_ERROR, BH_OUTBOX_ERROR_OPEN);
  g_assert_nonnull (strstr (error->message, "another Bellhop"));
}

static void
assert_private (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_private_under_any_umask (void)
{
  g_autofree char *folder = g_dir_make_tmp ("bellhop-outbox-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  mode_t before = umask (0);
  g_autoptr (BhOutbox) outbox = open_outbox (path, NULL);

  await_durable (outbox, append (outbox, "{}"));
  umask (before);
  assert_private (path);
  assert_private (log);
  g_assert_true (bh_outbox_close (outbox));
  g_remove (path);
  g_rmdir (folder);
}

static void
test_impossible_path (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bh_outbox_new ("/nowhere/at/all/outbox.db", NULL, &error));
  g_assert_error (error, BH_OUTBOX_ERROR, BH_OUTBOX_ERROR_OPEN);
  g_clear_error (&error);
  g_assert_null (bh_outbox_new ("/tmp", NULL, &error));
  g_assert_error (error, BH_OUTBOX_ERROR, BH_OUTBOX_ERROR_OPEN);
}

static void
test_closed_takes_nothing (Fixture *f, gconstpointer options)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;

  bh_outbox_close (f->outbox);
  g_assert_cmpuint (
      bh_store_port_append (BH_STORE_PORT (f->outbox), BH_RECORD_NOTE, "k", body, &error),
      ==,
      0);
  g_assert_error (error, BH_OUTBOX_ERROR, BH_OUTBOX_ERROR_CLOSED);
}

/* ---- limits ---- */

static const BhOutboxOptions small = {.max_bytes = 10000, .max_pending_bytes = 5000};

static void
test_refused_when_full (Fixture *f, gconstpointer options)
{
  g_autofree char *text = g_strnfill (1000, 'x');
  g_autoptr (GBytes) body = g_bytes_new (text, 1000);
  g_autoptr (GError) error = NULL;
  BhOutboxFigures figures;
  guint64 last = 0;
  guint64 position;
  guint n = 0;

  while (
      (position =
           bh_store_port_append (BH_STORE_PORT (f->outbox), BH_RECORD_NOTE, "k", body, &error)) !=
      0) {
    last = position;
    await_durable (f->outbox, last);
    n++;
  }
  g_assert_error (error, BH_OUTBOX_ERROR, BH_OUTBOX_ERROR_FULL);
  g_assert_cmpuint (n, ==, 8); /* 8 x (1,000 + 128) fit, 9 do not */
  bh_outbox_get_figures (f->outbox, &figures);
  g_assert_cmpuint (figures.refused, ==, 1);
  g_assert_cmpuint (figures.records, ==, 8);
  /* and it goes on as soon as the database has taken some */
  bh_record_source_acknowledge (BH_RECORD_SOURCE (f->outbox), last);
  do {
    bh_await_ms (1);
    bh_outbox_get_figures (f->outbox, &figures);
  } while (figures.records > 0);
  g_assert_cmpuint (append (f->outbox, text), >, last);
}

static gboolean
has_problem (gpointer data)
{
  return bh_store_port_get_problem (data) != NULL;
}

static gboolean
has_no_problem (gpointer data)
{
  return bh_store_port_get_problem (data) == NULL;
}

static void
count_signal (gpointer object, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_disk_full (Fixture *f, gconstpointer options)
{
  g_autofree char *text = g_strnfill (2000, 'x');
  guint64 safe = append (f->outbox, "before");
  g_autofree char *got = NULL;
  BhOutboxFigures figures;
  guint changes = 0;
  guint64 last = 0;

  await_durable (f->outbox, safe);
  g_signal_connect (f->outbox, "problem-changed", G_CALLBACK (count_signal), &changes);
  g_test_expect_message ("bellhop-outbox", G_LOG_LEVEL_WARNING, "*full*");
  bh_outbox_limit_pages (f->outbox, 20);
  for (int i = 0; i < 100; i++)
    last = append (f->outbox, text);
  bh_await_until (has_problem, f->outbox);
  g_test_assert_expected_messages ();
  g_assert_nonnull (strstr (bh_store_port_get_problem (BH_STORE_PORT (f->outbox)), "Make room"));
  bh_await_ms (600);
  /* nothing was given up, nothing is called durable that is not, and reading goes on */
  g_assert_cmpuint (bh_store_port_get_durable (BH_STORE_PORT (f->outbox)), <, last);
  bh_outbox_get_figures (f->outbox, &figures);
  g_assert_cmpuint (figures.failures, >=, 2);
  g_assert_cmpint (figures.pending_bytes, >, 0);
  got = bodies (f->outbox);
  g_assert_true (g_str_has_prefix (got, "before "));

  bh_outbox_limit_pages (f->outbox, 0);
  await_durable (f->outbox, last);
  bh_await_until (has_no_problem, f->outbox);
  g_assert_cmpuint (changes, ==, 2);
  {
    g_autoptr (GPtrArray) records = read_all (f->outbox, 0, 1000);

    g_assert_cmpuint (records->len, ==, 101);
  }
}

static void
test_full_disk_is_drained (Fixture *f, gconstpointer options)
{
  g_autofree char *text = g_strnfill (2000, 'x');
  guint64 first_half = 0;
  guint64 last = 0;

  for (int i = 0; i < 20; i++)
    first_half = append (f->outbox, text);
  await_durable (f->outbox, first_half);
  g_test_expect_message ("bellhop-outbox", G_LOG_LEVEL_WARNING, "*full*");
  bh_outbox_limit_pages (f->outbox, 22);
  for (int i = 0; i < 20; i++)
    last = append (f->outbox, text);
  bh_await_until (has_problem, f->outbox);
  g_test_assert_expected_messages ();
  /* what the database has taken makes room: no more disk is needed */
  bh_record_source_acknowledge (BH_RECORD_SOURCE (f->outbox), first_half);
  await_durable (f->outbox, last);
}

/* ---- kill -9 ---- */

static int
write_until_killed (const char *path)
{
  g_autoptr (BhOutbox) outbox = open_outbox (path, NULL);
  guint64 last = bh_store_port_get_durable (BH_STORE_PORT (outbox));

  for (guint64 told = last;;) {
    for (int i = 0; i < 7; i++) {
      g_autofree char *body = g_strdup_printf ("%" G_GUINT64_FORMAT, ++last);

      g_assert_cmpuint (append (outbox, body), ==, last);
    }
    g_main_context_iteration (NULL, FALSE);
    if (bh_store_port_get_durable (BH_STORE_PORT (outbox)) > told) {
      told = bh_store_port_get_durable (BH_STORE_PORT (outbox));
      printf ("%" G_GUINT64_FORMAT "\n", told);
      fflush (stdout);
    }
    if (last - told > 1000)
      await_durable (outbox, last);
  }
  return 0;
}

/* The last complete line that a writer printed before it was killed after @lines of them. */
static guint64
run_and_kill (const char *path, int lines)
{
  g_autoptr (GSubprocess) writer = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  guint64 told = 0;
  char *line;

  writer = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                             &error,
                             "/proc/self/exe",
                             "--write-until-killed",
                             path,
                             NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (writer));
  for (int i = 0; i < lines; i++) {
    line = g_data_input_stream_read_line (output, NULL, NULL, &error);
    g_assert_nonnull (line);
    told = g_ascii_strtoull (line, NULL, 10);
    g_free (line);
  }
  g_subprocess_force_exit (writer);
  g_subprocess_wait (writer, NULL, NULL);
  /* what it said after our decision counts as well; a line that was cut does not */
  while ((line = g_data_input_stream_read_line (output, NULL, NULL, NULL)) != NULL) {
    g_autofree char *rest = line;

    told = MAX (told, g_ascii_strtoull (rest, NULL, 10));
  }
  return told;
}

static void
test_killed (void)
{
  g_autofree char *folder = g_dir_make_tmp ("bh-outbox-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);

  for (int round = 0; round < 12; round++) {
    guint64 told = run_and_kill (path, 1 + round * 5);
    g_autoptr (BhOutbox) outbox = open_outbox (path, NULL);
    g_autoptr (GPtrArray) records = read_all (outbox, 0, G_MAXINT);
    BhOutboxFigures figures;

    bh_outbox_get_figures (outbox, &figures);
    g_assert_cmpuint (figures.corrupt, ==, 0);
    g_assert_cmpuint (records->len, >=, told);
    /* each that is there is what was written, in order and without a hole */
    for (guint i = 0; i < records->len; i++) {
      BhRecord *record = records->pdata[i];
      g_autofree char *body = g_strdup_printf ("%u", i + 1);

      g_assert_cmpuint (record->position, ==, i + 1);
      g_assert_cmpmem (g_bytes_get_data (record->body, NULL),
                       g_bytes_get_size (record->body),
                       body,
                       strlen (body));
    }
    g_assert_true (bh_outbox_close (outbox));
  }
  remove_folder (folder);
}

/* A frame that was only begun when the writer was killed must not lie over one of an earlier round:
 * it would be taken for one that rotted. So the log is cut off whenever it has been moved. */
static void
test_log_is_cut_off (void)
{
  g_autofree char *folder = g_dir_make_tmp ("bh-outbox-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autoptr (BhOutbox) outbox = open_outbox (path, NULL);
  guint rounds = 0;
  char salts[8] = {0};

  for (guint i = 1; i <= 600; i++) {
    g_autofree char *data = NULL;
    gsize size;

    await_durable (outbox, append (outbox, "some words"));
    if (!g_file_get_contents (log, &data, &size, NULL) || size < 32)
      continue;
    rounds += memcmp (salts, data + 16, sizeof salts) != 0;
    memcpy (salts, data + 16, sizeof salts);
    for (gsize at = 32; at + 24 <= size; at += 24 + 4096)
      g_assert_cmpmem (data + at + 8, 8, salts, sizeof salts);
  }
  g_assert_cmpuint (rounds, >, 2);
  g_assert_true (bh_outbox_close (outbox));
  remove_folder (folder);
}

/* ---- broken files ---- */

static void
sql (const char *path, const char *text)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, text, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
fill (BhOutbox *outbox, guint n)
{
  guint64 last = 0;

  for (guint i = 1; i <= n; i++) {
    g_autofree char *body =
        g_strdup_printf ("{\"n\":%u,\"text\":\"what was said in call %u\"}", i, i * 7919);

    last = append (outbox, body);
  }
  put (outbox, "a", "open a");
  put (outbox, "b", "open b");
  await_durable (outbox, last);
}

static void
test_broken_record (Fixture *f, gconstpointer options)
{
  BhOutboxFigures figures;

  fill (f->outbox, 10);
  g_assert_true (bh_outbox_close (f->outbox));
  g_assert_finalize_object (f->outbox);
  sql (f->path, "UPDATE record SET body = replace (body, 'said', 'paid') WHERE number = 4");
  sql (f->path, "UPDATE record SET kind = 'rumour' WHERE number = 7");
  sql (f->path, "UPDATE open SET body = 'open ?' WHERE id = 'a'");
  f->outbox = open_outbox (f->path, NULL);
  assert_open (f->outbox, "contact/b=open b ");
  {
    g_autoptr (GPtrArray) records = read_all (f->outbox, 0, 100);

    g_assert_cmpuint (records->len, ==, 8);
  }
  bh_outbox_get_figures (f->outbox, &figures);
  g_assert_cmpuint (figures.corrupt, ==, 3);
  g_assert_cmpuint (figures.records, ==, 8);
  /* the next start finds them gone and counts them no second time in the file: only what is missing
   * from the numbers */
  append (f->outbox, "after");
  reopen (f);
  {
    g_autoptr (GPtrArray) records = read_all (f->outbox, 0, 100);

    g_assert_cmpuint (records->len, ==, 9);
  }
}

static void
test_not_a_database (void)
{
  static const char *const rubbish[] = {
      "",
      "x",
      "This is no database at all, it is a letter to the editor.\n"};

  for (guint i = 0; i < G_N_ELEMENTS (rubbish); i++) {
    g_autofree char *folder = g_dir_make_tmp ("bh-outbox-XXXXXX", NULL);
    g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);
    g_autofree char *aside = g_strconcat (path, ".broken-1", NULL);
    g_autofree char *kept = NULL;
    g_autoptr (BhOutbox) outbox = NULL;

    g_assert_true (g_file_set_contents (path, rubbish[i], -1, NULL));
    outbox = open_outbox (path, NULL);
    await_durable (outbox, append (outbox, "goes on"));
    assert_bodies (outbox, "goes on ");
    /* SQLite takes what is shorter than its own header for an empty file */
    if (strlen (rubbish[i]) > 16) {
      g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, rubbish[i]);
    }
    g_assert_true (bh_outbox_close (outbox));
    remove_folder (folder);
  }
}

typedef struct {
  char *data[2]; /* of the file and of its log */
  gsize size[2];
} Image;

static const char *const image_names[] = {"outbox.db", "outbox.db-wal"};

/* Closed, the log is gone; as it stands at a kill, most lies in the log. */
static void
make_image (Image *image, guint records, gboolean closed)
{
  g_autofree char *folder = g_dir_make_tmp ("bh-outbox-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, image_names[0], NULL);
  g_autoptr (BhOutbox) outbox = open_outbox (path, NULL);

  memset (image, 0, sizeof *image);
  fill (outbox, records);
  if (closed)
    g_assert_true (bh_outbox_close (outbox));
  for (guint i = 0; i < 2; i++) {
    g_autofree char *file = g_build_filename (folder, image_names[i], NULL);

    g_file_get_contents (file, &image->data[i], &image->size[i], NULL);
  }
  bh_outbox_close (outbox);
  remove_folder (folder);
}

static void
image_clear (Image *image)
{
  g_free (image->data[0]);
  g_free (image->data[1]);
}

/* Opens a spoiled image; every record that comes out is one that went in. Returns how many did. */
static guint
survivors (const Image *image, guint n, guint64 *corrupt)
{
  g_autofree char *folder = g_dir_make_tmp ("bh-outbox-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, image_names[0], NULL);
  g_autoptr (BhOutbox) outbox = NULL;
  g_autoptr (GPtrArray) records = NULL;
  BhOutboxFigures figures;
  guint64 last = 0;

  for (guint i = 0; i < 2; i++) {
    g_autofree char *file = g_build_filename (folder, image_names[i], NULL);

    if (image->size[i] > 0)
      g_assert_true (g_file_set_contents (file, image->data[i], (gssize) image->size[i], NULL));
  }
  outbox = open_outbox (path, NULL);
  records = read_all (outbox, 0, G_MAXINT);
  g_assert_cmpuint (records->len, <=, n);
  for (guint i = 0; i < records->len; i++) {
    BhRecord *record = records->pdata[i];
    g_autofree char *body = g_strdup_printf ("{\"n\":%u,\"text\":\"what was said in call %u\"}",
                                             (guint) record->position,
                                             (guint) record->position * 7919);

    g_assert_cmpuint (record->position, >, last);
    last = record->position;
    g_assert_cmpmem (g_bytes_get_data (record->body, NULL),
                     g_bytes_get_size (record->body),
                     body,
                     strlen (body));
  }
  await_durable (outbox, append (outbox, "goes on"));
  bh_outbox_get_figures (outbox, &figures);
  *corrupt = figures.corrupt;
  g_assert_true (bh_outbox_close (outbox));
  remove_folder (folder);
  return records->len;
}

/* One bit anywhere costs at most the record that it hit, and that is counted. */
static void
flip_bits (guint part)
{
  const guint n = 300;
  const guint rounds = g_test_slow () ? 10000 : 300;
  g_autoptr (GRand) random = g_rand_new_with_seed (42);
  guint spoiled = 0;
  Image image;

  make_image (&image, n, part == 0);
  g_assert_cmpuint (image.size[part], >, 0);
  for (guint i = 0; i < rounds; i++) {
    gsize at = (gsize) g_rand_double_range (random, 0, (double) image.size[part]);
    char mask = (char) (1 << g_rand_int_range (random, 0, 8));
    guint64 corrupt;
    guint left;

    image.data[part][at] ^= mask;
    left = survivors (&image, n, &corrupt);
    image.data[part][at] ^= mask;
    if (n - left > 1 || corrupt < n - left)
      g_test_message ("bit %02x at %zu cost %u records, counted %u",
                      mask & 0xff,
                      at,
                      n - left,
                      (guint) corrupt);
    g_assert_cmpuint (n - left, <=, 1);
    g_assert_cmpuint (corrupt, >=, n - left);
    spoiled += left < n;
  }
  g_test_message ("%u flips, %u records lost", rounds, spoiled);
  image_clear (&image);
}

static void
test_flipped_bits (void)
{
  flip_bits (0);
}

static void
test_flipped_bits_of_the_log (void)
{
  flip_bits (1);
}

static void
test_cut_files (void)
{
  const guint n = 100;
  Image image;

  make_image (&image, n, TRUE);
  for (gsize size = 0; size < image.size[0]; size += image.size[0] / 40) {
    Image cut = {{image.data[0], NULL}, {size, 0}};
    guint64 corrupt;
    guint left = survivors (&cut, n, &corrupt);

    if (size < image.size[0] / 2)
      g_assert_cmpuint (left, <, n);
  }
  image_clear (&image);
}

#define ADD(name, options, function)                                                               \
  g_test_add ("/outbox/" name, Fixture, options, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--write-until-killed"))
    return write_until_killed (argv[2]);
  g_test_init (&argc, &argv, NULL);
  /* Damage is what these tests make, and warnings are how it is told. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);

  ADD ("records-come-in-order", NULL, test_order);
  ADD ("commits-are-shared", NULL, test_groups);
  ADD ("durable-is-told", NULL, test_durable_is_told);
  ADD ("acknowledged-records-go", NULL, test_acknowledged_go);
  ADD ("reading-in-steps", NULL, test_reading_in_steps);
  ADD ("reopened-with-all", NULL, test_reopened);
  ADD ("positions-never-return", NULL, test_positions_never_return);
  ADD ("open-objects", NULL, test_open_objects);
  ADD ("odd-bodies", NULL, test_odd_bodies);
  ADD ("one-owner", NULL, test_one_owner);
  ADD ("closed-takes-nothing", NULL, test_closed_takes_nothing);
  ADD ("refused-when-full", &small, test_refused_when_full);
  ADD ("disk-full-keeps-all-in-memory", NULL, test_disk_full);
  ADD ("full-disk-is-drained", NULL, test_full_disk_is_drained);
  ADD ("broken-records-are-skipped-and-counted", NULL, test_broken_record);
  g_test_add_func ("/outbox/impossible-path", test_impossible_path);
  g_test_add_func ("/outbox/private-under-any-umask", test_private_under_any_umask);
  g_test_add_func ("/outbox/killed-in-mid-write", test_killed);
  g_test_add_func ("/outbox/log-is-cut-off", test_log_is_cut_off);
  g_test_add_func ("/outbox/not-a-database", test_not_a_database);
  g_test_add_func ("/outbox/flipped-bits", test_flipped_bits);
  g_test_add_func ("/outbox/flipped-bits-of-the-log", test_flipped_bits_of_the_log);
  g_test_add_func ("/outbox/cut-files", test_cut_files);
  return g_test_run ();
}
