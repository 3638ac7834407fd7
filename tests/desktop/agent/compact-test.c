/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/agent/settings.h"
#include "tests/desktop/agent/stage.h"

/* The compact window: the call and its keys; nothing of the whole one is lost by it. */

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

static void
assert_note (Stage *stage, const char *expected)
{
  BhContactItem *contact = bh_desk_get_current (stage->desk);

  g_assert_cmpstr (bh_contact_item_get_note (contact), ==, expected);
}

static gboolean
is_compact (Stage *stage)
{
  return find (stage, "compact-page") != NULL;
}

static const char *
ring (Stage *stage, const char *number)
{
  const char *id = fake_world_offered (stage_world (stage), number, NULL, "support");

  stage_settle (stage);
  return id;
}

static const char *
begin_talking (Stage *stage)
{
  const char *id;

  stage_enter (stage);
  id = ring (stage, "+493090182014");
  fake_world_talking (stage_world (stage), id);
  stage_settle (stage);
  return id;
}

static void
go_compact (Stage *stage)
{
  g_assert_true (stage_act (stage, "win.compact"));
  g_assert_true (is_compact (stage));
}

/* Until the window has a width in these limits. */
static void
wait_for_width (Stage *stage, int least, int most)
{
  gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  int width = gtk_widget_get_width (GTK_WIDGET (stage->window));

  while ((width < least || width > most) && g_get_monotonic_time () < deadline) {
    g_main_context_iteration (NULL, FALSE);
    width = gtk_widget_get_width (GTK_WIDGET (stage->window));
  }
  g_assert_cmpint (width, >=, least);
  g_assert_cmpint (width, <=, most);
}

static void
test_there_and_back (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();
  GtkWidget *notes;
  int width;

  begin_talking (stage);
  stage_resize (stage, 1280, 800);
  g_assert_true (stage_act (stage, "win.notes"));
  notes = gtk_root_get_focus (GTK_ROOT (stage->window));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (notes)), "half a wo", -1);
  go_compact (stage);
  g_assert_true (g_settings_get_boolean (settings, "compact"));
  g_assert_cmpint (g_settings_get_int (settings, "window-width"), ==, 1280);
  wait_for_width (stage, 1, 690); /* less than the whole one ever has */
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (stage->window)), <, 300);
  g_assert_true (stage_act (stage, "win.compact"));
  wait_for_width (stage, 1280, 1280);
  g_assert_false (g_settings_get_boolean (settings, "compact"));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == notes);
  assert_note (stage, "half a wo");
  g_object_get (stage->window, "default-width", &width, NULL);
  g_assert_cmpint (width, ==, 1280);
}

static void
test_shows_the_call (Stage *stage, gconstpointer data)
{
  const char *id = begin_talking (stage);

  go_compact (stage);
  assert_says (stage, "compact-name", "+49 309 018 2014");
  assert_says (stage, "compact-state", "Talking");
  g_assert_true (stage_press (stage, "compact-hold"));
  g_assert_cmpuint (fake_server_count (stage->server, "call.hold"), ==, 1);
  fake_world_wrap_up (stage_world (stage), id, 30);
  stage_settle (stage);
  assert_says (stage, "compact-state", "Wrap-up");
  g_assert_true (stage_press (stage, "compact-finish"));
  g_assert_true (is_compact (stage));
  g_assert_cmpuint (fake_server_count (stage->server, "contact.finish"), ==, 1);
}

static void
test_shows_what_rings (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  go_compact (stage);
  g_assert_nonnull (find (stage, "compact-none"));
  ring (stage, "+493090182014");
  assert_says (stage, "compact-name", "+49 309 018 2014");
  g_assert_true (stage_press (stage, "compact-answer"));
  g_assert_true (is_compact (stage));
  g_assert_cmpuint (fake_server_count (stage->server, "call.answer"), ==, 1);
}

static void
test_second_ring (Stage *stage, gconstpointer data)
{
  const char *id = begin_talking (stage);

  go_compact (stage);
  ring (stage, "+493090182999");
  assert_says (stage, "compact-name", "+49 309 018 2014");
  assert_says (stage, "compact-ringing", "+49 309 018 2999 is ringing");
  fake_world_gone (stage_world (stage), id, "finished", NULL);
  stage_settle (stage);
  assert_says (stage, "compact-name", "+49 309 018 2999");
  g_assert_null (find (stage, "compact-ringing"));
}

/* What is done with more than a key brings the whole window back, and is done there. */
static void
test_makes_room (Stage *stage, gconstpointer data)
{
  begin_talking (stage);
  go_compact (stage);
  g_assert_true (stage_act (stage, "win.transfer-or-complete"));
  g_assert_false (is_compact (stage));
  g_assert_nonnull (find (stage, "transfer-popover"));
}

static void
test_finish_needs_a_result (Stage *stage, gconstpointer data)
{
  const char *id = begin_talking (stage);

  fake_world_results (stage_world (stage), "support", TRUE, NULL);
  fake_world_wrap_up (stage_world (stage), id, 30);
  stage_settle (stage);
  go_compact (stage);
  g_assert_true (stage_act (stage, "win.finish"));
  g_assert_false (is_compact (stage));
}

static void
test_hang_up_twice (Stage *stage, gconstpointer data)
{
  begin_talking (stage);
  go_compact (stage);
  g_assert_true (stage_act (stage, "win.hang-up"));
  g_assert_cmpuint (fake_server_count (stage->server, "call.hangup"), ==, 0);
  g_assert_true (stage_act (stage, "win.hang-up"));
  g_assert_cmpuint (fake_server_count (stage->server, "call.hangup"), ==, 1);
  g_assert_true (is_compact (stage));
}

/* Only the desk is compact: who signs in sees the whole page. */
static void
test_remembered (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();

  g_settings_set_boolean (settings, "compact", TRUE);
  g_assert_false (is_compact (stage));
  stage_enter (stage);
  g_assert_true (is_compact (stage));
  g_assert_true (stage_act (stage, "win.sign-out"));
  g_assert_false (is_compact (stage));
  g_assert_true (g_settings_get_boolean (settings, "compact"));
}

static void
test_server_away (Stage *stage, gconstpointer data)
{
  begin_talking (stage);
  go_compact (stage);
  fake_server_drop (stage->server);
  stage_settle (stage);
  g_assert_nonnull (find (stage, "compact-banner"));
  assert_says (stage, "compact-state", "Talking");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/compact/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("there-and-back", test_there_and_back);
  ADD ("shows-the-call", test_shows_the_call);
  ADD ("shows-what-rings", test_shows_what_rings);
  ADD ("second-ring", test_second_ring);
  ADD ("makes-room", test_makes_room);
  ADD ("finish-needs-a-result", test_finish_needs_a_result);
  ADD ("hang-up-twice", test_hang_up_twice);
  ADD ("remembered", test_remembered);
  ADD ("server-away", test_server_away);
  return g_test_run ();
}
