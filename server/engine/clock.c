/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/clock.h"

struct BhClock {
  BhClockSource source;
  gint64 offset; /* wall - monotonic */
  gint64 last;
};

static gint64
system_monotonic (gpointer data)
{
  return g_get_monotonic_time ();
}

static gint64
system_real (gpointer data)
{
  return g_get_real_time ();
}

static const BhClockSource system_source = {system_monotonic, system_real, NULL};

static gint64
wall_offset (const BhClock *clock)
{
  return clock->source.real (clock->source.data) - clock->source.monotonic (clock->source.data);
}

BhClock *
bh_clock_new (const BhClockSource *source)
{
  BhClock *clock = g_new0 (BhClock, 1);

  clock->source = source != NULL ? *source : system_source;
  clock->offset = wall_offset (clock);
  return clock;
}

void
bh_clock_free (BhClock *clock)
{
  g_free (clock);
}

gint64
bh_clock_now (BhClock *clock)
{
  gint64 now = clock->source.monotonic (clock->source.data) + clock->offset;

  clock->last = MAX (clock->last, now);
  return clock->last;
}

void
bh_clock_settle (BhClock *clock)
{
  clock->offset = wall_offset (clock);
}

gint64
bh_clock_get_drift (BhClock *clock)
{
  return wall_offset (clock) - clock->offset;
}
