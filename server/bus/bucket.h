/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A token bucket: so many a second, and a burst. Zeroed memory is a full bucket. */
typedef struct {
  gint64 empty_at; /* the moment at which it was, or would have been, empty */
} BhBucket;

/* TRUE: one token was taken. @now: monotonic microseconds. */
gboolean bh_bucket_take (BhBucket *self, guint per_second, guint burst, gint64 now);
