/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/dial-week.h"

#include <string.h>

#define DAY_S     86400
#define HORIZON   732    /* days */
#define EPOCH     719163 /* 1 Jan 1970 as GDate counts days */
#define MAX_STEPS 2000

static const char *const day_names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/* ---- days */

static gint64
floor_div (gint64 a, gint64 b)
{
  return a / b - (a % b < 0 ? 1 : 0);
}

static guint
weekday_of (gint64 day)
{
  return (guint) (((day + 3) % 7 + 7) % 7); /* 1 Jan 1970 was a Thursday */
}

static GDate
date_of (gint64 day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) CLAMP (day + EPOCH, 1, 3000000));
  return date;
}

gboolean
bh_dial_day_parse (const char *text, gint64 *day)
{
  GDate date;
  guint64 part[3];
  g_auto (GStrv) words = g_strsplit (text, "-", 4);

  if (strlen (text) != 10 || g_strv_length (words) != 3)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    if (strlen (words[i]) != (i == 0 ? 4 : 2) ||
        !g_ascii_string_to_unsigned (words[i], 10, 1, 9999, &part[i], NULL))
      return FALSE;
  if (!g_date_valid_dmy ((GDateDay) part[2], (GDateMonth) part[1], (GDateYear) part[0]))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) part[2], (GDateMonth) part[1], (GDateYear) part[0]);
  *day = (gint64) g_date_get_julian (&date) - EPOCH;
  return TRUE;
}

/* ---- holidays */

BhDialHolidays *
bh_dial_holidays_new (void)
{
  BhDialHolidays *holidays = g_new (BhDialHolidays, 1);

  holidays->dates = g_array_new (FALSE, FALSE, sizeof (gint64));
  holidays->yearly = g_array_new (FALSE, FALSE, sizeof (guint));
  holidays->easter = g_array_new (FALSE, FALSE, sizeof (int));
  return holidays;
}

void
bh_dial_holidays_free (BhDialHolidays *holidays)
{
  g_array_unref (holidays->dates);
  g_array_unref (holidays->yearly);
  g_array_unref (holidays->easter);
  g_free (holidays);
}

/* Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876; Meeus, Astronomical
 * Algorithms, chapter 8), as a day. */
static gint64
easter_of (int year)
{
  int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
  int g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
  int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
  int n = h + l - 7 * m + 114;
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) (n % 31 + 1), (GDateMonth) (n / 31), (GDateYear) year);
  return (gint64) g_date_get_julian (&date) - EPOCH;
}

gboolean
bh_dial_holidays_have (const BhDialHolidays *holidays, gint64 day)
{
  GDate date = date_of (day);
  guint in_year = g_date_get_month (&date) * 100 + g_date_get_day (&date);

  if (holidays == NULL)
    return FALSE;
  for (guint i = 0; i < holidays->dates->len; i++)
    if (g_array_index (holidays->dates, gint64, i) == day)
      return TRUE;
  for (guint i = 0; i < holidays->yearly->len; i++)
    if (g_array_index (holidays->yearly, guint, i) == in_year)
      return TRUE;
  for (guint i = 0; i < holidays->easter->len; i++)
    if (easter_of (g_date_get_year (&date)) + g_array_index (holidays->easter, int, i) == day)
      return TRUE;
  return FALSE;
}

/* ---- windows */

static gboolean
parse_clock (const char *text, guint16 *minutes)
{
  guint64 hour, minute;

  if (strlen (text) != 5 || text[2] != ':')
    return FALSE;
  g_autofree char *hours = g_strndup (text, 2);
  if (!g_ascii_string_to_unsigned (hours, 10, 0, 24, &hour, NULL) ||
      !g_ascii_string_to_unsigned (text + 3, 10, 0, 59, &minute, NULL) || hour * 60 + minute > 1440)
    return FALSE;
  *minutes = (guint16) (hour * 60 + minute);
  return TRUE;
}

static gboolean
parse_window (char *text, BhDialWindow *window)
{
  char *dash = strchr (g_strstrip (text), '-');

  if (dash == NULL)
    return FALSE;
  *dash = '\0';
  return parse_clock (g_strchomp (text), &window->from) &&
         parse_clock (g_strchug (dash + 1), &window->until) && window->from < window->until;
}

gboolean
bh_dial_week_set (BhDialWeek *week, guint day, const char *text, char **why)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  guint n = g_strv_length (words);
  BhDialWindow windows[BH_DIAL_WINDOWS];

  if (g_str_equal (text, "none"))
    n = 0;
  if (n > BH_DIAL_WINDOWS) {
    *why = g_strdup_printf ("a day has %d windows at most", BH_DIAL_WINDOWS);
    return FALSE;
  }
  for (guint i = 0; i < MAX (n, *text == '\0'); i++)
    if (n == 0 || !parse_window (words[i], &windows[i]) ||
        (i > 0 && windows[i].from < windows[i - 1].until)) {
      *why = g_strdup_printf ("\"%s\" is not a row of times. Write 09:00-12:30, 14:00-20:00, the "
                              "earlier first, or none",
                              text);
      return FALSE;
    }
  memcpy (week->windows[day], windows, n * sizeof *windows);
  week->n[day] = (guint8) n;
  return TRUE;
}

static gboolean
same_day (const BhDialWeek *week, guint a, guint b)
{
  return week->n[a] == week->n[b] &&
         memcmp (week->windows[a], week->windows[b], week->n[a] * sizeof (BhDialWindow)) == 0;
}

static void
add_windows (GString *text, const BhDialWeek *week, guint day)
{
  for (guint i = 0; i < week->n[day]; i++) {
    const BhDialWindow *window = &week->windows[day][i];
    g_string_append_printf (text,
                            "%s%02u:%02u-%02u:%02u",
                            i > 0 ? ", " : " ",
                            window->from / 60u,
                            window->from % 60u,
                            window->until / 60u,
                            window->until % 60u);
  }
}

char *
bh_dial_week_to_text (const BhDialWeek *week)
{
  GString *text = g_string_new (NULL);

  for (guint day = 0, last; day < 7; day = last + 1) {
    for (last = day; last < 6 && same_day (week, day, last + 1);)
      last++;
    if (week->n[day] == 0)
      continue;
    g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", day_names[day]);
    if (last > day)
      g_string_append_printf (text, "-%s", day_names[last]);
    add_windows (text, week, day);
  }
  if (text->len == 0)
    g_string_append (text, "never");
  if (week->holidays && week->n[BH_DIAL_HOLIDAY] == 0) {
    g_string_append (text, "; not on holidays");
  } else if (week->holidays) {
    g_string_append (text, "; holidays");
    add_windows (text, week, BH_DIAL_HOLIDAY);
  }
  return g_string_free (text, FALSE);
}

/* ---- clocks */

static gint64
offset_of (GTimeZone *zone, gint64 at_s)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, at_s);
  return interval >= 0 ? g_time_zone_get_offset (zone, interval) : 0;
}

gint64
bh_dial_wall (GTimeZone *zone, gint64 at_s)
{
  return at_s + offset_of (zone, at_s);
}

gint64
bh_dial_day_begin (GTimeZone *zone, gint64 day)
{
  gint64 wall = day * DAY_S;
  gint64 guess = wall - offset_of (zone, wall);
  return wall - offset_of (zone, guess);
}

/* The first wall time from @wall on in a window, as if clocks were never put on or back. */
static gint64
next_wall (const BhDialWeek *week, const BhDialHolidays *holidays, gint64 wall)
{
  gint64 first = floor_div (wall, DAY_S);

  for (gint64 day = first; day < first + HORIZON; day++) {
    gboolean holiday = week->holidays && bh_dial_holidays_have (holidays, day);
    guint kind = holiday ? BH_DIAL_HOLIDAY : weekday_of (day);
    for (guint i = 0; i < week->n[kind]; i++) {
      const BhDialWindow *window = &week->windows[kind][i];
      if (wall < day * DAY_S + window->until * 60)
        return MAX (wall, day * DAY_S + window->from * 60);
    }
  }
  return BH_DIAL_NEVER;
}

/* The first instant after @from at which the offset is another than there; it is so at @to. */
static gint64
find_switch (GTimeZone *zone, gint64 from, gint64 to)
{
  gint64 before = offset_of (zone, from);

  while (to - from > 1) {
    gint64 middle = from + (to - from) / 2;
    if (offset_of (zone, middle) == before)
      from = middle;
    else
      to = middle;
  }
  return to;
}

gint64
bh_dial_week_next (const BhDialWeek *week,
                   const BhDialHolidays *holidays,
                   GTimeZone *zone,
                   gint64 at_s)
{
  for (guint i = 0; i < MAX_STEPS; i++) {
    gint64 offset = offset_of (zone, at_s);
    gint64 wall = next_wall (week, holidays, at_s + offset);
    gint64 end;
    if (wall == BH_DIAL_NEVER || wall - offset == at_s)
      return wall == BH_DIAL_NEVER ? wall : at_s;
    /* by days, so that no two switches lie in one step */
    end = MIN (wall - offset, at_s + DAY_S);
    if (offset_of (zone, end) != offset)
      end = find_switch (zone, at_s, end); /* there the clock is put: look again */
    at_s = end;
  }
  return BH_DIAL_NEVER;
}
