/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/desk-world.h"

#include <string.h>

/* Records are handed out, judged, dialed, and what became of them is written down once. The
 * database of desk-fakes has Ann, Bo (a number that no rule lets pass) and Cy. */

#define ANN "00000000-0000-4000-8000-000000000000"
#define CY  "00000000-0000-4000-8000-000000000002"

static void
assert_asks (DeskWorld *world, const char *user, const char *op, const char *args, const char *says)
{
  g_autofree char *answer = desk_world_ask (world, user, op, args);

  if (strstr (answer, says) == NULL)
    g_test_fail_printf ("%s %s: %s", op, args, answer);
}

static DeskWorld *
world_with_alice_at (const char *campaign)
{
  DeskWorld *world = desk_world_new (DESK_WORLD_RULES);
  g_autofree char *args = g_strdup_printf ("{'campaign':'%s'}", campaign);

  desk_world_sign_in (world, "alice");
  assert_asks (world, "alice", "campaign.join", args, "ok {");
  g_free (desk_world_commands (world));
  g_free (desk_world_records (world));
  return world;
}

static DeskWorld *
world_with_alice (void)
{
  return world_with_alice_at ("spring");
}

static void
assert_result (DeskWorld *world, const char *part)
{
  const char *record = desk_world_record (world, BH_RECORD_CAMPAIGN_RESULT);

  if (record == NULL || strstr (record, part) == NULL)
    g_test_fail_printf ("%s is not in %s", part, record != NULL ? record : "nothing");
}

static void
test_join (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (DESK_WORLD_RULES);

  desk_world_sign_in (world, "alice");
  assert_asks (world, "alice", "campaign.next", "{}", "not_possible: You work on no campaign.");
  assert_asks (world, "alice", "campaign.join", "{'campaign':'winter'}", "not_found: There is no");
  assert_asks (world,
               "alice",
               "campaign.join",
               "{'campaign':'autumn'}",
               "not_possible: The campaign \"Autumn\" is paused.");
  assert_asks (world, "alice", "campaign.join", "{'campaign':'spring'}", "ok {");
  assert_asks (world, "alice", "campaign.list", "{}", "\"joined\":\"spring\"");
  assert_asks (world, "alice", "campaign.leave", "{}", "ok");
  assert_asks (world, "alice", "campaign.next", "{}", "not_possible: ");
}

/* What a rule refuses is not shown, but said; the record after it is. */
static void
test_passed_over (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  assert_asks (world, "alice", "campaign.next", "{}", "\"name\":\"Ann\"");
  assert_asks (world, "alice", "campaign.next", "{}", "\"name\":\"Ann\"");
  assert_asks (world, "alice", "campaign.skip", "{'record':'" ANN "','reason':'holiday'}", "ok");
  assert_result (world, "\"outcome\":\"skipped\",\"state\":\"open\"");
  assert_result (world, "\"note\":\"holiday\"");
  assert_result (world, "\"due\":\"2026-11-21T22:35");
  assert_asks (world, "alice", "campaign.next", "{}", "\"passed\":[{\"record\":");
  assert_result (world, "\"outcome\":\"not_allowed\",\"state\":\"done\"");
  assert_asks (world, "alice", "campaign.skip", "{'record':'" ANN "','reason':'x'}", "stale: ");
  assert_asks (world, "alice", "campaign.skip", "{'record':'" CY "','reason':'time_over'}", "ok");
  assert_result (world, "\"outcome\":\"time_over\"");
  assert_asks (world, "alice", "campaign.next", "{}", "\"record\":null");
}

/* A register that nobody brought in is brought in tomorrow: the record waits, with the rule's
 * words.
 */
static void
test_refusal_that_is_cured (void)
{
  g_autoptr (DeskWorld) world = world_with_alice_at ("register");

  assert_asks (world, "alice", "campaign.next", "{}", "\"rule\":\"register\"");
  assert_result (world, "\"outcome\":\"not_allowed\",\"state\":\"open\"");
  assert_result (world, "\"due\":\"2026-11-21T22:35");
  assert_result (world, "\"why\":\"Register: The register \\\"robinson\\\" was never brought in");
  assert_asks (world, "alice", "campaign.next", "{}", "\"name\":\"Cy\"");
}

/* As many as are looked at in one go; whoever asks again gets on with it. */
static void
test_many_are_refused (void)
{
  g_autoptr (DeskWorld) world = world_with_alice_at ("nobody");

  for (guint i = 0; i < 3; i++)
    assert_asks (world, "alice", "campaign.next", "{}", "\"more\":true");
  assert_asks (world, "alice", "campaign.next", "{}", "\"passed\":[],\"more\":false");
  assert_asks (world, "alice", "campaign.next", "{}", "\"name\":\"Ann\"");
}

/* Who promised to call keeps it: nobody called yet. */
static void
test_promise_is_kept (void)
{
  static const char *const reasons[][2] = {{"wait a bit", "2026-11-21T22:35:49"},
                                           {"time_over", "2026-11-21T21:40:49"}};

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    g_autoptr (DeskWorld) world = world_with_alice_at ("promised");
    g_autofree char *skip = g_strdup_printf ("{'record':'" ANN "','reason':'%s'}", reasons[i][0]);
    assert_asks (world, "alice", "campaign.next", "{}", "\"promised\":true");
    assert_asks (world, "alice", "campaign.skip", skip, "ok");
    assert_result (world, reasons[i][1]);
    assert_result (world, "\"for\":\"alice\"");
  }
}

static void
test_promise_is_given_back (void)
{
  g_autoptr (DeskWorld) world = world_with_alice_at ("promised");

  assert_asks (world, "alice", "campaign.next", "{}", "\"promised\":true");
  desk_world_gone (world, "alice", "expired");
  assert_result (world, "\"outcome\":\"given_back\"");
  assert_result (world, "\"for\":\"alice\",\"due\":\"2026-11-21T21:00:00Z\"");
}

/* What the list says of a person counts for each of its numbers, when it is shown and dialed. */
static void
test_zone_and_customer (void)
{
  g_autoptr (DeskWorld) world = world_with_alice_at ("abroad");
  g_autofree char *asked = NULL;

  assert_asks (world, "alice", "campaign.next", "{}", "\"zone\":\"Pacific/Auckland\",\"time\":");
  g_free (desk_world_asked (world));
  assert_asks (world,
               "alice",
               "campaign.dial",
               "{'record':'" ANN "','number':'13800138000'}",
               "waits");
  asked = desk_world_asked (world);
  g_assert_nonnull (strstr (asked, "\"customer\":\"k7\",\"campaign\":\"abroad\""));
}

/* What became of a record is told of its own number, whomever the agent called meanwhile. */
static void
test_another_dial (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  assert_asks (world, "alice", "campaign.next", "{}", "\"name\":\"Ann\"");
  assert_asks (world,
               "alice",
               "campaign.dial",
               "{'record':'" ANN "','number':'13800138000'}",
               "waits");
  desk_world_done (world, TRUE, "");
  assert_asks (world, "alice", "call.dial", "{'number':'13900000001'}", "waits");
  desk_world_done (world, TRUE, "");
  assert_asks (world, "alice", "campaign.result", "{'record':'" ANN "','outcome':'refused'}", "ok");
  g_assert_nonnull (
      strstr (desk_world_record (world, BH_RECORD_DIAL_ATTEMPT), "\"outcome\":\"refused\""));
  g_assert_nonnull (
      strstr (desk_world_record (world, BH_RECORD_DIAL_ATTEMPT), "\"number\":\"13800138000\""));
}

static void
test_dial (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();
  g_autofree char *commands = NULL;

  assert_asks (world, "alice", "campaign.next", "{}", "\"number\":\"13800138000\"");
  assert_asks (world,
               "alice",
               "campaign.dial",
               "{'record':'" ANN "','number':'13800138009'}",
               "dial_refused: ");
  assert_asks (world, "alice", "campaign.result", "{'record':'" ANN "','outcome':'sold'}", "not_");
  assert_asks (world,
               "alice",
               "campaign.dial",
               "{'record':'" ANN "','number':'13800138000'}",
               "waits");
  commands = desk_world_commands (world);
  g_assert_cmpstr (commands, ==, "dial device=PJSIP/1001 number=13800138000 ring=25000");
  g_assert_nonnull (
      strstr (desk_world_record (world, BH_RECORD_DIAL_ATTEMPT), "\"record\":\"" ANN "\""));
  desk_world_done (world, TRUE, "");
  assert_asks (world, "alice", "campaign.leave", "{}", "not_possible: Finish the call");
  assert_asks (world, "alice", "campaign.result", "{'record':'" ANN "','outcome':'mad'}", "bad_");
  assert_asks (world, "alice", "campaign.result", "{'record':'" ANN "','outcome':'sold'}", "ok");
  assert_result (world, "\"outcome\":\"sold\",\"state\":\"done\"");
  assert_result (world, "\"dials\":1");
  g_assert_nonnull (
      strstr (desk_world_record (world, BH_RECORD_DIAL_ATTEMPT), "\"outcome\":\"answered\""));
  g_assert_cmpstr (
      json_object_get_string_member (desk_world_last (world, "alice", "campaign_result"),
                                     "outcome"),
      ==,
      "sold");
}

/* The campaign's own contacts need a result where it says so, though no queue served them. */
static void
test_result_is_required (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  desk_world_customer_calls (world, "13800138000");
  desk_world_rings (world, "PJSIP/1001");
  desk_world_answers (world, "PJSIP/1001");
  desk_world_attach (world, "campaign", "autumn");
  desk_world_hangs_up (world);
  assert_asks (world,
               "alice",
               "contact.finish",
               "{'contact':'CONTACT'}",
               "not_possible: A result must be chosen for contacts of this campaign.");
  assert_asks (world,
               "alice",
               "contact.disposition",
               "{'contact':'CONTACT','code':'agreed'}",
               "ok");
  assert_asks (world, "alice", "contact.finish", "{'contact':'CONTACT'}", "ok");
}

/* The record of a promised call is asked for by its name. */
static void
test_one_record (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();
  g_autofree char *asked = NULL;

  assert_asks (world,
               "alice",
               "campaign.next",
               "{'record':'00000000-0000-4000-8000-00000000000z'}",
               "bad_request: record");
  g_free (desk_world_asked (world));
  assert_asks (world, "alice", "campaign.next", "{'record':'" ANN "'}", "\"name\":\"Ann\"");
  asked = desk_world_asked (world);
  g_assert_nonnull (strstr (asked, "\"record\":\"" ANN "\""));
}

static void
test_too_late (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  assert_asks (world, "alice", "campaign.next", "{}", "\"name\":\"Ann\"");
  desk_world_wait (world, 66000);
  assert_asks (world,
               "alice",
               "campaign.dial",
               "{'record':'" ANN "','number':'13800138000'}",
               "not_possible: The time to decide is over");
}

/* A desk that is gone gives back what it did not dial. */
static void
test_gone (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  assert_asks (world, "alice", "campaign.next", "{}", "\"name\":\"Ann\"");
  desk_world_gone (world, "alice", "expired");
  assert_result (world, "\"outcome\":\"given_back\",\"state\":\"open\"");
}

static void
test_callback_of_record (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  assert_asks (world, "alice", "campaign.next", "{}", "\"name\":\"Ann\"");
  assert_asks (world,
               "alice",
               "callback.create",
               "{'number':'13800138000','due':'2026-11-23T09:00:00Z','zone':'Europe/Paris',"
               "'to':'me','record':'" ANN "'}",
               "ok {\"callback\":");
  assert_result (world, "\"outcome\":\"callback\",\"state\":\"open\"");
  assert_result (world, "\"due\":\"2026-11-23T09:00:00.000Z\"");
  assert_result (world, "\"for\":\"alice\"");
  g_assert_nonnull (
      strstr (desk_world_record (world, BH_RECORD_CALLBACK), "\"zone\":\"Europe/Paris\""));
}

static void
test_callbacks (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();
  static const char *const faults[][2] = {
      {"{'number':'1','due':'soon','zone':'Europe/Paris','to':'me'}", "bad_request: due: "},
      {"{'number':'1','due':'2026-11-20T09:00:00Z','zone':'Europe/Paris','to':'me'}", "bad_"},
      {"{'number':'1','due':'2028-11-20T09:00:00Z','zone':'Europe/Paris','to':'me'}", "bad_"},
      {"{'number':'1','due':'2026-11-23T09:00:00Z','zone':'Mars/Base','to':'me'}", "zone: "},
      {"{'number':'1','due':'2026-11-23T09:00:00Z','zone':'Europe/Paris','to':'us'}", "to: "},
  };

  desk_world_sign_in (world, "bob");
  g_free (desk_world_events (world, "bob"));
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    assert_asks (world, "alice", "callback.create", faults[i][0], faults[i][1]);
  assert_asks (world,
               "alice",
               "callback.create",
               "{'number':'13800138000','due':'2026-11-23T09:00:00Z','zone':'Asia/Tokyo',"
               "'to':'me'}",
               "\"team_from\":\"2026-11-23T09:15:00.000Z\"");
  g_assert_null (desk_world_last (world, "bob", "callback"));
  assert_asks (world,
               "alice",
               "callback.create",
               "{'number':'13800138000','due':'2026-11-23T09:00:00Z','zone':'Asia/Tokyo',"
               "'to':'team'}",
               "ok");
  g_assert_nonnull (desk_world_last (world, "bob", "callback"));
  assert_asks (world, "alice", "callback.list", "{}", "ok {\"callbacks\":[]}");
  assert_asks (world, "alice", "callback.take", "{'callback':'" ANN "'}", "stale: bob has taken");
  assert_asks (world, "alice", "callback.done", "{'callback':'" ANN "'}", "ok {");
}

static void
test_consent (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  assert_asks (world,
               "alice",
               "customer.consent",
               "{'number':'13800138000','purpose':'fun','given':true,'source':'said so'}",
               "bad_request: purpose");
  assert_asks (world,
               "alice",
               "customer.consent",
               "{'purpose':'marketing','given':true,'source':'said so'}",
               "bad_request: Say whose");
  assert_asks (world,
               "alice",
               "customer.consent",
               "{'number':'13800138000','purpose':'marketing','given':true,'source':'said so'}",
               "ok");
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_CONSENT), "said so"));
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_AUDIT), "consent_given"));
  assert_asks (world,
               "alice",
               "customer.consent",
               "{'number':'13800138000','purpose':'marketing','given':false,'source':'by phone'}",
               "ok");
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_CONSENT), "\"given\":false"));
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_AUDIT), "consent_withdrawn"));
}

/* What the database knows, with times as on the wire. */
static void
test_consents_are_shown (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  assert_asks (world, "alice", "customer.consents", "{}", "bad_request: Say whose");
  assert_asks (world,
               "alice",
               "customer.consents",
               "{'number':'13800138000'}",
               "ok {\"consents\":[],\"listings\":[]}");
  assert_asks (world,
               "alice",
               "customer.consents",
               "{'number':'0900123'}",
               "\"listings\":[{\"list\":\"house\",\"since\":\"1970-01-01T00:00:01.000Z\"}]");
}

static void
test_do_not_call (void)
{
  g_autoptr (DeskWorld) world = world_with_alice ();

  assert_asks (world, "alice", "customer.do_not_call", "{'number':'13800138000'}", "bad_request");
  assert_asks (world,
               "alice",
               "customer.do_not_call",
               "{'number':'13800138000','reason':'said so','contact':'" ANN "'}",
               "not_found: There is no such contact");
  g_assert_null (desk_world_record (world, BH_RECORD_DO_NOT_CALL));
  assert_asks (world,
               "alice",
               "customer.do_not_call",
               "{'number':'13800138000','reason':'said so'}",
               "ok");
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_DO_NOT_CALL), "said so"));
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_AUDIT), "13800138000 said so"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/campaign/join", test_join);
  g_test_add_func ("/engine/campaign/passed-over", test_passed_over);
  g_test_add_func ("/engine/campaign/refusal-that-is-cured", test_refusal_that_is_cured);
  g_test_add_func ("/engine/campaign/many-are-refused", test_many_are_refused);
  g_test_add_func ("/engine/campaign/promise-is-kept", test_promise_is_kept);
  g_test_add_func ("/engine/campaign/promise-is-given-back", test_promise_is_given_back);
  g_test_add_func ("/engine/campaign/zone-and-customer", test_zone_and_customer);
  g_test_add_func ("/engine/campaign/another-dial", test_another_dial);
  g_test_add_func ("/engine/campaign/dial", test_dial);
  g_test_add_func ("/engine/campaign/result-is-required", test_result_is_required);
  g_test_add_func ("/engine/campaign/one-record", test_one_record);
  g_test_add_func ("/engine/campaign/too-late", test_too_late);
  g_test_add_func ("/engine/campaign/gone", test_gone);
  g_test_add_func ("/engine/campaign/callback-of-record", test_callback_of_record);
  g_test_add_func ("/engine/campaign/callbacks", test_callbacks);
  g_test_add_func ("/engine/campaign/consent", test_consent);
  g_test_add_func ("/engine/campaign/consents-are-shown", test_consents_are_shown);
  g_test_add_func ("/engine/campaign/do-not-call", test_do_not_call);
  return g_test_run ();
}
