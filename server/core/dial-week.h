/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* When people may be called: windows of the day for each weekday and for holidays, always in the
 * called person's local time, read off a time zone's own data, so that both switches of daylight
 * saving are right to the second. A wall time is the seconds since 1970 that a clock on the wall
 * there would show. */

#define BH_DIAL_HOLIDAY 7 /* the "weekday" of holidays; Monday is 0 */
#define BH_DIAL_DAYS    8
#define BH_DIAL_WINDOWS 4 /* of a day */
#define BH_DIAL_NEVER   G_MAXINT64

typedef struct {
  guint16 from, until; /* minutes of the day; until 1440 at most, and itself not in it */
} BhDialWindow;

typedef struct {
  BhDialWindow windows[BH_DIAL_DAYS][BH_DIAL_WINDOWS];
  guint8 n[BH_DIAL_DAYS];
  gboolean holidays; /* FALSE: a holiday is a day like any other */
} BhDialWeek;

/* Days that are not like others. Days are numbers since 1 Jan 1970. */
typedef struct {
  GArray *dates;  /* of gint64, a day each */
  GArray *yearly; /* of guint, month * 100 + day */
  GArray *easter; /* of int, days from Easter Sunday */
} BhDialHolidays;

BhDialHolidays *bh_dial_holidays_new (void);
void bh_dial_holidays_free (BhDialHolidays *holidays);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhDialHolidays, bh_dial_holidays_free)
gboolean bh_dial_holidays_have (const BhDialHolidays *holidays /* (nullable) */, gint64 day);

/* "09:00-12:30, 14:00-20:00" or "none"; FALSE: *why (one sentence, owned) says what is wrong. */
gboolean bh_dial_week_set (BhDialWeek *week, guint day, const char *text, char **why);
/* "Mon-Fri 10:00-13:00, 14:00-20:00; Sat 09:00-17:00; not on holidays". */
char *bh_dial_week_to_text (const BhDialWeek *week);

/* The first instant (unix seconds) from @at_s on at which a clock in @zone is in a window;
 * BH_DIAL_NEVER: none within two years. */
gint64 bh_dial_week_next (const BhDialWeek *week,
                          const BhDialHolidays *holidays,
                          GTimeZone *zone,
                          gint64 at_s);

/* What a clock in @zone shows at @at_s, as a wall time. */
gint64 bh_dial_wall (GTimeZone *zone, gint64 at_s);
/* When @day begins in @zone, in unix seconds. */
gint64 bh_dial_day_begin (GTimeZone *zone, gint64 day);
/* "2026-11-22" as a day; FALSE: it is none. */
gboolean bh_dial_day_parse (const char *text, gint64 *day);
