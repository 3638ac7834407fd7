/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-answer.h"

#include <string.h>

#include "protocol/script/script-error.h"
#include "tests/protocol/script/sample.h"

static BhScript *
questions (void)
{
  return sample_good (
      "{'id':'a','kind':'end','questions':["
      "{'id':'t','kind':'text','label':'T','max_length':5},"
      "{'id':'n','kind':'number','label':'N','min':-2,'max':10.5,'decimals':1},"
      "{'id':'low','kind':'number','label':'Low','min':3},"
      "{'id':'high','kind':'number','label':'High','max':3},"
      "{'id':'d','kind':'date','label':'D','from':'2026-01-01','until':'2026-12-31'},"
      "{'id':'c','kind':'choice','label':'C','options':[{'value':'x','label':{'en':'Ex','zh_CN':'"
      "艾'}}]},"
      "{'id':'m','kind':'choices','label':'M','options':[{'value':'x','label':'Ex'},"
      "{'value':'y','label':'Why'}]},"
      "{'id':'y','kind':'yes_no','label':'Y'},"
      "{'id':'r','kind':'rating','label':'R'},"
      "{'id':'nps','kind':'rating','label':'NPS','min':0,'max':10}]}");
}

static const struct {
  const char *question;
  const char *value;
  const char *refused; /* NULL: taken */
} cases[] = {
    {"t", "'12345'", NULL},
    {"t", "'一二三四五'", NULL},
    {"t", "'123456'", "At most 5 characters"},
    {"t", "5", "does not take a number"},
    {"t", "true", "yes or no"},
    {"t", "['x']", "one answer"},
    {"t", "{}", "no answer"},
    {"t", "null", NULL},
    {"t", "''", NULL},
    {"n", "3", NULL},
    {"n", "10.5", NULL},
    {"n", "-2", NULL},
    {"n", "10.6", "Only -2.0 to 10.5"},
    {"n", "-2.1", "Only -2.0 to 10.5"},
    {"n", "3.25", "At most 1 decimal"},
    {"n", "'3'", "does not take a text"},
    {"low", "3", NULL},
    {"low", "2", "At least 3"},
    {"low", "3.5", "whole number"},
    {"low", "1e300", "whole number"},
    {"high", "4", "At most 3"},
    {"high", "-1000000", NULL},
    {"d", "'2026-01-01'", NULL},
    {"d", "'2026-12-31'", NULL},
    {"d", "'2025-12-31'", "Not before 2026-01-01"},
    {"d", "'2027-01-01'", "Not after 2026-12-31"},
    {"d", "'2026-02-29'", "no day"},
    {"d", "'2026-1-1'", "no day"},
    {"d", "'2026/01/01'", "no day"},
    {"d", "20260101", "does not take a number"},
    {"c", "'x'", NULL},
    {"c", "'Ex'", "none of the choices"},
    {"c", "['x']", "one answer"},
    {"m", "['x']", NULL},
    {"m", "['y','x']", NULL},
    {"m", "[]", NULL},
    {"m", "['x','x']", "there twice"},
    {"m", "['z']", "none of the choices"},
    {"m", "[3]", "none of the choices"},
    {"m", "[['x']]", "none of the choices"},
    {"m", "'x'", "does not take a text"},
    {"y", "true", NULL},
    {"y", "false", NULL},
    {"y", "'yes'", "does not take a text"},
    {"y", "1", "does not take a number"},
    {"r", "1", NULL},
    {"r", "5", NULL},
    {"r", "0", "Only 1 to 5"},
    {"r", "6", "Only 1 to 5"},
    {"r", "2.5", "whole number"},
    {"nps", "0", NULL},
    {"nps", "10", NULL},
    {"nps", "11", "Only 0 to 10"},
};

static void
test_check (void)
{
  g_autoptr (BhScript) script = questions ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) value = sample_value (cases[i].value);
    gboolean taken =
        bh_script_answer_check (bh_script_find_question (script, cases[i].question), value, &error);
    g_test_message ("%s %s: %s",
                    cases[i].question,
                    cases[i].value,
                    error != NULL ? error->message : "taken");
    g_assert_cmpint (taken, ==, cases[i].refused == NULL);
    if (taken)
      continue;
    g_assert_error (error, BH_SCRIPT_ERROR, BH_SCRIPT_ERROR_VALUE);
    g_assert_nonnull (strstr (error->message, cases[i].refused));
  }
  g_assert_true (bh_script_answer_check (bh_script_find_question (script, "t"), NULL, NULL));
}

static const struct {
  const char *question;
  const char *value;
  const char *language;
  const char *text;
} said[] = {
    {"t", "'abc'", NULL, "abc"},
    {"t", "''", NULL, NULL},
    {"n", "3", NULL, "3.0"},
    {"low", "12", NULL, "12"},
    {"c", "'x'", NULL, "Ex"},
    {"c", "'x'", "zh_CN", "艾"},
    {"c", "'gone'", NULL, "gone"},
    {"m", "['x','y']", NULL, "Ex, Why"},
    {"m", "[]", NULL, NULL},
    {"y", "true", NULL, "yes"},
    {"y", "false", NULL, "no"},
    {"r", "4", NULL, "4"},
    {NULL, "2.5", NULL, "2.5"},
    {NULL, "'x'", NULL, "x"},
    {NULL, "['x','y']", NULL, "x, y"},
    {NULL, "null", NULL, NULL},
    {"d", "'2026-11-24'", NULL, "2026-11-24"},
};

static void
test_text (void)
{
  g_autoptr (BhScript) script = questions ();

  for (guint i = 0; i < G_N_ELEMENTS (said); i++) {
    g_autoptr (JsonNode) value = sample_value (said[i].value);
    const BhScriptQuestion *question =
        said[i].question != NULL ? bh_script_find_question (script, said[i].question) : NULL;
    g_autofree char *text = bh_script_answer_text (question, value, said[i].language);
    g_assert_cmpstr (text, ==, said[i].text);
    g_assert_cmpint (bh_script_answer_is_empty (value), ==, text == NULL);
  }
}

static void
test_dates (void)
{
  static const char *const good[] = {"2026-11-24", "2024-02-29", "0001-01-01", "9999-12-31"};
  static const char *const bad[] = {"",
                                    "2026-11-24 ",
                                    "2026-11-2",
                                    "2026-13-01",
                                    "2026-00-01",
                                    "2026-02-29",
                                    "0000-01-01",
                                    "aaaa-bb-cc",
                                    "２026-1-1"};

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (bh_script_is_date (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (bh_script_is_date (bad[i]));
}

static void
test_numbers (void)
{
  static const char *const bad[] =
      {"", " 1", "1 ", "0x1", "1e999", "inf", "nan", "1,5", "--1", "."};
  double number;

  g_assert_true (bh_script_is_number ("-12.5", &number));
  g_assert_cmpfloat (number, ==, -12.5);
  g_assert_true (bh_script_is_number ("1e3", &number));
  g_assert_cmpfloat (number, ==, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (bh_script_is_number (bad[i], &number));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/script/answer/check", test_check);
  g_test_add_func ("/protocol/script/answer/text", test_text);
  g_test_add_func ("/protocol/script/value/dates", test_dates);
  g_test_add_func ("/protocol/script/value/numbers", test_numbers);
  return g_test_run ();
}
