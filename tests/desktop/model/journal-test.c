/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/note-journal.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desktop/client/client-error.h"
#include "desktop/model/note-draft.h"
#include "desktop/model/note-merge.h"

/* The file under the notes: what is in it after every kind of death. */

typedef struct {
  char *dir;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("bellhop-journal-XXXXXX", NULL);
}

static char *
only_file (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);

  return g_build_filename (f->dir, g_dir_read_name (dir), NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (f->dir, name, NULL);
    g_remove (path);
  }
  g_rmdir (f->dir);
  g_free (f->dir);
}

static BhNoteJournal *
open_journal (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  BhNoteJournal *journal = bh_note_journal_open (f->dir, "alice", &error);

  g_assert_no_error (error);
  return journal;
}

static void
put (BhNoteJournal *journal, const char *contact, gint64 base, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (bh_note_journal_put (journal, contact, &(BhNoteStamp){base, 1, 0}, text, &error));
  g_assert_no_error (error);
}

static void
assert_kept (BhNoteJournal *journal, const char *contact, gint64 base, const char *text)
{
  BhNoteStamp found = {-1, -1, -1};

  g_assert_cmpstr (bh_note_journal_get (journal, contact, &found), ==, text);
  if (text)
    g_assert_cmpint (found.base, ==, base);
}

static void
test_round_trip (Fixture *f, gconstpointer data)
{
  g_autoptr (BhNoteJournal) journal = open_journal (f);

  put (journal, "a", 0, "first");
  put (journal, "a", 0, "first words\nsecond line \"quoted\" 退款");
  put (journal, "b", 7, "other");
  put (journal, "c", 1, "done soon");
  bh_note_journal_done (journal, "c");
  g_clear_object (&journal);
  journal = open_journal (f);
  assert_kept (journal, "a", 0, "first words\nsecond line \"quoted\" 退款");
  assert_kept (journal, "b", 7, "other");
  assert_kept (journal, "c", 0, NULL);
}

static void
test_is_private_and_empty_when_done (Fixture *f, gconstpointer data)
{
  g_autoptr (BhNoteJournal) journal = open_journal (f);
  g_autofree char *path = only_file (f);
  GStatBuf info;

  put (journal, "a", 0, "text");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (info.st_size, >, 0);
  bh_note_journal_done (journal, "a");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  /* nothing but its own name */
  g_assert_cmpint (info.st_size, ==, strlen ("{\"pen\":\"") + 36 + strlen ("\"}\n"));
}

/* The server knows words that came before by this name: it must outlive the program. */
static void
test_pen_stays (Fixture *f, gconstpointer data)
{
  g_autoptr (BhNoteJournal) journal = open_journal (f);
  g_autofree char *pen = g_strdup (bh_note_journal_get_pen (journal));

  g_assert_true (g_uuid_string_is_valid (pen));
  put (journal, "a", 0, "text");
  bh_note_journal_done (journal, "a");
  g_clear_object (&journal);
  journal = open_journal (f);
  g_assert_cmpstr (bh_note_journal_get_pen (journal), ==, pen);
}

static void
test_one_program_at_a_time (Fixture *f, gconstpointer data)
{
  g_autoptr (BhNoteJournal) journal = open_journal (f);
  g_autoptr (BhNoteJournal) second = NULL;
  g_autoptr (BhNoteJournal) other = NULL;
  g_autoptr (GError) error = NULL;

  second = bh_note_journal_open (f->dir, "alice", &error);
  g_assert_null (second);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&error);
  other = bh_note_journal_open (f->dir, "bob", &error);
  g_assert_no_error (error);
}

/* A machine that loses power may leave a line cut anywhere. */
static void
test_cut_anywhere (Fixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *content = NULL;
  gsize length;
  gsize first_line;
  g_autoptr (BhNoteJournal) journal = open_journal (f);

  put (journal, "a", 3, "whole line");
  put (journal, "b", 4, "cut line");
  path = only_file (f);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  /* after the journal's own name */
  first_line = (gsize) (strchr (strchr (content, '\n') + 1, '\n') - content) + 1;
  for (gsize at = 0; at < length; at++) {
    g_clear_object (&journal);
    g_assert_true (g_file_set_contents (path, content, (gssize) at, NULL));
    journal = open_journal (f);
    assert_kept (journal, "a", 3, at >= first_line ? "whole line" : NULL);
    assert_kept (journal, "b", 4, NULL);
  }
}

static void
test_rubbish_is_passed_over (Fixture *f, gconstpointer data)
{
  static const char rubbish[] =
      "not "
      "json\n[]\n7\n{\"contact\":7}\n{\"text\":\"x\"}\n\n{\"contact\":\"a\",\"text\":\"kept\"}\n";
  g_autoptr (BhNoteJournal) journal = open_journal (f);
  g_autofree char *path = only_file (f);

  g_clear_object (&journal);
  g_assert_true (g_file_set_contents (path, rubbish, -1, NULL));
  journal = open_journal (f);
  assert_kept (journal, "a", 0, "kept");
}

static void
test_long_typing_stays_small (Fixture *f, gconstpointer data)
{
  g_autoptr (BhNoteJournal) journal = open_journal (f);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = NULL;
  GStatBuf info;

  for (guint i = 0; i < 2000; i++) {
    g_string_append_c (text, (char) ('a' + i % 26));
    put (journal, "a", 0, text->str);
  }
  path = only_file (f);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_size, <, 1024 * 1024);
  g_clear_object (&journal);
  journal = open_journal (f);
  assert_kept (journal, "a", 0, text->str);
}

/* A disk that is full for a moment takes half a line; the next one must not be glued to it. */
static void
test_half_a_line_on_a_full_disk (Fixture *f, gconstpointer data)
{
  struct rlimit old, tight;
  g_autoptr (BhNoteJournal) journal = open_journal (f);
  g_autofree char *path = only_file (f);
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  put (journal, "a", 0, "before");
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  getrlimit (RLIMIT_FSIZE, &old);
  tight = old;
  tight.rlim_cur = (rlim_t) info.st_size + 20;
  setrlimit (RLIMIT_FSIZE, &tight);
  g_assert_false (bh_note_journal_put (journal, "a", &(BhNoteStamp){0, 2, 0}, "full", &error));
  setrlimit (RLIMIT_FSIZE, &old);
  put (journal, "b", 0, "room again");
  g_clear_object (&journal);
  journal = open_journal (f);
  assert_kept (journal, "b", 0, "room again");
}

/* What stands behind them is kept, and so is the file as it was; that is said once. */
static void
test_zeros_of_a_lost_block (Fixture *f, gconstpointer data)
{
  g_autoptr (BhNoteJournal) journal = open_journal (f);
  g_autofree char *path = only_file (f);
  g_autofree char *content = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GString) damaged = g_string_new (NULL);
  gsize length, kept_length;

  put (journal, "a", 0, "first");
  put (journal, "b", 0, "second");
  put (journal, "c", 0, "third");
  g_clear_object (&journal);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_string_append_len (damaged, content, (gssize) length);
  memset (strstr (damaged->str, "\"b\""), 0, 3);
  g_assert_true (g_file_set_contents (path, damaged->str, (gssize) damaged->len, NULL));
  journal = open_journal (f);
  assert_kept (journal, "a", 0, "first");
  assert_kept (journal, "c", 0, "third");
  g_assert_nonnull (bh_note_journal_get_damaged (journal));
  g_assert_true (
      g_file_get_contents (bh_note_journal_get_damaged (journal), &kept, &kept_length, NULL));
  g_assert_cmpmem (kept, kept_length, damaged->str, damaged->len);
  g_clear_object (&journal);
  journal = open_journal (f);
  g_assert_null (bh_note_journal_get_damaged (journal));
}

static void
test_list (Fixture *f, gconstpointer data)
{
  g_autoptr (BhNoteJournal) journal = open_journal (f);
  g_autoptr (GPtrArray) ids = NULL;

  put (journal, "a", 0, "1");
  put (journal, "b", 0, "2");
  g_assert_true (bh_note_journal_sync (journal, NULL));
  ids = bh_note_journal_list (journal);
  g_assert_cmpuint (ids->len, ==, 2);
}

/* In a process of its own: types, and kills itself with no chance to tidy up. */
static void
test_dying_typist (void)
{
  const char *dir = g_getenv ("BELLHOP_TEST_JOURNAL_DIR");
  g_autoptr (BhNoteJournal) journal = NULL;

  if (dir == NULL) {
    g_test_skip ("is run by killed-while-typing");
    return;
  }
  journal = bh_note_journal_open (dir, "alice", NULL);
  put (journal, "a", 5, "w");
  put (journal, "a", 5, "wo");
  put (journal, "a", 5, "wor");
  put (journal, "a", 5, "word");
  kill (getpid (), SIGKILL);
}

static void
test_killed_while_typing (Fixture *f, gconstpointer data)
{
  g_autoptr (BhNoteJournal) journal = NULL;

  g_setenv ("BELLHOP_TEST_JOURNAL_DIR", f->dir, TRUE);
  g_test_trap_subprocess ("/desktop/model/journal/dying-typist", 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("BELLHOP_TEST_JOURNAL_DIR");
  g_test_trap_assert_failed (); /* killed, as meant */
  journal = open_journal (f);
  assert_kept (journal, "a", 5, "word");
}

static void
test_merge (void)
{
  static const char *const rows[][4] = {
      /* base, mine, theirs, both */
      {"", "", "", ""},
      {NULL, "mine", "theirs", "theirs\nmine"},
      {NULL, "mine", "mine and more", "mine and more"},
      {NULL, "theirs and mine", "theirs", "theirs and mine"},
      {"a", "a", "ab", "ab"},
      {"a", "ab", "a", "ab"},
      {"a", "a mine", "a theirs", "a theirs\n mine"},
      {"a\n", "a\nmine", "a\ntheirs\n", "a\ntheirs\nmine"},
      {"old", "mine", "theirs", "theirs\nmine"},
      {"old", "", "theirs", "theirs"},
      {"old", "mine", "", "mine"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *both = bh_note_merge (rows[i][0], rows[i][1], rows[i][2]);
    g_assert_cmpstr (both, ==, rows[i][3]);
  }
}

static void
test_draft_knows_its_own_echo (void)
{
  g_autoptr (BhNoteDraft) draft = bh_note_draft_new ("a");

  bh_note_draft_type (draft, "one", 1);
  g_assert_cmpstr (bh_note_draft_send (draft), ==, "one");
  bh_note_draft_type (draft, "one two", 1);
  g_assert_false (bh_note_draft_theirs (draft, "one", 1));
  g_assert_cmpstr (draft->text, ==, "one two");
  g_assert_false (bh_note_draft_saved (draft, 1));
  g_assert_true (draft->dirty);
  bh_note_draft_send (draft);
  g_assert_true (bh_note_draft_saved (draft, 2));
  g_assert_false (bh_note_draft_theirs (draft, "one", 1));
  g_assert_cmpstr (draft->text, ==, "one two");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/desktop/model/journal/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("pen-stays", test_pen_stays);
  ADD ("is-private-and-empty-when-done", test_is_private_and_empty_when_done);
  ADD ("one-program-at-a-time", test_one_program_at_a_time);
  ADD ("cut-anywhere", test_cut_anywhere);
  ADD ("rubbish-is-passed-over", test_rubbish_is_passed_over);
  ADD ("long-typing-stays-small", test_long_typing_stays_small);
  ADD ("half-a-line-on-a-full-disk", test_half_a_line_on_a_full_disk);
  ADD ("zeros-of-a-lost-block", test_zeros_of_a_lost_block);
  ADD ("list", test_list);
  ADD ("killed-while-typing", test_killed_while_typing);
  g_test_add_func ("/desktop/model/journal/dying-typist", test_dying_typist);
  g_test_add_func ("/desktop/model/journal/merge", test_merge);
  g_test_add_func ("/desktop/model/journal/draft-knows-its-own-echo",
                   test_draft_knows_its_own_echo);
  return g_test_run ();
}
