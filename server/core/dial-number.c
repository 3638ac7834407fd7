/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/dial-number.h"

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
