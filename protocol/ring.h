/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The numbered frames of one session that are not acked yet, so that a client that comes back gets
 * exactly what it missed. Sequence numbers begin at 1 and have no holes. Bounded by count and by
 * bytes; at least one frame is always kept. */
typedef struct BhRing BhRing;

BhRing *bh_ring_new (guint max_frames, gsize max_bytes);
void bh_ring_free (BhRing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhRing, bh_ring_free)

/* The number that the next frame is to carry. */
gint64 bh_ring_get_next (BhRing *self);

/* Appends the frame that carries bh_ring_get_next; the oldest make room. Returns how many were
 * pushed out. */
guint bh_ring_push (BhRing *self, GBytes *frame);

/* Everything up to @seq has arrived and is forgotten. FALSE: @seq was never given out. */
gboolean bh_ring_ack (BhRing *self, gint64 seq);

/* TRUE: every frame after @seq is here. */
gboolean bh_ring_can_resume (BhRing *self, gint64 seq);

/* (transfer none) NULL: pushed out, acked, or not yet there. */
GBytes *bh_ring_get (BhRing *self, gint64 seq);

/* From the next push on: a big snapshot may have more for a while. */
void bh_ring_set_limits (BhRing *self, guint max_frames, gsize max_bytes);

/* Forgets all frames; the numbers go on. */
void bh_ring_clear (BhRing *self);

guint bh_ring_get_count (BhRing *self);
gsize bh_ring_get_bytes (BhRing *self);
