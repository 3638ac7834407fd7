/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* One time for everything: the wall clock, read once, and carried on by the monotonic one. So no
 * duration is ever negative and nobody's call gets an hour longer when somebody sets the clock; the
 * wall clock's steps are taken over only while nothing is measured. Microseconds. */

typedef struct {
  gint64 (*monotonic) (gpointer data);
  gint64 (*real) (gpointer data); /* unix */
  gpointer data;
} BhClockSource;

typedef struct BhClock BhClock;

/* @source NULL: the system's. */
BhClock *bh_clock_new (const BhClockSource *source);
void bh_clock_free (BhClock *clock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhClock, bh_clock_free)

/* Unix time; never less than what it said before. */
gint64 bh_clock_now (BhClock *clock);

/* Nothing is being measured now: take over the wall clock where it has gone ahead. What it has gone
 * back is waited for. */
void bh_clock_settle (BhClock *clock);

/* How far the wall clock has left us: positive, it is ahead. For `status`. */
gint64 bh_clock_get_drift (BhClock *clock);
