/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "server/core/dial-judge.h"
#include "server/core/dial-number.h"

/* The judgement of a call as protocol/README.md section 6 has it: the result of dial.check, and the
 * detail of a call.dial that is refused. (transfer full) */
JsonObject *bh_dial_to_json (const BhDialNumber *number,
                             const BhDialQuestion *question,
                             const BhDialJudgement *judgement,
                             const char *customer);

/* For people, one sentence: why not, and from when on. Owned. */
char *bh_dial_sentence (const BhDialQuestion *question, const BhDialJudgement *judgement);

typedef struct {
  const char *id; /* UUID */
  const char *number;
  const char *customer;
  const char *campaign;
  const char *record; /* the campaign's, or NULL */
  const char *agent;
  const char *outcome;
  BhDialPurpose purpose;
  BhDialMode mode;
  gint64 at_us;
  gint64 revision;
} BhDialAttemptRecord;
/* The body of the record dial_attempt (server/store/README.md), appended to @text. */
void bh_record_of_dial_attempt (GString *text, const BhDialAttemptRecord *attempt);
