/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/phone-number.h"

#include <string.h>

#include "server/core/dial-number.h"
#include "server/crm/phone-bridge.h"

BH_NICK_DEFINE (BhNumberKind, bh_number_kind, BH_NUMBER_TABLE)

/* E.164 allows 15 digits; some more for a prefix that has to be dialed first. */
#define LONGEST_TEXT      64
#define LONGEST_NUMBER    20
#define LONGEST_EXTENSION 6
#define SHORTEST_ENDING   7

/* Short codes, which numbering-plan libraries call invalid. "x" is any digit. */
static const struct {
  const char *region;
  const char *codes[16];
} service_codes[] = {
    {"CN",
     {"110",
      "112",
      "114",
      "119",
      "120",
      "122",
      "12xxx",
      "100xx",
      "95xxx",
      "96xxx",
      "95xxxx",
      "95xxxxxx",
      "118xx",
      "116xxx"}},
    {"HK", {"999", "112", "18xx", "10xx"}},
    {"TW", {"110", "119", "112", "113", "165"}},
    {"JP", {"110", "119", "118", "117", "171"}},
    {"IN", {"100", "101", "102", "108", "112", "139", "1091"}},
    {"US", {"911", "411", "311", "211", "511", "611", "711", "811", "988"}},
    {"CA", {"911", "411", "311", "211", "511", "611", "711", "811", "988"}},
    {"GB", {"999", "112", "101", "111", "116xxx", "118xxx", "119", "123"}},
    {"DE", {"110", "112", "115", "116xxx", "118xx"}},
    {"FR", {"15", "17", "18", "112", "114", "115", "116xxx", "118xxx", "119", "3xxx", "10xx"}},
    {"ES", {"112", "091", "062", "061", "080", "010", "016", "116xxx", "118xx"}},
    {"PL", {"112", "997", "998", "999", "116xxx", "118xxx"}},
};

static const char *const withheld_words[] = {"",
                                             "anonymous",
                                             "unknown",
                                             "<unknown>",
                                             "restricted",
                                             "private",
                                             "withheld",
                                             "unavailable",
                                             "asterisk",
                                             "blocked",
                                             "-"};

static BhPhoneNumber *
number_take (BhNumberKind kind, char *display)
{
  BhPhoneNumber *number = g_new0 (BhPhoneNumber, 1);
  number->kind = kind;
  number->display = display;
  number->digits = g_strdup ("");
  return number;
}

void
bh_phone_number_free (BhPhoneNumber *number)
{
  g_free (number->e164);
  g_free (number->display);
  g_free (number->digits);
  g_free (number->region);
  g_free (number);
}

char *
bh_phone_number_to_keep (const char *text, const char *home)
{
  g_autoptr (BhPhoneNumber) number = bh_phone_number_new (text, home);
  const char *kept = number->e164 != NULL ? number->e164 : number->digits;

  return number->kind == BH_NUMBER_ODD || strlen (kept) < 2 || strlen (kept) > 20 ? NULL
                                                                                  : g_strdup (kept);
}

gboolean
bh_phone_region_is_known (const char *region)
{
  return region != NULL && bh_phone_bridge_knows_region (region);
}

/* Without "sip:", "tel:", "@host" and ";parameters", in valid UTF-8 and of bounded length. */
static char *
bare (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text == NULL ? "" : text, -1);
  const char *from = valid;
  for (guint i = 0; i < 3; i++) {
    static const char *const schemes[] = {"sips:", "sip:", "tel:"};
    if (g_ascii_strncasecmp (from, schemes[i], strlen (schemes[i])) == 0)
      from += strlen (schemes[i]);
  }
  gsize length = strcspn (from, "@;");
  g_autofree char *part = g_strndup (from, length);
  g_strstrip (part);
  if (g_utf8_strlen (part, -1) <= LONGEST_TEXT)
    return g_steal_pointer (&part);
  return g_utf8_substring (part, 0, LONGEST_TEXT);
}

static gboolean
is_withheld (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (withheld_words); i++)
    if (g_ascii_strcasecmp (text, withheld_words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* The digits of what is written like a number ("+86 (138) 0013-8000"); NULL for anything else. */
static char *
digits_of (const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      g_string_append_c (digits, *at);
    else if (!(*at == '+' && at == text) && strchr (" -./()", *at) == NULL)
      return NULL;
  return digits->len == 0 ? NULL : g_string_free (g_steal_pointer (&digits), FALSE);
}

static gboolean
matches_code (const char *digits, const char *code)
{
  if (strlen (digits) != strlen (code))
    return FALSE;
  for (; *code != '\0'; code++, digits++)
    if (*code != 'x' && *code != *digits)
      return FALSE;
  return TRUE;
}

static gboolean
is_service_code (const char *digits, const char *home)
{
  for (guint i = 0; i < G_N_ELEMENTS (service_codes); i++) {
    if (g_ascii_strcasecmp (service_codes[i].region, home) != 0)
      continue;
    for (guint j = 0;
         j < G_N_ELEMENTS (service_codes[i].codes) && service_codes[i].codes[j] != NULL;
         j++)
      if (matches_code (digits, service_codes[i].codes[j]))
        return TRUE;
  }
  return FALSE;
}

static BhNumberKind
kind_of (BhPhoneBridgeType type)
{
  switch (type) {
  case BH_PHONE_BRIDGE_FIXED:
    return BH_NUMBER_FIXED;
  case BH_PHONE_BRIDGE_MOBILE:
    return BH_NUMBER_MOBILE;
  case BH_PHONE_BRIDGE_FIXED_OR_MOBILE:
    return BH_NUMBER_FIXED_OR_MOBILE;
  case BH_PHONE_BRIDGE_TOLL_FREE:
    return BH_NUMBER_TOLL_FREE;
  case BH_PHONE_BRIDGE_PREMIUM:
    return BH_NUMBER_PREMIUM;
  case BH_PHONE_BRIDGE_OTHER:
  default:
    return BH_NUMBER_OTHER;
  }
}

static BhPhoneNumber *
whole (const BhPhoneBridgeNumber *parsed, const char *home)
{
  gboolean domestic = g_ascii_strcasecmp (parsed->region, home) == 0;
  BhPhoneNumber *number =
      number_take (kind_of (parsed->type),
                   g_strdup (domestic ? parsed->national : parsed->international));
  number->e164 = g_strdup (parsed->e164);
  number->region = g_strdup (parsed->region);
  g_free (number->digits);
  number->digits = g_strdup (parsed->e164 + 1);
  return number;
}

/* Many trunks give an international number without its "+" or "00". */
static gboolean
parse (const char *text, const char *digits, const char *home, BhPhoneBridgeNumber *out)
{
  bh_phone_bridge_parse (text, home, out);
  if (out->parsed && out->valid)
    return TRUE;
  if (*text == '+' || strlen (digits) < 10)
    return FALSE;
  const char *skip = g_str_has_prefix (digits, "00") ? digits + 2 : digits;
  g_autofree char *plus = g_strconcat ("+", skip, NULL);
  bh_phone_bridge_parse (plus, home, out);
  return out->parsed && out->valid;
}

BhPhoneNumber *
bh_phone_number_new (const char *text, const char *home)
{
  g_autofree char *written = bare (text);
  g_autofree char *shown = bh_dial_plain_text (written);
  BhPhoneBridgeNumber parsed;

  if (is_withheld (shown))
    return number_take (BH_NUMBER_WITHHELD, g_strdup (""));
  g_autofree char *digits = digits_of (shown);
  if (digits == NULL || strlen (digits) > LONGEST_NUMBER)
    return number_take (BH_NUMBER_ODD, g_steal_pointer (&written));
  if (*shown != '+' && is_service_code (digits, home))
    return number_take (BH_NUMBER_SERVICE, g_steal_pointer (&digits));
  if (strlen (digits) > LONGEST_EXTENSION && parse (shown, digits, home, &parsed))
    return whole (&parsed, home);
  gboolean partial = strlen (digits) >= SHORTEST_ENDING;
  BhPhoneNumber *number =
      number_take (partial ? BH_NUMBER_PARTIAL : BH_NUMBER_EXTENSION, g_steal_pointer (&shown));
  g_free (number->digits);
  number->digits = g_steal_pointer (&digits);
  return number;
}
