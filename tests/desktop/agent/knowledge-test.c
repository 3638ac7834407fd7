/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/client/json-get.h"
#include "desktop/widgets/markdown-view.h"
#include "desktop/widgets/picture-view.h"
#include "tests/desktop/agent/stage.h"
#include "tests/fakes/fake-knowledge.h"

/* The knowledge base beside the contact, from the keyboard. */

static GtkWidget *
find (Stage *stage, const char *name)
{
  return stage_find (GTK_WIDGET (stage->window), name);
}

static void
assert_says (Stage *stage, const char *name, const char *expected)
{
  g_autofree char *words = stage_words (find (stage, name));

  g_assert_cmpstr (words, ==, expected);
}

/* A key that the widget has a controller for. */
static gboolean
press (Stage *stage, const char *name, guint key)
{
  GtkWidget *widget = find (stage, name);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; !handled && i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
      g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
  }
  stage_settle (stage);
  return handled;
}

static void
type (Stage *stage, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (stage, "knowledge")), text);
  stage_settle (stage);
}

static const char *
talk (Stage *stage)
{
  const char *id;

  stage_resize (stage, 1440, 900);
  stage_enter (stage);
  id = fake_world_offered (stage_world (stage), "+8613800138000", NULL, "support");
  fake_world_talking (stage_world (stage), id);
  fake_world_card_one (stage_world (stage), id, "Wang Xiaoming", "Huaxin");
  stage_settle (stage);
  return id;
}

static guint
n_rows (Stage *stage)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (find (stage, "articles")), (int) n) != NULL)
    n++;
  return n;
}

static gboolean
entry_has_focus (Stage *stage)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (stage->window));

  return focus != NULL && gtk_widget_is_ancestor (focus, find (stage, "knowledge"));
}

static JsonObject *
last (Stage *stage, const char *op)
{
  return fake_server_get_last (stage->server, op);
}

/* ---- suggested */

static void
test_suggested (Stage *stage, gconstpointer data)
{
  GtkListBoxRow *row;

  talk (stage);
  assert_says (stage, "knowledge-caption", "Suggested");
  g_assert_cmpuint (n_rows (stage), ==, 3);
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (find (stage, "articles")), 0);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (row),
      GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Change a password  ·  account  ·  because queue is Support");
}

/* Whoever waits is offered one article, and reads it beside the desk. */
static void
test_worth_reading (Stage *stage, gconstpointer data)
{
  stage_resize (stage, 1280, 800);
  stage_enter (stage);
  g_assert_cmpstr (stage_page (stage), ==, "empty");
  g_assert_cmpstr (bh_json_string (last (stage, "kb.suggested"), "queue"), ==, "support");
  assert_says (stage, "worth-reading-title", "Change a password");
  assert_says (stage, "worth-reading-why", "because queue is Support");
  g_assert_true (stage_press (stage, "worth-reading-read"));
  stage_settle (stage);
  assert_says (stage, "article-title", "Change a password");
}

/* ---- search, and reading without leaving the entry */

static void
test_search_and_read (Stage *stage, gconstpointer data)
{
  talk (stage);
  g_assert_true (stage_act (stage, "win.knowledge"));
  g_assert_true (entry_has_focus (stage));
  type (stage, "password");
  assert_says (stage, "knowledge-caption", "2 articles found");
  g_assert_true (press (stage, "knowledge", GDK_KEY_Down));
  g_assert_true (press (stage, "knowledge", GDK_KEY_Return));
  assert_says (stage, "article-title", "Forgotten password");
  g_assert_true (entry_has_focus (stage));
  g_assert_true (press (stage, "knowledge", GDK_KEY_Page_Down));
  g_assert_true (press (stage, "knowledge", GDK_KEY_Escape));
  g_assert_null (find (stage, "article-title"));
  assert_says (stage, "knowledge", "password");
  g_assert_true (press (stage, "knowledge", GDK_KEY_Escape));
  assert_says (stage, "knowledge", "");
  assert_says (stage, "knowledge-caption", "Suggested");
}

/* The last Escape goes back to the word that was being written. */
static void
test_back_to_the_notes (Stage *stage, gconstpointer data)
{
  talk (stage);
  g_assert_true (stage_act (stage, "win.notes"));
  g_assert_true (stage_act (stage, "win.knowledge"));
  g_assert_true (press (stage, "knowledge", GDK_KEY_Escape));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == find (stage, "notes"));
}

/* Who types fast and presses Enter gets the best of what was typed, not of what came before. */
static void
test_enter_before_the_answer (Stage *stage, gconstpointer data)
{
  talk (stage);
  fake_server_lag (stage->server, TRUE);
  type (stage, "refund");
  g_assert_true (press (stage, "knowledge", GDK_KEY_Return));
  g_assert_null (find (stage, "article-title"));
  fake_server_lag (stage->server, FALSE);
  stage_settle (stage);
  assert_says (stage, "article-title", "How refunds work");
}

static void
test_typing_closes_the_article (Stage *stage, gconstpointer data)
{
  talk (stage);
  g_assert_true (stage_act (stage, "win.kb-open('" FAKE_ARTICLE_REFUNDS "')"));
  assert_says (stage, "article-title", "How refunds work");
  type (stage, "pass");
  g_assert_null (find (stage, "article-title"));
  g_assert_cmpuint (n_rows (stage), ==, 2);
}

static void
test_did_you_mean (Stage *stage, gconstpointer data)
{
  talk (stage);
  type (stage, "pasword");
  assert_says (stage, "did-you-mean", "Did you mean “password”?");
  g_assert_true (press (stage, "knowledge", GDK_KEY_Return));
  assert_says (stage, "knowledge", "password");
  assert_says (stage, "knowledge-caption", "2 articles found");
  type (stage, "pasword");
  g_assert_true (stage_press (stage, "did-you-mean"));
  assert_says (stage, "knowledge", "password");
}

static void
test_synonyms_are_noted (Stage *stage, gconstpointer data)
{
  talk (stage);
  type (stage, "更改密码");
  g_assert_cmpuint (n_rows (stage), ==, 1);
  assert_says (stage, "also-searched", "Also searched: 修改密码");
}

static void
test_away (Stage *stage, gconstpointer data)
{
  talk (stage);
  fake_server_drop (stage->server);
  type (stage, "refund");
  assert_says (stage, "knowledge-message", "The server is away. Try again when it is back.");
  fake_server_return (stage->server);
  stage_settle (stage);
  g_assert_null (find (stage, "knowledge-message"));
  assert_says (stage, "knowledge-caption", "1 article found");
}

/* ---- links */

static void
follow (Stage *stage, const char *address, const char *words)
{
  g_signal_emit_by_name (find (stage, "article"), "link", address, words);
  stage_settle (stage);
}

static void
test_links (Stage *stage, gconstpointer data)
{
  talk (stage);
  g_assert_true (stage_act (stage, "win.kb-open('" FAKE_ARTICLE_CHANGE "')"));
  g_assert_true (press (stage, "article", GDK_KEY_Tab));
  g_assert_true (press (stage, "article", GDK_KEY_Return));
  assert_says (stage, "article-title", "Forgotten password");
  follow (stage, "../refunds/how-refunds-work.md", "refund");
  assert_says (stage, "knowledge", "refund");
  g_assert_true (stage_act (stage, "win.kb-open('99999999-9999-4999-8999-999999999999')"));
  assert_says (stage, "article-message", "There is no such article, or none that you may see.");
}

/* ---- what is done with an article */

static char *
note_of (Stage *stage)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (stage, "notes")));
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
test_insert (Stage *stage, gconstpointer data)
{
  const char *id = talk (stage);
  g_autofree char *note = NULL;

  g_assert_false (stage_can (stage, "win.kb-insert"));
  g_assert_true (stage_act (stage, "win.kb-open('" FAKE_ARTICLE_FORGOTTEN "')"));
  g_assert_true (stage_act (stage, "win.kb-insert"));
  note = note_of (stage);
  g_assert_true (g_str_has_prefix (note, "Forgotten password\nLet the customer choose"));
  g_assert_cmpstr (bh_contact_item_get_note (bh_desk_find_contact (stage->desk, id)), ==, note);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == find (stage, "notes"));
  g_assert_cmpstr (bh_json_string (last (stage, "kb.click"), "how"), ==, "inserted");
}

static void
test_insert_what_is_selected (Stage *stage, gconstpointer data)
{
  GtkTextBuffer *article;
  GtkTextBuffer *notes;
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *note = NULL;

  talk (stage);
  notes = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (stage, "notes")));
  gtk_text_buffer_set_text (notes, "before", -1);
  g_assert_true (stage_act (stage, "win.kb-open('" FAKE_ARTICLE_FORGOTTEN "')"));
  article = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (stage, "article")));
  gtk_text_buffer_get_iter_at_offset (article, &start, 0);
  gtk_text_buffer_get_iter_at_offset (article, &end, 16);
  gtk_text_buffer_select_range (article, &start, &end);
  g_assert_true (stage_act (stage, "win.kb-insert"));
  note = note_of (stage);
  g_assert_cmpstr (note, ==, "before\nLet the customer\n");
}

static void
test_read_out (Stage *stage, gconstpointer data)
{
  talk (stage);
  g_assert_true (stage_act (stage, "win.kb-open('" FAKE_ARTICLE_FORGOTTEN "')"));
  g_assert_true (stage_act (stage, "win.kb-read-out"));
  g_assert_nonnull (find (stage, "read-out"));
  g_assert_cmpstr (bh_json_string (last (stage, "kb.click"), "how"), ==, "read_out");
  g_assert_true (stage_act (stage, "win.kb-read-out"));
  g_assert_null (find (stage, "read-out"));
  g_assert_true (stage_act (stage, "win.kb-read-out"));
  g_assert_true (stage_press (stage, "read-out-close"));
  g_assert_null (find (stage, "read-out"));
}

static void
test_vote (Stage *stage, gconstpointer data)
{
  talk (stage);
  g_assert_true (stage_act (stage, "win.kb-open('" FAKE_ARTICLE_CHANGE "')"));
  assert_says (stage, "vote-words", "Was it useful?");
  g_assert_true (stage_act (stage, "win.kb-vote(false)"));
  assert_says (stage, "vote-words", "Noted: it was not useful");
  g_assert_false (bh_json_bool (last (stage, "kb.useful"), "useful"));
}

static void
test_gap (Stage *stage, gconstpointer data)
{
  talk (stage);
  g_assert_true (stage_act (stage, "win.kb-gap"));
  g_assert_cmpuint (fake_server_count (stage->server, "kb.gap"), ==, 0);
  g_assert_true (entry_has_focus (stage)); /* what is missing? */
  type (stage, " gift card ");
  g_assert_true (stage_act (stage, "win.kb-gap"));
  g_assert_cmpstr (bh_json_string (last (stage, "kb.gap"), "text"), ==, "gift card");
}

/* Another customer: what was for the ears of the one before is put away; what is read stays. */
static void
test_another_contact (Stage *stage, gconstpointer data)
{
  const char *id;

  talk (stage);
  g_assert_true (stage_act (stage, "win.kb-open('" FAKE_ARTICLE_FORGOTTEN "')"));
  g_assert_true (stage_act (stage, "win.kb-read-out"));
  id = fake_world_offered (stage_world (stage), "+493090182014", NULL, "support");
  fake_world_talking (stage_world (stage), id);
  bh_desk_set_current (stage->desk, bh_desk_find_contact (stage->desk, id));
  stage_settle (stage);
  g_assert_null (find (stage, "read-out"));
  assert_says (stage, "article-title", "Forgotten password");
  g_assert_cmpstr (bh_json_string (last (stage, "kb.suggested"), "contact"), ==, id);
}

/* A pop does not touch what somebody searches. */
static void
test_a_pop_leaves_the_search (Stage *stage, gconstpointer data)
{
  stage_resize (stage, 1440, 900);
  stage_enter (stage);
  g_assert_true (stage_act (stage, "win.knowledge"));
  type (stage, "password");
  fake_world_offered (stage_world (stage), "+8613800138000", NULL, "support");
  stage_settle (stage);
  assert_says (stage, "knowledge", "password");
  g_assert_true (entry_has_focus (stage));
  assert_says (stage, "knowledge-caption", "2 articles found");
}

/* ---- pictures */

static void
find_picture (GtkWidget *widget, gpointer data)
{
  if (BH_IS_PICTURE_VIEW (widget))
    *(GtkWidget **) data = widget;
}

/* The last picture of the article that is opened, decoded or broken; or NULL. */
static GtkWidget *
open_picture (Stage *stage, const char *article)
{
  g_autofree char *action = g_strdup_printf ("win.kb-open('%s')", article);
  GtkWidget *picture = NULL;

  g_assert_true (stage_act (stage, action));
  stage_await_pictures (stage, GTK_WIDGET (stage->window));
  stage_walk (find (stage, "article"), find_picture, &picture);
  return picture;
}

static BhPictureState
state_of (GtkWidget *picture)
{
  return bh_picture_view_get_state (BH_PICTURE_VIEW (picture));
}

/* Before any other: what was decoded once needs no server. */
static void
test_picture_broken (Stage *stage, gconstpointer data)
{
  GtkWidget *picture;
  const char *tip;

  talk (stage);
  fake_server_fail_next (stage->server, "kb.picture", "not_found", "There is no such picture.");
  picture = open_picture (stage, FAKE_ARTICLE_LIGHTS);
  g_assert_cmpint (state_of (picture), ==, BH_PICTURE_BROKEN);
  tip = gtk_widget_get_tooltip_text (picture);
  g_assert_true (g_str_has_prefix (tip, "The router from the front"));
  g_assert_cmpint (gtk_widget_get_height (picture), >, 20); /* the place is kept */
  g_signal_emit_by_name (picture, "clicked");               /* there is nothing to be opened */
  stage_settle (stage);
}

/* Some of what is painted there differs from the rest: it is not an empty place. */
static gboolean
is_painted (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  g_autofree guint32 *pixels = g_new0 (guint32, (gsize) width * (gsize) height);
  guint n = 0;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  for (int i = 0; i < width * height; i++)
    n += pixels[i] != pixels[(height / 4) * width + 2];
  return n > 1000;
}

static void
test_picture (Stage *stage, gconstpointer data)
{
  GtkWidget *picture;
  g_autofree char *quote = NULL;

  talk (stage);
  picture = open_picture (stage, FAKE_ARTICLE_LIGHTS);
  g_assert_cmpint (state_of (picture), ==, BH_PICTURE_SHOWN);
  g_assert_true (is_painted (picture));
  g_assert_cmpint (gtk_widget_get_width (picture),
                   <,
                   gtk_widget_get_width (find (stage, "article")));
  g_assert_cmpint (
      abs (gtk_widget_get_height (picture) * 700 / gtk_widget_get_width (picture) - 270),
      <=,
      4); /* 700 x 270, scaled down in both */
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (picture),
      GTK_ACCESSIBLE_PROPERTY_LABEL,
      "The router from the front: power, line, internet and Wi-Fi light");
  g_assert_cmpuint (fake_server_count (stage->server, "kb.picture"), ==, 1);
  quote = bh_knowledge_pane_dup_quote (stage->window->knowledge, FALSE);
  g_assert_nonnull (strstr (quote, "[Picture: The router from the front"));
  g_assert_nonnull (strstr (quote, "[Picture: The back of the router]")); /* nobody brought it */
}

static void
test_picture_elsewhere (Stage *stage, gconstpointer data)
{
  talk (stage);
  g_assert_null (open_picture (stage, FAKE_ARTICLE_CHANGE));
  g_assert_cmpuint (fake_server_count (stage->server, "kb.picture"), ==, 0);
}

static GtkWidget *
larger (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (g_str_equal (gtk_widget_get_name (l->data), "picture-window"))
      return l->data;
  return NULL;
}

static void
test_picture_larger (Stage *stage, gconstpointer data)
{
  GtkWidget *picture;

  talk (stage);
  picture = open_picture (stage, FAKE_ARTICLE_LIGHTS);
  gtk_widget_grab_focus (find (stage, "article"));
  g_assert_true (press (stage, "article", GDK_KEY_Tab));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == picture);
  g_assert_true (press (stage, "article", GDK_KEY_Return));
  g_assert_nonnull (larger ());
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (larger ())),
                   ==,
                   "The router from the front: power, line, internet and Wi-Fi light");
  gtk_widget_activate_action (larger (), "window.close", NULL);
  stage_settle (stage);
  g_assert_null (larger ());
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == picture); /* where it was */
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/knowledge/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("picture-broken", test_picture_broken);
  ADD ("picture", test_picture);
  ADD ("picture-elsewhere", test_picture_elsewhere);
  ADD ("picture-larger", test_picture_larger);
  ADD ("suggested", test_suggested);
  ADD ("worth-reading", test_worth_reading);
  ADD ("search-and-read", test_search_and_read);
  ADD ("back-to-the-notes", test_back_to_the_notes);
  ADD ("enter-before-the-answer", test_enter_before_the_answer);
  ADD ("typing-closes-the-article", test_typing_closes_the_article);
  ADD ("did-you-mean", test_did_you_mean);
  ADD ("synonyms-are-noted", test_synonyms_are_noted);
  ADD ("away", test_away);
  ADD ("links", test_links);
  ADD ("insert", test_insert);
  ADD ("insert-what-is-selected", test_insert_what_is_selected);
  ADD ("read-out", test_read_out);
  ADD ("vote", test_vote);
  ADD ("gap", test_gap);
  ADD ("another-contact", test_another_contact);
  ADD ("a-pop-leaves-the-search", test_a_pop_leaves_the_search);
  return g_test_run ();
}
