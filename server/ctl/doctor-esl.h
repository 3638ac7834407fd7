/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/ctl/doctor.h"
#include "server/pbx/esl/esl-message.h"
#include "server/pbx/esl/esl-parser.h"

/* A doctor's talk with one FreeSWITCH: one question, then its answer. */

typedef struct {
  BhDoctor *doctor;
  const BhConfigPbx *pbx;
  char *check; /* "pbx main" */
  GSocketConnection *connection;
  BhEslParser *parser;
  char **apis;    /* what the account may ask; NULL: everything */
  gint64 skew_us; /* our clock - the PBX's; G_MININT64: not known */
} BhDoctorEsl;

void bh_doctor_esl_clear (BhDoctorEsl *talk);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BhDoctorEsl, bh_doctor_esl_clear)

/* Connects; FALSE with an error when nobody answers, or when the ACL does not let us in
 * (BH_CTL_ERROR_REFUSED). */
gboolean bh_doctor_esl_connect (BhDoctorEsl *talk, GError **error);

/* Sends @line and waits some seconds for its answer; events are passed over, but their time is
 * kept. The answer lives until the next question. NULL with an error. */
BhEslMessage *bh_doctor_esl_ask (BhDoctorEsl *talk, const char *line, GError **error);

/* The next event of that name, or NULL when it does not come. */
BhEslMessage *bh_doctor_esl_await (BhDoctorEsl *talk, const char *name);

gboolean bh_doctor_esl_may (const BhDoctorEsl *talk, const char *api);

void bh_doctor_esl_say (BhDoctorEsl *talk,
                        BhDoctorLevel level,
                        const char *cure,
                        const char *format,
                        ...) G_GNUC_PRINTF (4, 5);

/* mod_callcenter: is it there, which of its settings spoil what is reported, what is stale. */
void bh_doctor_check_callcenter (BhDoctorEsl *talk);
