/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/knowledge.h"

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/model/article-hit.h"
#include "tests/desktop/model/fixture.h"
#include "tests/fakes/fake-knowledge.h"
#include "tests/fakes/fake-setup.h"

/* The knowledge base on a desk: what is asked, what comes of it, what is written down. */

typedef struct {
  Fixture desk;
  BhKnowledge *knowledge;
} World;

static void
set_up (World *world, gconstpointer language)
{
  bh_fixture_set_up (&world->desk, language);
  world->knowledge = bh_knowledge_new (world->desk.desk);
}

static void
tear_down (World *world, gconstpointer language)
{
  bh_fixture_settle ();
  g_assert_finalize_object (world->knowledge);
  bh_fixture_tear_down (&world->desk, language);
}

static JsonObject *
last (World *world, const char *op)
{
  return fake_server_get_last (world->desk.server, op);
}

static guint
count (World *world, const char *op)
{
  return fake_server_count (world->desk.server, op);
}

static void
search (World *world, const char *text)
{
  bh_knowledge_search (world->knowledge, text);
  bh_fixture_settle ();
}

static void
assert_titles (GListModel *list, const char *expected)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (BhArticleHit) hit = g_list_model_get_item (list, i);
    g_string_append_printf (titles, "%s%s", i > 0 ? "|" : "", bh_article_hit_get_title (hit));
  }
  g_assert_cmpstr (titles->str, ==, expected);
}

static void
assert_hits (World *world, const char *expected)
{
  assert_titles (bh_knowledge_get_hits (world->knowledge), expected);
}

static BhContactItem *
talk (World *world)
{
  const char *id = fake_world_offered (world->desk.world, "+8613800138000", NULL, "support");

  fake_world_talking (world->desk.world, id);
  return bh_desk_find_contact (world->desk.desk, id);
}

/* ---- searching */

static void
test_search (World *world, gconstpointer data)
{
  g_autoptr (BhArticleHit) hit = NULL;

  search (world, "password");
  g_assert_true (bh_knowledge_get_answered (world->knowledge));
  assert_hits (world, "Change a password|Forgotten password");
  hit = g_list_model_get_item (bh_knowledge_get_hits (world->knowledge), 0);
  assert_str (hit, "title-marked", "Change a <b>password</b>");
  g_assert_cmpint (bh_article_hit_get_place (hit), ==, 1);
}

static void
test_search_by_what_means_the_same (World *world, gconstpointer data)
{
  search (world, "更改密码");
  assert_hits (world, "修改密码");
  assert_str (world->knowledge, "also-searched", "修改密码");
  search (world, "修改密码");
  assert_hits (world, "修改密码");
  assert_str (world->knowledge, "also-searched", "更改密码");
}

static void
test_did_you_mean (World *world, gconstpointer data)
{
  search (world, "pasword");
  assert_hits (world, "");
  assert_str (world->knowledge, "did-you-mean", "password");
  search (world, bh_knowledge_get_did_you_mean (world->knowledge));
  assert_hits (world, "Change a password|Forgotten password");
  assert_str (world->knowledge, "did-you-mean", NULL);
}

/* Keys that come while a question is under way make one more question, whatever their number. */
static void
test_one_question_at_a_time (World *world, gconstpointer data)
{
  static const char *const typed[] = {"r", "re", "ref", "refu", "refun", "refund"};

  fake_server_lag (world->desk.server, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    search (world, typed[i]);
  g_assert_false (bh_knowledge_get_answered (world->knowledge));
  fake_server_lag (world->desk.server, FALSE);
  bh_fixture_settle ();
  g_assert_cmpuint (count (world, "kb.search"), ==, 2);
  g_assert_cmpstr (bh_json_string (last (world, "kb.search"), "text"), ==, "refund");
  assert_hits (world, "How refunds work");
}

static void
count_changes (GListModel *list, guint at, guint removed, guint added, gpointer changes)
{
  ++*(guint *) changes;
}

/* The answer to what is not asked any more is never shown. */
static void
test_stale_answers_are_dropped (World *world, gconstpointer data)
{
  guint changes = 0;

  fake_server_lag (world->desk.server, TRUE);
  search (world, "password");
  search (world, "");
  g_signal_connect (bh_knowledge_get_hits (world->knowledge),
                    "items-changed",
                    G_CALLBACK (count_changes),
                    &changes);
  fake_server_lag (world->desk.server, FALSE);
  bh_fixture_settle ();
  assert_hits (world, "");
  g_assert_cmpuint (changes, ==, 0);
  g_assert_false (bh_knowledge_get_answered (world->knowledge));
}

static void
test_a_search_has_one_id_while_it_is_typed (World *world, gconstpointer data)
{
  g_autofree char *first = NULL;

  search (world, "pass");
  first = g_strdup (bh_json_string (last (world, "kb.search"), "search"));
  g_assert_true (g_uuid_string_is_valid (first));
  search (world, "password");
  g_assert_cmpstr (bh_json_string (last (world, "kb.search"), "search"), ==, first);
  search (world, "");
  search (world, "refund");
  g_assert_cmpstr (bh_json_string (last (world, "kb.search"), "search"), !=, first);
}

static void
test_spaces_ask_nothing (World *world, gconstpointer data)
{
  search (world, "  \t ");
  g_assert_cmpuint (count (world, "kb.search"), ==, 0);
  search (world, "refund");
  search (world, " refund ");
  g_assert_cmpuint (count (world, "kb.search"), ==, 1);
}

static void
test_long_text_is_cut (World *world, gconstpointer data)
{
  g_autofree char *text = g_strnfill (5000, 'x');

  search (world, text);
  g_assert_cmpuint (strlen (bh_json_string (last (world, "kb.search"), "text")), ==, 200);
}

static void
test_a_search_that_fails_says_so (World *world, gconstpointer data)
{
  search (world, "password");
  fake_server_fail_next (world->desk.server, "kb.search", "store_away", "The database is away.");
  search (world, "refund");
  g_assert_cmpstr (bh_knowledge_get_message (world->knowledge), ==, "The database is away.");
  assert_hits (world, "");  /* not those of another text */
  search (world, "refund"); /* again, with the same words */
  g_assert_null (bh_knowledge_get_message (world->knowledge));
  assert_hits (world, "How refunds work");
}

static void
test_server_away (World *world, gconstpointer data)
{
  fake_server_drop (world->desk.server);
  search (world, "refund");
  g_assert_nonnull (strstr (bh_knowledge_get_message (world->knowledge), "server is away"));
  fake_server_return (world->desk.server);
  bh_fixture_settle ();
  g_assert_null (bh_knowledge_get_message (world->knowledge));
  assert_hits (world, "How refunds work");
}

/* ---- what was found, marked */

static void
test_marks (void)
{
  static const struct {
    const char *text;
    const char *ranges;
    const char *marked;
  } rows[] = {
      {"a <b> & c", "[]", "a &lt;b&gt; &amp; c"},
      {"如何修改密码", "[[2,4]]", "如何<b>修改密码</b>"},
      {"one two", "[[0,3],[4,3]]", "<b>one</b> <b>two</b>"},
      {"x&y", "[[1,1]]", "x<b>&amp;</b>y"},
      {"short", "[[3,9]]", "short"},
      {"short", "[[-1,2],[9,1],[5,1]]", "short"},
      {"over", "[[2,2],[0,2]]", "ov<b>er</b>"},
      {"over", "[[0,3],[2,2]]", "<b>ove</b>r"},
      {"odd", "[7,[1],[\"a\",2],[1,0],null,{},[0,9223372036854775807]]", "odd"},
      {"", "[[0,1]]", ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strdup_printf ("{\"ranges\":%s}", rows[i].ranges);
    g_autoptr (JsonObject) object = fake_json (text);
    g_autofree char *marked =
        bh_article_hit_mark (rows[i].text, json_object_get_array_member (object, "ranges"));
    g_assert_cmpstr (marked, ==, rows[i].marked);
  }
}

/* ---- suggestions */

static void
test_suggestions (World *world, gconstpointer data)
{
  GListModel *list = bh_knowledge_get_suggestions (world->knowledge);
  BhContactItem *contact = talk (world);
  g_autoptr (BhArticleHit) first = NULL;
  g_autoptr (BhArticleHit) second = NULL;

  bh_knowledge_set_contact (world->knowledge, contact);
  bh_fixture_settle ();
  assert_titles (list, "Change a password|Forgotten password|How refunds work");
  g_assert_cmpstr (bh_json_string (last (world, "kb.suggested"), "contact"),
                   ==,
                   bh_contact_item_get_id (contact));
  first = g_list_model_get_item (list, 0);
  second = g_list_model_get_item (list, 1);
  assert_str (first, "why", "because queue is Support");
  assert_str (second, "why", "used 214 times in Support this month");
}

static void
test_suggestions_follow_reason_and_step (World *world, gconstpointer data)
{
  BhContactItem *contact = talk (world);
  Outcome outcome = {FALSE, NULL};

  bh_knowledge_set_contact (world->knowledge, contact);
  bh_desk_set_disposition_async (world->desk.desk, contact, "refund_promised", AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_cmpstr (bh_json_string (last (world, "kb.suggested"), "reason"), ==, "refund_promised");
  bh_knowledge_set_step (world->knowledge, "Identify");
  bh_fixture_settle ();
  g_assert_cmpstr (bh_json_string (last (world, "kb.suggested"), "step"), ==, "Identify");
  bh_knowledge_set_contact (world->knowledge, NULL);
  bh_fixture_settle ();
  g_assert_null (bh_json_string (last (world, "kb.suggested"), "contact"));
  g_assert_cmpstr (bh_json_string (last (world, "kb.suggested"), "queue"), ==, "support");
}

/* ---- reading */

static void
open (World *world, const char *id, gint64 place)
{
  bh_knowledge_open (world->knowledge, id, place);
  bh_fixture_settle ();
}

static void
test_open (World *world, gconstpointer data)
{
  BhArticle *article;
  JsonObject *click;

  bh_knowledge_set_contact (world->knowledge, talk (world));
  search (world, "password");
  open (world, FAKE_ARTICLE_FORGOTTEN, 2);
  article = bh_knowledge_get_article (world->knowledge);
  g_assert_cmpstr (bh_article_get_title (article), ==, "Forgotten password");
  click = last (world, "kb.click");
  g_assert_cmpstr (bh_json_string (click, "article"), ==, FAKE_ARTICLE_FORGOTTEN);
  g_assert_cmpstr (bh_json_string (click, "how"), ==, "opened");
  g_assert_cmpint (bh_json_int (click, "place", 0), ==, 2);
  g_assert_cmpstr (bh_json_string (click, "search"),
                   ==,
                   bh_json_string (last (world, "kb.search"), "search"));
  g_assert_nonnull (bh_json_string (click, "contact"));
  bh_knowledge_close (world->knowledge);
  g_assert_null (bh_knowledge_get_article (world->knowledge));
}

static void
test_the_newest_wish_is_opened (World *world, gconstpointer data)
{
  fake_server_lag (world->desk.server, TRUE);
  open (world, FAKE_ARTICLE_CHANGE, 0);
  open (world, FAKE_ARTICLE_REFUNDS, 0);
  fake_server_lag (world->desk.server, FALSE);
  bh_fixture_settle ();
  g_assert_cmpstr (bh_article_get_title (bh_knowledge_get_article (world->knowledge)),
                   ==,
                   "How refunds work");
  g_assert_cmpuint (count (world, "kb.click"), ==, 1);
}

static void
test_an_article_that_is_gone (World *world, gconstpointer data)
{
  open (world, "99999999-9999-4999-8999-999999999999", 0);
  g_assert_null (bh_knowledge_get_article (world->knowledge));
  assert_str (world->knowledge,
              "article-message",
              "There is no such article, or none that you may see.");
  g_assert_cmpuint (count (world, "kb.click"), ==, 0);
}

static void
test_votes (World *world, gconstpointer data)
{
  gint64 vote;

  bh_knowledge_vote (world->knowledge, TRUE); /* nothing is open */
  open (world, FAKE_ARTICLE_CHANGE, 1);
  bh_knowledge_vote (world->knowledge, FALSE);
  bh_fixture_settle ();
  g_assert_cmpuint (count (world, "kb.useful"), ==, 1);
  g_assert_false (bh_json_bool (last (world, "kb.useful"), "useful"));
  g_object_get (world->knowledge, "vote", &vote, NULL);
  g_assert_cmpint (vote, ==, -1);
  fake_server_fail_next (world->desk.server, "kb.useful", "store_away", "It could not be kept.");
  bh_knowledge_vote (world->knowledge, TRUE);
  bh_fixture_settle ();
  g_object_get (world->knowledge, "vote", &vote, NULL);
  g_assert_cmpint (vote, ==, 0);
  assert_str (world->knowledge, "article-message", "It could not be kept.");
}

static void
test_use_is_recorded (World *world, gconstpointer data)
{
  open (world, FAKE_ARTICLE_CHANGE, 1);
  bh_knowledge_used (world->knowledge, FALSE);
  bh_fixture_settle ();
  g_assert_cmpstr (bh_json_string (last (world, "kb.click"), "how"), ==, "inserted");
  bh_knowledge_used (world->knowledge, TRUE);
  bh_fixture_settle ();
  g_assert_cmpstr (bh_json_string (last (world, "kb.click"), "how"), ==, "read_out");
}

/* ---- gaps */

static void
on_gap (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  bh_knowledge_report_gap_finish (BH_KNOWLEDGE (source), result, &outcome->error);
  outcome->done = TRUE;
}

static void
test_gap (World *world, gconstpointer data)
{
  Outcome outcome = {FALSE, NULL};
  g_autofree char *search_id = NULL;

  search (world, "gift card");
  search_id = g_strdup (bh_json_string (last (world, "kb.search"), "search"));
  bh_knowledge_report_gap_async (world->knowledge, "gift card", NULL, NULL, on_gap, &outcome);
  bh_fixture_wait (&outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpstr (bh_json_string (last (world, "kb.gap"), "text"), ==, "gift card");
  g_assert_cmpstr (bh_json_string (last (world, "kb.gap"), "search"), ==, search_id);
  search (world, "gift cards"); /* that one is settled: another search */
  g_assert_cmpstr (bh_json_string (last (world, "kb.search"), "search"), !=, search_id);
}

static void
test_gap_that_fails (World *world, gconstpointer data)
{
  Outcome outcome = {FALSE, NULL};

  fake_server_drop (world->desk.server);
  bh_knowledge_report_gap_async (world->knowledge, "gift card", NULL, NULL, on_gap, &outcome);
  bh_fixture_wait (&outcome);
  g_assert_error (outcome.error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SERVER_AWAY);
  g_clear_error (&outcome.error);
}

#define ADD(path, func) g_test_add ("/model/knowledge/" path, World, "en", set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("search", test_search);
  ADD ("search-by-what-means-the-same", test_search_by_what_means_the_same);
  ADD ("did-you-mean", test_did_you_mean);
  ADD ("one-question-at-a-time", test_one_question_at_a_time);
  ADD ("stale-answers-are-dropped", test_stale_answers_are_dropped);
  ADD ("one-id-while-it-is-typed", test_a_search_has_one_id_while_it_is_typed);
  ADD ("spaces-ask-nothing", test_spaces_ask_nothing);
  ADD ("long-text-is-cut", test_long_text_is_cut);
  ADD ("a-search-that-fails", test_a_search_that_fails_says_so);
  ADD ("server-away", test_server_away);
  g_test_add_func ("/model/knowledge/marks", test_marks);
  ADD ("suggestions", test_suggestions);
  ADD ("suggestions-follow-reason-and-step", test_suggestions_follow_reason_and_step);
  ADD ("open", test_open);
  ADD ("the-newest-wish-is-opened", test_the_newest_wish_is_opened);
  ADD ("an-article-that-is-gone", test_an_article_that_is_gone);
  ADD ("votes", test_votes);
  ADD ("use-is-recorded", test_use_is_recorded);
  ADD ("gap", test_gap);
  ADD ("gap-that-fails", test_gap_that_fails);
  return g_test_run ();
}
