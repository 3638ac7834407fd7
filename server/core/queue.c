/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/queue.h"

#include "server/core/text.h"

BhQueue *
bh_queue_ref (BhQueue *queue)
{
  g_atomic_ref_count_inc (&queue->refs);
  return queue;
}

void
bh_queue_unref (BhQueue *queue)
{
  if (!g_atomic_ref_count_dec (&queue->refs))
    return;
  bh_text_clear (&queue->pbx);
  bh_text_clear (&queue->queue);
  g_free (queue);
}
