/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/json-get.h"
#include "desktop/model/article-draft.h"
#include "desktop/model/knowledge-work.h"
#include "tests/desktop/model/fixture.h"
#include "tests/fakes/fake-knowledge.h"
#include "tests/fakes/fake-setup.h"

/* Writing articles: save, suggest, review, publish, roll back; who comes second loses nothing. */

typedef struct {
  Fixture desk;
  BhArticleDraft *draft;
  guint saved;
} World;

static void
on_saved (BhArticleDraft *draft, World *world)
{
  world->saved++;
}

static void
set_up (World *world, gconstpointer role)
{
  bh_fixture_set_up (&world->desk, "en");
  if (g_str_equal (role, "editor"))
    fake_world_allow (world->desk.world, "kb.save");
  world->draft = bh_article_draft_new (world->desk.desk);
  world->saved = 0;
  g_signal_connect (world->draft, "saved", G_CALLBACK (on_saved), world);
}

static void
tear_down (World *world, gconstpointer role)
{
  bh_fixture_settle ();
  g_assert_finalize_object (world->draft);
  bh_fixture_tear_down (&world->desk, NULL);
}

static JsonObject *
last (World *world, const char *op)
{
  return fake_server_get_last (world->desk.server, op);
}

static void
load (World *world, const char *article)
{
  bh_article_draft_load (world->draft, article);
  bh_fixture_settle ();
}

static void
save (World *world, const char *title, const char *body)
{
  const BhArticleText text = {.title = title,
                              .body = body,
                              .tags = "one, 二、three，",
                              .owner = "sue",
                              .category = "account",
                              .comment = "why"};

  bh_article_draft_save (world->draft, &text);
  bh_fixture_settle ();
}

static void
move (World *world, BhArticleMove how)
{
  bh_article_draft_move (world->draft, how, NULL);
  bh_fixture_settle ();
}

/* Somebody else saves a version behind the desk's back. */
static void
somebody_saves (World *world, const char *article, int base)
{
  g_autofree char *text =
      g_strdup_printf ("{\"article\":\"%s\",\"base\":%d,\"title\":\"T\",\"body\":\"theirs\"}",
                       article,
                       base);
  g_autoptr (JsonObject) args = fake_json (text);
  const char *code = NULL;
  const char *message = NULL;
  g_autoptr (JsonObject) reply =
      fake_world_do (world->desk.world, "kb.save", args, &code, &message);

  g_assert_nonnull (reply);
}

static void
test_new_article (World *world, gconstpointer data)
{
  g_autofree char *tags = NULL;
  g_auto (GStrv) list = NULL;

  bh_article_draft_begin (world->draft, NULL);
  save (world, "", "body");
  assert_str (world->draft, "message", "Give it a title first.");
  save (world, "Gift cards", "They are good for three years.");
  g_assert_cmpuint (world->saved, ==, 1);
  assert_str (world->draft, "message", "Saved as a draft.");
  assert_str (world->draft, "status-word", "Draft");
  g_assert_cmpint (bh_article_draft_get_base (world->draft), ==, 1);
  list = bh_json_strv (last (world, "kb.save"), "tags");
  tags = g_strjoinv ("|", list);
  g_assert_cmpstr (tags, ==, "one|二|three");
  g_assert_cmpstr (bh_json_string (last (world, "kb.save"), "owner"), ==, "sue");
}

static void
test_to_the_readers (World *world, gconstpointer data)
{
  load (world, FAKE_ARTICLE_CHANGE);
  g_assert_cmpint (bh_article_draft_get_base (world->draft), ==, 1);
  save (world, "Change a password", "New words.");
  move (world, BH_ARTICLE_START_REVIEW);
  assert_str (world->draft, "status", "in_review");
  move (world, BH_ARTICLE_PUBLISH);
  assert_str (world->draft, "status", "published");
  assert_str (world->draft, "message", "Published: everybody finds it now.");
  g_assert_cmpuint (g_list_model_get_n_items (bh_article_draft_get_versions (world->draft)), ==, 2);
  move (world, BH_ARTICLE_ARCHIVE);
  assert_str (world->draft, "status", "archived");
  move (world, BH_ARTICLE_ARCHIVE); /* the server's own words */
  assert_str (world->draft,
              "message",
              "The article is in that state already; that cannot be done with it now.");
}

static void
test_an_editor_goes_on_with_the_newest (World *world, gconstpointer data)
{
  somebody_saves (world, FAKE_ARTICLE_CHANGE, 1);
  load (world, FAKE_ARTICLE_CHANGE);
  g_assert_cmpstr (bh_article_get_body (bh_article_draft_get_article (world->draft)), ==, "theirs");
  g_assert_cmpint (bh_article_draft_get_base (world->draft), ==, 2);
}

static void
test_conflict (World *world, gconstpointer data)
{
  load (world, FAKE_ARTICLE_CHANGE);
  somebody_saves (world, FAKE_ARTICLE_CHANGE, 1);
  save (world, "Change a password", "mine");
  g_assert_true (bh_article_draft_get_conflict (world->draft));
  g_assert_cmpuint (world->saved, ==, 0);
  g_assert_nonnull (strstr (bh_article_draft_get_message (world->draft), "meanwhile"));
  g_assert_nonnull (strstr (bh_article_draft_get_difference (world->draft), "+ theirs"));
  bh_article_draft_overtake (world->draft);
  save (world, "Change a password", "mine");
  g_assert_false (bh_article_draft_get_conflict (world->draft));
  g_assert_cmpint (bh_article_draft_get_base (world->draft), ==, 3); /* theirs is version 2 */
}

static void
test_roll_back (World *world, gconstpointer data)
{
  load (world, FAKE_ARTICLE_CHANGE);
  save (world, "Change a password", "A mistake.");
  move (world, BH_ARTICLE_PUBLISH);
  bh_article_draft_compare (world->draft, 1, 2);
  bh_fixture_settle ();
  g_assert_nonnull (strstr (bh_article_draft_get_difference (world->draft), "+ A mistake."));
  bh_article_draft_roll_back (world->draft, 1);
  bh_fixture_settle ();
  g_assert_cmpint (bh_article_draft_get_base (world->draft), ==, 3);
  g_assert_cmpint (bh_json_int (last (world, "kb.rollback"), "base", 0), ==, 2);
}

static void
test_a_gap_is_closed_when_it_is_answered (World *world, gconstpointer data)
{
  bh_article_draft_begin (world->draft, "gift card");
  save (world, "Gift cards", "Three years.");
  g_assert_cmpuint (fake_server_count (world->desk.server, "kb.gap_close"), ==, 0);
  move (world, BH_ARTICLE_PUBLISH);
  g_assert_cmpstr (bh_json_string (last (world, "kb.gap_close"), "text"), ==, "gift card");
}

static void
test_refusals_are_said (World *world, gconstpointer data)
{
  save (world, "With a picture", "![x](https://example.org/x.png)");
  assert_str (world->draft, "message", "The article cannot be kept: the image is not here.");
  g_assert_cmpuint (world->saved, ==, 0);
  fake_server_drop (world->desk.server);
  save (world, "T", "b");
  assert_str (world->draft, "message", "The server is away. Try again when it is back.");
}

static void
test_an_answer_about_another_article (World *world, gconstpointer data)
{
  fake_server_lag (world->desk.server, TRUE);
  load (world, FAKE_ARTICLE_CHANGE);
  load (world, FAKE_ARTICLE_REFUNDS);
  fake_server_lag (world->desk.server, FALSE);
  bh_fixture_settle ();
  g_assert_cmpstr (bh_article_get_title (bh_article_draft_get_article (world->draft)),
                   ==,
                   "How refunds work");
  g_assert_false (bh_article_draft_get_busy (world->draft));
}

static void
test_an_agent_suggests (World *world, gconstpointer data)
{
  const BhArticleText text = {.title = "Change a password", .body = "Better.", .owner = "me"};

  load (world, FAKE_ARTICLE_CHANGE);
  g_assert_false (bh_article_draft_get_is_editor (world->draft));
  bh_article_draft_suggest (world->draft, &text);
  bh_fixture_settle ();
  assert_str (world->draft, "status", "suggested");
  g_assert_null (bh_json_string (last (world, "kb.suggest"), "owner")); /* not theirs to say */
  g_assert_cmpuint (fake_server_count (world->desk.server, "kb.versions"), ==, 0);
}

/* ---- lists */

static void
assert_entries (BhKnowledgeWork *work, const char *expected)
{
  g_autoptr (GString) texts = g_string_new (NULL);
  GListModel *list = bh_knowledge_work_get_entries (work);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (BhKnowledgeEntry) entry = g_list_model_get_item (list, i);
    g_string_append_printf (texts, "%s%s", i > 0 ? "|" : "", bh_knowledge_entry_get_text (entry));
  }
  g_assert_cmpstr (texts->str, ==, expected);
}

static void
show (BhKnowledgeWork *work, const char *list)
{
  bh_knowledge_work_show (work, list);
  bh_fixture_settle ();
}

static void
test_lists (World *world, gconstpointer data)
{
  g_autoptr (BhKnowledgeWork) work = bh_knowledge_work_new (world->desk.desk);

  show (work, "published");
  assert_entries (work,
                  "Change a password|Forgotten password|修改密码|How refunds work|Router lights");
  show (work, "gaps");
  assert_entries (work, "gift card");
  bh_knowledge_work_close_gap (work, "gift card");
  bh_fixture_settle ();
  assert_entries (work, "");
  show (work, "synonyms");
  assert_entries (work, "修改密码, 更改密码|refund, money back");
  bh_knowledge_work_save_synonyms (work, 2, "refund, money back, 退款");
  bh_fixture_settle ();
  assert_entries (work, "修改密码, 更改密码|refund, money back, 退款");
  bh_knowledge_work_save_synonyms (work, 2, "");
  bh_fixture_settle ();
  assert_entries (work, "修改密码, 更改密码");
  fake_server_fail_next (world->desk.server, "kb.synonym_save", "bad_request", "Two or more.");
  bh_knowledge_work_save_synonyms (work, 0, "alone");
  bh_fixture_settle ();
  g_assert_cmpstr (bh_knowledge_work_get_message (work), ==, "Two or more.");
  show (work, "draft");
  assert_entries (work, "");
}

#define ADD(role, path, func)                                                                      \
  g_test_add ("/model/draft/" path, World, role, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("editor", "new-article", test_new_article);
  ADD ("editor", "to-the-readers", test_to_the_readers);
  ADD ("editor", "goes-on-with-the-newest", test_an_editor_goes_on_with_the_newest);
  ADD ("editor", "conflict", test_conflict);
  ADD ("editor", "roll-back", test_roll_back);
  ADD ("editor", "gap-is-closed", test_a_gap_is_closed_when_it_is_answered);
  ADD ("editor", "refusals", test_refusals_are_said);
  ADD ("editor", "another-article", test_an_answer_about_another_article);
  ADD ("agent", "suggest", test_an_agent_suggests);
  ADD ("editor", "lists", test_lists);
  return g_test_run ();
}
