/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The knowledge base as it is asked: texts cut by server/kb, answered by a real PostgreSQL. */

#include <json-glib/json-glib.h>

#include "server/kb/atoms.h"
#include "server/kb/index.h"
#include "server/kb/query.h"
#include "server/store/knowledge-load.h"
#include "server/store/sql-text.h"
#include "server/store/store-reader.h"
#include "tests/store/await.h"
#include "tests/store/pg-fixture.h"

#define A1 "a0000000-0000-4000-8000-000000000001"
#define A2 "a0000000-0000-4000-8000-000000000002"
#define A3 "a0000000-0000-4000-8000-000000000003"
#define A4 "a0000000-0000-4000-8000-000000000004"

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
ask (Fixture *f, BhDirectoryQuery query, const char *args)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  bh_directory_port_query_async (BH_DIRECTORY_PORT (f->reader),
                                 query,
                                 args,
                                 NULL,
                                 bh_await_callback,
                                 &result);
  text = bh_directory_port_query_finish (BH_DIRECTORY_PORT (f->reader), bh_await (&result), &error);
  g_assert_no_error (error);
  return text;
}

/* An article from text with apostrophes for quotes, searched by what server/kb makes of it. */
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

static char *
save (Fixture *f, const char *text)
{
  g_autofree char *json = article (text);

  return ask (f, BH_QUERY_KB_SAVE, json);
}

static char *
move (Fixture *f, const char *id, int version, const char *verdict)
{
  g_autofree char *args =
      g_strdup_printf ("{\"article\":\"%s\",\"version\":%d,\"verdict\":\"%s\",\"by\":\"sue\"%s}",
                       id,
                       version,
                       verdict,
                       g_str_equal (verdict, "rolled_back") ? ",\"base\":2" : "");

  return ask (f, BH_QUERY_KB_MOVE, args);
}

static void
publish (Fixture *f, const char *id, const char *rest)
{
  g_autofree char *text =
      g_strdup_printf ("{'article':'%s','base':0,'status':'draft','by':'sue',%s}", id, rest);
  g_autofree char *saved = save (f, text);
  g_autofree char *moved = move (f, id, 1, "published");

  g_assert_nonnull (strstr (saved, "\"version\": 1"));
  g_assert_nonnull (strstr (moved, "\"published\""));
}

static JsonObject *
search (Fixture *f, const char *text, const char *language)
{
  g_autoptr (BhKbQuery) query = bh_kb_query_new (text, language);
  g_autofree char *words_args = bh_kb_query_words_args (query);
  g_autofree char *words = ask (f, BH_QUERY_KB_WORDS, words_args);
  g_autofree char *args = NULL;
  g_autofree char *hits = NULL;

  bh_kb_query_take_words (query, words);
  args = bh_kb_query_search_args (query, 10);
  hits = ask (f, BH_QUERY_KB_SEARCH, args);
  return bh_kb_query_result (query, hits);
}

/* The last digits of the articles found, "~" before those that have only some of the words. */
static char *
found (Fixture *f, const char *text, const char *language)
{
  g_autoptr (JsonObject) result = search (f, text, language);
  JsonArray *hits = json_object_get_array_member (result, "hits");
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (hits); i++) {
    JsonObject *hit = json_array_get_object_element (hits, i);
    g_string_append_printf (out,
                            "%s%c",
                            json_object_get_boolean_member (hit, "loose") ? "~" : "",
                            json_object_get_string_member (hit, "article")[35]);
  }
  return g_string_free (out, FALSE);
}

static void
assert_found (Fixture *f, const char *text, const char *language, const char *wanted)
{
  g_autofree char *ids = found (f, text, language);

  g_test_message ("searched: %s", text);
  g_assert_cmpstr (ids, ==, wanted);
}

static void
load_synonyms (Fixture *f)
{
  static const char *const words[] = {"修改密码", "更改密码", "change password"};
  g_autoptr (GString) json = g_string_new ("[[");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autofree char *key = bh_kb_key_of (words[i]);
    g_string_append_printf (json,
                            "%s{\"word\":\"%s\",\"key\":\"%s\"}",
                            i > 0 ? "," : "",
                            words[i],
                            key);
  }
  g_string_append (json, "]]");
  bh_synonyms_load_blocking (f->conn, json->str, TRUE, &error);
  g_assert_no_error (error);
}

/* ---- finding */

static void
test_synonyms_both_ways (Fixture *f, gconstpointer data)
{
  publish (f, A1, "'title':'如何修改密码','body':'打开账户设置','language':'zh_CN'");
  publish (f, A2, "'title':'怎样更改密码','body':'联系客服','language':'zh_CN'");
  assert_found (f, "更改密码", NULL, "2~1");
  assert_found (f, "修改密码", NULL, "1~2");
  load_synonyms (f);
  assert_found (f, "更改密码", "zh", "21");
  assert_found (f, "修改密码", "zh_CN", "21");
  assert_found (f, "changing passwords", NULL, "21");
  assert_found (f, "我想更改密码怎么办", NULL, "21");
  publish (f, A3, "'title':'Change a password','body':'Account','language':'en'");
  assert_found (f, "更改密码", NULL, "213"); /* one's own language first */
  assert_found (f, "change password", NULL, "321");
}

static void
test_languages (Fixture *f, gconstpointer data)
{
  publish (f, A1, "'title':'Kündigung','body':'Der Kunde kündigt den Vertrag.','language':'de'");
  publish (f,
           A2,
           "'title':'Refunds','body':'Wi-Fi orders are refunded in 5 "
           "days.','language':'en','tags':['money']");
  publish (f, A3, "'title':'退款流程','body':'VPN用户的退款在５天内到账','language':'zh_CN'");
  assert_found (f, "KÜNDIGUNGEN", NULL, "1");
  assert_found (f, "kuendigung", NULL, "1");
  assert_found (f, "kundigung", "de", "1");
  assert_found (f, "refunded", NULL, "2");
  assert_found (f, "ＲＥＦＵＮＤ", NULL, "2");
  assert_found (f, "wifi", NULL, "2");
  assert_found (f, "wi-fi", NULL, "2");
  assert_found (f, "mon", NULL, "2");
  assert_found (f, "退款", NULL, "3");
  assert_found (f, "退", NULL, "3");
  assert_found (f, "vpn 退款", NULL, "3");
  assert_found (f, "5天", NULL, "3~2");
  assert_found (f, "refund", "de", "");
  assert_found (f, "the", NULL, "");
}

/* The few of one language are not lost behind the many of another. */
static void
test_few_among_many (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 420; i++) {
    g_autofree char *id = g_strdup_printf ("b0000000-0000-4000-8000-%012u", i);
    publish (f, id, "'title':'Router','body':'The router of the house.','language':'en'");
  }
  publish (f, A1, "'title':'Router','body':'Der Router im Haus.','language':'de'");
  publish (f, A2, "'title':'Router','body':'Der Router im Haus.','language':'de'");
  publish (f, A3, "'title':'路由器','body':'Router 是路由器','language':'zh_CN'");
  assert_found (f, "router", "de", "12");
  assert_found (f, "router", "zh", "3");
  assert_found (f, "router", "zh-cn", "3");
  assert_found (f, "router", "ZH", "3");
  assert_found (f, "router", "xx", "");
}

/* A pair of characters that one article has by chance is nothing that anybody meant. */
static void
test_chance_pair (Fixture *f, gconstpointer data)
{
  publish (f, A1, "'title':'退款 refund','body':'共有多五个','language':'zh_CN'");
  g_autoptr (JsonObject) alone = search (f, "多久", NULL);
  g_assert_false (json_object_has_member (alone, "did_you_mean"));
  publish (f, A2, "'title':'退款 refund','body':'还有多五个','language':'zh_CN'");
  g_autoptr (JsonObject) beside = search (f, "退款refund多久", NULL);
  g_assert_false (json_object_has_member (beside, "did_you_mean"));
}

static void
test_ranking (Fixture *f, gconstpointer data)
{
  publish (f,
           A1,
           "'title':'Something else','body':'Invoice invoice invoice invoice.','language':'en'");
  publish (f, A2, "'title':'Invoice copies','body':'How to send one.','language':'en'");
  publish (f, A3, "'title':'Invoice copies','body':'How to send one.','language':'en'");
  publish (f, A4, "'title':'Invoice copies','body':'How to send one.','language':'en'");
  bh_pg_fixture_exec (
      f->conn,
      "UPDATE kb_version SET at = now() - interval '4 years' WHERE article_id = '" A2 "';"
      "UPDATE kb_article SET useful = 20 WHERE id = '" A4 "'");
  assert_found (f, "invoice", NULL, "4321"); /* useful, fresh, old, not in the title */
  bh_pg_fixture_exec (f->conn,
                      "UPDATE kb_article SET useful = 0, useless = 20 WHERE id = '" A4 "'");
  assert_found (f, "invoice", NULL, "3421");
}

static void
test_did_you_mean (Fixture *f, gconstpointer data)
{
  static const char *const rows[][2] = {{"reset pasword", "reset password"},
                                        {"修该密码", "修改密码"},
                                        {"password", NULL},
                                        {"passw", NULL}};

  publish (f, A1, "'title':'Reset a password','body':'x','language':'en'");
  publish (f, A2, "'title':'修改密码','body':'步骤','language':'zh_CN'");
  publish (f, A3, "'title':'修改密码规则','body':'步骤','language':'zh_CN'");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonObject) result = search (f, rows[i][0], NULL);
    g_assert_cmpstr (json_object_get_string_member_with_default (result, "did_you_mean", NULL),
                     ==,
                     rows[i][1]);
  }
}

static void
test_odd_searches (Fixture *f, gconstpointer data)
{
  static const char *const odd[] = {"",
                                    "'",
                                    "\\",
                                    ":*",
                                    "a & | !",
                                    "😀",
                                    "%_",
                                    "'); DROP TABLE kb_article; --",
                                    "<->",
                                    "=refund",
                                    "\xe2\x80\x8b"};

  publish (f, A1, "'title':'Refunds','body':'x'");
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_autofree char *ids = found (f, odd[i], NULL);
    g_assert_nonnull (ids);
  }
  assert_found (f, "refund", NULL, "1");
}

/* ---- the way of a version */

static void
test_publish (Fixture *f, gconstpointer data)
{
  g_autofree char *one =
      save (f,
            "{'article':'" A1
            "','base':0,'status':'suggested','title':'Old words','body':'alpha','by':'alice'}");
  g_autofree char *started = NULL;
  g_autofree char *published = NULL;
  g_autofree char *again = NULL;
  g_autofree char *two = NULL;

  assert_found (f, "alpha", NULL, "");
  started = move (f, A1, 1, "started");
  g_assert_nonnull (strstr (started, "in_review"));
  published = move (f, A1, 1, "published");
  again = move (f, A1, 1, "published");
  g_assert_nonnull (strstr (again, "cannot"));
  assert_found (f, "alpha", NULL, "1");
  two = save (f,
              "{'article':'" A1
              "','base':1,'status':'draft','title':'New words','body':'beta','by':'sue'}");
  assert_found (f,
                "alpha",
                NULL,
                "1"); /* everybody reads the old one until the new one is published */
  assert_found (f, "beta", NULL, "");
  g_free (move (f, A1, 2, "published"));
  assert_found (f, "alpha", NULL, "");
  assert_found (f, "beta", NULL, "1");
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_word WHERE word = 'alpha'", "0");
  bh_assert_sql (f->conn, "SELECT articles FROM kb_word WHERE word = 'words'", "1");
  g_free (move (f, A1, 1, "rolled_back"));
  assert_found (f, "alpha", NULL, "1");
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_version", "3");
  g_free (move (f, A1, 3, "archived"));
  assert_found (f, "alpha", NULL, "");
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_word", "0");
  bh_assert_sql (f->conn,
                 "SELECT string_agg(verdict, ' ' ORDER BY id) FROM kb_review",
                 "started published published rolled_back archived");
}

static void
test_stale (Fixture *f, gconstpointer data)
{
  g_autofree char *one =
      save (f, "{'article':'" A1 "','base':0,'status':'draft','title':'T','body':'x','by':'sue'}");
  g_autofree char *late =
      save (f, "{'article':'" A1 "','base':0,'status':'draft','title':'T','body':'y','by':'bob'}");
  g_autofree char *nothing =
      save (f, "{'article':'" A2 "','base':7,'status':'draft','title':'T','body':'y','by':'bob'}");
  g_autofree char *moved = move (f, A1, 9, "published");

  g_assert_nonnull (strstr (one, "\"version\": 1"));
  g_assert_nonnull (strstr (late, "\"stale\""));
  g_assert_nonnull (strstr (late, "\"author\": \"sue\""));
  g_assert_cmpstr (nothing != NULL ? nothing : "null", ==, "null");
  g_assert_cmpstr (moved, ==, "null");
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_article", "1");
}

static void
test_who_reads_what (Fixture *f, gconstpointer data)
{
  g_autofree char *draft = save (
      f,
      "{'article':'" A1 "','base':0,'status':'suggested','title':'T','body':'x','by':'alice'}");
  g_autofree char *own =
      ask (f, BH_QUERY_KB_ARTICLE, "{\"article\":\"" A1 "\",\"by\":\"alice\",\"editor\":false}");
  g_autofree char *other =
      ask (f, BH_QUERY_KB_ARTICLE, "{\"article\":\"" A1 "\",\"by\":\"bob\",\"editor\":false}");
  g_autofree char *editor =
      ask (f, BH_QUERY_KB_ARTICLE, "{\"article\":\"" A1 "\",\"by\":\"sue\",\"editor\":true}");
  g_autofree char *versions = ask (f, BH_QUERY_KB_VERSIONS, "{\"article\":\"" A1 "\"}");
  g_autofree char *nobody = ask (f, BH_QUERY_KB_VERSIONS, "{\"article\":\"" A2 "\"}");
  g_autofree char *work = ask (f, BH_QUERY_KB_WORK, "{\"status\":\"suggested\"}");

  g_assert_nonnull (strstr (own, "\"body\": \"x\""));
  g_assert_cmpstr (other, ==, "null");
  g_assert_nonnull (strstr (editor, "\"body\": \"x\""));
  g_assert_nonnull (strstr (versions, "\"suggested\""));
  g_assert_cmpstr (nobody, ==, "null");
  g_assert_nonnull (strstr (work, A1));
}

/* ---- what is offered, and what happened */

static void
write_record (Fixture *f, const char *kind, const char *text)
{
  g_autofree char *path = g_strdup_printf ("write/%s.sql", kind);
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++) { /* any record may come twice */
    g_autoptr (PGresult) result =
        bh_pg_exec_blocking (f->conn, bh_sql_text (path), 1, (const char *[]){json}, &error);
    g_assert_no_error (error);
  }
}

static void
test_suggested (Fixture *f, gconstpointer data)
{
  g_autofree char *none = NULL;
  g_autofree char *both = NULL;

  publish (f, A1, "'title':'By queue','body':'x'");
  publish (f, A2, "'title':'By queue and reason','body':'x'");
  publish (f, A3, "'title':'By use','body':'x'");
  g_free (ask (f,
               BH_QUERY_KB_RECOMMEND,
               "{\"article\":\"" A1 "\",\"queue\":\"support\",\"on\":true,\"by\":\"sue\"}"));
  g_free (ask (f,
               BH_QUERY_KB_RECOMMEND,
               "{\"article\":\"" A2
               "\",\"queue\":\"support\",\"reason\":\"refund\",\"on\":true,\"by\":\"sue\"}"));
  write_record (f,
                "kb_click",
                "{'id':'c0000000-0000-4000-8000-000000000001','article':'" A3
                "','agent':'bob','how':'opened','queue':'support','at':'2026-01-01T00:00:00Z'}");
  write_record (f,
                "kb_click",
                "{'id':'c0000000-0000-4000-8000-000000000002','article':'" A3
                "','agent':'bob','how':'opened','queue':'support','at':'2026-01-01T00:00:00Z'}");
  bh_pg_fixture_exec (f->conn, "UPDATE kb_click SET at = now()");
  none = ask (f, BH_QUERY_KB_SUGGESTED, "{\"queues\":[\"sales\"],\"reason\":\"refund\"}");
  both = ask (f, BH_QUERY_KB_SUGGESTED, "{\"queues\":[\"support\"],\"reason\":\"refund\"}");
  g_assert_cmpstr (none, ==, "{\"articles\": []}");
  g_assert_true (strstr (both, A2) < strstr (both, A1) && strstr (both, A1) < strstr (both, A3));
  g_assert_nonnull (
      strstr (both, "{\"by\": \"editor\", \"queue\": \"support\", \"reason\": \"refund\"}"));
  g_assert_nonnull (strstr (both, "{\"by\": \"use\", \"queue\": \"support\", \"times\": 2}"));
  bh_assert_sql (f->conn, "SELECT clicks FROM kb_article WHERE id = '" A3 "'", "2");
  g_free (ask (f,
               BH_QUERY_KB_RECOMMEND,
               "{\"article\":\"" A1 "\",\"queue\":\"support\",\"on\":false}"));
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_suggestion", "1");
}

static void
test_records (Fixture *f, gconstpointer data)
{
  g_autofree char *gaps = NULL;
  g_autofree char *closed = NULL;

  publish (f, A1, "'title':'T','body':'x'");
  write_record (f,
                "kb_search",
                "{'agent':'alice','search':'s1','text':'ref','folded':'ref','hits':3,'at':'2026-01-"
                "01T00:00:00Z','revision':1}");
  write_record (f,
                "kb_search",
                "{'agent':'alice','search':'s1','text':'refund','folded':'refund','hits':1,'at':'"
                "2026-01-01T00:00:02Z','revision':2}");
  write_record (f,
                "kb_search",
                "{'agent':'alice','search':'s1','text':'late','folded':'late','hits':1,'at':'2026-"
                "01-01T00:00:01Z','revision':1}");
  bh_assert_sql (f->conn,
                 "SELECT text || hits || extract(epoch FROM at - began)::int FROM kb_search",
                 "refund12");
  write_record (f,
                "kb_vote",
                "{'article':'" A1
                "','agent':'alice','useful':true,'at':'2026-01-01T00:00:00Z','revision':1}");
  write_record (f,
                "kb_vote",
                "{'article':'" A1
                "','agent':'bob','useful':true,'at':'2026-01-01T00:00:00Z','revision':1}");
  write_record (f,
                "kb_vote",
                "{'article':'" A1
                "','agent':'bob','useful':false,'at':'2026-01-01T00:00:00Z','revision':2}");
  bh_assert_sql (f->conn, "SELECT useful || ' ' || useless FROM kb_article", "1 1");
  write_record (f,
                "kb_gap",
                "{'id':'c0000000-0000-4000-8000-000000000001','text':'Drone','folded':'drone','"
                "agent':'alice','at':'2026-01-01T00:00:00Z'}");
  write_record (f,
                "kb_gap",
                "{'id':'c0000000-0000-4000-8000-000000000002','text':'drone','folded':'drone','"
                "comment':'asked twice','agent':'bob','at':'2026-01-02T00:00:00Z'}");
  gaps = ask (f, BH_QUERY_KB_GAPS, "{}");
  g_assert_nonnull (strstr (gaps, "\"times\": 2"));
  g_assert_nonnull (strstr (gaps, "asked twice"));
  closed = ask (f,
                BH_QUERY_KB_GAP_CLOSE,
                "{\"folded\":\"drone\",\"article\":\"" A1 "\",\"by\":\"sue\"}");
  g_assert_cmpstr (closed, ==, "{\"closed\": 2}");
  bh_assert_sql (f->conn, "SELECT count(*) FROM v_kb_gap", "0");
}

static void
test_synonym_groups (Fixture *f, gconstpointer data)
{
  g_autofree char *made = ask (f,
                               BH_QUERY_KB_SYNONYM_SAVE,
                               "{\"words\":[{\"word\":\"退款\",\"key\":\"退款\"},{\"word\":"
                               "\"refund\",\"key\":\"refund\"}],\"by\":\"sue\"}");
  g_autofree char *list = NULL;
  g_autofree char *unknown = NULL;

  g_assert_cmpstr (made, ==, "{\"group\": 1}");
  load_synonyms (f);
  load_synonyms (f); /* takes the place of itself, not of what Sue made */
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_synonym_group", "2");
  list = ask (f, BH_QUERY_KB_SYNONYMS, "{\"key\":\"refund\"}");
  g_assert_cmpstr (list, ==, "{\"groups\": [{\"group\": 1, \"words\": [\"退款\", \"refund\"]}]}");
  g_free (ask (f, BH_QUERY_KB_SYNONYM_SAVE, "{\"group\":1,\"words\":[]}"));
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_synonym_group", "1");
  unknown = ask (f,
                 BH_QUERY_KB_SYNONYM_SAVE,
                 "{\"group\":99,\"words\":[{\"word\":\"a\",\"key\":\"a\"}]}");
  g_assert_cmpstr (unknown, ==, "{\"group\": null}");
}

/* ---- many at once */

static BhKnowledgeLoadResult
load (Fixture *f, gboolean keep, const char *const *texts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhKnowledgeLoad) one = bh_knowledge_load_begin (f->conn, &error);
  BhKnowledgeLoadResult result = {0};

  g_assert_no_error (error);
  for (guint i = 0; texts[i] != NULL; i++) {
    g_autofree char *json = article (texts[i]);
    g_assert_true (bh_knowledge_load_add (one, i, json, &error));
  }
  bh_knowledge_load_finish (one, keep, &result, &error);
  g_assert_no_error (error);
  return result;
}

#define REST                                                                                       \
  "'category':'c','tags':['x'],'by':'import','queues':['support','sales'],'reasons':[],'steps':[]" \
  "}"

static void
test_load (Fixture *f, gconstpointer data)
{
  static const char *const two[] = {"{'source':'a.md','title':'First','body':'alpha'," REST,
                                    "{'source':'b.md','title':'Second','body':'beta'," REST,
                                    NULL};
  static const char *const changed[] = {"{'source':'a.md','title':'First','body':'alpha'," REST,
                                        "{'source':'b.md','title':'Second','body':'gamma'," REST,
                                        NULL};
  BhKnowledgeLoadResult result = load (f, FALSE, two);

  g_assert_cmpuint (result.inserted, ==, 2);
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_article", "0"); /* only tried */
  load (f, TRUE, two);
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_suggestion", "4");
  result = load (f, TRUE, two);
  g_assert_cmpuint (result.unchanged, ==, 2);
  result = load (f, TRUE, changed);
  g_assert_cmpuint (result.updated, ==, 1);
  g_assert_cmpuint (result.unchanged, ==, 1);
  bh_assert_sql (f->conn,
                 "SELECT string_agg(live::text, ' ' ORDER BY source) FROM kb_article",
                 "1 2");
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_word WHERE word IN ('beta', 'gamma')", "1");
}

static void
test_load_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhKnowledgeLoad) one = bh_knowledge_load_begin (f->conn, &error);
  g_autofree char *good = article ("{'source':'a.md','title':'First','body':'alpha'," REST);
  BhKnowledgeLoadResult result;

  bh_knowledge_load_add (one, 1, good, &error);
  bh_knowledge_load_add (one, 2, "{\"source\":\"b.md\"}", &error);
  g_assert_false (bh_knowledge_load_finish (one, TRUE, &result, &error));
  g_assert_nonnull (error);
  g_clear_pointer (&one, bh_knowledge_load_free);
  bh_assert_sql (f->conn, "SELECT count(*) FROM kb_article", "0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, func)                                                                           \
  g_test_add ("/store/knowledge/" path, Fixture, NULL, set_up, func, tear_down)
  TEST ("synonyms-both-ways", test_synonyms_both_ways);
  TEST ("languages", test_languages);
  TEST ("few-among-many", test_few_among_many);
  TEST ("chance-pair", test_chance_pair);
  TEST ("ranking", test_ranking);
  TEST ("did-you-mean", test_did_you_mean);
  TEST ("odd-searches", test_odd_searches);
  TEST ("publish-roll-back-archive", test_publish);
  TEST ("stale", test_stale);
  TEST ("who-reads-what", test_who_reads_what);
  TEST ("suggested-with-why", test_suggested);
  TEST ("records", test_records);
  TEST ("synonym-groups", test_synonym_groups);
  TEST ("load", test_load);
  TEST ("load-refused", test_load_refused);
  return bh_pg_fixture_finish (g_test_run ());
}
