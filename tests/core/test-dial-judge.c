/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/dial-judge.h"

#include <string.h>

/* One rule of each kind and what a question with more and more of a past makes of it. The rules
 * that come with Bellhop are tried in tests/crm. */

#define AT      G_GINT64_CONSTANT (1795343400) /* Sun 2026-11-22T10:30:00Z */
#define DAY     G_GINT64_CONSTANT (86400)
#define OF_KIND "title = T\nsource = S\nkind = "

typedef struct {
  BhDialRules *rules;
  GTimeZone *zones[2];
  const char *names[2];
  BhDialQuestion q;
} Case;

static void
begin (Case *c, const char *rule)
{
  g_autofree char *text = g_strconcat ("[rule x]\n" OF_KIND, rule, NULL);
  const BhDialText one = {"f", text};
  g_autoptr (GError) error = NULL;

  memset (c, 0, sizeof *c);
  c->rules = bh_dial_rules_parse (&one, 1, &error);
  g_assert_no_error (error);
  c->names[0] = "Europe/Paris";
  c->names[1] = "Asia/Kolkata";
  for (guint i = 0; i < 2; i++)
    c->zones[i] = g_time_zone_new_identifier (c->names[i]);
  c->q = (BhDialQuestion){.number = "+33123456789",
                          .kind = "fixed",
                          .country = "FR",
                          .zone_names = c->names,
                          .zones = c->zones,
                          .n_zones = 1,
                          .purpose = BH_DIAL_MARKETING};
}

static void
end (Case *c)
{
  bh_dial_rules_free (c->rules);
  g_time_zone_unref (c->zones[0]);
  g_time_zone_unref (c->zones[1]);
}

/* @verdict: a word; "none" where no rule concerns the call. @next_s: as of the judgement. */
static void
assert_judged (Case *c, gint64 at_s, const char *verdict, gint64 next_s, const char *text)
{
  g_autoptr (BhDialJudgement) judgement = bh_dial_judge (c->rules, &c->q, at_s);
  const BhDialFinding *finding =
      judgement->findings->len > 0 ? &g_array_index (judgement->findings, BhDialFinding, 0) : NULL;

  g_assert_cmpstr (finding != NULL ? bh_dial_verdict_to_string (finding->verdict) : "none",
                   ==,
                   verdict);
  g_assert_cmpint (judgement->next_s, ==, next_s);
  g_assert_cmpint (judgement->allowed, ==, !g_str_equal (verdict, "failed"));
  if (text != NULL)
    g_assert_cmpstr (finding->text, ==, text);
}

static void
test_number (void)
{
  Case c;

  begin (&c, "number\nrefuse = premium; emergency; invalid\n");
  assert_judged (&c, AT, "passed", AT, NULL);
  c.q.kind = "premium";
  assert_judged (&c, AT, "failed", BH_DIAL_NEVER, NULL);
  c.q.kind = "emergency";
  assert_judged (&c,
                 AT,
                 "failed",
                 BH_DIAL_NEVER,
                 "It is an emergency number: dial it on the phone itself.");
  end (&c);
}

static void
test_pattern (void)
{
  Case c;

  begin (&c, "pattern\n");
  assert_judged (&c, AT, "passed", AT, NULL);
  c.q.pattern_why = "The PBX says no.";
  assert_judged (&c, AT, "failed", BH_DIAL_NEVER, "The PBX says no.");
  end (&c);
}

static void
test_hours (void)
{
  Case c;

  begin (&c, "hours\nweekdays = 10:00-13:00, 14:00-20:00\n");
  assert_judged (&c,
                 AT,
                 "failed",
                 AT - 5400 + DAY,
                 "It is Sun 11:30 in Europe/Paris; allowed is Mon-Fri 10:00-13:00, 14:00-20:00.");
  assert_judged (&c, AT + DAY, "passed", AT + DAY, NULL);
  end (&c);
}

/* Ten in Paris is half past two in the afternoon in Kolkata; both have to be in the window. */
static void
test_two_zones (void)
{
  Case c;

  begin (&c, "hours\nevery_day = 10:00-13:00, 16:00-20:00\n");
  c.q.n_zones = 2;
  assert_judged (&c,
                 AT,
                 "passed",
                 AT,
                 "It is Sun 11:30 in Europe/Paris, Sun 16:00 in Asia/Kolkata; allowed is Mon-Sun "
                 "10:00-13:00, 16:00-20:00.");
  assert_judged (&c, AT - 60, "failed", AT, NULL);
  assert_judged (&c, AT - 10 * 3600, "failed", AT, NULL);
  assert_judged (&c, AT + 5400, "failed", AT + DAY, NULL);
  end (&c);
  begin (&c, "hours\nevery_day = 09:00-10:00\n");
  c.q.n_zones = 2; /* never at once */
  assert_judged (&c, AT, "failed", BH_DIAL_NEVER, NULL);
  end (&c);
}

/* One country's law, in force across the sea too. */
static void
test_countries (void)
{
  Case c;

  begin (&c, "hours\ncountry = FR; RE\nevery_day = 09:00-10:00\n");
  assert_judged (&c, AT, "failed", AT - 9000 + DAY, NULL);
  c.q.country = "RE";
  assert_judged (&c, AT, "failed", AT - 9000 + DAY, NULL);
  c.q.country = "BE";
  assert_judged (&c, AT, "none", AT, NULL);
  c.q.country = NULL;
  assert_judged (&c, AT, "none", AT, NULL);
  end (&c);
}

static void
test_attempts (void)
{
  const BhDialAttempt past[] = {{AT - 40 * DAY, "dialed", NULL, BH_DIAL_MARKETING},
                                {AT - 30 * DAY + 1, "dialed", NULL, BH_DIAL_MARKETING},
                                {AT - 20 * DAY, "dialed", "spring", BH_DIAL_MARKETING},
                                {AT - 10 * DAY, "dialed", NULL, BH_DIAL_SERVICE},
                                {AT - DAY, "dialed", NULL, BH_DIAL_MARKETING}};
  Case c;

  begin (&c, "attempts\nmax = 3\nperiod = 30 days\npurpose = marketing\n");
  c.q.attempts = past;
  c.q.n_attempts = G_N_ELEMENTS (past) - 1;
  assert_judged (&c, AT, "passed", AT, "It was tried 2 times in 30 days; allowed is 3.");
  c.q.n_attempts++;
  assert_judged (&c, AT, "failed", AT + 1, "It was tried 3 times in 30 days; allowed is 3.");
  assert_judged (&c, AT + 1, "passed", AT + 1, NULL);
  end (&c);
  begin (&c, "attempts\nmax = 1\nperiod = 30 days\neach_campaign = yes\n");
  c.q.attempts = past;
  c.q.n_attempts = G_N_ELEMENTS (past);
  c.q.campaign = "spring";
  assert_judged (&c, AT, "failed", AT + 10 * DAY, NULL);
  c.q.campaign = "autumn";
  assert_judged (&c, AT, "passed", AT, NULL);
  end (&c);
}

static void
test_pause (void)
{
  const BhDialAttempt past[] = {{AT - 60 * DAY + 1, "refused", NULL, BH_DIAL_MARKETING},
                                {AT - DAY, "answered", NULL, BH_DIAL_MARKETING}};
  Case c;

  begin (&c, "pause\noutcomes = refused\nperiod = 60 days\n");
  assert_judged (&c, AT, "passed", AT, "No call ended refused lately.");
  c.q.attempts = past;
  c.q.n_attempts = 2;
  assert_judged (&c,
                 AT,
                 "failed",
                 AT + 1,
                 "On 2026-09-23 a call ended \"refused\"; since then 60 days have to pass.");
  assert_judged (&c, AT + 1, "passed", AT + 1, NULL);
  end (&c);
  begin (&c, "pause\noutcomes = refused\nperiod = for ever\n");
  c.q.attempts = past;
  c.q.n_attempts = 2;
  assert_judged (&c, AT, "failed", BH_DIAL_NEVER, NULL);
  end (&c);
}

static void
test_lists (void)
{
  const BhDialListing listings[] = {
      {"house", NULL, "asked for it", AT - DAY, AT + DAY},
      {"campaign", "spring", NULL, AT - DAY, BH_DIAL_NEVER},
  };
  Case c;

  begin (&c, "list\nlists = house; campaign\n");
  assert_judged (&c, AT, "passed", AT, "It is on none of our lists.");
  c.q.listings = listings;
  c.q.n_listings = 2;
  assert_judged (&c,
                 AT,
                 "failed",
                 AT + DAY,
                 "It is on the list \"house\" since 2026-11-21: asked for it.");
  assert_judged (&c, AT + DAY, "passed", AT + DAY, NULL);
  c.q.campaign = "spring";
  assert_judged (&c, AT, "failed", BH_DIAL_NEVER, NULL);
  end (&c);
}

static void
test_register (void)
{
  const BhDialRegister old = {"tps", AT - 28 * DAY}, fresh = {"tps", AT - 28 * DAY + 1};
  const BhDialListing listed = {"tps", NULL, NULL, AT - DAY, BH_DIAL_NEVER};
  const BhDialConsent consent = {"marketing", AT - DAY, BH_DIAL_NEVER};
  Case c;

  begin (&c, "register\nlists = tps\nmax_age = 28 days\nunless = marketing\n");
  assert_judged (&c,
                 AT,
                 "failed",
                 BH_DIAL_NEVER,
                 "The register \"tps\" was never brought in; it may be as old as 28 days. Run "
                 "bellhopctl dnc import --list tps.");
  c.q.registers = &old;
  c.q.n_registers = 1;
  assert_judged (&c, AT, "failed", BH_DIAL_NEVER, NULL);
  c.q.registers = &fresh;
  assert_judged (&c, AT, "passed", AT, "It is not in tps.");
  c.q.listings = &listed;
  c.q.n_listings = 1;
  assert_judged (&c, AT, "failed", BH_DIAL_NEVER, NULL);
  c.q.consents = &consent;
  c.q.n_consents = 1;
  assert_judged (&c, AT, "lifted", AT, "A consent to \"marketing\" lifts it.");
  end (&c);
}

static void
test_consent (void)
{
  const BhDialConsent consents[] = {{"contract", 0, BH_DIAL_NEVER}, {"marketing", AT, AT + DAY}};
  Case c;

  begin (&c, "consent\nconsent = marketing\n");
  c.q.consents = consents;
  c.q.n_consents = 2;
  assert_judged (&c, AT - 1, "failed", BH_DIAL_NEVER, NULL);
  assert_judged (&c, AT, "passed", AT, "Consent to \"marketing\" was given on 2026-11-22.");
  assert_judged (&c, AT + DAY, "failed", BH_DIAL_NEVER, NULL);
  end (&c);
}

static void
test_caller_id (void)
{
  Case c;

  begin (&c, "caller_id\ndemand = It is shown.\n");
  assert_judged (&c, AT, "told", AT, "It is shown.");
  c.q.caller_id = BH_DIAL_CALLER_ID_WITHHELD;
  assert_judged (&c, AT, "failed", BH_DIAL_NEVER, NULL);
  end (&c);
  begin (&c, "abandoned\nshare = 3 %\nperiod = 30 days\n");
  assert_judged (&c,
                 AT,
                 "told",
                 AT,
                 "At most 3.0 % of answered calls may be abandoned in 30 days.");
  end (&c);
}

/* While the database is away. */
static void
test_unknown (void)
{
  Case c;

  begin (&c, "list\nlists = house\n");
  c.q.unknown_why = "the database is away.";
  assert_judged (&c,
                 AT,
                 "failed",
                 BH_DIAL_NEVER,
                 "It could not be looked up: the database is away.");
  end (&c);
  begin (&c, "list\nlists = house\nwhen_unknown = allow\n");
  c.q.unknown_why = "the database is away.";
  assert_judged (&c, AT, "unknown", AT, NULL);
  end (&c);
  begin (&c, "hours\nevery_day = 00:00-24:00\n");
  c.q.unknown_why = "the database is away.";
  assert_judged (&c, AT, "passed", AT, NULL);
  end (&c);
}

static void
test_concerns (void)
{
  static const char *const others[] = {"country = DE\n",
                                       "country = FR\nprefixes = +332;+334\n",
                                       "purpose = service\n",
                                       "modes = preview; predictive\n",
                                       "campaign = spring\n",
                                       "until = 2026-11-21\n",
                                       "from = 2026-11-23\n"};
  static const char *const ours[] = {"country = FR\nprefixes = +331\n",
                                     "purpose = any\n",
                                     "modes = manual\n",
                                     "from = 2026-11-22\nuntil = 2026-11-22\n"};
  Case c;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autofree char *rule = g_strconcat ("consent\nconsent = x\n", others[i], NULL);
    begin (&c, rule);
    assert_judged (&c, AT, "none", AT, NULL);
    end (&c);
  }
  for (guint i = 0; i < G_N_ELEMENTS (ours); i++) {
    g_autofree char *rule = g_strconcat ("number\nrefuse = fixed\n", ours[i], NULL);
    g_autoptr (BhDialJudgement) judgement = NULL;
    begin (&c, rule);
    judgement = bh_dial_judge (c.rules, &c.q, AT);
    g_assert_false (judgement->allowed);
    end (&c);
  }
}

/* A rule that ends makes way: at midnight, there. */
static void
test_ends (void)
{
  Case c;

  begin (&c, "consent\nconsent = x\nuntil = 2026-11-30\n");
  assert_judged (&c, AT, "failed", G_GINT64_CONSTANT (1796079600), NULL); /* 30 Nov, 23:00Z */
  end (&c);
}

/* Two rules: the instant has to suit both. */
static void
assert_final (Case *c, gboolean expected)
{
  g_autoptr (BhDialJudgement) judgement = bh_dial_judge (c->rules, &c->q, AT);

  g_assert_false (judgement->allowed);
  g_assert_cmpint (bh_dial_judgement_is_final (judgement), ==, expected);
  end (c);
}

/* What nobody can mend, as against what waits for a register, a consent, a setting or the database.
 */
static void
test_final (void)
{
  const BhDialListing for_ever = {"house", NULL, "x", AT - DAY, BH_DIAL_NEVER};
  const BhDialListing for_a_day = {"house", NULL, "x", AT - DAY, AT + DAY};
  const BhDialListing in_register = {"robinson", NULL, "", AT - DAY, BH_DIAL_NEVER};
  const BhDialAttempt refused = {AT - DAY, "refused", NULL, BH_DIAL_MARKETING};
  Case c;

  begin (&c, "number\nrefuse = fixed\n");
  assert_final (&c, TRUE);
  begin (&c, "pattern\n");
  c.q.pattern_why = "The PBX says no.";
  assert_final (&c, FALSE);
  begin (&c, "hours\nweekdays = 10:00-20:00\n");
  assert_final (&c, FALSE);
  begin (&c, "list\nlists = house\n");
  c.q.listings = &for_ever;
  c.q.n_listings = 1;
  assert_final (&c, TRUE);
  begin (&c, "list\nlists = house\n");
  c.q.listings = &for_a_day;
  c.q.n_listings = 1;
  assert_final (&c, FALSE);
  begin (&c, "list\nlists = house\n");
  c.q.unknown_why = "away";
  assert_final (&c, FALSE);
  begin (&c, "register\nlists = robinson\nmax_age = 30 days\n");
  assert_final (&c, FALSE);
  begin (&c, "register\nlists = robinson\nmax_age = 30 days\n");
  c.q.listings = &in_register;
  c.q.n_listings = 1;
  assert_final (&c, TRUE);
  begin (&c, "consent\nconsent = marketing\n");
  assert_final (&c, FALSE);
  begin (&c, "pause\noutcomes = refused\nperiod = for ever\n");
  c.q.attempts = &refused;
  c.q.n_attempts = 1;
  assert_final (&c, TRUE);
}

/* Who asks is told what lasts, not that it is Sunday. */
static void
test_what_lasts_first (void)
{
  Case c;

  begin (&c,
         "hours\nweekdays = 10:00-20:00\n"
         "[rule y]\n" OF_KIND "consent\nconsent = marketing\n"
         "[rule z]\n" OF_KIND "number\nrefuse = premium\n");
  assert_judged (&c,
                 AT,
                 "failed",
                 BH_DIAL_NEVER,
                 "There is no consent to \"marketing\" that holds.");
  c.q.kind = "premium";
  assert_judged (&c,
                 AT,
                 "failed",
                 BH_DIAL_NEVER,
                 "It is of the kind \"premium\", which is not called.");
  end (&c);
}

static void
test_together (void)
{
  const BhDialText one = {"f",
                          "[rule h]\n" OF_KIND "hours\nweekdays = 10:00-13:00\n"
                          "[rule a]\n" OF_KIND "attempts\nmax = 1\nperiod = 1 day\n"};
  const BhDialAttempt past = {AT + 5 * DAY + 4 * 3600 - DAY, "dialed", NULL, BH_DIAL_MARKETING};
  Case c;

  begin (&c, "pattern\n");
  bh_dial_rules_free (c.rules);
  c.rules = bh_dial_rules_parse (&one, 1, NULL);
  c.q.attempts = &past;
  c.q.n_attempts = 1;
  /* tried on Thursday 14:30Z; a day later Friday's hours are over, then comes the weekend */
  assert_judged (&c, past.at_s + 60, "failed", AT - 5400 + 8 * DAY, NULL);
  end (&c);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/dial-judge/number", test_number);
  g_test_add_func ("/core/dial-judge/pattern", test_pattern);
  g_test_add_func ("/core/dial-judge/hours", test_hours);
  g_test_add_func ("/core/dial-judge/two-zones", test_two_zones);
  g_test_add_func ("/core/dial-judge/countries", test_countries);
  g_test_add_func ("/core/dial-judge/attempts", test_attempts);
  g_test_add_func ("/core/dial-judge/pause", test_pause);
  g_test_add_func ("/core/dial-judge/lists", test_lists);
  g_test_add_func ("/core/dial-judge/register", test_register);
  g_test_add_func ("/core/dial-judge/consent", test_consent);
  g_test_add_func ("/core/dial-judge/caller-id", test_caller_id);
  g_test_add_func ("/core/dial-judge/unknown", test_unknown);
  g_test_add_func ("/core/dial-judge/concerns", test_concerns);
  g_test_add_func ("/core/dial-judge/a-rule-ends", test_ends);
  g_test_add_func ("/core/dial-judge/final", test_final);
  g_test_add_func ("/core/dial-judge/what-lasts-first", test_what_lasts_first);
  g_test_add_func ("/core/dial-judge/together", test_together);
  return g_test_run ();
}
