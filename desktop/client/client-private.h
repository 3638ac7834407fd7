/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/client/client.h"
#include "desktop/client/known-servers.h"
#include "desktop/client/secret.h"
#include "protocol/sync.h"
#include "protocol/transport/key-door.h"
#include "protocol/transport/zmq-socket.h"

G_BEGIN_DECLS

/* Shared by client.c (socket, stream, states), client-login.c (whom we talk to, as whom) and
 * client-requests.c (what was asked). */

#define BH_CLIENT_TICK_MS     250
#define BH_CLIENT_REQUEST_US  (12 * G_USEC_PER_SEC) /* the server answers within 10 s */
#define BH_CLIENT_KEY_WAIT_US (3 * G_USEC_PER_SEC)
#define BH_CLIENT_LOGIN_ID    "login-"

struct _BhClient {
  GObject parent;

  char *program;
  char *locale;
  gint64 (*monotonic) (gpointer data);
  gpointer monotonic_data;
  guint32 seed;
  BhKnownServers *known;
  BhZmqContext *context;

  /* the line */
  BhSync *sync; /* NULL: offline */
  BhZmqSocket *socket;
  BhCurveKeys keys; /* one pair for the life of this program */
  gboolean has_keys;
  char *endpoint;
  char *server; /* its name on the screen */
  char *server_key;
  gboolean hello_waits; /* for the socket to take it */
  GSource *ticks;

  /* states */
  BhFeedState state;
  gint64 heard_at; /* the last frame of the server, monotonic */
  gint64 away_since;
  gint64 complete_until;
  gint64 clock_offset; /* server's wall clock minus our monotonic clock */
  gboolean was_live;

  /* login */
  GTask *sign_in;
  char *user;
  char *device;
  char *profile;
  BhSecret *password;
  char *ticket;
  BhKeyAsk *key_ask;
  gint64 key_deadline; /* 0: not waiting for a key */
  char *offered_key;   /* waits for the person's word */
  char *login_id;      /* of the login on its way */
  gboolean login_by_ticket;
  gint64 login_at; /* when to try again, 0 = not */

  /* requests */
  GHashTable *requests; /* id -> Request, in client-requests.c */
  GQueue order;         /* of ids, oldest first; the table's own */
  guint64 last_id;
};

gint64 bh_client_now (BhClient *self);  /* monotonic */
gint64 bh_client_wall (BhClient *self); /* the server's clock now, as far as we know */

/* client.c */
gboolean bh_client_open (BhClient *self, GError **error);
void bh_client_close (BhClient *self);
void bh_client_set_state (BhClient *self, BhFeedState state);
gboolean bh_client_send (BhClient *self, GBytes *frame); /* FALSE: not now; asks to be woken */
void bh_client_logged_in (BhClient *self);

/* client-login.c */
void bh_client_login_init (BhFeedInterface *iface);
void bh_client_log_in (BhClient *self); /* the server wants it */
/* TRUE: the reply was of a login. */
gboolean bh_client_login_reply (BhClient *self, const BhFrame *reply);
void bh_client_login_tick (BhClient *self, gint64 now);
void bh_client_login_live (BhClient *self);
/* Ends a sign-in under way; FALSE: there was none. @error: (transfer full) */
gboolean bh_client_login_fail (BhClient *self, GError *error);
void bh_client_login_forget (BhClient *self);

/* client-requests.c */
void bh_client_requests_init (BhClient *self);
void bh_client_requests_free (BhClient *self);
void bh_client_request (BhClient *self, GTask *task, const char *op, JsonObject *args);
void bh_client_requests_reply (BhClient *self, const BhFrame *reply);
/* The line is whole again in epoch @epoch: sends again what was asked in it, fails what was asked
 * in another. */
void bh_client_requests_resume (BhClient *self, const char *epoch);
/* The socket takes frames again. */
void bh_client_requests_push (BhClient *self);
gboolean bh_client_requests_wait_for_socket (BhClient *self);
void bh_client_requests_tick (BhClient *self, gint64 now);
void bh_client_requests_fail (BhClient *self, BhFeedState why);

G_END_DECLS
