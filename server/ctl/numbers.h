/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Telephone numbers as administrators write them. */

#define BH_CTL_OPTION_REGION(where)                                                                \
  {                                                                                                \
    "home-region", 0, 0, G_OPTION_ARG_STRING, where,                                               \
        "The country of numbers without a country code (the server's)", "CC"                       \
  }

/* The country of numbers without a country code: @said, else the one of the server's configuration
 * file @config (NULL: the usual one). NULL with @error: there is no such country, or no file. */
char *bh_ctl_home_region (const char *said, const char *config, GError **error);

/* The country whose public register the list @list is, by the rules that come with Bellhop and
 * those that the configuration file names; NULL: of none (or @error: they cannot be read). */
char *bh_ctl_register_region (const char *list, const char *config, GError **error);

/* @text as it is kept, where a campaign may hold it: a whole number that can be somebody's. NULL:
 * it is none, and *@fault (static) says so, as in "is a premium-rate number". */
char *bh_ctl_callable_number (const char *text, const char *region, const char **fault);
