/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/desk-world.h"

#include <string.h>

/* Before a number outside is dialed, the judge is asked. It is Saturday evening. */

static void
assert_asks (DeskWorld *world, const char *user, const char *op, const char *args, const char *says)
{
  g_autofree char *answer = desk_world_ask (world, user, op, args);

  if (strstr (answer, says) == NULL)
    g_test_fail_printf ("%s %s: %s", op, args, answer);
}

static void
assert_commands (DeskWorld *world, const char *expected)
{
  g_autofree char *commands = desk_world_commands (world);
  g_assert_cmpstr (commands, ==, expected);
}

static DeskWorld *
world_with_alice (void)
{
  DeskWorld *world = desk_world_new (DESK_WORLD_RULES);

  desk_world_sign_in (world, "alice");
  g_free (desk_world_commands (world));
  g_free (desk_world_records (world));
  return world;
}

static void
test_attempts (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();
  g_autofree char *records = NULL;

  assert_asks (world, "alice", "call.dial", "{'number':'138 0013-8000'}", "waits");
  assert_commands (world, "dial device=PJSIP/1001 number=13800138000 ring=25000");
  records = desk_world_records (world);
  g_assert_nonnull (strstr (records, "dial_attempt"));
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_DIAL_ATTEMPT),
                            "\"agent\":\"alice\",\"purpose\":\"service\""));
  desk_world_done (world, TRUE, "");
  assert_asks (world, "alice", "call.dial", "{'number':'13800138000'}", "waits");
  desk_world_done (world, TRUE, "");
  g_free (desk_world_commands (world));
  /* the third within a day: the database knows of none yet, the desk does */
  assert_asks (world,
               "alice",
               "call.dial",
               "{'number':'13800138000'}",
               "dial_refused: Twice: It was tried 2 times in 1 day; allowed is 2. It may be dialed "
               "from 2026-11-22 22:35 in Europe/Paris. (Law 2)");
  /* a Chinese input method writes digits in full width */
  assert_asks (world, "alice", "call.dial", "{'number':'１３８－００１３８００１'}", "waits");
  assert_commands (world, "dial device=PJSIP/1001 number=13800138001 ring=25000");
  desk_world_wait (world, 86400000);
  assert_asks (world, "alice", "call.dial", "{'number':'13800138000'}", "waits");
}

static void
test_purpose (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  assert_asks (world,
               "alice",
               "call.dial",
               "{'number':'13800138000','purpose':'marketing'}",
               "dial_refused: Hours: It is Sat 22:35 in Europe/Paris; allowed is Mon-Fri "
               "10:00-20:00. It may be dialed from 2026-11-23 10:00 in Europe/Paris. (Law 1)");
  assert_commands (world, "");
  assert_asks (world,
               "alice",
               "call.dial",
               "{'number':'13800138000','purpose':'fun'}",
               "bad_request: purpose: ");
}

/* Colleagues, queues and extensions are nobody's customers. */
static void
test_inside (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  desk_world_sign_in (world, "bob");
  g_free (desk_world_commands (world));
  for (guint i = 0; i < 3; i++) {
    assert_asks (world, "alice", "call.dial", "{'number':'agent:bob'}", "waits");
    assert_asks (world, "alice", "call.dial", "{'number':'1002'}", "waits");
  }
}

/* People put a slash between digits: what follows it is not a phone's extension, and what is
 * written before it does not hide what is dialed. */
static void
test_slash (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  assert_asks (world, "alice", "call.dial", "{'number':'138/0013 8000'}", "waits");
  assert_commands (world, "dial device=PJSIP/1001 number=13800138000 ring=25000");
  g_assert_nonnull (
      strstr (desk_world_record (world, BH_RECORD_DIAL_ATTEMPT), "\"number\":\"13800138000\""));
  desk_world_done (world, TRUE, "");
  assert_asks (world,
               "alice",
               "call.dial",
               "{'number':'x/110'}",
               "dial_refused: Numbers: It is an");
  assert_asks (world, "alice", "call.dial", "{'number':'agent:x/110'}", "dial_refused: ");
  assert_asks (world, "alice", "call.dial", "{'number':'agent:110'}", "dial_refused: ");
  assert_asks (world, "alice", "call.dial", "{'number':'1/110'}", "waits");
  assert_commands (world, "dial device=PJSIP/1001 number=1110 ring=25000");
  desk_world_done (world, TRUE, "");
  assert_asks (world, "alice", "call.dial", "{'number':'PJSIP/1002'}", "waits");
  assert_commands (world, "dial device=PJSIP/1001 number=1002 ring=25000");
}

static void
test_slash_in_transfer (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  desk_world_customer_calls (world, "13800138000");
  desk_world_rings (world, "PJSIP/1001");
  desk_world_answers (world, "PJSIP/1001");
  g_free (desk_world_commands (world));
  assert_asks (world,
               "alice",
               "call.transfer",
               "{'contact':'CONTACT','to':'x/110'}",
               "dial_refused: Numbers: It is an emergency number");
  assert_asks (world,
               "alice",
               "call.consult",
               "{'contact':'CONTACT','to':'139/00000001'}",
               "waits");
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_DIAL_ATTEMPT), "13900000001"));
}

static void
test_check (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  desk_world_local (world);
  for (guint i = 0; i < 5; i++)
    assert_asks (world,
                 "alice",
                 "dial.check",
                 "{'number':'13800138000'}",
                 "ok {\"allowed\":true,\"message\":\"It may be dialed now.\"");
  assert_commands (world, "");
  assert_asks (world,
               "local",
               "dial.check",
               "{'number':'13800138000','purpose':'marketing','at':'2026-11-23T09:00:00Z'}",
               "\"allowed\":true");
  assert_asks (world,
               "local",
               "dial.check",
               "{'number':'13800138000','purpose':'marketing','at':'2026-11-23T08:59:59Z'}",
               "\"next\":\"2026-11-23T09:00:00.000Z\"");
  assert_asks (world,
               "alice",
               "dial.check",
               "{'number':'13800138000','at':'noon'}",
               "bad_request: at: ");
}

/* A call that is sent or shown to somebody outside is a call to them. */
static void
test_transfer (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  desk_world_customer_calls (world, "13800138000");
  desk_world_rings (world, "PJSIP/1001");
  desk_world_answers (world, "PJSIP/1001");
  g_free (desk_world_commands (world));
  for (guint i = 0; i < 2; i++) {
    assert_asks (world,
                 "alice",
                 i == 0 ? "call.consult" : "call.transfer",
                 "{'contact':'CONTACT','to':'139 0000 0001'}",
                 "waits");
    desk_world_done (world, TRUE, "");
  }
  assert_asks (world,
               "alice",
               "call.transfer",
               "{'contact':'CONTACT','to':'13900000001'}",
               "dial_refused: Twice: It was tried 2 times in 1 day");
  assert_asks (world, "alice", "call.transfer", "{'contact':'CONTACT','to':'1002'}", "waits");
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_DIAL_ATTEMPT), "13900000001"));
}

static void
test_without_rules (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_sign_in (world, "alice");
  assert_asks (world, "alice", "dial.check", "{'number':'13800138000'}", "not_possible: ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/dial/attempts", test_attempts);
  g_test_add_func ("/engine/dial/purpose", test_purpose);
  g_test_add_func ("/engine/dial/inside", test_inside);
  g_test_add_func ("/engine/dial/slash", test_slash);
  g_test_add_func ("/engine/dial/slash-in-transfer", test_slash_in_transfer);
  g_test_add_func ("/engine/dial/check", test_check);
  g_test_add_func ("/engine/dial/transfer", test_transfer);
  g_test_add_func ("/engine/dial/without-rules", test_without_rules);
  return g_test_run ();
}
