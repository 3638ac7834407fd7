/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <zmq.h>

#include "tests/bus/door-world.h"

/* Sessions through the door: login, snapshot, events, resume, silence, lag. */

static void
assert_log (BhDoorWorld *world, const char *expected)
{
  g_autofree char *log = bh_door_world_log (world);

  g_assert_cmpstr (log, ==, expected);
}

static void
assert_error (BhDoorClient *client, const char *id, const char *code)
{
  g_autoptr (BhFrame) reply = bh_door_client_take (client, BH_FRAME_REPLY);

  g_assert_false (reply->ok);
  g_assert_cmpstr (reply->code, ==, code);
  g_assert_cmpstr (reply->id, ==, id);
}

static void
assert_bye (BhDoorClient *client, const char *code)
{
  g_autoptr (BhFrame) bye = bh_door_client_find (client, BH_FRAME_BYE);

  g_assert_cmpstr (bye->code, ==, code);
}

/* The next events carry these numbers, from @seq on. */
static void
assert_events (BhDoorClient *client, gint64 seq, guint first, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (BhFrame) event = bh_door_client_take (client, BH_FRAME_EVENT);
    JsonObject *data = json_node_get_object (event->data);
    g_assert_cmpint (event->seq, ==, seq + i);
    g_assert_cmpint (json_object_get_int_member (data, "n"), ==, first + i);
  }
}

static void
test_welcome (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autoptr (BhFrame) welcome = NULL;

  bh_door_client_hello (client, NULL, 0);
  welcome = bh_door_client_take (client, BH_FRAME_WELCOME);
  g_assert_false (welcome->held);
  g_assert_false (welcome->resumed);
  g_assert_cmpint (welcome->version, ==, 1);
  g_assert_cmpstr (welcome->epoch, ==, bh_session_door_get_epoch (world->door));
  g_assert_cmpstr (welcome->at, ==, "2026-11-21T21:36:40.000Z");
  g_assert_cmpint (welcome->heartbeat_ms, ==, 1000);
}

static void
test_version (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  static const char hello[] = "{\"type\":\"hello\",\"versions\":[2,3],\"client\":\"new/9\"}";

  bh_door_client_send_text (client, hello, strlen (hello));
  assert_bye (client, "version");
}

static void
test_login (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  gint64 end;

  bh_door_client_log_in (client, "alice");
  end = bh_door_client_take_snapshot (client);
  g_assert_cmpint (end, ==, 6); /* begin, setup, three contacts, end */
  bh_door_world_event (world, "alice", 7);
  bh_door_world_event (world, "alice", 8);
  assert_events (client, 7, 7, 2);
  g_assert_true (bh_door_client_is_quiet (client));
  assert_log (world, "opened alice");
}

static void
test_wrong_password (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  const char *names[] = {"alice", "nobody"};
  g_autofree char *words = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (BhDoorClient) client = bh_door_client_new (world);
    g_autoptr (BhFrame) reply = NULL;
    g_autofree char *id = NULL;
    bh_door_client_hello (client, NULL, 0);
    bh_frame_free (bh_door_client_take (client, BH_FRAME_WELCOME));
    id = bh_door_client_ask_login (client, names[i], "wrong", NULL);
    /* Not before its beat: the clock stands still. */
    g_assert_true (bh_door_client_is_quiet (client));
    bh_door_world_pass (world, 500);
    reply = bh_door_client_take (client, BH_FRAME_REPLY);
    g_assert_cmpstr (reply->code, ==, "bad_credentials");
    g_assert_cmpstr (reply->id, ==, id);
    if (words == NULL)
      words = g_strdup (reply->message);
    g_assert_cmpstr (reply->message, ==, words);
  }
  assert_log (world, "");
}

static void
test_throttled (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autofree char *id = NULL;
  g_autoptr (BhFrame) reply = NULL;

  bh_door_client_hello (client, NULL, 0);
  bh_frame_free (bh_door_client_take (client, BH_FRAME_WELCOME));
  g_free (bh_door_client_ask_login (client, "alice", "wrong", NULL));
  g_assert_true (bh_door_client_is_quiet (client));
  id = bh_door_client_ask_login (client, "alice", "right", NULL);
  reply = bh_door_client_take (client, BH_FRAME_REPLY);
  g_assert_cmpstr (reply->code, ==, "too_many_tries");
  g_assert_cmpint (json_object_get_int_member (reply->detail, "retry_after_s"), ==, 1);
  g_assert_cmpuint (world->verifications, ==, 1);
  bh_door_world_pass (world, 1000);
  bh_frame_free (g_steal_pointer (&reply));
  reply = bh_door_client_find (client, BH_FRAME_REPLY);
  g_assert_cmpstr (reply->code, ==, "bad_credentials");
  /* The very same id may try again: nothing was done. */
  client->next_id--;
  g_free (bh_door_client_ask_login (client, "alice", "right", NULL));
  bh_frame_free (g_steal_pointer (&reply));
  reply = bh_door_client_find (client, BH_FRAME_REPLY);
  g_assert_cmpstr (reply->id, ==, id);
  g_assert_true (reply->ok);
}

static void
test_store_away (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autofree char *id = NULL, *again = NULL;

  bh_door_client_hello (client, NULL, 0);
  bh_frame_free (bh_door_client_take (client, BH_FRAME_WELCOME));
  world->login_error = "store_away";
  id = bh_door_client_ask_login (client, "alice", "right", NULL);
  assert_error (client, id, "store_away");
  /* No fault of the person's: no wait. */
  world->login_error = NULL;
  again = bh_door_client_ask_login (client, "alice", "right", NULL);
  bh_frame_free (bh_door_client_take (client, BH_FRAME_REPLY));
  bh_door_client_take_snapshot (client);
}

static void
test_before_login (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autofree char *id = NULL;

  id = bh_door_client_request (client, "state.keep", NULL);
  assert_bye (client, "unknown");
  g_free (id);
  bh_door_client_hello (client, NULL, 0);
  bh_frame_free (bh_door_client_take (client, BH_FRAME_WELCOME));
  id = bh_door_client_request (client, "state.keep", NULL);
  assert_error (client, id, "not_logged_in");
  assert_log (world, "");
}

static void
test_logout (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autofree char *id = NULL;
  g_autoptr (BhFrame) reply = NULL;
  g_autoptr (BhFrame) welcome = NULL;

  bh_door_client_log_in (client, "alice");
  bh_door_client_take_snapshot (client);
  id = bh_door_client_request (client, "logout", NULL);
  reply = bh_door_client_take (client, BH_FRAME_REPLY);
  g_assert_true (reply->ok);
  assert_bye (client, "logout");
  assert_log (world, "opened alice\ngone alice logout");
  bh_door_client_hello (client, NULL, 0);
  welcome = bh_door_client_take (client, BH_FRAME_WELCOME);
  g_assert_false (welcome->held);
}

static void
test_held_key (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autoptr (BhFrame) welcome = NULL;

  bh_door_client_log_in (client, "alice");
  bh_door_client_take_snapshot (client);
  client = bh_door_client_again (g_steal_pointer (&client));
  bh_door_client_hello (client, NULL, 0);
  welcome = bh_door_client_take (client, BH_FRAME_WELCOME);
  g_assert_true (welcome->held);
  g_assert_false (welcome->resumed);
  bh_door_client_take_snapshot (client);
  assert_log (world, "opened alice");
}

static void
test_resume (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autoptr (BhFrame) welcome = NULL;
  const char *epoch = bh_session_door_get_epoch (world->door);
  gint64 end;

  bh_door_client_log_in (client, "alice");
  end = bh_door_client_take_snapshot (client);
  for (guint i = 0; i < 100; i++)
    bh_door_world_event (world, "alice", i);
  assert_events (client, end + 1, 0, 37);
  /* Cut in mid-stream; what happens meanwhile is kept. */
  client = bh_door_client_again (g_steal_pointer (&client));
  for (guint i = 100; i < 300; i++)
    bh_door_world_event (world, "alice", i);
  bh_door_client_hello (client, epoch, end + 37);
  welcome = bh_door_client_take (client, BH_FRAME_WELCOME);
  g_assert_true (welcome->held);
  g_assert_true (welcome->resumed);
  assert_events (client, end + 38, 37, 263);
  g_assert_true (bh_door_client_is_quiet (client));
  g_assert_cmpuint (world->snapshots, ==, 1);
}

static void
test_resume_in_snapshot (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autoptr (BhFrame) begin = NULL;
  g_autoptr (BhFrame) welcome = NULL;
  g_autoptr (BhFrame) end = NULL;
  const char *epoch = bh_session_door_get_epoch (world->door);

  world->snapshot_size = 50;
  bh_door_client_log_in (client, "alice");
  begin = bh_door_client_take (client, BH_FRAME_SNAPSHOT_BEGIN);
  bh_frame_free (bh_door_client_take (client, BH_FRAME_EVENT));
  client = bh_door_client_again (g_steal_pointer (&client));
  bh_door_client_hello (client, epoch, begin->seq + 1);
  welcome = bh_door_client_take (client, BH_FRAME_WELCOME);
  g_assert_true (welcome->resumed);
  assert_events (client, begin->seq + 2, 0, 50);
  end = bh_door_client_take (client, BH_FRAME_SNAPSHOT_END);
  g_assert_cmpint (end->seq, ==, begin->seq + 52);
}

static void
test_resume_acked_away (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autoptr (BhFrame) welcome = NULL;
  const char *epoch = bh_session_door_get_epoch (world->door);
  gint64 end;

  bh_door_client_log_in (client, "alice");
  end = bh_door_client_take_snapshot (client);
  bh_door_client_send (client, bh_codec_ack (end));
  /* What was acked is forgotten: from before it only a snapshot helps. */
  bh_door_client_hello (client, epoch, end - 2);
  welcome = bh_door_client_take (client, BH_FRAME_WELCOME);
  g_assert_true (welcome->held);
  g_assert_false (welcome->resumed);
  bh_door_client_take_snapshot (client);
  g_assert_cmpuint (bh_door_world_metrics (world).resumes_missed, ==, 1);
}

static void
test_resume_other_epoch (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autoptr (BhFrame) welcome = NULL;

  bh_door_client_log_in (client, "alice");
  bh_door_client_take_snapshot (client);
  bh_door_client_hello (client, "another-epoch", 3);
  welcome = bh_door_client_take (client, BH_FRAME_WELCOME);
  g_assert_false (welcome->resumed);
  bh_door_client_take_snapshot (client);
}

static void
test_resume_future (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autoptr (BhFrame) welcome = NULL;

  bh_door_client_log_in (client, "alice");
  bh_door_client_take_snapshot (client);
  bh_door_client_hello (client, bh_session_door_get_epoch (world->door), G_MAXINT64);
  welcome = bh_door_client_take (client, BH_FRAME_WELCOME);
  g_assert_false (welcome->resumed);
}

static void
ring_of_ten (BhSessionDoorSettings *settings)
{
  settings->ring_events = 10;
}

static void
test_ring_bounded (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (ring_of_ten);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autoptr (BhFrame) welcome = NULL;
  gint64 end;

  bh_door_client_log_in (client, "alice");
  end = bh_door_client_take_snapshot (client);
  bh_door_client_send (client, bh_codec_ack (end));
  g_assert_true (bh_door_client_is_quiet (client));
  bh_door_world_pass (world, 3000); /* away: only the ring grows */
  for (guint i = 0; i < 11; i++)
    bh_door_world_event (world, "alice", i);
  bh_door_client_drain (client);
  bh_door_client_hello (client, bh_session_door_get_epoch (world->door), end);
  welcome = bh_door_client_find (client, BH_FRAME_WELCOME);
  g_assert_false (welcome->resumed);
  bh_door_client_take_snapshot (client);
}

static void
test_stream_refused (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  bh_door_client_send (client, bh_codec_hello ("ctl/1", NULL, FALSE, NULL, 0));
  bh_frame_free (bh_door_client_take (client, BH_FRAME_WELCOME));
  g_free (bh_door_client_ask_login (client, "alice", "right", NULL));
  bh_frame_free (bh_door_client_take (client, BH_FRAME_REPLY));
  bh_door_world_event (world, "alice", 1);
  g_assert_true (bh_door_client_is_quiet (client));
  g_assert_cmpuint (world->snapshots, ==, 0);
}

static void
test_heartbeat (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autoptr (BhFrame) beat = NULL;
  gint64 end;

  bh_door_client_log_in (client, "alice");
  end = bh_door_client_take_snapshot (client);
  bh_door_world_pass (world, 900);
  g_assert_true (bh_door_client_is_quiet (client));
  bh_door_world_pass (world, 1000);
  beat = bh_door_client_take (client, BH_FRAME_HEARTBEAT);
  g_assert_cmpint (beat->seq, ==, end);
  g_assert_cmpstr (beat->epoch, ==, bh_session_door_get_epoch (world->door));
}

static void
test_away_and_back (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  gint64 end;

  bh_door_client_log_in (client, "alice");
  end = bh_door_client_take_snapshot (client);
  bh_door_world_pass (world, 2900);
  assert_log (world, "opened alice");
  bh_door_world_pass (world, 100);
  assert_log (world, "away alice");
  bh_door_world_event (world, "alice", 5); /* kept, not sent */
  bh_door_client_drain (client);
  bh_door_client_send (client, bh_codec_client_heartbeat ());
  bh_door_client_send (client, bh_codec_ack (end));
  g_free (bh_door_client_request (client, "no.such.op", NULL));
  bh_frame_free (bh_door_client_find (client, BH_FRAME_EVENT));
  assert_log (world, "back alice");
}

static void
test_gone_after_grace (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  bh_door_client_log_in (client, "alice");
  bh_door_client_take_snapshot (client);
  bh_door_world_pass (world, 59900);
  assert_log (world, "opened alice\naway alice");
  bh_door_world_pass (world, 100);
  assert_log (world, "gone alice silence");
  bh_door_client_drain (client);
  bh_door_client_send (client, bh_codec_client_heartbeat ());
  assert_bye (client, "unknown");
}

static void
test_expired (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  world->expires_us = world->now + WORLD_WALL + 2 * G_USEC_PER_SEC;
  bh_door_client_log_in (client, "alice");
  bh_door_client_take_snapshot (client);
  bh_door_world_pass (world, 2000);
  assert_bye (client, "expired");
  assert_log (world, "opened alice\ngone alice expired");
}

static void
test_revoked (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  bh_door_client_log_in (client, "alice");
  bh_door_client_take_snapshot (client);
  g_assert_cmpuint (bh_session_door_revoke (world->door, "bob", "revoked", "No more."), ==, 0);
  g_assert_cmpuint (bh_session_door_revoke (world->door, "alice", "revoked", "No more."), ==, 1);
  assert_bye (client, "revoked");
  g_free (bh_door_world_log (world)); /* what came before does not count */
  world->out->funcs->close (world->out, "no-such-session", "revoked", "No more.");
}

static void
log_in_at (BhDoorClient *client, const char *program, const char *user, const char *device)
{
  bh_door_client_send (client, bh_codec_hello (program, NULL, TRUE, NULL, 0));
  bh_frame_free (bh_door_client_take (client, BH_FRAME_WELCOME));
  g_free (bh_door_client_ask_login (client, user, "right", device));
  bh_frame_free (bh_door_client_take (client, BH_FRAME_REPLY));
  bh_door_client_take_snapshot (client);
}

static void
test_replaced (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) desk = bh_door_client_new (world);
  g_autoptr (BhDoorClient) board = bh_door_client_new (world);
  g_autoptr (BhDoorClient) other_desk = bh_door_client_new (world);
  g_autoptr (BhDoorClient) other_board = bh_door_client_new (world);

  log_in_at (desk, "bellhop/0.1", "alice", "1001");
  log_in_at (board, "bellhop-wallboard/0.1", "alice", NULL);
  assert_log (world, "opened alice\nopened alice");
  log_in_at (other_desk, "another/2", "alice", "1002");
  assert_bye (desk, "replaced");
  assert_log (world, "gone alice replaced\nopened alice");
  log_in_at (other_board, "bellhop-wallboard/0.2", "alice", NULL);
  assert_bye (board, "replaced");
  g_assert_true (bh_door_client_is_quiet (other_desk));
}

static void
test_ack_resets_lag (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  gint64 end;

  bh_door_client_log_in (client, "alice");
  end = bh_door_client_take_snapshot (client);
  for (guint i = 0; i < 30; i++) {
    bh_door_world_event (world, "alice", i);
    bh_door_world_pass (world, 1000);
    bh_door_client_send (client, bh_codec_ack (end + i));
    bh_frame_free (bh_door_client_find (client, BH_FRAME_EVENT));
    bh_door_client_drain (client);
    bh_door_client_sync (client);
  }
  g_assert_cmpuint (bh_door_world_metrics (world).lagging, ==, 0);
}

static void
test_lag_by_time (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autoptr (BhFrame) welcome = NULL;

  bh_door_client_log_in (client, "alice");
  bh_door_client_take_snapshot (client);
  /* Alive, but it never acks. */
  for (guint i = 0; i < 9; i++) {
    bh_door_world_pass (world, 1000);
    bh_door_client_send (client, bh_codec_client_heartbeat ());
    bh_frame_free (bh_door_client_find (client, BH_FRAME_HEARTBEAT));
    bh_door_client_sync (client);
  }
  bh_door_world_pass (world, 1000);
  assert_bye (client, "lagging");
  assert_log (world, "opened alice\naway alice");
  g_assert_cmpuint (bh_door_world_metrics (world).lagging, ==, 1);
  bh_door_client_drain (client);
  bh_door_client_hello (client, NULL, 0);
  welcome = bh_door_client_find (client, BH_FRAME_WELCOME);
  g_assert_true (welcome->held);
  bh_door_client_take_snapshot (client);
  assert_log (world, "back alice");
}

static void
small_limits (BhSessionDoorSettings *settings)
{
  settings->lag_events = 500;
}

static void
test_laggard_alone (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (small_limits);
  g_autoptr (BhDoorClient) deaf = bh_door_client_new (world);
  g_autoptr (BhDoorClient) good = bh_door_client_new (world);
  gint64 seq;

  bh_door_client_log_in (deaf, "deaf");
  bh_door_client_take_snapshot (deaf);
  bh_door_client_log_in (good, "good");
  seq = bh_door_client_take_snapshot (good);
  bh_door_client_set_deaf (deaf, TRUE);
  for (guint i = 0; i < 600; i++) {
    bh_door_world_event (world, "deaf", i);
    bh_door_world_event (world, "good", i);
    assert_events (good, seq + 1, i, 1);
    seq++;
    if (i % 100 == 99) {
      bh_door_client_send (good, bh_codec_ack (seq));
      g_assert_true (bh_door_client_is_quiet (good));
    }
  }
  bh_door_world_pass (world, 100);
  g_assert_cmpuint (bh_door_world_metrics (world).lagging, ==, 1);
  bh_door_client_set_deaf (deaf, FALSE);
  assert_bye (deaf, "lagging");
}

static void
test_full_queue (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  gint64 end;

  /* More than libzmq and the kernel take: what does not fit is sent when there is room. */
  world->event_bytes = 4000;
  bh_door_client_log_in (client, "alice");
  end = bh_door_client_take_snapshot (client);
  bh_door_client_send (client, bh_codec_ack (end));
  bh_door_client_set_deaf (client, TRUE);
  for (guint i = 0; i < 900; i++)
    bh_door_world_event (world, "alice", i);
  bh_door_client_set_deaf (client, FALSE);
  for (guint i = 0; i < 900; i++) {
    assert_events (client, end + 1 + i, i, 1);
    if (i % 100 == 99)
      bh_door_client_send (client, bh_codec_ack (end + 1 + i));
  }
  g_assert_cmpuint (bh_door_world_metrics (world).lagging, ==, 0);
}

static void
test_big_snapshot (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (ring_of_ten);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  /* Larger than the ring, the queue of libzmq, and the lag limit together. */
  world->snapshot_size = 12000;
  bh_door_client_log_in (client, "alice");
  for (guint i = 0; i < 12003; i++) {
    g_autoptr (BhFrame) frame = NULL;
    if (client->frames.length == 0)
      bh_door_world_pass (world, 100);
    if (i % 100 == 0)
      bh_door_client_send (client, bh_codec_ack (i));
    frame = i == 0       ? bh_door_client_take (client, BH_FRAME_SNAPSHOT_BEGIN)
            : i == 12002 ? bh_door_client_take (client, BH_FRAME_SNAPSHOT_END)
                         : bh_door_client_find (client, BH_FRAME_EVENT);
    g_assert_cmpint (frame->seq, ==, i + 1);
  }
}

static void
one_a_second (BhSessionDoorSettings *settings)
{
  settings->snapshots_per_second = 1;
}

static void
test_snapshot_rate (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (one_a_second);
  g_autoptr (BhDoorClient) first = bh_door_client_new (world);
  g_autoptr (BhDoorClient) second = bh_door_client_new (world);

  bh_door_client_log_in (first, "alice");
  bh_door_client_take_snapshot (first);
  bh_door_client_log_in (second, "bob");
  g_assert_true (bh_door_client_is_quiet (second));
  bh_door_world_event (world, "bob", 9); /* the snapshot will hold it */
  bh_door_world_pass (world, 1000);
  bh_door_client_take_snapshot (second);
  g_assert_cmpuint (world->snapshots, ==, 2);
}

static void
test_shutdown (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  bh_door_client_log_in (client, "alice");
  bh_door_client_take_snapshot (client);
  bh_session_door_stop (world->door);
  assert_bye (client, "shutdown");
  assert_log (world, "opened alice");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add_func ("/bus/door/" #name, test_##name)
  ADD (welcome);
  ADD (version);
  ADD (login);
  ADD (wrong_password);
  ADD (throttled);
  ADD (store_away);
  ADD (before_login);
  ADD (logout);
  ADD (held_key);
  ADD (resume);
  ADD (resume_in_snapshot);
  ADD (resume_acked_away);
  ADD (resume_other_epoch);
  ADD (resume_future);
  ADD (ring_bounded);
  ADD (stream_refused);
  ADD (heartbeat);
  ADD (away_and_back);
  ADD (gone_after_grace);
  ADD (expired);
  ADD (revoked);
  ADD (replaced);
  ADD (ack_resets_lag);
  ADD (lag_by_time);
  ADD (laggard_alone);
  ADD (full_queue);
  ADD (big_snapshot);
  ADD (snapshot_rate);
  ADD (shutdown);
  return g_test_run ();
}
