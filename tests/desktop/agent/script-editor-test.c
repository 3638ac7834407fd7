/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/script-editor.h"
#include "desktop/model/script-draft-parts.h"
#include "tests/desktop/agent/stage.h"
#include "tests/fakes/fake-knowledge.h"

/* The editor, in front of a server that keeps no scripts: what it refuses is not lost. */

typedef struct {
  Stage stage;
  BhScriptEditor *editor;
} Screen;

static void
settle (Screen *screen)
{
  stage_settle (&screen->stage);
}

static void
set_up (Screen *screen, gconstpointer data)
{
  g_autofree char *document = stage_read_script ("returns");
  g_autoptr (BhScriptDraft) draft = bh_script_draft_new (document, NULL);

  stage_set_up (&screen->stage, NULL);
  stage_sign_in (&screen->stage);
  screen->editor = BH_SCRIPT_EDITOR (
      bh_script_editor_new (GTK_WINDOW (screen->stage.window), screen->stage.desk));
  bh_script_editor_edit (screen->editor, draft, 3);
  gtk_window_present (GTK_WINDOW (screen->editor));
  settle (screen);
}

static void
tear_down (Screen *screen, gconstpointer data)
{
  stage_close_popovers (GTK_WIDGET (screen->editor));
  settle (screen);
  gtk_root_set_focus (GTK_ROOT (screen->editor), NULL);
  gtk_window_destroy (GTK_WINDOW (screen->editor));
  stage_tear_down (&screen->stage, NULL);
}

static GtkWidget *
find (Screen *screen, const char *name)
{
  return stage_find (GTK_WIDGET (screen->editor), name);
}

static void
assert_words (Screen *screen, const char *name, const char *words)
{
  g_autofree char *shown = stage_words (find (screen, name));

  g_assert_cmpstr (shown, ==, words);
}

static void
fill (Screen *screen, const char *name, const char *text)
{
  GtkWidget *widget = find (screen, name);

  if (GTK_IS_TEXT_VIEW (widget))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (widget), text);
  settle (screen);
}

static char *
dup_text (Screen *screen, const char *name)
{
  char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (screen, name))),
                "text",
                &text,
                NULL);
  return text;
}

static void
press (Screen *screen, const char *name)
{
  g_signal_emit_by_name (find (screen, name), "clicked");
  settle (screen);
}

/* The server keeps the script, as version 3. */
static void
keep (Screen *screen)
{
  FakeWorld *world = stage_world (&screen->stage);
  const char *contact = fake_world_offered (world, "+8613800138000", "Zhang San", "support");
  g_autofree char *document = stage_read_script ("returns");

  fake_world_script (world, contact, document);
  settle (screen);
}

static void
act (Screen *screen, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (screen->editor), action, NULL);
  settle (screen);
}

static void
test_shown (Screen *screen, gconstpointer data)
{
  assert_words (screen, "editor-problems", "Nothing is wrong");
  assert_words (screen, "script-name", "returns");
  assert_words (screen, "step-id", "greet");
  g_assert_nonnull (find (screen, "editor-chart"));
}

/* Each letter is checked, and the place is told. */
static void
test_checked_while_typing (Screen *screen, gconstpointer data)
{
  fill (screen, "step-text", "Good morning, {customer.nmae}.");
  assert_words (screen, "editor-problems", "1 thing to mend");
  fill (screen, "step-text", "Good morning, {customer.name}.");
  assert_words (screen, "editor-problems", "Nothing is wrong");
}

static void
test_unreadable_rest_stays (Screen *screen, gconstpointer data)
{
  g_autofree char *text = NULL;

  gtk_expander_set_expanded (GTK_EXPANDER (find (screen, "rest-expander")), TRUE);
  settle (screen);
  fill (screen, "step-rest", "{\"next\": ");
  g_assert_nonnull (find (screen, "rest-error"));
  text = dup_text (screen, "step-rest");
  g_assert_cmpstr (text, ==, "{\"next\": ");
  act (screen, "editor.save");
  assert_words (screen, "editor-said", "First mend what is wrong.");
}

static void
test_add_and_remove (Screen *screen, gconstpointer data)
{
  BhScriptDraft *draft = bh_script_editor_get_draft (screen->editor);

  act (screen, "editor.add-step");
  g_assert_cmpuint (bh_script_draft_get_n_steps (draft), ==, 5);
  assert_words (screen, "step-id", "step-5");
  act (screen, "editor.remove-step");
  g_assert_cmpuint (bh_script_draft_get_n_steps (draft), ==, 4);
  assert_words (screen, "editor-problems", "Nothing is wrong");
}

static void
test_chart_chooses (Screen *screen, gconstpointer data)
{
  g_signal_emit_by_name (find (screen, "editor-chart"), "activated", 2);
  settle (screen);
  assert_words (screen, "step-id", "angry");
}

/* What is typed while the server saves is not saved, and the window knows it. */
static void
test_typed_while_saving (Screen *screen, gconstpointer data)
{
  BhScriptDraft *draft = bh_script_editor_get_draft (screen->editor);

  keep (screen);
  fill (screen, "step-title", "Welcome");
  gtk_widget_activate_action (GTK_WIDGET (screen->editor), "editor.save", NULL);
  fill (screen, "step-title", "Welcome back");
  g_assert_true (bh_script_draft_get_dirty (draft));
  act (screen, "editor.save");
  g_assert_false (bh_script_draft_get_dirty (draft));
}

/* Refused: the reason is said, and what was written stays. */
static void
test_refused_stays (Screen *screen, gconstpointer data)
{
  BhScriptDraft *draft = bh_script_editor_get_draft (screen->editor);

  fill (screen, "step-title", "Welcome");
  act (screen, "editor.save");
  g_assert_nonnull (find (screen, "editor-said"));
  g_assert_true (bh_script_draft_get_dirty (draft));
  assert_words (screen, "step-title", "Welcome");
}

static void
test_publish_needs_saved (Screen *screen, gconstpointer data)
{
  fill (screen, "step-title", "Welcome");
  act (screen, "editor.publish");
  assert_words (screen, "editor-said", "First save the draft.");
}

/* A question is made, filled in and taken away again without a word of JSON. */
static void
test_question_by_form (Screen *screen, gconstpointer data)
{
  BhScriptDraft *draft = bh_script_editor_get_draft (screen->editor);
  guint n = bh_script_draft_get_n_parts (draft, 0, BH_SCRIPT_PART_QUESTION);
  g_autofree char *name = g_strdup_printf ("question-%u", n);
  g_autofree char *show = NULL;
  GtkWidget *row;

  act (screen, "editor.add-question");
  row = find (screen, name);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  gtk_editable_set_text (GTK_EDITABLE (stage_find (row, "label")), "How many?");
  adw_combo_row_set_selected (ADW_COMBO_ROW (stage_find (row, "kind")), 1);
  settle (screen);
  gtk_editable_set_text (GTK_EDITABLE (stage_find (row, "min")), "1");
  gtk_editable_set_text (GTK_EDITABLE (stage_find (row, "show")), "answer.reason == 'broken'");
  g_assert_null (stage_find (row, "options"));
  gtk_switch_set_active (GTK_SWITCH (stage_find (row, "required")), TRUE);
  settle (screen);
  assert_words (screen, "editor-problems", "Nothing is wrong");
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)),
                   ==,
                   "Number · needed · when answer.reason == 'broken'");
  show = bh_script_draft_dup_part (draft, 0, BH_SCRIPT_PART_QUESTION, n, "show");
  g_assert_cmpstr (show, ==, "answer.reason == 'broken'");
  g_signal_emit_by_name (stage_find (row, "part-remove"), "clicked");
  settle (screen);
  g_assert_null (find (screen, name));
}

/* Moved, it stays open under the hand. */
static void
test_question_moves (Screen *screen, gconstpointer data)
{
  BhScriptDraft *draft = bh_script_editor_get_draft (screen->editor);
  g_autofree char *id = NULL;

  act (screen, "editor.add-question");
  g_signal_emit_by_name (stage_find (find (screen, "step-questions"), "part-up"), "clicked");
  settle (screen);
  id =
      bh_script_draft_dup_part (draft,
                                0,
                                BH_SCRIPT_PART_QUESTION,
                                bh_script_draft_get_n_parts (draft, 0, BH_SCRIPT_PART_QUESTION) - 2,
                                "id");
  g_assert_cmpstr (id, ==, "question_1");
}

static void
test_way_by_form (Screen *screen, gconstpointer data)
{
  BhScriptDraft *draft = bh_script_editor_get_draft (screen->editor);
  guint n = bh_script_draft_get_n_parts (draft, 0, BH_SCRIPT_PART_WAY);
  g_autofree char *name = g_strdup_printf ("way-%u", n - 1);
  g_autofree char *go = NULL;
  GtkWidget *row;

  act (screen, "editor.add-way");
  row = find (screen, name);
  adw_combo_row_set_selected (ADW_COMBO_ROW (stage_find (row, "go")), 2);
  gtk_editable_set_text (GTK_EDITABLE (stage_find (row, "when")), "customer.tier == 'gold'");
  settle (screen);
  assert_words (screen, "editor-problems", "Nothing is wrong");
  go = bh_script_draft_dup_part (draft, 0, BH_SCRIPT_PART_WAY, n - 1, "go");
  g_assert_cmpstr (go, ==, "angry");
}

/* What is typed as JSON stands in the form at once, and the other way round. */
static void
test_form_and_json (Screen *screen, gconstpointer data)
{
  g_autofree char *text = NULL;

  gtk_expander_set_expanded (GTK_EXPANDER (find (screen, "rest-expander")), TRUE);
  settle (screen);
  fill (screen,
        "step-rest",
        "{\"questions\": [{\"id\": \"reason\", \"kind\": \"yes_no\", \"label\": \"Really?\"}],"
        " \"next\": \"thanks\"}");
  g_assert_cmpstr (
      adw_preferences_row_get_title (ADW_PREFERENCES_ROW (find (screen, "question-0"))),
      ==,
      "Really?");
  g_assert_null (find (screen, "question-1"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find (screen, "question-0")), TRUE);
  settle (screen);
  gtk_editable_set_text (GTK_EDITABLE (stage_find (find (screen, "question-0"), "label")), "Sure?");
  settle (screen);
  text = dup_text (screen, "step-rest");
  g_assert_nonnull (strstr (text, "Sure?"));
}

static void
save_as (Screen *screen, const char *who)
{
  g_autofree char *text = stage_read_script ("returns");
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (JsonObject) result = NULL;
  const char *code = NULL;
  const char *message = NULL;

  json_object_set_member (args, "document", json_from_string (text, NULL));
  json_object_set_int_member (args, "base", 3);
  json_object_set_string_member (args, "by", who);
  result = fake_world_do (stage_world (&screen->stage), "script.save", args, &code, &message);
  g_assert_nonnull (result);
}

/* Somebody else was first: theirs can be looked at beside, and one's own saved over it. */
static void
test_conflict (Screen *screen, gconstpointer data)
{
  BhScriptDraft *draft = bh_script_editor_get_draft (screen->editor);

  keep (screen);
  fill (screen, "step-title", "Welcome");
  save_as (screen, "Bob");
  act (screen, "editor.save");
  assert_words (screen,
                "editor-said",
                "Bob saved version 4 meanwhile. What you wrote is still here.");
  g_assert_nonnull (find (screen, "conflict-theirs"));
  assert_words (screen, "step-title", "Welcome");
  act (screen, "editor.save-over");
  g_assert_null (find (screen, "conflict-over"));
  g_assert_false (bh_script_draft_get_dirty (draft));
}

/* The dialog that asks says what differs. */
static void
assert_changes (const char *expected)
{
  GtkWidget *list = stage_find (stage_asking (), "script-changes");
  g_autoptr (GString) said = g_string_new (NULL);

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
    for (GtkWidget *label = gtk_widget_get_first_child (box); label != NULL;
         label = gtk_widget_get_next_sibling (label))
      g_string_append_printf (said,
                              "%s%s",
                              said->len > 0 ? ". " : "",
                              gtk_label_get_label (GTK_LABEL (label)));
  }
  g_assert_cmpstr (said->str, ==, expected);
}

/* An earlier version lies over the newest until it is saved. */
static void
test_earlier_version (Screen *screen, gconstpointer data)
{
  GtkListBox *list;

  keep (screen);
  fill (screen, "step-title", "Welcome");
  act (screen, "editor.save");
  gtk_menu_button_popup (GTK_MENU_BUTTON (find (screen, "script-versions")));
  settle (screen);
  list = GTK_LIST_BOX (find (screen, "script-version-list"));
  g_assert_nonnull (gtk_list_box_get_row_at_index (list, 3));
  g_assert_null (gtk_list_box_get_row_at_index (list, 4));
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 2));
  settle (screen);
  assert_changes ("Welcome. Title: “Greeting” is now “Welcome”");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (stage_asking ()), "open");
  settle (screen);
  assert_words (screen, "editor-said", "This is version 2. Save it to make it the newest again.");
  g_assert_true (bh_script_draft_get_dirty (bh_script_editor_get_draft (screen->editor)));
  act (screen, "editor.save");
  g_assert_false (bh_script_draft_get_dirty (bh_script_editor_get_draft (screen->editor)));
}

/* Jumps are chosen from a list of the pages, of this one or from everywhere, and taken away. */
static void
test_jumps (Screen *screen, gconstpointer data)
{
  BhScriptDraft *draft = bh_script_editor_get_draft (screen->editor);
  g_auto (GStrv) none = bh_script_draft_dup_jumps (draft, 0);
  g_auto (GStrv) some = NULL;
  g_auto (GStrv) all = NULL;

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (screen, "jump-add")), 1);
  settle (screen);
  some = bh_script_draft_dup_jumps (draft, 0);
  g_assert_cmpuint (g_strv_length (some), ==, 1);
  g_assert_cmpstr (some[0], ==, "swap");
  g_assert_nonnull (stage_find (find (screen, "step-jumps"), "jump-remove"));
  g_signal_emit_by_name (stage_find (find (screen, "step-jumps"), "jump-remove"), "clicked");
  settle (screen);
  g_assert_null (stage_find (find (screen, "step-jumps"), "jump-remove"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (screen, "jump-add-everywhere")), 2);
  settle (screen);
  all = bh_script_draft_dup_jumps (draft, BH_SCRIPT_EVERYWHERE);
  g_assert_cmpuint (g_strv_length (all), ==, 2);
  g_assert_cmpstr (all[0], ==, "angry");
  g_assert_cmpstr (all[1], ==, "swap");
  assert_words (screen, "editor-problems", "Nothing is wrong");
}

/* An article is found as everywhere, and Enter takes it; or its words are searched each time. */
static void
test_articles (Screen *screen, gconstpointer data)
{
  BhScriptDraft *draft = bh_script_editor_get_draft (screen->editor);
  g_autofree char *article = NULL;
  g_autofree char *search = NULL;

  act (screen, "editor.add-article");
  fill (screen, "article-words", "refund");
  g_assert_nonnull (
      gtk_list_box_get_row_at_index (GTK_LIST_BOX (find (screen, "article-hits")), 0));
  g_signal_emit_by_name (find (screen, "article-words"), "activate");
  settle (screen);
  article = bh_script_draft_dup_part (draft, 0, BH_SCRIPT_PART_ARTICLE, 1, "article");
  g_assert_cmpstr (article, ==, FAKE_ARTICLE_REFUNDS);
  assert_words (screen, "title", "How refunds work");
  act (screen, "editor.add-article");
  fill (screen, "article-words", "lost parcel");
  act (screen, "editor.article-search");
  search = bh_script_draft_dup_part (draft, 0, BH_SCRIPT_PART_ARTICLE, 2, "search");
  g_assert_cmpstr (search, ==, "lost parcel");
  assert_words (screen, "editor-problems", "Nothing is wrong");
}

static void
retire (Screen *screen, const char *article)
{
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (JsonObject) newest = NULL;
  g_autoptr (JsonObject) reply = NULL;
  const char *code = NULL;
  const char *message = NULL;

  json_object_set_string_member (args, "article", article);
  newest = fake_world_do (stage_world (&screen->stage), "kb.article", args, &code, &message);
  g_assert_nonnull (newest);
  json_object_set_int_member (args, "version", json_object_get_int_member (newest, "newest"));
  reply = fake_world_do (stage_world (&screen->stage), "kb.archive", args, &code, &message);
  g_assert_nonnull (reply);
}

/* An article that agents cannot read any more is named when the script is opened, until it goes. */
static void
test_broken_link (Screen *screen, gconstpointer data)
{
  g_autofree char *document = stage_read_script ("returns");
  g_autoptr (BhScriptDraft) draft = bh_script_draft_new (document, NULL);

  bh_script_draft_add_article (draft, 1, FAKE_ARTICLE_REFUNDS, "Refunds");
  bh_script_editor_edit (screen->editor, draft, 3);
  settle (screen);
  assert_words (screen, "editor-problems", "Nothing is wrong");
  retire (screen, FAKE_ARTICLE_REFUNDS);
  bh_script_editor_edit (screen->editor, draft, 3);
  settle (screen);
  assert_words (screen, "editor-problems", "1 link leads nowhere");
  assert_words (screen,
                "editor-said",
                "The article “Refunds” was retired, agents cannot read it: choose another.");
  bh_script_draft_remove_part (draft, 1, BH_SCRIPT_PART_ARTICLE, 0);
  settle (screen);
  assert_words (screen, "editor-problems", "Nothing is wrong");
}

/* What is filled in comes from a list, where one writes; a key of the house's own is selected. */
static void
test_placeholders (Screen *screen, gconstpointer data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (screen, "step-text")));
  g_autofree char *text = NULL;
  g_autofree char *selected = NULL;
  GtkTextIter start, end;
  GtkListBox *list;
  GtkListBoxRow *row = NULL;

  fill (screen, "step-text", "Hello ");
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);
  act (screen, "editor.insert");
  list = GTK_LIST_BOX (find (screen, "placeholder-list"));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (g_str_equal (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "customer.attribute.KEY"))
      break;
  g_assert_nonnull (row);
  g_signal_emit_by_name (list, "row-activated", row);
  settle (screen);
  text = dup_text (screen, "step-text");
  g_assert_cmpstr (text, ==, "Hello {customer.attribute.KEY}");
  g_assert_true (gtk_text_buffer_get_selection_bounds (buffer, &start, &end));
  selected = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (selected, ==, "KEY");
}

/* An earlier version goes out to agents again, and the script out of use. */
static void
test_publish_again_and_retire (Screen *screen, gconstpointer data)
{
  GtkWidget *list;

  keep (screen);
  gtk_menu_button_popup (GTK_MENU_BUTTON (find (screen, "script-versions")));
  settle (screen);
  list = find (screen, "script-version-list");
  g_assert_cmpstr (adw_action_row_get_subtitle (
                       ADW_ACTION_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0))),
                   ==,
                   "agents get it · alice · 14:02");
  g_signal_emit_by_name (stage_find (list, "publish-version"), "clicked");
  settle (screen);
  g_assert_null (find (screen, "editor-said"));
  act (screen, "editor.retire");
  g_assert_null (find (screen, "editor-said"));
}

static void
test_assign (Screen *screen, gconstpointer data)
{
  GtkWidget *assigned;

  keep (screen);
  gtk_menu_button_popup (GTK_MENU_BUTTON (find (screen, "script-assign")));
  settle (screen);
  gtk_editable_set_text (GTK_EDITABLE (find (screen, "assign-language")), "zh_CN");
  press (screen, "assign-do");
  assigned = GTK_WIDGET (
      gtk_list_box_get_row_at_index (GTK_LIST_BOX (find (screen, "script-assigned")), 0));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (assigned)),
                   ==,
                   "every queue · zh_CN");
  press (screen, "assigned-away");
  g_assert_null (
      gtk_list_box_get_row_at_index (GTK_LIST_BOX (find (screen, "script-assigned")), 0));
}

static void
test_suggested_result (Screen *screen, gconstpointer data)
{
  BhScriptDraft *draft = bh_script_editor_get_draft (screen->editor);
  g_autofree char *code = NULL;

  g_assert_null (find (screen, "step-disposition"));
  g_signal_emit_by_name (find (screen, "editor-chart"), "activated", 3);
  settle (screen);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (screen, "step-disposition")), 1);
  settle (screen);
  code = bh_script_draft_dup_text (draft, 3, "disposition");
  g_assert_cmpstr (code, !=, "");
}

/* The program died: what was typed is offered when the editor opens next, JSON that cannot be read
 * included, and no more once it was taken. */
static void
test_survives (Screen *screen, gconstpointer data)
{
  g_autofree char *text = NULL;
  GtkWindow *window = GTK_WINDOW (screen->stage.window);

  fill (screen, "step-title", "Half a title");
  gtk_expander_set_expanded (GTK_EXPANDER (find (screen, "rest-expander")), TRUE);
  settle (screen);
  fill (screen, "step-rest", "{\"next\": ");
  gtk_root_set_focus (GTK_ROOT (screen->editor), NULL);
  gtk_window_destroy (GTK_WINDOW (screen->editor));
  screen->editor = BH_SCRIPT_EDITOR (bh_script_editor_new (window, screen->stage.desk));
  gtk_window_present (GTK_WINDOW (screen->editor));
  settle (screen);
  assert_words (screen, "unsaved-words", "“Returns” was not saved; you wrote on it last 14:40.");
  press (screen, "unsaved-restore");
  assert_words (screen, "step-title", "Half a title");
  gtk_expander_set_expanded (GTK_EXPANDER (find (screen, "rest-expander")), TRUE);
  settle (screen);
  text = dup_text (screen, "step-rest");
  g_assert_cmpstr (text, ==, "{\"next\": ");
  g_assert_null (find (screen, "unsaved-words"));
}

#define ADD(path, test) g_test_add (path, Screen, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("/agent/script-editor/shown", test_shown);
  ADD ("/agent/script-editor/checked-while-typing", test_checked_while_typing);
  ADD ("/agent/script-editor/unreadable-rest-stays", test_unreadable_rest_stays);
  ADD ("/agent/script-editor/add-and-remove", test_add_and_remove);
  ADD ("/agent/script-editor/chart-chooses", test_chart_chooses);
  ADD ("/agent/script-editor/typed-while-saving", test_typed_while_saving);
  ADD ("/agent/script-editor/refused-stays", test_refused_stays);
  ADD ("/agent/script-editor/publish-needs-saved", test_publish_needs_saved);
  ADD ("/agent/script-editor/question-by-form", test_question_by_form);
  ADD ("/agent/script-editor/question-moves", test_question_moves);
  ADD ("/agent/script-editor/way-by-form", test_way_by_form);
  ADD ("/agent/script-editor/form-and-json", test_form_and_json);
  ADD ("/agent/script-editor/conflict", test_conflict);
  ADD ("/agent/script-editor/earlier-version", test_earlier_version);
  ADD ("/agent/script-editor/jumps", test_jumps);
  ADD ("/agent/script-editor/articles", test_articles);
  ADD ("/agent/script-editor/broken-link", test_broken_link);
  ADD ("/agent/script-editor/placeholders", test_placeholders);
  ADD ("/agent/script-editor/publish-again-and-retire", test_publish_again_and_retire);
  ADD ("/agent/script-editor/assign", test_assign);
  ADD ("/agent/script-editor/suggested-result", test_suggested_result);
  ADD ("/agent/script-editor/survives", test_survives);
  return g_test_run ();
}
