/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/transport/zmq-context.h"

#include <zmq.h>

struct BhZmqContext {
  void *handle;
};

BhZmqContext *
bh_zmq_context_new (void)
{
  BhZmqContext *self = g_atomic_rc_box_new0 (BhZmqContext);

  self->handle = zmq_ctx_new ();
  g_assert (self->handle != NULL);
  /* The default of 1,023 sockets is enough for a server, not for a test with a thousand clients. */
  zmq_ctx_set (self->handle, ZMQ_MAX_SOCKETS, 16384);
  return self;
}

BhZmqContext *
bh_zmq_context_ref (BhZmqContext *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
context_clear (gpointer data)
{
  BhZmqContext *self = data;

  while (zmq_ctx_term (self->handle) != 0 && zmq_errno () == EINTR)
    continue;
}

void
bh_zmq_context_unref (BhZmqContext *self)
{
  g_atomic_rc_box_release_full (self, context_clear);
}

void *
bh_zmq_context_get_handle (BhZmqContext *self)
{
  return self->handle;
}
