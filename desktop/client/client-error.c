/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/client-error.h"

BH_ENUM_DEFINE (BhClientErrorCode, bh_client_error_code, BH_CLIENT_ERROR_TABLE)

typedef struct {
  JsonObject *detail;
} BhClientErrorPrivate;

static void
bh_client_error_private_init (BhClientErrorPrivate *priv)
{
  priv->detail = NULL;
}

static void
bh_client_error_private_copy (const BhClientErrorPrivate *from, BhClientErrorPrivate *to)
{
  to->detail = from->detail ? json_object_ref (from->detail) : NULL;
}

static void
bh_client_error_private_clear (BhClientErrorPrivate *priv)
{
  g_clear_pointer (&priv->detail, json_object_unref);
}

typedef GError BhClientError;
G_DEFINE_EXTENDED_ERROR (BhClientError, bh_client_error)

GError *
bh_client_error_from_wire (const char *code, const char *message, JsonObject *detail)
{
  GError *error =
      g_error_new (BH_CLIENT_ERROR,
                   (int) bh_client_error_code_from_string (code, BH_CLIENT_ERROR_INTERNAL),
                   "%s",
                   message ? message : "The server refused without saying why.");

  if (detail)
    bh_client_error_get_private (error)->detail = json_object_ref (detail);
  return error;
}

JsonObject *
bh_client_error_get_detail (const GError *error)
{
  if (error == NULL || error->domain != BH_CLIENT_ERROR)
    return NULL;
  return bh_client_error_get_private (error)->detail;
}

gboolean
bh_client_error_is_retryable (const GError *error)
{
  if (error == NULL || error->domain != BH_CLIENT_ERROR)
    return FALSE;
  switch ((BhClientErrorCode) error->code) {
  case BH_CLIENT_ERROR_NOT_LOGGED_IN: /* a restarted server; we log in again by ourselves */
  case BH_CLIENT_ERROR_TOO_MANY_TRIES:
  case BH_CLIENT_ERROR_PBX_AWAY:
  case BH_CLIENT_ERROR_STORE_AWAY:
  case BH_CLIENT_ERROR_TIMEOUT:
  case BH_CLIENT_ERROR_BUSY:
  case BH_CLIENT_ERROR_SERVER_AWAY:
    return TRUE;
  default:
    return FALSE;
  }
}
