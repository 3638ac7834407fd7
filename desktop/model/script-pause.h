/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk.h"
#include "desktop/model/script-player.h"

G_BEGIN_DECLS

/* A recording pauses as long as the walk stands at a payment step: the server is asked when the
 * step opens and when it is left, and the player's "record-state" says what came of it. */
void bh_script_pause_follow (BhDesk *desk, const char *contact, BhScriptPlayer *player);

G_END_DECLS
