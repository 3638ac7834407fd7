/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/transport/zmq-source.h"

#include <zmq.h>

/* The source against what libzmq's descriptor does: one edge for many messages, eaten by any send.
 */

#define MANY 20000

typedef struct {
  void *context, *left, *right;
  GSource *source;
  guint got, turns, sent;
  gboolean late;
  GMainLoop *loop;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->context = zmq_ctx_new ();
  f->left = zmq_socket (f->context, ZMQ_PAIR);
  f->right = zmq_socket (f->context, ZMQ_PAIR);
  g_assert_cmpint (zmq_setsockopt (f->left, ZMQ_SNDHWM, &(int){0}, sizeof (int)), ==, 0);
  g_assert_cmpint (zmq_setsockopt (f->right, ZMQ_RCVHWM, &(int){0}, sizeof (int)), ==, 0);
  g_assert_cmpint (zmq_bind (f->right, "inproc://source"), ==, 0);
  g_assert_cmpint (zmq_connect (f->left, "inproc://source"), ==, 0);
  f->loop = g_main_loop_new (NULL, FALSE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->source != NULL)
    g_source_destroy (f->source);
  g_clear_pointer (&f->source, g_source_unref);
  g_main_loop_unref (f->loop);
  g_clear_pointer (&f->left, zmq_close);
  g_clear_pointer (&f->right, zmq_close);
  zmq_ctx_term (f->context);
}

static void
watch (Fixture *f, void *socket, int events, BhZmqFunc func)
{
  f->source = bh_zmq_source_new (socket, events);
  g_source_set_callback (f->source, G_SOURCE_FUNC (func), f, NULL);
  g_source_attach (f->source, NULL);
}

static gboolean
take_one (void *socket, int events, gpointer user_data)
{
  Fixture *f = user_data;
  char byte;

  g_assert_cmpint (events, ==, BH_ZMQ_IN);
  g_assert_cmpint (zmq_recv (socket, &byte, 1, ZMQ_DONTWAIT), ==, 1);
  if (++f->got == MANY)
    g_main_loop_quit (f->loop);
  return G_SOURCE_CONTINUE;
}

static void
send_many (Fixture *f, guint n)
{
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (zmq_send (f->left, "x", 1, ZMQ_DONTWAIT), ==, 1);
}

static void
test_all_arrive (Fixture *f, gconstpointer data)
{
  send_many (f, MANY); /* before the watch: their edge is long over */
  watch (f, f->right, BH_ZMQ_IN, take_one);
  g_main_loop_run (f->loop);
  g_assert_cmpuint (f->got, ==, MANY);
}

/* A send on the same socket eats the edge of what came in meanwhile. */
static gboolean
take_one_and_answer (void *socket, int events, gpointer user_data)
{
  zmq_send (socket, "y", 1, ZMQ_DONTWAIT);
  return take_one (socket, events, user_data);
}

static gpointer
send_from_elsewhere (gpointer data)
{
  send_many (data, MANY);
  return NULL;
}

static void
test_answers_between (Fixture *f, gconstpointer data)
{
  g_autoptr (GThread) sender = NULL;

  watch (f, f->right, BH_ZMQ_IN, take_one_and_answer);
  sender = g_thread_new ("sender", send_from_elsewhere, f);
  g_main_loop_run (f->loop);
  g_thread_join (g_steal_pointer (&sender));
  g_assert_cmpuint (f->got, ==, MANY);
}

static gboolean
count_turn (gpointer user_data)
{
  ((Fixture *) user_data)->turns++;
  return G_SOURCE_CONTINUE;
}

static void
test_yields (Fixture *f, gconstpointer data)
{
  guint other;

  send_many (f, MANY);
  watch (f, f->right, BH_ZMQ_IN, take_one);
  other = g_timeout_add (0, count_turn, f);
  g_main_loop_run (f->loop);
  g_source_remove (other);
  /* 100 in a turn, so others had their turn between. */
  g_assert_cmpuint (f->turns, >=, MANY / 100 - 1);
}

static gboolean
destroy_in_callback (void *socket, int events, gpointer user_data)
{
  Fixture *f = user_data;

  f->got++;
  g_source_destroy (f->source);
  g_clear_pointer (&f->source, g_source_unref);
  g_clear_pointer (&f->right, zmq_close);
  g_main_loop_quit (f->loop);
  return G_SOURCE_CONTINUE;
}

static void
test_destroyed_inside (Fixture *f, gconstpointer data)
{
  send_many (f, 10);
  watch (f, f->right, BH_ZMQ_IN, destroy_in_callback);
  g_main_loop_run (f->loop);
  g_assert_cmpuint (f->got, ==, 1);
}

static gboolean
remove_after_one (void *socket, int events, gpointer user_data)
{
  Fixture *f = user_data;
  char byte;

  zmq_recv (socket, &byte, 1, ZMQ_DONTWAIT);
  f->got++;
  return G_SOURCE_REMOVE;
}

static void
test_removed (Fixture *f, gconstpointer data)
{
  send_many (f, 10);
  watch (f, f->right, BH_ZMQ_IN, remove_after_one);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (f->got, ==, 1);
  g_assert_true (g_source_is_destroyed (f->source));
}

static gboolean
send_one (void *socket, int events, gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_cmpint (events, ==, BH_ZMQ_OUT);
  g_assert_cmpint (zmq_send (socket, "x", 1, ZMQ_DONTWAIT), ==, 1);
  if (++f->sent == 50)
    bh_zmq_source_set_events (f->source, BH_ZMQ_IN);
  return G_SOURCE_CONTINUE;
}

/* Nothing is called for writing any more when nobody wants to write. */
static void
test_set_events (Fixture *f, gconstpointer data)
{
  watch (f, f->left, BH_ZMQ_OUT, send_one);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (f->sent, ==, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/protocol/transport/zmq-source/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("all-arrive", test_all_arrive);
  ADD ("answers-between", test_answers_between);
  ADD ("yields", test_yields);
  ADD ("destroyed-inside", test_destroyed_inside);
  ADD ("removed", test_removed);
  ADD ("set-events", test_set_events);
  return g_test_run ();
}
