/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/engine/desk-world.h"

/* What supervisors tell agents, and what comes back. */

static void
asks (DeskWorld *world, const char *user, const char *op, const char *args, const char *prefix)
{
  g_autofree char *answer = desk_world_ask (world, user, op, args);

  answer[MIN (strlen (answer), strlen (prefix))] = '\0';
  g_assert_cmpstr (answer, ==, prefix);
}

static const char *
member (DeskWorld *world, const char *user, const char *name)
{
  JsonObject *data = desk_world_last (world, user, "message");

  return data != NULL ? json_object_get_string_member_with_default (data, name, NULL) : NULL;
}

static gboolean
is_read (DeskWorld *world, const char *user)
{
  return json_object_get_boolean_member (desk_world_last (world, user, "message"), "read");
}

static void
acknowledge (DeskWorld *world, const char *user, const char *read, const char *prefix)
{
  g_autofree char *args =
      g_strdup_printf ("{'message':'%s','read':%s}", member (world, user, "message"), read);

  asks (world, user, "message.seen", args, prefix);
}

static DeskWorld *
world_of_three (void)
{
  DeskWorld *world = desk_world_new (0);

  desk_world_sign_in (world, "alice");
  desk_world_sign_in (world, "bob");
  desk_world_sign_in (world, "sue");
  return world;
}

static void
test_to_one (void)
{
  g_autoptr (DeskWorld) world = world_of_three ();

  asks (world,
        "sue",
        "message.send",
        "{'to':'agent:alice','body':'See me','urgent':true}",
        "ok {\"message\":");
  g_assert_cmpstr (member (world, "alice", "body"), ==, "See me");
  g_assert_cmpstr (member (world, "alice", "from"), ==, "sue");
  g_assert_cmpstr (member (world, "alice", "from_name"), ==, "Sue S");
  g_assert_false (is_read (world, "alice"));
  g_assert_null (desk_world_last (world, "bob", "message"));
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_MESSAGE), "\"urgent\":true"));
}

static void
test_to_a_queue_and_all (void)
{
  g_autoptr (DeskWorld) world = world_of_three ();

  asks (world, "sue", "message.send", "{'to':'queue:support','body':'Lines are long'}", "ok");
  g_assert_cmpstr (member (world, "alice", "body"), ==, "Lines are long");
  g_assert_cmpstr (member (world, "bob", "target"), ==, "support");
  asks (world, "sue", "message.send", "{'to':'all','body':'Fire drill at noon'}", "ok");
  g_assert_cmpstr (member (world, "bob", "body"), ==, "Fire drill at noon");
  g_assert_cmpstr (member (world, "bob", "audience"), ==, "all");
}

static void
test_refused (void)
{
  g_autoptr (DeskWorld) world = world_of_three ();

  asks (world, "alice", "message.send", "{'to':'all','body':'x'}", "forbidden:");
  asks (world, "sue", "message.send", "{'to':'agent:nobody','body':'x'}", "not_found:");
  asks (world, "sue", "message.send", "{'to':'queue:none','body':'x'}", "not_found:");
  asks (world, "sue", "message.send", "{'to':'everybody','body':'x'}", "bad_request:");
  asks (world, "sue", "message.send", "{'to':'all','body':''}", "bad_request:");
}

static void
test_receipts (void)
{
  g_autoptr (DeskWorld) world = world_of_three ();
  g_autofree char *records = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *list = NULL;

  asks (world, "sue", "message.send", "{'to':'agent:alice','body':'See me'}", "ok");
  acknowledge (world, "alice", "false", "ok");
  g_assert_false (is_read (world, "alice"));
  desk_world_wait (world, 1000);
  acknowledge (world, "alice", "true", "ok");
  g_assert_true (is_read (world, "alice"));
  acknowledge (world, "alice", "true", "ok"); /* once is enough */
  records = desk_world_all_records (world, BH_RECORD_MESSAGE_RECEIPT);
  lines = g_strsplit (records, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  list = desk_world_ask (world, "sue", "message.list", "{}");
  g_assert_nonnull (strstr (list, "\"read_at\":\"2026-11-21T21:35:50.000Z\""));
}

static void
test_nobody_elses (void)
{
  g_autoptr (DeskWorld) world = world_of_three ();
  g_autofree char *args = NULL;

  asks (world, "sue", "message.send", "{'to':'agent:alice','body':'See me'}", "ok");
  args = g_strdup_printf ("{'message':'%s','read':true}", member (world, "alice", "message"));
  asks (world, "bob", "message.seen", args, "not_found:");
}

/* Who was not there is told when they come; a crash of the server loses nothing. */
static void
test_kept_for_who_comes_later (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  g_autofree char *snapshot = NULL;

  desk_world_local (world);
  asks (world, "local", "message.send", "{'to':'agent:alice','body':'Call home'}", "ok");
  desk_world_crash (world);
  desk_world_sign_in (world, "alice");
  snapshot = desk_world_snapshot (world, "alice");
  g_assert_true (g_str_has_suffix (snapshot, " message"));
  g_assert_cmpstr (member (world, "alice", "body"), ==, "Call home");
  g_assert_cmpstr (member (world, "alice", "from"), ==, "local");
}

static void
test_forgotten_after_half_a_day (void)
{
  g_autoptr (DeskWorld) world = world_of_three ();

  asks (world, "sue", "message.send", "{'to':'all','body':'early'}", "ok");
  desk_world_wait (world, 13 * 3600 * 1000);
  asks (world, "sue", "message.send", "{'to':'all','body':'late'}", "ok");
  g_assert_cmpuint (desk_world_n_open (world, "message"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/messages/to-one", test_to_one);
  g_test_add_func ("/engine/messages/to-a-queue-and-all", test_to_a_queue_and_all);
  g_test_add_func ("/engine/messages/refused", test_refused);
  g_test_add_func ("/engine/messages/receipts", test_receipts);
  g_test_add_func ("/engine/messages/nobody-elses", test_nobody_elses);
  g_test_add_func ("/engine/messages/kept-for-who-comes-later", test_kept_for_who_comes_later);
  g_test_add_func ("/engine/messages/forgotten-after-half-a-day", test_forgotten_after_half_a_day);
  return g_test_run ();
}
