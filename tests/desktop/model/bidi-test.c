/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/bidi.h"
#include "desktop/model/time-text.h"

#include <libintl.h>
#include <locale.h>

/* Run in Arabic (meson.build): what is shown keeps its order, what is sent has no marks. */

static void
test_number_is_isolated (void)
{
  g_autofree char *number = bh_number_text ("+8613800138000");
  g_autofree char *again = bh_bidi_ltr (number);

  g_assert_true (bh_bidi_is_rtl ());
  g_assert_cmpstr (number, ==, "\u2066+86 138 0013 8000\u2069");
  g_assert_cmpstr (again, ==, number);
}

static void
test_part_begins_at_the_right (void)
{
  g_autofree char *part = bh_bidi_part ("Support");

  g_assert_cmpstr (part, ==, "\u200f\u2068Support\u2069");
}

static void
test_what_is_sent_is_plain (void)
{
  g_autofree char *number = bh_number_text ("+493090182014");
  g_autofree char *part = bh_bidi_part ("a");
  g_autofree char *plain_number = bh_bidi_plain (number);
  g_autofree char *plain_part = bh_bidi_plain (part);

  g_assert_null (strpbrk (plain_number, "\xe2"));
  g_assert_cmpstr (plain_part, ==, "a");
}

static void
test_nothing_stays_nothing (void)
{
  g_autofree char *empty = bh_bidi_ltr ("");

  g_assert_cmpstr (empty, ==, "");
  g_assert_null (bh_bidi_ltr (NULL));
  g_assert_null (bh_bidi_part (NULL));
  g_assert_null (bh_bidi_plain (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("BELLHOP_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_test_add_func ("/desktop/model/bidi/number-is-isolated", test_number_is_isolated);
  g_test_add_func ("/desktop/model/bidi/part-begins-at-the-right", test_part_begins_at_the_right);
  g_test_add_func ("/desktop/model/bidi/what-is-sent-is-plain", test_what_is_sent_is_plain);
  g_test_add_func ("/desktop/model/bidi/nothing-stays-nothing", test_nothing_stays_nothing);
  return g_test_run ();
}
