/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/link/link-commands.h"
#include "tests/pbx/ami/world.h"

#include <string.h>

static gboolean
ask (BhAmiWorld *world, const BhPbxCommand *command, GError **error)
{
  return bh_pbx_port_command (world->log.port, command, error);
}

static gboolean
hang_up (BhAmiWorld *world, const char *request, GError **error)
{
  return ask (world,
              &(BhPbxCommand){.op = BH_PBX_OP_HANGUP, .request = request, .leg = "1.2"},
              error);
}

static gboolean
dial (BhAmiWorld *world, const char *request, guint timeout_ms)
{
  return ask (world,
              &(BhPbxCommand){.op = BH_PBX_OP_DIAL,
                              .request = request,
                              .device = "PJSIP/1001",
                              .number = "1002",
                              .timeout_ms = timeout_ms},
              NULL);
}

static guint
count (const char *text, const char *piece)
{
  guint n = 0;
  for (const char *at = text; (at = strstr (at, piece)) != NULL; at++)
    n++;
  return n;
}

/* ---- commands and their answers ---- */

static void
test_done (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_ami_world_go_live (world);
  g_string_truncate (world->log.events, 0);
  g_assert_true (hang_up (world, "r1", NULL));
  g_assert_cmpstr (world->log.events->str, ==, ""); /* never from within */
  bh_port_log_wait_event (&world->log, "command_done text=Done request=r1 ok=1");
  g_assert_cmpstr (bh_fake_ami_last (world->fake, "Hangup", "Channel"), ==, "1.2");
  g_assert_cmpuint (bh_ami_world_stats (world).commands, ==, 1);
}

static void
test_refused_by_pbx (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_answer (world->fake, "Hangup", "Error", "No such channel");
  bh_ami_world_go_live (world);
  g_assert_true (hang_up (world, "r1", NULL));
  bh_port_log_wait_event (&world->log, "command_done text=\"No such channel\" request=r1\n");
}

static void
test_no_answer (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  world->config->command_ms = 50;
  bh_fake_ami_ignore (world->fake, "Hangup");
  bh_ami_world_go_live (world);
  g_assert_true (hang_up (world, "r1", NULL));
  bh_port_log_wait_event (&world->log,
                          "command_done text=\"The PBX did not answer in time.\" request=r1\n");
  g_assert_cmpuint (bh_ami_world_stats (world).lost_commands, ==, 1);
  /* An answer that comes after all is not told a second time. */
  bh_fake_ami_say (world->fake,
                   "Response: Success\r\nActionID: r1\r\nMessage: Late\r\n\r\n"
                   "Event: Hold\r\nChannel: PJSIP/1-1\r\nUniqueid: 5.5\r\nLinkedid: 5.5\r\n\r\n");
  bh_port_log_wait_event (&world->log, "leg_held leg=5.5");
  g_assert_cmpuint (count (world->log.events->str, "request=r1"), ==, 1);
}

static void
test_link_lost (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_ignore (world->fake, "Hangup");
  bh_ami_world_go_live (world);
  g_assert_true (hang_up (world, "r1", NULL));
  g_assert_true (dial (world, "r2", 0));
  bh_port_log_wait_event (&world->log, "request=r2 ok=1");
  bh_fake_ami_drop (world->fake);
  bh_port_log_wait_event (&world->log, "link_down");
  const char *one =
      strstr (world->log.events->str, "command_done text=\"The link to the PBX was lost");
  const char *two = strstr (world->log.events->str, "originate_done leg=bh-r2");
  const char *down = strstr (world->log.events->str, "link_down");
  g_assert_true (one != NULL && one < down && two != NULL && two < down);
}

static void
test_stopped (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_ignore (world->fake, "Hangup");
  bh_ami_world_go_live (world);
  g_assert_true (hang_up (world, "r1", NULL));
  bh_pbx_port_stop (world->log.port);
  g_assert_true (
      bh_port_log_saw (&world->log, "text=\"The link to the PBX was stopped.\" request=r1"));
}

/* ---- refused here ---- */

static void
test_watch_only (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  world->config->watch_only = TRUE;
  bh_ami_world_go_live (world);
  for (int op = 0; op < BH_PBX_OP_N; op++) {
    g_autoptr (GError) error = NULL;
    const BhPbxCommand command = {.op = (BhPbxOp) op,
                                  .request = "r1",
                                  .leg = "1.2",
                                  .number = "1002",
                                  .device = "PJSIP/1001",
                                  .queue = "support",
                                  .member = "PJSIP/1001",
                                  .profile = BH_DEVICE_PROFILE_NOTIFY};
    g_assert_false (ask (world, &command, &error));
    g_assert_error (error, BH_PBX_ERROR, BH_PBX_ERROR_WATCH_ONLY);
  }
  guint pings = bh_fake_ami_count (world->fake, "Ping");
  bh_ami_world_wait_action (world, "Ping", pings + 1);
  for (int action = 0; action < 11; action++) {
    static const char *const writes[] = {"Hangup",
                                         "BlindTransfer",
                                         "Atxfer",
                                         "CancelAtxfer",
                                         "Bridge",
                                         "Originate",
                                         "PlayDTMF",
                                         "QueueAdd",
                                         "QueuePause",
                                         "QueueRemove",
                                         "PJSIPNotify"};
    g_assert_cmpuint (bh_fake_ami_count (world->fake, writes[action]), ==, 0);
  }
  g_assert_cmpuint (bh_pbx_port_get_capabilities (world->log.port, BH_DEVICE_PROFILE_NOTIFY),
                    ==,
                    0);
  g_assert_cmpuint (bh_ami_world_stats (world).refused_commands, ==, BH_PBX_OP_N);
}

static void
test_not_live (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_reject_login (world->fake, TRUE);
  bh_ami_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_REFUSED);
  g_autoptr (GError) error = NULL;
  g_assert_false (hang_up (world, "r1", &error));
  g_assert_error (error, BH_PBX_ERROR, BH_PBX_ERROR_LINK);
  g_assert_nonnull (strstr (error->message, "refused the account"));
}

static void
test_number_not_allowed (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_ami_world_go_live (world);
  g_autoptr (GError) error = NULL;
  const BhPbxCommand command = {.op = BH_PBX_OP_DIAL,
                                .request = "r1",
                                .device = "PJSIP/1001",
                                .number = "0900123456"};
  g_assert_false (ask (world, &command, &error));
  g_assert_error (error, BH_PBX_ERROR, BH_PBX_ERROR_DIAL_STRING);
  g_assert_nonnull (strstr (error->message, "0900123456"));
  g_assert_cmpuint (bh_fake_ami_count (world->fake, "Originate"), ==, 0);
}

static void
test_too_many (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_ignore (world->fake, "Hangup");
  bh_ami_world_go_live (world);
  for (guint i = 0; i < BH_LINK_COMMANDS_MAX; i++) {
    g_autofree char *request = g_strdup_printf ("r%u", i);
    g_assert_true (hang_up (world, request, NULL));
  }
  g_autoptr (GError) error = NULL;
  g_assert_false (hang_up (world, "one-more", &error));
  g_assert_error (error, BH_PBX_ERROR, BH_PBX_ERROR_BUSY);
}

static void
test_same_request (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_ignore (world->fake, "Hangup");
  bh_ami_world_go_live (world);
  g_autoptr (GError) error = NULL;
  g_assert_true (hang_up (world, "r1", NULL));
  g_assert_false (hang_up (world, "r1", &error));
  g_assert_error (error, BH_PBX_ERROR, BH_PBX_ERROR_ARGUMENT);
}

/* ---- dials ---- */

/* The PBX does not say what for it calls a phone; who sent the order knows. */
static void
test_dial_names_its_leg (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_ami_world_go_live (world);
  g_assert_true (dial (world, "r1", 0));
  bh_port_log_wait_event (&world->log, "command_done");
  bh_fake_ami_say (world->fake,
                   "Event: Newchannel\r\nChannel: PJSIP/1001-1\r\nChannelState: 0\r\nExten: s\r\n"
                   "Uniqueid: bh-r1\r\nLinkedid: bh-r1\r\n\r\n");
  bh_port_log_wait_event (&world->log, "leg_new leg=bh-r1");
  g_assert_nonnull (strstr (world->log.events->str, "dialed=1002"));
  g_assert_nonnull (strstr (world->log.events->str, "ordered=1"));
}

#define ORIGINATE_RESPONSE(response, reason)                                                       \
  "Event: OriginateResponse\r\nPrivilege: call,all\r\nActionID: r1\r\nResponse: " response         \
  "\r\nChannel: PJSIP/1001\r\nReason: " reason "\r\nUniqueid: bh-r1\r\n\r\n"

static void
test_dial_answered (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_ami_world_go_live (world);
  g_assert_true (dial (world, "r1", 0));
  bh_port_log_wait_event (&world->log, "command_done text=Done request=r1 ok=1");
  g_assert_cmpstr (bh_fake_ami_last (world->fake, "Originate", "ChannelId"), ==, "bh-r1");
  g_assert_null (bh_fake_ami_last (world->fake, "Originate", "Application"));
  bh_fake_ami_say (world->fake, ORIGINATE_RESPONSE ("Success", "4"));
  bh_port_log_wait_event (&world->log,
                          "originate_done leg=bh-r1 request=r1 dial_result=answered ok=1\n");
}

/* As Asterisk 22 does it: the leg's own events say why, OriginateResponse says Reason 0. */
static void
test_dial_busy (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_ami_world_go_live (world);
  g_assert_true (dial (world, "r1", 0));
  bh_port_log_wait_event (&world->log, "request=r1 ok=1");
  bh_fake_ami_say (world->fake,
                   "Event: HangupRequest\r\nChannel: PJSIP/1001-1\r\nUniqueid: bh-r1\r\n"
                   "Linkedid: bh-r1\r\nCause: 17\r\n\r\n"
                   "Event: DialEnd\r\nDestChannel: PJSIP/1001-1\r\nDestUniqueid: bh-r1\r\n"
                   "DialStatus: BUSY\r\n\r\n" ORIGINATE_RESPONSE ("Failure", "0"));
  bh_port_log_wait_event (&world->log,
                          "originate_done leg=bh-r1 request=r1 dial_result=busy cause=17\n");
}

static void
test_dial_not_registered (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_ami_world_go_live (world);
  g_assert_true (dial (world, "r1", 0));
  bh_port_log_wait_event (&world->log, "request=r1 ok=1");
  bh_fake_ami_say (world->fake, ORIGINATE_RESPONSE ("Failure", "0"));
  bh_port_log_wait_event (&world->log,
                          "originate_done leg=bh-r1 request=r1 dial_result=unavailable\n");
}

static void
test_dial_refused (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_answer (world->fake, "Originate", "Error", "Extension does not exist.");
  bh_ami_world_go_live (world);
  g_assert_true (dial (world, "r1", 0));
  bh_port_log_wait_event (&world->log,
                          "command_done text=\"Extension does not exist.\" request=r1\n");
  g_assert_false (bh_port_log_saw (&world->log, "originate_done"));
}

static void
test_capabilities (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_lack (world->fake, "CancelAtxfer");
  bh_fake_ami_deny (world->fake, "Originate");
  bh_ami_world_start (world);
  g_assert_cmpuint (bh_pbx_port_get_capabilities (world->log.port, BH_DEVICE_PROFILE_NOTIFY),
                    ==,
                    0);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LIVE);
  guint all = (BH_PBX_CAN (BH_PBX_OP_RECORD_START) - 1) & ~BH_PBX_CAN (BH_PBX_OP_CONSULT_CANCEL) &
              ~BH_PBX_CAN (BH_PBX_OP_DIAL);
  guint phone =
      BH_PBX_CAN (BH_PBX_OP_ANSWER) | BH_PBX_CAN (BH_PBX_OP_HOLD) | BH_PBX_CAN (BH_PBX_OP_RETRIEVE);
  g_assert_cmphex (bh_pbx_port_get_capabilities (world->log.port, BH_DEVICE_PROFILE_NOTIFY),
                   ==,
                   all);
  g_assert_cmphex (bh_pbx_port_get_capabilities (world->log.port, BH_DEVICE_PROFILE_MANUAL),
                   ==,
                   all & ~phone);
  g_assert_cmphex (bh_pbx_port_get_capabilities (world->log.port, BH_DEVICE_PROFILE_SOFTPHONE),
                   ==,
                   all & ~phone);
}

static void
test_config_refused (void)
{
  g_autoptr (BhAmiConfig) config = bh_ami_config_new ("main", "localhost");
  g_autoptr (GError) error = NULL;
  g_assert_null (bh_ami_pbx_new (config, &error));
  g_assert_error (error, BH_AMI_ERROR, BH_AMI_ERROR_CONFIG);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pbx/ami/pbx/command/done", test_done);
  g_test_add_func ("/pbx/ami/pbx/command/refused-by-pbx", test_refused_by_pbx);
  g_test_add_func ("/pbx/ami/pbx/command/no-answer", test_no_answer);
  g_test_add_func ("/pbx/ami/pbx/command/link-lost", test_link_lost);
  g_test_add_func ("/pbx/ami/pbx/command/stopped", test_stopped);
  g_test_add_func ("/pbx/ami/pbx/refuses/watch-only", test_watch_only);
  g_test_add_func ("/pbx/ami/pbx/refuses/not-live", test_not_live);
  g_test_add_func ("/pbx/ami/pbx/refuses/number", test_number_not_allowed);
  g_test_add_func ("/pbx/ami/pbx/refuses/too-many", test_too_many);
  g_test_add_func ("/pbx/ami/pbx/refuses/same-request", test_same_request);
  g_test_add_func ("/pbx/ami/pbx/refuses/config", test_config_refused);
  g_test_add_func ("/pbx/ami/pbx/dial/names-its-leg", test_dial_names_its_leg);
  g_test_add_func ("/pbx/ami/pbx/dial/answered", test_dial_answered);
  g_test_add_func ("/pbx/ami/pbx/dial/busy", test_dial_busy);
  g_test_add_func ("/pbx/ami/pbx/dial/not-registered", test_dial_not_registered);
  g_test_add_func ("/pbx/ami/pbx/dial/refused", test_dial_refused);
  g_test_add_func ("/pbx/ami/pbx/capabilities", test_capabilities);
  return g_test_run ();
}
