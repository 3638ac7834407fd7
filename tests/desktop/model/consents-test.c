/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/desktop/model/fixture.h"

#include "desktop/model/consents.h"
#include "desktop/model/desk-recent.h"
#include "desktop/model/past-call.h"

/* What customers said about being called, and whom this agent called before. */

static void
set_up (Fixture *f, gconstpointer data)
{
  bh_fixture_set_up (f, NULL);
  fake_world_outbound (f->world);
  fake_server_sign_in (f->server);
  bh_fixture_settle ();
}

static BhConsents *
consents_of (Fixture *f, const char *number)
{
  const char *id = fake_world_offered (f->world, number, NULL, "support");
  BhConsents *consents;

  fake_world_talking (f->world, id);
  consents = bh_consents_of (f->desk, bh_desk_find_contact (f->desk, id));
  bh_fixture_settle ();
  return consents;
}

static void
test_line (Fixture *f, gconstpointer data)
{
  BhConsents *consents = consents_of (f, "+493090182014");

  g_assert_cmpstr (bh_consents_get_line (consents),
                   ==,
                   "Has a running contract (1 Jun 2025)  ·  Agreed to marketing calls (3 Mar)");
  g_assert_null (bh_consents_get_blocked (consents));
  g_assert_cmpuint (g_list_model_get_n_items (bh_consents_get_lines (consents)), ==, 2);
  consents = consents_of (f, "+33142278186");
  g_assert_cmpstr (bh_consents_get_line (consents), ==, "No consent is recorded");
  consents = consents_of (f, "+8613912345678");
  g_assert_cmpstr (bh_consents_get_blocked (consents), ==, "wants no more calls (since 2 Nov)");
  g_assert_cmpstr (bh_consents_get_line (consents),
                   ==,
                   "Took back the consent to marketing calls (2 Nov)");
  g_assert_cmpuint (fake_server_count (f->server, "customer.consents"), ==, 3);
}

/* Looked at by several, asked once. */
static void
test_asked_once (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, "+493090182014", NULL, "support");
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);
  BhConsents *consents = bh_consents_of (f->desk, contact);

  g_assert_true (bh_consents_of (f->desk, contact) == consents);
  g_assert_cmpstr (bh_consents_get_line (consents), ==, "Looking up the consents…");
  bh_fixture_settle ();
  g_assert_true (bh_consents_of (f->desk, contact) == consents);
  g_assert_cmpuint (fake_server_count (f->server, "customer.consents"), ==, 1);
}

static void
test_cannot_be_looked_up (Fixture *f, gconstpointer data)
{
  BhConsents *consents;

  fake_server_fail_next (f->server, "customer.consents", "store_away", "The database is away.");
  consents = consents_of (f, "+493090182014");
  g_assert_cmpstr (bh_consents_get_line (consents), ==, "The consents cannot be looked up now");
}

/* The server has it, so it is shown, without another question. */
static void
test_told (Fixture *f, gconstpointer data)
{
  BhConsents *consents = consents_of (f, "+33142278186");
  Outcome outcome = {0};
  JsonObject *args;

  bh_consents_tell_async (consents, "marketing", TRUE, "said so", AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_no_error (outcome.error);
  args = fake_server_get_last (f->server, "customer.consent");
  g_assert_cmpstr (json_object_get_string_member (args, "number"), ==, "+33142278186");
  g_assert_cmpstr (json_object_get_string_member (args, "source"), ==, "said so");
  g_assert_true (json_object_get_boolean_member (args, "given"));
  g_assert_true (g_str_has_prefix (bh_consents_get_line (consents), "Agreed to marketing calls ("));
  outcome = (Outcome){0};
  bh_consents_tell_async (consents, "marketing", FALSE, "said so", AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_true (
      g_str_has_prefix (bh_consents_get_line (consents), "Took back the consent to marketing"));
  g_assert_cmpuint (fake_server_count (f->server, "customer.consents"), ==, 1);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  BhConsents *consents = consents_of (f, "+33142278186");
  Outcome outcome = {0};

  fake_server_fail_next (f->server, "customer.consent", "forbidden", "You may not.");
  bh_consents_tell_async (consents, "marketing", TRUE, "said so", AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_nonnull (outcome.error);
  g_error_free (outcome.error);
  g_assert_cmpstr (bh_consents_get_line (consents), ==, "No consent is recorded");
}

static void
test_stopped (Fixture *f, gconstpointer data)
{
  BhConsents *consents = consents_of (f, "+33142278186");
  Outcome outcome = {0};
  JsonObject *args;

  bh_consents_stop_async (consents, "had enough", AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_no_error (outcome.error);
  args = fake_server_get_last (f->server, "customer.do_not_call");
  g_assert_cmpstr (json_object_get_string_member (args, "number"), ==, "+33142278186");
  g_assert_true (g_str_has_prefix (bh_consents_get_blocked (consents), "had enough (since "));
}

/* ---- before this sign-in */

static void
test_past (Fixture *f, gconstpointer data)
{
  GListModel *past = bh_desk_get_past (f->desk);
  g_autoptr (BhPastCall) call = g_list_model_get_item (past, 0);

  g_assert_cmpuint (g_list_model_get_n_items (past), ==, 2);
  g_assert_cmpstr (bh_past_call_get_name (call), ==, "Priya Nair");
  g_assert_cmpstr (bh_past_call_get_queue (call), ==, "Support");
  g_assert_cmpstr (bh_desk_get_last_called (f->desk), ==, "+493090182099");
  fake_server_drop (f->server);
  fake_server_return (f->server);
  bh_fixture_settle ();
  g_assert_cmpuint (fake_server_count (f->server, "agent.recent"), ==, 1);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/model/consents/" name, Fixture, NULL, set_up, func, bh_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("line", test_line);
  ADD ("asked-once", test_asked_once);
  ADD ("cannot-be-looked-up", test_cannot_be_looked_up);
  ADD ("told", test_told);
  ADD ("refused", test_refused);
  ADD ("stopped", test_stopped);
  ADD ("past", test_past);
  return g_test_run ();
}
