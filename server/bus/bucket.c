/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/bus/bucket.h"

gboolean
bh_bucket_take (BhBucket *self, guint per_second, guint burst, gint64 now)
{
  gint64 cost = G_USEC_PER_SEC / MAX (per_second, 1);
  gint64 full_at = now - cost * burst; /* emptied so long ago, it is full now */

  if (self->empty_at < full_at)
    self->empty_at = full_at;
  if (self->empty_at + cost > now)
    return FALSE;
  self->empty_at += cost;
  return TRUE;
}
