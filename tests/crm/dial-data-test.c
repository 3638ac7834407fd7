/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/dial-data.h"

#include <stdio.h>
#include <string.h>

#include "server/core/dial-judge.h"

/* The rules that come with Bellhop, asked about real numbers: which fail, and from when on the call
 * may be made by those that say when. */

static BhDialRules *rules;

static gint64
instant (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);
  return g_date_time_to_unix (time);
}

static char *
to_text (gint64 at_s)
{
  g_autoptr (GDateTime) time = at_s != BH_DIAL_NEVER ? g_date_time_new_from_unix_utc (at_s) : NULL;
  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%MZ") : g_strdup ("never");
}

static BhDialQuestion
question_of (const BhDialNumber *number, BhDialPurpose purpose)
{
  return (BhDialQuestion){.number = number->number,
                          .kind = number->kind,
                          .country = number->country,
                          .zone_names = (const char *const *) number->zone_names,
                          .zones = (GTimeZone *const *) number->zones->pdata,
                          .n_zones = number->zones->len,
                          .purpose = purpose};
}

/* ---- numbers */

static const struct {
  const char *text, *home, *kind, *country, *zones;
} numbers[] = {
    {"+33 1 23 45 67 89", "US", "fixed", "FR", "Europe/Paris"},
    {"01 23 45 67 89", "FR", "fixed", "FR", "Europe/Paris"},
    {"+1 212 555 0123", "CN", "fixed_or_mobile", "US", "America/New_York"},
    {"(415) 555-2671", "US", "fixed_or_mobile", "US", "America/Los_Angeles"},
    {"+1 808 555 0123", "US", "fixed_or_mobile", "US", "Pacific/Honolulu"},
    {"+1 416 555 0123", "US", "fixed_or_mobile", "CA", "America/Toronto"},
    {"+1 709 722 1234", "US", "fixed_or_mobile", "CA", "America/St_Johns"},
    {"+61 2 9374 4000", "US", "fixed", "AU", "Australia/Sydney"},
    {"+61 8 9220 1234", "US", "fixed", "AU", "Australia/Adelaide Australia/Perth"},
    {"+55 11 2345 6789", "US", "fixed", "BR", "America/Sao_Paulo"},
    {"+55 92 2123 4567", "US", "fixed", "BR", "America/Manaus"},
    {"+7 495 123 45 67", "US", "fixed", "RU", "Europe/Moscow"},
    {"+7 423 240 12 34", "US", "fixed", "RU", "Asia/Vladivostok"},
    {"+91 11 2301 2345", "US", "fixed", "IN", "Asia/Kolkata"},
    {"138 0013 8000", "CN", "mobile", "CN", "Asia/Shanghai"},
    {"110", "CN", "emergency", "CN", "Asia/Shanghai Asia/Urumqi"},
    {"112", "DE", "emergency", "DE", "Europe/Berlin Europe/Busingen"},
    {"10086", "CN", "service", "CN", "Asia/Shanghai Asia/Urumqi"},
    {"0900 123 4567", "DE", "premium", "DE", "Europe/Berlin"},
    {"+8613800138", "CN", "invalid", NULL, "UTC"},
    {"hello", "CN", "invalid", NULL, "UTC"},
    {"", "CN", "invalid", NULL, "UTC"},
    {"4000", "US", "extension", "US", NULL},
    {"＋８６１３８００１３８０００", "CN", "mobile", "CN", "Asia/Shanghai"},
    {"１１０", "CN", "emergency", "CN", NULL},
    {"+1 787 234 5678", "US", "fixed_or_mobile", "PR", "America/Puerto_Rico"},
    {"+1 671 647 1234", "US", "fixed_or_mobile", "GU", "Pacific/Guam"},
    {"+590 590 20 12 34", "FR", "fixed", "GP", "America/Guadeloupe"},
    {"+262 262 16 12 34", "FR", "fixed", "RE", "Indian/Reunion"},
    {"+262 692 12 34 56", "FR", "mobile", "RE", NULL},
};

/* Which digits are a call for help. */
static const struct {
  const char *text, *home, *outside;
  gboolean emergency;
} calls_for_help[] = {
    {"110", "CN", NULL, TRUE},
    {"119", "CN", NULL, TRUE},
    {"120", "CN", NULL, TRUE},
    {"1 1 0", "CN", NULL, TRUE},
    {"+110", "CN", NULL, TRUE},
    {"1101", "CN", NULL, FALSE}, /* phones of a house */
    {"1201", "CN", NULL, FALSE},
    {"12011", "CN", NULL, FALSE},
    {"120110", "CN", NULL, FALSE},
    {"1100000", "CN", NULL, TRUE}, /* no phone of a house has so many digits */
    {"9110", "CN", "9", TRUE},     /* out, and then the police */
    {"91101", "CN", "9", TRUE},    /* the network stops listening after 110 */
    {"9110", "CN", NULL, FALSE},
    {"1101", "CN", "9", FALSE},
    {"112", "DE", NULL, TRUE},
    {"110", "DE", "0", TRUE},
    {"0112", "DE", "0", TRUE},
    {"1121", "DE", NULL, FALSE},
    {"911", "US", NULL, TRUE},
    {"9911", "US", "9", TRUE},
    {"9110", "US", NULL, FALSE},
    {"15", "FR", NULL, TRUE},
    {"17", "FR", NULL, TRUE},
    {"1701", "FR", NULL, FALSE},
    {"000", "AU", NULL, TRUE},
    {"0000", "AU", "0", TRUE}, /* a short code that our own table has not */
    {"999", "GB", NULL, TRUE},
    {"9991", "GB", NULL, FALSE},
    {"911", "JM", NULL, TRUE},
};

static void
test_calls_for_help (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (calls_for_help); i++) {
    g_autoptr (BhDialNumber) number = bh_dial_data_read_number (calls_for_help[i].text,
                                                                calls_for_help[i].home,
                                                                calls_for_help[i].outside);
    gboolean emergency = g_str_equal (number->kind, "emergency");
    if (emergency != calls_for_help[i].emergency)
      g_test_fail_printf ("%s in %s after %s is %s",
                          calls_for_help[i].text,
                          calls_for_help[i].home,
                          calls_for_help[i].outside,
                          number->kind);
  }
}

static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autoptr (BhDialNumber) number =
        bh_dial_data_read_number (numbers[i].text, numbers[i].home, NULL);
    g_autofree char *zones = g_strjoinv (" ", number->zone_names);
    g_test_message ("%s: %s", numbers[i].text, zones);
    g_assert_cmpstr (number->kind, ==, numbers[i].kind);
    g_assert_cmpstr (number->country, ==, numbers[i].country);
    if (numbers[i].zones != NULL)
      g_assert_cmpstr (zones, ==, numbers[i].zones);
    g_assert_cmpuint (number->zones->len, ==, g_strv_length (number->zone_names));
  }
}

/* Nobody sees from a mobile number where in a wide country it is. */
static void
test_anywhere (void)
{
  static const char *const wide[] = {"+61 412 345 678", "+7 916 123 45 67", "+1 800 555 0123"};

  for (guint i = 0; i < G_N_ELEMENTS (wide); i++) {
    g_autoptr (BhDialNumber) number = bh_dial_data_read_number (wide[i], "US", NULL);
    g_assert_cmpuint (number->zones->len, >=, 10);
  }
}

static void
test_outside (void)
{
  g_autoptr (BhDialNumber) with = bh_dial_data_read_number ("9+33123456789", "US", "9");
  g_autoptr (BhDialNumber) first = bh_dial_data_read_number ("0013800138000", "CN", "00");
  g_autoptr (BhDialNumber) without = bh_dial_data_read_number ("13800138000", "CN", "1");

  g_assert_cmpstr (with->number, ==, "+33123456789");
  g_assert_cmpstr (first->number, ==, "+8613800138000");
  g_assert_cmpstr (without->number, ==, "+8613800138000");
}

static void
test_place (void)
{
  g_autoptr (BhDialNumber) miami = bh_dial_data_read_number ("+1 305 555 0123", "US", NULL);

  g_assert_cmpstr (miami->place, ==, "Florida");
}

/* ---- rules */

static const struct {
  const char *number, *at, *failed, *next;
} calls[] = {
    /* France: hours, and consent since 11 Aug 2026 */
    {"+33123456789", "2026-08-10T12:30:00Z", "", NULL},
    {"+33123456789", "2026-08-10T11:30:00Z", "fr-hours", "2026-08-10T12:00Z"},
    {"+33123456789", "2026-08-10T21:59:00Z", "fr-hours", "never"},
    {"+33123456789", "2026-08-10T22:00:00Z", "fr-hours fr-consent", "never"},
    {"+33123456789", "2023-02-28T22:30:00Z", "", NULL}, /* the day before the decree */
    {"+33123456789", "2025-07-14T09:00:00Z", "fr-hours", "2025-07-15T08:00Z"}, /* Bastille Day */
    {"+33123456789", "2025-04-21T09:00:00Z", "fr-hours", "2025-04-22T08:00Z"}, /* Easter Monday */
    {"+33123456789", "2025-05-29T09:00:00Z", "fr-hours", "2025-05-30T08:00Z"}, /* Ascension */
    {"+33123456789", "2025-03-28T19:30:00Z", "fr-hours", "2025-03-31T08:00Z"}, /* clocks go on */
    {"+33123456789", "2025-10-24T18:30:00Z", "fr-hours", "2025-10-27T09:00Z"}, /* and back */
    /* United States: each zone its own, and Florida is stricter */
    {"+12125550123", "2026-11-23T13:00:00Z", "us-register", "never"},
    {"+12125550123", "2026-11-23T12:59:59Z", "us-hours us-register", "never"},
    {"+14155550123", "2026-11-23T15:59:00Z", "us-hours us-register", "never"},
    {"+14155550123", "2026-11-23T16:00:00Z", "us-register", "never"},
    {"+18085550123", "2026-11-23T17:59:00Z", "us-hours us-register", "never"},
    {"+18085550123", "2026-11-23T18:00:00Z", "us-register", "never"},
    {"+16025550123", "2026-07-01T15:00:00Z", "us-register", "never"}, /* Phoenix has no summer */
    {"+16025550123", "2026-07-01T14:59:00Z", "us-hours us-register", "never"},
    {"+13055550123", "2026-11-24T00:59:00Z", "us-register", "never"},
    {"+13055550123", "2026-11-24T01:00:00Z", "us-fl-hours us-register", "never"},
    {"+12125550123", "2026-11-24T01:00:00Z", "us-register", "never"},
    {"+18005550123", "2026-11-23T17:30:00Z", "us-hours us-register", "never"}, /* not yet in Adak */
    {"+18005550123", "2026-11-23T18:00:00Z", "us-register", "never"},
    /* and across the sea, where the same law holds at another hour */
    {"+17872345678", "2026-11-24T03:00:00Z", "us-hours us-register", "never"},
    {"+17872345678", "2026-11-23T12:00:00Z", "us-register", "never"},
    {"+16716471234", "2026-11-23T13:00:00Z", "us-hours us-register", "never"},
    {"+590590201234", "2026-11-24T03:00:00Z", "fr-hours fr-consent", "never"},
    {"+590590201234", "2026-08-10T15:00:00Z", "", NULL},
    {"+262262161234", "2026-11-23T12:00:00Z", "fr-consent", "never"},
    {"+262262161234", "2026-08-07T16:30:00Z", "fr-hours", "2026-08-10T06:00Z"},
    {"+262262161234", "2025-07-14T09:00:00Z", "fr-hours", "2025-07-15T06:00Z"}, /* its holidays */
    /* Canada: half an hour east of everybody, weekends later */
    {"+17097221234", "2026-11-23T12:29:00Z", "ca-hours ca-register", "never"},
    {"+17097221234", "2026-11-23T12:30:00Z", "ca-register", "never"},
    {"+17097221234", "2026-11-22T12:30:00Z", "ca-hours ca-register", "never"},
    {"+14165550123", "2026-11-24T02:29:00Z", "ca-register", "never"},
    {"+14165550123", "2026-11-24T02:30:00Z", "ca-hours ca-register", "never"},
    /* Australia: Sydney has summer time, Perth and Brisbane have not */
    {"+61293744000", "2026-11-22T22:00:00Z", "au-register", "never"},
    {"+61293744000", "2026-11-22T21:59:00Z", "au-hours au-register", "never"},
    {"+61733744000", "2026-11-22T22:59:00Z", "au-hours au-register", "never"},
    {"+61733744000", "2026-11-22T23:00:00Z", "au-register", "never"},
    {"+61892201234", "2026-11-23T00:59:00Z", "au-hours au-register", "never"},
    {"+61892201234", "2026-11-23T01:00:00Z", "au-register", "never"},
    {"+61412345678", "2026-11-23T00:59:00Z", "au-hours au-register", "never"}, /* Perth sleeps */
    {"+61412345678", "2026-11-23T08:59:00Z", "au-register", "never"},
    {"+61412345678", "2026-11-23T09:00:00Z", "au-hours au-register", "never"}, /* Lord Howe too */
    {"+61293744000", "2026-12-28T03:00:00Z", "au-hours au-register", "never"}, /* for Boxing Day */
    {"+61293744000", "2026-04-03T03:00:00Z", "au-hours au-register", "never"}, /* Good Friday */
    /* India: half an hour */
    {"+911123012345", "2026-11-22T03:29:00Z", "in-hours", "2026-11-22T03:30Z"},
    {"+911123012345", "2026-11-22T03:30:00Z", "", NULL},
    {"+911123012345", "2026-11-22T15:30:00Z", "in-hours", "2026-11-23T03:30Z"},
    /* Brazil: Manaus is an hour behind, Acre two; mobiles know where they are by their area */
    {"+551123456789", "2026-11-23T11:59:00Z", "br-hours", "2026-11-23T12:00Z"},
    {"+559221234567", "2026-11-23T12:30:00Z", "br-hours", "2026-11-23T13:00Z"},
    {"+551123456789", "2026-11-20T13:00:00Z", "br-hours", "2026-11-21T13:00Z"}, /* holiday */
    {"+551123456789", "2026-11-21T19:00:00Z", "br-hours", "2026-11-23T12:00Z"}, /* Saturday */
    /* consent alone */
    {"+74951234567", "2026-11-23T12:00:00Z", "ru-consent", "never"},
    {"+493012345678", "2026-11-23T12:00:00Z", "de-consent", "never"},
    {"+8613800138000", "2026-11-23T12:00:00Z", "cn-consent", "never"},
    {"+442083661177", "2026-11-23T12:00:00Z", "gb-register", "never"},
    /* a country without rules */
    {"+81312345678", "2026-11-23T12:00:00Z", "", NULL},
    {"110", "2026-11-23T12:00:00Z", "emergency cn-consent", "never"},
};

static char *
failed_of (const BhDialJudgement *judgement)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < judgement->findings->len; i++) {
    const BhDialFinding *finding = &g_array_index (judgement->findings, BhDialFinding, i);
    if (finding->verdict == BH_DIAL_FAILED)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", finding->rule->id);
  }
  return g_string_free (text, FALSE);
}

static gboolean
same_words (const char *a, const char *b)
{
  g_auto (GStrv) left = g_strsplit (a, " ", -1), right = g_strsplit (b, " ", -1);
  gboolean same = g_strv_length (left) == g_strv_length (right);

  for (guint i = 0; same && left[i] != NULL; i++)
    same = g_strv_contains ((const char *const *) right, left[i]);
  return same;
}

static void
test_calls (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++) {
    g_autoptr (BhDialNumber) number = bh_dial_data_read_number (calls[i].number, "CN", NULL);
    BhDialQuestion question = question_of (number, BH_DIAL_MARKETING);
    g_autoptr (BhDialJudgement) judgement = bh_dial_judge (rules, &question, instant (calls[i].at));
    g_autofree char *failed = failed_of (judgement);
    g_autofree char *next = to_text (judgement->next_s);

    if (!same_words (failed, calls[i].failed) ||
        (calls[i].next != NULL && !g_str_equal (next, calls[i].next)))
      g_test_fail_printf ("%s at %s: \"%s\" fail, next is %s",
                          calls[i].number,
                          calls[i].at,
                          failed,
                          next);
  }
}

/* A call in a matter that the customer has with us is not telemarketing, wherever and whenever. */
static void
test_service (void)
{
  for (guint i = 0; i + 1 < G_N_ELEMENTS (calls); i++) {
    g_autoptr (BhDialNumber) number = bh_dial_data_read_number (calls[i].number, "CN", NULL);
    BhDialQuestion question = question_of (number, BH_DIAL_SERVICE);
    g_autoptr (BhDialJudgement) judgement = bh_dial_judge (rules, &question, instant (calls[i].at));
    g_assert_true (judgement->allowed);
  }
}

/* Campaigns keep hours everywhere, also where no law names any. */
static void
test_campaign_hours (void)
{
  static const struct {
    const char *number, *at;
    BhDialMode mode;
    gboolean agreed;
    const char *failed, *next;
  } nights[] = {
      {"+8613800138000",
       "2026-11-22T19:00:00Z",
       BH_DIAL_PROGRESSIVE,
       FALSE,
       "house-hours",
       "2026-11-23T00:00Z"},
      {"+8613800138000",
       "2026-11-22T19:00:00Z",
       BH_DIAL_PREVIEW,
       FALSE,
       "house-hours",
       "2026-11-23T00:00Z"},
      {"+8613800138000", "2026-11-22T19:00:00Z", BH_DIAL_PREVIEW, TRUE, "", "2026-11-22T19:00Z"},
      {"+8613800138000", "2026-11-22T19:00:00Z", BH_DIAL_MANUAL, FALSE, "", "2026-11-22T19:00Z"},
      {"+8613800138000", "2026-11-23T12:59:00Z", BH_DIAL_PREVIEW, FALSE, "", "2026-11-23T12:59Z"},
      {"+351211234567",
       "2026-11-22T03:00:00Z",
       BH_DIAL_PROGRESSIVE,
       FALSE,
       "house-hours",
       "2026-11-22T08:00Z"},
      {"+34911234567",
       "2026-11-22T02:00:00Z",
       BH_DIAL_PROGRESSIVE,
       FALSE,
       "house-hours",
       "2026-11-22T07:00Z"},
      {"+442083661177",
       "2026-11-22T03:00:00Z",
       BH_DIAL_PROGRESSIVE,
       FALSE,
       "house-hours",
       "2026-11-22T08:00Z"},
  };
  const BhDialConsent any_hour = {"any_hour", 0, BH_DIAL_NEVER};

  for (guint i = 0; i < G_N_ELEMENTS (nights); i++) {
    g_autoptr (BhDialNumber) number = bh_dial_data_read_number (nights[i].number, "CN", NULL);
    BhDialQuestion question = question_of (number, BH_DIAL_SERVICE);
    question.mode = nights[i].mode;
    question.consents = &any_hour;
    question.n_consents = nights[i].agreed ? 1 : 0;
    g_autoptr (BhDialJudgement) judged = bh_dial_judge (rules, &question, instant (nights[i].at));
    g_autofree char *failed = failed_of (judged);
    g_autofree char *next = to_text (judged->next_s);
    g_assert_cmpstr (failed, ==, nights[i].failed);
    g_assert_cmpstr (next, ==, nights[i].next);
  }
}

/* Every rule that comes along has what makes it worth believing. */
static void
test_dated (void)
{
  g_assert_cmpuint (rules->rules->len, >, 30);
  for (guint i = 0; i < rules->rules->len; i++) {
    const BhDialRule *rule = g_ptr_array_index (rules->rules, i);
    g_assert_cmpuint (strlen (rule->source), >, 5);
    g_assert_true (rule->countries == NULL ||
                   g_ascii_strncasecmp (rule->id, rule->countries[0], 2) == 0);
    if (rule->kind == BH_DIAL_KIND_HOURS && rule->week.holidays)
      g_assert_nonnull (rule->off);
  }
}

static void
test_own_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("bellhop-dial-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "own.conf", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BhDialRules) own = NULL;

  g_assert_null (bh_dial_data_load_rules (path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "[rule br-attempts]\nenabled = no\n", -1, NULL));
  own = bh_dial_data_load_rules (path, &error);
  g_assert_no_error (error);
  g_assert_null (bh_dial_rules_find (own, "br-attempts"));
  g_assert_true (g_file_set_contents (path, "\n[rule br-attempts]\nmax = x\n", -1, NULL));
  g_assert_null (bh_dial_data_load_rules (path, &error));
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_nonnull (strstr (error->message, ":3: [rule br-attempts] max: "));
  g_assert_cmpint (remove (path), ==, 0);
  g_assert_cmpint (remove (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int code;

  g_test_init (&argc, &argv, NULL);
  rules = bh_dial_data_load_rules (NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/crm/dial-data/numbers", test_numbers);
  g_test_add_func ("/crm/dial-data/anywhere-in-the-country", test_anywhere);
  g_test_add_func ("/crm/dial-data/outside-prefix", test_outside);
  g_test_add_func ("/crm/dial-data/place", test_place);
  g_test_add_func ("/crm/dial-data/calls", test_calls);
  g_test_add_func ("/crm/dial-data/service", test_service);
  g_test_add_func ("/crm/dial-data/calls-for-help", test_calls_for_help);
  g_test_add_func ("/crm/dial-data/campaign-hours", test_campaign_hours);
  g_test_add_func ("/crm/dial-data/dated", test_dated);
  g_test_add_func ("/crm/dial-data/own-file", test_own_file);
  code = g_test_run ();
  bh_dial_rules_free (rules);
  return code;
}
