/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/transport/zmq-source.h"

#include <glib-unix.h>
#include <zmq.h>

G_STATIC_ASSERT (BH_ZMQ_IN == ZMQ_POLLIN);
G_STATIC_ASSERT (BH_ZMQ_OUT == ZMQ_POLLOUT);

/* So that one busy socket cannot starve timers and the other sockets. */
#define MESSAGES_PER_TURN 100

typedef struct {
  GSource parent;
  void *socket;
  int wanted;
} BhZmqSource;

static int
ready_events (BhZmqSource *self)
{
  int events = 0;
  size_t size = sizeof events;

  if (zmq_getsockopt (self->socket, ZMQ_EVENTS, &events, &size) != 0)
    return 0;
  return events & self->wanted;
}

static gboolean
zmq_source_prepare (GSource *source, int *timeout)
{
  *timeout = -1;
  return ready_events ((BhZmqSource *) source) != 0;
}

static gboolean
zmq_source_check (GSource *source)
{
  return ready_events ((BhZmqSource *) source) != 0;
}

static gboolean
zmq_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  BhZmqSource *self = (BhZmqSource *) source;
  BhZmqFunc func = (BhZmqFunc) (void (*) (void)) callback;
  int events;

  g_return_val_if_fail (func != NULL, G_SOURCE_REMOVE);

  for (guint i = 0; i < MESSAGES_PER_TURN; i++) {
    /* The callback may have destroyed the source and closed the socket. */
    if (g_source_is_destroyed (source))
      return G_SOURCE_REMOVE;
    events = ready_events (self);
    if (events == 0)
      break;
    if (func (self->socket, events, user_data) == G_SOURCE_REMOVE)
      return G_SOURCE_REMOVE;
  }
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs zmq_source_funcs = {
    .prepare = zmq_source_prepare,
    .check = zmq_source_check,
    .dispatch = zmq_source_dispatch,
};

GSource *
bh_zmq_source_new (void *socket, int events)
{
  GSource *source;
  int fd = -1;
  size_t size = sizeof fd;

  g_return_val_if_fail (socket != NULL, NULL);

  source = g_source_new (&zmq_source_funcs, sizeof (BhZmqSource));
  ((BhZmqSource *) source)->socket = socket;
  ((BhZmqSource *) source)->wanted = events;
  g_source_set_static_name (source, "bellhop zmq");
  /* Always for reading: that is how libzmq signals, even that one may write. */
  if (zmq_getsockopt (socket, ZMQ_FD, &fd, &size) == 0)
    g_source_add_unix_fd (source, fd, G_IO_IN);
  return source;
}

void
bh_zmq_source_set_events (GSource *source, int events)
{
  g_return_if_fail (source != NULL);

  ((BhZmqSource *) source)->wanted = events;
}
