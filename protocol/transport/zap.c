/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/transport/zap.h"

#include <errno.h>
#include <string.h>
#include <zmq.h>

#include "protocol/transport/transport-error.h"
#include "protocol/transport/zmq-source.h"

#define ENDPOINT   "inproc://zeromq.zap.01"
#define KEY_BYTES  32
#define MAX_FRAME  256
#define MAX_FRAMES 8

/* The frames of a request, in their order. */
enum {
  FRAME_VERSION,
  FRAME_ID,
  FRAME_DOMAIN,
  FRAME_ADDRESS,
  FRAME_IDENTITY,
  FRAME_MECHANISM,
  FRAME_KEY
};

struct BhZap {
  BhZmqContext *context;
  void *socket;
  GSource *source;
  BhZapFunc func;
  gpointer user_data;
};

typedef struct {
  char text[MAX_FRAMES][MAX_FRAME + 1];
  gsize size[MAX_FRAMES];
  guint n;
} ZapRequest;

static gboolean
receive_request (void *socket, ZapRequest *request)
{
  int more = 1;
  size_t size = sizeof more;

  memset (request, 0, sizeof *request);
  while (more) {
    char frame[MAX_FRAME + 1] = "";
    int n = zmq_recv (socket, frame, MAX_FRAME, ZMQ_DONTWAIT);
    if (n < 0)
      return FALSE;
    if (request->n < MAX_FRAMES) {
      request->size[request->n] = MIN ((gsize) n, MAX_FRAME);
      memcpy (request->text[request->n], frame, request->size[request->n]);
      request->n++;
    }
    if (zmq_getsockopt (socket, ZMQ_RCVMORE, &more, &size) != 0)
      return FALSE;
  }
  return request->n > FRAME_MECHANISM;
}

static gboolean
is_admitted (BhZap *self, const ZapRequest *request, char key[41])
{
  key[0] = '\0';
  if (strcmp (request->text[FRAME_VERSION], "1.0") != 0)
    return FALSE;
  if (strcmp (request->text[FRAME_MECHANISM], "CURVE") != 0)
    return FALSE;
  if (request->n != FRAME_KEY + 1 || request->size[FRAME_KEY] != KEY_BYTES)
    return FALSE;
  if (zmq_z85_encode (key, (const guint8 *) request->text[FRAME_KEY], KEY_BYTES) == NULL)
    return FALSE;
  return self->func (request->text[FRAME_DOMAIN],
                     request->text[FRAME_ADDRESS],
                     key,
                     self->user_data);
}

static void
send_reply (void *socket, const ZapRequest *request, gboolean admitted, const char *key)
{
  zmq_send (socket, "1.0", 3, ZMQ_SNDMORE);
  zmq_send (socket, request->text[FRAME_ID], request->size[FRAME_ID], ZMQ_SNDMORE);
  zmq_send (socket, admitted ? "200" : "400", 3, ZMQ_SNDMORE);
  zmq_send (socket, admitted ? "OK" : "No", 2, ZMQ_SNDMORE);
  zmq_send (socket, key, admitted ? strlen (key) : 0, ZMQ_SNDMORE);
  zmq_send (socket, "", 0, 0);
}

static gboolean
zap_ready (void *socket, int events, gpointer user_data)
{
  BhZap *self = user_data;
  ZapRequest request;
  char key[41];

  if (receive_request (socket, &request)) {
    gboolean admitted = is_admitted (self, &request, key);
    send_reply (socket, &request, admitted, key);
  }
  return G_SOURCE_CONTINUE;
}

BhZap *
bh_zap_new (BhZmqContext *context, BhZapFunc func, gpointer user_data, GError **error)
{
  g_autoptr (BhZap) self = g_new0 (BhZap, 1);
  int linger = 0;

  g_return_val_if_fail (context != NULL && func != NULL, NULL);

  self->context = bh_zmq_context_ref (context);
  self->func = func;
  self->user_data = user_data;
  self->socket = zmq_socket (bh_zmq_context_get_handle (context), ZMQ_REP);
  if (self->socket == NULL || zmq_bind (self->socket, ENDPOINT) != 0) {
    g_set_error (error,
                 BH_TRANSPORT_ERROR,
                 BH_TRANSPORT_ERROR_ENDPOINT,
                 "The doorkeeper for keys (ZAP) cannot start: %s",
                 zmq_strerror (zmq_errno ()));
    return NULL;
  }
  zmq_setsockopt (self->socket, ZMQ_LINGER, &linger, sizeof linger);
  self->source = bh_zmq_source_new (self->socket, ZMQ_POLLIN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (zap_ready), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return g_steal_pointer (&self);
}

void
bh_zap_free (BhZap *self)
{
  if (self == NULL)
    return;
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->socket, zmq_close);
  g_clear_pointer (&self->context, bh_zmq_context_unref);
  g_free (self);
}
