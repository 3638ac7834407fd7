/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/world.h"

#define A1 "PJSIP/1001"
#define A2 "PJSIP/1002"
#define A3 "PJSIP/1003"

/* A customer in talk with A1 out of queue support, after 1 s of ringing; the clock stands at 1,000
 * ms. */
static World *
talking_world (void)
{
  World *world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4000");
  world_joins (world, "c1", "support");
  world_offers (world, "c1", "a1", A1, "support");
  world_wait (world, 1000);
  world_answers (world, "c1", "a1", "support", "b1");
  return world;
}

#define TALKED_TO_A1                                                                               \
  "inbound answered by caller | " A1 " | " A1 " answered 1000 | | ring 0-1000 " A1 ", "

/* ---- queue calls */

static void
test_answered_agent_hangs_up (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 3000);
  world_hangs_up (world, "a1");
  world_assert_told (world,
                     "inbound answered by agent | " A1 " | " A1 " answered 1000 | | ring 0-1000 " A1
                     ", talk 1000-4000 " A1);
}

static void
test_answered_caller_hangs_up (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 2000);
  world_hangs_up (world, "c1");
  world_assert_told (world, TALKED_TO_A1 "talk 1000-3000 " A1);
}

static void
test_pbx_hangs_up (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 2000);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "c1"});
  world_leg_ends (world, "c1", 16);
  world_leg_ends (world, "a1", 16);
  world_assert_told (world,
                     "inbound answered by system | " A1 " | " A1
                     " answered 1000 | | ring 0-1000 " A1 ", talk 1000-3000 " A1);
}

/* QueueCallerAbandon comes before QueueCallerLeave, and the offers end twice. */
static void
test_abandoned (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13900139000", "4000");
  world_joins (world, "c1", "support");
  world_wait (world, 1000);
  world_offers (world, "c1", "a1", A1, "support");
  world_wait (world, 3000);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "c1", .by_party = TRUE});
  world_dial_ends (world, "a1", BH_DIAL_CANCELLED);
  world_dial_ends (world, "a1", BH_DIAL_CANCELLED);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_QUEUE_ABANDONED, .leg = "c1", .queue = "support"});
  world_leg_ends (world, "a1", 0);
  world_leaves (world, "c1", "support");
  world_leg_ends (world, "c1", 0);
  world_assert_told (world,
                     "inbound abandoned by caller | | " A1
                     " cancelled 3000 | | queue 0-1000, ring 1000-4000 " A1);
}

/* A queue's time-out is told as an abandon too, but the caller is still there. */
static void
test_queue_timeout_looks_like_abandon (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4008");
  world_joins (world, "c1", "support");
  world_wait (world, 4000);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_QUEUE_ABANDONED,
                          .leg = "c1",
                          .queue = "support",
                          .dialed = "4008"});
  world_leaves (world, "c1", "support");
  world_wait (world, 3000);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "c1"});
  world_leg_ends (world, "c1", 16);
  world_assert_told (world, "inbound timeout by system | | | | queue 0-4000, ivr 4000-7000");
}

static void
test_redirect_out_of_queue_looks_like_abandon (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4000");
  world_joins (world, "c1", "support");
  world_wait (world, 1500);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_QUEUE_ABANDONED,
                          .leg = "c1",
                          .queue = "support",
                          .dialed = "4200"});
  world_leaves (world, "c1", "support");
  world_wait (world, 2000);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "c1", .by_party = TRUE});
  world_leg_ends (world, "c1", 16);
  world_assert_told (world, "inbound redirected by caller | | | | queue 0-1500, ivr 1500-3500");
}

static void
test_redirect_to_another_queue (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4000");
  world_joins (world, "c1", "support");
  world_wait (world, 1500);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_QUEUE_ABANDONED,
                          .leg = "c1",
                          .queue = "support",
                          .dialed = "4001"});
  world_leaves (world, "c1", "support");
  world_joins (world, "c1", "sales");
  world_offers (world, "c1", "a3", A3, "sales");
  world_wait (world, 700);
  world_answers (world, "c1", "a3", "sales", "b1");
  world_wait (world, 1000);
  world_hangs_up (world, "c1");
  world_assert_told (world,
                     "inbound answered by caller | " A3 " | " A3
                     " answered 700 | | queue 0-1500, ring 1500-2200 " A3 ", talk 2200-3200 " A3);
  g_assert_cmpuint (world_last (world)->n_queues, ==, 2);
}

static void
test_ring_no_answer_then_second_agent (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4000");
  world_joins (world, "c1", "support");
  world_offers (world, "c1", "a1", A1, "support");
  world_wait (world, 6000);
  world_misses (world, "c1", "a1", "support");
  world_wait (world, 1000);
  world_offers (world, "c1", "a2", A2, "support");
  world_wait (world, 1000);
  world_answers (world, "c1", "a2", "support", "b1");
  world_wait (world, 2000);
  world_hangs_up (world, "c1");
  world_assert_told (world,
                     "inbound answered by caller | " A2 " | " A1 " no_answer 6000, " A2
                     " answered 1000 | | ring 0-6000 " A1 ", queue 6000-7000, ring 7000-8000 " A2
                     ", talk 8000-10000 " A2);
}

/* A queue says NOANSWER when the phone said 486: the hang-up's cause tells. */
static void
test_rejected_offer_told_as_no_answer (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4000");
  world_joins (world, "c1", "support");
  world_offers (world, "c1", "a1", A1, "support");
  world_wait (world, 500);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_OFFER_MISSED,
                          .leg = "c1",
                          .other_leg = "a1",
                          .queue = "support"});
  world_dial_ends (world, "a1", BH_DIAL_NO_ANSWER);
  world_leg_ends (world, "a1", 17);
  g_assert_cmpint (world_last (world)->offers[0].outcome, ==, BH_OFFER_REJECTED);
  g_assert_cmpint (world_last (world)->offers[0].ring_ms, ==, 500);
}

static void
test_ringall (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4010");
  world_joins (world, "c1", "all");
  world_offers (world, "c1", "a1", A1, "all");
  world_offers (world, "c1", "a2", A2, "all");
  world_wait (world, 1500);
  world_dial_ends (world, "a2", BH_DIAL_ANSWERED);
  world_dial_ends (world, "a1", BH_DIAL_CANCELLED);
  world_dial_ends (world, "a1", BH_DIAL_CANCELLED);
  world_answers (world, "c1", "a2", "all", "b1");
  world_leg_ends (world, "a1", 26);
  world_wait (world, 1500);
  world_hangs_up (world, "c1");
  world_assert_told (world,
                     "inbound answered by caller | " A2 " | " A1 " cancelled 1500, " A2
                     " answered 1500 | | ring 0-1500 " A1 ", talk 1500-3000 " A2);
}

/* ---- dialplan calls */

static void
test_direct_call_rejected (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4003");
  world_dials (world, "c1", "a1", A1, "1001");
  world_wait (world, 200);
  world_dial_ends (world, "a1", BH_DIAL_BUSY);
  world_leg_ends (world, "a1", 17);
  world_leg_ends (world, "c1", 17);
  g_assert_cmpint (world_last (world)->outcome, ==, BH_OUTCOME_BUSY);
  g_assert_cmpint (world_last (world)->offers[0].outcome, ==, BH_OFFER_REJECTED);
}

static void
test_direct_call_given_up (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4003");
  world_dials (world, "c1", "a1", A1, "1001");
  world_wait (world, 2000);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "c1", .by_party = TRUE});
  world_dial_ends (world, "a1", BH_DIAL_CANCELLED);
  world_leg_ends (world, "a1", 127);
  world_leg_ends (world, "c1", 127);
  world_assert_told (world,
                     "inbound no_answer by caller | | " A1 " cancelled 2000 | | ring 0-2000 " A1);
}

static void
test_fork (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4011");
  world_dials (world, "c1", "a1", A1, "1001");
  world_dials (world, "c1", "a2", A2, "1002");
  world_wait (world, 1000);
  world_dial_ends (world, "a2", BH_DIAL_CANCELLED);
  world_answers (world, "c1", "a1", NULL, "b1");
  world_leg_ends (world, "a2", 26);
  world_wait (world, 1500);
  world_hangs_up (world, "c1");
  world_assert_told (world,
                     "inbound answered by caller | " A1 " | " A1 " answered 1000, " A2
                     " cancelled 1000 | | ring 0-1000 " A1 ", talk 1000-2500 " A1);
}

static void
test_served_by_the_dialplan (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4004");
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_LEG_CHANGED, .leg = "c1", .leg_state = BH_LEG_STATE_UP});
  world_wait (world, 2000);
  world_hangs_up (world, "c1");
  world_assert_told (world, "inbound no_agent by caller | | | | ivr 0-2000");
}

static void
test_pickup (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4003");
  world_dials (world, "c1", "a1", A1, "1001");
  world_wait (world, 1500);
  world_agent_calls (world, "p1", A2, "*81001");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_PICKED_UP, .leg = "p1", .other_leg = "a1"});
  world_dial_ends (world, "p1", BH_DIAL_ANSWERED);
  world_leg_ends (world, "a1", 26);
  world_enters (world, "p1", "b1");
  world_enters (world, "c1", "b1");
  world_wait (world, 1000);
  world_hangs_up (world, "c1");
  world_assert_told (world,
                     "internal merged by none | | | |\n"
                     "inbound answered by caller | " A2 " | " A1
                     " cancelled 1500 | | ring 0-1500 " A1 ", talk 1500-2500 " A2);
}

/* ---- hold */

static void
test_hold_and_retrieve (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1000);
  world_holds (world, "a1");
  world_wait (world, 2000);
  world_retrieves (world, "a1");
  world_wait (world, 1000);
  world_holds (world, "c1");
  world_wait (world, 500);
  world_retrieves (world, "c1");
  world_wait (world, 500);
  world_hangs_up (world, "c1");
  world_assert_told (world,
                     TALKED_TO_A1 "talk 1000-2000 " A1 ", hold 2000-4000 " A1 ", talk 4000-5000 " A1
                                  ", hold 5000-5500, talk 5500-6000 " A1);
}

static void
test_caller_hangs_up_on_hold (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1000);
  world_holds (world, "a1");
  world_wait (world, 2000);
  world_hangs_up (world, "c1");
  world_assert_told (world, TALKED_TO_A1 "talk 1000-2000 " A1 ", hold 2000-4000 " A1);
}

/* A REFER ends with an Unhold of a leg that nobody held. */
static void
test_unhold_of_what_was_not_held (void)
{
  g_autoptr (World) world = talking_world ();
  guint before = world_n_changes (world);
  world_retrieves (world, "a1");
  g_assert_cmpuint (world_n_changes (world), ==, before);
}

/* ---- transfers */

static void
test_blind_transfer (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1500);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_TRANSFER_BLIND,
                          .leg = "a1",
                          .other_leg = "c1",
                          .dialed = "1002"});
  world_exits (world, "c1");
  world_exits (world, "a1");
  world_dials (world, "c1", "a2", A2, "1002");
  world_leg_ends (world, "a1", 16);
  world_wait (world, 700);
  world_answers (world, "c1", "a2", NULL, "b2");
  world_wait (world, 2000);
  world_hangs_up (world, "c1");
  world_assert_told (world,
                     "inbound answered by caller | " A1 " " A2 " | " A1 " answered 1000, " A2
                     " answered 700 | blind " A1 ">" A2 " 2500 | ring 0-1000 " A1
                     ", talk 1000-2500 " A1 ", ring 2500-3200 " A2 ", talk 3200-5200 " A2);
}

static void
test_blind_transfer_to_a_number (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1500);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_TRANSFER_BLIND,
                          .leg = "a1",
                          .other_leg = "c1",
                          .dialed = "913900001111"});
  world_exits (world, "c1");
  world_leg_ends (world, "a1", 16);
  world_dials (world, "c1", "t1", "PJSIP/trunk", "PJSIP/13900001111@trunk");
  world_wait (world, 1000);
  world_answers (world, "c1", "t1", NULL, "b2");
  world_wait (world, 2000);
  world_hangs_up (world, "c1");
  world_assert_told (world,
                     "inbound answered by caller | " A1 " | " A1 " answered 1000 | blind " A1
                     ">913900001111 2500 | ring 0-1000 " A1 ", talk 1000-2500 " A1
                     ", ring 2500-3500 with 13900001111, talk 3500-5500 with 13900001111");
}

static void
test_blind_transfer_to_a_queue_keeps_what_was_dialed (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1000);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_TRANSFER_BLIND,
                          .leg = "a1",
                          .other_leg = "c1",
                          .dialed = "4001"});
  world_exits (world, "c1");
  world_leg_ends (world, "a1", 16);
  world_joins (world, "c1", "sales");
  world_offers (world, "c1", "a3", A3, "sales");
  world_wait (world, 500);
  world_answers (world, "c1", "a3", "sales", "b2");
  BhContact *contact = world_last (world);
  g_assert_cmpuint (contact->n_transfers, ==, 1);
  g_assert_cmpstr (contact->transfers[0].to, ==, "4001");
}

/* An order moved the caller from one agent to another: no transfer event comes. */
static void
test_redirect_is_a_blind_transfer (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1500);
  world_exits (world, "c1");
  world_exits (world, "a1");
  world_leg_ends (world, "a1", 16);
  world_dials (world, "c1", "a2", A2, "1002");
  world_wait (world, 700);
  world_answers (world, "c1", "a2", NULL, "b2");
  world_wait (world, 2000);
  world_hangs_up (world, "a2");
  world_assert_told (world,
                     "inbound answered by agent | " A1 " " A2 " | " A1 " answered 1000, " A2
                     " answered 700 | blind " A1 ">" A2 " 2500 | ring 0-1000 " A1
                     ", talk 1000-2500 " A1 ", ring 2500-3200 " A2 ", talk 3200-5200 " A2);
}

/* The agent hung up and the dialplan goes on with the caller: that is no transfer. */
static void
test_dialplan_goes_on_after_the_agent (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1500);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "a1", .by_party = TRUE});
  world_exits (world, "a1");
  world_leg_ends (world, "a1", 16);
  world_exits (world, "c1");
  world_joins (world, "c1", "survey");
  g_assert_cmpuint (world_last (world)->n_transfers, ==, 0);
}

/* The consult is a call of its own until the swap, which changes the call of the target's leg
 * silently. */
static void
test_attended_transfer_by_refer (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1500);
  world_holds (world, "a1");
  world_wait (world, 500);
  world_agent_calls (world, "x1", A1, "1002");
  world_dials (world, "x1", "x2", A2, "1002");
  world_wait (world, 700);
  world_answers (world, "x1", "x2", NULL, "b2");
  world_wait (world, 1500);
  world_retrieves (world, "a1");
  world_retrieves (world, "x1");
  world_exits (world, "x2");
  world_exits (world, "a1");
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_BRIDGE_ENTERED,
                          .leg = "x2",
                          .call = "c1",
                          .bridge = "b1",
                          .other_leg = "a1"});
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_TRANSFER_ATTENDED,
                          .leg = "a1",
                          .second_leg = "x1",
                          .other_leg = "c1",
                          .bridge = "b1"});
  world_leg_ends (world, "x1", 16);
  world_leg_ends (world, "a1", 16);
  world_wait (world, 2000);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "c1", .by_party = TRUE});
  world_leg_ends (world, "c1", 16);
  world_leg_ends (world, "x2", 16);
  world_assert_told (world,
                     "internal merged by none | " A1 " " A2 " | " A2
                     " answered 700 | | ring 0-700 " A2 ", talk 700-2200 " A1 " with " A2 "\n"
                     "inbound answered by caller | " A1 " " A2 " | " A1 " answered 1000, " A2
                     " answered 700 | attended " A1 ">" A2 " 5200 | ring 0-1000 " A1
                     ", talk 1000-2500 " A1 ", hold 2500-3000 " A1 ", consult 3000-5200 " A1
                     " with " A2 ", talk 5200-7200 " A2);
}

static void
test_consult_not_completed (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1500);
  world_holds (world, "a1");
  world_agent_calls (world, "x1", A1, "1002");
  world_dials (world, "x1", "x2", A2, "1002");
  world_wait (world, 700);
  world_answers (world, "x1", "x2", NULL, "b2");
  g_assert_cmpstr (world_find (world, BH_DIRECTION_INTERNAL)->consult_of,
                   ==,
                   world_find (world, BH_DIRECTION_INBOUND)->id);
  world_wait (world, 1000);
  world_hangs_up (world, "x1");
  world_wait (world, 500);
  world_retrieves (world, "a1");
  world_wait (world, 1500);
  world_hangs_up (world, "a1");
  world_assert_told (world,
                     "internal answered by caller | " A1 " " A2 " | " A2
                     " answered 700 | | ring 0-700 " A2 ", talk 700-1700 " A1 " with " A2 "\n"
                     "inbound answered by agent | " A1 " | " A1 " answered 1000 | | ring 0-1000 " A1
                     ", talk 1000-2500 " A1 ", consult 2500-4200 " A1 " with " A2
                     ", hold 4200-4700 " A1 ", talk 4700-6200 " A1);
}

/* By feature code a pipe stands between, bridges merge, and all legs are of one call from the
 * start. */
static void
test_attended_transfer_through_a_pipe (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1000);
  world_holds (world, "a1");
  world_dials (world, "c1", "l1", "Local/1002@internal", "1002@internal");
  world_dials (world, "c1", "l2", "Local/1002@internal", "1002@internal");
  world_pairs (world, "l1", "l2");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_RETRIEVED, .leg = "none"});
  world_enters (world, "l1", "b2");
  world_exits (world, "a1");
  world_enters (world, "a1", "b2");
  world_dials (world, "l2", "a2", A2, "1002");
  world_wait (world, 700);
  world_dial_ends (world, "a2", BH_DIAL_ANSWERED);
  world_enters (world, "a2", "b3");
  world_enters (world, "l2", "b3");
  world_wait (world, 1500);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "a1", .by_party = TRUE});
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_BRIDGE_MERGED, .bridge = "b2", .other_bridge = "b1"});
  world_exits (world, "a1");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_BRIDGE_LEFT, .leg = "a1", .bridge = "b1"});
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_TRANSFER_ATTENDED,
                          .leg = "a1",
                          .second_leg = "a1",
                          .other_leg = "c1"});
  world_leg_ends (world, "a1", 16);
  world_wait (world, 2000);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "c1", .by_party = TRUE});
  world_leg_ends (world, "c1", 16);
  world_leg_ends (world, "a2", 16);
  world_leg_ends (world, "l1", 16);
  world_leg_ends (world, "l2", 16);
  world_assert_told (world,
                     "inbound answered by caller | " A1 " " A2 " | " A1 " answered 1000, " A2
                     " answered 700 | attended " A1 ">" A2 " 4200 | ring 0-1000 " A1
                     ", talk 1000-2000 " A1 ", consult 2000-4200 " A1 " with " A2
                     ", talk 4200-6200 " A2);
}

/* ---- pipes, parking, conferences */

/* A member that is a pipe: the phone behind it is who was offered the call, and who talks. */
static void
test_local_member (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4001");
  world_joins (world, "c1", "sales");
  world_dials (world, "c1", "l2", "Local/1004@agents", NULL);
  world_offers (world, "c1", "l1", "Local/1004@agents", "sales");
  world_pairs (world, "l1", "l2");
  world_dials (world, "l2", "a4", "PJSIP/1004", "1004");
  world_wait (world, 1000);
  world_dial_ends (world, "a4", BH_DIAL_ANSWERED);
  world_enters (world, "a4", "b2");
  world_enters (world, "l2", "b2");
  world_answers (world, "c1", "l1", "sales", "b1");
  world_wait (world, 2000);
  world_hangs_up (world, "c1");
  world_leg_ends (world, "a4", 16);
  world_assert_told (world,
                     "inbound answered by caller | PJSIP/1004 | PJSIP/1004 answered 1000 | | ring "
                     "0-1000 PJSIP/1004, "
                     "talk 1000-3000 PJSIP/1004");
}

static void
test_parking_and_retrieval (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1000);
  world_exits (world, "c1");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_PARKED, .leg = "c1", .text = "701"});
  world_enters (world, "c1", "park");
  world_wait (world, 2000);
  world_agent_calls (world, "r1", A2, "701");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_UNPARKED, .leg = "c1", .other_leg = "r1"});
  world_exits (world, "c1");
  world_enters (world, "c1", "b2");
  world_enters (world, "r1", "b2");
  world_leg_ends (world, "a1", 16);
  world_wait (world, 1500);
  world_hangs_up (world, "r1");
  world_assert_told (world,
                     "internal merged by none | | | |\n"
                     "inbound answered by agent | " A1 " " A2 " | " A1
                     " answered 1000 | | ring 0-1000 " A1 ", talk 1000-2000 " A1
                     ", hold 2000-4000 with park:701, talk 4000-5500 " A2);
}

static void
test_conference_of_a_call (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1000);
  world_exits (world, "c1");
  world_exits (world, "a1");
  world_enters (world, "c1", "room");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_CONFERENCE_JOINED, .leg = "c1", .bridge = "room"});
  world_enters (world, "a1", "room");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_CONFERENCE_JOINED, .leg = "a1", .bridge = "room"});
  world_wait (world, 3000);
  world_hangs_up (world, "c1");
  world_leg_ends (world, "a1", 16);
  world_assert_told (world, TALKED_TO_A1 "talk 1000-2000 " A1 ", conference 2000-5000 " A1);
}

static void
test_a_spy_is_no_party (void)
{
  g_autoptr (World) world = talking_world ();
  world_agent_calls (world, "s1", A3, "*901001");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SPY_STARTED, .leg = "s1", .other_leg = "a1"});
  world_wait (world, 1000);
  world_hangs_up (world, "c1");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SPY_STOPPED, .leg = "s1"});
  world_hangs_up (world, "s1");
  world_assert_told (world,
                     TALKED_TO_A1 "talk 1000-2000 " A1
                                  "\ninternal no_agent by caller | | | | ivr 0-1000");
}

/* ---- outbound */

static void
test_agent_dials_out (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_agent_calls (world, "a1", A1, "913900003333");
  world_dials (world, "a1", "t1", "PJSIP/trunk", "PJSIP/13900003333@trunk");
  world_wait (world, 1500);
  world_answers (world, "a1", "t1", NULL, "b1");
  world_wait (world, 2000);
  world_hangs_up (world, "a1");
  world_assert_told (world,
                     "outbound answered by agent | " A1 " | | | ring 0-1500 " A1
                     " with 13900003333, talk 1500-3500 " A1);
  g_assert_cmpstr (world_last (world)->number, ==, "13900003333");
  g_assert_cmpstr (world_last (world)->dialed, ==, "913900003333");
}

static void
test_click_to_dial_customer_busy (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_pbx_calls (world, "a1", A1);
  world_wait (world, 500);
  world_dial_ends (world, "a1", BH_DIAL_ANSWERED);
  world_dials (world, "a1", "t1", "PJSIP/trunk", "PJSIP/13900001111@trunk");
  world_wait (world, 300);
  world_dial_ends (world, "t1", BH_DIAL_BUSY);
  world_leg_ends (world, "t1", 17);
  world_leg_ends (world, "a1", 17);
  world_assert_told (world,
                     "outbound busy by system | | " A1 " answered 500 | | ring 0-500 " A1
                     ", ring 500-800 " A1 " with 13900001111");
}

static void
test_click_to_dial_agent_busy (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_pbx_calls (world, "a1", A1);
  world_leg_ends (world, "a1", 17);
  g_assert_cmpint (world_last (world)->direction, ==, BH_DIRECTION_OUTBOUND);
  g_assert_cmpint (world_last (world)->outcome, ==, BH_OUTCOME_BUSY);
  g_assert_cmpint (world_last (world)->segments[0].end_ms, ==, 1);
}

static void
test_internal_call (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_agent_calls (world, "a1", A1, "1002");
  world_dials (world, "a1", "a2", A2, "1002");
  world_wait (world, 1000);
  world_answers (world, "a1", "a2", NULL, "b1");
  world_wait (world, 2000);
  world_hangs_up (world, "a2");
  world_assert_told (world,
                     "internal answered by agent | " A1 " " A2 " | " A2
                     " answered 1000 | | ring 0-1000 " A2 ", talk 1000-3000 " A1 " with " A2);
}

/* ---- coming late, and losing sight */

static void
say_snapshot_leg (World *world,
                  const char *leg,
                  const char *call,
                  const char *device,
                  const char *number,
                  const char *bridge)
{
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_LEG_NEW,
                          .leg = leg,
                          .call = call,
                          .device = device,
                          .number = number,
                          .bridge = bridge,
                          .queue = g_str_equal (leg, call) ? "support" : NULL,
                          .age_ms = 5000,
                          .leg_state = BH_LEG_STATE_UP});
}

static void
test_snapshot_in_mid_call (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  say_snapshot_leg (world, "a1", "c1", A1, "1001", "b1");
  say_snapshot_leg (world, "c1", "c1", "PJSIP/trunk", "13800000001", "b1");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END, .text = "legs queues"});
  world_wait (world, 1000);
  world_leg_ends (world, "c1", 16);
  world_leg_ends (world, "a1", 16);
  world_assert_told (world, "inbound answered by system | " A1 " | | | talk 0-6000 " A1);
  g_assert_cmpstr (world_last (world)->segments[0].queue, ==, "support");
}

/* No snapshot tells who is on hold; only the retrieval shows it. */
static void
test_snapshot_of_a_held_call (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  say_snapshot_leg (world, "a1", "c1", A1, "1001", "b1");
  say_snapshot_leg (world, "c1", "c1", "PJSIP/trunk", "13800000001", "b1");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END, .text = "legs"});
  world_wait (world, 1000);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_LEG_RETRIEVED, .leg = "a1", .device = A1, .call = "c1"});
  world_wait (world, 500);
  world_assert_told (world,
                     "inbound in_progress by none | " A1 " | | | hold 0-6000 " A1
                     ", talk 6000- " A1);
}

static void
test_snapshot_ends_what_it_does_not_name (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1000);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LINK_DOWN, .text = "cut"});
  world_wait (world, 3000);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LINK_UP, .text = "boot-1"});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END, .text = "legs"});
  world_assert_told (world,
                     "inbound answered by system | " A1 " | " A1
                     " answered 1000 | | ring 0-1000 " A1 ", talk 1000-2000 " A1);
}

static void
test_another_boot_ends_everything (void)
{
  g_autoptr (World) world = talking_world ();
  g_autofree char *id = g_strdup (world_last (world)->id);
  world_wait (world, 1000);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LINK_DOWN, .text = "restart"});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LINK_UP, .text = "boot-2"});
  g_assert_cmpint (world_last (world)->ended_us, !=, 0);
  /* the PBX counts its ids from the beginning: the same id is another contact */
  world_customer_calls (world, "c1", "13800138000", "4000");
  g_assert_cmpstr (world_last (world)->id, !=, id);
}

static void
test_snapshot_of_another_kind_ends_nothing (void)
{
  g_autoptr (World) world = talking_world ();
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END, .text = "queues"});
  g_assert_cmpint (world_last (world)->ended_us, ==, 0);
}

/* After kill -9: what was open is taken back, and goes on as the same contact when the PBX still
 * shows it. */
static void
test_restored_contact_goes_on (void)
{
  g_autoptr (World) before = talking_world ();
  g_autoptr (World) after = world_new (NULL);
  BhContact *open = world_last (before);
  world_wait (after, 2000);
  world_note (after, bh_model_restore (world_model (after), open, world_now (after)));
  world_say (after, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  say_snapshot_leg (after, "c1", "c1", "PJSIP/trunk", "13800138000", "b1");
  say_snapshot_leg (after, "a1", "c1", A1, "1001", "b1");
  world_say (after, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END, .text = "legs"});
  world_wait (after, 1000);
  world_leg_ends (after, "c1", 16);
  world_leg_ends (after, "a1", 16);
  g_assert_cmpstr (world_last (after)->id, ==, open->id);
  world_assert_told (after,
                     "inbound answered by system | " A1 " | " A1
                     " answered 1000 | | ring 0-1000 " A1 ", talk 1000-3000 " A1);
}

static void
test_restored_contact_is_gone (void)
{
  g_autoptr (World) before = talking_world ();
  g_autoptr (World) after = world_new (NULL);
  world_wait (after, 9000);
  world_note (after,
              bh_model_restore (world_model (after), world_last (before), world_now (after)));
  world_say (after, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  world_say (after, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END, .text = "legs"});
  g_assert_cmpint (world_last (after)->outcome, ==, BH_OUTCOME_ANSWERED);
  g_assert_cmpint (world_last (after)->ended_by, ==, BH_ENDER_SYSTEM);
  g_assert_cmpint (world_last (after)->ended_us, !=, 0);
}

static void
test_events_of_unknown_legs_do_no_harm (void)
{
  g_autoptr (World) world = world_new (NULL);
  for (gint kind = 0; kind < BH_PBX_EVENT_N_KINDS; kind++) {
    if (kind == BH_PBX_LEG_NEW)
      continue;
    world_say (world, (BhPbxEvent){.kind = kind});
    world_say (
        world,
        (BhPbxEvent){.kind = kind, .leg = "nobody", .other_leg = "nothing", .bridge = "nowhere"});
  }
  g_assert_null (world_last (world));
}

/* ---- who is outside */

static void
test_judging_sides (void)
{
  static const struct {
    const char *device, *number, *context;
    gboolean outside;
  } rows[] = {
      {"PJSIP/1001", "1001", "internal", FALSE},
      {"PJSIP/trunk", "13800138000", "from-trunk", TRUE},
      {"PJSIP/trunk", "", "from-trunk", TRUE},
      {"PJSIP/alice", "201", "office", FALSE},
      {"PJSIP/provider", "201", "from-pstn", TRUE},
      {"SIP/alice", "alice", "office", FALSE},
      {"IAX2/branch", "4930123456", "default", TRUE},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (World) world = world_new (NULL);
    world_say (world,
               (BhPbxEvent){.kind = BH_PBX_LEG_NEW,
                            .leg = "x",
                            .device = rows[i].device,
                            .number = rows[i].number,
                            .context = rows[i].context,
                            .incoming = TRUE});
    g_assert_cmpint (world_last (world)->direction == BH_DIRECTION_INBOUND, ==, rows[i].outside);
  }
}

static void
test_patterns_win (void)
{
  g_autoptr (World) world = world_new (NULL);
  bh_model_pbx_add_trunk (world_pbx (world), "PJSIP/7*");
  bh_model_pbx_add_phone (world_pbx (world), "PJSIP/desk-*");
  world_agent_calls (world, "x", "PJSIP/7001", "1");
  g_assert_cmpint (world_last (world)->direction, ==, BH_DIRECTION_INBOUND);
  world_customer_calls (world, "y", "13800138000", "1");
  world_agent_calls (world, "z", "PJSIP/desk-9", "13800138000");
  g_assert_cmpint (world_last (world)->direction, ==, BH_DIRECTION_INTERNAL);
}

static void
test_same_story_same_id (void)
{
  g_autoptr (World) one = talking_world ();
  g_autoptr (World) two = talking_world ();
  g_assert_cmpstr (world_last (one)->id, ==, world_last (two)->id);
  g_assert_cmpint (world_last (one)->id[14], ==, '5');
}

static void
test_attached_data (void)
{
  g_autoptr (World) world = talking_world ();
  world_say (
      world,
      (BhPbxEvent){.kind = BH_PBX_ATTACHED_DATA, .leg = "c1", .name = "ivr_choice", .text = "1"});
  world_say (
      world,
      (BhPbxEvent){.kind = BH_PBX_ATTACHED_DATA, .call = "c1", .name = "ivr_choice", .text = "2"});
  world_note (world,
              bh_model_attach (world_model (world),
                               world_last (world)->id,
                               "order",
                               "4312",
                               world_now (world)));
  BhContact *contact = world_last (world);
  g_assert_cmpuint (contact->n_data, ==, 2);
  g_assert_cmpstr (contact->data[0].value, ==, "2");
  g_assert_cmpstr (contact->data[1].key, ==, "order");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (void);
  } tests[] = {
      {"queue/agent-hangs-up", test_answered_agent_hangs_up},
      {"queue/caller-hangs-up", test_answered_caller_hangs_up},
      {"queue/pbx-hangs-up", test_pbx_hangs_up},
      {"queue/abandoned", test_abandoned},
      {"queue/timeout-looks-like-abandon", test_queue_timeout_looks_like_abandon},
      {"queue/redirect-looks-like-abandon", test_redirect_out_of_queue_looks_like_abandon},
      {"queue/redirect-to-another-queue", test_redirect_to_another_queue},
      {"queue/no-answer-then-second-agent", test_ring_no_answer_then_second_agent},
      {"queue/rejected-told-as-no-answer", test_rejected_offer_told_as_no_answer},
      {"queue/ringall", test_ringall},
      {"dialplan/rejected", test_direct_call_rejected},
      {"dialplan/given-up", test_direct_call_given_up},
      {"dialplan/fork", test_fork},
      {"dialplan/no-agent", test_served_by_the_dialplan},
      {"dialplan/pickup", test_pickup},
      {"hold/and-retrieve", test_hold_and_retrieve},
      {"hold/caller-hangs-up", test_caller_hangs_up_on_hold},
      {"hold/unhold-without-hold", test_unhold_of_what_was_not_held},
      {"transfer/blind", test_blind_transfer},
      {"transfer/blind-to-number", test_blind_transfer_to_a_number},
      {"transfer/blind-to-queue", test_blind_transfer_to_a_queue_keeps_what_was_dialed},
      {"transfer/redirect", test_redirect_is_a_blind_transfer},
      {"transfer/none-when-agent-hung-up", test_dialplan_goes_on_after_the_agent},
      {"transfer/attended-by-refer", test_attended_transfer_by_refer},
      {"transfer/consult-not-completed", test_consult_not_completed},
      {"transfer/attended-through-pipe", test_attended_transfer_through_a_pipe},
      {"pipe/queue-member", test_local_member},
      {"park/and-retrieve", test_parking_and_retrieval},
      {"conference/of-a-call", test_conference_of_a_call},
      {"spy/is-no-party", test_a_spy_is_no_party},
      {"outbound/agent-dials", test_agent_dials_out},
      {"outbound/customer-busy", test_click_to_dial_customer_busy},
      {"outbound/agent-busy", test_click_to_dial_agent_busy},
      {"internal/call", test_internal_call},
      {"snapshot/mid-call", test_snapshot_in_mid_call},
      {"snapshot/held-call", test_snapshot_of_a_held_call},
      {"snapshot/ends-the-unnamed", test_snapshot_ends_what_it_does_not_name},
      {"snapshot/of-another-kind", test_snapshot_of_another_kind_ends_nothing},
      {"boot/another", test_another_boot_ends_everything},
      {"restore/goes-on", test_restored_contact_goes_on},
      {"restore/is-gone", test_restored_contact_is_gone},
      {"robust/unknown-legs", test_events_of_unknown_legs_do_no_harm},
      {"side/judged", test_judging_sides},
      {"side/patterns", test_patterns_win},
      {"id/deterministic", test_same_story_same_id},
      {"data/attached", test_attached_data},
  };
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/core/contact/", tests[i].path, NULL);
    g_test_add_func (path, tests[i].test);
  }
  return g_test_run ();
}
