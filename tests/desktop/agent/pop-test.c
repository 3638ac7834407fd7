/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "tests/desktop/agent/stage.h"

static GtkWidget *
focus_of (Stage *stage)
{
  return gtk_root_get_focus (GTK_ROOT (stage->window));
}

static void
assert_says (Stage *stage, const char *name, const char *expected)
{
  g_autofree char *words = stage_words (stage_find (GTK_WIDGET (stage->window), name));

  g_assert_cmpstr (words, ==, expected);
}

static guint
n_contacts (Stage *stage)
{
  return g_list_model_get_n_items (bh_desk_get_contacts (stage->desk));
}

static void
test_fills_the_idle_desk (Stage *stage, gconstpointer data)
{
  const char *id;

  stage_enter (stage);
  g_assert_cmpstr (stage_page (stage), ==, "empty");
  id = fake_world_offered (stage_world (stage), "+8613800138000", "Zhang San", "support");
  fake_world_card_one (stage_world (stage), id, "王小明", "Huaxin Electronics");
  stage_settle (stage);
  g_assert_cmpstr (stage_page (stage), ==, "ringing");
  assert_says (stage, "ringing-name", "王小明");
}

static void
test_keeps_the_focus_where_it_is (Stage *stage, gconstpointer data)
{
  GtkWidget *focus;

  stage_enter (stage);
  focus = focus_of (stage);
  fake_world_offered (stage_world (stage), "+8613800138000", NULL, "support");
  stage_settle (stage);
  g_assert_true (focus_of (stage) == focus || focus_of (stage) == NULL ||
                 !GTK_IS_BUTTON (focus_of (stage)));
}

/* Who writes about one contact goes on writing, whatever rings. */
static void
test_does_not_interrupt_typing (Stage *stage, gconstpointer data)
{
  BhContactItem *first;
  GtkWidget *notes;
  const char *id;

  stage_enter (stage);
  id = fake_world_offered (stage_world (stage), "+8613800138000", NULL, "support");
  fake_world_card_one (stage_world (stage), id, "王小明", "Huaxin Electronics");
  fake_world_talking (stage_world (stage), id);
  stage_settle (stage);
  first = bh_desk_get_current (stage->desk);
  g_assert_true (stage_act (stage, "win.notes"));
  notes = focus_of (stage);
  g_assert_true (GTK_IS_TEXT_VIEW (notes));
  fake_world_offered (stage_world (stage), "+442079460958", "Priya Nair", "support");
  stage_settle (stage);
  g_assert_true (focus_of (stage) == notes);
  g_assert_true (bh_desk_get_current (stage->desk) == first);
  g_assert_cmpuint (n_contacts (stage), ==, 2);
  g_assert_true (stage_can (stage, "win.answer"));
}

/* The model would go to the ringing one, because the old one is over; the person is not done with
 * it. */
static void
test_does_not_leave_notes_of_an_ended_contact (Stage *stage, gconstpointer data)
{
  BhContactItem *first;
  GtkWidget *notes;
  const char *id;

  stage_enter (stage);
  id = fake_world_offered (stage_world (stage), "+8613800138000", NULL, "support");
  fake_world_talking (stage_world (stage), id);
  stage_settle (stage);
  first = bh_desk_get_current (stage->desk);
  stage_act (stage, "win.notes");
  notes = focus_of (stage);
  fake_world_ended (stage_world (stage), id);
  stage_settle (stage);
  fake_world_offered (stage_world (stage), "+442079460958", "Priya Nair", "support");
  stage_settle (stage);
  g_assert_true (bh_desk_get_current (stage->desk) == first);
  g_assert_true (focus_of (stage) == notes);
}

static void
test_leaves_an_open_dial_list_alone (Stage *stage, gconstpointer data)
{
  GtkWidget *entry;

  stage_enter (stage);
  g_assert_true (stage_act (stage, "win.dial"));
  entry = focus_of (stage);
  g_assert_true (GTK_IS_TEXT (entry));
  fake_world_offered (stage_world (stage), "+442079460958", "Priya Nair", "support");
  stage_settle (stage);
  g_assert_true (focus_of (stage) == entry);
  g_assert_true (gtk_widget_get_mapped (entry));
}

static void
test_answer_answers_what_rings (Stage *stage, gconstpointer data)
{
  const char *first;
  g_autofree char *second = NULL;

  stage_enter (stage);
  first = fake_world_offered (stage_world (stage), "+8613800138000", NULL, "support");
  fake_world_talking (stage_world (stage), first);
  stage_settle (stage);
  stage_act (stage, "win.notes");
  second =
      g_strdup (fake_world_offered (stage_world (stage), "+442079460958", "Priya Nair", "support"));
  stage_settle (stage);
  g_assert_true (stage_act (stage, "win.answer"));
  g_assert_cmpuint (fake_server_count (stage->server, "call.answer"), ==, 1);
  g_assert_cmpstr (
      json_object_get_string_member (fake_server_get_last (stage->server, "call.answer"),
                                     "contact"),
      ==,
      second);
  g_assert_cmpstr (bh_contact_item_get_id (bh_desk_get_current (stage->desk)), ==, second);
}

static double
top_of (Stage *stage, const char *name)
{
  graphene_point_t point;
  GtkWidget *widget = stage_find (GTK_WIDGET (stage->window), name);

  g_assert_nonnull (widget);
  g_assert_true (gtk_widget_compute_point (widget,
                                           GTK_WIDGET (stage->window),
                                           &GRAPHENE_POINT_INIT (0, 0),
                                           &point));
  return point.y;
}

/* The hand is on its way to Answer when the card comes. */
static void
test_nothing_moves_when_the_card_comes (Stage *stage, gconstpointer data)
{
  const char *id;
  double before;

  stage_enter (stage);
  id = fake_world_offered (stage_world (stage), "+8613800138000", "Zhang San", "support");
  fake_world_card_looking (stage_world (stage), id);
  stage_settle (stage);
  before = top_of (stage, "answer-big");
  fake_world_card_none (stage_world (stage), id);
  stage_settle (stage);
  g_assert_cmpfloat_with_epsilon (top_of (stage, "answer-big"), before, 1.0);
}

static void
test_several_matches_are_cards (Stage *stage, gconstpointer data)
{
  const char *id;

  stage_enter (stage);
  id = fake_world_offered (stage_world (stage), "+493090182014", NULL, "support");
  fake_world_card_many (stage_world (stage), id, 3);
  stage_settle (stage);
  g_assert_cmpstr (stage_page (stage), ==, "contact");
  g_assert_nonnull (stage_find (GTK_WIDGET (stage->window), "answer"));
}

static void
test_goes_when_the_caller_goes (Stage *stage, gconstpointer data)
{
  const char *id;

  stage_enter (stage);
  id = fake_world_offered (stage_world (stage), "+8613800138000", NULL, "support");
  stage_settle (stage);
  fake_world_gone (stage_world (stage), id, "not_yours", NULL);
  stage_settle (stage);
  g_assert_cmpstr (stage_page (stage), ==, "empty");
  g_assert_false (stage_can (stage, "win.answer"));
}

static void
test_answer_at_the_phone_says_so (Stage *stage, gconstpointer data)
{
  stage_sign_in (stage);
  stage_play (stage, "unknown-ringing");
  g_assert_false (stage_can (stage, "win.answer"));
  g_assert_false (stage_press (stage, "answer-big"));
  assert_says (stage,
               "why-not-answer",
               "Answer at the phone itself: this phone cannot be told to.");
}

static void
test_leaves_a_trace_when_painted (Stage *stage, gconstpointer data)
{
  g_autofree char *path = g_build_filename (stage->dir, "trace", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  const char *id;

  g_setenv ("BELLHOP_TRACE_FILE", path, TRUE);
  stage_enter (stage);
  id = fake_world_offered (stage_world (stage), "+8613800138000", NULL, "support");
  fake_world_card_one (stage_world (stage), id, "王小明", "Huaxin Electronics");
  stage_settle (stage);
  g_unsetenv ("BELLHOP_TRACE_FILE");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_nonnull (strstr (lines[0], "\"event\":\"pop\""));
  g_assert_nonnull (strstr (lines[0], id));
  g_assert_nonnull (strstr (text, "\"event\":\"painted\""));
  g_assert_nonnull (strstr (text, "\"event\":\"card\""));
  g_assert_nonnull (strstr (text, "\"detail\":\"one\""));
  g_unlink (path);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/pop/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("fills-the-idle-desk", test_fills_the_idle_desk);
  ADD ("keeps-the-focus-where-it-is", test_keeps_the_focus_where_it_is);
  ADD ("does-not-interrupt-typing", test_does_not_interrupt_typing);
  ADD ("does-not-leave-notes-of-an-ended-contact", test_does_not_leave_notes_of_an_ended_contact);
  ADD ("leaves-an-open-dial-list-alone", test_leaves_an_open_dial_list_alone);
  ADD ("answer-answers-what-rings", test_answer_answers_what_rings);
  ADD ("nothing-moves-when-the-card-comes", test_nothing_moves_when_the_card_comes);
  ADD ("several-matches-are-cards", test_several_matches_are_cards);
  ADD ("goes-when-the-caller-goes", test_goes_when_the_caller_goes);
  ADD ("answer-at-the-phone-says-so", test_answer_at_the_phone_says_so);
  ADD ("leaves-a-trace-when-painted", test_leaves_a_trace_when_painted);
  return g_test_run ();
}
