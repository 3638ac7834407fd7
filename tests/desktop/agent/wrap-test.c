/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-wrap.h"
#include "tests/desktop/agent/stage.h"

/* After the talk, by keys: correcting what was finished, the result that a queue needs, messages of
 * supervisors, one's own day. */

static GtkWidget *
find (Stage *stage, const char *name)
{
  return stage_find (GTK_WIDGET (stage->window), name);
}

static BhContactItem *
wrap_up (Stage *stage)
{
  const char *id;

  stage_enter (stage);
  id = fake_world_offered (stage_world (stage), "+8613800138000", "Zhang San", "support");
  fake_world_talking (stage_world (stage), id);
  fake_world_wrap_up (stage_world (stage), id, 30);
  stage_settle (stage);
  return bh_desk_find_contact (stage->desk, id);
}

static void
test_correct (Stage *stage, gconstpointer data)
{
  BhContactItem *contact = wrap_up (stage);

  g_assert_false (stage_can (stage, "win.correct"));
  g_assert_true (stage_act (stage, "win.finish"));
  stage_settle (stage);
  g_assert_cmpstr (stage_page (stage), ==, "empty");
  g_assert_true (stage_act (stage, "win.correct"));
  stage_settle (stage);
  g_assert_cmpstr (stage_page (stage), ==, "contact");
  g_assert_true (bh_desk_get_current (stage->desk) == contact);
  g_assert_nonnull (find (stage, "notes"));
}

static void
test_result_is_needed (Stage *stage, gconstpointer data)
{
  g_autofree char *words = NULL;

  fake_world_results (stage_world (stage), "support", TRUE, NULL);
  wrap_up (stage);
  words = stage_words (find (stage, "disposition-hint"));
  g_assert_cmpstr (words, ==, "Choose a result first: this queue needs one.");
  g_assert_true (stage_act (stage, "win.finish"));
  stage_settle (stage);
  g_assert_cmpuint (fake_server_count (stage->server, "contact.finish"), ==, 0);
  g_assert_true (gtk_widget_has_focus (gtk_root_get_focus (GTK_ROOT (stage->window))) ||
                 gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (stage->window)),
                                         find (stage, "disposition")));
}

/* It comes without taking the focus from who types, and goes by its key. */
static void
test_message (Stage *stage, gconstpointer data)
{
  GtkWidget *focus;
  g_autofree char *body = NULL;
  g_autofree char *from = NULL;

  wrap_up (stage);
  g_assert_true (stage_act (stage, "win.notes"));
  focus = gtk_root_get_focus (GTK_ROOT (stage->window));
  fake_world_message (stage_world (stage), "Lines are long", TRUE);
  stage_settle (stage);
  body = stage_words (find (stage, "message-body"));
  from = stage_words (find (stage, "message-from"));
  g_assert_cmpstr (body, ==, "Lines are long");
  g_assert_cmpstr (from, ==, "Urgent, from Sue Marsh");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == focus);
  g_assert_true (stage_act (stage, "win.read-message"));
  stage_settle (stage);
  g_assert_false (stage_can (stage, "win.read-message"));
}

static void
test_my_day (Stage *stage, gconstpointer data)
{
  GtkWindow *window = NULL;
  GListModel *windows = gtk_window_get_toplevels ();

  stage_enter (stage);
  g_assert_true (stage_act (stage, "win.my-day"));
  stage_settle (stage);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) one = g_list_model_get_item (windows, i);
    if (g_str_equal (gtk_widget_get_name (GTK_WIDGET (one)), "day-window"))
      window = one;
  }
  g_assert_nonnull (window);
  g_assert_nonnull (stage_find (GTK_WIDGET (window), "day-strip"));
  g_assert_nonnull (
      gtk_list_box_get_row_at_index (GTK_LIST_BOX (stage_find (GTK_WIDGET (window), "day-bands")),
                                     5));
  gtk_window_destroy (window);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/desktop/agent/wrap/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("correct", test_correct);
  ADD ("result-is-needed", test_result_is_needed);
  ADD ("message", test_message);
  ADD ("my-day", test_my_day);
  return g_test_run ();
}
