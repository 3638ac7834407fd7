/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

/* Plain blocking calls to PostgreSQL: for worker threads, bellhopctl and tests. NEVER in the
 * daemon's main loop. */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

/* @conninfo: libpq's key=value text or URI; @name shows in pg_stat_activity. Waits at most 10 s.
 * Speaks UTF-8. */
PGconn *bh_pg_connect_blocking (const char *conninfo, const char *name, GError **error);

/* One statement, or several without parameters; @values: text parameters $1... (NULL: SQL null), @n
 * of them. The result is of class "tuples" or "command"; anything else is an error that carries the
 * database's own words. */
PGresult *bh_pg_exec_blocking (PGconn *conn,
                               const char *sql,
                               int n,
                               const char *const *values,
                               GError **error);

/* First column of the first row, owned; NULL without error if there is none or it is null. */
char *bh_pg_get_blocking (PGconn *conn,
                          const char *sql,
                          int n,
                          const char *const *values,
                          GError **error);

/* What the database says, on one line: "message (detail; hint) [SQLSTATE]". */
char *bh_pg_result_message (const PGresult *result);
/* The same of a connection, without libpq's line ends. */
char *bh_pg_connection_message (const PGconn *conn);
