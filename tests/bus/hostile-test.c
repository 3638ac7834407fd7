/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>
#include <zmq.h>

#include "protocol/ops.h"
#include "tests/bus/door-world.h"

/* Whoever means harm: those without a key, those with a key and no password, and those with both.
 */

static void
assert_log (BhDoorWorld *world, const char *expected)
{
  g_autofree char *log = bh_door_world_log (world);

  g_assert_cmpstr (log, ==, expected);
}

static void
assert_bye (BhDoorClient *client, const char *code)
{
  g_autoptr (BhFrame) bye = bh_door_client_find (client, BH_FRAME_BYE);

  g_assert_cmpstr (bye->code, ==, code);
}

/* An honest client signs in and gets its stream while all that goes on. */
static void
assert_serves (BhDoorWorld *world)
{
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  bh_door_client_log_in (client, "honest");
  bh_door_client_take_snapshot (client);
  bh_door_world_event (world, "honest", 1);
  bh_frame_free (bh_door_client_take (client, BH_FRAME_EVENT));
  g_free (bh_door_client_request (client, "logout", NULL));
  bh_frame_free (bh_door_client_take (client, BH_FRAME_REPLY));
  assert_log (world, "opened honest\ngone honest logout");
}

/* ---- without a key */

static GSocketConnection *
raw_connection (BhDoorWorld *world)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  const char *endpoint = bh_session_door_get_endpoint (world->door);
  GSocketConnection *connection =
      g_socket_client_connect_to_host (client, endpoint + strlen ("tcp://"), 0, NULL, &error);

  g_assert_no_error (error);
  return connection;
}

static void
say_raw (GSocketConnection *connection, const void *bytes, gsize size)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  /* The server may have closed already: that is no fault of the test's. */
  g_output_stream_write_all (out, bytes, size, NULL, NULL, NULL);
}

/* ZMTP 3.0, NULL security, as a server: what a CURVE server must not take. */
static const char greeting[64] = {
    '\xff',
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    1,
    0x7f,
    3,
    0,
    'N',
    'U',
    'L',
    'L',
};

static void
test_raw_bytes (void)
{
  static const char hello[] = "{\"type\":\"hello\",\"versions\":[1],\"client\":\"x\"}";
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 200; i++) {
    GSocketConnection *connection = raw_connection (world);
    guint8 bytes[600];
    for (guint k = 0; k < sizeof bytes; k++)
      bytes[k] = (guint8) g_rand_int (random);
    g_ptr_array_add (open, connection);
    if (i % 3 == 0)
      say_raw (connection, greeting, sizeof greeting);
    if (i % 3 == 1) {
      memcpy (bytes, greeting, 12);
      memcpy (bytes + 12, "CURVE\0\0\0", 8);
    }
    say_raw (connection, bytes, sizeof bytes);
    say_raw (connection, hello, strlen (hello));
  }
  assert_serves (world);
  g_assert_cmpuint (bh_door_world_metrics (world).peers, ==, 1); /* the honest one */
}

static void
test_half_handshakes (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);
  guint before;

  assert_serves (world);
  before = (guint) bh_door_world_metrics (world).frames_in;
  for (guint i = 0; i < 350; i++) {
    GSocketConnection *connection = raw_connection (world);
    g_ptr_array_add (open, connection);
    say_raw (connection, greeting, i % sizeof greeting);
  }
  g_assert_cmpuint (bh_door_world_metrics (world).frames_in, ==, before);
  assert_serves (world);
}

static BhZmqSocket *
keyless (BhDoorWorld *world, BhZmqContext *context)
{
  BhZmqSocket *socket = bh_zmq_socket_new (context, BH_ZMQ_DEALER, NULL);

  bh_zmq_socket_set_int (socket, ZMQ_IMMEDIATE, 0, NULL);
  bh_zmq_socket_set_int (socket, ZMQ_LINGER, 0, NULL);
  return socket;
}

static void
say_hello_keyless (BhDoorWorld *world, BhZmqSocket *socket)
{
  g_autoptr (GBytes) hello = bh_codec_hello ("x/1", NULL, TRUE, NULL, 0);

  g_assert_true (bh_zmq_socket_connect (socket, bh_session_door_get_endpoint (world->door), NULL));
  for (guint i = 0; i < 10; i++)
    g_assert_true (bh_zmq_socket_send (socket, NULL, hello, NULL));
}

static void
test_wrong_mechanisms (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhZmqContext) context = bh_zmq_context_new ();
  g_autoptr (BhZmqSocket) null_peer = keyless (world, context);
  g_autoptr (BhZmqSocket) plain_peer = keyless (world, context);
  g_autoptr (BhZmqSocket) wrong_peer = keyless (world, context);
  BhCurveKeys mine, other;

  bh_curve_keys_generate (&mine, NULL);
  bh_curve_keys_generate (&other, NULL);
  bh_zmq_socket_set_text (plain_peer, ZMQ_PLAIN_USERNAME, "admin", NULL);
  bh_zmq_socket_set_text (plain_peer, ZMQ_PLAIN_PASSWORD, "admin", NULL);
  g_assert_true (bh_zmq_socket_curve_client (wrong_peer, &mine, other.public_key, NULL));
  say_hello_keyless (world, null_peer);
  say_hello_keyless (world, plain_peer);
  say_hello_keyless (world, wrong_peer);
  assert_serves (world);
  assert_serves (world);
  g_assert_cmpuint (bh_door_world_metrics (world).peers, ==, 2);
  g_assert_cmpuint (bh_door_world_metrics (world).dropped, ==, 0);
}

/* ---- with a key */

static void
test_chosen_routing_id (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhZmqContext) context = bh_zmq_context_new ();
  const char *const ids[] = {"agent-1002", "abcde", "x"};

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (BhZmqSocket) socket = keyless (world, context);
    g_auto (BhZmqMessage) message = {NULL};
    g_autoptr (BhFrame) bye = NULL;
    BhCurveKeys keys;
    bh_curve_keys_generate (&keys, NULL);
    bh_zmq_socket_set_text (socket, ZMQ_ROUTING_ID, ids[i], NULL);
    bh_zmq_socket_curve_client (socket, &keys, world->keys.public_key, NULL);
    say_hello_keyless (world, socket);
    while (!bh_zmq_socket_receive (socket, &message))
      g_main_context_iteration (NULL, FALSE);
    bye = bh_codec_parse (message.body, BH_FROM_SERVER, NULL, NULL);
    g_assert_cmpint (bye->type, ==, BH_FRAME_BYE);
    g_assert_cmpstr (bye->code, ==, "protocol");
  }
  g_assert_cmpuint (bh_door_world_metrics (world).peers, ==, 0);
}

/* Another's place in another's stream is worth nothing. */
static void
test_resume_of_another (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) alice = bh_door_client_new (world);
  g_autoptr (BhDoorClient) mallory = bh_door_client_new (world);
  g_autoptr (BhFrame) welcome = NULL;
  g_autofree char *id = NULL;

  bh_door_client_log_in (alice, "alice");
  bh_door_client_take_snapshot (alice);
  bh_door_client_hello (mallory, bh_session_door_get_epoch (world->door), 1);
  welcome = bh_door_client_take (mallory, BH_FRAME_WELCOME);
  g_assert_false (welcome->held);
  g_assert_false (welcome->resumed);
  bh_door_world_event (world, "alice", 1);
  g_assert_true (bh_door_client_is_quiet (mallory));
  bh_frame_free (bh_door_client_take (alice, BH_FRAME_EVENT));
}

static void
test_expelled (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autoptr (BhDoorClient) again = NULL;

  bh_door_client_log_in (client, "mallory");
  bh_door_client_take_snapshot (client);
  for (guint i = 0; i < 19; i++) {
    g_autoptr (BhFrame) reply = NULL;
    bh_door_client_send_text (client, "{]", 2);
    reply = bh_door_client_take (client, BH_FRAME_REPLY);
    g_assert_cmpstr (reply->code, ==, "bad_request");
    g_assert_cmpstr (reply->id, ==, "");
  }
  assert_log (world, "opened mallory");
  bh_door_client_send_text (client, "{]", 2);
  assert_bye (client, "protocol");
  assert_log (world, "gone mallory protocol");
  g_assert_cmpuint (bh_door_world_metrics (world).expelled, ==, 1);
  /* Nothing of this key is read any more, on this connection or on another … */
  bh_door_client_hello (client, NULL, 0);
  again = bh_door_client_new_as (client);
  bh_door_client_hello (again, NULL, 0);
  assert_serves (world);
  assert_serves (world);
  g_assert_cmpuint (client->frames.length, ==, 0);
  g_assert_cmpuint (again->frames.length, ==, 0);
  /* … for a minute. */
  bh_door_world_pass (world, 61000);
  bh_door_client_hello (client, NULL, 0);
  bh_frame_free (bh_door_client_take (client, BH_FRAME_WELCOME));
}

static void
test_mistakes_are_forgiven (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  bh_door_client_hello (client, NULL, 0);
  bh_frame_free (bh_door_client_take (client, BH_FRAME_WELCOME));
  for (guint i = 0; i < 60; i++) {
    bh_door_client_send_text (client, "{]", 2);
    bh_frame_free (bh_door_client_find (client, BH_FRAME_REPLY));
    world->now += 10 * G_USEC_PER_SEC;
    if (i % 10 == 9)
      world->now += 60 * G_USEC_PER_SEC;
  }
  g_assert_cmpuint (bh_door_world_metrics (world).expelled, ==, 0);
}

static void
test_large_frames (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autofree char *large = g_strnfill (100 * 1024, ' ');
  g_autofree char *huge = g_strnfill (300 * 1024, ' ');
  g_autoptr (BhFrame) reply = NULL;

  bh_door_client_send_text (client, large, 100 * 1024);
  reply = bh_door_client_take (client, BH_FRAME_REPLY);
  g_assert_cmpstr (reply->code, ==, "too_large");
  /* libzmq cuts the connection of this one before a byte of it is kept, and opens it again. */
  bh_door_client_send_text (client, huge, 300 * 1024);
  assert_serves (world);
  g_assert_cmpuint (bh_door_world_metrics (world).malformed, ==, 1);
}

static void
test_multipart (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  void *raw = bh_zmq_socket_get_handle (client->socket);
  g_autoptr (BhFrame) reply = NULL;

  zmq_send (raw, "{\"type\":\"heartbeat\"}", 20, ZMQ_SNDMORE);
  zmq_send (raw, "{\"type\":\"heartbeat\"}", 20, 0);
  reply = bh_door_client_take (client, BH_FRAME_REPLY);
  g_assert_cmpstr (reply->code, ==, "bad_request");
}

static void
test_ack_of_the_future (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  bh_door_client_log_in (client, "mallory");
  bh_door_client_take_snapshot (client);
  for (guint i = 0; i < 20; i++)
    bh_door_client_send (client, bh_codec_ack (G_MAXINT64 - i));
  assert_bye (client, "protocol");
}

static void
few_peers (BhSessionDoorSettings *settings)
{
  settings->max_peers = 10;
}

static void
test_many_strangers (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (few_peers);
  g_autoptr (BhDoorClient) alice = bh_door_client_new (world);

  bh_door_client_log_in (alice, "alice");
  bh_door_client_take_snapshot (alice);
  for (guint i = 0; i < 60; i++) {
    g_autoptr (BhDoorClient) stranger = bh_door_client_new (world);
    bh_door_client_hello (stranger, NULL, 0);
    bh_frame_free (bh_door_client_take (stranger, BH_FRAME_WELCOME));
    world->now += 1000;
  }
  g_assert_cmpuint (bh_door_world_metrics (world).peers, ==, 10);
  bh_door_world_event (world, "alice", 1);
  bh_frame_free (bh_door_client_take (alice, BH_FRAME_EVENT));
}

static void
patient (BhSessionDoorSettings *settings)
{
  settings->violations = G_MAXUINT;
  settings->frames_per_second = 1000000;
  settings->requests_per_second = 1000000;
}

static const char *const seeds[] = {
    "{\"type\":\"hello\",\"versions\":[1],\"client\":\"x/"
    "1\",\"resume\":{\"epoch\":\"e\",\"seq\":3}}",
    "{\"type\":\"request\",\"id\":\"q\",\"op\":\"call.dial\",\"args\":{\"number\":\"+"
    "8613800138000\"}}",
    "{\"type\":\"request\",\"id\":\"q\",\"op\":\"login\",\"args\":{\"user\":\"a\",\"password\":"
    "\"b\"}}",
    "{\"type\":\"request\",\"id\":\"q\",\"op\":\"contact.note\",\"args\":{\"contact\":\"c\","
    "\"body\":"
    "\"\\u738b\\n\",\"base\":7}}",
    "{\"type\":\"ack\",\"seq\":4}",
    "{\"type\":\"heartbeat\"}",
};

static char *
mutate (GRand *random, gsize *length)
{
  const char *seed = seeds[g_rand_int_range (random, 0, G_N_ELEMENTS (seeds))];
  char *text = g_strdup (seed);

  *length = strlen (text);
  for (gint32 n = g_rand_int_range (random, 1, 6); n > 0; n--) {
    gsize at = (gsize) g_rand_int_range (random, 0, (gint32) *length);
    gint32 how = g_rand_int_range (random, 0, 4);
    if (how == 0 && *length > 2) {
      memmove (text + at, text + at + 1, *length - at - 1);
      (*length)--;
    } else if (how == 1) {
      text[at] = (char) g_rand_int_range (random, 0, 256);
    } else {
      text[at] = "{}[]\",:0129eu\\ "[g_rand_int_range (random, 0, 15)];
    }
  }
  return text;
}

/* What reaches the desk is an op that an agent may ask, with args of the right kinds: the mutants
 * that got that far are checked by the same table once more. */
static void
test_mutants (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (patient);
  g_autoptr (BhDoorClient) mallory = bh_door_client_new (world);
  g_autoptr (BhDoorClient) alice = bh_door_client_new (world);
  g_autoptr (GRand) random = g_rand_new_with_seed (20261121);

  bh_door_client_log_in (alice, "alice");
  bh_door_client_take_snapshot (alice);
  bh_door_client_log_in (mallory, "mallory");
  bh_door_client_take_snapshot (mallory);
  for (guint i = 0; i < 100000; i++) {
    gsize length;
    g_autofree char *text = mutate (random, &length);
    bh_door_client_send_text (mallory, text, length);
    if (i % 200 == 199) {
      g_main_context_iteration (NULL, FALSE);
      bh_door_client_drain (mallory);
      world->now += 1000;
    }
    if (i % 10000 == 9999)
      bh_door_world_event (world, "alice", i);
  }
  bh_door_client_hello (mallory, NULL, 0);
  bh_door_client_sync (mallory);
  for (guint i = 0; i < 10; i++)
    bh_frame_free (bh_door_client_take (alice, BH_FRAME_EVENT));
  g_assert_cmpuint (bh_door_world_metrics (world).malformed, >, 50000);
  g_assert_cmpuint (bh_door_world_metrics (world).dropped, <, 50000);
  for (guint i = 0; i < world->log->len; i++) {
    const char *line = world->log->pdata[i];
    BhOp op;
    if (!g_str_has_prefix (line, "request "))
      continue;
    g_assert_true (bh_op_from_string (line + strlen ("request "), &op));
    g_assert_true (bh_op_is_allowed (op, BH_WHO_AGENT));
  }
}

static void
test_flood (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) mallory = bh_door_client_new (world);

  bh_door_client_log_in (mallory, "mallory");
  bh_door_client_take_snapshot (mallory);
  g_free (bh_door_world_log (world));
  for (guint i = 0; i < 20000; i++)
    bh_door_client_send (mallory, bh_codec_client_heartbeat ());
  assert_serves (world);
  while (bh_door_world_metrics (world).frames_in < 20000)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (bh_door_world_metrics (world).dropped, >=, 17900);
  bh_door_world_pass (world, 1000);
  assert_serves (world);
}

/* Many passwords for one name, asked as fast as the wire takes them. */
static void
test_brute_force (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (patient);
  g_autoptr (BhDoorClient) mallory = bh_door_client_new (world);
  g_autoptr (BhDoorClient) alice = bh_door_client_new (world);
  g_autoptr (BhFrame) reply = NULL;

  bh_door_client_hello (mallory, NULL, 0);
  bh_frame_free (bh_door_client_take (mallory, BH_FRAME_WELCOME));
  for (guint i = 0; i < 1000; i++) {
    g_free (bh_door_client_ask_login (mallory, "alice", "guess", NULL));
    if (i % 10 == 9) {
      bh_door_client_sync (mallory);
      bh_door_world_pass (world, 600);
    }
  }
  g_assert_cmpuint (world->verifications, <=, 10); /* in this minute */
  g_assert_cmpuint (bh_door_world_metrics (world).logins_throttled, >=, 990);
  bh_door_world_pass (world, 30000);
  bh_door_client_hello (alice, NULL, 0);
  bh_frame_free (bh_door_client_find (alice, BH_FRAME_WELCOME));
  g_free (bh_door_client_ask_login (alice, "alice", "right", NULL));
  reply = bh_door_client_find (alice, BH_FRAME_REPLY);
  g_assert_true (reply->ok);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add_func ("/bus/hostile/" #name, test_##name)
  ADD (raw_bytes);
  ADD (half_handshakes);
  ADD (wrong_mechanisms);
  ADD (chosen_routing_id);
  ADD (resume_of_another);
  ADD (expelled);
  ADD (mistakes_are_forgiven);
  ADD (large_frames);
  ADD (multipart);
  ADD (ack_of_the_future);
  ADD (many_strangers);
  ADD (mutants);
  ADD (flood);
  ADD (brute_force);
  return g_test_run ();
}
