/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/day-window.h"
#include "desktop/agent/dial-link.h"
#include "desktop/agent/history-details.h"
#include "desktop/client/json-get.h"
#include "desktop/model/desk-recent.h"
#include "desktop/widgets/spoken.h"

#include "tests/desktop/agent/stage.h"

/* A number that is shown can be called from where it is shown, by pointer and by key; what the
 * customer said about being called stands on the card. */

static GtkWidget *
find (Stage *stage, const char *name)
{
  return stage_find (GTK_WIDGET (stage->window), name);
}

static void
enter (Stage *stage)
{
  FakeWorld *world = stage_world (stage);

  fake_world_pass (world, bh_clock_now (stage->clock) - fake_world_now (world));
  fake_world_outbound (world);
  stage_enter (stage);
  stage_resize (stage, 1280, 800);
}

static const char *
talk (Stage *stage, const char *number)
{
  const char *id = fake_world_offered (stage_world (stage), number, NULL, "support");

  fake_world_card_one (stage_world (stage), id, "Marie Dubois", "Dubois SARL");
  fake_world_talking (stage_world (stage), id);
  stage_settle (stage);
  return id;
}

/* The link fills in and asks; nothing is dialed by it. Named as the act it is. */
static void
assert_dials (Stage *stage, GtkWidget *link, const char *number, const char *name)
{
  g_autofree char *typed = NULL;

  g_assert_true (BH_IS_DIAL_LINK (link));
  g_assert_true (gtk_widget_get_focusable (link) && gtk_widget_is_sensitive (link));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (link), ==, name);
  g_assert_true (gtk_widget_grab_focus (link));
  g_signal_emit_by_name (link, "clicked"); /* as Enter, Space and a click do */
  stage_settle (stage);
  g_assert_nonnull (find (stage, "dial-popover"));
  typed = stage_words (find (stage, "target"));
  g_assert_cmpstr (typed, ==, number);
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 0);
  gtk_popover_popdown (GTK_POPOVER (find (stage, "dial-popover")));
  stage_settle (stage);
}

static void
assert_words (Stage *stage, const char *name, const char *words)
{
  g_autofree char *shown = stage_words (find (stage, name));

  g_assert_cmpstr (shown, ==, words);
}

/* ---- links */

static void
test_header (Stage *stage, gconstpointer data)
{
  enter (stage);
  talk (stage, "+33142278186");
  assert_words (stage, "header-number", "+33 142 278 186");
  assert_dials (stage, find (stage, "header-number"), "+33142278186", "Dial +33 142 278 186");
}

static void
test_unknown (Stage *stage, gconstpointer data)
{
  const char *id;

  enter (stage);
  id = fake_world_offered (stage_world (stage), "+33142278186", NULL, "support");
  fake_world_card_none (stage_world (stage), id);
  fake_world_talking (stage_world (stage), id);
  stage_settle (stage);
  assert_words (stage, "header-number", "Call this number"); /* the number is the title */
  assert_dials (stage, find (stage, "header-number"), "+33142278186", "Dial +33 142 278 186");
}

static GtkWidget *found_link;

static void
look_for_link (GtkWidget *widget, gpointer data)
{
  if (found_link == NULL && BH_IS_DIAL_LINK (widget))
    found_link = widget;
}

static GtkWidget *
link_in (GtkWidget *widget)
{
  found_link = NULL;
  stage_walk (widget, look_for_link, NULL);
  return found_link;
}

static void
test_matches (Stage *stage, gconstpointer data)
{
  const char *id;
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;

  enter (stage);
  id = fake_world_offered (stage_world (stage), "+493090182014", NULL, "support");
  fake_world_card_many (stage_world (stage), id, 3);
  fake_world_talking (stage_world (stage), id);
  stage_settle (stage);
  g_object_get (find (stage, "match-number"), "number", &number, NULL);
  words = bh_dial_link_words (number);
  assert_dials (stage, find (stage, "match-number"), number, words);
}

static void
test_customers_found (Stage *stage, gconstpointer data)
{
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;
  GtkWidget *link;

  test_unknown (stage, data);
  gtk_editable_set_text (GTK_EDITABLE (find (stage, "customer-search")), "wanda");
  stage_pass (stage, G_USEC_PER_SEC);
  g_signal_emit_by_name (find (stage, "customer-search"), "search-changed");
  stage_settle (stage);
  link = link_in (find (stage, "customers-found"));
  g_assert_nonnull (link);
  g_object_get (link, "number", &number, NULL);
  words = bh_dial_link_words (number);
  assert_dials (stage, link, number, words);
}

/* What the note tells can be called too, from the row that is there anyway. */
static void
test_own_note (Stage *stage, gconstpointer data)
{
  GtkTextBuffer *buffer;

  enter (stage);
  talk (stage, "+33142278186");
  g_assert_null (find (stage, "note-number"));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (stage, "notes")));
  gtk_text_buffer_set_text (buffer, "his wife: 030 9018 2045, after six", -1);
  stage_settle (stage);
  assert_dials (stage, find (stage, "note-number"), "03090182045", "Dial 03090182045");
  gtk_text_buffer_set_text (buffer, "", -1);
  stage_settle (stage);
  g_assert_null (find (stage, "note-number"));
}

static void
test_markup (void)
{
  g_autofree char *plain = bh_dial_link_markup ("a < b & c");
  g_autofree char *linked = bh_dial_link_markup ("<b>call</b> +49 30 901820 & go");
  g_autofree char *none = bh_dial_link_markup (NULL);

  g_assert_cmpstr (plain, ==, "a &lt; b &amp; c");
  g_assert_cmpstr (linked,
                   ==,
                   "&lt;b&gt;call&lt;/b&gt; <a href=\"tel:+4930901820\" "
                   "title=\"Dial +49 309 018 20\">+49 30 901820</a> &amp; go");
  g_assert_cmpstr (none, ==, "");
}

/* A supervisor's message is answered by calling the number in it; the system's own handler of tel:
 * is never asked. */
static void
test_message (Stage *stage, gconstpointer data)
{
  GtkWidget *body;
  gboolean handled = FALSE;
  g_autofree char *typed = NULL;

  enter (stage);
  fake_world_message (stage_world (stage), "Please ring 030 9018 2045 <now>", TRUE);
  stage_settle (stage);
  body = find (stage, "message-body");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (body)), ==, "Please ring 030 9018 2045 <now>");
  g_assert_true (gtk_widget_get_focusable (body)); /* Tab comes to the link */
  g_signal_emit_by_name (body, "activate-link", "tel:03090182045", &handled);
  g_assert_true (handled);
  stage_settle (stage);
  typed = stage_words (find (stage, "target"));
  g_assert_cmpstr (typed, ==, "03090182045");
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 0);
}

static const char *
no_label (gpointer data, const char *code)
{
  return NULL;
}

static GtkWidget *found_label;

static void
look_for_label (GtkWidget *widget, gpointer words)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), words) == 0)
    found_label = widget;
}

/* The list of messages is a window of its own: the call is made in the main one. */
static void
test_message_in_my_day (Stage *stage, gconstpointer data)
{
  GtkWidget *window;
  gboolean handled = FALSE;
  g_autofree char *typed = NULL;

  enter (stage);
  fake_world_message (stage_world (stage), "Ring 030 9018 2045", FALSE);
  stage_settle (stage);
  window = GTK_WIDGET (bh_day_window_new (GTK_WINDOW (stage->window), stage->desk));
  gtk_window_present (GTK_WINDOW (window));
  stage_settle (stage);
  found_label = NULL;
  stage_walk (stage_find (window, "messages"), look_for_label, (gpointer) "Ring 030 9018 2045");
  g_assert_nonnull (found_label);
  g_signal_emit_by_name (found_label, "activate-link", "tel:03090182045", &handled);
  g_assert_true (handled);
  stage_settle (stage);
  typed = stage_words (find (stage, "target"));
  g_assert_cmpstr (typed, ==, "03090182045");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Of a past contact: its own number, and those that its note tells, each once. */
static void
test_time_line_details (Stage *stage, gconstpointer data)
{
  g_autoptr (JsonNode) node = json_from_string ("{\"contact\":\"old\",\"number\":\"+33142278186\","
                                                "\"note\":\"or 030 9018 2045, or +33142278186\"}",
                                                NULL);
  g_autoptr (BhHistoryEntry) entry =
      bh_history_entry_new (json_node_get_object (node), &(BhLabels){no_label, no_label, NULL});
  GtkWidget *details = bh_history_details_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *link;

  bh_history_details_show (BH_HISTORY_DETAILS (details), entry);
  gtk_window_set_child (GTK_WINDOW (window), details);
  gtk_window_present (GTK_WINDOW (window));
  stage_settle (stage);
  link = gtk_widget_get_first_child (stage_find (window, "history-calls"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (link), ==, "Dial +33 142 278 186");
  link = gtk_widget_get_next_sibling (link);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (link), ==, "Dial 03090182045");
  g_assert_null (gtk_widget_get_next_sibling (link));
  gtk_window_destroy (GTK_WINDOW (window));
}

static const char *
spoken_of (GtkWidget *row)
{
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
  GtkWidget *child = gtk_widget_get_first_child (box);

  while (child != NULL && !BH_IS_SPOKEN (child))
    child = gtk_widget_get_next_sibling (child);
  return child != NULL ? bh_spoken_get_text (BH_SPOKEN (child)) : "";
}

static void
test_rows_say_that_they_dial (Stage *stage, gconstpointer data)
{
  GtkListBoxRow *row;

  enter (stage);
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (find (stage, "colleagues")), 0);
  g_assert_nonnull (strstr (spoken_of (GTK_WIDGET (row)), "Dial 1002"));
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (find (stage, "tasks")), 0);
  g_assert_nonnull (strstr (spoken_of (GTK_WIDGET (row)), "Dial +33 142 278 186"));
}

/* While the server is away nothing can be dialed, and the number can still be read. */
static void
test_away (Stage *stage, gconstpointer data)
{
  enter (stage);
  talk (stage, "+33142278186");
  fake_server_drop (stage->server);
  stage_settle (stage);
  g_assert_nonnull (find (stage, "header-number"));
  g_assert_false (gtk_widget_is_sensitive (find (stage, "header-number")));
}

/* ---- what may not be called is said before it is chosen */

static void
test_transfer_says_why_not (Stage *stage, gconstpointer data)
{
  GtkWidget *entry;
  g_autofree char *why = NULL;

  enter (stage);
  talk (stage, "+493090182014");
  g_assert_true (stage_act (stage, "win.transfer"));
  entry = gtk_root_get_focus (GTK_ROOT (stage->window));
  gtk_editable_set_text (GTK_EDITABLE (entry), "+33 1 42 27 81 86");
  stage_settle (stage);
  why = stage_words (find (stage, "target-why-not"));
  g_assert_true (g_str_has_prefix (why, "Calling hours: "));
  gtk_editable_set_text (GTK_EDITABLE (entry), "030 90182045");
  stage_settle (stage);
  g_assert_null (find (stage, "target-why-not"));
  g_assert_cmpuint (fake_server_count (stage->server, "call.consult"), ==, 0);
}

/* ---- consents */

/* As its button does: the window goes, too. */
static void
answer (Stage *stage, GtkWidget *window, const char *response)
{
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), response);
  gtk_window_close (GTK_WINDOW (window));
  stage_settle (stage);
}

static void
assert_consents (Stage *stage, const char *words)
{
  g_autofree char *shown = stage_words (find (stage, "consent-words"));

  g_assert_cmpstr (shown, ==, words);
}

static void
test_consents_on_the_card (Stage *stage, gconstpointer data)
{
  enter (stage);
  talk (stage, "+493090182014");
  assert_consents (stage,
                   "Has a running contract (1 Jun 2025)  ·  Agreed to marketing calls (3 Mar)");
  g_assert_null (find (stage, "do-not-call"));
  talk (stage, "+8613912345678");
  assert_consents (stage,
                   "wants no more calls (since 2 Nov)  ·  "
                   "Took back the consent to marketing calls (2 Nov)");
  g_assert_nonnull (find (stage, "do-not-call"));
}

/* Who may not know is not shown an empty line. */
static void
test_no_right_no_consents (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  talk (stage, "+493090182014");
  g_assert_null (find (stage, "consents"));
  g_assert_false (stage_can (stage, "win.consents"));
  g_assert_false (stage_can (stage, "win.do-not-call"));
}

static void
test_consent_is_told (Stage *stage, gconstpointer data)
{
  GtkWidget *window;
  JsonObject *args;

  enter (stage);
  talk (stage, "+33142278186");
  assert_consents (stage, "No consent is recorded");
  g_assert_true (stage_act (stage, "win.consents"));
  stage_settle (stage);
  window = stage_asking ();
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (window), "give"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (stage_find (window, "consent-purpose")), 2);
  gtk_editable_set_text (GTK_EDITABLE (stage_find (window, "consent-source")), "said so");
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (window), "give"));
  answer (stage, window, "give");
  args = fake_server_get_last (stage->server, "customer.consent");
  g_assert_cmpstr (bh_json_string (args, "purpose"), ==, "any_hour");
  g_assert_true (bh_json_bool (args, "given"));
  assert_consents (stage, "Agreed to calls at any hour (14:40)");
}

/* In wrap-up too, when there is time for it. */
static void
test_do_not_call_again (Stage *stage, gconstpointer data)
{
  GtkWidget *window;
  const char *id;

  enter (stage);
  id = talk (stage, "+33142278186");
  fake_world_wrap_up (stage_world (stage), id, 30);
  stage_settle (stage);
  g_assert_true (stage_act (stage, "win.do-not-call"));
  stage_settle (stage);
  window = stage_asking ();
  gtk_editable_set_text (GTK_EDITABLE (stage_find (window, "consent-source")), "had enough");
  answer (stage, window, "stop");
  g_assert_cmpuint (fake_server_count (stage->server, "customer.do_not_call"), ==, 1);
  assert_consents (stage, "had enough (since 14:40)  ·  No consent is recorded");
  g_assert_nonnull (find (stage, "do-not-call"));
}

static void
test_nothing_is_told_by_esc (Stage *stage, gconstpointer data)
{
  enter (stage);
  talk (stage, "+33142278186");
  g_assert_true (stage_act (stage, "win.do-not-call"));
  stage_settle (stage);
  answer (stage, stage_asking (), "cancel");
  g_assert_cmpuint (fake_server_count (stage->server, "customer.do_not_call"), ==, 0);
}

/* ---- before this sign-in */

static void
test_redial_from_another_desk (Stage *stage, gconstpointer data)
{
  g_autofree char *typed = NULL;

  enter (stage);
  g_assert_true (stage_act (stage, "win.redial"));
  stage_settle (stage);
  typed = stage_words (find (stage, "target"));
  g_assert_cmpstr (typed, ==, "+493090182099");
  g_assert_true (stage_press (stage, "call"));
  stage_settle (stage);
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 1);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/dial/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  g_test_add_func ("/agent/dial/markup", test_markup);
  ADD ("header", test_header);
  ADD ("unknown", test_unknown);
  ADD ("matches", test_matches);
  ADD ("customers-found", test_customers_found);
  ADD ("own-note", test_own_note);
  ADD ("message", test_message);
  ADD ("message-in-my-day", test_message_in_my_day);
  ADD ("time-line-details", test_time_line_details);
  ADD ("rows-say-that-they-dial", test_rows_say_that_they_dial);
  ADD ("away", test_away);
  ADD ("transfer-says-why-not", test_transfer_says_why_not);
  ADD ("consents-on-the-card", test_consents_on_the_card);
  ADD ("no-right-no-consents", test_no_right_no_consents);
  ADD ("consent-is-told", test_consent_is_told);
  ADD ("do-not-call-again", test_do_not_call_again);
  ADD ("nothing-is-told-by-esc", test_nothing_is_told_by_esc);
  ADD ("redial-from-another-desk", test_redial_from_another_desk);
  return g_test_run ();
}
