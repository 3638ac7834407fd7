/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/agent/article-editor.h"
#include "desktop/client/json-get.h"
#include "desktop/widgets/markdown-view.h"
#include "desktop/widgets/picture-view.h"
#include "tests/desktop/agent/stage.h"
#include "tests/fakes/fake-knowledge.h"

/* The window in which articles are written. */

static BhArticleEditor *
editor_of (Stage *stage)
{
  return BH_ARTICLE_EDITOR (stage->window->article_editor);
}

static GtkWidget *
find (Stage *stage, const char *name)
{
  return stage_find (stage->window->article_editor, name);
}

static void
settle (Stage *stage)
{
  stage_settle (stage);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
can (Stage *stage, const char *button)
{
  return gtk_widget_is_sensitive (find (stage, button));
}

static void
press (Stage *stage, const char *button)
{
  g_assert_true (can (stage, button));
  g_signal_emit_by_name (find (stage, button), "clicked");
  settle (stage);
}

static void
act (Stage *stage, const char *action)
{
  gtk_widget_activate_action (stage->window->article_editor, action, NULL);
  settle (stage);
}

static void
write_body (Stage *stage, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (stage, "edit-body"))),
                            text,
                            -1);
  settle (stage);
}

static void
write_title (Stage *stage, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (stage, "edit-title")), text);
  settle (stage);
}

static void
assert_says (Stage *stage, const char *name, const char *expected)
{
  g_autofree char *words = stage_words (find (stage, name));

  g_assert_cmpstr (words, ==, expected);
}

/* With the article open in the pane, or with none. */
static void
begin (Stage *stage, gboolean editor, const char *open)
{
  stage_resize (stage, 1440, 900);
  stage_enter (stage);
  if (editor)
    fake_world_allow (stage_world (stage), "kb.save");
  if (open != NULL) {
    g_autofree char *action = g_strdup_printf ("win.kb-open('%s')", open);
    g_assert_true (stage_act (stage, action));
  }
  g_assert_true (stage_act (stage, "win.kb-write"));
  settle (stage);
}

static void
end (Stage *stage)
{
  gtk_window_destroy (GTK_WINDOW (stage->window->article_editor));
  settle (stage);
  g_assert_null (stage->window->article_editor);
}

static void
test_edit_and_publish (Stage *stage, gconstpointer data)
{
  begin (stage, TRUE, FAKE_ARTICLE_FORGOTTEN);
  assert_says (stage, "edit-title", "Forgotten password");
  assert_says (stage, "edit-tags", "password, reset");
  g_assert_false (can (stage, "editor-save"));
  write_body (stage, "The code is good for **five** minutes.");
  g_assert_true (can (stage, "editor-save"));
  g_assert_false (can (stage, "editor-publish")); /* what is on the screen is not saved */
  act (stage, "editor.save");
  assert_says (stage, "editor-said", "Saved as a draft.");
  g_assert_false (bh_article_editor_is_dirty (editor_of (stage)));
  press (stage, "editor-publish");
  assert_says (stage, "editor-said", "Published: everybody finds it now.");
  g_assert_false (can (stage, "editor-publish"));
  g_assert_true (can (stage, "editor-archive"));
  end (stage);
}

static void
test_preview (Stage *stage, gconstpointer data)
{
  g_autofree char *text = NULL;

  begin (stage, TRUE, NULL);
  write_body (stage, "# Head\n\n**strong**");
  text = bh_markdown_view_dup_text (BH_MARKDOWN_VIEW (find (stage, "preview")), TRUE);
  g_assert_cmpstr (text, ==, "Head\nstrong");
  g_assert_true (bh_article_editor_is_dirty (editor_of (stage)));
  end (stage);
}

static void
test_refusal (Stage *stage, gconstpointer data)
{
  begin (stage, TRUE, NULL);
  write_body (stage, "words");
  act (stage, "editor.save");
  assert_says (stage, "editor-said", "Give it a title first.");
  write_title (stage, "T");
  write_body (stage, "![x](https://example.org/x.png)");
  act (stage, "editor.save");
  assert_says (stage, "editor-said", "The article cannot be kept: the image is not here.");
  g_assert_true (bh_article_editor_is_dirty (editor_of (stage)));
  end (stage);
}

/* Who comes second loses nothing: the words stay, the difference is shown, one button goes on. */
static void
test_conflict (Stage *stage, gconstpointer data)
{
  begin (stage, TRUE, FAKE_ARTICLE_FORGOTTEN);
  write_body (stage, "mine");
  fake_server_fail_next (stage->server, "kb.save", "stale", "Somebody was first.");
  act (stage, "editor.save");
  g_assert_false (can (stage, "editor-save"));
  g_assert_nonnull (find (stage, "editor-overtake"));
  g_assert_nonnull (find (stage, "difference"));
  g_assert_true (bh_article_editor_is_dirty (editor_of (stage)));
  press (stage, "editor-overtake");
  g_assert_cmpint (bh_json_int (fake_server_get_last (stage->server, "kb.save"), "base", 0), ==, 2);
  end (stage);
}

/* Nothing that is written gives way to another article. */
static void
test_unsaved_words_stay (Stage *stage, gconstpointer data)
{
  begin (stage, TRUE, FAKE_ARTICLE_FORGOTTEN);
  write_title (stage, "Mine");
  bh_article_editor_open (editor_of (stage), FAKE_ARTICLE_REFUNDS);
  settle (stage);
  assert_says (stage, "edit-title", "Mine");
  assert_says (stage, "editor-said", "Save what you wrote first; then open another one.");
  gtk_window_close (GTK_WINDOW (editor_of (stage)));
  settle (stage);
  g_assert_nonnull (stage->window->article_editor); /* it asks */
  end (stage);
}

static void
test_an_agent_suggests (Stage *stage, gconstpointer data)
{
  begin (stage, FALSE, FAKE_ARTICLE_FORGOTTEN);
  g_assert_null (find (stage, "editor-save"));
  g_assert_null (find (stage, "editor-entries"));
  write_body (stage, "Better words.");
  act (stage, "editor.suggest");
  assert_says (stage, "editor-said", "Suggested. The editors will look at it.");
  g_assert_cmpint (bh_json_int (fake_server_get_last (stage->server, "kb.suggest"), "base", 0),
                   ==,
                   1);
  end (stage);
}

static void
test_searched_words_become_the_title (Stage *stage, gconstpointer data)
{
  stage_resize (stage, 1440, 900);
  stage_enter (stage);
  gtk_editable_set_text (GTK_EDITABLE (stage_find (GTK_WIDGET (stage->window), "knowledge")),
                         "gift card");
  stage_settle (stage);
  g_assert_true (stage_act (stage, "win.kb-write"));
  settle (stage);
  assert_says (stage, "edit-title", "gift card");
  end (stage);
}

static void
test_lists (Stage *stage, gconstpointer data)
{
  GtkDropDown *which;
  GtkListBox *entries;

  begin (stage, TRUE, NULL);
  which = GTK_DROP_DOWN (find (stage, "editor-list"));
  entries = GTK_LIST_BOX (find (stage, "editor-entries"));
  gtk_drop_down_set_selected (which, 4); /* published */
  settle (stage);
  gtk_list_box_select_row (entries, gtk_list_box_get_row_at_index (entries, 3));
  g_signal_emit_by_name (entries, "row-activated", gtk_list_box_get_row_at_index (entries, 3));
  settle (stage);
  assert_says (stage, "edit-title", "How refunds work");
  gtk_drop_down_set_selected (which, 6); /* gaps */
  settle (stage);
  gtk_list_box_select_row (entries, gtk_list_box_get_row_at_index (entries, 0));
  press (stage, "close-gap");
  g_assert_null (gtk_list_box_get_row_at_index (entries, 0));
  gtk_drop_down_set_selected (which, 7); /* synonyms */
  settle (stage);
  gtk_editable_set_text (GTK_EDITABLE (find (stage, "synonym-words")), "one, two");
  press (stage, "add-synonyms");
  g_assert_nonnull (gtk_list_box_get_row_at_index (entries, 2));
  end (stage);
}

/* The program died: what was typed is offered once, over the version that it was written over. */
static void
test_survives (Stage *stage, gconstpointer data)
{
  begin (stage, TRUE, FAKE_ARTICLE_FORGOTTEN);
  write_body (stage, "The code is good for");
  end (stage);
  g_assert_true (stage_act (stage, "win.kb-write"));
  settle (stage);
  g_assert_nonnull (find (stage, "unsaved-words"));
  press (stage, "unsaved-restore");
  g_assert_null (find (stage, "unsaved-words"));
  assert_says (stage, "edit-title", "Forgotten password");
  g_assert_true (bh_article_editor_is_dirty (editor_of (stage)));
  write_body (stage, "The code is good for five minutes.");
  act (stage, "editor.save");
  assert_says (stage, "editor-said", "Saved as a draft.");
  end (stage);
  g_assert_true (stage_act (stage, "win.kb-write"));
  settle (stage);
  g_assert_null (find (stage, "unsaved-words"));
  end (stage);
}

/* ---- pictures */

#define DEMO_PICTURE "data/demo/knowledge/service/pictures/router-lights.png"

static void
add_picture (Stage *stage, const char *path)
{
  g_autofree char *whole = g_build_filename (g_getenv ("BELLHOP_SOURCE_ROOT"), path, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (whole);
  GtkWidget *said = find (stage, "editor-picture-said");

  bh_article_editor_add_picture (editor_of (stage), file);
  while (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (said)), "The picture is on its way"))
    g_main_context_iteration (NULL, TRUE);
  stage_await_pictures (stage, stage->window->article_editor);
}

static void
find_picture (GtkWidget *widget, gpointer data)
{
  if (BH_IS_PICTURE_VIEW (widget))
    *(GtkWidget **) data = widget;
}

static gboolean
preview_shows (Stage *stage)
{
  GtkWidget *picture = NULL;

  stage_await_pictures (stage, stage->window->article_editor);
  stage_walk (find (stage, "preview"), find_picture, &picture);
  return picture != NULL &&
         bh_picture_view_get_state (BH_PICTURE_VIEW (picture)) == BH_PICTURE_SHOWN;
}

static void
test_picture (Stage *stage, gconstpointer data)
{
  const char *saved;

  begin (stage, TRUE, FAKE_ARTICLE_FORGOTTEN);
  g_assert_true (can (stage, "editor-picture"));
  write_body (stage, "Look:");
  add_picture (stage, DEMO_PICTURE);
  assert_says (stage,
               "editor-picture-said",
               "The picture is in the text. Now say what is seen on it.");
  g_assert_true (preview_shows (stage));
  g_assert_true (bh_article_editor_is_dirty (editor_of (stage)));
  act (stage, "editor.save");
  assert_says (stage, "editor-said", "Saved as a draft.");
  saved = bh_json_string (fake_server_get_last (stage->server, "kb.save"), "body");
  g_assert_nonnull (strstr (saved, "![router lights](pictures/"));
  press (stage, "editor-publish");
  bh_article_editor_open (editor_of (stage), FAKE_ARTICLE_REFUNDS);
  settle (stage);
  g_assert_false (preview_shows (stage));
  bh_article_editor_open (editor_of (stage), FAKE_ARTICLE_FORGOTTEN);
  settle (stage);
  g_assert_true (preview_shows (stage));
  end (stage);
}

static void
test_picture_refused (Stage *stage, gconstpointer data)
{
  begin (stage, TRUE, NULL);
  add_picture (stage, "README.md");
  assert_says (stage, "editor-picture-said", "That is neither a PNG nor a JPEG picture.");
  g_assert_false (bh_article_editor_is_dirty (editor_of (stage))); /* nothing came into the text */
  fake_server_fail_next (stage->server, "kb.picture_put", "bad_request", "It cannot be taken.");
  add_picture (stage, DEMO_PICTURE);
  assert_says (stage, "editor-picture-said", "It cannot be taken.");
  g_assert_false (bh_article_editor_is_dirty (editor_of (stage)));
  end (stage);
}

/* The program died: the text still names its picture, and the look still shows it. */
static void
test_picture_survives (Stage *stage, gconstpointer data)
{
  begin (stage, TRUE, NULL);
  write_title (stage, "Lights");
  add_picture (stage, DEMO_PICTURE);
  end (stage);
  g_assert_true (stage_act (stage, "win.kb-write"));
  settle (stage);
  g_assert_false (preview_shows (stage));
  press (stage, "unsaved-restore");
  g_assert_true (preview_shows (stage));
  act (stage, "editor.save");
  assert_says (stage, "editor-said", "Saved as a draft.");
  end (stage);
}

static void
test_an_agent_brings_no_picture (Stage *stage, gconstpointer data)
{
  begin (stage, FALSE, FAKE_ARTICLE_FORGOTTEN);
  g_assert_null (find (stage, "editor-picture"));
  end (stage);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/editor/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("edit-and-publish", test_edit_and_publish);
  ADD ("preview", test_preview);
  ADD ("refusal", test_refusal);
  ADD ("conflict", test_conflict);
  ADD ("unsaved-words-stay", test_unsaved_words_stay);
  ADD ("an-agent-suggests", test_an_agent_suggests);
  ADD ("searched-words-become-the-title", test_searched_words_become_the_title);
  ADD ("survives", test_survives);
  ADD ("lists", test_lists);
  ADD ("picture", test_picture);
  ADD ("picture-refused", test_picture_refused);
  ADD ("picture-survives", test_picture_survives);
  ADD ("an-agent-brings-no-picture", test_an_agent_brings_no_picture);
  return g_test_run ();
}
