/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The one thing that ticks: every timer on the screen is a binding to "now".
 *
 * "now" (int64, µs UTC) is the *server's* clock as far as we know it: the moment of the last
 * bh_clock_set_server_time() plus what a monotonic clock says has passed since. So a duration on
 * the screen is never the difference of two clocks, and a wrong clock on the desk shows nothing
 * wrong. */
#define BH_TYPE_CLOCK (bh_clock_get_type ())
G_DECLARE_FINAL_TYPE (BhClock, bh_clock, BH, CLOCK, GObject)

/* Ticks once a second in the main context that it was made in. */
BhClock *bh_clock_new (void);
/* For tests and demos: stands still at @now_us until bh_clock_advance(). */
BhClock *bh_clock_new_manual (gint64 now_us);

/* The server's time now, to the microsecond (the property is of the last tick). */
gint64 bh_clock_now (BhClock *clock);
void bh_clock_set_server_time (BhClock *clock, gint64 server_now_us);

/* Calls @func once @delay_ms have passed (manual clocks: by bh_clock_advance()), unless cancelled.
 * Never returns 0. */
guint bh_clock_after (BhClock *clock, guint delay_ms, GSourceOnceFunc func, gpointer data);
void bh_clock_cancel (BhClock *clock, guint id);

/* Manual clocks only: moves time, runs what became due in order, ticks. */
void bh_clock_advance (BhClock *clock, gint64 by_us);

G_END_DECLS
