/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* One queue in figures: who waits, for how long, who is ready. Property: queue (BhQueueItem). */
#define BH_TYPE_QUEUE_TILE (bh_queue_tile_get_type ())
G_DECLARE_FINAL_TYPE (BhQueueTile, bh_queue_tile, BH, QUEUE_TILE, BhContactView)

G_END_DECLS
