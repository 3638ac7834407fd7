/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/messages.h"

#include <string.h>

#include "server/wire/records.h"

static const BhSegment segments[] = {
    {.type = BH_SEGMENT_QUEUE, .end_ms = 3, .queue = "support"},
    {.type = BH_SEGMENT_TALK, .start_ms = 3, .end_ms = -1, .agent = "PJSIP/1001", .with = "138"}};
static BhPart parts[] = {{.device = "PJSIP/1001", .leg = "a", .state = BH_PART_TALKING},
                         {.device = "PJSIP/1002", .state = BH_PART_LEFT}};

static BhContact
contact (void)
{
  return (BhContact){.id = "a4d82d8d-f26b-591f-a24e-af0d537417b4",
                     .pbx = "main",
                     .revision = 7,
                     .number = "13800138000",
                     .caller_name = "王",
                     .dialed = "4000",
                     .started_us = 1795296949481999,
                     .n_segments = 2,
                     .segments = (BhSegment *) segments,
                     .n_parts = 2,
                     .parts = parts};
}

/* What a viewer is told of a change: the events and their data, a line each. */
static char *
told (const BhChange *change, const BhViewer *viewer, const BhWireWords *words)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n;
  const BhWireRule *rules = bh_wire_rules (&n);

  for (guint i = 0; i < n; i++) {
    BhJsonOut out;
    if (rules[i].kind != change->kind || !rules[i].concerns (change, viewer))
      continue;
    g_string_append_printf (text, "%s ", rules[i].event);
    bh_json_out_text (&out, text);
    rules[i].write (&out, NULL, change, words);
    g_string_append_c (text, '\n');
  }
  return g_strdup (text->str);
}

static const BhViewer all = {NULL};
static const BhWireWords no_words = {0};

static void
test_contact (void)
{
  BhContact after = contact ();
  BhChange change = {.kind = BH_CHANGE_CONTACT, .contact = {.after = &after}};
  g_autofree char *text = told (&change, &all, &no_words);

  g_assert_cmpstr (
      text,
      ==,
      "contact {\"contact\":\"a4d82d8d-f26b-591f-a24e-af0d537417b4\",\"pbx\":\"main\","
      "\"direction\":\"inbound\",\"customer_number\":\"13800138000\","
      "\"number_shown\":\"13800138000\",\"caller_name\":\"王\",\"dialed\":\"4000\","
      "\"outcome\":\"in_progress\",\"started\":\"2026-11-21T21:35:49.481Z\",\"ended\":null,"
      "\"queues\":[],\"agents\":[],\"offers\":[],\"transfers\":[],\"ended_by\":null,"
      "\"segments\":[{\"type\":\"queue\",\"start_ms\":0,\"end_ms\":3,\"queue\":\"support\","
      "\"agent\":null,\"with\":null,\"ended_by\":null},{\"type\":\"talk\",\"start_ms\":3,"
      "\"end_ms\":null,\"queue\":null,\"agent\":\"PJSIP/1001\",\"with\":\"138\","
      "\"ended_by\":null}],\"data\":{},\"revision\":7,\"customer\":null,\"disposition\":null,"
      "\"wrap_up_until\":null}\n");
}

static void
test_contact_of_an_agent (void)
{
  BhContact after = contact ();
  BhChange change = {.kind = BH_CHANGE_CONTACT, .contact = {.after = &after}};
  const BhCan cans[] = {{"hold", NULL}, {"answer", "It is answered."}};
  const BhContactMe me = {.state = "talking",
                          .since_us = 1795296949481000,
                          .role = "primary",
                          .consult_with = "PJSIP/1002",
                          .consult_state = "ringing",
                          .cans = cans,
                          .n_cans = 2};
  const BhWireWords words = {.e164 = "+8613800138000", .me = &me};
  const BhViewer theirs = {.agent = "alice", .theirs = TRUE};
  const BhViewer not_theirs = {.agent = "bob"};
  g_autofree char *text = told (&change, &theirs, &words);
  g_autofree char *nothing = told (&change, &not_theirs, &words);

  g_assert_nonnull (strstr (text, "\"customer_number\":\"+8613800138000\""));
  g_assert_nonnull (strstr (
      text,
      "\"me\":{\"state\":\"talking\",\"since\":\"2026-11-21T21:35:49.481Z\",\"can\":[\"hold\"],"
      "\"cannot\":{\"answer\":\"It is answered.\"},\"consult\":{\"with\":\"PJSIP/1002\","
      "\"state\":\"ringing\"},\"role\":\"primary\"}}"));
  g_assert_cmpstr (nothing, ==, "");
}

/* Who handed the customer over wraps up by a clock of its own. */
static void
test_own_wrap_up (void)
{
  BhContact after = contact ();
  BhChange change = {.kind = BH_CHANGE_CONTACT, .contact = {.after = &after}};
  const BhContactMe me = {.state = "wrap_up",
                          .since_us = 1795296949481000,
                          .wrap_up_until_us = 1795296979481000,
                          .role = "primary"};
  const BhWireWords words = {.me = &me};
  const BhViewer theirs = {.agent = "alice", .theirs = TRUE};
  g_autofree char *text = told (&change, &theirs, &words);

  g_assert_nonnull (strstr (text, "\"wrap_up_until\":null,\"me\":{"));
  g_assert_nonnull (strstr (text, "\"wrap_up_until\":\"2026-11-21T21:36:19.481Z\",\"can\""));
}

static void
test_contact_gone (void)
{
  BhContact after = contact ();
  BhChange change = {.kind = BH_CHANGE_CONTACT, .contact = {.after = &after}};
  const BhViewer had_it = {.agent = "bob", .shown = TRUE};
  g_autofree char *taken = told (&change, &had_it, &no_words);

  g_assert_cmpstr (taken,
                   ==,
                   "contact_gone {\"contact\":\"a4d82d8d-f26b-591f-a24e-af0d537417b4\","
                   "\"why\":\"not_yours\"}\n");
  after.ended_us = after.started_us + 1;
  g_autofree char *over = told (&change, &had_it, &no_words);
  g_assert_nonnull (strstr (over, "\"why\":\"finished\""));
  after.outcome = BH_OUTCOME_MERGED;
  after.merged_into = "0f9c";
  g_autofree char *merged = told (&change, &had_it, &no_words);
  g_assert_nonnull (strstr (merged, "\"why\":\"merged\",\"into\":\"0f9c\""));
  g_autofree char *both = told (&change, &all, &no_words);
  g_assert_true (g_str_has_prefix (both, "contact {"));
  g_assert_nonnull (strstr (both, "\ncontact_gone {"));
}

static void
test_whose (void)
{
  BhContact running = contact ();

  g_assert_true (bh_wire_is_theirs (&running, "PJSIP/1001", NULL));
  g_assert_false (bh_wire_is_theirs (&running, "PJSIP/1002", NULL));      /* it has left */
  g_assert_true (bh_wire_is_theirs (&running, "PJSIP/1002", running.id)); /* and wraps up */
  g_assert_false (bh_wire_is_theirs (&running, "PJSIP/1003", NULL));
  g_assert_false (bh_wire_is_theirs (&running, NULL, NULL));
  running.ended_us = 1;
  g_assert_false (bh_wire_is_theirs (&running, "PJSIP/1001", running.id));
}

static BhAgentQueue queues[] = {{.queue = "support", .joined = 1, .paused = 1, .reason = "lunch"}};

static BhAgent
agent (void)
{
  return (BhAgent){.agent = "alice",
                   .full_name = "Alice",
                   .device = "PJSIP/1001",
                   .why = "Because.",
                   .state = BH_AGENT_TALKING,
                   .intent = BH_AGENT_READY,
                   .pending = BH_AGENT_NOT_READY,
                   .pending_reason = "lunch",
                   .phone = BH_DEVICE_STATE_IN_USE,
                   .since_us = 1795296949481000,
                   .contact = "0f9c",
                   .n_queues = 1,
                   .queues = queues};
}

static void
test_agent (void)
{
  BhAgent before = agent (), after = agent ();
  BhChange change = {.kind = BH_CHANGE_AGENT, .agent = {.before = &before, .after = &after}};
  const BhViewer self = {.agent = "alice"}, other = {.agent = "bob"};
  g_autofree char *own = told (&change, &self, &no_words);
  g_autofree char *quiet = told (&change, &other, &no_words);

  g_assert_cmpstr (own,
                   ==,
                   "agent {\"agent\":\"alice\",\"full_name\":\"Alice\",\"device\":\"PJSIP/1001\","
                   "\"state\":\"talking\",\"since\":\"2026-11-21T21:35:49.481Z\","
                   "\"intent\":\"ready\",\"pending\":{\"state\":\"not_ready\","
                   "\"reason\":\"lunch\"},\"why\":\"Because.\",\"contact\":\"0f9c\","
                   "\"queues\":[{\"queue\":\"support\",\"joined\":true,\"paused\":true,"
                   "\"reason\":\"lunch\"}],\"phone\":\"in_use\"}\n");
  g_assert_cmpstr (quiet, ==, ""); /* nothing that a colleague sees has changed */
  before.state = BH_AGENT_OFFERED;
  g_autofree char *heard = told (&change, &other, &no_words);
  g_assert_cmpstr (heard,
                   ==,
                   "colleague {\"agent\":\"alice\",\"full_name\":\"Alice\","
                   "\"extension\":\"1001\",\"state\":\"talking\","
                   "\"since\":\"2026-11-21T21:35:49.481Z\"}\n");
}

static void
test_queue (void)
{
  BhQueue before = {.queue = "support", .waiting = 1, .members = 3, .ready = 2, .offered = 4};
  BhQueue after = before;
  BhChange change = {.kind = BH_CHANGE_QUEUE, .queue = {.before = &before, .after = &after}};
  const BhWireWords words = {.label = "Support"};

  after.offered = 5;
  g_autofree char *quiet = told (&change, &all, &words);
  g_assert_cmpstr (quiet, ==, "");
  after.waiting = 2;
  after.oldest_us = 1795296949481000;
  g_autofree char *text = told (&change, &all, &words);
  g_assert_cmpstr (text,
                   ==,
                   "queue {\"queue\":\"support\",\"label\":\"Support\",\"waiting\":2,"
                   "\"oldest_since\":\"2026-11-21T21:35:49.481Z\",\"ready\":2,\"members\":3}\n");
}

static void
test_link (void)
{
  BhChange change = {.kind = BH_CHANGE_LINK,
                     .at_us = 1795296949481000,
                     .link = {"main", BH_LINK_UP, BH_LINK_DOWN, "It was cut."}};
  g_autofree char *text = told (&change, &all, &no_words);

  g_assert_cmpstr (text,
                   ==,
                   "link {\"pbx\":\"main\",\"kind\":\"asterisk\",\"state\":\"down\","
                   "\"since\":\"2026-11-21T21:35:49.481Z\",\"message\":\"It was cut.\"}\n");
}

static void
test_records (void)
{
  BhContact over = contact ();
  static const char *const users[] = {"alice", NULL};
  const BhNoteRecord note = {.contact = "0f9c",
                             .author = "alice",
                             .body = "a \"b\"",
                             .revision = 3,
                             .saved_us = 1795296949481000};
  g_autoptr (GString) text = g_string_new (NULL);

  bh_record_of_contact (text, &over, "+86", users);
  g_assert_nonnull (strstr (text->str, "\"customer_number\":\"+86\""));
  g_assert_true (g_str_has_suffix (text->str, "\"revision\":7,\"users\":[\"alice\"]}"));
  g_string_truncate (text, 0);
  bh_record_of_note (text, &note);
  g_assert_cmpstr (text->str,
                   ==,
                   "{\"contact\":\"0f9c\",\"author\":\"alice\",\"body\":\"a \\\"b\\\"\","
                   "\"revision\":3,\"saved_at\":\"2026-11-21T21:35:49.481Z\"}");
  g_string_truncate (text, 0);
  bh_record_of_disposition (text, "0f9c", "alice", NULL, FALSE, 1795296949481000);
  g_assert_cmpstr (text->str,
                   ==,
                   "{\"contact\":\"0f9c\",\"agent\":\"alice\",\"code\":null,"
                   "\"revision\":1795296949481000,\"at\":\"2026-11-21T21:35:49.481Z\"}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/messages/contact", test_contact);
  g_test_add_func ("/wire/messages/contact-of-an-agent", test_contact_of_an_agent);
  g_test_add_func ("/wire/messages/own-wrap-up", test_own_wrap_up);
  g_test_add_func ("/wire/messages/contact-gone", test_contact_gone);
  g_test_add_func ("/wire/messages/whose", test_whose);
  g_test_add_func ("/wire/messages/agent", test_agent);
  g_test_add_func ("/wire/messages/queue", test_queue);
  g_test_add_func ("/wire/messages/link", test_link);
  g_test_add_func ("/wire/messages/records", test_records);
  return g_test_run ();
}
