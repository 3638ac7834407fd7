/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum {
  BH_TRANSPORT_ERROR_NO_CURVE, /* this libzmq cannot encrypt */
  BH_TRANSPORT_ERROR_KEY_FILE, /* the key file cannot be read, written or trusted */
  BH_TRANSPORT_ERROR_ENDPOINT, /* bind or connect refused */
  BH_TRANSPORT_ERROR_OPTION,   /* libzmq did not take a socket option */
  BH_TRANSPORT_ERROR_AGAIN,    /* the peer's queue is full: try again later */
  BH_TRANSPORT_ERROR_GONE,     /* no peer has this routing id any more */
  BH_TRANSPORT_ERROR_FAILED,   /* anything else; the message says what */
} BhTransportError;
#define BH_TRANSPORT_ERROR (bh_transport_error_quark ())
GQuark bh_transport_error_quark (void);
