/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/desktop/model/fixture.h"

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/model/history-entry.h"
#include "tests/fakes/fake-setup.h"

/* What a person does: which op goes out, what comes of it, and in which words it fails. */

#define NUMBER "+8613800138000"
#define S      ((gint64) G_USEC_PER_SEC)

static BhContactItem *
talk (Fixture *f)
{
  const char *id = fake_world_offered (f->world, NUMBER, "Zhang San", "support");

  fake_world_talking (f->world, id);
  return bh_desk_find_contact (f->desk, id);
}

static void
wait_ok (Outcome *outcome)
{
  bh_fixture_wait (outcome);
  g_assert_no_error (outcome->error);
  *outcome = (Outcome){FALSE, NULL};
}

static void
assert_asked (Fixture *f, const char *op, const char *member, const char *value)
{
  JsonObject *args = fake_server_get_last (f->server, op);

  g_assert_nonnull (args);
  g_assert_cmpstr (bh_json_string (args, member), ==, value);
}

static void
test_state (Fixture *f, gconstpointer data)
{
  BhAgentState *agent = bh_desk_get_agent (f->desk);
  Outcome outcome = {FALSE, NULL};

  bh_desk_set_state_async (f->desk, BH_AGENT_READY, NULL, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpint (bh_agent_state_get_state (agent), ==, BH_AGENT_READY);
  bh_desk_set_state_async (f->desk, BH_AGENT_NOT_READY, "lunch", AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpstr (bh_agent_state_get_word (agent), ==, "Lunch");
}

static void
test_pending_state_is_taken_back (Fixture *f, gconstpointer data)
{
  BhAgentState *agent = bh_desk_get_agent (f->desk);
  Outcome outcome = {FALSE, NULL};

  fake_world_agent_state (f->world, "talking", NULL, NULL);
  bh_desk_set_state_async (f->desk, BH_AGENT_NOT_READY, "meeting", AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpstr (bh_agent_state_get_pending_label (agent), ==, "Meeting");
  bh_desk_keep_state_async (f->desk, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_false (bh_agent_state_get_has_pending (agent));
}

static void
test_calls (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  const char *id = bh_contact_item_get_id (contact);
  Outcome outcome = {FALSE, NULL};

  bh_desk_hold_async (f->desk, contact, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_HOLD);
  assert_asked (f, "call.hold", "contact", id);
  bh_desk_retrieve_async (f->desk, contact, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_TALKING);
  bh_desk_dtmf_async (f->desk, contact, "12#", AND_WAIT (&outcome));
  wait_ok (&outcome);
  assert_asked (f, "call.dtmf", "digits", "12#");
  bh_desk_consult_async (f->desk, contact, "1002", AND_WAIT (&outcome));
  wait_ok (&outcome);
  assert_asked (f, "call.consult", "to", "1002");
  g_assert_true (bh_contact_item_get_has_consult (contact));
  bh_desk_consult_cancel_async (f->desk, contact, AND_WAIT (&outcome));
  wait_ok (&outcome);
  bh_desk_consult_async (f->desk, contact, "1002", AND_WAIT (&outcome));
  wait_ok (&outcome);
  bh_desk_conference_async (f->desk, contact, AND_WAIT (&outcome));
  wait_ok (&outcome);
  assert_asked (f, "call.conference", "contact", id);
  bh_desk_consult_async (f->desk, contact, "1002", AND_WAIT (&outcome));
  wait_ok (&outcome);
  bh_desk_consult_complete_async (f->desk, contact, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_WRAP_UP);
}

static void
test_answer_transfer_hang_up_dial (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, NUMBER, "Zhang San", "support");
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);
  Outcome outcome = {FALSE, NULL};

  bh_desk_answer_async (f->desk, contact, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_TALKING);
  bh_desk_transfer_async (f->desk, contact, "4001", AND_WAIT (&outcome));
  wait_ok (&outcome);
  assert_asked (f, "call.transfer", "to", "4001");
  bh_desk_dial_async (f->desk, "+15551234567", "customer-7", AND_WAIT (&outcome));
  wait_ok (&outcome);
  assert_asked (f, "call.dial", "customer", "customer-7");
  contact = bh_desk_get_current (f->desk);
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_DIALING);
  bh_desk_hang_up_async (f->desk, contact, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_WRAP_UP);
}

static void
test_busy_while_under_way (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  Outcome outcome = {FALSE, NULL};
  gboolean busy;

  bh_desk_hold_async (f->desk, contact, AND_WAIT (&outcome));
  g_object_get (contact, "busy", &busy, NULL);
  g_assert_true (busy);
  wait_ok (&outcome);
  g_object_get (contact, "busy", &busy, NULL);
  g_assert_false (busy);
}

static void
test_wrap_up (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  g_autofree char *id = g_strdup (bh_contact_item_get_id (contact));
  Outcome outcome = {FALSE, NULL};

  fake_world_wrap_up (f->world, id, 30);
  bh_desk_set_disposition_async (f->desk, contact, "refund_promised", AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpstr (bh_contact_item_get_disposition (contact), ==, "refund_promised");
  g_assert_cmpstr (bh_contact_item_get_disposition_label (contact), ==, "Refund › Promised");
  bh_desk_set_disposition_async (f->desk, contact, NULL, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_null (bh_contact_item_get_disposition (contact));
  bh_desk_extend_async (f->desk, contact, 30, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpint (bh_contact_item_get_wrap_up_until (contact),
                   ==,
                   fake_world_now (f->world) + 60 * S);
  bh_desk_save_note (f->desk, contact, "promised a refund", NULL);
  bh_desk_finish_contact_async (f->desk, contact, AND_WAIT (&outcome));
  wait_ok (&outcome);
  assert_asked (f, "contact.note", "body", "promised a refund");
  g_assert_cmpuint (fake_server_count (f->server, "contact.finish"), ==, 1);
  g_assert_null (bh_desk_find_contact (f->desk, id));
}

/* What ended while the desk was away lies at the server until it is finished there. */
static void
test_finish_of_what_ended_meanwhile (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  const char *id = bh_contact_item_get_id (contact);
  g_autofree char *text =
      g_strdup_printf ("{\"contact\":\"%s\",\"ended\":\"2026-11-21T14:02:20.000Z\",\"me\":{"
                       "\"state\":\"ended\",\"since\":\"2026-11-21T14:02:20.000Z\","
                       "\"can\":[\"finish\"],\"cannot\":{},\"role\":\"primary\"}}",
                       id);
  g_autoptr (JsonObject) ended = fake_json (text);
  Outcome outcome = {FALSE, NULL};

  bh_desk_take_event (f->desk, "contact", ended, 0);
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_ENDED);
  bh_desk_finish_contact_async (f->desk, contact, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpuint (fake_server_count (f->server, "contact.finish"), ==, 1);
  g_assert_null (bh_desk_find_contact (f->desk, "contact-1"));
}

static void
test_finish_waits_for_the_note (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  Outcome outcome = {FALSE, NULL};

  fake_world_wrap_up (f->world, bh_contact_item_get_id (contact), 30);
  bh_desk_save_note (f->desk, contact, "important", NULL);
  fake_server_fail_next (f->server, "contact.note", "store_away", "The database is away.");
  bh_desk_finish_contact_async (f->desk, contact, AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_error (outcome.error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_STORE_AWAY);
  g_clear_error (&outcome.error);
  g_assert_cmpuint (fake_server_count (f->server, "contact.finish"), ==, 0);
}

static void
test_customer (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  const char *id = bh_contact_item_get_id (contact);
  BhCard *card = bh_contact_item_get_card (contact);
  BhNewCustomer customer = {.name = "New Face", .company = "New Inc", .number = NUMBER};
  Outcome outcome = {FALSE, NULL};

  fake_world_card_many (f->world, id, 2);
  bh_desk_attach_customer_async (f->desk, contact, "customer-2", AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpstr (bh_customer_get_id (bh_card_get_customer (card)), ==, "customer-2");
  bh_desk_attach_customer_async (f->desk, contact, NULL, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_null (bh_card_get_customer (card));
  g_assert_true (json_object_get_null_member (fake_server_get_last (f->server, "contact.customer"),
                                              "customer"));
  bh_desk_create_customer_async (f->desk, contact, &customer, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpstr (bh_customer_get_name (bh_card_get_customer (card)), ==, "New Face");
  assert_asked (f, "customer.create", "contact", id);
  bh_desk_attach_number_async (f->desk, contact, "customer-9", AND_WAIT (&outcome));
  wait_ok (&outcome);
  assert_asked (f, "customer.attach_number", "number", NUMBER);
}

static void
on_found (GObject *desk, GAsyncResult *result, gpointer data)
{
  GListModel **found = data;
  g_autoptr (GError) error = NULL;

  *found = bh_desk_search_customers_finish (BH_DESK (desk), result, &error);
  g_assert_no_error (error);
}

static void
test_search (Fixture *f, gconstpointer data)
{
  g_autoptr (GListModel) found = NULL;
  g_autoptr (BhCustomer) first = NULL;

  bh_desk_search_customers_async (f->desk, "wang", 10, NULL, on_found, &found);
  bh_fixture_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (found), ==, 2);
  first = g_list_model_get_item (found, 0);
  g_assert_cmpstr (bh_customer_get_name (first), ==, "王小明");
  assert_asked (f, "customer.search", "text", "wang");
}

static void
test_history_more (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  BhCard *card = bh_contact_item_get_card (contact);
  Outcome outcome = {FALSE, NULL};

  bh_desk_history_more_async (f->desk, contact, AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_error (outcome.error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_NOT_POSSIBLE);
  g_clear_error (&outcome.error);
  fake_world_card_one (f->world, bh_contact_item_get_id (contact), "王小明", "Huaxin");
  g_assert_true (bh_card_get_history_more (card));
  outcome.done = FALSE;
  bh_desk_history_more_async (f->desk, contact, AND_WAIT (&outcome));
  wait_ok (&outcome);
  g_assert_cmpuint (g_list_model_get_n_items (bh_card_get_history (card)), ==, 2);
  g_assert_false (bh_card_get_history_more (card));
  assert_asked (f, "customer.history", "before", "old-1");
  /* the same card again does not take the older ones away */
  fake_world_card_one (f->world, bh_contact_item_get_id (contact), "王小明", "Huaxin");
  g_assert_cmpuint (g_list_model_get_n_items (bh_card_get_history (card)), ==, 2);
}

static void
test_refused_in_words (Fixture *f, gconstpointer language)
{
  Outcome outcome = {FALSE, NULL};

  fake_server_fail_next (f->server,
                         "call.dial",
                         "dial_refused",
                         "+1900 is a premium number: it may not be dialed.");
  bh_desk_dial_async (f->desk, "+19001234567", NULL, AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_error (outcome.error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_DIAL_REFUSED);
  if (language == NULL)
    g_assert_cmpstr (outcome.error->message,
                     ==,
                     "+1900 is a premium number: it may not be dialed.");
  else
    g_assert_null (strstr (outcome.error->message, "+1900"));
  g_clear_error (&outcome.error);
}

static void
test_away_refuses_at_once (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  Outcome outcome = {FALSE, NULL};

  fake_server_drop (f->server);
  g_assert_false (bh_contact_item_can (contact, BH_CALL_HOLD));
  g_assert_cmpstr (bh_contact_item_why_not (contact, BH_CALL_HOLD),
                   ==,
                   "The server is away: use the phone itself.");
  bh_desk_hold_async (f->desk, contact, AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_error (outcome.error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SERVER_AWAY);
  g_clear_error (&outcome.error);
  fake_server_return (f->server);
  bh_fixture_settle ();
  g_assert_cmpuint (fake_server_count (f->server, "call.hold"), ==, 0);
  g_assert_true (bh_contact_item_can (contact, BH_CALL_HOLD));
}

static void
on_signed_in (GObject *desk, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  bh_desk_sign_in_finish (BH_DESK (desk), result, &outcome->error);
  outcome->done = TRUE;
}

static void
test_sign_in (Fixture *f, gconstpointer data)
{
  BhSignIn sign_in = {.server = "x", .user = "alice", .password = "wrong"};
  Outcome outcome = {FALSE, NULL};
  gboolean signed_in;

  bh_desk_sign_out (f->desk);
  bh_desk_sign_in_async (f->desk, &sign_in, NULL, on_signed_in, &outcome);
  bh_fixture_wait (&outcome);
  g_assert_error (outcome.error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_BAD_CREDENTIALS);
  g_clear_error (&outcome.error);
  sign_in.password = "secret";
  outcome.done = FALSE;
  bh_desk_sign_in_async (f->desk, &sign_in, NULL, on_signed_in, &outcome);
  wait_ok (&outcome);
  g_object_get (f->desk, "signed-in", &signed_in, NULL);
  g_assert_true (signed_in);
}

static void
on_ended (BhDesk *desk, const char *text, char **out)
{
  *out = g_strdup (text);
}

static void
test_ended_in_words (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  g_signal_connect (f->desk, "ended", G_CALLBACK (on_ended), &text);
  fake_server_bye (f->server, "replaced");
  g_assert_cmpstr (text, ==, "You signed in somewhere else, so you are signed out here.");
  g_clear_pointer (&text, g_free);
  fake_server_bye (f->server, "signed_out");
  g_assert_cmpstr (text, ==, "A supervisor signed you out: The fake server says bye.");
}

/* As a real server tells of a call that it makes: the agent's own phone rings first. */
static void
tell_own_ring (Fixture *f, const char *dialed, gboolean can_answer)
{
  g_autofree char *text = g_strdup_printf (
      "{\"contact\":\"own\",\"direction\":\"outbound\",\"customer_number\":\"\",\"number_shown\":"
      "\"\","
      "\"dialed\":\"%s\",\"queues\":[],\"started\":\"2026-11-21T14:00:00.000Z\",\"ended\":null,"
      "\"me\":{\"state\":\"%s\",\"since\":\"2026-11-21T14:00:00.000Z\",\"can\":[%s]}}",
      dialed,
      *dialed != '\0' ? "offered" : "dialing", /* one that was dialed elsewhere rings here */
      can_answer ? "\"answer\",\"hangup\"" : "\"hangup\"");
  g_autoptr (JsonObject) contact = fake_json (text);

  bh_desk_take_event (f->desk, "contact", contact, bh_clock_now (f->clock));
}

static void
dial (Fixture *f)
{
  fake_server_fail_next (f->server, "call.dial", "busy", "");
  bh_desk_dial_async (f->desk, NUMBER, NULL, NULL, NULL, NULL);
}

static void
test_dialed_call_is_taken (Fixture *f, gconstpointer data)
{
  BhContactItem *contact;

  dial (f);
  tell_own_ring (f, "", TRUE);
  contact = bh_desk_find_contact (f->desk, "own");
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_DIALING);
  g_assert_cmpstr (bh_contact_item_get_title (contact), ==, "New call");
  bh_fixture_settle ();
  assert_asked (f, "call.answer", "contact", "own");
  tell_own_ring (f, "", TRUE);
  bh_fixture_settle ();
  g_assert_cmpuint (fake_server_count (f->server, "call.answer"), ==, 1);
  g_assert_cmpuint (f->pops->len, ==, 0);
}

/* Nor one that somebody else began, nor one that comes much later, nor where the phone must be
 * lifted. */
static void
test_other_calls_are_not_taken (Fixture *f, gconstpointer data)
{
  tell_own_ring (f, "", TRUE);
  dial (f);
  tell_own_ring (f, "", FALSE);
  dial (f);
  tell_own_ring (f, "4000", TRUE);
  bh_fixture_pass (f, 31 * S);
  tell_own_ring (f, "", TRUE);
  bh_fixture_settle ();
  g_assert_cmpuint (fake_server_count (f->server, "call.answer"), ==, 0);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/desktop/model/commands/" name,                                                     \
              Fixture,                                                                             \
              NULL,                                                                                \
              bh_fixture_set_up,                                                                   \
              func,                                                                                \
              bh_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("state", test_state);
  ADD ("pending-state-is-taken-back", test_pending_state_is_taken_back);
  ADD ("calls", test_calls);
  ADD ("answer-transfer-hang-up-dial", test_answer_transfer_hang_up_dial);
  ADD ("dialed-call-is-taken", test_dialed_call_is_taken);
  ADD ("other-calls-are-not-taken", test_other_calls_are_not_taken);
  ADD ("busy-while-under-way", test_busy_while_under_way);
  ADD ("wrap-up", test_wrap_up);
  ADD ("finish-of-what-ended-meanwhile", test_finish_of_what_ended_meanwhile);
  ADD ("finish-waits-for-the-note", test_finish_waits_for_the_note);
  ADD ("customer", test_customer);
  ADD ("search", test_search);
  ADD ("history-more", test_history_more);
  ADD ("refused-in-words", test_refused_in_words);
  g_test_add ("/desktop/model/commands/refused-in-chinese",
              Fixture,
              "zh_CN",
              bh_fixture_set_up,
              test_refused_in_words,
              bh_fixture_tear_down);
  ADD ("away-refuses-at-once", test_away_refuses_at_once);
  ADD ("sign-in", test_sign_in);
  ADD ("ended-in-words", test_ended_in_words);
  return g_test_run ();
}
