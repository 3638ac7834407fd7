/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/frame.h"
#include "protocol/ring.h"
#include "protocol/transport/key-door.h"
#include "protocol/transport/zap.h"
#include "protocol/transport/zmq-socket.h"
#include "server/bus/bucket.h"
#include "server/bus/login-throttle.h"
#include "server/bus/request-log.h"
#include "server/bus/session-door.h"

/* What the door's files share. A *peer* is a key that has spoken; a *session* is what it has from
 * login to logout. A peer outlives its connections: a new connection of the same key only changes
 * the routing id, which is an address to send to and never a name. */

typedef struct BhPeer BhPeer;

typedef struct {
  BhPeer *peer;
  BhSessionUser *user;
  gint64 expires_us; /* wall clock; 0: never */
  BhRing *ring;      /* numbered and not acked */
  gint64 sent;       /* the last that libzmq took for this connection */
  gint64 acked;
  gint64 unacked_since;  /* 0: all that was sent is acked */
  gint64 snapshot_end;   /* seq of the last snapshot's end */
  guint snapshot_frames; /* what the last snapshot may have on top of the limits, until acked */
  gsize snapshot_bytes;
  gboolean streaming; /* snapshot begun: events are numbered and kept */
  gboolean queued;    /* waits for its snapshot */
  gboolean away;      /* told to the desk */
  gint64 away_since;
  gboolean lagging; /* dropped: only a hello helps */
} BhSession;

struct BhPeer {
  BhSessionDoor *door;
  char *key; /* CURVE key in Z85; of the local socket: "local:" and the routing id */
  gboolean local;
  GBytes *routing_id;
  BhZmqSocket *socket;
  char *address;
  char *client;
  char *program; /* of client, before the "/" */
  char *locale;
  gboolean greeted;
  gboolean stream;
  gint64 heard_at, sent_at;
  gint64 unknown_told_at;
  guint violations;
  gint64 violated_at;
  BhBucket frames, requests, hellos;
  BhRequestLog *log;
  GQueue waiting;     /* of GBytes: control frames that found the queue full */
  BhSession *session; /* or NULL */
};

struct BhSessionDoor {
  BhDoor door; /* first: a BhDoor * of ours is this */
  BhSessionDoorSettings settings;
  BhCurveKeys keys;
  gboolean has_keys;
  char *epoch;
  const BhDeskFuncs *funcs;
  gpointer desk;

  BhZmqContext *context;
  BhZap *zap;
  BhZmqSocket *public_socket;
  BhKeyDoor *key_door; /* NULL: its port was taken */
  BhZmqSocket *local_socket;
  guint timer;

  GHashTable *peers;    /* key -> BhPeer */
  GHashTable *sessions; /* session id -> BhSession */
  GHashTable *banned;   /* key -> gint64 *until, monotonic */
  GHashTable *dead;     /* key -> gint64 *issued before which its tickets are void, wall clock */
  GHashTable *live;     /* every BhPending there is, so that none outlives the door unknowing */
  guint logins_pending; /* verifications at the desk */
  GQueue pending;       /* of BhPending, by deadline */
  GQueue held;          /* of BhPending, replies kept back */
  GQueue snapshots;     /* of session ids that wait */
  BhBucket snapshot_rate;
  BhLoginThrottle *throttle;
  BhSessionDoorMetrics metrics;

  JsonNode *text_node; /* the event that text was made of, the last one */
  char *text;
  char *at_text;
  gint64 at_ms;
};

/* session-door.c */
gint64 bh_session_door_now (BhSessionDoor *self);     /* monotonic */
gint64 bh_session_door_wall (BhSessionDoor *self);    /* wall clock */
const char *bh_session_door_at (BhSessionDoor *self); /* the wall clock as the wire's text */
void bh_session_door_frame (BhSessionDoor *self, BhZmqSocket *socket, BhZmqMessage *message);

/* session-door-peer.c: who is known, and frames to them */
BhPeer *bh_session_door_find_peer (BhSessionDoor *self, const char *key);
BhPeer *bh_session_door_add_peer (BhSessionDoor *self, const char *key, BhZmqSocket *socket);
void bh_session_door_drop_peer (BhPeer *peer);
void bh_peer_free (gpointer data);
void bh_peer_send (BhPeer *peer, GBytes *frame);
gboolean bh_peer_flush (BhPeer *peer); /* TRUE: nothing waits */
void bh_peer_forget_waiting (BhPeer *peer);
gboolean bh_peer_put (BhPeer *peer, GBytes *frame, gboolean *gone);
void bh_peer_bye (BhPeer *peer, const char *code, const char *message);
void bh_peer_ban (BhPeer *peer);
gboolean bh_session_door_is_banned (BhSessionDoor *self, const char *key);

/* session-door-session.c: from login to logout */
BhSession *bh_session_open (BhPeer *peer, BhSessionUser *user, gint64 expires_us);
void bh_session_end (BhSession *session, const char *code, const char *message, gboolean tell);
void bh_session_free (gpointer data);
void bh_session_heard (BhSession *session, gboolean greeted);
void bh_session_tick (BhSession *session);
void bh_session_drop_laggard (BhSession *session);

/* session-door-stream.c: snapshot, events, acks */
gboolean bh_session_resume (BhSession *session, const BhFrame *hello);
void bh_session_want_snapshot (BhSession *session);
void bh_session_stop_stream (BhSession *session);
void bh_session_push_event (BhSession *session, const BhOutEvent *event);
gboolean bh_session_ack (BhSession *session, gint64 seq); /* FALSE: never given out */
void bh_session_pump (BhSession *session);
gint64 bh_session_last_seq (BhSession *session); /* what a heartbeat is to say */
void bh_session_check_lag (BhSession *session);
void bh_session_door_serve_snapshots (BhSessionDoor *self);
