/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/engine/desk-world.h"

/* Scripts at the desk: who may do what, what is kept once, who is told. The world's database
 * answers most questions with the question. */

#define WHERE "'contact':'CONTACT','script':'returns','version':2"
#define ID1   "7b2f6e0a-93ab-4b0c-9c55-0c5d7c9e1a11"
#define ID2   "7b2f6e0a-93ab-4b0c-9c55-0c5d7c9e1a12"
#define ANSWER(id, value)                                                                          \
  "{" WHERE ",'id':'" id "','step':'greet','question':'why','value':" value "}"

static void
assert_asks (DeskWorld *world, const char *user, const char *op, const char *args, const char *says)
{
  g_autofree char *answer = desk_world_ask (world, user, op, args);

  if (strstr (answer, says) == NULL)
    g_test_message ("%s %s: %s", op, args, answer);
  g_assert_nonnull (strstr (answer, says));
}

/* alice talks with a customer. */
static DeskWorld *
talking (void)
{
  DeskWorld *world = desk_world_new (0);

  desk_world_sign_in (world, "alice");
  desk_world_sign_in (world, "bob");
  desk_world_sign_in (world, "sue");
  desk_world_customer_calls (world, "13800138000");
  desk_world_rings (world, "PJSIP/1001");
  desk_world_answers (world, "PJSIP/1001");
  g_free (desk_world_records (world));
  return world;
}

static char *
text_of (JsonObject *object, const char *member)
{
  return json_to_string (json_object_get_member (object, member), FALSE);
}

static guint
n_records (DeskWorld *world, BhRecordKind kind)
{
  g_autofree char *all = desk_world_all_records (world, kind);
  guint n = 0;

  for (const char *at = all; *at != '\0'; at++)
    n += *at == '\n';
  return n;
}

static void
test_steps_and_answers (void)
{
  g_autoptr (DeskWorld) world = talking ();
  JsonObject *event;
  g_autofree char *path = NULL;
  g_autofree char *answers = NULL;
  const char *record;

  assert_asks (world, "alice", "script.step", "{" WHERE ",'path':['greet']}", "\"revision\":");
  assert_asks (world, "alice", "script.answer", ANSWER (ID1, "['a','b']"), "\"revision\":");
  event = desk_world_last (world, "alice", "script");
  path = text_of (event, "path");
  answers = text_of (event, "answers");
  g_assert_cmpstr (path, ==, "[\"greet\"]");
  g_assert_nonnull (strstr (answers, "\"why\":{\"value\":[\"a\",\"b\"]"));
  g_assert_nonnull (strstr (answers, "\"by\":\"alice\""));
  record = desk_world_record (world, BH_RECORD_SCRIPT_ANSWER);
  g_assert_nonnull (strstr (record, "\"id\":\"" ID1 "\""));
  g_assert_nonnull (strstr (record, "\"agent\":\"alice\""));
  g_assert_nonnull (desk_world_record (world, BH_RECORD_SCRIPT_PLACE));
  g_assert_cmpuint (desk_world_n_open (world, "script"), ==, 1);
}

static void
test_an_answer_counts_once (void)
{
  g_autoptr (DeskWorld) world = talking ();

  assert_asks (world, "alice", "script.answer", ANSWER (ID1, "'x'"), "\"revision\":");
  assert_asks (world, "alice", "script.answer", ANSWER (ID1, "'x'"), "\"revision\":");
  g_assert_cmpuint (n_records (world, BH_RECORD_SCRIPT_ANSWER), ==, 1);
  assert_asks (world, "alice", "script.answer", ANSWER (ID2, "'y'"), "\"revision\":");
  g_assert_cmpuint (n_records (world, BH_RECORD_SCRIPT_ANSWER), ==, 2);
}

static void
test_taken_back (void)
{
  g_autoptr (DeskWorld) world = talking ();
  g_autofree char *answers = NULL;

  assert_asks (world, "alice", "script.answer", ANSWER (ID1, "'x'"), "ok");
  assert_asks (world, "alice", "script.answer", ANSWER (ID2, "null"), "ok");
  answers = text_of (desk_world_last (world, "alice", "script"), "answers");
  g_assert_cmpstr (answers, ==, "{}");
}

/* Whoever gets the call has it all before the phone rings. */
static void
test_colleague_is_told (void)
{
  g_autoptr (DeskWorld) world = talking ();
  g_autofree char *answers = NULL;
  g_autofree char *events = NULL;

  assert_asks (world, "alice", "script.answer", ANSWER (ID1, "'x'"), "ok");
  g_free (desk_world_events (world, "bob"));
  desk_world_rings_beside (world, "PJSIP/1002");
  events = desk_world_events (world, "bob");
  g_assert_nonnull (strstr (events, "script"));
  answers = text_of (desk_world_last (world, "bob", "script"), "answers");
  g_assert_nonnull (strstr (answers, "\"value\":\"x\""));
}

static void
test_survives_a_crash (void)
{
  g_autoptr (DeskWorld) world = talking ();

  assert_asks (world, "alice", "script.answer", ANSWER (ID1, "'x'"), "ok");
  desk_world_sync (world);
  desk_world_crash (world);
  g_assert_cmpuint (desk_world_n_open (world, "script"), ==, 1);
}

static void
test_another_version_is_stale (void)
{
  g_autoptr (DeskWorld) world = talking ();

  assert_asks (world, "alice", "script.step", "{" WHERE ",'path':['greet']}", "ok");
  assert_asks (world,
               "alice",
               "script.step",
               "{'contact':'CONTACT','script':'returns','version':3,'path':['greet']}",
               "stale");
  assert_asks (world,
               "alice",
               "script.answer",
               "{'contact':'CONTACT','script':'sales','version':1,'id':'" ID1
               "','step':'a','question':'q','value':1}",
               "stale");
  assert_asks (world,
               "alice",
               "script.step",
               "{'contact':'CONTACT','script':'sales','version':1,'path':['a']}",
               "ok");
}

static void
test_not_theirs (void)
{
  g_autoptr (DeskWorld) world = talking ();

  assert_asks (world, "bob", "script.answer", ANSWER (ID1, "'x'"), "not_found");
  assert_asks (world, "sue", "script.answer", ANSWER (ID1, "'x'"), "forbidden");
  assert_asks (world, "alice", "script.answer", ANSWER ("not-a-uuid", "'x'"), "bad_request");
  assert_asks (world, "alice", "script.answer", ANSWER (ID1, "{'a':1}"), "bad_request");
}

#define DOCUMENT(next)                                                                             \
  "{'format':1,'name':'s','title':'S','start':'a','steps':[{'id':'a','text':'x','next':'" next     \
  "'},{'id':'b','kind':'end','text':'x'}]}"

static void
test_editors (void)
{
  static const char *const theirs[] = {"script.versions", "script.retire"};
  g_autoptr (DeskWorld) world = talking ();

  for (guint i = 0; i < G_N_ELEMENTS (theirs); i++) {
    assert_asks (world, "alice", theirs[i], "{'script':'s'}", "forbidden");
    assert_asks (world, "sue", theirs[i], "{'script':'s'}", "\"by\":\"sue\"");
  }
  assert_asks (world, "alice", "script.list", "{}", "\"editor\":false");
  assert_asks (world, "sue", "script.get", "{'script':'s'}", "\"editor\":true");
  assert_asks (world, "sue", "script.publish", "{'script':'s','version':1}", "ok");
  assert_asks (world, "sue", "script.assign", "{'script':null,'queue':'support'}", "ok");
  assert_asks (world, "alice", "script.for", "{'queue':'support'}", "\"queues\":[\"support\"]");
}

static void
test_save_checks (void)
{
  g_autoptr (DeskWorld) world = talking ();

  assert_asks (world, "sue", "script.save", "{'base':0,'document':" DOCUMENT ("b") "}", "ok");
  assert_asks (world,
               "sue",
               "script.save",
               "{'base':0,'document':" DOCUMENT ("c") "}",
               "bad_request: The script has 2 problems");
  assert_asks (world, "sue", "script.save", "{'base':0,'document':{}}", "bad_request");
  assert_asks (world, "sue", "script.save", "{'base':0,'document':'x'}", "bad_request");
  assert_asks (world,
               "alice",
               "script.save",
               "{'base':0,'document':" DOCUMENT ("b") "}",
               "forbidden");
}

/* What only the database knows. */
static void
test_missing (void)
{
  g_autoptr (DeskWorld) world = talking ();

  assert_asks (world,
               "sue",
               "script.save",
               "{'base':77,'document':" DOCUMENT ("b") "}",
               "bad_request: The script has a problem and was not kept. step \"a\", "
               "articles[0].article: There is no article “gone”.");
  assert_asks (world,
               "sue",
               "script.assign",
               "{'script':'s','campaign':'nowhere'}",
               "not_found: There is no such campaign. There is: spring, autumn.");
  /* the PBX has it, whatever the database knows */
  assert_asks (world, "sue", "script.assign", "{'script':'s','queue':'support'}", "\"seen\":true");
  assert_asks (world, "sue", "script.assign", "{'script':'s','queue':'x'}", "\"seen\":false");
}

static void
recording (DeskWorld *world, BhPbxEventKind kind)
{
  desk_world_say (world, &(BhPbxEvent){.kind = kind, .leg = "c"});
}

static void
assert_commands (DeskWorld *world, const char *expected)
{
  g_autofree char *commands = desk_world_commands (world);

  g_assert_cmpstr (commands, ==, expected);
}

static void
assert_answered (DeskWorld *world, const char *says)
{
  g_autofree char *answer = desk_world_answer (world);

  g_assert_nonnull (strstr (answer, says));
}

/* The leg that the PBX said it records is the one that pauses; where nothing is recorded nothing is
 * asked of it. */
static void
test_record_pause (void)
{
  g_autoptr (DeskWorld) world = talking ();

  g_free (desk_world_commands (world));
  assert_asks (world, "alice", "call.record_pause", "{'contact':'CONTACT'}", "none");
  assert_commands (world, "");
  recording (world, BH_PBX_RECORDING_STARTED);
  assert_asks (world, "alice", "call.record_pause", "{'contact':'CONTACT'}", "waits");
  assert_commands (world, "record_pause leg=c paused=no");
  desk_world_done (world, TRUE, "");
  assert_answered (world, "paused");
  recording (world, BH_PBX_RECORDING_PAUSED);
  assert_asks (world, "alice", "call.record_resume", "{'contact':'CONTACT'}", "waits");
  assert_commands (world, "record_resume leg=c paused=no");
  desk_world_done (world, FALSE, "No such channel");
  assert_answered (world, "pbx_refused: The PBX refused: No such channel");
  recording (world, BH_PBX_RECORDING_STOPPED);
  assert_asks (world, "alice", "call.record_pause", "{'contact':'CONTACT'}", "none");
  assert_asks (world, "bob", "call.record_pause", "{'contact':'CONTACT'}", "not_found");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/script/steps-and-answers", test_steps_and_answers);
  g_test_add_func ("/engine/script/an-answer-counts-once", test_an_answer_counts_once);
  g_test_add_func ("/engine/script/taken-back", test_taken_back);
  g_test_add_func ("/engine/script/colleague-is-told", test_colleague_is_told);
  g_test_add_func ("/engine/script/survives-a-crash", test_survives_a_crash);
  g_test_add_func ("/engine/script/another-version-is-stale", test_another_version_is_stale);
  g_test_add_func ("/engine/script/not-theirs", test_not_theirs);
  g_test_add_func ("/engine/script/editors", test_editors);
  g_test_add_func ("/engine/script/save-checks", test_save_checks);
  g_test_add_func ("/engine/script/missing", test_missing);
  g_test_add_func ("/engine/script/record-pause", test_record_pause);
  return g_test_run ();
}
