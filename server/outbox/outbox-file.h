/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/record.h"

/* The SQLite file itself: tables, statements, checksums. Blocking; used by one thread at a time
 * (the outbox's writer, and its maker before the writer starts). */

typedef struct BhOutboxFile BhOutboxFile;

/* What was found at opening. */
typedef struct {
  guint64 last_position; /* ever given out */
  guint64 acknowledged;
  guint records;
  gint64 bytes;
  guint64 corrupt; /* records or open objects that could not be carried over */
} BhOutboxFound;

typedef void (*BhOutboxOpenFunc) (const char *kind,
                                  const char *id,
                                  GBytes *body,
                                  gpointer user_data);

/* A file that SQLite cannot use is moved aside and made anew, with what can still be read of it. */
BhOutboxFile *bh_outbox_file_open (const char *path, BhOutboxFound *found, GError **error);
void bh_outbox_file_close (BhOutboxFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhOutboxFile, bh_outbox_file_close)

const char *bh_outbox_file_get_id (BhOutboxFile *self);
/* Open objects in the order in which they were first put; returns how many were broken. */
guint bh_outbox_file_each_open (BhOutboxFile *self, BhOutboxOpenFunc func, gpointer user_data);

gboolean bh_outbox_file_begin (BhOutboxFile *self, GError **error);
gboolean bh_outbox_file_append (BhOutboxFile *self, const BhRecord *record, GError **error);
gboolean bh_outbox_file_put_open (BhOutboxFile *self,
                                  const char *kind,
                                  const char *id,
                                  GBytes *body,
                                  guint64 position,
                                  GError **error);
gboolean
bh_outbox_file_remove_open (BhOutboxFile *self, const char *kind, const char *id, GError **error);
/* Forgets all up to @position; the figures of what went are added to. */
gboolean bh_outbox_file_trim (BhOutboxFile *self,
                              guint64 position,
                              guint *records,
                              gint64 *bytes,
                              GError **error);
/* Also notes @last_position, so that no position is given out twice. */
gboolean bh_outbox_file_commit (BhOutboxFile *self, guint64 last_position, GError **error);
void bh_outbox_file_rollback (BhOutboxFile *self);

/* At most @max records after @after: owned array of BhRecord. Broken ones are deleted and counted.
 */
GPtrArray *
bh_outbox_file_read (BhOutboxFile *self, guint64 after, guint max, guint *corrupt, GError **error);

void bh_outbox_file_limit_pages (BhOutboxFile *self, gint pages);
