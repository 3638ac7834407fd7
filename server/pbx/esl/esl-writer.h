/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/esl/esl-error.h"

/* The only place that makes bytes for FreeSWITCH. A command line ends at a line end, its arguments
 * at a blank, and a dial string gives a meaning to { } [ ] , | & ^^ ' " \ $: so a value goes in as
 * one word that holds none of these, or not at all. One writer makes one command. */

#define BH_ESL_WRITER_MAX_WORD 256
#define BH_ESL_WRITER_MAX_LINE 2048

typedef struct _BhEslWriter BhEslWriter;

/* TRUE for 1 to BH_ESL_WRITER_MAX_WORD of letters, digits, . _ - / @ : * # + and, as long as it is
 * valid UTF-8, all that is not ASCII and is no blank. */
gboolean bh_esl_is_word (const char *text);

/* @words: the command and its fixed arguments, of our own making. */
BhEslWriter *bh_esl_writer_new (const char *words);
void bh_esl_writer_free (BhEslWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhEslWriter, bh_esl_writer_free)

/* A blank, and fixed words of our own making. */
void bh_esl_writer_fixed (BhEslWriter *self, const char *words);

/* A blank, and @value, which must be a word; @what for people. What is not makes the finish fail.
 */
void bh_esl_writer_word (BhEslWriter *self, const char *what, const char *value);

/* The same right behind what stands there, without a blank. */
void bh_esl_writer_join (BhEslWriter *self, const char *what, const char *value);

/* Variables of a dial string: a blank and {name=value,name=value}, then the rest of it by join.
 * @name is ours, @value a word. */
void bh_esl_writer_variable (BhEslWriter *self, const char *name, const char *value);
void bh_esl_writer_end_variables (BhEslWriter *self);

/* A variable that shows a person's name: what is not allowed in a word becomes a no-break space, or
 * goes; nothing left: no variable. */
void bh_esl_writer_variable_name (BhEslWriter *self, const char *name, const char *text);

/* The command line; NULL with an error of BH_ESL_ERROR_VALUE that names what is wrong. */
char *bh_esl_writer_finish (BhEslWriter *self, GError **error);

/* ---- lines as bytes ---- */

/* In line: holds back the connection's events until it is answered. */
GBytes *bh_esl_writer_api (const char *line);

/* In the background; @job comes back as Job-UUID. */
GBytes *bh_esl_writer_job (const char *line, const char *job);

/* NULL with an error when the password, or the user, cannot be written in one line. */
GBytes *bh_esl_writer_auth (const char *username, const char *secret, GError **error);

/* "event json NAMES", of our own making. */
GBytes *bh_esl_writer_subscribe (const char *names);
