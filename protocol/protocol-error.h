/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What can be wrong with a frame. Messages say which member, and what it must be. */
typedef enum {
  BH_PROTOCOL_ERROR_TOO_LARGE, /* more bytes than this direction may have */
  BH_PROTOCOL_ERROR_JSON,      /* not one JSON object in UTF-8, or nested too deep */
  BH_PROTOCOL_ERROR_FRAME,     /* no such type, or a member is missing or of another kind */
  BH_PROTOCOL_ERROR_ARGS,      /* the args of an op are not what the op takes */
} BhProtocolError;
#define BH_PROTOCOL_ERROR (bh_protocol_error_quark ())
GQuark bh_protocol_error_quark (void);
