/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/campaigns.h"

#include "server/store/store-error.h"

static gboolean
exec (PGconn *conn, const char *sql, int n, const char *const *values, GError **error)
{
  g_autoptr (PGresult) result = bh_pg_exec_blocking (conn, sql, n, values, error);
  return result != NULL;
}

/* One value of one row; NULL with an error of ours where there is none. */
static char *
get (PGconn *conn,
     const char *sql,
     int n,
     const char *const *values,
     const char *missing,
     GError **error)
{
  g_autoptr (GError) inner = NULL;
  char *text = bh_pg_get_blocking (conn, sql, n, values, &inner);

  if (inner != NULL)
    g_propagate_error (error, g_steal_pointer (&inner));
  else if (text == NULL)
    g_set_error_literal (error, BH_STORE_ERROR, BH_STORE_ERROR_ARGUMENT, missing);
  return text;
}

/* ---- campaigns */

#define NO_CAMPAIGN "there is no such campaign. See bellhopctl campaign list"

#define CREATE "INSERT INTO campaign (name) VALUES ($1) ON CONFLICT DO NOTHING RETURNING name"
/* jsonb_populate_record gives the row with what is in the object laid over what it was. */
#define CHANGE                                                                                     \
  "UPDATE campaign AS c SET (label, about, mode, purpose, caller_id, decide_s, retry, disabled) "  \
  "= (SELECT n.label, n.about, n.mode, n.purpose, n.caller_id, n.decide_s, n.retry, n.disabled "   \
  "FROM jsonb_populate_record(c, $2::jsonb) AS n) WHERE c.name = $1 RETURNING c.name"
/* What its agents read is an assignment of a script; "": nobody reads one. */
#define ASSIGN                                                                                     \
  "WITH wish AS (SELECT $2::jsonb->>'script' AS script), gone AS (DELETE FROM script_assignment "  \
  "USING wish WHERE wish.script = '' AND campaign = $1), put AS (INSERT INTO script_assignment "   \
  "(campaign, script, set_by) SELECT $1, s.name, 'bellhopctl' FROM wish JOIN script AS s ON "      \
  "s.name = wish.script ON CONFLICT (queue, campaign, language) DO UPDATE SET script = "           \
  "excluded.script, set_by = excluded.set_by, set_at = now() RETURNING script) SELECT 'ok' FROM "  \
  "wish WHERE COALESCE(script, '') = '' OR EXISTS (SELECT FROM put)"

static gboolean
set (PGconn *conn, const char *name, const char *settings, gboolean create, GError **error)
{
  const char *values[] = {name, settings};
  g_autofree char *made = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *assigned = NULL;

  if (create &&
      (made = get (conn, CREATE, 1, values, "there is such a campaign already", error)) == NULL)
    return FALSE;
  changed = get (conn, CHANGE, 2, values, NO_CAMPAIGN, error);
  if (changed == NULL)
    return FALSE;
  assigned =
      get (conn, ASSIGN, 2, values, "there is no such script. See bellhopctl script list", error);
  return assigned != NULL;
}

gboolean
bh_campaigns_set_blocking (PGconn *conn,
                           const char *name,
                           const char *settings,
                           gboolean create,
                           GError **error)
{
  gboolean ok;

  if (!exec (conn, "BEGIN", 0, NULL, error))
    return FALSE;
  ok = set (conn, name, settings, create, error);
  return exec (conn, ok ? "COMMIT" : "ROLLBACK", 0, NULL, ok ? error : NULL) && ok;
}

gboolean
bh_campaigns_run_blocking (PGconn *conn, const char *name, gboolean running, GError **error)
{
  const char *values[] = {name, running ? "true" : "false"};
  g_autofree char *changed =
      get (conn,
           "UPDATE campaign SET running = $2::boolean WHERE name = $1 RETURNING name",
           2,
           values,
           NO_CAMPAIGN,
           error);
  return changed != NULL;
}

/* Those that are done with, and those that wait for the rule's own time. */
#define REOPEN                                                                                     \
  "WITH last AS (SELECT DISTINCT ON (s.record_id) s.record_id AS id, s.outcome FROM "              \
  "campaign_result AS s JOIN campaign_record AS r ON r.id = s.record_id WHERE r.campaign = $1 "    \
  "ORDER BY s.record_id, s.at DESC), again AS (UPDATE campaign_record AS r SET state = 'open', "   \
  "due = CASE WHEN r.agent IS NULL THEN NULL ELSE now() END, why = '' FROM last WHERE "            \
  "r.id = last.id AND last.outcome = 'not_allowed' AND (r.state = 'done' OR r.due > now()) "       \
  "AND (r.lease IS NULL OR r.leased_until <= now()) RETURNING 1) SELECT (SELECT count(*) FROM "    \
  "again)::text FROM campaign AS c WHERE c.name = $1"

int
bh_campaigns_reopen_blocking (PGconn *conn, const char *name, GError **error)
{
  g_autofree char *n = get (conn, REOPEN, 1, &name, NO_CAMPAIGN, error);

  return n != NULL ? (int) g_ascii_strtoll (n, NULL, 10) : -1;
}

char *
bh_campaigns_list_blocking (PGconn *conn, GError **error)
{
  return bh_pg_get_blocking (
      conn,
      "SELECT COALESCE(jsonb_agg(jsonb_build_object('campaign', c.name, 'label', c.label, "
      "'about', c.about, 'mode', c.mode, 'purpose', c.purpose, 'script', (SELECT a.script FROM "
      "script_assignment AS a WHERE (a.campaign, a.queue, a.language) = (c.name, '', '')), "
      "'disposition_required', c.disposition_required, 'decide_s', c.decide_s, 'retry', c.retry, "
      "'running', c.running, 'disabled', "
      "c.disabled, 'records', v.records, 'done', v.done, 'handed_out', v.handed_out, 'reached', "
      "v.reached, 'sold', v.sold, 'refused', v.refused) ORDER BY c.name), '[]')::text "
      "FROM campaign AS c JOIN v_campaign AS v ON v.campaign = c.name",
      0,
      NULL,
      error);
}

/* ---- lists */

char *
bh_campaigns_numbers_blocking (PGconn *conn, const char *campaign, GError **error)
{
  return get (conn,
              "SELECT COALESCE((SELECT jsonb_object_agg(n.number, r.place) FROM campaign_record AS "
              "r JOIN campaign_number AS n ON n.record_id = r.id WHERE r.campaign = c.name), "
              "'{}')::text FROM campaign AS c WHERE c.name = $1",
              1,
              &campaign,
              NO_CAMPAIGN,
              error);
}

/* A customer is named by its UUID, by the key it was imported with, or by having the number. */
#define IMPORT                                                                                     \
  "WITH row AS MATERIALIZED (SELECT gen_random_uuid() AS id, r, o FROM "                           \
  "jsonb_array_elements($2::jsonb) WITH ORDINALITY AS e (r, o)), named AS (SELECT row.*, "         \
  "COALESCE((SELECT k.id FROM customer AS k WHERE k.id::text = r->>'customer' OR k.external_ref "  \
  "= r->>'customer' LIMIT 1), (SELECT min(p.customer_id::text)::uuid FROM customer_phone AS p "    \
  "WHERE p.number IN (SELECT n->>'number' FROM jsonb_array_elements(r->'numbers') AS n) HAVING "   \
  "count(DISTINCT p.customer_id) = 1)) AS customer FROM row), put AS (INSERT INTO "                \
  "campaign_record (id, campaign, place, name, company, customer_id, language, zone, reason, "     \
  "fields, due) SELECT id, $1, o + COALESCE((SELECT max(place) FROM campaign_record WHERE "        \
  "campaign = $1), 0), COALESCE(r->>'name', ''), COALESCE(r->>'company', ''), customer, "          \
  "r->>'language', r->>'zone', COALESCE(r->>'reason', ''), COALESCE(r->'fields', '{}'), "          \
  "(r->>'due')::timestamptz FROM named), numbers AS (INSERT INTO campaign_number (record_id, "     \
  "place, number, label) SELECT row.id, n.o, n.n->>'number', COALESCE(n.n->>'label', '') FROM "    \
  "row, jsonb_array_elements(r->'numbers') WITH ORDINALITY AS n (n, o)) SELECT "                   \
  "count(customer)::text FROM named"

int
bh_campaigns_import_blocking (PGconn *conn,
                              const char *campaign,
                              const char *rows,
                              gboolean keep,
                              GError **error)
{
  const char *values[] = {campaign, rows};
  g_autofree char *known = NULL;
  gint64 n = 0;

  /* the foreign keys are looked at when all of it is there */
  if (!exec (conn, "BEGIN", 0, NULL, error))
    return -1;
  known = get (conn, IMPORT, 2, values, NO_CAMPAIGN, error);
  if (known != NULL)
    n = (gint64) g_ascii_strtoull (known, NULL, 10);
  if (!exec (conn,
             keep && known != NULL ? "COMMIT" : "ROLLBACK",
             0,
             NULL,
             known != NULL ? error : NULL))
    return -1;
  return known != NULL ? (int) n : -1;
}

char *
bh_campaigns_export_blocking (PGconn *conn, const char *campaign, GError **error)
{
  return get (
      conn,
      "SELECT COALESCE((SELECT jsonb_agg(jsonb_build_object('place', r.place, 'name', r.name, "
      "'company', r.company, 'customer', r.customer_id, 'language', r.language, 'zone', r.zone, "
      "'reason', r.reason, 'fields', r.fields, 'state', r.state, 'outcome', r.outcome, 'why', "
      "r.why, 'tries', r.tries, 'due', to_char(r.due AT TIME ZONE 'UTC', "
      "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), 'numbers', (SELECT jsonb_agg(jsonb_build_object("
      "'number', n.number, 'label', n.label, 'tries', n.tries, 'outcome', n.outcome) ORDER BY "
      "n.place) FROM campaign_number AS n WHERE n.record_id = r.id), 'results', (SELECT "
      "COALESCE(jsonb_agg(jsonb_build_object('at', s.at, 'agent', s.agent, 'outcome', s.outcome, "
      "'note', s.note, 'number', s.number) ORDER BY s.at), '[]') FROM campaign_result AS s WHERE "
      "s.record_id = r.id)) ORDER BY r.place) FROM campaign_record AS r WHERE r.campaign = "
      "c.name), '[]')::text FROM campaign AS c WHERE c.name = $1",
      1,
      &campaign,
      NO_CAMPAIGN,
      error);
}

/* ---- consents */

gboolean
bh_consents_add_blocking (PGconn *conn, const BhConsent *consent, GError **error)
{
  const char *values[] = {consent->number,
                          consent->customer,
                          consent->purpose,
                          consent->given,
                          consent->source,
                          consent->by};
  g_autofree char *id = get (
      conn,
      "INSERT INTO consent (number, customer_id, purpose, given_at, source, entered_by) SELECT "
      "$1, k.id, $3, COALESCE($4::timestamptz, now()), $5, $6 FROM (SELECT (SELECT id FROM "
      "customer WHERE id::text = $2 OR external_ref = $2 LIMIT 1) AS id) AS k WHERE $1::text "
      "IS NOT NULL OR k.id IS NOT NULL RETURNING id::text",
      6,
      values,
      "there is no such customer",
      error);
  return id != NULL;
}

gboolean
bh_consents_remove_blocking (PGconn *conn, const BhConsent *consent, GError **error)
{
  const char *values[] = {consent->number, consent->customer, consent->purpose};
  g_autofree char *gone =
      get (conn,
           "WITH gone AS (UPDATE consent SET withdrawn_at = now() WHERE withdrawn_at IS NULL AND "
           "purpose = $3 AND (number = $1 OR customer_id IN (SELECT id FROM customer WHERE "
           "id::text = $2 OR external_ref = $2)) RETURNING 1) SELECT count(*)::text FROM gone "
           "HAVING count(*) > 0",
           3,
           values,
           "there is no such consent that counts now",
           error);
  return gone != NULL;
}

char *
bh_consents_list_blocking (PGconn *conn, const char *number, GError **error)
{
  return bh_pg_get_blocking (
      conn,
      "SELECT COALESCE(jsonb_agg(jsonb_build_object('number', c.number, 'customer', k.name, "
      "'purpose', c.purpose, 'source', c.source, 'by', c.entered_by, 'given', to_char(c.given_at "
      "AT TIME ZONE 'UTC', 'YYYY-MM-DD'), 'withdrawn', to_char(c.withdrawn_at AT TIME ZONE 'UTC', "
      "'YYYY-MM-DD')) ORDER BY c.given_at, c.id), '[]')::text FROM consent AS c LEFT JOIN customer "
      "AS k ON k.id = c.customer_id WHERE $1::text IS NULL OR c.number = $1",
      1,
      &number,
      error);
}
