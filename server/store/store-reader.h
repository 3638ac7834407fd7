/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/directory-port.h"
#include "server/store/pg-connection.h"

/* Answers the directory port's questions from PostgreSQL: a small pool of connections, each
 * question one prepared statement of data/sql/query with one JSON argument, answered by one JSON
 * value in one round trip. Never blocks; what waits is bounded. */

#define BH_STORE_READER_CONNECTIONS 3
/* A screen pop that takes longer than this is of no use to anybody. */
#define BH_STORE_READER_TIMEOUT_MS 4000
/* Questions under way at once, over all connections. */
#define BH_STORE_READER_MAX_PENDING 256

#define BH_TYPE_STORE_READER (bh_store_reader_get_type ())
G_DECLARE_FINAL_TYPE (BhStoreReader, bh_store_reader, BH, STORE_READER, GObject)

/* @conninfo: libpq's. Signal "changed" when the state below does. */
BhStoreReader *bh_store_reader_new (const char *conninfo);
void bh_store_reader_start (BhStoreReader *self);
/* What is under way is answered as away. */
void bh_store_reader_stop (BhStoreReader *self);

/* UP when at least one connection is. */
BhPgState bh_store_reader_get_state (BhStoreReader *self);
const char *bh_store_reader_get_sentence (BhStoreReader *self);
