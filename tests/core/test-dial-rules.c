/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/dial-rules.h"

#define HEAD "[rule x]\ntitle = T\nsource = S\n"

static BhDialRules *
parse (const char *text, GError **error)
{
  const BhDialText one = {"f", text};
  return bh_dial_rules_parse (&one, 1, error);
}

static void
test_everything (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhDialRules) rules = parse (
      "# a comment\n[holidays FR]\nyearly = 12-25; 02-29\neaster = -2; +1\n"
      "dates = 2026-06-01\nsource = law\n"
      "[rule a]\nkind = hours\ntitle = T\nsource = S\ncountry = FR; RE\npurpose = marketing\n"
      "every_day = 09:00-20:00\nsunday = none\nholidays = none\nfrom = 2023-03-01\n"
      "until = 2026-08-10\nunless = any_hour; contract\nmodes = manual; predictive\n"
      "[rule b]\nkind = attempts\ntitle = T\nsource = S\nmax = 4\nperiod = 30 days\n"
      "each_campaign = yes\nwhen_unknown = allow\n"
      "[rule c]\nkind = pause\ntitle = T\nsource = S\noutcomes = refused\nperiod = for ever\n"
      "[rule d]\nkind = abandoned\ntitle = T\nsource = S\nshare = 2.5 %\nperiod = 1 day\n"
      "answer_within = 2 seconds\nring_at_least = 15 seconds\n",
      &error);
  const BhDialRule *rule;

  g_assert_no_error (error);
  g_assert_cmpuint (rules->rules->len, ==, 4);
  rule = bh_dial_rules_find (rules, "a");
  g_assert_cmpint (rule->kind, ==, BH_DIAL_KIND_HOURS);
  g_assert_cmpint (rule->purpose, ==, BH_DIAL_MARKETING);
  g_assert_cmpuint (rule->modes, ==, 1u << BH_DIAL_MANUAL | 1u << BH_DIAL_PREDICTIVE);
  g_assert_cmpuint (rule->week.n[6], ==, 0);
  g_assert_cmpuint (rule->week.n[5], ==, 1);
  g_assert_true (rule->week.holidays);
  g_assert_cmpstr (rule->unless[1], ==, "contract");
  g_assert_nonnull (rule->off);
  g_assert_cmpstr (rule->countries[0], ==, "FR");
  g_assert_cmpstr (rule->countries[1], ==, "RE");
  g_assert_cmpint (rule->from, <, rule->until);
  rule = bh_dial_rules_find (rules, "b");
  g_assert_cmpint (rule->max, ==, 4);
  g_assert_cmpint (rule->period_s, ==, 30 * 86400);
  g_assert_true (rule->own && rule->let_unknown);
  g_assert_cmpint (bh_dial_rules_find (rules, "c")->period_s, ==, BH_DIAL_NEVER);
  g_assert_cmpint (bh_dial_rules_find (rules, "d")->max, ==, 25);
  g_assert_null (bh_dial_rules_find (rules, "e"));
}

/* Key by key, the later file wins; what it does not say stays. */
static void
test_own_file (void)
{
  const BhDialText texts[] = {
      {"given",
       "[rule a]\nkind = attempts\ntitle = T\nsource = S\nmax = 4\nperiod = 30 days\n"
       "[rule b]\nkind = pattern\ntitle = T\nsource = S\n"},
      {"own",
       "[rule a]\nmax = 2\n[rule b]\nenabled = no\n"
       "[rule c]\nkind = pattern\ntitle = Ours\nsource = Ours\n"}};
  g_autoptr (GError) error = NULL;
  g_autoptr (BhDialRules) rules = bh_dial_rules_parse (texts, 2, &error);

  g_assert_no_error (error);
  g_assert_cmpint (bh_dial_rules_find (rules, "a")->max, ==, 2);
  g_assert_cmpint (bh_dial_rules_find (rules, "a")->period_s, ==, 30 * 86400);
  g_assert_null (bh_dial_rules_find (rules, "b"));
  g_assert_nonnull (bh_dial_rules_find (rules, "c"));
}

static const struct {
  const char *text, *says;
} wrong[] = {
    {"x = 1\n", "f:1: \"x\" is not understood. Write [rule NAME], and below it key = value."},
    {"[rule]\n", "f:1: [rule]: there is no such section. Write [rule NAME] or [holidays FR]."},
    {"[rule a b]\n", "f:1: [rule a b]: there is no such section. "},
    {"[other x]\nkind = hours\n", "f:1: [other x]: there is no such section. "},
    {"[rule x\n", "f:1: \"[rule x\" is not understood. "},
    {"junk\n", "f:1: \"junk\" is not understood. "},
    {HEAD, "f:1: [rule x] kind: is missing. "},
    {HEAD "kind = magic\n", "f:4: [rule x] kind: there is no kind magic. "},
    {"[rule x]\nkind = pattern\ntitle = T\n",
     "f:1: [rule x] source: is missing. Every rule of the kind pattern has it."},
    {HEAD "kind = pattern\nfly = 1\n", "f:5: [rule x] fly: there is no such key. Remove the line."},
    {HEAD "kind = pattern\nmax = 1\n",
     "f:5: [rule x] max: says nothing to a rule of the kind pattern. Remove the line."},
    {HEAD "title = U\nkind = pattern\n",
     "f:4: [rule x] title: is said twice, first in line 2. Remove one of the two."},
    {HEAD "kind = pattern\ncountry = France\n",
     "f:5: [rule x] country: \"France\" is not a country. "},
    {HEAD "kind = pattern\ncountry = FR; Reunion\n",
     "f:5: [rule x] country: \"Reunion\" is not a country. "},
    {HEAD "kind = pattern\ncountry = ;\n", "f:5: [rule x] country: names no country. "},
    {HEAD "kind = pattern\ncountry =\n", "f:5: [rule x] country: is empty. "},
    {HEAD "kind = pattern\nfrom = 2026-02-30\n",
     "f:5: [rule x] from: \"2026-02-30\" is not a day. "},
    {HEAD "kind = pattern\nfrom = 2026-02-02\nuntil = 2026-02-01\n",
     "f:1: [rule x] until: is before from."},
    {HEAD "kind = pattern\npurpose = fun\n", "f:5: [rule x] purpose: \"fun\" is not a purpose. "},
    {HEAD "kind = pattern\nmodes = manual; psychic\n",
     "f:5: [rule x] modes: \"psychic\" is not a way of dialing. "},
    {HEAD "kind = pattern\nprefixes = +13a\ncountry = US\n",
     "f:5: [rule x] prefixes: \"+13a\" is not the begin of a number. "},
    {HEAD "kind = pattern\nprefixes = +1305\n",
     "f:1: [rule x] prefixes: need the country that they are in."},
    {HEAD "kind = pattern\nenabled = maybe\n", "f:5: [rule x] enabled: \"maybe\" is neither"},
    {HEAD "kind = hours\nmonday = 9 to 5\n",
     "f:5: [rule x] monday: \"9 to 5\" is not a row of times. "},
    {HEAD "kind = attempts\nmax = 0\nperiod = 1 day\n",
     "f:5: [rule x] max: \"0\" is not a number from 1 on."},
    {HEAD "kind = attempts\nmax = 1\nperiod = 1 moon\n",
     "f:6: [rule x] period: \"1 moon\" is not a time. "},
    {HEAD "kind = attempts\nmax = 1\nperiod = for ever\n",
     "f:1: [rule x] period: attempts are counted in a time that ends."},
    {HEAD "kind = abandoned\nshare = 300 %\nperiod = 1 day\n",
     "f:5: [rule x] share: \"300 %\" is not a share. "},
    {HEAD "kind = consent\n", "f:1: [rule x] consent: is missing. "},
    {"[holidays FR]\nyearly = 13-01\n", "f:2: [holidays FR] yearly: \"13-01\" is not understood. "},
    {"[holidays FR]\nfixed = 12-25\n", "f:2: [holidays FR] fixed: \"12-25\" is not understood. "},
    {"[holidays FR]\neaster = 100\n", "f:2: [holidays FR] easter: \"100\" is not understood. "},
};

static void
test_wrong (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (wrong[i].text, &error));
  g_assert_error (error, BH_DIAL_RULES_ERROR, 0);
  g_assert_true (g_str_has_prefix (error->message, wrong[i].says));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/dial-rules/everything", test_everything);
  g_test_add_func ("/core/dial-rules/own-file-wins", test_own_file);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *name = g_strdup_printf ("/core/dial-rules/wrong/%02u", i);
    g_test_add_data_func (name, GUINT_TO_POINTER (i), test_wrong);
  }
  return g_test_run ();
}
