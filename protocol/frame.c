/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/frame.h"

BhFrame *
bh_frame_new (BhFrameType type)
{
  BhFrame *frame = g_new0 (BhFrame, 1);

  frame->type = type;
  return frame;
}

void
bh_frame_free (BhFrame *frame)
{
  if (frame == NULL)
    return;
  g_free (frame->epoch);
  g_free (frame->at);
  g_free (frame->client);
  g_free (frame->locale);
  g_free (frame->resume_epoch);
  g_free (frame->server);
  g_free (frame->id);
  g_free (frame->op);
  g_clear_pointer (&frame->args, json_object_unref);
  g_clear_pointer (&frame->result, json_object_unref);
  g_free (frame->code);
  g_free (frame->message);
  g_clear_pointer (&frame->detail, json_object_unref);
  g_free (frame->event);
  g_clear_pointer (&frame->data, json_node_unref);
  g_free (frame);
}
