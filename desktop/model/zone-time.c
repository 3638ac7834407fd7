/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/zone-time.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define US G_USEC_PER_SEC

static GTimeZone *
zone_of (const char *name)
{
  GTimeZone *zone = name != NULL ? g_time_zone_new_identifier (name) : NULL;
  return zone != NULL ? zone : g_time_zone_new_utc ();
}

static gboolean
fail (char **why, const char *text)
{
  *why = g_strdup (text);
  return FALSE;
}

/* "+30m", "+2h", "+3d" */
static gboolean
read_delay (const char *text, gint64 *delay_us)
{
  char *end;
  guint64 n = g_ascii_strtoull (text + 1, &end, 10);
  gint64 unit = *end == 'm' ? 60 : *end == 'h' ? 3600 : *end == 'd' ? 86400 : 0;

  if (end == text + 1 || unit == 0 || end[1] != '\0' || n == 0 || n > 10000)
    return FALSE;
  *delay_us = (gint64) n * unit * US;
  return TRUE;
}

typedef struct {
  int year, month, day, hour, minute;
  gboolean dated;
} Wall;

static gboolean
read_clock (const char *text, Wall *wall)
{
  int used = 0;
  gboolean ok =
      sscanf (text, "%2d:%2d%n", &wall->hour, &wall->minute, &used) == 2 && text[used] == '\0';
  return ok && wall->hour >= 0 && wall->hour < 24 && wall->minute >= 0 && wall->minute < 60;
}

static gboolean
read_day (const char *text, GDateTime *today, Wall *wall)
{
  int used = 0;

  wall->dated = TRUE;
  if (g_ascii_strcasecmp (text, "tomorrow") == 0 ||
      g_strcmp0 (text, C_ ("when", "tomorrow")) == 0) {
    g_autoptr (GDateTime) next = g_date_time_add_days (today, 1);
    g_date_time_get_ymd (next, &wall->year, &wall->month, &wall->day);
    return TRUE;
  }
  if (sscanf (text, "%4d-%2d-%2d%n", &wall->year, &wall->month, &wall->day, &used) == 3 &&
      text[used] == '\0')
    return g_date_valid_dmy ((GDateDay) wall->day, wall->month, (GDateYear) wall->year);
  wall->year = g_date_time_get_year (today);
  used = 0;
  if (sscanf (text, "%2d.%2d.%n", &wall->day, &wall->month, &used) != 2 || text[used] != '\0' ||
      !g_date_valid_dmy ((GDateDay) wall->day, wall->month, (GDateYear) wall->year))
    return FALSE;
  if (wall->month < g_date_time_get_month (today))
    wall->year++;
  return TRUE;
}

static gboolean
is_wall (GDateTime *time, const Wall *wall)
{
  return g_date_time_get_hour (time) == wall->hour && g_date_time_get_minute (time) == wall->minute;
}

/* A wall time that the zone leaves out comes back as another one; of one that comes twice GLib may
 * give the second. */
static GDateTime *
at_wall (GTimeZone *zone, const Wall *wall)
{
  g_autoptr (GDateTime) time =
      g_date_time_new (zone, wall->year, wall->month, wall->day, wall->hour, wall->minute, 0);
  g_autoptr (GDateTime) before = time != NULL ? g_date_time_add_hours (time, -1) : NULL;

  if (before != NULL && is_wall (before, wall))
    return g_steal_pointer (&before);
  return time != NULL && is_wall (time, wall) ? g_steal_pointer (&time) : NULL;
}

static gboolean
read_wall (char **words, GTimeZone *zone, gint64 now_us, gint64 *at_us, char **why)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / US);
  g_autoptr (GDateTime) today = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) time = NULL;
  Wall wall = {0};
  guint n = g_strv_length (words);

  g_date_time_get_ymd (today, &wall.year, &wall.month, &wall.day);
  if (n < 1 || n > 2 || !read_clock (words[n - 1], &wall) ||
      (n == 2 && !read_day (words[0], today, &wall)))
    return fail (why, _ ("Write it as 15:30, tomorrow 9:00, 24.11. 15:30 or +2h."));
  time = at_wall (zone, &wall);
  if (time != NULL && !wall.dated && g_date_time_to_unix (time) * US <= now_us) {
    g_autoptr (GDateTime) next = g_date_time_add_days (today, 1);
    g_date_time_unref (time);
    g_date_time_get_ymd (next, &wall.year, &wall.month, &wall.day);
    time = at_wall (zone, &wall);
  }
  if (time == NULL)
    return fail (why, _ ("There is no such time that day: the clocks are changed."));
  *at_us = g_date_time_to_unix (time) * US;
  return *at_us > now_us || fail (why, _ ("That is over already."));
}

gboolean
bh_zone_time_parse (const char *text,
                    const char *zone_name,
                    gint64 now_us,
                    gint64 *at_us,
                    char **why)
{
  g_autoptr (GTimeZone) zone = zone_of (zone_name);
  g_autofree char *own = g_strstrip (g_strdup (text));
  g_auto (GStrv) words = NULL;
  gint64 delay_us;

  *why = NULL;
  if (*own == '+') {
    if (!read_delay (own, &delay_us))
      return fail (why, _ ("Write it as 15:30, tomorrow 9:00, 24.11. 15:30 or +2h."));
    *at_us = now_us - now_us % (60 * US) + delay_us;
    return TRUE;
  }
  words = g_strsplit (own, " ", -1);
  return read_wall (words, zone, now_us, at_us, why);
}

char *
bh_zone_time_text (gint64 at_us, const char *zone_name, gint64 now_us)
{
  g_autoptr (GTimeZone) zone = zone_of (zone_name);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / US);
  g_autoptr (GDateTime) utc_now = g_date_time_new_from_unix_utc (now_us / US);
  g_autoptr (GDateTime) time = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) now = g_date_time_to_timezone (utc_now, zone);
  gboolean same = g_date_time_get_year (time) == g_date_time_get_year (now) &&
                  g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now);

  /* Translators: a day and a time, as g_date_time_format() takes it */
  return g_date_time_format (time, same ? "%H:%M" : C_ ("time", "%a %-d %b %H:%M"));
}

char *
bh_zone_time_place (const char *zone)
{
  const char *slash = zone != NULL ? strrchr (zone, '/') : NULL;
  char *place = g_strdup (slash != NULL ? slash + 1 : zone != NULL ? zone : "");

  return g_strdelimit (place, "_", ' ');
}
