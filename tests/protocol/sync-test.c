/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/sync.h"

#include <string.h>

#include "protocol/codec.h"

/* A client's rules, with a server played by hand: each step is a frame or a time, and what the
 * rules want done then. */

#define S   G_USEC_PER_SEC
#define NOW 1000000000

typedef struct {
  BhSync *sync;
  gint64 now;
} World;

static guint
server_says (World *w, BhFrameType type, const char *epoch, gint64 seq)
{
  g_autoptr (BhFrame) frame = bh_frame_new (type);

  frame->epoch = g_strdup (epoch);
  frame->seq = seq;
  frame->at = g_strdup ("2026-11-21T14:02:11.120Z");
  return bh_sync_frame (w->sync, frame, w->now);
}

static guint
server_welcomes (World *w, const char *epoch, gboolean held, gboolean resumed)
{
  g_autoptr (BhFrame) frame = bh_frame_new (BH_FRAME_WELCOME);

  frame->epoch = g_strdup (epoch);
  frame->at = g_strdup ("2026-11-21T14:02:11.120Z");
  frame->held = held;
  frame->resumed = resumed;
  return bh_sync_frame (w->sync, frame, w->now);
}

static guint
server_says_bye (World *w, const char *code)
{
  g_autoptr (BhFrame) frame = bh_frame_new (BH_FRAME_BYE);

  frame->code = g_strdup (code);
  frame->message = g_strdup ("because");
  return bh_sync_frame (w->sync, frame, w->now);
}

static guint
after (World *w, gint64 us)
{
  w->now += us;
  return bh_sync_tick (w->sync, w->now);
}

/* The hello that would be sent now, as text. */
static char *
hello (World *w)
{
  g_autoptr (GBytes) bytes = bh_sync_make_hello (w->sync, w->now);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_strndup (data, size);
}

static void
set_up (World *w, gconstpointer data)
{
  w->now = NOW;
  w->sync = bh_sync_new ("bellhop/0.1.0", NULL, TRUE, 1);
}

static void
tear_down (World *w, gconstpointer data)
{
  g_clear_pointer (&w->sync, bh_sync_free);
}

/* Signed in, with a snapshot of two frames and one event behind it: seq 3. */
static void
go_live (World *w)
{
  g_assert_cmpuint (bh_sync_open (w->sync, w->now), ==, BH_SYNC_HELLO);
  g_assert_cmpuint (server_welcomes (w, "e1", FALSE, FALSE), ==, BH_SYNC_ASK_LOGIN);
  bh_sync_logged_in (w->sync, w->now);
  g_assert_cmpint (bh_sync_get_state (w->sync), ==, BH_SYNC_SYNCING);
  g_assert_cmpuint (server_says (w, BH_FRAME_SNAPSHOT_BEGIN, "e1", 1), ==, BH_SYNC_RESET);
  g_assert_cmpuint (server_says (w, BH_FRAME_EVENT, "e1", 2), ==, BH_SYNC_APPLY);
  g_assert_cmpuint (server_says (w, BH_FRAME_SNAPSHOT_END, "e1", 3),
                    ==,
                    BH_SYNC_COMPLETE | BH_SYNC_ACK);
  g_assert_cmpint (bh_sync_get_state (w->sync), ==, BH_SYNC_LIVE);
}

static void
test_first_time (World *w, gconstpointer data)
{
  g_autofree char *text = NULL;

  g_assert_cmpint (bh_sync_get_state (w->sync), ==, BH_SYNC_CLOSED);
  bh_sync_open (w->sync, w->now);
  text = hello (w);
  g_assert_null (strstr (text, "resume"));
  go_live (w);
  g_assert_cmpint (bh_sync_get_seq (w->sync), ==, 3);
  g_assert_cmpstr (bh_sync_get_epoch (w->sync), ==, "e1");
}

static void
test_hole_asks_to_resume (World *w, gconstpointer data)
{
  g_autofree char *text = NULL;

  go_live (w);
  g_assert_cmpuint (server_says (w, BH_FRAME_EVENT, "e1", 5), ==, BH_SYNC_HELLO);
  text = hello (w);
  g_assert_nonnull (strstr (text, "\"resume\":{\"epoch\":\"e1\",\"seq\":3}"));
  g_assert_cmpuint (server_says (w, BH_FRAME_EVENT, "e1", 6), ==, 0); /* late: not believed */
  g_assert_cmpuint (server_welcomes (w, "e1", TRUE, TRUE), ==, BH_SYNC_COMPLETE);
  g_assert_cmpuint (server_says (w, BH_FRAME_EVENT, "e1", 4), ==, BH_SYNC_APPLY);
  g_assert_cmpuint (server_says (w, BH_FRAME_EVENT, "e1", 5), ==, BH_SYNC_APPLY);
  g_assert_cmpint (bh_sync_get_seq (w->sync), ==, 5);
}

static void
test_twice_is_passed_over (World *w, gconstpointer data)
{
  go_live (w);
  g_assert_cmpuint (server_says (w, BH_FRAME_EVENT, "e1", 2), ==, 0);
  g_assert_cmpuint (server_says (w, BH_FRAME_EVENT, "e1", 3), ==, 0);
  g_assert_cmpint (bh_sync_get_state (w->sync), ==, BH_SYNC_LIVE);
}

static void
test_heartbeat_shows_a_hole (World *w, gconstpointer data)
{
  go_live (w);
  g_assert_cmpuint (server_says (w, BH_FRAME_HEARTBEAT, "e1", 3), ==, 0);
  g_assert_cmpuint (server_says (w, BH_FRAME_HEARTBEAT, "e1", 4), ==, BH_SYNC_HELLO);
}

static void
test_not_resumed_means_snapshot (World *w, gconstpointer data)
{
  go_live (w);
  server_says (w, BH_FRAME_EVENT, "e1", 9);
  g_assert_cmpuint (server_welcomes (w, "e1", TRUE, FALSE), ==, 0);
  g_assert_cmpint (bh_sync_get_state (w->sync), ==, BH_SYNC_SYNCING);
  g_assert_cmpuint (server_says (w, BH_FRAME_SNAPSHOT_BEGIN, "e1", 700), ==, BH_SYNC_RESET);
  g_assert_cmpuint (server_says (w, BH_FRAME_SNAPSHOT_END, "e1", 701),
                    ==,
                    BH_SYNC_COMPLETE | BH_SYNC_ACK);
  g_assert_cmpint (bh_sync_get_seq (w->sync), ==, 701);
}

static void
test_new_epoch_forgets (World *w, gconstpointer data)
{
  g_autofree char *text = NULL;

  go_live (w);
  g_assert_cmpuint (server_says (w, BH_FRAME_HEARTBEAT, "e2", 0), ==, BH_SYNC_HELLO);
  text = hello (w);
  g_assert_null (strstr (text, "resume")); /* another incarnation knows nothing of our place */
  g_assert_cmpuint (server_welcomes (w, "e2", FALSE, FALSE), ==, BH_SYNC_ASK_LOGIN);
}

static void
test_hello_again_waits_longer (World *w, gconstpointer data)
{
  gint64 last = 0;

  bh_sync_open (w->sync, w->now);
  for (int n = 0; n < 6; n++) {
    gint64 waited = 0;
    while ((after (w, S / 4) & BH_SYNC_HELLO) == 0)
      waited += S / 4;
    g_assert_cmpint (waited, <=, 8 * S);
    last = MAX (last, waited);
  }
  g_assert_cmpint (last, >=, 3 * S);
}

static void
test_silence_is_told_once (World *w, gconstpointer data)
{
  go_live (w);
  g_assert_cmpuint (after (w, 3 * S - 1) & BH_SYNC_SILENT, ==, 0);
  g_assert_cmpuint (after (w, 1) & (BH_SYNC_SILENT | BH_SYNC_HELLO),
                    ==,
                    BH_SYNC_SILENT | BH_SYNC_HELLO);
  g_assert_true (bh_sync_is_silent (w->sync));
  g_assert_cmpuint (after (w, S / 4) & BH_SYNC_SILENT, ==, 0);
  g_assert_cmpuint (server_welcomes (w, "e1", TRUE, TRUE), ==, BH_SYNC_HEARD | BH_SYNC_COMPLETE);
  g_assert_false (bh_sync_is_silent (w->sync));
}

static void
test_long_silence_reconnects (World *w, gconstpointer data)
{
  guint todo = 0;

  go_live (w);
  for (int n = 0; n < 14 * 4 && (todo & BH_SYNC_RECONNECT) == 0; n++)
    todo = after (w, S / 4);
  g_assert_true (todo & BH_SYNC_RECONNECT);
  g_assert_cmpint (w->now - NOW, <=, 14 * S);
}

static void
test_acks (World *w, gconstpointer data)
{
  g_autoptr (GBytes) ack = NULL;

  go_live (w);
  ack = bh_sync_make_ack (w->sync, w->now);
  for (gint64 seq = 4; seq < 103; seq++)
    g_assert_cmpuint (server_says (w, BH_FRAME_EVENT, "e1", seq), ==, BH_SYNC_APPLY);
  g_assert_cmpuint (server_says (w, BH_FRAME_EVENT, "e1", 103), ==, BH_SYNC_APPLY | BH_SYNC_ACK);
  g_clear_pointer (&ack, g_bytes_unref);
  ack = bh_sync_make_ack (w->sync, w->now);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (ack, NULL), -1, "103"));
}

static void
test_few_events_are_acked_in_time (World *w, gconstpointer data)
{
  g_autoptr (GBytes) ack = NULL;

  go_live (w);
  ack = bh_sync_make_ack (w->sync, w->now);
  server_says (w, BH_FRAME_EVENT, "e1", 4);
  g_assert_cmpuint (after (w, 2 * S - 1) & BH_SYNC_ACK, ==, 0);
  g_assert_cmpuint (after (w, 1) & BH_SYNC_ACK, ==, BH_SYNC_ACK);
}

static void
test_heartbeat_each_second (World *w, gconstpointer data)
{
  g_autoptr (GBytes) ack = NULL;

  go_live (w);
  ack = bh_sync_make_ack (w->sync, w->now);
  g_assert_cmpuint (after (w, S - 1), ==, 0);
  g_assert_cmpuint (after (w, 1), ==, BH_SYNC_HEARTBEAT);
  g_assert_cmpuint (after (w, S / 2), ==, 0);
  bh_sync_sent (w->sync, w->now); /* a request says as much */
  g_assert_cmpuint (after (w, S / 2), ==, 0);
}

static void
test_bye (World *w, gconstpointer data)
{
  static const struct {
    const char *code;
    guint todo;
    BhSyncState state;
  } rows[] = {
      {"logout", BH_SYNC_ENDED, BH_SYNC_CLOSED},
      {"expired", BH_SYNC_ENDED, BH_SYNC_CLOSED},
      {"revoked", BH_SYNC_ENDED, BH_SYNC_CLOSED},
      {"signed_out", BH_SYNC_ENDED, BH_SYNC_CLOSED},
      {"replaced", BH_SYNC_ENDED, BH_SYNC_CLOSED},
      {"version", BH_SYNC_ENDED, BH_SYNC_CLOSED},
      {"protocol", BH_SYNC_ENDED, BH_SYNC_CLOSED},
      {"lagging", BH_SYNC_ENDED | BH_SYNC_HELLO, BH_SYNC_GREETING},
      {"unknown", BH_SYNC_ENDED | BH_SYNC_HELLO, BH_SYNC_GREETING},
      {"shutdown", BH_SYNC_ENDED, BH_SYNC_GREETING},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_clear_pointer (&w->sync, bh_sync_free);
    set_up (w, NULL);
    go_live (w);
    g_assert_cmpuint (server_says_bye (w, rows[i].code), ==, rows[i].todo);
    g_assert_cmpint (bh_sync_get_state (w->sync), ==, rows[i].state);
    g_assert_cmpstr (bh_sync_get_bye (w->sync), ==, rows[i].code);
  }
}

static void
test_closed_is_closed (World *w, gconstpointer data)
{
  go_live (w);
  server_says_bye (w, "revoked");
  g_assert_cmpuint (server_says (w, BH_FRAME_EVENT, "e1", 4), ==, 0);
  g_assert_cmpuint (after (w, 60 * S), ==, 0);
}

static void
test_requests_only (World *w, gconstpointer data)
{
  g_clear_pointer (&w->sync, bh_sync_free);
  w->sync = bh_sync_new ("bellhopctl/0.1.0", NULL, FALSE, 1);
  bh_sync_open (w->sync, w->now);
  g_assert_cmpuint (server_welcomes (w, "e1", TRUE, FALSE), ==, BH_SYNC_COMPLETE);
  g_assert_cmpint (bh_sync_get_state (w->sync), ==, BH_SYNC_LIVE);
  g_assert_cmpuint (server_says (w, BH_FRAME_HEARTBEAT, "e1", 9), ==, 0); /* nothing to miss */
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*run) (World *, gconstpointer);
  } cases[] = {
      {"/protocol/sync/first-time", test_first_time},
      {"/protocol/sync/hole-asks-to-resume", test_hole_asks_to_resume},
      {"/protocol/sync/twice-is-passed-over", test_twice_is_passed_over},
      {"/protocol/sync/heartbeat-shows-a-hole", test_heartbeat_shows_a_hole},
      {"/protocol/sync/not-resumed-means-snapshot", test_not_resumed_means_snapshot},
      {"/protocol/sync/new-epoch-forgets", test_new_epoch_forgets},
      {"/protocol/sync/hello-again-waits-longer", test_hello_again_waits_longer},
      {"/protocol/sync/silence-is-told-once", test_silence_is_told_once},
      {"/protocol/sync/long-silence-reconnects", test_long_silence_reconnects},
      {"/protocol/sync/acks", test_acks},
      {"/protocol/sync/few-events-are-acked-in-time", test_few_events_are_acked_in_time},
      {"/protocol/sync/heartbeat-each-second", test_heartbeat_each_second},
      {"/protocol/sync/bye", test_bye},
      {"/protocol/sync/closed-is-closed", test_closed_is_closed},
      {"/protocol/sync/requests-only", test_requests_only},
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, World, NULL, set_up, cases[i].run, tear_down);
  return g_test_run ();
}
