/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/phone-bridge.h"

#include <cstring>
#include <phonenumbers/geocoding/phonenumber_offline_geocoder.h>
#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>
#include <set>
#include <string>
#include <unicode/locid.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberOfflineGeocoder;
using i18n::phonenumbers::PhoneNumberUtil;
using i18n::phonenumbers::ShortNumberInfo;

static void
put (char *to, std::size_t size, const std::string &from)
{
  std::size_t n = from.size () < size - 1 ? from.size () : size - 1;
  std::memcpy (to, from.data (), n);
  to[n] = '\0';
}

static BhPhoneBridgeType
type_of (PhoneNumberUtil::PhoneNumberType type)
{
  switch (type) {
  case PhoneNumberUtil::FIXED_LINE:
    return BH_PHONE_BRIDGE_FIXED;
  case PhoneNumberUtil::MOBILE:
    return BH_PHONE_BRIDGE_MOBILE;
  case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
    return BH_PHONE_BRIDGE_FIXED_OR_MOBILE;
  case PhoneNumberUtil::TOLL_FREE:
    return BH_PHONE_BRIDGE_TOLL_FREE;
  case PhoneNumberUtil::PREMIUM_RATE:
    return BH_PHONE_BRIDGE_PREMIUM;
  default:
    return BH_PHONE_BRIDGE_OTHER;
  }
}

extern "C" void
bh_phone_bridge_parse (const char *text, const char *region, BhPhoneBridgeNumber *out)
{
  const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance ();
  PhoneNumber number;
  std::string formatted;

  std::memset (out, 0, sizeof *out);
  if (util->Parse (text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR)
    return;
  out->parsed = true;
  out->valid = util->IsValidNumber (number);
  out->possible = util->IsPossibleNumber (number);
  out->type = type_of (util->GetNumberType (number));
  util->Format (number, PhoneNumberUtil::E164, &formatted);
  put (out->e164, sizeof out->e164, formatted);
  util->Format (number, PhoneNumberUtil::NATIONAL, &formatted);
  put (out->national, sizeof out->national, formatted);
  util->Format (number, PhoneNumberUtil::INTERNATIONAL, &formatted);
  put (out->international, sizeof out->international, formatted);
  util->GetNationalSignificantNumber (number, &formatted);
  put (out->digits, sizeof out->digits, formatted);
  util->GetRegionCodeForNumber (number, &formatted);
  put (out->region, sizeof out->region, formatted == "ZZ" ? std::string () : formatted);
}

extern "C" bool
bh_phone_bridge_knows_region (const char *region)
{
  std::set<std::string> regions;
  PhoneNumberUtil::GetInstance ()->GetSupportedRegions (&regions);
  return regions.count (region) != 0;
}

extern "C" bool
bh_phone_bridge_is_emergency (const char *digits, const char *region)
{
  static const ShortNumberInfo info;
  return info.IsEmergencyNumber (digits, region);
}

extern "C" bool
bh_phone_bridge_reaches_emergency (const char *digits, const char *region)
{
  static const ShortNumberInfo info;
  return info.ConnectsToEmergencyNumber (digits, region);
}

extern "C" char *
bh_phone_bridge_place (const char *e164)
{
  static const PhoneNumberOfflineGeocoder geocoder;
  PhoneNumber number;

  if (PhoneNumberUtil::GetInstance ()->Parse (e164, "ZZ", &number) !=
      PhoneNumberUtil::NO_PARSING_ERROR)
    return nullptr;
  std::string place = geocoder.GetDescriptionForNumber (number, icu::Locale ("en"));
  return place.empty () ? nullptr : strdup (place.c_str ());
}
