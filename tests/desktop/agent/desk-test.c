/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/agent/item-row.h"
#include "desktop/agent/palette-item.h"
#include "desktop/agent/settings.h"
#include "desktop/client/client-error.h"
#include "desktop/model/desk-commands.h"
#include "desktop/model/sign-in-cause.h"
#include "tests/desktop/agent/stage.h"

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

/* ---- sign-in ---- */

static void
fill_in (Stage *stage, const char *password)
{
  bh_sign_in_page_fill (bh_agent_window_get_sign_in_page (stage->window),
                        "desk.example.org",
                        "alice",
                        "1001",
                        NULL,
                        password);
}

static void
sign_in (Stage *stage, const char *password)
{
  fill_in (stage, password);
  g_assert_true (stage_press (stage, "sign-in"));
  stage_settle (stage);
}

static void
test_sign_in (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();
  g_autofree char *server = NULL;
  g_autofree char *user = NULL;

  g_assert_cmpstr (stage_page (stage), ==, "sign-in");
  sign_in (stage, "secret");
  g_assert_cmpstr (stage_page (stage), ==, "empty");
  server = g_settings_get_string (settings, "server");
  user = g_settings_get_string (settings, "user");
  g_assert_cmpstr (server, ==, "desk.example.org");
  g_assert_cmpstr (user, ==, "alice");
}

static void
test_password_is_forgotten (Stage *stage, gconstpointer data)
{
  sign_in (stage, "secret");
  g_assert_true (stage_act (stage, "win.sign-out"));
  stage_settle (stage);
  g_assert_cmpstr (stage_page (stage), ==, "sign-in");
  assert_says (stage, "password", "");
}

typedef struct {
  const char *code;
  const char *line; /* the one that must speak */
} Wrong;

static const Wrong wrongs[] = {
    {"bad_credentials", "wrong-password"},
    {"too_many_tries", "wrong-password"},
    {"version", "wrong-server"},
    {"not_found", "wrong-device"},
    {"internal", "wrong-other"},
};

/* What is wrong is said beside what caused it, and nowhere else. */
static void
test_wrong (Stage *stage, gconstpointer data)
{
  const Wrong *wrong = data;
  static const char *const lines[] = {"wrong-server",
                                      "wrong-password",
                                      "wrong-device",
                                      "wrong-profile",
                                      "wrong-other"};

  fake_server_refuse_sign_in (stage->server, wrong->code, 4);
  sign_in (stage, "secret");
  g_assert_cmpstr (stage_page (stage), ==, "sign-in");
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_cmpint (find (stage, lines[i]) != NULL, ==, g_str_equal (lines[i], wrong->line));
}

static void
test_wrong_is_forgotten_at_the_next_try (Stage *stage, gconstpointer data)
{
  sign_in (stage, "wrong");
  g_assert_nonnull (find (stage, "wrong-password"));
  sign_in (stage, "secret");
  g_assert_cmpstr (stage_page (stage), ==, "empty");
}

static void
test_missing_password (Stage *stage, gconstpointer data)
{
  fill_in (stage, "");
  stage_press (stage, "sign-in");
  g_assert_nonnull (find (stage, "wrong-password"));
  g_assert_cmpuint (fake_server_count (stage->server, "login"), ==, 0);
}

static void
test_new_key_is_shown (Stage *stage, gconstpointer data)
{
  bh_feed_emit_server_key (fake_server_get_feed (stage->server),
                           "desk.example.org",
                           "4f2a 91c7 0be3 d85c");
  stage_settle (stage);
  assert_says (stage, "fingerprint", "4f2a 91c7 0be3 d85c");
  g_assert_true (gtk_widget_has_focus (find (stage, "refuse-key")));
  g_assert_true (stage_press (stage, "trust-key"));
  g_assert_null (find (stage, "fingerprint"));
}

static void
test_end_of_a_session_is_explained (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  fake_server_bye (stage->server, "expired");
  stage_settle (stage);
  g_assert_cmpstr (stage_page (stage), ==, "sign-in");
  assert_says (stage, "said", "You have been signed in for a long time. Sign in again.");
}

static void
test_causes (void)
{
  static const struct {
    int code;
    BhSignInCause cause;
  } rows[] = {{BH_CLIENT_ERROR_SERVER_AWAY, BH_SIGN_IN_SERVER},
              {BH_CLIENT_ERROR_SERVER_KEY, BH_SIGN_IN_SERVER},
              {BH_CLIENT_ERROR_SERVER_ADDRESS, BH_SIGN_IN_SERVER},
              {BH_CLIENT_ERROR_BAD_CREDENTIALS, BH_SIGN_IN_PASSWORD},
              {BH_CLIENT_ERROR_NOT_FOUND, BH_SIGN_IN_DEVICE},
              {BH_CLIENT_ERROR_NO_SOFTPHONE, BH_SIGN_IN_PROFILE},
              {BH_CLIENT_ERROR_INTERNAL, BH_SIGN_IN_OTHER}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = g_error_new_literal (BH_CLIENT_ERROR, rows[i].code, "x");
    g_assert_cmpint (bh_sign_in_cause (error), ==, rows[i].cause);
  }
}

/* ---- my state ---- */

static void
test_state_words (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  fake_world_agent_state (stage_world (stage), "not_ready", "lunch", NULL);
  stage_settle (stage);
  assert_says (stage, "state-word", "Lunch");
  fake_world_agent_state (stage_world (stage), "ready", NULL, NULL);
  stage_settle (stage);
  assert_says (stage, "state-word", "Ready");
}

static void
test_be_ready (Stage *stage, gconstpointer data)
{
  JsonObject *args;

  stage_enter (stage);
  fake_world_agent_state (stage_world (stage), "not_ready", "lunch", NULL);
  stage_settle (stage);
  g_assert_true (stage_press (stage, "be-ready"));
  args = fake_server_get_last (stage->server, "state.set");
  g_assert_cmpstr (json_object_get_string_member (args, "state"), ==, "ready");
}

static void
test_choose_a_reason (Stage *stage, gconstpointer data)
{
  JsonObject *args;

  stage_enter (stage);
  g_assert_true (stage_act (stage, "win.set-state('not_ready:meeting')"));
  args = fake_server_get_last (stage->server, "state.set");
  g_assert_cmpstr (json_object_get_string_member (args, "state"), ==, "not_ready");
  g_assert_cmpstr (json_object_get_string_member (args, "reason"), ==, "meeting");
}

static void
test_all_states_are_there_to_choose (Stage *stage, gconstpointer data)
{
  int n = 0;

  stage_enter (stage);
  g_assert_true (stage_act (stage, "win.state-menu"));
  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (find (stage, "states")), n) != NULL)
    n++;
  g_assert_cmpint (n, ==, 4); /* Ready, two reasons, Sign out */
}

/* A state that comes after the call can be taken back. */
static void
test_next_state (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  fake_world_agent_state (stage_world (stage), "talking", NULL, "lunch");
  stage_settle (stage);
  g_assert_true (stage_press (stage, "pending"));
  g_assert_cmpuint (fake_server_count (stage->server, "state.keep"), ==, 1);
  fake_world_agent_state (stage_world (stage), "talking", NULL, NULL);
  stage_settle (stage);
  g_assert_null (find (stage, "pending"));
}

/* ---- away ---- */

static void
begin_talking (Stage *stage)
{
  const char *id;

  stage_enter (stage);
  id = fake_world_offered (stage_world (stage), "+8613800138000", NULL, "support");
  fake_world_talking (stage_world (stage), id);
  stage_settle (stage);
}

static void
test_server_away (Stage *stage, gconstpointer data)
{
  g_autofree char *words = NULL;

  begin_talking (stage);
  g_assert_true (stage_can (stage, "win.hold"));
  fake_server_drop (stage->server);
  stage_settle (stage);
  words = stage_words (find (stage, "banner"));
  g_assert_nonnull (words);
  g_assert_nonnull (strstr (words, "Your call is not affected"));
  g_assert_false (stage_can (stage, "win.hold"));
  g_assert_false (stage_can (stage, "win.dial"));
  assert_says (stage, "live", "Away");
  assert_says (stage, "state-word", "Unknown");
}

static void
test_server_back (Stage *stage, gconstpointer data)
{
  g_autofree char *words = NULL;

  begin_talking (stage);
  fake_server_drop (stage->server);
  stage_settle (stage);
  fake_server_return (stage->server);
  stage_settle (stage);
  words = stage_words (find (stage, "banner"));
  g_assert_true (g_str_has_prefix (words, "Complete up to"));
  g_assert_true (stage_can (stage, "win.hold"));
  stage_pass (stage, 6 * G_USEC_PER_SEC);
  g_clear_pointer (&words, g_free);
  words = stage_words (find (stage, "banner"));
  g_assert_null (words);
}

/* What is typed while the server is away is not lost, and is said to be kept. */
static void
test_notes_while_away (Stage *stage, gconstpointer data)
{
  GtkTextBuffer *buffer;
  const char *id;

  begin_talking (stage);
  id = bh_contact_item_get_id (bh_desk_get_current (stage->desk));
  fake_server_drop (stage->server);
  stage_settle (stage);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (stage, "notes")));
  gtk_text_buffer_set_text (buffer, "said while away", -1);
  stage_pass (stage, G_USEC_PER_SEC);
  fake_server_return (stage->server);
  stage_pass (stage, G_USEC_PER_SEC);
  g_assert_cmpstr (fake_world_get_note (stage_world (stage), id), ==, "said while away");
}

static void
test_pbx_away (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  fake_world_link (stage_world (stage), "down", "Asterisk does not answer.");
  stage_settle (stage);
  assert_says (stage, "live", "No phones");
}

/* Each act that is impossible says why; what needs no phone goes on. */
static void
test_pbx_away_says_why (Stage *stage, gconstpointer data)
{
  BhContactItem *contact;

  begin_talking (stage);
  contact = bh_desk_get_current (stage->desk);
  fake_world_link (stage_world (stage), "down", "Asterisk does not answer.");
  stage_settle (stage);
  g_assert_false (stage_can (stage, "win.hold"));
  g_assert_false (stage_can (stage, "win.dial"));
  g_assert_cmpstr (bh_contact_item_why_not (contact, BH_CALL_HOLD),
                   ==,
                   "There is no connection to the phone system. Use the phone itself.");
  g_assert_true (stage_can (stage, "win.notes"));
  fake_world_wrap_up (stage_world (stage), bh_contact_item_get_id (contact), 30);
  stage_settle (stage);
  g_assert_true (stage_can (stage, "win.finish"));
  fake_world_link (stage_world (stage), "up", "");
  stage_settle (stage);
  g_assert_true (stage_can (stage, "win.dial"));
}

/* It ended while nobody told: it stays, says so, and can be written up and finished. */
static void
test_over_on_return (Stage *stage, gconstpointer data)
{
  BhContactItem *contact;
  g_autofree char *id = NULL;

  begin_talking (stage);
  contact = bh_desk_get_current (stage->desk);
  id = g_strdup (bh_contact_item_get_id (contact));
  fake_server_drop (stage->server);
  fake_world_gone (stage_world (stage), id, "finished", NULL);
  fake_server_restart (stage->server);
  stage_settle (stage);
  g_assert_true (bh_desk_find_contact (stage->desk, id) == contact);
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_ENDED);
  g_assert_cmpstr (stage_page (stage), ==, "contact");
  g_assert_true (stage_can (stage, "win.notes"));
  g_assert_true (stage_act (stage, "win.finish"));
  g_assert_null (bh_desk_find_contact (stage->desk, id));
}

/* The empty desk shows the figures of the day. */
static void
test_day_so_far (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  stage_settle (stage);
  g_assert_nonnull (find (stage, "today-figures"));
  g_assert_cmpuint (fake_server_count (stage->server, "agent.day"), ==, 1);
}

static void
test_number_is_called_from_the_header (Stage *stage, gconstpointer data)
{
  begin_talking (stage);
  g_assert_nonnull (find (stage, "header-number"));
  g_assert_true (stage_act (stage, "win.call-number"));
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 0);
  g_assert_true (stage_press (stage, "call"));
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 1);
}

static void
test_watch_only (Stage *stage, gconstpointer data)
{
  fake_world_watch_only (stage_world (stage));
  stage_enter (stage);
  fake_world_link (stage_world (stage), "watch_only", "");
  stage_settle (stage);
  assert_says (stage, "live", "Watching");
}

/* ---- palette ---- */

static GtkListBox *
open_palette (Stage *stage, const char *typed)
{
  g_assert_true (stage_act (stage, "win.palette"));
  gtk_editable_set_text (GTK_EDITABLE (find (stage, "palette")), typed);
  stage_settle (stage);
  return GTK_LIST_BOX (find (stage, "palette-list"));
}

static void
test_palette_acts (Stage *stage, gconstpointer data)
{
  GtkListBox *list;

  begin_talking (stage);
  list = open_palette (stage, "hol");
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 0));
  stage_settle (stage);
  g_assert_cmpuint (fake_server_count (stage->server, "call.hold"), ==, 1);
  g_assert_null (find (stage, "palette"));
}

/* Only what can be done now is offered. */
static void
test_palette_offers_what_is_possible (Stage *stage, gconstpointer data)
{
  GtkListBoxRow *row;

  stage_enter (stage);
  row = gtk_list_box_get_row_at_index (open_palette (stage, "hang"), 0);
  g_assert_true (row == NULL ||
                 !g_str_equal (bh_palette_item_get_section (bh_item_row_get_item (row)), "act"));
}

/* A colleague is called only after the dial popover has asked. */
static void
test_palette_finds_people (Stage *stage, gconstpointer data)
{
  GtkListBox *list;

  stage_enter (stage);
  list = open_palette (stage, "bob");
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 0));
  stage_settle (stage);
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 0);
  g_assert_true (stage_press (stage, "call"));
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 1);
}

static void
test_palette_gives_the_focus_back (Stage *stage, gconstpointer data)
{
  GtkWidget *notes;

  begin_talking (stage);
  stage_act (stage, "win.notes");
  notes = gtk_root_get_focus (GTK_ROOT (stage->window));
  open_palette (stage, "");
  bh_palette_close (stage->window->palette);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == notes);
}

#define ADD(name, func, data)                                                                      \
  g_test_add ("/agent/" name, Stage, data, stage_set_up, func, stage_tear_down)

/* The window is closed with an answer on its way: it waits for that, and is gone then. */
static void
close_then_answer (Stage *stage)
{
  gpointer closed = stage->window;

  g_object_add_weak_pointer (G_OBJECT (stage->window), &closed);
  gtk_root_set_focus (GTK_ROOT (stage->window), NULL);
  gtk_window_destroy (GTK_WINDOW (stage->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_nonnull (closed); /* it waits for the answer */
  fake_server_lag (stage->server, FALSE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (closed);
  stage->window = bh_agent_window_new (stage->application, stage->desk);
  gtk_window_present (GTK_WINDOW (stage->window));
  stage_settle (stage);
}

static void
test_refusal_after_the_window_closed (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  fake_server_lag (stage->server, TRUE);
  fake_server_fail_next (stage->server, "state.set", "busy", "later");
  g_assert_true (stage_act (stage, "win.set-state::ready"));
  close_then_answer (stage);
}

static void
test_sign_out_after_the_window_closed (Stage *stage, gconstpointer data)
{
  gboolean signed_in;
  const char *id;

  stage_enter (stage);
  id = fake_world_offered (stage_world (stage), "+493090182014", NULL, "support");
  fake_world_talking (stage_world (stage), id);
  fake_server_lag (stage->server, TRUE);
  bh_desk_save_note (stage->desk, bh_desk_find_contact (stage->desk, id), "promised", NULL);
  g_assert_true (stage_act (stage, "win.sign-out"));
  close_then_answer (stage);
  g_object_get (stage->desk, "signed-in", &signed_in, NULL);
  g_assert_false (signed_in);
}

static void
add_sign_in_tests (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++) {
    g_autofree char *path = g_strdup_printf ("/agent/sign-in/wrong/%s", wrongs[i].code);
    g_test_add (path, Stage, &wrongs[i], stage_set_up, test_wrong, stage_tear_down);
  }
  g_test_add_func ("/agent/sign-in/causes", test_causes);
  ADD ("sign-in/enters", test_sign_in, NULL);
  ADD ("sign-in/password-is-forgotten", test_password_is_forgotten, NULL);
  ADD ("sign-in/wrong-is-forgotten-at-the-next-try", test_wrong_is_forgotten_at_the_next_try, NULL);
  ADD ("sign-in/missing-password", test_missing_password, NULL);
  ADD ("sign-in/new-key-is-shown", test_new_key_is_shown, NULL);
  ADD ("sign-in/end-of-a-session-is-explained", test_end_of_a_session_is_explained, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  add_sign_in_tests ();
  ADD ("closed/refusal-comes-late", test_refusal_after_the_window_closed, NULL);
  ADD ("closed/signed-out-comes-late", test_sign_out_after_the_window_closed, NULL);
  ADD ("state/words", test_state_words, NULL);
  ADD ("state/be-ready", test_be_ready, NULL);
  ADD ("state/choose-a-reason", test_choose_a_reason, NULL);
  ADD ("state/all-are-there-to-choose", test_all_states_are_there_to_choose, NULL);
  ADD ("state/next", test_next_state, NULL);
  ADD ("away/server", test_server_away, NULL);
  ADD ("away/server-back", test_server_back, NULL);
  ADD ("away/notes", test_notes_while_away, NULL);
  ADD ("away/pbx", test_pbx_away, NULL);
  ADD ("away/pbx-says-why", test_pbx_away_says_why, NULL);
  ADD ("away/over-on-return", test_over_on_return, NULL);
  ADD ("away/watch-only", test_watch_only, NULL);
  ADD ("empty/day-so-far", test_day_so_far, NULL);
  ADD ("dial/number-of-the-header", test_number_is_called_from_the_header, NULL);
  ADD ("palette/acts", test_palette_acts, NULL);
  ADD ("palette/offers-what-is-possible", test_palette_offers_what_is_possible, NULL);
  ADD ("palette/finds-people", test_palette_finds_people, NULL);
  ADD ("palette/gives-the-focus-back", test_palette_gives_the_focus_back, NULL);
  return g_test_run ();
}
