/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/bulk-load.h"

#include "server/store/pg-blocking.h"
#include "server/store/store-error.h"

struct BhBulkLoad {
  PGconn *conn;
  const char *what;
  GString *row;
  gboolean open;
  gboolean copying;
};

static gboolean
exec (PGconn *conn, const char *sql, GError **error)
{
  g_autoptr (PGresult) result = bh_pg_exec_blocking (conn, sql, 0, NULL, error);
  return result != NULL;
}

static gboolean
fail (BhBulkLoad *load, GError **error)
{
  g_autofree char *message = bh_pg_connection_message (load->conn);
  g_set_error (error,
               BH_STORE_ERROR,
               BH_STORE_ERROR_STATEMENT,
               "The %s could not be loaded: %s",
               load->what,
               message);
  return FALSE;
}

BhBulkLoad *
bh_bulk_load_begin (PGconn *conn, const char *what, GError **error)
{
  g_autoptr (BhBulkLoad) load = g_new0 (BhBulkLoad, 1);
  load->conn = conn;
  load->what = what;
  load->row = g_string_new (NULL);
  if (!exec (conn, "BEGIN", error))
    return NULL;
  load->open = TRUE;
  if (!exec (conn,
             "CREATE TEMP TABLE bh_load (line integer, doc jsonb, id uuid, known boolean, same "
             "boolean) ON COMMIT DROP",
             error))
    return NULL;
  g_autoptr (PGresult) copy =
      PQexec (conn, "COPY bh_load (line, doc) FROM STDIN"); /* lint: ok, a command line may block */
  if (PQresultStatus (copy) != PGRES_COPY_IN) {
    fail (load, error);
    return NULL;
  }
  load->copying = TRUE;
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
bh_bulk_load_add (BhBulkLoad *load, guint line, const char *json, GError **error)
{
  g_string_printf (load->row, "%u\t", line);
  append_escaped (load->row, json);
  g_string_append_c (load->row, '\n');
  return PQputCopyData (load->conn, load->row->str, (int) load->row->len) == 1 ||
         fail (load, error);
}

static gboolean
end_copy (BhBulkLoad *load, GError **error)
{
  gboolean ok;

  if (!load->copying)
    return TRUE;
  load->copying = FALSE;
  ok = PQputCopyEnd (load->conn, NULL) == 1;
  for (PGresult *result; (result = PQgetResult (load->conn)) != NULL; PQclear (result))
    ok = ok && PQresultStatus (result) == PGRES_COMMAND_OK;
  return ok || fail (load, error);
}

guint
bh_bulk_load_count (BhBulkLoad *load, const char *sql)
{
  g_autofree char *text = bh_pg_get_blocking (load->conn, sql, 0, NULL, NULL);
  return text == NULL ? 0 : (guint) g_ascii_strtoull (text, NULL, 10);
}

gboolean
bh_bulk_load_run (BhBulkLoad *load, const char *const *steps, guint n_steps, GError **error)
{
  gboolean ok = end_copy (load, error);

  for (guint i = 0; ok && i < n_steps; i++)
    ok = exec (load->conn, steps[i], error);
  return ok;
}

gboolean
bh_bulk_load_finish (BhBulkLoad *load, gboolean keep, GError **error)
{
  load->open = FALSE;
  return exec (load->conn, keep ? "COMMIT" : "ROLLBACK", error);
}

void
bh_bulk_load_free (BhBulkLoad *load)
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
