/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "desktop/client/enum-type.h"

G_BEGIN_DECLS

/* The wire's error codes (protocol/README.md section 5), then what only a client can say. */
#define BH_CLIENT_ERROR_TABLE(X)                                                                   \
  X (BH_CLIENT_ERROR_BAD_REQUEST, "bad_request")                                                   \
  X (BH_CLIENT_ERROR_TOO_LARGE, "too_large")                                                       \
  X (BH_CLIENT_ERROR_VERSION, "version")                                                           \
  X (BH_CLIENT_ERROR_NOT_LOGGED_IN, "not_logged_in")                                               \
  X (BH_CLIENT_ERROR_BAD_CREDENTIALS, "bad_credentials")                                           \
  X (BH_CLIENT_ERROR_TOO_MANY_TRIES, "too_many_tries")                                             \
  X (BH_CLIENT_ERROR_FORBIDDEN, "forbidden")                                                       \
  X (BH_CLIENT_ERROR_NOT_FOUND, "not_found")                                                       \
  X (BH_CLIENT_ERROR_NOT_POSSIBLE, "not_possible")                                                 \
  X (BH_CLIENT_ERROR_DIAL_REFUSED, "dial_refused")                                                 \
  X (BH_CLIENT_ERROR_PBX_AWAY, "pbx_away")                                                         \
  X (BH_CLIENT_ERROR_PBX_REFUSED, "pbx_refused")                                                   \
  X (BH_CLIENT_ERROR_STORE_AWAY, "store_away")                                                     \
  X (BH_CLIENT_ERROR_TIMEOUT, "timeout")                                                           \
  X (BH_CLIENT_ERROR_BUSY, "busy")                                                                 \
  X (BH_CLIENT_ERROR_WATCH_ONLY, "watch_only")                                                     \
  X (BH_CLIENT_ERROR_STALE, "stale")                                                               \
  X (BH_CLIENT_ERROR_INTERNAL, "internal")                                                         \
  /* the client's own */                                                                           \
  X (BH_CLIENT_ERROR_SERVER_AWAY, "server_away")                                                   \
  X (BH_CLIENT_ERROR_SERVER_KEY, "server_key")                                                     \
  X (BH_CLIENT_ERROR_SERVER_ADDRESS, "server_address")                                             \
  X (BH_CLIENT_ERROR_NO_SOFTPHONE, "no_softphone")                                                 \
  X (BH_CLIENT_ERROR_SOFTPHONE, "softphone")                                                       \
  X (BH_CLIENT_ERROR_STATE_FILE, "state_file")
typedef enum { BH_CLIENT_ERROR_TABLE (BH_ENUM_VALUE) } BhClientErrorCode;
BH_ENUM_DECLARE (BhClientErrorCode, bh_client_error_code)
#define BH_TYPE_CLIENT_ERROR_CODE (bh_client_error_code_get_type ())

#define BH_CLIENT_ERROR (bh_client_error_quark ())
GQuark bh_client_error_quark (void);

/* The error that a reply's `code`, `message` and `detail` mean; an unknown code is INTERNAL. Never
 * NULL. @detail: (nullable) (transfer none), kept. */
GError *bh_client_error_from_wire (const char *code, const char *message, JsonObject *detail);
/* The figures that came with it (`retry_after_s`, `pattern`, …), or NULL. */
JsonObject *bh_client_error_get_detail (const GError *error);

/* TRUE if the same request may succeed later without anyone changing it (server, PBX or database
 * away, time-out, busy). */
gboolean bh_client_error_is_retryable (const GError *error);

G_END_DECLS
