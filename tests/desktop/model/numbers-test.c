/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/number-spans.h"

static const struct {
  const char *text;
  const char *numbers; /* as they are dialed, with a blank between them */
} rows[] = {
    {NULL, ""},
    {"", ""},
    {"asked for 4 invoices", ""},
    {"call her at +49 30 901820", "+4930901820"},
    {"+49 (0)30 90 18-20, or +33 1 42 27 81 86.", "+4930901820 +33142278186"},
    {"(030) 901820 in the morning", "030901820"},
    {"0171/1234567", "01711234567"},
    {"请打13800138000或021-61234567。", "13800138000 02161234567"},
    {"the 01.02.2026, the 2026-11-24 and the 07/11/2026", ""},
    {"order 20261124001, parcel 00340434161094042557", ""},
    {"at 08:30 or 0 or 00", ""},
    {"IBAN DE02120300000000202051", ""},
    {"version 0.1.0.20221", ""},
    {"mail 0301234567@example.org", ""},
    {"138001380001", ""},
    {"+1", ""},
    {"+12345678901234567", ""},
    {"0٣٠١٢٣٤٥٦٧", ""},
};

static void
test_found (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GArray) spans = bh_number_spans (rows[i].text);
    g_autoptr (GString) found = g_string_new (NULL);
    for (guint j = 0; j < spans->len; j++)
      g_string_append_printf (found,
                              "%s%s",
                              j > 0 ? " " : "",
                              g_array_index (spans, BhNumberSpan, j).number);
    g_test_message ("%s", rows[i].text != NULL ? rows[i].text : "NULL");
    g_assert_cmpstr (found->str, ==, rows[i].numbers);
  }
}

static void
test_place (void)
{
  static const char text[] = "ring +49 30 901820 now";
  g_autoptr (GArray) spans = bh_number_spans (text);
  BhNumberSpan *span = &g_array_index (spans, BhNumberSpan, 0);

  g_assert_cmpuint (span->start, ==, 5);
  g_assert_cmpuint (span->length, ==, strlen ("+49 30 901820"));
}

static void
test_bounded (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) spans = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (text, "030 90%04u, ", i);
  spans = bh_number_spans (text->str);
  g_assert_cmpuint (spans->len, ==, BH_NUMBER_SPANS_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/numbers/found", test_found);
  g_test_add_func ("/model/numbers/place", test_place);
  g_test_add_func ("/model/numbers/bounded", test_bounded);
  return g_test_run ();
}
