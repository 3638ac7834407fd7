/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/script-chooser.h"
#include "desktop/agent/script-try-window.h"
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

/* The end's suggestion is a button and a key, until there is a result. */
static void
test_result (Stage *stage, gconstpointer data)
{
  g_autofree char *document = stage_read_script ("returns");
  g_auto (GStrv) halves = g_strsplit (document, "\"kind\": \"end\"", 2);
  g_autofree char *suggesting = g_strconcat (halves[0],
                                             "\"kind\": \"end\", \"disposition\": \"refund_done\"",
                                             halves[1],
                                             NULL);
  g_autoptr (BhScriptPlayer) player = bh_script_player_new (suggesting, 3, NULL);
  JsonObject *args;

  g_assert_nonnull (player);
  begin (stage);
  bh_contact_item_set_script (bh_desk_get_current (stage->desk), player);
  bh_script_player_answer (player, "reason", "other", NULL);
  stage_settle (stage);
  g_assert_null (find (stage, "script-result"));
  g_assert_false (stage_can (stage, "win.script-result"));
  g_assert_true (stage_act (stage, "win.script-next"));
  g_assert_nonnull (find (stage, "script-result"));
  g_assert_true (stage_act (stage, "win.script-result"));
  args = fake_server_get_last (stage->server, "contact.disposition");
  g_assert_cmpstr (json_object_get_string_member (args, "code"), ==, "refund_done");
  bh_contact_item_set_disposition (bh_desk_get_current (stage->desk),
                                   "refund_done",
                                   "Refund › Done");
  stage_settle (stage);
  g_assert_null (find (stage, "script-result"));
}

static void
assert_payment (Stage *stage, const char *words)
{
  g_autofree char *shown = find (stage, "script-payment-words") != NULL
                               ? stage_words (find (stage, "script-payment-words"))
                               : NULL;

  g_assert_cmpstr (shown, ==, words);
}

/* A contact of the world, whose script is at its first step. */
static void
begin_in_world (Stage *stage)
{
  g_autofree char *document = stage_read_script ("returns");
  const char *contact;

  stage_enter (stage);
  fake_world_allow (stage_world (stage), "call.record_pause");
  contact = fake_world_offered (stage_world (stage), "+8613800138000", "Zhang San", "support");
  fake_world_talking (stage_world (stage), contact);
  fake_world_script (stage_world (stage), contact, document);
  stage_settle (stage);
  bh_script_player_answer (player_of (stage), "reason", "broken", NULL);
}

/* The recording pauses while the payment step is open, and the agent sees that it does. */
static void
test_payment_pauses (Stage *stage, gconstpointer data)
{
  begin_in_world (stage);
  g_assert_cmpuint (fake_server_count (stage->server, "call.record_pause"), ==, 0);
  stage_act (stage, "win.script-next");
  g_assert_cmpuint (fake_server_count (stage->server, "call.record_pause"), ==, 1);
  assert_payment (stage, "Payment: the recording is paused. It goes on when you leave this step.");
  stage_act (stage, "win.script-next");
  g_assert_cmpuint (fake_server_count (stage->server, "call.record_resume"), ==, 1);
  assert_payment (stage, NULL);
}

static void
test_payment_refused (Stage *stage, gconstpointer data)
{
  begin_in_world (stage);
  fake_server_fail_next (stage->server, "call.record_pause", "pbx_away", "The PBX is away.");
  stage_act (stage, "win.script-next");
  assert_payment (stage,
                  "The recording goes on: it could not be paused. Do not ask for the card. The "
                  "PBX is away.");
  fake_server_fail_next (stage->server, "call.record_resume", "pbx_away", "The PBX is away.");
  stage_act (stage, "win.script-next");
  assert_payment (stage, "The recording could not be resumed. The PBX is away.");
}

/* From the palette: a script is chosen, and plays without a call. */
static void
test_try (Stage *stage, gconstpointer data)
{
  g_autofree char *document = stage_read_script ("returns");
  g_autoptr (GList) windows = NULL;
  GtkWidget *choice;
  const char *contact;

  stage_enter (stage);
  contact = fake_world_offered (stage_world (stage), "+8613800138000", "Zhang San", "support");
  fake_world_script (stage_world (stage), contact, document);
  stage_settle (stage);
  choice = bh_script_chooser_new (GTK_WINDOW (stage->window), stage->desk);
  gtk_window_present (GTK_WINDOW (choice));
  stage_settle (stage);
  gtk_widget_activate (gtk_root_get_focus (GTK_ROOT (choice)));
  stage_settle (stage);
  windows = gtk_window_list_toplevels ();
  for (GList *item = windows; item != NULL; item = item->next) {
    g_assert_false (BH_IS_SCRIPT_CHOOSER (item->data));
    if (BH_IS_SCRIPT_TRY_WINDOW (item->data)) {
      gtk_window_destroy (item->data);
      return;
    }
  }
  g_assert_not_reached ();
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
  ADD ("/agent/script/result", test_result);
  ADD ("/agent/script/payment-pauses", test_payment_pauses);
  ADD ("/agent/script/payment-refused", test_payment_refused);
  ADD ("/agent/script/try", test_try);
  ADD ("/agent/script/other-contact", test_other_contact);
  return g_test_run ();
}
