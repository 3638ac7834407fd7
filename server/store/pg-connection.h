/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

#include "server/core/nick.h"

/* One connection to PostgreSQL that never blocks the main loop: made and prepared in a worker
 * thread (a name to be looked up, a key exchange, a list of hosts: libpq blocks in all of them),
 * then used in pipeline mode from a GSource on its socket. Lost, it comes back by itself, later and
 * later. */

#define BH_PG_STATE_TABLE(X)                                                                       \
  X (BH_PG_OFF, "off")                                                                             \
  X (BH_PG_CONNECTING, "connecting")                                                               \
  X (BH_PG_UP, "up")                                                                               \
  X (BH_PG_AWAY, "away") /* tried again by itself */
typedef enum { BH_PG_STATE_TABLE (BH_NICK_VALUE) } BhPgState;
BH_NICK_DECLARE (BhPgState, bh_pg_state)

/* Statements that run together: all of them or none, in one round trip. */
typedef struct BhPgBatch BhPgBatch;
BhPgBatch *bh_pg_batch_new (void);
void bh_pg_batch_free (BhPgBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhPgBatch, bh_pg_batch_free)
/* A prepared statement with text parameters; they are copied. */
void bh_pg_batch_add (BhPgBatch *batch, const char *statement, int n, const char *const *values);
guint bh_pg_batch_size (const BhPgBatch *batch);

/* What became of a batch. Lives for the duration of the call. */
typedef struct {
  gboolean ok;
  gboolean lost;     /* the connection went: whether it was done is not known */
  guint failed;      /* the statement that the database refused */
  char sqlstate[6];  /* "" when lost */
  char *message;     /* why not */
  GPtrArray *values; /* of each statement: first column of the first row, or NULL */
} BhPgReply;
typedef void (*BhPgDone) (const BhPgReply *reply, gpointer user_data);

/* Run in the worker thread on each new connection: settings, migrations, prepared statements. */
typedef gboolean (*BhPgSetup) (PGconn *conn, GVariant *data, GError **error);

#define BH_TYPE_PG_CONNECTION (bh_pg_connection_get_type ())
G_DECLARE_FINAL_TYPE (BhPgConnection, bh_pg_connection, BH, PG_CONNECTION, GObject)

/* @limit_ms: a batch that takes longer means that the connection is dead; 0: none. @setup_data
 * (nullable) is handed to @setup. Signal "changed". */
BhPgConnection *bh_pg_connection_new (const char *conninfo,
                                      const char *name,
                                      guint limit_ms,
                                      BhPgSetup setup,
                                      GVariant *setup_data);
void bh_pg_connection_start (BhPgConnection *self);
/* What is under way is answered as lost. */
void bh_pg_connection_stop (BhPgConnection *self);
/* Does not wait any longer, if it waits to try again. */
void bh_pg_connection_try_now (BhPgConnection *self);

/* Takes @batch; @done is called exactly once, later, also when there is no connection. */
void
bh_pg_connection_run (BhPgConnection *self, BhPgBatch *batch, BhPgDone done, gpointer user_data);

BhPgState bh_pg_connection_get_state (BhPgConnection *self);
/* For people: what is, since when it is so in the caller's books, and what to do. */
const char *bh_pg_connection_get_sentence (BhPgConnection *self);
guint bh_pg_connection_get_pending (BhPgConnection *self);
