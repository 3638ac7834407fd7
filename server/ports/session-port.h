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
  BH_ROLE_LOCAL = 1 << 4, /* whoever may open the socket in the runtime folder */
} BhRoles;

/* Who is at the other end, fixed from login to logout. Refcounted; immutable. */
typedef struct {
  char *session; /* unique in this incarnation of the server */
  char *user;    /* name in user_account, or "local" */
  BhRoles roles;
  char *device;  /* "PJSIP/1001", or NULL */
  char *profile; /* manual | notify | softphone */
  char *locale;
  char *address; /* for the audit trail */
} BhSessionUser;

BhSessionUser *bh_session_user_ref (BhSessionUser *user);
void bh_session_user_unref (BhSessionUser *user);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhSessionUser, bh_session_user_unref)

/* A question or command in flight. Answer it exactly once, now or later, with one of the two
 * functions; both take the request. A request that is never answered is answered `timeout` by the
 * door. */
typedef struct BhRequest BhRequest;
BhSessionUser *bh_request_get_user (BhRequest *request); /* NULL before login */
const char *bh_request_get_op (BhRequest *request);
JsonObject *bh_request_get_args (BhRequest *request); /* never NULL */
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

/* What the door asks of the desk; every function is called in the main context. */
typedef struct {
  /* login: verify name and password (asynchronously), then bh_request_succeed with the session's
   * user by @accept. */
  void (*login) (gpointer desk, BhRequest *request);
  void (*request) (gpointer desk, BhRequest *request);
  /* fill @out (of BhOutEvent, owned) with everything this user may see, `setup` first */
  void (*snapshot) (gpointer desk, BhSessionUser *user, GPtrArray *out);
  void (*session_opened) (gpointer desk, BhSessionUser *user);
  /* gone: logout, expired, revoked; away: no sign of life for a while, the session may come back */
  void (*session_away) (gpointer desk, BhSessionUser *user);
  void (*session_back) (gpointer desk, BhSessionUser *user);
  void (*session_gone) (gpointer desk, BhSessionUser *user, const char *why);
} BhDeskFuncs;

/* What the desk asks of the door: an interface with one implementation for each kind of door, and a
 * fake in tests. */
typedef struct BhDoor BhDoor;
typedef struct {
  /* accept a login: binds the peer's key to @user until logout, expiry or revocation, and begins
   * its stream */
  void (*accept) (BhDoor *door,
                  BhRequest *login,
                  BhSessionUser *user,
                  gint64 expires_us,
                  JsonObject *result);
  void (*send) (BhDoor *door, const char *session, const BhOutEvent *event);
  void (*close) (BhDoor *door, const char *session, const char *code, const char *message);
} BhDoorFuncs;
struct BhDoor {
  const BhDoorFuncs *funcs;
};
