/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-store"
#include "server/store/migrate.h"

#include "server/store/pg-blocking.h"
#include "server/store/sql-text.h"
#include "server/store/store-error.h"

/* Any number, as long as nobody else in the same database uses it: "Bellhop" in ASCII, cut to 63
 * bits. */
#define LOCK "4784622921347920"

static const char table_sql[] = "CREATE TABLE IF NOT EXISTS schema_migration ("
                                "  version integer PRIMARY KEY,"
                                "  name text NOT NULL,"
                                "  sha256 text NOT NULL,"
                                "  applied_at timestamptz NOT NULL DEFAULT now(),"
                                "  took_ms integer NOT NULL)";

static gboolean
run (PGconn *conn, const char *sql, GError **error)
{
  g_autoptr (PGresult) result = bh_pg_exec_blocking (conn, sql, 0, NULL, error);

  return result != NULL;
}

static gboolean
apply (PGconn *conn,
       int version,
       const char *name,
       const char *text,
       const char *sum,
       GError **error)
{
  gint64 begun = g_get_monotonic_time ();
  g_autofree char *number = g_strdup_printf ("%d", version);
  g_autofree char *took = NULL;
  g_autoptr (PGresult) noted = NULL;

  if (!run (conn, "BEGIN", error) || !run (conn, text, error)) {
    run (conn, "ROLLBACK", NULL);
    g_prefix_error (error, "Migration %s cannot be applied. ", name);
    return FALSE;
  }
  took = g_strdup_printf ("%d", (int) ((g_get_monotonic_time () - begun) / 1000));
  noted = bh_pg_exec_blocking (
      conn,
      "INSERT INTO schema_migration (version, name, sha256, took_ms) VALUES ($1, $2, $3, $4)",
      4,
      (const char *[]){number, name, sum, took},
      error);
  if (noted == NULL || !run (conn, "COMMIT", error)) {
    run (conn, "ROLLBACK", NULL);
    return FALSE;
  }
  g_info ("Migration %s applied in %s ms", name, took);
  return TRUE;
}

/* Compares what the database says of one migration with ours. */
static gboolean
check (PGresult *history,
       int row,
       const char *const *names,
       const char *const *texts,
       GError **error)
{
  const char *name = PQgetvalue (history, row, 1);
  g_autofree char *sum = NULL;
  guint n = g_strv_length ((char **) names);

  if ((guint) row >= n) {
    g_set_error (
        error,
        BH_STORE_ERROR,
        BH_STORE_ERROR_SCHEMA,
        "The database is newer than this program: it has migration %s, which is not known here. "
        "Install the version of Bellhop that made it, or a later one.",
        name);
    return FALSE;
  }
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, texts[row], -1);
  if (!g_str_equal (name, names[row]) || !g_str_equal (PQgetvalue (history, row, 2), sum)) {
    g_set_error (
        error,
        BH_STORE_ERROR,
        BH_STORE_ERROR_SCHEMA,
        "The database was made by another history: its migration %s is not the %s of this program. "
        "Nothing was changed; use the Bellhop that made the database, or another database.",
        name,
        names[row]);
    return FALSE;
  }
  return TRUE;
}

static gboolean
migrate_locked (PGconn *conn,
                const char *const *names,
                const char *const *texts,
                guint *applied,
                GError **error)
{
  g_autoptr (PGresult) history = NULL;
  guint n = g_strv_length ((char **) names);
  int known;

  if (!run (conn, table_sql, error))
    return FALSE;
  history =
      bh_pg_exec_blocking (conn,
                           "SELECT version, name, sha256 FROM schema_migration ORDER BY version",
                           0,
                           NULL,
                           error);
  if (history == NULL)
    return FALSE;
  known = PQntuples (history);
  for (int row = 0; row < known; row++)
    if (!check (history, row, names, texts, error))
      return FALSE;
  for (guint i = (guint) known; i < n; i++) {
    g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, texts[i], -1);

    if (!apply (conn, (int) g_ascii_strtoll (names[i], NULL, 10), names[i], texts[i], sum, error))
      return FALSE;
    if (applied != NULL)
      (*applied)++;
  }
  return TRUE;
}

gboolean
bh_migrate_with_blocking (PGconn *conn,
                          const char *const *names,
                          const char *const *texts,
                          guint *applied,
                          GError **error)
{
  gboolean ok;

  g_return_val_if_fail (conn != NULL, FALSE);

  if (applied != NULL)
    *applied = 0;
  if (!run (conn, "SET lock_timeout = '60s'", error) ||
      !run (conn, "SELECT pg_advisory_lock(" LOCK ")", error)) {
    g_prefix_error (error, "Somebody else is changing this database's schema. ");
    return FALSE;
  }
  ok = migrate_locked (conn, names, texts, applied, error);
  run (conn, "SELECT pg_advisory_unlock(" LOCK ")", NULL);
  run (conn, "RESET lock_timeout", NULL);
  return ok;
}

gboolean
bh_migrate_blocking (PGconn *conn, guint *applied, GError **error)
{
  g_autoptr (GPtrArray) names = bh_sql_migrations ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (texts, (gpointer) bh_sql_text (names->pdata[i]));
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (texts, NULL);
  return bh_migrate_with_blocking (conn,
                                   (const char *const *) names->pdata,
                                   (const char *const *) texts->pdata,
                                   applied,
                                   error);
}
