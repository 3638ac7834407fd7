/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/transport/curve-keys.h"
#include "protocol/transport/zmq-context.h"

/* How a client that has never met a server learns its public key: CURVE needs it before the first
 * byte. The key door is one port above the session door, without encryption, and answers whatever
 * it is asked with the server's public key and nothing else. A person compares the fingerprint with
 * what the administrator says; from then on the key is pinned and this answer only tells whether
 * the server is still the same. */

/* The server's half. */
typedef struct BhKeyDoor BhKeyDoor;
BhKeyDoor *bh_key_door_new (BhZmqContext *context,
                            const char *endpoint, /* to bind: tcp://… */
                            const char *public_key,
                            GError **error);
void bh_key_door_free (BhKeyDoor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhKeyDoor, bh_key_door_free)
/* With the real port. (transfer none) */
const char *bh_key_door_get_endpoint (BhKeyDoor *self);

/* The client's half: @func is called once, when the answer is here and is a key. Freeing it before
 * means that it is never called; how long to wait is the caller's business. */
typedef struct BhKeyAsk BhKeyAsk;
typedef void (*BhKeyFunc) (const char *public_key, gpointer user_data);
BhKeyAsk *bh_key_ask_new (BhZmqContext *context,
                          const char *endpoint, /* to connect to */
                          BhKeyFunc func,
                          gpointer user_data,
                          GError **error);
void bh_key_ask_free (BhKeyAsk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhKeyAsk, bh_key_ask_free)

/* "tcp://HOST:PORT" of a session door -> that of its key door; NULL: not of this form, or the last
 * port. (transfer full) */
char *bh_key_door_endpoint_of (const char *session_endpoint);
