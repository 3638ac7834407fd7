/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/uuid5.h"

#include <string.h>

/* uuid5 (NAMESPACE_DNS, "contact.bellhop.org"): never to be changed, ids in databases hang on it.
 */
static const guint8 namespace_bytes[16] = {0x5c,
                                           0x0e,
                                           0x7b,
                                           0x2d,
                                           0x4f,
                                           0x1a,
                                           0x56,
                                           0x93,
                                           0x9d,
                                           0x7e,
                                           0x21,
                                           0xb8,
                                           0x6a,
                                           0x33,
                                           0xc4,
                                           0x10};

static void
write_hex (const guint8 *bytes, guint n, char **out)
{
  static const char digits[] = "0123456789abcdef";
  for (guint i = 0; i < n; i++) {
    *(*out)++ = digits[bytes[i] >> 4];
    *(*out)++ = digits[bytes[i] & 15];
  }
}

void
bh_uuid5 (const char *name, char out[37])
{
  static const guint8 groups[] = {4, 2, 2, 2, 6};
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 hash[20];
  gsize length = sizeof hash;
  char *at = out;
  const guint8 *from = hash;

  g_checksum_update (sum, namespace_bytes, sizeof namespace_bytes);
  g_checksum_update (sum, (const guchar *) name, (gssize) strlen (name));
  g_checksum_get_digest (sum, hash, &length);
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
    if (i > 0)
      *at++ = '-';
    write_hex (from, groups[i], &at);
    from += groups[i];
  }
  *at = '\0';
}
