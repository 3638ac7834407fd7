/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/dial-week.h"
#include "server/core/nick.h"

/* One dated rule about calling numbers, as data/dial/README.md describes it. */

#define BH_DIAL_KIND_TABLE(X)                                                                      \
  X (BH_DIAL_KIND_NUMBER, "number")       /* kinds of numbers that are not called */               \
  X (BH_DIAL_KIND_PATTERN, "pattern")     /* the PBX's own patterns against toll fraud */          \
  X (BH_DIAL_KIND_HOURS, "hours")         /* in the called person's local time */                  \
  X (BH_DIAL_KIND_ATTEMPTS, "attempts")   /* so many in a period */                                \
  X (BH_DIAL_KIND_PAUSE, "pause")         /* after an outcome, or for ever */                      \
  X (BH_DIAL_KIND_LIST, "list")           /* the house's own do-not-call lists */                  \
  X (BH_DIAL_KIND_REGISTER, "register")   /* a public do-not-call register, fresh enough */        \
  X (BH_DIAL_KIND_CONSENT, "consent")     /* given before, and not taken back */                   \
  X (BH_DIAL_KIND_CALLER_ID, "caller_id") /* what the called person must be shown */               \
  X (BH_DIAL_KIND_DUTY, "duty")           /* what no single call can break: told, not judged */    \
  X (BH_DIAL_KIND_ABANDONED, "abandoned") /* a share of calls: for who paces them */
typedef enum { BH_DIAL_KIND_TABLE (BH_NICK_VALUE) BH_DIAL_KIND_N } BhDialKind;
BH_NICK_DECLARE (BhDialKind, bh_dial_kind)

#define BH_DIAL_PURPOSE_TABLE(X)                                                                   \
  X (BH_DIAL_ANY, "any")         /* of a rule only */                                              \
  X (BH_DIAL_SERVICE, "service") /* of a matter that the customer has with us */                   \
  X (BH_DIAL_MARKETING, "marketing")
typedef enum { BH_DIAL_PURPOSE_TABLE (BH_NICK_VALUE) } BhDialPurpose;
BH_NICK_DECLARE (BhDialPurpose, bh_dial_purpose)

#define BH_DIAL_MODE_TABLE(X)                                                                      \
  X (BH_DIAL_MANUAL, "manual")           /* a person dials this one number */                      \
  X (BH_DIAL_PREVIEW, "preview")         /* a campaign hands out, a person decides */              \
  X (BH_DIAL_PROGRESSIVE, "progressive") /* dials when an agent is ready */                        \
  X (BH_DIAL_PREDICTIVE, "predictive")   /* dials before one is */
typedef enum { BH_DIAL_MODE_TABLE (BH_NICK_VALUE) BH_DIAL_MODE_N } BhDialMode;
BH_NICK_DECLARE (BhDialMode, bh_dial_mode)

typedef struct {
  char *id;
  BhDialKind kind;
  char *title;
  char **countries; /* "FR", whose rule it is, then where else it holds; NULL: everywhere */
  char **prefixes;  /* E.164 begins; NULL: all of these countries */
  char *region;     /* what people call the part that the prefixes stand for, or NULL */
  BhDialPurpose purpose;
  guint modes; /* bits 1 << BhDialMode; 0: all */
  char *campaign;
  char *source;
  char *url;
  char *checked;        /* day on which a person compared it with its source; NULL: nobody has */
  gint64 from, until;   /* days; G_MININT64, G_MAXINT64: open */
  char **unless;        /* purposes of a consent that lifts it */
  gboolean let_unknown; /* what cannot be looked up now does not hinder */

  BhDialWeek week;  /* hours */
  char **refuse;    /* number: kinds */
  char **lists;     /* list, register: names; of a list "campaign" stands for the campaign's own */
  char **outcomes;  /* pause: after these */
  char *consent;    /* consent: to what */
  gint64 max;       /* attempts; abandoned: thousandths of the answered ones */
  gint64 period_s;  /* attempts, pause, abandoned; BH_DIAL_NEVER: for ever */
  gint64 max_age_s; /* register */
  gint64 answer_s;  /* abandoned: nobody there so long after the answer */
  gint64 ring_s;    /* abandoned: ring at least */
  gboolean own;     /* attempts, abandoned: count each campaign alone */
  char *demand;     /* duty, caller_id: one sentence */
  BhDialHolidays *off; /* hours: of the first country; (transfer none), or NULL */
} BhDialRule;

void bh_dial_rule_free (BhDialRule *rule);
