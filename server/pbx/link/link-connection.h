/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/pbx/link/link-error.h"
#include "server/pbx/link/link-recorder.h"

/* One TCP or TLS connection to a PBX: bytes in, bytes out (station 1). Asterisk cuts off a reader
 * that stalls (writetimeout, 100 ms by default), and FreeSWITCH stands still for everybody when
 * its queue for one is full (100,000 events): so reading comes before all else in the loop, and
 * takes what is there. It lives from connect to close, once; its owner makes another.
 * Works in the main context that was the thread's default when it was made. */

/* Where to, and how. Strings belong to the giver, and outlive the connection. */
typedef struct {
  const char *host;
  guint16 port;
  gboolean tls;
  const char *tls_ca_file; /* whom to trust in place of the system's authorities, or NULL */
  guint
      stuck_ms; /* cut the connection when our loop stands still so long (BhLinkGuard); 0: never */
} BhLinkAddress;

typedef struct {
  void (*connected) (gpointer user_data);
  void (*received) (const char *bytes, gsize length, gpointer user_data);
  /* What was there has been received. */
  void (*drained) (gpointer user_data);
  /* The end, once; @why in words. Not called for bh_link_connection_close. */
  void (*closed) (const char *why, gpointer user_data);
} BhLinkConnectionHandler;

#define BH_LINK_CONNECTION_MAX_WAITING (1024 * 1024) /* bytes to be written */

typedef struct _BhLinkConnection BhLinkConnection;

/* @handler and @recorder (or NULL) outlive it, @address is copied. Begins to connect at once. */
BhLinkConnection *bh_link_connection_new (const BhLinkAddress *address,
                                          BhLinkRecorder *recorder,
                                          const BhLinkConnectionHandler *handler,
                                          gpointer user_data);

/* Ends it and lets go of it: no handler is called any more. */
void bh_link_connection_close (BhLinkConnection *self);

/* Queues @bytes to be written. FALSE with an error of BH_LINK_ERROR when too much waits or it is
 * not connected. */
gboolean bh_link_connection_send (BhLinkConnection *self, GBytes *bytes, GError **error);

/* The most bytes that one turn of the loop took in: how far reading lagged behind. */
gsize bh_link_connection_get_largest_turn (const BhLinkConnection *self);
