/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* libphonenumber is C++; this is the whole of it that the rest of Bellhop sees. Thread-safe. */

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  BH_PHONE_BRIDGE_OTHER,
  BH_PHONE_BRIDGE_FIXED,
  BH_PHONE_BRIDGE_MOBILE,
  BH_PHONE_BRIDGE_FIXED_OR_MOBILE,
  BH_PHONE_BRIDGE_TOLL_FREE,
  BH_PHONE_BRIDGE_PREMIUM,
} BhPhoneBridgeType;

typedef struct {
  bool parsed;   /* it could be a telephone number */
  bool valid;    /* it is one, by the numbering plan of its country */
  bool possible; /* its length would do for a whole number */
  BhPhoneBridgeType type;
  char e164[24];          /* "+8613800138000" */
  char national[48];      /* "138 0013 8000" */
  char international[48]; /* "+86 138 0013 8000" */
  char digits[24];        /* national significant number */
  char region[4];         /* "CN"; "" when unknown */
} BhPhoneBridgeNumber;

/* Reads @text as somebody in @region (two capital letters) would dial it. */
void bh_phone_bridge_parse (const char *text, const char *region, BhPhoneBridgeNumber *out);

/* Are these digits, no more and no less, the number of an emergency service in @region? */
bool bh_phone_bridge_is_emergency (const char *digits, const char *region);

/* Would a public network in @region connect them to one? It does so as soon as it has heard enough:
 * 1101 is 110. */
bool bh_phone_bridge_reaches_emergency (const char *digits, const char *region);

/* Where the number @e164 is, in English ("Florida"), to be freed with free(); NULL: nobody knows.
 */
char *bh_phone_bridge_place (const char *e164);

/* Does the library know @region? */
bool bh_phone_bridge_knows_region (const char *region);

#ifdef __cplusplus
}
#endif
