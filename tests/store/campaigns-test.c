/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/campaigns.h"

#include <json-glib/json-glib.h>

#include "server/store/sql-text.h"
#include "server/store/store-error.h"
#include "tests/store/pg-fixture.h"

/* Records of campaigns are handed out once, whoever asks at once; what became of them is written
 * once; callbacks are taken once: on a real database. */

#define LEASE "00000000-0000-4000-8000-00000000000"
#define ROWS                                                                                       \
  "[{\"name\":\"Ann\",\"numbers\":[{\"number\":\"+4930111\"},{\"number\":\"+4930112\"}]},"         \
  "{\"name\":\"Bo\",\"numbers\":[{\"number\":\"+4930121\"}],\"fields\":{\"machine\":\"T-200\"}},"  \
  "{\"name\":\"Cy\",\"numbers\":[{\"number\":\"+4930131\"}]}]"

typedef struct {
  char *conninfo;
  PGconn *conn;
  PGconn *other;
} Fixture;

static void
import (Fixture *f, gboolean keep, int linked)
{
  g_autoptr (GError) error = NULL;
  int n = bh_campaigns_import_blocking (f->conn, "spring", ROWS, keep, &error);

  g_assert_no_error (error);
  g_assert_cmpint (n, ==, linked);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->conninfo = bh_pg_fixture_database (TRUE);
  f->conn = bh_pg_fixture_connect (f->conninfo);
  f->other = bh_pg_fixture_connect (f->conninfo);
  bh_campaigns_set_blocking (f->conn,
                             "spring",
                             "{\"label\":\"Spring\",\"decide_s\":60}",
                             TRUE,
                             &error);
  g_assert_no_error (error);
  bh_campaigns_run_blocking (f->conn, "spring", TRUE, &error);
  g_assert_no_error (error);
  import (f, TRUE, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  PQfinish (f->conn);
  PQfinish (f->other);
  g_free (f->conninfo);
}

static JsonNode *
query (PGconn *conn, const char *file, const char *args)
{
  const char *values[] = {args};
  g_autoptr (GError) error = NULL;
  g_autofree char *text = bh_pg_get_blocking (conn, bh_sql_text (file), 1, values, &error);

  g_assert_no_error (error);
  return json_from_string (text != NULL ? text : "null", NULL);
}

static void
record (Fixture *f, const char *file, const char *json)
{
  const char *values[] = {json};
  g_autoptr (GError) error = NULL;
  g_autoptr (PGresult) result =
      bh_pg_exec_blocking (f->conn, bh_sql_text (file), 1, values, &error);

  g_assert_no_error (error);
}

/* The name of the record that is handed out, "" for none. */
static char *
next_but (PGconn *conn, const char *agent, char lease, const char *ended)
{
  g_autofree char *args = g_strdup_printf (
      "{\"campaign\":\"spring\",\"agent\":\"%s\",\"lease\":\"" LEASE "%c\",\"ended\":[%s]}",
      agent,
      lease,
      ended);
  g_autoptr (JsonNode) node = query (conn, "query/campaign_next.sql", args);
  JsonNode *found = json_object_get_member (json_node_get_object (node), "record");

  return JSON_NODE_HOLDS_NULL (found)
             ? g_strdup ("")
             : g_strdup (json_object_get_string_member (json_node_get_object (found), "name"));
}

static void
assert_next (PGconn *conn, const char *agent, char lease, const char *expected)
{
  g_autofree char *name = next_but (conn, agent, lease, "");
  g_assert_cmpstr (name, ==, expected);
}

static void
end (Fixture *f, char lease, const char *name, const char *more)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT id::text FROM campaign_record WHERE name = '%s'", name);
  g_autofree char *id = bh_pg_fixture_get (f->conn, sql);
  g_autofree char *json =
      g_strdup_printf ("{\"lease\":\"" LEASE "%c\",\"record\":\"%s\","
                       "\"agent\":\"alice\",\"at\":\"2026-11-22T10:00:00Z\",%s}",
                       lease,
                       id,
                       more);
  record (f, "write/campaign_result.sql", json);
}

/* Two desks ask while neither has committed: each gets another one, the third waits for none. */
static void
test_handed_out_once (Fixture *f, gconstpointer data)
{
  bh_pg_fixture_exec (f->conn, "BEGIN");
  bh_pg_fixture_exec (f->other, "BEGIN");
  assert_next (f->conn, "alice", '1', "Ann");
  assert_next (f->other, "bob", '2', "Bo");
  bh_pg_fixture_exec (f->conn, "COMMIT");
  bh_pg_fixture_exec (f->other, "COMMIT");
  /* the same again is the same, not one more */
  assert_next (f->conn, "alice", '3', "Ann");
  assert_next (f->conn, "carol", '4', "Cy");
  assert_next (f->conn, "dave", '5', "");
  bh_assert_sql (f->conn,
                 "SELECT string_agg(name || leased_by, ' ' ORDER BY place) FROM campaign_record",
                 "Annalice Bobob Cycarol");
}

/* A desk that is gone holds a record no longer than its time to decide and a little. */
static void
test_lease_ends (Fixture *f, gconstpointer data)
{
  assert_next (f->conn, "alice", '1', "Ann");
  bh_pg_fixture_exec (f->conn, "UPDATE campaign_record SET leased_until = now()");
  assert_next (f->conn, "bob", '2', "Ann");
  /* what comes late of the first does not take it from the second */
  end (f, '1', "Ann", "\"outcome\":\"skipped\",\"state\":\"open\",\"dials\":0");
  assert_next (f->conn, "bob", '3', "Ann");
  assert_next (f->conn, "alice", '4', "Bo");
}

static void
test_results (Fixture *f, gconstpointer data)
{
  static const char busy[] =
      "\"outcome\":\"busy\",\"state\":\"open\",\"dials\":1,\"number\":\"+4930111\","
      "\"due\":\"2099-01-01T00:00:00Z\",\"why\":\"The line was busy.\"";
  g_autofree char *name = NULL;

  assert_next (f->conn, "alice", '1', "Ann");
  /* not written yet, but over: the next one */
  name = next_but (f->other, "alice", '2', "\"" LEASE "1\"");
  g_assert_cmpstr (name, ==, "Bo");
  end (f, '1', "Ann", busy);
  end (f, '1', "Ann", busy); /* the outbox may bring it twice */
  bh_assert_sql (f->conn,
                 "SELECT r.tries || r.outcome || n.tries || n.outcome || (r.lease IS NULL) FROM "
                 "campaign_record r JOIN campaign_number n ON n.record_id = r.id WHERE n.number = "
                 "'+4930111'",
                 "1busy1busytrue");
  bh_assert_sql (f->conn, "SELECT count(*) FROM campaign_result", "1");
  /* it waits for its time */
  assert_next (f->conn, "bob", '3', "Cy");
  assert_next (f->conn, "carol", '4', "");
  bh_pg_fixture_exec (f->conn, "UPDATE campaign_record SET due = now() WHERE name = 'Ann'");
  assert_next (f->conn, "carol", '5', "Ann");
  end (f,
       '5',
       "Ann",
       "\"outcome\":\"do_not_call\",\"state\":\"done\",\"dials\":1,\"number\":\"+4930112\","
       "\"close\":true");
  bh_assert_sql (f->conn,
                 "SELECT state || tries || outcome FROM campaign_record WHERE name = 'Ann'",
                 "done2do_not_call");
  bh_assert_sql (f->conn, "SELECT number || list FROM do_not_call", "+4930112house");
  bh_assert_sql (f->conn,
                 "SELECT records || ' ' || done || ' ' || handed_out || ' ' || refused FROM "
                 "v_campaign",
                 "3 1 2 1");
}

/* Who promised to call gets it first; when they do not come, anybody. */
static void
test_promised (Fixture *f, gconstpointer data)
{
  assert_next (f->conn, "alice", '1', "Ann");
  end (f,
       '1',
       "Ann",
       "\"outcome\":\"callback\",\"state\":\"open\",\"dials\":1,\"number\":\"+4930111\","
       "\"for\":\"alice\",\"due\":\"2026-01-01T00:00:00Z\"");
  bh_pg_fixture_exec (f->conn, "UPDATE campaign_record SET due = now() WHERE name = 'Ann'");
  assert_next (f->conn, "bob", '2', "Bo");
  assert_next (f->conn, "alice", '3', "Ann");
  bh_pg_fixture_exec (f->conn,
                      "UPDATE campaign_record SET lease = NULL, leased_by = NULL, due = now() - "
                      "interval '16 minutes' WHERE name = 'Ann'");
  assert_next (f->conn, "carol", '4', "Ann");
}

static void
test_paused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) list = NULL;
  g_autoptr (JsonNode) none = NULL;

  assert_next (f->conn, "alice", '1', "Ann");
  bh_campaigns_run_blocking (f->conn, "spring", FALSE, &error);
  g_assert_no_error (error);
  assert_next (f->conn, "bob", '2', "");
  assert_next (f->conn, "alice", '3', "Ann"); /* what is on the screen stays */
  list = query (f->conn, "query/campaign_list.sql", "{\"agent\":\"alice\"}");
  g_assert_true (
      json_object_get_boolean_member (json_array_get_object_element (json_node_get_array (list), 0),
                                      "held"));
  none = query (f->conn,
                "query/campaign_next.sql",
                "{\"campaign\":\"autumn\",\"agent\":\"alice\",\"lease\":\"" LEASE "9\"}");
  g_assert_true (JSON_NODE_HOLDS_NULL (none));
}

static void
test_dialed (Fixture *f, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *json = NULL;

  assert_next (f->conn, "alice", '1', "Ann");
  id = bh_pg_fixture_get (f->conn, "SELECT id::text FROM campaign_record WHERE name = 'Ann'");
  json = g_strdup_printf ("{\"id\":\"" LEASE "7\",\"number\":\"+4930111\",\"record\":\"%s\","
                          "\"agent\":\"alice\",\"at\":\"2099-11-22T10:00:00Z\","
                          "\"outcome\":\"dialed\",\"revision\":1}",
                          id);
  record (f, "write/dial_attempt.sql", json);
  bh_assert_sql (
      f->conn,
      "SELECT (dialed_at IS NOT NULL AND leased_until > now() + interval '3 hours')::text "
      "FROM campaign_record WHERE name = 'Ann'",
      "true");
  bh_assert_sql (f->conn, "SELECT (record_id IS NOT NULL)::text FROM dial_attempt", "true");
}

static void
test_import (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *numbers = NULL;
  g_autofree char *all = NULL;

  bh_pg_fixture_exec (
      f->conn,
      "WITH c AS (INSERT INTO customer (name) VALUES ('Bo Li') RETURNING id) INSERT "
      "INTO customer_phone (customer_id, number) SELECT id, '+4930121' FROM c");
  import (f, FALSE, 1);
  bh_assert_sql (f->conn, "SELECT count(*) FROM campaign_record", "3");
  import (f, TRUE, 1);
  bh_assert_sql (f->conn,
                 "SELECT max(place) || ' ' || count(customer_id) FROM campaign_record",
                 "6 1");
  numbers = bh_campaigns_numbers_blocking (f->conn, "spring", &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (numbers, "+4930112"));
  all = bh_campaigns_export_blocking (f->conn, "spring", &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (all, "T-200"));
  g_assert_null (bh_campaigns_numbers_blocking (f->conn, "autumn", &error));
  g_assert_error (error, BH_STORE_ERROR, BH_STORE_ERROR_ARGUMENT);
}

static void
test_settings (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (bh_campaigns_set_blocking (f->conn, "spring", "{}", TRUE, &error));
  g_clear_error (&error);
  g_assert_false (bh_campaigns_set_blocking (f->conn, "autumn", "{}", FALSE, &error));
  g_clear_error (&error);
  g_assert_false (
      bh_campaigns_set_blocking (f->conn, "spring", "{\"mode\":\"mad\"}", FALSE, &error));
  g_clear_error (&error);
  g_assert_true (bh_campaigns_set_blocking (f->conn, "spring", "{\"about\":\"x\"}", FALSE, &error));
  bh_assert_sql (f->conn, "SELECT label || about || decide_s FROM campaign", "Springx60");
}

/* ---- callbacks */

#define CALL "10000000-0000-4000-8000-000000000001"

static char *
change (Fixture *f, const char *what, const char *by, const char *more)
{
  g_autofree char *args =
      g_strdup_printf ("{\"callback\":\"" CALL "\",\"what\":\"%s\",\"by\":\"%s\",\"queues\":[]%s}",
                       what,
                       by,
                       more);
  g_autoptr (JsonNode) node = query (f->conn, "query/callback_change.sql", args);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL)
    return g_strdup ("none");
  return g_strdup_printf (
      "%s %s %s",
      json_object_get_boolean_member (object, "changed") ? "changed" : "not changed",
      json_object_get_string_member (object, "state"),
      json_object_get_string_member_with_default (object, "taken_by", "nobody"));
}

static void
assert_change (Fixture *f, const char *what, const char *by, const char *more, const char *expected)
{
  g_autofree char *says = change (f, what, by, more);
  g_assert_cmpstr (says, ==, expected);
}

static guint
n_callbacks (Fixture *f, const char *agent)
{
  g_autofree char *args = g_strdup_printf ("{\"agent\":\"%s\",\"queues\":[\"support\"]}", agent);
  g_autoptr (JsonNode) node = query (f->conn, "query/callback_list.sql", args);
  return json_array_get_length (json_node_get_array (node));
}

static void
promise (Fixture *f, const char *more)
{
  g_autofree char *json =
      g_strdup_printf ("{\"callback\":\"" CALL "\",\"number\":\"+4930111\",\"zone\":\"Asia/Tokyo\","
                       "\"by\":\"alice\",\"at\":\"2026-11-22T10:00:00Z\"%s}",
                       more);
  record (f, "write/callback.sql", json);
  record (f, "write/callback.sql", json);
}

static void
test_callback_of_team (Fixture *f, gconstpointer data)
{
  promise (f, ",\"due\":\"2099-01-01T00:00:00Z\"");
  g_assert_cmpuint (n_callbacks (f, "bob"), ==, 1);
  assert_change (f, "take", "bob", "", "changed open bob");
  assert_change (f, "take", "carol", "", "not changed open bob");
  assert_change (f, "done", "carol", "", "not changed open bob");
  assert_change (f, "done", "bob", "", "changed done bob");
  assert_change (f, "done", "bob", "", "not changed done bob");
  g_assert_cmpuint (n_callbacks (f, "bob"), ==, 0);
}

/* A personal one is the team's when it was missed for a quarter of an hour. */
static void
test_callback_missed (Fixture *f, gconstpointer data)
{
  promise (f, ",\"agent\":\"alice\",\"due\":\"2099-01-01T00:00:00Z\"");
  g_assert_cmpuint (n_callbacks (f, "alice"), ==, 1);
  g_assert_cmpuint (n_callbacks (f, "bob"), ==, 0);
  assert_change (f, "take", "bob", "", "none");
  bh_pg_fixture_exec (f->conn, "UPDATE callback SET due = now() - interval '14 minutes'");
  g_assert_cmpuint (n_callbacks (f, "bob"), ==, 0);
  bh_pg_fixture_exec (f->conn, "UPDATE callback SET due = now() - interval '15 minutes'");
  g_assert_cmpuint (n_callbacks (f, "bob"), ==, 1);
  g_assert_cmpuint (n_callbacks (f, "alice"), ==, 1);
  assert_change (f, "take", "bob", "", "changed open bob");
}

static void
test_callback_moves (Fixture *f, gconstpointer data)
{
  promise (f, ",\"agent\":\"alice\",\"due\":\"2099-01-01T00:00:00Z\"");
  assert_change (f,
                 "move",
                 "alice",
                 ",\"due\":\"2099-02-01T00:00:00Z\",\"to\":\"team\"",
                 "changed open nobody");
  bh_assert_sql (f->conn,
                 "SELECT to_char(due AT TIME ZONE 'UTC', 'YYYY-MM-DD') || COALESCE(agent, '-') || "
                 "revision FROM callback",
                 "2099-02-01-2");
  assert_change (f, "cancel", "alice", "", "changed cancelled nobody");
}

/* Who takes one and does not call keeps it a quarter of an hour, and not beyond the sign-out. */
static void
test_callback_taken (Fixture *f, gconstpointer data)
{
  promise (f, ",\"due\":\"2099-01-01T00:00:00Z\"");
  assert_change (f, "take", "bob", "", "changed open bob");
  assert_change (f, "take", "carol", ",\"here\":[\"carol\",\"bob\"]", "not changed open bob");
  assert_change (f, "take", "carol", ",\"here\":[\"carol\"]", "changed open carol");
  assert_change (f, "done", "bob", ",\"here\":[\"carol\",\"bob\"]", "not changed open carol");
  bh_pg_fixture_exec (f->conn, "UPDATE callback SET taken_at = now() - interval '15 minutes'");
  assert_change (f, "take", "bob", ",\"here\":[\"carol\",\"bob\"]", "changed open bob");
}

/* ---- a callback of a campaign's record is one promise */

static void
promise_to_ann (Fixture *f, const char *more)
{
  g_autofree char *id =
      bh_pg_fixture_get (f->conn, "SELECT id::text FROM campaign_record WHERE name = 'Ann'");
  g_autofree char *text = g_strdup_printf (
      ",\"record\":\"%s\",\"campaign\":\"spring\",\"due\":\"2099-01-01T00:00:00Z\"%s",
      id,
      more);

  assert_next (f->conn, "alice", '1', "Ann");
  promise (f, text);
  end (f,
       '1',
       "Ann",
       "\"outcome\":\"callback\",\"state\":\"open\",\"dials\":1,\"number\":\"+4930111\","
       "\"for\":\"alice\",\"due\":\"2099-01-01T00:00:00Z\"");
  bh_assert_sql (f->conn, "SELECT state FROM callback", "open");
}

static void
assert_record (Fixture *f, const char *expected)
{
  bh_assert_sql (f->conn,
                 "SELECT concat_ws(' ', state, outcome, agent, to_char(due AT TIME ZONE 'UTC', "
                 "'YYYY-MM-DD')) FROM campaign_record WHERE name = 'Ann'",
                 expected);
}

/* The promised call is made before its time: by who promised, and by who took it. */
static void
test_promised_now (Fixture *f, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *args = NULL;
  g_autoptr (JsonNode) others = NULL;
  g_autoptr (JsonNode) taken = NULL;

  promise_to_ann (f, "");
  id = bh_pg_fixture_get (f->conn, "SELECT id::text FROM campaign_record WHERE name = 'Ann'");
  args = g_strdup_printf ("{\"campaign\":\"spring\",\"agent\":\"bob\",\"lease\":\"" LEASE
                          "2\",\"record\":\"%s\"}",
                          id);
  others = query (f->conn, "query/campaign_next.sql", args);
  g_assert_true (json_object_get_null_member (json_node_get_object (others), "record"));
  assert_change (f, "take", "bob", "", "changed open bob");
  taken = query (f->conn, "query/campaign_next.sql", args);
  g_assert_cmpstr (json_object_get_string_member (
                       json_object_get_object_member (json_node_get_object (taken), "record"),
                       "for"),
                   ==,
                   "alice");
}

static void
test_campaign_makes_the_call (Fixture *f, gconstpointer data)
{
  promise_to_ann (f, "");
  bh_pg_fixture_exec (f->conn, "UPDATE campaign_record SET due = now() WHERE name = 'Ann'");
  assert_next (f->conn, "alice", '2', "Ann");
  end (f,
       '2',
       "Ann",
       "\"outcome\":\"busy\",\"state\":\"open\",\"dials\":1,\"number\":\"+4930111\"");
  bh_assert_sql (f->conn, "SELECT state FROM callback", "open");
  assert_next (f->conn, "alice", '3', "Ann");
  end (f,
       '3',
       "Ann",
       "\"outcome\":\"sold\",\"state\":\"done\",\"dials\":1,\"number\":\"+4930111\"");
  bh_assert_sql (f->conn, "SELECT state || closed_by FROM callback", "donealice");
}

static void
test_task_makes_the_call (Fixture *f, gconstpointer data)
{
  promise_to_ann (f, "");
  assert_record (f, "open callback alice 2099-01-01");
  assert_change (f,
                 "move",
                 "alice",
                 ",\"due\":\"2099-02-01T00:00:00Z\",\"to\":\"team\"",
                 "changed open nobody");
  assert_record (f, "open callback 2099-02-01");
  assert_change (f, "done", "alice", "", "changed done nobody");
  assert_record (f, "done reached");
  bh_assert_sql (f->conn, "SELECT count(*) FROM campaign_result WHERE outcome = 'reached'", "1");
}

static void
test_task_is_cancelled (Fixture *f, gconstpointer data)
{
  promise_to_ann (f, "");
  assert_change (f, "cancel", "alice", "", "changed cancelled nobody");
  assert_record (f, "open callback 2099-01-01");
}

/* What rules refused comes back when somebody mended it. */
static void
test_reopen (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_next (f->conn, "alice", '1', "Ann");
  end (f, '1', "Ann", "\"outcome\":\"not_allowed\",\"state\":\"done\",\"dials\":0");
  assert_next (f->conn, "alice", '2', "Bo");
  end (f,
       '2',
       "Bo",
       "\"outcome\":\"not_allowed\",\"state\":\"open\",\"dials\":0,"
       "\"due\":\"2099-01-01T00:00:00Z\"");
  assert_next (f->conn, "alice", '3', "Cy");
  end (f, '3', "Cy", "\"outcome\":\"sold\",\"state\":\"done\",\"dials\":1");
  assert_next (f->conn, "alice", '4', "");
  g_assert_cmpint (bh_campaigns_reopen_blocking (f->conn, "spring", &error), ==, 2);
  g_assert_cmpint (bh_campaigns_reopen_blocking (f->conn, "spring", &error), ==, 0);
  g_assert_no_error (error);
  assert_next (f->conn, "alice", '5', "Ann");
  assert_next (f->conn, "bob", '6', "Bo");
  g_assert_cmpint (bh_campaigns_reopen_blocking (f->conn, "autumn", &error), ==, -1);
  g_assert_error (error, BH_STORE_ERROR, BH_STORE_ERROR_ARGUMENT);
}

/* Who refused once is not forgotten, however long ago and whatever came after. */
static void
test_refused_long_ago (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) facts = NULL;
  JsonArray *attempts;

  bh_pg_fixture_exec (f->conn,
                      "INSERT INTO dial_attempt (id, number, at, outcome) SELECT "
                      "gen_random_uuid(), '+4930111', now() - make_interval(days => d), CASE WHEN "
                      "d = 3000 THEN 'refused' ELSE 'busy' END FROM unnest(ARRAY[3000, 500, 1]) "
                      "AS d");
  facts = query (f->conn, "query/dial_facts.sql", "{\"number\":\"+4930111\"}");
  attempts = json_object_get_array_member (json_node_get_object (facts), "attempts");
  g_assert_cmpuint (json_array_get_length (attempts), ==, 2);
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (attempts, 0), "outcome"),
      ==,
      "refused");
}

/* ---- consents */

static void
test_consents (Fixture *f, gconstpointer data)
{
  const BhConsent consent = {"+4930111", NULL, "marketing", NULL, "form", "root"};
  const BhConsent stranger = {NULL, "nobody", "marketing", NULL, "form", "root"};
  static const char said[] =
      "{\"number\":\"+4930112\",\"purpose\":\"marketing\",\"given\":true,"
      "\"source\":\"said so\",\"by\":\"alice\",\"at\":\"2026-11-22T10:00:00Z\"}";
  static const char back[] =
      "{\"number\":\"+4930112\",\"purpose\":\"marketing\",\"given\":false,"
      "\"source\":\"said so\",\"by\":\"alice\",\"at\":\"2026-11-22T11:00:00Z\"}";
  g_autoptr (GError) error = NULL;
  g_autofree char *all = NULL;

  g_assert_true (bh_consents_add_blocking (f->conn, &consent, &error));
  g_assert_false (bh_consents_add_blocking (f->conn, &stranger, &error));
  g_clear_error (&error);
  g_assert_true (bh_consents_remove_blocking (f->conn, &consent, &error));
  g_assert_false (bh_consents_remove_blocking (f->conn, &consent, &error));
  record (f, "write/consent.sql", said);
  record (f, "write/consent.sql", said);
  bh_assert_sql (f->conn, "SELECT count(*) FROM consent WHERE withdrawn_at IS NULL", "1");
  record (f, "write/consent.sql", back);
  bh_assert_sql (f->conn, "SELECT count(*) FROM consent WHERE withdrawn_at IS NULL", "0");
  all = bh_consents_list_blocking (f->conn, "+4930112", NULL);
  g_assert_nonnull (strstr (all, "said so"));
}

/* Once, and not again by the same record after it was taken off. */
static void
test_do_not_call (Fixture *f, gconstpointer data)
{
  static const char said[] = "{\"number\":\"+4930113\",\"reason\":\"had enough\",\"by\":\"alice\","
                             "\"at\":\"2026-11-22T10:00:00Z\"}";
  static const char count[] = "SELECT count(*) FROM do_not_call WHERE number = '+4930113' AND "
                              "list = 'house' AND removed_at IS NULL";

  record (f, "write/do_not_call.sql", said);
  record (f, "write/do_not_call.sql", said);
  bh_assert_sql (f->conn, count, "1");
  bh_assert_sql (f->conn,
                 "SELECT reason || ' ' || entered_by FROM do_not_call WHERE number = '+4930113'",
                 "had enough alice");
  bh_assert_sql (f->conn,
                 "WITH gone AS (UPDATE do_not_call SET removed_at = now(), removed_by = 'root' "
                 "WHERE number = '+4930113' RETURNING 1) SELECT count(*) FROM gone",
                 "1");
  record (f, "write/do_not_call.sql", said);
  bh_assert_sql (f->conn, count, "0");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/store/campaigns/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("handed-out-once", test_handed_out_once);
  ADD ("lease-ends", test_lease_ends);
  ADD ("results", test_results);
  ADD ("promised", test_promised);
  ADD ("paused", test_paused);
  ADD ("dialed", test_dialed);
  ADD ("import", test_import);
  ADD ("settings", test_settings);
  ADD ("callback-of-team", test_callback_of_team);
  ADD ("callback-missed", test_callback_missed);
  ADD ("callback-moves", test_callback_moves);
  ADD ("callback-taken", test_callback_taken);
  ADD ("promised-now", test_promised_now);
  ADD ("campaign-makes-the-call", test_campaign_makes_the_call);
  ADD ("task-makes-the-call", test_task_makes_the_call);
  ADD ("task-is-cancelled", test_task_is_cancelled);
  ADD ("reopen", test_reopen);
  ADD ("refused-long-ago", test_refused_long_ago);
  ADD ("consents", test_consents);
  ADD ("do-not-call", test_do_not_call);
  return bh_pg_fixture_finish (g_test_run ());
}
