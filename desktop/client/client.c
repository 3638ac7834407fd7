/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/client-private.h"

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "protocol/codec.h"

enum { PROP_STATE = 1, PROP_AWAY_SINCE, PROP_COMPLETE_UNTIL };

static void bh_client_feed_init (BhFeedInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BhClient,
                               bh_client,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_FEED, bh_client_feed_init))

gint64
bh_client_now (BhClient *self)
{
  return self->monotonic ? self->monotonic (self->monotonic_data) : g_get_monotonic_time ();
}

gint64
bh_client_wall (BhClient *self)
{
  return self->clock_offset ? self->clock_offset + bh_client_now (self) : g_get_real_time ();
}

void
bh_client_set_state (BhClient *self, BhFeedState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify (G_OBJECT (self), "state");
}

static void
set_away_since (BhClient *self, gint64 since)
{
  if (self->away_since == since)
    return;
  self->away_since = since;
  g_object_notify (G_OBJECT (self), "away-since");
}

static void
update_events (BhClient *self)
{
  gboolean wants_out = self->hello_waits || bh_client_requests_wait_for_socket (self);

  if (self->socket)
    bh_zmq_socket_set_events (self->socket, BH_ZMQ_IN | (wants_out ? BH_ZMQ_OUT : 0));
}

gboolean
bh_client_send (BhClient *self, GBytes *frame)
{
  if (self->socket == NULL || !bh_zmq_socket_send (self->socket, NULL, frame, NULL)) {
    if (self->socket)
      bh_zmq_socket_set_events (self->socket, BH_ZMQ_IN | BH_ZMQ_OUT);
    return FALSE;
  }
  bh_sync_sent (self->sync, bh_client_now (self));
  return TRUE;
}

/* Nothing is queued for a line that is not there (ZMQ_IMMEDIATE): a hello waits until the socket
 * takes it, an ack or heartbeat is simply not sent. */
static void
send_hello (BhClient *self)
{
  g_autoptr (GBytes) hello = bh_sync_make_hello (self->sync, bh_client_now (self));

  self->hello_waits = !bh_client_send (self, hello);
  update_events (self);
}

static gboolean on_socket (void *socket, int events, gpointer user_data);

static gboolean
open_socket (BhClient *self, GError **error)
{
  g_autoptr (BhZmqSocket) socket = bh_zmq_socket_new (self->context, BH_ZMQ_DEALER, error);

  g_clear_pointer (&self->socket, bh_zmq_socket_free);
  if (socket == NULL ||
      (self->server_key &&
       !bh_zmq_socket_curve_client (socket, &self->keys, self->server_key, error)) ||
      !bh_zmq_socket_connect (socket, self->endpoint, error))
    return FALSE;
  self->socket = g_steal_pointer (&socket);
  bh_zmq_socket_watch (self->socket, NULL, BH_ZMQ_IN, on_socket, self);
  return TRUE;
}

static void
end_session (BhClient *self, const BhFrame *bye)
{
  g_autofree char *code = g_strdup (bye->code);
  g_autofree char *message = g_strdup (bye->message);

  if (bh_client_login_fail (self, bh_client_error_from_wire (code, message, NULL)))
    return;
  bh_client_close (self);
  bh_client_login_forget (self);
  bh_feed_emit_ended (BH_FEED (self), code, message);
}

/* Away since the last sign of life, by the server's clock. */
static void
go_away (BhClient *self)
{
  g_autofree char *message = NULL;

  if (self->sign_in) {
    message =
        g_strdup_printf ("No Bellhop server answers at %s. Check the address, the network and "
                         "whether the server runs.",
                         self->server);
    bh_client_login_fail (
        self,
        g_error_new_literal (BH_CLIENT_ERROR, BH_CLIENT_ERROR_SERVER_AWAY, message));
    return;
  }
  if (self->away_since == 0)
    set_away_since (self, bh_client_wall (self) - (bh_client_now (self) - self->heard_at));
  bh_client_set_state (self, BH_FEED_AWAY);
}

static void
become_live (BhClient *self, const BhFrame *frame)
{
  self->complete_until = bh_json_parse_time (frame->at);
  self->was_live = TRUE;
  g_object_notify (G_OBJECT (self), "complete-until");
  g_object_freeze_notify (G_OBJECT (self));
  bh_client_set_state (self, BH_FEED_LIVE);
  set_away_since (self, 0);
  g_object_thaw_notify (G_OBJECT (self));
  bh_client_login_live (self);
}

static void
show_sync_state (BhClient *self)
{
  static const BhFeedState states[] = {
      [BH_SYNC_CLOSED] = BH_FEED_OFFLINE,
      [BH_SYNC_GREETING] = BH_FEED_GREETING,
      [BH_SYNC_LOGIN] = BH_FEED_LOGIN,
      [BH_SYNC_SYNCING] = BH_FEED_SYNCING,
      [BH_SYNC_LIVE] = BH_FEED_LIVE,
  };
  BhSyncState state = bh_sync_get_state (self->sync);

  /* A hole that is filled within moments is nothing to show; silence is. */
  if (state == BH_SYNC_GREETING && self->was_live)
    return;
  if (state == BH_SYNC_LIVE && self->state != BH_FEED_LIVE)
    return; /* become_live() says so */
  bh_client_set_state (self, states[state]);
}

void
bh_client_logged_in (BhClient *self)
{
  bh_sync_logged_in (self->sync, bh_client_now (self));
  bh_client_requests_resume (self, bh_sync_get_epoch (self->sync));
  show_sync_state (self);
  update_events (self);
}

static void
take_event (BhClient *self, const BhFrame *frame)
{
  if (frame->type == BH_FRAME_EVENT && frame->data && JSON_NODE_HOLDS_OBJECT (frame->data))
    bh_feed_emit_event (BH_FEED (self),
                        frame->event,
                        (guint64) frame->seq,
                        bh_json_parse_time (frame->at),
                        json_node_get_object (frame->data));
}

static void
take_frame_todo (BhClient *self, guint todo, const BhFrame *frame)
{
  if (frame->type == BH_FRAME_WELCOME) {
    self->clock_offset = bh_sync_get_clock_offset (self->sync);
    bh_feed_emit_server_time (BH_FEED (self), bh_json_parse_time (frame->at));
    if (frame->held)
      bh_client_requests_resume (self, frame->epoch);
  }
  if (todo & BH_SYNC_RESET)
    bh_feed_emit_snapshot_begin (BH_FEED (self), bh_json_parse_time (frame->at));
  if (todo & BH_SYNC_APPLY)
    take_event (self, frame);
  if (frame->type == BH_FRAME_SNAPSHOT_END && (todo & BH_SYNC_ACK))
    bh_feed_emit_snapshot_end (BH_FEED (self), bh_json_parse_time (frame->at));
  if (todo & BH_SYNC_COMPLETE)
    become_live (self, frame);
  if ((todo & BH_SYNC_REPLY) && !bh_client_login_reply (self, frame))
    bh_client_requests_reply (self, frame);
}

static void
take_line_todo (BhClient *self, guint todo)
{
  gint64 now = bh_client_now (self);
  g_autoptr (GBytes) ack = NULL;
  g_autoptr (GBytes) heartbeat = NULL;

  if ((todo & BH_SYNC_RECONNECT) && !open_socket (self, NULL))
    return; /* tried again when the next hello is due */
  if (todo & BH_SYNC_HELLO)
    send_hello (self);
  if (todo & BH_SYNC_ASK_LOGIN)
    bh_client_log_in (self);
  if (todo & BH_SYNC_ACK) {
    ack = bh_sync_make_ack (self->sync, now);
    bh_client_send (self, ack);
  }
  if (todo & BH_SYNC_HEARTBEAT) {
    heartbeat = bh_codec_client_heartbeat ();
    bh_client_send (self, heartbeat);
  }
  show_sync_state (self);
  update_events (self);
}

/* Signals may end the session under our feet: everything after one asks whether we are still on. */
static void
take_frame (BhClient *self, const BhFrame *frame)
{
  BhSync *sync = self->sync;
  guint todo;

  self->heard_at = bh_client_now (self);
  todo = bh_sync_frame (sync, frame, self->heard_at);

  if ((todo & BH_SYNC_ENDED) && bh_sync_get_state (sync) == BH_SYNC_CLOSED) {
    end_session (self, frame);
    return;
  }
  if ((todo & BH_SYNC_ENDED) && g_strcmp0 (frame->code, "shutdown") == 0)
    go_away (self);
  if (self->sync == sync)
    take_frame_todo (self, todo, frame);
  if (self->sync == sync)
    take_line_todo (self, todo);
}

static gboolean
on_socket (void *socket, int events, gpointer user_data)
{
  BhClient *self = user_data;
  g_autoptr (BhClient) keep = g_object_ref (self);
  g_auto (BhZmqMessage) message = {NULL};
  g_autoptr (BhFrame) frame = NULL;

  if (events & BH_ZMQ_OUT) {
    if (self->hello_waits)
      send_hello (self);
    bh_client_requests_push (self);
    update_events (self);
  }
  if ((events & BH_ZMQ_IN) == 0 || self->socket == NULL ||
      !bh_zmq_socket_receive (self->socket, &message) || message.body == NULL)
    return G_SOURCE_CONTINUE;
  frame = bh_codec_parse (message.body, BH_FROM_SERVER, NULL, NULL);
  if (frame)
    take_frame (self, frame);
  else
    g_info ("a frame of the server could not be read and was passed over");
  return G_SOURCE_CONTINUE;
}

void
bh_client_tick (BhClient *self)
{
  gint64 now;
  guint todo;
  BhSync *sync;

  g_return_if_fail (BH_IS_CLIENT (self));

  now = bh_client_now (self);
  bh_client_login_tick (self, now);
  sync = self->sync;
  if (sync == NULL)
    return;
  todo = bh_sync_tick (sync, now);
  if (todo & BH_SYNC_SILENT)
    go_away (self);
  if (self->sync == sync)
    take_line_todo (self, todo);
  bh_client_requests_tick (self, now);
}

static gboolean
on_tick (gpointer data)
{
  g_autoptr (BhClient) self = g_object_ref (BH_CLIENT (data));

  bh_client_tick (self);
  return G_SOURCE_CONTINUE;
}

gboolean
bh_client_open (BhClient *self, GError **error)
{
  if (!open_socket (self, error))
    return FALSE;
  self->sync = bh_sync_new (self->program, self->locale, TRUE, self->seed);
  bh_client_set_state (self, BH_FEED_GREETING);
  bh_sync_open (self->sync, bh_client_now (self));
  send_hello (self);
  return TRUE;
}

void
bh_client_close (BhClient *self)
{
  g_clear_pointer (&self->socket, bh_zmq_socket_free);
  g_clear_pointer (&self->sync, bh_sync_free);
  self->hello_waits = FALSE;
  self->was_live = FALSE;
  bh_client_requests_fail (self, BH_FEED_OFFLINE);
  set_away_since (self, 0);
  bh_client_set_state (self, BH_FEED_OFFLINE);
}

static void
bh_client_request_async (BhFeed *feed,
                         const char *op,
                         JsonObject *args,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (feed, cancellable, callback, user_data);

  g_task_set_source_tag (task, bh_client_request_async);
  bh_client_request (BH_CLIENT (feed), task, op, args);
  update_events (BH_CLIENT (feed));
}

static JsonObject *
bh_client_request_finish (BhFeed *feed, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, feed), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
bh_client_feed_init (BhFeedInterface *iface)
{
  bh_client_login_init (iface);
  iface->request_async = bh_client_request_async;
  iface->request_finish = bh_client_request_finish;
}

static void
bh_client_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  BhClient *self = BH_CLIENT (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_AWAY_SINCE:
    g_value_set_int64 (value, self->away_since);
    break;
  case PROP_COMPLETE_UNTIL:
    g_value_set_int64 (value, self->complete_until);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
bh_client_dispose (GObject *object)
{
  BhClient *self = BH_CLIENT (object);

  if (self->ticks)
    g_source_destroy (self->ticks);
  g_clear_pointer (&self->ticks, g_source_unref);
  bh_client_close (self);
  bh_client_login_forget (self);
  g_clear_object (&self->sign_in);
  G_OBJECT_CLASS (bh_client_parent_class)->dispose (object);
}

static void
bh_client_finalize (GObject *object)
{
  BhClient *self = BH_CLIENT (object);

  bh_client_requests_free (self);
  bh_curve_keys_clear (&self->keys);
  g_clear_pointer (&self->context, bh_zmq_context_unref);
  g_clear_pointer (&self->known, bh_known_servers_free);
  g_free (self->program);
  g_free (self->locale);
  g_free (self->endpoint);
  g_free (self->server);
  g_free (self->server_key);
  G_OBJECT_CLASS (bh_client_parent_class)->finalize (object);
}

static void
bh_client_class_init (BhClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bh_client_get_property;
  object_class->dispose = bh_client_dispose;
  object_class->finalize = bh_client_finalize;
  g_object_class_override_property (object_class, PROP_STATE, "state");
  g_object_class_override_property (object_class, PROP_AWAY_SINCE, "away-since");
  g_object_class_override_property (object_class, PROP_COMPLETE_UNTIL, "complete-until");
}

static void
bh_client_init (BhClient *self)
{
  bh_client_requests_init (self);
  self->context = bh_zmq_context_new ();
}

BhClient *
bh_client_new (const BhClientSettings *settings)
{
  static const BhClientSettings real = {NULL};
  BhClient *self = g_object_new (BH_TYPE_CLIENT, NULL);

  if (settings == NULL)
    settings = &real;
  self->program = g_strdup (settings->program ? settings->program : "bellhop/" BH_VERSION);
  self->locale = g_strdup (settings->locale);
  self->known = bh_known_servers_new (settings->known_servers);
  self->seed = settings->seed ? settings->seed : g_random_int ();
  self->monotonic = settings->monotonic;
  self->monotonic_data = settings->monotonic_data;
  if (self->monotonic == NULL) {
    self->ticks = g_timeout_source_new (BH_CLIENT_TICK_MS);
    g_source_set_callback (self->ticks, on_tick, self, NULL);
    g_source_attach (self->ticks, g_main_context_get_thread_default ());
  }
  return self;
}
