/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/esl/esl-config.h"
#include "server/pbx/esl/esl-stats.h"
#include "server/ports/pbx-port.h"

/* Keeps one link to a FreeSWITCH alive and in step: a strict sequence of steps, each with a time
 * limit, and a pause before the next try when one fails.
 *
 *   connect -> auth/request -> auth -> subscribe -> boot id, version, snapshot -> live
 *
 * The snapshot's lists are asked by api, in line, behind the subscription: what an answer says is
 * younger than every event before it in the stream. A job in the background would answer at any
 * time. Questions that are quick are asked in line, for they hold back this connection's events;
 * commands are jobs.
 *
 * FreeSWITCH answers commands in their order and without an id, so each one sent is noted, and each
 * answer belongs to the first that is noted.
 *
 * A listener that does not read stops a whole FreeSWITCH: so the link is given up when an answer
 * comes behind_ms late, because then events wait in FreeSWITCH for us, and cut from outside of the
 * main loop when that stands still (BhLinkGuard). */

typedef enum {
  BH_ESL_JOB_TAKEN,   /* FreeSWITCH has begun it */
  BH_ESL_JOB_REFUSED, /* it has not; text = why */
  BH_ESL_JOB_DONE,    /* text = what it said */
} BhEslJobStage;

/* @text lives for the duration of the call. Not called any more once the link is down. */
typedef void (*BhEslJobFunc) (const char *job,
                              BhEslJobStage stage,
                              const char *text,
                              gpointer user_data);

typedef struct _BhEslSession BhEslSession;

/* @config and @listener outlive it. @user_data is of both. */
BhEslSession *bh_esl_session_new (const BhEslConfig *config,
                                  const BhPbxListener *listener,
                                  BhEslJobFunc job,
                                  gpointer user_data);
void bh_esl_session_free (BhEslSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhEslSession, bh_esl_session_free)

void bh_esl_session_start (BhEslSession *self);
void bh_esl_session_stop (BhEslSession *self);

/* @sentence (may be NULL) is for people and lives until the state changes. */
BhPbxLinkState bh_esl_session_get_link (const BhEslSession *self, const char **sentence);

/* Has @line (of a BhEslWriter) done in the background. Only while the link is live; FALSE with an
 * error of BH_LINK_ERROR. */
gboolean bh_esl_session_do (BhEslSession *self, const char *line, const char *job, GError **error);

/* Whether the account may use @api on this PBX; FALSE while the link is not live. */
gboolean bh_esl_session_may (const BhEslSession *self, const char *api);

/* The name of mod_callcenter's agent whose phone is @device; NULL: none that was told of. */
const char *bh_esl_session_agent_at (const BhEslSession *self, const char *device);

/* "1.10.12...", "" while it is not known. */
const char *bh_esl_session_get_version (const BhEslSession *self);

/* Fills in what the session counts. */
void bh_esl_session_get_stats (const BhEslSession *self, BhEslStats *stats);
