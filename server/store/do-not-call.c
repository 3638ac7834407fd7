/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/do-not-call.h"

#include <string.h>

#include "server/store/store-error.h"

static const char *
list_of (const BhDoNotCallPlace *place)
{
  return place->campaign != NULL ? "campaign" : place->list != NULL ? place->list : "house";
}

static gboolean
is_register (const BhDoNotCallPlace *place)
{
  return place->campaign == NULL && place->list != NULL && !g_str_equal (place->list, "house");
}

static gboolean
exec (PGconn *conn, const char *sql, int n, const char *const *values, GError **error)
{
  g_autoptr (PGresult) result = bh_pg_exec_blocking (conn, sql, n, values, error);
  return result != NULL;
}

static gboolean
check_place (PGconn *conn, const BhDoNotCallPlace *place, GError **error)
{
  g_autofree char *known = NULL;

  if (place->campaign != NULL) {
    known = bh_pg_get_blocking (conn,
                                "SELECT name FROM campaign WHERE name = $1",
                                1,
                                &place->campaign,
                                error);
    if (known == NULL && (error == NULL || *error == NULL))
      g_set_error (error,
                   BH_STORE_ERROR,
                   BH_STORE_ERROR_ARGUMENT,
                   "there is no campaign \"%s\"",
                   place->campaign);
    return known != NULL;
  }
  return !is_register (place) || exec (conn,
                                       "INSERT INTO do_not_call_list (name) VALUES ($1)"
                                       " ON CONFLICT DO NOTHING",
                                       1,
                                       &place->list,
                                       error);
}

/* The last instant of a day is its end everywhere: the day after it, in the server's zone. */
#define PUT                                                                                        \
  "INSERT INTO do_not_call AS d (number, list, campaign, reason, source, until, entered_by) "
#define PUT_AGAIN                                                                                  \
  " ON CONFLICT (number, list, COALESCE(campaign, '')) WHERE removed_at IS NULL DO UPDATE SET"     \
  " reason = excluded.reason, source = excluded.source, until = excluded.until,"                   \
  " entered_by = excluded.entered_by"

gboolean
bh_do_not_call_add_blocking (PGconn *conn,
                             const BhDoNotCallPlace *place,
                             const BhDoNotCall *entry,
                             gboolean *renewed,
                             GError **error)
{
  const char *values[] = {entry->number,
                          list_of (place),
                          place->campaign,
                          entry->reason != NULL ? entry->reason : "",
                          entry->source != NULL ? entry->source : "",
                          entry->until,
                          entry->by};
  g_autofree char *new = NULL;
  g_autoptr (GError) inner = NULL;

  if (!check_place (conn, place, error))
    return FALSE;
  new = bh_pg_get_blocking (conn,
                            PUT "VALUES ($1, $2, $3, $4, $5, $6::date + 1, $7)" PUT_AGAIN
                                " RETURNING (xmax = 0)::text",
                            7,
                            values,
                            &inner);
  if (new == NULL) {
    g_propagate_error (error, g_steal_pointer (&inner));
    return FALSE;
  }
  *renewed = !g_str_equal (new, "true");
  return TRUE;
}

gboolean
bh_do_not_call_remove_blocking (PGconn *conn,
                                const BhDoNotCallPlace *place,
                                const char *number,
                                const char *by,
                                GError **error)
{
  const char *values[] = {number, list_of (place), place->campaign, by};
  g_autoptr (GError) inner = NULL;
  g_autofree char *gone =
      bh_pg_get_blocking (conn,
                          "UPDATE do_not_call SET removed_at = now(), removed_by = $4 WHERE number "
                          "= $1 AND list = $2 AND campaign IS NOT DISTINCT FROM $3 AND removed_at "
                          "IS NULL RETURNING number",
                          4,
                          values,
                          &inner);

  if (inner != NULL)
    g_propagate_error (error, g_steal_pointer (&inner));
  else if (gone == NULL)
    g_set_error (error, BH_STORE_ERROR, BH_STORE_ERROR_ARGUMENT, "%s is not on that list", number);
  return gone != NULL;
}

char *
bh_do_not_call_list_blocking (PGconn *conn, const BhDoNotCallPlace *place, GError **error)
{
  const char *values[] = {place->campaign == NULL && place->list == NULL ? NULL : list_of (place),
                          place->campaign};

  return bh_pg_get_blocking (
      conn,
      "SELECT COALESCE(jsonb_agg(jsonb_build_object('number', number, 'list', list, 'campaign', "
      "campaign, 'reason', reason, 'source', source, 'by', entered_by, "
      "'since', to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD'), "
      "'until', to_char(until - interval '1 day', 'YYYY-MM-DD')) ORDER BY list, campaign, number), "
      "'[]')::text FROM do_not_call WHERE removed_at IS NULL AND (until IS NULL OR until > now()) "
      "AND ($1::text IS NULL OR list = $1) AND ($2::text IS NULL OR campaign = $2)",
      2,
      values,
      error);
}

static guint
number_of (const char *text)
{
  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

/* A register is what was brought in last, whole. */
static gboolean
clear_register (PGconn *conn, const BhDoNotCallPlace *place, guint *removed, GError **error)
{
  g_autoptr (GError) inner = NULL;
  g_autofree char *gone =
      bh_pg_get_blocking (conn,
                          "WITH gone AS (DELETE FROM do_not_call WHERE list = $1 RETURNING 1), "
                          "stamp AS (UPDATE do_not_call_list SET imported_at = now() WHERE name = "
                          "$1) SELECT count(*)::text FROM gone",
                          1,
                          &place->list,
                          &inner);

  *removed = number_of (gone);
  if (inner != NULL)
    g_propagate_error (error, g_steal_pointer (&inner));
  return gone != NULL;
}

static gboolean
import (PGconn *conn,
        const BhDoNotCallPlace *place,
        const char *rows,
        const char *by,
        BhDoNotCallFigures *figures,
        GError **error)
{
  const char *values[] = {rows, list_of (place), place->campaign, by};
  g_autoptr (PGresult) result = NULL;

  if (!check_place (conn, place, error) ||
      (is_register (place) && !clear_register (conn, place, &figures->removed, error)))
    return FALSE;
  result = bh_pg_exec_blocking (
      conn,
      "WITH row AS (SELECT DISTINCT ON (r->>'number') r FROM jsonb_array_elements($1::jsonb) "
      "WITH ORDINALITY AS e (r, o) ORDER BY r->>'number', o DESC), put AS (" PUT
      "SELECT r->>'number', $2, $3, COALESCE(r->>'reason', ''), COALESCE(r->>'source', ''), "
      "(r->>'until')::date + 1, $4 FROM row" PUT_AGAIN " RETURNING (xmax = 0) AS new) "
      "SELECT count(*) FILTER (WHERE new), count(*) FILTER (WHERE NOT new) FROM put",
      4,
      values,
      error);
  if (result == NULL)
    return FALSE;
  figures->added = number_of (PQgetvalue (result, 0, 0));
  figures->renewed = number_of (PQgetvalue (result, 0, 1));
  return TRUE;
}

gboolean
bh_do_not_call_import_blocking (PGconn *conn,
                                const BhDoNotCallPlace *place,
                                const char *rows,
                                const char *by,
                                gboolean keep,
                                BhDoNotCallFigures *figures,
                                GError **error)
{
  if (!exec (conn, "BEGIN", 0, NULL, error))
    return FALSE;
  if (!import (conn, place, rows, by, figures, error)) {
    exec (conn, "ROLLBACK", 0, NULL, NULL);
    return FALSE;
  }
  return exec (conn, keep ? "COMMIT" : "ROLLBACK", 0, NULL, error);
}
