/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/dispositions.h"

#include <string.h>

#define LIST                                                                                       \
  "SELECT COALESCE(jsonb_agg(jsonb_build_object('code', v.code, 'parent', v.parent, 'labels', "    \
  "v.labels, 'queue', v.queue, 'campaign', v.campaign, 'disabled', v.disabled, 'outcome', "        \
  "v.dial_outcome, 'depth', v.depth, 'leaf', v.leaf, 'required', COALESCE(q.disposition_required " \
  "OR c.disposition_required, q.disposition_required, c.disposition_required, false)) ORDER BY "   \
  "v.queue NULLS FIRST, v.campaign NULLS FIRST, v.place, v.code), '[]')::text "                    \
  "FROM v_disposition AS v LEFT JOIN queue AS q ON q.name = v.queue LEFT JOIN campaign AS c ON "   \
  "c.name = v.campaign WHERE $1::boolean OR (v.queue, v.campaign) IS NOT DISTINCT FROM ($2, $3)"

char *
bh_dispositions_list_blocking (PGconn *conn, const BhDispositionTree *of, GError **error)
{
  const char *values[] = {of == NULL ? "true" : "false",
                          of != NULL ? of->queue : NULL,
                          of != NULL ? of->campaign : NULL};

  return bh_pg_get_blocking (conn, LIST, G_N_ELEMENTS (values), values, error);
}

#define PUT "SELECT bh_dispositions_put($1::jsonb, $2, $3, $4::boolean, $5::boolean)::text"

static gboolean
exec (PGconn *conn, const char *sql, GError **error)
{
  g_autoptr (PGresult) result = bh_pg_exec_blocking (conn, sql, 0, NULL, error);
  return result != NULL;
}

char *
bh_dispositions_import_blocking (PGconn *conn,
                                 const BhDispositionTree *tree,
                                 const char *rows,
                                 gboolean keep,
                                 GError **error)
{
  const char *values[] = {rows,
                          tree->queue,
                          tree->campaign,
                          tree->instead ? "true" : "false",
                          tree->required};
  g_autofree char *text = NULL;

  if (!exec (conn, "BEGIN", error))
    return NULL;
  text = bh_pg_get_blocking (conn, PUT, G_N_ELEMENTS (values), values, error);
  keep = keep && text != NULL && strstr (text, "\"faults\"") == NULL;
  if (!exec (conn, keep ? "COMMIT" : "ROLLBACK", text != NULL ? error : NULL))
    return NULL;
  return g_steal_pointer (&text);
}
