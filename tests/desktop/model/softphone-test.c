/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-softphone.h"

#include "desktop/client/client-error.h"
#include "tests/desktop/model/fixture.h"
#include "tests/fakes/fake-baresip.h"

/* A phone of one's own beside the server: who is told what. */

typedef struct {
  Fixture desk;
  FakeBaresip *baresip;
  BhSoftphone *phone;
} PhoneFixture;

static void
on_started (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  bh_softphone_start_finish (BH_SOFTPHONE (source), result, &error);
  g_assert_no_error (error);
}

#define until(condition)                                                                           \
  while (!(condition))                                                                             \
  g_main_context_iteration (NULL, TRUE)

static void
set_up (PhoneFixture *f, gconstpointer data)
{
  bh_fixture_set_up (&f->desk, NULL);
  f->baresip = fake_baresip_new ();
  fake_baresip_answers (f->baresip, TRUE);
  f->phone = bh_softphone_new ();
  bh_softphone_attach_async (f->phone, fake_baresip_get_port (f->baresip), 5000, on_started, NULL);
  until (fake_baresip_is_connected (f->baresip));
  fake_baresip_event (f->baresip, "REGISTER_OK", "200 OK");
  until (bh_softphone_get_state (f->phone) == BH_SOFTPHONE_READY);
  bh_desk_set_softphone (f->desk.desk, f->phone);
}

static void
tear_down (PhoneFixture *f, gconstpointer data)
{
  bh_fixture_tear_down (&f->desk, NULL);
  g_assert_finalize_object (f->phone);
  fake_baresip_free (f->baresip);
}

static void
wait_for (Outcome *outcome)
{
  until (outcome->done);
  g_assert_no_error (outcome->error);
  outcome->done = FALSE;
}

static void
on_muted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(gboolean *) data = !bh_desk_mute_finish (BH_DESK (source), result, &error);
  g_assert_error (error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SOFTPHONE);
}

static void
test_nothing_to_mute (PhoneFixture *f, gconstpointer data)
{
  gboolean refused = FALSE;

  g_assert_false (bh_desk_can_mute (f->desk.desk));
  bh_desk_mute_async (f->desk.desk, on_muted, &refused);
  until (refused);
}

static void
test_does_what_it_can (PhoneFixture *f, gconstpointer data)
{
  BhDesk *desk = f->desk.desk;
  const char *id = fake_world_offered (f->desk.world, "+8613800138000", NULL, "support");
  BhContactItem *contact = bh_desk_find_contact (desk, id);
  Outcome outcome = {FALSE, NULL};

  fake_baresip_event (f->baresip, "CALL_INCOMING", "");
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_RINGING);
  bh_desk_answer_async (desk, contact, AND_WAIT (&outcome));
  wait_for (&outcome);
  fake_world_talking (f->desk.world, id);
  bh_desk_hold_async (desk, contact, AND_WAIT (&outcome));
  wait_for (&outcome);
  fake_world_hold (f->desk.world, id);
  bh_desk_retrieve_async (desk, contact, AND_WAIT (&outcome));
  wait_for (&outcome);
  fake_world_talking (f->desk.world, id);
  bh_desk_dtmf_async (desk, contact, "1", AND_WAIT (&outcome));
  wait_for (&outcome);
  bh_desk_transfer_async (desk, contact, "4001", AND_WAIT (&outcome));
  wait_for (&outcome);
  g_assert_cmpstr (fake_baresip_get_asked (f->baresip), ==, "accept hold resume sndcode=1 ");
  g_assert_cmpuint (fake_server_count (f->desk.server, "call.hold"), ==, 0);
  g_assert_cmpuint (fake_server_count (f->desk.server, "call.transfer"), ==, 1);
}

static void
test_works_while_the_server_is_away (PhoneFixture *f, gconstpointer data)
{
  BhDesk *desk = f->desk.desk;
  const char *id = fake_world_offered (f->desk.world, "+8613800138000", NULL, "support");
  BhContactItem *contact = bh_desk_find_contact (desk, id);
  Outcome outcome = {FALSE, NULL};

  fake_baresip_event (f->baresip, "CALL_INCOMING", "");
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_RINGING);
  fake_server_drop (f->desk.server);
  g_assert_true (bh_contact_item_can (contact, BH_CALL_ANSWER));
  g_assert_false (bh_contact_item_can (contact, BH_CALL_TRANSFER));
  bh_desk_answer_async (desk, contact, AND_WAIT (&outcome));
  wait_for (&outcome);
  g_assert_cmpstr (fake_baresip_get_asked (f->baresip), ==, "accept ");
}

static void
test_takes_a_dialed_call_by_itself (PhoneFixture *f, gconstpointer data)
{
  fake_world_dialing (f->desk.world, "+15551234567");
  fake_baresip_event (f->baresip, "CALL_INCOMING", "");
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_TALKING);
  g_assert_cmpstr (fake_baresip_get_asked (f->baresip), ==, "accept ");
}

static void
test_without_it_the_server_does_it (PhoneFixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->desk.world, "+8613800138000", NULL, "support");
  BhContactItem *contact = bh_desk_find_contact (f->desk.desk, id);
  Outcome outcome = {FALSE, NULL};

  bh_desk_set_softphone (f->desk.desk, NULL);
  g_assert_null (bh_desk_get_softphone (f->desk.desk));
  bh_desk_answer_async (f->desk.desk, contact, AND_WAIT (&outcome));
  wait_for (&outcome);
  g_assert_cmpuint (fake_server_count (f->desk.server, "call.answer"), ==, 1);
}

/* The server leaves answering to us; without a phone that must not look possible. */
static void
test_profile_without_a_phone (PhoneFixture *f, gconstpointer data)
{
  const char *id;
  BhContactItem *contact;

  fake_world_profile (f->desk.world, "softphone");
  bh_desk_set_softphone (f->desk.desk, NULL);
  id = fake_world_offered (f->desk.world, "+8613800138000", NULL, "support");
  contact = bh_desk_find_contact (f->desk.desk, id);
  g_assert_false (bh_contact_item_can (contact, BH_CALL_ANSWER));
  g_assert_cmpstr (bh_contact_item_why_not (contact, BH_CALL_ANSWER),
                   ==,
                   "The softphone on this machine is not ready.");
  bh_desk_set_softphone (f->desk.desk, f->phone);
  fake_baresip_event (f->baresip, "CALL_INCOMING", "");
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_RINGING);
  g_assert_true (bh_contact_item_can (contact, BH_CALL_ANSWER));
}

/* The agent would wait for calls that cannot ring: said as long as it is so, not for some seconds.
 */
static void
test_a_phone_that_stops_is_told (PhoneFixture *f, gconstpointer data)
{
  BhDesk *desk = f->desk.desk;

  g_assert_cmpint (bh_desk_get_banner_kind (desk), ==, BH_BANNER_NONE);
  fake_baresip_hang_up (f->baresip);
  until (bh_softphone_get_state (f->phone) == BH_SOFTPHONE_FAILED);
  g_assert_cmpint (bh_desk_get_banner_kind (desk), ==, BH_BANNER_AWAY);
  g_assert_cmpstr (
      bh_desk_get_banner_text (desk),
      ==,
      "No call can ring on this machine: The softphone baresip stopped. Sign out and in "
      "again to start the softphone anew, or use another phone.");
  bh_fixture_pass (&f->desk, G_TIME_SPAN_HOUR);
  g_assert_cmpint (bh_desk_get_banner_kind (desk), ==, BH_BANNER_AWAY);
  bh_desk_set_softphone (desk, NULL);
  g_assert_cmpint (bh_desk_get_banner_kind (desk), ==, BH_BANNER_NONE);
}

static void
test_a_lost_registration_is_told_until_it_is_back (PhoneFixture *f, gconstpointer data)
{
  BhDesk *desk = f->desk.desk;

  fake_baresip_event (f->baresip, "REGISTER_FAIL", "503 Service Unavailable");
  until (bh_softphone_get_state (f->phone) == BH_SOFTPHONE_REGISTERING);
  g_assert_cmpint (bh_desk_get_banner_kind (desk), ==, BH_BANNER_AWAY);
  g_assert_nonnull (strstr (bh_desk_get_banner_text (desk), "503 Service Unavailable"));
  g_assert_true (g_str_has_suffix (bh_desk_get_banner_text (desk), "It is tried again by itself."));
  fake_baresip_event (f->baresip, "REGISTER_OK", "200 OK");
  until (bh_softphone_get_state (f->phone) == BH_SOFTPHONE_READY);
  g_assert_cmpint (bh_desk_get_banner_kind (desk), ==, BH_BANNER_NONE);
}

static void
test_lost_sound_is_told (PhoneFixture *f, gconstpointer data)
{
  BhDesk *desk = f->desk.desk;

  fake_baresip_event (f->baresip, "CALL_ESTABLISHED", "");
  fake_baresip_event (f->baresip, "AUDIO_ERROR", "19,No such device");
  until (bh_softphone_get_sound (f->phone) != NULL);
  g_assert_cmpint (bh_desk_get_banner_kind (desk), ==, BH_BANNER_AWAY);
  g_assert_cmpstr (
      bh_desk_get_banner_text (desk),
      ==,
      "The softphone lost its microphone or loudspeaker (No such device). Without it you and the "
      "customer do not hear each other. Plug it in, or choose another one in the preferences.");
  fake_baresip_event (f->baresip, "CALL_CLOSED", "");
  until (bh_softphone_get_sound (f->phone) == NULL);
  g_assert_cmpint (bh_desk_get_banner_kind (desk), ==, BH_BANNER_NONE);
  bh_softphone_set_missing (f->phone, "This machine has no microphone.");
  g_assert_true (
      g_str_has_prefix (bh_desk_get_banner_text (desk), "This machine has no microphone. "));
}

/* Without the server nothing is certain; that is the one sentence then. */
static void
test_the_server_away_is_told_first (PhoneFixture *f, gconstpointer data)
{
  fake_baresip_hang_up (f->baresip);
  until (bh_softphone_get_state (f->phone) == BH_SOFTPHONE_FAILED);
  fake_server_drop (f->desk.server);
  g_assert_true (g_str_has_prefix (bh_desk_get_banner_text (f->desk.desk), "Server away since"));
  fake_server_return (f->desk.server);
  g_assert_true (g_str_has_prefix (bh_desk_get_banner_text (f->desk.desk),
                                   "No call can ring on this machine"));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/desktop/model/softphone/" name, PhoneFixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("does-what-it-can", test_does_what_it_can);
  ADD ("works-while-the-server-is-away", test_works_while_the_server_is_away);
  ADD ("takes-a-dialed-call-by-itself", test_takes_a_dialed_call_by_itself);
  ADD ("without-it-the-server-does-it", test_without_it_the_server_does_it);
  ADD ("profile-without-a-phone", test_profile_without_a_phone);
  ADD ("nothing-to-mute", test_nothing_to_mute);
  ADD ("a-phone-that-stops-is-told", test_a_phone_that_stops_is_told);
  ADD ("a-lost-registration-is-told-until-it-is-back",
       test_a_lost_registration_is_told_until_it_is_back);
  ADD ("lost-sound-is-told", test_lost_sound_is_told);
  ADD ("the-server-away-is-told-first", test_the_server_away_is_told_first);
  return g_test_run ();
}
