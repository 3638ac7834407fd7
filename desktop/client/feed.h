/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "desktop/client/enum-type.h"

G_BEGIN_DECLS

/* Where the model's messages come from: a real server (BhClient), or a made-up one in tests and in
 * the developer's demo. Everything happens in the main context that the feed was made in.
 *
 * Properties: "state" (BhFeedState), "away-since" (int64, µs UTC, 0 = not away), "complete-until"
 * (int64, µs UTC: everything up to this moment of the server's clock has been handed over).
 * Signals:
 *   event (const char *name, guint64 seq, gint64 at_us, JsonObject *data)
 *   snapshot-begin (gint64 at_us)     forget everything; what follows is all there is
 *   snapshot-end (gint64 at_us)
 *   server-time (gint64 now_us)       what the server's clock shows now
 *   server-key (const char *server, const char *fingerprint)
 *                                     first use: confirm with bh_feed_confirm_key()
 *   login-failed (GError *)           a login by itself, after a server restart, was refused
 *   ended (const char *code, const char *message)   the server closed the session */

#define BH_FEED_STATE_TABLE(X)                                                                     \
  X (BH_FEED_OFFLINE, "offline")                                                                   \
  X (BH_FEED_CONNECTING, "connecting")                                                             \
  X (BH_FEED_GREETING, "greeting")                                                                 \
  X (BH_FEED_LOGIN, "login")                                                                       \
  X (BH_FEED_SYNCING, "syncing")                                                                   \
  X (BH_FEED_LIVE, "live")                                                                         \
  X (BH_FEED_AWAY, "away")
typedef enum { BH_FEED_STATE_TABLE (BH_ENUM_VALUE) } BhFeedState;
BH_ENUM_DECLARE (BhFeedState, bh_feed_state)
#define BH_TYPE_FEED_STATE (bh_feed_state_get_type ())

/* What a person gives to sign in. */
typedef struct {
  const char *server; /* "host", "host:port", "tcp://host:port" or "ipc://path" */
  const char *user;
  const char *password;
  const char *device;  /* "1001" or "PJSIP/1001"; NULL = the user's own */
  const char *profile; /* "manual", "notify", "softphone"; NULL = the device's own */
} BhSignIn;

#define BH_TYPE_FEED (bh_feed_get_type ())
G_DECLARE_INTERFACE (BhFeed, bh_feed, BH, FEED, GObject)

struct _BhFeedInterface {
  GTypeInterface parent;

  void (*sign_in_async) (BhFeed *feed,
                         const BhSignIn *sign_in,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
  gboolean (*sign_in_finish) (BhFeed *feed, GAsyncResult *result, GError **error);
  void (*confirm_key) (BhFeed *feed, gboolean accept);
  void (*sign_out) (BhFeed *feed);
  void (*request_async) (BhFeed *feed,
                         const char *op,
                         JsonObject *args,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
  JsonObject *(*request_finish) (BhFeed *feed, GAsyncResult *result, GError **error);
};

/* Done when the first snapshot is complete, or with an error (BH_CLIENT_ERROR) that says what to
 * do. The strings of @sign_in are copied. */
void bh_feed_sign_in_async (BhFeed *feed,
                            const BhSignIn *sign_in,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean bh_feed_sign_in_finish (BhFeed *feed, GAsyncResult *result, GError **error);
/* The answer to "server-key"; refusing ends the sign-in with BH_CLIENT_ERROR_SERVER_KEY. */
void bh_feed_confirm_key (BhFeed *feed, gboolean accept);
/* Logs out (as far as the server hears it) and forgets the password. */
void bh_feed_sign_out (BhFeed *feed);

/* Asks the server to do @op (protocol/README.md section 5) exactly once, also over a reconnect.
 * @args: (nullable) (transfer none). The result of finish is (transfer full), never NULL without
 * an error; errors are of BH_CLIENT_ERROR. */
void bh_feed_request_async (BhFeed *feed,
                            const char *op,
                            JsonObject *args,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
JsonObject *bh_feed_request_finish (BhFeed *feed, GAsyncResult *result, GError **error);

BhFeedState bh_feed_get_state (BhFeed *feed);
gint64 bh_feed_get_away_since (BhFeed *feed);
gint64 bh_feed_get_complete_until (BhFeed *feed);

/* For implementations: sends the signals. */
void
bh_feed_emit_event (BhFeed *feed, const char *name, guint64 seq, gint64 at_us, JsonObject *data);
void bh_feed_emit_snapshot_begin (BhFeed *feed, gint64 at_us);
void bh_feed_emit_snapshot_end (BhFeed *feed, gint64 at_us);
void bh_feed_emit_server_time (BhFeed *feed, gint64 now_us);
void bh_feed_emit_server_key (BhFeed *feed, const char *server, const char *fingerprint);
void bh_feed_emit_login_failed (BhFeed *feed, const GError *error);
void bh_feed_emit_ended (BhFeed *feed, const char *code, const char *message);

G_END_DECLS
