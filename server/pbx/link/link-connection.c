/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-pbx"

#include "server/pbx/link/link-connection.h"

#include "server/pbx/link/link-guard.h"
#include "server/pbx/link/link-source.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#define READ_SIZE      (64 * 1024)
#define READS_A_TURN   32 /* then others have their turn: 2 MiB */
#define RECEIVE_BUFFER (4 * 1024 * 1024)

struct _BhLinkConnection {
  BhLinkAddress address;
  const BhLinkConnectionHandler *handler;
  gpointer user_data;
  BhLinkRecorder *recorder;
  GMainContext *context;
  GCancellable *cancellable; /* of everything asynchronous; cancelled: closed */
  GIOStream *stream;
  GPollableInputStream *in;
  GPollableOutputStream *out;
  GSource *read_source;
  GSource *write_source; /* only while something waits */
  BhLinkGuard *guard;
  GSource *beat;  /* shows the guard that the loop runs */
  GQueue waiting; /* of GBytes */
  gsize waiting_bytes;
  gsize written; /* of the first that waits */
  gsize largest_turn;
  char buffer[READ_SIZE];
};

static BhLinkConnection *
ref (BhLinkConnection *self)
{
  return g_rc_box_acquire (self);
}

static void
finalize (gpointer data)
{
  BhLinkConnection *self = data;
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_bytes_unref);
  g_main_context_unref (self->context);
}

static void
unref (BhLinkConnection *self)
{
  g_rc_box_release_full (self, finalize);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhLinkConnection, unref)

static gboolean
is_closed (BhLinkConnection *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

/* ---- the guard ---- */

static gboolean
on_beat (gpointer data)
{
  BhLinkConnection *self = data;
  bh_link_guard_beat (self->guard);
  return G_SOURCE_CONTINUE;
}

static void
start_guard (BhLinkConnection *self, GSocket *socket)
{
  if (self->address.stuck_ms == 0)
    return;
  self->guard = bh_link_guard_new (g_socket_get_fd (socket), self->address.stuck_ms);
  self->beat = bh_link_source_after (MAX (self->address.stuck_ms / 8, 1), on_beat, self);
}

/* Ends all I/O; the owner's reference stays. */
static void
shut (BhLinkConnection *self)
{
  bh_link_source_clear (&self->beat);
  g_clear_pointer (&self->guard, bh_link_guard_free);
  g_cancellable_cancel (self->cancellable);
  bh_link_source_clear (&self->read_source);
  bh_link_source_clear (&self->write_source);
  if (self->stream != NULL)
    g_io_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

static void
end (BhLinkConnection *self, const char *why)
{
  if (is_closed (self))
    return;
  if (self->guard != NULL && bh_link_guard_has_cut (self->guard))
    why = "Bellhop stood still, and left so that the PBX need not wait for it";
  shut (self);
  self->handler->closed (why, self->user_data);
}

/* ---- reading ---- */

static void
take (BhLinkConnection *self, gsize length)
{
  if (self->recorder != NULL)
    bh_link_recorder_received (self->recorder, g_get_real_time (), self->buffer, length);
  self->handler->received (self->buffer, length, self->user_data);
}

/* 0: nothing more is there now; else FALSE in @*goes_on ends the turn. */
static gsize
read_some (BhLinkConnection *self, gboolean *goes_on)
{
  g_autoptr (GError) error = NULL;
  gssize n = g_pollable_input_stream_read_nonblocking (self->in,
                                                       self->buffer,
                                                       sizeof self->buffer,
                                                       NULL,
                                                       &error);
  *goes_on = n > 0;
  if (self->guard != NULL)
    bh_link_guard_beat (self->guard);
  if (n > 0) {
    take (self, (gsize) n);
    return (gsize) n;
  }
  if (n == 0)
    end (self, "The PBX closed the connection");
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    end (self, error->message);
  return 0;
}

static gboolean
on_readable (GObject *stream, gpointer data)
{
  g_autoptr (BhLinkConnection) self = ref (data);
  gsize turn = 0;
  gboolean goes_on = TRUE;
  for (int i = 0; i < READS_A_TURN && goes_on && !is_closed (self); i++)
    turn += read_some (self, &goes_on);
  self->largest_turn = MAX (self->largest_turn, turn);
  if (turn > 0 && !is_closed (self))
    self->handler->drained (self->user_data);
  return is_closed (self) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* ---- writing ---- */

/* FALSE: wait until it is writable again, or it is over. */
static gboolean
write_some (BhLinkConnection *self)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  const char *bytes = g_bytes_get_data (g_queue_peek_head (&self->waiting), &length);
  gssize n = g_pollable_output_stream_write_nonblocking (self->out,
                                                         bytes + self->written,
                                                         length - self->written,
                                                         NULL,
                                                         &error);
  if (n < 0) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
      end (self, error->message);
    return FALSE;
  }
  if (self->recorder != NULL)
    bh_link_recorder_sent (self->recorder, g_get_real_time (), bytes + self->written, (gsize) n);
  self->written += (gsize) n;
  self->waiting_bytes -= (gsize) n;
  if (self->written == length) {
    g_bytes_unref (g_queue_pop_head (&self->waiting));
    self->written = 0;
  }
  return TRUE;
}

static gboolean
on_writable (GObject *stream, gpointer data)
{
  g_autoptr (BhLinkConnection) self = ref (data);
  while (!g_queue_is_empty (&self->waiting) && write_some (self))
    continue;
  if (is_closed (self))
    return G_SOURCE_REMOVE;
  if (!g_queue_is_empty (&self->waiting))
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->write_source, g_source_unref);
  return G_SOURCE_REMOVE;
}

static GSource *
watch (BhLinkConnection *self, GSource *source, GPollableSourceFunc func)
{
  g_source_set_callback (source, G_SOURCE_FUNC (func), self, NULL);
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_attach (source, self->context);
  return source;
}

gboolean
bh_link_connection_send (BhLinkConnection *self, GBytes *bytes, GError **error)
{
  gsize length = g_bytes_get_size (bytes);
  if (self->out == NULL || is_closed (self)) {
    g_set_error_literal (error,
                         BH_LINK_ERROR,
                         BH_LINK_ERROR_CLOSED,
                         "There is no connection to the PBX.");
    return FALSE;
  }
  if (self->waiting_bytes + length > BH_LINK_CONNECTION_MAX_WAITING) {
    g_set_error_literal (error,
                         BH_LINK_ERROR,
                         BH_LINK_ERROR_FULL,
                         "The PBX does not take what is sent to it.");
    return FALSE;
  }
  g_queue_push_tail (&self->waiting, g_bytes_ref (bytes));
  self->waiting_bytes += length;
  if (self->write_source == NULL)
    self->write_source =
        watch (self, g_pollable_output_stream_create_source (self->out, NULL), on_writable);
  return TRUE;
}

/* ---- connecting ---- */

/* The kernel grows the receive buffer by itself up to tcp_rmem, some 6 MB; asking for a size ends
 * that, and is cut at rmem_max, often 200 kB. So only the privileged way is tried. */
static void
tune (GSocket *socket)
{
  int fd = g_socket_get_fd (socket);
  int size = RECEIVE_BUFFER;
  setsockopt (fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, 5, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, 2, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, 3, NULL);
}

static void
on_client_event (GSocketClient *client,
                 GSocketClientEvent event,
                 GSocketConnectable *connectable,
                 GIOStream *stream,
                 gpointer data)
{
  if (event == G_SOCKET_CLIENT_CONNECTING && G_IS_SOCKET_CONNECTION (stream))
    tune (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)));
}

static void
begin (BhLinkConnection *self, GIOStream *stream)
{
  g_set_object (&self->stream, stream);
  self->in = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream));
  self->out = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (stream));
  self->read_source =
      watch (self, g_pollable_input_stream_create_source (self->in, NULL), on_readable);
  if (self->recorder != NULL)
    bh_link_recorder_connected (self->recorder);
  self->handler->connected (self->user_data);
}

static void
on_handshake (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhLinkConnection) self = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = g_tls_connection_handshake_finish (G_TLS_CONNECTION (object), result, &error);
  if (is_closed (self))
    return;
  if (!ok)
    end (self, error->message);
  else
    begin (self, G_IO_STREAM (object));
}

static GIOStream *
wrap_in_tls (BhLinkConnection *self, GIOStream *base, GError **error)
{
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new (self->address.host, self->address.port);
  g_autoptr (GIOStream) tls = g_tls_client_connection_new (base, identity, error);
  if (tls == NULL)
    return NULL;
  if (self->address.tls_ca_file != NULL) {
    g_autoptr (GTlsDatabase) trusted = g_tls_file_database_new (self->address.tls_ca_file, error);
    if (trusted == NULL)
      return NULL;
    g_tls_connection_set_database (G_TLS_CONNECTION (tls), trusted);
  }
  return g_steal_pointer (&tls);
}

static void
secure (BhLinkConnection *self, GIOStream *base)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) tls = wrap_in_tls (self, base, &error);
  if (tls == NULL)
    end (self, error->message);
  else
    g_tls_connection_handshake_async (G_TLS_CONNECTION (tls),
                                      G_PRIORITY_DEFAULT,
                                      self->cancellable,
                                      on_handshake,
                                      ref (self));
}

static void
on_connected (GObject *client, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhLinkConnection) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (client), result, &error);
  if (is_closed (self))
    return;
  if (connection == NULL)
    end (self, error->message);
  if (connection == NULL)
    return;
  start_guard (self, g_socket_connection_get_socket (connection));
  if (self->address.tls)
    secure (self, G_IO_STREAM (connection));
  else
    begin (self, G_IO_STREAM (connection));
}

BhLinkConnection *
bh_link_connection_new (const BhLinkAddress *address,
                        BhLinkRecorder *recorder,
                        const BhLinkConnectionHandler *handler,
                        gpointer user_data)
{
  BhLinkConnection *self = g_rc_box_new0 (BhLinkConnection);
  self->address = *address;
  self->recorder = recorder;
  self->handler = handler;
  self->user_data = user_data;
  self->context = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->waiting);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (client, FALSE);
  g_signal_connect (client, "event", G_CALLBACK (on_client_event), NULL);
  g_socket_client_connect_to_host_async (client,
                                         address->host,
                                         address->port,
                                         self->cancellable,
                                         on_connected,
                                         ref (self));
  return self;
}

void
bh_link_connection_close (BhLinkConnection *self)
{
  if (!is_closed (self))
    shut (self);
  unref (self);
}

gsize
bh_link_connection_get_largest_turn (const BhLinkConnection *self)
{
  return self->largest_turn;
}
