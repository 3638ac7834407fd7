/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/crm-port.h"

/* Numbers without customers: understands what a PBX shows as numbers of @home, and knows nobody. */

#define BH_TYPE_REPLAY_NUMBERS (bh_replay_numbers_get_type ())
G_DECLARE_FINAL_TYPE (BhReplayNumbers, bh_replay_numbers, BH, REPLAY_NUMBERS, GObject)

BhReplayNumbers *bh_replay_numbers_new (const char *home);
