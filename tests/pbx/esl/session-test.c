/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/pbx/esl/world.h"

#include <glib/gstdio.h>
#include <string.h>

#define assert_says(world, piece)                                                                  \
  g_assert_nonnull (strstr (bh_port_log_sentence (&world->log), piece))
#define assert_saw(world, piece) g_assert_true (bh_port_log_saw (&world->log, piece))

#define CHANNELS                                                                                   \
  "{\"row_count\":1,\"rows\":[{\"uuid\":\"u-1\",\"direction\":\"inbound\",\"created\":"            \
  "\"2026-11-21 21:39:03\",\"created_epoch\":\"1795297143\",\"name\":\"sofia/external/138\","      \
  "\"state\":\"CS_EXECUTE\",\"cid_name\":\"Wang\",\"cid_num\":\"138\",\"dest\":\"4000\","          \
  "\"context\":\"public\",\"callstate\":\"ACTIVE\",\"call_uuid\":\"\",\"presence_id\":\"\"}]}"

/* Warnings of the adapter are noted; each test that expects one asks for it. */
static char *last_warning;

static void
on_log (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  if ((level & G_LOG_LEVEL_WARNING) == 0)
    return;
  g_free (last_warning);
  last_warning = g_strdup (message);
}

static void
assert_warned (const char *piece)
{
  g_assert_nonnull (last_warning);
  g_assert_nonnull (strstr (last_warning, piece));
  g_clear_pointer (&last_warning, g_free);
}

/* ---- the way to live ---- */

static void
test_live (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_fake_esl_answer (world->fake, "api show channels", CHANNELS);
  bh_esl_world_go_live (world);
  g_assert_cmpstr (world->log.links->str, ==, "connecting learning live");
  assert_says (world, "Connected to FreeSWITCH 1.10.12-release at 127.0.0.1:");
  g_assert_true (g_str_has_prefix (world->log.events->str,
                                   "link_up text=db354f87-4243-4e90-b9fc-30f07bc7b622\n"
                                   "snapshot_begin"));
  assert_saw (world, "snapshot_end");
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "api uuid_dump u-1 json"), ==, 1);
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "event json"), ==, 1);
  g_assert_cmpuint (bh_esl_world_stats (world).snapshots, ==, 1);
}

/* Nothing but questions was sent, in the order that their answers are known by. */
static void
test_order (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_fake_esl_answer (world->fake,
                      "api callcenter_config queue list",
                      "name|strategy\nsupport@pbx.test|top-down\nodd name|x\n+OK\n");
  bh_esl_world_go_live (world);
  const char *log = bh_fake_esl_get_log (world->fake);
  g_assert_true (g_str_has_prefix (log, "auth secret\nevent json "));
  const char *begin = strstr (log,
                              "api echo bh-snapshot-begin\napi echo bh-list-channels\n"
                              "api show channels as json\n");
  g_assert_nonnull (begin);
  g_assert_nonnull (strstr (begin,
                            "api echo bh-list-members-support@pbx.test\n"
                            "api callcenter_config queue list members support@pbx.test\n"));
  g_assert_nonnull (strstr (begin, "api echo bh-snapshot-end\n"));
  g_assert_null (strstr (log, "odd name"));
}

static void
test_no_callcenter (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_fake_esl_answer (world->fake,
                      "api callcenter_config",
                      "-ERR callcenter_config Command not found!\n");
  bh_esl_world_go_live (world);
  assert_warned ("is mod_callcenter loaded");
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "api callcenter_config"), ==, 1);
  g_assert_cmpuint (bh_pbx_port_get_capabilities (world->log.port, BH_DEVICE_PROFILE_MANUAL) &
                        BH_PBX_CAN (BH_PBX_OP_QUEUE_PAUSE),
                    ==,
                    0);
}

static void
test_userauth (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  world->config->username = g_strdup ("cti@pbx.test");
  bh_fake_esl_set_rights (world->fake, "show uuid_dump uuid_kill echo version uptime");
  bh_esl_world_go_live (world);
  g_assert_cmpuint (bh_fake_esl_count (world->fake, "userauth cti@pbx.test:secret"), ==, 1);
  g_assert_cmphex (bh_pbx_port_get_capabilities (world->log.port, BH_DEVICE_PROFILE_MANUAL),
                   ==,
                   BH_PBX_CAN (BH_PBX_OP_HANGUP));
}

/* ---- refusals ---- */

static void
test_wrong_password (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  g_free (world->config->secret);
  world->config->secret = g_strdup ("wrong");
  bh_esl_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_REFUSED);
  assert_says (world, "password in event_socket.conf.xml");
}

static void
test_acl (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_fake_esl_set_greeting (world->fake,
                            "Content-Type: text/rude-rejection\nContent-Length: 24\n\n"
                            "Access Denied, go away.\n"
                            "Content-Type: text/disconnect-notice\nContent-Length: 4\n\nBye\n");
  bh_esl_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_REFUSED);
  assert_says (world, "apply-inbound-acl");
}

static void
test_stranger (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_fake_esl_set_greeting (world->fake, "SSH-2.0-OpenSSH_9.2\r\n\r\n");
  bh_esl_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_UNREACHABLE);
  assert_says (world, "Is this the port of its event socket?");
}

static void
test_silent (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  world->config->step_ms = 50;
  bh_fake_esl_set_greeting (world->fake, "");
  bh_esl_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_UNREACHABLE);
  assert_says (world, "it did not greet");
}

static void
test_nobody_there (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  g_autoptr (BhFakeEsl) gone = bh_fake_esl_new ();
  world->config->port = bh_fake_esl_get_port (gone);
  g_clear_pointer (&gone, bh_fake_esl_free);
  bh_esl_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_UNREACHABLE);
  assert_says (world, "cannot be reached");
}

/* An event that may not be heard is named; one that the model needs ends the try. */
static void
test_events_denied (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  world->config->username = g_strdup ("cti@pbx.test");
  bh_fake_esl_answer (world->fake, "event json", "-ERR permission denied");
  bh_fake_esl_answer (world->fake, "event json CHANNEL_ANSWER", "+OK");
  bh_esl_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_FORBIDDEN);
  assert_says (world, "may not hear the event CHANNEL_");
  assert_says (world, "esl-allowed-events");
}

static void
test_some_events_denied (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_fake_esl_answer (world->fake, "event json", "-ERR permission denied");
  bh_fake_esl_answer (world->fake, "event json CHANNEL_", "+OK");
  bh_fake_esl_answer (world->fake, "event json BACKGROUND_JOB", "+OK");
  /* all of them begin with the first one's name */
  bh_fake_esl_interrupt (world->fake, "event json CHANNEL_CREATE CHANNEL", "");
  bh_esl_world_go_live (world);
  g_clear_pointer (&last_warning, g_free);
}

static void
test_lists_denied (void)
{
  static const char *const lists[] = {"api show channels", "api echo", "api callcenter_config"};
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (BhEslWorld) world = bh_esl_world_new ();
    bh_fake_esl_answer (world->fake, lists[i], "-ERR permission denied");
    bh_esl_world_start (world);
    bh_port_log_wait_link (&world->log, BH_PBX_LINK_FORBIDDEN);
    assert_says (world, "esl-allowed-api");
  }
}

/* ---- losses ---- */

static void
test_lost_and_back (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  bh_fake_esl_drop (world->fake);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LOST);
  assert_saw (world, "link_down");
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LIVE);
  g_assert_cmpuint (bh_fake_esl_get_connections (world->fake), ==, 2);
  g_assert_cmpuint (bh_esl_world_stats (world).losses, ==, 1);
}

static void
test_half_open (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  bh_fake_esl_freeze (world->fake);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LOST);
  assert_says (world, "has been silent");
}

/* The notice is the same for a reload and for the end; the next boot id tells which it was. */
static void
test_restart (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  bh_fake_esl_set_boot (world->fake, "another");
  bh_fake_esl_say (world->fake,
                   "Content-Type: text/disconnect-notice\nContent-Length: 67\n\n"
                   "Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n");
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LOST);
  assert_says (world, "ends the connection: \"Disconnected, goodbye.\"");
  bh_port_log_wait_event (&world->log, "link_up text=another");
}

static void
test_nonsense (void)
{
  static const char *const nonsense[] = {
      "what is this\n\n",
      "Content-Length: 1073741824\nContent-Type: text/event-json\n\n",
      "Content-Length: -1\nContent-Type: text/event-json\n\n",
      "Content-Length: 5\nContent-Type: text/event-json\n\n{\"a\":\"b\"}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++) {
    g_autoptr (BhEslWorld) world = bh_esl_world_new ();
    bh_esl_world_go_live (world);
    bh_fake_esl_say (world->fake, nonsense[i]);
    bh_port_log_wait_link (&world->log, BH_PBX_LINK_LOST);
    assert_says (world, "cannot be read");
    bh_port_log_wait_link (&world->log, BH_PBX_LINK_LIVE);
    g_assert_cmpuint (bh_esl_world_stats (world).faults, ==, 1);
  }
}

/* Begun, and answered with bytes now and then: not silent, but no message ever ends. */
static void
test_endless_frame (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  world->config->snapshot_ms = 250;
  bh_esl_world_go_live (world);
  bh_fake_esl_say (world->fake, "Content-Length: 9000000\nContent-Type: log/data\n\n");
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LOST);
  g_assert_true (strstr (bh_port_log_sentence (&world->log), "does not end it") != NULL ||
                 strstr (bh_port_log_sentence (&world->log), "silent") != NULL);
}

/* Events come, but the answer to our question does not: it waits behind them. */
static gboolean
on_more_events (gpointer data)
{
  bh_fake_esl_event (data, "HEARTBEAT", "\"Up-Time\":\"1\"");
  return G_SOURCE_CONTINUE;
}

static void
test_behind (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  world->config->behind_ms = 400;
  bh_esl_world_go_live (world);
  bh_fake_esl_answer (world->fake, "api uptime", NULL);
  guint source = g_timeout_add (10, on_more_events, world->fake);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LOST);
  g_source_remove (source);
  assert_says (world, "more than Bellhop can read");
}

/* The main loop stands still, as if something in it hung: the connection is cut from outside. */
static void
test_stuck (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  world->config->stuck_ms = 60;
  bh_esl_world_go_live (world);
  gint64 until = g_get_monotonic_time () + 250000;
  while (g_get_monotonic_time () < until)
    continue;
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LOST);
  assert_says (world, "Bellhop stood still");
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LIVE);
}

/* ---- while it is live ---- */

static void
test_refresh (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  world->config->refresh_ms = 50;
  bh_esl_world_go_live (world);
  bh_esl_world_wait_command (world, "api echo bh-snapshot-end", 3);
  g_assert_cmpstr (world->log.links->str, ==, "connecting learning live");
}

/* A channel that ends while it is listed is not told as one that is. */
static void
test_event_during_snapshot (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  static const char body[] =
      "{\"Event-Name\":\"CHANNEL_HANGUP_COMPLETE\",\"Core-UUID\":"
      "\"db354f87-4243-4e90-b9fc-30f07bc7b622\",\"Unique-ID\":\"u-1\",\"Channel-Name\":"
      "\"sofia/external/138\",\"Hangup-Cause\":\"USER_BUSY\"}";
  g_autofree char *event =
      g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT "\nContent-Type: text/event-json\n\n%s",
                       strlen (body),
                       body);
  bh_fake_esl_answer (world->fake, "api show channels", CHANNELS);
  bh_fake_esl_interrupt (world->fake, "api uuid_dump", event);
  bh_esl_world_go_live (world);
  assert_saw (world, "snapshot_end");
  g_assert_false (bh_port_log_saw (&world->log, "leg_new"));
}

static void
test_recording (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  g_autofree char *folder = g_dir_make_tmp ("bellhop-esl-XXXXXX", NULL);
  g_autofree char *base = g_build_filename (folder, "main", NULL);
  world->config->record_path = g_strdup (base);
  bh_esl_world_go_live (world);
  g_autofree char *received = g_strconcat (base, ".esl", NULL);
  g_autofree char *sent = g_strconcat (base, ".actions", NULL);
  g_autofree char *times = g_strconcat (base, ".tidx", NULL);
  g_autofree char *bytes = NULL;
  g_assert_true (g_file_get_contents (received, &bytes, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "Content-Type: auth/request\n\n"));
  g_remove (received);
  g_remove (sent);
  g_remove (times);
  g_rmdir (folder);
}

static void
test_stop (void)
{
  g_autoptr (BhEslWorld) world = bh_esl_world_new ();
  bh_esl_world_go_live (world);
  bh_pbx_port_stop (world->log.port);
  g_assert_cmpint (bh_pbx_port_get_link (world->log.port, NULL), ==, BH_PBX_LINK_OFF);
  assert_saw (world, "link_down");
  bh_pbx_port_start (world->log.port);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LIVE);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    GTestFunc func;
  } tests[] = {
      {"live", test_live},
      {"order", test_order},
      {"no-callcenter", test_no_callcenter},
      {"userauth", test_userauth},
      {"wrong-password", test_wrong_password},
      {"acl", test_acl},
      {"stranger", test_stranger},
      {"silent", test_silent},
      {"nobody-there", test_nobody_there},
      {"events-denied", test_events_denied},
      {"some-events-denied", test_some_events_denied},
      {"lists-denied", test_lists_denied},
      {"lost-and-back", test_lost_and_back},
      {"half-open", test_half_open},
      {"restart", test_restart},
      {"nonsense", test_nonsense},
      {"endless-frame", test_endless_frame},
      {"behind", test_behind},
      {"stuck", test_stuck},
      {"refresh", test_refresh},
      {"event-during-snapshot", test_event_during_snapshot},
      {"recording", test_recording},
      {"stop", test_stop},
  };
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_log_set_handler ("bellhop-esl", G_LOG_LEVEL_MASK, on_log, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/pbx/esl/session/", tests[i].name, NULL);
    g_test_add_func (path, tests[i].func);
  }
  int result = g_test_run ();
  g_free (last_warning);
  return result;
}
