/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which of the things a person gave to sign in caused an error, so that it can be said beside it.
 */
typedef enum {
  BH_SIGN_IN_SERVER,
  BH_SIGN_IN_PASSWORD, /* or the name: the server does not tell which */
  BH_SIGN_IN_DEVICE,
  BH_SIGN_IN_PROFILE,
  BH_SIGN_IN_OTHER,
} BhSignInCause;

/* @error: of BH_CLIENT_ERROR or any other. */
BhSignInCause bh_sign_in_cause (const GError *error);

G_END_DECLS
