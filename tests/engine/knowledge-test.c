/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/engine/desk-world.h"
#include "tests/fakes/fake-picture.h"

/* The knowledge base at the desk: who may do what, what the database is asked, what is kept. The
 * world's database answers most questions with the question. */

#define ID "8f1b4d9e-5b1a-4c57-9c3f-2f4f3c1f0a11"

static void
assert_asks (DeskWorld *world, const char *user, const char *op, const char *args, const char *says)
{
  g_autofree char *answer = desk_world_ask (world, user, op, args);

  if (strstr (answer, says) == NULL)
    g_test_message ("%s %s: %s", op, args, answer);
  g_assert_nonnull (strstr (answer, says));
}

static DeskWorld *
world_with_people (DeskWorldFlags flags)
{
  DeskWorld *world = desk_world_new (flags);

  desk_world_sign_in (world, "alice");
  desk_world_sign_in (world, "sue");
  g_free (desk_world_records (world));
  return world;
}

static void
test_search (void)
{
  g_autoptr (DeskWorld) world = world_with_people (0);
  const char *record;

  assert_asks (world, "alice", "kb.search", "{'text':'更改密码'}", "\"title_ranges\":[[2,4]]");
  g_assert_null (
      desk_world_record (world, BH_RECORD_KB_SEARCH)); /* without an id nothing is kept */
  assert_asks (world, "alice", "kb.search", "{'text':'更改','search':'s1'}", "\"hits\":[");
  assert_asks (world,
               "alice",
               "kb.search",
               "{'text':'更改 密码','search':'s1','language':null}",
               "\"hits\":[");
  record = desk_world_record (world, BH_RECORD_KB_SEARCH);
  g_assert_nonnull (strstr (record, "\"search\":\"s1\""));
  g_assert_nonnull (strstr (record, "\"agent\":\"alice\""));
  g_assert_nonnull (strstr (record, "\"folded\":\"更改 密码\""));
  g_assert_nonnull (strstr (record, "\"hits\":1"));
  assert_asks (world, "alice", "kb.search", "{'text':''}", "bad_request");
  assert_asks (world,
               "alice",
               "kb.search",
               "{'text':'x','contact':'00000000-0000-0000-0000-000000000000'}",
               "not_found: There is no such contact of yours");
}

static void
test_records (void)
{
  g_autoptr (DeskWorld) world = world_with_people (0);
  const char *record;

  desk_world_customer_calls (world, "13800138000");
  desk_world_rings (world, "PJSIP/1001");
  assert_asks (world,
               "alice",
               "kb.click",
               "{'article':'" ID "','place':2,'search':'s1','contact':'CONTACT'}",
               "ok");
  record = desk_world_record (world, BH_RECORD_KB_CLICK);
  g_assert_nonnull (strstr (record, "\"how\":\"opened\""));
  g_assert_nonnull (strstr (record, "\"queue\":\"support\""));
  g_assert_nonnull (strstr (record, "\"place\":2"));
  assert_asks (world,
               "alice",
               "kb.useful",
               "{'article':'" ID "','useful':false,'comment':'old'}",
               "ok");
  record = desk_world_record (world, BH_RECORD_KB_VOTE);
  g_assert_nonnull (strstr (record, "\"useful\":false"));
  g_assert_nonnull (strstr (record, "\"revision\":"));
  assert_asks (world, "alice", "kb.gap", "{'text':'Ｄrone'}", "ok");
  g_assert_nonnull (strstr (desk_world_record (world, BH_RECORD_KB_GAP), "\"folded\":\"drone\""));
  assert_asks (world,
               "alice",
               "kb.click",
               "{'article':'" ID "','how':'eaten'}",
               "none of opened, inserted");
  assert_asks (world,
               "alice",
               "kb.click",
               "{'article':'123456789012345678901234567890123456'}",
               "no UUID");
}

static void
test_kept_before_said (void)
{
  g_autoptr (DeskWorld) world = world_with_people (DESK_WORLD_SLOW_DISK);
  g_autofree char *answer = NULL;

  assert_asks (world, "alice", "kb.gap", "{'text':'drone'}", "waits");
  desk_world_sync (world);
  answer = desk_world_answer (world);
  g_assert_cmpstr (answer, ==, "ok");
}

static void
test_save (void)
{
  g_autoptr (DeskWorld) world = world_with_people (0);

  assert_asks (world,
               "alice",
               "kb.save",
               "{'article':'" ID "','base':0,'title':'T','body':'x'}",
               "forbidden");
  assert_asks (world,
               "alice",
               "kb.suggest",
               "{'article':'" ID "','base':0,'title':'T','body':'x'}",
               "\"status\":\"suggested\"");
  assert_asks (world,
               "sue",
               "kb.save",
               "{'article':'" ID "','base':0,'title':'Refunds','body':'x','tags':['money']}",
               "\"head_words\":\"'=money':4B '=refund':1A 'money':4B");
  assert_asks (world,
               "sue",
               "kb.save",
               "{'article':'" ID "','base':0,'title':'T','body':'x'}",
               "\"by\":\"sue\"");
  assert_asks (world,
               "sue",
               "kb.save",
               "{'article':'" ID "','base':0,'title':'T','body':'![](https://x/y.png)'}",
               "lies elsewhere");
  assert_asks (world,
               "sue",
               "kb.save",
               "{'article':'" ID "','base':0,'title':'T','body':'x','language':'Deutsch'}",
               "no language");
  assert_asks (world,
               "sue",
               "kb.save",
               "{'article':'" ID "','base':0,'title':'T','body':'x','review_on':'2027-02-30'}",
               "no day");
  assert_asks (world,
               "sue",
               "kb.save",
               "{'article':'" ID "','base':0,'title':'T','body':'x','tags':'a'}",
               "bad_request");
  assert_asks (world,
               "sue",
               "kb.save",
               "{'article':'" ID "','base':0,'title':'','body':'x'}",
               "bad_request");
}

static void
test_way (void)
{
  g_autoptr (DeskWorld) world = world_with_people (0);
  static const char *const ops[] =
      {"kb.publish", "kb.archive", "kb.versions", "kb.diff", "kb.work", "kb.gaps", "kb.synonyms"};

  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    assert_asks (world, "alice", ops[i], "{}", "forbidden");
  assert_asks (world,
               "sue",
               "kb.review",
               "{'article':'" ID "','version':1,'verdict':'started'}",
               "\"verdict\":\"started\"");
  assert_asks (world,
               "sue",
               "kb.review",
               "{'article':'" ID "','version':1,'verdict':'eaten'}",
               "none of started, returned");
  assert_asks (world,
               "sue",
               "kb.publish",
               "{'article':'" ID "','version':1}",
               "\"verdict\":\"published\"");
  assert_asks (world,
               "sue",
               "kb.rollback",
               "{'article':'" ID "','version':1,'base':3}",
               "\"verdict\":\"rolled_back\"");
  assert_asks (world, "sue", "kb.publish", "{'article':'" ID "','version':7}", "not_found");
  assert_asks (world,
               "sue",
               "kb.publish",
               "{'article':'" ID "','version':8}",
               "not_possible: The article is published");
  assert_asks (world,
               "sue",
               "kb.publish",
               "{'article':'" ID "','version':9}",
               "stale: The article was changed elsewhere");
}

static void
test_reading (void)
{
  g_autoptr (DeskWorld) world = world_with_people (0);

  assert_asks (world, "alice", "kb.article", "{'article':'" ID "'}", "\"editor\":false");
  assert_asks (world, "sue", "kb.article", "{'article':'" ID "','version':2}", "\"editor\":true");
  assert_asks (
      world,
      "sue",
      "kb.diff",
      "{'article':'" ID "','from':1,'to':2}",
      "{\"from\":1,\"to\":2,\"title\":[\"A\",\"B\"],\"lines\":[{\"kind\":\"same\",\"text\":\"a\"},"
      "{\"kind\":\"away\",\"text\":\"b\"},{\"kind\":\"new\",\"text\":\"c\"},"
      "{\"kind\":\"away\",\"text\":\"[other.png: 8 × 6, bb22]\"},"
      "{\"kind\":\"new\",\"text\":\"[other.png: 9 × 6, cc33]\"}]}");
}

/* The knowledge base is all that an editor has a hand in. */
static void
test_editor (void)
{
  g_autoptr (DeskWorld) world = world_with_people (0);

  desk_world_sign_in (world, "ed");
  assert_asks (world, "ed", "kb.article", "{'article':'" ID "','version':2}", "\"editor\":true");
  assert_asks (world,
               "ed",
               "kb.save",
               "{'article':'" ID "','base':0,'title':'T','body':'b'}",
               "\"by\":\"ed\"");
  assert_asks (world, "ed", "status", "{}", "forbidden");
}

static void
test_suggested (void)
{
  g_autoptr (DeskWorld) world = world_with_people (0);

  desk_world_customer_calls (world, "13800138000");
  desk_world_rings (world, "PJSIP/1001");
  assert_asks (world,
               "alice",
               "kb.suggested",
               "{'contact':'CONTACT','reason':'refund'}",
               "\"queues\":[\"support\"]");
  assert_asks (world, "alice", "kb.suggested", "{'queue':'sales'}", "\"queues\":[\"sales\"]");
  assert_asks (world, "sue", "kb.recommend", "{'article':'" ID "','on':true}", "Say when");
  assert_asks (world,
               "sue",
               "kb.recommend",
               "{'article':'" ID "','on':true,'queue':'support'}",
               "\"on\":true");
}

static void
test_synonyms (void)
{
  g_autoptr (DeskWorld) world = world_with_people (0);

  assert_asks (world, "sue", "kb.synonyms", "{'text':'Refunds'}", "\"key\":\"refund\"");
  assert_asks (world,
               "sue",
               "kb.synonym_save",
               "{'words':['refund','退款']}",
               "{\"word\":\"退款\",\"key\":\"退款\"}");
  assert_asks (world,
               "sue",
               "kb.synonym_save",
               "{'words':['refund','Refunds']}",
               "two words or more that differ");
  assert_asks (world, "sue", "kb.synonym_save", "{'words':[]}", "bad_request");
  assert_asks (world, "sue", "kb.synonym_save", "{'group':3,'words':[]}", "\"group\":3");
  assert_asks (world, "sue", "kb.gap_close", "{'text':' DRONE '}", "\"folded\":\"drone\"");
}

/* ---- pictures */

#define PICTURE "'picture':'" FAKE_PNG_SHA256 "'"

static void
test_picture_read (void)
{
  g_autoptr (DeskWorld) world = world_with_people (0);

  assert_asks (world, "alice", "kb.picture", "{" PICTURE ",'offset':49152}", "\"offset\":49152");
  assert_asks (world, "alice", "kb.picture", "{'picture':'x'}", "bad_request");
  assert_asks (world,
               "alice",
               "kb.picture",
               "{'picture':'ZZZZ4dceb6e449e13d7b01b8012b45193fc3332475368e95abc0628e43ee30zz'}",
               "no SHA-256");
  assert_asks (world,
               "alice",
               "kb.picture",
               "{'picture':'0000000000000000000000000000000000000000000000000000000000000000'}",
               "not_found: There is no such picture.");
}

static void
test_picture_put (void)
{
  g_autoptr (DeskWorld) world = world_with_people (0);
  static const char whole[] = FAKE_PNG_BASE64;
  g_autofree char *first =
      g_strdup_printf ("{" PICTURE ",'size':78,'offset':0,'data':'%.40s'}", whole);
  g_autofree char *rest =
      g_strdup_printf ("{" PICTURE ",'size':78,'offset':30,'data':'%s'}", whole + 40);
  g_autofree char *all = g_strdup_printf ("{" PICTURE ",'size':78,'offset':0,'data':'%s'}", whole);

  assert_asks (world, "alice", "kb.picture_put", first, "forbidden");
  assert_asks (world, "sue", "kb.picture_put", rest, "stale"); /* nothing is before it */
  assert_asks (world, "sue", "kb.picture_put", first, "\"received\":30");
  assert_asks (world, "sue", "kb.picture_put", rest, "\"name\":\"" FAKE_PNG_NAME "\"");
  assert_asks (world, "sue", "kb.picture_put", rest, "stale"); /* that one is over */
  assert_asks (world, "sue", "kb.picture_put", all, "\"width\":8,\"height\":6,\"by\":\"sue\"");
}

static void
test_picture_refused (void)
{
  g_autoptr (DeskWorld) world = world_with_people (0);
  static const char *const cases[][2] = {
      {"{" PICTURE ",'size':78,'offset':0,'data':'!!!!'}", "no base64"},
      {"{" PICTURE ",'size':3,'offset':0,'data':'" FAKE_PNG_BASE64 "'}", "more of it than"},
      {"{" PICTURE ",'size':524289,'offset':0,'data':'AAAA'}", "bad_request"},
      {"{" PICTURE ",'size':3,'offset':0,'data':'AAAA'}", "changed on its way"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_asks (world, "sue", "kb.picture_put", cases[i][0], cases[i][1]);
}

static void
test_picture_is_none (void)
{
  g_autoptr (DeskWorld) world = world_with_people (0);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "svg", 3);
  g_autofree char *args =
      g_strdup_printf ("{'picture':'%s','size':3,'offset':0,'data':'c3Zn'}", hash);

  assert_asks (world,
               "sue",
               "kb.picture_put",
               args,
               "The picture cannot be taken: it is neither PNG nor JPEG");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/knowledge/search", test_search);
  g_test_add_func ("/engine/knowledge/records", test_records);
  g_test_add_func ("/engine/knowledge/kept-before-said", test_kept_before_said);
  g_test_add_func ("/engine/knowledge/save", test_save);
  g_test_add_func ("/engine/knowledge/way-of-a-version", test_way);
  g_test_add_func ("/engine/knowledge/reading", test_reading);
  g_test_add_func ("/engine/knowledge/editor", test_editor);
  g_test_add_func ("/engine/knowledge/suggested", test_suggested);
  g_test_add_func ("/engine/knowledge/synonyms", test_synonyms);
  g_test_add_func ("/engine/knowledge/picture-read", test_picture_read);
  g_test_add_func ("/engine/knowledge/picture-put", test_picture_put);
  g_test_add_func ("/engine/knowledge/picture-refused", test_picture_refused);
  g_test_add_func ("/engine/knowledge/picture-is-none", test_picture_is_none);
  return g_test_run ();
}
