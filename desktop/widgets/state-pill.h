/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/clock.h"

G_BEGIN_DECLS

/* A state as colour + shape + word + time, the same wherever it is shown. Properties: state (wire
 * word), word (string: what to say), clock (BhClock), since (int64; 0 shows no time). */
#define BH_TYPE_STATE_PILL (bh_state_pill_get_type ())
G_DECLARE_FINAL_TYPE (BhStatePill, bh_state_pill, BH, STATE_PILL, AdwBin)

G_END_DECLS
