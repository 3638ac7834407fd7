/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Between the doors for clients (server/bus, later server/http) and what answers them
 * (server/engine). The door owns framing, keys, login throttling, sequence numbers, resume,
 * heartbeats, and knows nothing of calls; the desk behind it owns the meaning. */

typedef enum {
  BH_ROLE_AGENT = 1 << 0,
  BH_ROLE_SUPERVISOR = 1 << 1,
  BH_ROLE_ADMIN = 1 << 2,
  BH_ROLE_INTEGRATION = 1 << 3,
  BH_ROLE_LOCAL = 1 << 4,  /* whoever may open the socket in the runtime folder */
  BH_ROLE_EDITOR = 1 << 6, /* writes, reviews and publishes articles */
} BhRoles;

/* Who is at the other end, fixed from login to logout. Refcounted; immutable. */
typedef struct {
  char *session; /* unique in this incarnation of the server */
  char *user;    /* name in user_account, or "local" */
  BhRoles roles;
  char *device;  /* "PJSIP/1001", or NULL */
  char *profile; /* manual | notify | softphone, or NULL */
  char *locale;
  char *address; /* for the audit trail */
} BhSessionUser;

/* Copies what @init points to; every string may be NULL but session and user. */
BhSessionUser *bh_session_user_new (const BhSessionUser *init);
BhSessionUser *bh_session_user_ref (BhSessionUser *user);
void bh_session_user_unref (BhSessionUser *user);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhSessionUser, bh_session_user_unref)

/* What the door knows of the other end before anybody logged in: what a login needs to make a
 * BhSessionUser. The strings live as long as the request. */
typedef struct {
  const char *session; /* the id that the session of this login is to have */
  const char *client;  /* "bellhop/0.1.0" */
  const char *locale;  /* or NULL */
  const char *address; /* "192.0.2.7", or "local" */
} BhSessionPeer;

/* A question or command in flight. Answer it exactly once, now or later, with bh_request_succeed,
 * bh_request_fail or (a login) the door's accept; all take the request. A request that is not
 * answered in its time is answered `timeout` by the door; a later answer is thrown away. */
typedef struct BhRequest BhRequest;
BhSessionUser *bh_request_get_user (BhRequest *request); /* NULL before login */
const char *bh_request_get_op (BhRequest *request);
JsonObject *bh_request_get_args (BhRequest *request);          /* never NULL */
const BhSessionPeer *bh_request_get_peer (BhRequest *request); /* never NULL */
void bh_request_succeed (BhRequest *request, JsonObject *result /* (transfer full) (nullable) */);
void bh_request_fail (BhRequest *request,
                      const char *code,
                      const char *message,
                      JsonObject *detail /* (transfer full) (nullable) */);

/* An event for clients. data is shared by all receivers and must not change any more. */
typedef struct {
  const char *event; /* static: "contact", "agent", … */
  JsonNode *data;
} BhOutEvent;

BhOutEvent *bh_out_event_new (const char *event /* static */, JsonNode *data /* (transfer full) */);
void bh_out_event_free (BhOutEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhOutEvent, bh_out_event_free)

/* What the door asks of the desk; every function is called in the main context. From within the
 * door's send none of them is called; accept may call session_gone (of a replaced session),
 * session_opened and snapshot before it returns, and close calls session_gone. */
typedef struct {
  /* login: verify name and password (asynchronously, and an unknown name takes as long as a wrong
   * password), then the door's accept, or bh_request_fail with `bad_credentials`. */
  void (*login) (gpointer desk, BhRequest *request);
  /* The holder of a ticket is back after the server's restart: @user proved its password at
   * @issued_us (wall clock). If the account still may (not disabled, password not changed since):
   * the door's accept with @expires_us, else bh_request_fail. The args of the request hold `user`,
   * `device` and `profile` as they were. NULL: this server gives no tickets. */
  void (*readmit) (gpointer desk, BhRequest *request, gint64 issued_us, gint64 expires_us);
  void (*request) (gpointer desk, BhRequest *request);
  /* fill @out (of BhOutEvent, owned) with everything this user may see, `setup` first */
  void (*snapshot) (gpointer desk, BhSessionUser *user, GPtrArray *out);
  void (*session_opened) (gpointer desk, BhSessionUser *user);
  /* gone: logout, expired, revoked, replaced (the new session opens right after), silence (away
   * for longer than the grace), protocol; away: no sign of life for 3 s, the session may come back
   */
  void (*session_away) (gpointer desk, BhSessionUser *user);
  void (*session_back) (gpointer desk, BhSessionUser *user);
  void (*session_gone) (gpointer desk, BhSessionUser *user, const char *why);
} BhDeskFuncs;

/* What the desk asks of the door: an interface with one implementation for each kind of door, and a
 * fake in tests. */
typedef struct BhDoor BhDoor;
typedef struct {
  /* accept a login (takes it): binds the peer's key to @user until logout, expiry (wall clock) or
   * revocation, answers with @result ((transfer full) (nullable)) and begins its stream */
  void (*accept) (BhDoor *door,
                  BhRequest *login,
                  BhSessionUser *user,
                  gint64 expires_us,
                  JsonObject *result);
  /* to one session; an unknown one is no error (it may have gone meanwhile) */
  void (*send) (BhDoor *door, const char *session, const BhOutEvent *event);
  void (*close) (BhDoor *door, const char *session, const char *code, const char *message);
} BhDoorFuncs;
struct BhDoor {
  const BhDoorFuncs *funcs;
};

/* For doors: how an answer comes back. The strings and objects live for the call. */
typedef struct {
  gboolean ok;
  JsonObject *result; /* or NULL */
  const char *code;
  const char *message;
  JsonObject *detail; /* or NULL */
} BhAnswer;
typedef void (*BhAnswerFunc) (const BhAnswer *answer, gpointer user_data);
BhRequest *bh_request_new (const char *op,
                           JsonObject *args,    /* (nullable) */
                           BhSessionUser *user, /* (nullable) */
                           const BhSessionPeer *peer,
                           BhAnswerFunc answer,
                           gpointer user_data,
                           GDestroyNotify destroy);
/* What bh_request_new was given, for a door's accept; frees the request without an answer. */
gpointer bh_request_get_data (BhRequest *request);
void bh_request_free (BhRequest *request);
