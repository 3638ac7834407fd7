/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/world.h"

#define A1 "PJSIP/1001"
#define A2 "PJSIP/1002"

static const BhJoin support_and_sales[] = {{"support", 0}, {"sales", 3}};
static const BhModelOptions with_wrap_up = {.wrap_up_us = 30 * G_USEC_PER_SEC};

static BhAgent *
alice (World *world)
{
  return bh_model_get_agent (world_model (world), "alice");
}

#define assert_alice(world, expected)                                                              \
  g_assert_cmpstr (bh_agent_state_to_string (alice (world)->state), ==, expected)

#define assert_effects(world, expected)                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *effects_ = world_take_effects (world);                                        \
    g_assert_cmpstr (effects_, ==, expected);                                                      \
  }                                                                                                \
  G_STMT_END

static void
sign_in_at (World *world, const char *device, gboolean returns)
{
  world_note (world,
              bh_model_sign_in (world_model (world),
                                world_pbx (world),
                                &(BhSignIn){.agent = "alice",
                                            .full_name = "Alice Adams",
                                            .device = device,
                                            .queues = support_and_sales,
                                            .n_queues = G_N_ELEMENTS (support_and_sales),
                                            .returns = returns},
                                world_now (world)));
}

static void
sign_in (World *world)
{
  sign_in_at (world, A1, FALSE);
}

static void
want (World *world, BhAgentState intent, const char *reason)
{
  world_note (
      world,
      bh_model_set_intent (world_model (world), "alice", intent, reason, world_now (world)));
}

static World *
ready_world (const BhModelOptions *options)
{
  World *world = world_new (options);
  sign_in (world);
  want (world, BH_AGENT_READY, NULL);
  g_autofree char *effects = world_take_effects (world);
  return world;
}

static void
customer_talks (World *world)
{
  world_customer_calls (world, "c1", "13800138000", "4000");
  world_joins (world, "c1", "support");
  world_offers (world, "c1", "a1", A1, "support");
  world_wait (world, 1000);
  world_answers (world, "c1", "a1", "support", "b1");
  g_autofree char *effects = world_take_effects (world);
}

static void
test_sign_in_joins_paused (void)
{
  g_autoptr (World) world = world_new (NULL);
  sign_in (world);
  assert_effects (world,
                  "queue_add " A1 " support paused signed_in\nqueue_add " A1
                  " sales penalty 3 paused signed_in\n");
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "signed_in");
  g_assert_cmpstr (alice (world)->full_name, ==, "Alice Adams");
}

static void
test_ready_and_not_ready (void)
{
  g_autoptr (World) world = world_new (NULL);
  sign_in (world);
  g_autofree char *joined = world_take_effects (world);
  want (world, BH_AGENT_READY, NULL);
  assert_effects (world, "queue_pause " A1 " * unpaused\n");
  assert_alice (world, "ready");
  world_wait (world, 5000);
  want (world, BH_AGENT_NOT_READY, "lunch");
  assert_effects (world, "queue_pause " A1 " * paused lunch\n");
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "lunch");
  g_assert_cmpint (alice (world)->since_us, ==, world_now (world));
}

static void
test_another_reason_begins_anew (void)
{
  g_autoptr (World) world = ready_world (NULL);
  want (world, BH_AGENT_NOT_READY, "lunch");
  world_wait (world, 1000);
  want (world, BH_AGENT_NOT_READY, "meeting");
  g_assert_cmpstr (alice (world)->reason, ==, "meeting");
  g_assert_cmpint (alice (world)->since_us, ==, world_now (world));
}

static void
test_sign_out_leaves (void)
{
  g_autoptr (World) world = ready_world (NULL);
  world_note (world, bh_model_sign_out (world_model (world), "alice", world_now (world)));
  assert_effects (world, "queue_remove " A1 " support\nqueue_remove " A1 " sales\n");
  assert_alice (world, "logged_out");
}

/* A desk that takes the place of another one signs out and in within a breath: what the PBX shows
 * then is about to end. */
static void
test_back_before_the_pbx_told_of_leaving (void)
{
  g_autoptr (World) world = ready_world (NULL);
  world_member (world, "support", A1, NULL);
  world_member (world, "sales", A1, NULL);
  world_note (world, bh_model_sign_out (world_model (world), "alice", world_now (world)));
  g_autofree char *left = world_take_effects (world);
  sign_in (world);
  assert_effects (world,
                  "queue_add " A1 " support paused signed_in\nqueue_add " A1
                  " sales penalty 3 paused signed_in\n");
}

static void
test_facts_decide (void)
{
  g_autoptr (World) world = ready_world (NULL);
  world_customer_calls (world, "c1", "13800138000", "4000");
  world_joins (world, "c1", "support");
  assert_alice (world, "ready");
  world_offers (world, "c1", "a1", A1, "support");
  assert_alice (world, "offered");
  g_assert_cmpstr (alice (world)->contact, ==, world_last (world)->id);
  world_wait (world, 1000);
  world_answers (world, "c1", "a1", "support", "b1");
  assert_alice (world, "talking");
  world_holds (world, "a1");
  assert_alice (world, "hold");
  world_agent_calls (world, "x1", A1, "1002");
  world_dials (world, "x1", "x2", A2, "1002");
  assert_alice (world, "consult");
  world_hangs_up (world, "x1");
  world_leg_ends (world, "x2", 16);
  assert_alice (world, "hold");
  world_retrieves (world, "a1");
  assert_alice (world, "talking");
  world_hangs_up (world, "c1");
  assert_alice (world, "ready");
  g_assert_null (alice (world)->contact);
}

static void
test_missed_offer_gives_ready_back (void)
{
  g_autoptr (World) world = ready_world (&with_wrap_up);
  world_customer_calls (world, "c1", "13800138000", "4000");
  world_joins (world, "c1", "support");
  world_offers (world, "c1", "a1", A1, "support");
  world_wait (world, 6000);
  world_misses (world, "c1", "a1", "support");
  assert_alice (world, "ready");
}

static void
test_wrap_up_then_ready (void)
{
  g_autoptr (World) world = ready_world (&with_wrap_up);
  customer_talks (world);
  world_wait (world, 2000);
  world_hangs_up (world, "c1");
  assert_alice (world, "wrap_up");
  assert_effects (world, "queue_pause " A1 " * paused wrap_up\n");
  g_assert_cmpint (bh_model_next_deadline (world_model (world)),
                   ==,
                   world_now (world) + 30 * G_USEC_PER_SEC);
  world_wait (world, 4000);
  world_note (world,
              bh_model_finish_wrap_up (world_model (world),
                                       "alice",
                                       world_last (world)->id,
                                       world_now (world)));
  assert_alice (world, "ready");
  assert_effects (world, "queue_pause " A1 " * unpaused\n");
  world_assert_told (world,
                     "inbound answered by caller | " A1 " | " A1
                     " answered 1000 | | ring 0-1000 " A1 ", talk 1000-3000 " A1
                     ", wrap_up 3000-7000 " A1);
}

static void
test_wrap_up_runs_out (void)
{
  g_autoptr (World) world = ready_world (&with_wrap_up);
  customer_talks (world);
  world_hangs_up (world, "c1");
  world_wait (world, 29999);
  world_note (world, bh_model_tick (world_model (world), world_now (world)));
  assert_alice (world, "wrap_up");
  world_wait (world, 1);
  world_note (world, bh_model_tick (world_model (world), world_now (world)));
  assert_alice (world, "ready");
  g_assert_cmpint (world_last (world)->ended_us, ==, world_now (world));
  g_assert_cmpint (bh_model_next_deadline (world_model (world)), ==, 0);
}

static void
test_wrap_up_is_extended (void)
{
  g_autoptr (World) world = ready_world (&with_wrap_up);
  customer_talks (world);
  world_hangs_up (world, "c1");
  g_autofree char *id = g_strdup (world_last (world)->id);
  world_note (world,
              bh_model_extend_wrap_up (world_model (world),
                                       "alice",
                                       id,
                                       30 * G_USEC_PER_SEC,
                                       world_now (world)));
  g_assert_cmpint (world_last (world)->wrap_up_until_us,
                   ==,
                   world_now (world) + 60 * G_USEC_PER_SEC);
  g_assert_cmpint (alice (world)->wrap_up_until_us, ==, world_now (world) + 60 * G_USEC_PER_SEC);
}

static void
test_who_hands_over_wraps_up_too (void)
{
  g_autoptr (World) world = ready_world (&with_wrap_up);
  customer_talks (world);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_TRANSFER_BLIND,
                          .leg = "a1",
                          .other_leg = "c1",
                          .dialed = "1002"});
  world_exits (world, "c1");
  world_leg_ends (world, "a1", 16);
  assert_alice (world, "wrap_up");
  world_note (world,
              bh_model_finish_wrap_up (world_model (world),
                                       "alice",
                                       world_last (world)->id,
                                       world_now (world)));
  assert_alice (world, "ready");
  g_assert_cmpint (world_last (world)->ended_us, ==, 0);
}

static void
test_intent_is_pending_while_busy (void)
{
  g_autoptr (World) world = ready_world (NULL);
  customer_talks (world);
  want (world, BH_AGENT_NOT_READY, "lunch");
  assert_alice (world, "talking");
  g_assert_cmpint (alice (world)->intent, ==, BH_AGENT_READY);
  g_assert_cmpint (alice (world)->pending, ==, BH_AGENT_NOT_READY);
  assert_effects (world, "");
  world_hangs_up (world, "c1");
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "lunch");
  assert_effects (world, "queue_pause " A1 " * paused lunch\n");
}

static void
test_pending_is_taken_back (void)
{
  g_autoptr (World) world = ready_world (NULL);
  customer_talks (world);
  want (world, BH_AGENT_NOT_READY, "lunch");
  world_note (world, bh_model_keep_intent (world_model (world), "alice", world_now (world)));
  world_hangs_up (world, "c1");
  assert_alice (world, "ready");
}

static void
test_pause_at_the_pbx_is_adopted (void)
{
  g_autoptr (World) world = ready_world (NULL);
  BhPbxEvent member = {.kind = BH_PBX_MEMBER_CHANGED,
                       .queue = "support",
                       .member = A1,
                       .device = A1,
                       .has_paused = TRUE,
                       .paused = TRUE,
                       .text = "Lunch"};
  world_say (world, member);
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "Lunch");
  assert_effects (world, "");
  member.paused = FALSE;
  member.text = NULL;
  world_say (world, member);
  assert_alice (world, "ready");
  g_assert_cmpuint (alice (world)->n_queues, ==, 2);
  g_assert_cmpstr (alice (world)->queues[0].queue, ==, "support");
  g_assert_true (alice (world)->queues[0].joined);
  g_assert_false (alice (world)->queues[1].joined);
}

/* A call ends, wrap-up's pause is on its way, and the PBX still tells of the member as it was. */
static void
test_crossing_event_changes_nothing (void)
{
  g_autoptr (World) world = ready_world (NULL);
  BhPbxEvent member = {.kind = BH_PBX_MEMBER_ADDED,
                       .queue = "support",
                       .member = A1,
                       .device = A1,
                       .has_paused = TRUE};
  world_say (world, member);
  want (world, BH_AGENT_NOT_READY, "lunch");
  member.kind = BH_PBX_MEMBER_CHANGED;
  world_say (world, member);
  assert_alice (world, "not_ready");
  member.paused = TRUE;
  world_say (world, member);
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "lunch");
}

static void
test_own_echo_changes_nothing (void)
{
  g_autoptr (World) world = ready_world (NULL);
  want (world, BH_AGENT_NOT_READY, "lunch");
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_MEMBER_CHANGED,
                          .queue = "support",
                          .member = A1,
                          .device = A1,
                          .has_paused = TRUE,
                          .paused = TRUE,
                          .text = "lunch"});
  g_assert_cmpstr (alice (world)->reason, ==, "lunch");
}

/* ---- wishes that follow each other faster than the PBX tells of them */

static void
say_paused (World *world, gboolean paused, const char *reason)
{
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_MEMBER_CHANGED,
                          .queue = "support",
                          .member = A1,
                          .device = A1,
                          .has_paused = TRUE,
                          .paused = paused,
                          .text = reason});
}

/* Not ready, ready and not ready again, before the PBX has said a word. */
static World *
hasty_world (void)
{
  World *world = ready_world (NULL);
  world_member (world, "support", A1, NULL);
  want (world, BH_AGENT_NOT_READY, "lunch");
  want (world, BH_AGENT_READY, NULL);
  want (world, BH_AGENT_NOT_READY, "break");
  return world;
}

static void
test_last_wish_wins (void)
{
  g_autoptr (World) world = hasty_world ();
  g_autofree char *effects = world_take_effects (world);
  say_paused (world, TRUE, "lunch");
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "break");
  say_paused (world, FALSE, NULL);
  assert_alice (world, "not_ready");
  say_paused (world, TRUE, "break");
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "break");
  assert_effects (world, "");
}

/* The first echo is not lost on what comes between: that wish is over too. */
static void
test_last_wish_is_ready (void)
{
  g_autoptr (World) world = hasty_world ();
  want (world, BH_AGENT_READY, NULL);
  for (guint i = 0; i < 4; i++) {
    say_paused (world, i % 2 == 0, NULL);
    assert_alice (world, "ready");
  }
}

/* When all is told, what comes is somebody else's wish. */
static void
test_pause_after_echoes_is_adopted (void)
{
  g_autoptr (World) world = hasty_world ();
  for (guint i = 0; i < 3; i++)
    say_paused (world, i % 2 == 0, NULL);
  say_paused (world, FALSE, NULL);
  assert_alice (world, "ready");
}

/* The orders were lost: their echoes are not waited for for ever. */
static void
test_echo_that_never_comes (void)
{
  g_autoptr (World) world = ready_world (NULL);
  world_member (world, "support", A1, "lunch");
  assert_alice (world, "ready");
  want (world, BH_AGENT_NOT_READY, "lunch");
  want (world, BH_AGENT_READY, NULL);
  world_wait (world, 6000);
  say_paused (world, FALSE, NULL);
  say_paused (world, TRUE, "supervisor");
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "supervisor");
}

static void
test_lost_link_is_unknown (void)
{
  g_autoptr (World) world = ready_world (NULL);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LINK_DOWN, .text = "cut"});
  assert_alice (world, "unknown");
  g_assert_cmpstr (alice (world)->why,
                   ==,
                   "The link to the PBX is away, so what the phone does cannot be seen.");
  world_wait (world, 1000);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LINK_UP, .text = "boot-1"});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  assert_alice (world, "unknown");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END});
  assert_alice (world, "ready");
}

static void
test_sign_in_in_mid_call (void)
{
  g_autoptr (World) world = world_new (NULL);
  customer_talks (world);
  sign_in (world);
  assert_alice (world, "talking");
}

static void
test_sign_in_elsewhere_moves (void)
{
  g_autoptr (World) world = ready_world (NULL);
  sign_in_at (world, A2, FALSE);
  g_assert_cmpstr (alice (world)->device, ==, A2);
  g_assert_null (bh_model_get_agent_by_device (world_model (world), world_pbx (world), A1));
}

static void
test_members_are_tracked (void)
{
  g_autoptr (World) world = world_new (&(BhModelOptions){.track_agents = TRUE});
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_MEMBER_ADDED,
                          .queue = "support",
                          .member = A2,
                          .device = A2,
                          .name = "Bob",
                          .has_paused = TRUE,
                          .device_state = BH_DEVICE_STATE_IDLE});
  BhAgent *bob = bh_model_get_agent_by_device (world_model (world), world_pbx (world), A2);
  g_assert_cmpstr (bob->full_name, ==, "Bob");
  g_assert_cmpint (bob->state, ==, BH_AGENT_READY);
  world_say (
      world,
      (BhPbxEvent){.kind = BH_PBX_MEMBER_REMOVED, .queue = "support", .member = A2, .device = A2});
  bob = bh_model_get_agent_by_device (world_model (world), world_pbx (world), A2);
  g_assert_cmpint (bob->state, ==, BH_AGENT_LOGGED_OUT);
}

static void
test_unknown_agents_do_no_harm (void)
{
  g_autoptr (World) world = world_new (NULL);
  want (world, BH_AGENT_READY, NULL);
  world_note (world, bh_model_sign_out (world_model (world), "nobody", world_now (world)));
  world_note (
      world,
      bh_model_finish_wrap_up (world_model (world), "nobody", "no-contact", world_now (world)));
  g_assert_null (alice (world));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (void);
  } tests[] = {
      {"sign-in/joins-paused", test_sign_in_joins_paused},
      {"sign-in/in-mid-call", test_sign_in_in_mid_call},
      {"sign-in/elsewhere", test_sign_in_elsewhere_moves},
      {"sign-out/leaves", test_sign_out_leaves},
      {"sign-out/back-at-once", test_back_before_the_pbx_told_of_leaving},
      {"intent/ready-and-not", test_ready_and_not_ready},
      {"intent/another-reason", test_another_reason_begins_anew},
      {"haste/last-wish", test_last_wish_wins},
      {"haste/ready", test_last_wish_is_ready},
      {"haste/then-adopted", test_pause_after_echoes_is_adopted},
      {"haste/no-echo", test_echo_that_never_comes},
      {"intent/pending", test_intent_is_pending_while_busy},
      {"intent/taken-back", test_pending_is_taken_back},
      {"facts/decide", test_facts_decide},
      {"facts/missed-offer", test_missed_offer_gives_ready_back},
      {"facts/lost-link", test_lost_link_is_unknown},
      {"wrap-up/finished", test_wrap_up_then_ready},
      {"wrap-up/runs-out", test_wrap_up_runs_out},
      {"wrap-up/extended", test_wrap_up_is_extended},
      {"wrap-up/after-transfer", test_who_hands_over_wraps_up_too},
      {"pbx/pause-adopted", test_pause_at_the_pbx_is_adopted},
      {"pbx/crossing-event-changes-nothing", test_crossing_event_changes_nothing},
      {"pbx/own-echo", test_own_echo_changes_nothing},
      {"pbx/members-tracked", test_members_are_tracked},
      {"robust/unknown-agents", test_unknown_agents_do_no_harm},
  };
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/core/agent/", tests[i].path, NULL);
    g_test_add_func (path, tests[i].test);
  }
  return g_test_run ();
}
