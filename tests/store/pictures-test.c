/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of articles in a real PostgreSQL: kept once, named by versions, read in pieces, cleared
 * away when nobody shows them. */

#include <json-glib/json-glib.h>
#include <string.h>

#include "server/kb/index.h"
#include "server/store/knowledge-load.h"
#include "server/store/store-reader.h"
#include "tests/fakes/fake-picture.h"
#include "tests/store/await.h"
#include "tests/store/pg-fixture.h"

#define A1    "a0000000-0000-4000-8000-000000000001"
#define OTHER "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ABOUT                                                                                      \
  "{\"picture\":\"" FAKE_PNG_SHA256                                                                \
  "\",\"type\":\"image/png\",\"width\":8,\"height\":6,\"by\":\"sue\",\"name\":\"" FAKE_PNG_NAME    \
  "\",\"data\":\"" FAKE_PNG_BASE64 "\"}"
#define LINKS                                                                                      \
  "SELECT string_agg(version || ':' || name, ' ' ORDER BY version, name) FROM kb_version_picture"

typedef struct {
  char *conninfo;
  PGconn *conn;
  BhStoreReader *reader;
} Fixture;

static gboolean
is_up (gpointer data)
{
  return bh_store_reader_get_state (data) == BH_PG_UP;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->conninfo = bh_pg_fixture_database (TRUE);
  f->conn = bh_pg_fixture_connect (f->conninfo);
  f->reader = bh_store_reader_new (f->conninfo, 1);
  bh_store_reader_start (f->reader);
  bh_await_until (is_up, f->reader);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  bh_store_reader_stop (f->reader);
  g_object_unref (f->reader);
  PQfinish (f->conn);
  g_free (f->conninfo);
}

static char *
ask (Fixture *f, BhDirectoryQuery query, const char *args, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bh_directory_port_query_async (BH_DIRECTORY_PORT (f->reader),
                                 query,
                                 args,
                                 NULL,
                                 bh_await_callback,
                                 &result);
  return bh_directory_port_query_finish (BH_DIRECTORY_PORT (f->reader), bh_await (&result), error);
}

static JsonObject *
ask_object (Fixture *f, BhDirectoryQuery query, const char *args)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = ask (f, query, args, &error);
  g_autoptr (JsonNode) node = NULL;

  g_assert_no_error (error);
  node = json_from_string (text, NULL);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

/* An article from text with apostrophes for quotes, with what server/kb makes of it. */
static char *
article (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (json, &error);

  g_assert_no_error (error);
  bh_kb_index_article (json_node_get_object (node));
  return json_to_string (node, FALSE);
}

static JsonObject *
save (Fixture *f, int base, const char *body)
{
  g_autofree char *text = g_strdup_printf ("{'article':'" A1 "','base':%d,'status':'draft','title':"
                                           "'T','body':'%s','by':'sue'}",
                                           base,
                                           body);
  g_autofree char *json = article (text);

  return ask_object (f, BH_QUERY_KB_SAVE, json);
}

static void
put (Fixture *f)
{
  g_autoptr (JsonObject) done = ask_object (f, BH_QUERY_KB_PICTURE_PUT, ABOUT);

  g_assert_cmpint (json_object_get_int_member (done, "size"), ==, FAKE_PNG_BYTES);
  g_assert_cmpstr (json_object_get_string_member (done, "name"), ==, FAKE_PNG_NAME);
}

/* ---- in and out */

static void
test_put_and_read (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonObject) first = NULL;
  g_autoptr (JsonObject) rest = NULL;
  g_autoptr (JsonObject) none = NULL;

  put (f);
  put (f); /* the same again is the same */
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_picture", "1");
  first = ask_object (f, BH_QUERY_KB_PICTURE, "{\"picture\":\"" FAKE_PNG_SHA256 "\",\"limit\":30}");
  rest = ask_object (f, BH_QUERY_KB_PICTURE, "{\"picture\":\"" FAKE_PNG_SHA256 "\",\"offset\":30}");
  none = ask_object (f, BH_QUERY_KB_PICTURE, "{\"picture\":\"" OTHER "\"}");
  g_assert_cmpint (json_object_get_int_member (first, "size"), ==, FAKE_PNG_BYTES);
  g_assert_cmpint (json_object_get_int_member (first, "width"), ==, 8);
  g_assert_true (g_str_has_prefix (FAKE_PNG_BASE64, json_object_get_string_member (first, "data")));
  g_assert_true (g_str_has_suffix (FAKE_PNG_BASE64, json_object_get_string_member (rest, "data")));
  g_assert_null (none);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *wrong =
      ask (f,
           BH_QUERY_KB_PICTURE_PUT,
           "{\"picture\":\"" OTHER "\",\"type\":\"image/png\",\"width\":8,\"height\":6,"
           "\"by\":\"sue\",\"data\":\"" FAKE_PNG_BASE64 "\"}",
           &error);

  g_assert_null (wrong); /* what it is called is what it is, also to the database */
  g_assert_error (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_REFUSED);
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_picture", "0");
}

static void
test_orphans (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonObject) saved = NULL;

  put (f);
  saved = save (f, 0, "![x](" FAKE_PNG_NAME ")");
  bh_pg_fixture_exec (
      f->conn,
      "INSERT INTO kb_picture SELECT encode(sha256(b), 'hex'), 'image/png', 1, 1, b, 'sue', at FROM"
      " (VALUES ('old'::bytea, now() - interval '31 days'), ('new'::bytea, now())) AS v (b, at);"
      "UPDATE kb_picture SET at = now() - interval '1 year' WHERE width = 8");
  put (f);
  bh_pg_fixture_exec (f->conn,
                      "UPDATE kb_picture SET at = now() - interval '1 year' WHERE width = 8");
  bh_pg_fixture_exec (f->conn,
                      "SELECT bh_kb_put_picture(jsonb_build_object('picture', encode(sha256('z'),"
                      " 'hex'), 'type', 'image/png', 'width', 1, 'height', 1, 'by', 'sue'), 'z')");
  bh_assert_sql (f->conn,
                 "SELECT string_agg(encode(bytes, 'escape'), ' ' ORDER BY bytes) FROM kb_picture"
                 " WHERE width = 1",
                 "new z");
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_picture WHERE width = 8", "1"); /* it is shown */
}

/* ---- versions */

static void
test_versions (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonObject) one = NULL;
  g_autoptr (JsonObject) two = NULL;
  g_autoptr (JsonObject) three = NULL;
  g_autoptr (JsonObject) shown = NULL;
  g_autoptr (JsonObject) back = NULL;
  JsonObject *picture;

  put (f);
  one = save (f, 0, "![x](" FAKE_PNG_NAME ") ![y](gone.png)");
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (one, "missing"), 0),
                   ==,
                   "gone.png");
  two = save (f, 1, "no picture");
  three = save (f, 2, "![x](" FAKE_PNG_NAME ")");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (three, "missing")), ==, 0);
  bh_assert_sql (f->conn, LINKS, "1:" FAKE_PNG_NAME " 3:" FAKE_PNG_NAME);
  shown = ask_object (f,
                      BH_QUERY_KB_ARTICLE,
                      "{\"article\":\"" A1 "\",\"version\":3,\"editor\":true,\"by\":\"sue\"}");
  picture = json_array_get_object_element (json_object_get_array_member (shown, "pictures"), 0);
  g_assert_cmpstr (json_object_get_string_member (picture, "picture"), ==, FAKE_PNG_SHA256);
  g_assert_cmpint (json_object_get_int_member (picture, "height"), ==, 6);
  back = ask_object (f,
                     BH_QUERY_KB_MOVE,
                     "{\"article\":\"" A1 "\",\"version\":1,\"base\":3,\"verdict\":\"rolled_back\","
                     "\"by\":\"sue\"}");
  g_assert_cmpint (json_object_get_int_member (back, "version"), ==, 4);
  bh_assert_sql (f->conn, LINKS, "1:" FAKE_PNG_NAME " 3:" FAKE_PNG_NAME " 4:" FAKE_PNG_NAME);
}

/* ---- an import */

static BhKnowledgeLoadResult
load (Fixture *f, const char *text, gboolean with_picture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhKnowledgeLoad) one = bh_knowledge_load_begin (f->conn, &error);
  g_autofree char *json = article (text);
  BhKnowledgeLoadResult result = {0};

  g_assert_true (bh_knowledge_load_add (one, 1, json, &error));
  if (with_picture)
    g_assert_true (bh_knowledge_load_picture (one, ABOUT, FAKE_PNG_BASE64, &error));
  bh_knowledge_load_finish (one, TRUE, &result, &error);
  g_assert_no_error (error);
  return result;
}

#define FILE_OF(shown)                                                                             \
  "{'source':'a.md','title':'T','body':'![x](step1.png)','category':'c','tags':[],'by':'import',"  \
  "'queues':[],'reasons':[],'steps':[],'shown':" shown "}"

static void
test_import (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonObject) shown = NULL;
  g_autofree char *ask_for = NULL;
  g_autofree char *id = NULL;
  BhKnowledgeLoadResult result = load (f, FILE_OF ("{}"), FALSE);

  g_assert_cmpuint (result.inserted, ==, 1);
  result = load (f, FILE_OF ("{'step1.png':'" FAKE_PNG_SHA256 "'}"), TRUE);
  g_assert_cmpuint (result.updated, ==, 1); /* the same words, another picture */
  result = load (f, FILE_OF ("{'step1.png':'" FAKE_PNG_SHA256 "'}"), TRUE);
  g_assert_cmpuint (result.unchanged, ==, 1);
  bh_assert_sql (f->conn, LINKS, "2:step1.png");
  /* somebody goes on with it at a desk: the name is all that they have */
  id = bh_pg_get_blocking (f->conn, "SELECT id FROM kb_article", 0, NULL, NULL);
  ask_for = g_strdup_printf ("{'article':'%s','base':2,'status':'draft','title':'T','body':'more "
                             "![x](step1.png)','by':'sue'}",
                             id);
  g_free (g_steal_pointer (&id));
  id = article (ask_for);
  shown = ask_object (f, BH_QUERY_KB_SAVE, id);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (shown, "missing")), ==, 0);
  bh_assert_sql (f->conn, LINKS, "2:step1.png 3:step1.png");
}

static void
test_import_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhKnowledgeLoad) one = bh_knowledge_load_begin (f->conn, &error);
  g_autofree char *json = article (FILE_OF ("{'step1.png':'" OTHER "'}"));
  BhKnowledgeLoadResult result;

  g_assert_true (bh_knowledge_load_add (one, 1, json, &error));
  g_assert_true (bh_knowledge_load_picture (one, ABOUT, FAKE_PNG_BASE64, &error));
  g_assert_false (bh_knowledge_load_finish (one, TRUE, &result, &error));
  g_assert_nonnull (error);
  g_clear_pointer (&one, bh_knowledge_load_free);
  bh_assert_sql (f->conn,
                 "SELECT (SELECT count(*) FROM kb_article) + (SELECT count(*) FROM kb_picture)",
                 "0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, func)                                                                           \
  g_test_add ("/store/pictures/" path, Fixture, NULL, set_up, func, tear_down)
  TEST ("put-and-read", test_put_and_read);
  TEST ("refused", test_refused);
  TEST ("orphans-go", test_orphans);
  TEST ("versions-and-roll-back", test_versions);
  TEST ("import", test_import);
  TEST ("import-refused-whole", test_import_refused);
  return bh_pg_fixture_finish (g_test_run ());
}
