/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/softphone.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>

#include "desktop/client/client-error.h"
#include "desktop/client/netstring.h"
#include "desktop/client/softphone-files.h"
#include "tests/fakes/fake-baresip.h"

/* In front of a made-up control socket; at the end two real baresips that call each other. */

typedef struct {
  FakeBaresip *baresip;
  BhSoftphone *phone;
  gboolean done;
  GError *error;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->baresip = fake_baresip_new ();
  f->phone = bh_softphone_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->phone);
  fake_baresip_free (f->baresip);
  g_clear_error (&f->error);
}

#define until(condition)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 until_end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;                              \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, until_end);                                     \
      g_main_context_iteration (NULL, TRUE);                                                       \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

static void
on_started (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;

  g_clear_error (&f->error);
  bh_softphone_start_finish (BH_SOFTPHONE (source), result, &f->error);
  f->done = TRUE;
}

static void
on_commanded (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;

  g_clear_error (&f->error);
  bh_softphone_command_finish (BH_SOFTPHONE (source), result, &f->error);
  f->done = TRUE;
}

static void
attach (Fixture *f, guint timeout_ms)
{
  bh_softphone_attach_async (f->phone,
                             fake_baresip_get_port (f->baresip),
                             timeout_ms,
                             on_started,
                             f);
  until (fake_baresip_is_connected (f->baresip) &&
         bh_softphone_get_state (f->phone) == BH_SOFTPHONE_REGISTERING);
}

static void
make_ready (Fixture *f, guint timeout_ms)
{
  attach (f, timeout_ms);
  fake_baresip_event (f->baresip, "REGISTER_OK", "200 OK");
  until (f->done);
  g_assert_no_error (f->error);
  g_assert_cmpint (bh_softphone_get_state (f->phone), ==, BH_SOFTPHONE_READY);
}

/* A phone system on the same machine answers before anybody listens at the control socket. */
static void
test_registered_before_we_listen (Fixture *f, gconstpointer data)
{
  fake_baresip_registered (f->baresip, TRUE);
  bh_softphone_attach_async (f->phone, fake_baresip_get_port (f->baresip), 5000, on_started, f);
  until (f->done);
  g_assert_no_error (f->error);
  g_assert_cmpint (bh_softphone_get_state (f->phone), ==, BH_SOFTPHONE_READY);
}

static void
command (Fixture *f, BhSoftphoneCommand what, const char *text)
{
  f->done = FALSE;
  bh_softphone_command_async (f->phone, what, text, on_commanded, f);
}

static void
ring (Fixture *f)
{
  fake_baresip_event (f->baresip, "CALL_INCOMING", "");
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_RINGING);
}

static void
test_a_call (Fixture *f, gconstpointer data)
{
  make_ready (f, 5000);
  ring (f);
  g_assert_cmpstr (bh_softphone_get_peer (f->phone), ==, "13800138000");
  command (f, BH_SOFTPHONE_ANSWER, NULL);
  until (strstr (fake_baresip_get_asked (f->baresip), "accept") != NULL);
  g_assert_false (f->done);
  fake_baresip_event (f->baresip, "CALL_ESTABLISHED", "");
  until (f->done);
  g_assert_no_error (f->error);
  g_assert_cmpint (bh_softphone_get_call (f->phone), ==, BH_SOFTPHONE_CALL_TALKING);
  command (f, BH_SOFTPHONE_HOLD, NULL);
  until (f->done);
  g_assert_cmpint (bh_softphone_get_call (f->phone), ==, BH_SOFTPHONE_CALL_HELD);
  command (f, BH_SOFTPHONE_RETRIEVE, NULL);
  until (f->done);
  g_assert_cmpint (bh_softphone_get_call (f->phone), ==, BH_SOFTPHONE_CALL_TALKING);
  command (f, BH_SOFTPHONE_DTMF, "12#");
  until (f->done);
  g_assert_no_error (f->error);
  command (f, BH_SOFTPHONE_HANG_UP, NULL);
  until (f->done);
  fake_baresip_event (f->baresip, "CALL_CLOSED", "Connection reset by user");
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_NONE);
  g_assert_cmpstr (fake_baresip_get_asked (f->baresip),
                   ==,
                   "accept hold resume sndcode=12# hangup ");
}

#define EVENT_OF(id, type)                                                                         \
  "{\"event\":true,\"class\":\"call\",\"type\":\"" type "\",\"peeruri\":\"sip:" id                 \
  "@h\",\"id\":\"" id "\",\"param\":\"\"}"

/* The customer talks on: mute, hold, tones and hang-up must not go away with the one who gave up.
 */
static void
test_second_caller_gives_up_in_a_call (Fixture *f, gconstpointer data)
{
  make_ready (f, 5000);
  fake_baresip_say (f->baresip, EVENT_OF ("1", "CALL_INCOMING"));
  fake_baresip_say (f->baresip, EVENT_OF ("1", "CALL_ESTABLISHED"));
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_TALKING);
  fake_baresip_say (f->baresip, EVENT_OF ("2", "CALL_INCOMING"));
  command (f, BH_SOFTPHONE_MUTE, NULL);
  until (f->done);
  g_assert_cmpint (bh_softphone_get_call (f->phone), ==, BH_SOFTPHONE_CALL_TALKING);
  g_assert_cmpstr (bh_softphone_get_peer (f->phone), ==, "1");
  fake_baresip_say (f->baresip, EVENT_OF ("2", "CALL_CLOSED"));
  command (f, BH_SOFTPHONE_DTMF, "1");
  until (f->done);
  g_assert_cmpint (bh_softphone_get_call (f->phone), ==, BH_SOFTPHONE_CALL_TALKING);
  fake_baresip_say (f->baresip, EVENT_OF ("1", "CALL_CLOSED"));
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_NONE);
  fake_baresip_say (f->baresip, EVENT_OF ("3", "CALL_INCOMING"));
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_RINGING);
  g_assert_cmpstr (bh_softphone_get_peer (f->phone), ==, "3");
}

static void
test_caller_gives_up_while_answering (Fixture *f, gconstpointer data)
{
  make_ready (f, 5000);
  ring (f);
  command (f, BH_SOFTPHONE_ANSWER, NULL);
  until (strstr (fake_baresip_get_asked (f->baresip), "accept") != NULL);
  fake_baresip_event (f->baresip, "CALL_CLOSED", "");
  until (f->done);
  g_assert_error (f->error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SOFTPHONE);
}

/* baresip says yes and then cannot open the microphone. */
static void
test_yes_that_is_not_true (Fixture *f, gconstpointer data)
{
  make_ready (f, 50);
  ring (f);
  command (f, BH_SOFTPHONE_ANSWER, NULL);
  until (f->done);
  g_assert_error (f->error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SOFTPHONE);
  g_assert_nonnull (strstr (f->error->message, "microphone"));
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  make_ready (f, 5000);
  fake_baresip_refuse (f->baresip, TRUE);
  command (f, BH_SOFTPHONE_HOLD, NULL);
  until (f->done);
  g_assert_error (f->error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SOFTPHONE);
  g_assert_nonnull (strstr (f->error->message, "Invalid argument"));
}

static void
test_no_answer (Fixture *f, gconstpointer data)
{
  make_ready (f, 50);
  fake_baresip_mute (f->baresip, TRUE);
  command (f, BH_SOFTPHONE_HOLD, NULL);
  until (f->done);
  g_assert_error (f->error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SOFTPHONE);
}

static void
test_only_tones_are_sent_as_tones (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = {"", "12x", "1\"}", NULL};

  make_ready (f, 5000);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    command (f, BH_SOFTPHONE_DTMF, bad[i]);
    until (f->done);
    g_assert_error (f->error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SOFTPHONE);
  }
  g_assert_cmpstr (fake_baresip_get_asked (f->baresip), ==, "");
}

static void
test_registration_fails (Fixture *f, gconstpointer data)
{
  attach (f, 5000);
  fake_baresip_event (f->baresip, "REGISTER_FAIL", "403 Forbidden");
  until (f->done);
  g_assert_error (f->error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SOFTPHONE);
  g_assert_nonnull (strstr (f->error->message, "403 Forbidden"));
  g_assert_nonnull (strstr (f->error->message, "sign-in page"));
  g_assert_cmpint (bh_softphone_get_state (f->phone), ==, BH_SOFTPHONE_FAILED);
  g_assert_cmpstr (bh_softphone_get_message (f->phone), ==, f->error->message);
}

static void
test_registration_is_lost_later (Fixture *f, gconstpointer data)
{
  make_ready (f, 5000);
  fake_baresip_event (f->baresip, "REGISTER_FAIL", "Connection timed out");
  until (bh_softphone_get_state (f->phone) == BH_SOFTPHONE_REGISTERING);
  g_assert_nonnull (strstr (bh_softphone_get_message (f->phone), "timed out"));
  fake_baresip_event (f->baresip, "REGISTER_OK", "200 OK");
  until (bh_softphone_get_state (f->phone) == BH_SOFTPHONE_READY);
  g_assert_null (bh_softphone_get_message (f->phone));
}

static void
test_nobody_registers (Fixture *f, gconstpointer data)
{
  attach (f, 50);
  until (f->done);
  g_assert_error (f->error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SOFTPHONE);
}

static void
test_stops_in_a_call (Fixture *f, gconstpointer data)
{
  make_ready (f, 5000);
  ring (f);
  command (f, BH_SOFTPHONE_ANSWER, NULL);
  until (strstr (fake_baresip_get_asked (f->baresip), "accept") != NULL);
  fake_baresip_hang_up (f->baresip);
  until (f->done);
  g_assert_error (f->error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SOFTPHONE);
  g_assert_cmpint (bh_softphone_get_state (f->phone), ==, BH_SOFTPHONE_FAILED);
  g_assert_cmpint (bh_softphone_get_call (f->phone), ==, BH_SOFTPHONE_CALL_NONE);
}

/* A headset that is pulled in a call is silence; baresip says so once. */
static void
test_sound_is_lost (Fixture *f, gconstpointer data)
{
  make_ready (f, 5000);
  fake_baresip_say (f->baresip, EVENT_OF ("1", "CALL_ESTABLISHED"));
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_TALKING);
  g_assert_null (bh_softphone_get_sound (f->phone));
  fake_baresip_event (f->baresip, "AUDIO_ERROR", "19,No such device");
  until (bh_softphone_get_sound (f->phone) != NULL);
  g_assert_cmpstr (bh_softphone_get_sound (f->phone),
                   ==,
                   "The softphone lost its microphone or loudspeaker (No such device).");
  g_assert_cmpint (bh_softphone_get_call (f->phone), ==, BH_SOFTPHONE_CALL_TALKING);
  bh_softphone_set_missing (f->phone, "The chosen microphone is not plugged in.");
  g_assert_cmpstr (bh_softphone_get_sound (f->phone),
                   ==,
                   "The chosen microphone is not plugged in.");
  bh_softphone_set_missing (f->phone, NULL);
  bh_softphone_set_devices (f->phone, "alsa,plughw:1,0", NULL);
  g_assert_null (bh_softphone_get_sound (f->phone));
  until (strstr (fake_baresip_get_asked (f->baresip), "auplay") != NULL);
  g_assert_cmpstr (fake_baresip_get_asked (f->baresip),
                   ==,
                   "ausrc=alsa,plughw:1,0 auplay=alsa,default ");
  fake_baresip_say (f->baresip,
                    "{\"response\":true,\"ok\":true,\"token\":\"device\",\"data\":\"switch audio "
                    "device: alsa,plughw:1,0\\nfailed to set audio-source (No such device)\\n\"}");
  until (bh_softphone_get_sound (f->phone) != NULL);
  g_assert_nonnull (strstr (bh_softphone_get_sound (f->phone), "(No such device)"));
}

static void
test_rubbish_on_the_control_socket (Fixture *f, gconstpointer data)
{
  make_ready (f, 5000);
  fake_baresip_say (f->baresip, "not json");
  fake_baresip_say (f->baresip, "[]");
  fake_baresip_say (f->baresip, "{\"event\":true}");
  fake_baresip_say (f->baresip, "{\"response\":true,\"token\":\"t99\"}");
  ring (f);
  fake_baresip_say_raw (f->baresip, "x:y");
  until (bh_softphone_get_state (f->phone) == BH_SOFTPHONE_FAILED);
}

static void
test_not_running (Fixture *f, gconstpointer data)
{
  command (f, BH_SOFTPHONE_ANSWER, NULL);
  until (f->done);
  g_assert_error (f->error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SOFTPHONE);
}

static void
test_is_not_installed (Fixture *f, gconstpointer data)
{
  BhSoftphoneSettings settings = {.user = "1001", .program = "no-such-softphone"};

  bh_softphone_start_async (f->phone, &settings, NULL, on_started, f);
  until (f->done);
  g_assert_error (f->error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_NO_SOFTPHONE);
  g_assert_nonnull (strstr (f->error->message, "baresip-core"));
  g_assert_cmpint (bh_softphone_get_state (f->phone), ==, BH_SOFTPHONE_FAILED);
}

static void
test_ends_at_once (Fixture *f, gconstpointer data)
{
  BhSoftphoneSettings settings = {.user = "1001", .server = "127.0.0.1", .program = "false"};
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "bellhop", NULL);
  g_autoptr (GDir) dir = NULL;

  bh_softphone_start_async (f->phone, &settings, NULL, on_started, f);
  until (f->done);
  g_assert_error (f->error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SOFTPHONE);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir)); /* the password is not left behind */
}

static void
test_files (void)
{
  BhSoftphoneSettings settings = {.server = "pbx.example.org:5060",
                                  .user = "1001",
                                  .password = "s;cr,t <x>",
                                  .microphone = "pulse",
                                  .loudspeaker = "alsa,plughw:0,3"};
  g_autoptr (GError) error = NULL;
  g_autofree char *account = bh_softphone_account_text (&settings, &error);
  g_autofree char *config = bh_softphone_config_text (&settings, 4444);
  g_autofree char *folder = bh_softphone_files_write (&settings, 4444, &error);
  g_autofree char *path = g_build_filename (folder, "accounts", NULL);
  GStatBuf info;

  g_assert_no_error (error);
  g_assert_cmpstr (account,
                   ==,
                   "<sip:1001@pbx.example.org:5060;transport=udp>;auth_user=1001;"
                   "auth_pass=\"s;cr,t <x>\";answermode=manual;regint=120\n");
  g_assert_nonnull (strstr (config, "ctrl_tcp_listen 127.0.0.1:4444\n"));
  g_assert_nonnull (strstr (config, "audio_source pulse\n"));
  g_assert_nonnull (strstr (config, "audio_player alsa,plughw:0,3\n"));
  g_assert_nonnull (strstr (config, "module pulse.so\nmodule alsa.so\n"));
  g_assert_nonnull (strstr (config, "call_max_calls 1\n"));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  bh_softphone_files_remove (folder);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

/* Nothing that a person types may become another line or field of baresip's files. */
static void
test_files_injection (void)
{
  static const char *const bad[] = {"1001>;x=y", "1001\nmodule evil.so", "10 01", "a\"b", ""};

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    BhSoftphoneSettings user = {.user = bad[i], .server = "h"};
    BhSoftphoneSettings server = {.user = "1001", .server = bad[i]};
    BhSoftphoneSettings password = {.user = "1001", .password = "x\"\n<sip:evil>"};
    g_autoptr (GError) error = NULL;

    g_assert_null (bh_softphone_account_text (&user, &error));
    g_assert_error (error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SOFTPHONE);
    g_assert_null (bh_softphone_account_text (&password, NULL));
    if (*bad[i])
      g_assert_null (bh_softphone_account_text (&server, NULL));
  }
}

static void
test_netstring_any_split (void)
{
  static const char stream[] = "5:hello,0:,3:a:b,11:hello world,";
  static const char *const payloads[] = {"hello", "", "a:b", "hello world"};

  for (gsize at = 0; at < sizeof stream; at++) {
    g_autoptr (BhNetstring) netstring = bh_netstring_new ();
    guint n = 0;

    for (guint part = 0; part < 2; part++) {
      char *payload;
      bh_netstring_feed (netstring,
                         part ? stream + at : stream,
                         part ? sizeof stream - 1 - MIN (at, sizeof stream - 1)
                              : MIN (at, sizeof stream - 1));
      while ((payload = bh_netstring_next (netstring)) != NULL) {
        g_assert_cmpstr (payload, ==, payloads[n++]);
        g_free (payload);
      }
    }
    g_assert_cmpuint (n, ==, 4);
    g_assert_false (bh_netstring_is_broken (netstring));
  }
}

static void
test_netstring_broken (void)
{
  static const char *const broken[] = {"x", ":", "5hello,", "2:abc", "99999:", "123456:x", "1:ab"};

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autoptr (BhNetstring) netstring = bh_netstring_new ();

    bh_netstring_feed (netstring, broken[i], strlen (broken[i]));
    g_assert_null (bh_netstring_next (netstring));
    g_assert_true (bh_netstring_is_broken (netstring));
    bh_netstring_feed (netstring, "1:a,", 4);
    g_assert_null (bh_netstring_next (netstring));
  }
}

/* A port that is free now, and the one above it, where baresip listens for TLS, may be another
 * program's when it comes to use them: baresip ends then, and starts again elsewhere. */
#define PORTS_TRIED 10

static gboolean
try_real (Fixture *f, BhSoftphone *phone, const char *user, const char *program, const char *listen)
{
  BhSoftphoneSettings settings = {
      .server = "127.0.0.1",
      .user = user,
      .microphone = "aubridge,bellhop", /* no sound card is needed */
      .loudspeaker = "aubridge,bellhop",
      .program = program,
      .listen = listen,
      .unregistered = TRUE,
  };

  f->done = FALSE;
  g_clear_error (&f->error);
  bh_softphone_start_async (phone, &settings, NULL, on_started, f);
  until (f->done);
  return f->error == NULL;
}

/* Returns where it listens; the caller frees it. */
/* How loud it is comes as decibels, and what is muted is so only in this call. */
static void
test_levels (Fixture *f, gconstpointer data)
{
  double in;
  double out;

  make_ready (f, 5000);
  ring (f);
  fake_baresip_event (f->baresip, "CALL_ESTABLISHED", "");
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_TALKING);
  fake_baresip_event (f->baresip, "VU_TX_REPORT", "-30.00");
  fake_baresip_event (f->baresip, "VU_RX_REPORT", "-96.00");
  fake_baresip_event (f->baresip, "VU_RX_REPORT", "0.00");
  do {
    g_main_context_iteration (NULL, TRUE);
    g_object_get (f->phone, "level-in", &in, "level-out", &out, NULL);
  } while (out < 1);
  g_assert_cmpfloat_with_epsilon (in, 0.5, 1e-6);
  fake_baresip_event (f->baresip, "CALL_CLOSED", "");
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_NONE);
  g_object_get (f->phone, "level-in", &in, "level-out", &out, NULL);
  g_assert_cmpfloat (in + out, ==, 0);
  g_assert_false (bh_softphone_get_muted (f->phone));
}

static char *
start_real_program (Fixture *f, BhSoftphone *phone, const char *user, const char *program)
{
  g_autofree char *listen = NULL;

  for (guint i = 0; i < PORTS_TRIED; i++) {
    g_free (listen);
    listen = g_strdup_printf ("127.0.0.1:%u", bh_softphone_free_port ());
    if (try_real (f, phone, user, program, listen))
      break;
  }
  g_assert_no_error (f->error);
  return g_steal_pointer (&listen);
}

static char *
start_real (Fixture *f, BhSoftphone *phone, const char *user)
{
  return start_real_program (f, phone, user, NULL);
}

static void
test_real (Fixture *f, gconstpointer data)
{
  g_autofree char *program = g_find_program_in_path ("baresip");
  g_autoptr (BhSoftphone) other = NULL;
  g_autofree char *there = NULL;
  g_autofree char *here = NULL;
  g_autofree char *uri = NULL;

  if (program == NULL) {
    g_test_skip ("baresip is not installed");
    return;
  }
  other = bh_softphone_new ();
  there = start_real (f, other, "b");
  here = start_real (f, f->phone, "a");
  uri = g_strdup_printf ("sip:a@%s", here);
  f->done = FALSE;
  bh_softphone_command_async (other, BH_SOFTPHONE_DIAL, uri, on_commanded, f);
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_RINGING);
  g_assert_cmpstr (bh_softphone_get_peer (f->phone), ==, "b");
  command (f, BH_SOFTPHONE_ANSWER, NULL);
  until (f->done);
  g_assert_no_error (f->error);
  command (f, BH_SOFTPHONE_HOLD, NULL);
  until (f->done);
  g_assert_no_error (f->error);
  command (f, BH_SOFTPHONE_RETRIEVE, NULL);
  until (f->done);
  g_assert_no_error (f->error);
  command (f, BH_SOFTPHONE_DTMF, "5");
  until (f->done);
  g_assert_no_error (f->error);
  for (guint i = 0; i < 2; i++) {
    command (f, BH_SOFTPHONE_MUTE, NULL);
    until (f->done);
    g_assert_no_error (f->error);
    g_assert_cmpint (bh_softphone_get_muted (f->phone), ==, i == 0);
  }
  command (f, BH_SOFTPHONE_HANG_UP, NULL);
  until (bh_softphone_get_call (other) == BH_SOFTPHONE_CALL_NONE && f->done);
  g_assert_no_error (f->error);
}

/* Three of them: who calls somebody in a call hears that it is busy, and the call does not. */
static void
test_real_second_caller (Fixture *f, gconstpointer data)
{
  g_autofree char *program = g_find_program_in_path ("baresip");
  g_autoptr (BhSoftphone) first = NULL;
  g_autoptr (BhSoftphone) second = NULL;
  g_autofree char *there = NULL;
  g_autofree char *elsewhere = NULL;
  g_autofree char *here = NULL;
  g_autofree char *uri = NULL;

  if (program == NULL) {
    g_test_skip ("baresip is not installed");
    return;
  }
  first = bh_softphone_new ();
  second = bh_softphone_new ();
  there = start_real (f, first, "b");
  elsewhere = start_real (f, second, "c");
  here = start_real (f, f->phone, "a");
  uri = g_strdup_printf ("sip:a@%s", here);
  bh_softphone_command_async (first, BH_SOFTPHONE_DIAL, uri, on_commanded, f);
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_RINGING);
  command (f, BH_SOFTPHONE_ANSWER, NULL);
  until (f->done);
  g_assert_no_error (f->error);
  until (bh_softphone_get_call (f->phone) == BH_SOFTPHONE_CALL_TALKING); /* the ACK has come, too */
  f->done = FALSE;
  bh_softphone_command_async (second, BH_SOFTPHONE_DIAL, uri, on_commanded, f);
  until (f->done);
  g_assert_no_error (f->error);
  g_assert_cmpint (bh_softphone_get_call (second), ==, BH_SOFTPHONE_CALL_DIALING);
  until (bh_softphone_get_call (second) == BH_SOFTPHONE_CALL_NONE);
  g_assert_cmpint (bh_softphone_get_call (f->phone), ==, BH_SOFTPHONE_CALL_TALKING);
  g_assert_cmpstr (bh_softphone_get_peer (f->phone), ==, "b");
  command (f, BH_SOFTPHONE_HANG_UP, NULL);
  until (bh_softphone_get_call (first) == BH_SOFTPHONE_CALL_NONE && f->done);
}

static GPid
read_pid (const char *path)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return (GPid) g_ascii_strtoll (text, NULL, 10);
}

static void
on_state (BhSoftphone *phone, GParamSpec *spec, guint *starts)
{
  if (bh_softphone_get_state (phone) == BH_SOFTPHONE_STARTING) {
    g_assert_cmpstr (bh_softphone_get_message (phone), ==, "The softphone baresip stopped.");
    (*starts)++;
  }
}

/* One that dies comes back by itself, but not for ever. */
static void
test_real_is_started_again (Fixture *f, gconstpointer data)
{
  g_autofree char *baresip = g_find_program_in_path ("baresip");
  g_autofree char *folder = g_dir_make_tmp ("bellhop-softphone-XXXXXX", NULL);
  g_autofree char *program = g_build_filename (folder, "dying", NULL);
  g_autofree char *pid = g_build_filename (folder, "pid", NULL);
  g_autofree char *script = NULL;
  g_autofree char *here = NULL;
  guint starts = 0;

  if (baresip == NULL) {
    g_test_skip ("baresip is not installed");
    return;
  }
  script = g_strdup_printf ("#!/bin/sh\necho $$ >%s\nexec %s \"$@\"\n", pid, baresip);
  g_assert_true (
      g_file_set_contents_full (program, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  here = start_real_program (f, f->phone, "a", program);
  g_signal_connect (f->phone, "notify::state", G_CALLBACK (on_state), &starts);
  for (guint i = 1; i <= 3; i++) {
    kill (read_pid (pid), SIGKILL);
    until (starts == i && bh_softphone_get_state (f->phone) == BH_SOFTPHONE_READY);
    g_assert_null (bh_softphone_get_message (f->phone));
  }
  kill (read_pid (pid), SIGKILL);
  until (bh_softphone_get_state (f->phone) == BH_SOFTPHONE_FAILED);
  g_assert_cmpuint (starts, ==, 3);
  g_unlink (pid);
  g_unlink (program);
  g_rmdir (folder);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/desktop/client/softphone/" name, Fixture, NULL, set_up, func, tear_down)

static gboolean
on_beat (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char **argv)
{
  g_autofree char *runtime = g_dir_make_tmp ("bellhop-runtime-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (runtime, "bellhop", NULL);
  int result;

  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_timeout_add (20, on_beat, NULL);
  ADD ("a-call", test_a_call);
  ADD ("second-caller-gives-up-in-a-call", test_second_caller_gives_up_in_a_call);
  ADD ("caller-gives-up-while-answering", test_caller_gives_up_while_answering);
  ADD ("yes-that-is-not-true", test_yes_that_is_not_true);
  ADD ("refused", test_refused);
  ADD ("no-answer", test_no_answer);
  ADD ("only-tones-are-sent-as-tones", test_only_tones_are_sent_as_tones);
  ADD ("registered-before-we-listen", test_registered_before_we_listen);
  ADD ("registration-fails", test_registration_fails);
  ADD ("registration-is-lost-later", test_registration_is_lost_later);
  ADD ("nobody-registers", test_nobody_registers);
  ADD ("stops-in-a-call", test_stops_in_a_call);
  ADD ("sound-is-lost", test_sound_is_lost);
  ADD ("rubbish-on-the-control-socket", test_rubbish_on_the_control_socket);
  ADD ("not-running", test_not_running);
  ADD ("is-not-installed", test_is_not_installed);
  ADD ("ends-at-once", test_ends_at_once);
  g_test_add_func ("/desktop/client/softphone/files", test_files);
  g_test_add_func ("/desktop/client/softphone/files-injection", test_files_injection);
  g_test_add_func ("/desktop/client/netstring/any-split", test_netstring_any_split);
  g_test_add_func ("/desktop/client/netstring/broken", test_netstring_broken);
  ADD ("levels", test_levels);
  ADD ("real", test_real);
  ADD ("real-second-caller", test_real_second_caller);
  ADD ("real-is-started-again", test_real_is_started_again);
  result = g_test_run ();
  g_rmdir (folder);
  g_rmdir (runtime);
  return result;
}
