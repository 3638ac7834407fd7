/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-normalize.h"

#include <string.h>

#include "server/pbx/esl/esl-own.h"
#include "server/pbx/esl/esl-parser.h"

/* Station 3 told in short: an event is a line of "Name: value" pairs with ; between them, an answer
 * to api a text, and what comes out one line an event, without the PBX's own times. */

#define NOW_US (G_GINT64_CONSTANT (1795296417) * G_USEC_PER_SEC)

static GString *logged;

static GLogWriterOutput
keep_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0)
      g_string_append_printf (logged, "%s\n", (const char *) fields[i].value);
  return G_LOG_WRITER_HANDLED;
}

typedef struct {
  BhEslParser *parser;
  BhEslNormalize *normalize;
  GString *told;
} World;

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  World *world = data;
  BhPbxEvent without_time = *event;
  without_time.at_us = 0;
  bh_pbx_event_describe (&without_time, world->told);
  g_string_append_c (world->told, '\n');
}

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);
  world->parser = bh_esl_parser_new (NULL);
  world->normalize = bh_esl_normalize_new (on_event, world);
  world->told = g_string_new (NULL);
  return world;
}

static void
world_free (World *world)
{
  bh_esl_normalize_free (world->normalize);
  bh_esl_parser_free (world->parser);
  g_string_free (world->told, TRUE);
  g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static void
feed (World *world, const char *bytes)
{
  BhEslMessage *message;
  gsize length = strlen (bytes);
  while (length > 0) {
    gsize taken = bh_esl_parser_feed (world->parser, bytes, length);
    while ((message = bh_esl_parser_next (world->parser)) != NULL)
      bh_esl_normalize_feed (world->normalize, message, NOW_US);
    bytes += taken;
    length -= taken;
  }
}

/* "CHANNEL_X; Unique-ID: a" as an event of the plain format. */
static void
say (World *world, const char *pairs)
{
  g_auto (GStrv) parts = g_strsplit (pairs, "; ", -1);
  gboolean is_custom = strstr (parts[0], "::") != NULL;
  g_autofree char *rest = g_strjoinv ("\n", parts + 1);
  /* an event with a body of its own ends with it */
  const char *end = strstr (rest, "\n\n") != NULL ? "" : "\n\n";
  g_autofree char *body = g_strdup_printf ("Event-Name: %s%s\nCore-UUID: boot-1\n%s%s",
                                           is_custom ? "CUSTOM\nEvent-Subclass: " : "",
                                           parts[0],
                                           rest,
                                           end);
  g_autofree char *frame =
      g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT "\nContent-Type: text/event-plain\n\n%s",
                       strlen (body),
                       body);
  feed (world, frame);
}

static void
answer (World *world, const char *text)
{
  g_autofree char *frame =
      g_strdup_printf ("Content-Type: api/response\nContent-Length: %" G_GSIZE_FORMAT "\n\n%s",
                       strlen (text),
                       text);
  feed (world, frame);
}

/* What was told since the last look has these lines, in this order, among others. */
static void
expect (World *world, const char *const *lines)
{
  const char *at = world->told->str;
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *found = strstr (at, lines[i]);
    if (found == NULL)
      g_test_message ("not told: %s\nin:\n%s", lines[i], at);
    g_assert_nonnull (found);
    at = found + strlen (lines[i]);
  }
  g_string_truncate (world->told, 0);
}

#define EXPECT(world, ...) expect (world, (const char *const[]){__VA_ARGS__, NULL})

static void
never (World *world, const char *word)
{
  if (strstr (world->told->str, word) != NULL)
    g_test_message ("told:\n%s", world->told->str);
  g_assert_null (strstr (world->told->str, word));
}

/* ---- building blocks: a customer, and agents' phones */

static void
customer_comes (World *world)
{
  say (world,
       "CHANNEL_CREATE; Unique-ID: c; Channel-Name: sofia/external/138@10.0.0.1; Call-Direction: "
       "inbound; Answer-State: ringing; Caller-Caller-ID-Number: 13800138000; "
       "Caller-Caller-ID-Name: %E7%8E%8B; Caller-Destination-Number: 4000; Caller-Context: public; "
       "Event-Date-Timestamp: 1000000");
}

static void
phone_is_rung (World *world, const char *uuid, const char *number, const char *more)
{
  g_autofree char *event = g_strdup_printf (
      "CHANNEL_CREATE; Unique-ID: %s; Channel-Name: sofia/internal/%s@10.0.0.9; "
      "Channel-Presence-ID: %s@pbx.test; Call-Direction: outbound; Answer-State: ringing; "
      "Caller-Caller-ID-Number: 13800138000; Caller-Destination-Number: %s; "
      "Event-Date-Timestamp: 2000000%s",
      uuid,
      number,
      number,
      number,
      more);
  say (world, event);
}

static void
answers (World *world, const char *uuid)
{
  g_autofree char *event =
      g_strdup_printf ("CHANNEL_ANSWER; Unique-ID: %s; Answer-State: answered", uuid);
  say (world, event);
}

static void
joined (World *world, const char *a, const char *b)
{
  g_autofree char *event =
      g_strdup_printf ("CHANNEL_BRIDGE; Unique-ID: %s; Answer-State: answered; "
                       "Bridge-A-Unique-ID: %s; Bridge-B-Unique-ID: %s",
                       a,
                       a,
                       b);
  say (world, event);
}

static void
parted (World *world, const char *a, const char *b)
{
  g_autofree char *event = g_strdup_printf (
      "CHANNEL_UNBRIDGE; Unique-ID: %s; Bridge-A-Unique-ID: %s; Bridge-B-Unique-ID: %s",
      a,
      a,
      b);
  say (world, event);
}

static void
hangs_up (World *world, const char *uuid, const char *cause, const char *disposition)
{
  g_autofree char *begins =
      g_strdup_printf ("CHANNEL_HANGUP; Unique-ID: %s; Answer-State: hangup; Hangup-Cause: %s",
                       uuid,
                       cause);
  g_autofree char *ends =
      g_strdup_printf ("CHANNEL_HANGUP_COMPLETE; Unique-ID: %s; Answer-State: hangup; "
                       "Hangup-Cause: %s; variable_sip_hangup_disposition: %s",
                       uuid,
                       cause,
                       disposition);
  say (world, begins);
  say (world, ends);
}

/* They talk. */
static World *
world_with_a_talk (void)
{
  World *world = world_new ();
  customer_comes (world);
  phone_is_rung (world, "a", "1001", "; Other-Leg-Unique-ID: c");
  answers (world, "a");
  joined (world, "c", "a");
  g_string_truncate (world->told, 0);
  return world;
}

/* ---- the table */

/* What is asked for is what a rule takes; what comes ten times a call is not. */
static void
test_subscription (void)
{
  g_auto (GStrv) asked = g_strsplit (bh_esl_normalize_get_subscription (), " ", -1);
  const char *const *names = (const char *const *) asked;
  guint custom = g_strv_length (asked);
  for (guint i = 0; asked[i] != NULL; i++) {
    if (strcmp (asked[i], "CUSTOM") == 0)
      custom = i;
    g_assert_cmpint (strstr (asked[i], "::") != NULL, ==, i > custom);
  }
  g_assert_true (g_strv_contains (names, "CHANNEL_HANGUP"));
  g_assert_true (g_strv_contains (names, "callcenter::info"));
  g_assert_false (g_strv_contains (names, "CHANNEL_EXECUTE"));
  g_assert_false (g_strv_contains (names, "CHANNEL_STATE"));
}

static void
test_link (void)
{
  g_autoptr (World) world = world_new ();
  say (world, "HEARTBEAT");
  EXPECT (world, "link_up text=boot-1\n");
  customer_comes (world);
  EXPECT (world, "leg_new leg=c");
  g_assert_cmpstr (bh_esl_normalize_get_boot (world->normalize), ==, "boot-1");
  feed (world, "Content-Type: auth/request\n\n");
  EXPECT (world, "link_down text=\"The connection to the PBX ended");
  say (world, "SHUTDOWN");
  bh_esl_normalize_link_down (world->normalize, "gone");
  never (world, "gone");
}

/* The hang-ups that a shutdown causes come behind it. */
static void
test_shutdown (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  say (world, "SHUTDOWN");
  hangs_up (world, "a", "SYSTEM_SHUTDOWN", "send_bye");
  EXPECT (world,
          "link_down text=\"The PBX is being shut down.\"",
          "leg_hangup_asked",
          "leg_ended leg=a");
  bh_esl_normalize_link_down (world->normalize, "gone");
  never (world, "gone");
}

/* ---- legs */

static void
test_call (void)
{
  g_autoptr (World) world = world_new ();
  customer_comes (world);
  phone_is_rung (world, "a", "1001", "; Other-Leg-Unique-ID: c");
  say (world, "CHANNEL_PROGRESS; Unique-ID: a; Answer-State: ringing");
  answers (world, "a");
  answers (world, "c");
  joined (world, "c", "a");
  EXPECT (world,
          "leg_new leg=c call=c device=sofia/external number=13800138000 name=王 dialed=4000 "
          "context=public leg_state=dialing incoming=1\n",
          "leg_new leg=a call=c device=user/1001@pbx.test number=1001 peer_number=13800138000",
          "known_phone=1\n",
          "dial_began leg=c call=c device=sofia/external dialed=user/1001@pbx.test other_leg=a",
          "device_state device=user/1001@pbx.test device_state=ringing\n",
          "leg_changed leg=a call=c device=user/1001@pbx.test leg_state=ringing\n",
          "dial_ended other_leg=a other_call=c other_device=user/1001@pbx.test "
          "dial_result=answered\n",
          "device_state device=user/1001@pbx.test device_state=in_use\n",
          "bridge_entered leg=c call=c device=sofia/external bridge=c:a text=basic\n",
          "bridge_entered leg=a call=c device=user/1001@pbx.test bridge=c:a text=basic\n");
  hangs_up (world, "a", "NORMAL_CLEARING", "recv_bye");
  EXPECT (world,
          "leg_hangup_asked leg=a call=c device=user/1001@pbx.test cause=16 by_party=1\n",
          "leg_ended leg=a call=c device=user/1001@pbx.test cause=16\n",
          "device_state device=user/1001@pbx.test device_state=idle\n");
}

/* The one who is told goodbye may end first. */
static void
test_who_hung_up (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  say (world, "CHANNEL_HANGUP; Unique-ID: a; Hangup-Cause: NORMAL_CLEARING");
  hangs_up (world, "c", "NORMAL_CLEARING", "send_bye");
  EXPECT (world,
          "leg_hangup_asked leg=a call=c device=user/1001@pbx.test cause=16 by_party=1\n",
          "leg_ended leg=c");
}

/* Whose partner was taken away did not hang up. */
static void
test_taken_away (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  hangs_up (world, "a", "NORMAL_CLEARING", "send_bye");
  never (world, "leg_hangup_asked");
  EXPECT (world, "bridge_left leg=c", "leg_ended leg=a");
}

/* uuid_transfer -bleg: the customer's next leg may be told of before the end of the talk. */
static void
test_transferred_before_unbridge (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  phone_is_rung (world, "b", "1002", "; Other-Leg-Unique-ID: c");
  never (world, "leg_held");
  EXPECT (world,
          "dial_began leg=c call=c device=sofia/external dialed=user/1002@pbx.test other_leg=b",
          "bridge_left leg=c call=c device=sofia/external bridge=c:a");
  say (world, "CHANNEL_UNBRIDGE; Unique-ID: c; Bridge-A-Unique-ID: c; Bridge-B-Unique-ID: a");
  EXPECT (world, "bridge_left leg=a call=c device=user/1001@pbx.test bridge=c:a");
}

/* The integrator's agent has a name of its own; who signs in is its phone. */
static void
test_agent_at_a_phone (void)
{
  g_autoptr (World) world = world_new ();
  answer (world,
          "name|instance_id|uuid|type|contact|status|state\n"
          "zoe|single_box||callback|user/1001@pbx.test|Logged Out|Waiting\n"
          "support-anna|single_box||callback|[leg_timeout=8]user/1001@pbx.test|Available|Waiting\n"
          "1002@pbx.test|single_box||callback||Available|Waiting\n+OK\n");
  answer (world,
          "queue|agent|state|level|position\nsupport@pbx.test|support-anna|Ready|4|1\n+OK\n");
  say (world, "HEARTBEAT");
  EXPECT (world,
          "member_added device=user/1001@pbx.test queue=support@pbx.test member=support-anna "
          "device_state=idle penalty=3 paused=no");
#define AT(phone) bh_esl_normalize_agent_at (world->normalize, phone)
  g_assert_cmpstr (AT ("user/1001@pbx.test"), ==, "support-anna");
  g_assert_cmpstr (AT ("user/1002@pbx.test"), ==, "1002@pbx.test");
  g_assert_null (AT ("user/1003@pbx.test"));
}

static void
test_dial_results (void)
{
  static const struct {
    const char *cause, *disposition, *told;
  } rows[] = {
      {"USER_BUSY", "recv_refuse", "dial_result=busy"},
      {"NO_ANSWER", "send_cancel", "dial_result=no_answer"},
      {"CALL_REJECTED", "recv_refuse", "dial_result=rejected"},
      {"ORIGINATOR_CANCEL", "send_cancel", "dial_result=cancelled"},
      {"UNALLOCATED_NUMBER", "recv_refuse", "dial_result=unavailable"},
      {"SUBSCRIBER_ABSENT", "", "dial_result=unavailable"},
      {"NORMAL_TEMPORARY_FAILURE", "recv_refuse", "dial_result=congestion"},
      {"WHO_KNOWS", "recv_refuse", "dial_result=congestion"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (World) world = world_new ();
    phone_is_rung (world, "a", "1001", "");
    hangs_up (world, "a", rows[i].cause, rows[i].disposition);
    EXPECT (world, "dial_began dialed=user/1001@pbx.test other_leg=a", rows[i].told, "leg_ended");
  }
}

/* A leg that failed at once: its hang-up comes before its creation, which says "hangup" then. */
static void
test_hangup_before_create (void)
{
  g_autoptr (World) world = world_new ();
  say (world, "CHANNEL_HANGUP; Unique-ID: a; Hangup-Cause: DESTINATION_OUT_OF_ORDER");
  say (world,
       "CHANNEL_CREATE; Unique-ID: a; Channel-Name: sofia/internal/1001@x; Call-Direction: "
       "outbound; Answer-State: hangup");
  say (world, "CHANNEL_HANGUP_COMPLETE; Unique-ID: a; Hangup-Cause: DESTINATION_OUT_OF_ORDER");
  never (world, "leg_");
}

static void
test_names (void)
{
  static const struct {
    const char *sent, *told;
  } rows[] = {
      {"50%25+VIP%3A%20a%3Db", " name=\"50%+VIP: a=b\" "},
      {"13800138000", " name=\"\" "},
      {"a%0Ab%09c", " name=\"a b c\" "},
      {"%F0%9F%99%82", " name=🙂 "},
      {"anonymous", " name=\"\" "},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (World) world = world_new ();
    g_autofree char *event =
        g_strdup_printf ("CHANNEL_CREATE; Unique-ID: c; Channel-Name: sofia/external/1; "
                         "Call-Direction: inbound; Caller-Caller-ID-Number: 13800138000; "
                         "Caller-Caller-ID-Name: %s; Caller-Destination-Number: 1",
                         rows[i].sent);
    say (world, event);
    EXPECT (world, rows[i].told);
  }
}

static void
test_hold (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  say (world, "CHANNEL_HOLD; Unique-ID: a");
  say (world, "CHANNEL_HOLD; Unique-ID: a");
  say (world, "CHANNEL_UNHOLD; Unique-ID: a");
  EXPECT (world,
          "leg_held leg=a",
          "device_state=held\n",
          "leg_retrieved leg=a",
          "device_state=in_use\n");
}

static void
test_digit_and_data (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  say (world, "DTMF; Unique-ID: c; DTMF-Digit: %23");
  say (world,
       "CHANNEL_BRIDGE; Unique-ID: c; Bridge-A-Unique-ID: c; Bridge-B-Unique-ID: a; "
       "variable_bellhop_order: A-2026%3A%20%E7%8E%8B; variable_other: x");
  EXPECT (world,
          "leg_digit leg=c",
          " text=#\n",
          "attached_data leg=c",
          "name=order text=\"A-2026: 王\"");
}

static void
test_loopback (void)
{
  g_autoptr (World) world = world_new ();
  say (world,
       "CHANNEL_CREATE; Unique-ID: x; Channel-Name: loopback/1002-a; Call-Direction: outbound");
  say (world,
       "CHANNEL_CREATE; Unique-ID: y; Channel-Name: loopback/1002-b; Call-Direction: inbound; "
       "variable_other_loopback_leg_uuid: x");
  EXPECT (world,
          "leg_new leg=x call=x device=loopback/1002",
          "local_half=1\n",
          "leg_new leg=y call=x device=loopback/1002",
          "local_paired leg=y call=x device=loopback/1002 other_leg=x");
}

/* ---- what is dropped */

static void
test_missing_headers (void)
{
  static const char *const broken[] = {
      "CHANNEL_CREATE; Channel-Name: x",
      "CHANNEL_CREATE; Unique-ID: z",
      "CHANNEL_ANSWER; Answer-State: answered",
      "CHANNEL_BRIDGE; Unique-ID: c; Bridge-A-Unique-ID: c",
      "CHANNEL_UNBRIDGE; Unique-ID: c",
      "CHANNEL_HOLD; Channel-Name: x",
      "CHANNEL_HANGUP; Hangup-Cause: x",
      "CHANNEL_HANGUP_COMPLETE; Hangup-Cause: x",
      "CHANNEL_PARK; Channel-Name: x",
      "DTMF; Unique-ID: c",
      "RECORD_START; Record-File-Path: x",
      "BACKGROUND_JOB; Job-Command: x",
      "callcenter::info; CC-Queue: q",
      "callcenter::info; CC-Action: member-queue-start; CC-Queue: q",
      "callcenter::info; CC-Action: agent-status-change; CC-Agent-Status: On%20Break",
      "callcenter::info; CC-Action: agent-status-change; CC-Agent: a@b; CC-Agent-Status: Bogus",
      "conference::maintenance; Action: add-member; Unique-ID: c",
      "valet_parking::info; Unique-ID: c",
      "sofia::register; to-user: 1001",
  };
  g_autoptr (World) world = world_with_a_talk ();
  g_string_truncate (logged, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    say (world, broken[i]);
  guint n_lines = 0;
  for (const char *at = logged->str; (at = strchr (at, '\n')) != NULL; at++)
    n_lines++;
  g_assert_cmpuint (n_lines, ==, 15); /* one for each kind of event */
  g_assert_cmpstr (world->told->str, ==, "");
  g_assert_cmpuint (bh_esl_normalize_get_stats (world->normalize)->broken,
                    ==,
                    G_N_ELEMENTS (broken));
  say (world, "CHANNEL_HOLD; Unique-ID: a");
  EXPECT (world, "leg_held leg=a");
}

/* ---- transfers */

static void
test_attended_by_phone (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  say (world, "CHANNEL_HOLD; Unique-ID: a");
  say (world,
       "CHANNEL_CREATE; Unique-ID: b; Channel-Name: sofia/internal/1001@pbx.test; "
       "Channel-Presence-ID: 1001@pbx.test; Call-Direction: inbound; "
       "Caller-Destination-Number: 1002; Event-Date-Timestamp: 3000000");
  phone_is_rung (world, "d", "1002", "; Other-Leg-Unique-ID: b; Event-Date-Timestamp: 3000000");
  answers (world, "d");
  joined (world, "b", "d");
  parted (world, "b", "d");
  hangs_up (world, "b", "NORMAL_CLEARING", "send_bye");
  hangs_up (world, "a", "NORMAL_CLEARING", "send_bye");
  parted (world, "c", "a");
  g_string_truncate (world->told, 0);
  joined (world, "c", "d");
  EXPECT (world,
          "bridge_entered leg=c call=c",
          "bridge_entered leg=d call=c",
          "transfer_attended leg=a call=c device=user/1001@pbx.test other_leg=c",
          "target_leg=d bridge=c:d text=bridge\n");
}

/* A CTI parks both, rings another phone for the agent, joins those, then the customer. */
static void
test_attended_by_command (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  parted (world, "c", "a");
  say (world, "CHANNEL_PARK; Unique-ID: c");
  say (world, "CHANNEL_PARK; Unique-ID: a");
  EXPECT (world, "bridge_left leg=c", "bridge_left leg=a", "leg_held leg=a");
  phone_is_rung (world, "d", "1002", "; variable_bellhop_consult_of: a");
  answers (world, "d");
  say (world, "CHANNEL_PARK; Unique-ID: d");
  joined (world, "a", "d");
  never (world, "parked");
  EXPECT (world, "leg_new leg=d call=c", "dial_began leg=a", "bridge_entered leg=a");
  parted (world, "a", "d");
  joined (world, "c", "d");
  EXPECT (world,
          "bridge_entered leg=c call=c",
          "leg_retrieved leg=a",
          "transfer_attended leg=a",
          "target_leg=d");
}

/* att_xfer dials from within the talk, and comes back to it. */
static void
test_consult_within_the_bridge (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  phone_is_rung (world, "d", "1002", "; Other-Leg-Unique-ID: a");
  EXPECT (world, "dial_began leg=a", "leg_held leg=a");
  answers (world, "d");
  joined (world, "a", "d");
  EXPECT (world, "bridge_entered leg=a call=c device=user/1001@pbx.test bridge=a:d");
  parted (world, "a", "d");
  EXPECT (world,
          "bridge_left leg=a",
          "bridge_entered leg=a call=c device=user/1001@pbx.test bridge=c:a",
          "leg_retrieved leg=a");
  phone_is_rung (world, "e", "1003", "; Other-Leg-Unique-ID: a");
  EXPECT (world, "leg_held leg=a");
  hangs_up (world, "e", "USER_BUSY", "recv_refuse");
  EXPECT (world, "dial_result=busy", "leg_retrieved leg=a", "leg_ended leg=e");
}

/* ---- parking, conferences, listening in, recording */

static void
test_parking (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  hangs_up (world, "a", "NORMAL_CLEARING", "send_bye");
  say (world, "CHANNEL_PARK; Unique-ID: c");
  EXPECT (world, "leg_ended leg=a", "parked leg=c", "text=\"\"\n");
  phone_is_rung (world, "d", "1002", "");
  answers (world, "d");
  joined (world, "c", "d");
  EXPECT (world, "unparked leg=c", "other_leg=d", "bridge_entered leg=c");
  parted (world, "c", "d");
  say (world, "valet_parking::info; Unique-ID: c; Action: hold; Valet-Extension: 6001");
  EXPECT (world, "parked leg=c", "text=6001\n");
  say (world, "valet_parking::info; Unique-ID: c; Action: bridge; Bridge-To-UUID: d");
  EXPECT (world, "unparked leg=c", "other_leg=d");
  say (world, "valet_parking::info; Unique-ID: c; Action: hold; Valet-Extension: 6001");
  say (world, "valet_parking::info; Unique-ID: c; Action: exit");
  EXPECT (world, "parked leg=c", "park_given_up leg=c");
}

/* Who never talked is in the dialplan's hands. */
static void
test_park_of_the_dialplan (void)
{
  g_autoptr (World) world = world_new ();
  customer_comes (world);
  say (world, "CHANNEL_PARK; Unique-ID: c");
  never (world, "parked");
}

static void
test_conference (void)
{
  g_autoptr (World) world = world_new ();
  customer_comes (world);
  say (world, "conference::maintenance; Unique-ID: c; Action: add-member; Conference-Name: 3000");
  say (world, "conference::maintenance; Unique-ID: c; Action: mute-member; Conference-Name: 3000");
  say (world, "conference::maintenance; Unique-ID: c; Action: del-member; Conference-Name: 3000");
  EXPECT (world,
          "conference_joined leg=c call=c device=sofia/external bridge=conference:3000 text=3000\n",
          "bridge_entered leg=c call=c device=sofia/external bridge=conference:3000 text=base\n",
          "conference_left leg=c",
          "bridge_left leg=c");
}

static void
test_listening_in (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  phone_is_rung (world, "s", "1004", "");
  answers (world, "s");
  say (world,
       "BACKGROUND_JOB; Job-UUID: bh-dial-7; Job-Command: originate; Job-Command-Arg: "
       "user/1004@pbx.test%20%26eavesdrop(a); Content-Length: 6\n\n+OK s\n");
  EXPECT (world,
          "spy_started leg=s",
          "other_leg=a",
          "originate_done",
          "leg=s",
          "request=7",
          "ok=1");
  hangs_up (world, "s", "NORMAL_CLEARING", "recv_bye");
  EXPECT (world, "spy_stopped leg=s", "leg_ended leg=s");
}

static void
test_recording (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  say (world, "RECORD_START; Unique-ID: c; Record-File-Path: /rec/a.wav");
  say (world,
       "BACKGROUND_JOB; Job-UUID: 1; Job-Command: uuid_record; Job-Command-Arg: "
       "c%20mask%20/rec/a.wav; Content-Length: 12\n\n+OK Success\n");
  say (world,
       "BACKGROUND_JOB; Job-UUID: 2; Job-Command: uuid_record; Job-Command-Arg: "
       "c%20unmask%20/rec/a.wav; Content-Length: 7\n\n-ERR x\n");
  say (world, "RECORD_STOP; Unique-ID: c; Record-File-Path: /rec/a.wav");
  never (world, "recording_resumed");
  EXPECT (world,
          "recording_started leg=c",
          "recording_paused leg=c",
          "command_done text=\"+OK Success\" request=1 ok=1\n",
          "command_done text=\"-ERR x\" request=2\n",
          "recording_stopped leg=c");
}

/* ---- jobs */

static void
test_jobs (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  say (world, "BACKGROUND_JOB; Job-UUID: bh-step-1-9; Job-Command: x; Content-Length: 4\n\n+OK\n");
  never (world, "done");
  feed (
      world,
      "Content-Type: command/reply\nReply-Text: +OK Job-UUID: bh-dial-9\nJob-UUID: bh-dial-9\n\n");
  EXPECT (world, "command_done", "request=9", "ok=1\n");
  say (world,
       "BACKGROUND_JOB; Job-UUID: bh-dial-9; Job-Command: originate; Content-Length: 15\n\n"
       "-ERR USER_BUSY\n");
  EXPECT (world, "originate_done text=\"-ERR USER_BUSY\" request=9 dial_result=busy cause=17\n");
  say (world, "BACKGROUND_JOB; Job-UUID: never-heard-of; Job-Command: status");
  EXPECT (world, "command_done", "request=never-heard-of", "ok=1\n");
}

/* ---- queues */

#define IN_QUEUE  "; CC-Queue: q@x; CC-Member-Session-UUID: c"
#define FOR_AGENT IN_QUEUE "; CC-Agent: 1001@pbx.test; CC-Agent-UUID: a"

static World *
world_with_an_offer (void)
{
  World *world = world_new ();
  customer_comes (world);
  say (world,
       "callcenter::info; CC-Action: member-queue-start; Unique-ID: c; "
       "Caller-Destination-Number: 4000" IN_QUEUE);
  say (world, "callcenter::info; CC-Action: agent-offering" FOR_AGENT);
  phone_is_rung (world,
                 "a",
                 "1001",
                 "; variable_cc_side: agent; variable_cc_queue: q@x; "
                 "variable_cc_agent: 1001@pbx.test; "
                 "variable_cc_member_session_uuid: c");
  return world;
}

static void
test_queue_answered (void)
{
  g_autoptr (World) world = world_with_an_offer ();
  answers (world, "a");
  say (world, "callcenter::info; CC-Action: bridge-agent-start; Unique-ID: a" FOR_AGENT);
  joined (world, "c", "a");
  EXPECT (world,
          "queue_joined leg=c call=c device=sofia/external dialed=4000 queue=q@x\n",
          "member_added device=user/1001@pbx.test queue=q@x member=1001@pbx.test",
          "leg_new leg=a call=c",
          "offer_began leg=c call=c device=sofia/external other_leg=a other_call=c "
          "other_device=user/1001@pbx.test queue=q@x member=1001@pbx.test\n",
          "dial_began leg=c",
          "queue_left leg=c",
          "offer_answered leg=c",
          "bridge_entered leg=c");
  hangs_up (world, "a", "NORMAL_CLEARING", "recv_bye");
  say (world,
       "callcenter::info; CC-Action: bridge-agent-end; Unique-ID: a; "
       "variable_sip_hangup_disposition: recv_bye" FOR_AGENT);
  say (world, "callcenter::info; CC-Action: member-queue-end; CC-Cause: Terminated" IN_QUEUE);
  EXPECT (world, "leg_ended leg=a", "offer_completed leg=c", "text=agent\n");
  never (world, "queue_");
}

static void
test_queue_abandoned (void)
{
  g_autoptr (World) world = world_with_an_offer ();
  say (world, "CHANNEL_HANGUP; Unique-ID: c; Hangup-Cause: NORMAL_CLEARING");
  say (world,
       "callcenter::info; CC-Action: member-queue-end; CC-Cause: Cancel; CC-Cancel-Reason: "
       "BREAK_OUT; Unique-ID: c; Caller-Destination-Number: 4000" IN_QUEUE);
  EXPECT (world,
          "leg_hangup_asked leg=c",
          "by_party=1",
          "queue_abandoned leg=c",
          "queue_left leg=c");
}

static void
test_queue_timeout (void)
{
  g_autoptr (World) world = world_with_an_offer ();
  say (world,
       "callcenter::info; CC-Action: member-queue-end; CC-Cause: Cancel; CC-Cancel-Reason: "
       "TIMEOUT; Unique-ID: c; Caller-Destination-Number: 4000" IN_QUEUE);
  never (world, "leg_hangup_asked");
  EXPECT (world,
          "queue_abandoned leg=c call=c device=sofia/external dialed=4000",
          "queue_left leg=c");
}

static void
test_agent_status (void)
{
  g_autoptr (World) world = world_with_an_offer ();
  say (world,
       "callcenter::info; CC-Action: agent-status-change; CC-Agent: 1001@pbx.test; "
       "CC-Agent-Status: On%20Break");
  EXPECT (world, "member_changed device=user/1001@pbx.test queue=q@x", "paused=yes");
  say (world,
       "callcenter::info; CC-Action: agent-status-change; CC-Agent: 1001@pbx.test; "
       "CC-Agent-Status: Logged%20Out");
  EXPECT (world, "member_removed device=user/1001@pbx.test queue=q@x");
  say (world,
       "callcenter::info; CC-Action: agent-status-change; CC-Agent: 1001@pbx.test; "
       "CC-Agent-Status: Available%20(On%20Demand)");
  EXPECT (world, "member_added device=user/1001@pbx.test queue=q@x", "paused=no");
}

static void
test_registrations (void)
{
  g_autoptr (World) world = world_new ();
  say (world, "sofia::register; to-user: 1001; to-host: pbx.test");
  say (world, "sofia::expire; user: 1001; username: 1001; realm: pbx.test");
  say (world, "sofia::register; from-user: 1001; from-host: pbx.test");
  EXPECT (world, "device_state=idle\n", "device_state=unreachable\n", "device_state=idle\n");
}

/* ---- lists */

#define AGENTS                                                                                     \
  "name|instance_id|uuid|type|contact|status|state\n"                                              \
  "1001@pbx.test|single_box||callback|[leg_timeout=8]user/1001@pbx.test|Available|%s\n"            \
  "1002@pbx.test|single_box||callback|user/1002@pbx.test|Logged Out|Waiting\n+OK\n"
#define TIERS                                                                                      \
  "queue|agent|state|level|position\nq@x|1001@pbx.test|Ready|1|1\nq@x|1002@pbx.test|Ready|1|2\n+"  \
  "OK\n"
#define CHANNELS                                                                                   \
  "{\"row_count\":2,\"rows\":["                                                                    \
  "{\"uuid\":\"c\",\"direction\":\"inbound\",\"created_epoch\":\"1795296400\",\"name\":"           \
  "\"sofia/external/138@10.0.0.1\",\"cid_name\":\"王\",\"cid_num\":\"138\",\"dest\":\"4000\","    \
  "\"presence_id\":\"\",\"callstate\":\"ACTIVE\",\"call_uuid\":\"c\"},"                            \
  "{\"uuid\":\"a\",\"direction\":\"outbound\",\"created_epoch\":\"1795296410\",\"name\":"          \
  "\"sofia/internal/1001@10.0.0.9\",\"cid_num\":\"138\",\"dest\":\"1001\",\"presence_id\":"        \
  "\"1001@pbx.test\",\"callstate\":\"HELD\",\"call_uuid\":\"c\"}]}"
#define CALLS                                                                                      \
  "{\"row_count\":1,\"rows\":[{\"uuid\":\"c\",\"callstate\":\"ACTIVE\",\"b_uuid\":\"a\"}]}"
#define MEMBERS                                                                                    \
  "queue|instance_id|uuid|session_uuid|cid_number|cid_name|joined_epoch|state\n%s\n+OK\n"

static void
own_begins (World *world)
{
  say (world, "BACKGROUND_JOB; Job-UUID: bh-boot");
  answer (world, BH_ESL_MARK_BEGIN);
}

static void
test_snapshot (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *agents = g_strdup_printf (AGENTS, "In a queue call");
  own_begins (world);
  answer (world, BH_ESL_LIST_CHANNELS);
  answer (world, CHANNELS);
  answer (world, CALLS);
  answer (world, agents);
  answer (world, TIERS);
  g_assert_cmpstr (world->told->str, ==, "link_up text=boot-1\n");
  answer (world, BH_ESL_MARK_END);
  EXPECT (world,
          "link_up text=boot-1\nsnapshot_begin\n",
          "member_added device=user/1001@pbx.test queue=q@x member=1001@pbx.test",
          "leg_new leg=c call=c device=sofia/external number=138 name=王 dialed=4000 bridge=c:a",
          "leg_state=up age_ms=16001 incoming=1\n",
          "leg_new leg=a call=c device=user/1001@pbx.test number=1001 peer_number=138",
          "leg_held leg=a",
          "snapshot_end text=\"legs queues\"\n");
  g_assert_cmpuint (bh_esl_normalize_get_stats (world->normalize)->repaired, ==, 0);
  g_assert_null (bh_esl_normalize_take_stale_agent (world->normalize));
  parted (world, "c", "a");
  EXPECT (world, "bridge_left leg=c", "bridge_left leg=a");
}

/* What ended while the lists were on their way does not come back. */
static void
test_snapshot_and_events (void)
{
  g_autoptr (World) world = world_new ();
  own_begins (world);
  hangs_up (world, "a", "NORMAL_CLEARING", "recv_bye");
  answer (world, CHANNELS);
  answer (world, CALLS);
  answer (world, BH_ESL_MARK_END);
  never (world, "leg=a");
  EXPECT (world, "leg_new leg=c", "snapshot_end text=legs\n");
}

/* An empty list does not say what it is of: the mark does. */
static void
test_snapshot_of_nothing (void)
{
  g_autoptr (World) world = world_with_a_talk ();
  own_begins (world);
  say (world, "HEARTBEAT; Event-Date-Timestamp: 99000000");
  answer (world, BH_ESL_LIST_CHANNELS);
  answer (world, "{\"row_count\": 0}\n");
  answer (world, BH_ESL_LIST_CALLS);
  answer (world, "{\"row_count\": 0}\n");
  answer (world, BH_ESL_MARK_END);
  never (world, "leg_new");
  EXPECT (world, "snapshot_begin\n", "snapshot_end text=legs\n");
}

/* FreeSWITCH fills its lists a moment later than it tells of a channel. */
static void
test_snapshot_lags (void)
{
  g_autoptr (World) world = world_new ();
  customer_comes (world);
  g_string_truncate (world->told, 0);
  own_begins (world);
  say (world, "HEARTBEAT; Event-Date-Timestamp: 1500000");
  answer (world, BH_ESL_LIST_CHANNELS);
  answer (world, "{\"row_count\": 0}\n");
  answer (world, BH_ESL_MARK_END);
  EXPECT (world, "snapshot_begin\n", "leg_new leg=c", "snapshot_end text=legs\n");
}

static void
test_stale_agent (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *agents = g_strdup_printf (AGENTS, "Receiving");
  own_begins (world);
  answer (world, BH_ESL_LIST_CHANNELS);
  answer (world, "{\"row_count\": 0}\n");
  answer (world, agents);
  answer (world, TIERS);
  g_string_truncate (logged, 0);
  answer (world, BH_ESL_MARK_END);
  g_assert_nonnull (strstr (logged->str, "1001@pbx.test is \"Receiving\""));
  g_assert_cmpuint (bh_esl_normalize_get_stats (world->normalize)->repaired, ==, 1);
  g_autofree char *stale = bh_esl_normalize_take_stale_agent (world->normalize);
  g_assert_cmpstr (stale, ==, "1001@pbx.test");
  g_assert_null (bh_esl_normalize_take_stale_agent (world->normalize));
}

static void
test_stale_member (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *members = g_strdup_printf (MEMBERS,
                                              "q@x|single_box|m1|gone|138|x|1795296400|Answered\n"
                                              "q@x|single_box|m2|c|138|x|1795296407|Waiting\n"
                                              "q@x|single_box|m3||138|x|1795296407|Abandoned");
  own_begins (world);
  answer (world, CHANNELS);
  answer (world, members);
  answer (world, BH_ESL_MARK_END);
  EXPECT (world, "leg_new leg=c", "queue_joined leg=c", "age_ms=9001\n", "snapshot_end");
  g_assert_cmpuint (bh_esl_normalize_get_stats (world->normalize)->repaired, ==, 1);
}

/* Of another client's lists is told with the next event. */
static void
test_foreign_lists (void)
{
  g_autoptr (World) world = world_new ();
  answer (world, CHANNELS);
  answer (world, CALLS);
  answer (world, "UP 0 years, 0 days");
  g_assert_cmpstr (world->told->str, ==, "");
  say (world, "CHANNEL_UNHOLD; Unique-ID: a");
  EXPECT (world,
          "link_up text=boot-1\nsnapshot_begin\n",
          "leg_held leg=a",
          "snapshot_end text=legs\n",
          "leg_retrieved leg=a");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  logged = g_string_new (NULL);
  g_log_set_writer_func (keep_log, NULL, NULL);
#define TEST(path, func) g_test_add_func ("/pbx/esl/normalize/" path, func)
  TEST ("subscription", test_subscription);
  TEST ("link", test_link);
  TEST ("shutdown", test_shutdown);
  TEST ("call", test_call);
  TEST ("who-hung-up", test_who_hung_up);
  TEST ("taken-away", test_taken_away);
  TEST ("transferred-before-unbridge", test_transferred_before_unbridge);
  TEST ("agent-at-a-phone", test_agent_at_a_phone);
  TEST ("dial-results", test_dial_results);
  TEST ("hangup-before-create", test_hangup_before_create);
  TEST ("names", test_names);
  TEST ("hold", test_hold);
  TEST ("digit-and-data", test_digit_and_data);
  TEST ("loopback", test_loopback);
  TEST ("missing-headers", test_missing_headers);
  TEST ("attended-by-phone", test_attended_by_phone);
  TEST ("attended-by-command", test_attended_by_command);
  TEST ("consult-within-the-bridge", test_consult_within_the_bridge);
  TEST ("parking", test_parking);
  TEST ("park-of-the-dialplan", test_park_of_the_dialplan);
  TEST ("conference", test_conference);
  TEST ("listening-in", test_listening_in);
  TEST ("recording", test_recording);
  TEST ("jobs", test_jobs);
  TEST ("queue-answered", test_queue_answered);
  TEST ("queue-abandoned", test_queue_abandoned);
  TEST ("queue-timeout", test_queue_timeout);
  TEST ("agent-status", test_agent_status);
  TEST ("registrations", test_registrations);
  TEST ("snapshot", test_snapshot);
  TEST ("snapshot-and-events", test_snapshot_and_events);
  TEST ("snapshot-of-nothing", test_snapshot_of_nothing);
  TEST ("snapshot-lags", test_snapshot_lags);
  TEST ("stale-agent", test_stale_agent);
  TEST ("stale-member", test_stale_member);
  TEST ("foreign-lists", test_foreign_lists);
  int failed = g_test_run ();
  g_string_free (logged, TRUE);
  return failed;
}
