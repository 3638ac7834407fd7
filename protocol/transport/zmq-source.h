/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A ZeroMQ socket in a GLib main loop: the only way that this is done in this program.
 *
 * ZMQ_FD is edge-triggered and one descriptor tells of reading and writing alike: any send or
 * receive may eat the edge, so a plain watch on it stalls (101 of 20,000 messages arrived when
 * measured). The source asks ZMQ_EVENTS before and after each poll instead, and takes the
 * descriptor only to be woken. */

/* libzmq's ZMQ_POLLIN and ZMQ_POLLOUT, for those who need not know libzmq. */
typedef enum {
  BH_ZMQ_IN = 1,
  BH_ZMQ_OUT = 2,
} BhZmqEvents;

/* The socket is ready for some of the wanted @events (BH_ZMQ_IN | BH_ZMQ_OUT): receive or send
 * ONE message, without waiting. Called again as long as the socket is ready, 100 times in a turn of
 * the loop at most. G_SOURCE_REMOVE ends it. */
typedef gboolean (*BhZmqFunc) (void *socket, int events, gpointer user_data);

/* @socket (a raw libzmq socket) must outlive the source: destroy the source before zmq_close.
 * (transfer full): set a BhZmqFunc with g_source_set_callback (…, G_SOURCE_FUNC (func), …). */
GSource *bh_zmq_source_new (void *socket, int events);

/* What to wait for from now on: BH_ZMQ_OUT only while something waits to be sent. */
void bh_zmq_source_set_events (GSource *source, int events);
