/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/ring.h"

/* Frame number n is the text "n" of @size bytes, so that the test sees which one it got. */
static guint
push (BhRing *ring, gsize size)
{
  g_autofree guint8 *data = g_malloc0 (size);
  g_autoptr (GBytes) frame = NULL;

  data[0] = (guint8) bh_ring_get_next (ring);
  frame = g_bytes_new_take (g_steal_pointer (&data), size);
  return bh_ring_push (ring, frame);
}

static int
number_at (BhRing *ring, gint64 seq)
{
  GBytes *frame = bh_ring_get (ring, seq);

  return frame != NULL ? ((const guint8 *) g_bytes_get_data (frame, NULL))[0] : -1;
}

static void
test_numbers_begin_at_one (void)
{
  g_autoptr (BhRing) ring = bh_ring_new (4, 1000);

  g_assert_cmpint (bh_ring_get_next (ring), ==, 1);
  push (ring, 1);
  g_assert_cmpint (bh_ring_get_next (ring), ==, 2);
  g_assert_cmpint (number_at (ring, 1), ==, 1);
  g_assert_cmpint (number_at (ring, 0), ==, -1);
  g_assert_cmpint (number_at (ring, 2), ==, -1);
}

static void
test_oldest_make_room_by_count (void)
{
  g_autoptr (BhRing) ring = bh_ring_new (3, 1000);

  for (int i = 0; i < 3; i++)
    g_assert_cmpuint (push (ring, 1), ==, 0);
  g_assert_cmpuint (push (ring, 1), ==, 1);
  g_assert_cmpuint (bh_ring_get_count (ring), ==, 3);
  g_assert_cmpint (number_at (ring, 1), ==, -1);
  g_assert_cmpint (number_at (ring, 2), ==, 2);
}

static void
test_oldest_make_room_by_bytes (void)
{
  g_autoptr (BhRing) ring = bh_ring_new (100, 100);

  for (int i = 0; i < 10; i++)
    push (ring, 10);
  g_assert_cmpuint (bh_ring_get_bytes (ring), ==, 100);
  g_assert_cmpuint (push (ring, 35), ==, 4);
  g_assert_cmpuint (bh_ring_get_bytes (ring), ==, 95);
}

static void
test_newest_is_always_kept (void)
{
  g_autoptr (BhRing) ring = bh_ring_new (0, 10);

  push (ring, 5);
  g_assert_cmpuint (push (ring, 500), ==, 1);
  g_assert_cmpuint (bh_ring_get_count (ring), ==, 1);
  g_assert_cmpint (number_at (ring, 2), ==, 2);
}

static void
test_grows_and_keeps_order (void)
{
  g_autoptr (BhRing) ring = bh_ring_new (200, G_MAXSIZE);

  for (int i = 0; i < 120; i++) {
    push (ring, 1);
    if (i % 3 == 0)
      g_assert_true (bh_ring_ack (ring, i / 2));
  }
  for (gint64 seq = 60; seq <= 120; seq++)
    g_assert_cmpint (number_at (ring, seq), ==, seq);
}

static void
test_ack_forgets (void)
{
  g_autoptr (BhRing) ring = bh_ring_new (10, 1000);

  for (int i = 0; i < 5; i++)
    push (ring, 2);
  g_assert_true (bh_ring_ack (ring, 3));
  g_assert_cmpuint (bh_ring_get_count (ring), ==, 2);
  g_assert_cmpuint (bh_ring_get_bytes (ring), ==, 4);
  g_assert_true (bh_ring_ack (ring, 2)); /* late: nothing to do */
  g_assert_true (bh_ring_ack (ring, 5));
  g_assert_cmpuint (bh_ring_get_bytes (ring), ==, 0);
  g_assert_false (bh_ring_ack (ring, 6)); /* never given out */
}

static void
test_resume (void)
{
  g_autoptr (BhRing) ring = bh_ring_new (3, 1000);

  g_assert_true (bh_ring_can_resume (ring, 0)); /* nothing was sent, nothing is missing */
  g_assert_false (bh_ring_can_resume (ring, 1));
  for (int i = 0; i < 5; i++)
    push (ring, 1);
  g_assert_false (bh_ring_can_resume (ring, 1)); /* 2 is gone */
  g_assert_true (bh_ring_can_resume (ring, 2));
  g_assert_true (bh_ring_can_resume (ring, 5));
  g_assert_false (bh_ring_can_resume (ring, 6)); /* it claims what it cannot have */
}

static void
test_clear_counts_on (void)
{
  g_autoptr (BhRing) ring = bh_ring_new (3, 1000);

  push (ring, 1);
  push (ring, 1);
  bh_ring_clear (ring);
  g_assert_cmpuint (bh_ring_get_count (ring), ==, 0);
  g_assert_cmpuint (bh_ring_get_bytes (ring), ==, 0);
  g_assert_cmpint (bh_ring_get_next (ring), ==, 3);
  g_assert_false (bh_ring_can_resume (ring, 1));
  push (ring, 1);
  g_assert_cmpint (number_at (ring, 3), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/ring/numbers-begin-at-one", test_numbers_begin_at_one);
  g_test_add_func ("/protocol/ring/oldest-make-room-by-count", test_oldest_make_room_by_count);
  g_test_add_func ("/protocol/ring/oldest-make-room-by-bytes", test_oldest_make_room_by_bytes);
  g_test_add_func ("/protocol/ring/newest-is-always-kept", test_newest_is_always_kept);
  g_test_add_func ("/protocol/ring/grows-and-keeps-order", test_grows_and_keeps_order);
  g_test_add_func ("/protocol/ring/ack-forgets", test_ack_forgets);
  g_test_add_func ("/protocol/ring/resume", test_resume);
  g_test_add_func ("/protocol/ring/clear-counts-on", test_clear_counts_on);
  return g_test_run ();
}
