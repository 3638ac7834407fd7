/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/transport/zmq-socket.h"

#include <string.h>
#include <zmq.h>

#include "protocol/transport/transport-error.h"
#include "protocol/transport/zap.h"

/* Sockets and the doorkeeper together: a server with CURVE, and peers with the right key, a wrong
 * one, and none. */

typedef struct {
  BhZmqContext *context;
  BhZap *zap;
  BhZmqSocket *server;
  BhCurveKeys keys;
  const char *refuse; /* a public key that is not let in */
  guint asked;
  char last_key[41];
  char last_domain[32];
  GQueue got; /* of BhZmqMessage */
} Fixture;

static gboolean
admit (const char *domain, const char *address, const char *public_key, gpointer user_data)
{
  Fixture *f = user_data;

  f->asked++;
  g_strlcpy (f->last_key, public_key, sizeof f->last_key);
  g_strlcpy (f->last_domain, domain, sizeof f->last_domain);
  g_assert_cmpstr (address, ==, "127.0.0.1");
  return g_strcmp0 (public_key, f->refuse) != 0;
}

static gboolean
server_ready (void *socket, int events, gpointer user_data)
{
  Fixture *f = user_data;
  BhZmqMessage *message = g_new0 (BhZmqMessage, 1);

  if (bh_zmq_socket_receive (f->server, message))
    g_queue_push_tail (&f->got, message);
  else
    g_free (message);
  return G_SOURCE_CONTINUE;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  bh_curve_keys_generate (&f->keys, &error);
  f->context = bh_zmq_context_new ();
  f->zap = bh_zap_new (f->context, admit, f, &error);
  g_assert_no_error (error);
  f->server = bh_zmq_socket_new (f->context, BH_ZMQ_ROUTER, &error);
  bh_zmq_socket_curve_server (f->server, &f->keys, "door", &error);
  bh_zmq_socket_bind (f->server, "tcp://127.0.0.1:0", &error);
  g_assert_no_error (error);
  bh_zmq_socket_watch (f->server, NULL, BH_ZMQ_IN, server_ready, f);
}

static void
message_free (gpointer data)
{
  bh_zmq_message_clear (data);
  g_free (data);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_queue_clear_full (&f->got, message_free);
  bh_zmq_socket_free (f->server);
  bh_zap_free (f->zap);
  bh_zmq_context_unref (f->context);
}

static BhZmqSocket *
client_new (Fixture *f, const BhCurveKeys *keys, const char *server_key)
{
  g_autoptr (BhZmqContext) context = bh_zmq_context_new ();
  g_autoptr (GError) error = NULL;
  BhZmqSocket *socket = bh_zmq_socket_new (context, BH_ZMQ_DEALER, &error);

  g_assert_no_error (error);
  bh_zmq_socket_set_int (socket, ZMQ_IMMEDIATE, 0, NULL);
  bh_zmq_socket_set_int (socket, ZMQ_LINGER, 0, NULL);
  if (keys != NULL)
    bh_zmq_socket_curve_client (socket, keys, server_key, &error);
  bh_zmq_socket_connect (socket, bh_zmq_socket_get_endpoint (f->server), &error);
  g_assert_no_error (error);
  return socket;
}

static void
say (BhZmqSocket *socket, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  bh_zmq_socket_send (socket, NULL, bytes, &error);
  g_assert_no_error (error);
}

/* To a peer that may have been turned away already: then libzmq has nowhere to put it for a moment.
 */
static void
say_in_vain (BhZmqSocket *socket, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  bh_zmq_socket_send (socket, NULL, bytes, NULL);
}

static BhZmqMessage *
next (Fixture *f)
{
  while (f->got.length == 0)
    g_main_context_iteration (NULL, TRUE);
  return g_queue_pop_head (&f->got);
}

static void
test_user_id (Fixture *f, gconstpointer data)
{
  BhCurveKeys keys;
  g_autoptr (BhZmqSocket) client = NULL;
  BhZmqMessage *message;

  bh_curve_keys_generate (&keys, NULL);
  client = client_new (f, &keys, f->keys.public_key);
  say (client, "hello");
  message = next (f);
  g_assert_cmpstr (message->user_id, ==, keys.public_key);
  g_assert_cmpstr (message->address, ==, "127.0.0.1");
  g_assert_cmpmem (g_bytes_get_data (message->body, NULL), 5, "hello", 5);
  g_assert_nonnull (message->routing_id);
  g_assert_cmpstr (f->last_key, ==, keys.public_key);
  g_assert_cmpstr (f->last_domain, ==, "door");
  message_free (message);
}

static void
test_refused_key (Fixture *f, gconstpointer data)
{
  BhCurveKeys bad, good;
  g_autoptr (BhZmqSocket) refused = NULL;
  g_autoptr (BhZmqSocket) client = NULL;
  BhZmqMessage *message;

  bh_curve_keys_generate (&bad, NULL);
  bh_curve_keys_generate (&good, NULL);
  f->refuse = bad.public_key;
  refused = client_new (f, &bad, f->keys.public_key);
  say_in_vain (refused, "let me in");
  while (f->asked == 0)
    g_main_context_iteration (NULL, TRUE);
  client = client_new (f, &good, f->keys.public_key);
  say (client, "me too");
  message = next (f);
  g_assert_cmpstr (message->user_id, ==, good.public_key);
  message_free (message);
}

/* Of these nothing ever arrives, nor is the doorkeeper asked: no proof of a key was given. */
static void
test_no_proof (Fixture *f, gconstpointer data)
{
  BhCurveKeys keys, other, good;
  g_autoptr (BhZmqSocket) null_peer = client_new (f, NULL, NULL);
  g_autoptr (BhZmqSocket) wrong_server = NULL;
  g_autoptr (BhZmqSocket) client = NULL;
  BhZmqMessage *message;

  bh_curve_keys_generate (&keys, NULL);
  bh_curve_keys_generate (&other, NULL);
  bh_curve_keys_generate (&good, NULL);
  wrong_server = client_new (f, &keys, other.public_key);
  say_in_vain (null_peer, "plain");
  say_in_vain (wrong_server, "wrong");
  client = client_new (f, &good, f->keys.public_key);
  for (guint i = 0; i < 3; i++) {
    say (client, "right");
    message = next (f);
    g_assert_cmpstr (message->user_id, ==, good.public_key);
    message_free (message);
  }
  g_assert_cmpuint (f->asked, ==, 1);
}

static void
test_multipart (Fixture *f, gconstpointer data)
{
  BhCurveKeys keys;
  g_autoptr (BhZmqSocket) client = NULL;
  BhZmqMessage *message;
  void *raw;

  bh_curve_keys_generate (&keys, NULL);
  client = client_new (f, &keys, f->keys.public_key);
  raw = bh_zmq_socket_get_handle (client);
  zmq_send (raw, "a", 1, ZMQ_SNDMORE);
  zmq_send (raw, "b", 1, ZMQ_SNDMORE);
  zmq_send (raw, "c", 1, 0);
  say (client, "whole");
  message = next (f);
  g_assert_null (message->body); /* all frames are gone, and none is believed */
  g_assert_cmpstr (message->user_id, ==, keys.public_key);
  message_free (message);
  message = next (f);
  g_assert_cmpmem (g_bytes_get_data (message->body, NULL), 5, "whole", 5);
  message_free (message);
}

static void
test_gone_peer (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) nobody = g_bytes_new_static ("\0\1\2\3\4", 5);
  g_autoptr (GBytes) body = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;

  g_assert_false (bh_zmq_socket_send (f->server, nobody, body, &error));
  g_assert_error (error, BH_TRANSPORT_ERROR, BH_TRANSPORT_ERROR_GONE);
}

static void
test_not_connected (Fixture *f, gconstpointer data)
{
  g_autoptr (BhZmqSocket) client = bh_zmq_socket_new (f->context, BH_ZMQ_DEALER, NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;

  /* Nothing is kept for a connection that is not there. */
  g_assert_true (bh_zmq_socket_connect (client, "tcp://127.0.0.1:1", NULL));
  g_assert_false (bh_zmq_socket_send (client, NULL, body, &error));
  g_assert_error (error, BH_TRANSPORT_ERROR, BH_TRANSPORT_ERROR_AGAIN);
}

static void
test_bad_endpoint (Fixture *f, gconstpointer data)
{
  g_autoptr (BhZmqSocket) socket = bh_zmq_socket_new (f->context, BH_ZMQ_ROUTER, NULL);
  g_autoptr (GError) in_use = NULL;
  g_autoptr (GError) nonsense = NULL;

  g_assert_false (bh_zmq_socket_bind (socket, bh_zmq_socket_get_endpoint (f->server), &in_use));
  g_assert_error (in_use, BH_TRANSPORT_ERROR, BH_TRANSPORT_ERROR_ENDPOINT);
  g_assert_nonnull (strstr (in_use->message, bh_zmq_socket_get_endpoint (f->server)));
  g_assert_false (bh_zmq_socket_connect (socket, "nonsense", &nonsense));
  g_assert_error (nonsense, BH_TRANSPORT_ERROR, BH_TRANSPORT_ERROR_ENDPOINT);
}

static void
test_options (Fixture *f, gconstpointer data)
{
  static const struct {
    int option;
    int value;
  } table[] = {{ZMQ_HANDSHAKE_IVL, 5000},
               {ZMQ_SNDHWM, 1000},
               {ZMQ_LINGER, 500},
               {ZMQ_HEARTBEAT_IVL, 2000},
               {ZMQ_HEARTBEAT_TIMEOUT, 6000}};
  gint64 max = 0;
  size_t size = sizeof max;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    int value = -1;
    size_t length = sizeof value;
    zmq_getsockopt (bh_zmq_socket_get_handle (f->server), table[i].option, &value, &length);
    g_assert_cmpint (value, ==, table[i].value);
  }
  zmq_getsockopt (bh_zmq_socket_get_handle (f->server), ZMQ_MAXMSGSIZE, &max, &size);
  g_assert_cmpint (max, ==, 256 * 1024);
}

static void
test_two_doorkeepers (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bh_zap_new (f->context, admit, f, &error));
  g_assert_error (error, BH_TRANSPORT_ERROR, BH_TRANSPORT_ERROR_ENDPOINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/protocol/transport/zmq-socket/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("user-id", test_user_id);
  ADD ("refused-key", test_refused_key);
  ADD ("no-proof", test_no_proof);
  ADD ("multipart", test_multipart);
  ADD ("gone-peer", test_gone_peer);
  ADD ("not-connected", test_not_connected);
  ADD ("bad-endpoint", test_bad_endpoint);
  ADD ("options", test_options);
  ADD ("two-doorkeepers", test_two_doorkeepers);
  return g_test_run ();
}
