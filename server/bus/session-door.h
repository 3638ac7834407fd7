/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/transport/curve-keys.h"
#include "server/ports/session-port.h"

/* The session door of protocol/README.md: two ROUTER sockets, one on tcp:// with CURVE for
 * everybody and one on ipc:// without for `local`, in the GLib main loop. It admits keys, numbers
 * and keeps what was sent until it is acked, resumes, snapshots, throttles logins and drops who
 * lags; what a request means is the desk's affair. */

typedef struct {
  /* Where. Copied by bh_session_door_new. */
  const char *endpoint;   /* "tcp://127.0.0.1:0" (0: any free port), NULL: none */
  const char *local_path; /* socket file in a folder of mode 0700, NULL: none */
  const BhCurveKeys *keys;
  const char *server; /* "bellhopd/0.1.0" */

  /* When, in milliseconds. */
  guint away_ms;          /* 3000: silence that makes a session away */
  guint grace_ms;         /* 60000: an away session is gone after this */
  guint heartbeat_ms;     /* 1000 */
  guint lag_ms;           /* 10000: oldest event without an ack */
  guint request_ms;       /* 10000: time limit of a request */
  guint login_quantum_ms; /* 500: a refused login is told at a multiple of this after it came */
  guint tick_ms;          /* 100; 0: the owner calls bh_session_door_tick */

  /* How much. */
  guint lag_events;           /* 5000 without an ack */
  guint ring_events;          /* 10000 kept for resume, for each session */
  gsize ring_bytes;           /* 4 MiB */
  guint violations;           /* 20 malformed frames, then bye */
  guint frames_per_second;    /* 2000 for each peer; what is more is thrown away unread */
  guint requests_per_second;  /* 100 for each peer, bursts of twice that */
  guint snapshots_per_second; /* 150 over all sessions */
  guint max_peers;            /* 5000 keys known at a time */

  /* Clocks in microseconds, for tests; NULL: g_get_monotonic_time and g_get_real_time. */
  gint64 (*monotonic) (gpointer clock);
  gint64 (*real) (gpointer clock);
  gpointer clock;

  /* Sees every frame as it is sent to a client (tests, recorders). */
  void (*tap) (const char *session, const char *frame, gsize length, gpointer tap_data);
  gpointer tap_data;
} BhSessionDoorSettings;

/* Everything at its default; endpoint, local_path and keys are left NULL. */
void bh_session_door_settings_init (BhSessionDoorSettings *settings);

/* Figures since the start, for `status`; peers and sessions: now. */
typedef struct {
  guint peers, sessions, away;
  guint64 frames_in, frames_out, events_out, bytes_out;
  guint64 requests, duplicates, timeouts, malformed, dropped;
  guint64 logins, logins_refused, logins_throttled;
  guint64 snapshots, resumes, resumes_missed, lagging, expelled;
} BhSessionDoorMetrics;

typedef struct BhSessionDoor BhSessionDoor;

BhSessionDoor *bh_session_door_new (const BhSessionDoorSettings *settings);

/* Stops it first. Requests still at the desk may be answered afterwards; that does nothing. */
void bh_session_door_free (BhSessionDoor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhSessionDoor, bh_session_door_free)

/* The door as the desk knows it; lives as long as @self. */
BhDoor *bh_session_door_get_door (BhSessionDoor *self);

/* Binds both sockets and serves them in the thread's default main context. @funcs and @desk outlive
 * the door. Errors: BH_TRANSPORT_ERROR (address in use, no such folder…), and nothing is open. */
gboolean bh_session_door_start (BhSessionDoor *self,
                                const BhDeskFuncs *funcs,
                                gpointer desk,
                                GError **error);

/* Says `bye` (`shutdown`) to every client and closes. No session_gone is called: nobody left. */
void bh_session_door_stop (BhSessionDoor *self);

/* "tcp://127.0.0.1:41234", "ipc:///run/…": as bound; NULL when not open. */
const char *bh_session_door_get_endpoint (BhSessionDoor *self);
const char *bh_session_door_get_local_endpoint (BhSessionDoor *self);
const char *bh_session_door_get_epoch (BhSessionDoor *self);

/* Ends every session of @user (disabled, password changed): bye with @code, and how many. */
guint bh_session_door_revoke (BhSessionDoor *self,
                              const char *user,
                              const char *code,
                              const char *message);

/* Does what is due: heartbeats, silence, time-outs, snapshots, retries. */
void bh_session_door_tick (BhSessionDoor *self);

void bh_session_door_get_metrics (BhSessionDoor *self, BhSessionDoorMetrics *metrics);
