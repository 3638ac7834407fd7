/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/nick.h"
#include "server/ports/directory-port.h"
#include "server/ports/record-source.h"
#include "server/store/store-writer.h"

/* The database, whole: the private PostgreSQL (or the one that was named), the writer that drains
 * the outbox into it, the readers that answer from it. Started once, it keeps itself going: what
 * dies is started again, what is away is tried again, and its state can be asked in words. */

#define BH_STORE_STATE_TABLE(X)                                                                    \
  X (BH_STORE_DOWN, "down")                                                                        \
  X (BH_STORE_STARTING, "starting")                                                                \
  X (BH_STORE_UP, "up")
typedef enum { BH_STORE_STATE_TABLE (BH_NICK_VALUE) } BhStoreState;
BH_NICK_DECLARE (BhStoreState, bh_store_state)

#define BH_TYPE_STORE (bh_store_get_type ())
G_DECLARE_FINAL_TYPE (BhStore, bh_store, BH, STORE, GObject)

/* @conninfo NULL: a private PostgreSQL in @state_dir. Else @state_dir is not used. Signal
 * "changed". */
BhStore *bh_store_new (BhRecordSource *outbox, const char *conninfo, const char *state_dir);

/* Before the start: a queue of the configuration, to be known to views and desks. */
void bh_store_add_queue (BhStore *self, const char *name, const char *label);
/* Before the start, for tests and demonstrations: a private PostgreSQL that does not wait for
 * disks. */
void bh_store_set_fsync (BhStore *self, gboolean fsync);

void bh_store_start (BhStore *self);
/* Stops writer and readers at once, and the private PostgreSQL; never an error that matters. */
void bh_store_stop_async (BhStore *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean bh_store_stop_finish (BhStore *self, GAsyncResult *result, GError **error);

/* Where questions are asked; the store's, valid as long as it. Answers with AWAY while it is down.
 */
BhDirectoryPort *bh_store_get_directory (BhStore *self);
/* libpq's way to the database, for what bellhopctl does at its side. */
const char *bh_store_get_conninfo (BhStore *self);

BhStoreState bh_store_get_state (BhStore *self);
gint64 bh_store_get_since_us (BhStore *self); /* of the state, unix microseconds */
/* For people: what is, and what to do. */
const char *bh_store_get_sentence (BhStore *self);
void bh_store_get_figures (BhStore *self, BhStoreWriterFigures *figures);
