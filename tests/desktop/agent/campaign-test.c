/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/json-get.h"
#include "desktop/widgets/timer-label.h"

#include "tests/desktop/agent/stage.h"
#include "tests/fakes/fake-outbound.h"

/* Outbound work at the desk: records before they are called, and calls that were promised. */

#define SECOND G_USEC_PER_SEC

static GtkWidget *
find (Stage *stage, const char *name)
{
  return stage_find (GTK_WIDGET (stage->window), name);
}

static void
assert_words (Stage *stage, const char *name, const char *words)
{
  GtkWidget *widget = find (stage, name);
  g_autofree char *shown = widget != NULL ? stage_words (widget) : NULL;

  g_assert_cmpstr (shown, ==, words);
}

/* alice is ready, and campaigns run. */
static void
come_to_work (Stage *stage)
{
  FakeWorld *world = stage_world (stage);

  fake_world_pass (world, bh_clock_now (stage->clock) - fake_world_now (world));
  fake_world_outbound (world);
  stage_enter (stage);
  fake_world_agent_state (stage_world (stage), "ready", NULL, NULL);
  stage_settle (stage);
}

static void
join (Stage *stage, const char *campaign)
{
  g_autofree char *action = g_strdup_printf ("win.campaign-join::%s", campaign);

  come_to_work (stage);
  g_assert_true (stage_act (stage, action));
  stage_settle (stage);
}

static void
fill (GtkWidget *window, const char *name, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (stage_find (window, name)), text);
}

/* ---- campaigns */

static void
test_no_right_no_campaign (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  g_assert_null (find (stage, "campaigns"));
  g_assert_null (find (stage, "tasks"));
  g_assert_cmpuint (fake_server_count (stage->server, "campaign.list"), ==, 0);
}

static void
test_joined_by_its_row (Stage *stage, gconstpointer data)
{
  come_to_work (stage);
  g_assert_nonnull (find (stage, "campaigns"));
  g_assert_cmpstr (stage_page (stage), ==, "empty");
  g_assert_true (stage_act (stage, "win.tasks"));
  gtk_widget_child_focus (find (stage, "campaigns"), GTK_DIR_TAB_FORWARD);
  stage_settle (stage);
  g_assert_true (gtk_widget_activate (gtk_root_get_focus (GTK_ROOT (stage->window))));
  stage_settle (stage);
  g_assert_null (find (stage, "campaigns"));
  assert_words (stage, "campaign-figures", "212 of 640 done");
  g_assert_cmpstr (stage_page (stage), ==, "preview");
}

static void
test_record_is_shown (Stage *stage, gconstpointer data)
{
  join (stage, "renewals");
  assert_words (stage, "preview-name", "Anna Berg");
  assert_words (stage,
                "preview-reason",
                "The service contract for two machines ends on 31 December.");
  g_assert_cmpstr (bh_timer_label_get_text (BH_TIMER_LABEL (find (stage, "preview-left"))),
                   ==,
                   "01:30");
  g_assert_nonnull (find (stage, "preview-rules"));
  g_assert_nonnull (find (stage, "preview-results"));
  g_assert_nonnull (find (stage, "preview-facts"));
}

static void
test_dialed (Stage *stage, gconstpointer data)
{
  join (stage, "renewals");
  g_assert_true (stage_act (stage, "win.record-dial"));
  stage_settle (stage);
  g_assert_cmpstr (bh_json_string (fake_server_get_last (stage->server, "campaign.dial"), "number"),
                   ==,
                   "+493090182045");
  g_assert_cmpstr (stage_page (stage), ==, "contact");
  g_assert_false (stage_can (stage, "win.record-dial"));
}

/* When its contact is over, the next one comes to who is ready. */
static void
test_next_after_the_result (Stage *stage, gconstpointer data)
{
  const char *contact;

  join (stage, "renewals");
  g_assert_true (stage_act (stage, "win.record-dial"));
  stage_settle (stage);
  contact = bh_contact_item_get_id (bh_desk_get_current (stage->desk));
  fake_world_gone (stage_world (stage), contact, "finished", NULL);
  fake_world_campaign_result (stage_world (stage), "sold");
  stage_settle (stage);
  g_assert_cmpstr (stage_page (stage), ==, "preview");
  assert_words (stage, "preview-name", "Jean Martin");
}

static void
test_refusal_is_said_in_place (Stage *stage, gconstpointer data)
{
  join (stage, "renewals");
  fake_server_fail_next (stage->server, "campaign.dial", "dial_refused", "Calling hours: not now");
  g_assert_true (stage_act (stage, "win.record-dial"));
  stage_settle (stage);
  g_assert_cmpstr (stage_page (stage), ==, "preview");
  assert_words (stage, "preview-message", "Calling hours: not now");
  /* What was judged before says yes no longer. */
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (find (stage, "preview-rules")), 1));
  g_assert_true (stage_can (stage, "win.record-dial"));
}

static void
test_skipped_with_a_reason (Stage *stage, gconstpointer data)
{
  GtkWidget *list;

  join (stage, "renewals");
  g_assert_true (stage_act (stage, "win.record-skip"));
  stage_settle (stage);
  list = find (stage, "skip-reasons");
  g_assert_nonnull (list);
  g_assert_true (
      gtk_widget_has_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0))));
  gtk_widget_activate (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1)));
  stage_settle (stage);
  g_assert_cmpstr (bh_json_string (fake_server_get_last (stage->server, "campaign.skip"), "reason"),
                   ==,
                   "Spoke with somebody else lately");
  assert_words (stage, "preview-name", "Jean Martin");
}

/* What nobody decides about goes back, and the next one comes a moment later. */
static void
test_time_to_decide_is_over (Stage *stage, gconstpointer data)
{
  join (stage, "renewals");
  stage_pass (stage, 91 * SECOND);
  g_assert_cmpstr (bh_json_string (fake_server_get_last (stage->server, "campaign.skip"), "reason"),
                   ==,
                   "time_over");
  g_assert_cmpstr (stage_page (stage), ==, "empty");
  stage_pass (stage, 6 * SECOND);
  assert_words (stage, "preview-name", "Jean Martin");
}

static void
test_nobody_left_says_why (Stage *stage, gconstpointer data)
{
  join (stage, "renewals");
  for (guint i = 0; i < 3; i++) {
    stage_pass (stage, 91 * SECOND);
    stage_pass (stage, 6 * SECOND);
  }
  g_assert_cmpstr (stage_page (stage), ==, "empty");
  g_assert_nonnull (find (stage, "campaign-message"));
}

static void
test_no_record_during_a_call (Stage *stage, gconstpointer data)
{
  const char *contact;

  come_to_work (stage);
  contact = fake_world_offered (stage_world (stage), "+8613800138000", "Zhang San", "support");
  fake_world_talking (stage_world (stage), contact);
  fake_world_agent_state (stage_world (stage), "talking", NULL, NULL);
  g_assert_true (stage_act (stage, "win.campaign-join::renewals"));
  stage_settle (stage);
  g_assert_cmpuint (fake_server_count (stage->server, "campaign.next"), ==, 0);
  g_assert_cmpstr (stage_page (stage), ==, "contact");
}

static void
on_page (GtkStack *pages, GParamSpec *pspec, gboolean *flashed)
{
  *flashed |= g_str_equal (gtk_stack_get_visible_child_name (pages), "empty");
}

/* From one record to the next the page of who waits does not flash up. */
static void
test_no_flash_between_records (Stage *stage, gconstpointer data)
{
  gboolean flashed = FALSE;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  join (stage, "renewals");
  assert_words (stage, "preview-campaign", "Renewals in November");
  before = stage_words (find (stage, "preview-name"));
  g_signal_connect (find (stage, "pages"),
                    "notify::visible-child-name",
                    G_CALLBACK (on_page),
                    &flashed);
  fake_world_campaign_result (stage_world (stage), "skipped");
  stage_settle (stage);
  after = stage_words (find (stage, "preview-name"));
  g_assert_cmpstr (stage_page (stage), ==, "preview");
  g_assert_cmpstr (before, !=, after);
  g_assert_false (flashed);
}

/* Whoever waits is shown what is promised next, and can call it from there. */
static void
test_next_task_on_the_empty_desk (Stage *stage, gconstpointer data)
{
  come_to_work (stage);
  assert_words (stage, "next-task-name", "Marie Dubois");
  g_assert_nonnull (find (stage, "next-task-when"));
  g_assert_true (stage_press (stage, "next-task-call"));
  g_assert_nonnull (find (stage, "dial-popover"));
}

static void
test_no_task_no_card (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  g_assert_cmpstr (stage_page (stage), ==, "empty");
  g_assert_null (find (stage, "next-task"));
}

/* It is dialed by itself, and is seen before. */
static void
test_progressive (Stage *stage, gconstpointer data)
{
  join (stage, "survey");
  assert_words (stage, "preview-then", "It is dialed by itself");
  g_assert_cmpuint (fake_server_count (stage->server, "campaign.dial"), ==, 0);
  stage_pass (stage, 4 * SECOND);
  g_assert_cmpuint (fake_server_count (stage->server, "campaign.dial"), ==, 0);
  stage_pass (stage, 2 * SECOND);
  g_assert_cmpuint (fake_server_count (stage->server, "campaign.dial"), ==, 1);
}

/* Who thinks about it is not overtaken. */
static void
test_progressive_waits_for_who_decides (Stage *stage, gconstpointer data)
{
  join (stage, "survey");
  g_assert_true (stage_act (stage, "win.record-skip"));
  assert_words (stage, "preview-then", "Time to decide");
  stage_pass (stage, 10 * SECOND);
  g_assert_cmpuint (fake_server_count (stage->server, "campaign.dial"), ==, 0);
}

/* Not ready: nothing is dialed; ready again: it is. */
static void
test_progressive_and_a_break (Stage *stage, gconstpointer data)
{
  join (stage, "survey");
  fake_world_agent_state (stage_world (stage), "not_ready", "lunch", NULL);
  stage_pass (stage, 10 * SECOND);
  g_assert_cmpuint (fake_server_count (stage->server, "campaign.dial"), ==, 0);
  fake_world_agent_state (stage_world (stage), "ready", NULL, NULL);
  stage_pass (stage, 6 * SECOND);
  g_assert_cmpuint (fake_server_count (stage->server, "campaign.dial"), ==, 1);
}

static void
test_left (Stage *stage, gconstpointer data)
{
  join (stage, "renewals");
  g_assert_true (stage_act (stage, "win.campaign-leave"));
  stage_settle (stage);
  g_assert_cmpstr (stage_page (stage), ==, "empty");
  g_assert_nonnull (find (stage, "campaigns"));
}

/* ---- promises */

static void
test_tasks_by_due_time (Stage *stage, gconstpointer data)
{
  GListModel *rows;
  g_autoptr (GObject) first = NULL;

  come_to_work (stage);
  g_assert_nonnull (find (stage, "tasks"));
  rows = gtk_widget_observe_children (find (stage, "tasks"));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 2);
  g_object_unref (rows);
  g_assert_true (stage_act (stage, "win.tasks"));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (stage->window)),
                                         find (stage, "tasks")));
}

static void
test_promised_from_a_record (Stage *stage, gconstpointer data)
{
  GtkWidget *window;
  JsonObject *args;

  join (stage, "renewals");
  g_assert_true (stage_act (stage, "win.record-callback"));
  stage_settle (stage);
  window = stage_asking ();
  g_assert_nonnull (window);
  fill (window, "callback-when", "16:30");
  fill (window, "callback-note", "after the fair");
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (window), "promise"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), "promise");
  stage_settle (stage);
  args = fake_server_get_last (stage->server, "callback.create");
  g_assert_cmpstr (bh_json_string (args, "due"), ==, "2026-11-21T15:30:00.000Z");
  g_assert_cmpstr (bh_json_string (args, "zone"), ==, "Europe/Berlin");
  g_assert_cmpstr (bh_json_string (args, "note"), ==, "after the fair");
  g_assert_cmpstr (bh_json_string (args, "to"), ==, "me");
  g_assert_cmpstr (bh_json_string (args, "record"), ==, "10000000-0000-4000-8000-000000000001");
}

static void
test_words_that_are_no_time (Stage *stage, gconstpointer data)
{
  GtkWidget *window;

  join (stage, "renewals");
  g_assert_true (stage_act (stage, "win.record-callback"));
  stage_settle (stage);
  window = stage_asking ();
  fill (window, "callback-when", "some day");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (window), "promise"));
  gtk_window_close (GTK_WINDOW (window));
}

/* It is said once when it is due, and the focus stays where it is. */
static void
test_reminds (Stage *stage, gconstpointer data)
{
  GtkWidget *focus;

  come_to_work (stage);
  g_assert_true (stage_act (stage, "win.palette"));
  focus = gtk_root_get_focus (GTK_ROOT (stage->window));
  stage_pass (stage, 8 * 60 * SECOND);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == focus);
}

static void
test_called_from_its_row (Stage *stage, gconstpointer data)
{
  GtkWidget *row;

  come_to_work (stage);
  row = GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (find (stage, "tasks")), 0));
  gtk_widget_activate (row);
  stage_settle (stage);
  g_assert_cmpuint (fake_server_count (stage->server, "callback.take"), ==, 1);
  g_assert_nonnull (find (stage, "dial-popover"));
  assert_words (stage, "target", "+33142278186");
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 0);
}

/* The server went while the customer was called: the same record comes again, and what became of it
 * is said with a letter and a digit. It is neither called twice nor skipped. */
static void
test_called_before_a_restart (Stage *stage, gconstpointer data)
{
  g_autofree char *contact = NULL;
  GtkListBoxRow *row;
  JsonObject *args;

  join (stage, "renewals");
  g_assert_false (stage_can (stage, "win.record-result"));
  g_assert_true (stage_act (stage, "win.record-dial"));
  stage_settle (stage);
  contact = g_strdup (bh_contact_item_get_id (bh_desk_get_current (stage->desk)));
  fake_server_drop (stage->server);
  fake_world_gone (stage_world (stage), contact, "finished", NULL);
  fake_server_restart (stage->server);
  stage_settle (stage);
  while (bh_desk_get_current (stage->desk) != NULL && stage_act (stage, "win.finish"))
    stage_settle (stage);
  g_assert_cmpstr (stage_page (stage), ==, "preview");
  assert_words (stage,
                "preview-then",
                "Called before the server was started anew: say what became of it");
  g_assert_false (stage_can (stage, "win.record-dial"));
  g_assert_false (stage_can (stage, "win.record-skip"));
  g_assert_null (find (stage, "record-dial"));
  stage_pass (stage, 200 * SECOND); /* nobody decides it by waiting */
  g_assert_cmpuint (fake_server_count (stage->server, "campaign.skip"), ==, 0);
  g_assert_true (stage_act (stage, "win.record-result"));
  stage_settle (stage);
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (find (stage, "record-results")), 4);
  gtk_widget_activate (GTK_WIDGET (row));
  stage_settle (stage);
  args = fake_server_get_last (stage->server, "campaign.result");
  g_assert_cmpstr (bh_json_string (args, "outcome"), ==, "voicemail");
  g_assert_cmpstr (bh_json_string (args, "record"), ==, "10000000-0000-4000-8000-000000000001");
  g_assert_true (stage_can (stage, "win.record-dial")); /* the next one */
}

/* What a campaign promised is called from its record's page, once, by its rules. */
static void
test_record_of_a_task (Stage *stage, gconstpointer data)
{
  GtkListBox *tasks;

  fake_outbound_promise_record (fake_world_outbound (stage_world (stage)));
  come_to_work (stage);
  tasks = GTK_LIST_BOX (find (stage, "tasks"));
  g_assert_nonnull (gtk_list_box_get_row_at_index (tasks, 2));
  gtk_widget_activate (GTK_WIDGET (gtk_list_box_get_row_at_index (tasks, 0)));
  stage_settle (stage);
  g_assert_cmpuint (fake_server_count (stage->server, "callback.take"), ==, 1);
  g_assert_cmpstr (bh_json_string (fake_server_get_last (stage->server, "campaign.next"), "record"),
                   ==,
                   "10000000-0000-4000-8000-000000000001");
  g_assert_cmpstr (stage_page (stage), ==, "preview");
  assert_words (stage, "preview-name", "Anna Berg");
  g_assert_null (find (stage, "dial-popover"));
  g_assert_true (stage_act (stage, "win.record-dial"));
  stage_settle (stage);
  g_assert_cmpuint (fake_server_count (stage->server, "campaign.dial"), ==, 1);
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 0);
  fake_world_campaign_result (stage_world (stage), "sold");
  stage_settle (stage);
  g_assert_null (gtk_list_box_get_row_at_index (tasks, 2));
}

/* Rules refuse one after the other: the next one is asked for at once, not after a pause. */
static void
test_many_are_refused (Stage *stage, gconstpointer data)
{
  fake_outbound_refuse (fake_world_outbound (stage_world (stage)), 3);
  join (stage, "renewals");
  assert_words (stage, "preview-name", "Anna Berg");
  g_assert_cmpuint (fake_server_count (stage->server, "campaign.next"), ==, 4);
}

static void
test_refused_without_an_end (Stage *stage, gconstpointer data)
{
  fake_outbound_refuse (fake_world_outbound (stage_world (stage)), 1000);
  join (stage, "renewals");
  g_assert_cmpuint (fake_server_count (stage->server, "campaign.next"), ==, 11);
}

/* Of a caller without a card nothing is recorded: the number says where it is. */
static void
test_zone_of_the_number (Stage *stage, gconstpointer data)
{
  const char *contact;
  GtkWidget *window;

  come_to_work (stage);
  contact = fake_world_offered (stage_world (stage), "+493090182099", NULL, "support");
  fake_world_talking (stage_world (stage), contact);
  stage_settle (stage);
  g_assert_true (stage_act (stage, "win.callback"));
  stage_settle (stage);
  window = stage_asking ();
  fill (window, "callback-when", "16:30");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), "promise");
  stage_settle (stage);
  g_assert_cmpstr (bh_json_string (fake_server_get_last (stage->server, "callback.create"), "zone"),
                   ==,
                   "Europe/Berlin");
}

/* ---- numbers that are typed */

static void
test_judged_while_typed (Stage *stage, gconstpointer data)
{
  g_autofree char *why = NULL;

  come_to_work (stage);
  g_assert_true (stage_act (stage, "win.dial-number::030 90182045"));
  assert_words (stage, "dial-where", "Berlin, DE  ·  15:40 there");
  g_assert_null (find (stage, "dial-why-not"));
  fill (GTK_WIDGET (stage->window), "target", "+33 1 42 27 81 86");
  stage_settle (stage);
  assert_words (stage, "dial-where", "Paris, FR  ·  15:40 there");
  why = stage_words (find (stage, "dial-why-not"));
  g_assert_true (g_str_has_prefix (why, "Calling hours: "));
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 0);
}

/* People write a slash between digits, too. */
static void
test_slash_between_digits (Stage *stage, gconstpointer data)
{
  come_to_work (stage);
  g_assert_true (stage_act (stage, "win.dial-number::030/90182045"));
  stage_settle (stage);
  assert_words (stage, "dial-where", "Berlin, DE  ·  15:40 there");
  assert_words (stage, "target", "030/90182045");
}

static void
test_extensions_are_not_judged (Stage *stage, gconstpointer data)
{
  come_to_work (stage);
  g_assert_true (stage_act (stage, "win.dial-number::1002"));
  g_assert_cmpuint (fake_server_count (stage->server, "dial.check"), ==, 0);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/campaign/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("no-right-no-campaign", test_no_right_no_campaign);
  ADD ("joined-by-its-row", test_joined_by_its_row);
  ADD ("record-is-shown", test_record_is_shown);
  ADD ("dialed", test_dialed);
  ADD ("next-after-the-result", test_next_after_the_result);
  ADD ("refusal-is-said-in-place", test_refusal_is_said_in_place);
  ADD ("skipped-with-a-reason", test_skipped_with_a_reason);
  ADD ("time-to-decide-is-over", test_time_to_decide_is_over);
  ADD ("nobody-left-says-why", test_nobody_left_says_why);
  ADD ("no-record-during-a-call", test_no_record_during_a_call);
  ADD ("progressive", test_progressive);
  ADD ("progressive-waits-for-who-decides", test_progressive_waits_for_who_decides);
  ADD ("progressive-and-a-break", test_progressive_and_a_break);
  ADD ("left", test_left);
  ADD ("no-flash-between-records", test_no_flash_between_records);
  ADD ("next-task-on-the-empty-desk", test_next_task_on_the_empty_desk);
  ADD ("no-task-no-card", test_no_task_no_card);
  ADD ("tasks-by-due-time", test_tasks_by_due_time);
  ADD ("promised-from-a-record", test_promised_from_a_record);
  ADD ("words-that-are-no-time", test_words_that_are_no_time);
  ADD ("reminds", test_reminds);
  ADD ("called-from-its-row", test_called_from_its_row);
  ADD ("called-before-a-restart", test_called_before_a_restart);
  ADD ("record-of-a-task", test_record_of_a_task);
  ADD ("many-are-refused", test_many_are_refused);
  ADD ("refused-without-an-end", test_refused_without_an_end);
  ADD ("zone-of-the-number", test_zone_of_the_number);
  ADD ("judged-while-typed", test_judged_while_typed);
  ADD ("slash-between-digits", test_slash_between_digits);
  ADD ("extensions-are-not-judged", test_extensions_are_not_judged);
  return g_test_run ();
}
