/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/ami/ami-error.h"

/* The one place that makes bytes for Asterisk. Asterisk ends a line at CR LF and at a bare LF, and
 * ignores what follows a NUL (manager.c, get_input): a value that held one could add headers or a
 * second action. So a key or value with a byte below 0x20 or 0x7F is refused, and what is written
 * is always exactly one action.
 *
 *   g_autoptr (BhAmiWriter) writer = bh_ami_writer_new ("Hangup", request);
 *   bh_ami_writer_add (writer, "Channel", leg);
 *   GBytes *action = bh_ami_writer_finish (writer, &error);
 *
 * The first error is kept and told by finish, so that building needs no checks. */

#define BH_AMI_WRITER_MAX_LINE    1000 /* bytes without CR LF; Asterisk drops lines above 1,024 */
#define BH_AMI_WRITER_MAX_HEADERS 100  /* Asterisk ignores headers above 128 */

typedef struct _BhAmiWriter BhAmiWriter;

/* @action_id: NULL for none. */
BhAmiWriter *bh_ami_writer_new (const char *action, const char *action_id);
void bh_ami_writer_free (BhAmiWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhAmiWriter, bh_ami_writer_free)

/* Valid UTF-8 without control characters, else an error. A NULL @value writes no header. */
void bh_ami_writer_add (BhAmiWriter *self, const char *key, const char *value);

void bh_ami_writer_add_integer (BhAmiWriter *self, const char *key, gint64 value);

/* The whole action, or NULL with an error of BH_AMI_ERROR_VALUE that names the key. */
GBytes *bh_ami_writer_finish (BhAmiWriter *self, GError **error);
