/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A libzmq context, shared by the sockets that talk over inproc://. Every BhZmqSocket holds a
 * reference, so the context ends when its last socket is closed; that waits for at most the
 * sockets' linger time. Any thread. */
typedef struct BhZmqContext BhZmqContext;

BhZmqContext *bh_zmq_context_new (void);
BhZmqContext *bh_zmq_context_ref (BhZmqContext *self);
void bh_zmq_context_unref (BhZmqContext *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhZmqContext, bh_zmq_context_unref)

/* For zmq_socket() only. (transfer none) */
void *bh_zmq_context_get_handle (BhZmqContext *self);
