/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/customer-load.h"

#include "server/store/bulk-load.h"

struct BhCustomerLoad {
  BhBulkLoad *bulk;
};

BhCustomerLoad *
bh_customer_load_begin (PGconn *conn, GError **error)
{
  BhBulkLoad *bulk = bh_bulk_load_begin (conn, "customers", error);
  BhCustomerLoad *load;

  if (bulk == NULL)
    return NULL;
  load = g_new0 (BhCustomerLoad, 1);
  load->bulk = bulk;
  return load;
}

gboolean
bh_customer_load_add (BhCustomerLoad *load, guint line, const char *json, GError **error)
{
  return bh_bulk_load_add (load->bulk, line, json, error);
}

/* In this order: who is known by reference, who by name and number, everybody else is new. */
static const char *const steps[] = {
    "UPDATE bh_load AS l SET id = c.id, known = true FROM customer AS c WHERE c.external_ref = "
    "l.doc->>'external_ref'",
    "UPDATE bh_load AS l SET id = c.id, known = true FROM customer AS c JOIN customer_phone AS p "
    "ON p.customer_id = c.id "
    "WHERE l.id IS NULL AND l.doc->>'external_ref' IS NULL AND c.name = l.doc->>'name' "
    "AND p.number IN (SELECT e->>'number' FROM jsonb_array_elements(l.doc->'phones') AS e)",
    "UPDATE bh_load SET id = gen_random_uuid(), known = false WHERE id IS NULL",
    "INSERT INTO customer (id, name, latin_name, company, tier, language, time_zone, email, notes, "
    "external_ref, created_by) "
    "SELECT id, doc->>'name', doc->>'latin_name', doc->>'company', doc->>'tier', doc->>'language', "
    "doc->>'time_zone', doc->>'email', "
    "doc->>'notes', doc->>'external_ref', 'import' FROM bh_load WHERE NOT known",
    "UPDATE customer AS c SET name = l.doc->>'name', latin_name = COALESCE(l.doc->>'latin_name', "
    "c.latin_name), "
    "company = COALESCE(l.doc->>'company', c.company), tier = COALESCE(l.doc->>'tier', c.tier), "
    "language = COALESCE(l.doc->>'language', c.language), time_zone = "
    "COALESCE(l.doc->>'time_zone', c.time_zone), "
    "email = COALESCE(l.doc->>'email', c.email), notes = COALESCE(l.doc->>'notes', c.notes), "
    "updated_at = now() "
    "FROM bh_load AS l WHERE l.id = c.id AND l.known",
    "INSERT INTO customer_phone (customer_id, number, label, ordinal) SELECT l.id, e->>'number', "
    "COALESCE(e->>'label', ''), o "
    "FROM bh_load AS l, jsonb_array_elements(l.doc->'phones') WITH ORDINALITY AS p (e, o) ON "
    "CONFLICT DO NOTHING",
};

gboolean
bh_customer_load_finish (BhCustomerLoad *load,
                         gboolean keep,
                         BhCustomerLoadResult *result,
                         GError **error)
{
  if (!bh_bulk_load_run (load->bulk, steps, G_N_ELEMENTS (steps), error))
    return FALSE;
  result->inserted =
      bh_bulk_load_count (load->bulk, "SELECT count(*) FROM bh_load WHERE NOT known");
  result->updated = bh_bulk_load_count (load->bulk, "SELECT count(*) FROM bh_load WHERE known");
  return bh_bulk_load_finish (load->bulk, keep, error);
}

void
bh_customer_load_free (BhCustomerLoad *load)
{
  bh_bulk_load_free (load->bulk);
  g_free (load);
}
