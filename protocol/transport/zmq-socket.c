/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/transport/zmq-socket.h"

#include <errno.h>
#include <string.h>
#include <zmq.h>

#include "protocol/transport/transport-error.h"

G_STATIC_ASSERT ((int) BH_ZMQ_DEALER == ZMQ_DEALER);
G_STATIC_ASSERT ((int) BH_ZMQ_ROUTER == ZMQ_ROUTER);

struct BhZmqSocket {
  BhZmqContext *context;
  void *handle;
  BhZmqKind kind;
  GSource *source;
  char *endpoint;
};

typedef struct {
  int option;
  int value;
} IntOption;

/* Every socket has these. Heartbeats of ZMTP find dead idle peers only; that a peer is alive is
 * told by the protocol's own heartbeats and acks. */
static const IntOption common_options[] = {
    {ZMQ_LINGER, 500},
    {ZMQ_SNDHWM, 1000},
    {ZMQ_RCVHWM, 1000},
    {ZMQ_HANDSHAKE_IVL, 5000},
    {ZMQ_HEARTBEAT_IVL, 2000},
    {ZMQ_HEARTBEAT_TIMEOUT, 6000},
    {ZMQ_HEARTBEAT_TTL, 6000},
    {ZMQ_RECONNECT_IVL, 100},
    {ZMQ_RECONNECT_IVL_MAX, 2000},
    {ZMQ_BACKLOG, 1024},
};

/* The server's side accepts little; a client may be sent a whole megabyte. */
#define MAX_TO_SERVER (256 * 1024)
#define MAX_TO_CLIENT (2 * 1024 * 1024)

static gboolean
fail_option (int option, GError **error)
{
  g_set_error (error,
               BH_TRANSPORT_ERROR,
               BH_TRANSPORT_ERROR_OPTION,
               "libzmq did not take socket option %d: %s",
               option,
               zmq_strerror (zmq_errno ()));
  return FALSE;
}

gboolean
bh_zmq_socket_set_int (BhZmqSocket *self, int option, int value, GError **error)
{
  if (zmq_setsockopt (self->handle, option, &value, sizeof value) != 0)
    return fail_option (option, error);
  return TRUE;
}

gboolean
bh_zmq_socket_set_int64 (BhZmqSocket *self, int option, gint64 value, GError **error)
{
  if (zmq_setsockopt (self->handle, option, &value, sizeof value) != 0)
    return fail_option (option, error);
  return TRUE;
}

gboolean
bh_zmq_socket_set_text (BhZmqSocket *self, int option, const char *text, GError **error)
{
  if (zmq_setsockopt (self->handle, option, text, strlen (text)) != 0)
    return fail_option (option, error);
  return TRUE;
}

static gboolean
set_defaults (BhZmqSocket *self, GError **error)
{
  gint64 max_size = self->kind == BH_ZMQ_ROUTER ? MAX_TO_SERVER : MAX_TO_CLIENT;

  for (guint i = 0; i < G_N_ELEMENTS (common_options); i++)
    if (!bh_zmq_socket_set_int (self, common_options[i].option, common_options[i].value, error))
      return FALSE;
  if (!bh_zmq_socket_set_int64 (self, ZMQ_MAXMSGSIZE, max_size, error))
    return FALSE;
  /* A gone peer is an error, not silence. ZMQ_ROUTER_HANDOVER stays off: it would let one peer
   * take another's routing id and so its mail. */
  if (self->kind == BH_ZMQ_ROUTER)
    return bh_zmq_socket_set_int (self, ZMQ_ROUTER_MANDATORY, 1, error);
  /* Nothing is queued for a connection that is not there: what is sent then is late at best. */
  if (self->kind == BH_ZMQ_DEALER)
    return bh_zmq_socket_set_int (self, ZMQ_IMMEDIATE, 1, error);
  return TRUE;
}

BhZmqSocket *
bh_zmq_socket_new (BhZmqContext *context, BhZmqKind kind, GError **error)
{
  g_autoptr (BhZmqSocket) self = g_new0 (BhZmqSocket, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->kind = kind;
  self->handle = zmq_socket (bh_zmq_context_get_handle (context), (int) kind);
  if (self->handle == NULL) {
    g_set_error (error,
                 BH_TRANSPORT_ERROR,
                 BH_TRANSPORT_ERROR_FAILED,
                 "No ZeroMQ socket could be made: %s",
                 zmq_strerror (zmq_errno ()));
    return NULL;
  }
  self->context = bh_zmq_context_ref (context);
  if (!set_defaults (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
bh_zmq_socket_free (BhZmqSocket *self)
{
  if (self == NULL)
    return;
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->handle, zmq_close);
  g_clear_pointer (&self->context, bh_zmq_context_unref);
  g_free (self->endpoint);
  g_free (self);
}

gboolean
bh_zmq_socket_curve_server (BhZmqSocket *self,
                            const BhCurveKeys *keys,
                            const char *domain,
                            GError **error)
{
  return bh_zmq_socket_set_int (self, ZMQ_CURVE_SERVER, 1, error) &&
         bh_zmq_socket_set_text (self, ZMQ_CURVE_SECRETKEY, keys->secret_key, error) &&
         bh_zmq_socket_set_text (self, ZMQ_ZAP_DOMAIN, domain, error);
}

gboolean
bh_zmq_socket_curve_client (BhZmqSocket *self,
                            const BhCurveKeys *keys,
                            const char *server_key,
                            GError **error)
{
  return bh_zmq_socket_set_text (self, ZMQ_CURVE_PUBLICKEY, keys->public_key, error) &&
         bh_zmq_socket_set_text (self, ZMQ_CURVE_SECRETKEY, keys->secret_key, error) &&
         bh_zmq_socket_set_text (self, ZMQ_CURVE_SERVERKEY, server_key, error);
}

static gboolean
fail_endpoint (const char *verb, const char *endpoint, GError **error)
{
  g_set_error (error,
               BH_TRANSPORT_ERROR,
               BH_TRANSPORT_ERROR_ENDPOINT,
               "Cannot %s %s: %s",
               verb,
               endpoint,
               zmq_strerror (zmq_errno ()));
  return FALSE;
}

/* Only where it is asked for: with it libzmq listens for IPv4 on an IPv6 socket, which not every
 * machine has. */
static gboolean
allow_ipv6 (BhZmqSocket *self, const char *endpoint, GError **error)
{
  return strchr (endpoint, '[') == NULL || bh_zmq_socket_set_int (self, ZMQ_IPV6, 1, error);
}

gboolean
bh_zmq_socket_bind (BhZmqSocket *self, const char *endpoint, GError **error)
{
  char bound[512] = "";
  size_t size = sizeof bound;

  if (!allow_ipv6 (self, endpoint, error))
    return FALSE;
  if (zmq_bind (self->handle, endpoint) != 0)
    return fail_endpoint ("listen on", endpoint, error);
  if (zmq_getsockopt (self->handle, ZMQ_LAST_ENDPOINT, bound, &size) != 0)
    return fail_endpoint ("learn the port of", endpoint, error);
  g_free (self->endpoint);
  self->endpoint = g_strdup (bound);
  return TRUE;
}

gboolean
bh_zmq_socket_connect (BhZmqSocket *self, const char *endpoint, GError **error)
{
  if (!bh_zmq_socket_set_int (self, ZMQ_IPV6, 1, error))
    return FALSE;
  if (zmq_connect (self->handle, endpoint) != 0)
    return fail_endpoint ("connect to", endpoint, error);
  return TRUE;
}

const char *
bh_zmq_socket_get_endpoint (BhZmqSocket *self)
{
  return self->endpoint;
}

void *
bh_zmq_socket_get_handle (BhZmqSocket *self)
{
  return self->handle;
}

void
bh_zmq_socket_watch (BhZmqSocket *self,
                     GMainContext *context,
                     int events,
                     BhZmqFunc func,
                     gpointer user_data)
{
  g_return_if_fail (self->source == NULL);

  self->source = bh_zmq_source_new (self->handle, events);
  g_source_set_callback (self->source, G_SOURCE_FUNC (func), user_data, NULL);
  if (context == NULL)
    context = g_main_context_get_thread_default ();
  g_source_attach (self->source, context);
}

void
bh_zmq_socket_set_events (BhZmqSocket *self, int events)
{
  g_return_if_fail (self->source != NULL);

  bh_zmq_source_set_events (self->source, events);
}

/* Called by libzmq in its I/O thread when the last byte is out; GBytes count atomically. */
static void
release_bytes (void *data, void *hint)
{
  g_bytes_unref (hint);
}

static void
close_keeping_errno (zmq_msg_t *message)
{
  int saved = errno;

  zmq_msg_close (message);
  errno = saved;
}

static gboolean
send_frame (void *socket, GBytes *bytes, int flags)
{
  int sent;
  zmq_msg_t message;
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  zmq_msg_init_data (&message, (void *) data, size, release_bytes, g_bytes_ref (bytes));
  do
    sent = zmq_msg_send (&message, socket, flags | ZMQ_DONTWAIT);
  while (sent < 0 && zmq_errno () == EINTR);
  if (sent < 0)
    close_keeping_errno (&message);
  return sent >= 0;
}

static gboolean
fail_send (GError **error)
{
  int reason = zmq_errno ();
  BhTransportError code = BH_TRANSPORT_ERROR_FAILED;

  if (reason == EAGAIN)
    code = BH_TRANSPORT_ERROR_AGAIN;
  else if (reason == EHOSTUNREACH)
    code = BH_TRANSPORT_ERROR_GONE;
  g_set_error (error,
               BH_TRANSPORT_ERROR,
               code,
               "A message could not be sent to a peer: %s",
               zmq_strerror (reason));
  return FALSE;
}

gboolean
bh_zmq_socket_send (BhZmqSocket *self, GBytes *routing_id, GBytes *body, GError **error)
{
  /* With ROUTER_MANDATORY the first part fails when the peer is gone or full, and the second
   * cannot fail after it: a message is never sent by half. */
  if (routing_id != NULL && !send_frame (self->handle, routing_id, ZMQ_SNDMORE))
    return fail_send (error);
  if (!send_frame (self->handle, body, 0))
    return fail_send (error);
  return TRUE;
}

static void
copy_property (zmq_msg_t *message, const char *name, char *out, gsize size)
{
  const char *value = zmq_msg_gets (message, name);

  /* IPv4 that came over an IPv6 socket is IPv4. */
  if (value != NULL && g_str_has_prefix (value, "::ffff:"))
    value += strlen ("::ffff:");

  g_strlcpy (out, value != NULL ? value : "", size);
}

static GBytes *
steal_frame (zmq_msg_t *message)
{
  return g_bytes_new (zmq_msg_data (message), zmq_msg_size (message));
}

static gboolean
receive_frame (BhZmqSocket *self, zmq_msg_t *message)
{
  int got;

  zmq_msg_init (message);
  do
    got = zmq_msg_recv (message, self->handle, ZMQ_DONTWAIT);
  while (got < 0 && zmq_errno () == EINTR);
  if (got < 0)
    zmq_msg_close (message);
  return got >= 0;
}

gboolean
bh_zmq_socket_receive (BhZmqSocket *self, BhZmqMessage *out)
{
  zmq_msg_t message;
  gboolean more = TRUE;
  guint bodies = 0;

  memset (out, 0, sizeof *out);
  for (guint i = 0; more && receive_frame (self, &message); i++) {
    more = zmq_msg_more (&message) != 0;
    if (i == 0 && self->kind == BH_ZMQ_ROUTER) {
      out->routing_id = steal_frame (&message);
    } else if (bodies++ == 0) {
      copy_property (&message, "User-Id", out->user_id, sizeof out->user_id);
      copy_property (&message, "Peer-Address", out->address, sizeof out->address);
      out->body = steal_frame (&message);
    }
    zmq_msg_close (&message);
  }
  if (bodies != 1)
    g_clear_pointer (&out->body, g_bytes_unref);
  return bodies > 0 || out->routing_id != NULL;
}

void
bh_zmq_message_clear (BhZmqMessage *message)
{
  g_clear_pointer (&message->routing_id, g_bytes_unref);
  g_clear_pointer (&message->body, g_bytes_unref);
}
