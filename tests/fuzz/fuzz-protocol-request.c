/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/codec.h"
#include "protocol/ops.h"
#include "tests/fuzz/fuzz.h"

/* A client's request up to the desk: what passes has an op and args of which each is one that the
 * op takes; and written again it is read as the same. */

static void
check_member (JsonObject *args, const char *name, JsonNode *node, gpointer user_data)
{
  const BhArgSpec *arg = user_data;

  while (arg->name != NULL && !g_str_equal (arg->name, name))
    arg++;
  g_assert_nonnull (arg->name);
}

static void
check_request (const BhFrame *frame)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (BhFrame) same = NULL;
  BhOp op;

  if (!bh_op_from_string (frame->op, &op) || !bh_op_check_args (op, frame->args, NULL))
    return;
  json_object_foreach_member (frame->args, check_member, (gpointer) bh_op_spec (op)->args);
  again = bh_codec_request (frame->id, frame->op, frame->args);
  if (g_bytes_get_size (again) > BH_WIRE_MAX_TO_SERVER)
    return;
  same = bh_codec_parse (again, BH_FROM_CLIENT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (same->id, ==, frame->id);
  g_assert_true (bh_op_check_args (op, same->args, &error));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (BhFrame) frame = bh_codec_parse (bytes, BH_FROM_CLIENT, NULL, NULL);

  if (frame != NULL && frame->type == BH_FRAME_REQUEST)
    check_request (frame);
  return 0;
}
