/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/pbx/ami/ami-config.h"
#include "server/pbx/ami/ami-recorder.h"

/* One TCP or TLS connection to an Asterisk: bytes in, bytes out (station 1). Asterisk cuts off a
 * reader that stalls (writetimeout, 100 ms by default), so reading comes before all else in the
 * loop, and takes what is there. It lives from connect to close, once; its owner makes another.
 * Works in the main context that was the thread's default when it was made. */

typedef struct {
  void (*connected) (gpointer user_data);
  void (*received) (const char *bytes, gsize length, gpointer user_data);
  /* What was there has been received. */
  void (*drained) (gpointer user_data);
  /* The end, once; @why in words. Not called for bh_ami_connection_close. */
  void (*closed) (const char *why, gpointer user_data);
} BhAmiConnectionHandler;

#define BH_AMI_CONNECTION_MAX_WAITING (1024 * 1024) /* bytes to be written */

typedef struct _BhAmiConnection BhAmiConnection;

/* @config, @handler and @recorder (or NULL) outlive it. Begins to connect at once. */
BhAmiConnection *bh_ami_connection_new (const BhAmiConfig *config,
                                        BhAmiRecorder *recorder,
                                        const BhAmiConnectionHandler *handler,
                                        gpointer user_data);

/* Ends it and lets go of it: no handler is called any more. */
void bh_ami_connection_close (BhAmiConnection *self);

/* Queues @bytes to be written. FALSE with an error of BH_AMI_ERROR when too much waits or it is
 * not connected. */
gboolean bh_ami_connection_send (BhAmiConnection *self, GBytes *bytes, GError **error);

/* The most bytes that one turn of the loop took in: how far reading lagged behind. */
gsize bh_ami_connection_get_largest_turn (const BhAmiConnection *self);
