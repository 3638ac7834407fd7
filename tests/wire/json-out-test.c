/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/json-out.h"

/* One value with everything in it, by any writer. */
static void
write_all (BhJsonOut *out)
{
  bh_json_begin_object (out, NULL);
  bh_json_string (out, "text", "a\"b\\c\nd\x01 \x7f 王");
  bh_json_string (out, "none", NULL);
  bh_json_string_if (out, "left out", NULL);
  bh_json_int (out, "zero", 0);
  bh_json_int (out, "least", G_MININT64);
  bh_json_int (out, "most", G_MAXINT64);
  bh_json_bool (out, "yes", TRUE);
  bh_json_bool (out, "no", FALSE);
  bh_json_time (out, "at", 1795296949481129);
  bh_json_time (out, "never", 0);
  bh_json_time_if (out, "left out", 0);
  bh_json_begin_array (out, "list");
  bh_json_string (out, NULL, "x");
  bh_json_begin_object (out, NULL);
  bh_json_end_object (out);
  bh_json_begin_array (out, NULL);
  bh_json_end_array (out);
  bh_json_int (out, NULL, 7);
  bh_json_end_array (out);
  bh_json_end_object (out);
}

static const char expected[] =
    "{\"text\":\"a\\\"b\\\\c\\u000ad\\u0001 \\u007f 王\",\"none\":null,\"zero\":0,"
    "\"least\":-9223372036854775808,\"most\":9223372036854775807,\"yes\":true,\"no\":false,"
    "\"at\":\"2026-11-21T21:35:49.481Z\",\"never\":null,\"list\":[\"x\",{},[],7]}";

static void
test_text (void)
{
  g_autoptr (GString) text = g_string_new ("before ");
  BhJsonOut out;

  bh_json_out_text (&out, text);
  write_all (&out);
  g_assert_true (g_str_has_prefix (text->str, "before {"));
  g_assert_cmpstr (text->str + 7, ==, expected);
}

/* The tree says the same as the text. */
static void
test_tree (void)
{
  g_autoptr (JsonNode) parsed = json_from_string (expected, NULL);
  g_autoptr (JsonNode) node = NULL;
  BhJsonOut out;

  bh_json_out_tree (&out);
  write_all (&out);
  node = bh_json_out_take (&out);
  g_assert_true (json_node_equal (node, parsed));
  g_assert_true (json_node_is_immutable (node));
}

/* Against GLib's calendar, over leap years and ends of months. */
static void
test_time (void)
{
  for (gint64 day = -719162; day < 2932896; day += 61) {
    gint64 us = (day * 86400 + (day * 7919 & 0xffff)) * G_USEC_PER_SEC + 12999;
    g_autoptr (GDateTime) time =
        g_date_time_new_from_unix_utc (day * 86400 + (day * 7919 & 0xffff));
    g_autofree char *seconds = g_date_time_format (time, "%FT%T");
    g_autofree char *right = g_strdup_printf ("%s.012Z", seconds);
    char text[BH_TIME_TEXT_SIZE];
    bh_time_to_text (us, text);
    if (g_date_time_get_year (time) >= 1970 && g_date_time_get_year (time) < 9999)
      g_assert_cmpstr (text, ==, right);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/json-out/text", test_text);
  g_test_add_func ("/wire/json-out/tree", test_tree);
  g_test_add_func ("/wire/json-out/time", test_time);
  return g_test_run ();
}
