/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-bus"

#include <string.h>

#include "protocol/codec.h"
#include "protocol/protocol-error.h"
#include "server/bus/session-door-requests.h"

/* What comes in. Nothing here believes a word that was not authenticated: the key is libzmq's, the
 * routing id only an address to answer to. */

#define KEY_LENGTH        40
#define OWN_ID_LENGTH     5 /* of routing ids that ROUTER makes: a zero byte and a counter */
#define HELLOS_PER_SECOND 2
#define HELLO_BURST       10
#define UNKNOWN_EVERY_US  G_USEC_PER_SEC
#define FORGIVE_AFTER_US  (60 * G_USEC_PER_SEC)

static void
send_direct (BhSessionDoor *self, BhZmqSocket *socket, GBytes *routing_id, GBytes *frame)
{
  if (bh_zmq_socket_send (socket, routing_id, frame, NULL))
    self->metrics.frames_out++;
}

static void
bye_direct (BhSessionDoor *self, BhZmqSocket *socket, GBytes *id, const char *code, const char *why)
{
  g_autoptr (GBytes) frame = bh_codec_bye (code, why);

  send_direct (self, socket, id, frame);
}

/* A routing id that a peer chose could be another's of a moment ago, whose mail it would get. */
static gboolean
is_own_id (GBytes *routing_id)
{
  gsize size;
  const char *bytes = g_bytes_get_data (routing_id, &size);

  return size == OWN_ID_LENGTH && bytes[0] == '\0';
}

/* NULL: nobody that was let in. */
static char *
key_of (BhSessionDoor *self, BhZmqSocket *socket, BhZmqMessage *message)
{
  GString *key;
  gsize size;
  const guint8 *bytes;

  if (socket != self->local_socket)
    return strlen (message->user_id) == KEY_LENGTH ? g_strdup (message->user_id) : NULL;
  key = g_string_new ("local:");
  bytes = g_bytes_get_data (message->routing_id, &size);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (key, "%02x", bytes[i]);
  return g_string_free (key, FALSE);
}

static void
expel (BhPeer *peer)
{
  static const char why[] =
      "Too many frames that could not be read; nothing more is read for a minute.";
  BhSessionDoor *self = peer->door;
  g_autofree char *key = g_strdup (peer->key);

  self->metrics.expelled++;
  g_info ("A client at %s is sent away for malformed frames", peer->address);
  bh_peer_ban (peer);
  if (peer->session != NULL)
    bh_session_end (peer->session, "protocol", why, TRUE);
  else
    bh_peer_bye (peer, "protocol", why);
  peer = bh_session_door_find_peer (self, key);
  if (peer != NULL)
    bh_session_door_drop_peer (peer);
}

static void
violation (BhPeer *peer, gint64 now)
{
  if (now - peer->violated_at >= FORGIVE_AFTER_US)
    peer->violations = 0;
  peer->violated_at = now;
  if (++peer->violations >= peer->door->settings.violations)
    expel (peer);
}

static void
malformed (BhPeer *peer, BhZmqMessage *message, const char *id, const GError *error, gint64 now)
{
  BhSessionDoor *self = peer->door;
  gboolean large = g_error_matches (error, BH_PROTOCOL_ERROR, BH_PROTOCOL_ERROR_TOO_LARGE);
  g_autoptr (GBytes) reply =
      bh_codec_reply_error (id != NULL ? id : "",
                            bh_code_to_string (large ? BH_CODE_TOO_LARGE : BH_CODE_BAD_REQUEST),
                            error->message,
                            NULL);

  self->metrics.malformed++;
  send_direct (self, peer->socket, message->routing_id, reply);
  violation (peer, now);
}

/* A local client needs no login; it is who may open the socket. */
static void
open_local (BhPeer *peer)
{
  g_autofree char *id = g_uuid_string_random ();
  BhSessionUser init = {.session = id,
                        .user = (char *) "local",
                        .roles = BH_ROLE_LOCAL | BH_ROLE_ADMIN,
                        .locale = peer->locale,
                        .address = (char *) "local"};
  g_autoptr (BhSessionUser) user = bh_session_user_new (&init);

  bh_session_open (peer, user, 0);
}

static void
send_welcome (BhPeer *peer, gboolean resumed)
{
  BhSessionDoor *self = peer->door;
  BhFrame welcome = {.version = BH_WIRE_VERSION,
                     .server = (char *) self->settings.server,
                     .epoch = self->epoch,
                     .at = (char *) bh_session_door_at (self),
                     .heartbeat_ms = self->settings.heartbeat_ms,
                     .held = peer->session != NULL,
                     .resumed = resumed};
  g_autoptr (GBytes) frame = bh_codec_welcome (&welcome);

  bh_peer_send (peer, frame);
}

static void
learn_peer (BhPeer *peer, BhZmqMessage *message, const BhFrame *hello)
{
  const char *slash = strchr (hello->client, '/');

  g_clear_pointer (&peer->routing_id, g_bytes_unref);
  peer->routing_id = g_bytes_ref (message->routing_id);
  g_free (peer->client);
  peer->client = g_strdup (hello->client);
  g_free (peer->program);
  peer->program = slash != NULL ? g_strndup (hello->client, (gsize) (slash - hello->client))
                                : g_strdup (hello->client);
  g_free (peer->locale);
  peer->locale = g_strdup (hello->locale);
  peer->stream = hello->stream;
  peer->greeted = TRUE;
  bh_peer_forget_waiting (peer);
}

static void
on_hello (BhPeer *peer, BhZmqMessage *message, const BhFrame *hello, gint64 now)
{
  BhSessionDoor *self = peer->door;
  gboolean resumed;

  if (!bh_bucket_take (&peer->hellos, HELLOS_PER_SECOND, HELLO_BURST, now)) {
    self->metrics.dropped++;
    return;
  }
  if (!hello->speaks_v1) {
    bye_direct (self,
                peer->socket,
                message->routing_id,
                "version",
                "This server speaks version 1 of the protocol only; install a client that does.");
    return;
  }
  learn_peer (peer, message, hello);
  if (peer->local && peer->session == NULL)
    open_local (peer);
  resumed = peer->session != NULL && peer->stream && bh_session_resume (peer->session, hello);
  send_welcome (peer, resumed);
  if (peer->session == NULL)
    return;
  bh_session_heard (peer->session, TRUE);
  if (resumed)
    bh_session_pump (peer->session);
  else if (peer->stream)
    bh_session_want_snapshot (peer->session);
  else
    bh_session_stop_stream (peer->session);
}

/* On a connection that has not said hello: after a restart of the server every client is like that,
 * and is to know it at once. */
static void
on_unknown (BhPeer *peer, BhZmqMessage *message, const BhFrame *frame, gint64 now)
{
  if (frame->type != BH_FRAME_REQUEST && now - peer->unknown_told_at < UNKNOWN_EVERY_US)
    return;
  peer->unknown_told_at = now;
  bye_direct (peer->door,
              peer->socket,
              message->routing_id,
              "unknown",
              "The server does not know this connection; say hello.");
}

static void
on_ack (BhPeer *peer, gint64 seq, gint64 now)
{
  if (peer->session != NULL && !bh_session_ack (peer->session, seq))
    violation (peer, now);
}

static void
take_frame (BhPeer *peer, BhZmqMessage *message, const BhFrame *frame, gint64 now)
{
  if (frame->type == BH_FRAME_HELLO) {
    on_hello (peer, message, frame, now);
    return;
  }
  if (!peer->greeted || !g_bytes_equal (peer->routing_id, message->routing_id)) {
    on_unknown (peer, message, frame, now);
    return;
  }
  if (peer->session != NULL)
    bh_session_heard (peer->session, FALSE);
  if (frame->type == BH_FRAME_REQUEST)
    bh_peer_request (peer, frame);
  else if (frame->type == BH_FRAME_ACK)
    on_ack (peer, frame->seq, now);
}

static BhPeer *
peer_of (BhSessionDoor *self, BhZmqSocket *socket, BhZmqMessage *message)
{
  g_autofree char *key = key_of (self, socket, message);
  BhPeer *peer;

  if (key == NULL || bh_session_door_is_banned (self, key)) {
    self->metrics.dropped++;
    return NULL;
  }
  if (!is_own_id (message->routing_id)) {
    self->metrics.dropped++;
    bye_direct (self,
                socket,
                message->routing_id,
                "protocol",
                "Leave the routing id unset: a peer is known by its key.");
    return NULL;
  }
  peer = bh_session_door_find_peer (self, key);
  if (peer == NULL)
    peer = bh_session_door_add_peer (self, key, socket);
  if (peer != NULL && peer->address == NULL)
    peer->address = g_strdup (peer->local ? "local" : message->address);
  return peer;
}

void
bh_session_door_frame (BhSessionDoor *self, BhZmqSocket *socket, BhZmqMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhFrame) frame = NULL;
  g_autofree char *id = NULL;
  gint64 now = bh_session_door_now (self);
  BhPeer *peer = peer_of (self, socket, message);

  if (peer == NULL)
    return;
  peer->heard_at = now;
  if (!bh_bucket_take (&peer->frames,
                       self->settings.frames_per_second,
                       self->settings.frames_per_second,
                       now)) {
    self->metrics.dropped++;
    return;
  }
  if (message->body != NULL)
    frame = bh_codec_parse (message->body, BH_FROM_CLIENT, &id, &error);
  else
    g_set_error_literal (&error,
                         BH_PROTOCOL_ERROR,
                         BH_PROTOCOL_ERROR_FRAME,
                         "A message must have exactly one frame");
  if (frame != NULL)
    take_frame (peer, message, frame, now);
  else
    malformed (peer, message, id, error, now);
}
