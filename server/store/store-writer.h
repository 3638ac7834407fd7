/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/record-source.h"
#include "server/store/pg-connection.h"

/* Brings the records of an outbox into PostgreSQL (station 9): in order, in batches of one
 * transaction each, which also holds how far it came - so each record takes effect once, whenever
 * either side died. While the database is away nothing is lost and nothing waits for it.
 *
 * A record that the database will never take (bad JSON, a constraint) is parked in its table
 * parked_record with the reason, and the others go on. Whatever else the database says is not the
 * record's fault: it is tried again. */

typedef struct {
  guint64 position; /* brought in and acknowledged up to here */
  guint64 written;  /* since the start: records */
  guint64 parked;   /* since the start */
  guint64 batches;
  guint64 retries; /* batches that were tried again */
} BhStoreWriterFigures;

#define BH_TYPE_STORE_WRITER (bh_store_writer_get_type ())
G_DECLARE_FINAL_TYPE (BhStoreWriter, bh_store_writer, BH, STORE_WRITER, GObject)

/* @queues (nullable): those of the configuration, a(ss) of name and label. The schema is migrated
 * on the way. Signal "changed". */
BhStoreWriter *bh_store_writer_new (BhRecordSource *source, const char *conninfo, GVariant *queues);
void bh_store_writer_start (BhStoreWriter *self);
void bh_store_writer_stop (BhStoreWriter *self);
void bh_store_writer_try_now (BhStoreWriter *self);

/* UP only while records really arrive. */
BhPgState bh_store_writer_get_state (BhStoreWriter *self);
const char *bh_store_writer_get_sentence (BhStoreWriter *self);
void bh_store_writer_get_figures (BhStoreWriter *self, BhStoreWriterFigures *figures);
