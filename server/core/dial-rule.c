/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/dial-rule.h"

BH_NICK_DEFINE (BhDialKind, bh_dial_kind, BH_DIAL_KIND_TABLE)
BH_NICK_DEFINE (BhDialPurpose, bh_dial_purpose, BH_DIAL_PURPOSE_TABLE)
BH_NICK_DEFINE (BhDialMode, bh_dial_mode, BH_DIAL_MODE_TABLE)

void
bh_dial_rule_free (BhDialRule *rule)
{
  g_free (rule->id);
  g_free (rule->title);
  g_strfreev (rule->countries);
  g_strfreev (rule->prefixes);
  g_free (rule->region);
  g_free (rule->campaign);
  g_free (rule->source);
  g_free (rule->url);
  g_free (rule->checked);
  g_strfreev (rule->unless);
  g_strfreev (rule->refuse);
  g_strfreev (rule->lists);
  g_strfreev (rule->outcomes);
  g_free (rule->consent);
  g_free (rule->demand);
  g_free (rule);
}
