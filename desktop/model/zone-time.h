/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times agreed with somebody in another zone. Zones are IANA names, times µs UTC. */

/* What a person types for "when", by a clock in @zone: "15:30" (the next time that it is that),
 * "tomorrow 9:00", "24.11. 15:30", "2026-11-24 15:30", "+30m", "+2h", "+3d". FALSE: *why (owned)
 * says in the reader's words what is wrong; a time that a change of the clocks leaves out is wrong
 * too, and of one that comes twice the first is taken. */
gboolean
bh_zone_time_parse (const char *text, const char *zone, gint64 now_us, gint64 *at_us, char **why);
/* "Tue 24 Nov 15:30"; "15:30" on the same day as @now_us there. (transfer full) */
char *bh_zone_time_text (gint64 at_us, const char *zone, gint64 now_us);
/* "Paris" of "Europe/Paris". (transfer full) */
char *bh_zone_time_place (const char *zone);

G_END_DECLS
