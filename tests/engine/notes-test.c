/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/engine/desk-world.h"

/* No note is lost, and none is written twice: the reply, the desktop or the server may go at any
 * moment. */

#define PEN   "'pen':'aaaaaaaa-0000-4000-8000-000000000001'"
#define OTHER "'pen':'bbbbbbbb-0000-4000-8000-000000000002'"

static char contact_id[40]; /* of the one that rings */

static char *
note (DeskWorld *world, const char *user, const char *members)
{
  g_autofree char *args = g_strdup_printf ("{'contact':'%s',%s}", contact_id, members);

  return desk_world_ask (world, user, "contact.note", args);
}

static void
assert_note (DeskWorld *world, const char *user, const char *members, const char *prefix)
{
  g_autofree char *answer = note (world, user, members);

  answer[MIN (strlen (answer), strlen (prefix))] = '\0';
  g_assert_cmpstr (answer, ==, prefix);
}

static guint
n_notes (DeskWorld *world)
{
  g_autofree char *all = desk_world_all_records (world, BH_RECORD_NOTE);
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);

  return MAX (g_strv_length (lines), 1) - 1;
}

static const char *
member (DeskWorld *world, const char *user, const char *name)
{
  JsonObject *data = desk_world_last (world, user, "note");

  return data != NULL ? json_object_get_string_member_with_default (data, name, NULL) : NULL;
}

static void
ring (DeskWorld *world)
{
  desk_world_sign_in (world, "alice");
  desk_world_customer_calls (world, "13800138000");
  desk_world_found (world, BH_LOOKUP_NONE, NULL);
  desk_world_rings (world, "PJSIP/1001");
  g_strlcpy (contact_id,
             json_object_get_string_member (desk_world_last (world, "alice", "contact"), "contact"),
             sizeof contact_id);
}

static void
test_same_edit_is_one_note (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  ring (world);
  assert_note (world, "alice", "'body':'refund','base':0," PEN ",'edit':1", "ok");
  assert_note (world, "alice", "'body':'refund','base':0," PEN ",'edit':1", "ok");
  g_assert_cmpuint (n_notes (world), ==, 1);
  assert_note (world, "alice", "'body':'refund of 20','base':0," PEN ",'edit':2", "ok");
  g_assert_cmpuint (n_notes (world), ==, 2);
}

/* A clock or a counter that went back must not make words vanish. */
static void
test_older_edit_with_other_words_is_stale (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  ring (world);
  assert_note (world, "alice", "'body':'refund','base':0," PEN ",'edit':5", "ok");
  assert_note (world, "alice", "'body':'other words','base':0," PEN ",'edit':4", "stale:");
  g_assert_cmpuint (n_notes (world), ==, 1);
}

static void
test_other_pen_needs_the_revision (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  ring (world);
  assert_note (world, "alice", "'body':'at the desk','base':0," PEN ",'edit':1", "ok");
  assert_note (world, "alice", "'body':'elsewhere','base':0," OTHER ",'edit':9", "stale:");
  desk_world_wait (world, 5);
  assert_note (world,
               "alice",
               "'body':'elsewhere','base':1795296949000000," OTHER ",'edit':9",
               "ok");
  g_assert_cmpstr (member (world, "alice", "body"), ==, "elsewhere");
}

static void
test_server_dies_before_the_reply (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (DESK_WORLD_SLOW_DISK);

  ring (world);
  desk_world_answers (world, "PJSIP/1001");
  desk_world_hangs_up (world); /* wrap-up */
  assert_note (world, "alice", "'body':'refund','base':0," PEN ",'edit':1", "waits");
  desk_world_sync (world);
  g_free (desk_world_answer (world));
  desk_world_crash (world);
  assert_note (world, "alice", "'body':'refund','base':0," PEN ",'edit':1", "not_logged_in:");
  g_free (desk_world_returns (world, "alice", "PJSIP/1001"));
  g_free (desk_world_snapshot (world, "alice"));
  g_assert_cmpstr (member (world, "alice", "body"), ==, "refund");
  assert_note (world, "alice", "'body':'refund','base':0," PEN ",'edit':1", "ok");
  g_assert_cmpuint (n_notes (world), ==, 1);
}

static void
test_receiver_gets_the_words_of_before (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  ring (world);
  desk_world_sign_in (world, "bob");
  assert_note (world, "alice", "'body':'from alice','base':0," PEN ",'edit':1", "ok");
  desk_world_rings_beside (world, "PJSIP/1002");
  g_assert_cmpstr (member (world, "bob", "body"), ==, "from alice");
  g_assert_cmpstr (member (world, "bob", "author"), ==, "alice");
  /* his own words are his own: neither stale, nor over hers */
  assert_note (world, "bob", "'body':'from bob','base':0," OTHER ",'edit':1", "ok");
  assert_note (world, "alice", "'body':'from alice, more','base':0," PEN ",'edit':2", "ok");
  g_assert_cmpuint (n_notes (world), ==, 3);
}

static void
end_contact (DeskWorld *world)
{
  desk_world_answers (world, "PJSIP/1001");
  desk_world_hangs_up (world);
  g_free (desk_world_ask (world, "alice", "contact.finish", "{'contact':'CONTACT'}"));
}

static void
test_late_words_are_taken (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  ring (world);
  end_contact (world);
  desk_world_wait (world, 40 * 60 * 1000);
  assert_note (world,
               "alice",
               "'body':'typed in the talk','base':0," PEN
               ",'edit':1,'typed_at':'2026-11-21T21:35:49.000Z'",
               "ok");
  g_assert_null (strstr (desk_world_record (world, BH_RECORD_NOTE), "correction"));
}

static void
test_correction (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  ring (world);
  assert_note (world, "alice", "'body':'wrong','base':0," PEN ",'edit':1", "ok");
  end_contact (world);
  desk_world_wait (world, 9 * 60 * 1000);
  assert_note (world, "alice", "'body':'right','base':0," PEN ",'edit':2", "ok");
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_NOTE), "\"correction\":true"));
  desk_world_wait (world, 2 * 60 * 1000);
  assert_note (world,
               "alice",
               "'body':'too late','base':0," PEN ",'edit':3",
               "not_possible: It is more than ten minutes ago");
  g_assert_cmpuint (n_notes (world), ==, 2);
}

static void
test_correction_after_a_crash (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  ring (world);
  assert_note (world, "alice", "'body':'wrong','base':0," PEN ",'edit':1", "ok");
  end_contact (world);
  desk_world_wait (world, 1000);
  desk_world_crash (world);
  g_free (desk_world_returns (world, "alice", "PJSIP/1001"));
  assert_note (world, "alice", "'body':'right','base':0," PEN ",'edit':2", "ok");
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_NOTE), "\"correction\":true"));
}

static void
test_nobody_elses (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  g_autofree char *answer = NULL;

  ring (world);
  desk_world_sign_in (world, "bob");
  answer = desk_world_ask (world,
                           "bob",
                           "contact.note",
                           "{'contact':'00000000-0000-4000-8000-000000000000','body':'x'}");
  g_assert_cmpstr (answer, ==, "not_found: There is no such contact of yours.");
  g_assert_cmpuint (n_notes (world), ==, 0);
}

/* The server has forgotten, the database has not. */
static void
test_of_long_ago (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  g_autofree char *late = NULL;
  g_autofree char *again = NULL;
  g_autofree char *correction = NULL;

  ring (world);
  late = desk_world_ask (world,
                         "alice",
                         "contact.note",
                         "{'contact':'10000000-0000-4000-8000-000000000000','body':'late'," PEN
                         ",'edit':5,'typed_at':'2026-11-21T20:30:00.000Z'}");
  g_assert_true (g_str_has_prefix (late, "ok"));
  again = desk_world_ask (world,
                          "alice",
                          "contact.note",
                          "{'contact':'10000000-0000-4000-8000-000000000000','body':'late'," PEN
                          ",'edit':5,'typed_at':'2026-11-21T20:30:00.000Z'}");
  g_assert_true (g_str_has_prefix (again, "ok"));
  g_assert_cmpuint (n_notes (world), ==, 1);
  correction = desk_world_ask (world,
                               "alice",
                               "contact.note",
                               "{'contact':'10000000-0000-4000-8000-000000000000','body':'x'," PEN
                               ",'edit':6}");
  g_assert_true (g_str_has_prefix (correction, "not_possible"));
}

static void
test_forgotten_when_nobody_can_correct (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  const BhPbxEvent another[] = {
      {.kind = BH_PBX_LEG_NEW,
       .leg = "z",
       .call = "z",
       .device = "PJSIP/trunk",
       .number = "13900139000",
       .name = "",
       .dialed = "4000",
       .leg_state = BH_LEG_STATE_RINGING},
      {.kind = BH_PBX_LEG_ENDED, .leg = "z", .cause = 16},
  };

  ring (world);
  assert_note (world, "alice", "'body':'x','base':0," PEN ",'edit':1", "ok");
  end_contact (world);
  g_assert_cmpuint (desk_world_n_open (world, "note"), ==, 1);
  desk_world_wait (world, 11 * 60 * 1000);
  for (guint i = 0; i < G_N_ELEMENTS (another); i++)
    desk_world_say (world, &another[i]);
  g_assert_cmpuint (desk_world_n_open (world, "note"), ==, 0);
  g_assert_cmpuint (desk_world_n_open (world, "past"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/notes/same-edit-is-one-note", test_same_edit_is_one_note);
  g_test_add_func ("/engine/notes/older-edit-with-other-words",
                   test_older_edit_with_other_words_is_stale);
  g_test_add_func ("/engine/notes/other-pen-needs-the-revision", test_other_pen_needs_the_revision);
  g_test_add_func ("/engine/notes/server-dies-before-the-reply", test_server_dies_before_the_reply);
  g_test_add_func ("/engine/notes/receiver-gets-the-words", test_receiver_gets_the_words_of_before);
  g_test_add_func ("/engine/notes/late-words-are-taken", test_late_words_are_taken);
  g_test_add_func ("/engine/notes/correction", test_correction);
  g_test_add_func ("/engine/notes/correction-after-a-crash", test_correction_after_a_crash);
  g_test_add_func ("/engine/notes/nobody-elses", test_nobody_elses);
  g_test_add_func ("/engine/notes/of-long-ago", test_of_long_ago);
  g_test_add_func ("/engine/notes/forgotten-when-nobody-can-correct",
                   test_forgotten_when_nobody_can_correct);
  return g_test_run ();
}
