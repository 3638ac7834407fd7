/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

/* What a new connection is given before it is used: settings, the schema, the prepared statements.
 * In a worker thread: the BhPgSetup of writer and readers. */

/* Migrates, brings the queues of the configuration in, prepares "write/KIND", "position/get",
 * "position/set", "park". @queues: a(ss) of name and label, or NULL. */
gboolean bh_store_setup_writer (PGconn *conn, GVariant *queues, GError **error);

/* Prepares "query/NAME" for each question, and asks a first one so that plans are made. */
gboolean bh_store_setup_reader (PGconn *conn, GVariant *unused, GError **error);
