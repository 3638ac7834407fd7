/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/directory-port.h"
#include "server/store/pg-connection.h"

/* The directory port on PostgreSQL: a few connections, each question a prepared statement of
 * data/sql/query. An answer comes within 1.5 s (the database's own limit) or as an error; a server
 * that does not answer at all is given up after 3 s. */

#define BH_TYPE_STORE_READER (bh_store_reader_get_type ())
G_DECLARE_FINAL_TYPE (BhStoreReader, bh_store_reader, BH, STORE_READER, GObject)

/* @connections: 1 to 8. Signal "changed". */
BhStoreReader *bh_store_reader_new (const char *conninfo, guint connections);
void bh_store_reader_start (BhStoreReader *self);
void bh_store_reader_stop (BhStoreReader *self);
void bh_store_reader_try_now (BhStoreReader *self);

/* UP when at least one connection is. */
BhPgState bh_store_reader_get_state (BhStoreReader *self);
const char *bh_store_reader_get_sentence (BhStoreReader *self);
