/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A CURVE key pair in ZeroMQ's Z85 text form. Clear it after use: the secret is in it. */
typedef struct {
  char public_key[41];
  char secret_key[41];
} BhCurveKeys;

/* A fresh pair. FALSE (BH_TRANSPORT_ERROR_NO_CURVE): this libzmq was built without CURVE. */
gboolean bh_curve_keys_generate (BhCurveKeys *keys, GError **error);
void bh_curve_keys_clear (BhCurveKeys *keys);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BhCurveKeys, bh_curve_keys_clear)

/* Reads the pair in the file @path; when there is none, makes one (mode 0600, on disk when this
 * returns, never over an existing file). Refused with BH_TRANSPORT_ERROR_KEY_FILE: a file that
 * others may read, that is damaged, or whose two keys do not belong together. */
gboolean bh_curve_keys_load_or_create (const char *path,
                                       BhCurveKeys *keys,
                                       gboolean *created, /* (out) (optional) */
                                       GError **error);

/* TRUE: @z85 has the form of a public key (40 characters of Z85). */
gboolean bh_curve_key_is_valid (const char *z85);

/* What people compare: 160 bits of BLAKE2b over the 32 bytes of the public key, in Base32 (RFC
 * 4648, lower case) in eight groups of four with hyphens. NULL: @public_key is not valid. (transfer
 * full) */
char *bh_curve_fingerprint (const char *public_key);
