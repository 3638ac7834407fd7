/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/clock.h"

typedef struct {
  gint64 monotonic;
  gint64 real;
} Hands;

static gint64
monotonic (gpointer data)
{
  return ((Hands *) data)->monotonic;
}

static gint64
real (gpointer data)
{
  return ((Hands *) data)->real;
}

static void
pass (Hands *hands, gint64 us)
{
  hands->monotonic += us;
  hands->real += us;
}

#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

/* Somebody sets the clock while a call lasts: the call's length stays what it is. */
static void
test_steps (void)
{
  static const gint64 steps[] = {HOUR, -HOUR, -1 * G_USEC_PER_SEC, 1};

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    Hands hands = {5, G_GINT64_CONSTANT (1795296949000000)};
    const BhClockSource source = {monotonic, real, &hands};
    g_autoptr (BhClock) clock = bh_clock_new (&source);
    gint64 began = bh_clock_now (clock);
    pass (&hands, 1000);
    hands.real += steps[i];
    pass (&hands, 1000);
    g_assert_cmpint (bh_clock_now (clock) - began, ==, 2000);
    g_assert_cmpint (bh_clock_get_drift (clock), ==, steps[i]);
  }
}

/* Nothing is measured: the wall clock counts, but never backwards. */
static void
test_settle (void)
{
  Hands hands = {5, 1000000};
  const BhClockSource source = {monotonic, real, &hands};
  g_autoptr (BhClock) clock = bh_clock_new (&source);

  g_assert_cmpint (bh_clock_now (clock), ==, 1000000);
  hands.real += HOUR;
  bh_clock_settle (clock);
  g_assert_cmpint (bh_clock_now (clock), ==, 1000000 + HOUR);
  hands.real -= HOUR;
  bh_clock_settle (clock);
  g_assert_cmpint (bh_clock_now (clock), ==, 1000000 + HOUR);
  pass (&hands, HOUR + 7);
  g_assert_cmpint (bh_clock_now (clock), ==, 1000000 + HOUR + 7);
  g_assert_cmpint (bh_clock_get_drift (clock), ==, 0);
}

static void
test_system (void)
{
  g_autoptr (BhClock) clock = bh_clock_new (NULL);
  gint64 before = g_get_real_time ();
  gint64 now = bh_clock_now (clock);

  g_assert_cmpint (now, >, before - G_USEC_PER_SEC);
  g_assert_cmpint (now, <, g_get_real_time () + G_USEC_PER_SEC);
  g_assert_cmpint (bh_clock_now (clock), >=, now);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/clock/steps", test_steps);
  g_test_add_func ("/engine/clock/settle", test_settle);
  g_test_add_func ("/engine/clock/system", test_system);
  return g_test_run ();
}
