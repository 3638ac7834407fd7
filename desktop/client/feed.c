/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/feed.h"

enum {
  SIGNAL_EVENT,
  SIGNAL_SNAPSHOT_BEGIN,
  SIGNAL_SNAPSHOT_END,
  SIGNAL_SERVER_TIME,
  SIGNAL_SERVER_KEY,
  SIGNAL_LOGIN_FAILED,
  SIGNAL_ENDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

BH_ENUM_DEFINE (BhFeedState, bh_feed_state, BH_FEED_STATE_TABLE)

G_DEFINE_INTERFACE (BhFeed, bh_feed, G_TYPE_OBJECT)

static guint
add_signal (const char *name, guint n_params, const GType *types)
{
  return g_signal_newv (name,
                        BH_TYPE_FEED,
                        G_SIGNAL_RUN_LAST,
                        NULL,
                        NULL,
                        NULL,
                        NULL,
                        G_TYPE_NONE,
                        n_params,
                        (GType *) types);
}

#define ADD_SIGNAL(name, ...)                                                                      \
  add_signal (name, G_N_ELEMENTS (((const GType[]){__VA_ARGS__})), (const GType[]){__VA_ARGS__})

static void
bh_feed_default_init (BhFeedInterface *iface)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  g_object_interface_install_property (
      iface,
      g_param_spec_enum ("state", NULL, NULL, BH_TYPE_FEED_STATE, BH_FEED_OFFLINE, flags));
  g_object_interface_install_property (
      iface,
      g_param_spec_int64 ("away-since", NULL, NULL, 0, G_MAXINT64, 0, flags));
  g_object_interface_install_property (
      iface,
      g_param_spec_int64 ("complete-until", NULL, NULL, 0, G_MAXINT64, 0, flags));

  signals[SIGNAL_EVENT] = ADD_SIGNAL ("event",
                                      G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE,
                                      G_TYPE_UINT64,
                                      G_TYPE_INT64,
                                      JSON_TYPE_OBJECT | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SIGNAL_SNAPSHOT_BEGIN] = ADD_SIGNAL ("snapshot-begin", G_TYPE_INT64);
  signals[SIGNAL_SNAPSHOT_END] = ADD_SIGNAL ("snapshot-end", G_TYPE_INT64);
  signals[SIGNAL_SERVER_TIME] = ADD_SIGNAL ("server-time", G_TYPE_INT64);
  signals[SIGNAL_SERVER_KEY] = ADD_SIGNAL ("server-key", G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_LOGIN_FAILED] = ADD_SIGNAL ("login-failed", G_TYPE_ERROR);
  signals[SIGNAL_ENDED] = ADD_SIGNAL ("ended", G_TYPE_STRING, G_TYPE_STRING);
}

void
bh_feed_sign_in_async (BhFeed *feed,
                       const BhSignIn *sign_in,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (BH_IS_FEED (feed));
  g_return_if_fail (sign_in != NULL);

  BH_FEED_GET_IFACE (feed)->sign_in_async (feed, sign_in, cancellable, callback, user_data);
}

gboolean
bh_feed_sign_in_finish (BhFeed *feed, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (BH_IS_FEED (feed), FALSE);

  return BH_FEED_GET_IFACE (feed)->sign_in_finish (feed, result, error);
}

void
bh_feed_confirm_key (BhFeed *feed, gboolean accept)
{
  g_return_if_fail (BH_IS_FEED (feed));

  BH_FEED_GET_IFACE (feed)->confirm_key (feed, accept);
}

void
bh_feed_sign_out (BhFeed *feed)
{
  g_return_if_fail (BH_IS_FEED (feed));

  BH_FEED_GET_IFACE (feed)->sign_out (feed);
}

void
bh_feed_request_async (BhFeed *feed,
                       const char *op,
                       JsonObject *args,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (BH_IS_FEED (feed));
  g_return_if_fail (op != NULL);

  BH_FEED_GET_IFACE (feed)->request_async (feed, op, args, cancellable, callback, user_data);
}

JsonObject *
bh_feed_request_finish (BhFeed *feed, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (BH_IS_FEED (feed), NULL);

  return BH_FEED_GET_IFACE (feed)->request_finish (feed, result, error);
}

BhFeedState
bh_feed_get_state (BhFeed *feed)
{
  BhFeedState state;

  g_return_val_if_fail (BH_IS_FEED (feed), BH_FEED_OFFLINE);
  g_object_get (feed, "state", &state, NULL);
  return state;
}

gint64
bh_feed_get_away_since (BhFeed *feed)
{
  gint64 since;

  g_return_val_if_fail (BH_IS_FEED (feed), 0);
  g_object_get (feed, "away-since", &since, NULL);
  return since;
}

gint64
bh_feed_get_complete_until (BhFeed *feed)
{
  gint64 until;

  g_return_val_if_fail (BH_IS_FEED (feed), 0);
  g_object_get (feed, "complete-until", &until, NULL);
  return until;
}

void
bh_feed_emit_event (BhFeed *feed, const char *name, guint64 seq, gint64 at_us, JsonObject *data)
{
  g_return_if_fail (BH_IS_FEED (feed) && name != NULL && data != NULL);
  g_signal_emit (feed, signals[SIGNAL_EVENT], 0, name, seq, at_us, data);
}

void
bh_feed_emit_snapshot_begin (BhFeed *feed, gint64 at_us)
{
  g_return_if_fail (BH_IS_FEED (feed));
  g_signal_emit (feed, signals[SIGNAL_SNAPSHOT_BEGIN], 0, at_us);
}

void
bh_feed_emit_snapshot_end (BhFeed *feed, gint64 at_us)
{
  g_return_if_fail (BH_IS_FEED (feed));
  g_signal_emit (feed, signals[SIGNAL_SNAPSHOT_END], 0, at_us);
}

void
bh_feed_emit_server_time (BhFeed *feed, gint64 now_us)
{
  g_return_if_fail (BH_IS_FEED (feed));
  g_signal_emit (feed, signals[SIGNAL_SERVER_TIME], 0, now_us);
}

void
bh_feed_emit_server_key (BhFeed *feed, const char *server, const char *fingerprint)
{
  g_return_if_fail (BH_IS_FEED (feed));
  g_signal_emit (feed, signals[SIGNAL_SERVER_KEY], 0, server, fingerprint);
}

void
bh_feed_emit_login_failed (BhFeed *feed, const GError *error)
{
  g_return_if_fail (BH_IS_FEED (feed));
  g_signal_emit (feed, signals[SIGNAL_LOGIN_FAILED], 0, error);
}

void
bh_feed_emit_ended (BhFeed *feed, const char *code, const char *message)
{
  g_return_if_fail (BH_IS_FEED (feed));
  g_signal_emit (feed, signals[SIGNAL_ENDED], 0, code, message);
}
