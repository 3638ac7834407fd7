/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* What was somebody's affair stays it for a while. */

#define BH_CORRECTION_US (10 * 60 * (gint64) G_USEC_PER_SEC)
void bh_desk_past_shown (BhDesk *desk, const char *contact, const char *user);
/* @user NULL: whoever has it. */
void bh_desk_past_left (BhDesk *desk, const char *contact, const char *user, gint64 left_us);
/* FALSE: @user never had it, as far as is known here. *left_us 0: it is on their screen. */
gboolean bh_desk_past_find (BhDesk *desk, const char *contact, const char *user, gint64 *left_us);
/* Forgets what nobody can correct any more. */
void bh_desk_past_sweep (BhDesk *desk);
/* Makes the table, with what was kept when the server went down. */
void bh_desk_past_restore (BhDesk *desk);
