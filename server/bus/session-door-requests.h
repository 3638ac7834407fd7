/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/bus/session-door-private.h"

/* Requests on their way to the desk and back; logins are requests with a throttle. */

/* A request at the desk. The desk's BhRequest and the door's list hold it. */
typedef struct {
  grefcount refs;
  BhSessionDoor *door; /* NULL: gone */
  char *key;           /* of the peer */
  char *id;
  char *next_session;
  char *account; /* of a login with a password, as it is throttled */
  char *address;
  gint64 asked_at, deadline;
  gint64 issued_us; /* of a login: when the password was proven */
  gboolean is_login;
  gboolean done; /* a reply went out; a later one only replaces it in the log */
  GBytes *held;  /* a refused login's reply, kept back until held_until */
  gint64 held_until;
} BhPending;

void bh_peer_request (BhPeer *peer, const BhFrame *frame);
void bh_session_door_accept (BhDoor *door,
                             BhRequest *login,
                             BhSessionUser *user,
                             gint64 expires_us,
                             JsonObject *result);
void bh_session_door_tick_requests (BhSessionDoor *self);
void bh_session_door_abandon_requests (BhSessionDoor *self);

/* session-door-login.c */
void bh_peer_login (BhPeer *peer, BhPending *pending, JsonObject *args);
void bh_pending_login_ended (BhPending *pending);
void bh_pending_login_right (BhPending *pending);
/* Tells the throttle; TRUE: the reply is kept back. */
gboolean bh_pending_login_failed (BhPending *pending, const char *code, GBytes *reply);
char *bh_pending_make_ticket (BhPending *pending, BhSessionUser *user, gint64 expires_us);

BhPending *bh_pending_ref (BhPending *pending);
void bh_pending_unref (BhPending *pending);
BhRequest *bh_pending_to_request (BhPending *pending, const char *op, JsonObject *args);
void bh_pending_reply (BhPending *pending, GBytes *reply);
void bh_pending_refuse (BhPending *pending, BhCode code, const char *message, JsonObject *detail);
