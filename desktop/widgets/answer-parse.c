/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/answer-parse.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Digits of every script as ASCII, with "," as "." and without what only groups digits. */
static char *
plain_digits (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (g_unichar_isdigit (c))
      g_string_append_c (plain, (char) ('0' + g_unichar_digit_value (c)));
    else if (c == ',' || c == 0x066B || c == 0xFF0E)
      g_string_append_c (plain, '.');
    else if (c == 0x2212)
      g_string_append_c (plain, '-');
    else if (!g_unichar_isspace (c) && c != 0x066C)
      g_string_append_unichar (plain, c);
  }
  return g_string_free (plain, FALSE);
}

gboolean
bh_answer_parse_number (const char *text, double *number)
{
  g_autofree char *plain = NULL;
  char *end = NULL;

  g_return_val_if_fail (number != NULL, FALSE);
  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  plain = plain_digits (text);
  if (*plain == '\0' || strspn (plain, "0123456789.-+") != strlen (plain))
    return FALSE;
  *number = g_ascii_strtod (plain, &end);
  return *end == '\0' && isfinite (*number);
}

char *
bh_answer_format_number (double number, guint decimals)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE * 8];
  g_autofree char *format = g_strdup_printf ("%%.%uf", MIN (decimals, 12));
  gsize length;

  if (ABS (number) > 1e15)
    return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, number));
  g_ascii_formatd (buffer, sizeof buffer, format, number);
  length = strlen (buffer);
  if (strchr (buffer, '.') != NULL) {
    while (buffer[length - 1] == '0')
      buffer[--length] = '\0';
    if (buffer[length - 1] == '.')
      buffer[--length] = '\0';
  }
  return g_strdup (buffer);
}

/* Three numbers of up to four digits with anything that is no digit between them. */
static gboolean
three_numbers (const char *text, guint numbers[3], gboolean *dots)
{
  guint n = 0;
  gboolean inside = FALSE;

  *dots = FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (!g_unichar_isdigit (c)) {
      if (g_unichar_isalpha (c) && c != 0x5E74 && c != 0x6708 && c != 0x65E5)
        return FALSE;
      *dots |= c == '.';
      inside = FALSE;
      continue;
    }
    if (!inside && n == 3)
      return FALSE;
    if (!inside)
      numbers[n++] = 0;
    inside = TRUE;
    numbers[n - 1] = numbers[n - 1] * 10 + (guint) g_unichar_digit_value (c);
    if (numbers[n - 1] > 9999)
      return FALSE;
  }
  return n == 3;
}

char *
bh_answer_parse_date (const char *text)
{
  guint numbers[3];
  gboolean dots;
  guint year;
  guint day;

  if (text == NULL || !g_utf8_validate (text, -1, NULL) || !three_numbers (text, numbers, &dots))
    return NULL;
  /* Day first only with dots: with strokes half the world means the month. */
  if (numbers[0] < 1000 && !(dots && numbers[2] >= 1000))
    return NULL;
  year = numbers[0] < 1000 ? numbers[2] : numbers[0];
  day = numbers[0] < 1000 ? numbers[0] : numbers[2];
  if (day > 31 || numbers[1] > 12 ||
      !g_date_valid_dmy ((GDateDay) day, numbers[1], (GDateYear) year))
    return NULL;
  return g_strdup_printf ("%04u-%02u-%02u", year, numbers[1], day);
}

static gboolean
read_date (const char *date, GDate *day)
{
  guint numbers[3];
  gboolean dots;
  g_autofree char *plain = bh_answer_parse_date (date);

  if (plain == NULL || !three_numbers (plain, numbers, &dots))
    return FALSE;
  g_date_clear (day, 1);
  g_date_set_dmy (day, (GDateDay) numbers[2], numbers[1], (GDateYear) numbers[0]);
  return TRUE;
}

char *
bh_answer_shift_date (const char *date, int days)
{
  GDate day;

  if (!read_date (date, &day))
    return NULL;
  if (days > 0)
    g_date_add_days (&day, (guint) days);
  else if (g_date_get_julian (&day) > (guint) -days)
    g_date_subtract_days (&day, (guint) -days);
  return g_strdup_printf ("%04u-%02u-%02u",
                          g_date_get_year (&day),
                          g_date_get_month (&day),
                          g_date_get_day (&day));
}

char *
bh_answer_date_words (const char *date)
{
  g_autoptr (GDateTime) noon = NULL;
  GDate day;

  if (!read_date (date, &day))
    return NULL;
  noon = g_date_time_new_utc (g_date_get_year (&day),
                              g_date_get_month (&day),
                              g_date_get_day (&day),
                              12,
                              0,
                              0);
  /* Translators: a day as g_date_time_format() writes it: "Tuesday, 24 November 2026". */
  return noon != NULL ? g_date_time_format (noon, C_ ("day in words", "%A, %-e %B %Y")) : NULL;
}
