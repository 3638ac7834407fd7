/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/engine/desk-world.h"

/* Agents over restarts of either side, in the PBX's queues, and at which PBX's phone. */

static const BhPbxEvent alice_is_member = {.kind = BH_PBX_MEMBER_ADDED,
                                           .queue = "support",
                                           .member = "PJSIP/1001",
                                           .device = "PJSIP/1001",
                                           .has_paused = TRUE};

static const char *
text_of (JsonObject *object, const char *member)
{
  g_assert_nonnull (object);
  return json_object_get_string_member_with_default (object, member, NULL);
}

#define assert_ok(call)                                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *answer_ = (call);                                                             \
    g_assert_true (g_str_has_prefix (answer_, "ok {"));                                            \
  }                                                                                                \
  G_STMT_END

static char *last_message;

static GLogWriterOutput
note_message (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (fields[i].key, "MESSAGE")) {
      g_free (last_message);
      last_message = g_strdup (fields[i].value);
    }
  return G_LOG_WRITER_HANDLED;
}

static const char *
state_of (DeskWorld *world, const char *user)
{
  const BhAgent *agent = bh_model_get_agent (bh_engine_get_model (desk_world_engine (world)), user);
  return bh_agent_state_to_string (agent->state);
}

static DeskWorld *
world_with_ready_alice (void)
{
  DeskWorld *world = desk_world_new (0);

  desk_world_sign_in (world, "alice");
  g_free (desk_world_ask (world, "alice", "state.set", "{'state':'ready'}"));
  desk_world_say (world, &alice_is_member);
  g_free (desk_world_commands (world));
  return world;
}

/* ---- in the PBX's queues */

static void
test_penalty (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_sign_in (world, "bob");
  assert_takes (desk_world_commands (world),
                "queue_add queue=support member=PJSIP/1002 reason=signed_in paused=yes; "
                "queue_add queue=sales member=PJSIP/1002 reason=signed_in penalty=1 paused=yes");
}

static void
test_penalty_at_rejoin (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_sign_in (world, "bob");
  g_free (desk_world_ask (world, "bob", "state.set", "{'state':'ready'}"));
  g_free (desk_world_commands (world));
  desk_world_link (world, BH_PBX_LINK_LOST, "It is away.");
  assert_takes (desk_world_commands (world), "");
  desk_world_link_up (world, "boot-2", NULL, 0);
  assert_takes (desk_world_commands (world),
                "queue_add queue=support member=PJSIP/1002 paused=no; "
                "queue_add queue=sales member=PJSIP/1002 penalty=1 paused=no");
}

/* A member already, though nobody saw it: it cannot be added, but paused as was wished. */
static void
test_member_already (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_sign_in (world, "alice");
  g_free (desk_world_commands (world));
  desk_world_done (world, FALSE, "Unable to add interface: Already there");
  assert_takes (desk_world_commands (world),
                "queue_pause queue=support member=PJSIP/1001 reason=signed_in paused=yes");
}

static void
test_refusal_is_told_in_its_first_words (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_sign_in (world, "alice");
  desk_world_done (world, FALSE, "No such queue");
  desk_world_done (world, FALSE, "Interface not found");
  g_assert_cmpstr (last_message,
                   ==,
                   "queue_add of PJSIP/1001 in support did not come about: No such queue");
}

static void
test_seen_member_is_only_paused (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);

  desk_world_say (world, &alice_is_member);
  desk_world_sign_in (world, "alice");
  assert_takes (desk_world_commands (world),
                "queue_pause member=PJSIP/1001 reason=signed_in paused=yes");
}

/* ---- the server is killed */

static void
test_ready_stays_ready (void)
{
  g_autoptr (DeskWorld) world = world_with_ready_alice ();

  desk_world_crash (world);
  g_assert_cmpstr (state_of (world, "alice"), ==, "unknown");
  assert_ok (desk_world_returns (world, "alice", "PJSIP/1001"));
  desk_world_link_up (world, "boot-1", &alice_is_member, 1);
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "agent"), "state"), ==, "ready");
  assert_takes (desk_world_commands (world), "");
}

static void
test_not_ready_stays (void)
{
  g_autoptr (DeskWorld) world = world_with_ready_alice ();

  g_free (desk_world_ask (world, "alice", "state.set", "{'state':'not_ready'}"));
  desk_world_crash (world);
  g_free (desk_world_returns (world, "alice", "PJSIP/1001"));
  g_free (desk_world_commands (world));
  desk_world_link_up (world, "boot-2", NULL, 0);
  g_assert_cmpstr (text_of (desk_world_last (world, "alice", "agent"), "state"), ==, "not_ready");
  g_assert_null (text_of (desk_world_last (world, "alice", "agent"), "reason"));
  assert_takes (desk_world_commands (world),
                "queue_add queue=support member=PJSIP/1001 paused=yes");
}

static void
test_wrap_up_goes_on (void)
{
  g_autoptr (DeskWorld) world = world_with_ready_alice ();

  desk_world_customer_calls (world, "13800138000");
  desk_world_rings (world, "PJSIP/1001");
  desk_world_answers (world, "PJSIP/1001");
  desk_world_wait (world, 1000);
  desk_world_hangs_up (world);
  g_assert_cmpstr (state_of (world, "alice"), ==, "wrap_up");
  desk_world_wait (world, 10000);
  desk_world_crash (world);
  g_free (desk_world_returns (world, "alice", "PJSIP/1001"));
  desk_world_link_up (world, "boot-1", &alice_is_member, 1);
  g_assert_cmpstr (state_of (world, "alice"), ==, "wrap_up");
  desk_world_wait (world, 20000);
  g_assert_cmpstr (state_of (world, "alice"), ==, "ready");
}

/* Who hands a customer over wraps up by a clock of its own, and is told of it. */
static void
test_wrap_up_after_a_transfer (void)
{
  g_autoptr (DeskWorld) world = world_with_ready_alice ();
  const BhPbxEvent handed_over[] = {
      {.kind = BH_PBX_TRANSFER_BLIND, .leg = "a", .other_leg = "c", .dialed = "1002"},
      {.kind = BH_PBX_BRIDGE_LEFT, .leg = "c", .bridge = "b"},
      {.kind = BH_PBX_LEG_ENDED, .leg = "a", .cause = 16},
  };
  JsonObject *contact;

  desk_world_customer_calls (world, "13800138000");
  desk_world_rings (world, "PJSIP/1001");
  desk_world_answers (world, "PJSIP/1001");
  desk_world_wait (world, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (handed_over); i++)
    desk_world_say (world, &handed_over[i]);
  contact = desk_world_last (world, "alice", "contact");
  g_assert_null (text_of (contact, "wrap_up_until"));
  g_assert_cmpstr (text_of (json_object_get_object_member (contact, "me"), "wrap_up_until"),
                   ==,
                   "2026-11-21T21:36:20.000Z");
  g_free (desk_world_ask (world, "alice", "contact.extend", "{'contact':'CONTACT','seconds':60}"));
  contact = desk_world_last (world, "alice", "contact");
  g_assert_cmpstr (text_of (json_object_get_object_member (contact, "me"), "wrap_up_until"),
                   ==,
                   "2026-11-21T21:37:20.000Z");
}

static void
test_stays_away (void)
{
  g_autoptr (DeskWorld) world = world_with_ready_alice ();
  const char *end;

  desk_world_crash (world);
  desk_world_link_up (world, "boot-1", &alice_is_member, 1);
  g_assert_cmpstr (state_of (world, "alice"), ==, "ready");
  desk_world_wait (world, 60000);
  g_assert_cmpstr (state_of (world, "alice"), ==, "logged_out");
  assert_takes (desk_world_commands (world), "queue_remove queue=support member=PJSIP/1001");
  end = desk_world_record (world, BH_RECORD_AGENT_SESSION);
  g_assert_nonnull (strstr (end, "\"end_reason\":\"silence\""));
}

/* ---- somebody else signs them out */

static gboolean
is_in (DeskWorld *world, const char *name)
{
  const BhAgent *agent = bh_model_get_agent (bh_engine_get_model (desk_world_engine (world)), name);

  return agent != NULL && agent->signed_in;
}

static void
test_forced_out (void)
{
  g_autoptr (DeskWorld) world = world_with_ready_alice ();

  desk_world_sign_in (world, "sue");
  g_free (desk_world_commands (world));
  g_free (desk_world_trail (world));
  assert_takes (
      desk_world_ask (world, "sue", "agent.sign_out", "{'agent':'alice','reason':'Gone home'}"),
      "ok {\"agent\":\"alice\",\"was\":\"ready\",\"desktop\":true}");
  g_assert_false (is_in (world, "alice"));
  assert_takes (desk_world_commands (world), "queue_remove queue=support member=PJSIP/1001");
  {
    g_autofree char *trail = desk_world_trail (world);
    g_assert_nonnull (strstr (trail, "alice:bye(signed_out,Gone home)"));
  }
  g_assert_nonnull (
      strstr (desk_world_record (world, BH_RECORD_AGENT_SESSION), "\"end_reason\":\"signed_out\""));
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_AUDIT), "\"actor\":\"sue\""));
  g_assert_nonnull (
      strstr (desk_world_record (world, BH_RECORD_AUDIT), "\"object\":\"alice: Gone home\""));
}

/* After a restart of the server nobody is at the desk, and yet they are signed in. */
static void
test_forced_out_without_a_desktop (void)
{
  g_autoptr (DeskWorld) world = world_with_ready_alice ();

  desk_world_crash (world);
  desk_world_link_up (world, "boot-1", &alice_is_member, 1);
  desk_world_local (world);
  assert_takes (
      desk_world_ask (world, "local", "agent.sign_out", "{'agent':'alice','reason':'Stuck'}"),
      "ok {\"agent\":\"alice\",\"was\":\"ready\",\"desktop\":false}");
  g_assert_false (is_in (world, "alice"));
  assert_takes (
      desk_world_ask (world, "local", "agent.sign_out", "{'agent':'alice','reason':'Again'}"),
      "not_found: alice is not signed in.");
}

static void
test_forced_out_by_the_right_ones (void)
{
  g_autoptr (DeskWorld) world = world_with_ready_alice ();

  desk_world_sign_in (world, "bob");
  assert_takes (
      desk_world_ask (world, "bob", "agent.sign_out", "{'agent':'alice','reason':'For fun'}"),
      "forbidden: agent.sign_out is not for your role. Ask an administrator.");
  g_assert_true (is_in (world, "alice"));
}

/* ---- what the database is told of it */

typedef struct {
  char *started, *ended, *state;
} Stretch;

static void
stretch_clear (gpointer data)
{
  Stretch *stretch = data;
  g_free (stretch->started);
  g_free (stretch->ended);
  g_free (stretch->state);
}

/* The newest record of each begin, in the order of begins: what the table holds. */
static GArray *
stretches (DeskWorld *world)
{
  g_autofree char *text = desk_world_all_records (world, BH_RECORD_AGENT_STATE);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GArray *found = g_array_new (FALSE, TRUE, sizeof (Stretch));

  g_array_set_clear_func (found, stretch_clear);
  for (guint i = 0; *lines[i] != '\0'; i++) {
    g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
    JsonObject *row = json_node_get_object (node);
    Stretch stretch = {.started = g_strdup (text_of (row, "started")),
                       .ended = g_strdup (text_of (row, "ended")),
                       .state = g_strdup (text_of (row, "state"))};
    guint n = found->len;
    if (n > 0 && g_str_equal (g_array_index (found, Stretch, n - 1).started, stretch.started))
      g_array_remove_index (found, n - 1);
    g_array_append_val (found, stretch);
  }
  return found;
}

static void
assert_gapless (GArray *found)
{
  for (guint i = 0; i + 1 < found->len; i++)
    g_assert_cmpstr (g_array_index (found, Stretch, i).ended,
                     ==,
                     g_array_index (found, Stretch, i + 1).started);
}

static char *
states_of (GArray *found)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (text,
                            "%s%s",
                            i > 0 ? " " : "",
                            g_array_index (found, Stretch, i).state);
  return g_string_free (text, FALSE);
}

static void
test_intervals_are_gapless (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  g_autoptr (GArray) found = NULL;

  desk_world_sign_in (world, "alice");
  desk_world_wait (world, 1000);
  g_free (desk_world_ask (world, "alice", "state.set", "{'state':'ready'}"));
  desk_world_wait (world, 1000);
  desk_world_crash (world);
  desk_world_wait (world, 1000);
  g_free (desk_world_returns (world, "alice", "PJSIP/1001"));
  desk_world_wait (world, 1000);
  desk_world_link_up (world, "boot-1", NULL, 0);
  desk_world_wait (world, 1000);
  desk_world_gone (world, "alice", "logout");
  found = stretches (world);
  assert_takes (states_of (found), "not_ready ready unknown ready");
  assert_gapless (found);
  g_assert_nonnull (g_array_index (found, Stretch, 3).ended);
}

/* The same session, begun once and ended once. */
static void
test_session_is_one (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  g_autofree char *id = NULL;

  desk_world_sign_in (world, "alice");
  g_autoptr (JsonNode) begun =
      json_from_string (desk_world_record (world, BH_RECORD_AGENT_SESSION), NULL);
  id = g_strdup (text_of (json_node_get_object (begun), "session"));
  desk_world_wait (world, 5000);
  desk_world_crash (world);
  g_free (desk_world_returns (world, "alice", "PJSIP/1001"));
  desk_world_gone (world, "alice", "logout");
  g_autoptr (JsonNode) ended =
      json_from_string (desk_world_record (world, BH_RECORD_AGENT_SESSION), NULL);
  g_assert_cmpstr (text_of (json_node_get_object (ended), "session"), ==, id);
  g_assert_cmpstr (text_of (json_node_get_object (ended), "end_reason"), ==, "logout");
}

static void
test_password_ends_the_former_session (void)
{
  g_autoptr (DeskWorld) world = world_with_ready_alice ();
  g_autofree char *records = NULL;
  guint ended = 0;

  desk_world_wait (world, 5000);
  desk_world_crash (world);
  desk_world_sign_in (world, "alice");
  records = desk_world_all_records (world, BH_RECORD_AGENT_SESSION);
  for (const char *p = records; (p = strstr (p, "\"replaced\"")) != NULL; p++)
    ended++;
  g_assert_cmpuint (ended, ==, 1);
  g_assert_null (
      strstr (desk_world_record (world, BH_RECORD_AGENT_SESSION), "\"end_reason\":\"replaced\""));
}

static void
test_nothing_is_kept_of_who_left (void)
{
  g_autoptr (DeskWorld) world = world_with_ready_alice ();

  g_assert_cmpuint (desk_world_n_open (world, "agent"), ==, 1);
  desk_world_gone (world, "alice", "logout");
  g_assert_cmpuint (desk_world_n_open (world, "agent"), ==, 0);
  desk_world_crash (world);
  g_assert_null (bh_model_get_agent (bh_engine_get_model (desk_world_engine (world)), "alice"));
}

/* ---- at which PBX */

static const char *
pbx_of (DeskWorld *world, const char *user)
{
  return bh_model_get_agent (bh_engine_get_model (desk_world_engine (world)), user)->pbx;
}

static const char *
device_of (DeskWorld *world, const char *user)
{
  return bh_model_get_agent (bh_engine_get_model (desk_world_engine (world)), user)->device;
}

static void
branch_shows (DeskWorld *world, const char *device)
{
  desk_world_branch_says (world,
                          &(BhPbxEvent){.kind = BH_PBX_DEVICE_STATE,
                                        .device = device,
                                        .device_state = BH_DEVICE_STATE_IDLE});
}

static void
test_first_pbx (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (DESK_WORLD_BRANCH);

  g_free (desk_world_login (world, "alice", "secret", "1005"));
  g_assert_cmpstr (pbx_of (world, "alice"), ==, "main");
  g_assert_cmpstr (device_of (world, "alice"), ==, "PJSIP/1005");
}

static void
test_pbx_that_shows_the_phone (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (DESK_WORLD_BRANCH);

  branch_shows (world, "SIP/branch-1005");
  g_free (desk_world_login (world, "alice", "secret", "1005"));
  g_assert_cmpstr (pbx_of (world, "alice"), ==, "branch");
  g_assert_cmpstr (device_of (world, "alice"), ==, "SIP/branch-1005");
}

static void
test_pbx_that_is_named (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (DESK_WORLD_BRANCH);

  g_free (desk_world_login (world, "alice", "secret", "branch:1005"));
  g_assert_cmpstr (pbx_of (world, "alice"), ==, "branch");
  g_assert_cmpstr (device_of (world, "alice"), ==, "SIP/branch-1005");
}

static void
test_no_such_pbx (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (DESK_WORLD_BRANCH);
  g_autofree char *answer = desk_world_login (world, "alice", "secret", "elsewhere:1005");

  g_assert_true (g_str_has_prefix (answer, "bad_request: The phone is not written as one."));
}

static void
test_same_phone_at_both (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (DESK_WORLD_BRANCH);

  g_free (desk_world_login (world, "alice", "secret", "main:X/1"));
  assert_ok (desk_world_login (world, "bob", "secret", "branch:X/1"));
  g_assert_cmpstr (pbx_of (world, "bob"), ==, "branch");
}

/* A ticket knows the device, not the PBX: it is where the agent sat. */
static void
test_returns_to_its_pbx (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (DESK_WORLD_BRANCH);

  g_free (desk_world_login (world, "alice", "secret", "branch:X/1"));
  desk_world_crash (world);
  g_free (desk_world_returns (world, "alice", "X/1"));
  g_assert_cmpstr (pbx_of (world, "alice"), ==, "branch");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (void);
  } tests[] = {
      {"queues/penalty", test_penalty},
      {"queues/penalty-at-rejoin", test_penalty_at_rejoin},
      {"queues/member-already", test_member_already},
      {"queues/refusal", test_refusal_is_told_in_its_first_words},
      {"queues/seen-member", test_seen_member_is_only_paused},
      {"killed/ready", test_ready_stays_ready},
      {"killed/not-ready", test_not_ready_stays},
      {"killed/wrap-up", test_wrap_up_goes_on},
      {"killed/stays-away", test_stays_away},
      {"wrap-up/after-a-transfer", test_wrap_up_after_a_transfer},
      {"records/gapless", test_intervals_are_gapless},
      {"records/one-session", test_session_is_one},
      {"records/former-session", test_password_ends_the_former_session},
      {"records/who-left", test_nothing_is_kept_of_who_left},
      {"pbx/first", test_first_pbx},
      {"pbx/shows-the-phone", test_pbx_that_shows_the_phone},
      {"pbx/named", test_pbx_that_is_named},
      {"pbx/no-such", test_no_such_pbx},
      {"pbx/same-phone-at-both", test_same_phone_at_both},
      {"pbx/returns", test_returns_to_its_pbx},
      {"forced-out", test_forced_out},
      {"forced-out/without-a-desktop", test_forced_out_without_a_desktop},
      {"forced-out/by-the-right-ones", test_forced_out_by_the_right_ones},
  };
  int result;

  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK); /* warnings are part of it */
  g_log_set_writer_func (note_message, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/engine/agents/", tests[i].path, NULL);
    g_test_add_func (path, tests[i].test);
  }
  result = g_test_run ();
  g_free (last_message);
  return result;
}
