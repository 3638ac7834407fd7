/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-store"
#include "server/store/store-setup.h"

#include "server/ports/directory-port.h"
#include "server/ports/record.h"
#include "server/store/migrate.h"
#include "server/store/pg-blocking.h"
#include "server/store/sql-text.h"
#include "server/store/store-error.h"

/* jit: compiling a plan costs more than our statements take. generic plan: theirs are the same for
 * all arguments, and making one anew costs more than running it. */
static const char settings[] =
    "SET jit = off; SET plan_cache_mode = force_generic_plan; SET TIME ZONE 'UTC';"
    "SET search_path = public; SET standard_conforming_strings = on";

static const char position_get[] = "SELECT position::text FROM outbox_position WHERE source = $1";
static const char position_set[] =
    "INSERT INTO outbox_position (source, position) VALUES ($1, $2::bigint)"
    " ON CONFLICT (source) DO UPDATE SET position = excluded.position, updated_at = now()";
static const char park[] = "INSERT INTO parked_record (source, position, kind, key, body, reason)"
                           " VALUES ($1, $2::bigint, $3, $4, $5::bytea, $6) ON CONFLICT DO NOTHING";

#define JSONB 3802 /* its Oid in every PostgreSQL (pg_type.dat) */

static gboolean
run (PGconn *conn, const char *sql, GError **error)
{
  g_autoptr (PGresult) result = bh_pg_exec_blocking (conn, sql, 0, NULL, error);

  return result != NULL;
}

static gboolean
prepare (PGconn *conn, const char *name, const char *sql, int n_json, GError **error)
{
  /* said, so that a question without arguments takes its empty object all the same */
  const Oid types[] = {JSONB};
  g_autoptr (PGresult) result =
      PQprepare (conn, name, sql, n_json, types); /* lint: ok, in a worker thread */

  if (PQresultStatus (result) != PGRES_COMMAND_OK) {
    g_autofree char *why = bh_pg_result_message (result);

    g_set_error (
        error,
        BH_STORE_ERROR,
        BH_STORE_ERROR_SCHEMA,
        "The database does not understand \"%s\" (%s). Its schema is not the one of this program.",
        name,
        why);
    return FALSE;
  }
  return TRUE;
}

static gboolean
prepare_file (PGconn *conn, const char *folder, const char *name, GError **error)
{
  g_autofree char *statement = g_strdup_printf ("%s/%s", folder, name);
  g_autofree char *path = g_strdup_printf ("%s.sql", statement);

  return prepare (conn, statement, bh_sql_text (path), 1, error);
}

static gboolean
bring_in_queues (PGconn *conn, GVariant *queues, GError **error)
{
  gsize n = queues != NULL ? g_variant_n_children (queues) : 0;

  for (gsize i = 0; i < n; i++) {
    g_autofree char *place = g_strdup_printf ("%zu", i);
    g_autoptr (PGresult) result = NULL;
    const char *name;
    const char *label;

    g_variant_get_child (queues, i, "(&s&s)", &name, &label);
    result = bh_pg_exec_blocking (
        conn,
        "INSERT INTO queue AS q (name, label, position) VALUES ($1, $2, $3::int)"
        " ON CONFLICT (name) DO UPDATE SET label = excluded.label, position = excluded.position"
        " WHERE (q.label, q.position) IS DISTINCT FROM (excluded.label, excluded.position)",
        3,
        (const char *[]){name, label, place},
        error);
    if (result == NULL)
      return FALSE;
  }
  return TRUE;
}

gboolean
bh_store_setup_writer (PGconn *conn, GVariant *queues, GError **error)
{
  if (!run (conn, settings, error) || !run (conn, "SET statement_timeout = '60s'", error) ||
      !bh_migrate_blocking (conn, NULL, error) || !bring_in_queues (conn, queues, error))
    return FALSE;
  for (int kind = 0; kind < BH_RECORD_N_KINDS; kind++)
    if (!prepare_file (conn, "write", bh_record_kind_to_string ((BhRecordKind) kind), error))
      return FALSE;
  return prepare (conn, "position/get", position_get, 0, error) &&
         prepare (conn, "position/set", position_set, 0, error) &&
         prepare (conn, "park", park, 0, error);
}

/* One question that the database does not understand is refused, each time it is asked; the others
 * are answered. Where it understands none, the schema is not there (yet). */
static gboolean
prepare_queries (PGconn *conn, GError **error)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);

  for (int query = 0; query < BH_QUERY_N_QUERIES; query++) {
    g_autoptr (GError) fault = NULL;
    const char *name = bh_directory_query_to_string ((BhDirectoryQuery) query);

    if (prepare_file (conn, "query", name, &fault))
      continue;
    g_ptr_array_add (faults, g_strdup_printf ("data/sql/query/%s.sql: %s", name, fault->message));
    if (faults->len == BH_QUERY_N_QUERIES || PQstatus (conn) != CONNECTION_OK) {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  }
  for (guint i = 0; i < faults->len; i++)
    g_warning ("What asks this is refused, the rest works. %s", (char *) faults->pdata[i]);
  return TRUE;
}

gboolean
bh_store_setup_reader (PGconn *conn, GVariant *unused, GError **error)
{
  g_autoptr (PGresult) warm = NULL;
  g_autoptr (GError) cold = NULL;

  if (!run (conn, settings, error) || !run (conn, "SET statement_timeout = '1500ms'", error))
    return FALSE;
  if (!prepare_queries (conn, error))
    return FALSE;
  warm = bh_pg_exec_blocking (
      conn,
      "EXECUTE \"query/lookup\" ('{\"e164\": \"+0\", \"digits\": \"0\", \"mode\": \"exact\"}')",
      0,
      NULL,
      &cold);
  if (warm == NULL && PQstatus (conn) == CONNECTION_OK)
    g_warning ("Customers cannot be looked up by number: %s", cold->message);
  if (warm == NULL && PQstatus (conn) != CONNECTION_OK)
    g_propagate_error (error, g_steal_pointer (&cold));
  return warm != NULL || PQstatus (conn) == CONNECTION_OK;
}
