/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/contact-item-private.h"
#include "desktop/model/script-player-private.h"
#include "tests/desktop/agent/stage.h"

/* The script in the contact's page: by the window's keys alone. */

static void
begin (Stage *stage)
{
  g_autofree char *document = stage_read_script ("returns");
  g_autoptr (BhScriptPlayer) player = bh_script_player_new (document, 3, NULL);

  stage_sign_in (stage);
  stage_play (stage, "talking");
  bh_script_player_set_fact (player, "customer.name", "王小明");
  bh_contact_item_set_script (bh_desk_get_current (stage->desk), player);
  stage_settle (stage);
}

static GtkWidget *
find (Stage *stage, const char *name)
{
  return stage_find (GTK_WIDGET (stage->window), name);
}

static void
assert_step (Stage *stage, const char *title)
{
  g_autofree char *words = stage_words (find (stage, "script-step"));

  g_assert_cmpstr (words, ==, title);
}

static BhScriptPlayer *
player_of (Stage *stage)
{
  return bh_contact_item_get_script (bh_desk_get_current (stage->desk));
}

static void
test_no_script (Stage *stage, gconstpointer data)
{
  stage_sign_in (stage);
  stage_play (stage, "talking");
  g_assert_null (find (stage, "script"));
  g_assert_false (stage_can (stage, "win.script-next"));
  g_assert_false (stage_can (stage, "win.script-focus"));
}

static void
test_shown (Stage *stage, gconstpointer data)
{
  begin (stage);
  assert_step (stage, "Greeting");
  g_assert_true (stage_can (stage, "win.script-next"));
  g_assert_false (stage_can (stage, "win.script-back"));
}

/* That a script comes takes the focus from nobody. */
static void
test_takes_no_focus (Stage *stage, gconstpointer data)
{
  GtkWidget *focus;

  stage_sign_in (stage);
  stage_play (stage, "talking");
  g_assert_true (stage_act (stage, "win.notes"));
  focus = gtk_root_get_focus (GTK_ROOT (stage->window));
  g_assert_nonnull (focus);
  {
    g_autofree char *document = stage_read_script ("returns");
    g_autoptr (BhScriptPlayer) player = bh_script_player_new (document, 3, NULL);
    bh_contact_item_set_script (bh_desk_get_current (stage->desk), player);
  }
  stage_settle (stage);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == focus);
}

static void
test_by_keys (Stage *stage, gconstpointer data)
{
  begin (stage);
  g_assert_true (stage_act (stage, "win.script-focus"));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (stage->window)),
                                         find (stage, "script")));
  g_assert_true (bh_script_player_answer (player_of (stage), "reason", "broken", NULL));
  g_assert_true (stage_act (stage, "win.script-next"));
  assert_step (stage, "Swap");
  g_assert_nonnull (find (stage, "script-payment"));
  g_assert_true (stage_act (stage, "win.script-back"));
  assert_step (stage, "Greeting");
  g_assert_false (stage_can (stage, "win.script-back"));
}

static void
test_end (Stage *stage, gconstpointer data)
{
  begin (stage);
  bh_script_player_answer (player_of (stage), "reason", "broken", NULL);
  stage_act (stage, "win.script-next");
  stage_act (stage, "win.script-next");
  assert_step (stage, "Farewell");
  g_assert_false (stage_can (stage, "win.script-next"));
  g_assert_true (stage_can (stage, "win.script-back"));
}

static void
test_chart (Stage *stage, gconstpointer data)
{
  begin (stage);
  g_assert_true (stage_act (stage, "win.script-chart"));
  g_assert_nonnull (find (stage, "script-flow"));
}

/* What only this computer has is said, that the server has it is not. */
static void
test_kept (Stage *stage, gconstpointer data)
{
  begin (stage);
  g_assert_null (find (stage, "script-kept"));
  bh_script_player_set_kept (player_of (stage), "kept", NULL);
  stage_settle (stage);
  g_assert_nonnull (find (stage, "script-kept"));
  bh_script_player_set_kept (player_of (stage), "saved", NULL);
  stage_settle (stage);
  g_assert_null (find (stage, "script-kept"));
}

/* Another contact in the middle: its own script, or none. */
static void
test_other_contact (Stage *stage, gconstpointer data)
{
  begin (stage);
  bh_desk_set_current (stage->desk, NULL);
  stage_settle (stage);
  g_assert_false (stage_can (stage, "win.script-next"));
  g_assert_null (find (stage, "script"));
}

#define ADD(path, test) g_test_add (path, Stage, NULL, stage_set_up, test, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("/agent/script/none", test_no_script);
  ADD ("/agent/script/shown", test_shown);
  ADD ("/agent/script/takes-no-focus", test_takes_no_focus);
  ADD ("/agent/script/by-keys", test_by_keys);
  ADD ("/agent/script/end", test_end);
  ADD ("/agent/script/chart", test_chart);
  ADD ("/agent/script/kept", test_kept);
  ADD ("/agent/script/other-contact", test_other_contact);
  return g_test_run ();
}
