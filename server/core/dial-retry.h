/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/nick.h"

/* When is a record of a campaign called again? Pure rules, one for each outcome: how long to wait,
 * how often at most, whether the record's next number is tried, or whether that was that. Times are
 * unix seconds. */

#define BH_DIAL_OUTCOME_TABLE(X)                                                                   \
  X (BH_TRY_REACHED, "reached") /* somebody spoke, and nothing more was said */                    \
  X (BH_TRY_SOLD, "sold")                                                                          \
  X (BH_TRY_REFUSED, "refused")                                                                    \
  X (BH_TRY_DO_NOT_CALL, "do_not_call")                                                            \
  X (BH_TRY_CALLBACK, "callback")                                                                  \
  X (BH_TRY_WRONG_NUMBER, "wrong_number")                                                          \
  X (BH_TRY_VOICEMAIL, "voicemail")                                                                \
  X (BH_TRY_NO_ANSWER, "no_answer")                                                                \
  X (BH_TRY_BUSY, "busy")                                                                          \
  X (BH_TRY_FAILED, "failed")                                                                      \
  X (BH_TRY_SKIPPED, "skipped")         /* not dialed: the agent said why */                       \
  X (BH_TRY_TIME_OVER, "time_over")     /* not dialed: nobody decided */                           \
  X (BH_TRY_GIVEN_BACK, "given_back")   /* not dialed: the agent left */                           \
  X (BH_TRY_NOT_ALLOWED, "not_allowed") /* not shown: a rule refused it */
typedef enum { BH_DIAL_OUTCOME_TABLE (BH_NICK_VALUE) BH_TRY_N } BhDialOutcome;
BH_NICK_DECLARE (BhDialOutcome, bh_dial_outcome)

typedef struct {
  guint wait_s;
  guint max;     /* of this number; 0: without a limit */
  gboolean over; /* the record is done */
  gboolean next; /* the record's next number is tried */
  gboolean gone; /* this number is never dialed again */
} BhDialRetryRule;

typedef struct {
  BhDialRetryRule rules[BH_TRY_N];
  guint total; /* dials of a record, over all numbers and outcomes; 0: without a limit */
} BhDialRetry;

typedef struct {
  BhDialOutcome outcome;
  guint tries;  /* of this number, this one with it */
  guint total;  /* of the record, this one with it */
  guint others; /* further numbers of the record that may be dialed */
  gint64 due_s; /* of a callback: when it was promised; 0: it was not */
} BhDialTry;

typedef struct {
  gboolean done;
  gboolean close_number;
  gint64 due_s;    /* not before; 0: at any time */
  const char *why; /* one sentence (static) */
} BhDialRetryStep;

/* The rules of every campaign, with what @text changes: "busy 10m 5; no_answer 2h 4 next; total 8".
 * A part is an outcome and, in any order, a wait (s, m, h, d), a number (at most so often), "next"
 * (number), "gone" (never this number again), "done"; FALSE with a sentence that names the part. */
gboolean bh_dial_retry_parse (BhDialRetry *retry, const char *text, GError **error);
#define BH_DIAL_RETRY_ERROR (bh_dial_retry_error_quark ())
GQuark bh_dial_retry_error_quark (void);

BhDialRetryStep bh_dial_retry_step (const BhDialRetry *retry, const BhDialTry *try, gint64 now_s);
