/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-draft-parts.h"

#include <string.h>

/* Questions and ways of a script, edited as text. */

static const char document[] =
    "{\"format\": 1, \"name\": \"returns\", \"language\": \"en\", \"title\": \"Returns\","
    " \"start\": \"greet\", \"steps\": ["
    " {\"id\": \"greet\", \"text\": \"{answer.reason|?}\", \"questions\": ["
    "  {\"id\": \"reason\", \"kind\": \"choice\", \"label\": \"Why?\", \"required\": true,"
    "   \"options\": [{\"value\": \"broken\", \"label\": {\"en\": \"Broken\", \"zh_CN\": "
    "\"坏了\"}},"
    "                 {\"value\": \"other\", \"label\": \"other\"}]},"
    "  {\"id\": \"since\", \"kind\": \"number\", \"label\": \"Days?\", \"min\": 1,"
    "   \"show\": \"answer.reason == 'broken'\"}],"
    "  \"next\": [{\"when\": \"answer.reason == 'broken'\", \"go\": \"swap\"}, {\"go\": \"end\"}]},"
    " {\"id\": \"swap\", \"text\": \"Swap.\", \"next\": \"end\"},"
    " {\"id\": \"end\", \"kind\": \"end\", \"text\": \"Bye.\"}]}";

static BhScriptDraft *
draft_new (void)
{
  BhScriptDraft *draft = bh_script_draft_new (document, NULL);

  g_assert_nonnull (draft);
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
  return draft;
}

static void
assert_part (BhScriptDraft *draft,
             BhScriptPart list,
             guint index,
             const char *member,
             const char *text)
{
  g_autofree char *held = bh_script_draft_dup_part (draft, 0, list, index, member);

  g_assert_cmpstr (held, ==, text);
}

static void
set_question (BhScriptDraft *draft, guint index, const char *member, const char *text)
{
  bh_script_draft_set_part (draft, 0, BH_SCRIPT_PART_QUESTION, index, member, text);
}

static void
assert_document_has (BhScriptDraft *draft, const char *words, gboolean has)
{
  g_autofree char *text = bh_script_draft_to_text (draft);

  g_assert_cmpint (strstr (text, words) != NULL, ==, has);
}

static void
test_read (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();

  g_assert_cmpuint (bh_script_draft_get_n_parts (draft, 0, BH_SCRIPT_PART_QUESTION), ==, 2);
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 0, "id", "reason");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 0, "kind", "choice");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 0, "required", "true");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 0, "options", "broken = Broken\nother");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "required", "");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "min", "1");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "max", "");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 7, "id", "");
  g_assert_cmpuint (bh_script_draft_get_n_parts (draft, 1, BH_SCRIPT_PART_WAY), ==, 1);
}

/* Another language of an option stays as long as its value does. */
static void
test_options (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();

  set_question (draft, 0, "options", "broken = It broke\n\n  lost =  Lost  \nother");
  assert_part (draft,
               BH_SCRIPT_PART_QUESTION,
               0,
               "options",
               "broken = It broke\nlost = Lost\nother");
  assert_document_has (draft, "坏了", TRUE);
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
  set_question (draft, 0, "options", "");
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), >, 0);
}

static void
test_numbers (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();

  set_question (draft, 1, "max", "2.5");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "max", "2.5");
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
  set_question (draft, 1, "max", "many");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "max", "many");
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), >, 0);
  set_question (draft, 1, "max", "");
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
}

/* What asks for the answer goes with the id; while two have one id nothing is touched. */
static void
test_rename (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();

  set_question (draft, 0, "id", "why");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "show", "answer.why == 'broken'");
  assert_part (draft, BH_SCRIPT_PART_WAY, 0, "when", "answer.why == 'broken'");
  assert_document_has (draft, "{answer.why|?}", TRUE);
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
  set_question (draft, 1, "id", "why");
  set_question (draft, 1, "id", "whys");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "show", "answer.why == 'broken'");
}

/* A number's least does not make a text of a question. */
static void
test_kind (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();

  set_question (draft, 1, "kind", "rating");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "min", "1");
  set_question (draft, 1, "kind", "text");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "min", "");
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
}

static void
test_flags_and_words (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();

  set_question (draft, 1, "required", "true");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "required", "true");
  set_question (draft, 1, "required", "");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "required", "");
  set_question (draft, 1, "help", "Roughly.");
  set_question (draft, 1, "help", "");
  assert_document_has (draft, "help", FALSE);
  set_question (draft, 1, "label", "");
  assert_document_has (draft, "\"label\" : \"\"", TRUE);
  set_question (draft, 1, "show", "");
  assert_document_has (draft, "show", FALSE);
}

static void
test_add_move_remove (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();

  g_assert_cmpuint (bh_script_draft_add_part (draft, 0, BH_SCRIPT_PART_QUESTION), ==, 2);
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 2, "id", "question_1");
  bh_script_draft_add_part (draft, 0, BH_SCRIPT_PART_QUESTION);
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 3, "id", "question_2");
  bh_script_draft_move_part (draft, 0, BH_SCRIPT_PART_QUESTION, 2, TRUE);
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "id", "question_1");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 2, "id", "since");
  bh_script_draft_move_part (draft, 0, BH_SCRIPT_PART_QUESTION, 0, TRUE);
  bh_script_draft_move_part (draft, 0, BH_SCRIPT_PART_QUESTION, 3, FALSE);
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 0, "id", "reason");
  bh_script_draft_move_part (draft, 0, BH_SCRIPT_PART_QUESTION, 0, FALSE);
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 0, "id", "question_1");
  bh_script_draft_remove_part (draft, 0, BH_SCRIPT_PART_QUESTION, 0);
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 0, "id", "reason");
  g_assert_cmpuint (bh_script_draft_get_n_parts (draft, 0, BH_SCRIPT_PART_QUESTION), ==, 3);
}

/* The way without a condition stays the last one; one way alone is written as a word. */
static void
test_ways (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();

  g_assert_cmpuint (bh_script_draft_add_part (draft, 0, BH_SCRIPT_PART_WAY), ==, 1);
  assert_part (draft, BH_SCRIPT_PART_WAY, 2, "go", "end");
  bh_script_draft_remove_part (draft, 0, BH_SCRIPT_PART_WAY, 0);
  bh_script_draft_remove_part (draft, 0, BH_SCRIPT_PART_WAY, 0);
  assert_document_has (draft, "\"next\" : [", FALSE);
  assert_part (draft, BH_SCRIPT_PART_WAY, 0, "go", "end");
  bh_script_draft_remove_part (draft, 0, BH_SCRIPT_PART_WAY, 0);
  g_assert_cmpuint (bh_script_draft_get_n_parts (draft, 0, BH_SCRIPT_PART_WAY), ==, 0);
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), >, 0);
}

/* A document that is wrong all over can be edited: how else would it be mended? */
static void
test_broken (void)
{
  static const char broken[] = "{\"steps\": [{\"id\": \"a\", \"questions\": [7, {\"kind\": 3,"
                               " \"options\": [null], \"min\": []}], \"next\": [null]}, 5]}";
  g_autoptr (BhScriptDraft) draft = bh_script_draft_new (broken, NULL);

  assert_part (draft, BH_SCRIPT_PART_QUESTION, 0, "kind", "");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "kind", "");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "min", "");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "options", "");
  assert_part (draft, BH_SCRIPT_PART_WAY, 0, "go", "");
  g_assert_cmpuint (bh_script_draft_get_n_parts (draft, 1, BH_SCRIPT_PART_QUESTION), ==, 0);
  set_question (draft, 1, "options", "yes");
  assert_part (draft, BH_SCRIPT_PART_QUESTION, 1, "options", "yes");
  bh_script_draft_remove_part (draft, 0, BH_SCRIPT_PART_QUESTION, 0);
  g_assert_cmpuint (bh_script_draft_get_n_parts (draft, 0, BH_SCRIPT_PART_QUESTION), ==, 1);
}

/* Jumps of a step and from everywhere: each once, in the order of their adding. */
static void
test_jumps (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();
  g_auto (GStrv) none = NULL;
  g_auto (GStrv) two = NULL;
  g_auto (GStrv) all = NULL;

  bh_script_draft_set_jump (draft, 0, "end", TRUE);
  bh_script_draft_set_jump (draft, 0, "swap", TRUE);
  bh_script_draft_set_jump (draft, 0, "end", TRUE);
  two = bh_script_draft_dup_jumps (draft, 0);
  g_assert_cmpuint (g_strv_length (two), ==, 2);
  g_assert_cmpstr (two[0], ==, "end");
  bh_script_draft_set_jump (draft, BH_SCRIPT_EVERYWHERE, "end", TRUE);
  all = bh_script_draft_dup_jumps (draft, BH_SCRIPT_EVERYWHERE);
  g_assert_cmpstr (all[0], ==, "end");
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
  bh_script_draft_set_jump (draft, 0, "end", FALSE);
  bh_script_draft_set_jump (draft, 0, "swap", FALSE);
  none = bh_script_draft_dup_jumps (draft, 0);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static void
assert_article (BhScriptDraft *draft, guint index, const char *member, const char *expected)
{
  g_autofree char *text =
      bh_script_draft_dup_part (draft, 0, BH_SCRIPT_PART_ARTICLE, index, member);

  g_assert_cmpstr (text, ==, expected);
}

/* An article has its id, or words that are searched; its title is of the script's language. */
static void
test_articles (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();
  const char *id = "11111111-1111-4111-8111-111111111111";

  g_assert_cmpuint (bh_script_draft_add_article (draft, 0, id, "Warranty"), ==, 0);
  g_assert_cmpuint (bh_script_draft_add_article (draft, 0, NULL, "lost parcel"), ==, 1);
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
  assert_article (draft, 0, "article", id);
  assert_article (draft, 0, "search", "");
  assert_article (draft, 1, "search", "lost parcel");
  bh_script_draft_set_part (draft, 0, BH_SCRIPT_PART_ARTICLE, 0, "title", "How long is it?");
  assert_article (draft, 0, "title", "How long is it?");
  bh_script_draft_set_part (draft, 0, BH_SCRIPT_PART_ARTICLE, 1, "search", "");
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), >, 0);
  bh_script_draft_remove_part (draft, 0, BH_SCRIPT_PART_ARTICLE, 1);
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/script-parts/read", test_read);
  g_test_add_func ("/model/script-parts/options", test_options);
  g_test_add_func ("/model/script-parts/numbers", test_numbers);
  g_test_add_func ("/model/script-parts/rename", test_rename);
  g_test_add_func ("/model/script-parts/kind", test_kind);
  g_test_add_func ("/model/script-parts/flags-and-words", test_flags_and_words);
  g_test_add_func ("/model/script-parts/add-move-remove", test_add_move_remove);
  g_test_add_func ("/model/script-parts/ways", test_ways);
  g_test_add_func ("/model/script-parts/broken", test_broken);
  g_test_add_func ("/model/script-parts/jumps", test_jumps);
  g_test_add_func ("/model/script-parts/articles", test_articles);
  return g_test_run ();
}
