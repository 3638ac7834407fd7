/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/dial-rules.h"

/* May this number be dialed at this instant? Numbers, time and what is known of the past are
 * arguments; the answer says of every rule that concerns the call what it makes of it, and when it
 * would let the call pass. Times are unix seconds. */

typedef struct {
  gint64 at_s;
  const char *outcome;  /* "dialed", "answered", "refused", "abandoned", … */
  const char *campaign; /* or NULL */
  BhDialPurpose purpose;
} BhDialAttempt;

/* An entry of a do-not-call list or register. */
typedef struct {
  const char *list;     /* "house", "campaign", or a register's name */
  const char *campaign; /* of list "campaign" */
  const char *reason;
  gint64 since_s;
  gint64 until_s; /* BH_DIAL_NEVER: without an end */
} BhDialListing;

typedef struct {
  const char *list;
  gint64 imported_s;
} BhDialRegister;

typedef struct {
  const char *purpose;
  gint64 given_s;
  gint64 withdrawn_s; /* BH_DIAL_NEVER: not */
} BhDialConsent;

#define BH_DIAL_CALLER_ID_TABLE(X)                                                                 \
  X (BH_DIAL_CALLER_ID_UNKNOWN, "unknown")                                                         \
  X (BH_DIAL_CALLER_ID_SHOWN, "shown")                                                             \
  X (BH_DIAL_CALLER_ID_WITHHELD, "withheld")
typedef enum { BH_DIAL_CALLER_ID_TABLE (BH_NICK_VALUE) } BhDialCallerId;
BH_NICK_DECLARE (BhDialCallerId, bh_dial_caller_id)

/* Everything is the caller's. */
typedef struct {
  const char *number;  /* E.164, or as dialed where it has none */
  const char *kind;    /* mobile, fixed, premium, emergency, invalid, … */
  const char *country; /* "FR", or NULL */
  const char *const *zone_names;
  GTimeZone *const *zones; /* a call must be allowed in all of them */
  guint n_zones;
  BhDialPurpose purpose;
  BhDialMode mode;
  const char *campaign; /* or NULL */
  BhDialCallerId caller_id;
  const char *pattern_why; /* why the PBX's patterns refuse it; NULL: they do not */
  const char *unknown_why; /* why lists, attempts and consents are not known; NULL: they are */
  const BhDialAttempt *attempts; /* the oldest first */
  guint n_attempts;
  const BhDialListing *listings;
  guint n_listings;
  const BhDialRegister *registers;
  guint n_registers;
  const BhDialConsent *consents;
  guint n_consents;
} BhDialQuestion;

#define BH_DIAL_VERDICT_TABLE(X)                                                                   \
  X (BH_DIAL_PASSED, "passed")                                                                     \
  X (BH_DIAL_FAILED, "failed")                                                                     \
  X (BH_DIAL_LIFTED, "lifted")   /* a consent lifts it */                                          \
  X (BH_DIAL_UNKNOWN, "unknown") /* could not be looked up, and does not hinder */                 \
  X (BH_DIAL_TOLD, "told")       /* a duty: not for a single call to break */
typedef enum { BH_DIAL_VERDICT_TABLE (BH_NICK_VALUE) } BhDialVerdict;
BH_NICK_DECLARE (BhDialVerdict, bh_dial_verdict)

typedef struct {
  const BhDialRule *rule; /* (transfer none) */
  BhDialVerdict verdict;
  char *text;      /* one sentence */
  gint64 next_s;   /* from when it lets pass; BH_DIAL_NEVER: nobody knows */
  gboolean is_end; /* it never will: the number is of a kind, listed or refused without an end */
} BhDialFinding;

typedef struct {
  gboolean allowed;
  gint64 at_s;
  gint64 next_s;    /* the first instant at which all rules let pass; BH_DIAL_NEVER: nobody knows */
  GArray *findings; /* of BhDialFinding: every rule that concerns the call; those that fail first,
                       and of them those that last longest */
} BhDialJudgement;

BhDialJudgement *
bh_dial_judge (const BhDialRules *rules, const BhDialQuestion *question, gint64 at_s);
/* Whether nothing that people bring in (a register, a consent) and no time makes it allowed. */
gboolean bh_dial_judgement_is_final (const BhDialJudgement *judgement);
void bh_dial_judgement_free (BhDialJudgement *judgement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhDialJudgement, bh_dial_judgement_free)

/* "Sun 09:30 in Europe/Paris", zones that show the same together: owned. */
char *bh_dial_local_times (const BhDialQuestion *question, gint64 at_s);
