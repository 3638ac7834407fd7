/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-bus"

#include "server/bus/session-door.h"

#include <string.h>
#include <sys/stat.h>

#include "protocol/codec.h"
#include "protocol/transport/transport-error.h"
#include "server/bus/session-door-requests.h"

#define DOMAIN       "session"
#define MAX_THROTTLE 10000
#define SILENT_DROP  (30 * G_USEC_PER_SEC) /* a stranger who says nothing is forgotten */

void
bh_session_door_settings_init (BhSessionDoorSettings *settings)
{
  *settings = (BhSessionDoorSettings){
      .server = "bellhopd/" BH_VERSION,
      .away_ms = BH_WIRE_SILENCE_MS,
      .grace_ms = 60000,
      .heartbeat_ms = BH_WIRE_HEARTBEAT_MS,
      .lag_ms = 10000,
      .request_ms = 10000,
      .login_quantum_ms = 500,
      .tick_ms = 100,
      .lag_events = 5000,
      .ring_events = 10000,
      .ring_bytes = 4 * 1024 * 1024,
      .violations = 20,
      .frames_per_second = 2000,
      .requests_per_second = 100,
      .snapshots_per_second = 150,
      .max_peers = 5000,
  };
}

gint64
bh_session_door_now (BhSessionDoor *self)
{
  if (self->settings.monotonic != NULL)
    return self->settings.monotonic (self->settings.clock);
  return g_get_monotonic_time ();
}

gint64
bh_session_door_wall (BhSessionDoor *self)
{
  if (self->settings.real != NULL)
    return self->settings.real (self->settings.clock);
  return g_get_real_time ();
}

/* Made once for each millisecond: a burst of events has one time. */
const char *
bh_session_door_at (BhSessionDoor *self)
{
  gint64 wall = bh_session_door_wall (self);

  if (self->at_text == NULL || self->at_ms != wall / 1000) {
    g_free (self->at_text);
    self->at_text = bh_codec_time (wall);
    self->at_ms = wall / 1000;
  }
  return self->at_text;
}

static void
door_send (BhDoor *door, const char *session, const BhOutEvent *event)
{
  BhSessionDoor *self = (BhSessionDoor *) door;
  BhSession *found = g_hash_table_lookup (self->sessions, session);

  if (found != NULL)
    bh_session_push_event (found, event);
}

static void
door_close (BhDoor *door, const char *session, const char *code, const char *message)
{
  BhSessionDoor *self = (BhSessionDoor *) door;
  BhSession *found = g_hash_table_lookup (self->sessions, session);

  if (found != NULL)
    bh_session_end (found, code, message, TRUE);
}

static const BhDoorFuncs door_funcs = {
    .accept = bh_session_door_accept,
    .send = door_send,
    .close = door_close,
};

static void
own_settings (BhSessionDoor *self, const BhSessionDoorSettings *settings)
{
  self->settings = *settings;
  self->settings.endpoint = g_strdup (settings->endpoint);
  self->settings.local_path = g_strdup (settings->local_path);
  self->settings.server = g_strdup (settings->server);
  self->settings.keys = NULL;
  self->has_keys = settings->keys != NULL;
  if (self->has_keys)
    self->keys = *settings->keys;
}

BhSessionDoor *
bh_session_door_new (const BhSessionDoorSettings *settings)
{
  BhSessionDoor *self;

  g_return_val_if_fail (settings != NULL, NULL);

  self = g_new0 (BhSessionDoor, 1);
  self->door.funcs = &door_funcs;
  own_settings (self, settings);
  self->epoch = g_uuid_string_random ();
  self->peers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, bh_peer_free);
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, bh_session_free);
  self->banned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->dead = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->live = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->pending);
  g_queue_init (&self->held);
  g_queue_init (&self->snapshots);
  self->throttle = bh_login_throttle_new (MAX_THROTTLE);
  return self;
}

void
bh_session_door_free (BhSessionDoor *self)
{
  if (self == NULL)
    return;
  bh_session_door_stop (self);
  g_hash_table_unref (self->sessions);
  g_hash_table_unref (self->peers);
  g_hash_table_unref (self->banned);
  g_hash_table_unref (self->dead);
  g_hash_table_unref (self->live);
  bh_login_throttle_free (self->throttle);
  bh_curve_keys_clear (&self->keys);
  g_clear_pointer (&self->text_node, json_node_unref);
  g_free (self->text);
  g_free (self->at_text);
  g_free (self->epoch);
  g_free ((char *) self->settings.endpoint);
  g_free ((char *) self->settings.local_path);
  g_free ((char *) self->settings.server);
  g_free (self);
}

BhDoor *
bh_session_door_get_door (BhSessionDoor *self)
{
  return &self->door;
}

/* Every key may knock and say hello; what it may do is decided by the login. */
static gboolean
admit_key (const char *domain, const char *address, const char *public_key, gpointer user_data)
{
  return !bh_session_door_is_banned (user_data, public_key);
}

static gboolean
socket_ready (BhSessionDoor *self, BhZmqSocket *socket)
{
  g_auto (BhZmqMessage) message = {NULL};

  if (bh_zmq_socket_receive (socket, &message)) {
    self->metrics.frames_in++;
    bh_session_door_frame (self, socket, &message);
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
public_ready (void *socket, int events, gpointer user_data)
{
  BhSessionDoor *self = user_data;

  return socket_ready (self, self->public_socket);
}

static gboolean
local_ready (void *socket, int events, gpointer user_data)
{
  BhSessionDoor *self = user_data;

  return socket_ready (self, self->local_socket);
}

/* Not fatal: clients that know the key already, or are given it in a file, need no key door. */
static void
open_key_door (BhSessionDoor *self)
{
  const char *endpoint = bh_zmq_socket_get_endpoint (self->public_socket);
  g_autofree char *above = bh_key_door_endpoint_of (endpoint);
  g_autoptr (GError) error = NULL;

  if (above != NULL)
    self->key_door = bh_key_door_new (self->context, above, self->keys.public_key, &error);
  if (self->key_door == NULL)
    g_info ("no key door above %s (%s): new clients need the server's key in a file",
            endpoint,
            error != NULL ? error->message : "it has the last port");
}

static gboolean
open_public (BhSessionDoor *self, GError **error)
{
  if (!self->has_keys) {
    g_set_error (error,
                 BH_TRANSPORT_ERROR,
                 BH_TRANSPORT_ERROR_NO_CURVE,
                 "%s is not opened without a server key",
                 self->settings.endpoint);
    return FALSE;
  }
  self->zap = bh_zap_new (self->context, admit_key, self, error);
  if (self->zap == NULL)
    return FALSE;
  self->public_socket = bh_zmq_socket_new (self->context, BH_ZMQ_ROUTER, error);
  if (self->public_socket == NULL ||
      !bh_zmq_socket_curve_server (self->public_socket, &self->keys, DOMAIN, error) ||
      !bh_zmq_socket_bind (self->public_socket, self->settings.endpoint, error))
    return FALSE;
  bh_zmq_socket_watch (self->public_socket, NULL, BH_ZMQ_IN, public_ready, self);
  open_key_door (self);
  return TRUE;
}

/* The folder is what guards this socket, so it is looked at before the socket is there. */
static gboolean
check_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat info;

  if (stat (folder, &info) == 0 && S_ISDIR (info.st_mode) && (info.st_mode & 077) == 0)
    return TRUE;
  g_set_error (error,
               BH_TRANSPORT_ERROR,
               BH_TRANSPORT_ERROR_ENDPOINT,
               "The folder %s must be there with mode 0700: whoever can reach the socket in it has "
               "the rights of an administrator",
               folder);
  return FALSE;
}

static gboolean
open_local (BhSessionDoor *self, GError **error)
{
  g_autofree char *endpoint = g_strdup_printf ("ipc://%s", self->settings.local_path);

  if (!check_folder (self->settings.local_path, error))
    return FALSE;
  self->local_socket = bh_zmq_socket_new (self->context, BH_ZMQ_ROUTER, error);
  if (self->local_socket == NULL || !bh_zmq_socket_bind (self->local_socket, endpoint, error))
    return FALSE;
  bh_zmq_socket_watch (self->local_socket, NULL, BH_ZMQ_IN, local_ready, self);
  return TRUE;
}

static gboolean
tick_cb (gpointer user_data)
{
  bh_session_door_tick (user_data);
  return G_SOURCE_CONTINUE;
}

static void
start_timer (BhSessionDoor *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->settings.tick_ms == 0)
    return;
  source = g_timeout_source_new (self->settings.tick_ms);
  g_source_set_callback (source, tick_cb, self, NULL);
  self->timer = g_source_attach (source, g_main_context_get_thread_default ());
}

static void
close_sockets (BhSessionDoor *self)
{
  GSource *timer = NULL;

  if (self->timer != 0)
    timer = g_main_context_find_source_by_id (g_main_context_get_thread_default (), self->timer);
  if (timer != NULL)
    g_source_destroy (timer);
  self->timer = 0;
  g_clear_pointer (&self->key_door, bh_key_door_free);
  g_clear_pointer (&self->public_socket, bh_zmq_socket_free);
  g_clear_pointer (&self->local_socket, bh_zmq_socket_free);
  g_clear_pointer (&self->zap, bh_zap_free);
  g_clear_pointer (&self->context, bh_zmq_context_unref);
}

gboolean
bh_session_door_start (BhSessionDoor *self, const BhDeskFuncs *funcs, gpointer desk, GError **error)
{
  g_return_val_if_fail (self != NULL && funcs != NULL && self->context == NULL, FALSE);

  self->funcs = funcs;
  self->desk = desk;
  self->context = bh_zmq_context_new ();
  if ((self->settings.endpoint != NULL && !open_public (self, error)) ||
      (self->settings.local_path != NULL && !open_local (self, error))) {
    close_sockets (self);
    return FALSE;
  }
  start_timer (self);
  return TRUE;
}

void
bh_session_door_stop (BhSessionDoor *self)
{
  GHashTableIter iter;
  gpointer peer;

  if (self->context == NULL)
    return;
  bh_session_door_abandon_requests (self);
  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &peer))
    if (((BhPeer *) peer)->greeted)
      bh_peer_bye (peer, "shutdown", "The server stops; it will be back.");
  g_queue_clear_full (&self->snapshots, g_free);
  g_hash_table_remove_all (self->sessions);
  g_hash_table_remove_all (self->peers);
  close_sockets (self);
}

const char *
bh_session_door_get_endpoint (BhSessionDoor *self)
{
  return self->public_socket != NULL ? bh_zmq_socket_get_endpoint (self->public_socket) : NULL;
}

const char *
bh_session_door_get_local_endpoint (BhSessionDoor *self)
{
  return self->local_socket != NULL ? bh_zmq_socket_get_endpoint (self->local_socket) : NULL;
}

const char *
bh_session_door_get_epoch (BhSessionDoor *self)
{
  return self->epoch;
}

guint
bh_session_door_revoke (BhSessionDoor *self,
                        const char *user,
                        const char *code,
                        const char *message)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhSession *session = value;
    if (!session->peer->local && g_str_equal (session->user->user, user))
      g_ptr_array_add (ids, g_strdup (session->user->session));
  }
  for (guint i = 0; i < ids->len; i++)
    door_close (&self->door, ids->pdata[i], code, message);
  return ids->len;
}

static void
heartbeat (BhPeer *peer, gint64 now)
{
  BhSessionDoor *self = peer->door;
  BhSession *session = peer->session;
  g_autoptr (GBytes) frame = NULL;
  gboolean gone;

  if (!bh_peer_flush (peer) || !peer->greeted || (session != NULL && session->away))
    return;
  if (now - peer->heard_at >= (gint64) self->settings.away_ms * 1000 ||
      now - peer->sent_at < (gint64) self->settings.heartbeat_ms * 1000)
    return;
  /* Never kept for later: it would speak of a past that is over. */
  frame =
      bh_codec_server_heartbeat (self->epoch, session != NULL ? bh_session_last_seq (session) : 0);
  bh_peer_put (peer, frame, &gone);
}

static void
tick_peer (BhSessionDoor *self, const char *key, gint64 now)
{
  BhPeer *peer = bh_session_door_find_peer (self, key);

  if (peer != NULL && peer->session != NULL)
    bh_session_tick (peer->session);
  peer = bh_session_door_find_peer (self, key);
  if (peer == NULL)
    return;
  if (peer->session == NULL && now - peer->heard_at >= SILENT_DROP)
    bh_session_door_drop_peer (peer);
  else
    heartbeat (peer, now);
}

/* The desk may end sessions from within what a tick tells it, so nothing is walked that it can
 * change: keys are collected first and looked up again. */
static void
tick_peers (BhSessionDoor *self, gint64 now)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, g_strdup (key));
  for (guint i = 0; i < keys->len; i++)
    tick_peer (self, keys->pdata[i], now);
}

static gboolean
is_over (gpointer key, gpointer until, gpointer now)
{
  return *(gint64 *) until <= *(gint64 *) now;
}

void
bh_session_door_tick (BhSessionDoor *self)
{
  gint64 now = bh_session_door_now (self);

  if (self->context == NULL)
    return;
  bh_session_door_tick_requests (self);
  bh_session_door_serve_snapshots (self);
  tick_peers (self, now);
  g_hash_table_foreach_remove (self->banned, is_over, &now);
}

static void
count_sessions (gpointer key, gpointer value, gpointer user_data)
{
  BhSessionDoorMetrics *metrics = user_data;

  metrics->sessions++;
  metrics->away += ((BhSession *) value)->away ? 1 : 0;
}

void
bh_session_door_get_metrics (BhSessionDoor *self, BhSessionDoorMetrics *metrics)
{
  *metrics = self->metrics;
  metrics->peers = g_hash_table_size (self->peers);
  g_hash_table_foreach (self->sessions, count_sessions, metrics);
}
