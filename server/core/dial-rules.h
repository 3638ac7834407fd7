/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/dial-rule.h"

/* All rules of an installation, read from key files (data/dial/README.md): those that come with
 * Bellhop, then the installation's own, where what is said later wins, key by key. */

typedef struct {
  const char *name; /* for messages */
  const char *text;
} BhDialText;

typedef struct {
  GPtrArray *rules;     /* of BhDialRule, in the order in which they were first named */
  GHashTable *holidays; /* country -> BhDialHolidays */
} BhDialRules;

#define BH_DIAL_RULES_ERROR (bh_dial_rules_error_quark ())
GQuark bh_dial_rules_error_quark (void);

/* Every value is right, or there is no BhDialRules: the message has a line for each fault, of the
 * form "FILE:LINE: [SECTION] KEY: what is wrong. What to do." */
BhDialRules *bh_dial_rules_parse (const BhDialText *texts, guint n, GError **error);
void bh_dial_rules_free (BhDialRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhDialRules, bh_dial_rules_free)

/* NULL: there is none. */
const BhDialRule *bh_dial_rules_find (const BhDialRules *rules, const char *id);
