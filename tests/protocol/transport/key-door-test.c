/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/transport/key-door.h"

#include <string.h>

#include "protocol/transport/zmq-socket.h"

typedef struct {
  BhZmqContext *context;
  BhCurveKeys keys;
  BhKeyDoor *door;
  char *answer;
  guint answers;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->context = bh_zmq_context_new ();
  g_assert_true (bh_curve_keys_generate (&f->keys, NULL));
  f->door = bh_key_door_new (f->context, "tcp://127.0.0.1:*", f->keys.public_key, NULL);
  g_assert_nonnull (f->door);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  bh_key_door_free (f->door);
  bh_zmq_context_unref (f->context);
  g_free (f->answer);
}

static void
on_key (const char *public_key, gpointer data)
{
  Fixture *f = data;

  g_free (f->answer);
  f->answer = g_strdup (public_key);
  f->answers++;
}

static void
test_asks_and_is_told (Fixture *f, gconstpointer data)
{
  g_autoptr (BhKeyAsk) ask =
      bh_key_ask_new (f->context, bh_key_door_get_endpoint (f->door), on_key, f, NULL);

  while (f->answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (f->answer, ==, f->keys.public_key);
}

static void
test_many_ask (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) asks = g_ptr_array_new_with_free_func ((GDestroyNotify) bh_key_ask_free);

  for (guint i = 0; i < 50; i++)
    g_ptr_array_add (
        asks,
        bh_key_ask_new (f->context, bh_key_door_get_endpoint (f->door), on_key, f, NULL));
  while (f->answers < 50)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_freed_before_the_answer (Fixture *f, gconstpointer data)
{
  bh_key_ask_free (
      bh_key_ask_new (f->context, bh_key_door_get_endpoint (f->door), on_key, f, NULL));
  test_asks_and_is_told (f, data);
  g_assert_cmpuint (f->answers, ==, 1);
}

static gboolean
answer_nonsense (void *handle, int events, gpointer data)
{
  BhZmqSocket *socket = data;
  g_auto (BhZmqMessage) message = {NULL};
  g_autofree char *long_key = g_strdup_printf ("{\"type\":\"key\",\"public_key\":\"%0500d\"}", 0);
  const char *const answers[] = {
      "",
      "nonsense",
      long_key,
      "{\"type\":\"key\",\"public_key\":\"########################################\"}\n",
      "{\"type\":\"key\",\"public_key\":\"''''''''''''''''''''''''''''''''''''''''\"}"};

  if (bh_zmq_socket_receive (socket, &message))
    for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
      g_autoptr (GBytes) answer = g_bytes_new (answers[i], strlen (answers[i]));
      bh_zmq_socket_send (socket, message.routing_id, answer, NULL);
    }
  if (message.routing_id) {
    g_autofree char *right = g_strdup_printf ("{\"type\":\"key\",\"public_key\":\"%s\"}",
                                              "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7");
    g_autoptr (GBytes) answer = g_bytes_new (right, strlen (right));
    bh_zmq_socket_send (socket, message.routing_id, answer, NULL);
  }
  return G_SOURCE_CONTINUE;
}

static void
test_nonsense_is_no_answer (Fixture *f, gconstpointer data)
{
  g_autoptr (BhZmqSocket) socket = bh_zmq_socket_new (f->context, BH_ZMQ_ROUTER, NULL);
  g_autoptr (BhKeyAsk) ask = NULL;

  g_assert_true (bh_zmq_socket_bind (socket, "tcp://127.0.0.1:*", NULL));
  bh_zmq_socket_watch (socket, NULL, BH_ZMQ_IN, answer_nonsense, socket);
  ask = bh_key_ask_new (f->context, bh_zmq_socket_get_endpoint (socket), on_key, f, NULL);
  while (f->answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (f->answer, ==, "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7");
  g_assert_cmpuint (f->answers, ==, 1);
}

static void
test_endpoint (void)
{
  static const char *const rows[][2] = {
      {"tcp://127.0.0.1:7780", "tcp://127.0.0.1:7781"},
      {"tcp://[::1]:7780", "tcp://[::1]:7781"},
      {"tcp://desk.example.org:9", "tcp://desk.example.org:10"},
      {"tcp://h:65535", NULL},
      {"tcp://h:0", NULL},
      {"tcp://h:", NULL},
      {"tcp://h:*", NULL},
      {"tcp://h:78a", NULL},
      {"ipc:///run/x:7", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *endpoint = bh_key_door_endpoint_of (rows[i][0]);
    g_assert_cmpstr (endpoint, ==, rows[i][1]);
  }
}

#define ADD(name, func)                                                                            \
  g_test_add ("/protocol/transport/key-door/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("asks-and-is-told", test_asks_and_is_told);
  ADD ("many-ask", test_many_ask);
  ADD ("freed-before-the-answer", test_freed_before_the_answer);
  ADD ("nonsense-is-no-answer", test_nonsense_is_no_answer);
  g_test_add_func ("/protocol/transport/key-door/endpoint", test_endpoint);
  return g_test_run ();
}
