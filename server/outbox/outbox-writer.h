/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/outbox/outbox-file.h"
#include "server/outbox/outbox.h"

/* The thread behind an outbox: takes what is pending in groups, commits each group, and says how
 * far it is durable. */

typedef struct BhOutboxWriter BhOutboxWriter;

/* One thing to be written. Made by the main context, owned by the writer once pushed. */
typedef struct BhOutboxOp BhOutboxOp;
BhOutboxOp *bh_outbox_op_append (BhRecordKind kind, const char *key, GBytes *body);
BhOutboxOp *bh_outbox_op_put (const char *kind, const char *id, GBytes *body);
BhOutboxOp *bh_outbox_op_remove (const char *kind, const char *id);
void bh_outbox_op_free (BhOutboxOp *op);

/* Called in the main context that was the thread-default one at bh_outbox_writer_new(), never after
 * the close. */
typedef void (*BhOutboxNewsFunc) (guint64 durable, const char *problem, gpointer user_data);

/* Takes @file. */
BhOutboxWriter *bh_outbox_writer_new (BhOutboxFile *file,
                                      const BhOutboxFound *found,
                                      const BhOutboxOptions *options,
                                      BhOutboxNewsFunc news,
                                      gpointer user_data);
/* Writes what is pending, as far as the disk takes it, and frees the writer. TRUE when nothing was
 * lost. */
gboolean bh_outbox_writer_close (BhOutboxWriter *self);

/* Takes @op; its position, or 0 with @error when there is no room. */
guint64 bh_outbox_writer_push (BhOutboxWriter *self, BhOutboxOp *op, GError **error);
/* Answers @task with an array of BhRecord. */
void bh_outbox_writer_read (BhOutboxWriter *self, guint64 after, guint max, GTask *task);
void bh_outbox_writer_acknowledge (BhOutboxWriter *self, guint64 position);
void bh_outbox_writer_get_figures (BhOutboxWriter *self, BhOutboxFigures *figures);
void bh_outbox_writer_limit_pages (BhOutboxWriter *self, gint pages);
