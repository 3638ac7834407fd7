/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/nick.h"

/* What a PBX shows as a caller's number, or a person types, understood. Nothing that comes is an
 * error: what cannot be a telephone number is `odd`, what is hidden is `withheld`. */

#define BH_NUMBER_TABLE(X)                                                                         \
  X (BH_NUMBER_WITHHELD, "withheld")   /* none was shown */                                        \
  X (BH_NUMBER_ODD, "odd")             /* not a telephone number: a name, a word, far too long */  \
  X (BH_NUMBER_SERVICE, "service")     /* a short code of its country: 110, 10086, 95105123 */     \
  X (BH_NUMBER_EXTENSION, "extension") /* too short to be more */                                  \
  X (BH_NUMBER_PARTIAL, "partial")     /* digits that may lack an area or country code */          \
  X (BH_NUMBER_FIXED, "fixed")         /* from here on: whole numbers, with E.164 */               \
  X (BH_NUMBER_MOBILE, "mobile")                                                                   \
  X (BH_NUMBER_FIXED_OR_MOBILE, "fixed_or_mobile")                                                 \
  X (BH_NUMBER_TOLL_FREE, "toll_free")                                                             \
  X (BH_NUMBER_PREMIUM, "premium")                                                                 \
  X (BH_NUMBER_OTHER, "other")
typedef enum { BH_NUMBER_TABLE (BH_NICK_VALUE) } BhNumberKind;
BH_NICK_DECLARE (BhNumberKind, bh_number_kind)

typedef struct {
  BhNumberKind kind;
  char *e164;    /* NULL: it is not a whole number */
  char *display; /* as people of the home region write it; never NULL, "" when withheld */
  char *digits;  /* what endings are compared by; "" when there are none */
  char *region;  /* "CN", or NULL */
} BhPhoneNumber;

/* @text: what was shown or typed, may be NULL; @home: two-letter home region. Never NULL. */
BhPhoneNumber *bh_phone_number_new (const char *text, const char *home);
void bh_phone_number_free (BhPhoneNumber *number);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhPhoneNumber, bh_phone_number_free)

/* @text as lists of numbers keep it: in E.164 where it is a whole number, else its digits. NULL: it
 * is no number. */
char *bh_phone_number_to_keep (const char *text, const char *home);

/* Is it a region whose numbering plan we know? */
gboolean bh_phone_region_is_known (const char *region);
