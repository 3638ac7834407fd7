/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/dial-judge.h"
#include "tests/fuzz/fuzz.h"

/* Any bytes as a file of rules; what can be read can be asked, and answers the same to itself. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static GTimeZone *zones[1];
  static const char *const names[] = {"UTC"};
  g_autofree char *text = g_strndup ((const char *) data, size);
  const BhDialText one = {"fuzz.conf", text};
  g_autoptr (GError) error = NULL;
  g_autoptr (BhDialRules) rules = bh_dial_rules_parse (&one, 1, &error);
  const gint64 at_s = G_GINT64_CONSTANT (1795343400);

  g_assert_true ((rules == NULL) == (error != NULL));
  if (zones[0] == NULL)
    zones[0] = g_time_zone_new_utc ();
  if (rules != NULL) {
    const BhDialQuestion question = {.number = "+33123456789",
                                     .kind = "fixed",
                                     .country = "FR",
                                     .zone_names = names,
                                     .zones = zones,
                                     .n_zones = 1,
                                     .purpose = BH_DIAL_MARKETING};
    g_autoptr (BhDialJudgement) judgement = bh_dial_judge (rules, &question, at_s);
    g_assert_true (judgement->next_s >= at_s);
    g_assert_true (judgement->allowed == (judgement->next_s == at_s));
    if (judgement->next_s != BH_DIAL_NEVER) {
      g_autoptr (BhDialJudgement) then = bh_dial_judge (rules, &question, judgement->next_s);
      g_assert_true (then->allowed);
    }
  }
  return 0;
}
