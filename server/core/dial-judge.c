/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/dial-judge.h"

#include <string.h>

BH_NICK_DEFINE (BhDialCallerId, bh_dial_caller_id, BH_DIAL_CALLER_ID_TABLE)
BH_NICK_DEFINE (BhDialVerdict, bh_dial_verdict, BH_DIAL_VERDICT_TABLE)

/* Each kind of rule is one function: from when on, at @at_s or later, does it let the call pass, as
 * far as is known now? Never earlier than @at_s; equal to it means "now". As none of them takes
 * back what it let pass before its own answer, going round them all until nobody moves finds the
 * first instant that suits everybody. */

#define DAY_S      86400
#define MAX_ROUNDS 1000

typedef gint64 (*NextFunc) (const BhDialRule *rule,
                            const BhDialQuestion *q,
                            gint64 at_s,
                            GString *why);

static gboolean
holds (char *const *words, const char *word)
{
  return words != NULL && word != NULL && g_strv_contains ((const char *const *) words, word);
}

/* ---- words for people */

static void
add_wall (GString *text, gint64 wall_s)
{
  static const char *const names[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  gint64 day = wall_s >= 0 ? wall_s / DAY_S : (wall_s - DAY_S + 1) / DAY_S;
  int minute = (int) ((wall_s - day * DAY_S) / 60);

  g_string_append_printf (text, "%s %02d:%02d", names[(day % 7 + 7) % 7], minute / 60, minute % 60);
}

static gboolean
shown_before (const BhDialQuestion *q, gint64 at_s, guint zone)
{
  for (guint i = 0; i < zone; i++)
    if (bh_dial_wall (q->zones[i], at_s) == bh_dial_wall (q->zones[zone], at_s))
      return TRUE;
  return FALSE;
}

char *
bh_dial_local_times (const BhDialQuestion *q, gint64 at_s)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < q->n_zones; i++) {
    if (shown_before (q, at_s, i))
      continue;
    g_string_append (text, text->len > 0 ? ", " : "");
    add_wall (text, bh_dial_wall (q->zones[i], at_s));
    g_string_append_printf (text, " in %s", q->zone_names[i]);
  }
  return g_string_free (text, FALSE);
}

static void
add_list (GString *text, char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", words[i]);
}

static void
add_period (GString *text, gint64 seconds)
{
  static const struct {
    gint64 of;
    const char *word;
  } units[] = {{DAY_S, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (seconds % units[i].of == 0) {
      gint64 n = seconds / units[i].of;
      g_string_append_printf (text,
                              "%" G_GINT64_FORMAT " %s%s",
                              n,
                              units[i].word,
                              n == 1 ? "" : "s");
      return;
    }
}

static void
add_day (GString *text, gint64 at_s)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at_s);
  g_autofree char *day = time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("?");
  g_string_append (text, day);
}

/* ---- the kinds */

static gint64
next_number (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  if (!holds (rule->refuse, q->kind)) {
    g_string_append_printf (why, "It is %s.", q->kind);
    return at_s;
  }
  if (g_str_equal (q->kind, "emergency"))
    g_string_append (why, "It is an emergency number: dial it on the phone itself.");
  else if (g_str_equal (q->kind, "invalid"))
    g_string_append (why, "No country has such a number: look at its digits.");
  else
    g_string_append_printf (why, "It is of the kind \"%s\", which is not called.", q->kind);
  return BH_DIAL_NEVER;
}

static gint64
next_pattern (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  g_string_append (why, q->pattern_why != NULL ? q->pattern_why : "It is one that may be dialed.");
  return q->pattern_why != NULL ? BH_DIAL_NEVER : at_s;
}

static gint64
next_hours (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  g_autofree char *hours = bh_dial_week_to_text (&rule->week);
  g_autofree char *times = bh_dial_local_times (q, at_s);
  gint64 next = at_s;

  g_string_append_printf (why, "It is %s; allowed is %s.", times, hours);
  for (guint still = 0, i = 0; still < q->n_zones; i = (i + 1) % q->n_zones) {
    gint64 there = bh_dial_week_next (&rule->week, rule->off, q->zones[i], next);
    if (there == BH_DIAL_NEVER || there - at_s > 740 * (gint64) DAY_S)
      return BH_DIAL_NEVER;
    still = there == next ? still + 1 : 1;
    next = there;
  }
  return next;
}

static gboolean
counts (const BhDialRule *rule, const BhDialQuestion *q, const BhDialAttempt *attempt)
{
  return (rule->purpose == BH_DIAL_ANY || attempt->purpose == rule->purpose) &&
         (!rule->own || g_strcmp0 (attempt->campaign, q->campaign) == 0);
}

static gint64
next_attempts (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  gint64 next = at_s, seen = 0;

  /* the newest first: the one that is the max-th has to be out of the period */
  for (guint i = q->n_attempts; i > 0; i--) {
    const BhDialAttempt *attempt = &q->attempts[i - 1];
    if (!counts (rule, q, attempt) || attempt->at_s > at_s ||
        attempt->at_s + rule->period_s <= at_s)
      continue;
    if (++seen == rule->max)
      next = attempt->at_s + rule->period_s;
  }
  g_string_append_printf (why,
                          "It was tried %" G_GINT64_FORMAT " time%s in ",
                          seen,
                          seen == 1 ? "" : "s");
  add_period (why, rule->period_s);
  g_string_append_printf (why, "; allowed is %" G_GINT64_FORMAT ".", rule->max);
  return next;
}

static gint64
next_pause (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  for (guint i = q->n_attempts; i > 0; i--) {
    const BhDialAttempt *attempt = &q->attempts[i - 1];
    if (attempt->at_s > at_s || !holds (rule->outcomes, attempt->outcome) ||
        (rule->period_s != BH_DIAL_NEVER && attempt->at_s + rule->period_s <= at_s))
      continue;
    g_string_append_printf (why, "On ");
    add_day (why, attempt->at_s);
    g_string_append_printf (why, " a call ended \"%s\"; since then ", attempt->outcome);
    if (rule->period_s == BH_DIAL_NEVER) {
      g_string_append (why, "there is to be none.");
      return BH_DIAL_NEVER;
    }
    add_period (why, rule->period_s);
    g_string_append (why, " have to pass.");
    return attempt->at_s + rule->period_s;
  }
  g_string_append (why, "No call ended ");
  add_list (why, rule->outcomes);
  g_string_append (why, " lately.");
  return at_s;
}

/* Until when a listing in one of the rule's lists stands in the way; @at_s: none does. */
static gint64
listed_until (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  gint64 until = at_s;

  for (guint i = 0; i < q->n_listings; i++) {
    const BhDialListing *listing = &q->listings[i];
    if (!holds (rule->lists, listing->list) || listing->until_s <= at_s ||
        (listing->campaign != NULL && g_strcmp0 (listing->campaign, q->campaign) != 0))
      continue;
    if (until == at_s) {
      g_string_append_printf (why, "It is on the list \"%s\" since ", listing->list);
      add_day (why, listing->since_s);
      if (listing->reason != NULL && *listing->reason != '\0')
        g_string_append_printf (why, ": %s", listing->reason);
      g_string_append_c (why, '.');
    }
    until = MAX (until, listing->until_s);
  }
  return until;
}

static gint64
next_list (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  gint64 until = listed_until (rule, q, at_s, why);

  if (until == at_s)
    g_string_append (why, "It is on none of our lists.");
  return until;
}

static const BhDialRegister *
find_register (const BhDialQuestion *q, const char *list)
{
  for (guint i = 0; i < q->n_registers; i++)
    if (g_str_equal (q->registers[i].list, list))
      return &q->registers[i];
  return NULL;
}

static gint64
next_register (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  gint64 until = listed_until (rule, q, at_s, why);

  if (until > at_s)
    return until;
  for (guint i = 0; rule->lists[i] != NULL; i++) {
    const BhDialRegister *known = find_register (q, rule->lists[i]);
    if (known != NULL && known->imported_s + rule->max_age_s > at_s)
      continue;
    g_string_append_printf (why,
                            known == NULL ? "The register \"%s\" was never brought in"
                                          : "The register \"%s\" is too old",
                            rule->lists[i]);
    g_string_append (why, "; it may be as old as ");
    add_period (why, rule->max_age_s);
    g_string_append_printf (why, ". Run bellhopctl dnc import --list %s.", rule->lists[i]);
    return BH_DIAL_NEVER;
  }
  g_string_append (why, "It is not in ");
  add_list (why, rule->lists);
  g_string_append_c (why, '.');
  return at_s;
}

static const BhDialConsent *
find_consent (const BhDialQuestion *q, const char *purpose, gint64 at_s)
{
  for (guint i = 0; i < q->n_consents; i++) {
    const BhDialConsent *consent = &q->consents[i];
    if (g_str_equal (consent->purpose, purpose) && consent->given_s <= at_s &&
        consent->withdrawn_s > at_s)
      return consent;
  }
  return NULL;
}

static gint64
next_consent (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  const BhDialConsent *consent = find_consent (q, rule->consent, at_s);

  if (consent == NULL) {
    g_string_append_printf (why, "There is no consent to \"%s\" that holds.", rule->consent);
    return BH_DIAL_NEVER;
  }
  g_string_append_printf (why, "Consent to \"%s\" was given on ", rule->consent);
  add_day (why, consent->given_s);
  g_string_append_c (why, '.');
  return at_s;
}

static gint64
next_caller_id (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  g_string_append (why, rule->demand);
  return q->caller_id == BH_DIAL_CALLER_ID_WITHHELD ? BH_DIAL_NEVER : at_s;
}

static gint64
next_duty (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  g_string_append (why, rule->demand);
  return at_s;
}

static gint64
next_abandoned (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  g_string_append_printf (why,
                          "At most %" G_GINT64_FORMAT ".%" G_GINT64_FORMAT
                          " %% of answered calls may be abandoned in ",
                          rule->max / 10,
                          rule->max % 10);
  add_period (why, rule->period_s);
  g_string_append_c (why, '.');
  return at_s;
}

static const struct {
  NextFunc next;
  gboolean looks_up; /* answers from lists, attempts or consents */
  gboolean told;
} kinds[] = {
    [BH_DIAL_KIND_NUMBER] = {next_number, FALSE, FALSE},
    [BH_DIAL_KIND_PATTERN] = {next_pattern, FALSE, FALSE},
    [BH_DIAL_KIND_HOURS] = {next_hours, FALSE, FALSE},
    [BH_DIAL_KIND_ATTEMPTS] = {next_attempts, TRUE, FALSE},
    [BH_DIAL_KIND_PAUSE] = {next_pause, TRUE, FALSE},
    [BH_DIAL_KIND_LIST] = {next_list, TRUE, FALSE},
    [BH_DIAL_KIND_REGISTER] = {next_register, TRUE, FALSE},
    [BH_DIAL_KIND_CONSENT] = {next_consent, TRUE, FALSE},
    [BH_DIAL_KIND_CALLER_ID] = {next_caller_id, FALSE, TRUE},
    [BH_DIAL_KIND_DUTY] = {next_duty, FALSE, TRUE},
    [BH_DIAL_KIND_ABANDONED] = {next_abandoned, FALSE, TRUE},
};

/* ---- which rules concern the call */

static gboolean
begins (char *const *prefixes, const char *number)
{
  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (number, prefixes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
concerns (const BhDialRule *rule, const BhDialQuestion *q)
{
  return (rule->countries == NULL || holds (rule->countries, q->country)) &&
         (rule->prefixes == NULL || begins (rule->prefixes, q->number)) &&
         (rule->purpose == BH_DIAL_ANY || rule->purpose == q->purpose) &&
         (rule->modes == 0 || (rule->modes & 1u << q->mode) != 0) &&
         (rule->campaign == NULL || g_strcmp0 (rule->campaign, q->campaign) == 0);
}

static gint64
day_of (GTimeZone *zone, gint64 at_s)
{
  gint64 wall = bh_dial_wall (zone, at_s);
  return wall >= 0 ? wall / DAY_S : (wall - DAY_S + 1) / DAY_S;
}

/* Where it is still yesterday, yesterday's rules hold. */
static gboolean
in_force (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s)
{
  for (guint i = 0; i < q->n_zones; i++) {
    gint64 day = day_of (q->zones[i], at_s);
    if (day >= rule->from && day <= rule->until)
      return TRUE;
  }
  return q->n_zones == 0;
}

/* When a rule ceases everywhere. */
static gint64
end_of (const BhDialRule *rule, const BhDialQuestion *q)
{
  gint64 end = 0;

  if (rule->until == G_MAXINT64)
    return BH_DIAL_NEVER;
  for (guint i = 0; i < q->n_zones; i++)
    end = MAX (end, bh_dial_day_begin (q->zones[i], rule->until + 1));
  return end;
}

static gboolean
is_lifted (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s, GString *why)
{
  for (guint i = 0; rule->unless != NULL && rule->unless[i] != NULL; i++)
    if (find_consent (q, rule->unless[i], at_s) != NULL) {
      g_string_printf (why, "A consent to \"%s\" lifts it.", rule->unless[i]);
      return TRUE;
    }
  return FALSE;
}

/* A register that is too old, a consent that is missing, a look-up that failed: those are mended.
 */
static gboolean
is_end (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s)
{
  g_autoptr (GString) why = g_string_new (NULL);

  switch (rule->kind) {
  case BH_DIAL_KIND_NUMBER:
  case BH_DIAL_KIND_LIST:
  case BH_DIAL_KIND_PAUSE:
    return TRUE;
  case BH_DIAL_KIND_REGISTER:
    return listed_until (rule, q, at_s, why) == BH_DIAL_NEVER;
  default:
    return FALSE;
  }
}

static BhDialFinding
look (const BhDialRule *rule, const BhDialQuestion *q, gint64 at_s)
{
  g_autoptr (GString) why = g_string_new (NULL);
  gboolean unknown = kinds[rule->kind].looks_up && q->unknown_why != NULL;
  BhDialFinding finding = {rule, BH_DIAL_PASSED, NULL, at_s, FALSE};

  if (is_lifted (rule, q, at_s, why)) {
    finding.verdict = BH_DIAL_LIFTED;
  } else if (unknown) {
    g_string_append_printf (why, "It could not be looked up: %s", q->unknown_why);
    finding.verdict = rule->let_unknown ? BH_DIAL_UNKNOWN : BH_DIAL_FAILED;
    finding.next_s = rule->let_unknown ? at_s : BH_DIAL_NEVER;
  } else {
    finding.next_s = kinds[rule->kind].next (rule, q, at_s, why);
    if (finding.next_s > at_s)
      finding.verdict = BH_DIAL_FAILED;
    else if (kinds[rule->kind].told)
      finding.verdict = BH_DIAL_TOLD;
  }
  if (finding.next_s > at_s)
    finding.next_s = MIN (finding.next_s, end_of (rule, q));
  finding.is_end = finding.next_s == BH_DIAL_NEVER && !unknown && is_end (rule, q, at_s);
  finding.text = g_strdup (why->str);
  return finding;
}

/* ---- public */

static void
finding_clear (gpointer finding)
{
  g_free (((BhDialFinding *) finding)->text);
}

static gint64
next_for_all (const BhDialRules *rules, const BhDialQuestion *q, gint64 at_s)
{
  gint64 start = at_s - 1;

  for (guint round = 0; round < MAX_ROUNDS && start != at_s; round++) {
    start = at_s;
    for (guint i = 0; i < rules->rules->len; i++) {
      const BhDialRule *rule = g_ptr_array_index (rules->rules, i);
      BhDialFinding finding;
      if (!concerns (rule, q) || !in_force (rule, q, at_s))
        continue;
      finding = look (rule, q, at_s);
      g_free (finding.text);
      if (finding.next_s == BH_DIAL_NEVER)
        return BH_DIAL_NEVER;
      at_s = finding.next_s;
    }
  }
  return start == at_s ? at_s : BH_DIAL_NEVER;
}

/* What lasts is told before what passes by itself: the first one is what people are shown. */
static void
put_failed (GArray *findings, guint failed, const BhDialFinding *finding)
{
  guint place = 0;

  while (place < failed) {
    const BhDialFinding *other = &g_array_index (findings, BhDialFinding, place);
    if (other->is_end < finding->is_end ||
        (other->is_end == finding->is_end && other->next_s != BH_DIAL_NEVER &&
         finding->next_s == BH_DIAL_NEVER))
      break;
    place++;
  }
  g_array_insert_vals (findings, place, finding, 1);
}

gboolean
bh_dial_judgement_is_final (const BhDialJudgement *judgement)
{
  return !judgement->allowed && g_array_index (judgement->findings, BhDialFinding, 0).is_end;
}

BhDialJudgement *
bh_dial_judge (const BhDialRules *rules, const BhDialQuestion *q, gint64 at_s)
{
  BhDialJudgement *judgement = g_new0 (BhDialJudgement, 1);
  guint failed = 0;

  judgement->findings = g_array_new (FALSE, FALSE, sizeof (BhDialFinding));
  g_array_set_clear_func (judgement->findings, finding_clear);
  for (guint i = 0; i < rules->rules->len; i++) {
    const BhDialRule *rule = g_ptr_array_index (rules->rules, i);
    BhDialFinding finding;
    if (!concerns (rule, q) || !in_force (rule, q, at_s))
      continue;
    finding = look (rule, q, at_s);
    if (finding.verdict == BH_DIAL_FAILED)
      put_failed (judgement->findings, failed++, &finding);
    else
      g_array_append_val (judgement->findings, finding);
  }
  judgement->allowed = failed == 0;
  judgement->at_s = at_s;
  judgement->next_s = failed == 0 ? at_s : next_for_all (rules, q, at_s);
  return judgement;
}

void
bh_dial_judgement_free (BhDialJudgement *judgement)
{
  g_array_unref (judgement->findings);
  g_free (judgement);
}
