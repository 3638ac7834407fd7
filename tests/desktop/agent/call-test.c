/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/target-list.h"
#include "desktop/widgets/act-button.h"
#include "tests/desktop/agent/stage.h"

/* The contact in each of its states, as the world makes it. */
static const char *
begin (Stage *stage, const char *state)
{
  FakeWorld *world = stage_world (stage);
  const char *id = fake_world_offered (world, "+493090182014", NULL, "support");

  /* Several matches: the call bar is shown while it rings, too. */
  fake_world_card_many (world, id, 2);
  if (!g_str_equal (state, "offered"))
    fake_world_talking (world, id);
  if (g_str_equal (state, "hold"))
    fake_world_hold (world, id);
  else if (g_str_equal (state, "consult"))
    fake_world_consult (world, id, "Bob Builder", "talking");
  else if (g_str_equal (state, "wrap_up"))
    fake_world_wrap_up (world, id, 30);
  else if (g_str_equal (state, "ended"))
    fake_world_ended (world, id);
  stage_settle (stage);
  return id;
}

typedef struct {
  const char *state;
  const char *possible; /* names of buttons, in order of the row below */
} Row;

static const char *const buttons[] = {"answer",
                                      "hold",
                                      "transfer",
                                      "keypad",
                                      "hang-up",
                                      "finish",
                                      "consult-complete",
                                      "consult-cancel",
                                      "conference",
                                      "consult-conference"};

static const Row table[] = {
    {"offered", "answer hang-up"},
    {"talking", "hold transfer keypad hang-up"},
    {"hold", "hold transfer hang-up"},
    {"consult", "consult-complete consult-cancel conference consult-conference"},
    {"wrap_up", "finish"},
    {"ended", "finish"},
};

/* Each button is sensitive exactly when its act is possible; when not, its tooltip says why. */
static void
test_sensitivity (Stage *stage, gconstpointer data)
{
  const Row *row = data;
  g_auto (GStrv) possible = g_strsplit (row->possible, " ", -1);

  stage_enter (stage);
  begin (stage, row->state);
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++) {
    GtkWidget *button = stage_find (GTK_WIDGET (stage->window), buttons[i]);
    gboolean expected = g_strv_contains ((const char *const *) possible, buttons[i]);
    g_test_message ("%s while %s", buttons[i], row->state);
    g_assert_cmpint (button != NULL && gtk_widget_is_sensitive (button), ==, expected);
    if (button != NULL && !expected) {
      g_autofree char *reason = NULL;
      g_object_get (button, "reason", &reason, NULL);
      g_assert_nonnull (strstr (bh_act_button_get_tip (BH_ACT_BUTTON (button)), reason));
      g_assert_cmpuint (strlen (reason), >, 5);
    }
  }
}

static void
assert_asked (Stage *stage, const char *op, guint times)
{
  stage_settle (stage);
  g_assert_cmpuint (fake_server_count (stage->server, op), ==, times);
}

static void
test_hold_and_retrieve_are_one_button (Stage *stage, gconstpointer data)
{
  const char *id;
  g_autofree char *words = NULL;

  stage_enter (stage);
  id = begin (stage, "talking");
  g_assert_true (stage_press (stage, "hold"));
  assert_asked (stage, "call.hold", 1);
  fake_world_hold (stage_world (stage), id);
  stage_settle (stage);
  words = stage_words (stage_find (GTK_WIDGET (stage->window), "hold"));
  g_assert_cmpstr (words, ==, "Retrieve");
  g_assert_true (stage_act (stage, "win.hold-or-back"));
  assert_asked (stage, "call.retrieve", 1);
}

/* What reaches the customer's ear takes two presses of the key; a click is deliberate. */
static void
test_hang_up_key_needs_two_presses (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  begin (stage, "talking");
  g_assert_true (stage_act (stage, "win.hang-up"));
  assert_asked (stage, "call.hangup", 0);
  g_assert_true (
      gtk_widget_has_css_class (stage_find (GTK_WIDGET (stage->window), "hang-up"), "armed"));
  g_assert_true (stage_act (stage, "win.hang-up"));
  assert_asked (stage, "call.hangup", 1);
}

static void
test_hang_up_button_needs_one (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  begin (stage, "talking");
  g_assert_true (stage_press (stage, "hang-up"));
  assert_asked (stage, "call.hangup", 1);
}

static void
test_consult_keys (Stage *stage, gconstpointer data)
{
  GtkWidget *how;

  stage_enter (stage);
  stage_resize (stage, 1024, 700);
  begin (stage, "consult");
  /* Whether the colleague is there already is never what goes when there is little room. */
  how = stage_find (GTK_WIDGET (stage->window), "consult-how");
  g_assert_true (gtk_widget_get_mapped (how) && gtk_widget_get_width (how) > 40);
  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (how)), "is with you"));
  g_assert_true (stage_act (stage, "win.hold-or-back"));
  assert_asked (stage, "call.consult_cancel", 1);
  begin (stage, "consult");
}

static void
test_consult_hands_over (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  begin (stage, "consult");
  g_assert_true (stage_act (stage, "win.transfer-or-complete"));
  assert_asked (stage, "call.consult_complete", 1);
}

static void
test_consult_becomes_a_conference (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  begin (stage, "consult");
  g_assert_true (stage_act (stage, "win.conference"));
  assert_asked (stage, "call.conference", 1);
  begin (stage, "talking");
  g_assert_false (stage_act (stage, "win.conference"));
}

static BhTargetList *
open_transfer (Stage *stage, const char *typed)
{
  GtkWidget *list;
  GtkWidget *focus;

  g_assert_true (stage_act (stage, "win.transfer"));
  list = stage_find (GTK_WIDGET (stage->window), "transfer-targets");
  g_assert_nonnull (list);
  focus = gtk_root_get_focus (GTK_ROOT (stage->window));
  g_assert_true (GTK_IS_TEXT (focus));
  gtk_editable_set_text (GTK_EDITABLE (focus), typed);
  stage_settle (stage);
  return BH_TARGET_LIST (list);
}

static const char *
sent_to (Stage *stage, const char *op)
{
  JsonObject *args = fake_server_get_last (stage->server, op);

  return args != NULL ? json_object_get_string_member (args, "to") : NULL;
}

static void
test_transfer_finds_people_by_name (Stage *stage, gconstpointer data)
{
  BhTargetList *list;

  stage_enter (stage);
  begin (stage, "talking");
  list = open_transfer (stage, "bo");
  g_assert_cmpstr (bh_target_get_title (bh_target_list_get_selected (list)), ==, "Bob Builder");
  g_signal_emit_by_name (list, "activate", bh_target_list_get_selected (list), FALSE);
  stage_settle (stage);
  g_assert_cmpstr (sent_to (stage, "call.consult"), ==, "agent:bob");
}

static void
test_transfer_finds_queues_first (Stage *stage, gconstpointer data)
{
  BhTargetList *list;

  stage_enter (stage);
  begin (stage, "talking");
  list = open_transfer (stage, "sal");
  g_assert_cmpstr (bh_target_get_to (bh_target_list_get_selected (list)), ==, "queue:sales");
  g_signal_emit_by_name (list, "activate", bh_target_list_get_selected (list), TRUE);
  stage_settle (stage);
  g_assert_cmpstr (sent_to (stage, "call.transfer"), ==, "queue:sales");
  assert_asked (stage, "call.consult", 0);
}

static void
test_transfer_takes_a_number_as_it_is (Stage *stage, gconstpointer data)
{
  BhTargetList *list;

  stage_enter (stage);
  begin (stage, "talking");
  list = open_transfer (stage, "+49 30 901820");
  g_assert_cmpstr (bh_target_get_to (bh_target_list_get_selected (list)), ==, "+49 30 901820");
  g_assert_true (stage_press (stage, "send-at-once"));
  g_assert_cmpstr (sent_to (stage, "call.transfer"), ==, "+49 30 901820");
}

static void
test_transfer_to_nobody_does_nothing (Stage *stage, gconstpointer data)
{
  BhTargetList *list;

  stage_enter (stage);
  begin (stage, "talking");
  list = open_transfer (stage, "zzz");
  g_assert_null (bh_target_list_get_selected (list));
  stage_press (stage, "consult-first");
  assert_asked (stage, "call.consult", 0);
}

static void
test_keypad_sends_each_digit (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  begin (stage, "talking");
  g_assert_true (stage_act (stage, "win.keypad"));
  g_assert_true (stage_press (stage, "key-4"));
  g_assert_true (stage_press (stage, "key-#"));
  assert_asked (stage, "call.dtmf", 2);
  g_assert_cmpstr (
      json_object_get_string_member (fake_server_get_last (stage->server, "call.dtmf"), "digits"),
      ==,
      "#");
}

static void
test_dial_asks_before_it_calls (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  g_assert_true (stage_act (stage, "win.dial-number('+4930901820')"));
  assert_asked (stage, "call.dial", 0);
  g_assert_true (stage_press (stage, "call"));
  assert_asked (stage, "call.dial", 1);
  g_assert_cmpstr (
      json_object_get_string_member (fake_server_get_last (stage->server, "call.dial"), "number"),
      ==,
      "+4930901820");
}

static GtkWidget *found_toast;

static void
look_for_toast (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), data) == 0)
    found_toast = widget;
}

static void
test_a_refused_act_is_said (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  begin (stage, "talking");
  fake_server_fail_next (stage->server, "call.hold", "pbx_refused", "The phone said <no>.");
  g_assert_true (stage_act (stage, "win.hold"));
  stage_settle (stage);
  found_toast = NULL;
  stage_walk (GTK_WIDGET (stage->window), look_for_toast, "The phone said &lt;no&gt;.");
  if (found_toast == NULL)
    stage_walk (GTK_WIDGET (stage->window), look_for_toast, "The phone said <no>.");
  g_assert_nonnull (found_toast);
}

static void
test_every_key_has_an_action (Stage *stage, gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS (stage->window);

  for (const BhActionKey *key = bh_agent_window_keys (); key->action != NULL; key++) {
    g_autofree char *name = g_strndup (key->action, strcspn (key->action, "("));
    gboolean known =
        !g_str_has_prefix (name, "win.") || g_str_equal (name, "win.show-help-overlay");
    const char *action;
    GType owner;
    const GVariantType *type;
    const char *property;

    for (guint i = 0;
         !known && gtk_widget_class_query_action (klass, i, &owner, &action, &type, &property);
         i++)
      known = g_str_equal (action, name);
    g_test_message ("%s", key->action);
    g_assert_true (known);
    for (guint i = 0; i < G_N_ELEMENTS (key->accels) && key->accels[i] != NULL; i++)
      g_assert_true (g_hash_table_add (seen, (gpointer) key->accels[i]));
  }
}

/* The window that shows all keys shows all keys. */
static void
test_every_key_is_shown (Stage *stage, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data ("/org/bellhop/Agent/shortcuts.ui", 0, NULL);
  const char *text = g_bytes_get_data (bytes, NULL);

  for (const BhActionKey *key = bh_agent_window_keys (); key->action != NULL; key++) {
    g_autofree char *escaped = g_markup_escape_text (key->accels[0], -1);
    g_autofree char *shown = g_strdup_printf (">%s<", escaped);
    if (g_str_has_prefix (key->action, "win.contact("))
      continue; /* shown as a range */
    g_test_message ("%s", key->accels[0]);
    g_assert_nonnull (strstr (text, shown));
  }
}

#define ADD(name, func, data)                                                                      \
  g_test_add ("/agent/" name, Stage, data, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *path = g_strdup_printf ("/agent/call-bar/while-%s", table[i].state);
    g_test_add (path, Stage, &table[i], stage_set_up, test_sensitivity, stage_tear_down);
  }
  ADD ("call-bar/hold-and-retrieve-are-one-button", test_hold_and_retrieve_are_one_button, NULL);
  ADD ("call-bar/hang-up-key-needs-two-presses", test_hang_up_key_needs_two_presses, NULL);
  ADD ("call-bar/hang-up-button-needs-one", test_hang_up_button_needs_one, NULL);
  ADD ("call-bar/consult-keys", test_consult_keys, NULL);
  ADD ("call-bar/consult-hands-over", test_consult_hands_over, NULL);
  ADD ("call-bar/conference", test_consult_becomes_a_conference, NULL);
  ADD ("transfer/finds-people-by-name", test_transfer_finds_people_by_name, NULL);
  ADD ("transfer/finds-queues-first", test_transfer_finds_queues_first, NULL);
  ADD ("transfer/takes-a-number-as-it-is", test_transfer_takes_a_number_as_it_is, NULL);
  ADD ("transfer/to-nobody-does-nothing", test_transfer_to_nobody_does_nothing, NULL);
  ADD ("keypad/sends-each-digit", test_keypad_sends_each_digit, NULL);
  ADD ("dial/asks-before-it-calls", test_dial_asks_before_it_calls, NULL);
  ADD ("call-bar/a-refused-act-is-said", test_a_refused_act_is_said, NULL);
  ADD ("keys/every-key-has-an-action", test_every_key_has_an_action, NULL);
  ADD ("keys/every-key-is-shown", test_every_key_is_shown, NULL);
  return g_test_run ();
}
