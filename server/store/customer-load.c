/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/customer-load.h"

#include <string.h>

#include "server/store/pg-blocking.h"
#include "server/store/store-error.h"

struct BhCustomerLoad {
  PGconn *conn;
  GString *row;
  gboolean open;
};

static gboolean
exec (PGconn *conn, const char *sql, GError **error)
{
  g_autoptr (PGresult) result = bh_pg_exec_blocking (conn, sql, 0, NULL, error);
  return result != NULL;
}

static gboolean
fail (BhCustomerLoad *load, GError **error)
{
  g_autofree char *message = bh_pg_connection_message (load->conn);
  g_set_error (error,
               BH_STORE_ERROR,
               BH_STORE_ERROR_STATEMENT,
               "The customers could not be loaded: %s",
               message);
  return FALSE;
}

BhCustomerLoad *
bh_customer_load_begin (PGconn *conn, GError **error)
{
  g_autoptr (BhCustomerLoad) load = g_new0 (BhCustomerLoad, 1);
  load->conn = conn;
  load->row = g_string_new (NULL);
  if (!exec (conn, "BEGIN", error))
    return NULL;
  load->open = TRUE;
  if (!exec (conn,
             "CREATE TEMP TABLE bh_load (line integer, doc jsonb, id uuid, known boolean) ON "
             "COMMIT DROP",
             error))
    return NULL;
  g_autoptr (PGresult) copy =
      PQexec (conn, "COPY bh_load (line, doc) FROM STDIN"); /* lint: ok, a command line may block */
  if (PQresultStatus (copy) != PGRES_COPY_IN) {
    fail (load, error);
    return NULL;
  }
  return g_steal_pointer (&load);
}

/* COPY's text format: a backslash is the only thing in JSON text that means something to it. */
static void
append_escaped (GString *row, const char *json)
{
  for (; *json != '\0'; json++) {
    if (*json == '\\')
      g_string_append_c (row, '\\');
    g_string_append_c (row, *json == '\n' || *json == '\t' || *json == '\r' ? ' ' : *json);
  }
}

gboolean
bh_customer_load_add (BhCustomerLoad *load, guint line, const char *json, GError **error)
{
  g_string_printf (load->row, "%u\t", line);
  append_escaped (load->row, json);
  g_string_append_c (load->row, '\n');
  return PQputCopyData (load->conn, load->row->str, (int) load->row->len) == 1 ||
         fail (load, error);
}

static gboolean
end_copy (BhCustomerLoad *load, GError **error)
{
  gboolean ok = PQputCopyEnd (load->conn, NULL) == 1;
  for (PGresult *result; (result = PQgetResult (load->conn)) != NULL; PQclear (result))
    ok = ok && PQresultStatus (result) == PGRES_COMMAND_OK;
  return ok || fail (load, error);
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

static guint
count (BhCustomerLoad *load, const char *sql)
{
  g_autofree char *text = bh_pg_get_blocking (load->conn, sql, 0, NULL, NULL);
  return text == NULL ? 0 : (guint) g_ascii_strtoull (text, NULL, 10);
}

gboolean
bh_customer_load_finish (BhCustomerLoad *load,
                         gboolean keep,
                         BhCustomerLoadResult *result,
                         GError **error)
{
  gboolean ok = end_copy (load, error);
  for (guint i = 0; ok && i < G_N_ELEMENTS (steps); i++)
    ok = exec (load->conn, steps[i], error);
  if (ok) {
    result->inserted = count (load, "SELECT count(*) FROM bh_load WHERE NOT known");
    result->updated = count (load, "SELECT count(*) FROM bh_load WHERE known");
  }
  if (!ok)
    return FALSE;
  load->open = FALSE;
  return exec (load->conn, keep ? "COMMIT" : "ROLLBACK", error);
}

void
bh_customer_load_free (BhCustomerLoad *load)
{
  if (load->open) {
    if (PQtransactionStatus (load->conn) == PQTRANS_ACTIVE) {
      PQputCopyEnd (load->conn, "given up");
      for (PGresult *result; (result = PQgetResult (load->conn)) != NULL;)
        PQclear (result);
    }
    exec (load->conn, "ROLLBACK", NULL);
  }
  g_string_free (load->row, TRUE);
  g_free (load);
}
