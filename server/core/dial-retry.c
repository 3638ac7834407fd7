/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/dial-retry.h"

#include <string.h>

BH_NICK_DEFINE (BhDialOutcome, bh_dial_outcome, BH_DIAL_OUTCOME_TABLE)
G_DEFINE_QUARK (bh - dial - retry - error - quark, bh_dial_retry_error)

#define MINUTE 60
#define HOUR   3600
#define DAY    86400

static const BhDialRetry defaults = {
    .rules =
        {
            [BH_TRY_REACHED] = {.over = TRUE},
            [BH_TRY_SOLD] = {.over = TRUE},
            [BH_TRY_REFUSED] = {.over = TRUE},
            [BH_TRY_DO_NOT_CALL] = {.over = TRUE, .gone = TRUE},
            [BH_TRY_CALLBACK] = {.wait_s = DAY},
            [BH_TRY_WRONG_NUMBER] = {.next = TRUE, .gone = TRUE},
            [BH_TRY_VOICEMAIL] = {.wait_s = 4 * HOUR, .max = 3},
            [BH_TRY_NO_ANSWER] = {.wait_s = 2 * HOUR, .max = 4, .next = TRUE},
            [BH_TRY_BUSY] = {.wait_s = 10 * MINUTE, .max = 5},
            [BH_TRY_FAILED] = {.wait_s = 30 * MINUTE, .max = 2, .next = TRUE},
            [BH_TRY_SKIPPED] = {.wait_s = HOUR},
            [BH_TRY_TIME_OVER] = {.wait_s = 5 * MINUTE},
        },
    .total = 8,
};

/* ---- what a campaign changes */

static gboolean
read_wait (const char *word, guint *wait_s)
{
  static const struct {
    char unit;
    guint seconds;
  } units[] = {{'s', 1}, {'m', MINUTE}, {'h', HOUR}, {'d', DAY}};
  char *end;
  guint64 number = g_ascii_strtoull (word, &end, 10);

  if (end == word || number > 100000 || *end == '\0' || end[1] != '\0')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (*end == units[i].unit && number * units[i].seconds <= 366u * DAY) {
      *wait_s = (guint) number * units[i].seconds;
      return TRUE;
    }
  return FALSE;
}

static gboolean
read_count (const char *word, guint *count)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (word, 10, 1, 1000, &number, NULL))
    return FALSE;
  *count = (guint) number;
  return TRUE;
}

/* What is said of one outcome, and how often. */
typedef struct {
  BhDialOutcome outcome;
  BhDialRetryRule rule;
  guint waits, counts;
} Part;

static gboolean
read_word (Part *part, const char *word)
{
  if (g_str_equal (word, "next"))
    return part->rule.next = TRUE;
  if (g_str_equal (word, "gone"))
    return part->rule.gone = TRUE;
  if (g_str_equal (word, "done"))
    return part->rule.over = TRUE;
  if (read_wait (word, &part->rule.wait_s))
    return ++part->waits > 0;
  return read_count (word, &part->rule.max) && ++part->counts > 0;
}

/* NULL: it makes sense; else why it does not. */
static const char *
nonsense_of (const Part *part)
{
  const BhDialRetryRule *rule = &part->rule;
  gboolean more = part->waits > 0 || part->counts > 0 || rule->next;

  if (part->waits > 1)
    return "says twice how long to wait";
  if (part->counts > 1)
    return "says twice how often";
  if (part->outcome == BH_TRY_NOT_ALLOWED)
    return "is not for a campaign to say: the rule that refuses says when";
  if (part->outcome == BH_TRY_DO_NOT_CALL && (more || !rule->over))
    return "is for good: it can only be done";
  if (part->outcome >= BH_TRY_SKIPPED && (part->counts > 0 || rule->next || rule->gone))
    return "is about a record that was not dialed: it has a wait or done, nothing else";
  if (rule->over && more)
    return "is done, and not done";
  return NULL;
}

static const char *
read_total (BhDialRetry *retry, char **words)
{
  gboolean good = words[1] != NULL && words[2] == NULL && read_count (words[1], &retry->total);
  return good ? NULL : "total";
}

/* NULL: it is understood; else the word that is not, or why the whole makes no sense. */
static const char *
read_part (BhDialRetry *retry, char **words, const char **nonsense)
{
  Part part = {0};

  if (g_str_equal (words[0], "total"))
    return read_total (retry, words);
  if (!bh_dial_outcome_from_string (words[0], &part.outcome) || words[1] == NULL)
    return words[0];
  for (guint i = 1; words[i] != NULL; i++)
    if (*words[i] != '\0' && !read_word (&part, words[i]))
      return words[i];
  *nonsense = nonsense_of (&part);
  if (part.outcome == BH_TRY_DO_NOT_CALL)
    part.rule.gone = TRUE;
  if (*nonsense == NULL)
    retry->rules[part.outcome] = part.rule;
  return *nonsense;
}

gboolean
bh_dial_retry_parse (BhDialRetry *retry, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ";", -1);

  *retry = defaults;
  for (guint i = 0; parts[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (g_strstrip (parts[i]), " ", -1);
    const char *nonsense = NULL;
    const char *wrong = words[0] == NULL || *words[0] == '\0' ? NULL
                                                              : read_part (retry, words, &nonsense);
    if (wrong == NULL)
      continue;
    if (nonsense != NULL) {
      g_set_error (error, BH_DIAL_RETRY_ERROR, 0, "\"%s\" %s.", parts[i], nonsense);
      return FALSE;
    }
    g_set_error (error,
                 BH_DIAL_RETRY_ERROR,
                 0,
                 "\"%s\" in \"%s\" is not understood. Write it as in: busy 10m 5; no_answer 2h 4 "
                 "next; voicemail 4h 3; total 8",
                 wrong,
                 parts[i]);
    return FALSE;
  }
  return TRUE;
}

/* ---- what follows */

static const char *
why_of (BhDialOutcome outcome)
{
  static const char *const sentences[BH_TRY_N] = {
      [BH_TRY_REACHED] = "The customer was reached.",
      [BH_TRY_SOLD] = "The customer agreed.",
      [BH_TRY_REFUSED] = "The customer refused.",
      [BH_TRY_DO_NOT_CALL] = "The customer wants no further call.",
      [BH_TRY_CALLBACK] = "A call was promised.",
      [BH_TRY_WRONG_NUMBER] = "It is the wrong number.",
      [BH_TRY_VOICEMAIL] = "A machine answered.",
      [BH_TRY_NO_ANSWER] = "Nobody answered.",
      [BH_TRY_BUSY] = "The line was busy.",
      [BH_TRY_FAILED] = "The call did not come about.",
      [BH_TRY_SKIPPED] = "An agent skipped it.",
      [BH_TRY_TIME_OVER] = "Nobody decided in time.",
      [BH_TRY_GIVEN_BACK] = "It was given back.",
      [BH_TRY_NOT_ALLOWED] = "A rule does not allow the call.",
  };
  return sentences[outcome];
}

static BhDialRetryStep
done (BhDialRetryStep step, const char *why)
{
  step.done = TRUE;
  step.due_s = 0;
  step.why = why;
  return step;
}

BhDialRetryStep
bh_dial_retry_step (const BhDialRetry *retry, const BhDialTry *try, gint64 now_s)
{
  const BhDialRetryRule *rule = &retry->rules[try->outcome];
  BhDialRetryStep step = {.why = why_of (try->outcome)};
  gboolean worn = rule->max != 0 && try->tries >= rule->max;

  step.close_number = rule->gone || worn;
  if (rule->over)
    return done (step, step.why);
  if (try->due_s != 0) { /* a promise is kept, however often it was tried */
    step.due_s = try->due_s;
    return step;
  }
  if (retry->total != 0 && try->total >= retry->total)
    return done (step, "It was tried as often as the campaign allows.");
  if (step.close_number && try->others == 0)
    return done (step, rule->gone ? step.why : "Its numbers were tried as often as they may be.");
  if (rule->next && try->others > 0)
    return step;
  step.due_s = step.close_number || rule->wait_s == 0 ? 0 : now_s + rule->wait_s;
  return step;
}
