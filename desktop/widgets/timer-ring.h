/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/clock.h"

G_BEGIN_DECLS

/* A ring around its child that shows how much time is left, in the colour of its own style.
 * Properties: clock (BhClock), since, until (int64 µs: the whole is from one to the other; until 0
 * = no end is known: the ring is only a faint circle), width (int: of the stroke, px), pulse (bool:
 * two faint waves outside, still when animations are off). */
#define BH_TYPE_TIMER_RING (bh_timer_ring_get_type ())
G_DECLARE_FINAL_TYPE (BhTimerRing, bh_timer_ring, BH, TIMER_RING, AdwBin)

/* What is left of the whole, 0 to 1; 0 when there is no end. */
double bh_timer_ring_get_fraction (BhTimerRing *self);
/* TRUE while its waves move. */
gboolean bh_timer_ring_is_moving (BhTimerRing *self);

G_END_DECLS
