/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/pbx/ami/world.h"

#include <glib/gstdio.h>
#include <string.h>

#include "server/pbx/ami/ami-normalize.h"
#include "server/pbx/ami/ami-parser.h"
#include "server/pbx/link/link-recorder.h"

#define NEWCHANNEL(uid)                                                                            \
  "Event: Newchannel\r\nPrivilege: call,all\r\nChannel: PJSIP/trunk-00000009\r\n"                  \
  "ChannelState: 4\r\nCallerIDNum: 555\r\nExten: 4000\r\nUniqueid: " uid "\r\nLinkedid: " uid      \
  "\r\n\r\n"

#define assert_says(world, piece)                                                                  \
  g_assert_nonnull (strstr (bh_port_log_sentence (&world->log), piece))

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
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_call_arrives (world->fake, "100.1", "13800138000", "4000");
  bh_fake_ami_call_rings (world->fake, "100.2", "100.1", "PJSIP/1001");
  bh_fake_ami_bridge (world->fake, "b1", "100.1", "100.2");
  bh_fake_ami_add_member (world->fake, "support", "PJSIP/1001");
  bh_ami_world_go_live (world);
  g_assert_cmpstr (world->log.links->str, ==, "connecting booting learning live");
  g_assert_cmpstr (
      world->log.events->str,
      ==,
      "link_up text=2026-11-21T21:35:46\n"
      "snapshot_begin\n"
      "leg_new leg=100.1 call=100.1 device=PJSIP/trunk number=13800138000 name=\"\" "
      "peer_number=\"\" peer_name=\"\" dialed=4000 context=from-trunk queue=support leg_state=up "
      "age_ms=3000 incoming=1\n"
      "bridge_entered leg=100.1 call=100.1 device=PJSIP/trunk bridge=b1\n"
      "leg_new leg=100.2 call=100.1 device=PJSIP/1001 number=1001 name=\"\" peer_number=\"\" "
      "peer_name=\"\" dialed=s context=from-trunk queue=support leg_state=up age_ms=3000 "
      "incoming=1\n"
      "bridge_entered leg=100.2 call=100.1 device=PJSIP/1001 bridge=b1\n"
      "queue_known queue=support\n"
      "member_added device=PJSIP/1001 name=PJSIP/1001 queue=support member=PJSIP/1001 text=\"\" "
      "device_state=idle paused=no\n"
      "snapshot_end text=\"legs queues devices\"\n");
  g_assert_cmpstr (bh_ami_pbx_get_version (world->pbx), ==, "22.10.1");
  assert_says (world, "Asterisk 22.10.1");
  g_assert_cmpuint (world->log.n_batches, >, 0);
}

static void
test_login_says_little (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_ami_world_go_live (world);
  g_assert_cmpstr (bh_fake_ami_last (world->fake, "Login", "AuthType"), ==, "MD5");
  g_assert_cmpstr (bh_fake_ami_last (world->fake, "Login", "Events"),
                   ==,
                   "system,call,agent,user,dtmf");
  g_assert_null (bh_fake_ami_last (world->fake, "Login", "Secret"));
}

static void
test_events (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_ami_world_go_live (world);
  g_string_truncate (world->log.events, 0);
  bh_fake_ami_call_arrives (world->fake, "100.1", "13800138000", "4000");
  bh_fake_ami_hang_up (world->fake, "100.1", 16);
  bh_port_log_wait_event (&world->log,
                          "leg_ended leg=100.1 call=100.1 device=PJSIP/trunk cause=16");
  g_assert_true (g_str_has_prefix (world->log.events->str, "leg_new leg=100.1"));
}

/* ---- who cannot get in ---- */

static void
test_wrong_secret (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_reject_login (world->fake, TRUE);
  bh_ami_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_REFUSED);
  assert_says (world, "refused the account \"bellhop\"");
  g_assert_null (strstr (bh_port_log_sentence (&world->log), "secret\""));
  bh_ami_world_wait_action (world, "Login", 2);
  g_assert_cmpstr (world->log.events->str, ==, "");
  bh_fake_ami_reject_login (world->fake, FALSE);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LIVE);
}

static void
test_no_permission (gconstpointer action)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_deny (world->fake, action);
  bh_ami_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_FORBIDDEN);
  assert_says (world, action);
  assert_says (world, "write = reporting");
  bh_ami_world_wait_action (world, "Login", 2);
}

static void
test_unreachable (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  world->config->port = 1;
  bh_ami_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_UNREACHABLE);
  assert_says (world, "127.0.0.1:1 cannot be reached");
  while (bh_ami_world_stats (world).attempts < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (world->log.links->str, ==, "connecting unreachable");
}

static void
test_not_asterisk (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_set_greeting (world->fake, "SSH-2.0-OpenSSH_9.2");
  bh_ami_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_UNREACHABLE);
  assert_says (world, "is not the manager of an Asterisk");
}

static void
test_mute (gconstpointer data)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  world->config->step_ms = 50;
  world->config->snapshot_ms = 50;
  if (g_str_equal (data, "greeting"))
    bh_fake_ami_set_greeting (world->fake, "");
  else
    bh_fake_ami_ignore (world->fake, data);
  bh_ami_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_UNREACHABLE);
  assert_says (world, "does not answer: ");
}

static void
test_no_queue_module (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_lack (world->fake, "QueueStatus");
  bh_fake_ami_lack (world->fake, "ParkedCalls");
  bh_ami_world_go_live (world);
  assert_warned ("it has no queues");
  bh_port_log_wait_event (&world->log, "snapshot_end text=\"legs devices\"");
}

/* ---- TLS ---- */

static gboolean
has_tls (void)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the leak checker cannot stop the threads of GnuTLS, and crashes");
  return FALSE;
#endif
  if (g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    return TRUE;
  g_test_skip ("this machine has no TLS for GIO (glib-networking)");
  return FALSE;
}

static void
test_tls (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  g_autofree char *pem = g_test_build_filename (G_TEST_DIST, "tls", "fake.pem", NULL);
  if (!has_tls ())
    return;
  bh_fake_ami_use_tls (world->fake, pem);
  world->config->tls = TRUE;
  world->config->tls_ca_file = g_test_build_filename (G_TEST_DIST, "tls", "cert.pem", NULL);
  bh_ami_world_go_live (world);
  bh_fake_ami_call_arrives (world->fake, "100.1", "13800138000", "4000");
  bh_port_log_wait_event (&world->log, "leg_new leg=100.1");
}

static void
test_tls_untrusted (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  g_autofree char *pem = g_test_build_filename (G_TEST_DIST, "tls", "fake.pem", NULL);
  if (!has_tls ())
    return;
  bh_fake_ami_use_tls (world->fake, pem);
  world->config->tls = TRUE;
  bh_ami_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_UNREACHABLE);
  g_assert_cmpuint (bh_fake_ami_count (world->fake, "Login"), ==, 0);
  assert_says (world, "ertificate");
}

/* ---- booting ---- */

static void
test_slow_boot (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_set_booting (world->fake);
  bh_ami_world_start (world);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_BOOTING);
  bh_ami_world_wait_action (world, "Login", 1);
  for (int i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (bh_fake_ami_count (world->fake, "CoreShowChannels"), ==, 0);
  bh_fake_ami_boot (world->fake);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LIVE);
}

static void
test_boot_unheard (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  world->config->boot_ms = 50;
  bh_fake_ami_set_booting (world->fake);
  bh_ami_world_go_live (world);
  assert_warned ("lacks read = system");
  /* It was only slow: what was learned too early is learned again. */
  bh_fake_ami_boot (world->fake);
  bh_ami_world_wait_action (world, "CoreShowChannels", 2);
}

/* ---- what happens to a link ---- */

static void
test_half_open (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_ami_world_go_live (world);
  gint64 begin = g_get_monotonic_time ();
  bh_fake_ami_freeze (world->fake);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LOST);
  double took = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  g_assert_cmpfloat (took, >=, 0.15);
  assert_says (world, "has been silent for");
  g_assert_true (bh_port_log_saw (&world->log, "link_down text=\"Asterisk at 127.0.0.1:"));
  g_string_truncate (world->log.events, 0);
  bh_fake_ami_thaw (world->fake);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LIVE);
  g_assert_true (g_str_has_prefix (world->log.events->str, "link_up text=2026-11-21T21:35:46\n"));
  g_assert_cmpuint (bh_ami_world_stats (world).losses, ==, 1);
}

/* A PBX that says something needs no pong. */
static void
test_ping (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_ami_world_go_live (world);
  guint before = bh_fake_ami_count (world->fake, "Ping");
  bh_ami_world_wait_action (world, "Ping", before + 3);
  g_assert_cmpint (bh_pbx_port_get_link (world->log.port, NULL), ==, BH_PBX_LINK_LIVE);
  g_assert_cmpuint (bh_ami_world_stats (world).round_trip_us, >, 0);
}

static void
test_end_in_mid_message (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_ami_world_go_live (world);
  g_string_truncate (world->log.events, 0);
  bh_fake_ami_say (world->fake, "Event: Newchannel\r\nChannel: PJSIP/trunk-1\r\nUniqueid: 9.9\r\n");
  bh_fake_ami_drop (world->fake);
  bh_port_log_wait_event (&world->log, "link_down");
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LIVE);
  g_assert_false (bh_port_log_saw (&world->log, "9.9"));
  g_assert_true (g_str_has_suffix (world->log.links->str, "lost booting learning live"));
}

static void
test_restart (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_call_arrives (world->fake, "100.1", "13800138000", "4000");
  bh_ami_world_go_live (world);
  g_string_truncate (world->log.events, 0);
  bh_fake_ami_restart (world->fake, "2026-11-22", "08:00:00");
  bh_port_log_wait_event (&world->log, "snapshot_end");
  g_assert_cmpstr (world->log.events->str,
                   ==,
                   "link_down text=\"The PBX is being restarted.\"\n"
                   "link_up text=2026-11-22T08:00:00\n"
                   "snapshot_begin\n"
                   "snapshot_end text=\"legs queues devices\"\n");
}

static void
test_stop (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_ami_world_go_live (world);
  bh_pbx_port_stop (world->log.port);
  g_assert_true (
      bh_port_log_saw (&world->log, "link_down text=\"The link to the PBX was stopped.\""));
  g_assert_cmpint (bh_pbx_port_get_link (world->log.port, NULL), ==, BH_PBX_LINK_OFF);
  bh_pbx_port_start (world->log.port);
  bh_port_log_wait_link (&world->log, BH_PBX_LINK_LIVE);
}

/* Free in every step: nothing is left behind, nobody is called any more. */
static void
test_free_early (void)
{
  for (int turns = 0; turns < 12; turns++) {
    g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
    bh_ami_world_start (world);
    for (int i = 0; i < turns; i++)
      g_main_context_iteration (NULL, FALSE);
    g_clear_object (&world->pbx);
  }
}

/* ---- the snapshot among live events ---- */

static void
test_event_within_snapshot (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_interrupt (world->fake, "QueueStatus", NEWCHANNEL ("100.7"));
  bh_ami_world_go_live (world);
  const char *begin = strstr (world->log.events->str, "snapshot_begin");
  const char *leg = strstr (world->log.events->str, "leg_new leg=100.7");
  const char *end = strstr (world->log.events->str, "snapshot_end");
  g_assert_true (begin != NULL && begin < leg && leg < end);
}

/* Before the boot is known no event can be believed to be of it; the snapshot has what it said. */
static void
test_event_before_boot_id (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  bh_fake_ami_interrupt (world->fake, "CoreStatus", NEWCHANNEL ("100.7"));
  bh_ami_world_go_live (world);
  g_assert_false (bh_port_log_saw (&world->log, "100.7"));
  g_assert_true (g_str_has_prefix (world->log.events->str, "link_up text=2026"));
  g_assert_cmpuint (bh_ami_world_stats (world).unheard, ==, 1);
}

static void
test_storm (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  g_autoptr (GString) storm = g_string_new (NULL);
  bh_ami_world_go_live (world);
  for (int i = 0; i < 500; i++)
    g_string_append (storm,
                     "Event: VarSet\r\nPrivilege: dialplan,all\r\nChannel: PJSIP/trunk-1\r\n"
                     "Variable: X\r\nValue: y\r\nUniqueid: 1.1\r\n\r\n");
  g_string_append (storm, NEWCHANNEL ("100.8"));
  guint64 before = bh_ami_world_stats (world).unwanted;
  for (int i = 0; i < 20; i++) {
    bh_fake_ami_say (world->fake, storm->str);
    g_string_truncate (world->log.events, 0);
    bh_port_log_wait_event (&world->log, "leg_new leg=100.8");
  }
  g_assert_cmpuint (bh_ami_world_stats (world).unwanted, ==, before + 20 * 500);
  g_assert_cmpint (bh_pbx_port_get_link (world->log.port, NULL), ==, BH_PBX_LINK_LIVE);
}

/* ---- the recorder ---- */

static void
append_event (const BhPbxEvent *event, gpointer data)
{
  bh_pbx_event_describe (event, data);
  g_string_append_c (data, '\n');
}

static void
replay (const char *path, GString *events)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
  g_autoptr (BhAmiNormalize) normalize = bh_ami_normalize_new (append_event, events);
  for (gsize at = 0; at < length;) {
    at += bh_ami_parser_feed (parser, bytes + at, length - at);
    for (BhAmiMessage *m; (m = bh_ami_parser_next (parser)) != NULL;)
      bh_ami_normalize_feed (normalize, m);
  }
}

/* The times name every byte of the connection, in order. */
static gsize
sum_of_times (const char *path)
{
  g_autofree char *text = NULL;
  gsize sum = 0;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
    if (*words[0] != 'S')
      continue;
    g_assert_cmpuint (g_strv_length (words), ==, 4);
    guint64 offset = g_ascii_strtoull (words[2], NULL, 10);
    g_assert_true (offset == sum || offset == 0);
    sum = offset + g_ascii_strtoull (words[3], NULL, 10);
  }
  return sum;
}

static void
test_recording (void)
{
  g_autofree char *folder = g_dir_make_tmp ("bellhop-ami-XXXXXX", NULL);
  g_autofree char *base = g_build_filename (folder, "feed", NULL);
  g_autofree char *ami = g_strconcat (base, ".ami", NULL);
  g_autofree char *times = g_strconcat (base, ".tidx", NULL);
  g_autofree char *actions = g_strconcat (base, ".actions", NULL);
  g_autofree char *live = NULL;
  {
    g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
    world->config->record_path = g_strdup (base);
    bh_fake_ami_call_arrives (world->fake, "100.1", "13800138000", "4000");
    bh_ami_world_go_live (world);
    bh_fake_ami_hang_up (world->fake, "100.1", 16);
    bh_port_log_wait_event (&world->log, "leg_ended");
    live = g_strdup (world->log.events->str);
  }
  g_autoptr (GString) replayed = g_string_new (NULL);
  replay (ami, replayed);
  g_assert_cmpstr (replayed->str, ==, live);
  GStatBuf status;
  g_assert_cmpint (g_stat (ami, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (sum_of_times (times), ==, (gsize) status.st_size);
  g_autofree char *sent = NULL;
  g_assert_true (g_file_get_contents (actions, &sent, NULL, NULL));
  g_assert_true (g_str_has_prefix (sent, "Action: Challenge\r\n"));
  g_unlink (ami);
  g_unlink (times);
  g_unlink (actions);
  g_rmdir (folder);
}

static void
test_recording_impossible (void)
{
  g_autoptr (BhAmiWorld) world = bh_ami_world_new ();
  world->config->record_path = g_strdup ("/nonexistent/folder/feed");
  bh_ami_world_go_live (world);
  assert_warned ("nonexistent");
}

static void
test_recording_limit (void)
{
  g_autofree char *folder = g_dir_make_tmp ("bellhop-ami-XXXXXX", NULL);
  g_autofree char *base = g_build_filename (folder, "feed", NULL);
  g_autoptr (GError) error = NULL;
  {
    g_autoptr (BhLinkRecorder) recorder = bh_link_recorder_new (base, ".ami", 10, &error);
    g_assert_no_error (error);
    bh_link_recorder_received (recorder, 1500000, "12345", 5);
    g_assert_false (bh_link_recorder_is_stopped (recorder));
    bh_link_recorder_received (recorder, 1500001, "123456", 6);
    assert_warned ("reached its limit");
    g_assert_true (bh_link_recorder_is_stopped (recorder));
  }
  static const char *const endings[] = {".ami", ".tidx", ".actions"};
  static const char *const expected[] = {"12345", "S 1.500000 0 5\n", ""};
  for (guint i = 0; i < 3; i++) {
    g_autofree char *path = g_strconcat (base, endings[i], NULL);
    g_autofree char *text = NULL;
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    g_assert_cmpstr (text, ==, expected[i]);
    g_unlink (path);
  }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  static const char *const needed[] = {"CoreStatus",
                                       "CoreShowChannels",
                                       "QueueStatus",
                                       "DeviceStateList"};
  static const char *const mute[] = {"greeting", "Challenge", "Login", "CoreShowChannels"};
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_log_set_handler ("bellhop-ami", G_LOG_LEVEL_MASK, on_log, NULL);
  g_log_set_handler ("bellhop-pbx", G_LOG_LEVEL_MASK, on_log, NULL);
  g_test_add_func ("/pbx/ami/session/live", test_live);
  g_test_add_func ("/pbx/ami/session/login-says-little", test_login_says_little);
  g_test_add_func ("/pbx/ami/session/events", test_events);
  g_test_add_func ("/pbx/ami/session/wrong-secret", test_wrong_secret);
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++) {
    g_autofree char *path = g_strconcat ("/pbx/ami/session/no-permission/", needed[i], NULL);
    g_test_add_data_func (path, needed[i], test_no_permission);
  }
  for (guint i = 0; i < G_N_ELEMENTS (mute); i++) {
    g_autofree char *path = g_strconcat ("/pbx/ami/session/no-answer/", mute[i], NULL);
    g_test_add_data_func (path, mute[i], test_mute);
  }
  g_test_add_func ("/pbx/ami/session/unreachable", test_unreachable);
  g_test_add_func ("/pbx/ami/session/not-asterisk", test_not_asterisk);
  g_test_add_func ("/pbx/ami/session/no-queue-module", test_no_queue_module);
  g_test_add_func ("/pbx/ami/session/tls/trusted", test_tls);
  g_test_add_func ("/pbx/ami/session/tls/untrusted", test_tls_untrusted);
  g_test_add_func ("/pbx/ami/session/slow-boot", test_slow_boot);
  g_test_add_func ("/pbx/ami/session/boot-unheard", test_boot_unheard);
  g_test_add_func ("/pbx/ami/session/half-open", test_half_open);
  g_test_add_func ("/pbx/ami/session/ping", test_ping);
  g_test_add_func ("/pbx/ami/session/end-in-mid-message", test_end_in_mid_message);
  g_test_add_func ("/pbx/ami/session/restart", test_restart);
  g_test_add_func ("/pbx/ami/session/stop", test_stop);
  g_test_add_func ("/pbx/ami/session/free-early", test_free_early);
  g_test_add_func ("/pbx/ami/session/event-within-snapshot", test_event_within_snapshot);
  g_test_add_func ("/pbx/ami/session/event-before-boot-id", test_event_before_boot_id);
  g_test_add_func ("/pbx/ami/session/storm", test_storm);
  g_test_add_func ("/pbx/ami/recorder/replays", test_recording);
  g_test_add_func ("/pbx/ami/recorder/impossible", test_recording_impossible);
  g_test_add_func ("/pbx/ami/recorder/limit", test_recording_limit);
  return g_test_run ();
}
