/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-bus"

#include "protocol/codec.h"
#include "protocol/transport/transport-error.h"
#include "server/bus/session-door-private.h"

/* Peers: who is known by which key, and frames to them. Control frames (welcome, replies,
 * heartbeats, bye) that find libzmq's queue full wait here, few and in order; the stream waits in
 * its ring. */

#define MAX_WAITING 256
#define MAX_PENDING 64
#define MAX_REPLIES 1024
#define REPLY_BYTES (1024 * 1024)
#define BAN_US      (60 * G_USEC_PER_SEC)
#define MAX_BANNED  10000

BhPeer *
bh_session_door_find_peer (BhSessionDoor *self, const char *key)
{
  return g_hash_table_lookup (self->peers, key);
}

/* When all places are taken, the longest silent stranger makes room; NULL: there is none. */
static gboolean
make_room (BhSessionDoor *self)
{
  GHashTableIter iter;
  gpointer value;
  BhPeer *oldest = NULL;

  if (g_hash_table_size (self->peers) < self->settings.max_peers)
    return TRUE;
  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhPeer *peer = value;
    if (peer->session == NULL && (oldest == NULL || peer->heard_at < oldest->heard_at))
      oldest = peer;
  }
  if (oldest == NULL)
    return FALSE;
  bh_session_door_drop_peer (oldest);
  return TRUE;
}

BhPeer *
bh_session_door_add_peer (BhSessionDoor *self, const char *key, BhZmqSocket *socket)
{
  BhPeer *peer;

  if (!make_room (self)) {
    self->metrics.dropped++;
    return NULL;
  }
  peer = g_new0 (BhPeer, 1);
  peer->door = self;
  peer->key = g_strdup (key);
  peer->socket = socket;
  peer->local = socket == self->local_socket;
  peer->heard_at = bh_session_door_now (self);
  peer->log = bh_request_log_new (MAX_PENDING, MAX_REPLIES, REPLY_BYTES);
  g_queue_init (&peer->waiting);
  g_hash_table_insert (self->peers, peer->key, peer);
  return peer;
}

void
bh_session_door_drop_peer (BhPeer *peer)
{
  g_hash_table_remove (peer->door->peers, peer->key);
}

void
bh_peer_forget_waiting (BhPeer *peer)
{
  g_queue_clear_full (&peer->waiting, (GDestroyNotify) g_bytes_unref);
}

void
bh_peer_free (gpointer data)
{
  BhPeer *peer = data;

  bh_peer_forget_waiting (peer);
  bh_request_log_free (peer->log);
  g_clear_pointer (&peer->routing_id, g_bytes_unref);
  g_free (peer->key);
  g_free (peer->address);
  g_free (peer->client);
  g_free (peer->program);
  g_free (peer->locale);
  g_free (peer);
}

static void
tap (BhPeer *peer, GBytes *frame)
{
  BhSessionDoorSettings *settings = &peer->door->settings;
  gsize size;
  const char *text = g_bytes_get_data (frame, &size);

  if (settings->tap != NULL)
    settings->tap (peer->session != NULL ? peer->session->user->session : NULL,
                   text,
                   size,
                   settings->tap_data);
}

/* FALSE: not taken; *gone tells whether there is nobody any more, or the queue is full. */
gboolean
bh_peer_put (BhPeer *peer, GBytes *frame, gboolean *gone)
{
  g_autoptr (GError) error = NULL;
  BhSessionDoorMetrics *metrics = &peer->door->metrics;

  *gone = peer->routing_id == NULL;
  if (*gone)
    return FALSE;
  if (!bh_zmq_socket_send (peer->socket, peer->routing_id, frame, &error)) {
    *gone = !g_error_matches (error, BH_TRANSPORT_ERROR, BH_TRANSPORT_ERROR_AGAIN);
    return FALSE;
  }
  peer->sent_at = bh_session_door_now (peer->door);
  metrics->frames_out++;
  metrics->bytes_out += g_bytes_get_size (frame);
  tap (peer, frame);
  return TRUE;
}

gboolean
bh_peer_flush (BhPeer *peer)
{
  gboolean gone;

  while (peer->waiting.length > 0) {
    GBytes *frame = g_queue_peek_head (&peer->waiting);
    if (bh_peer_put (peer, frame, &gone)) {
      g_bytes_unref (g_queue_pop_head (&peer->waiting));
    } else if (gone) {
      bh_peer_forget_waiting (peer);
    } else {
      return FALSE;
    }
  }
  return TRUE;
}

/* To one that is gone it is lost, and need not be kept: on its next connection it says hello, and
 * asks again for replies. */
void
bh_peer_send (BhPeer *peer, GBytes *frame)
{
  gboolean gone = FALSE;

  if (bh_peer_flush (peer) && (bh_peer_put (peer, frame, &gone) || gone))
    return;
  if (peer->waiting.length < MAX_WAITING)
    g_queue_push_tail (&peer->waiting, g_bytes_ref (frame));
  else
    peer->door->metrics.dropped++;
}

/* Whatever else waited is of no use after a bye. */
void
bh_peer_bye (BhPeer *peer, const char *code, const char *message)
{
  g_autoptr (GBytes) frame = bh_codec_bye (code, message);

  if (!bh_peer_flush (peer))
    bh_peer_forget_waiting (peer);
  bh_peer_send (peer, frame);
  peer->greeted = FALSE;
}

gboolean
bh_session_door_is_banned (BhSessionDoor *self, const char *key)
{
  gint64 *until = g_hash_table_lookup (self->banned, key);

  return until != NULL && *until > bh_session_door_now (self);
}

/* libzmq cannot cut one peer of a ROUTER; so its frames are thrown away unread, and its key is not
 * let in again, for a minute. */
void
bh_peer_ban (BhPeer *peer)
{
  BhSessionDoor *self = peer->door;
  gint64 until = bh_session_door_now (self) + BAN_US;

  if (peer->local || g_hash_table_size (self->banned) >= MAX_BANNED)
    return;
  g_hash_table_insert (self->banned, g_strdup (peer->key), g_memdup2 (&until, sizeof until));
}
