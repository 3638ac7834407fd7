/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/client.h"

#include <glib/gstdio.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/client/known-servers.h"
#include "protocol/transport/curve-keys.h"
#include "tests/fakes/fake-server.h"

/* Station 10 over the real wire: CURVE, login, resume; time is made by hand, waiting is for
 * something to happen and never for time to pass. */

#define S ((gint64) G_USEC_PER_SEC)

typedef struct {
  FakeServer *server;
  FakeWorld *world;
  BhClient *client;
  BhFeed *feed;
  char *dir;
  char *known;
  gint64 now;
  gboolean accepts_key;
  guint keys_shown;
  GString *log; /* "<" snapshot begins, ">" ends, else the first letters of events */
  guint64 last_seq;
  GError *sign_in_error;
  gboolean signed_in;
  guint sign_ins_done;
  GPtrArray *replies; /* "ok" or an error's code */
  char *ended;
  char *login_failed;
} Fixture;

static gint64
get_now (gpointer data)
{
  return ((Fixture *) data)->now;
}

static void
on_event (BhFeed *feed, const char *name, guint64 seq, gint64 at, JsonObject *data, Fixture *f)
{
  g_assert_true (f->last_seq == 0 || seq == f->last_seq + 1);
  f->last_seq = seq;
  if (g_str_equal (name, "contact") || g_str_equal (name, "contact_gone"))
    g_string_append_printf (f->log, "%s ", name);
}

static void
on_begin (BhFeed *feed, gint64 at, Fixture *f)
{
  f->last_seq = 0;
  g_string_append (f->log, "< ");
}

static void
on_end (BhFeed *feed, gint64 at, Fixture *f)
{
  f->last_seq = 0; /* the mark itself has a number */
  g_string_append (f->log, "> ");
}

static void
on_server_key (BhFeed *feed, const char *server, const char *fingerprint, Fixture *f)
{
  g_autofree char *expected = bh_curve_fingerprint (fake_server_get_key (f->server));

  g_assert_cmpstr (fingerprint, ==, expected);
  f->keys_shown++;
  bh_feed_confirm_key (feed, f->accepts_key);
}

static void
on_ended (BhFeed *feed, const char *code, const char *message, Fixture *f)
{
  g_free (f->ended);
  f->ended = g_strdup (code);
}

static void
on_login_failed (BhFeed *feed, GError *error, Fixture *f)
{
  g_free (f->login_failed);
  f->login_failed = g_strdup (bh_client_error_code_to_string ((BhClientErrorCode) error->code));
}

static void
make_client (Fixture *f)
{
  BhClientSettings settings = {
      .locale = "en",
      .known_servers = f->known,
      .monotonic = get_now,
      .monotonic_data = f,
      .seed = 7,
  };

  f->client = bh_client_new (&settings);
  f->feed = BH_FEED (f->client);
  g_signal_connect (f->feed, "event", G_CALLBACK (on_event), f);
  g_signal_connect (f->feed, "snapshot-begin", G_CALLBACK (on_begin), f);
  g_signal_connect (f->feed, "snapshot-end", G_CALLBACK (on_end), f);
  g_signal_connect (f->feed, "server-key", G_CALLBACK (on_server_key), f);
  g_signal_connect (f->feed, "ended", G_CALLBACK (on_ended), f);
  g_signal_connect (f->feed, "login-failed", G_CALLBACK (on_login_failed), f);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->server = fake_server_new_wire ();
  f->world = fake_server_get_world (f->server);
  f->dir = g_dir_make_tmp ("bellhop-client-XXXXXX", NULL);
  f->known = g_build_filename (f->dir, "known-servers", NULL);
  f->now = 1000 * S;
  f->accepts_key = TRUE;
  f->log = g_string_new (NULL);
  f->replies = g_ptr_array_new_with_free_func (g_free);
  make_client (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->client);
  fake_server_free (f->server);
  g_remove (f->known);
  g_rmdir (f->dir);
  g_clear_error (&f->sign_in_error);
  g_free (f->ended);
  g_free (f->login_failed);
  g_free (f->known);
  g_free (f->dir);
  g_string_free (f->log, TRUE);
  g_ptr_array_unref (f->replies);
}

/* Turns the loop until @condition; a watchdog of real time ends a test that would hang. */
#define until(condition)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 until_end = g_get_monotonic_time () + 20 * S;                                           \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, until_end);                                     \
      g_main_context_iteration (NULL, TRUE);                                                       \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

/* A timer, so that a blocking turn of the loop ends now and then. */
static gboolean
on_beat (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
pass (Fixture *f, gint64 us)
{
  f->now += us;
  fake_world_pass (f->world, us);
  bh_client_tick (f->client);
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;

  g_clear_error (&f->sign_in_error);
  f->signed_in = bh_feed_sign_in_finish (BH_FEED (source), result, &f->sign_in_error);
  f->sign_ins_done++;
}

static void
start_sign_in (Fixture *f, const char *password)
{
  BhSignIn sign_in = {
      .server = fake_server_get_endpoint (f->server),
      .user = "alice",
      .password = password,
      .device = "1001",
  };

  bh_feed_sign_in_async (f->feed, &sign_in, NULL, on_signed_in, f);
}

static void
sign_in (Fixture *f)
{
  guint before = f->sign_ins_done;

  start_sign_in (f, "secret");
  until (f->sign_ins_done > before);
  g_assert_no_error (f->sign_in_error);
  g_assert_true (f->signed_in);
}

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_feed_request_finish (BH_FEED (source), result, &error);

  g_ptr_array_add (
      f->replies,
      g_strdup (reply ? "ok" : bh_client_error_code_to_string ((BhClientErrorCode) error->code)));
}

static void
ask (Fixture *f, const char *op, const char *contact)
{
  g_autoptr (JsonObject) args = json_object_new ();

  if (contact)
    json_object_set_string_member (args, "contact", contact);
  bh_feed_request_async (f->feed, op, args, NULL, on_reply, f);
}

static gboolean
is_state (Fixture *f, BhFeedState state)
{
  return bh_feed_get_state (f->feed) == state;
}

static gboolean
has_logged (Fixture *f, const char *text)
{
  return strstr (f->log->str, text) != NULL;
}

static void
test_sign_in (Fixture *f, gconstpointer data)
{
  g_assert_true (is_state (f, BH_FEED_OFFLINE));
  sign_in (f);
  g_assert_true (is_state (f, BH_FEED_LIVE));
  g_assert_cmpstr (f->log->str, ==, "< > ");
  g_assert_cmpint (bh_feed_get_complete_until (f->feed), ==, FAKE_WORLD_START_US);
  g_assert_cmpint (bh_feed_get_away_since (f->feed), ==, 0);
  g_assert_cmpstr (bh_json_string (fake_server_get_last (f->server, "login"), "device"),
                   ==,
                   "1001");
}

static void
test_key_is_pinned (Fixture *f, gconstpointer data)
{
  g_autoptr (BhKnownServers) known = bh_known_servers_new (f->known);
  g_autofree char *key = NULL;
  GStatBuf info;

  sign_in (f);
  g_assert_cmpuint (f->keys_shown, ==, 1);
  key = bh_known_servers_find (known, fake_server_get_endpoint (f->server) + strlen ("tcp://"));
  g_assert_cmpstr (key, ==, fake_server_get_key (f->server));
  g_assert_cmpint (g_stat (f->known, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  bh_feed_sign_out (f->feed);
  sign_in (f);
  g_assert_cmpuint (f->keys_shown, ==, 1);
}

static void
test_key_not_confirmed (Fixture *f, gconstpointer data)
{
  f->accepts_key = FALSE;
  start_sign_in (f, "secret");
  until (f->sign_ins_done == 1);
  g_assert_error (f->sign_in_error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SERVER_KEY);
  g_assert_true (is_state (f, BH_FEED_OFFLINE));
  g_assert_cmpuint (fake_server_count (f->server, "login"), ==, 0);
  g_assert_false (g_file_test (f->known, G_FILE_TEST_EXISTS));
}

static void
test_changed_key_is_refused (Fixture *f, gconstpointer data)
{
  sign_in (f);
  bh_feed_sign_out (f->feed);
  fake_server_change_key (f->server);
  start_sign_in (f, "secret");
  until (f->sign_ins_done == 2);
  g_assert_error (f->sign_in_error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SERVER_KEY);
  g_assert_nonnull (strstr (f->sign_in_error->message, f->known));
  g_assert_cmpuint (f->keys_shown, ==, 1);
  g_assert_cmpuint (fake_server_count (f->server, "login"), ==, 1);
}

static void
test_wrong_password (Fixture *f, gconstpointer data)
{
  start_sign_in (f, "wrong");
  until (f->sign_ins_done == 1);
  g_assert_error (f->sign_in_error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_BAD_CREDENTIALS);
  g_assert_true (is_state (f, BH_FEED_OFFLINE));
  sign_in (f);
}

static void
test_too_many_tries_says_how_long (Fixture *f, gconstpointer data)
{
  fake_server_refuse_sign_in (f->server, "too_many_tries", 8);
  start_sign_in (f, "secret");
  until (f->sign_ins_done == 1);
  g_assert_error (f->sign_in_error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_TOO_MANY_TRIES);
  g_assert_cmpint (bh_json_int (bh_client_error_get_detail (f->sign_in_error), "retry_after_s", 0),
                   ==,
                   8);
}

static void
test_nobody_answers (Fixture *f, gconstpointer data)
{
  fake_server_drop (f->server);
  start_sign_in (f, "secret");
  until (f->keys_shown == 1);
  pass (f, 4 * S);
  until (f->sign_ins_done == 1);
  g_assert_error (f->sign_in_error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SERVER_AWAY);
}

static void
test_nobody_is_there (Fixture *f, gconstpointer data)
{
  BhSignIn nowhere = {.server = "127.0.0.1:1", .user = "alice", .password = "secret"};

  bh_feed_sign_in_async (f->feed, &nowhere, NULL, on_signed_in, f);
  g_assert_true (is_state (f, BH_FEED_CONNECTING));
  pass (f, 4 * S);
  until (f->sign_ins_done == 1);
  g_assert_error (f->sign_in_error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SERVER_AWAY);
  g_assert_nonnull (strstr (f->sign_in_error->message, "127.0.0.1:1"));
}

static void
test_bad_address (Fixture *f, gconstpointer data)
{
  BhSignIn bad = {.server = "no such/host", .user = "alice", .password = "secret"};

  bh_feed_sign_in_async (f->feed, &bad, NULL, on_signed_in, f);
  until (f->sign_ins_done == 1);
  g_assert_error (f->sign_in_error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SERVER_ADDRESS);
}

static void
test_request (Fixture *f, gconstpointer data)
{
  const char *contact;

  sign_in (f);
  contact = fake_world_offered (f->world, "+8613800138000", "Zhang San", "support");
  ask (f, "call.answer", contact);
  ask (f, "call.answer", "no such contact");
  until (f->replies->len == 2);
  g_assert_cmpstr (g_ptr_array_index (f->replies, 0), ==, "ok");
  g_assert_cmpstr (g_ptr_array_index (f->replies, 1), ==, "not_found");
  g_assert_true (has_logged (f, "contact contact "));
}

static void
test_request_before_sign_in (Fixture *f, gconstpointer data)
{
  ask (f, "state.keep", NULL);
  until (f->replies->len == 1);
  g_assert_cmpstr (g_ptr_array_index (f->replies, 0), ==, "not_logged_in");
}

static void
test_silence_is_away_and_resume_fills_the_hole (Fixture *f, gconstpointer data)
{
  sign_in (f);
  fake_server_drop (f->server);
  fake_world_offered (f->world, "+8613800138000", "Zhang San", "support");
  pass (f, 2 * S);
  g_assert_true (is_state (f, BH_FEED_LIVE));
  pass (f, 2 * S);
  g_assert_true (is_state (f, BH_FEED_AWAY));
  /* since the last sign of life, not since somebody noticed */
  g_assert_cmpint (bh_feed_get_away_since (f->feed), ==, FAKE_WORLD_START_US);
  fake_server_return (f->server);
  pass (f, 2 * S); /* the next hello is due */
  until (is_state (f, BH_FEED_LIVE) && has_logged (f, "contact"));
  g_assert_cmpstr (f->log->str, ==, "< > contact ");
  g_assert_cmpint (bh_feed_get_away_since (f->feed), ==, 0);
}

static void
test_lost_event_is_asked_for (Fixture *f, gconstpointer data)
{
  sign_in (f);
  fake_server_lose_next (f->server);
  fake_world_offered (f->world, "+8613800138000", "Lost", "support");
  fake_world_offered (f->world, "+8613800138001", "Seen", "support");
  until (has_logged (f, "contact contact"));
  g_assert_cmpstr (f->log->str, ==, "< > contact contact ");
  g_assert_true (is_state (f, BH_FEED_LIVE));
}

static void
test_heartbeat_shows_a_hole (Fixture *f, gconstpointer data)
{
  sign_in (f);
  fake_server_lose_next (f->server);
  fake_world_offered (f->world, "+8613800138000", "Lost", "support");
  fake_server_heartbeat (f->server);
  until (has_logged (f, "contact"));
  g_assert_true (is_state (f, BH_FEED_LIVE));
}

static void
test_restarted_server_is_logged_in_to_by_ticket (Fixture *f, gconstpointer data)
{
  sign_in (f);
  fake_world_offered (f->world, "+8613800138000", "Zhang San", "support");
  until (has_logged (f, "contact"));
  fake_server_restart (f->server);
  pass (f, 4 * S);
  until (fake_server_count (f->server, "login") == 2 && is_state (f, BH_FEED_LIVE));
  g_assert_cmpstr (f->log->str, ==, "< > contact < contact > ");
  g_assert_cmpstr (bh_json_string (fake_server_get_last (f->server, "login"), "ticket"),
                   ==,
                   "ticket-1");
  g_assert_null (bh_json_string (fake_server_get_last (f->server, "login"), "password"));
}

static void
test_worthless_ticket_falls_back_to_the_password (Fixture *f, gconstpointer data)
{
  sign_in (f);
  fake_server_fail_next (f->server, "login", "bad_credentials", "This ticket is void.");
  fake_server_restart (f->server);
  pass (f, 4 * S);
  until (fake_server_count (f->server, "login") == 3 && is_state (f, BH_FEED_LIVE));
  g_assert_cmpstr (bh_json_string (fake_server_get_last (f->server, "login"), "password"),
                   ==,
                   "secret");
}

static void
test_refused_again_is_told (Fixture *f, gconstpointer data)
{
  sign_in (f);
  fake_server_refuse_sign_in (f->server, "bad_credentials", 0);
  fake_server_restart (f->server);
  pass (f, 4 * S);
  until (f->login_failed != NULL);
  g_assert_cmpstr (f->login_failed, ==, "bad_credentials");
  g_assert_true (is_state (f, BH_FEED_OFFLINE));
}

static void
test_store_away_is_tried_again (Fixture *f, gconstpointer data)
{
  sign_in (f);
  fake_server_refuse_sign_in (f->server, "store_away", 0);
  fake_server_restart (f->server);
  pass (f, 4 * S);
  until (fake_server_count (f->server, "login") == 3);
  fake_server_refuse_sign_in (f->server, NULL, 0);
  until (is_state (f, BH_FEED_LOGIN));
  g_assert_null (f->login_failed);
  /* the reply may still be on its way: the retry is counted from it */
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  pass (f, 3 * S);
  until (is_state (f, BH_FEED_LIVE));
}

static void
test_request_over_a_cut_is_done_once (Fixture *f, gconstpointer data)
{
  const char *contact;

  sign_in (f);
  contact = fake_world_offered (f->world, "+8613800138000", "Zhang San", "support");
  fake_server_lag (f->server, TRUE); /* done, but the reply is lost in the cut */
  ask (f, "call.answer", contact);
  until (fake_server_count (f->server, "call.answer") == 1);
  fake_server_drop (f->server);
  fake_server_lag (f->server, FALSE);
  pass (f, 4 * S);
  g_assert_true (is_state (f, BH_FEED_AWAY));
  g_assert_cmpuint (f->replies->len, ==, 0);
  fake_server_return (f->server);
  pass (f, 2 * S);
  until (f->replies->len == 1);
  g_assert_cmpstr (g_ptr_array_index (f->replies, 0), ==, "ok");
  g_assert_cmpuint (fake_server_count (f->server, "call.answer"), ==, 1);
}

static void
test_request_over_a_restart_is_not_repeated (Fixture *f, gconstpointer data)
{
  const char *contact;

  sign_in (f);
  contact = fake_world_offered (f->world, "+8613800138000", "Zhang San", "support");
  fake_server_lag (f->server, TRUE);
  ask (f, "call.answer", contact);
  until (fake_server_count (f->server, "call.answer") == 1);
  fake_server_restart (f->server);
  fake_server_lag (f->server, FALSE);
  pass (f, 4 * S);
  until (f->replies->len == 1);
  g_assert_cmpstr (g_ptr_array_index (f->replies, 0), ==, "server_away");
  g_assert_cmpuint (fake_server_count (f->server, "call.answer"), ==, 1);
}

static void
test_request_times_out (Fixture *f, gconstpointer data)
{
  sign_in (f);
  fake_server_lag (f->server, TRUE);
  ask (f, "state.keep", NULL);
  until (fake_server_count (f->server, "state.keep") == 1);
  pass (f, 11 * S);
  g_assert_cmpuint (f->replies->len, ==, 0);
  pass (f, 2 * S);
  until (f->replies->len == 1);
  g_assert_cmpstr (g_ptr_array_index (f->replies, 0), ==, "server_away");
}

/* The line is fine, only this answer does not come. */
static void
test_request_times_out_on_a_good_line (Fixture *f, gconstpointer data)
{
  const char *contact;

  sign_in (f);
  contact = fake_world_offered (f->world, "+8613800138000", "Zhang San", "support");
  fake_server_lag (f->server, TRUE);
  ask (f, "state.keep", NULL);
  until (fake_server_count (f->server, "state.keep") == 1);
  for (guint i = 0; i < 6; i++) {
    pass (f, 2 * S);
    g_string_truncate (f->log, 0);
    fake_world_talking (f->world, contact); /* a sign of life */
    until (has_logged (f, "contact"));
    g_assert_true (is_state (f, BH_FEED_LIVE));
  }
  pass (f, 1 * S);
  until (f->replies->len == 1);
  g_assert_cmpstr (g_ptr_array_index (f->replies, 0), ==, "timeout");
}

static void
test_bye_ends_the_session (Fixture *f, gconstpointer code)
{
  sign_in (f);
  fake_server_bye (f->server, code);
  until (f->ended != NULL);
  g_assert_cmpstr (f->ended, ==, code);
  g_assert_true (is_state (f, BH_FEED_OFFLINE));
  sign_in (f);
}

static void
test_bye_lagging_begins_anew (Fixture *f, gconstpointer data)
{
  sign_in (f);
  fake_server_bye (f->server, "lagging");
  until (has_logged (f, "< > < > ") && is_state (f, BH_FEED_LIVE));
  g_assert_null (f->ended);
}

static void
test_bye_shutdown_is_away (Fixture *f, gconstpointer data)
{
  sign_in (f);
  fake_server_bye (f->server, "shutdown");
  until (is_state (f, BH_FEED_AWAY));
  g_assert_null (f->ended);
  pass (f, 2 * S);
  until (is_state (f, BH_FEED_LIVE));
}

static void
test_sign_out_logs_out (Fixture *f, gconstpointer data)
{
  sign_in (f);
  bh_feed_sign_out (f->feed);
  g_assert_true (is_state (f, BH_FEED_OFFLINE));
  until (fake_server_count (f->server, "logout") == 1);
}

static void
test_second_sign_in_is_busy (Fixture *f, gconstpointer data)
{
  start_sign_in (f, "secret");
  start_sign_in (f, "secret");
  until (f->sign_ins_done == 1);
  g_assert_error (f->sign_in_error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_BUSY);
  until (f->sign_ins_done == 2);
  g_assert_true (f->signed_in);
}

static void
test_dies_in_the_middle (Fixture *f, gconstpointer data)
{
  sign_in (f);
  ask (f, "state.keep", NULL);
  bh_feed_sign_out (f->feed);
  until (f->replies->len == 1);
  g_assert_cmpstr (g_ptr_array_index (f->replies, 0), ==, "not_logged_in");
  start_sign_in (f, "secret");
  bh_feed_sign_out (f->feed);
  until (f->sign_ins_done == 2);
  g_assert_error (f->sign_in_error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_NOT_LOGGED_IN);
}

#define ADD(name, func) g_test_add ("/desktop/client/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_timeout_add (20, on_beat, NULL);
  ADD ("sign-in", test_sign_in);
  ADD ("key/is-pinned", test_key_is_pinned);
  ADD ("key/not-confirmed", test_key_not_confirmed);
  ADD ("key/changed-is-refused", test_changed_key_is_refused);
  ADD ("sign-in/wrong-password", test_wrong_password);
  ADD ("sign-in/too-many-tries-says-how-long", test_too_many_tries_says_how_long);
  ADD ("sign-in/nobody-answers", test_nobody_answers);
  ADD ("sign-in/nobody-is-there", test_nobody_is_there);
  ADD ("sign-in/bad-address", test_bad_address);
  ADD ("sign-in/second-is-busy", test_second_sign_in_is_busy);
  ADD ("request", test_request);
  ADD ("request/before-sign-in", test_request_before_sign_in);
  ADD ("request/over-a-cut-is-done-once", test_request_over_a_cut_is_done_once);
  ADD ("request/over-a-restart-is-not-repeated", test_request_over_a_restart_is_not_repeated);
  ADD ("request/times-out", test_request_times_out);
  ADD ("request/times-out-on-a-good-line", test_request_times_out_on_a_good_line);
  ADD ("silence-is-away-and-resume-fills-the-hole", test_silence_is_away_and_resume_fills_the_hole);
  ADD ("lost-event-is-asked-for", test_lost_event_is_asked_for);
  ADD ("heartbeat-shows-a-hole", test_heartbeat_shows_a_hole);
  ADD ("restart/by-ticket", test_restarted_server_is_logged_in_to_by_ticket);
  ADD ("restart/worthless-ticket", test_worthless_ticket_falls_back_to_the_password);
  ADD ("restart/refused-again-is-told", test_refused_again_is_told);
  ADD ("restart/store-away-is-tried-again", test_store_away_is_tried_again);
  g_test_add ("/desktop/client/bye/revoked",
              Fixture,
              "revoked",
              set_up,
              test_bye_ends_the_session,
              tear_down);
  g_test_add ("/desktop/client/bye/replaced",
              Fixture,
              "replaced",
              set_up,
              test_bye_ends_the_session,
              tear_down);
  ADD ("bye/lagging-begins-anew", test_bye_lagging_begins_anew);
  ADD ("bye/shutdown-is-away", test_bye_shutdown_is_away);
  ADD ("sign-out-logs-out", test_sign_out_logs_out);
  ADD ("dies-in-the-middle", test_dies_in_the_middle);
  return g_test_run ();
}
