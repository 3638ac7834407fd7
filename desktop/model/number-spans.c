/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/number-spans.h"

#include <string.h>

#define LEAST_DIGITS 7
#define MOST_DIGITS  15
/* Between Chinese characters there are no blanks: 请打13800138000. */
#define ALPHABET "\\p{Latin}\\p{Cyrillic}\\p{Greek}\\p{Arabic}"

/* One sign at most stands between two digits, but " (" and ") " and "/ "; a single digit between
 * signs is a version's or a day's, but for those who write +33 1 42. */
static GRegex *
numbers (void)
{
  static gsize once = 0;
  static GRegex *regex = NULL;

  if (g_once_init_enter (&once)) {
    regex = g_regex_new ("(?<![" ALPHABET "\\p{N}+#@_./-])"
                         "(?:\\+[0-9]+(?:[ ./-]?\\(0\\)[ ./-]?[0-9]+|[ ./()-]{1,2}[0-9]+)*|"
                         "(?:\\(?0|1[3-9][0-9])[0-9]*(?:[ ./()-]{1,2}[0-9]{2,})*)"
                         "(?![" ALPHABET "\\p{N}_@])",
                         G_REGEX_OPTIMIZE,
                         0,
                         NULL);
    g_once_init_leave (&once, 1);
  }
  return regex;
}

/* 01.02.2026, 07/11/26, 2026-11-24: at most two groups of at most two digits, and a year. */
static GRegex *
days (void)
{
  static gsize once = 0;
  static GRegex *regex = NULL;

  if (g_once_init_enter (&once)) {
    regex = g_regex_new ("^(?:[0-9]{1,2}([./-])[0-9]{1,2}\\1(?:[0-9]{2}|[0-9]{4})|"
                         "[0-9]{4}([./-])[0-9]{1,2}\\2[0-9]{1,2})(?![0-9])",
                         G_REGEX_OPTIMIZE,
                         0,
                         NULL);
    g_once_init_leave (&once, 1);
  }
  return regex;
}

/* As it is dialed, or NULL. */
static char *
dialed (const char *text)
{
  GString *number = g_string_new (NULL);
  gsize digits = 0;

  for (const char *p = text; *p != '\0'; p++) {
    if (g_ascii_isdigit (*p) || *p == '+')
      g_string_append_c (number, *p);
    digits += g_ascii_isdigit (*p);
  }
  /* +49 (0)30: that nought is for who calls from there */
  if (number->str[0] == '+' && strstr (text, "(0)") != NULL) {
    const char *nought = strstr (text, "(0)");
    gsize at = 0;
    for (const char *p = text; p < nought; p++)
      at += g_ascii_isdigit (*p) || *p == '+';
    g_string_erase (number, (gssize) at, 1);
    digits--;
  }
  if (digits >= LEAST_DIGITS && digits <= MOST_DIGITS &&
      (number->str[0] != '1' || digits == 11) && /* a mobile number of China has eleven */
      !g_regex_match (days (), text, 0, NULL))
    return g_string_free (number, FALSE);
  g_string_free (number, TRUE);
  return NULL;
}

static void
clear (gpointer span)
{
  g_free (((BhNumberSpan *) span)->number);
}

GArray *
bh_number_spans (const char *text)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (BhNumberSpan));
  g_autoptr (GMatchInfo) match = NULL;

  g_array_set_clear_func (spans, clear);
  if (text == NULL || !g_regex_match (numbers (), text, 0, &match))
    return spans;
  for (; g_match_info_matches (match) && spans->len < BH_NUMBER_SPANS_MAX;
       g_match_info_next (match, NULL)) {
    g_autofree char *found = g_match_info_fetch (match, 0);
    BhNumberSpan span = {0};
    int start;
    int end;
    if (!g_match_info_fetch_pos (match, 0, &start, &end))
      continue;
    span = (BhNumberSpan){(gsize) start, (gsize) (end - start), dialed (found)};
    if (span.number != NULL)
      g_array_append_val (spans, span);
  }
  return spans;
}
