/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What is known of a number before anything is looked up. */

typedef struct {
  char *number;     /* E.164, or the digits of one that has none; never NULL */
  char *display;    /* as people write it */
  const char *kind; /* mobile, fixed, fixed_or_mobile, toll_free, premium, service, extension,
                       other, emergency, invalid */
  char *country;    /* "FR", or NULL */
  char *place;      /* "Florida", or NULL */
  char **zone_names;
  GPtrArray *zones; /* of GTimeZone, as many as names; never empty */
} BhDialNumber;

BhDialNumber *bh_dial_number_new (void);
void bh_dial_number_free (BhDialNumber *number);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhDialNumber, bh_dial_number_free)

/* @text as a keyboard without input method would have typed it: digits of every script, and the
 * signs of telephone numbers in full width (＋８６), in ASCII; all else stays. To be freed. */
char *bh_dial_plain_text (const char *text);

/* A customer's own zone instead of what the number says; FALSE: there is no such zone. */
gboolean bh_dial_number_set_zone (BhDialNumber *number, const char *name);
/* Sets both from names; those that this machine does not know are left out. */
void bh_dial_number_set_zones (BhDialNumber *number, const char *const *names);
