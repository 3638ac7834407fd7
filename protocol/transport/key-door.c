/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/transport/key-door.h"

#include <string.h>
#include <zmq.h>

#include "protocol/transport/zmq-socket.h"

/* One frame each way: any question; the answer is {"type":"key","public_key":"Z85"}. Z85 has no
 * letter that JSON would escape, so the frame is read by its fixed ends. */
#define ANSWER_HEAD "{\"type\":\"key\",\"public_key\":\""
#define ANSWER_TAIL "\"}"
#define KEY_LENGTH  40

struct BhKeyDoor {
  BhZmqSocket *socket;
  GBytes *answer;
};

struct BhKeyAsk {
  BhZmqSocket *socket;
  BhKeyFunc func;
  gpointer user_data;
};

static gboolean
on_question (void *socket, int events, gpointer user_data)
{
  BhKeyDoor *self = user_data;
  g_auto (BhZmqMessage) message = {NULL};

  /* Who cannot take the answer does not get it: nothing is kept for anyone here. */
  if (bh_zmq_socket_receive (self->socket, &message) && message.routing_id != NULL)
    bh_zmq_socket_send (self->socket, message.routing_id, self->answer, NULL);
  return G_SOURCE_CONTINUE;
}

BhKeyDoor *
bh_key_door_new (BhZmqContext *context,
                 const char *endpoint,
                 const char *public_key,
                 GError **error)
{
  g_autoptr (BhKeyDoor) self = g_new0 (BhKeyDoor, 1);
  g_autofree char *answer = g_strconcat (ANSWER_HEAD, public_key, ANSWER_TAIL, NULL);

  g_return_val_if_fail (bh_curve_key_is_valid (public_key), NULL);

  self->answer = g_bytes_new (answer, strlen (answer));
  self->socket = bh_zmq_socket_new (context, BH_ZMQ_ROUTER, error);
  if (self->socket == NULL || !bh_zmq_socket_set_int64 (self->socket, ZMQ_MAXMSGSIZE, 256, error) ||
      !bh_zmq_socket_bind (self->socket, endpoint, error))
    return NULL;
  bh_zmq_socket_watch (self->socket, NULL, BH_ZMQ_IN, on_question, self);
  return g_steal_pointer (&self);
}

void
bh_key_door_free (BhKeyDoor *self)
{
  if (self == NULL)
    return;
  bh_zmq_socket_free (self->socket);
  g_bytes_unref (self->answer);
  g_free (self);
}

const char *
bh_key_door_get_endpoint (BhKeyDoor *self)
{
  return bh_zmq_socket_get_endpoint (self->socket);
}

/* (transfer full) NULL: it is not an answer. */
static char *
read_answer (GBytes *body)
{
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  gsize head = strlen (ANSWER_HEAD);
  g_autofree char *key = NULL;

  if (size != head + KEY_LENGTH + strlen (ANSWER_TAIL) || memcmp (data, ANSWER_HEAD, head) != 0)
    return NULL;
  key = g_strndup (data + head, KEY_LENGTH);
  return bh_curve_key_is_valid (key) ? g_steal_pointer (&key) : NULL;
}

static void
take_answer (BhKeyAsk *self)
{
  g_auto (BhZmqMessage) message = {NULL};
  g_autofree char *key = NULL;
  BhKeyFunc func = self->func;

  if (!bh_zmq_socket_receive (self->socket, &message) || message.body == NULL)
    return;
  key = read_answer (message.body);
  if (key == NULL || func == NULL)
    return;
  self->func = NULL;
  func (key, self->user_data); /* may free us */
}

static gboolean
on_ready (void *socket, int events, gpointer user_data)
{
  BhKeyAsk *self = user_data;
  g_autoptr (GBytes) question = g_bytes_new_static ("?", 1);

  if ((events & BH_ZMQ_OUT) != 0) {
    bh_zmq_socket_send (self->socket, NULL, question, NULL);
    bh_zmq_socket_set_events (self->socket, BH_ZMQ_IN);
  } else {
    take_answer (self);
  }
  return G_SOURCE_CONTINUE;
}

BhKeyAsk *
bh_key_ask_new (BhZmqContext *context,
                const char *endpoint,
                BhKeyFunc func,
                gpointer user_data,
                GError **error)
{
  g_autoptr (BhKeyAsk) self = g_new0 (BhKeyAsk, 1);

  self->func = func;
  self->user_data = user_data;
  self->socket = bh_zmq_socket_new (context, BH_ZMQ_DEALER, error);
  if (self->socket == NULL || !bh_zmq_socket_connect (self->socket, endpoint, error))
    return NULL;
  bh_zmq_socket_watch (self->socket, NULL, BH_ZMQ_IN | BH_ZMQ_OUT, on_ready, self);
  return g_steal_pointer (&self);
}

void
bh_key_ask_free (BhKeyAsk *self)
{
  if (self == NULL)
    return;
  bh_zmq_socket_free (self->socket);
  g_free (self);
}

char *
bh_key_door_endpoint_of (const char *session_endpoint)
{
  const char *colon = strrchr (session_endpoint, ':');
  guint64 port;

  if (!g_str_has_prefix (session_endpoint, "tcp://") || colon == NULL || colon[1] == '\0' ||
      strspn (colon + 1, "0123456789") != strlen (colon + 1))
    return NULL;
  port = g_ascii_strtoull (colon + 1, NULL, 10);
  if (port == 0 || port >= 65535)
    return NULL;
  return g_strdup_printf ("%.*s:%u",
                          (int) (colon - session_endpoint),
                          session_endpoint,
                          (guint) port + 1);
}
