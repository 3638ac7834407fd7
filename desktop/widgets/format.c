/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/format.h"

#include <glib/gi18n-lib.h>

char *
bh_format_timer (gint64 seconds)
{
  gint64 s = MAX (seconds, 0);

  if (s >= 3600)
    return g_strdup_printf ("%d:%02d:%02d", (int) (s / 3600), (int) (s / 60 % 60), (int) (s % 60));
  return g_strdup_printf ("%02d:%02d", (int) (s / 60), (int) (s % 60));
}

char *
bh_format_length (gint64 seconds)
{
  gint64 s = MAX (seconds, 0);

  if (s >= 3600)
    return bh_format_timer (s);
  return g_strdup_printf ("%d:%02d", (int) (s / 60), (int) (s % 60));
}

static GDateTime *
local_time (gint64 at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

static char *
format_local (gint64 at_us, const char *format)
{
  g_autoptr (GDateTime) time = at_us != 0 ? local_time (at_us) : NULL;

  return time != NULL ? g_date_time_format (time, format) : NULL;
}

char *
bh_format_hour (gint64 at_us)
{
  return format_local (at_us, "%H:%M");
}

static int
days_between (GDateTime *from, GDateTime *to)
{
  GDate a;
  GDate b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a,
                  g_date_time_get_day_of_month (from),
                  (GDateMonth) g_date_time_get_month (from),
                  g_date_time_get_year (from));
  g_date_set_dmy (&b,
                  g_date_time_get_day_of_month (to),
                  (GDateMonth) g_date_time_get_month (to),
                  g_date_time_get_year (to));
  return g_date_days_between (&a, &b);
}

char *
bh_format_day (gint64 at_us, gint64 now_us)
{
  g_autoptr (GDateTime) at = at_us != 0 ? local_time (at_us) : NULL;
  g_autoptr (GDateTime) now = local_time (now_us);
  int days;

  if (at == NULL || now == NULL)
    return NULL;
  days = days_between (at, now);
  if (days == 0)
    return g_strdup (C_ ("day", "today"));
  if (days == 1)
    return g_strdup (C_ ("day", "yesterday"));
  if (g_date_time_get_year (at) == g_date_time_get_year (now))
    /* Translators: day and month of a past contact, as strftime writes it: "12 Nov" */
    return g_date_time_format (at, C_ ("date", "%-d %b"));
  /* Translators: the same with the year: "12 Nov 2025" */
  return g_date_time_format (at, C_ ("date", "%-d %b %Y"));
}

char *
bh_format_due (const char *due, gint64 now_us)
{
  g_autoptr (GDateTime) now = local_time (now_us);
  g_autoptr (GDateTime) day = NULL;
  g_autofree char *iso = NULL;
  int days;

  if (due == NULL || *due == '\0' || now == NULL)
    return NULL;
  iso = strchr (due, 'T') != NULL ? g_strdup (due) : g_strdup_printf ("%sT12:00:00", due);
  day = g_date_time_new_from_iso8601 (iso, g_date_time_get_timezone (now));
  if (day == NULL)
    return NULL;
  days = days_between (now, day);
  if (days == 0)
    return g_strdup (C_ ("due", "today"));
  if (days == 1)
    return g_strdup (C_ ("due", "tomorrow"));
  if (days > 0)
    return g_strdup_printf (ngettext ("in %d day", "in %d days", days), days);
  return g_strdup_printf (ngettext ("%d day late", "%d days late", -days), -days);
}

char *
bh_format_local_time (const char *time_zone, gint64 now_us)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) there = NULL;
  g_autoptr (GDateTime) here = NULL;

  if (time_zone == NULL || *time_zone == '\0' || utc == NULL)
    return NULL;
  zone = g_time_zone_new_identifier (time_zone);
  if (zone == NULL)
    return NULL;
  there = g_date_time_to_timezone (utc, zone);
  here = g_date_time_to_local (utc);
  if (g_date_time_get_utc_offset (there) == g_date_time_get_utc_offset (here))
    return NULL;
  return g_date_time_format (there, "%H:%M");
}

const char *
bh_format_greeting (gint64 now_us)
{
  g_autoptr (GDateTime) now = local_time (now_us);
  int hour = now != NULL ? g_date_time_get_hour (now) : 12;

  if (hour < 5 || hour >= 18)
    return C_ ("greeting", "Good evening");
  return hour < 12 ? C_ ("greeting", "Good morning") : C_ ("greeting", "Good afternoon");
}
