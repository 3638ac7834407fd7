/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/engine/desk-world.h"

/* Who gets a call from a colleague has all that belongs to it before the phone is told to ring. */

#define assert_asks(world, user, op, args, expected)                                               \
  assert_takes (desk_world_ask (world, user, op, args), expected)

static void
forget_trail (DeskWorld *world)
{
  g_free (desk_world_trail (world));
}

/* Alice talks with a customer, with a card, a note and data; Bob is there. */
static DeskWorld *
talking_world (void)
{
  DeskWorld *world = desk_world_new (0);

  desk_world_sign_in (world, "alice");
  desk_world_sign_in (world, "bob");
  g_free (desk_world_ask (world, "alice", "state.set", "{'state':'ready'}"));
  desk_world_customer_calls (world, "13800138000");
  desk_world_rings (world, "PJSIP/1001");
  desk_world_answers (world, "PJSIP/1001");
  desk_world_found (world, BH_LOOKUP_ONE, "11111111-2222-4333-8444-555555555555");
  g_free (desk_world_ask (world,
                          "alice",
                          "contact.note",
                          "{'contact':'CONTACT','body':'wants her money back','base':0}"));
  desk_world_say (
      world,
      &(BhPbxEvent){.kind = BH_PBX_ATTACHED_DATA, .leg = "c", .name = "ivr_choice", .text = "2"});
  forget_trail (world);
  return world;
}

static const char *
text_of (JsonObject *object, const char *member)
{
  g_assert_nonnull (object);
  return json_object_get_string_member_with_default (object, member, NULL);
}

static JsonObject *
me_of (DeskWorld *world, const char *user)
{
  JsonObject *contact = desk_world_last (world, user, "contact");

  g_assert_nonnull (contact);
  return json_object_get_object_member (contact, "me");
}

static void
assert_gone (DeskWorld *world, const char *user, const char *reason)
{
  JsonObject *gone = desk_world_last (world, user, "contact_gone");

  g_assert_cmpstr (text_of (gone, "why"), ==, "withdrawn");
  g_assert_cmpstr (text_of (gone, "reason"), ==, reason);
}

/* Alice's phone asks Bob's: it rings. */
static void
bob_rings_for_a_consult (DeskWorld *world)
{
  const BhPbxEvent events[] = {
      {.kind = BH_PBX_LEG_HELD, .leg = "a"},
      {.kind = BH_PBX_LEG_NEW,
       .leg = "b",
       .call = "c",
       .device = "PJSIP/1002",
       .number = "",
       .name = "",
       .leg_state = BH_LEG_STATE_DOWN},
      {.kind = BH_PBX_DIAL_BEGAN,
       .leg = "a",
       .call = "c",
       .other_leg = "b",
       .other_device = "PJSIP/1002",
       .dialed = "1002"},
      {.kind = BH_PBX_LEG_CHANGED, .leg = "b", .leg_state = BH_LEG_STATE_RINGING},
  };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    desk_world_say (world, &events[i]);
}

static void
bob_stops_ringing (DeskWorld *world)
{
  const BhPbxEvent events[] = {
      {.kind = BH_PBX_DIAL_ENDED,
       .leg = "a",
       .other_leg = "b",
       .other_device = "PJSIP/1002",
       .dial_result = BH_DIAL_CANCELLED},
      {.kind = BH_PBX_LEG_ENDED, .leg = "b", .cause = 26},
      {.kind = BH_PBX_LEG_RETRIEVED, .leg = "a"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    desk_world_say (world, &events[i]);
}

static void
test_before_the_ring (void)
{
  g_autoptr (DeskWorld) world = talking_world ();
  JsonObject *me, *note;

  assert_asks (world, "alice", "call.consult", "{'contact':'CONTACT','to':'1002'}", "waits");
  assert_takes (desk_world_trail (world), "bob:contact bob:card bob:note PBX:consult");
  me = me_of (world, "bob");
  g_assert_cmpstr (text_of (me, "state"), ==, "coming");
  g_assert_cmpstr (text_of (me, "role"), ==, "consulted");
  me = json_object_get_object_member (me, "coming");
  g_assert_cmpstr (text_of (me, "from"), ==, "alice");
  g_assert_cmpstr (text_of (me, "name"), ==, "Alice A");
  g_assert_cmpstr (text_of (me, "how"), ==, "consult");
  g_assert_cmpstr (text_of (desk_world_last (world, "bob", "card"), "status"), ==, "one");
  g_assert_cmpstr (
      text_of (json_object_get_object_member (desk_world_last (world, "bob", "contact"), "data"),
               "ivr_choice"),
      ==,
      "2");
  note = desk_world_last (world, "bob", "note");
  g_assert_cmpstr (text_of (note, "body"), ==, "wants her money back");
}

/* The ring changes the state of what is there; nothing is told to go and nothing comes twice. */
static void
test_one_pop (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  assert_asks (world, "alice", "call.consult", "{'contact':'CONTACT','to':'1002'}", "waits");
  desk_world_done (world, TRUE, "");
  g_free (desk_world_events (world, "bob"));
  bob_rings_for_a_consult (world);
  g_assert_cmpstr (text_of (me_of (world, "bob"), "state"), ==, "offered");
  g_assert_false (json_object_has_member (me_of (world, "bob"), "coming"));
  g_assert_null (desk_world_last (world, "bob", "contact_gone"));
  {
    g_autofree char *events = desk_world_events (world, "bob");
    g_assert_null (strstr (events, "card"));
    g_assert_null (strstr (events, "note"));
  }
  desk_world_wait (world, 60000);
  g_assert_null (desk_world_last (world, "bob", "contact_gone"));
}

static void
test_blind (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  assert_asks (world, "alice", "call.transfer", "{'contact':'CONTACT','to':'agent:bob'}", "waits");
  assert_takes (desk_world_trail (world), "bob:contact bob:card bob:note PBX:blind_transfer");
  g_assert_cmpstr (text_of (me_of (world, "bob"), "role"), ==, "primary");
  g_assert_cmpstr (text_of (json_object_get_object_member (me_of (world, "bob"), "coming"), "how"),
                   ==,
                   "transfer");
}

/* What is told to those who have the contact is told to who is to get it. */
static void
test_notes_follow (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  assert_asks (world, "alice", "call.consult", "{'contact':'CONTACT','to':'1002'}", "waits");
  g_free (desk_world_ask (world,
                          "alice",
                          "contact.note",
                          "{'contact':'CONTACT','body':'and soon','base':0,"
                          "'pen':'11111111-2222-4333-8444-555555555555','edit':1}"));
  g_free (desk_world_snapshot (world, "bob"));
  g_assert_cmpstr (text_of (me_of (world, "bob"), "state"), ==, "coming");
  assert_asks (world,
               "bob",
               "call.answer",
               "{'contact':'CONTACT'}",
               "not_possible: The call has not come to your phone yet.");
  assert_asks (world,
               "bob",
               "contact.disposition",
               "{'contact':'CONTACT','code':null}",
               "not_possible: The call has not come to your phone yet.");
}

static void
test_refused (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  assert_asks (world, "alice", "call.consult", "{'contact':'CONTACT','to':'1002'}", "waits");
  desk_world_done (world, FALSE, "No such channel");
  assert_takes (desk_world_answer (world), "pbx_refused: The PBX refused: No such channel");
  assert_gone (world, "bob", "refused");
  assert_asks (world,
               "bob",
               "call.answer",
               "{'contact':'CONTACT'}",
               "not_found: There is no such contact of yours; it may be over.");
}

static void
test_taken_back (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  assert_asks (world, "alice", "call.consult", "{'contact':'CONTACT','to':'1002'}", "waits");
  desk_world_done (world, TRUE, "");
  /* the PBX dials, but Bob's phone has not been heard of when Alice thinks better of it */
  desk_world_say (world, &(BhPbxEvent){.kind = BH_PBX_LEG_HELD, .leg = "a"});
  assert_asks (world,
               "alice",
               "call.transfer",
               "{'contact':'CONTACT','to':'agent:nobody'}",
               "dial_refused: nobody is not signed in at any phone.");
  g_assert_null (desk_world_last (world, "bob", "contact_gone"));
  assert_asks (world, "alice", "call.transfer", "{'contact':'CONTACT','to':'4711'}", "waits");
  assert_gone (world, "bob", "taken_back");
}

static void
test_not_answered (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  assert_asks (world, "alice", "call.consult", "{'contact':'CONTACT','to':'1002'}", "waits");
  desk_world_done (world, TRUE, "");
  bob_rings_for_a_consult (world);
  bob_stops_ringing (world);
  g_assert_cmpstr (text_of (desk_world_last (world, "bob", "contact_gone"), "why"),
                   ==,
                   "not_yours");
  assert_asks (world, "alice", "call.consult", "{'contact':'CONTACT','to':'1002'}", "waits");
  g_assert_cmpstr (text_of (me_of (world, "bob"), "state"), ==, "coming");
}

static void
test_customer_hangs_up (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  assert_asks (world, "alice", "call.transfer", "{'contact':'CONTACT','to':'1002'}", "waits");
  desk_world_done (world, TRUE, "");
  desk_world_hangs_up (world);
  assert_gone (world, "bob", "ended");
}

static void
test_never_rings (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  assert_asks (world, "alice", "call.transfer", "{'contact':'CONTACT','to':'1002'}", "waits");
  desk_world_done (world, TRUE, "");
  desk_world_wait (world, 29000);
  g_assert_null (desk_world_last (world, "bob", "contact_gone"));
  desk_world_wait (world, 1000);
  assert_gone (world, "bob", "no_ring");
}

/* Refused before it reached the PBX, to nobody's phone, to the sender's own: nobody is told. */
static void
test_nobody (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  g_free (
      desk_world_ask (world, "alice", "call.transfer", "{'contact':'CONTACT','to':'09001234'}"));
  g_free (desk_world_ask (world, "alice", "call.consult", "{'contact':'CONTACT','to':'1001'}"));
  g_free (desk_world_ask (world, "alice", "call.consult", "{'contact':'CONTACT','to':'1003'}"));
  assert_takes (desk_world_trail (world), "PBX:consult PBX:consult");
}

/* The server dies in between: the PBX owes an answer to nobody, and the ring brings all of it. */
static void
test_crash (void)
{
  g_autoptr (DeskWorld) world = talking_world ();

  assert_asks (world, "alice", "call.consult", "{'contact':'CONTACT','to':'1002'}", "waits");
  desk_world_crash (world);
  assert_takes (desk_world_answer (world), "pbx_refused: The PBX refused: Bellhop stops");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/coming/before-the-ring", test_before_the_ring);
  g_test_add_func ("/engine/coming/one-pop", test_one_pop);
  g_test_add_func ("/engine/coming/blind", test_blind);
  g_test_add_func ("/engine/coming/notes-follow", test_notes_follow);
  g_test_add_func ("/engine/coming/refused", test_refused);
  g_test_add_func ("/engine/coming/taken-back", test_taken_back);
  g_test_add_func ("/engine/coming/not-answered", test_not_answered);
  g_test_add_func ("/engine/coming/customer-hangs-up", test_customer_hangs_up);
  g_test_add_func ("/engine/coming/never-rings", test_never_rings);
  g_test_add_func ("/engine/coming/nobody", test_nobody);
  g_test_add_func ("/engine/coming/crash", test_crash);
  return g_test_run ();
}
