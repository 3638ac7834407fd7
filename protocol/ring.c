/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/ring.h"

#define FIRST_ROOM 16

struct BhRing {
  GBytes **slots; /* room is a power of two; frame seq is in slot seq & (room - 1) */
  guint room;
  gint64 first; /* the oldest that is here; equal to next when empty */
  gint64 next;
  gsize bytes;
  guint max_frames;
  gsize max_bytes;
};

BhRing *
bh_ring_new (guint max_frames, gsize max_bytes)
{
  BhRing *self = g_new0 (BhRing, 1);

  self->first = self->next = 1;
  self->max_frames = MAX (max_frames, 1);
  self->max_bytes = max_bytes;
  return self;
}

void
bh_ring_free (BhRing *self)
{
  if (self == NULL)
    return;
  bh_ring_clear (self);
  g_free (self);
}

static GBytes **
slot_of (BhRing *self, gint64 seq)
{
  return &self->slots[seq & (gint64) (self->room - 1)];
}

static void
forget_oldest (BhRing *self)
{
  GBytes **slot = slot_of (self, self->first);

  self->bytes -= g_bytes_get_size (*slot);
  g_clear_pointer (slot, g_bytes_unref);
  self->first++;
}

static void
make_room (BhRing *self)
{
  guint old_room = self->room;
  GBytes **old = self->slots;

  if (bh_ring_get_count (self) < self->room)
    return;
  self->room = MAX (old_room * 2, FIRST_ROOM);
  self->slots = g_new0 (GBytes *, self->room);
  for (gint64 seq = self->first; seq < self->next; seq++)
    *slot_of (self, seq) = old[seq & (gint64) (old_room - 1)];
  g_free (old);
}

gint64
bh_ring_get_next (BhRing *self)
{
  return self->next;
}

guint
bh_ring_push (BhRing *self, GBytes *frame)
{
  guint forgotten = 0;

  make_room (self);
  *slot_of (self, self->next) = g_bytes_ref (frame);
  self->next++;
  self->bytes += g_bytes_get_size (frame);
  while (bh_ring_get_count (self) > 1 &&
         (bh_ring_get_count (self) > self->max_frames || self->bytes > self->max_bytes)) {
    forget_oldest (self);
    forgotten++;
  }
  return forgotten;
}

gboolean
bh_ring_ack (BhRing *self, gint64 seq)
{
  if (seq >= self->next)
    return FALSE;
  while (self->first <= seq)
    forget_oldest (self);
  /* A quiet session should not keep the room that a busy hour needed. */
  if (self->first == self->next && self->room > FIRST_ROOM)
    bh_ring_clear (self);
  return TRUE;
}

gboolean
bh_ring_can_resume (BhRing *self, gint64 seq)
{
  return seq >= self->first - 1 && seq < self->next;
}

GBytes *
bh_ring_get (BhRing *self, gint64 seq)
{
  return seq >= self->first && seq < self->next ? *slot_of (self, seq) : NULL;
}

void
bh_ring_set_limits (BhRing *self, guint max_frames, gsize max_bytes)
{
  self->max_frames = MAX (max_frames, 1);
  self->max_bytes = max_bytes;
}

void
bh_ring_clear (BhRing *self)
{
  while (self->first < self->next)
    forget_oldest (self);
  g_clear_pointer (&self->slots, g_free);
  self->room = 0;
}

guint
bh_ring_get_count (BhRing *self)
{
  return (guint) (self->next - self->first);
}

gsize
bh_ring_get_bytes (BhRing *self)
{
  return self->bytes;
}
