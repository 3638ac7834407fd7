/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/dial-number.h"

#include <string.h>

BhDialNumber *
bh_dial_number_new (void)
{
  BhDialNumber *number = g_new0 (BhDialNumber, 1);

  number->zones = g_ptr_array_new_with_free_func ((GDestroyNotify) g_time_zone_unref);
  return number;
}

void
bh_dial_number_free (BhDialNumber *number)
{
  g_free (number->number);
  g_free (number->display);
  g_free (number->country);
  g_free (number->place);
  g_strfreev (number->zone_names);
  g_ptr_array_unref (number->zones);
  g_free (number);
}

/* Half-width forms lie so far below their full-width ones. */
#define FULL_WIDTH        (0xff01 - 0x21)
#define IDEOGRAPHIC_BLANK 0x3000

char *
bh_dial_plain_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *plain = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (g_unichar_isdigit (c))
      c = (gunichar) ('0' + g_unichar_digit_value (c));
    else if (c == IDEOGRAPHIC_BLANK)
      c = ' ';
    else if (c > FULL_WIDTH + ' ' && c <= FULL_WIDTH + '~' &&
             strchr ("+-./()*#", (int) (c - FULL_WIDTH)) != NULL)
      c -= FULL_WIDTH;
    g_string_append_unichar (plain, c);
  }
  return g_string_free (plain, FALSE);
}

void
bh_dial_number_set_zones (BhDialNumber *number, const char *const *names)
{
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  g_ptr_array_set_size (number->zones, 0);
  for (guint i = 0; names[i] != NULL; i++) {
    GTimeZone *zone = g_time_zone_new_identifier (names[i]);
    if (zone == NULL)
      continue;
    g_ptr_array_add (number->zones, zone);
    g_strv_builder_add (kept, names[i]);
  }
  if (number->zones->len == 0) {
    g_ptr_array_add (number->zones, g_time_zone_new_utc ());
    g_strv_builder_add (kept, "UTC");
  }
  g_strfreev (number->zone_names);
  number->zone_names = g_strv_builder_end (kept);
}

gboolean
bh_dial_number_set_zone (BhDialNumber *number, const char *name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);

  if (zone == NULL)
    return FALSE;
  bh_dial_number_set_zones (number, (const char *const[]){name, NULL});
  return TRUE;
}
