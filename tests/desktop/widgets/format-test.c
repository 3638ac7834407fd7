/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <locale.h>

#include "desktop/widgets/format.h"
#include "desktop/widgets/key-cap.h"
#include "desktop/widgets/state-look.h"
#include "desktop/widgets/theme.h"

/* Saturday 2026-11-21 14:40:00 UTC; the tests run in UTC. */
#define NOW (G_GINT64_CONSTANT (1795272000) * G_USEC_PER_SEC)
#define DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

#define assert_text(call, expected)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *assert_text_value = call;                                                     \
    g_assert_cmpstr (assert_text_value, ==, expected);                                             \
  }                                                                                                \
  G_STMT_END

static void
test_timer (void)
{
  assert_text (bh_format_timer (0), "00:00");
  assert_text (bh_format_timer (7), "00:07");
  assert_text (bh_format_timer (151), "02:31");
  assert_text (bh_format_timer (3599), "59:59");
  assert_text (bh_format_timer (3600), "1:00:00");
  assert_text (bh_format_timer (36000), "10:00:00");
}

/* A clock may step back: a timer never shows a minus. */
static void
test_timer_before_its_time (void)
{
  assert_text (bh_format_timer (-5), "00:00");
  assert_text (bh_format_length (-5), "0:00");
}

static void
test_length (void)
{
  assert_text (bh_format_length (42), "0:42");
  assert_text (bh_format_length (372), "6:12");
  assert_text (bh_format_length (3751), "1:02:31");
}

static void
test_hour (void)
{
  assert_text (bh_format_hour (NOW), "14:40");
  assert_text (bh_format_hour (0), NULL);
}

static void
test_day (void)
{
  assert_text (bh_format_day (NOW, NOW), "today");
  assert_text (bh_format_day (NOW - DAY, NOW), "yesterday");
  assert_text (bh_format_day (NOW - 9 * DAY, NOW), "12 Nov");
  assert_text (bh_format_day (NOW - 400 * DAY, NOW), "17 Oct 2025");
  assert_text (bh_format_day (0, NOW), NULL);
}

/* 23:59 and 00:01 are two days, however few minutes lie between. */
static void
test_day_begins_at_midnight (void)
{
  gint64 midnight = NOW - G_GINT64_CONSTANT (52800) * G_USEC_PER_SEC;

  assert_text (bh_format_day (midnight - G_USEC_PER_SEC, midnight), "yesterday");
  assert_text (bh_format_day (midnight, midnight + G_USEC_PER_SEC), "today");
}

static void
test_due (void)
{
  assert_text (bh_format_due ("2026-11-21", NOW), "today");
  assert_text (bh_format_due ("2026-11-22", NOW), "tomorrow");
  assert_text (bh_format_due ("2026-11-24", NOW), "in 3 days");
  assert_text (bh_format_due ("2026-11-20", NOW), "1 day late");
  assert_text (bh_format_due ("2026-11-19", NOW), "2 days late");
  assert_text (bh_format_due ("2026-11-24T09:00:00Z", NOW), "in 3 days");
}

static void
test_due_that_is_no_day (void)
{
  assert_text (bh_format_due (NULL, NOW), NULL);
  assert_text (bh_format_due ("", NOW), NULL);
  assert_text (bh_format_due ("soon", NOW), NULL);
  assert_text (bh_format_due ("2026-13-40", NOW), NULL);
}

static void
test_local_time (void)
{
  assert_text (bh_format_local_time ("Asia/Shanghai", NOW), "22:40");
  assert_text (bh_format_local_time ("America/New_York", NOW), "09:40");
}

/* Where it is as late as here, or nobody knows, nothing is said. */
static void
test_local_time_that_says_nothing (void)
{
  assert_text (bh_format_local_time ("Europe/London", NOW), NULL);
  assert_text (bh_format_local_time ("Nowhere/Atlantis", NOW), NULL);
  assert_text (bh_format_local_time ("", NOW), NULL);
  assert_text (bh_format_local_time (NULL, NOW), NULL);
}

static void
test_greeting (void)
{
  gint64 midnight = NOW - G_GINT64_CONSTANT (52800) * G_USEC_PER_SEC;
  const gint64 hour = G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;

  g_assert_cmpstr (bh_format_greeting (midnight + 3 * hour), ==, "Good evening");
  g_assert_cmpstr (bh_format_greeting (midnight + 8 * hour), ==, "Good morning");
  g_assert_cmpstr (bh_format_greeting (NOW), ==, "Good afternoon");
  g_assert_cmpstr (bh_format_greeting (midnight + 19 * hour), ==, "Good evening");
}

static void
test_key_labels (void)
{
  static const char *const rows[][2] = {{"F9", "F9"},
                                        {"<Control>k", "Ctrl+K"},
                                        {"<Control>Return", "Ctrl+Enter"},
                                        {"<Control><Shift>c", "Ctrl+Shift+C"},
                                        {"<Control>question", "Ctrl+?"},
                                        {"Return", "Enter"},
                                        {"Escape", "Esc"},
                                        {"Up", "↑"},
                                        {"1", "1"},
                                        {"", ""}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_text (bh_key_cap_label (rows[i][0]), rows[i][1]);
  assert_text (bh_key_cap_label (NULL), "");
}

/* Every state has its own shape: colour alone says nothing to many people. */
static void
test_states_have_shapes (void)
{
  static const char *const states[] = {"ready",
                                       "offered",
                                       "dialing",
                                       "talking",
                                       "hold",
                                       "consult",
                                       "wrap_up",
                                       "not_ready",
                                       "logged_out",
                                       "unknown"};
  g_autoptr (GHashTable) icons = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++) {
    g_assert_true (g_hash_table_add (icons, (gpointer) bh_state_look_icon (states[i])));
    g_assert_cmpstr (bh_state_look_class (states[i]), ==, states[i]);
  }
  g_assert_cmpstr (bh_state_look_class ("of another time"), ==, "unknown");
  g_assert_cmpstr (bh_state_look_icon (NULL), ==, "bh-unknown-symbolic");
}

static void
test_reason_icons (void)
{
  g_assert_cmpstr (bh_state_look_reason_icon ("lunch"), ==, "bh-lunch-symbolic");
  g_assert_cmpstr (bh_state_look_reason_icon ("my-own-symbolic"), ==, "my-own-symbolic");
  g_assert_cmpstr (bh_state_look_reason_icon ("nonsense"), ==, "bh-not-ready-symbolic");
  g_assert_cmpstr (bh_state_look_reason_icon (NULL), ==, "bh-not-ready-symbolic");
}

/* Chinese text has Chinese forms of its signs unless the reader is Japanese, Korean or from Taiwan.
 */
static void
test_han_fonts (void)
{
  static const char *const rows[][2] = {{"en_GB.UTF-8", "Noto Sans CJK SC"},
                                        {"zh_CN", "Noto Sans CJK SC"},
                                        {"zh_TW", "Noto Sans CJK TC"},
                                        {"ja_JP", "Noto Sans CJK JP"},
                                        {"ko", "Noto Sans CJK KR"},
                                        {NULL, "Noto Sans CJK SC"}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *css = bh_theme_font_css ("Cantarell Bold 11", rows[i][0]);
    g_assert_nonnull (strstr (css, "\"Cantarell\""));
    g_assert_nonnull (strstr (css, rows[i][1]));
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("LANGUAGE", "en", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/widgets/format/timer", test_timer);
  g_test_add_func ("/widgets/format/timer-before-its-time", test_timer_before_its_time);
  g_test_add_func ("/widgets/format/length", test_length);
  g_test_add_func ("/widgets/format/hour", test_hour);
  g_test_add_func ("/widgets/format/day", test_day);
  g_test_add_func ("/widgets/format/day-begins-at-midnight", test_day_begins_at_midnight);
  g_test_add_func ("/widgets/format/due", test_due);
  g_test_add_func ("/widgets/format/due-that-is-no-day", test_due_that_is_no_day);
  g_test_add_func ("/widgets/format/local-time", test_local_time);
  g_test_add_func ("/widgets/format/local-time-that-says-nothing",
                   test_local_time_that_says_nothing);
  g_test_add_func ("/widgets/format/greeting", test_greeting);
  g_test_add_func ("/widgets/key-cap/labels", test_key_labels);
  g_test_add_func ("/widgets/state-look/shapes", test_states_have_shapes);
  g_test_add_func ("/widgets/state-look/reason-icons", test_reason_icons);
  g_test_add_func ("/widgets/theme/han-fonts", test_han_fonts);
  return g_test_run ();
}
