/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/script-editor.h"
#include "tests/desktop/agent/stage.h"

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
  GtkTextView *view = GTK_TEXT_VIEW (find (screen, "step-rest"));
  g_autofree char *text = NULL;

  fill (screen, "step-rest", "{\"next\": ");
  g_assert_nonnull (find (screen, "rest-error"));
  g_object_get (gtk_text_view_get_buffer (view), "text", &text, NULL);
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
  FakeWorld *world = stage_world (&screen->stage);
  const char *contact = fake_world_offered (world, "+8613800138000", "Zhang San", "support");
  g_autofree char *document = stage_read_script ("returns");

  fake_world_script (world, contact, document);
  settle (screen);
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
  return g_test_run ();
}
