/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/desktop/model/fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/model/colleague-note.h"
#include "desktop/model/desk-notes.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/note-journal.h"

/* No typed word is lost, and none is sent twice. */

#define NUMBER "+8613800138000"
#define MS     1000
#define S      ((gint64) G_USEC_PER_SEC)

static BhContactItem *
talk (Fixture *f)
{
  const char *id = fake_world_offered (f->world, NUMBER, "Zhang San", "support");

  fake_world_talking (f->world, id);
  return bh_desk_find_contact (f->desk, id);
}

static void
type (Fixture *f, BhContactItem *contact, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (bh_desk_save_note (f->desk, contact, text, &error));
  g_assert_no_error (error);
}

static const char *
server_note (Fixture *f, BhContactItem *contact)
{
  return fake_world_get_note (f->world, bh_contact_item_get_id (contact));
}

static void
test_saved_within_300_ms (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);

  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_EMPTY);
  type (f, contact, "a");
  bh_fixture_pass (f, 100 * MS);
  type (f, contact, "as");
  bh_fixture_pass (f, 100 * MS);
  type (f, contact, "ask");
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_SAVING);
  g_assert_null (server_note (f, contact));
  bh_fixture_pass (f, 100 * MS);
  g_assert_cmpstr (server_note (f, contact), ==, "ask");
  g_assert_cmpuint (fake_server_count (f->server, "contact.note"), ==, 1);
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_SAVED);
  g_assert_cmpint (bh_contact_item_get_note_saved_at (contact), ==, FAKE_WORLD_START_US + 300 * MS);
}

static void
test_typed_while_sending (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);

  fake_server_lag (f->server, TRUE);
  type (f, contact, "one");
  bh_fixture_pass (f, 300 * MS);
  type (f, contact, "one two");
  bh_fixture_pass (f, 300 * MS);
  fake_server_lag (f->server, FALSE);
  bh_fixture_pass (f, 0);
  g_assert_cmpstr (server_note (f, contact), ==, "one");
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_SAVING);
  bh_fixture_pass (f, 300 * MS);
  g_assert_cmpstr (server_note (f, contact), ==, "one two");
  g_assert_cmpstr (bh_contact_item_get_note (contact), ==, "one two");
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_SAVED);
}

static void
test_showing_what_came_is_not_typing (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);

  fake_world_note (f->world, bh_contact_item_get_id (contact), "written elsewhere", "alice");
  g_assert_cmpstr (bh_contact_item_get_note (contact), ==, "written elsewhere");
  type (f, contact, "written elsewhere");
  bh_fixture_pass (f, 1 * S);
  g_assert_cmpuint (fake_server_count (f->server, "contact.note"), ==, 0);
}

/* Two agents, one customer: each has words of their own, and sees the other's. */
static void
test_colleague_writes_beside (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  const char *id = bh_contact_item_get_id (contact);
  GListModel *notes = bh_contact_item_get_colleague_notes (contact);
  g_autoptr (BhColleagueNote) note = NULL;

  type (f, contact, "mine");
  fake_world_note (f->world, id, "theirs", "bob");
  type (f, contact, "mine, more");
  fake_world_note (f->world, id, "theirs, more", "bob");
  bh_fixture_pass (f, 1 * S);
  g_assert_cmpstr (bh_contact_item_get_note (contact), ==, "mine, more");
  g_assert_cmpstr (server_note (f, contact), ==, "mine, more");
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_SAVED);
  g_assert_cmpuint (g_list_model_get_n_items (notes), ==, 1);
  note = g_list_model_get_item (notes, 0);
  g_assert_cmpstr (bh_colleague_note_get_body (note), ==, "theirs, more");
  g_assert_cmpstr (bh_colleague_note_get_name (note), ==, "Bob Builder");
}

/* The program dies after the server took the words and before it could know: what was typed since
 * follows from them and is not put beside them. */
static void
test_crash_between_save_and_reply (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  g_autofree char *id = g_strdup (bh_contact_item_get_id (contact));

  fake_server_lag (f->server, TRUE);
  type (f, contact, "hello wrold");
  bh_fixture_pass (f, 300 * MS);
  fake_server_lag (f->server, FALSE);
  fake_server_drop (f->server); /* nobody hears the reply */
  type (f, contact, "hello world");
  bh_fixture_restart_desk (f);
  fake_server_sign_in (f->server);
  bh_fixture_pass (f, 3 * S);
  contact = bh_desk_find_contact (f->desk, id);
  g_assert_cmpstr (server_note (f, contact), ==, "hello world");
  g_assert_cmpstr (bh_contact_item_get_note (contact), ==, "hello world");
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_SAVED);
}

/* The clock of the machine was set back between two lives of the program. */
static void
test_edit_is_never_older (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  g_autofree char *id = g_strdup (bh_contact_item_get_id (contact));

  bh_fixture_pass (f, 3600 * S);
  type (f, contact, "an hour later");
  bh_fixture_pass (f, 1 * S);
  bh_fixture_restart_desk (f);
  bh_fixture_pass (f, -1800 * S);
  fake_server_sign_in (f->server);
  contact = bh_desk_find_contact (f->desk, id);
  type (f, contact, "an hour later, and more");
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpstr (server_note (f, contact), ==, "an hour later, and more");
}

static void
test_kept_while_away (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);

  fake_server_drop (f->server);
  type (f, contact, "what you type is kept");
  bh_fixture_pass (f, 10 * S);
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_KEPT);
  assert_str (contact, "note-message", "Kept on this machine until the server is back.");
  g_assert_cmpuint (fake_server_count (f->server, "contact.note"), ==, 0);
  fake_server_return (f->server);
  bh_fixture_settle ();
  g_assert_cmpstr (server_note (f, contact), ==, "what you type is kept");
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_SAVED);
}

static void
test_kept_over_a_restart_of_the_server (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);

  fake_server_lag (f->server, TRUE);
  type (f, contact, "under way");
  bh_fixture_pass (f, 300 * MS);
  fake_server_drop (f->server);
  fake_server_lag (f->server, FALSE);
  fake_server_restart (f->server);
  bh_fixture_settle ();
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpstr (server_note (f, contact), ==, "under way");
  g_assert_cmpuint (fake_server_count (f->server, "contact.note"), ==, 1);
}

static void
test_comes_back_after_a_crash (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  g_autofree char *id = g_strdup (bh_contact_item_get_id (contact));

  type (f, contact, "typed just before the crash");
  bh_fixture_restart_desk (f);
  fake_server_sign_in (f->server);
  contact = bh_desk_find_contact (f->desk, id);
  g_assert_cmpstr (bh_contact_item_get_note (contact), ==, "typed just before the crash");
  bh_fixture_settle ();
  g_assert_cmpstr (server_note (f, contact), ==, "typed just before the crash");
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_SAVED);
  g_assert_true (bh_contact_item_get_is_current (contact));
}

/* The reply was lost with the program: the server has the words already. */
static void
test_crash_after_the_server_saved (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  g_autofree char *id = g_strdup (bh_contact_item_get_id (contact));
  gint64 revision;

  type (f, contact, "saved already");
  bh_fixture_restart_desk (f);
  fake_world_note (f->world, id, "saved already", "alice");
  revision = fake_world_get_note_revision (f->world, id);
  fake_server_sign_in (f->server);
  bh_fixture_pass (f, 5 * S);
  g_assert_cmpint (fake_world_get_note_revision (f->world, id), ==, revision);
  contact = bh_desk_find_contact (f->desk, id);
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_SAVED);
}

static void
test_contact_was_over_when_we_came_back (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  g_autofree char *id = g_strdup (bh_contact_item_get_id (contact));

  type (f, contact, "nobody may lose this");
  bh_fixture_restart_desk (f);
  fake_world_gone (f->world, id, "finished", NULL);
  fake_server_sign_in (f->server);
  bh_fixture_settle ();
  contact = bh_desk_find_contact (f->desk, id);
  g_assert_nonnull (contact);
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_ENDED);
  g_assert_cmpstr (bh_contact_item_get_note (contact), ==, "nobody may lose this");
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_KEPT);
  g_assert_true (bh_desk_dismiss (f->desk, contact));
  bh_fixture_restart_desk (f);
  fake_server_sign_in (f->server);
  bh_fixture_settle ();
  g_assert_null (bh_desk_find_contact (f->desk, id));
}

/* In a process of its own: a person types, and the program is killed before anything is sent. */
static void
test_dying_desk (Fixture *f, gconstpointer data)
{
  const char *dir = g_getenv ("BELLHOP_TEST_STATE_DIR");

  if (dir == NULL) {
    g_test_skip ("is run by killed-while-typing");
    return;
  }
  g_assert_finalize_object (f->desk);
  f->desk = bh_desk_new (fake_server_get_feed (f->server), f->clock, "en", dir);
  fake_server_sign_in (f->server);
  type (f, talk (f), "I will call back on Mond");
  kill (getpid (), SIGKILL);
}

static void
test_killed_while_typing (Fixture *f, gconstpointer data)
{
  BhContactItem *contact;

  bh_fixture_restart_desk (f);
  g_setenv ("BELLHOP_TEST_STATE_DIR", f->dir, TRUE);
  g_test_trap_subprocess ("/desktop/model/notes/dying-desk", 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("BELLHOP_TEST_STATE_DIR");
  g_test_trap_assert_failed (); /* killed, as meant */
  fake_world_talking (f->world, fake_world_offered (f->world, NUMBER, "Zhang San", "support"));
  fake_server_sign_in (f->server);
  contact = bh_desk_get_current (f->desk);
  g_assert_cmpstr (bh_contact_item_get_note (contact), ==, "I will call back on Mond");
  bh_fixture_settle ();
  g_assert_cmpstr (server_note (f, contact), ==, "I will call back on Mond");
  g_assert_cmpuint (fake_server_count (f->server, "contact.note"), ==, 1);
}

static void
test_two_machines_at_once (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  const char *id = bh_contact_item_get_id (contact);

  type (f, contact, "common");
  bh_fixture_pass (f, 300 * MS);
  type (f, contact, "common mine");
  fake_world_note (f->world, id, "common theirs", "alice");
  g_assert_cmpstr (bh_contact_item_get_note (contact), ==, "common theirs\n mine");
  bh_fixture_pass (f, 300 * MS);
  g_assert_cmpstr (server_note (f, contact), ==, "common theirs\n mine");
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_SAVED);
}

static void
test_stale_is_merged_and_sent_again (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);

  fake_server_fail_next (f->server, "contact.note", "stale", "Changed elsewhere.");
  type (f, contact, "mine");
  bh_fixture_pass (f, 300 * MS);
  g_assert_null (server_note (f, contact));
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpstr (server_note (f, contact), ==, "mine");
}

static void
test_refused_is_said_and_kept (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);

  fake_server_fail_next (f->server, "contact.note", "forbidden", "This is not your contact.");
  type (f, contact, "mine");
  bh_fixture_pass (f, 10 * S);
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_KEPT);
  assert_str (contact, "note-message", "This is not your contact.");
  g_assert_cmpuint (fake_server_count (f->server, "contact.note"), ==, 1);
  type (f, contact, "mine, once more");
  bh_fixture_pass (f, 1 * S);
  g_assert_cmpstr (server_note (f, contact), ==, "mine, once more");
}

static void
test_too_long_is_said (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  g_autofree char *text = g_strnfill (BH_NOTE_MAX + 1, 'x');

  type (f, contact, text);
  bh_fixture_pass (f, 1 * S);
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_KEPT);
  g_assert_cmpuint (fake_server_count (f->server, "contact.note"), ==, 0);
  text[BH_NOTE_MAX] = '\0';
  type (f, contact, text);
  bh_fixture_pass (f, 1 * S);
  g_assert_cmpstr (server_note (f, contact), ==, text);
}

static void
test_no_disk_is_said (Fixture *f, gconstpointer data)
{
  BhContactItem *contact;
  g_autofree char *dir = g_build_filename (f->dir, "file", NULL);
  g_autoptr (GError) error = NULL;

  /* a file where the folder should be */
  bh_fixture_restart_desk (f);
  g_assert_finalize_object (f->desk);
  g_assert_true (g_file_set_contents (dir, "x", 1, NULL));
  f->desk = bh_desk_new (fake_server_get_feed (f->server), f->clock, "en", dir);
  fake_server_sign_in (f->server);
  contact = talk (f);
  g_assert_false (bh_desk_save_note (f->desk, contact, "unsafe", &error));
  g_assert_error (error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_STATE_FILE);
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_UNSAFE);
  bh_fixture_pass (f, 300 * MS);
  g_assert_cmpstr (server_note (f, contact), ==, "unsafe");
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_SAVED);
}

/* In place of the C library's. */
static guint syncs;
int fdatasync (int fd);

int
fdatasync (int fd)
{
  syncs++;
  return 0;
}

/* A note that was on its way when the server died is on nobody's disk but this one. */
static void
test_forced_to_disk_while_away (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);

  fake_server_lag (f->server, TRUE);
  type (f, contact, "under way when it died");
  bh_fixture_pass (f, 300 * MS);
  fake_server_drop (f->server);
  type (f, contact, "under way when it died, and more");
  syncs = 0;
  bh_fixture_pass (f, 5 * S);
  g_assert_cmpuint (syncs, >, 0);
}

static void
test_forced_to_disk_control (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);

  fake_server_drop (f->server);
  type (f, contact, "typed while away");
  syncs = 0;
  bh_fixture_pass (f, 5 * S);
  g_assert_cmpuint (syncs, >, 0);
}

static void
test_full_disk_is_said (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  struct rlimit old, tight;
  g_autoptr (BhNoteJournal) journal = NULL;
  g_autofree char *id = g_strdup (bh_contact_item_get_id (contact));

  signal (SIGXFSZ, SIG_IGN);
  fake_server_drop (f->server);
  getrlimit (RLIMIT_FSIZE, &old);
  tight = old;
  tight.rlim_cur = 10;
  setrlimit (RLIMIT_FSIZE, &tight);
  g_assert_false (bh_desk_save_note (f->desk, contact, "nobody keeps this", NULL));
  setrlimit (RLIMIT_FSIZE, &old);
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_UNSAFE);
  g_assert_nonnull (bh_contact_item_get_note_message (contact));
  /* there is room again: it is written without another key */
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_KEPT);
  bh_fixture_restart_desk (f);
  g_assert_finalize_object (f->desk);
  journal = bh_note_journal_open (f->dir, "alice", NULL);
  g_assert_cmpstr (bh_note_journal_get (journal, id, NULL), ==, "nobody keeps this");
  f->desk = bh_desk_new (fake_server_get_feed (f->server), f->clock, "en", f->dir);
}

/* Another program has the file: it is not the disk, and once that one ends the file is ours. */
static void
test_second_desktop (Fixture *f, gconstpointer data)
{
  g_autoptr (BhNoteJournal) other = NULL;
  BhContactItem *contact;

  bh_fixture_restart_desk (f);
  other = bh_note_journal_open (f->dir, "alice", NULL);
  g_assert_true (
      bh_note_journal_put (other, "elsewhere", &(BhNoteStamp){0, 1, 1}, "typed there", NULL));
  fake_server_sign_in (f->server);
  contact = talk (f);
  fake_server_drop (f->server);
  g_assert_false (bh_desk_save_note (f->desk, contact, "here", NULL));
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_UNSAFE);
  g_assert_true (g_str_has_prefix (bh_contact_item_get_note_message (contact), "Another Bellhop"));
  g_clear_object (&other);
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpint (bh_contact_item_get_note_state (contact), ==, BH_NOTE_KEPT);
  g_assert_true (bh_desk_notes_has_unsent (f->desk->notes, "elsewhere"));
}

/* A session that ended leaves the file to the program that took its place, and loses no word. */
static void
test_ended_session_lets_go (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  g_autoptr (BhNoteJournal) other = NULL;

  fake_server_lag (f->server, TRUE);
  type (f, contact, "half");
  fake_server_bye (f->server, "replaced");
  other = bh_note_journal_open (f->dir, "alice", NULL);
  g_assert_nonnull (other);
  g_assert_cmpstr (bh_note_journal_get (other, bh_contact_item_get_id (contact), NULL), ==, "half");
}

static void
test_flush (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  Outcome outcome = {FALSE, NULL};

  bh_desk_flush_notes_async (f->desk, AND_WAIT (&outcome));
  g_assert_no_error (outcome.error);
  type (f, contact, "last words");
  outcome.done = FALSE;
  bh_desk_flush_notes_async (f->desk, AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpstr (server_note (f, contact), ==, "last words");
  fake_server_drop (f->server);
  type (f, contact, "too late");
  outcome.done = FALSE;
  bh_desk_flush_notes_async (f->desk, AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_error (outcome.error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SERVER_AWAY);
  g_clear_error (&outcome.error);
}

static void
test_stays_for_a_contact_that_went (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  g_autofree char *id = g_strdup (bh_contact_item_get_id (contact));

  type (f, contact, "typed at the last moment");
  fake_world_gone (f->world, id, "not_yours", NULL);
  g_assert_null (bh_desk_find_contact (f->desk, id));
  bh_fixture_pass (f, 300 * MS);
  /* the server does not take it: it comes back on the desk instead of being lost */
  contact = bh_desk_find_contact (f->desk, id);
  g_assert_nonnull (contact);
  g_assert_cmpstr (bh_contact_item_get_note (contact), ==, "typed at the last moment");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/desktop/model/notes/" name,                                                        \
              Fixture,                                                                             \
              NULL,                                                                                \
              bh_fixture_set_up,                                                                   \
              func,                                                                                \
              bh_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("saved-within-300-ms", test_saved_within_300_ms);
  ADD ("typed-while-sending", test_typed_while_sending);
  ADD ("showing-what-came-is-not-typing", test_showing_what_came_is_not_typing);
  ADD ("kept-while-away", test_kept_while_away);
  ADD ("kept-over-a-restart-of-the-server", test_kept_over_a_restart_of_the_server);
  ADD ("comes-back-after-a-crash", test_comes_back_after_a_crash);
  ADD ("dying-desk", test_dying_desk);
  ADD ("killed-while-typing", test_killed_while_typing);
  ADD ("crash-after-the-server-saved", test_crash_after_the_server_saved);
  ADD ("contact-was-over-when-we-came-back", test_contact_was_over_when_we_came_back);
  ADD ("two-machines-at-once", test_two_machines_at_once);
  ADD ("colleague-writes-beside", test_colleague_writes_beside);
  ADD ("crash-between-save-and-reply", test_crash_between_save_and_reply);
  ADD ("edit-is-never-older", test_edit_is_never_older);
  ADD ("stale-is-merged-and-sent-again", test_stale_is_merged_and_sent_again);
  ADD ("refused-is-said-and-kept", test_refused_is_said_and_kept);
  ADD ("too-long-is-said", test_too_long_is_said);
  ADD ("no-disk-is-said", test_no_disk_is_said);
  ADD ("forced-to-disk-while-away", test_forced_to_disk_while_away);
  ADD ("forced-to-disk-control", test_forced_to_disk_control);
  ADD ("full-disk-is-said", test_full_disk_is_said);
  ADD ("second-desktop", test_second_desktop);
  ADD ("ended-session-lets-go", test_ended_session_lets_go);
  ADD ("flush", test_flush);
  ADD ("stays-for-a-contact-that-went", test_stays_for_a_contact_that_went);
  return g_test_run ();
}
