/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-actions.h"
#include "server/pbx/link/link-checks.h"

#include <string.h>

#define R "5b0c"

typedef struct {
  const char *name;
  BhPbxCommand command;
  const char *expected; /* lines with "|" between, behind Action and ActionID; or */
  const char *says;     /* a piece of the error */
  BhPbxError code;
} Case;

static const Case cases[] = {
    {"hangup", {.op = BH_PBX_OP_HANGUP, .request = R, .leg = "1.2"}, "Hangup|Channel: 1.2"},
    {"hangup-without-leg",
     {.op = BH_PBX_OP_HANGUP, .request = R},
     NULL,
     "says no leg",
     BH_PBX_ERROR_ARGUMENT},
    {"hangup-injection",
     {.op = BH_PBX_OP_HANGUP, .request = R, .leg = "1.2\r\n\r\nAction: Command"},
     NULL,
     "Channel cannot be sent",
     BH_PBX_ERROR_ARGUMENT},
    {"no-request",
     {.op = BH_PBX_OP_HANGUP, .leg = "1.2"},
     NULL,
     "request id",
     BH_PBX_ERROR_ARGUMENT},
    {"odd-request",
     {.op = BH_PBX_OP_HANGUP, .request = "a b", .leg = "1.2"},
     NULL,
     "request id",
     BH_PBX_ERROR_ARGUMENT},
    {"our-own-request",
     {.op = BH_PBX_OP_HANGUP, .request = "bh-ping", .leg = "1.2"},
     NULL,
     "begin with bh-",
     BH_PBX_ERROR_ARGUMENT},
    {"answer-by-notify",
     {.op = BH_PBX_OP_ANSWER, .request = R, .leg = "1.2", .profile = BH_DEVICE_PROFILE_NOTIFY},
     "PJSIPNotify|Channel: 1.2|Variable: Event=talk"},
    {"hold-by-notify",
     {.op = BH_PBX_OP_HOLD, .request = R, .leg = "1.2", .profile = BH_DEVICE_PROFILE_NOTIFY},
     "PJSIPNotify|Channel: 1.2|Variable: Event=hold"},
    {"retrieve-by-notify",
     {.op = BH_PBX_OP_RETRIEVE, .request = R, .leg = "1.2", .profile = BH_DEVICE_PROFILE_NOTIFY},
     "PJSIPNotify|Channel: 1.2|Variable: Event=talk"},
    {"answer-by-hand",
     {.op = BH_PBX_OP_ANSWER, .request = R, .leg = "1.2"},
     NULL,
     "profile manual",
     BH_PBX_ERROR_UNSUPPORTED},
    {"hold-of-softphone",
     {.op = BH_PBX_OP_HOLD, .request = R, .leg = "1", .profile = BH_DEVICE_PROFILE_SOFTPHONE},
     NULL,
     "profile softphone",
     BH_PBX_ERROR_UNSUPPORTED},
    {"blind-transfer",
     {.op = BH_PBX_OP_BLIND_TRANSFER, .request = R, .leg = "1.2", .number = "1002"},
     "BlindTransfer|Channel: 1.2|Context: transfers|Exten: 1002"},
    {"blind-transfer-elsewhere",
     {.op = BH_PBX_OP_BLIND_TRANSFER, .request = R, .leg = "1.2", .number = "900123456"},
     NULL,
     "900123456 may not be dialed",
     BH_PBX_ERROR_DIAL_STRING},
    {"consult",
     {.op = BH_PBX_OP_CONSULT, .request = R, .leg = "1.2", .number = "1002"},
     "Atxfer|Channel: 1.2|Context: transfers|Exten: 1002#"},
    {"consult-complete",
     {.op = BH_PBX_OP_CONSULT_COMPLETE, .request = R, .leg = "1.2"},
     "Hangup|Channel: 1.2"},
    {"consult-complete-of-two-calls",
     {.op = BH_PBX_OP_CONSULT_COMPLETE,
      .request = R,
      .leg = "1.2",
      .other_leg = "1.1",
      .target_leg = "1.4"},
     "Bridge|Channel1: 1.1|Channel2: 1.4|Tone: no"},
    {"consult-complete-of-half",
     {.op = BH_PBX_OP_CONSULT_COMPLETE, .request = R, .leg = "1.2", .other_leg = "1.1"},
     NULL,
     "no consulted leg",
     BH_PBX_ERROR_ARGUMENT},
    {"consult-cancel",
     {.op = BH_PBX_OP_CONSULT_CANCEL, .request = R, .leg = "1.2"},
     "CancelAtxfer|Channel: 1.2"},
    {"consult-cancel-of-two-calls",
     {.op = BH_PBX_OP_CONSULT_CANCEL, .request = R, .leg = "1.2", .other_leg = "1.3"},
     "Hangup|Channel: 1.3"},
    {"conference-of-two-calls",
     {.op = BH_PBX_OP_CONFERENCE, .request = R, .leg = "1.2", .other_leg = "1.1"},
     NULL,
     "its own key joins",
     BH_PBX_ERROR_UNSUPPORTED},
    {"dial",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "PJSIP/1001", .number = "9013900001111"},
     "Originate|Channel: PJSIP/1001|Context: out|Exten: 9013900001111|Priority: 1|"
     "Variable: CONNECTEDLINE(num,i)=9013900001111|ChannelId: bh-5b0c|Timeout: 30000|Async: true"},
    {"dial-with-name",
     {.op = BH_PBX_OP_DIAL,
      .request = R,
      .device = "PJSIP/1001",
      .number = "1002",
      .name = "王小明",
      .timeout_ms = 12000},
     "Originate|Channel: PJSIP/1001|Context: out|Exten: 1002|Priority: 1|"
     "Variable: CONNECTEDLINE(num,i)=1002|"
     "Variable: CONNECTEDLINE(name,i)=王小明|ChannelId: bh-5b0c|Timeout: 12000|Async: true"},
    {"dial-with-odd-name",
     {.op = BH_PBX_OP_DIAL,
      .request = R,
      .device = "PJSIP/1001",
      .number = "1002",
      .name = "x\",CALLERID(num)=0900"},
     "Originate|Channel: PJSIP/1001|Context: out|Exten: 1002|Priority: 1|"
     "Variable: CONNECTEDLINE(num,i)=1002|"
     "Variable: CONNECTEDLINE(name,i)=x  CALLERID num  0900|ChannelId: bh-5b0c|Timeout: "
     "30000|Async: true"},
    {"dial-by-local",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "Local/1004@agents", .number = "1002"},
     "Originate|Channel: Local/1004@agents|Context: out|Exten: 1002|Priority: 1|"
     "Variable: CONNECTEDLINE(num,i)=1002|ChannelId: bh-5b0c|OtherChannelId: bh-5b0c.2|Timeout: "
     "30000|Async: true"},
    {"dial-nothing",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "PJSIP/1001"},
     NULL,
     "says no number",
     BH_PBX_ERROR_ARGUMENT},
    {"dial-dialplan-trick",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "PJSIP/1001", .number = "1002@internal"},
     NULL,
     "something else than digits",
     BH_PBX_ERROR_DIAL_STRING},
    {"dial-line-end",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "PJSIP/1001", .number = "1002\n"},
     NULL,
     "something else than digits",
     BH_PBX_ERROR_DIAL_STRING},
    {"dial-too-long",
     {.op = BH_PBX_OP_DIAL,
      .request = R,
      .device = "PJSIP/1001",
      .number = "90123456789012345678901234567890123456789"},
     NULL,
     "too long",
     BH_PBX_ERROR_DIAL_STRING},
    {"dial-part-of-pattern",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "PJSIP/1001", .number = "10021"},
     NULL,
     "fits none of the 2 patterns",
     BH_PBX_ERROR_DIAL_STRING},
    {"dial-from-no-device",
     {.op = BH_PBX_OP_DIAL, .request = R, .number = "1002"},
     NULL,
     "device's name",
     BH_PBX_ERROR_ARGUMENT},
    {"dial-from-two-devices",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "PJSIP/1&PJSIP/2", .number = "1002"},
     NULL,
     "device's name",
     BH_PBX_ERROR_ARGUMENT},
    {"dial-from-application",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "Local/s@x/n/y", .number = "1002"},
     NULL,
     "device's name",
     BH_PBX_ERROR_ARGUMENT},
    {"dtmf-letters",
     {.op = BH_PBX_OP_DTMF, .request = R, .leg = "1.2", .number = "12w"},
     NULL,
     "Only up to 32",
     BH_PBX_ERROR_ARGUMENT},
    {"queue-add",
     {.op = BH_PBX_OP_QUEUE_ADD,
      .request = R,
      .queue = "support",
      .member = "Local/1004@agents/n",
      .device = "PJSIP/1004",
      .name = "Dave",
      .penalty = 2,
      .paused = 1,
      .reason = "not ready"},
     "QueueAdd|Queue: support|Interface: Local/1004@agents/n|Penalty: 2|Paused: true|"
     "MemberName: Dave|StateInterface: PJSIP/1004|Reason: not ready"},
    {"queue-add-ready",
     {.op = BH_PBX_OP_QUEUE_ADD, .request = R, .queue = "support", .member = "PJSIP/1001"},
     "QueueAdd|Queue: support|Interface: PJSIP/1001|Penalty: 0|Paused: false"},
    {"queue-pause",
     {.op = BH_PBX_OP_QUEUE_PAUSE,
      .request = R,
      .queue = "support",
      .member = "PJSIP/1001",
      .paused = 1,
      .reason = "小休"},
     "QueuePause|Queue: support|Interface: PJSIP/1001|Paused: true|Reason: 小休"},
    {"queue-unpause-everywhere",
     {.op = BH_PBX_OP_QUEUE_PAUSE, .request = R, .member = "PJSIP/1001"},
     "QueuePause|Interface: PJSIP/1001|Paused: false"},
    {"queue-pause-reason-injection",
     {.op = BH_PBX_OP_QUEUE_PAUSE, .request = R, .member = "PJSIP/1", .reason = "x\nAction: y"},
     NULL,
     "Reason cannot be sent",
     BH_PBX_ERROR_ARGUMENT},
    {"queue-penalty",
     {.op = BH_PBX_OP_QUEUE_PENALTY,
      .request = R,
      .queue = "support",
      .member = "PJSIP/1001",
      .penalty = 3},
     "QueuePenalty|Queue: support|Interface: PJSIP/1001|Penalty: 3"},
    {"queue-remove",
     {.op = BH_PBX_OP_QUEUE_REMOVE, .request = R, .queue = "support", .member = "PJSIP/1001"},
     "QueueRemove|Queue: support|Interface: PJSIP/1001"},
    {"record-start",
     {.op = BH_PBX_OP_RECORD_START, .request = R, .leg = "1.2"},
     "Originate|Channel: Local/record-1.2@supervise/n|Context: supervise|Exten: tap-1.2|"
     "Priority: 1|ChannelId: bh-quiet-record-1.2|OtherChannelId: bh-quiet-record-1.2.2|"
     "Async: true"},
    {"record-start-injection",
     {.op = BH_PBX_OP_RECORD_START, .request = R, .leg = "1.2/n@other"},
     NULL,
     "not one of Asterisk",
     BH_PBX_ERROR_ARGUMENT},
    {"record-pause",
     {.op = BH_PBX_OP_RECORD_PAUSE, .request = R, .leg = "1.2"},
     "MixMonitorMute|Channel: bh-quiet-record-1.2.2|Direction: both|State: 1"},
    {"record-resume",
     {.op = BH_PBX_OP_RECORD_RESUME, .request = R, .leg = "1.2"},
     "MixMonitorMute|Channel: bh-quiet-record-1.2.2|Direction: both|State: 0"},
    {"record-stop",
     {.op = BH_PBX_OP_RECORD_STOP, .request = R, .leg = "1.2"},
     "Hangup|Channel: bh-quiet-record-1.2"},
    {"listen",
     {.op = BH_PBX_OP_LISTEN, .request = R, .leg = "1.2", .device = "PJSIP/1004"},
     "Originate|Channel: PJSIP/1004|Context: supervise|Exten: listen-1.2|Priority: 1|"
     "ChannelId: bh-" R "|Timeout: 30000|Async: true"},
    {"whisper",
     {.op = BH_PBX_OP_WHISPER, .request = R, .leg = "1.2", .device = "PJSIP/1004"},
     "Originate|Channel: PJSIP/1004|Context: supervise|Exten: whisper-1.2|Priority: 1|"
     "ChannelId: bh-" R "|Timeout: 30000|Async: true"},
    {"barge",
     {.op = BH_PBX_OP_BARGE, .request = R, .leg = "1.2", .device = "PJSIP/1004"},
     "Originate|Channel: PJSIP/1004|Context: supervise|Exten: barge-1.2|Priority: 1|"
     "ChannelId: bh-" R "|Timeout: 30000|Async: true"},
    {"no-such-op", {.op = BH_PBX_OP_N, .request = R}, NULL, "cannot do", BH_PBX_ERROR_UNSUPPORTED},
};

static BhAmiConfig *
make_config (void)
{
  static const char *const allow[] = {"100[0-9]|\\*8", "9[0-9*#]{3,}", NULL};
  BhAmiConfig *config = bh_ami_config_new ("main", "localhost");
  g_free (config->dial_context);
  g_free (config->transfer_context);
  config->dial_context = g_strdup ("out");
  config->transfer_context = g_strdup ("transfers");
  config->supervise_context = g_strdup ("supervise");
  config->username = g_strdup ("bellhop");
  config->secret = g_strdup ("secret");
  config->dial_allow = g_strdupv ((char **) allow);
  return config;
}

static GBytes *
build (const BhPbxCommand *command, GError **error)
{
  g_autoptr (BhAmiConfig) config = make_config ();
  g_assert_true (bh_ami_config_check (config, NULL));
  /* 9 alone is for the outside, but not the premium numbers */
  g_free (config->dial_allow[1]);
  config->dial_allow[1] = g_strdup ("90?1[0-9]{3,}");
  g_autoptr (GPtrArray) allowed = bh_link_patterns_new (config->dial_allow);
  return bh_ami_actions_build (command, config, allowed, error);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = build (&c->command, &error);
  if (c->expected == NULL) {
    g_assert_null (bytes);
    g_assert_error (error, BH_PBX_ERROR, (int) c->code);
    g_assert_nonnull (strstr (error->message, c->says));
    return;
  }
  g_assert_no_error (error);
  const char *rest = strchr (c->expected, '|');
  g_autofree char *action = g_strndup (c->expected, (gsize) (rest - c->expected));
  g_auto (GStrv) lines = g_strsplit (rest + 1, "|", -1);
  g_autofree char *joined = g_strjoinv ("\r\n", lines);
  g_autofree char *whole =
      g_strdup_printf ("Action: %s\r\nActionID: " R "\r\n%s\r\n\r\n", action, joined);
  g_autofree char *built = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (built, ==, whole);
}

/* A digit each; only the last carries the request. */
static void
test_dtmf (void)
{
  const BhPbxCommand command = {.op = BH_PBX_OP_DTMF, .request = R, .leg = "1.2", .number = "4#"};
  const BhPbxCommand to_other = {.op = BH_PBX_OP_DTMF,
                                 .request = R,
                                 .leg = "1.2",
                                 .other_leg = "1.1",
                                 .number = "4"};
  g_autoptr (GBytes) bytes = build (&command, NULL);
  g_autofree char *built = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (built,
                   ==,
                   "Action: PlayDTMF\r\nActionID: bh-dtmf\r\nChannel: 1.2\r\nDigit: 4\r\n"
                   "Duration: 160\r\nReceive: true\r\n\r\n"
                   "Action: PlayDTMF\r\nActionID: " R "\r\nChannel: 1.2\r\nDigit: #\r\n"
                   "Duration: 160\r\nReceive: true\r\n\r\n");
  g_autoptr (GBytes) other = build (&to_other, NULL);
  g_autofree char *sent = g_strndup (g_bytes_get_data (other, NULL), g_bytes_get_size (other));
  g_assert_cmpstr (sent,
                   ==,
                   "Action: PlayDTMF\r\nActionID: " R "\r\nChannel: 1.1\r\nDigit: 4\r\n"
                   "Duration: 160\r\n\r\n");
}

/* The keys of features.conf, pressed for the agent. */
static void
test_conference (void)
{
  const BhPbxCommand command = {.op = BH_PBX_OP_CONFERENCE, .request = R, .leg = "1.2"};
  g_autoptr (GBytes) bytes = build (&command, NULL);
  g_autofree char *built = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (built,
                   ==,
                   "Action: PlayDTMF\r\nActionID: bh-dtmf\r\nChannel: 1.2\r\nDigit: *\r\n"
                   "Duration: 160\r\nReceive: true\r\n\r\n"
                   "Action: PlayDTMF\r\nActionID: " R "\r\nChannel: 1.2\r\nDigit: 3\r\n"
                   "Duration: 160\r\nReceive: true\r\n\r\n");
}

static void
test_nothing_allowed (void)
{
  const BhPbxCommand command = {.op = BH_PBX_OP_DIAL,
                                .request = R,
                                .device = "PJSIP/1001",
                                .number = "1002"};
  g_autoptr (BhAmiConfig) config = make_config ();
  g_autoptr (GPtrArray) none = bh_link_patterns_new (NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (bh_ami_actions_build (&command, config, none, &error));
  g_assert_error (error, BH_PBX_ERROR, BH_PBX_ERROR_DIAL_STRING);
}

static void
test_config (void)
{
  g_autoptr (BhAmiConfig) config = make_config ();
  g_autoptr (GError) error = NULL;
  g_free (config->dial_allow[0]);
  config->dial_allow[0] = g_strdup ("([0-9]");
  g_assert_false (bh_ami_config_check (config, &error));
  g_assert_error (error, BH_AMI_ERROR, BH_AMI_ERROR_CONFIG);
  g_assert_nonnull (strstr (error->message, "([0-9]"));
  g_clear_error (&error);
  g_clear_pointer (&config->secret, g_free);
  g_assert_false (bh_ami_config_check (config, &error));
  g_assert_nonnull (strstr (error->message, "secret"));
  g_clear_error (&error);
  config->port = 0;
  g_assert_false (bh_ami_config_check (config, &error));
  g_assert_nonnull (strstr (error->message, "port"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/pbx/ami/actions/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/pbx/ami/actions/dtmf", test_dtmf);
  g_test_add_func ("/pbx/ami/actions/conference", test_conference);
  g_test_add_func ("/pbx/ami/actions/nothing-allowed", test_nothing_allowed);
  g_test_add_func ("/pbx/ami/actions/config", test_config);
  return g_test_run ();
}
