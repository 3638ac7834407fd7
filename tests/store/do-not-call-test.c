/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/do-not-call.h"

#include <json-glib/json-glib.h>

#include "server/store/sql-text.h"
#include "server/store/store-error.h"
#include "tests/store/pg-fixture.h"

/* Do-not-call lists, and what the judge of a call is told: on a real database. */

#define NUMBER "+8613800138000"

typedef struct {
  char *conninfo;
  PGconn *conn;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->conninfo = bh_pg_fixture_database (TRUE);
  f->conn = bh_pg_fixture_connect (f->conninfo);
  bh_pg_fixture_exec (f->conn,
                      "INSERT INTO campaign (name, mode, caller_id) VALUES ('spring', "
                      "'progressive', 'shown')");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  PQfinish (f->conn);
  g_free (f->conninfo);
}

static const BhDoNotCallPlace house = {NULL, NULL};
static const BhDoNotCallPlace spring = {NULL, "spring"};
static const BhDoNotCallPlace tps = {"tps", NULL};

static JsonObject *
facts (Fixture *f, const char *args)
{
  const char *values[] = {args};
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_pg_get_blocking (f->conn, bh_sql_text ("query/dial_facts.sql"), 1, values, &error);
  g_autoptr (JsonNode) node = NULL;

  g_assert_no_error (error);
  node = json_from_string (text, NULL);
  return json_object_ref (json_node_get_object (node));
}

static guint
n_of (Fixture *f, const char *args, const char *member)
{
  g_autoptr (JsonObject) object = facts (f, args);
  return json_array_get_length (json_object_get_array_member (object, member));
}

static void
record (Fixture *f, const char *json)
{
  const char *values[] = {json};
  g_autoptr (GError) error = NULL;
  g_autoptr (PGresult) result =
      bh_pg_exec_blocking (f->conn, bh_sql_text ("write/dial_attempt.sql"), 1, values, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);
}

static gboolean
add (Fixture *f, const BhDoNotCallPlace *place, const char *until)
{
  const BhDoNotCall entry = {NUMBER, "asked", "letter", until, "root"};
  gboolean renewed;
  g_autoptr (GError) error = NULL;

  bh_do_not_call_add_blocking (f->conn, place, &entry, &renewed, &error);
  g_assert_no_error (error);
  return renewed;
}

static void
test_lists (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *all = NULL;

  g_assert_false (add (f, &house, NULL));
  g_assert_true (add (f, &house, "2099-12-31"));
  g_assert_false (add (f, &spring, NULL));
  g_assert_cmpuint (n_of (f, "{\"number\":\"" NUMBER "\"}", "listings"), ==, 2);
  g_assert_cmpuint (n_of (f, "{\"number\":\"+8613800138001\"}", "listings"), ==, 0);
  all = bh_do_not_call_list_blocking (f->conn, &house, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (all, "\"until\": \"2099-12-31\""));
  g_assert_true (bh_do_not_call_remove_blocking (f->conn, &house, NUMBER, "root", &error));
  g_assert_false (bh_do_not_call_remove_blocking (f->conn, &house, NUMBER, "root", &error));
  g_assert_error (error, BH_STORE_ERROR, BH_STORE_ERROR_ARGUMENT);
  /* who took it off stays, and it can be put on again */
  bh_assert_sql (f->conn,
                 "SELECT removed_by FROM do_not_call WHERE removed_at IS NOT NULL",
                 "root");
  g_assert_false (add (f, &house, NULL));
}

static void
test_no_such_campaign (Fixture *f, gconstpointer data)
{
  const BhDoNotCallPlace autumn = {NULL, "autumn"};
  const BhDoNotCall entry = {NUMBER, NULL, NULL, NULL, "root"};
  g_autoptr (GError) error = NULL;
  gboolean renewed;

  g_assert_false (bh_do_not_call_add_blocking (f->conn, &autumn, &entry, &renewed, &error));
  g_assert_error (error, BH_STORE_ERROR, BH_STORE_ERROR_ARGUMENT);
  bh_assert_sql (f->conn, "SELECT count(*) FROM do_not_call", "0");
}

static BhDoNotCallFigures
import (Fixture *f, const BhDoNotCallPlace *place, const char *rows, gboolean keep)
{
  BhDoNotCallFigures figures = {0};
  g_autoptr (GError) error = NULL;

  bh_do_not_call_import_blocking (f->conn, place, rows, "root", keep, &figures, &error);
  g_assert_no_error (error);
  return figures;
}

static void
test_import (Fixture *f, gconstpointer data)
{
  static const char two[] = "[{\"number\":\"+441234567890\",\"reason\":\"x\"},"
                            "{\"number\":\"+441234567891\",\"until\":\"2099-01-01\"},"
                            "{\"number\":\"+441234567890\",\"reason\":\"y\"}]";
  BhDoNotCallFigures figures = import (f, &tps, two, FALSE);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (figures.added, ==, 2);
  bh_assert_sql (f->conn, "SELECT count(*) FROM do_not_call", "0");
  g_assert_cmpuint (n_of (f, "{\"number\":\"1\"}", "registers"), ==, 0);
  import (f, &tps, two, TRUE);
  bh_assert_sql (f->conn,
                 "SELECT reason FROM do_not_call WHERE number = '+441234567890'",
                 "y"); /* the last one said it */
  g_assert_cmpuint (n_of (f, "{\"number\":\"1\"}", "registers"), ==, 1);
  figures = import (f, &tps, "[{\"number\":\"+441234567891\"}]", TRUE);
  g_assert_cmpuint (figures.removed, ==, 2);
  g_assert_cmpuint (figures.added, ==, 1);
  figures = import (f, &house, two, TRUE);
  figures = import (f, &house, two, TRUE);
  g_assert_cmpuint (figures.renewed, ==, 2);
  g_assert_cmpuint (figures.removed, ==, 0);
  /* one bad row, and nothing of it stays */
  g_assert_false (bh_do_not_call_import_blocking (f->conn,
                                                  &tps,
                                                  "[{\"number\":\"+441234567899\"},"
                                                  "{\"number\":\"x\"}]",
                                                  "root",
                                                  TRUE,
                                                  &figures,
                                                  &error));
  g_assert_nonnull (error);
  bh_assert_sql (f->conn, "SELECT count(*) FROM do_not_call WHERE list = 'tps'", "1");
}

/* Attempts of a customer count over all numbers; a later record says how one ended. */
static void
test_attempts (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonObject) object = NULL;
  JsonObject *first;

  bh_pg_fixture_exec (f->conn,
                      "INSERT INTO customer (id, name, time_zone) VALUES "
                      "('11111111-2222-4333-8444-555555555555', 'Wang', 'Asia/Shanghai')");
  bh_pg_fixture_exec (f->conn,
                      "INSERT INTO customer_phone (customer_id, number) VALUES "
                      "('11111111-2222-4333-8444-555555555555', '" NUMBER "'),"
                      "('11111111-2222-4333-8444-555555555555', '+8613800138001')");
  record (f,
          "{\"id\":\"00000000-0000-4000-8000-000000000001\",\"number\":\"+8613800138001\","
          "\"purpose\":\"marketing\",\"mode\":\"manual\",\"agent\":\"alice\","
          "\"outcome\":\"dialed\",\"at\":\"2026-11-21T10:00:00Z\",\"revision\":1}");
  record (f,
          "{\"id\":\"00000000-0000-4000-8000-000000000001\",\"number\":\"+8613800138001\","
          "\"outcome\":\"refused\",\"at\":\"2026-11-21T10:00:00Z\",\"revision\":2}");
  record (f,
          "{\"id\":\"00000000-0000-4000-8000-000000000001\",\"number\":\"+8613800138001\","
          "\"outcome\":\"dialed\",\"at\":\"2026-11-21T10:00:00Z\",\"revision\":1}");
  bh_pg_fixture_exec (f->conn, "UPDATE dial_attempt SET at = now() - interval '1 hour'");
  object = facts (f, "{\"number\":\"" NUMBER "\",\"campaign\":\"spring\"}");
  g_assert_cmpstr (json_object_get_string_member (object, "zone"), ==, "Asia/Shanghai");
  first = json_array_get_object_element (json_object_get_array_member (object, "attempts"), 0);
  g_assert_cmpstr (json_object_get_string_member (first, "outcome"), ==, "refused");
  g_assert_cmpstr (json_object_get_string_member (first, "purpose"), ==, "marketing");
  first = json_object_get_object_member (object, "campaign");
  g_assert_cmpstr (json_object_get_string_member (first, "mode"), ==, "progressive");
  g_assert_cmpuint (n_of (f, "{\"number\":\"+8613800138009\"}", "attempts"), ==, 0);
}

/* How the call went is read off the contact that came of it. */
static void
test_outcome (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonObject) object = NULL;
  JsonObject *first;

  record (f,
          "{\"id\":\"00000000-0000-4000-8000-000000000002\",\"number\":\"" NUMBER "\","
          "\"at\":\"2026-11-21T10:00:00Z\",\"revision\":1}");
  bh_pg_fixture_exec (f->conn, "UPDATE dial_attempt SET at = now() - interval '1 hour'");
  bh_pg_fixture_exec (
      f->conn,
      "INSERT INTO contact (id, started, direction, customer_number, outcome) SELECT "
      "gen_random_uuid(), at + interval '4 seconds', 'outbound', number, 'busy' "
      "FROM dial_attempt");
  object = facts (f, "{\"number\":\"" NUMBER "\"}");
  first = json_array_get_object_element (json_object_get_array_member (object, "attempts"), 0);
  g_assert_cmpstr (json_object_get_string_member (first, "outcome"), ==, "busy");
}

static void
test_consents (Fixture *f, gconstpointer data)
{
  bh_pg_fixture_exec (f->conn,
                      "INSERT INTO consent (number, purpose, source) VALUES ('" NUMBER
                      "', 'marketing', 'form 12')");
  g_assert_cmpuint (n_of (f, "{\"number\":\"" NUMBER "\"}", "consents"), ==, 1);
  g_assert_cmpuint (n_of (f, "{\"number\":\"+1\"}", "consents"), ==, 0);
  g_assert_cmpuint (n_of (f, "{\"number\":\"+1\",\"customer\":\"nonsense\"}", "consents"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/store/do-not-call/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("lists", test_lists);
  ADD ("no-such-campaign", test_no_such_campaign);
  ADD ("import", test_import);
  ADD ("attempts", test_attempts);
  ADD ("outcome-of-the-contact", test_outcome);
  ADD ("consents", test_consents);
  return bh_pg_fixture_finish (g_test_run ());
}
