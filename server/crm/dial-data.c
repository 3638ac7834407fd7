/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/dial-data.h"

#include <gio/gio.h>
#include <string.h>

#include "server/crm/dial-resource.h"
#include "server/crm/phone-bridge.h"
#include "server/crm/phone-number.h"

#define FOLDER "/org/bellhop/dial/"

/* Ends with a 0 that glib-compile-resources adds; part of the program. */
static const char *
text_of (const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (bh_dial_get_resource (), path, 0, NULL);

  return g_bytes_get_data (bytes, NULL);
}

/* ---- rules */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (((const BhDialText *) a)->name, ((const BhDialText *) b)->name);
}

BhDialRules *
bh_dial_data_load_rules (const char *own, GError **error)
{
  g_auto (GStrv) names = g_resource_enumerate_children (bh_dial_get_resource (), FOLDER, 0, NULL);
  g_autoptr (GArray) texts = g_array_new (FALSE, FALSE, sizeof (BhDialText));
  g_autofree char *more = NULL;

  for (guint i = 0; names[i] != NULL; i++) {
    BhDialText text = {names[i], text_of (names[i])};
    if (g_str_has_suffix (names[i], ".conf"))
      g_array_append_val (texts, text);
  }
  g_array_sort (texts, compare_names);
  if (own != NULL) {
    BhDialText text = {own, NULL};
    if (!g_file_get_contents (own, &more, NULL, error))
      return NULL;
    text.text = more;
    g_array_append_val (texts, text);
  }
  return bh_dial_rules_parse ((const BhDialText *) texts->data, texts->len, error);
}

/* ---- time zones */

/* The table in memory, as long as the program: begin of a number, or country -> its zones. */
static GHashTable *
zone_table (void)
{
  static GHashTable *table = NULL;

  if (table == NULL) {
    g_auto (GStrv) lines = g_strsplit (text_of ("number-zones.txt"), "\n", -1);
    table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; lines[i] != NULL; i++) {
      char *space = strchr (lines[i], ' ');
      if (*lines[i] == '#' || space == NULL)
        continue;
      *space = '\0';
      g_hash_table_insert (table, g_strdup (lines[i]), g_strdup (space + 1));
    }
  }
  return table;
}

/* Of the begin of a number that is @length digits long; NULL: it is not in the table. */
static const char *
zones_of_begin (const char *digits, gsize length)
{
  g_autofree char *begin = g_strndup (digits, length);
  return g_hash_table_lookup (zone_table (), begin);
}

static const char *
zones_of_place (const char *digits)
{
  const char *zones = NULL;

  for (gsize length = strlen (digits); length > 0 && zones == NULL; length--)
    zones = zones_of_begin (digits, length);
  return zones;
}

/* No country's code is the begin of another's. */
static const char *
zones_of_code (const char *digits)
{
  const char *zones = NULL;

  for (gsize length = 1; length <= 3 && zones == NULL; length++)
    zones = zones_of_begin (digits, length);
  return zones;
}

/* Numbers that belong to no place may be anywhere in their country. */
static gboolean
has_a_place (BhNumberKind kind)
{
  return kind == BH_NUMBER_FIXED || kind == BH_NUMBER_FIXED_OR_MOBILE;
}

static const char *
zones_of (const BhPhoneNumber *phone, const char *country)
{
  const char *of_country = country != NULL ? g_hash_table_lookup (zone_table (), country) : NULL;
  const char *of_code;

  if (phone->e164 == NULL)
    return of_country;
  if (has_a_place (phone->kind))
    return zones_of_place (phone->e164 + 1);
  of_code = zones_of_code (phone->e164 + 1);
  return of_code != NULL && (strchr (of_code, ' ') == NULL || of_country == NULL) ? of_code
                                                                                  : of_country;
}

/* ---- numbers */

/* What the PBX itself takes as a whole, an extension or a short code, is judged as a whole: that
 * 110 is the police must not cost a house its phones 1101 to 1109. What goes @out to the public
 * network, which stops listening after 110, and what is too long for an extension, is judged by how
 * it begins: there a number refused in error costs less than a call that rings at the police. */
static gboolean
is_emergency (const BhPhoneNumber *phone, const char *home, gboolean out)
{
  const char *digits = phone->kind == BH_NUMBER_SERVICE ? phone->display : phone->digits;
  gboolean whole = phone->kind == BH_NUMBER_SERVICE || phone->kind == BH_NUMBER_EXTENSION;

  if (phone->e164 != NULL)
    return FALSE;
  return whole && !out ? bh_phone_bridge_is_emergency (digits, home)
                       : bh_phone_bridge_reaches_emergency (digits, home);
}

static const char *
kind_of (const BhPhoneNumber *phone, const char *home, gboolean out)
{
  if (is_emergency (phone, home, out))
    return "emergency";
  switch (phone->kind) {
  case BH_NUMBER_WITHHELD:
  case BH_NUMBER_ODD:
  case BH_NUMBER_PARTIAL:
    return "invalid";
  default:
    return bh_number_kind_to_string (phone->kind);
  }
}

/* Where something has to be dialed first for numbers outside, what follows is the number:
 * "91380..." would else be one in India. */
static BhPhoneNumber *
read_phone (const char *text, const char *home, const char *outside, gboolean *out)
{
  *out = outside != NULL && g_str_has_prefix (text, outside);
  if (*out) {
    g_autoptr (BhPhoneNumber) rest = bh_phone_number_new (text + strlen (outside), home);
    if (rest->e164 != NULL || rest->kind == BH_NUMBER_SERVICE || is_emergency (rest, home, TRUE))
      return g_steal_pointer (&rest);
  }
  *out = FALSE;
  return bh_phone_number_new (text, home);
}

BhDialNumber *
bh_dial_data_read_number (const char *text, const char *home, const char *outside)
{
  g_autofree char *plain = bh_dial_plain_text (text);
  gboolean out;
  g_autoptr (BhPhoneNumber) phone = read_phone (plain, home, outside, &out);
  BhDialNumber *number = bh_dial_number_new ();
  const char *kind = kind_of (phone, home, out);
  const char *country = phone->region != NULL           ? phone->region
                        : g_str_equal (kind, "invalid") ? NULL
                                                        : home;
  const char *zones = zones_of (phone, country);
  g_auto (GStrv) names = g_strsplit (zones != NULL ? zones : "", " ", -1);

  number->number = g_strdup (phone->e164 != NULL ? phone->e164 : plain);
  number->display = g_strdup (phone->display);
  number->kind = kind;
  number->country = g_strdup (country);
  number->place = phone->e164 != NULL ? bh_phone_bridge_place (phone->e164) : NULL;
  bh_dial_number_set_zones (number, (const char *const *) names);
  return number;
}
