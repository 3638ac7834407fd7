/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/link/link-commands.h"
#include "tests/pbx/esl/world.h"

#include <string.h>

#define BRIDGED                                                                                    \
  "\"Unique-ID\":\"cust\",\"Channel-Name\":\"sofia/external/138\",\"Bridge-A-Unique-ID\":"         \
  "\"cust\",\"Bridge-B-Unique-ID\":\"agent\",\"Other-Leg-Unique-ID\":\"agent\""

static gboolean
ask (BhEslWorld *world, const BhPbxCommand *command, GError **error)
{
  return bh_pbx_port_command (world->log.port, command, error);
}

static void
ask_well (BhEslWorld *world, const BhPbxCommand *command)
{
  g_autoptr (GError) error = NULL;
  ask (world, command, &error);
  g_assert_no_error (error);
}

static void
assert_refused (BhEslWorld *world, const BhPbxCommand *command, BhPbxError code)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (ask (world, command, &error));
  g_assert_error (error, BH_PBX_ERROR, (int) code);
}

/* ---- answers ---- */

static void
test_done (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  ask_well (world, &(BhPbxCommand){.op = BH_PBX_OP_HANGUP, .request = "r1", .leg = "agent"});
  bh_port_log_wait_event (&world->log, "command_done");
  bh_port_log_wait_event (&world->log, "request=r1 ok");
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "bgapi uuid_kill agent"), ==, 1);
  g_assert_cmpuint (bh_esl_world_stats (world).commands, ==, 1);
}

static void
test_failed (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  bh_fake_esl_answer (world->fake, "bgapi uuid_kill", "-ERR No such channel!\n");
  ask_well (world, &(BhPbxCommand){.op = BH_PBX_OP_HANGUP, .request = "r1", .leg = "agent"});
  bh_port_log_wait_event (&world->log, "command_done text=\"No such channel!\" request=r1\n");
}

static void
test_denied (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  bh_fake_esl_answer (world->fake, "bgapi uuid_kill", "-ERR permission denied");
  ask_well (world, &(BhPbxCommand){.op = BH_PBX_OP_HANGUP, .request = "r1", .leg = "agent"});
  bh_port_log_wait_event (&world->log, "command_done text=\"permission denied\" request=r1\n");
}

static void
test_too_late (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  world->config->command_ms = 50;
  bh_esl_world_go_live (world);
  bh_fake_esl_answer (world->fake, "bgapi uuid_kill", NULL);
  ask_well (world, &(BhPbxCommand){.op = BH_PBX_OP_HANGUP, .request = "r1", .leg = "agent"});
  bh_port_log_wait_event (&world->log, "did not answer in time");
  g_string_truncate (world->log.events, 0);
  bh_fake_esl_end_job (world->fake, "r1", "+OK\n");
  bh_fake_esl_end_job (world->fake, "stranger", "+OK\n");
  guint pings = bh_fake_esl_count (world->fake, "api uptime");
  bh_esl_world_wait_command (world, "api uptime", pings + 2);
  g_assert_false (bh_port_log_saw (&world->log, "command_done"));
  g_assert_cmpuint (bh_esl_world_stats (world).lost_commands, ==, 1);
}

static void
test_link_lost (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  bh_fake_esl_answer (world->fake, "bgapi uuid_kill", NULL);
  ask_well (world, &(BhPbxCommand){.op = BH_PBX_OP_HANGUP, .request = "r1", .leg = "agent"});
  bh_fake_esl_drop (world->fake);
  bh_port_log_wait_event (&world->log, "link to the PBX was lost before it answered");
}

static void
test_same_request (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  const BhPbxCommand command = {.op = BH_PBX_OP_HANGUP, .request = "r1", .leg = "agent"};
  bh_esl_world_go_live (world);
  bh_fake_esl_answer (world->fake, "bgapi uuid_kill", NULL);
  ask_well (world, &command);
  assert_refused (world, &command, BH_PBX_ERROR_ARGUMENT);
}

static void
test_watch_only (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  world->config->watch_only = TRUE;
  bh_esl_world_go_live (world);
  for (int op = 0; op < BH_PBX_OP_N; op++)
    assert_refused (world,
                    &(BhPbxCommand){.op = (BhPbxOp) op, .request = "r1", .leg = "agent"},
                    BH_PBX_ERROR_WATCH_ONLY);
  g_assert_cmpuint (bh_pbx_port_get_capabilities (world->log.port, BH_DEVICE_PROFILE_NOTIFY),
                    ==,
                    0);
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "bgapi"), ==, 1); /* for the boot id */
}

static void
test_not_live (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_start (world);
  assert_refused (world,
                  &(BhPbxCommand){.op = BH_PBX_OP_HANGUP, .request = "r1", .leg = "agent"},
                  BH_PBX_ERROR_LINK);
}

static void
test_capabilities (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_start (world);
  g_assert_cmphex (bh_pbx_port_get_capabilities (world->log.port, BH_DEVICE_PROFILE_NOTIFY), ==, 0);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LIVE);
  guint all = BH_PBX_CAN (BH_PBX_OP_N) - 1;
  guint hold = BH_PBX_CAN (BH_PBX_OP_HOLD) | BH_PBX_CAN (BH_PBX_OP_RETRIEVE);
  guint answer = BH_PBX_CAN (BH_PBX_OP_ANSWER);
  g_assert_cmphex (bh_pbx_port_get_capabilities (world->log.port, BH_DEVICE_PROFILE_NOTIFY),
                   ==,
                   all);
  g_assert_cmphex (bh_pbx_port_get_capabilities (world->log.port, BH_DEVICE_PROFILE_MANUAL),
                   ==,
                   all & ~answer);
  g_assert_cmphex (bh_pbx_port_get_capabilities (world->log.port, BH_DEVICE_PROFILE_SOFTPHONE),
                   ==,
                   all & ~answer & ~hold);
}

static void
test_config (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  g_autoptr (GError) error = NULL;
  g_free (world->config->secret);
  world->config->secret = g_strdup ("ClueCon");
  g_assert_null (bh_esl_pbx_new (world->config, &error));
  g_assert_error (error, BH_ESL_ERROR, BH_ESL_ERROR_CONFIG);
}

/* ---- dialing ---- */

static const BhPbxCommand dial = {.op = BH_PBX_OP_DIAL,
                                  .request = "d1",
                                  .device = "user/1001@pbx.test",
                                  .number = "1002"};

static void
test_dial (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  bh_fake_esl_answer (world->fake, "bgapi originate", NULL);
  ask_well (world, &dial);
  bh_port_log_wait_event (&world->log, "command_done request=d1 ok");
  g_assert_false (bh_port_log_saw (&world->log, "originate_done"));
  bh_fake_esl_end_job (world->fake, "bh-dial-d1", "+OK bh-d1\n");
  bh_port_log_wait_event (&world->log, "originate_done leg=bh-d1");
  g_assert_true (bh_port_log_saw (&world->log, "dial_result=answered"));
}

static void
test_dial_failed (void)
{
  static const char *const ends[][2] = {{"-ERR USER_BUSY\n", "dial_result=busy cause=17"},
                                        {"-ERR NO_ANSWER\n", "dial_result=no_answer cause=19"},
                                        {"-ERR SUBSCRIBER_ABSENT\n", "dial_result=unavailable"},
                                        {"-ERR CALL_REJECTED\n", "dial_result=rejected"}};
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autoptr (BhEslWorld) world = bh_esl_world_new ();
    bh_esl_world_go_live (world);
    bh_fake_esl_answer (world->fake, "bgapi originate", ends[i][0]);
    ask_well (world, &dial);
    bh_port_log_wait_event (&world->log, "originate_done");
    bh_port_log_wait_event (&world->log, ends[i][1]);
  }
}

static void
test_dial_refused (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  bh_fake_esl_answer (world->fake, "bgapi originate", "-ERR permission denied");
  ask_well (world, &dial);
  bh_port_log_wait_event (&world->log, "command_done text=\"permission denied\" request=d1\n");
  g_assert_false (bh_port_log_saw (&world->log, "originate_done"));
}

/* ---- consulting ---- */

static BhEslWorld *
world_with_call (void)
{
  BhEslWorld *world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  bh_fake_esl_event (world->fake,
                     "CHANNEL_CREATE",
                     "\"Unique-ID\":\"cust\",\"Channel-Name\":\"sofia/external/138\"");
  bh_fake_esl_event (world->fake,
                     "CHANNEL_CREATE",
                     "\"Unique-ID\":\"agent\",\"Channel-Name\":\"sofia/internal/1001@p\"");
  bh_fake_esl_event (world->fake, "CHANNEL_BRIDGE", BRIDGED);
  bh_port_log_wait_event (&world->log, "bridge_entered");
  bh_fake_esl_answer (world->fake, "bgapi originate", NULL);
  return world;
}

static BhEslWorld *
world_with_consult (void)
{
  BhEslWorld *world = world_with_call ();
  ask_well (
      world,
      &(BhPbxCommand){.op = BH_PBX_OP_CONSULT, .request = "c1", .leg = "agent", .number = "1002"});
  bh_port_log_wait_event (&world->log, "command_done request=c1 ok");
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "bgapi uuid_transfer agent -both park inline"),
                    ==,
                    1);
  g_assert_cmpuint (bh_fake_esl_count (world->fake,
                                       "bgapi originate {origination_uuid=bh-c1,"
                                       "bellhop_consult_of=agent,"),
                    ==,
                    1);
  return world;
}

static void
test_consult_completed (void)
{
  g_autoptr (BhEslWorld) world = world_with_consult ();
  bh_fake_esl_end_job (world->fake, "bh-dial-c1", "+OK bh-c1\n");
  bh_esl_world_wait_command (world, "bgapi uuid_bridge agent bh-c1", 1);
  ask_well (world,
            &(BhPbxCommand){.op = BH_PBX_OP_CONSULT_COMPLETE, .request = "c2", .leg = "agent"});
  bh_port_log_wait_event (&world->log, "command_done request=c2 ok");
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "bgapi uuid_bridge cust bh-c1"), ==, 1);
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "bgapi uuid_kill agent"), ==, 1);
}

static void
test_consult_cancelled (void)
{
  g_autoptr (BhEslWorld) world = world_with_consult ();
  ask_well (world,
            &(BhPbxCommand){.op = BH_PBX_OP_CONSULT_CANCEL, .request = "c2", .leg = "agent"});
  bh_port_log_wait_event (&world->log, "command_done request=c2 ok");
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "bgapi uuid_bridge agent cust"), ==, 1);
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "bgapi uuid_kill bh-c1"), ==, 1);
}

/* Nobody asked for it: the agent is not left parked, nor the customer with the music. */
static void
test_consult_not_answered (void)
{
  g_autoptr (BhEslWorld) world = world_with_consult ();
  bh_fake_esl_end_job (world->fake, "bh-dial-c1", "-ERR USER_BUSY\n");
  bh_esl_world_wait_command (world, "bgapi uuid_bridge agent cust", 1);
}

static void
end_leg (BhEslWorld *world, const char *leg)
{
  g_autofree char *more =
      g_strdup_printf ("\"Unique-ID\":\"%s\",\"Hangup-Cause\":\"NORMAL_CLEARING\"", leg);
  bh_fake_esl_event (world->fake, "CHANNEL_HANGUP_COMPLETE", more);
}

static void
test_agent_hangs_up (void)
{
  g_autoptr (BhEslWorld) world = world_with_consult ();
  bh_fake_esl_end_job (world->fake, "bh-dial-c1", "+OK bh-c1\n");
  bh_esl_world_wait_command (world, "bgapi uuid_bridge agent bh-c1", 1);
  end_leg (world, "agent");
  bh_esl_world_wait_command (world, "bgapi uuid_bridge cust bh-c1", 1);
}

static void
test_consulted_hangs_up (void)
{
  g_autoptr (BhEslWorld) world = world_with_consult ();
  bh_fake_esl_event (world->fake,
                     "CHANNEL_CREATE",
                     "\"Unique-ID\":\"bh-c1\",\"Channel-Name\":\"sofia/internal/1002@p\"");
  bh_fake_esl_end_job (world->fake, "bh-dial-c1", "+OK bh-c1\n");
  bh_esl_world_wait_command (world, "bgapi uuid_bridge agent bh-c1", 1);
  end_leg (world, "bh-c1");
  bh_esl_world_wait_command (world, "bgapi uuid_bridge agent cust", 1);
}

static void
test_customer_hangs_up (void)
{
  g_autoptr (BhEslWorld) world = world_with_consult ();
  end_leg (world, "cust");
  bh_port_log_wait_event (&world->log, "leg_ended");
  assert_refused (
      world,
      &(BhPbxCommand){.op = BH_PBX_OP_CONSULT_COMPLETE, .request = "c2", .leg = "agent"},
      BH_PBX_ERROR_ARGUMENT);
  bh_fake_esl_end_job (world->fake, "bh-dial-c1", "-ERR NO_ANSWER\n");
  bh_esl_world_wait_command (world, "bgapi uuid_kill agent", 1);
}

/* A step that fails ends the command, and brings the two together again. */
static void
test_consult_breaks_off (void)
{
  g_autoptr (BhEslWorld) world = world_with_call ();
  bh_fake_esl_answer (world->fake, "bgapi uuid_transfer", "-ERR No such channel!\n");
  ask_well (
      world,
      &(BhPbxCommand){.op = BH_PBX_OP_CONSULT, .request = "c1", .leg = "agent", .number = "1002"});
  bh_port_log_wait_event (&world->log, "command_done text=\"No such channel!\" request=c1\n");
  bh_esl_world_wait_command (world, "bgapi uuid_bridge agent cust", 1);
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "bgapi originate"), ==, 0);
}

static void
test_queue_add_existing (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  bh_fake_esl_answer (world->fake,
                      "bgapi callcenter_config agent add",
                      "-ERR Agent already exists!\n");
  ask_well (world,
            &(BhPbxCommand){.op = BH_PBX_OP_QUEUE_ADD,
                            .request = "q1",
                            .queue = "support@pbx.test",
                            .member = "1001@pbx.test",
                            .device = "user/1001@pbx.test"});
  bh_port_log_wait_event (&world->log, "command_done request=q1 ok");
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "bgapi callcenter_config agent set contact"),
                    ==,
                    0);
  g_assert_cmpuint (
      bh_fake_esl_count (world->fake,
                         "bgapi callcenter_config agent set status 1001@pbx.test Available"),
      ==,
      1);
}

/* FreeSWITCH runs jobs in any order: a pause waits until the sign-in before it is through; what is
 * about somebody else does not. */
static void
test_queue_orders_take_turns (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  bh_fake_esl_answer (world->fake, "bgapi callcenter_config tier add", NULL);
  ask_well (world,
            &(BhPbxCommand){.op = BH_PBX_OP_QUEUE_ADD,
                            .request = "q1",
                            .queue = "support@pbx.test",
                            .member = "user/1001@pbx.test",
                            .paused = TRUE});
  ask_well (world,
            &(BhPbxCommand){.op = BH_PBX_OP_QUEUE_PAUSE,
                            .request = "q2",
                            .member = "user/1001@pbx.test"});
  ask_well (world,
            &(BhPbxCommand){.op = BH_PBX_OP_QUEUE_PAUSE,
                            .request = "q3",
                            .member = "user/1002@pbx.test"});
  bh_port_log_wait_event (&world->log, "request=q3 ok");
  bh_esl_world_wait_command (world, "bgapi callcenter_config tier add", 1);
  g_assert_cmpuint (
      bh_fake_esl_count (world->fake, "bgapi callcenter_config agent set status 1001@pbx.test"),
      ==,
      0);
  bh_fake_esl_end_job (world->fake, "bh-step-2-q1", "+OK\n");
  bh_port_log_wait_event (&world->log, "request=q2 ok");
  const char *log = bh_fake_esl_get_log (world->fake);
  const char *paused = strstr (log, "set status 1001@pbx.test 'On Break'");
  g_assert_nonnull (paused);
  g_assert_nonnull (strstr (paused, "set status 1001@pbx.test Available"));
}

static void
test_dtmf_to_other_side (void)
{
  g_autoptr (BhEslWorld) world = world_with_call ();
  ask_well (world,
            &(BhPbxCommand){.op = BH_PBX_OP_DTMF, .request = "t1", .leg = "agent", .number = "5"});
  bh_esl_world_wait_command (world, "bgapi uuid_send_dtmf cust 5", 1);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    GTestFunc func;
  } tests[] = {
      {"done", test_done},
      {"failed", test_failed},
      {"denied", test_denied},
      {"too-late", test_too_late},
      {"link-lost", test_link_lost},
      {"same-request", test_same_request},
      {"watch-only", test_watch_only},
      {"not-live", test_not_live},
      {"capabilities", test_capabilities},
      {"config", test_config},
      {"dial", test_dial},
      {"dial-failed", test_dial_failed},
      {"dial-refused", test_dial_refused},
      {"consult-completed", test_consult_completed},
      {"consult-cancelled", test_consult_cancelled},
      {"consult-not-answered", test_consult_not_answered},
      {"consult-breaks-off", test_consult_breaks_off},
      {"agent-hangs-up", test_agent_hangs_up},
      {"consulted-hangs-up", test_consulted_hangs_up},
      {"customer-hangs-up", test_customer_hangs_up},
      {"queue-add-existing", test_queue_add_existing},
      {"queue-orders-take-turns", test_queue_orders_take_turns},
      {"dtmf-to-other-side", test_dtmf_to_other_side},
  };
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/pbx/esl/pbx/", tests[i].name, NULL);
    g_test_add_func (path, tests[i].func);
  }
  return g_test_run ();
}
