/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/store-reader.h"

#include <json-glib/json-glib.h>

#include "server/store/password.h"
#include "tests/store/await.h"
#include "tests/store/pg-fixture.h"

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

/* Three customers: two in China who share an office number, one in Berlin whose number is
 * incomplete. */
static const char people[] =
    "INSERT INTO customer (id, name, latin_name, company, tier, language, external_ref) VALUES"
    " ('c0000000-0000-4000-8000-000000000001', '王小明', 'Wang Xiaoming', 'Huaxin Electronics', "
    "'gold', 'zh_CN', 'HX-1'),"
    " ('c0000000-0000-4000-8000-000000000002', '李娜', 'Li Na', 'Huaxin Electronics', 'silver', "
    "'zh_CN', 'HX-2'),"
    " ('c0000000-0000-4000-8000-000000000003', 'Jürgen Größmann', NULL, 'Müller & Söhne', NULL, "
    "'de', NULL);"
    "INSERT INTO customer_phone (customer_id, number, label, ordinal) VALUES"
    " ('c0000000-0000-4000-8000-000000000001', '+8613800138000', 'mobile', 1),"
    " ('c0000000-0000-4000-8000-000000000001', '+861082345678', 'office', 2),"
    " ('c0000000-0000-4000-8000-000000000002', '+861082345678', 'office', 1),"
    " ('c0000000-0000-4000-8000-000000000003', '30901820', '', 1);"
    "INSERT INTO matter (customer_id, title, state, due, closed) VALUES"
    " ('c0000000-0000-4000-8000-000000000001', 'Refund, promised 24 Nov', 'promised', "
    "'2026-11-24', NULL),"
    " ('c0000000-0000-4000-8000-000000000001', 'Done long ago', 'closed', NULL, '2025-01-01');"
    "INSERT INTO contact (id, pbx, revision, direction, customer_id, customer_number, outcome, "
    "started, ended, queues, talk_ms)"
    " SELECT ('a0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'main', 1, 'inbound',"
    "  'c0000000-0000-4000-8000-000000000001', '+8613800138000', 'answered',"
    "  '2026-01-01'::timestamptz + n / 2 * interval '1 hour', '2026-01-02'::timestamptz + n * "
    "interval '1 hour', '{support}', n"
    " FROM generate_series(1, 230) AS n;"
    "INSERT INTO contact_note VALUES ('a0000000-0000-4000-8000-000000000230', 'alice', 1, 'asked "
    "for a refund', 1, now(), now());"
    "INSERT INTO contact (id, revision, customer_number, outcome, started, ended)"
    " SELECT gen_random_uuid(), 1, '+442079460000', 'abandoned', now(), now() FROM "
    "generate_series(1, 3)";

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *hash = bh_password_hash_blocking ("correct horse", NULL);
  g_autofree char *users = g_strdup_printf (
      "INSERT INTO user_account (name, full_name, password_hash, device, disabled) VALUES"
      " ('alice', 'Alice Miller', '%s', 'PJSIP/1001', false), ('eve', 'Eve', '%s', NULL, true);"
      "INSERT INTO user_role SELECT id, 'agent' FROM user_account",
      hash,
      hash);

  f->conninfo = bh_pg_fixture_database (TRUE);
  f->conn = bh_pg_fixture_connect (f->conninfo);
  bh_pg_fixture_exec (f->conn, people);
  bh_pg_fixture_exec (f->conn, users);
  f->reader = bh_store_reader_new (f->conninfo, 2);
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
ask_raw (Fixture *f, BhDirectoryQuery query, const char *args, GError **error)
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

/* The answer, written compactly and in the database's order of members; quotes as apostrophes. */
static JsonNode *
ask (Fixture *f, BhDirectoryQuery query, const char *args)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = ask_raw (f, query, args, &error);
  JsonNode *node;

  g_assert_no_error (error);
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  return node;
}

/* One value out of an answer, by a JSONPath, as text. */
static char *
pick (JsonNode *node, const char *path)
{
  g_autoptr (JsonNode) found = json_path_query (path, node, NULL);
  JsonArray *array = found != NULL ? json_node_get_array (found) : NULL;

  g_assert_nonnull (array);
  if (json_array_get_length (array) == 0)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (json_array_get_element (array, 0)) &&
      json_node_get_value_type (json_array_get_element (array, 0)) == G_TYPE_STRING)
    return g_strdup (json_array_get_string_element (array, 0));
  return json_to_string (json_array_get_element (array, 0), FALSE);
}

static void
assert_pick (JsonNode *node, const char *path, const char *expected)
{
  g_autofree char *got = pick (node, path);

  g_assert_cmpstr (got, ==, expected);
}

static guint
length_of (JsonNode *node, const char *member)
{
  return json_array_get_length (json_object_get_array_member (json_node_get_object (node), member));
}

typedef struct {
  const char *what;
  const char *args;
  const char *status;
  const char *match;
  const char *name;
} Lookup;

static const Lookup lookups[] = {
    {"exact",
     "{'e164':'+8613800138000','digits':'8613800138000','mode':'full'}",
     "one",
     "exact",
     "王小明"},
    {"exact, shared",
     "{'e164':'+861082345678','digits':'861082345678','mode':'full'}",
     "many",
     "exact",
     NULL},
    {"nobody",
     "{'e164':'+8613912345678','digits':'8613912345678','mode':'full'}",
     "none",
     "null",
     NULL},
    {"whole numbers that share an ending are two people",
     "{'e164':'+8613900138000','digits':'8613900138000','mode':'full'}",
     "none",
     "null",
     NULL},
    {"without its country",
     "{'e164':'x','digits':'13800138000','mode':'part'}",
     "one",
     "suffix 11 digits",
     "王小明"},
    {"without its area",
     "{'e164':'x','digits':'0138000','mode':'part'}",
     "one",
     "suffix 7 digits",
     "王小明"},
    {"too short to say anything",
     "{'e164':'x','digits':'138000','mode':'part'}",
     "none",
     "null",
     NULL},
    {"without its area, shared",
     "{'e164':'x','digits':'82345678','mode':'part'}",
     "many",
     "suffix 8 digits",
     NULL},
    {"what is stored is incomplete",
     "{'e164':'+4930901820','digits':'4930901820','mode':'full'}",
     "one",
     "suffix 8 digits",
     "Jürgen Größmann"},
    {"with an access code",
     "{'e164':'x','digits':'913800138000','mode':'loose'}",
     "one",
     "suffix 11 digits",
     "王小明"},
    {"nothing in common",
     "{'e164':'x','digits':'913800130000','mode':'loose'}",
     "none",
     "null",
     NULL},
    {"no endings wanted",
     "{'e164':'x','digits':'13800138000','mode':'exact'}",
     "none",
     "null",
     NULL},
    {"a short code", "{'e164':'10086','digits':'10086','mode':'exact'}", "none", "null", NULL},
};

static void
test_lookup (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (lookups); i++) {
    g_autoptr (GString) args = g_string_new (lookups[i].args);
    g_autoptr (JsonNode) card = NULL;

    g_string_replace (args, "'", "\"", 0);
    card = ask (f, BH_QUERY_LOOKUP, args->str);
    g_test_message ("%s", lookups[i].what);
    assert_pick (card, "$.status", lookups[i].status);
    assert_pick (card, "$.match", lookups[i].match);
    if (lookups[i].name != NULL)
      assert_pick (card, "$.customer.name", lookups[i].name);
    else
      assert_pick (card, "$.customer", "null");
  }
}

static void
test_card (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) card =
      ask (f,
           BH_QUERY_LOOKUP,
           "{\"number\":{\"display\":\"138 0013 "
           "8000\"},\"e164\":\"+8613800138000\",\"digits\":\"8613800138000\","
           "\"mode\":\"full\",\"limit\":5}");

  assert_pick (card, "$.number.display", "138 0013 8000");
  assert_pick (card, "$.customer.latin_name", "Wang Xiaoming");
  assert_pick (card, "$.customer.tier", "gold");
  assert_pick (card, "$.customer.phones[0].label", "mobile");
  assert_pick (card, "$.customer.last_note", "asked for a refund");
  g_assert_cmpuint (length_of (card, "matters"), ==, 1);
  assert_pick (card, "$.matters[0].due", "2026-11-24");
  g_assert_cmpuint (length_of (card, "history"), ==, 5);
  assert_pick (card, "$.history[0].note", "asked for a refund");
  assert_pick (card, "$.history[0].queue", "support");
  assert_pick (card, "$.history_more", "true");
  assert_pick (card, "$.seen_before", "230");
}

static void
test_unknown_caller_was_here_before (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) card =
      ask (f,
           BH_QUERY_LOOKUP,
           "{\"e164\":\"+442079460000\",\"digits\":\"442079460000\",\"mode\":\"full\"}");

  assert_pick (card, "$.status", "none");
  assert_pick (card, "$.seen_before", "3");
  g_assert_cmpuint (length_of (card, "history"), ==, 3);
  assert_pick (card, "$.history[0].outcome", "abandoned");
}

/* Every contact once, in order, although two of them start at the same time. */
static void
test_history_pages (Fixture *f, gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *before = g_strdup ("");
  gboolean more = TRUE;

  while (more) {
    g_autofree char *args = g_strdup_printf (
        "{\"customer\":\"c0000000-0000-4000-8000-000000000001\",\"limit\":37%s%s%s}",
        *before != '\0' ? ",\"before\":\"" : "",
        before,
        *before != '\0' ? "\"" : "");
    g_autoptr (JsonNode) page = ask (f, BH_QUERY_HISTORY, args);
    JsonArray *lines = json_object_get_array_member (json_node_get_object (page), "history");

    more = json_object_get_boolean_member (json_node_get_object (page), "more");
    for (guint i = 0; i < json_array_get_length (lines); i++)
      g_assert_true (g_hash_table_add (
          seen,
          g_strdup (json_object_get_string_member (json_array_get_object_element (lines, i),
                                                   "contact"))));
    g_free (before);
    before = g_strdup (json_object_get_string_member (
        json_array_get_object_element (lines, json_array_get_length (lines) - 1),
        "contact"));
  }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 230);
}

#define WANG "\"customer\":\"c0000000-0000-4000-8000-000000000001\""

static const struct {
  const char *args;
  guint n;
} cuts[] = {
    {"{" WANG ",\"text\":\"refund\"}", 2},
    {"{" WANG ",\"text\":\"Refund ASKED\"}", 1},
    {"{" WANG ",\"text\":\"退款\"}", 1},
    {"{" WANG ",\"text\":\"miller\"}", 2},
    {"{" WANG ",\"text\":\"100%\"}", 0},
    {"{" WANG ",\"text\":\"sales\"}", 1},
    {"{" WANG ",\"text\":\"  \",\"limit\":7}", 7},
    {"{" WANG ",\"only\":\"outbound\"}", 1},
    {"{" WANG ",\"only\":\"inbound\",\"limit\":200}", 200},
    {"{" WANG ",\"only\":\"noted\"}", 2},
    {"{" WANG ",\"only\":\"missed\"}", 1},
    {"{" WANG ",\"only\":\"mine\",\"user\":\"alice\"}", 2},
    {"{" WANG ",\"only\":\"mine\",\"user\":\"eve\"}", 0},
    {"{" WANG ",\"only\":\"outbound\",\"text\":\"asked\"}", 0},
};

static void
test_history_search (Fixture *f, gconstpointer data)
{
  bh_pg_fixture_exec (
      f->conn,
      "UPDATE contact SET direction = 'outbound', queues = '{sales,support}', users = '{alice}'"
      " WHERE id = 'a0000000-0000-4000-8000-000000000007';"
      "UPDATE contact SET users = '{alice}' WHERE id = 'a0000000-0000-4000-8000-000000000230';"
      "UPDATE contact SET talk_ms = 0, wait_ms = 5000"
      " WHERE id = 'a0000000-0000-4000-8000-000000000009';"
      "INSERT INTO contact_note VALUES ('a0000000-0000-4000-8000-000000000007', 'alice', 1,"
      " 'said 100 percent', 1, now(), now()), ('a0000000-0000-4000-8000-000000000007', 'alice', 2,"
      " '客户要求退款 Refund', 2, now(), now());"
      "INSERT INTO transfer VALUES ('a0000000-0000-4000-8000-000000000007', 1, 'blind')");
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++) {
    g_autoptr (JsonNode) page = ask (f, BH_QUERY_HISTORY, cuts[i].args);
    g_test_message ("%s", cuts[i].args);
    g_assert_cmpuint (length_of (page, "history"), ==, cuts[i].n);
  }
}

static void
test_history_facts (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) page = NULL;

  bh_pg_fixture_exec (
      f->conn,
      "UPDATE contact SET queues = '{sales,support}', wait_ms = 42000, hold_ms = 7000"
      " WHERE id = 'a0000000-0000-4000-8000-000000000230';"
      "INSERT INTO transfer VALUES ('a0000000-0000-4000-8000-000000000230', 1, 'blind'),"
      " ('a0000000-0000-4000-8000-000000000230', 2, 'attended')");
  page = ask (f, BH_QUERY_HISTORY, "{" WANG ",\"limit\":1}");
  assert_pick (page, "$.history[0].queues[1]", "support");
  assert_pick (page, "$.history[0].wait_ms", "42000");
  assert_pick (page, "$.history[0].hold_ms", "7000");
  assert_pick (page, "$.history[0].transfers", "2");
}

typedef struct {
  const char *args;
  guint n;
  const char *first;
} Search;

static const Search searches[] = {
    {"{\"text\":\"王\"}", 1, "王小明"},
    {"{\"text\":\"小明\"}", 1, "王小明"},
    {"{\"text\":\"王小明\"}", 1, "王小明"},
    {"{\"text\":\"王小红\"}", 0, NULL},
    {"{\"text\":\"wang\"}", 1, "王小明"},
    {"{\"text\":\"XIAOM\"}", 1, "王小明"},
    {"{\"text\":\"huaxin\"}", 2, "李娜"},
    {"{\"text\":\"huaxin li\"}", 1, "李娜"},
    {"{\"text\":\"jurgen\"}", 1, "Jürgen Größmann"},
    {"{\"text\":\"GROSSMANN\"}", 1, "Jürgen Größmann"},
    {"{\"text\":\"mueller\"}", 0, NULL},
    {"{\"text\":\"sohne\"}", 1, "Jürgen Größmann"},
    {"{\"text\":\"HX-2\"}", 1, "李娜"},
    {"{\"text\":\"x\",\"digits\":\"138000\"}", 1, "王小明"},
    {"{\"text\":\"x\",\"digits\":\"8610\"}", 2, "李娜"},
    {"{\"text\":\"\"}", 0, NULL},
    {"{\"text\":\"'; DROP TABLE customer; --\"}", 0, NULL},
    {"{\"text\":\"\\\\ & | ! :* ( )\"}", 0, NULL},
};

static void
test_search (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++) {
    g_autoptr (JsonNode) found = ask (f, BH_QUERY_SEARCH, searches[i].args);

    g_test_message ("%s", searches[i].args);
    g_assert_cmpuint (length_of (found, "customers"), ==, searches[i].n);
    if (searches[i].first != NULL)
      assert_pick (found, "$.customers[0].name", searches[i].first);
  }
}

static void
test_words (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) reasons = ask (f, BH_QUERY_REASON_CODES, NULL);
  g_autoptr (JsonNode) results = ask (f, BH_QUERY_DISPOSITIONS, NULL);
  g_autoptr (JsonNode) queues = ask (f, BH_QUERY_QUEUES, "{}");

  assert_pick (reasons, "$[0].label.en", "Break");
  assert_pick (results, "$[0].path[0].en", "Solved");
  assert_pick (results, "$[0].path[1].zh_CN", "当场解决");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (queues)), ==, 0);
}

static void
test_create_and_attach (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) made =
      ask (f,
           BH_QUERY_CREATE_CUSTOMER,
           "{\"name\":\"Anna Nowak\",\"phones\":[{\"e164\":\"+48221234567\"}],\"by\":\"alice\"}");
  g_autofree char *id = pick (made, "$.customer");
  g_autofree char *args = g_strdup_printf ("{\"customer\":\"%s\",\"e164\":\"+442079460000\"}", id);
  g_autoptr (JsonNode) attached = ask (f, BH_QUERY_ATTACH_NUMBER, args);
  g_autoptr (JsonNode) card =
      ask (f,
           BH_QUERY_LOOKUP,
           "{\"e164\":\"+442079460000\",\"digits\":\"442079460000\",\"mode\":\"full\"}");
  g_autoptr (GError) error = NULL;

  assert_pick (attached, "$.contacts", "3");
  assert_pick (card, "$.customer.name", "Anna Nowak");
  assert_pick (card, "$.seen_before", "3");
  g_assert_null (ask_raw (f, BH_QUERY_CREATE_CUSTOMER, "{\"name\":\"\"}", &error));
  g_assert_error (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_REFUSED);
}

static void
test_save_note (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) saved = ask (
      f,
      BH_QUERY_SAVE_NOTE,
      "{\"contact\":\"a0000000-0000-4000-8000-000000000001\",\"author\":\"bob\",\"body\":\"hi\"}");
  g_autoptr (JsonNode) contact =
      ask (f, BH_QUERY_CONTACT, "{\"contact\":\"a0000000-0000-4000-8000-000000000001\"}");
  g_autoptr (JsonNode) nobody =
      ask (f, BH_QUERY_CONTACT, "{\"contact\":\"b0000000-0000-4000-8000-000000000001\"}");

  g_assert_true (JSON_NODE_HOLDS_OBJECT (saved));
  assert_pick (contact, "$.notes[0].body", "hi");
  g_assert_true (JSON_NODE_HOLDS_NULL (nobody));
}

static void
test_bad_arguments (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ask_raw (f, BH_QUERY_CUSTOMER, "{\"customer\":\"nobody\"}", &error));
  g_assert_error (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_null (ask_raw (f, BH_QUERY_CUSTOMER, "this is no JSON", &error));
  g_assert_error (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_REFUSED);
  /* and the connection lives on */
  g_free (ask_raw (f, BH_QUERY_USERS, NULL, NULL));
  g_assert_cmpint (bh_store_reader_get_state (f->reader), ==, BH_PG_UP);
}

static char *
sign_in (Fixture *f, const char *name, const char *password, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bh_directory_port_sign_in_async (BH_DIRECTORY_PORT (f->reader),
                                   name,
                                   password,
                                   NULL,
                                   bh_await_callback,
                                   &result);
  return bh_directory_port_sign_in_finish (BH_DIRECTORY_PORT (f->reader),
                                           bh_await (&result),
                                           error);
}

static void
test_sign_in (Fixture *f, gconstpointer data)
{
  static const char *const wrong[][2] = {{"alice", "wrong horse"},
                                         {"alice", ""},
                                         {"nobody", "correct horse"},
                                         {"eve", "correct horse"},
                                         {"alice' OR '1'='1", "x"},
                                         {"\\\"}", "x"}};
  g_autoptr (GError) error = NULL;
  g_autofree char *user = sign_in (f, "Alice", "correct horse", &error);
  g_autoptr (JsonNode) node = NULL;

  g_assert_no_error (error);
  node = json_from_string (user, NULL);
  assert_pick (node, "$.name", "alice");
  assert_pick (node, "$.roles[0]", "agent");
  g_assert_null (strstr (user, "argon2"));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) denied = NULL;

    g_assert_null (sign_in (f, wrong[i][0], wrong[i][1], &denied));
    g_assert_error (denied, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_DENIED);
    g_assert_cmpstr (denied->message, ==, "The name or the password is wrong.");
  }
}

/* Who guesses names learns nothing from the time. */
static void
test_sign_in_time (Fixture *f, gconstpointer data)
{
  gint64 known = 0;
  gint64 unknown = 0;

  for (int i = 0; i < 4; i++) {
    gint64 begun = g_get_monotonic_time ();

    g_free (sign_in (f, "alice", "wrong horse", NULL));
    known += g_get_monotonic_time () - begun;
    begun = g_get_monotonic_time ();
    g_free (sign_in (f, "nobody", "wrong horse", NULL));
    unknown += g_get_monotonic_time () - begun;
  }
  g_test_message ("known %" G_GINT64_FORMAT " us, unknown %" G_GINT64_FORMAT " us",
                  known / 4,
                  unknown / 4);
  g_assert_cmpint (unknown, >, known / 3);
  g_assert_cmpint (unknown, <, known * 3);
}

static void
test_slow_question (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  /* somebody holds the table: the question is given up, not the connection */
  bh_pg_fixture_exec (f->conn, "BEGIN; LOCK TABLE reason_code");
  g_assert_null (ask_raw (f, BH_QUERY_REASON_CODES, NULL, &error));
  g_assert_error (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_TIMEOUT);
  bh_pg_fixture_exec (f->conn, "ROLLBACK");
  g_free (ask_raw (f, BH_QUERY_REASON_CODES, NULL, NULL));
}

static void
test_many_questions (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new ();
  guint busy = 0;

  for (guint i = 0; i < 300; i++) {
    GAsyncResult **slot = g_new0 (GAsyncResult *, 1);

    g_ptr_array_add (results, slot);
    bh_directory_port_query_async (BH_DIRECTORY_PORT (f->reader),
                                   BH_QUERY_USERS,
                                   NULL,
                                   NULL,
                                   bh_await_callback,
                                   slot);
  }
  for (guint i = 0; i < results->len; i++) {
    GAsyncResult **slot = results->pdata[i];
    g_autoptr (GError) error = NULL;
    g_autofree char *text =
        bh_directory_port_query_finish (BH_DIRECTORY_PORT (f->reader), bh_await (slot), &error);

    if (text == NULL) {
      g_assert_error (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_BUSY);
      busy++;
    }
    g_object_unref (*slot);
    g_free (slot);
  }
  /* 64 questions each; the second connection may not be there yet */
  g_assert_true (busy == 300 - 128 || busy == 300 - 64);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bh_directory_port_query_async (BH_DIRECTORY_PORT (f->reader),
                                 BH_QUERY_USERS,
                                 NULL,
                                 cancellable,
                                 bh_await_callback,
                                 &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (f->reader), bh_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
is_not_up (gpointer data)
{
  return bh_store_reader_get_state (data) != BH_PG_UP;
}

static void
test_connection_lost (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  bh_pg_fixture_exec (f->conn,
                      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                      "application_name = 'bellhop reader'"
                      " AND datname = current_database()");
  bh_await_until (is_not_up, f->reader);
  g_assert_null (ask_raw (f, BH_QUERY_USERS, NULL, &error));
  g_assert_error (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_AWAY);
  bh_await_until (is_up, f->reader);
  g_free (ask_raw (f, BH_QUERY_USERS, NULL, NULL));
}

/* It is refused by its name, and nothing else suffers. */
static void
test_question_not_understood (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_log_set_always_fatal (G_LOG_FATAL_MASK); /* it is said in the log, by the worker's thread */
  bh_pg_fixture_exec (f->conn, "ALTER TABLE reason_code RENAME TO other_code");
  bh_pg_fixture_exec (f->conn,
                      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                      "application_name = 'bellhop reader'"
                      " AND datname = current_database()");
  bh_await_until (is_not_up, f->reader);
  bh_await_until (is_up, f->reader);
  g_free (ask_raw (f, BH_QUERY_USERS, NULL, NULL));
  g_assert_null (ask_raw (f, BH_QUERY_REASON_CODES, NULL, &error));
  g_assert_error (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "query/reason_codes"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/reader/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("lookup", test_lookup);
  ADD ("card-is-whole", test_card);
  ADD ("unknown-caller-was-here-before", test_unknown_caller_was_here_before);
  ADD ("history-in-pages", test_history_pages);
  ADD ("history-is-searched", test_history_search);
  ADD ("history-tells-waits-and-transfers", test_history_facts);
  ADD ("search", test_search);
  ADD ("reasons-results-queues", test_words);
  ADD ("create-customer-and-attach-number", test_create_and_attach);
  ADD ("save-note", test_save_note);
  ADD ("bad-arguments-are-refused", test_bad_arguments);
  ADD ("sign-in", test_sign_in);
  ADD ("sign-in-takes-the-same-time", test_sign_in_time);
  ADD ("slow-question-times-out", test_slow_question);
  ADD ("too-many-questions-are-busy", test_many_questions);
  ADD ("cancelled", test_cancelled);
  ADD ("lost-connection-comes-back", test_connection_lost);
  ADD ("question-not-understood", test_question_not_understood);
  return bh_pg_fixture_finish (g_test_run ());
}
