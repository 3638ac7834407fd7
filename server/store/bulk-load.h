/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

/* Many JSON objects at once, by COPY, in one transaction: all of them or none. They come to lie in
 * the temporary table bh_load (line integer, doc jsonb, id uuid, known boolean, same boolean), from
 * where statements take them. Blocking: for bellhopctl. */

typedef struct BhBulkLoad BhBulkLoad;

/* @what is loaded, for complaints: "customers". Static. */
BhBulkLoad *bh_bulk_load_begin (PGconn *conn, const char *what, GError **error);
gboolean bh_bulk_load_add (BhBulkLoad *load, guint line, const char *json, GError **error);
/* Ends the COPY, the first time, and runs @steps; the transaction is still open. */
gboolean
bh_bulk_load_run (BhBulkLoad *load, const char *const *steps, guint n_steps, GError **error);
/* What a counting statement says. */
guint bh_bulk_load_count (BhBulkLoad *load, const char *sql);
/* @keep FALSE: everything is undone after it was tried. The load is over in any case. */
gboolean bh_bulk_load_finish (BhBulkLoad *load, gboolean keep, GError **error);
/* Undoes everything, if it is not over. */
void bh_bulk_load_free (BhBulkLoad *load);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhBulkLoad, bh_bulk_load_free)
