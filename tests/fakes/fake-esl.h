/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A FreeSWITCH's event socket, on a port of its own choice, in this process and main loop: only the
 * protocol, as recorded (tests/data/captures), and what a test tells it. fake_freeswitch.py knows
 * calls and queues too. Nothing happens but in the main loop. */

typedef struct _BhFakeEsl BhFakeEsl;

/* Takes the password "secret"; nobody is calling. */
BhFakeEsl *bh_fake_esl_new (void);
void bh_fake_esl_free (BhFakeEsl *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhFakeEsl, bh_fake_esl_free)

guint16 bh_fake_esl_get_port (BhFakeEsl *self);

/* ---- how it is ---- */

/* What is sent to a new connection, in place of auth/request. */
void bh_fake_esl_set_greeting (BhFakeEsl *self, const char *bytes);
void bh_fake_esl_set_boot (BhFakeEsl *self, const char *core_uuid);
/* A user with rights: of its login come Allowed-API and the like. */
void bh_fake_esl_set_rights (BhFakeEsl *self, const char *apis);
/* The answer to commands that begin with @command: of an api or job its output, of others the
 * Reply-Text. NULL: none ever. */
void bh_fake_esl_answer (BhFakeEsl *self, const char *command, const char *text);
/* Raw bytes right before the answer to commands that begin with @command. */
void bh_fake_esl_interrupt (BhFakeEsl *self, const char *command, const char *bytes);

/* ---- what happens ---- */

/* Raw bytes to every connection. */
void bh_fake_esl_say (BhFakeEsl *self, const char *bytes);
/* An event in JSON, with Core-UUID; @more: "\"Unique-ID\":\"u\"". */
void bh_fake_esl_event (BhFakeEsl *self, const char *name, const char *more);
/* The end of a job whose answer is NULL. */
void bh_fake_esl_end_job (BhFakeEsl *self, const char *job, const char *output);
/* Half open: it neither reads nor writes any more, and nobody is told. */
void bh_fake_esl_freeze (BhFakeEsl *self);
/* Closes all connections. */
void bh_fake_esl_drop (BhFakeEsl *self);

/* ---- what came ---- */

/* Commands that begin with @command, without what stands behind the first line. */
guint bh_fake_esl_count (BhFakeEsl *self, const char *command);
/* All of them, a line each. */
const char *bh_fake_esl_get_log (BhFakeEsl *self);
guint bh_fake_esl_get_connections (BhFakeEsl *self);
