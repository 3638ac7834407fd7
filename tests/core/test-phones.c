/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/world.h"

#define A1 "PJSIP/1001"
#define A2 "PJSIP/1002"
#define A3 "PJSIP/1003"
#define A4 "PJSIP/1004"

/* Stories of phones among themselves, of phones that refuse, and of phones behind pipes. */

/* A1 has called A2, who answered after 1 s, in b1; the clock stands at 2,000 ms. */
static World *
phones_world (void)
{
  World *world = world_new (NULL);
  world_agent_calls (world, "a1", A1, "1002");
  world_dials (world, "a1", "a2", A2, "1002");
  world_wait (world, 1000);
  world_answers (world, "a1", "a2", NULL, "b1");
  world_wait (world, 1000);
  return world;
}

/* @device, whose leg @held holds, asks A3: rings 500 ms, talks 1 s in b2. */
static void
consult (World *world, const char *held, const char *device)
{
  world_holds (world, held);
  world_wait (world, 500);
  world_agent_calls (world, "x1", device, "1003");
  world_dials (world, "x1", "x2", A3, "1003");
  world_wait (world, 500);
  world_answers (world, "x1", "x2", NULL, "b2");
  world_wait (world, 1000);
}

/* Who asked leaves with both legs; @stays is put beside A3. */
static void
complete (World *world, const char *asked, const char *stays)
{
  world_exits (world, stays);
  world_say (
      world,
      (BhPbxEvent){.kind = BH_PBX_BRIDGE_ENTERED, .leg = stays, .bridge = "b2", .other_leg = "x1"});
  world_exits (world, asked);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_CHANGED, .leg = "x2", .call = "a1"});
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_TRANSFER_ATTENDED,
                          .leg = asked,
                          .second_leg = "x1",
                          .other_leg = stays,
                          .target_leg = "x2",
                          .bridge = "b2"});
  world_leg_ends (world, asked, 16);
  world_leg_ends (world, "x1", 16);
  world_wait (world, 1000);
  world_hangs_up (world, stays);
  world_leg_ends (world, "x2", 16);
}

#define ASKED                                                                                      \
  "internal merged by none | " A2 " " A3 " | " A3 " answered 500 | | ring 0-500 " A3               \
  ", talk 500-1500 " A2 " with " A3 "\n"

/* Who was called asks a third: the one who called is who waits, not whom they ask. */
static void
test_consult (void)
{
  g_autoptr (World) world = phones_world ();
  consult (world, "a2", A2);
  complete (world, "a2", "a1");
  world_assert_told (world,
                     ASKED "internal answered by caller | " A1 " " A2 " " A3 " | " A2
                           " answered 1000, " A3 " answered 500 | attended " A2 ">" A3
                           " 4000 | ring 0-1000 " A2 ", talk 1000-2000 " A1 " with " A2
                           ", hold 2000-2500 " A2 ", consult 2500-4000 " A2 " with " A3
                           ", talk 4000-5000 " A1 " with " A3);
}

/* Who called asks a third: that is a consultation as well. */
static void
test_consult_by_caller (void)
{
  g_autoptr (World) world = phones_world ();
  consult (world, "a1", A1);
  BhContact *contact = world_find (world, BH_DIRECTION_INTERNAL);
  g_assert_nonnull (contact);
  g_autofree char *told = world_tell (world);
  g_assert_nonnull (strstr (told, "hold 2000-2500 " A1 ", consult 2500"));
}

static void
test_left_is_not_ended (void)
{
  g_autoptr (World) world = phones_world ();
  world_exits (world, "a1");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_PARKED, .leg = "a1", .text = "701"});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "a2", .by_party = TRUE});
  world_leg_ends (world, "a2", 16);
  world_wait (world, 1000);
  world_agent_calls (world, "r1", A3, "701");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_UNPARKED, .leg = "a1", .other_leg = "r1"});
  world_enters (world, "a1", "b2");
  world_enters (world, "r1", "b2");
  world_wait (world, 1000);
  world_hangs_up (world, "a1");
  g_autofree char *told = world_tell (world);
  g_assert_nonnull (strstr (told, "internal answered by caller"));
}

/* ---- refusals */

/* Two phones ring for one who dialed straight; the clock stands at 500 ms, when A1 has said no. */
static World *
refused_world (void)
{
  World *world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4011");
  world_dials (world, "c1", "a1", A1, "1001");
  world_dials (world, "c1", "a2", A2, "1002");
  world_wait (world, 500);
  world_say (
      world,
      (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "a1", .by_party = TRUE, .cause = 17});
  world_dial_ends (world, "a1", BH_DIAL_BUSY);
  world_leg_ends (world, "a1", 17);
  world_wait (world, 1500);
  return world;
}

#define REFUSED "| | " A1 " rejected 500, " A2

static void
test_caller_gives_up_after_refusal (void)
{
  g_autoptr (World) world = refused_world ();
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "c1", .by_party = TRUE});
  world_dial_ends (world, "a2", BH_DIAL_CANCELLED);
  world_leg_ends (world, "a2", 16);
  world_leg_ends (world, "c1", 16);
  world_assert_told (world,
                     "inbound no_answer by caller " REFUSED " cancelled 2000 | | ring 0-500 " A1
                     ", ring 500-2000 " A2);
}

static void
test_rings_out_after_refusal (void)
{
  g_autoptr (World) world = refused_world ();
  world_dial_ends (world, "a2", BH_DIAL_NO_ANSWER);
  world_leg_ends (world, "a2", 16);
  world_leg_ends (world, "c1", 19);
  world_assert_told (world,
                     "inbound no_answer by system " REFUSED " no_answer 2000 | | ring 0-500 " A1
                     ", ring 500-2000 " A2);
}

static void
test_all_refuse (void)
{
  g_autoptr (World) world = refused_world ();
  world_say (
      world,
      (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "a2", .by_party = TRUE, .cause = 17});
  world_dial_ends (world, "a2", BH_DIAL_BUSY);
  world_leg_ends (world, "a2", 17);
  world_leg_ends (world, "c1", 17);
  world_assert_told (world,
                     "inbound busy by agent " REFUSED " rejected 2000 | | ring 0-500 " A1
                     ", ring 500-2000 " A2);
}

/* ---- behind pipes */

/* A queue's member is the pipe l1-l2, A4 behind it; they talk since 1,000 ms. */
static World *
pipe_world (void)
{
  World *world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4001");
  world_joins (world, "c1", "sales");
  world_dials (world, "c1", "l2", "Local/1004@agents", NULL);
  world_offers (world, "c1", "l1", "Local/1004@agents", "sales");
  world_pairs (world, "l1", "l2");
  world_dials (world, "l2", "a4", A4, "1004");
  world_wait (world, 1000);
  world_dial_ends (world, "a4", BH_DIAL_ANSWERED);
  world_enters (world, "a4", "b2");
  world_enters (world, "l2", "b2");
  world_answers (world, "c1", "l1", "sales", "b1");
  world_wait (world, 1000);
  return world;
}

#define PIPED "ring 0-1000 " A4 ", talk 1000-2000 " A4

/* Whom the pipe dials after its phone has handed on is offered the call anew. */
static void
test_pipe_handed_on (void)
{
  g_autoptr (World) world = pipe_world ();
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_TRANSFER_BLIND,
                          .leg = "a4",
                          .other_leg = "l2",
                          .dialed = "1001"});
  world_exits (world, "l2");
  world_exits (world, "a4");
  world_leg_ends (world, "a4", 16);
  world_dials (world, "l2", "a1", A1, "1001");
  world_wait (world, 700);
  world_dial_ends (world, "a1", BH_DIAL_ANSWERED);
  world_enters (world, "a1", "b3");
  world_enters (world, "l2", "b3");
  world_wait (world, 1000);
  world_hangs_up (world, "c1");
  world_assert_told (world,
                     "inbound answered by caller | " A4 " " A1 " | " A4 " answered 1000, " A1
                     " answered 700 | blind " A4 ">" A1 " 2000 | " PIPED ", ring 2000-2700 " A1
                     ", talk 2700-3700 " A1);
}

/* A pipe that tries one phone after another has rung two agents. */
static void
test_pipe_hunts (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4001");
  world_joins (world, "c1", "sales");
  world_dials (world, "c1", "l2", "Local/hunt@agents", NULL);
  world_offers (world, "c1", "l1", "Local/hunt@agents", "sales");
  world_pairs (world, "l1", "l2");
  world_dials (world, "l2", "a4", A4, "1004");
  world_wait (world, 1000);
  world_dial_ends (world, "a4", BH_DIAL_NO_ANSWER);
  world_leg_ends (world, "a4", 19);
  world_dials (world, "l2", "a3", A3, "1003");
  world_wait (world, 500);
  world_dial_ends (world, "a3", BH_DIAL_ANSWERED);
  world_enters (world, "a3", "b2");
  world_enters (world, "l2", "b2");
  world_answers (world, "c1", "l1", "sales", "b1");
  world_wait (world, 1000);
  world_hangs_up (world, "c1");
  world_assert_told (world,
                     "inbound answered by caller | " A3 " | " A4 " no_answer 1000, " A3
                     " answered 500 | | ring 0-1000 " A4 ", ring 1000-1500 " A3
                     ", talk 1500-2500 " A3);
}

/* The PBX's own hold of a pipe's half is the hold of the phone behind it. */
static void
test_pipe_held (void)
{
  g_autoptr (World) world = pipe_world ();
  world_holds (world, "l1");
  world_wait (world, 600);
  world_retrieves (world, "l1");
  world_wait (world, 400);
  world_hangs_up (world, "c1");
  world_assert_told (world,
                     "inbound answered by caller | " A4 " | " A4 " answered 1000 | | " PIPED
                     ", hold 2000-2600 " A4 ", talk 2600-3000 " A4);
}

/* A transfer told of the pipe's half was made by the phone behind it, gone though it is. */
static void
test_pipe_transferer (void)
{
  g_autoptr (World) world = pipe_world ();
  world_leg_ends (world, "a4", 16);
  world_leg_ends (world, "l2", 16);
  world_dials (world, "c1", "a1", A1, "1001");
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_TRANSFER_ATTENDED,
                          .leg = "l1",
                          .second_leg = "l1",
                          .other_leg = "c1",
                          .target_leg = "a1"});
  g_autofree char *told = world_tell (world);
  g_assert_nonnull (strstr (told, "attended " A4 ">"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/phones/consult", test_consult);
  g_test_add_func ("/core/phones/consult-by-caller", test_consult_by_caller);
  g_test_add_func ("/core/phones/left-is-not-ended", test_left_is_not_ended);
  g_test_add_func ("/core/phones/refusal/caller-gives-up", test_caller_gives_up_after_refusal);
  g_test_add_func ("/core/phones/refusal/rings-out", test_rings_out_after_refusal);
  g_test_add_func ("/core/phones/refusal/all", test_all_refuse);
  g_test_add_func ("/core/phones/pipe/handed-on", test_pipe_handed_on);
  g_test_add_func ("/core/phones/pipe/hunts", test_pipe_hunts);
  g_test_add_func ("/core/phones/pipe/held", test_pipe_held);
  g_test_add_func ("/core/phones/pipe/transferer", test_pipe_transferer);
  return g_test_run ();
}
