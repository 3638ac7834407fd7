/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/world.h"

/* Agents after a restart of the server, and of the PBX. */

#define A1 "PJSIP/1001"
#define A2 "PJSIP/1002"

static const BhModelOptions options = {.wrap_up_us = 30 * G_USEC_PER_SEC,
                                       .return_us = 60 * G_USEC_PER_SEC};
static const BhJoin queues[] = {{"support", 0}, {"sales", 3}};

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
sign_in (World *world, const char *device, gboolean returns)
{
  const BhSignIn who = {.agent = "alice",
                        .full_name = "Alice Adams",
                        .device = device,
                        .queues = queues,
                        .n_queues = G_N_ELEMENTS (queues),
                        .returns = returns};
  world_note (world,
              bh_model_sign_in (world_model (world), world_pbx (world), &who, world_now (world)));
}

static void
want (World *world, BhAgentState intent, const char *reason)
{
  world_note (
      world,
      bh_model_set_intent (world_model (world), "alice", intent, reason, world_now (world)));
}

static void
members (World *world, const char *paused_for)
{
  world_member (world, "support", A1, paused_for);
  world_member (world, "sales", A1, paused_for);
}

static World *
world_at_work (BhAgentState intent, const char *reason)
{
  World *world = world_new (&options);
  sign_in (world, A1, FALSE);
  want (world, intent, reason);
  members (world, intent == BH_AGENT_READY ? NULL : reason);
  world_wait (world, 5000);
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
}

/* ---- our restart */

static void
test_ready_stays_ready (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  world_server_restarts (world);
  assert_alice (world, "unknown");
  world_link_comes_up (world, "boot-1");
  members (world, NULL);
  world_takes_orders (world);
  assert_alice (world, "ready");
  assert_effects (world, "");
}

static void
test_not_ready_stays_with_its_reason (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_NOT_READY, "lunch");
  world_server_restarts (world);
  world_link_comes_up (world, "boot-1");
  members (world, "lunch");
  world_takes_orders (world);
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "lunch");
  assert_effects (world, "");
}

static void
test_returns_as_it_was (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  gint64 since_us = alice (world)->signed_in_us;
  world_server_restarts (world);
  g_assert_true (alice (world)->away);
  sign_in (world, A1, TRUE);
  world_link_comes_up (world, "boot-1");
  members (world, NULL);
  world_takes_orders (world);
  assert_alice (world, "ready");
  g_assert_false (alice (world)->away);
  g_assert_cmpint (alice (world)->signed_in_us, ==, since_us);
}

static void
test_pending_is_kept (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  customer_talks (world);
  want (world, BH_AGENT_NOT_READY, "lunch");
  world_server_restarts (world);
  sign_in (world, A1, TRUE);
  g_assert_cmpint (alice (world)->intent, ==, BH_AGENT_READY);
  g_assert_cmpint (alice (world)->pending, ==, BH_AGENT_NOT_READY);
  g_assert_cmpstr (alice (world)->pending_reason, ==, "lunch");
}

static void
test_password_begins_anew (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  world_server_restarts (world);
  world_link_comes_up (world, "boot-1");
  members (world, NULL);
  world_takes_orders (world);
  sign_in (world, A1, FALSE);
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "signed_in");
  assert_effects (world, "queue_pause " A1 " * paused signed_in\n");
}

static void
test_who_stays_away_is_signed_out (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  world_server_restarts (world);
  world_link_comes_up (world, "boot-1");
  members (world, NULL);
  world_takes_orders (world);
  g_assert_cmpint (bh_model_next_deadline (world_model (world)),
                   ==,
                   world_now (world) + options.return_us);
  world_tick (world, 59999);
  assert_alice (world, "ready");
  world_tick (world, 1);
  assert_alice (world, "logged_out");
  assert_effects (world, "queue_remove " A1 " support\nqueue_remove " A1 " sales\n");
  g_assert_cmpint (bh_model_next_deadline (world_model (world)), ==, 0);
}

static void
test_late_return_says_why (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  world_server_restarts (world);
  world_tick (world, 60000);
  sign_in (world, A1, TRUE);
  world_link_comes_up (world, "boot-1");
  world_takes_orders (world);
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "client_lost");
}

static void
test_wrap_up_goes_on (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  customer_talks (world);
  world_hangs_up (world, "c1");
  gint64 until_us = alice (world)->wrap_up_until_us;
  world_wait (world, 10000);
  world_server_restarts (world);
  sign_in (world, A1, TRUE);
  world_link_comes_up (world, "boot-1");
  members (world, "wrap_up");
  world_takes_orders (world);
  assert_alice (world, "wrap_up");
  g_assert_cmpint (alice (world)->wrap_up_until_us, ==, until_us);
  world_tick (world, 20000);
  assert_alice (world, "ready");
  g_assert_cmpint (world_last (world)->ended_us, ==, world_now (world));
}

static void
test_wrap_up_ran_out_meanwhile (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  customer_talks (world);
  world_hangs_up (world, "c1");
  world_wait (world, 31000);
  world_server_restarts (world);
  world_tick (world, 0);
  sign_in (world, A1, TRUE);
  world_link_comes_up (world, "boot-1");
  members (world, "wrap_up");
  world_takes_orders (world);
  assert_alice (world, "ready");
  g_assert_cmpint (world_last (world)->ended_us, !=, 0);
}

/* The customer hung up while nobody listened: there is a result to be chosen all the same. */
static void
test_end_while_down_is_wrapped_up (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  customer_talks (world);
  world_server_restarts (world);
  world_link_comes_up (world, "boot-1");
  members (world, NULL);
  world_takes_orders (world);
  assert_alice (world, "wrap_up");
  g_assert_cmpint (world_last (world)->released_us, !=, 0);
  g_assert_cmpint (world_last (world)->ended_us, ==, 0);
  world_wait (world, 31000);
  world_tick (world, 0);
  assert_alice (world, "ready");
  g_assert_cmpint (world_last (world)->ended_us, !=, 0);
}

/* Who had handed the customer to a machine, and was done with it, is not asked again. */
static void
test_end_after_the_agent_is_over (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  customer_talks (world);
  world_exits (world, "a1");
  world_leg_ends (world, "a1", 16);
  world_exits (world, "c1");
  world_joins (world, "c1", "survey");
  assert_alice (world, "wrap_up");
  world_wait (world, 31000);
  world_tick (world, 0);
  assert_alice (world, "ready");
  world_leg_ends (world, "c1", 16);
  g_assert_cmpint (world_last (world)->ended_us, !=, 0);
  assert_alice (world, "ready");
}

static void
test_wrap_up_of_nobody_is_over (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  g_autoptr (BhContact) contact = NULL;
  g_autoptr (BhModel) other = bh_model_new (&options);
  customer_talks (world);
  world_hangs_up (world, "c1");
  contact = bh_contact_ref (world_last (world));
  bh_model_restore (other, contact, world_now (world));
  bh_model_end_restore (other, world_now (world) + 40 * G_USEC_PER_SEC);
  g_assert_null (bh_model_get_contact (other, contact->id));
}

static void
test_lost_command_is_said_again (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_NOT_READY, "lunch");
  want (world, BH_AGENT_READY, NULL);
  g_autofree char *lost = world_take_effects (world);
  world_server_restarts (world);
  world_link_comes_up (world, "boot-1");
  members (world, "lunch");
  world_takes_orders (world);
  assert_alice (world, "ready");
  assert_effects (world, "queue_pause " A1 " * unpaused\n");
}

static void
test_pause_of_others_is_adopted (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  world_server_restarts (world);
  world_link_comes_up (world, "boot-1");
  members (world, "fire drill");
  world_takes_orders (world);
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "fire drill");
  assert_effects (world, "");
}

/* ---- the PBX's restart */

static void
test_lost_members_join_again (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  world_link_is_cut (world);
  world_link_comes_up (world, "boot-2");
  world_takes_orders (world);
  assert_alice (world, "ready");
  assert_effects (world,
                  "queue_add " A1 " support unpaused\nqueue_add " A1 " sales penalty 3 unpaused\n");
}

/* What somebody else changed meanwhile, or what Bellhop was told since: said again at sign-in. What
 * stands in the PBX's own configuration is its own, as long as nothing else was said. */
static void
test_penalties_are_as_wished (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  world_link_is_cut (world);
  world_link_comes_up (world, "boot-1");
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_MEMBER_ADDED,
                          .queue = "support",
                          .member = A1,
                          .device = A1,
                          .has_paused = TRUE,
                          .penalty = 5});
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_MEMBER_ADDED,
                          .queue = "sales",
                          .member = A1,
                          .device = A1,
                          .has_paused = TRUE,
                          .penalty = 1});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END, .text = "queues"});
  world_takes_orders (world);
  assert_effects (world, "queue_penalty " A1 " sales penalty 3 unpaused\n");
}

static void
test_both_restart (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_NOT_READY, "lunch");
  world_server_restarts (world);
  sign_in (world, A1, TRUE);
  g_autofree char *unheard = world_take_effects (world);
  world_link_comes_up (world, "boot-2");
  world_takes_orders (world);
  assert_alice (world, "not_ready");
  assert_effects (world,
                  "queue_add " A1 " support paused lunch\nqueue_add " A1
                  " sales penalty 3 paused lunch\n");
}

/* A member by the PBX's own configuration comes up unpaused: nobody wished that. */
static void
test_static_member_is_paused_again (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_NOT_READY, "lunch");
  world_link_is_cut (world);
  world_link_comes_up (world, "boot-2");
  members (world, NULL);
  world_takes_orders (world);
  assert_alice (world, "not_ready");
  assert_effects (world, "queue_pause " A1 " * paused lunch\n");
}

static void
test_static_member_changed_in_snapshot (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_NOT_READY, "lunch");
  world_link_is_cut (world);
  world_link_comes_up (world, "boot-2");
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_MEMBER_CHANGED,
                          .queue = "support",
                          .member = A1,
                          .device = A1,
                          .has_paused = TRUE});
  world_takes_orders (world);
  assert_alice (world, "not_ready");
}

static void
test_pause_during_a_cut_is_adopted (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  world_link_is_cut (world);
  world_link_comes_up (world, "boot-1");
  members (world, "meeting");
  world_takes_orders (world);
  assert_alice (world, "not_ready");
  g_assert_cmpstr (alice (world)->reason, ==, "meeting");
}

static void
test_wrap_up_is_the_reason (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  customer_talks (world);
  world_hangs_up (world, "c1");
  g_autofree char *effects = world_take_effects (world);
  world_link_is_cut (world);
  world_link_comes_up (world, "boot-2");
  world_takes_orders (world);
  assert_effects (world,
                  "queue_add " A1 " support paused wrap_up\nqueue_add " A1
                  " sales penalty 3 paused wrap_up\n");
}

static void
test_sign_in_during_a_cut_joins_later (void)
{
  g_autoptr (World) world = world_new (&options);
  world_link_is_cut (world);
  sign_in (world, A1, FALSE);
  g_autofree char *unheard = world_take_effects (world);
  world_link_comes_up (world, "boot-1");
  world_takes_orders (world);
  assert_effects (world,
                  "queue_add " A1 " support paused signed_in\nqueue_add " A1
                  " sales penalty 3 paused signed_in\n");
}

static void
test_sign_out_during_a_cut_leaves_later (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  world_link_is_cut (world);
  world_note (world, bh_model_sign_out (world_model (world), "alice", world_now (world)));
  g_autofree char *unheard = world_take_effects (world);
  world_link_comes_up (world, "boot-1");
  members (world, NULL);
  world_takes_orders (world);
  assert_effects (world, "queue_remove " A1 " support\nqueue_remove " A1 " sales\n");
  world_note (world, bh_model_rejoin (world_model (world), world_pbx (world), world_now (world)));
  assert_effects (world, "");
}

/* ---- two in one matter */

static void
test_last_wrap_up_ends_the_contact (void)
{
  g_autoptr (World) world = world_at_work (BH_AGENT_READY, NULL);
  const BhSignIn bob = {.agent = "bob", .device = A2};
  world_note (world,
              bh_model_sign_in (world_model (world), world_pbx (world), &bob, world_now (world)));
  customer_talks (world);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_TRANSFER_BLIND,
                          .leg = "a1",
                          .other_leg = "c1",
                          .dialed = "1002"});
  world_exits (world, "c1");
  world_leg_ends (world, "a1", 16);
  world_dials (world, "c1", "b1", A2, "1002");
  world_wait (world, 1000);
  world_answers (world, "c1", "b1", NULL, "b2");
  world_wait (world, 1000);
  world_hangs_up (world, "c1");
  g_autofree char *id = g_strdup (world_last (world)->id);
  world_note (world, bh_model_finish_wrap_up (world_model (world), "alice", id, world_now (world)));
  g_assert_cmpint (world_last (world)->ended_us, ==, 0);
  world_wait (world, 1000);
  world_note (world, bh_model_finish_wrap_up (world_model (world), "bob", id, world_now (world)));
  g_assert_cmpint (world_last (world)->ended_us, ==, world_now (world));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (void);
  } tests[] = {
      {"server/ready-stays", test_ready_stays_ready},
      {"server/not-ready-stays", test_not_ready_stays_with_its_reason},
      {"server/returns-as-it-was", test_returns_as_it_was},
      {"server/pending-is-kept", test_pending_is_kept},
      {"server/password-begins-anew", test_password_begins_anew},
      {"server/who-stays-away", test_who_stays_away_is_signed_out},
      {"server/late-return", test_late_return_says_why},
      {"server/wrap-up-goes-on", test_wrap_up_goes_on},
      {"server/wrap-up-ran-out", test_wrap_up_ran_out_meanwhile},
      {"server/end-while-down-is-wrapped-up", test_end_while_down_is_wrapped_up},
      {"server/end-after-the-agent-is-over", test_end_after_the_agent_is_over},
      {"server/wrap-up-of-nobody", test_wrap_up_of_nobody_is_over},
      {"server/lost-command", test_lost_command_is_said_again},
      {"server/pause-of-others", test_pause_of_others_is_adopted},
      {"pbx/lost-members", test_lost_members_join_again},
      {"pbx/penalties-are-as-wished", test_penalties_are_as_wished},
      {"pbx/both", test_both_restart},
      {"pbx/static-member", test_static_member_is_paused_again},
      {"pbx/static-member-in-snapshot", test_static_member_changed_in_snapshot},
      {"pbx/pause-during-a-cut", test_pause_during_a_cut_is_adopted},
      {"pbx/wrap-up-is-the-reason", test_wrap_up_is_the_reason},
      {"pbx/sign-in-during-a-cut", test_sign_in_during_a_cut_joins_later},
      {"pbx/sign-out-during-a-cut", test_sign_out_during_a_cut_leaves_later},
      {"wrap-up/last-one-ends-it", test_last_wrap_up_ends_the_contact},
  };
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/core/restart/", tests[i].path, NULL);
    g_test_add_func (path, tests[i].test);
  }
  return g_test_run ();
}
