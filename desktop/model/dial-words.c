/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/dial-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "desktop/client/json-get.h"
#include "desktop/model/server-words.h"
#include "desktop/model/zone-time.h"

/* By the kind of the rule. Those with figures of the number itself have functions below. */
static const struct {
  const char *kind;
  const char *words;
} kinds[] = {
    {"pattern", N_ ("The phone system does not dial such numbers.")},
    {"attempts", N_ ("It was tried as often as is allowed.")},
    {"pause", N_ ("After how the last call ended, some time has to pass.")},
    {"list", N_ ("It is on a do-not-call list of this house.")},
    {"register", N_ ("A do-not-call register has it, or is not up to date.")},
    {"consent", N_ ("There is no consent that holds.")},
    {"caller_id", N_ ("The number of the caller has to be shown.")},
};

/* Titles of the rules that come with Bellhop (data/dial); those of registers are names. */
static const char *const titles[] = {
    N_ ("Calling hours"),
    N_ ("Calling hours in Florida"),
    N_ ("Rest hours"),
    N_ ("Consent"),
    N_ ("Proof of consent"),
    N_ ("Caller id"),
    N_ ("The house's do-not-call lists"),
    N_ ("The house's own list"),
    N_ ("Two calls a day"),
    N_ ("Three calls in 24 hours in Florida"),
    N_ ("Four calls in 30 days"),
    N_ ("60 days after a refusal"),
    N_ ("No call after a refusal"),
    N_ ("No call after a clear refusal"),
    N_ ("No dialer call after an abandoned one"),
    N_ ("Premium-rate numbers"),
    N_ ("Patterns of the PBX"),
    N_ ("Numbers that do not exist"),
    N_ ("Emergency numbers"),
    N_ ("Abandoned calls"),
    N_ ("Abandoned and silent calls"),
    N_ ("Message when nobody is there"),
    N_ ("Machines that dial"),
};

const char *
bh_dial_rule_title (JsonObject *rule)
{
  const char *title = bh_json_string (rule, "title");

  for (guint i = 0; title != NULL && i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i], title))
      return g_dgettext (GETTEXT_PACKAGE, title);
  return title;
}

static gboolean
reads_english (const char *language)
{
  return language == NULL || g_str_has_prefix (language, "en");
}

static char *
number_words (JsonObject *judgement)
{
  const char *kind = bh_json_string (judgement, "kind");

  if (g_strcmp0 (kind, "emergency") == 0)
    return g_strdup (_ ("It is an emergency number: dial it on the phone itself."));
  if (g_strcmp0 (kind, "invalid") == 0)
    return g_strdup (_ ("No country has such a number: look at its digits."));
  return g_strdup (_ ("Numbers of this kind are not called."));
}

/* "2026-11-22T11:30" -> "11:30" */
static char *
hours_words (JsonObject *judgement)
{
  JsonArray *local = bh_json_array (judgement, "local");
  JsonObject *first = bh_json_array_length (local) > 0 ? bh_json_array_object (local, 0) : NULL;
  const char *time = bh_json_string (first, "time");
  const char *zone = bh_json_string (first, "zone");
  const char *clock = time != NULL ? strchr (time, 'T') : NULL;
  g_autofree char *place = zone != NULL ? bh_zone_time_place (zone) : NULL;

  if (clock == NULL || place == NULL)
    return g_strdup (_ ("It is outside the hours in which may be called."));
  /* Translators: a time of day and a city: "It is 06:10 in Paris: …" */
  return g_strdup_printf (_ ("It is %s in %s: outside the hours in which may be called."),
                          clock + 1,
                          place);
}

char *
bh_dial_rule_words (JsonObject *judgement, JsonObject *rule, const char *language)
{
  const char *kind = bh_json_string (rule, "kind");
  const char *verdict = bh_json_string (rule, "verdict");

  if (reads_english (language) || kind == NULL || g_strcmp0 (verdict, "failed") != 0)
    return g_strdup (bh_json_string (rule, "text"));
  if (g_str_equal (kind, "number"))
    return number_words (judgement);
  if (g_str_equal (kind, "hours"))
    return hours_words (judgement);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return g_strdup (g_dgettext (GETTEXT_PACKAGE, kinds[i].words));
  return g_strdup (bh_json_string (rule, "text"));
}

/* When and where: there, as that is what the rules are about. */
static void
add_next (GString *text, JsonObject *judgement)
{
  JsonArray *local = bh_json_array (judgement, "local");
  JsonObject *first = bh_json_array_length (local) > 0 ? bh_json_array_object (local, 0) : NULL;
  const char *zone = bh_json_string (first, "zone");
  gint64 next = bh_json_time (judgement, "next");
  g_autofree char *when = NULL;
  g_autofree char *place = NULL;

  if (next == 0 || zone == NULL)
    return;
  when = bh_zone_time_text (next, zone, bh_json_time (judgement, "at"));
  place = bh_zone_time_place (zone);
  g_string_append_c (text, ' ');
  /* Translators: a day and time of day, and a city: "Mon 23 Nov 10:00 in Paris" */
  g_string_append_printf (text, _ ("It may be dialed from %s in %s on."), when, place);
}

char *
bh_dial_words (JsonObject *judgement, const char *language)
{
  JsonArray *rules = bh_json_array (judgement, "rules");
  JsonObject *first = bh_json_array_length (rules) > 0 ? bh_json_array_object (rules, 0) : NULL;
  const char *message = bh_json_string (judgement, "message");
  g_autofree char *reason = NULL;
  GString *text;

  if (reads_english (language) || bh_json_bool (judgement, "allowed") || first == NULL ||
      g_strcmp0 (bh_json_string (first, "verdict"), "failed") != 0)
    return g_strdup (bh_server_words (message));
  reason = bh_dial_rule_words (judgement, first, language);
  text = g_string_new (NULL);
  if (bh_dial_rule_title (first) != NULL)
    g_string_append_printf (text, "%s: ", bh_dial_rule_title (first));
  g_string_append (text, reason != NULL ? reason : "");
  add_next (text, judgement);
  if (bh_json_string (first, "source") != NULL)
    g_string_append_printf (text, " (%s)", bh_json_string (first, "source"));
  return g_string_free (text, FALSE);
}
