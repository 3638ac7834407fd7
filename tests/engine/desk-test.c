/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/engine/desk-world.h"

#define assert_asks(world, user, op, args, expected)                                               \
  assert_takes (desk_world_ask (world, user, op, args), expected)

static const char *
text_of (JsonObject *object, const char *member)
{
  g_assert_nonnull (object);
  return json_object_get_string_member_with_default (object, member, NULL);
}

/* ---- signing in */

static void
test_login_right (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  g_autofree char *answer = desk_world_login (world, "alice", "secret", NULL);

  g_assert_cmpstr (answer,
                   ==,
                   "ok {\"user\":\"alice\",\"roles\":[\"agent\"],"
                   "\"expires\":\"2026-11-22T09:35:49.000Z\"}");
  assert_takes (desk_world_commands (world),
                "queue_add queue=support member=PJSIP/1001 reason=signed_in paused=yes");
}

static void
test_login_refused (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  assert_takes (desk_world_login (world, "alice", "wrong", NULL),
                "bad_credentials: The name or the password is wrong.");
  assert_takes (desk_world_login (world, "nobody", "secret", NULL),
                "bad_credentials: The name or the password is wrong.");
  assert_takes (desk_world_login (world, "gone", "secret", NULL),
                "bad_credentials: The name or the password is wrong.");
  assert_takes (desk_world_login (world, "away", "secret", NULL),
                "store_away: The database, which knows the people, is away. Bellhop tries on; try "
                "again in a moment.");
  assert_takes (desk_world_login (world, "alice", "secret", "10 01\r\nAction: x"),
                "bad_request: The phone is not written as one. Give its extension, as in 1001, or "
                "its device, as in PJSIP/1001.");
}

static void
test_login_phone_in_use (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_sign_in (world, "alice");
  assert_takes (desk_world_login (world, "bob", "secret", "1001"),
                "not_possible: alice is signed in at PJSIP/1001. Sit at another phone, or ask them "
                "to sign out.");
}

static void
test_login_extension (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  g_autofree char *answer = desk_world_login (world, "alice", "secret", "1003");

  g_assert_true (g_str_has_prefix (answer, "ok"));
  assert_takes (desk_world_commands (world),
                "queue_add queue=support member=PJSIP/1003 reason=signed_in paused=yes");
}

static void
test_supervisor_needs_no_phone (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_sign_in (world, "sue");
  assert_takes (desk_world_commands (world), "");
  assert_takes (desk_world_snapshot (world, "sue"), "setup link store queue");
}

static void
test_sign_out (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_sign_in (world, "bob");
  g_free (desk_world_commands (world));
  desk_world_gone (world, "bob", "logout");
  assert_takes (desk_world_commands (world),
                "queue_remove queue=support member=PJSIP/1002; "
                "queue_remove queue=sales member=PJSIP/1002");
  g_assert_nonnull (
      strstr (desk_world_record (world, BH_RECORD_AGENT_SESSION), "\"end_reason\":\"logout\""));
}

static void
test_replaced_stays_in (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  const BhAgent *agent;

  desk_world_sign_in (world, "alice");
  desk_world_gone (world, "alice", "replaced");
  agent = bh_model_get_agent (bh_engine_get_model (desk_world_engine (world)), "alice");
  g_assert_true (agent->signed_in);
}

static void
test_setup (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  JsonObject *setup;

  desk_world_sign_in (world, "alice");
  assert_takes (desk_world_snapshot (world, "alice"), "setup link store agent queue");
  setup = desk_world_last (world, "alice", "setup");
  g_assert_cmpstr (text_of (json_object_get_object_member (setup, "user"), "full_name"),
                   ==,
                   "Alice A");
  g_assert_cmpstr (text_of (setup, "device"), ==, "PJSIP/1001");
  g_assert_cmpstr (text_of (setup, "home_region"), ==, "CN");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (setup, "reasons")), ==, 1);
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "queue"), "label"), ==, "Support!");
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "link"), "state"), ==, "up");
}

/* ---- states */

static void
test_ready (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  JsonObject *agent;

  desk_world_sign_in (world, "alice");
  g_free (desk_world_commands (world));
  assert_asks (world, "alice", "state.set", "{'state':'ready'}", "ok");
  assert_takes (desk_world_commands (world), "queue_pause member=PJSIP/1001 paused=no");
  agent = desk_world_last (world, "alice", "agent");
  g_assert_cmpstr (text_of (agent, "state"), ==, "ready");
  assert_asks (world, "alice", "state.set", "{'state':'not_ready','reason':'lunch'}", "ok");
  assert_takes (desk_world_commands (world),
                "queue_pause member=PJSIP/1001 reason=lunch paused=yes");
  agent = desk_world_last (world, "alice", "agent");
  g_assert_cmpstr (text_of (agent, "reason"), ==, "lunch");
}

static void
test_state_bad (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_sign_in (world, "alice");
  assert_asks (world,
               "alice",
               "state.set",
               "{'state':'talking'}",
               "bad_request: state: \"talking\" is neither ready nor not_ready.");
  assert_asks (world,
               "alice",
               "state.set",
               "{'state':'not_ready','reason':'nap'}",
               "bad_request: reason: there is no reason \"nap\".");
  assert_asks (world,
               "alice",
               "state.set",
               "{'state':'ready','mood':'good'}",
               "bad_request: state.set has no argument \"mood\". Leave it out.");
}

static void
test_pending (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  JsonObject *agent;

  desk_world_sign_in (world, "alice");
  assert_asks (world, "alice", "state.set", "{'state':'ready'}", "ok");
  desk_world_customer_calls (world, "13800138000");
  desk_world_rings (world, "PJSIP/1001");
  desk_world_answers (world, "PJSIP/1001");
  assert_asks (world, "alice", "state.set", "{'state':'not_ready','reason':'lunch'}", "ok");
  agent = desk_world_last (world, "alice", "agent");
  g_assert_cmpstr (text_of (agent, "state"), ==, "talking");
  g_assert_cmpstr (text_of (json_object_get_object_member (agent, "pending"), "state"),
                   ==,
                   "not_ready");
  assert_asks (world, "alice", "state.keep", NULL, "ok");
  agent = desk_world_last (world, "alice", "agent");
  g_assert_false (json_object_has_member (agent, "pending"));
}

static void
test_reply_waits_for_the_disk (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (DESK_WORLD_SLOW_DISK);

  desk_world_sign_in (world, "alice");
  assert_asks (world, "alice", "state.set", "{'state':'ready'}", "waits");
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "agent"), "state"), ==, "ready");
  desk_world_sync (world);
  assert_takes (desk_world_answer (world), "ok");
}

/* ---- a call */

static void
ring_alice (DeskWorld *world)
{
  desk_world_sign_in (world, "alice");
  g_free (desk_world_ask (world, "alice", "state.set", "{'state':'ready'}"));
  desk_world_customer_calls (world, "13800138000");
  desk_world_rings (world, "PJSIP/1001");
  g_free (desk_world_commands (world));
}

static char *
members_of (JsonObject *contact, const char *which)
{
  JsonObject *me = json_object_get_object_member (contact, "me");
  JsonArray *can = json_object_get_array_member (me, which);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (can); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", json_array_get_string_element (can, i));
  return g_strdup (text->str);
}

static void
test_pop (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  JsonObject *contact;

  ring_alice (world);
  contact = desk_world_last (world, "alice", "contact");
  g_assert_cmpstr (text_of (contact, "customer_number"), ==, "+8613800138000");
  g_assert_cmpstr (text_of (contact, "number_shown"), ==, "13800138000");
  g_assert_cmpstr (text_of (json_object_get_object_member (contact, "me"), "state"), ==, "offered");
  assert_takes (members_of (contact, "can"), "answer hangup");
  g_assert_cmpstr (
      text_of (
          json_object_get_object_member (json_object_get_object_member (contact, "me"), "cannot"),
          "hold"),
      ==,
      "The call is not answered yet.");
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "card"), "status"), ==, "looking");
  desk_world_found (world, BH_LOOKUP_ONE, "11111111-2222-4333-8444-555555555555");
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "card"), "status"), ==, "one");
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "contact"), "customer"),
                   ==,
                   "11111111-2222-4333-8444-555555555555");
}

static void
test_others_see_nothing (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_sign_in (world, "bob");
  ring_alice (world);
  g_assert_null (desk_world_last (world, "bob", "contact"));
  g_assert_null (desk_world_last (world, "bob", "card"));
  g_assert_cmpstr (text_of (desk_world_last (world, "bob", "colleague"), "state"), ==, "offered");
  assert_asks (world,
               "bob",
               "call.hangup",
               "{'contact':'CONTACT'}",
               "not_found: There is no such contact of yours; it may be over.");
}

static void
test_supervisor_sees_all (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  JsonObject *contact;

  desk_world_sign_in (world, "sue");
  ring_alice (world);
  contact = desk_world_last (world, "sue", "contact");
  g_assert_cmpstr (text_of (contact, "number_shown"), ==, "13800138000");
  g_assert_false (json_object_has_member (contact, "me"));
  g_assert_null (desk_world_last (world, "sue", "card"));
  assert_asks (world,
               "sue",
               "call.hangup",
               "{'contact':'CONTACT'}",
               "forbidden: call.hangup needs a phone. Sign in with your extension.");
}

static void
test_commands (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  ring_alice (world);
  assert_asks (world,
               "alice",
               "call.hold",
               "{'contact':'CONTACT'}",
               "not_possible: The call is not answered yet.");
  assert_asks (world, "alice", "call.answer", "{'contact':'CONTACT'}", "waits");
  assert_takes (desk_world_commands (world), "answer leg=a device=PJSIP/1001");
  desk_world_done (world, TRUE, "");
  assert_takes (desk_world_answer (world), "ok");
  desk_world_answers (world, "PJSIP/1001");
  assert_asks (world, "alice", "call.transfer", "{'contact':'CONTACT','to':'1002'}", "waits");
  assert_takes (desk_world_commands (world), "blind_transfer leg=a number=1002");
  desk_world_done (world, FALSE, "No such channel");
  assert_takes (desk_world_answer (world), "pbx_refused: The PBX refused: No such channel");
  assert_asks (world,
               "alice",
               "call.dtmf",
               "{'contact':'CONTACT','digits':'12\\n3'}",
               "bad_request: digits: only 0-9, *, # and A-D are keys.");
  assert_asks (world, "alice", "call.dtmf", "{'contact':'CONTACT','digits':'12#'}", "waits");
  assert_takes (desk_world_commands (world), "dtmf leg=a number=12#");
}

static void
test_dial (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_sign_in (world, "alice");
  g_free (desk_world_commands (world));
  assert_asks (world, "alice", "call.dial", "{'number':'138 0013-8000'}", "waits");
  assert_takes (desk_world_commands (world),
                "dial device=PJSIP/1001 number=13800138000 ring=25000");
  desk_world_done (world, TRUE, "");
  assert_takes (desk_world_answer (world), "ok");
  assert_asks (world,
               "alice",
               "call.dial",
               "{'number':'0900123456'}",
               "dial_refused: 0900123456 is outside of the allowed patterns");
  assert_asks (world,
               "alice",
               "call.dial",
               "{'number':'1001&SIP/evil'}",
               "dial_refused: \"1001&SIP/evil\" cannot be dialed: a number is digits, * and #, "
               "with + in front at most.");
  assert_asks (world,
               "alice",
               "call.dial",
               "{'number':'1\\r\\nAction: x'}",
               "dial_refused: \"1\r\nAction: x\" cannot be dialed: a number is digits, * and #, "
               "with + in front at most.");
}

static void
test_link_away (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  JsonObject *contact;

  ring_alice (world);
  desk_world_answers (world, "PJSIP/1001");
  desk_world_link (world, BH_PBX_LINK_LOST, "The PBX does not answer any more.");
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "link"), "state"), ==, "down");
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "agent"), "state"), ==, "unknown");
  contact = desk_world_last (world, "alice", "contact");
  assert_takes (members_of (contact, "can"), "");
  assert_asks (world,
               "alice",
               "call.hangup",
               "{'contact':'CONTACT'}",
               "pbx_away: The link to the PBX is away.");
  assert_asks (world,
               "alice",
               "call.dial",
               "{'number':'1002'}",
               "pbx_away: The link to the PBX is away: The PBX does not answer any more.");
}

static gint64
link_since (DeskWorld *world)
{
  const char *text = text_of (desk_world_last (world, "alice", "link"), "since");
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

/* How it is tried to get the link back does not make its loss any later. */
static void
test_link_lost_since (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  gint64 lost;

  desk_world_sign_in (world, "alice");
  desk_world_link (world, BH_PBX_LINK_LOST, "It is away.");
  lost = link_since (world);
  desk_world_wait (world, 60000);
  desk_world_link (world, BH_PBX_LINK_UNREACHABLE, "Nobody listens there.");
  desk_world_link (world, BH_PBX_LINK_CONNECTING, "On the way.");
  g_assert_cmpint (link_since (world), ==, lost);
  desk_world_link (world, BH_PBX_LINK_LIVE, NULL);
  g_assert_cmpint (link_since (world), ==, lost + 60);
}

static void
test_wrap_up (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  JsonObject *contact;

  ring_alice (world);
  desk_world_answers (world, "PJSIP/1001");
  desk_world_wait (world, 2000);
  desk_world_hangs_up (world);
  contact = desk_world_last (world, "alice", "contact");
  g_assert_cmpstr (text_of (json_object_get_object_member (contact, "me"), "state"), ==, "wrap_up");
  assert_takes (members_of (contact, "can"), "finish");
  assert_asks (world,
               "alice",
               "contact.extend",
               "{'contact':'CONTACT','seconds':60}",
               "ok {\"wrap_up_until\":\"2026-11-21T21:37:21.000Z\"}");
  assert_asks (world,
               "alice",
               "contact.disposition",
               "{'contact':'CONTACT','code':'solved'}",
               "ok");
  assert_asks (world,
               "alice",
               "contact.disposition",
               "{'contact':'CONTACT','code':'x'}",
               "bad_request: code: there is no disposition \"x\".");
  assert_asks (world,
               "alice",
               "contact.disposition",
               "{'contact':'CONTACT','code':'sold'}",
               "bad_request: code: \"sold\" is a result of the queue sales, where this contact was "
               "not.");
  assert_asks (world,
               "alice",
               "contact.disposition",
               "{'contact':'CONTACT','code':'won'}",
               "bad_request: code: \"won\" is a result of the campaign spring, which did not dial "
               "this contact.");
  g_free (desk_world_events (world, "alice"));
  assert_asks (world, "alice", "contact.finish", "{'contact':'CONTACT'}", "ok");
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "contact_gone"), "why"),
                   ==,
                   "finished");
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "agent"), "state"), ==, "ready");
  g_assert_nonnull (
      strstr (desk_world_record (world, BH_RECORD_CONTACT), "\"disposition\":\"solved\""));
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_CONTACT), "\"users\":[\"alice\"]"));
  g_assert_cmpuint (desk_world_n_open (world, "contact"), ==, 0);
}

/* The PBX hangs the leg up on our order and says that it did; the agent is who ended the call. */
static void
test_agent_hangs_up_by_the_desktop (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  ring_alice (world);
  desk_world_answers (world, "PJSIP/1001");
  desk_world_wait (world, 2000);
  g_free (desk_world_ask (world, "alice", "call.hangup", "{'contact':'CONTACT'}"));
  desk_world_done (world, TRUE, "");
  desk_world_hangs_up (world);
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "contact"), "ended_by"), ==, "agent");
}

static void
test_wrap_up_ends_by_itself (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  ring_alice (world);
  desk_world_answers (world, "PJSIP/1001");
  desk_world_wait (world, 2000);
  desk_world_hangs_up (world);
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "agent"), "state"), ==, "wrap_up");
  desk_world_wait (world, 30001);
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "agent"), "state"), ==, "ready");
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "contact_gone"), "why"),
                   ==,
                   "finished");
}

/* ---- what people add */

static void
test_note (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (DESK_WORLD_SLOW_DISK);

  ring_alice (world);
  assert_asks (world,
               "alice",
               "contact.note",
               "{'contact':'CONTACT','body':'asked for a refund'}",
               "waits");
  desk_world_sync (world);
  assert_takes (desk_world_answer (world),
                "ok {\"revision\":1795296949000000,\"saved_at\":\"2026-11-21T21:35:49.000Z\"}");
  g_assert_nonnull (
      strstr (desk_world_record (world, BH_RECORD_NOTE), "\"body\":\"asked for a refund\""));
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "note"), "author"), ==, "alice");
  assert_asks (world,
               "alice",
               "contact.note",
               "{'contact':'CONTACT','body':'x','base':7}",
               "stale: The note was changed elsewhere since you read it. Look at it and save "
               "again.");
  desk_world_wait (world, 5);
  assert_asks (world,
               "alice",
               "contact.note",
               "{'contact':'CONTACT','body':'','base':1795296949000000}",
               "waits");
}

static void
test_note_comes_with_the_snapshot (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  ring_alice (world);
  g_free (desk_world_ask (world, "alice", "contact.note", "{'contact':'CONTACT','body':'x'}"));
  assert_takes (desk_world_snapshot (world, "alice"),
                "setup link store agent queue contact card note");
}

static void
test_customer (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  static const char id[] = "11111111-2222-4333-8444-555555555555";

  ring_alice (world);
  desk_world_found (world, BH_LOOKUP_MANY, NULL);
  g_assert_null (text_of (desk_world_last (world, "alice", "contact"), "customer"));
  assert_asks (world,
               "alice",
               "contact.customer",
               "{'contact':'CONTACT','customer':'11111111-2222-4333-8444-555555555555'}",
               "ok");
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "contact"), "customer"), ==, id);
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "card"), "match"), ==, "chosen");
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_ATTACH_CUSTOMER), id));
  assert_asks (world, "alice", "contact.customer", "{'contact':'CONTACT','customer':null}", "ok");
  g_assert_null (text_of (desk_world_last (world, "alice", "contact"), "customer"));
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "card"), "status"), ==, "looking");
}

static void
test_create_customer (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  ring_alice (world);
  assert_asks (world,
               "alice",
               "customer.create",
               "{'name':'Wang','number':'13800138000','contact':'CONTACT'}",
               "ok {\"customer\":\"11111111-2222-4333-8444-555555555555\"}");
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "contact"), "customer"),
                   ==,
                   "11111111-2222-4333-8444-555555555555");
  assert_asks (world,
               "alice",
               "customer.create",
               "{'name':'Wang','contact':'00000000-0000-0000-0000-000000000000'}",
               "not_found: There is no such contact of yours; it may be over.");
}

/* ---- only watching */

static void
test_watch_only (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (DESK_WORLD_WATCH_ONLY);
  JsonObject *contact;

  ring_alice (world);
  assert_takes (desk_world_commands (world), "");
  contact = desk_world_last (world, "alice", "contact");
  assert_takes (members_of (contact, "can"), "");
  assert_asks (world,
               "alice",
               "call.answer",
               "{'contact':'CONTACT'}",
               "watch_only: Bellhop only watches the PBX \"main\". Use the phone itself.");
  assert_asks (world,
               "alice",
               "call.dial",
               "{'number':'1002'}",
               "watch_only: Bellhop only watches the PBX \"main\". Use the phone itself.");
  assert_asks (world,
               "alice",
               "contact.note",
               "{'contact':'CONTACT','body':'x'}",
               "ok {\"revision\":1795296949000000,\"saved_at\":\"2026-11-21T21:35:49.000Z\"}");
  desk_world_gone (world, "alice", "logout");
  assert_takes (desk_world_commands (world), "");
}

/* ---- local */

static void
test_tail (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_local (world);
  assert_asks (world, "local", "tail", "{'on':true}", "ok");
  desk_world_customer_calls (world, "13800138000");
  g_assert_nonnull (strstr (text_of (desk_world_last (world, "local", "pbx_event"), "text"),
                            "queue_joined leg=c"));
  g_assert_cmpstr (text_of (desk_world_last (world, "local", "contact"), "number_shown"),
                   ==,
                   "13800138000");
  assert_asks (world, "local", "tail", "{'on':false}", "ok");
}

static void
test_status (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  g_autofree char *answer = NULL;

  desk_world_local (world);
  answer = desk_world_ask (world, "local", "status", NULL);
  g_assert_nonnull (strstr (answer, "\"message\":\"The PBX is there.\""));
  g_assert_nonnull (strstr (answer, "\"backlog\":0"));
  desk_world_sign_in (world, "alice");
  assert_asks (world,
               "alice",
               "status",
               NULL,
               "forbidden: status is not for your role. Ask an administrator.");
}

/* ---- every op against every role, from the table itself */

static void
test_matrix (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  static const struct {
    const char *user;
    BhRoles role;
    gboolean at_phone;
  } users[] = {{"alice", BH_ROLE_AGENT, TRUE},
               {"sue", BH_ROLE_SUPERVISOR, FALSE},
               {"root", BH_ROLE_ADMIN, FALSE},
               {"local", BH_ROLE_LOCAL, FALSE}};
  guint n;
  const BhDeskOp *ops = bh_desk_ops (&n);

  desk_world_sign_in (world, "alice");
  desk_world_sign_in (world, "sue");
  desk_world_sign_in (world, "root");
  desk_world_local (world);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < G_N_ELEMENTS (users); j++) {
      g_autofree char *answer = desk_world_ask (world, users[j].user, ops[i].op, "{'no':1}");
      gboolean may = (ops[i].roles & users[j].role) != 0 && (!ops[i].at_desk || users[j].at_phone);
      gboolean refused = g_str_has_prefix (answer, "forbidden: ");
      g_assert_cmpint (may, ==, !refused);
      g_assert_true (refused || g_str_has_prefix (answer, "bad_request: "));
    }
  assert_asks (world,
               "alice",
               "shell.run",
               NULL,
               "bad_request: There is no op \"shell.run\". See protocol/README.md.");
}

static void
test_nobody (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  assert_asks (world,
               "stranger",
               "status",
               NULL,
               "not_logged_in: Nobody is logged in on this connection. Log in first.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK); /* warnings are part of it */
  g_test_add_func ("/engine/desk/login/right", test_login_right);
  g_test_add_func ("/engine/desk/login/refused", test_login_refused);
  g_test_add_func ("/engine/desk/login/phone-in-use", test_login_phone_in_use);
  g_test_add_func ("/engine/desk/login/extension", test_login_extension);
  g_test_add_func ("/engine/desk/login/supervisor-needs-no-phone", test_supervisor_needs_no_phone);
  g_test_add_func ("/engine/desk/sign-out", test_sign_out);
  g_test_add_func ("/engine/desk/replaced-stays-in", test_replaced_stays_in);
  g_test_add_func ("/engine/desk/setup", test_setup);
  g_test_add_func ("/engine/desk/state/ready", test_ready);
  g_test_add_func ("/engine/desk/state/bad", test_state_bad);
  g_test_add_func ("/engine/desk/state/pending", test_pending);
  g_test_add_func ("/engine/desk/state/reply-waits-for-the-disk", test_reply_waits_for_the_disk);
  g_test_add_func ("/engine/desk/pop", test_pop);
  g_test_add_func ("/engine/desk/others-see-nothing", test_others_see_nothing);
  g_test_add_func ("/engine/desk/supervisor-sees-all", test_supervisor_sees_all);
  g_test_add_func ("/engine/desk/commands", test_commands);
  g_test_add_func ("/engine/desk/dial", test_dial);
  g_test_add_func ("/engine/desk/link-lost-since", test_link_lost_since);
  g_test_add_func ("/engine/desk/link-away", test_link_away);
  g_test_add_func ("/engine/desk/wrap-up", test_wrap_up);
  g_test_add_func ("/engine/desk/wrap-up-ends-by-itself", test_wrap_up_ends_by_itself);
  g_test_add_func ("/engine/desk/agent-hangs-up", test_agent_hangs_up_by_the_desktop);
  g_test_add_func ("/engine/desk/note", test_note);
  g_test_add_func ("/engine/desk/note-in-snapshot", test_note_comes_with_the_snapshot);
  g_test_add_func ("/engine/desk/customer", test_customer);
  g_test_add_func ("/engine/desk/create-customer", test_create_customer);
  g_test_add_func ("/engine/desk/watch-only", test_watch_only);
  g_test_add_func ("/engine/desk/tail", test_tail);
  g_test_add_func ("/engine/desk/status", test_status);
  g_test_add_func ("/engine/desk/matrix", test_matrix);
  g_test_add_func ("/engine/desk/nobody", test_nobody);
  return g_test_run ();
}
