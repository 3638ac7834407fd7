/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words for times and sizes, in the interface's language. All results are (transfer full). */

/* "02:31", from an hour on "1:02:31". Negative counts as 0. */
char *bh_format_timer (gint64 seconds);
/* "0:42", "6:12", "1:02:31": a length that does not run. */
char *bh_format_length (gint64 seconds);
/* "14:02" of a moment (unix microseconds) in this computer's time zone; NULL for 0. */
char *bh_format_hour (gint64 at_us);
/* "12 Nov", "12 Nov 2025" when the year differs from now's, "today", "yesterday". */
char *bh_format_day (gint64 at_us, gint64 now_us);
/* "in 3 days", "today", "2 days late", for a due day "2026-11-24"; NULL when it cannot be read. */
char *bh_format_due (const char *due, gint64 now_us);
/* "21:40" now in a time zone by its name ("Asia/Shanghai"); NULL when the zone is not known or is
 * this computer's own. */
char *bh_format_local_time (const char *time_zone, gint64 now_us);
/* "Good morning" by the hour of a moment. (transfer none) */
const char *bh_format_greeting (gint64 now_us);

G_END_DECLS
