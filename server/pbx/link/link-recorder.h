/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Writes down what passes over a connection, to be replayed bit for bit:
 *
 *   PATH.ENDING   every byte received, one connection after another
 *   PATH.tidx     "S unixtime offset length" for each read (offset within its connection) and
 *                 "C unixtime length" for each write
 *   PATH.actions  every byte sent
 *
 * Times are given, unix microseconds. It holds customers' data: the files are made mode 0600. It
 * writes into the page cache as a log does; beyond its limit it stops, and says so once. */

typedef struct _BhLinkRecorder BhLinkRecorder;

/* Appends to what is there. NULL with an error of G_FILE_ERROR. @ending: ".ami",
 * ".esl". @limit: bytes received in all. */
BhLinkRecorder *
bh_link_recorder_new (const char *path, const char *ending, guint64 limit, GError **error);
void bh_link_recorder_free (BhLinkRecorder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhLinkRecorder, bh_link_recorder_free)

void bh_link_recorder_connected (BhLinkRecorder *self);
void
bh_link_recorder_received (BhLinkRecorder *self, gint64 at_us, const char *bytes, gsize length);
void bh_link_recorder_sent (BhLinkRecorder *self, gint64 at_us, const char *bytes, gsize length);

/* TRUE when it has stopped, by its limit or a full disk. */
gboolean bh_link_recorder_is_stopped (const BhLinkRecorder *self);
