/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-actions.h"

#include <string.h>

#include "server/pbx/esl/esl-route.h"
#include "server/pbx/esl/esl-writer.h"
#include "server/pbx/link/link-checks.h"

#define R "5b0c"

typedef struct {
  const char *name;
  BhPbxCommand command;
  BhEslCall call;
  const char *expected; /* lines with " ; " between, "?" behind an optional one; or */
  const char *says;     /* a piece of the error */
  BhPbxError code;
} Case;

#define VARIABLES "originate_timeout=30,ignore_early_media=true,hangup_after_bridge=true"
#define PARK      "hangup_after_bridge=false;park_after_bridge=true"
#define JOIN      "hangup_after_bridge=true;park_after_bridge=false"

static const BhEslCall consult = {"cust", "bh-7", "1002", TRUE};
static const BhEslCall ringing = {"cust", "bh-7", "1002", FALSE};

static const Case cases[] = {
    {"hangup", {.op = BH_PBX_OP_HANGUP, .request = R, .leg = "a-1"}, {0}, "uuid_kill a-1"},
    {"hangup-without-leg", {.op = BH_PBX_OP_HANGUP, .request = R}, {0}, NULL, "says no leg"},
    {"hangup-injection",
     {.op = BH_PBX_OP_HANGUP, .request = R, .leg = "a\n\napi system id"},
     {0},
     NULL,
     "leg cannot be sent"},
    {"hangup-more-words",
     {.op = BH_PBX_OP_HANGUP, .request = R, .leg = "a NORMAL_CLEARING"},
     {0},
     NULL,
     "leg cannot be sent"},
    {"no-request", {.op = BH_PBX_OP_HANGUP, .leg = "a"}, {0}, NULL, "request id"},
    {"our-own-request",
     {.op = BH_PBX_OP_HANGUP, .request = "bh-boot", .leg = "a"},
     {0},
     NULL,
     "begin with bh-"},
    {"answer-by-notify",
     {.op = BH_PBX_OP_ANSWER, .request = R, .leg = "a", .profile = BH_DEVICE_PROFILE_NOTIFY},
     {0},
     "uuid_phone_event a talk"},
    {"answer-by-hand",
     {.op = BH_PBX_OP_ANSWER, .request = R, .leg = "a"},
     {0},
     NULL,
     "profile manual",
     BH_PBX_ERROR_UNSUPPORTED},
    {"hold-by-notify",
     {.op = BH_PBX_OP_HOLD, .request = R, .leg = "a", .profile = BH_DEVICE_PROFILE_NOTIFY},
     {0},
     "uuid_phone_event a hold"},
    {"hold", {.op = BH_PBX_OP_HOLD, .request = R, .leg = "a"}, {0}, "uuid_hold a"},
    {"hold-of-softphone",
     {.op = BH_PBX_OP_HOLD, .request = R, .leg = "a", .profile = BH_DEVICE_PROFILE_SOFTPHONE},
     {0},
     NULL,
     "profile softphone",
     BH_PBX_ERROR_UNSUPPORTED},
    {"retrieve", {.op = BH_PBX_OP_RETRIEVE, .request = R, .leg = "a"}, {0}, "uuid_hold off a"},
    {"blind-transfer",
     {.op = BH_PBX_OP_BLIND_TRANSFER, .request = R, .leg = "a", .number = "1002"},
     {0},
     "uuid_transfer a -bleg 1002 XML transfers"},
    {"blind-transfer-not-allowed",
     {.op = BH_PBX_OP_BLIND_TRANSFER, .request = R, .leg = "a", .number = "0190666"},
     {0},
     NULL,
     "may not be dialed",
     BH_PBX_ERROR_DIAL_STRING},
    {"dial",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "user/1001@pbx.test", .number = "1002"},
     {0},
     "originate {origination_uuid=bh-" R ",origination_caller_id_number=1002," VARIABLES
     "}user/1001@pbx.test 1002 XML out"},
    {"dial-with-name-and-time",
     {.op = BH_PBX_OP_DIAL,
      .request = R,
      .device = "user/1001@pbx.test",
      .number = "1002",
      .name = "王 小明 & Co, {x=1}",
      .timeout_ms = 12000},
     {0},
     "originate {origination_uuid=bh-" R ",origination_caller_id_number=1002,"
     "origination_caller_id_name=王\xc2\xa0小明\xc2\xa0"
     "Co\xc2\xa0x\xc2\xa0"
     "1,originate_timeout=12,ignore_early_media=true,"
     "hangup_after_bridge=true}user/1001@pbx.test 1002 XML out"},
    {"dial-name-of-nothing",
     {.op = BH_PBX_OP_DIAL,
      .request = R,
      .device = "user/1001@pbx.test",
      .number = "1002",
      .name = "}] [{ ,|&^^\n"},
     {0},
     "originate {origination_uuid=bh-" R ",origination_caller_id_number=1002," VARIABLES
     "}user/1001@pbx.test 1002 XML out"},
    {"dial-no-number",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "user/1001@pbx.test"},
     {0},
     NULL,
     "no number"},
    {"dial-application",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "user/1001@pbx.test", .number = "&system(id)"},
     {0},
     NULL,
     "something else than digits",
     BH_PBX_ERROR_DIAL_STRING},
    {"dial-odd-device",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "{x=y}user/1001", .number = "1002"},
     {0},
     NULL,
     "not one of a phone"},
    {"dial-two-devices",
     {.op = BH_PBX_OP_DIAL, .request = R, .device = "user/1001,user/1002", .number = "1002"},
     {0},
     NULL,
     "not one of a phone"},
    {"consult",
     {.op = BH_PBX_OP_CONSULT, .request = R, .leg = "a", .number = "1002"},
     {.customer = "cust"},
     "uuid_setvar_multi cust " PARK " ; uuid_setvar_multi a " PARK
     " ; uuid_transfer a -both park inline ; uuid_broadcast cust local_stream://moh aleg? ; "
     "originate {origination_uuid=bh-" R ",bellhop_consult_of=a,originate_timeout=30,"
     "ignore_early_media=true}user/1002@pbx.test &park"},
    {"consult-nobody-waits",
     {.op = BH_PBX_OP_CONSULT, .request = R, .leg = "a", .number = "1002"},
     {0},
     NULL,
     "nobody who could wait"},
    {"consult-no-route",
     {.op = BH_PBX_OP_CONSULT, .request = R, .leg = "a", .number = "9123"},
     {.customer = "cust"},
     NULL,
     "no route",
     BH_PBX_ERROR_DIAL_STRING},
    {"complete",
     {.op = BH_PBX_OP_CONSULT_COMPLETE, .request = R, .leg = "a"},
     consult,
     "uuid_setvar_multi cust " JOIN "? ; uuid_setvar_multi bh-7 " JOIN
     "? ; uuid_bridge cust bh-7 ; uuid_kill a?"},
    {"complete-while-it-rings",
     {.op = BH_PBX_OP_CONSULT_COMPLETE, .request = R, .leg = "a"},
     ringing,
     "uuid_setvar_multi cust " JOIN
     " ; uuid_kill bh-7? ; uuid_transfer cust 1002 XML transfers ; uuid_kill a?"},
    {"complete-by-the-phone",
     {.op = BH_PBX_OP_CONSULT_COMPLETE,
      .request = R,
      .leg = "a",
      .other_leg = "c",
      .target_leg = "t"},
     {0},
     "uuid_setvar_multi c " JOIN "? ; uuid_setvar_multi t " JOIN "? ; uuid_bridge c t"},
    {"complete-nothing",
     {.op = BH_PBX_OP_CONSULT_COMPLETE, .request = R, .leg = "a"},
     {0},
     NULL,
     "consults nobody"},
    {"complete-customer-gone",
     {.op = BH_PBX_OP_CONSULT_COMPLETE, .request = R, .leg = "a"},
     {.consulted = "bh-7"},
     NULL,
     "customer has hung up"},
    {"cancel",
     {.op = BH_PBX_OP_CONSULT_CANCEL, .request = R, .leg = "a"},
     consult,
     "uuid_setvar_multi a " JOIN "? ; uuid_setvar_multi cust " JOIN
     "? ; uuid_bridge a cust ; uuid_kill bh-7?"},
    {"cancel-customer-gone",
     {.op = BH_PBX_OP_CONSULT_CANCEL, .request = R, .leg = "a"},
     {.consulted = "bh-7"},
     "uuid_kill a? ; uuid_kill bh-7?"},
    {"cancel-by-the-phone",
     {.op = BH_PBX_OP_CONSULT_CANCEL, .request = R, .leg = "a", .other_leg = "b"},
     {0},
     "uuid_kill b"},
    {"conference",
     {.op = BH_PBX_OP_CONFERENCE, .request = R, .leg = "a"},
     consult,
     "uuid_setvar_multi cust " JOIN "? ; uuid_setvar_multi a " JOIN
     "? ; uuid_setvar_multi bh-7 " JOIN
     "? ; uuid_transfer a -both conference:bellhop-cust@default+flags{mintwo} inline ; "
     "uuid_transfer cust conference:bellhop-cust@default+flags{mintwo} inline"},
    {"conference-while-it-rings",
     {.op = BH_PBX_OP_CONFERENCE, .request = R, .leg = "a"},
     ringing,
     NULL,
     "has not answered"},
    {"conference-customer-gone",
     {.op = BH_PBX_OP_CONFERENCE, .request = R, .leg = "a"},
     {.consulted = "bh-7", .is_answered = TRUE},
     NULL,
     "customer has hung up"},
    {"conference-of-nobody",
     {.op = BH_PBX_OP_CONFERENCE, .request = R, .leg = "a"},
     {.customer = "cust"},
     NULL,
     "made no consult"},
    {"conference-of-an-evil-leg",
     {.op = BH_PBX_OP_CONFERENCE, .request = R, .leg = "a"},
     {"x,hangup", "bh-7", "1002", TRUE},
     NULL,
     "not one of FreeSWITCH"},
    {"dtmf",
     {.op = BH_PBX_OP_DTMF, .request = R, .leg = "a", .number = "12#*"},
     {.customer = "c"},
     "uuid_send_dtmf c 12#*"},
    {"dtmf-alone",
     {.op = BH_PBX_OP_DTMF, .request = R, .leg = "a", .number = "1"},
     {0},
     "uuid_recv_dtmf a 1"},
    {"dtmf-of-what-is-no-digit",
     {.op = BH_PBX_OP_DTMF, .request = R, .leg = "a", .number = "1@500"},
     {0},
     NULL,
     "Only up to 32"},
    {"queue-penalty",
     {.op = BH_PBX_OP_QUEUE_PENALTY,
      .request = R,
      .queue = "support@pbx.test",
      .member = "user/1001@pbx.test",
      .penalty = 3},
     {0},
     "callcenter_config tier set level support@pbx.test 1001@pbx.test 4"},
    {"queue-add",
     {.op = BH_PBX_OP_QUEUE_ADD,
      .request = R,
      .queue = "support@pbx.test",
      .member = "1001@pbx.test",
      .device = "user/1001@pbx.test",
      .penalty = 2},
     {0},
     "callcenter_config agent add 1001@pbx.test Callback? ; "
     "callcenter_config agent set contact 1001@pbx.test user/1001@pbx.test! ; "
     "callcenter_config tier add support@pbx.test 1001@pbx.test 3 1? ; "
     "callcenter_config agent set status 1001@pbx.test Available"},
    {"queue-add-of-a-device",
     {.op = BH_PBX_OP_QUEUE_ADD, .request = R, .queue = "q", .member = "user/1001@pbx.test"},
     {0},
     "callcenter_config agent add 1001@pbx.test Callback? ; "
     "callcenter_config agent set contact 1001@pbx.test user/1001@pbx.test! ; "
     "callcenter_config tier add q 1001@pbx.test 1 1? ; "
     "callcenter_config agent set status 1001@pbx.test Available"},
    {"queue-add-paused",
     {.op = BH_PBX_OP_QUEUE_ADD, .request = R, .queue = "q", .member = "m", .paused = TRUE},
     {0},
     "callcenter_config agent add m Callback? ; callcenter_config tier add q m 1 1? ; "
     "callcenter_config agent set status m 'On Break'"},
    {"queue-pause",
     {.op = BH_PBX_OP_QUEUE_PAUSE,
      .request = R,
      .member = "1001@pbx.test",
      .paused = TRUE,
      .reason = "Lunch; 'rm'"},
     {0},
     "callcenter_config agent set status 1001@pbx.test 'On Break'"},
    {"queue-unpause",
     {.op = BH_PBX_OP_QUEUE_PAUSE, .request = R, .member = "1001@pbx.test"},
     {0},
     "callcenter_config agent set status 1001@pbx.test Available"},
    {"queue-remove",
     {.op = BH_PBX_OP_QUEUE_REMOVE, .request = R, .queue = "q", .member = "1001@pbx.test"},
     {0},
     "callcenter_config agent set status 1001@pbx.test 'Logged Out'"},
    {"queue-injection",
     {.op = BH_PBX_OP_QUEUE_REMOVE, .request = R, .queue = "q", .member = "m 'Available'\n"},
     {0},
     NULL,
     "member cannot be sent"},
    {"record-start",
     {.op = BH_PBX_OP_RECORD_START, .request = R, .leg = "a-1"},
     {0},
     "uuid_setvar_multi a-1 RECORD_APPEND=true? ; uuid_record a-1 start /rec/bellhop-a-1.wav"},
    {"record-pause",
     {.op = BH_PBX_OP_RECORD_PAUSE, .request = R, .leg = "a-1"},
     {0},
     "uuid_record a-1 mask /rec/bellhop-a-1.wav"},
    {"record-resume",
     {.op = BH_PBX_OP_RECORD_RESUME, .request = R, .leg = "a-1"},
     {0},
     "uuid_record a-1 unmask /rec/bellhop-a-1.wav"},
    {"record-stop",
     {.op = BH_PBX_OP_RECORD_STOP, .request = R, .leg = "a-1"},
     {0},
     "uuid_record a-1 stop /rec/bellhop-a-1.wav"},
    {"listen",
     {.op = BH_PBX_OP_LISTEN, .request = R, .leg = "a-1", .device = "user/1004@pbx.test"},
     {0},
     "originate {origination_uuid=bh-" R "," VARIABLES "}user/1004@pbx.test &eavesdrop(a-1)"},
    {"whisper",
     {.op = BH_PBX_OP_WHISPER, .request = R, .leg = "a-1", .device = "user/1004@pbx.test"},
     {0},
     "originate {origination_uuid=bh-" R "," VARIABLES
     ",eavesdrop_whisper_aleg=true}user/1004@pbx.test &eavesdrop(a-1)"},
    {"barge",
     {.op = BH_PBX_OP_BARGE, .request = R, .leg = "a-1", .device = "user/1004@pbx.test"},
     {0},
     "originate {origination_uuid=bh-" R "," VARIABLES "}user/1004@pbx.test &three_way(a-1)"},
    {"listen-injection",
     {.op = BH_PBX_OP_LISTEN, .request = R, .leg = "a) &system(id", .device = "user/1@p"},
     {0},
     NULL,
     "not one of FreeSWITCH"},
    {"no-such-op",
     {.op = BH_PBX_OP_N, .request = R},
     {0},
     NULL,
     "cannot do",
     BH_PBX_ERROR_UNSUPPORTED},
};

static BhEslConfig *
make_config (void)
{
  static const char *const allow[] = {"100[0-9]", "9[0-9]{3,}", NULL};
  static const char *const routes[] = {"100[0-9]=user/%s@pbx.test", NULL};
  BhEslConfig *config = bh_esl_config_new ("main", "localhost");
  g_free (config->dial_context);
  g_free (config->transfer_context);
  config->dial_context = g_strdup ("out");
  config->transfer_context = g_strdup ("transfers");
  config->secret = g_strdup ("secret");
  config->recordings = g_strdup ("/rec");
  config->dial_allow = g_strdupv ((char **) allow);
  config->routes = g_strdupv ((char **) routes);
  return config;
}

static BhEslPlan *
build (const BhEslConfig *config,
       const BhPbxCommand *command,
       const BhEslCall *call,
       GError **error)
{
  g_autoptr (GPtrArray) allowed = bh_link_patterns_new (config->dial_allow);
  g_autoptr (GPtrArray) routes = bh_esl_routes_new (config->routes, NULL);
  const BhEslOrders orders = {config, allowed, routes};
  return bh_esl_actions_build (command, call, &orders, error);
}

static char *
describe (const BhEslPlan *plan)
{
  GString *all = g_string_new (NULL);
  for (guint i = 0; i < plan->lines->len; i++)
    g_string_append_printf (all,
                            "%s%s%s%s",
                            i > 0 ? " ; " : "",
                            (const char *) plan->lines->pdata[i],
                            (plan->optional >> i & 1) != 0 ? "?" : "",
                            (plan->dependent >> i & 1) != 0 ? "!" : "");
  return g_string_free (all, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (BhEslConfig) config = make_config ();
  g_autoptr (GError) error = NULL;
  g_assert_true (bh_esl_config_check (config, NULL));
  g_autoptr (BhEslPlan) plan = build (config, &c->command, &c->call, &error);
  if (c->expected == NULL) {
    g_assert_null (plan);
    g_assert_nonnull (error);
    g_assert_nonnull (strstr (error->message, c->says));
    g_assert_error (error,
                    BH_PBX_ERROR,
                    (int) (c->code != BH_PBX_ERROR_WATCH_ONLY ? c->code : BH_PBX_ERROR_ARGUMENT));
    return;
  }
  g_assert_no_error (error);
  g_autofree char *built = describe (plan);
  g_assert_cmpstr (built, ==, c->expected);
}

/* ---- nothing that a person types becomes anything but itself ---- */

static char *
random_text (GRand *random, gboolean is_nasty)
{
  static const char *const pieces[] = {"{",
                                       "}",
                                       "[",
                                       "]",
                                       ",",
                                       "|",
                                       "&",
                                       "^^",
                                       "\n",
                                       "\r",
                                       "'",
                                       "\"",
                                       "\\",
                                       "$",
                                       "${x}",
                                       " ",
                                       ":_:",
                                       ";",
                                       "(",
                                       ")",
                                       "api ",
                                       "\n\n",
                                       "=",
                                       "%0a",
                                       "a",
                                       "1",
                                       "王",
                                       "\xff",
                                       "\xe2\x80\xa8",
                                       "!",
                                       "`",
                                       "<",
                                       "1002",
                                       "system",
                                       "é",
                                       "-",
                                       ".",
                                       "*",
                                       "#",
                                       "+"};
  GString *text = g_string_new (NULL);
  for (gint n = g_rand_int_range (random, 0, 12); n >= 0; n--)
    g_string_append (text,
                     pieces[g_rand_int_range (random, is_nasty ? 0 : 30, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

/* One line, whose parts are where they belong: what is between the words is ours. */
static void
assert_safe (const char *line)
{
  g_assert_null (strpbrk (line, "\n\r|[]^\\\"$`<"));
  g_assert_null (strstr (line, ":_:"));
  g_assert_true (g_utf8_validate (line, -1, NULL));
  const char *open = strchr (line, '{');
  const char *close = strchr (line, '}');
  if (open == NULL)
    return;
  g_assert_null (strchr (open + 1, '{'));
  g_assert_null (strchr (close + 1, '}'));
  g_assert_null (strchr (close, ','));
  g_auto (GStrv) words = g_strsplit (open, " ", -1);
  g_assert_cmpuint (g_strv_length (words), <=, 4);
  g_autofree char *variables = g_strndup (open + 1, (gsize) (close - open - 1));
  g_auto (GStrv) each = g_strsplit (variables, ",", -1);
  for (char **one = each; *one != NULL; one++) {
    g_auto (GStrv) parts = g_strsplit (*one, "=", -1);
    g_assert_cmpuint (g_strv_length (parts), ==, 2);
  }
}

static void
test_hostile (void)
{
  g_autoptr (BhEslConfig) config = make_config ();
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);
  guint built = 0;
  for (guint i = 0; i < 20000; i++) {
    gboolean nasty = i % 4 != 0;
    g_autofree char *leg = random_text (random, nasty);
    g_autofree char *number = random_text (random, nasty);
    g_autofree char *name = random_text (random, TRUE);
    g_autofree char *device = random_text (random, nasty);
    const BhPbxCommand command = {.op = (BhPbxOp) g_rand_int_range (random, 0, BH_PBX_OP_N),
                                  .request = R,
                                  .profile = BH_DEVICE_PROFILE_NOTIFY,
                                  .leg = leg,
                                  .number = i % 3 == 0 ? "1002" : number,
                                  .name = name,
                                  .reason = name,
                                  .queue = i % 2 == 0 ? "q" : device,
                                  .member = leg,
                                  .device = i % 2 == 0 ? "user/1@p" : device};
    const BhEslCall call = {.customer = leg, .consulted = device, .number = number};
    g_autoptr (BhEslPlan) plan = build (config, &command, &call, NULL);
    for (guint l = 0; plan != NULL && l < plan->lines->len; l++, built++)
      assert_safe (plan->lines->pdata[l]);
  }
  g_assert_cmpuint (built, >, 1000);
}

static void
test_words (void)
{
  static const char *const good[] =
      {"a", "a-1", "user/1001@pbx.test", "local_stream://moh", "#1*2+3", "支持@pbx", "é"};
  static const char *const bad[] = {
      "",      " ",    "a b",      "a\n",          "a\t",   "{", "}", "[", "]", ",", "|",
      "&",     "^^:a", "'",        "\"",           "\\",    "$", "(", ")", ";", "=", "%41",
      "a\x7f", "\xff", "\xc2\xa0", "\xe2\x80\xa8", "a:_:b", "!", "<", "`", "~"};
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (bh_esl_is_word (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (bh_esl_is_word (bad[i]));
  g_autofree char *longest = g_strnfill (BH_ESL_WRITER_MAX_WORD, 'x');
  g_autofree char *longer = g_strnfill (BH_ESL_WRITER_MAX_WORD + 1, 'x');
  g_assert_true (bh_esl_is_word (longest));
  g_assert_false (bh_esl_is_word (longer));
  g_assert_false (bh_esl_is_word (NULL));
}

static void
assert_bytes (GBytes *bytes, const char *expected)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);
  g_assert_cmpmem (data, length, expected, strlen (expected));
  g_bytes_unref (bytes);
}

static void
test_bytes (void)
{
  g_autoptr (GError) error = NULL;
  assert_bytes (bh_esl_writer_api ("uptime"), "api uptime\n\n");
  assert_bytes (bh_esl_writer_job ("uptime", "bh-boot"), "bgapi uptime\nJob-UUID: bh-boot\n\n");
  assert_bytes (bh_esl_writer_subscribe ("HEARTBEAT"), "event json HEARTBEAT\n\n");
  assert_bytes (bh_esl_writer_auth (NULL, "a b:c", NULL), "auth a b:c\n\n");
  assert_bytes (bh_esl_writer_auth ("cti@pbx", "pw", NULL), "userauth cti@pbx:pw\n\n");
  g_assert_null (bh_esl_writer_auth (NULL, "a\n\napi system id", &error));
  g_assert_error (error, BH_ESL_ERROR, BH_ESL_ERROR_VALUE);
  g_assert_null (bh_esl_writer_auth ("cti pbx", "pw", NULL));
}

static void
test_long_line (void)
{
  g_autoptr (BhEslWriter) writer = bh_esl_writer_new ("x");
  g_autofree char *word = g_strnfill (BH_ESL_WRITER_MAX_WORD, 'x');
  g_autoptr (GError) error = NULL;
  for (int i = 0; i < 8; i++)
    bh_esl_writer_word (writer, "word", word);
  g_assert_null (bh_esl_writer_finish (writer, &error));
  g_assert_error (error, BH_ESL_ERROR, BH_ESL_ERROR_VALUE);
}

static void
test_routes (void)
{
  static const char *const good[] = {"100[0-9]=user/%s@pbx.test",
                                     "0(?=1)[0-9]+=sofia/gateway/trunk/%s",
                                     NULL};
  static const char *const bad[] = {"=user/%s",
                                    "user/%s",
                                    "1=user/1001",
                                    "1=%s",
                                    "1=user/%s/%s",
                                    "(=user/%s",
                                    "1=user/%s,user/2",
                                    "1=user/%s &park"};
  g_autoptr (GPtrArray) routes = bh_esl_routes_new ((char **) good, NULL);
  g_autofree char *one = bh_esl_routes_find (routes, "1001");
  g_autofree char *two = bh_esl_routes_find (routes, "0123");
  g_assert_cmpstr (one, ==, "user/1001@pbx.test");
  g_assert_cmpstr (two, ==, "sofia/gateway/trunk/0123");
  g_assert_null (bh_esl_routes_find (routes, "10011"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    const char *const list[] = {bad[i], NULL};
    g_autoptr (GError) error = NULL;
    g_assert_null (bh_esl_routes_new ((char **) list, &error));
    g_assert_error (error, BH_ESL_ERROR, BH_ESL_ERROR_CONFIG);
    g_assert_nonnull (strstr (error->message, bad[i]));
  }
}

static void
assert_refused (BhEslConfig *config, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (bh_esl_config_check (config, &error));
  g_assert_error (error, BH_ESL_ERROR, BH_ESL_ERROR_CONFIG);
  g_assert_nonnull (strstr (error->message, says));
}

static void
replace (char **at, const char *value)
{
  g_free (*at);
  *at = g_strdup (value);
}

static void
test_config (void)
{
  g_autoptr (BhEslConfig) config = make_config ();
  replace (&config->secret, "ClueCon");
  assert_refused (config, "insecure = yes");
  config->insecure = TRUE;
  g_assert_true (bh_esl_config_check (config, NULL));
  replace (&config->recordings, "/my recordings");
  assert_refused (config, "/my recordings");
  replace (&config->recordings, NULL);
  replace (&config->dial_context, "");
  assert_refused (config, "context");
  replace (&config->dial_context, "out");
  replace (&config->dial_allow[0], "([0-9]");
  assert_refused (config, "([0-9]");
  replace (&config->dial_allow[0], "1");
  replace (&config->routes[0], "nonsense");
  assert_refused (config, "nonsense");
  replace (&config->secret, NULL);
  assert_refused (config, "password");
  config->port = 0;
  assert_refused (config, "port");
}

static void
test_needed (void)
{
  g_autoptr (BhEslConfig) config = make_config ();
  g_assert_cmpstr (bh_esl_actions_needed (BH_PBX_OP_HOLD, BH_DEVICE_PROFILE_NOTIFY, config),
                   ==,
                   "uuid_phone_event");
  g_assert_cmpstr (bh_esl_actions_needed (BH_PBX_OP_HOLD, BH_DEVICE_PROFILE_MANUAL, config),
                   ==,
                   "uuid_hold");
  g_assert_cmpstr (bh_esl_actions_needed (BH_PBX_OP_RECORD_STOP, BH_DEVICE_PROFILE_MANUAL, config),
                   ==,
                   "uuid_record");
  replace (&config->recordings, NULL);
  g_assert_null (bh_esl_actions_needed (BH_PBX_OP_RECORD_STOP, BH_DEVICE_PROFILE_MANUAL, config));
  g_assert_null (bh_esl_actions_needed (BH_PBX_OP_N, BH_DEVICE_PROFILE_MANUAL, config));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/pbx/esl/actions/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/pbx/esl/actions/hostile", test_hostile);
  g_test_add_func ("/pbx/esl/actions/needed", test_needed);
  g_test_add_func ("/pbx/esl/actions/config", test_config);
  g_test_add_func ("/pbx/esl/writer/words", test_words);
  g_test_add_func ("/pbx/esl/writer/bytes", test_bytes);
  g_test_add_func ("/pbx/esl/writer/long-line", test_long_line);
  g_test_add_func ("/pbx/esl/route/routes", test_routes);
  return g_test_run ();
}
