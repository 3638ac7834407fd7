/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/codec.h"
#include "protocol/sync.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* A server that is broken or not ours, against a client's rules: one frame a line, an empty line is
 * a second that passes. Whatever it says, an event is applied only if it is the next one. */

static void
check (BhSync *sync, guint todo, const BhFrame *frame, gint64 before)
{
  gint64 after = bh_sync_get_seq (sync);

  if ((todo & BH_SYNC_APPLY) != 0) {
    g_assert_cmpint (frame->type, ==, BH_FRAME_EVENT);
    g_assert_cmpint (frame->seq, ==, before + 1);
    g_assert_cmpstr (frame->epoch, ==, bh_sync_get_epoch (sync));
  }
  if ((todo & BH_SYNC_RESET) != 0)
    g_assert_cmpint (frame->type, ==, BH_FRAME_SNAPSHOT_BEGIN);
  else
    g_assert_true (after == before || after == before + 1);
  if ((todo & BH_SYNC_COMPLETE) != 0)
    g_assert_cmpint (bh_sync_get_state (sync), ==, BH_SYNC_LIVE);
}

static void
carry_out (BhSync *sync, guint todo, gint64 now)
{
  if ((todo & BH_SYNC_HELLO) != 0)
    g_bytes_unref (bh_sync_make_hello (sync, now));
  if ((todo & BH_SYNC_ACK) != 0)
    g_bytes_unref (bh_sync_make_ack (sync, now));
  if ((todo & BH_SYNC_ASK_LOGIN) != 0)
    bh_sync_logged_in (sync, now);
}

static void
take_line (BhSync *sync, const char *line, gsize length, gint64 *now)
{
  g_autoptr (GBytes) bytes = g_bytes_new (line, length);
  g_autoptr (BhFrame) frame = NULL;
  gint64 before = bh_sync_get_seq (sync);
  guint todo;

  *now += length == 0 ? G_USEC_PER_SEC : 1000;
  carry_out (sync, bh_sync_tick (sync, *now), *now);
  frame = bh_codec_parse (bytes, BH_FROM_SERVER, NULL, NULL);
  if (frame == NULL)
    return;
  todo = bh_sync_frame (sync, frame, *now);
  check (sync, todo, frame, before);
  carry_out (sync, todo, *now);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (BhSync) sync = bh_sync_new ("fuzz/1", NULL, TRUE, 1);
  const char *at = (const char *) data, *end = at + size;
  gint64 now = G_USEC_PER_SEC;

  carry_out (sync, bh_sync_open (sync, now), now);
  while (at < end) {
    const char *stop = memchr (at, '\n', (gsize) (end - at));
    gsize length = (gsize) ((stop != NULL ? stop : end) - at);
    take_line (sync, at, length, &now);
    at += length + 1;
  }
  return 0;
}
