/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/feed.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* A recording and its timing file, parted by the first NUL: whatever the timing says, the chunks
 * lie within the bytes. */

static void
walk (BhFeed *feed, const char *bytes, gsize length)
{
  BhFeedChunk chunk;

  while (bh_feed_next (feed, &chunk)) {
    g_assert_true (chunk.length > 0 && chunk.length <= length);
    g_assert_true (chunk.bytes >= bytes && chunk.bytes + chunk.length <= bytes + length);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *bytes = (const char *) data;
  const char *nul = size > 0 ? memchr (bytes, '\0', size) : NULL;
  gsize length = nul != NULL ? (gsize) (nul - bytes) : size;
  g_autofree char *timing = nul != NULL ? g_strndup (nul + 1, size - length - 1) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BhFeed) feed = bh_feed_new (bytes, length, "fuzz", timing, &error);

  g_assert_true ((feed == NULL) == (error != NULL));
  if (feed != NULL)
    walk (feed, bytes, length);
  return 0;
}
