/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/clock.h"

G_BEGIN_DECLS

/* Time that runs, in figures of one width: "02:31" since a moment, or what is left until one.
 * Properties: clock (BhClock), since, until (int64 µs UTC by that clock, 0 = none; until wins).
 * With neither it is empty. */
#define BH_TYPE_TIMER_LABEL (bh_timer_label_get_type ())
G_DECLARE_FINAL_TYPE (BhTimerLabel, bh_timer_label, BH, TIMER_LABEL, AdwBin)

const char *bh_timer_label_get_text (BhTimerLabel *self);

G_END_DECLS
