/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/record-source.h"

/* What must not be lost, on local disk: an SQLite file (WAL, synchronous=FULL) with one writer
 * thread that commits in groups. It is both ends of the store port: the engine appends, the store
 * reads in order and acknowledges.
 *
 * When the disk does not take a group, the group stays in memory and is tried again, in order,
 * until it does; "problem" says so meanwhile. What does not fit in memory either, or is over the
 * limit on disk, is refused with an error: never dropped. */

typedef enum {
  BH_OUTBOX_ERROR_OPEN,   /* the file cannot be made or used */
  BH_OUTBOX_ERROR_FULL,   /* the limit is reached: the record was not taken */
  BH_OUTBOX_ERROR_CLOSED, /* it is being closed */
} BhOutboxError;
#define BH_OUTBOX_ERROR (bh_outbox_error_quark ())
GQuark bh_outbox_error_quark (void);

typedef struct {
  gint64 max_bytes;         /* on disk; 0: 2 GiB */
  gint64 max_pending_bytes; /* in memory, not yet on disk; 0: 64 MiB */
  guint linger_ms;          /* how long a group waits for company, at most 20; 0: not at all */
} BhOutboxOptions;

typedef struct {
  guint64 durable;      /* highest position on disk */
  guint64 acknowledged; /* highest position that reached the database */
  guint records;        /* on disk and not yet acknowledged */
  gint64 bytes;         /* their bodies */
  gint64 pending_bytes; /* in memory, not yet on disk */
  guint open_objects;
  guint64 appended; /* since the start: records taken */
  guint64 refused;  /* since the start: records not taken, because it was full */
  guint64 corrupt;  /* records that were found broken, and skipped */
  guint64 commits;
  guint64 failures; /* commits that the disk did not take */
} BhOutboxFigures;

#define BH_TYPE_OUTBOX (bh_outbox_get_type ())
G_DECLARE_FINAL_TYPE (BhOutbox, bh_outbox, BH, OUTBOX, GObject)

/* Opens or makes the file, reads the open objects, starts the writer. A file that is broken beyond
 * reading is moved aside (PATH.broken-1...) with a warning, what can be read of it is carried over,
 * and the rest is counted. Blocks for the time of reading: before the main loop runs. Signals come
 * in the main context that is the caller's thread-default one. */
BhOutbox *bh_outbox_new (const char *path, const BhOutboxOptions *options, GError **error);

/* Writes out what is pending, ends the thread, closes the file. FALSE: something could not be
 * written (it is lost with the process, and counted in the log). Blocks, at most some seconds. */
gboolean bh_outbox_close (BhOutbox *self);

void bh_outbox_get_figures (BhOutbox *self, BhOutboxFigures *figures);

/* For tests: from now on SQLite may not use more than so many pages (0: no limit), as if the disk
 * were full. */
void bh_outbox_limit_pages (BhOutbox *self, gint pages);
