/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-normalize.h"
#include "server/pbx/ami/ami-parser.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* A PBX that has gone mad, or is none: stations 2 and 3. Whatever comes, the events handed on are
 * valid UTF-8 and of a kind that there is, and the split of the bytes changes nothing. */

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  GString *all = data;

  g_assert_cmpint (event->kind, <, BH_PBX_EVENT_N_KINDS);
  bh_pbx_event_describe (event, all);
  g_string_append_c (all, '\n');
}

/* The events of @bytes, fed in pieces of at most @most bytes. */
static GString *
run (const char *bytes, gsize size, gsize most)
{
  const BhAmiLimits limits = {512, 32, 2048};
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (&limits);
  GString *all = g_string_new (NULL);
  g_autoptr (BhAmiNormalize) normalize = bh_ami_normalize_new (on_event, all);

  for (gsize at = 0; at < size;) {
    BhAmiMessage *message;
    gsize taken = bh_ami_parser_feed (parser, bytes + at, MIN (most, size - at));
    g_assert_cmpuint (taken, >, 0);
    at += taken;
    while ((message = bh_ami_parser_next (parser)) != NULL)
      bh_ami_normalize_feed (normalize, message);
  }
  bh_ami_normalize_link_down (normalize, "the end");
  return all;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GString) whole = run ((const char *) data, size, size);
  g_autoptr (GString) pieces = run ((const char *) data, size, 1 + size % 7);

  g_assert_true (g_utf8_validate_len (whole->str, whole->len, NULL));
  g_assert_cmpstr (whole->str, ==, pieces->str);
  return 0;
}
