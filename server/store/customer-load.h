/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

/* Many customers at once: all of them or none, in one transaction, by COPY. Blocking: for
 * bellhopctl.
 *
 * Each is a line number and a JSON object: name, latin_name, company, tier, language, time_zone,
 * email, notes, external_ref, and phones
 * [{"number": "+86…", "label": ""}]. One with an external_ref that is known, or without one but
 * with the name and a number of a known customer, is that customer: what it says is taken over,
 * what it leaves out stays, numbers are added. */

typedef struct {
  guint inserted;
  guint updated;
} BhCustomerLoadResult;

typedef struct BhCustomerLoad BhCustomerLoad;

BhCustomerLoad *bh_customer_load_begin (PGconn *conn, GError **error);
gboolean bh_customer_load_add (BhCustomerLoad *load, guint line, const char *json, GError **error);
/* @keep FALSE: a dry run, everything is undone after it was tried. The load is over in any case. */
gboolean bh_customer_load_finish (BhCustomerLoad *load,
                                  gboolean keep,
                                  BhCustomerLoadResult *result,
                                  GError **error);
/* Undoes everything, if it is not over. */
void bh_customer_load_free (BhCustomerLoad *load);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhCustomerLoad, bh_customer_load_free)
