/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times and numbers as a person reads them. All strings are (transfer full), never NULL. */

/* "0:07", "2:31", "1:02:31"; negative durations show as "0:00" (a clock may step). */
char *bh_time_text_duration_us (gint64 duration_us);
char *bh_time_text_duration_ms (gint64 duration_ms);
/* From @since_us to @now_us; "" when @since_us is 0. Meant for <closure> with "since" and "now". */
char *bh_time_text_elapsed (gint64 since_us, gint64 now_us);
/* What is left until @until_us; "" when it is 0. */
char *bh_time_text_left (gint64 until_us, gint64 now_us);
/* Local time of day, "14:02:11". */
char *bh_time_text_of_day (gint64 at_us);
/* "14:02", "yesterday 14:02", "12 Nov" (this year), "12 Nov 2025". */
char *bh_time_text_when (gint64 at_us, gint64 now_us);
/* "Saved 0.2 s ago", "Saved 4 s ago", "Saved 3 min ago", "Saved 14:02". */
char *bh_time_text_saved (gint64 saved_at_us, gint64 now_us);
/* The time of day where the customer is, "21:40"; "" for an unknown @time_zone. */
char *bh_time_text_in_zone (const char *time_zone, gint64 now_us);
/* RFC 3339 -> µs UTC; 0 if it is not one. */
gint64 bh_time_text_parse (const char *rfc3339);

/* A number for the eye: "+8613800138000" -> "+86 138 0013 8000"; what is not E.164 stays as it is.
 * NULL or "" -> "". Isolated among words from right to left (bidi.h). The server's own `display` is
 * better where there is one. */
char *bh_number_text (const char *number);

G_END_DECLS
