/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/time-text.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/bidi.h"

#define US_PER_DAY (24 * 3600 * (gint64) G_USEC_PER_SEC)

char *
bh_time_text_duration_us (gint64 duration_us)
{
  gint64 seconds = MAX (duration_us, 0) / G_USEC_PER_SEC;
  int hours = (int) (seconds / 3600);
  int minutes = (int) (seconds / 60 % 60);

  if (hours > 0)
    return g_strdup_printf ("%d:%02d:%02d", hours, minutes, (int) (seconds % 60));
  return g_strdup_printf ("%d:%02d", minutes, (int) (seconds % 60));
}

char *
bh_time_text_duration_ms (gint64 duration_ms)
{
  return bh_time_text_duration_us (duration_ms * 1000);
}

char *
bh_time_text_elapsed (gint64 since_us, gint64 now_us)
{
  return since_us > 0 ? bh_time_text_duration_us (now_us - since_us) : g_strdup ("");
}

char *
bh_time_text_left (gint64 until_us, gint64 now_us)
{
  /* Rounded up: "0:01" is shown until nothing is left. */
  return until_us > 0 ? bh_time_text_duration_us (until_us - now_us + G_USEC_PER_SEC - 1)
                      : g_strdup ("");
}

static char *
format_local (gint64 at_us, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (at_us / G_USEC_PER_SEC);

  return time ? g_date_time_format (time, format) : g_strdup ("");
}

char *
bh_time_text_of_day (gint64 at_us)
{
  return format_local (at_us, "%H:%M:%S");
}

static int
local_day (GDateTime *time)
{
  return g_date_time_get_year (time) * 1000 + g_date_time_get_day_of_year (time);
}

char *
bh_time_text_when (gint64 at_us, gint64 now_us)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) yesterday = now ? g_date_time_add_days (now, -1) : NULL;

  if (at == NULL || now == NULL || at_us <= 0)
    return g_strdup ("");
  if (local_day (at) == local_day (now))
    return g_date_time_format (at, "%H:%M");
  if (local_day (at) == local_day (yesterday))
    /* Translators: a moment of yesterday, as g_date_time_format() writes it */
    return g_date_time_format (at, _ ("yesterday %H:%M"));
  if (g_date_time_get_year (at) == g_date_time_get_year (now))
    /* Translators: a day of this year, as g_date_time_format() writes it: "12 Nov" */
    return g_date_time_format (at, _ ("%-e %b"));
  /* Translators: a day of another year, as g_date_time_format() writes it: "12 Nov 2025" */
  return g_date_time_format (at, _ ("%-e %b %Y"));
}

char *
bh_time_text_saved (gint64 saved_at_us, gint64 now_us)
{
  gint64 ago_us = MAX (now_us - saved_at_us, 0);
  g_autofree char *at = NULL;

  if (saved_at_us <= 0)
    return g_strdup ("");
  if (ago_us < G_USEC_PER_SEC)
    return g_strdup_printf (_ ("Saved %.1f s ago"), (double) ago_us / G_USEC_PER_SEC);
  if (ago_us < 60 * (gint64) G_USEC_PER_SEC)
    return g_strdup_printf (_ ("Saved %d s ago"), (int) (ago_us / G_USEC_PER_SEC));
  if (ago_us < 3600 * (gint64) G_USEC_PER_SEC)
    return g_strdup_printf (_ ("Saved %d min ago"), (int) (ago_us / G_USEC_PER_SEC / 60));
  at = bh_time_text_when (saved_at_us, now_us);
  /* Translators: %s is a time of day or a day, "14:02" */
  return g_strdup_printf (_ ("Saved %s"), at);
}

char *
bh_time_text_in_zone (const char *time_zone, gint64 now_us)
{
  g_autoptr (GTimeZone) zone = time_zone ? g_time_zone_new_identifier (time_zone) : NULL;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) there = zone && utc ? g_date_time_to_timezone (utc, zone) : NULL;

  return there ? g_date_time_format (there, "%H:%M") : g_strdup ("");
}

gint64
bh_time_text_parse (const char *rfc3339)
{
  return bh_json_parse_time (rfc3339);
}

/* Country codes of one digit are 1 and 7; of two digits are these; the rest have three. */
static const char two_digit_codes[] =
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 "
    "65 66 81 82 84 86 90 91 92 93 94 95 98";

static guint
country_code_length (const char *digits)
{
  char two[3] = {digits[0], digits[0] ? digits[1] : '\0', '\0'};

  if (digits[0] == '1' || digits[0] == '7')
    return 1;
  return strstr (two_digit_codes, two) ? 2 : 3;
}

/* Sizes of the groups after the country code; 0 = the rest. */
static void
choose_groups (const char *digits, guint code, gsize rest, guint sizes[4])
{
  static const guint mobile_cn[4] = {3, 4, 4, 0};
  static const guint nanp[4] = {3, 3, 4, 0};

  if (code == 2 && g_str_has_prefix (digits, "86") && rest == 11 && digits[2] == '1')
    memcpy (sizes, mobile_cn, sizeof mobile_cn);
  else if (code == 1 && digits[0] == '1' && rest == 10)
    memcpy (sizes, nanp, sizeof nanp);
  else
    for (guint i = 0; i < 4; i++)
      sizes[i] = i < 3 && rest > 3 * (i + 1) + 1 ? 3 : 0;
}

static gboolean
is_e164 (const char *number)
{
  gsize length = strlen (number);

  return number[0] == '+' && length >= 8 && length <= 16 &&
         strspn (number + 1, "0123456789") == length - 1;
}

char *
bh_number_text (const char *number)
{
  g_autoptr (GString) text = g_string_new ("+");
  const char *at;
  guint code;
  guint sizes[4];

  if (number == NULL || !is_e164 (number))
    return bh_bidi_ltr (number ? number : "");
  code = country_code_length (number + 1);
  choose_groups (number + 1, code, strlen (number + 1) - code, sizes);
  g_string_append_len (text, number + 1, code);
  at = number + 1 + code;
  for (guint i = 0; i < 4 && *at != '\0'; i++) {
    gsize size = sizes[i] ? MIN (sizes[i], strlen (at)) : strlen (at);
    g_string_append_c (text, ' ');
    g_string_append_len (text, at, (gssize) size);
    at += size;
  }
  return bh_bidi_ltr (text->str);
}
