/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

/* Brings a database's schema to what this program knows: data/sql/NNNN_name.sql in order, each in
 * one transaction, one process at a time (advisory lock), each written down with its checksum in
 * schema_migration. A database whose history differs from ours, or that is newer than this program,
 * is left alone with an error that says so.
 *
 * Blocking: for worker threads and bellhopctl. @applied (optional) gets the number of migrations
 * that ran. */
gboolean bh_migrate_blocking (PGconn *conn, guint *applied, GError **error);

/* The same with other migrations, for tests: @names and @texts are NULL-terminated, in order. */
gboolean bh_migrate_with_blocking (PGconn *conn,
                                   const char *const *names,
                                   const char *const *texts,
                                   guint *applied,
                                   GError **error);
