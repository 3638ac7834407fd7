/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/world.h"

/* What single events do to legs, bridges and parts, seen in the very moment. How whole calls are
 * told when they are over is in test-contact-model.c. */

#define A1     "PJSIP/1001"
#define A2     "PJSIP/1002"
#define NUMBER "913900003333"

/* "1001 talking, 1002 offered": the parts of the last contact, those that left last. */
static char *
parts_of (const BhContact *contact)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < contact->n_parts; i++)
    g_string_append_printf (out,
                            "%s%s %s",
                            i > 0 ? ", " : "",
                            strchr (contact->parts[i].device, '/') + 1,
                            bh_part_state_to_string (contact->parts[i].state));
  return g_string_free (out, FALSE);
}

static void
assert_parts_of (const BhContact *contact, const char *expected)
{
  g_autofree char *parts = parts_of (contact);
  g_assert_cmpstr (parts, ==, expected);
}

static void
assert_parts (World *world, const char *expected)
{
  assert_parts_of (world_last (world), expected);
}

static const BhSegment *
now_of (World *world)
{
  const BhContact *contact = world_last (world);
  return &contact->segments[contact->n_segments - 1];
}

static void
assert_now (World *world, BhSegmentType type)
{
  g_assert_cmpstr (bh_segment_type_to_string (now_of (world)->type),
                   ==,
                   bh_segment_type_to_string (type));
}

/* A customer who talks with A1 since the clock's 1,000 ms. */
static World *
talking_world (void)
{
  World *world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4000");
  world_dials (world, "c1", "a1", A1, "1001");
  world_wait (world, 1000);
  world_answers (world, "c1", "a1", NULL, "b1");
  world_wait (world, 1000);
  return world;
}

/* ---- an order of the agent's: its phone rings to be connected with whom it asked for */

static void
test_order_is_outbound_at_once (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_agent_orders (world, "a1", A1, NUMBER);
  const BhContact *contact = world_last (world);
  g_assert_cmpint (contact->direction, ==, BH_DIRECTION_OUTBOUND);
  g_assert_cmpstr (contact->number, ==, NUMBER);
  g_assert_cmpstr (contact->dialed, ==, NUMBER);
  assert_parts (world, "1001 dialing");
  g_assert_true (contact->parts[0].rings);
}

/* Also in the first picture, before the PBX tells that it rings. */
static void
test_order_is_never_an_offer (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_LEG_NEW,
                          .leg = "a1",
                          .call = "a1",
                          .device = A1,
                          .dialed = NUMBER,
                          .ordered = TRUE,
                          .leg_state = BH_LEG_STATE_DOWN});
  assert_parts (world, "1001 dialing");
  g_assert_cmpstr (world_last (world)->number, ==, NUMBER);
}

static void
test_order_is_answered (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_agent_orders (world, "a1", A1, NUMBER);
  world_wait (world, 500);
  world_dial_ends (world, "a1", BH_DIAL_ANSWERED);
  assert_parts (world, "1001 dialing");
  g_assert_false (world_last (world)->parts[0].rings);
}

/* The trunk is told another number than the one asked for: the customer's own. */
static void
test_order_reaches_the_customer (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_agent_orders (world, "a1", A1, NUMBER);
  world_dial_ends (world, "a1", BH_DIAL_ANSWERED);
  world_dials (world, "a1", "t1", "PJSIP/trunk", "PJSIP/13900003333@trunk");
  g_assert_cmpstr (world_last (world)->number, ==, "13900003333");
  g_assert_cmpstr (world_last (world)->dialed, ==, NUMBER);
  world_wait (world, 1000);
  world_answers (world, "a1", "t1", NULL, "b1");
  assert_parts (world, "1001 talking");
}

static void
test_order_of_a_colleague (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_agent_orders (world, "a1", A1, "1002");
  world_dial_ends (world, "a1", BH_DIAL_ANSWERED);
  world_dials (world, "a1", "a2", A2, "1002");
  g_assert_cmpint (world_last (world)->direction, ==, BH_DIRECTION_INTERNAL);
  g_assert_cmpstr (world_last (world)->number, ==, "");
  g_assert_cmpstr (world_last (world)->dialed, ==, "1002");
  assert_parts (world, "1001 dialing, 1002 offered");
}

/* A call that the PBX makes for a reason of its own is offered: a recall out of parking. */
static void
test_pbx_calls_without_order (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_pbx_calls (world, "a1", A1);
  assert_parts (world, "1001 offered");
  g_assert_false (world_last (world)->parts[0].rings);
}

static void
test_order_to_a_busy_phone (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_agent_orders (world, "a1", A1, NUMBER);
  world_leg_ends (world, "a1", 17);
  g_assert_cmpint (world_last (world)->outcome, ==, BH_OUTCOME_BUSY);
}

/* ---- hold */

static void
test_hold (void)
{
  g_autoptr (World) world = talking_world ();
  world_holds (world, "a1");
  assert_now (world, BH_SEGMENT_HOLD);
  assert_parts (world, "1001 hold");
  world_wait (world, 500);
  world_retrieves (world, "a1");
  assert_now (world, BH_SEGMENT_TALK);
  assert_parts (world, "1001 talking");
}

/* Told twice, by the phone and by the PBX. */
static void
test_hold_twice (void)
{
  g_autoptr (World) world = talking_world ();
  world_holds (world, "a1");
  world_wait (world, 500);
  guint n = world_n_changes (world);
  world_holds (world, "a1");
  g_assert_cmpuint (world_n_changes (world), ==, n);
}

/* The customer's own phone holds: nobody of ours has put anybody aside. */
static void
test_customer_holds (void)
{
  g_autoptr (World) world = talking_world ();
  world_holds (world, "c1");
  assert_now (world, BH_SEGMENT_HOLD);
  g_assert_null (now_of (world)->agent);
  assert_parts (world, "1001 talking");
}

static void
test_hold_of_unknown_leg (void)
{
  g_autoptr (World) world = talking_world ();
  guint n = world_n_changes (world);
  world_holds (world, "nobody");
  g_assert_cmpuint (world_n_changes (world), ==, n);
}

/* ---- the order of a hang-up */

static void
test_agent_leg_ends_first (void)
{
  g_autoptr (World) world = talking_world ();
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "c1", .by_party = TRUE});
  world_leg_ends (world, "a1", 16);
  world_leg_ends (world, "c1", 16);
  g_assert_cmpint (world_last (world)->ended_by, ==, BH_ENDER_CALLER);
  g_assert_cmpint (world_last (world)->outcome, ==, BH_OUTCOME_ANSWERED);
}

/* Both hang up in the same moment: who asked first has ended it. */
static void
test_both_hang_up (void)
{
  g_autoptr (World) world = talking_world ();
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "a1", .by_party = TRUE});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "c1", .by_party = TRUE});
  world_leg_ends (world, "c1", 16);
  world_leg_ends (world, "a1", 16);
  g_assert_cmpint (world_last (world)->ended_by, ==, BH_ENDER_AGENT);
}

static void
test_leg_ends_twice (void)
{
  g_autoptr (World) world = talking_world ();
  world_hangs_up (world, "c1");
  guint n = world_n_changes (world);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_ENDED, .leg = "c1", .device = "PJSIP/trunk"});
  g_assert_cmpuint (world_n_changes (world), ==, n);
}

/* What is told of a leg after its end makes no new call of it. */
static void
test_late_word_of_an_ended_leg (void)
{
  g_autoptr (World) world = talking_world ();
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_ENDED, .leg = "a1", .device = A1});
  world_leg_ends (world, "c1", 16);
  guint n = world_n_changes (world);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_LEG_CHANGED, .leg = "a1", .call = "x", .device = A1});
  g_assert_cmpuint (world_n_changes (world), ==, n);
}

/* ---- pipes: who is behind one is who rings and talks */

/* The queue has offered the call of c1 to a pipe, behind which the phone 1004 rings. */
static World *
piped_world (void)
{
  World *world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4001");
  world_joins (world, "c1", "sales");
  world_dials (world, "c1", "l2", "Local/1004@agents", NULL);
  world_offers (world, "c1", "l1", "Local/1004@agents", "sales");
  world_pairs (world, "l1", "l2");
  world_dials (world, "l2", "a4", "PJSIP/1004", "1004");
  return world;
}

static void
test_pipe_is_no_party (void)
{
  g_autoptr (World) world = piped_world ();
  assert_parts (world, "1004 offered");
  assert_now (world, BH_SEGMENT_RING);
  g_assert_cmpuint (world_last (world)->n_offers, ==, 1);
  g_assert_cmpstr (world_last (world)->offers[0].agent, ==, "PJSIP/1004");
}

/* The phone has answered; that the queue's leg has not yet is the PBX's own affair. */
static void
test_pipe_is_answered_behind (void)
{
  g_autoptr (World) world = piped_world ();
  world_wait (world, 1000);
  world_dial_ends (world, "a4", BH_DIAL_ANSWERED);
  world_enters (world, "a4", "b2");
  world_enters (world, "l2", "b2");
  world_answers (world, "c1", "l1", "sales", "b1");
  assert_parts (world, "1004 talking");
  assert_now (world, BH_SEGMENT_TALK);
}

/* The hold key of a phone behind a pipe is told of the half of the pipe. */
static void
test_pipe_is_held (void)
{
  g_autoptr (World) world = piped_world ();
  world_dial_ends (world, "a4", BH_DIAL_ANSWERED);
  world_enters (world, "a4", "b2");
  world_enters (world, "l2", "b2");
  world_answers (world, "c1", "l1", "sales", "b1");
  world_wait (world, 1000);
  world_holds (world, "l1");
  assert_parts (world, "1004 hold");
}

/* The PBX takes the pipe away and puts the phone in its place. */
static void
test_pipe_is_optimised_away (void)
{
  g_autoptr (World) world = piped_world ();
  world_dial_ends (world, "a4", BH_DIAL_ANSWERED);
  world_enters (world, "a4", "b2");
  world_enters (world, "l2", "b2");
  world_answers (world, "c1", "l1", "sales", "b1");
  world_wait (world, 1000);
  world_say (
      world,
      (BhPbxEvent){.kind = BH_PBX_BRIDGE_ENTERED, .leg = "a4", .bridge = "b1", .other_leg = "l1"});
  world_leg_ends (world, "l1", 0);
  world_leg_ends (world, "l2", 0);
  assert_parts (world, "1004 talking");
  assert_now (world, BH_SEGMENT_TALK);
}

static void
test_pipe_with_itself (void)
{
  g_autoptr (World) world = piped_world ();
  guint n = world_n_changes (world);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LOCAL_PAIRED, .leg = "l1", .other_leg = "l1"});
  g_assert_cmpuint (world_n_changes (world), ==, n);
}

/* ---- pickup */

static World *
ringing_world (void)
{
  World *world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4003");
  world_dials (world, "c1", "a1", A1, "1001");
  world_wait (world, 1000);
  return world;
}

static void
test_pickup_takes_the_offer (void)
{
  g_autoptr (World) world = ringing_world ();
  world_agent_calls (world, "p1", A2, "*81001");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_PICKED_UP, .leg = "p1", .other_leg = "a1"});
  const BhContact *contact = world_find (world, BH_DIRECTION_INBOUND);
  g_assert_cmpint (contact->offers[0].outcome, ==, BH_OFFER_CANCELLED);
  g_assert_cmpint (world_find (world, BH_DIRECTION_INTERNAL)->outcome, ==, BH_OUTCOME_MERGED);
  world_leg_ends (world, "a1", 26);
  world_enters (world, "p1", "b1");
  world_enters (world, "c1", "b1");
  assert_parts_of (world_find (world, BH_DIRECTION_INBOUND), "1001 left, 1002 talking");
}

/* Too late: what was to be picked up is gone. */
static void
test_pickup_of_nothing (void)
{
  g_autoptr (World) world = ringing_world ();
  world_leg_ends (world, "a1", 26);
  world_agent_calls (world, "p1", A2, "*81001");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_PICKED_UP, .leg = "p1", .other_leg = "a1"});
  g_assert_cmpint (world_find (world, BH_DIRECTION_INTERNAL)->outcome, ==, BH_OUTCOME_IN_PROGRESS);
}

/* ---- parking */

static World *
parked_world (void)
{
  World *world = talking_world ();
  world_exits (world, "c1");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_PARKED, .leg = "c1", .text = "701"});
  world_enters (world, "c1", "park");
  world_leg_ends (world, "a1", 16);
  return world;
}

static void
test_parked (void)
{
  g_autoptr (World) world = parked_world ();
  assert_now (world, BH_SEGMENT_HOLD);
  g_assert_cmpstr (now_of (world)->with, ==, "park:701");
  assert_parts (world, "1001 left");
  g_assert_cmpint (world_last (world)->released_us, ==, 0);
}

static void
test_unparked_by_a_colleague (void)
{
  g_autoptr (World) world = parked_world ();
  world_agent_calls (world, "r1", A2, "701");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_UNPARKED, .leg = "c1", .other_leg = "r1"});
  world_exits (world, "c1");
  world_enters (world, "c1", "b2");
  world_enters (world, "r1", "b2");
  assert_parts_of (world_find (world, BH_DIRECTION_INBOUND), "1001 left, 1002 talking");
}

static void
test_given_up_in_parking (void)
{
  g_autoptr (World) world = parked_world ();
  world_wait (world, 1000);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "c1", .by_party = TRUE});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_PARK_GIVEN_UP, .leg = "c1"});
  world_leg_ends (world, "c1", 16);
  g_assert_cmpint (world_last (world)->ended_by, ==, BH_ENDER_CALLER);
  g_assert_cmpint (world_last (world)->released_us, !=, 0);
}

/* ---- conference */

static void
joins_room (World *world, const char *leg)
{
  world_exits (world, leg);
  world_enters (world, leg, "room");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_CONFERENCE_JOINED, .leg = leg, .bridge = "room"});
}

static void
test_conference (void)
{
  g_autoptr (World) world = talking_world ();
  joins_room (world, "c1");
  joins_room (world, "a1");
  world_dials (world, "a1", "a2", A2, "1002");
  world_dial_ends (world, "a2", BH_DIAL_ANSWERED);
  joins_room (world, "a2");
  assert_now (world, BH_SEGMENT_CONFERENCE);
  assert_parts (world, "1001 talking, 1002 talking");
}

/* One who leaves a conference has ended nothing. */
static void
test_one_leaves_the_conference (void)
{
  g_autoptr (World) world = talking_world ();
  joins_room (world, "c1");
  joins_room (world, "a1");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_CONFERENCE_LEFT, .leg = "a1"});
  world_leg_ends (world, "a1", 16);
  assert_parts (world, "1001 left");
  g_assert_cmpint (world_last (world)->released_us, ==, 0);
}

static void
test_spy_is_no_part_of_talk (void)
{
  g_autoptr (World) world = talking_world ();
  world_agent_calls (world, "s1", A2, "*901001");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SPY_STARTED, .leg = "s1", .other_leg = "a1"});
  world_enters (world, "s1", "b1");
  assert_parts_of (world_find (world, BH_DIRECTION_INBOUND), "1001 talking");
}

/* ---- merges */

static void
test_bridges_merge (void)
{
  g_autoptr (World) world = talking_world ();
  world_agent_calls (world, "a2", A2, "1003");
  world_enters (world, "a2", "b2");
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_BRIDGE_MERGED, .bridge = "b2", .other_bridge = "b1"});
  world_leg_ends (world, "a1", 16);
  const BhContact *contact = world_find (world, BH_DIRECTION_INBOUND);
  g_assert_cmpint (contact->released_us, ==, 0);
}

/* The PBX gives the same call another name: that is one contact still. */
static void
test_call_is_renamed (void)
{
  g_autoptr (World) world = talking_world ();
  g_autofree char *id = g_strdup (world_last (world)->id);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_CHANGED, .leg = "a1", .call = "renamed"});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_CHANGED, .leg = "c1", .call = "renamed"});
  world_holds (world, "a1");
  g_assert_cmpstr (world_last (world)->id, ==, id);
}

/* A leg goes over to another call: what it was in goes on in there, and says so. */
static void
test_call_joins_another (void)
{
  g_autoptr (World) world = talking_world ();
  g_autofree char *id = g_strdup (world_last (world)->id);
  world_agent_calls (world, "a2", A2, "1001");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_CHANGED, .leg = "a2", .call = "c1"});
  const BhContact *merged = world_find (world, BH_DIRECTION_INTERNAL);
  g_assert_cmpint (merged->outcome, ==, BH_OUTCOME_MERGED);
  g_assert_cmpstr (merged->merged_into, ==, id);
}

/* ---- a snapshot in the middle of a call */

static void
shows (World *world, const char *leg, const char *call, const char *device, const char *bridge)
{
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_LEG_NEW,
                          .leg = leg,
                          .call = call,
                          .device = device,
                          .bridge = bridge,
                          .age_ms = 5000,
                          .leg_state = BH_LEG_STATE_UP});
}

static void
test_snapshot_shows_a_talk (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_link_comes_up (world, "boot-1");
  shows (world, "a1", "c1", A1, "b1");
  shows (world, "c1", "c1", "PJSIP/trunk", "b1");
  world_takes_orders (world);
  assert_parts (world, "1001 talking");
  g_assert_cmpint (world_last (world)->direction, ==, BH_DIRECTION_INBOUND);
  g_assert_cmpint (world_last (world)->started_us, ==, world_now (world) - 5000 * 1000);
}

/* The same again changes nothing: a snapshot is no event of the call. */
static void
test_snapshot_of_what_is_known (void)
{
  g_autoptr (World) world = talking_world ();
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  shows (world, "a1", "c1", A1, "b1");
  shows (world, "c1", "c1", "PJSIP/trunk", "b1");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END, .text = "legs"});
  assert_parts (world, "1001 talking");
  g_assert_cmpint (world_last (world)->n_segments, ==, 2);
}

static void
test_snapshot_names_one_that_has_ended (void)
{
  g_autoptr (World) world = talking_world ();
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_ENDED, .leg = "x1", .device = A2});
  guint n = world_n_changes (world);
  shows (world, "x1", "x1", A2, NULL);
  g_assert_cmpuint (world_n_changes (world), ==, n);
}

/* ---- data of the call */

static void
test_data_by_call (void)
{
  g_autoptr (World) world = talking_world ();
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_ATTACHED_DATA, .call = "c1", .name = "k", .text = "v"});
  g_assert_cmpuint (world_last (world)->n_data, ==, 1);
  g_assert_cmpstr (world_last (world)->data[0].value, ==, "v");
}

static void
test_data_of_nothing (void)
{
  g_autoptr (World) world = talking_world ();
  guint n = world_n_changes (world);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_ATTACHED_DATA, .call = "no", .name = "k", .text = "v"});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_ATTACHED_DATA, .leg = "c1", .name = "k"});
  g_assert_cmpuint (world_n_changes (world), ==, n);
}

/* FreeSWITCH may give a leg another id under way. */
static void
test_leg_is_renamed (void)
{
  g_autoptr (World) world = talking_world ();
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_RENAMED, .leg = "c2", .other_leg = "c1"});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_RENAMED, .leg = "a2", .other_leg = "a1"});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_RENAMED, .leg = "x2", .other_leg = "x1"});
  const BhContact *contact = world_last (world);
  g_assert_cmpstr (contact->customer_leg, ==, "c2");
  g_assert_cmpstr (bh_contact_find_part (contact, A1)->leg, ==, "a2");
  assert_now (world, BH_SEGMENT_TALK);
  world_leg_ends (world, "a2", 16);
  world_leg_ends (world, "c2", 16);
  g_assert_cmpint (world_last (world)->outcome, ==, BH_OUTCOME_ANSWERED);
}

/* The PBX does not say for whom a phone rings that an agent's order made it ring; what was kept
 * does.
 */
static void
test_order_after_our_restart (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_agent_orders (world, "a1", A1, NUMBER);
  world_server_restarts (world);
  world_link_comes_up (world, "boot-1");
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_LEG_NEW,
                          .leg = "a1",
                          .call = "a1",
                          .device = A1,
                          .known_phone = TRUE,
                          .leg_state = BH_LEG_STATE_RINGING});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END, .text = "legs"});
  const BhContact *contact = world_last (world);
  g_assert_cmpint (contact->direction, ==, BH_DIRECTION_OUTBOUND);
  g_assert_cmpstr (contact->dialed, ==, NUMBER);
  const BhPart *part = bh_contact_find_part (contact, A1);
  g_assert_cmpint (part->state, ==, BH_PART_DIALING);
  g_assert_true (part->rings);
  g_assert_cmpuint (contact->n_offers, ==, 1); /* the one of before */
}

/* By a key all three come together: the pipe's bridge is merged into the customer's, the PBX tells
 * of no retrieval, and nobody has handed anything over. */
static void
test_consult_becomes_a_conference (void)
{
  g_autoptr (World) world = talking_world ();
  world_wait (world, 1500);
  world_holds (world, "a1");
  world_wait (world, 500);
  world_agent_calls (world, "x1", A1, "1002");
  world_dials (world, "x1", "x2", A2, "1002");
  world_wait (world, 700);
  world_answers (world, "x1", "x2", NULL, "b2");
  world_wait (world, 1300);
  world_say (
      world,
      (BhPbxEvent){.kind = BH_PBX_BRIDGE_ENTERED, .leg = "x2", .call = "c1", .bridge = "b1"});
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_TRANSFER_ATTENDED,
                          .leg = "a1",
                          .second_leg = "x1",
                          .other_leg = "c1",
                          .bridge = "b1",
                          .text = "threeway"});
  world_leg_ends (world, "x1", 16);
  world_wait (world, 1000);
  const BhContact *contact = world_find (world, BH_DIRECTION_INBOUND);
  g_assert_cmpint (bh_contact_find_part (contact, A1)->state, ==, BH_PART_TALKING);
  g_assert_cmpint (bh_contact_find_part (contact, A2)->state, ==, BH_PART_TALKING);
  g_assert_cmpint (contact->segments[contact->n_segments - 1].type, ==, BH_SEGMENT_CONFERENCE);
  world_exits (world, "a1");
  world_leg_ends (world, "a1", 16);
  contact = world_find (world, BH_DIRECTION_INBOUND);
  g_assert_cmpint (contact->segments[contact->n_segments - 1].type, ==, BH_SEGMENT_TALK);
  g_assert_cmpstr (contact->segments[contact->n_segments - 1].agent, ==, A2);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    GTestFunc func;
  } tests[] = {
      {"order/outbound-at-once", test_order_is_outbound_at_once},
      {"order/never-an-offer", test_order_is_never_an_offer},
      {"order/answered", test_order_is_answered},
      {"order/reaches-customer", test_order_reaches_the_customer},
      {"order/colleague", test_order_of_a_colleague},
      {"order/none", test_pbx_calls_without_order},
      {"order/busy-phone", test_order_to_a_busy_phone},
      {"hold/agent", test_hold},
      {"hold/twice", test_hold_twice},
      {"hold/customer", test_customer_holds},
      {"hold/unknown-leg", test_hold_of_unknown_leg},
      {"end/agent-leg-first", test_agent_leg_ends_first},
      {"end/both", test_both_hang_up},
      {"end/twice", test_leg_ends_twice},
      {"end/late-word", test_late_word_of_an_ended_leg},
      {"pipe/no-party", test_pipe_is_no_party},
      {"pipe/answered-behind", test_pipe_is_answered_behind},
      {"pipe/held", test_pipe_is_held},
      {"pipe/optimised-away", test_pipe_is_optimised_away},
      {"pipe/with-itself", test_pipe_with_itself},
      {"pickup/takes-the-offer", test_pickup_takes_the_offer},
      {"pickup/of-nothing", test_pickup_of_nothing},
      {"parking/parked", test_parked},
      {"parking/unparked", test_unparked_by_a_colleague},
      {"parking/given-up", test_given_up_in_parking},
      {"conference/three", test_conference},
      {"conference/one-leaves", test_one_leaves_the_conference},
      {"conference/spy", test_spy_is_no_part_of_talk},
      {"merge/bridges", test_bridges_merge},
      {"merge/renamed", test_call_is_renamed},
      {"merge/joins-another", test_call_joins_another},
      {"snapshot/talk", test_snapshot_shows_a_talk},
      {"snapshot/known", test_snapshot_of_what_is_known},
      {"snapshot/ended", test_snapshot_names_one_that_has_ended},
      {"transfer/consult-becomes-a-conference", test_consult_becomes_a_conference},
      {"order/after-our-restart", test_order_after_our_restart},
      {"leg/renamed", test_leg_is_renamed},
      {"data/by-call", test_data_by_call},
      {"data/of-nothing", test_data_of_nothing},
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/core/call-events/", tests[i].name, NULL);
    g_test_add_func (path, tests[i].func);
  }
  return g_test_run ();
}
