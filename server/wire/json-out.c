/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/json-out.h"

#include <string.h>

void
bh_json_out_text (BhJsonOut *out, GString *text)
{
  *out = (BhJsonOut){.text = text};
}

void
bh_json_out_tree (BhJsonOut *out)
{
  *out = (BhJsonOut){.builder = json_builder_new_immutable ()};
}

JsonNode *
bh_json_out_take (BhJsonOut *out)
{
  JsonNode *node = json_builder_get_root (out->builder);

  g_clear_object (&out->builder);
  return node;
}

/* Bytes that may stand in a JSON text as they are, up to the first that may not. */
static gsize
plain_length (const char *text)
{
  gsize n = 0;

  while ((guchar) text[n] >= 0x20 && text[n] != '"' && text[n] != '\\' && text[n] != 0x7f)
    n++;
  return n;
}

static void
append_quoted (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (;;) {
    gsize n = plain_length (value);
    g_string_append_len (text, value, n);
    value += n;
    if (*value == '\0')
      break;
    if (*value == '"' || *value == '\\')
      g_string_append_printf (text, "\\%c", *value);
    else
      g_string_append_printf (text, "\\u%04x", (guchar) *value);
    value++;
  }
  g_string_append_c (text, '"');
}

static void
begin_value (BhJsonOut *out, const char *name)
{
  if (out->builder != NULL) {
    if (name != NULL)
      json_builder_set_member_name (out->builder, name);
    return;
  }
  if (out->comma)
    g_string_append_c (out->text, ',');
  out->comma = TRUE;
  if (name != NULL) {
    append_quoted (out->text, name);
    g_string_append_c (out->text, ':');
  }
}

void
bh_json_begin_object (BhJsonOut *out, const char *name)
{
  begin_value (out, name);
  if (out->builder != NULL)
    json_builder_begin_object (out->builder);
  else
    g_string_append_c (out->text, '{');
  out->comma = FALSE;
}

void
bh_json_end_object (BhJsonOut *out)
{
  if (out->builder != NULL)
    json_builder_end_object (out->builder);
  else
    g_string_append_c (out->text, '}');
  out->comma = TRUE;
}

void
bh_json_begin_array (BhJsonOut *out, const char *name)
{
  begin_value (out, name);
  if (out->builder != NULL)
    json_builder_begin_array (out->builder);
  else
    g_string_append_c (out->text, '[');
  out->comma = FALSE;
}

void
bh_json_end_array (BhJsonOut *out)
{
  if (out->builder != NULL)
    json_builder_end_array (out->builder);
  else
    g_string_append_c (out->text, ']');
  out->comma = TRUE;
}

void
bh_json_string (BhJsonOut *out, const char *name, const char *value)
{
  if (value == NULL) {
    bh_json_null (out, name);
    return;
  }
  begin_value (out, name);
  if (out->builder != NULL)
    json_builder_add_string_value (out->builder, value);
  else
    append_quoted (out->text, value);
}

void
bh_json_int (BhJsonOut *out, const char *name, gint64 value)
{
  char digits[24];
  char *p = digits + sizeof digits;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  begin_value (out, name);
  if (out->builder != NULL) {
    json_builder_add_int_value (out->builder, value);
    return;
  }
  do
    *--p = '0' + rest % 10;
  while ((rest /= 10) > 0);
  if (value < 0)
    *--p = '-';
  g_string_append_len (out->text, p, digits + sizeof digits - p);
}

void
bh_json_bool (BhJsonOut *out, const char *name, gboolean value)
{
  begin_value (out, name);
  if (out->builder != NULL)
    json_builder_add_boolean_value (out->builder, value);
  else
    g_string_append (out->text, value ? "true" : "false");
}

void
bh_json_null (BhJsonOut *out, const char *name)
{
  begin_value (out, name);
  if (out->builder != NULL)
    json_builder_add_null_value (out->builder);
  else
    g_string_append (out->text, "null");
}

void
bh_json_time (BhJsonOut *out, const char *name, gint64 us)
{
  char text[BH_TIME_TEXT_SIZE];

  if (us == 0) {
    bh_json_null (out, name);
    return;
  }
  bh_time_to_text (us, text);
  bh_json_string (out, name, text);
}

void
bh_json_string_if (BhJsonOut *out, const char *name, const char *value)
{
  if (value != NULL)
    bh_json_string (out, name, value);
}

void
bh_json_time_if (BhJsonOut *out, const char *name, gint64 us)
{
  if (us != 0)
    bh_json_time (out, name, us);
}

static char *
put_digits (char *to, guint value, guint n)
{
  for (guint i = n; i > 0; i--) {
    to[i - 1] = (char) ('0' + value % 10);
    value /= 10;
  }
  return to + n;
}

/* Days since 1970-01-01 to a date of the Gregorian calendar: eras of 400 years that begin in
 * March, so that the leap day is a year's last. */
static void
civil_from_days (gint64 days, guint *year, guint *month, guint *day)
{
  gint64 shifted = days + 719468;
  gint64 era = shifted / 146097;
  guint of_era = (guint) (shifted - era * 146097);
  guint year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  guint of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  guint month_from_march = (5 * of_year + 2) / 153;

  *day = of_year - (153 * month_from_march + 2) / 5 + 1;
  *month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  *year = (guint) (era * 400) + year_of_era + (*month <= 2 ? 1 : 0);
}

void
bh_time_to_text (gint64 us, char text[BH_TIME_TEXT_SIZE])
{
  const gint64 day_us = G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC;
  gint64 days = us / day_us - (us % day_us < 0 ? 1 : 0);
  guint ms = (guint) ((us - days * day_us) / 1000);
  guint year, month, day;

  civil_from_days (days, &year, &month, &day);
  text = put_digits (text, year, 4);
  *text++ = '-';
  text = put_digits (text, month, 2);
  *text++ = '-';
  text = put_digits (text, day, 2);
  *text++ = 'T';
  text = put_digits (text, ms / 3600000, 2);
  *text++ = ':';
  text = put_digits (text, ms / 60000 % 60, 2);
  *text++ = ':';
  text = put_digits (text, ms / 1000 % 60, 2);
  *text++ = '.';
  text = put_digits (text, ms % 1000, 3);
  *text++ = 'Z';
  *text = '\0';
}
