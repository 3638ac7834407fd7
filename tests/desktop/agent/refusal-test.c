/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/refusal-bar.h"
#include "desktop/model/desk-private.h"
#include "tests/desktop/agent/stage.h"

/* What the server does not take is told beside what caused it, and where the agent looks when the
 * contact is gone; by keys alone. */

static GtkWidget *
find (Stage *stage, const char *name)
{
  return stage_find (GTK_WIDGET (stage->window), name);
}

/* One of the contact in the middle. */
static void
refuse (Stage *stage, const char *kind, const char *what, const char *text)
{
  g_autoptr (GError) error =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "It is not yours.");
  BhContactItem *contact = bh_desk_get_current (stage->desk);
  g_autofree char *id = g_strdup_printf ("%s %s", bh_contact_item_get_id (contact), what);
  g_autoptr (JsonObject) about =
      bh_desk_refusals_about (contact, kind, "Since when?", text, NULL, NULL);

  bh_desk_refusals_put (stage->desk->refusals, id, about, error);
  stage_settle (stage);
}

static void
begin (Stage *stage)
{
  stage_sign_in (stage);
  stage_play (stage, "talking");
}

static void
assert_sentence (GtkWidget *bar, const char *start)
{
  g_autofree char *words = stage_words (stage_find (bar, "refusal-sentence"));

  g_assert_true (g_str_has_prefix (words, start));
}

/* Nothing is told while everything is taken. */
static void
test_nothing (Stage *stage, gconstpointer data)
{
  begin (stage);
  g_assert_null (find (stage, "refusal-bar"));
  g_assert_null (find (stage, "answer-refusals"));
  g_assert_null (find (stage, "contact-trouble"));
  g_assert_false (stage_can (stage, "win.refusals"));
}

static void
test_beside_what_caused_it (Stage *stage, gconstpointer data)
{
  g_autofree char *quoted = NULL;

  begin (stage);
  refuse (stage, "answer", "since", "since the summer");
  g_assert_nonnull (find (stage, "answer-refusals"));
  g_assert_null (find (stage, "result-refusals"));
  g_assert_null (find (stage, "refusal-bar"));
  g_assert_nonnull (find (stage, "contact-trouble"));
  assert_sentence (find (stage, "answer-refusals"), "The answer to “Since when?” for ");
  quoted = stage_words (stage_find (find (stage, "answer-refusals"), "refusal-text"));
  g_assert_cmpstr (quoted, ==, "“since the summer”");
  refuse (stage, "result", "@result", "Solved");
  g_assert_nonnull (find (stage, "result-refusals"));
}

/* It takes the focus from nobody. */
static void
test_takes_no_focus (Stage *stage, gconstpointer data)
{
  GtkWidget *focus;

  begin (stage);
  g_assert_true (stage_act (stage, "win.notes"));
  focus = gtk_root_get_focus (GTK_ROOT (stage->window));
  refuse (stage, "answer", "since", "since the summer");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == focus);
}

static void
test_by_keys (Stage *stage, gconstpointer data)
{
  GtkWidget *focus;

  begin (stage);
  refuse (stage, "answer", "since", "since the summer");
  refuse (stage, "answer", "why", "it fell");
  g_assert_true (stage_act (stage, "win.refusals"));
  focus = gtk_root_get_focus (GTK_ROOT (stage->window));
  g_assert_cmpstr (gtk_widget_get_name (focus), ==, "refusal-again");
  g_assert_true (gtk_widget_child_focus (find (stage, "answer-refusals"), GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_child_focus (find (stage, "answer-refusals"), GTK_DIR_TAB_FORWARD));
  focus = gtk_root_get_focus (GTK_ROOT (stage->window));
  g_assert_cmpstr (gtk_widget_get_name (focus), ==, "refusal-dismiss");
  g_assert_true (stage_press (stage, "refusal-dismiss"));
  g_assert_cmpuint (g_list_model_get_n_items (bh_desk_get_refusals (stage->desk)), ==, 1);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == focus);
  g_assert_true (stage_press (stage, "refusal-dismiss"));
  g_assert_null (find (stage, "answer-refusals"));
  g_assert_null (find (stage, "contact-trouble"));
  focus = gtk_root_get_focus (GTK_ROOT (stage->window));
  g_assert_cmpstr (gtk_widget_get_name (focus), ==, "notes");
}

/* The contact is not on the desk any more: a bar of the window tells it, with who it was. */
static void
test_of_one_that_is_gone (Stage *stage, gconstpointer data)
{
  g_autofree char *id = NULL;

  begin (stage);
  id = g_strdup (bh_contact_item_get_id (bh_desk_get_current (stage->desk)));
  refuse (stage, "note", "@note", "Call back on Monday");
  g_assert_null (find (stage, "refusal-bar"));
  bh_desk_forget_contact (stage->desk, bh_desk_get_current (stage->desk));
  stage_settle (stage);
  g_assert_nonnull (find (stage, "refusal-bar"));
  assert_sentence (find (stage, "refusal-bar"), "The note for ");
  g_assert_true (stage_act (stage, "win.refusals"));
  g_assert_cmpstr (gtk_widget_get_name (gtk_root_get_focus (GTK_ROOT (stage->window))),
                   ==,
                   "refusal-again");
  g_assert_true (stage_press (stage, "refusal-again"));
  stage_pass (stage, 3 * G_USEC_PER_SEC);
  g_assert_cmpuint (fake_server_count (stage->server, "contact.note"), ==, 1);
}

/* A result that is refused stands where results are chosen. */
static void
test_result (Stage *stage, gconstpointer data)
{
  begin (stage);
  fake_server_fail_next (stage->server, "contact.disposition", "forbidden", "Not yours.");
  gtk_widget_activate_action (GTK_WIDGET (stage->window),
                              "win.set-disposition",
                              "s",
                              "refund_done");
  stage_settle (stage);
  g_assert_nonnull (find (stage, "result-refusals"));
  assert_sentence (find (stage, "result-refusals"), "The result “");
  g_assert_true (stage_press (stage, "refusal-again"));
  stage_pass (stage, G_USEC_PER_SEC);
  g_assert_cmpuint (fake_server_count (stage->server, "contact.disposition"), ==, 2);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/desktop/agent/refusal/" path, Stage, NULL, stage_set_up, function, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("nothing", test_nothing);
  ADD ("beside-what-caused-it", test_beside_what_caused_it);
  ADD ("takes-no-focus", test_takes_no_focus);
  ADD ("by-keys", test_by_keys);
  ADD ("of-one-that-is-gone", test_of_one_that_is_gone);
  ADD ("result", test_result);
  return g_test_run ();
}
