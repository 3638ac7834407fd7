/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/transport/curve-keys.h"
#include "protocol/transport/zmq-context.h"
#include "protocol/transport/zmq-source.h"

/* A libzmq socket that closes itself, with the options every socket of this program has: bounded
 * queues and message size, heartbeats, a short handshake, a short linger. One thread. */
typedef struct BhZmqSocket BhZmqSocket;

/* libzmq's own numbers. */
typedef enum {
  BH_ZMQ_DEALER = 5,
  BH_ZMQ_ROUTER = 6,
} BhZmqKind;

/* One message as it came. User-Id and address are what libzmq authenticated, never what the
 * peer said of itself. */
typedef struct {
  GBytes *routing_id; /* ROUTER only, else NULL */
  GBytes *body;       /* the one frame; NULL when there was none, or more than one */
  char user_id[64];   /* "" without ZAP */
  char address[64];   /* "192.0.2.7"; "" over ipc and inproc */
} BhZmqMessage;
void bh_zmq_message_clear (BhZmqMessage *message);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BhZmqMessage, bh_zmq_message_clear)

BhZmqSocket *bh_zmq_socket_new (BhZmqContext *context, BhZmqKind kind, GError **error);

/* Removes the source, closes; unsent messages get half a second. NULL is fine. */
void bh_zmq_socket_free (BhZmqSocket *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhZmqSocket, bh_zmq_socket_free)

gboolean bh_zmq_socket_set_int (BhZmqSocket *self, int option, int value, GError **error);
gboolean bh_zmq_socket_set_int64 (BhZmqSocket *self, int option, gint64 value, GError **error);
gboolean bh_zmq_socket_set_text (BhZmqSocket *self, int option, const char *text, GError **error);

/* Before bind or connect. The server asks ZAP about everybody who knocks; @domain tells ZAP which
 * door it is. The client pins @server_key. */
gboolean bh_zmq_socket_curve_server (BhZmqSocket *self,
                                     const BhCurveKeys *keys,
                                     const char *domain,
                                     GError **error);
gboolean bh_zmq_socket_curve_client (BhZmqSocket *self,
                                     const BhCurveKeys *keys,
                                     const char *server_key,
                                     GError **error);

gboolean bh_zmq_socket_bind (BhZmqSocket *self, const char *endpoint, GError **error);
gboolean bh_zmq_socket_connect (BhZmqSocket *self, const char *endpoint, GError **error);
/* As bound last, with the real port: "tcp://127.0.0.1:41234"; NULL before. (transfer none) */
const char *bh_zmq_socket_get_endpoint (BhZmqSocket *self);

/* Calls @func in @context (NULL: the thread's default) while @events are there. Once. */
void bh_zmq_socket_watch (BhZmqSocket *self,
                          GMainContext *context,
                          int events,
                          BhZmqFunc func,
                          gpointer user_data);
void bh_zmq_socket_set_events (BhZmqSocket *self, int events);

/* Never waits; @body is shared with libzmq, not copied. @routing_id: ROUTER only, else NULL.
 * Errors: BH_TRANSPORT_ERROR_AGAIN, _GONE, _FAILED. */
gboolean bh_zmq_socket_send (BhZmqSocket *self, GBytes *routing_id, GBytes *body, GError **error);

/* Never waits. FALSE: there was none. All frames of the message are taken. */
gboolean bh_zmq_socket_receive (BhZmqSocket *self, BhZmqMessage *message);
/* What the watch's @func is given is this. (transfer none) */
void *bh_zmq_socket_get_handle (BhZmqSocket *self);
