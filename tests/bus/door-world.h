/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/codec.h"
#include "protocol/transport/zmq-socket.h"
#include "server/bus/session-door.h"

/* A session door with a fake desk behind it, a clock that only the test moves, and clients that are
 * no more than a socket: they say what the test makes them say. */

typedef struct {
  BhSessionDoor *door;
  BhDoor *out; /* the door as the desk sees it */
  BhSessionDoorSettings settings;
  BhCurveKeys keys;
  gint64 now; /* monotonic; the wall clock is WORLD_WALL later */

  /* The desk. */
  GPtrArray *log;      /* "opened alice", "gone alice logout", "request state.set" … */
  GHashTable *users;   /* user -> BhSessionUser of the newest session */
  guint snapshot_size; /* `contact` events in a snapshot, after `setup` */
  gsize event_bytes;   /* ballast in each event */
  guint verifications; /* logins that reached the desk */
  guint snapshots;
  gboolean keep;   /* keep requests instead of answering them */
  GPtrArray *kept; /* of BhRequest */
  gint64 expires_us;
  const char *login_error; /* answer logins with this, or NULL */
} BhDoorWorld;

typedef struct {
  BhDoorWorld *world;
  BhZmqContext *context;
  BhZmqSocket *socket;
  BhCurveKeys keys;
  GQueue frames; /* of BhFrame, as they came */
  GQueue texts;  /* of GBytes, the same */
  gboolean deaf; /* does not read */
  guint next_id;
} BhDoorClient;

#define WORLD_WALL G_GINT64_CONSTANT (1795296000000000)

/* @tweak: changes the settings before the door is made, or NULL. */
BhDoorWorld *bh_door_world_new (void (*tweak) (BhSessionDoorSettings *settings));
void bh_door_world_free (BhDoorWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhDoorWorld, bh_door_world_free)

/* Moves the clock and ticks, in steps of 100 ms. */
void bh_door_world_pass (BhDoorWorld *world, guint ms);
/* Runs the loop until @done says so; fails the test after 20 s of real time. */
void bh_door_world_until (BhDoorWorld *world, gboolean (*done) (gpointer data), gpointer data);

BhSessionUser *bh_door_world_user (BhDoorWorld *world,
                                   const char *name); /* (transfer none) NULL: none */
void bh_door_world_event (BhDoorWorld *world,
                          const char *user,
                          guint n); /* a `contact` event with the number n */
/* The log as text, one line each, and empties it. */
char *bh_door_world_log (BhDoorWorld *world);
BhSessionDoorMetrics bh_door_world_metrics (BhDoorWorld *world);

BhDoorClient *bh_door_client_new (BhDoorWorld *world); /* fresh key */
BhDoorClient *bh_door_client_new_local (BhDoorWorld *world);
BhDoorClient *bh_door_client_new_as (BhDoorClient *other); /* with the same key */
/* Another connection with the same key as @other, which is closed first. */
BhDoorClient *bh_door_client_again (BhDoorClient *other);
void bh_door_client_free (BhDoorClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhDoorClient, bh_door_client_free)
void bh_door_client_set_deaf (BhDoorClient *client, gboolean deaf);

void bh_door_client_send (BhDoorClient *client, GBytes *frame); /* (transfer full) */
void bh_door_client_send_text (BhDoorClient *client, const char *text, gsize length);
void bh_door_client_hello (BhDoorClient *client, const char *resume_epoch, gint64 resume_seq);
char *bh_door_client_request (BhDoorClient *client,
                              const char *op,
                              JsonObject *args /* (transfer full) */);
char *bh_door_client_ask_login (BhDoorClient *client,
                                const char *user,
                                const char *password,
                                const char *device);

/* The next frame, which must be of @type. (transfer full) */
BhFrame *bh_door_client_take (BhDoorClient *client, BhFrameType type);
/* The same, passing over what comes before it. */
BhFrame *bh_door_client_find (BhDoorClient *client, BhFrameType type);
gboolean
bh_door_client_is_quiet (BhDoorClient *client); /* greeted ones: nothing more was sent to it */
/* Waits until all it said before is taken in, and passes over all that came meanwhile. */
void bh_door_client_sync (BhDoorClient *client);
void bh_door_client_drain (BhDoorClient *client);

/* hello, welcome, login as @user: the reply is taken, the snapshot is next. */
void bh_door_client_log_in (BhDoorClient *client, const char *user);
/* Takes a whole snapshot, and checks its numbers; the seq of its end. */
gint64 bh_door_client_take_snapshot (BhDoorClient *client);
