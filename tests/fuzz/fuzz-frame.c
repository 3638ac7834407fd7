/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/codec.h"
#include "protocol/json-check.h"
#include "tests/fuzz/fuzz.h"

/* A frame from either side: a frame or an error, never both; what we would read, a strict reader
 * would read too; an id to answer comes only from a frame that is too broken to come itself. */

static void
parse (GBytes *bytes, BhFrom from, gboolean valid)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (BhFrame) frame = bh_codec_parse (bytes, from, &id, &error);

  g_assert_true ((frame == NULL) == (error != NULL));
  g_assert_true (frame == NULL || valid);
  g_assert_true (id == NULL || g_utf8_validate (id, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  gboolean valid = bh_json_check ((const char *) data, size, BH_WIRE_MAX_DEPTH, NULL);

  parse (bytes, BH_FROM_CLIENT, valid);
  parse (bytes, BH_FROM_SERVER, valid);
  return 0;
}
