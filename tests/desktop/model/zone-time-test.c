/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/zone-time.h"

#include "desktop/client/json-get.h"

/* Times that are agreed with somebody in another zone. */

#define AT (G_GINT64_CONSTANT (1795269731) * G_USEC_PER_SEC) /* 2026-11-21 14:02:11 UTC */

static const struct {
  const char *text;
  const char *zone;
  const char *at; /* UTC */
} times[] = {
    {"15:30", "Europe/Berlin", "2026-11-21T14:30:00.000Z"},
    {"15:00", "Europe/Berlin", "2026-11-22T14:00:00.000Z"}, /* over there: tomorrow's */
    {" 9:05 ", "Asia/Shanghai", "2026-11-22T01:05:00.000Z"},
    {"23:00", "Asia/Shanghai", "2026-11-21T15:00:00.000Z"},
    {"tomorrow 9:00", "Europe/Berlin", "2026-11-22T08:00:00.000Z"},
    {"Tomorrow 9:00", "Pacific/Auckland", "2026-11-22T20:00:00.000Z"}, /* it is the 22nd there */
    {"24.11. 15:30", "Europe/Berlin", "2026-11-24T14:30:00.000Z"},
    {"3.2. 8:00", "Europe/Berlin", "2027-02-03T07:00:00.000Z"}, /* the next February */
    {"2026-12-24 10:00", "Europe/Berlin", "2026-12-24T09:00:00.000Z"},
    {"2027-07-01 10:00", "Europe/Berlin", "2027-07-01T08:00:00.000Z"}, /* in summer */
    {"+30m", "Europe/Berlin", "2026-11-21T14:32:00.000Z"},
    {"+2h", "Asia/Kolkata", "2026-11-21T16:02:00.000Z"},
    {"+3d", "Europe/Berlin", "2026-11-24T14:02:00.000Z"},
    {"15:30", "No/Such", "2026-11-21T15:30:00.000Z"},
    {"2027-11-07 3:30", "America/New_York", "2027-11-07T08:30:00.000Z"},
};

static void
test_understood (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autofree char *why = NULL;
    g_autofree char *at = NULL;
    gint64 at_us = 0;

    g_test_message ("%s in %s", times[i].text, times[i].zone);
    g_assert_true (bh_zone_time_parse (times[i].text, times[i].zone, AT, &at_us, &why));
    g_assert_null (why);
    at = bh_json_format_time (at_us);
    g_assert_cmpstr (at, ==, times[i].at);
  }
}

static void
test_not_understood (void)
{
  static const char *const texts[] = {
      "",
      "soon",
      "9",
      "25:00",
      "9:60",
      "-1:30",
      "9:00 pm",
      "+0h",
      "+1w",
      "+h",
      "+1hour",
      "+",
      "32.1. 9:00",
      "2026-02-30 9:00",
      "24.13. 9:00",
      "9:00 tomorrow",
      "1 2 3",
      "24.11.",
      "tomorrow",
      "2026-11-24",
      "+10001d",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *why = NULL;
    gint64 at_us = 0;

    g_test_message ("%s", texts[i]);
    g_assert_false (bh_zone_time_parse (texts[i], "Europe/Berlin", AT, &at_us, &why));
    g_assert_cmpstr (why, ==, "Write it as 15:30, tomorrow 9:00, 24.11. 15:30 or +2h.");
  }
}

static void
assert_refused (const char *text, const char *zone, const char *words)
{
  g_autofree char *why = NULL;
  gint64 at_us = 0;

  g_assert_false (bh_zone_time_parse (text, zone, AT, &at_us, &why));
  g_assert_cmpstr (why, ==, words);
}

static void
test_over (void)
{
  assert_refused ("20.11. 9:00", "Europe/Berlin", "That is over already.");
  assert_refused ("2025-12-01 9:00", "Europe/Berlin", "That is over already.");
  assert_refused ("21.11. 15:02", "Europe/Berlin", "That is over already.");
}

/* Clocks go from 2:00 to 3:00: there is no 2:30. */
static void
test_left_out_by_the_clocks (void)
{
  assert_refused ("2027-03-14 2:30",
                  "America/New_York",
                  "There is no such time that day: the clocks are changed.");
  assert_refused ("2027-03-28 2:00",
                  "Europe/Berlin",
                  "There is no such time that day: the clocks are changed.");
}

/* Half past one comes twice: the first is meant. */
static void
test_twice_by_the_clocks (void)
{
  g_autofree char *why = NULL;
  g_autofree char *at = NULL;
  gint64 at_us = 0;

  g_assert_true (bh_zone_time_parse ("2027-11-07 1:30", "America/New_York", AT, &at_us, &why));
  at = bh_json_format_time (at_us);
  g_assert_cmpstr (at, ==, "2027-11-07T05:30:00.000Z");
}

static void
test_shown (void)
{
  static const struct {
    gint64 later_s;
    const char *zone;
    const char *text;
  } shown[] = {
      {0, "Europe/Berlin", "15:02"},
      {3600, "Asia/Shanghai", "23:02"},
      {7200, "Asia/Shanghai", "Sun 22 Nov 00:02"}, /* another day there, the same here */
      {86400 * 3, "Europe/Berlin", "Tue 24 Nov 15:02"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++) {
    g_autofree char *text =
        bh_zone_time_text (AT + shown[i].later_s * G_USEC_PER_SEC, shown[i].zone, AT);
    g_assert_cmpstr (text, ==, shown[i].text);
  }
}

static void
test_place (void)
{
  static const char *const places[][2] = {{"Europe/Paris", "Paris"},
                                          {"America/New_York", "New York"},
                                          {"America/Argentina/Buenos_Aires", "Buenos Aires"},
                                          {"UTC", "UTC"},
                                          {NULL, ""}};

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *place = bh_zone_time_place (places[i][0]);
    g_assert_cmpstr (place, ==, places[i][1]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/zone-time/understood", test_understood);
  g_test_add_func ("/model/zone-time/not-understood", test_not_understood);
  g_test_add_func ("/model/zone-time/over", test_over);
  g_test_add_func ("/model/zone-time/left-out-by-the-clocks", test_left_out_by_the_clocks);
  g_test_add_func ("/model/zone-time/twice-by-the-clocks", test_twice_by_the_clocks);
  g_test_add_func ("/model/zone-time/shown", test_shown);
  g_test_add_func ("/model/zone-time/place", test_place);
  return g_test_run ();
}
