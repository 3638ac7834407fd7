/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/dispositions.h"

#include <string.h>

#include "server/store/campaigns.h"
#include "server/store/sql-text.h"
#include "tests/store/pg-fixture.h"

/* Trees of results, as bellhopctl brings them in: all or none. And what was said of a campaign in
 * another way before. */

#define LEAF                                                                                       \
  "{\"code\":\"t.reset\",\"parent\":\"t\",\"labels\":{\"en\":\"Reset\"},\"outcome\":\"sold\"}"
#define ROOT "{\"code\":\"t\",\"labels\":{\"en\":\"Technical\",\"zh_CN\":\"技术\"}}"
#define TREE "[" ROOT "," LEAF "]"

typedef struct {
  char *conninfo;
  PGconn *conn;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->conninfo = bh_pg_fixture_database (TRUE);
  f->conn = bh_pg_fixture_connect (f->conninfo);
  bh_pg_fixture_exec (
      f->conn,
      "INSERT INTO queue (name, label) VALUES ('lines', 'Lines'), ('other', 'Other')");
  bh_pg_fixture_exec (f->conn, "INSERT INTO campaign (name) VALUES ('spring')");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  PQfinish (f->conn);
  g_free (f->conninfo);
}

static char *
put (Fixture *f, const BhDispositionTree *tree, const char *rows, gboolean keep)
{
  g_autoptr (GError) error = NULL;
  char *text = bh_dispositions_import_blocking (f->conn, tree, rows, keep, &error);

  g_assert_no_error (error);
  return text;
}

#define assert_put(f, tree, rows, expected)                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *put_ = put (f, tree, rows, TRUE);                                             \
    g_assert_nonnull (strstr (put_, expected));                                                    \
  }                                                                                                \
  G_STMT_END

static const BhDispositionTree lines = {.queue = "lines"};

static void
test_tree_of_a_queue (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  assert_put (f, &lines, TREE, "\"added\": 2");
  assert_put (f, &lines, TREE, "\"changed\": 0");
  assert_put (f, &lines, TREE, "\"added\": 0");
  text = bh_dispositions_list_blocking (f->conn, &lines, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "\"t.reset\""));
  g_assert_null (strstr (text, "\"solved\""));
  bh_assert_sql (f->conn,
                 "SELECT queue || ' ' || dial_outcome || ' ' || leaf || ' ' || depth FROM "
                 "v_disposition WHERE code = 't.reset'",
                 "lines sold true 2");
}

static void
test_dry_run (Fixture *f, gconstpointer data)
{
  g_autofree char *text = put (f, &lines, TREE, FALSE);

  g_assert_nonnull (strstr (text, "\"added\": 2"));
  bh_assert_sql (f->conn, "SELECT count(*)::text FROM disposition WHERE code LIKE 't%'", "0");
}

static void
test_replace (Fixture *f, gconstpointer data)
{
  const BhDispositionTree instead = {.queue = "lines", .instead = TRUE};

  assert_put (f, &lines, TREE, "\"added\": 2");
  assert_put (f, &instead, "[" ROOT "]", "\"disabled\": 1");
  bh_assert_sql (f->conn, "SELECT disabled::text FROM disposition WHERE code = 't.reset'", "true");
  bh_assert_sql (f->conn, "SELECT disabled::text FROM disposition WHERE code = 'solved'", "false");
  assert_put (f, &lines, "[" LEAF "]", "\"changed\": 1");
  bh_assert_sql (f->conn, "SELECT disabled::text FROM disposition WHERE code = 't.reset'", "false");
}

static void
test_required (Fixture *f, gconstpointer data)
{
  const BhDispositionTree needed = {.queue = "lines", .required = "true"};
  const BhDispositionTree of_campaign = {.campaign = "spring", .required = "true"};

  assert_put (f, &needed, TREE, "\"added\": 2");
  bh_assert_sql (f->conn,
                 "SELECT string_agg(name || ' ' || disposition_required, ', ' ORDER BY name) FROM "
                 "queue",
                 "lines true, other false");
  assert_put (f, &of_campaign, "[{\"code\":\"c\",\"labels\":{\"en\":\"C\"}}]", "\"added\": 1");
  bh_assert_sql (f->conn, "SELECT disposition_required::text FROM campaign", "true");
}

static void
test_faults (Fixture *f, gconstpointer data)
{
  const BhDispositionTree other = {.queue = "other"};
  const BhDispositionTree nowhere = {.queue = "nowhere"};
  const BhDispositionTree none = {.campaign = "none"};
  static const char loop[] =
      "[{\"code\":\"t\",\"parent\":\"t.reset\",\"labels\":{\"en\":\"T\"}}," LEAF "]";

  assert_put (f, &lines, TREE, "\"added\": 2");
  assert_put (f, &other, "[" ROOT "]", "is one of the queue lines already");
  assert_put (f,
              &lines,
              "[{\"code\":\"solved\",\"labels\":{\"en\":\"S\"}}]",
              "those of everywhere");
  assert_put (f, &other, "[" LEAF "]", "there is no \\\"t\\\" in this tree");
  assert_put (f, &nowhere, TREE, "there is no queue");
  assert_put (f, &none, TREE, "there is no campaign");
  assert_put (f, &lines, loop, "its own parent's parent");
  bh_assert_sql (f->conn,
                 "SELECT COALESCE(parent, 'none') FROM disposition WHERE code = 't'",
                 "none");
  bh_assert_sql (f->conn, "SELECT count(*)::text FROM disposition WHERE queue = 'other'", "0");
}

/* The desk's question gives a campaign's tree to that campaign alone. */
static void
test_campaign_offers_its_own (Fixture *f, gconstpointer data)
{
  const BhDispositionTree of = {.campaign = "spring"};

  assert_put (f, &of, TREE, "\"added\": 2");
  bh_assert_sql (f->conn,
                 "SELECT DISTINCT campaign || ' ' || COALESCE(queue, '-') FROM v_disposition WHERE "
                 "code LIKE 't%'",
                 "spring -");
}

/* What 0014 does with a campaign that said it in its own columns. */
static void
test_old_columns_are_brought_over (Fixture *f, gconstpointer data)
{
  g_autofree char *sql = g_strdup (bh_sql_text ("0014_results.sql"));

  assert_put (f, &lines, TREE, "\"added\": 2");
  bh_pg_fixture_exec (f->conn,
                      "DROP FUNCTION bh_dispositions_put; DROP VIEW v_disposition; ALTER TABLE "
                      "campaign ADD COLUMN script text, ADD COLUMN dispositions text; INSERT INTO "
                      "script (name, created_by) VALUES ('offer', 'test'); UPDATE campaign SET "
                      "script = 'offer', dispositions = 'lines'");
  bh_pg_fixture_exec (f->conn, sql);
  bh_assert_sql (f->conn,
                 "SELECT campaign || ' ' || script FROM script_assignment WHERE campaign <> ''",
                 "spring offer");
  bh_assert_sql (f->conn,
                 "SELECT string_agg(code || ' ' || campaign, ', ' ORDER BY code) FROM "
                 "v_disposition WHERE campaign IS NOT NULL",
                 "spring.t spring, spring.t.reset spring");
}

static void
test_script_of_a_campaign (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  bh_pg_fixture_exec (f->conn, "INSERT INTO script (name, created_by) VALUES ('offer', 'test')");
  g_assert_true (
      bh_campaigns_set_blocking (f->conn, "spring", "{\"script\":\"offer\"}", FALSE, &error));
  g_assert_no_error (error);
  bh_assert_sql (f->conn,
                 "SELECT script FROM script_assignment WHERE campaign = 'spring'",
                 "offer");
  g_assert_true (bh_campaigns_set_blocking (f->conn, "spring", "{\"label\":\"S\"}", FALSE, &error));
  bh_assert_sql (f->conn, "SELECT count(*)::text FROM script_assignment", "1");
  g_assert_true (bh_campaigns_set_blocking (f->conn, "spring", "{\"script\":\"\"}", FALSE, &error));
  bh_assert_sql (f->conn, "SELECT count(*)::text FROM script_assignment", "0");
  g_assert_false (
      bh_campaigns_set_blocking (f->conn, "spring", "{\"script\":\"none\"}", FALSE, &error));
  g_assert_nonnull (strstr (error->message, "there is no such script"));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/store/dispositions/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("tree-of-a-queue", test_tree_of_a_queue);
  ADD ("dry-run", test_dry_run);
  ADD ("replace", test_replace);
  ADD ("required", test_required);
  ADD ("faults", test_faults);
  ADD ("campaign-offers-its-own", test_campaign_offers_its_own);
  ADD ("old-columns-are-brought-over", test_old_columns_are_brought_over);
  ADD ("script-of-a-campaign", test_script_of_a_campaign);
  return bh_pg_fixture_finish (g_test_run ());
}
