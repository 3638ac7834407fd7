/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/script-try-window.h"
#include "desktop/model/script-question-item.h"
#include "desktop/widgets/choice-group.h"
#include "desktop/widgets/flow-chart.h"
#include "tests/desktop/agent/stage.h"

/* The card of a script, with a walk that is only tried: no server, no call. */

typedef struct {
  Stage stage;
  BhScriptTryWindow *window;
  BhScriptView *view;
  BhScriptPlayer *player;
} Screen;

static void
settle (Screen *screen)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock (GTK_WIDGET (screen->window));

  gdk_frame_clock_request_phase (frames, GDK_FRAME_CLOCK_PHASE_LAYOUT);
  stage_settle (&screen->stage);
}

static void
set_up (Screen *screen, gconstpointer data)
{
  g_autofree char *script = stage_read_script ("returns");

  stage_set_up (&screen->stage, NULL);
  screen->window = BH_SCRIPT_TRY_WINDOW (
      bh_script_try_window_new (GTK_WINDOW (screen->stage.window), script, "Anna Berg"));
  screen->view = bh_script_try_window_get_view (screen->window);
  screen->player = bh_script_view_get_player (screen->view);
  gtk_window_present (GTK_WINDOW (screen->window));
  settle (screen);
}

static void
tear_down (Screen *screen, gconstpointer data)
{
  gtk_root_set_focus (GTK_ROOT (screen->window), NULL);
  gtk_window_destroy (GTK_WINDOW (screen->window));
  stage_tear_down (&screen->stage, NULL);
}

static GtkWidget *
find (Screen *screen, const char *name)
{
  return stage_find (GTK_WIDGET (screen->window), name);
}

static void
assert_words (Screen *screen, const char *name, const char *words)
{
  g_autofree char *shown = stage_words (find (screen, name));

  g_assert_cmpstr (shown, ==, words);
}

/* Through the controllers of the widget with the focus and of those around it, as GTK would. */
static void
press (Screen *screen, guint key)
{
  GtkWidget *widget = gtk_window_get_focus (GTK_WINDOW (screen->window));
  gboolean taken = FALSE;

  for (; widget != NULL && !taken; widget = gtk_widget_get_parent (widget)) {
    g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
    for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++) {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && !GTK_IS_WINDOW (widget))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &taken);
    }
  }
  settle (screen);
}

static void
go_on (Screen *screen)
{
  gtk_widget_activate_action (GTK_WIDGET (screen->window), "player.go-on", NULL);
  settle (screen);
}

static void
go_back (Screen *screen)
{
  gtk_widget_activate_action (GTK_WIDGET (screen->window), "player.go-back", NULL);
  settle (screen);
}

/* Markup is for the eye. */
static void
assert_text (Screen *screen, const char *text)
{
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (find (screen, "script-text"))), ==, text);
}

static void
assert_chosen (Screen *screen, guint index)
{
  BhChoiceGroup *group = BH_CHOICE_GROUP (find (screen, "answer"));

  g_assert_cmpint (bh_choice_group_get_first (group), ==, (int) index);
}

static void
test_first_step (Screen *screen, gconstpointer data)
{
  assert_words (screen, "script-title", "Returns");
  assert_words (screen, "script-step", "Greeting");
  assert_text (screen, "Good morning, Wang Xiaoming. This is Anna Berg.");
  g_assert_false (gtk_widget_is_sensitive (find (screen, "script-back")));
}

/* The placeholder is filled as soon as the name is known; until then its name stands there. */
static void
test_placeholders (Screen *screen, gconstpointer data)
{
  bh_script_player_set_fact (screen->player, "customer.name", NULL);
  bh_script_player_set_fact (screen->player, "agent.name", NULL);
  assert_text (screen, "Good morning, and welcome. This is [your name].");
  bh_script_player_set_fact (screen->player, "customer.name", "李娜");
  assert_text (screen, "Good morning, 李娜. This is [your name].");
}

static void
test_digit_and_enter (Screen *screen, gconstpointer data)
{
  press (screen, GDK_KEY_1);
  press (screen, GDK_KEY_Return);
  /* "broken" makes another question come: Enter goes there first. */
  assert_words (screen, "script-step", "Greeting");
  press (screen, GDK_KEY_Return);
  go_on (screen);
  assert_words (screen, "script-step", "Swap");
  assert_words (screen, "script-progress", "▸ step 2 of 3");
}

static void
test_required_is_said (Screen *screen, gconstpointer data)
{
  go_on (screen);
  assert_words (screen, "script-step", "Greeting");
  assert_words (screen, "question-error", "This needs an answer before you go on.");
  press (screen, GDK_KEY_2);
  g_assert_null (find (screen, "question-error"));
  go_on (screen);
  assert_words (screen, "script-step", "Farewell");
}

static void
test_back_keeps_answers (Screen *screen, gconstpointer data)
{
  GListModel *questions = bh_script_player_get_questions (screen->player);
  g_autoptr (BhScriptQuestionItem) reason = NULL;

  press (screen, GDK_KEY_2);
  go_on (screen);
  go_back (screen);
  assert_words (screen, "script-step", "Greeting");
  reason = g_list_model_get_item (questions, 0);
  g_assert_cmpstr (bh_script_question_item_get_value (reason), ==, "other");
  assert_chosen (screen, 1);
}

/* A question that comes takes nothing from under the hand. */
static void
test_question_comes (Screen *screen, gconstpointer data)
{
  GtkWidget *first = find (screen, "answer");

  press (screen, GDK_KEY_1);
  g_assert_true (find (screen, "answer") == first);
  g_assert_true (
      gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (screen->window)), first));
}

static void
test_payment_is_announced (Screen *screen, gconstpointer data)
{
  g_assert_null (find (screen, "script-payment"));
  press (screen, GDK_KEY_1);
  go_on (screen);
  g_assert_nonnull (find (screen, "script-payment"));
  go_back (screen);
  g_assert_null (find (screen, "script-payment"));
}

static void
test_jump (Screen *screen, gconstpointer data)
{
  GtkWidget *chip = find (screen, "angry");

  g_assert_nonnull (chip);
  g_signal_emit_by_name (chip, "clicked");
  settle (screen);
  assert_words (screen, "script-step", "The customer is angry");
}

static void
test_chart (Screen *screen, gconstpointer data)
{
  GtkWidget *chart;

  bh_script_view_open_chart (screen->view);
  settle (screen);
  chart = find (screen, "script-flow");
  g_assert_nonnull (chart);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (chart)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "1, Greeting, you are here");
  /* Not passed and no jump leads there: said, not done. */
  g_signal_emit_by_name (chart, "activated", 1);
  settle (screen);
  assert_words (screen,
                "script-chart-hint",
                "One cannot jump there: only back to steps that were passed, and to where the "
                "script allows it.");
  g_signal_emit_by_name (chart, "activated", 2);
  settle (screen);
  assert_words (screen, "script-step", "The customer is angry");
}

static void
test_end (Screen *screen, gconstpointer data)
{
  GtkWidget *tag;
  g_autofree char *label = NULL;

  press (screen, GDK_KEY_2);
  go_on (screen);
  g_assert_null (find (screen, "script-next"));
  tag = find (screen, "script-complete");
  g_object_get (tag, "label", &label, NULL);
  g_assert_cmpstr (label, ==, "Still to be said: Swap");
}

static void
test_chinese (Screen *screen, gconstpointer data)
{
  bh_script_player_set_language (screen->player, "zh_CN");
  settle (screen);
  assert_words (screen, "script-title", "退货");
  assert_words (screen, "script-step", "问候");
}

#define ADD(path, test) g_test_add (path, Screen, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("/agent/script-view/first-step", test_first_step);
  ADD ("/agent/script-view/placeholders", test_placeholders);
  ADD ("/agent/script-view/digit-and-enter", test_digit_and_enter);
  ADD ("/agent/script-view/required-is-said", test_required_is_said);
  ADD ("/agent/script-view/back-keeps-answers", test_back_keeps_answers);
  ADD ("/agent/script-view/question-comes", test_question_comes);
  ADD ("/agent/script-view/payment-is-announced", test_payment_is_announced);
  ADD ("/agent/script-view/jump", test_jump);
  ADD ("/agent/script-view/chart", test_chart);
  ADD ("/agent/script-view/end", test_end);
  ADD ("/agent/script-view/chinese", test_chinese);
  return g_test_run ();
}
