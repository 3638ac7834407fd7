/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-draft.h"

#include <json-glib/json-glib.h>

#include "desktop/model/script-entry.h"

static const char document[] =
    "{\"format\": 1, \"name\": \"returns\", \"language\": \"en\","
    " \"title\": {\"en\": \"Returns\", \"zh_CN\": \"退货\"}, \"start\": \"greet\", \"jumps\": "
    "[\"end\"],"
    " \"steps\": [{\"id\": \"greet\", \"title\": {\"en\": \"Greeting\", \"zh_CN\": \"问候\"},"
    " \"text\": \"Hello.\", \"next\": [{\"go\": \"end\"}]},"
    " {\"id\": \"end\", \"kind\": \"end\", \"text\": \"Bye.\"}]}";

static BhScriptDraft *
draft_new (void)
{
  g_autoptr (GError) error = NULL;
  BhScriptDraft *draft = bh_script_draft_new (document, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
  g_assert_false (bh_script_draft_get_dirty (draft));
  return draft;
}

static void
assert_text (BhScriptDraft *draft, guint step, const char *member, const char *text)
{
  g_autofree char *held = bh_script_draft_dup_text (draft, step, member);

  g_assert_cmpstr (held, ==, text);
}

/* A new script has the shape of one; what is missing is said. */
static void
test_new (void)
{
  g_autoptr (BhScriptDraft) draft = bh_script_draft_new (NULL, NULL);

  g_assert_cmpuint (bh_script_draft_get_n_steps (draft), ==, 2);
  g_assert_cmpstr (bh_script_draft_get_name (draft), ==, "new-script");
}

static void
test_no_json (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bh_script_draft_new ("[1, 2]", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (bh_script_draft_new ("{\"format\"", &error));
  g_assert_nonnull (error);
}

static void
test_texts (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();

  assert_text (draft, 0, "title", "Greeting");
  assert_text (draft, 0, "text", "Hello.");
  assert_text (draft, 0, "kind", "");
  assert_text (draft, 9, "text", "");
  bh_script_draft_set_text (draft, 0, "text", "Good day.");
  assert_text (draft, 0, "text", "Good day.");
  g_assert_true (bh_script_draft_get_dirty (draft));
}

/* Texts of other languages stay when the own one is written. */
static void
test_other_languages_stay (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();
  g_autofree char *text = NULL;

  bh_script_draft_set_text (draft, 0, "title", "Welcome");
  bh_script_draft_set_title (draft, "Goods back");
  g_assert_cmpstr (bh_script_draft_get_title (draft), ==, "Goods back");
  text = bh_script_draft_to_text (draft);
  g_assert_nonnull (strstr (text, "问候"));
  g_assert_nonnull (strstr (text, "退货"));
  g_assert_nonnull (strstr (text, "Welcome"));
}

/* A new id is put wherever a way, a jump or the start named the old one. */
static void
test_rename (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();

  bh_script_draft_set_text (draft, 1, "id", "farewell");
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
  bh_script_draft_set_text (draft, 0, "id", "hello");
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
}

static void
test_flags (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();

  g_assert_false (bh_script_draft_get_flag (draft, 0, "payment"));
  bh_script_draft_set_flag (draft, 0, "payment", TRUE);
  g_assert_true (bh_script_draft_get_flag (draft, 0, "payment"));
  bh_script_draft_set_flag (draft, 0, "payment", FALSE);
  g_assert_false (bh_script_draft_get_flag (draft, 0, "payment"));
}

static void
test_problems_have_places (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();
  int step = -2;

  bh_script_draft_set_text (draft, 0, "text", "Hello {customer.nmae}.");
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 1);
  g_assert_nonnull (strstr (bh_script_draft_get_problem (draft, 0, &step), "customer.nmae"));
  g_assert_cmpint (step, ==, 0);
  bh_script_draft_set_text (draft, 0, "text", "Hello.");
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
}

static void
test_steps (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();
  guint added = bh_script_draft_add_step (draft, 0);

  g_assert_cmpuint (added, ==, 1);
  g_assert_cmpuint (bh_script_draft_get_n_steps (draft), ==, 3);
  assert_text (draft, 1, "id", "step-3");
  assert_text (draft, 2, "id", "end");
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), >, 0); /* nothing leads there */
  bh_script_draft_remove_step (draft, 1);
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
}

static void
test_rest (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();
  g_autofree char *rest = bh_script_draft_dup_rest (draft, 0);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (strstr (rest, "\"go\""));
  g_assert_null (strstr (rest, "Hello"));
  g_assert_false (bh_script_draft_set_rest (draft, 0, "{\"next\": ", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (bh_script_draft_set_rest (draft, 0, "", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (bh_script_draft_set_rest (draft, 0, "{\"text\": \"x\"}", &error));
  g_assert_nonnull (error);
  g_assert_false (bh_script_draft_get_dirty (draft));
  g_assert_true (bh_script_draft_set_rest (draft, 0, "{\"next\": \"end\"}", NULL));
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), ==, 0);
  g_assert_true (bh_script_draft_set_rest (draft, 0, "{}", NULL));
  g_assert_cmpuint (bh_script_draft_get_n_problems (draft), >, 0); /* a dead end */
}

static void
test_chart (void)
{
  g_autoptr (BhScriptDraft) draft = draft_new ();
  g_autoptr (GArray) boxes = bh_script_draft_list_boxes (draft, 1);
  g_autoptr (GArray) arrows = bh_script_draft_list_arrows (draft);

  g_assert_cmpuint (boxes->len, ==, 2);
  g_assert_cmpint (g_array_index (boxes, BhScriptBox, 0).state, ==, BH_SCRIPT_BOX_AHEAD);
  g_assert_cmpint (g_array_index (boxes, BhScriptBox, 1).state, ==, BH_SCRIPT_BOX_HERE);
  g_assert_cmpuint (arrows->len, ==, 1);
  g_assert_false (g_array_index (arrows, BhScriptArrow, 0).taken);
}

/* A document that is wrong all over can be opened: how else would it be mended? */
static void
test_broken (void)
{
  static const char *const broken[] = {
      "{}",
      "{\"steps\": 3}",
      "{\"steps\": [1, null, {\"id\": 7}]}",
      "{\"title\": 5, \"name\": null, \"steps\": [{}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autoptr (BhScriptDraft) draft = bh_script_draft_new (broken[i], NULL);
    g_autoptr (GArray) boxes = bh_script_draft_list_boxes (draft, 0);
    g_autofree char *rest = bh_script_draft_dup_rest (draft, 0);
    g_assert_cmpuint (bh_script_draft_get_n_problems (draft), >, 0);
    bh_script_draft_add_step (draft, 0);
  }
}

static void
test_entry (void)
{
  g_autoptr (JsonNode) node = json_from_string (
      "{\"script\": \"returns\", \"newest\": 4, \"live\": 3, \"status\": \"draft\","
      " \"title\": {\"en\": \"Returns\", \"zh_CN\": \"退货\"},"
      " \"assigned\": [{\"queue\": \"support\", \"campaign\": \"\", \"language\": \"\"},"
      "               {\"queue\": \"\", \"campaign\": \"\", \"language\": \"\"}]}",
      NULL);
  g_autoptr (BhScriptEntry) entry = bh_script_entry_new (json_node_get_object (node), "zh_CN");

  g_assert_cmpstr (bh_script_entry_get_name (entry), ==, "returns");
  g_assert_cmpstr (bh_script_entry_get_title (entry), ==, "退货");
  g_assert_cmpstr (bh_script_entry_get_assigned (entry), ==, "support, every queue");
  g_assert_cmpint (bh_script_entry_get_newest (entry), ==, 4);
  g_assert_cmpint (bh_script_entry_get_live (entry), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/script-draft/new", test_new);
  g_test_add_func ("/model/script-draft/no-json", test_no_json);
  g_test_add_func ("/model/script-draft/texts", test_texts);
  g_test_add_func ("/model/script-draft/other-languages-stay", test_other_languages_stay);
  g_test_add_func ("/model/script-draft/rename", test_rename);
  g_test_add_func ("/model/script-draft/flags", test_flags);
  g_test_add_func ("/model/script-draft/problems-have-places", test_problems_have_places);
  g_test_add_func ("/model/script-draft/steps", test_steps);
  g_test_add_func ("/model/script-draft/rest", test_rest);
  g_test_add_func ("/model/script-draft/chart", test_chart);
  g_test_add_func ("/model/script-draft/broken", test_broken);
  g_test_add_func ("/model/script-entry/reads", test_entry);
  return g_test_run ();
}
