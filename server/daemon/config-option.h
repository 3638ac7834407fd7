/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The one table of everything that can be configured. Parsing, checking, the messages and the test
 * that the sample file is complete are driven by it. */

typedef enum {
  BH_OPTION_STRING,
  BH_OPTION_WORD,     /* one of choices */
  BH_OPTION_FLAG,     /* yes, no */
  BH_OPTION_NUMBER,   /* low to high, unit */
  BH_OPTION_PATH,     /* absolute */
  BH_OPTION_REGION,   /* two capital letters */
  BH_OPTION_ENDPOINT, /* tcp://HOST:PORT */
  BH_OPTION_DEVICE,   /* holds %s once */
  BH_OPTION_LIST,     /* values parted by ; */
  BH_OPTION_PATTERNS, /* regular expressions parted by ; each for a whole number */
} BhOptionType;

typedef struct {
  const char *section; /* "pbx" stands for every [pbx NAME] */
  const char *key;
  BhOptionType type;
  gsize offset;         /* in BhConfig, or in the section's own struct */
  const char *fallback; /* as it would be written; NULL: none */
  gint64 low, high;
  const char *unit;
  const char *choices; /* "one|two" */
  const char *help;
  gboolean live; /* taken at SIGHUP; else at the next start */
} BhConfigOption;

const BhConfigOption *bh_config_options (guint *n);

/* NULL: there is none. */
const BhConfigOption *bh_config_option_find (const char *section, const char *key);

/* The known word nearest to @key (a key of @section), or to @section where @key is NULL; NULL when
 * none is near enough to be what was meant. */
const char *bh_config_option_nearest (const char *section, const char *key);

gboolean bh_config_section_known (const char *section);

/* Sets the member of @base that @option describes from @text; FALSE: *why (one sentence and the
 * cure) is set, @base is untouched. */
gboolean
bh_config_option_set (const BhConfigOption *option, gpointer base, const char *text, char **why);
