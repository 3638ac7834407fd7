/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scripts in the database: versions, whom they are meant for, answers. The statements under test
 * are the ones that the writer and the reader run. */

#include <string.h>

#include "server/store/pg-blocking.h"
#include "server/store/sql-text.h"
#include "tests/store/pg-fixture.h"

#define C1 "a0000000-0000-4000-8000-000000000001"
#define DOCUMENT(text)                                                                             \
  "{'format':1,'name':'returns','title':'Returns','start':'a','steps':[{'id':'a','kind':'end',"    \
  "'text':'" text "'}]}"

typedef struct {
  char *conninfo;
  PGconn *conn;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->conninfo = bh_pg_fixture_database (TRUE);
  f->conn = bh_pg_fixture_connect (f->conninfo);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  PQfinish (f->conn);
  g_free (f->conninfo);
}

/* Apostrophes of @args become quotes. */
static char *
run (Fixture *f, const char *statement, const char *args)
{
  g_autofree char *path = g_strdup_printf ("%s.sql", statement);
  g_autofree char *json = g_strdelimit (g_strdup (args), "'", '"');
  g_autoptr (GError) error = NULL;
  g_autoptr (PGresult) result = NULL;

  result = bh_pg_exec_blocking (f->conn, bh_sql_text (path), 1, (const char *[]){json}, &error);
  g_assert_no_error (error);
  return PQntuples (result) > 0 && !PQgetisnull (result, 0, 0)
             ? g_strdup (PQgetvalue (result, 0, 0))
             : NULL;
}

static void
assert_says (Fixture *f, const char *statement, const char *args, const char *wanted)
{
  g_autofree char *answer = run (f, statement, args);
  g_autofree char *text = g_strdelimit (g_strdup (wanted), "'", '"');

  g_test_message ("%s %s: %s", statement, args, answer);
  if (*wanted == '\0')
    g_assert_null (answer);
  else
    g_assert_nonnull (strstr (answer, text));
}

static void
save (Fixture *f, const char *document, const char *base, const char *wanted)
{
  g_autofree char *args = g_strdup_printf ("{'document':%s,'base':%s,'by':'sue'}", document, base);

  assert_says (f, "query/script_save", args, wanted);
}

static void
publish (Fixture *f, const char *name)
{
  g_autofree char *args = g_strdup_printf ("{'script':'%s','version':1,'by':'sue'}", name);

  g_free (run (f, "query/script_publish", args));
}

static void
test_versions (Fixture *f, gconstpointer data)
{
  save (f, DOCUMENT ("one"), "0", "'version': 1");
  save (f, DOCUMENT ("one"), "0", "'version': 1"); /* the same again */
  save (f, DOCUMENT ("two"), "0", "'stale'");
  save (f, DOCUMENT ("two"), "1", "'version': 2");
  assert_says (f, "query/script_get", "{'script':'returns','editor':false}", "");
  assert_says (f, "query/script_get", "{'script':'returns','editor':true}", "'two'");
  assert_says (f, "query/script_publish", "{'script':'returns','version':3,'by':'sue'}", "");
  assert_says (f,
               "query/script_publish",
               "{'script':'returns','version':1,'by':'sue'}",
               "'live': 1");
  assert_says (f, "query/script_get", "{'script':'returns','editor':false}", "'one'");
  assert_says (f, "query/script_get", "{'script':'returns','version':2,'editor':false}", "");
  assert_says (f, "query/script_versions", "{'script':'returns'}", "'version': 2");
  assert_says (f, "query/script_versions", "{'script':'nothing'}", "");
  assert_says (f, "query/script_list", "{'editor':false}", "'status': 'published'");
  assert_says (f, "query/script_list", "{'editor':true}", "'status': 'draft'");
  assert_says (f, "query/script_retire", "{'script':'returns'}", "'live': null");
  assert_says (f, "query/script_list", "{'editor':false}", "'scripts': []");
}

#define ARTICLE "7b2f6e0a-93ab-4b0c-9c55-0c5d7c9e1a11"
#define LINKED                                                                                     \
  "{'format':1,'name':'linked','title':'T','start':'a','steps':[{'id':'a','text':'x','next':'b',"  \
  "'articles':[{'search':'x'},{'article':'" ARTICLE "'}]},{'id':'b','kind':'end',"                 \
  "'disposition':'nowhere'}]}"

/* A script that sends people to what is not there is not kept, and not published. */
static void
test_missing (Fixture *f, gconstpointer data)
{
  save (f,
        LINKED,
        "0",
        "{'missing': [{'step': 'a', 'field': 'articles[1].article', 'article': '" ARTICLE
        "'}, {'step': 'b', 'field': 'disposition', 'disposition': 'nowhere'}]}");
  bh_assert_sql (f->conn, "SELECT count(*) FROM script", "0");
  bh_assert_sql (f->conn,
                 "INSERT INTO kb_article (id, status) VALUES ('" ARTICLE
                 "', 'published') RETURNING 1",
                 "1");
  bh_assert_sql (
      f->conn,
      "INSERT INTO disposition (code, labels, position) VALUES ('nowhere', '{}', 1) RETURNING 1",
      "1");
  save (f, LINKED, "0", "'version': 1");
  bh_assert_sql (f->conn,
                 "UPDATE disposition SET disabled = true WHERE code = 'nowhere' RETURNING 1",
                 "1");
  assert_says (f,
               "query/script_publish",
               "{'script':'linked','version':1,'by':'sue'}",
               "{'missing': [{'step': 'b'");
  bh_assert_sql (f->conn, "SELECT live IS NULL FROM script", "t");
  bh_assert_sql (f->conn,
                 "UPDATE disposition SET disabled = false WHERE code = 'nowhere' RETURNING 1",
                 "1");
  assert_says (f,
               "query/script_publish",
               "{'script':'linked','version':1,'by':'sue'}",
               "'live': 1");
}

static void
add_script (Fixture *f, const char *name)
{
  g_autofree char *document = g_strdup_printf (
      "{'format':1,'name':'%s','title':'T','start':'a','steps':[{'id':'a','kind':'end'}]}",
      name);

  save (f, document, "0", "'version': 1");
  publish (f, name);
}

static void
assign (Fixture *f, const char *script, const char *where)
{
  g_autofree char *args = g_strdup_printf ("{'script':%s%s,'by':'sue'}", script, where);
  g_autofree char *answer = run (f, "query/script_assign", args);

  g_assert_nonnull (answer);
}

static void
test_most_exact_wins (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *contact;
    const char *script;
  } cases[] = {
      {"{'queues':['sales'],'languages':['de']}", "'script': 'any'"},
      {"{'queues':['support'],'languages':['de']}", "'script': 'support'"},
      {"{'queues':['support'],'languages':['zh_CN','en']}", "'script': 'support-zh'"},
      {"{'queues':['support'],'languages':['zh_TW']}", "'script': 'support-zh'"},
      {"{'queues':['support'],'languages':['en','zh_CN']}", "'script': 'support'"},
      {"{'queues':['sales','support'],'languages':[]}", "'script': 'support'"},
      {"{'queues':['support'],'campaign':'spring','languages':['zh_CN']}", "'script': 'spring'"},
      {"{}", "'script': 'any'"},
  };
  static const char *const names[] = {"any", "support", "support-zh", "spring"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_script (f, names[i]);
  assert_says (f, "query/script_for", "{'queues':['support']}", "");
  /* before there is such a queue or campaign, there is nobody whom it could be for */
  assert_says (f,
               "query/script_assign",
               "{'script':'any','queue':'suport','by':'sue'}",
               "'unknown': 'queue'");
  assert_says (f,
               "query/script_assign",
               "{'script':'any','campaign':'spring','by':'sue'}",
               "{'known': [], 'unknown': 'campaign'}");
  assert_says (f, "query/script_for", "{'queues':['suport'],'campaign':'spring'}", "");
  bh_assert_sql (f->conn,
                 "INSERT INTO queue (name, label) VALUES ('support', 'S') RETURNING 1",
                 "1");
  bh_assert_sql (f->conn, "INSERT INTO campaign (name) VALUES ('spring') RETURNING 1", "1");
  assign (f, "'any'", ",'queue':'seen-at-the-pbx','seen':true");
  assign (f, "null", ",'queue':'seen-at-the-pbx'");
  assign (f, "'any'", "");
  assign (f, "'support'", ",'queue':'support'");
  assign (f, "'support-zh'", ",'queue':'support','language':'zh_CN'");
  assign (f, "'spring'", ",'campaign':'spring'");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_says (f, "query/script_for", cases[i].contact, cases[i].script);
  assign (f, "null", ",'queue':'support'");
  assert_says (f, "query/script_for", cases[1].contact, "'script': 'any'");
  assert_says (f, "query/script_assign", "{'script':'nothing','queue':'support','by':'sue'}", "");
}

#define ANSWER(id, value, revision)                                                                \
  "{'id':'b0000000-0000-4000-8000-00000000000" id "','contact':'" C1                               \
  "','script':'returns','version':1,'step':'a','question':'why','label':'Why?'" value              \
  ",'agent':'alice','at':'2026-11-21T10:00:0" revision "Z','revision':" revision "}"

static void
test_answers (Fixture *f, gconstpointer data)
{
  save (f, DOCUMENT ("one"), "0", "'version': 1");
  publish (f, "returns");
  g_free (run (f, "write/script_answer", ANSWER ("1", ",'value':'broken','said':'Broken'", "1")));
  g_free (run (f, "write/script_answer", ANSWER ("1", ",'value':'broken','said':'Broken'", "1")));
  bh_assert_sql (f->conn, "SELECT count(*) FROM script_answer", "1");
  g_free (run (f, "write/script_answer", ANSWER ("2", ",'value':'other','said':'Other'", "2")));
  bh_assert_sql (f->conn,
                 "SELECT string_agg(said, ' ' ORDER BY revision) FROM script_answer",
                 "Broken Other");
  bh_assert_sql (f->conn, "SELECT said FROM script_answer_now", "Other");
  bh_assert_sql (f->conn,
                 "SELECT bh_history_line(c)->'answers' FROM contact AS c",
                 "[{\"said\": \"Other\", \"label\": \"Why?\"}]");
  g_free (run (f, "write/script_answer", ANSWER ("3", "", "3")));
  bh_assert_sql (f->conn, "SELECT count(*) FROM script_answer_now", "0");
  bh_assert_sql (f->conn, "SELECT bh_history_line(c) ? 'answers' FROM contact AS c", "f");
}

#define PLACE(path, version, revision)                                                             \
  "{'contact':'" C1 "','script':'returns','version':" version ",'path':" path                      \
  ",'agent':'alice','at':'2026-11-21T10:00:00Z','revision':" revision "}"

/* A contact that has begun goes on in its version, wherever it is asked from. */
static void
test_place (Fixture *f, gconstpointer data)
{
  save (f, DOCUMENT ("one"), "0", "'version': 1");
  publish (f, "returns");
  save (f, DOCUMENT ("two"), "1", "'version': 2");
  g_free (run (f, "write/script_place", PLACE ("['a','b']", "1", "5")));
  g_free (run (f, "write/script_place", PLACE ("['a']", "1", "4")));
  g_free (run (f, "write/script_answer", ANSWER ("1", ",'value':['x'],'said':'X'", "6")));
  g_free (run (f, "query/script_publish", "{'script':'returns','version':2,'by':'sue'}"));
  assert_says (f, "query/script_for", "{'contact':'" C1 "'}", "'path': ['a', 'b']");
  assert_says (f, "query/script_for", "{'contact':'" C1 "'}", "'version': 1");
  assert_says (f, "query/script_for", "{'contact':'" C1 "'}", "'value': ['x']");
  assert_says (f, "query/script_for", "{'contact':'" C1 "'}", "'one'");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/script/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("versions", test_versions);
  ADD ("missing", test_missing);
  ADD ("most-exact-wins", test_most_exact_wins);
  ADD ("answers", test_answers);
  ADD ("place", test_place);
  return g_test_run ();
}
