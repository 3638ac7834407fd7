/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/engine/desk-world.h"

/* What ended while an agent's desktop was away is told when it is back, until it is wrapped up. */

static DeskWorld *
talking_world (void)
{
  DeskWorld *world = desk_world_new (0);

  desk_world_sign_in (world, "alice");
  g_free (desk_world_ask (world, "alice", "state.set", "{'state':'ready'}"));
  desk_world_customer_calls (world, "13800138000");
  desk_world_rings (world, "PJSIP/1001");
  desk_world_answers (world, "PJSIP/1001");
  desk_world_found (world, BH_LOOKUP_ONE, "11111111-2222-4333-8444-555555555555");
  g_free (desk_world_ask (world,
                          "alice",
                          "contact.note",
                          "{'contact':'CONTACT','body':'half a','base':0}"));
  return world;
}

static char *
id_of (DeskWorld *world)
{
  return g_strdup (
      json_object_get_string_member (desk_world_last (world, "alice", "contact"), "contact"));
}

static void
assert_state (DeskWorld *world, const char *state)
{
  JsonObject *contact = desk_world_last (world, "alice", "contact");

  g_assert_nonnull (contact);
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (contact, "me"), "state"),
      ==,
      state);
}

static void
assert_snapshot (DeskWorld *world, gboolean has)
{
  g_autofree char *events = desk_world_snapshot (world, "alice");

  g_assert_cmpint (strstr (events, "contact") != NULL, ==, has);
  if (has) {
    g_assert_nonnull (strstr (events, "contact card note"));
    assert_state (world, "ended");
  }
}

/* Asks @op of the contact @id, whatever is newest. */
static char *
ask (DeskWorld *world, const char *op, const char *id, const char *more)
{
  g_autofree char *args = g_strdup_printf ("{'contact':'%s'%s}", id, more);

  return desk_world_ask (world, "alice", op, args);
}

static void
ends_while_away (DeskWorld *world)
{
  desk_world_away (world, "alice", TRUE);
  desk_world_hangs_up (world);
  desk_world_wait (world, 31000); /* and the wrap-up runs out */
}

/* The stream that is resumed holds it, and so does a new snapshot. */
static void
test_away (void)
{
  g_autoptr (DeskWorld) world = talking_world ();
  g_autofree char *id = id_of (world);

  ends_while_away (world);
  g_assert_null (desk_world_last (world, "alice", "contact_gone"));
  assert_state (world, "ended");
  desk_world_away (world, "alice", FALSE);
  assert_snapshot (world, TRUE);
  assert_snapshot (world, TRUE);
}

static void
test_finish (void)
{
  g_autoptr (DeskWorld) world = talking_world ();
  g_autofree char *id = id_of (world);
  JsonArray *can;

  ends_while_away (world);
  desk_world_away (world, "alice", FALSE);
  can = json_object_get_array_member (
      json_object_get_object_member (desk_world_last (world, "alice", "contact"), "me"),
      "can");
  g_assert_cmpuint (json_array_get_length (can), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (can, 0), ==, "finish");
  assert_takes (ask (world, "call.hangup", id, ""), "not_possible: The call is over.");
  assert_takes (ask (world, "contact.disposition", id, ",'code':'solved'"), "ok");
  g_assert_cmpstr (
      json_object_get_string_member (desk_world_last (world, "alice", "contact"), "disposition"),
      ==,
      "solved");
  assert_takes (ask (world, "contact.finish", id, ""), "ok");
  g_assert_cmpstr (
      json_object_get_string_member (desk_world_last (world, "alice", "contact_gone"), "why"),
      ==,
      "finished");
  assert_snapshot (world, FALSE);
  g_assert_cmpuint (desk_world_n_open (world, "over"), ==, 0);
}

/* Who was there saw the end. */
static void
test_present (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  desk_world_hangs_up (world);
  desk_world_wait (world, 31000);
  g_assert_nonnull (desk_world_last (world, "alice", "contact_gone"));
  assert_snapshot (world, FALSE);
  desk_world_wait (world, 11000);
  desk_world_away (world, "alice", TRUE);
  desk_world_away (world, "alice", FALSE);
  assert_snapshot (world, FALSE);
}

/* A desktop that dies is noticed only some seconds later: what it was told meanwhile is told
 * again. */
static void
test_died_at_the_end (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  desk_world_hangs_up (world);
  desk_world_wait (world, 31000);
  desk_world_wait (world, 3000);
  desk_world_away (world, "alice", TRUE);
  assert_snapshot (world, TRUE);
}

/* … and may be started again before it is noticed at all. */
static void
test_started_again (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  desk_world_hangs_up (world);
  desk_world_wait (world, 31000);
  desk_world_gone (world, "alice", "replaced");
  desk_world_sign_in (world, "alice");
  assert_snapshot (world, TRUE);
}

static void
test_wrapped_up (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  desk_world_hangs_up (world);
  g_free (desk_world_ask (world,
                          "alice",
                          "contact.disposition",
                          "{'contact':'CONTACT','code':'solved'}"));
  assert_takes (desk_world_ask (world, "alice", "contact.finish", "{'contact':'CONTACT'}"), "ok");
  desk_world_away (world, "alice", TRUE);
  assert_snapshot (world, FALSE);
}

static void
test_finished_without_result (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  desk_world_hangs_up (world);
  assert_takes (desk_world_ask (world, "alice", "contact.finish", "{'contact':'CONTACT'}"), "ok");
  desk_world_away (world, "alice", TRUE);
  assert_snapshot (world, FALSE);
}

/* Away for so long that the session was given up, in the middle of the call. */
static void
test_signed_out_by_silence (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  desk_world_away (world, "alice", TRUE);
  desk_world_gone (world, "alice", "silence");
  desk_world_hangs_up (world);
  desk_world_wait (world, 1000);
  desk_world_sign_in (world, "alice");
  assert_snapshot (world, TRUE);
}

static void
test_logout (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  ends_while_away (world);
  desk_world_away (world, "alice", FALSE);
  desk_world_gone (world, "alice", "logout");
  desk_world_sign_in (world, "alice");
  assert_snapshot (world, FALSE);
}

static void
test_ten_minutes (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  ends_while_away (world);
  desk_world_away (world, "alice", FALSE);
  desk_world_wait (world, 10 * 60 * 1000);
  g_assert_nonnull (desk_world_last (world, "alice", "contact_gone"));
  assert_snapshot (world, FALSE);
  g_assert_cmpuint (desk_world_n_open (world, "over"), ==, 0);
}

/* The server dies too: when it is back, the call is not there any more. */
static void
test_server_died (void)
{
  g_autoptr (DeskWorld) world = talking_world ();
  g_autofree char *answer = NULL;

  desk_world_crash (world);
  desk_world_link_up (world, "boot-1", NULL, 0);
  desk_world_wait (world, 31000);
  answer = desk_world_returns (world, "alice", "PJSIP/1001");
  assert_snapshot (world, TRUE);
  desk_world_found (world, BH_LOOKUP_ONE, "11111111-2222-4333-8444-555555555555");
  g_assert_cmpstr (
      json_object_get_string_member (desk_world_last (world, "alice", "card"), "status"),
      ==,
      "one");
  desk_world_crash (world);
  desk_world_link_up (world, "boot-1", NULL, 0);
  g_free (answer);
  answer = desk_world_returns (world, "alice", "PJSIP/1001");
  assert_snapshot (world, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/over/away", test_away);
  g_test_add_func ("/engine/over/finish", test_finish);
  g_test_add_func ("/engine/over/present", test_present);
  g_test_add_func ("/engine/over/died-at-the-end", test_died_at_the_end);
  g_test_add_func ("/engine/over/started-again", test_started_again);
  g_test_add_func ("/engine/over/wrapped-up", test_wrapped_up);
  g_test_add_func ("/engine/over/finished-without-result", test_finished_without_result);
  g_test_add_func ("/engine/over/signed-out-by-silence", test_signed_out_by_silence);
  g_test_add_func ("/engine/over/logout", test_logout);
  g_test_add_func ("/engine/over/ten-minutes", test_ten_minutes);
  g_test_add_func ("/engine/over/server-died", test_server_died);
  return g_test_run ();
}
