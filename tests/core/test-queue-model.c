/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/world.h"

/* Queues: every caller is accounted for, once; members are as the PBX shows them. The world checks
 * offered = answered + abandoned + flow_out + timeout + waiting after every turn. */

#define A1 "PJSIP/1001"
#define A2 "PJSIP/1002"

static const BhQueue *
queue (World *world, const char *name)
{
  g_autoptr (GPtrArray) queues = g_ptr_array_new ();
  bh_model_list_queues (world_model (world), queues);
  for (guint i = 0; i < queues->len; i++)
    if (g_str_equal (((BhQueue *) queues->pdata[i])->queue, name))
      return queues->pdata[i];
  return NULL;
}

/* "offered answered abandoned flow_out timeout, waiting" */
#define assert_account(world, name, expected)                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const BhQueue *queue_ = queue (world, name);                                                   \
    g_autofree char *account_ = g_strdup_printf ("%u %u %u %u %u, %u",                             \
                                                 queue_->offered,                                  \
                                                 queue_->answered,                                 \
                                                 queue_->abandoned,                                \
                                                 queue_->flow_out,                                 \
                                                 queue_->timeout,                                  \
                                                 queue_->waiting);                                 \
    g_assert_cmpstr (account_, ==, expected);                                                      \
  }                                                                                                \
  G_STMT_END

static World *
world_with_caller (void)
{
  World *world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4000");
  world_joins (world, "c1", "support");
  return world;
}

/* ---- callers */

static void
test_waits (void)
{
  g_autoptr (World) world = world_with_caller ();
  assert_account (world, "support", "1 0 0 0 0, 1");
  g_assert_cmpint (queue (world, "support")->oldest_us, ==, world_now (world));
}

static void
test_oldest_is_the_first (void)
{
  g_autoptr (World) world = world_with_caller ();
  gint64 first_us = world_now (world);
  world_wait (world, 5000);
  world_customer_calls (world, "c2", "13900139000", "4000");
  world_joins (world, "c2", "support");
  assert_account (world, "support", "2 0 0 0 0, 2");
  g_assert_cmpint (queue (world, "support")->oldest_us, ==, first_us);
}

/* A snapshot says how long somebody has waited already. */
static void
test_age_counts (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4000");
  world_say (
      world,
      (BhPbxEvent){.kind = BH_PBX_QUEUE_JOINED, .leg = "c1", .queue = "support", .age_ms = 42000});
  g_assert_cmpint (queue (world, "support")->oldest_us, ==, world_now (world) - 42000 * 1000);
}

static void
test_told_twice_is_one (void)
{
  g_autoptr (World) world = world_with_caller ();
  world_joins (world, "c1", "support");
  assert_account (world, "support", "1 0 0 0 0, 1");
}

static void
test_answered (void)
{
  g_autoptr (World) world = world_with_caller ();
  world_offers (world, "c1", "a1", A1, "support");
  world_answers (world, "c1", "a1", "support", "b1");
  assert_account (world, "support", "1 1 0 0 0, 0");
  g_assert_cmpint (queue (world, "support")->oldest_us, ==, 0);
}

static void
test_missed_offer_waits_on (void)
{
  g_autoptr (World) world = world_with_caller ();
  world_offers (world, "c1", "a1", A1, "support");
  world_misses (world, "c1", "a1", "support");
  assert_account (world, "support", "1 0 0 0 0, 1");
}

static void
test_hangs_up_in_the_queue (void)
{
  g_autoptr (World) world = world_with_caller ();
  world_wait (world, 3000);
  world_hangs_up (world, "c1");
  assert_account (world, "support", "1 0 1 0 0, 0");
}

/* Left without a reason: it waits in the account until what follows gives one. */
static void
test_left_counts_as_waiting (void)
{
  g_autoptr (World) world = world_with_caller ();
  world_leaves (world, "c1", "support");
  assert_account (world, "support", "1 0 0 0 0, 1");
}

static void
test_left_and_gone_is_abandoned (void)
{
  g_autoptr (World) world = world_with_caller ();
  world_leaves (world, "c1", "support");
  world_hangs_up (world, "c1");
  assert_account (world, "support", "1 0 1 0 0, 0");
}

static void
test_other_queue_is_flow_out (void)
{
  g_autoptr (World) world = world_with_caller ();
  world_leaves (world, "c1", "support");
  world_joins (world, "c1", "sales");
  assert_account (world, "support", "1 0 0 1 0, 0");
  assert_account (world, "sales", "1 0 0 0 0, 1");
}

static void
test_same_queue_again_is_two_passages (void)
{
  g_autoptr (World) world = world_with_caller ();
  world_leaves (world, "c1", "support");
  world_joins (world, "c1", "support");
  assert_account (world, "support", "2 0 0 1 0, 1");
}

/* The PBX says "abandoned", and the caller is still there: the queue gave up. */
static void
test_abandoned_but_there_is_timeout (void)
{
  g_autoptr (World) world = world_with_caller ();
  world_say (world, (BhPbxEvent){.kind = BH_PBX_QUEUE_ABANDONED, .leg = "c1", .queue = "support"});
  world_leaves (world, "c1", "support");
  assert_account (world, "support", "1 0 0 0 1, 0");
}

static void
test_unknown_caller_leaves (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_QUEUE_LEFT, .leg = "x", .queue = "support"});
  assert_account (world, "support", "0 0 0 0 0, 0");
}

/* ---- members */

static void
device_is (World *world, const char *device, BhDeviceState state)
{
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_DEVICE_STATE, .device = device, .device_state = state});
}

static void
test_known_without_anybody (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_QUEUE_KNOWN, .queue = "night"});
  g_assert_cmpuint (queue (world, "night")->members, ==, 0);
}

static void
test_ready_is_idle_and_not_paused (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_member (world, "support", A1, NULL);
  world_member (world, "support", A2, "lunch");
  g_assert_cmpuint (queue (world, "support")->members, ==, 2);
  g_assert_cmpuint (queue (world, "support")->ready, ==, 0);
  device_is (world, A1, BH_DEVICE_STATE_IDLE);
  device_is (world, A2, BH_DEVICE_STATE_IDLE);
  g_assert_cmpuint (queue (world, "support")->ready, ==, 1);
  device_is (world, A1, BH_DEVICE_STATE_IN_USE);
  g_assert_cmpuint (queue (world, "support")->ready, ==, 0);
}

static void
test_member_leaves (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_member (world, "support", A1, NULL);
  world_say (
      world,
      (BhPbxEvent){.kind = BH_PBX_MEMBER_REMOVED, .queue = "support", .member = A1, .device = A1});
  g_assert_cmpuint (queue (world, "support")->members, ==, 0);
  g_assert_false (bh_model_knows_device (world_pbx (world), A1));
}

static void
test_member_by_another_interface (void)
{
  g_autoptr (World) world = world_new (NULL);
  BhPbxEvent member = {.kind = BH_PBX_MEMBER_ADDED,
                       .queue = "support",
                       .member = "Local/1004@agents/n",
                       .device = A1};
  world_say (world, member);
  g_assert_true (bh_model_knows_device (world_pbx (world), A1));
  member.device = A2;
  world_say (world, member);
  g_assert_false (bh_model_knows_device (world_pbx (world), A1));
  g_assert_cmpuint (queue (world, "support")->members, ==, 1);
}

/* Only of what the snapshot lists is gone what it does not name. */
static void
test_snapshot_without_queues_keeps_members (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_member (world, "support", A1, NULL);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END, .text = "legs"});
  g_assert_cmpuint (queue (world, "support")->members, ==, 1);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END, .text = "legs queues"});
  g_assert_cmpuint (queue (world, "support")->members, ==, 0);
}

static void
test_another_boot_forgets_members (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_member (world, "support", A1, NULL);
  world_link_is_cut (world);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LINK_UP, .text = "boot-2"});
  g_assert_cmpuint (queue (world, "support")->members, ==, 0);
}

static void
test_nothing_new_is_not_told (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_member (world, "support", A1, NULL);
  gint64 revision = queue (world, "support")->revision;
  world_wait (world, 1000);
  world_member (world, "support", A1, NULL);
  g_assert_cmpint (queue (world, "support")->revision, ==, revision);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (void);
  } tests[] = {
      {"caller/waits", test_waits},
      {"caller/oldest", test_oldest_is_the_first},
      {"caller/age", test_age_counts},
      {"caller/told-twice", test_told_twice_is_one},
      {"caller/answered", test_answered},
      {"caller/missed-offer", test_missed_offer_waits_on},
      {"caller/hangs-up", test_hangs_up_in_the_queue},
      {"caller/left", test_left_counts_as_waiting},
      {"caller/left-and-gone", test_left_and_gone_is_abandoned},
      {"caller/other-queue", test_other_queue_is_flow_out},
      {"caller/same-queue-again", test_same_queue_again_is_two_passages},
      {"caller/abandoned-but-there", test_abandoned_but_there_is_timeout},
      {"caller/unknown", test_unknown_caller_leaves},
      {"member/none", test_known_without_anybody},
      {"member/ready", test_ready_is_idle_and_not_paused},
      {"member/leaves", test_member_leaves},
      {"member/other-interface", test_member_by_another_interface},
      {"member/snapshot-without-queues", test_snapshot_without_queues_keeps_members},
      {"member/another-boot", test_another_boot_forgets_members},
      {"member/nothing-new", test_nothing_new_is_not_told},
  };
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/core/queue/", tests[i].path, NULL);
    g_test_add_func (path, tests[i].test);
  }
  return g_test_run ();
}
