/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/customer.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/time-text.h"

enum {
  PROP_ID = 1,
  PROP_NAME,
  PROP_LATIN_NAME,
  PROP_COMPANY,
  PROP_TIER,
  PROP_TIER_LABEL,
  PROP_LANGUAGE,
  PROP_LANGUAGE_LABEL,
  PROP_TIME_ZONE,
  PROP_LAST_CONTACT,
  PROP_LAST_NOTE,
  PROP_NUMBER,
  PROP_NUMBERS,
};

static const BhItemField fields[] = {
    {"id", bh_item_string},
    {"name", bh_item_string},
    {"latin-name", bh_item_string},
    {"company", bh_item_string},
    {"tier", bh_item_string},
    {"tier-label", bh_item_string},
    {"language", bh_item_string},
    {"language-label", bh_item_string},
    {"time-zone", bh_item_string},
    {"last-contact", bh_item_int},
    {"last-note", bh_item_string},
    {"number", bh_item_string},
    {"numbers", bh_item_strv},
};

struct _BhCustomer {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhCustomer, bh_customer, BH_TYPE_ITEM)

static void
bh_customer_class_init (BhCustomerClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_customer_init (BhCustomer *self)
{
}

/* A tier is a word of the business ("gold"): the usual ones are translated, others shown as they
 * are with a capital. */
static char *
tier_label (const char *tier)
{
  static const char *const known[][2] = {
      {"platinum", NC_ ("tier", "Platinum")},
      {"gold", NC_ ("tier", "Gold")},
      {"silver", NC_ ("tier", "Silver")},
      {"bronze", NC_ ("tier", "Bronze")},
      {"vip", NC_ ("tier", "VIP")},
      {"standard", NC_ ("tier", "Standard")},
  };
  g_autofree char *first = NULL;

  if (tier == NULL || *tier == '\0')
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strcasecmp (tier, known[i][0]) == 0)
      return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "tier", known[i][1]));
  first = g_utf8_strup (tier, g_utf8_next_char (tier) - tier);
  return g_strconcat (first, g_utf8_next_char (tier), NULL);
}

/* A language is named in itself: who can speak it can read it. */
static const char *
language_label (const char *language)
{
  static const char *const known[][2] = {
      {"zh_TW", "繁體中文"}, {"zh_HK", "繁體中文"}, {"zh", "中文"},       {"en", "English"},
      {"de", "Deutsch"},     {"fr", "Français"},    {"es", "Español"},    {"pt", "Português"},
      {"it", "Italiano"},    {"pl", "Polski"},      {"nl", "Nederlands"}, {"ru", "Русский"},
      {"uk", "Українська"},  {"ja", "日本語"},      {"ko", "한국어"},     {"ar", "العربية"},
      {"tr", "Türkçe"},      {"vi", "Tiếng Việt"},  {"hi", "हिन्दी"},      {"th", "ไทย"},
  };

  for (guint i = 0; language != NULL && i < G_N_ELEMENTS (known); i++)
    if (g_str_has_prefix (language, known[i][0]))
      return known[i][1];
  return language;
}

static void
set_numbers (BhCustomer *self, JsonArray *phones)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) numbers = NULL;

  for (guint i = 0; i < bh_json_array_length (phones); i++) {
    JsonObject *phone = bh_json_array_object (phones, i);
    const char *label = bh_json_string (phone, "label");
    g_autofree char *number = bh_number_text (bh_json_string (phone, "e164"));
    g_autofree char *both = label ? g_strdup_printf ("%s · %s", number, label) : g_strdup (number);

    if (i == 0)
      bh_item_set_string (self, PROP_NUMBER, number);
    g_strv_builder_add (builder, both);
  }
  numbers = g_strv_builder_end (builder);
  bh_item_set_strv (self, PROP_NUMBERS, (const char *const *) numbers);
}

BhCustomer *
bh_customer_new (JsonObject *data)
{
  const char *id = bh_json_string (data, "customer");
  g_autofree char *tier = NULL;
  BhCustomer *self;

  if (id == NULL)
    return NULL;
  self = g_object_new (BH_TYPE_CUSTOMER, NULL);
  tier = tier_label (bh_json_string (data, "tier"));
  bh_item_set_string (self, PROP_ID, id);
  bh_item_set_string (self, PROP_NAME, bh_json_string (data, "name"));
  bh_item_set_string (self, PROP_LATIN_NAME, bh_json_string (data, "latin_name"));
  bh_item_set_string (self, PROP_COMPANY, bh_json_string (data, "company"));
  bh_item_set_string (self, PROP_TIER, bh_json_string (data, "tier"));
  bh_item_set_string (self, PROP_TIER_LABEL, tier);
  bh_item_set_string (self, PROP_LANGUAGE, bh_json_string (data, "language"));
  bh_item_set_string (self,
                      PROP_LANGUAGE_LABEL,
                      language_label (bh_json_string (data, "language")));
  bh_item_set_string (self, PROP_TIME_ZONE, bh_json_string (data, "time_zone"));
  bh_item_set_int (self, PROP_LAST_CONTACT, bh_json_time (data, "last_contact"));
  bh_item_set_string (self, PROP_LAST_NOTE, bh_json_string (data, "last_note"));
  set_numbers (self, bh_json_array (data, "phones"));
  return self;
}

const char *
bh_customer_get_id (BhCustomer *self)
{
  return bh_item_get_string (self, PROP_ID);
}

const char *
bh_customer_get_name (BhCustomer *self)
{
  return bh_item_get_string (self, PROP_NAME);
}

const char *
bh_customer_get_latin_name (BhCustomer *self)
{
  return bh_item_get_string (self, PROP_LATIN_NAME);
}

const char *
bh_customer_get_company (BhCustomer *self)
{
  return bh_item_get_string (self, PROP_COMPANY);
}

const char *
bh_customer_get_tier (BhCustomer *self)
{
  return bh_item_get_string (self, PROP_TIER);
}

const char *
bh_customer_get_language (BhCustomer *self)
{
  return bh_item_get_string (self, PROP_LANGUAGE);
}

const char *
bh_customer_get_time_zone (BhCustomer *self)
{
  return bh_item_get_string (self, PROP_TIME_ZONE);
}

gint64
bh_customer_get_last_contact (BhCustomer *self)
{
  return bh_item_get_int (self, PROP_LAST_CONTACT);
}
