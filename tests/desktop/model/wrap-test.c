/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/day.h"
#include "desktop/model/desk-messages.h"
#include "desktop/model/desk-wrap.h"
#include "desktop/model/disposition-private.h"
#include "tests/desktop/model/fixture.h"

/* After the talk: corrections, what is missing, what supervisors tell, one's own day. */

#define NUMBER "+8613800138000"
#define MIN_US (60 * (gint64) G_USEC_PER_SEC)

static BhContactItem *
wrap_up (Fixture *f)
{
  const char *id = fake_world_offered (f->world, NUMBER, "Zhang San", "support");

  fake_world_talking (f->world, id);
  fake_world_wrap_up (f->world, id, 30);
  return bh_desk_find_contact (f->desk, id);
}

static void
finish (Fixture *f, BhContactItem *contact)
{
  Outcome outcome = {FALSE, NULL};

  bh_desk_finish_contact_async (f->desk, contact, AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_no_error (outcome.error);
}

static void
test_finished_can_be_corrected (Fixture *f, gconstpointer data)
{
  g_autoptr (BhContactItem) contact = g_object_ref (wrap_up (f));

  g_assert_null (bh_desk_last_finished (f->desk));
  bh_desk_save_note (f->desk, contact, "wrong", NULL);
  finish (f, contact);
  g_assert_null (bh_desk_find_contact (f->desk, bh_contact_item_get_id (contact)));
  g_assert_true (bh_desk_last_finished (f->desk) == contact);
  bh_desk_correct (f->desk, contact);
  g_assert_true (bh_desk_get_current (f->desk) == contact);
  g_assert_cmpint (bh_contact_item_get_state (contact), ==, BH_CONTACT_ENDED);
  g_assert_cmpstr (bh_contact_item_get_note (contact), ==, "wrong");
  g_assert_null (bh_desk_last_finished (f->desk));
}

/* Wiping all of it out is a correction too. */
static void
test_correction_may_be_empty (Fixture *f, gconstpointer data)
{
  g_autoptr (BhContactItem) contact = g_object_ref (wrap_up (f));
  guint before;

  bh_desk_save_note (f->desk, contact, "wrong", NULL);
  finish (f, contact);
  bh_desk_correct (f->desk, contact);
  before = fake_server_count (f->server, "contact.note");
  bh_desk_save_note (f->desk, contact, "", NULL);
  bh_fixture_pass (f, G_USEC_PER_SEC);
  g_assert_cmpuint (fake_server_count (f->server, "contact.note"), >, before);
}

static void
test_correction_ends_after_ten_minutes (Fixture *f, gconstpointer data)
{
  finish (f, wrap_up (f));
  bh_fixture_pass (f, 9 * MIN_US);
  g_assert_nonnull (bh_desk_last_finished (f->desk));
  bh_fixture_pass (f, 2 * MIN_US);
  g_assert_null (bh_desk_last_finished (f->desk));
}

/* A ring that the caller gave up does not take the place of what was finished. */
static void
test_never_talked (Fixture *f, gconstpointer data)
{
  g_autoptr (BhContactItem) contact = g_object_ref (wrap_up (f));
  const char *id;

  finish (f, contact);
  g_assert_true (bh_desk_last_finished (f->desk) == contact);
  id = fake_world_offered (f->world, "+8613900139000", "Li Si", "support");
  fake_world_gone (f->world, id, "finished", NULL);
  bh_fixture_settle ();
  g_assert_true (bh_desk_last_finished (f->desk) == contact);
}

/* … nor does the death of the program take it away. */
static void
test_after_a_restart (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = wrap_up (f);

  bh_desk_save_note (f->desk, contact, "wrong", NULL);
  finish (f, contact);
  g_assert_nonnull (bh_desk_last_finished (f->desk));
  bh_fixture_restart_desk (f);
  fake_server_sign_in (f->server);
  bh_fixture_settle ();
  contact = bh_desk_last_finished (f->desk);
  g_assert_nonnull (contact);
  g_assert_cmpstr (bh_contact_item_get_note (contact), ==, "wrong");
  bh_desk_correct (f->desk, contact);
  g_assert_true (bh_desk_get_current (f->desk) == contact);
  g_assert_null (bh_desk_last_finished (f->desk));
}

/* Who handed a customer over has written of it as well. */
static void
test_handed_over (Fixture *f, gconstpointer data)
{
  g_autoptr (BhContactItem) contact = g_object_ref (wrap_up (f));

  fake_world_gone (f->world, bh_contact_item_get_id (contact), "not_yours", NULL);
  bh_fixture_settle ();
  g_assert_true (bh_desk_last_finished (f->desk) == contact);
}

static void
test_missing_result (Fixture *f, gconstpointer data)
{
  BhContactItem *contact;
  Outcome outcome = {FALSE, NULL};

  fake_world_results (f->world, "support", TRUE, "solved");
  bh_fixture_settle ();
  contact = wrap_up (f);
  g_assert_cmpstr (bh_desk_missing (f->desk, contact),
                   ==,
                   "Choose a result first: this queue needs one.");
  g_assert_cmpstr (bh_desk_suggested_result (f->desk, contact), ==, "solved");
  bh_desk_set_disposition_async (f->desk, contact, "solved", AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_null (bh_desk_missing (f->desk, contact));
}

static BhDisposition *
result (const char *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  return bh_disposition_new (json_node_get_object (node), "en");
}

/* Each campaign and each queue has branches of its own. */
static void
test_results_of_others (Fixture *f, gconstpointer data)
{
  g_autoptr (BhDisposition) any = result ("{\"code\":\"a\",\"path\":[]}");
  g_autoptr (BhDisposition) queue = result ("{\"code\":\"b\",\"path\":[],\"queue\":\"support\"}");
  g_autoptr (BhDisposition) campaign =
      result ("{\"code\":\"c\",\"path\":[],\"campaign\":\"spring\"}");

  g_assert_true (bh_disposition_is_for (any, NULL, NULL));
  g_assert_true (bh_disposition_is_for (any, "support", "spring"));
  g_assert_true (bh_disposition_is_for (queue, "support", NULL));
  g_assert_false (bh_disposition_is_for (queue, "sales", NULL));
  g_assert_false (bh_disposition_is_for (queue, NULL, "spring"));
  g_assert_true (bh_disposition_is_for (campaign, NULL, "spring"));
  g_assert_false (bh_disposition_is_for (campaign, "support", NULL));
  g_assert_false (bh_disposition_is_for (campaign, NULL, "autumn"));
}

static void
test_messages (Fixture *f, gconstpointer data)
{
  Outcome outcome = {FALSE, NULL};

  fake_world_message (f->world, "first", FALSE);
  bh_fixture_pass (f, G_USEC_PER_SEC);
  fake_world_message (f->world, "second", TRUE);
  bh_fixture_settle ();
  g_assert_cmpuint (bh_desk_count_unread (f->desk), ==, 2);
  g_assert_cmpuint (fake_server_count (f->server, "message.seen"), ==, 2);
  /* what is urgent comes before what is older */
  g_assert_cmpstr (bh_message_get_body (bh_desk_next_message (f->desk)), ==, "second");
  g_assert_cmpstr (bh_message_get_from (bh_desk_next_message (f->desk)), ==, "Sue Marsh");
  bh_desk_read_message_async (f->desk, bh_desk_next_message (f->desk), AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpstr (bh_message_get_body (bh_desk_next_message (f->desk)), ==, "first");
}

/* Over a reconnect nothing is told twice, and what was read stays read. */
static void
test_messages_over_a_restart (Fixture *f, gconstpointer data)
{
  fake_world_message (f->world, "once", FALSE);
  bh_fixture_settle ();
  bh_desk_read_message_async (f->desk, bh_desk_next_message (f->desk), NULL, NULL, NULL);
  bh_fixture_settle ();
  fake_server_restart (f->server);
  bh_fixture_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (bh_desk_get_messages (f->desk)), ==, 1);
  g_assert_cmpuint (bh_desk_count_unread (f->desk), ==, 0);
}

static void
test_reading_while_away_is_taken_back (Fixture *f, gconstpointer data)
{
  Outcome outcome = {FALSE, NULL};

  fake_world_message (f->world, "once", FALSE);
  bh_fixture_settle ();
  fake_server_drop (f->server);
  bh_desk_read_message_async (f->desk, bh_desk_next_message (f->desk), AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_assert_nonnull (outcome.error);
  g_clear_error (&outcome.error);
  g_assert_cmpuint (bh_desk_count_unread (f->desk), ==, 1);
}

static void
test_day (Fixture *f, gconstpointer data)
{
  g_autoptr (BhDay) day = bh_day_new ();
  g_autoptr (BhDayBand) lunch = NULL;
  g_autoptr (BhDayBand) occupancy = NULL;

  bh_day_load (day, f->desk);
  bh_fixture_settle ();
  g_assert_cmpint (bh_day_get_as_of (day), ==, FAKE_WORLD_START_US);
  g_assert_cmpuint (g_list_model_get_n_items (bh_day_get_bands (day)), ==, 6);
  lunch = g_list_model_get_item (bh_day_get_bands (day), 4);
  g_assert_cmpstr (bh_day_band_get_word (lunch), ==, "Lunch");
  g_assert_cmpstr (bh_day_band_get_value (lunch), ==, "40:00");
  occupancy = g_list_model_get_item (bh_day_get_figures (day), 6);
  g_assert_cmpstr (bh_day_band_get_value (occupancy), ==, "27.0 %");
}

static void
test_day_while_away (Fixture *f, gconstpointer data)
{
  g_autoptr (BhDay) day = bh_day_new ();

  bh_day_load (day, f->desk);
  bh_fixture_settle ();
  fake_server_drop (f->server);
  bh_day_load (day, f->desk);
  bh_fixture_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (bh_day_get_bands (day)), ==, 6);
  g_assert_cmpstr (bh_day_get_message (day), ==, "The server is away. Try again when it is back.");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/desktop/model/wrap/" name,                                                         \
              Fixture,                                                                             \
              NULL,                                                                                \
              bh_fixture_set_up,                                                                   \
              func,                                                                                \
              bh_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("finished-can-be-corrected", test_finished_can_be_corrected);
  ADD ("correction-may-be-empty", test_correction_may_be_empty);
  ADD ("correction-ends-after-ten-minutes", test_correction_ends_after_ten_minutes);
  ADD ("never-talked", test_never_talked);
  ADD ("after-a-restart", test_after_a_restart);
  ADD ("handed-over", test_handed_over);
  ADD ("missing-result", test_missing_result);
  ADD ("results-of-others", test_results_of_others);
  ADD ("messages", test_messages);
  ADD ("messages-over-a-restart", test_messages_over_a_restart);
  ADD ("reading-while-away-is-taken-back", test_reading_while_away_is_taken_back);
  ADD ("day", test_day);
  ADD ("day-while-away", test_day_while_away);
  return g_test_run ();
}
