/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/cluster.h"
#include "server/store/pg-blocking.h"

/* A private PostgreSQL for the tests of one program: started at the first question, gone with the
 * program, however it ends. Each test has a database of its own, made from a migrated template in a
 * tenth of a second. */

/* A folder below /tmp that PostgreSQL's user can enter; removed with the fixture. */
const char *bh_pg_fixture_folder (void);
BhCluster *bh_pg_fixture_cluster (void);
/* A fresh migrated database, or (FALSE) an empty one: its conninfo, owned by the caller. */
char *bh_pg_fixture_database (gboolean migrated);
/* Stops it and cleans up; g_test_run()'s result is handed through. */
int bh_pg_fixture_finish (int status);

/* Shorthands on a blocking connection: the test fails when the statement does. */
PGconn *bh_pg_fixture_connect (const char *conninfo);
void bh_pg_fixture_exec (PGconn *conn, const char *sql);
char *bh_pg_fixture_get (PGconn *conn, const char *sql);
#define bh_assert_sql(conn, sql, expected)                                                         \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *bh_got = bh_pg_fixture_get (conn, sql);                                       \
    g_assert_cmpstr (bh_got, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

/* Starts or stops any cluster and waits for it. */
void bh_pg_fixture_start (BhCluster *cluster);
void bh_pg_fixture_stop (BhCluster *cluster);
