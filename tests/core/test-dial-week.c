/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/dial-week.h"

static gint64
instant (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);
  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

static void
set (BhDialWeek *week, guint first, guint last, const char *text)
{
  for (guint day = first; day <= last; day++) {
    g_autofree char *why = NULL;
    bh_dial_week_set (week, day, text, &why);
    g_assert_cmpstr (why, ==, NULL);
  }
}

static void
assert_next (const BhDialWeek *week, const char *zone_name, const char *at, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autoptr (GDateTime) next = NULL;
  g_autofree char *text = NULL;
  gint64 next_s;

  g_assert_nonnull (zone);
  next_s = bh_dial_week_next (week, NULL, zone, instant (at));
  next = next_s == BH_DIAL_NEVER ? NULL : g_date_time_new_from_unix_utc (next_s);
  text = next != NULL ? g_date_time_format (next, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("never");
  g_assert_cmpstr (text, ==, expected);
}

static void
test_windows (void)
{
  BhDialWeek week = {0};

  set (&week, 0, 4, "10:00-13:00, 14:00-20:00");
  /* Sunday 22 Nov 2026 in Paris: Monday at ten */
  assert_next (&week, "Europe/Paris", "2026-11-22T12:00:00Z", "2026-11-23T09:00:00Z");
  assert_next (&week, "Europe/Paris", "2026-11-23T08:59:59Z", "2026-11-23T09:00:00Z");
  assert_next (&week, "Europe/Paris", "2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z");
  /* the second before the window closes is in it, the one at which it closes is not */
  assert_next (&week, "Europe/Paris", "2026-11-23T11:59:59Z", "2026-11-23T11:59:59Z");
  assert_next (&week, "Europe/Paris", "2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z");
  assert_next (&week, "Europe/Paris", "2026-11-27T19:00:00Z", "2026-11-30T09:00:00Z");
}

/* New York puts its clocks on at 2026-03-08T07:00Z and back at 2026-11-01T06:00Z. */
static void
test_switches (void)
{
  BhDialWeek eight = {0}, night = {0}, twice = {0};

  set (&eight, 0, 6, "08:00-21:00");
  assert_next (&eight, "America/New_York", "2026-03-08T02:30:00Z", "2026-03-08T12:00:00Z");
  assert_next (&eight, "America/New_York", "2026-03-07T05:00:00Z", "2026-03-07T13:00:00Z");
  assert_next (&eight, "America/New_York", "2026-11-01T02:00:00Z", "2026-11-01T13:00:00Z");
  assert_next (&eight, "America/New_York", "2026-11-01T01:00:00Z", "2026-11-01T13:00:00Z");
  /* 02:30 does not exist that night: the first moment after it is 03:00, summer time */
  set (&night, 0, 6, "02:30-04:00");
  assert_next (&night, "America/New_York", "2026-03-08T06:00:00Z", "2026-03-08T07:00:00Z");
  /* 01:30 comes twice: the window closes, and opens again */
  set (&twice, 0, 6, "01:15-01:45");
  assert_next (&twice, "America/New_York", "2026-11-01T05:45:00Z", "2026-11-01T06:15:00Z");
  assert_next (&twice, "America/New_York", "2026-11-01T06:45:00Z", "2026-11-02T06:15:00Z");
  /* Lord Howe moves by half an hour */
  assert_next (&eight, "Australia/Lord_Howe", "2026-04-04T12:00:00Z", "2026-04-04T21:30:00Z");
  assert_next (&eight, "Australia/Lord_Howe", "2026-04-03T12:00:00Z", "2026-04-03T21:00:00Z");
}

static void
test_odd_offsets (void)
{
  BhDialWeek nine = {0}, day = {0};

  set (&nine, 0, 6, "09:00-21:00");
  assert_next (&nine, "Asia/Kolkata", "2026-11-22T00:00:00Z", "2026-11-22T03:30:00Z");
  assert_next (&nine, "Asia/Kolkata", "2026-11-22T15:30:00Z", "2026-11-23T03:30:00Z");
  assert_next (&nine, "Asia/Kathmandu", "2026-11-22T00:00:00Z", "2026-11-22T03:15:00Z");
  assert_next (&nine, "Pacific/Chatham", "2026-11-22T15:00:00Z", "2026-11-22T19:15:00Z");
  assert_next (&nine, "Pacific/Marquesas", "2026-11-22T15:00:00Z", "2026-11-22T18:30:00Z");
  set (&day, 0, 6, "00:00-24:00");
  assert_next (&day, "Asia/Kolkata", "2026-11-22T18:29:59Z", "2026-11-22T18:29:59Z");
  assert_next (&(BhDialWeek){0}, "UTC", "2026-11-22T18:29:59Z", "never");
}

static void
test_holidays (void)
{
  g_autoptr (BhDialHolidays) holidays = bh_dial_holidays_new ();
  static const struct {
    const char *day;
    gboolean holiday;
  } table[] = {{"2024-04-01", TRUE},
               {"2025-04-21", TRUE},
               {"2026-04-06", TRUE},
               {"2038-04-26", TRUE}, /* the latest Easter */
               {"2008-03-24", TRUE}, /* nearly the earliest */
               {"2026-04-05", FALSE},
               {"2026-12-25", TRUE},
               {"2031-12-25", TRUE},
               {"2026-12-28", TRUE},
               {"2027-12-28", FALSE}};
  int monday = 1;
  guint christmas = 1225;
  gint64 day;

  g_array_append_val (holidays->easter, monday);
  g_array_append_val (holidays->yearly, christmas);
  g_assert_true (bh_dial_day_parse ("2026-12-28", &day));
  g_array_append_val (holidays->dates, day);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_assert_true (bh_dial_day_parse (table[i].day, &day));
    g_assert_cmpint (bh_dial_holidays_have (holidays, day), ==, table[i].holiday);
  }
}

static void
test_parse (void)
{
  static const char *const wrong[] = {"9-10",
                                      "09:00",
                                      "09:00-25:00",
                                      "10:00-09:00",
                                      "10:00-10:00",
                                      "10:00-24:01",
                                      "10:00-13:00, 12:00-14:00",
                                      "01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00",
                                      "",
                                      "-",
                                      "09:00-1\xc3\xa9:00",
                                      "None"};
  static const char *const no_days[] =
      {"2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "", "-"};
  BhDialWeek week = {0};
  gint64 day;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *why = NULL;
    g_assert_false (bh_dial_week_set (&week, 0, wrong[i], &why));
    g_assert_nonnull (why);
  }
  for (guint i = 0; i < G_N_ELEMENTS (no_days); i++)
    g_assert_false (bh_dial_day_parse (no_days[i], &day));
}

static void
test_text (void)
{
  BhDialWeek week = {0};
  g_autofree char *text = NULL, *none = bh_dial_week_to_text (&week);

  set (&week, 0, 4, "10:00-13:00, 14:00-20:00");
  set (&week, 5, 5, "09:00-17:00");
  week.holidays = TRUE;
  text = bh_dial_week_to_text (&week);
  g_assert_cmpstr (text, ==, "Mon-Fri 10:00-13:00, 14:00-20:00; Sat 09:00-17:00; not on holidays");
  g_assert_cmpstr (none, ==, "never");
}

/* What is said to be next is allowed, and nothing before it is: looked at minute by minute. */
static void
test_against_every_minute (void)
{
  static const char *const zones[] = {"Europe/Paris",
                                      "America/St_Johns",
                                      "Australia/Lord_Howe",
                                      "Africa/Casablanca",
                                      "Asia/Tehran",
                                      "America/Sao_Paulo"};
  BhDialWeek week = {0};

  set (&week, 0, 3, "01:10-01:50, 02:20-02:40");
  set (&week, 5, 6, "00:00-00:15, 23:30-24:00");
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zones[i]);
    for (gint64 start = instant ("2026-03-01T00:00:00Z"); start < instant ("2026-12-01T00:00:00Z");
         start += 5 * 86400 + 3660) {
      gint64 next = bh_dial_week_next (&week, NULL, zone, start);
      for (gint64 at = start; at <= next; at += 60) {
        gint64 wall = bh_dial_wall (zone, at);
        guint day = (guint) ((wall / 86400 + 3) % 7), minute = (guint) (wall % 86400 / 60);
        gboolean in = FALSE;
        for (guint w = 0; w < week.n[day]; w++)
          in = in || (minute >= week.windows[day][w].from && minute < week.windows[day][w].until);
        g_assert_cmpint (in, ==, at == next);
      }
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/dial-week/windows", test_windows);
  g_test_add_func ("/core/dial-week/daylight-saving", test_switches);
  g_test_add_func ("/core/dial-week/odd-offsets", test_odd_offsets);
  g_test_add_func ("/core/dial-week/holidays", test_holidays);
  g_test_add_func ("/core/dial-week/parse", test_parse);
  g_test_add_func ("/core/dial-week/text", test_text);
  g_test_add_func ("/core/dial-week/against-every-minute", test_against_every_minute);
  return g_test_run ();
}
