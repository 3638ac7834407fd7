/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-door.h"

#include "protocol/codec.h"
#include "protocol/ring.h"
#include "protocol/transport/key-door.h"
#include "protocol/transport/zap.h"
#include "protocol/transport/zmq-socket.h"

typedef struct {
  GBytes *routing_id;
  gboolean held;
  BhRing *ring;
  gint64 last_snapshot; /* seq of the last snapshot_begin */
} Peer;

struct FakeDoor {
  FakeWorld *world;
  FakePolicy *policy;
  BhZmqContext *context;
  BhZap *zap;
  BhCurveKeys keys;
  BhZmqSocket *socket;
  BhKeyDoor *key_door;
  char *endpoint;
  guint epoch_n;
  char *epoch;
  GHashTable *peers;   /* public key -> Peer */
  GHashTable *replies; /* "key id" -> GBytes: done once */
  GPtrArray *lagging;  /* of Late */
  gboolean dropped;
  gboolean lag;
  gboolean lose_next;
};

typedef struct {
  Peer *peer;
  GBytes *frame;
} Late;

static void
peer_free (Peer *peer)
{
  g_bytes_unref (peer->routing_id);
  bh_ring_free (peer->ring);
  g_free (peer);
}

static void
late_free (Late *late)
{
  g_bytes_unref (late->frame);
  g_free (late);
}

static gboolean
admit (const char *domain, const char *address, const char *public_key, gpointer user_data)
{
  return TRUE;
}

static void
push (FakeDoor *self, Peer *peer, GBytes *frame)
{
  if (!self->dropped)
    bh_zmq_socket_send (self->socket, peer->routing_id, frame, NULL);
}

static void
push_new (FakeDoor *self, Peer *peer, GBytes *frame)
{
  push (self, peer, frame);
  g_bytes_unref (frame);
}

/* Numbers it, keeps it, sends it. Consumes @frame. */
static void
stream (FakeDoor *self, Peer *peer, GBytes *frame)
{
  bh_ring_push (peer->ring, frame);
  push (self, peer, frame);
  g_bytes_unref (frame);
}

typedef struct {
  FakeDoor *door;
  Peer *peer;
} To;

static void
stream_event (const char *event, JsonObject *data, gpointer user_data)
{
  To *to = user_data;
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), data);
  g_autofree char *text = bh_codec_data (node);
  g_autofree char *at = bh_codec_time (fake_world_now (to->door->world));

  stream (to->door,
          to->peer,
          bh_codec_event (to->door->epoch, bh_ring_get_next (to->peer->ring), at, event, text));
}

static void
stream_mark (FakeDoor *self, Peer *peer, BhFrameType type)
{
  g_autofree char *at = bh_codec_time (fake_world_now (self->world));

  stream (self, peer, bh_codec_mark (type, self->epoch, bh_ring_get_next (peer->ring), at));
}

static void
snapshot (FakeDoor *self, Peer *peer)
{
  To to = {self, peer};

  peer->last_snapshot = bh_ring_get_next (peer->ring);
  stream_mark (self, peer, BH_FRAME_SNAPSHOT_BEGIN);
  fake_world_tell (self->world, stream_event, &to);
  stream_mark (self, peer, BH_FRAME_SNAPSHOT_END);
}

static void
send_welcome (FakeDoor *self, Peer *peer, gboolean resumed)
{
  g_autoptr (BhFrame) welcome = bh_frame_new (BH_FRAME_WELCOME);

  welcome->version = 1;
  welcome->server = g_strdup ("fake/1");
  welcome->epoch = g_strdup (self->epoch);
  welcome->at = bh_codec_time (fake_world_now (self->world));
  welcome->heartbeat_ms = 1000;
  welcome->held = peer->held;
  welcome->resumed = resumed;
  push_new (self, peer, bh_codec_welcome (welcome));
}

static void
take_hello (FakeDoor *self, Peer *peer, const BhFrame *hello)
{
  gboolean resumed = peer->held && g_strcmp0 (hello->resume_epoch, self->epoch) == 0 &&
                     bh_ring_can_resume (peer->ring, hello->resume_seq);

  send_welcome (self, peer, resumed);
  for (gint64 seq = hello->resume_seq + 1; resumed && seq < bh_ring_get_next (peer->ring); seq++)
    push (self, peer, bh_ring_get (peer->ring, seq));
  if (peer->held && !resumed)
    snapshot (self, peer);
}

static void
reply (FakeDoor *self, Peer *peer, GBytes *frame)
{
  Late *late;

  if (!self->lag) {
    push (self, peer, frame);
    return;
  }
  late = g_new0 (Late, 1);
  late->peer = peer;
  late->frame = g_bytes_ref (frame);
  g_ptr_array_add (self->lagging, late);
}

static GBytes *
answer (FakeDoor *self, Peer *peer, const BhFrame *request)
{
  g_auto (FakeAnswer) answer = {NULL};

  if (!peer->held && !g_str_equal (request->op, "login"))
    return bh_codec_reply_error (request->id, "not_logged_in", "Log in first.", NULL);
  fake_policy_answer (self->policy, request->op, request->args, &answer);
  if (answer.result)
    return bh_codec_reply_ok (request->id, answer.result);
  return bh_codec_reply_error (request->id, answer.code, answer.message, answer.detail);
}

static void
take_request (FakeDoor *self, Peer *peer, const char *key, const BhFrame *request)
{
  g_autofree char *name = g_strdup_printf ("%s %s", key, request->id);
  GBytes *known = g_hash_table_lookup (self->replies, name);
  gboolean is_login = g_str_equal (request->op, "login");

  if (known == NULL) {
    known = answer (self, peer, request);
    g_hash_table_insert (self->replies, g_strdup (name), known);
  }
  reply (self, peer, known);
  if (is_login && g_strstr_len (g_bytes_get_data (known, NULL), 200, "\"ok\":true")) {
    peer->held = TRUE;
    snapshot (self, peer);
  } else if (g_str_equal (request->op, "logout")) {
    peer->held = FALSE;
  }
}

static Peer *
ensure_peer (FakeDoor *self, const BhZmqMessage *message)
{
  Peer *peer = g_hash_table_lookup (self->peers, message->user_id);

  if (peer == NULL) {
    peer = g_new0 (Peer, 1);
    peer->ring = bh_ring_new (1000, 1024 * 1024);
    peer->routing_id = g_bytes_ref (message->routing_id);
    g_hash_table_insert (self->peers, g_strdup (message->user_id), peer);
  } else {
    g_bytes_unref (peer->routing_id);
    peer->routing_id = g_bytes_ref (message->routing_id);
  }
  return peer;
}

static gboolean
on_message (void *socket, int events, gpointer user_data)
{
  FakeDoor *self = user_data;
  g_auto (BhZmqMessage) message = {NULL};
  g_autoptr (BhFrame) frame = NULL;
  Peer *peer;

  if (!bh_zmq_socket_receive (self->socket, &message) || message.body == NULL || self->dropped)
    return G_SOURCE_CONTINUE;
  frame = bh_codec_parse (message.body, BH_FROM_CLIENT, NULL, NULL);
  g_assert_nonnull (frame);
  peer = ensure_peer (self, &message);
  if (frame->type == BH_FRAME_HELLO)
    take_hello (self, peer, frame);
  else if (frame->type == BH_FRAME_REQUEST)
    take_request (self, peer, message.user_id, frame);
  else if (frame->type == BH_FRAME_HEARTBEAT)
    push_new (self,
              peer,
              bh_codec_server_heartbeat (self->epoch, bh_ring_get_next (peer->ring) - 1));
  return G_SOURCE_CONTINUE;
}

static void
new_epoch (FakeDoor *self)
{
  g_free (self->epoch);
  self->epoch = g_strdup_printf ("epoch-%u", ++self->epoch_n);
}

static gboolean
bind_on (FakeDoor *self, const char *endpoint)
{
  g_autofree char *key_endpoint = NULL;

  self->socket = bh_zmq_socket_new (self->context, BH_ZMQ_ROUTER, NULL);
  g_assert_true (bh_zmq_socket_curve_server (self->socket, &self->keys, "session", NULL));
  if (!bh_zmq_socket_bind (self->socket, endpoint, NULL)) {
    g_clear_pointer (&self->socket, bh_zmq_socket_free);
    return FALSE;
  }
  key_endpoint = bh_key_door_endpoint_of (bh_zmq_socket_get_endpoint (self->socket));
  if (key_endpoint)
    self->key_door = bh_key_door_new (self->context, key_endpoint, self->keys.public_key, NULL);
  if (self->key_door == NULL) {
    g_clear_pointer (&self->socket, bh_zmq_socket_free);
    return FALSE;
  }
  bh_zmq_socket_watch (self->socket, NULL, BH_ZMQ_IN, on_message, self);
  return TRUE;
}

FakeDoor *
fake_door_new (FakeWorld *world, FakePolicy *policy)
{
  FakeDoor *self = g_new0 (FakeDoor, 1);
  guint tries = 0;

  self->world = world;
  self->policy = policy;
  self->context = bh_zmq_context_new ();
  self->zap = bh_zap_new (self->context, admit, self, NULL);
  g_assert_nonnull (self->zap);
  g_assert_true (bh_curve_keys_generate (&self->keys, NULL));
  self->peers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) peer_free);
  self->replies =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->lagging = g_ptr_array_new_with_free_func ((GDestroyNotify) late_free);
  new_epoch (self);
  /* Somebody else may have the port above ours: then take another pair. */
  while (!bind_on (self, "tcp://127.0.0.1:*"))
    g_assert_cmpuint (tries++, <, 100);
  self->endpoint = g_strdup (bh_zmq_socket_get_endpoint (self->socket));
  return self;
}

void
fake_door_free (FakeDoor *self)
{
  if (self == NULL)
    return;
  bh_key_door_free (self->key_door);
  bh_zmq_socket_free (self->socket);
  bh_zap_free (self->zap);
  bh_zmq_context_unref (self->context);
  g_ptr_array_unref (self->lagging);
  g_hash_table_unref (self->peers);
  g_hash_table_unref (self->replies);
  g_free (self->epoch);
  g_free (self->endpoint);
  g_free (self);
}

const char *
fake_door_get_endpoint (FakeDoor *self)
{
  return self->endpoint;
}

const char *
fake_door_get_key (FakeDoor *self)
{
  return self->keys.public_key;
}

void
fake_door_send (FakeDoor *self, const char *event, JsonObject *data)
{
  gboolean dropped = self->dropped;
  GHashTableIter iter;
  gpointer peer;

  self->dropped = dropped || self->lose_next;
  self->lose_next = FALSE;
  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &peer)) {
    To to = {self, peer};
    if (to.peer->held)
      stream_event (event, data, &to);
  }
  self->dropped = dropped;
}

void
fake_door_drop (FakeDoor *self, gboolean dropped)
{
  self->dropped = dropped;
}

void
fake_door_restart (FakeDoor *self)
{
  g_ptr_array_set_size (self->lagging, 0);
  g_hash_table_remove_all (self->peers);
  g_hash_table_remove_all (self->replies);
  new_epoch (self);
  self->dropped = FALSE;
}

void
fake_door_bye (FakeDoor *self, const char *code)
{
  GHashTableIter iter;
  gpointer peer;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &peer)) {
    push_new (self, peer, bh_codec_bye (code, "The fake server says bye."));
    ((Peer *) peer)->held = FALSE;
  }
}

void
fake_door_lag (FakeDoor *self, gboolean lag)
{
  self->lag = lag;
  for (guint i = 0; !lag && i < self->lagging->len; i++) {
    Late *late = g_ptr_array_index (self->lagging, i);
    push (self, late->peer, late->frame);
  }
  if (!lag)
    g_ptr_array_set_size (self->lagging, 0);
}

void
fake_door_lose_next (FakeDoor *self)
{
  self->lose_next = TRUE;
}

void
fake_door_heartbeat (FakeDoor *self)
{
  GHashTableIter iter;
  gpointer peer;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &peer))
    push_new (
        self,
        peer,
        bh_codec_server_heartbeat (self->epoch, bh_ring_get_next (((Peer *) peer)->ring) - 1));
}

void
fake_door_change_key (FakeDoor *self)
{
  g_autofree char *key_endpoint = bh_key_door_endpoint_of (self->endpoint);

  g_assert_true (bh_curve_keys_generate (&self->keys, NULL));
  g_clear_pointer (&self->key_door, bh_key_door_free);
  /* libzmq lets go of a port a moment after its socket is closed. */
  while (self->key_door == NULL) {
    self->key_door = bh_key_door_new (self->context, key_endpoint, self->keys.public_key, NULL);
    g_thread_yield ();
  }
}
