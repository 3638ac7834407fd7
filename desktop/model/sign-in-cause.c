/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/sign-in-cause.h"

#include "desktop/client/client-error.h"

BhSignInCause
bh_sign_in_cause (const GError *error)
{
  g_return_val_if_fail (error != NULL, BH_SIGN_IN_OTHER);

  if (error->domain != BH_CLIENT_ERROR)
    return BH_SIGN_IN_OTHER;
  switch ((BhClientErrorCode) error->code) {
  case BH_CLIENT_ERROR_SERVER_AWAY:
  case BH_CLIENT_ERROR_SERVER_KEY:
  case BH_CLIENT_ERROR_SERVER_ADDRESS:
  case BH_CLIENT_ERROR_VERSION:
  case BH_CLIENT_ERROR_TIMEOUT:
    return BH_SIGN_IN_SERVER;
  case BH_CLIENT_ERROR_BAD_CREDENTIALS:
  case BH_CLIENT_ERROR_TOO_MANY_TRIES:
  case BH_CLIENT_ERROR_FORBIDDEN:
    return BH_SIGN_IN_PASSWORD;
  /* In a login the only things that may not exist, or be taken, are the device and its profile. */
  case BH_CLIENT_ERROR_NOT_FOUND:
  case BH_CLIENT_ERROR_BAD_REQUEST:
  case BH_CLIENT_ERROR_NOT_POSSIBLE:
    return BH_SIGN_IN_DEVICE;
  case BH_CLIENT_ERROR_NO_SOFTPHONE:
  case BH_CLIENT_ERROR_SOFTPHONE:
    return BH_SIGN_IN_PROFILE;
  default:
    return BH_SIGN_IN_OTHER;
  }
}
