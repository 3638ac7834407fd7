/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/pg-blocking.h"

#include "server/store/store-error.h"

/* Notices ("table exists, skipping") are nobody's business. */
static void
on_notice (void *data, const PGresult *result)
{
}

static char *
one_line (const char *text)
{
  char *line = g_strdup (text != NULL && *text != '\0' ? text : "no reason given");

  g_strdelimit (line, "\r\n\t", ' ');
  return g_strstrip (line);
}

char *
bh_pg_connection_message (const PGconn *conn)
{
  return one_line (PQerrorMessage (conn));
}

char *
bh_pg_result_message (const PGresult *result)
{
  const char *message = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
  const char *detail = PQresultErrorField (result, PG_DIAG_MESSAGE_DETAIL);
  const char *context = PQresultErrorField (result, PG_DIAG_CONTEXT);
  const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  g_autoptr (GString) all =
      g_string_new (message != NULL ? message : PQresultErrorMessage (result));
  g_autofree char *line = NULL;

  if (detail != NULL)
    g_string_append_printf (all, " (%s)", detail);
  else if (context != NULL)
    g_string_append_printf (all, " (%.120s)", context);
  if (state != NULL)
    g_string_append_printf (all, " [%s]", state);
  line = one_line (all->str);
  return g_utf8_make_valid (line, -1);
}

PGconn *
bh_pg_connect_blocking (const char *conninfo, const char *name, GError **error)
{
  const char *keys[] = {"connect_timeout",
                        "dbname",
                        "fallback_application_name",
                        "client_encoding",
                        "keepalives_idle",
                        "tcp_user_timeout",
                        NULL};
  const char *values[] = {"10", conninfo, name, "UTF8", "10", "20000", NULL};
  g_autoptr (PGconn) conn = NULL;

  conn = PQconnectdbParams (keys, values, 1); /* lint: ok, a worker thread or bellhopctl */
  if (conn == NULL || PQstatus (conn) != CONNECTION_OK) {
    g_autofree char *why = bh_pg_connection_message (conn);

    g_set_error (error,
                 BH_STORE_ERROR,
                 BH_STORE_ERROR_AWAY,
                 "The database does not answer: %s. Check that PostgreSQL runs, and [store] in the "
                 "configuration.",
                 why);
    return NULL;
  }
  PQsetNoticeReceiver (conn, on_notice, NULL);
  return g_steal_pointer (&conn);
}

PGresult *
bh_pg_exec_blocking (PGconn *conn,
                     const char *sql,
                     int n,
                     const char *const *values,
                     GError **error)
{
  g_autoptr (PGresult) result = NULL;
  ExecStatusType status;

  if (n == 0)
    result = PQexec (conn, sql); /* lint: ok, a worker thread or bellhopctl */
  else
    result = PQexecParams (conn, sql, n, NULL, values, NULL, NULL, 0); /* lint: ok, as above */
  status = PQresultStatus (result);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_COPY_IN &&
      status != PGRES_EMPTY_QUERY) {
    g_autofree char *why = result != NULL ? bh_pg_result_message (result)
                                          : bh_pg_connection_message (conn);

    g_set_error (error,
                 BH_STORE_ERROR,
                 PQstatus (conn) == CONNECTION_OK ? BH_STORE_ERROR_STATEMENT : BH_STORE_ERROR_AWAY,
                 "The database refused a statement: %s",
                 why);
    return NULL;
  }
  return g_steal_pointer (&result);
}

char *
bh_pg_get_blocking (PGconn *conn, const char *sql, int n, const char *const *values, GError **error)
{
  g_autoptr (PGresult) result = bh_pg_exec_blocking (conn, sql, n, values, error);

  if (result == NULL || PQntuples (result) == 0 || PQnfields (result) == 0 ||
      PQgetisnull (result, 0, 0))
    return NULL;
  return g_strdup (PQgetvalue (result, 0, 0));
}
