/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/query.h"

#include <string.h>

static char *
search_text (const char *text, const char *language, const char *words, const char *member)
{
  g_autoptr (BhKbQuery) query = bh_kb_query_new (text, language);
  g_autofree char *args = NULL;
  g_autoptr (JsonNode) node = NULL;

  bh_kb_query_take_words (query, words);
  args = bh_kb_query_search_args (query, 10);
  node = json_from_string (args, NULL);
  return g_strdup (
      json_object_get_string_member_with_default (json_node_get_object (node), member, NULL));
}

static void
test_strict (void)
{
  static const char synonyms[] = "{\"synonyms\":{\"更改密码\":[\"修改密码\",\"change "
                                 "password\"],\"修改密码\":[\"更改密码\"]}}";
  static const struct {
    const char *text;
    const char *language;
    const char *words;
    const char *query;
  } rows[] = {
      {"refunds", "en", NULL, "('refunds' | '=refund')"},
      {"refunds", NULL, NULL, "('refunds' | '=refund')"},
      {"how to refund", "en", NULL, "('refund' | '=refund')"},
      {"退款流程", NULL, NULL, "'退款' & '款流' & '流程'"},
      {"怎么办理退款呢", NULL, NULL, "'办理' & '理退' & '退款'"},
      {"我的密码", NULL, NULL, "'密码'"},
      {"忘记密码怎么办", NULL, NULL, "'忘记' & '记密' & '密码'"},
      {"目的地", NULL, NULL, "'目的' & '的地'"},
      {"退", NULL, "{\"completed\":{\"退\":[\"退款\",\"退货\"]}}", "('退' | '退款' | '退货')"},
      {"pass",
       "en",
       "{\"completed\":{\"pass\":[\"password\",\"the\"]}}",
       "('pass' | '=pass' | 'password')"},
      {"wi-fi", "en", NULL, "((('wi') & ('fi')) | 'wifi')"},
      {"更改密码",
       NULL,
       synonyms,
       "(('更改' & '改密' & '密码') | ('修改' & '改密' & '密码') | (('change' | '=chang') & "
       "('password' | '=password')))"},
      {"怎么更改密码",
       "de",
       "{\"synonyms\":{\"更改密码\":[\"修改密码\"]}}",
       "(('更改' & '改密' & '密码') | ('修改' & '改密' & '密码'))"},
      {"修改密码失败",
       NULL,
       "{\"synonyms\":{\"修改密码\":[\"更改密码\"]}}",
       "(('修改' & '改密' & '密码') | ('更改' & '改密' & '密码')) & '失败'"},
      {"refunds", "en", "{\"known\":{\"refunds\":5000}}", "('=refund')"},
      {"the", "en", NULL, NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *query = search_text (rows[i].text, rows[i].language, rows[i].words, "query");
    g_assert_cmpstr (query, ==, rows[i].query);
  }
}

static void
test_loose (void)
{
  g_autofree char *loose =
      search_text ("password reset broken",
                   "en",
                   "{\"articles\":1000,\"known\":{\"password\":900,\"reset\":30}}",
                   "loose");
  g_autofree char *none = search_text ("zzz", "en", "{\"articles\":1000}", "loose");

  g_assert_cmpstr (loose, ==, "'reset'"); /* what most articles have tells nothing */
  g_assert_null (none);
}

static void
test_meant (void)
{
  static const struct {
    const char *text;
    const char *words;
    const char *meant;
  } rows[] = {
      {"Reset my pasword!",
       "{\"known\":{\"reset\":3},\"similar\":{\"pasword\":[\"password\",\"passport\"]}}",
       "Reset my password!"},
      {"password", "{\"known\":{\"password\":3},\"similar\":{}}", NULL},
      {"pass", "{\"completed\":{\"pass\":[\"password\"]},\"similar\":{\"pass\":[\"past\"]}}", NULL},
      {"xyzzy", "{\"similar\":{\"xyzzy\":[\"password\"]}}", NULL}, /* too far */
      {"修该密码",
       "{\"known\":{\"密码\":5},\"similar\":{\"修该\":[\"修理\",\"修改\"],\"该密\":[\"改密\"]}}",
       "修改密码"},
      {"休改密码",
       "{\"known\":{\"改密\":5,\"密码\":5},\"similar\":{\"休改\":[\"修改\"]}}",
       "修改密码"},
      {"退宽", "{\"similar\":{\"退宽\":[\"退款\"]}}", "退款"},
      /* one pair that nobody knows, beside what is known, is no fault */
      {"退款refund多久",
       "{\"known\":{\"退款\":9,\"refund\":9},\"similar\":{\"多久\":[\"多五\",\"很久\"]}}",
       NULL},
      {"退款 多久", "{\"known\":{\"退款\":9},\"similar\":{\"多久\":[\"多五\"]}}", NULL},
      {"退款多久", "{\"known\":{\"退款\":9,\"款多\":1},\"similar\":{\"多久\":[\"多五\"]}}", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (BhKbQuery) query = bh_kb_query_new (rows[i].text, NULL);
    bh_kb_query_take_words (query, rows[i].words);
    g_assert_cmpstr (bh_kb_query_meant (query), ==, rows[i].meant);
  }
}

static void
test_words_args (void)
{
  g_autoptr (BhKbQuery) typing = bh_kb_query_new ("my pass", NULL);
  g_autoptr (BhKbQuery) done = bh_kb_query_new ("my pass ", NULL);
  g_autofree char *a = bh_kb_query_words_args (typing);
  g_autofree char *b = bh_kb_query_words_args (done);

  g_assert_nonnull (strstr (a, "\"begun\":[\"pass\"]"));
  g_assert_nonnull (strstr (b, "\"begun\":[]"));
  g_assert_nonnull (strstr (a, "\"words\":[\"pass\"]"));
}

static JsonObject *
result_of (const char *text, const char *hits)
{
  g_autoptr (BhKbQuery) query = bh_kb_query_new (text, NULL);
  g_autofree char *args = NULL;

  bh_kb_query_take_words (query, "{\"synonyms\":{\"更改密码\":[\"修改密码\"]}}");
  args = bh_kb_query_search_args (query, 10);
  return bh_kb_query_result (query, hits);
}

/* The stretches that the ranges mark, in brackets. */
static char *
marked (JsonObject *hit, const char *member)
{
  g_autofree char *name = g_strconcat (member, "_ranges", NULL);
  JsonArray *ranges = json_object_get_array_member (hit, name);
  const char *text = json_object_get_string_member (hit, member);
  GString *out = g_string_new (NULL);
  guint r = 0, place = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), place++) {
    JsonArray *range = r < json_array_get_length (ranges) ? json_array_get_array_element (ranges, r)
                                                          : NULL;
    guint start = range != NULL ? (guint) json_array_get_int_element (range, 0) : G_MAXUINT;
    guint end = range != NULL ? start + (guint) json_array_get_int_element (range, 1) : G_MAXUINT;
    if (place == start)
      g_string_append_c (out, '[');
    g_string_append_unichar (out, g_utf8_get_char (p));
    if (place + 1 == end) {
      g_string_append_c (out, ']');
      r++;
    }
  }
  g_assert_cmpuint (r, ==, json_array_get_length (ranges));
  return g_string_free (out, FALSE);
}

static void
test_snippet (void)
{
  g_autoptr (JsonObject) result =
      result_of ("更改密码",
                 "{\"hits\":[{\"title\":\"如何修改密码\",\"body\":\"先核对身份。\\n\\n**修改** "
                 "密码之后请 Password\"}],\"more\":false}");
  JsonObject *hit =
      json_array_get_object_element (json_object_get_array_member (result, "hits"), 0);
  g_autofree char *title = marked (hit, "title");
  g_autofree char *snippet = marked (hit, "snippet");

  g_assert_cmpstr (title, ==, "如何[修改密码]");
  g_assert_cmpstr (snippet, ==, "先核对身份。 [修改] [密码]之后请 Password ");
  g_assert_false (json_object_has_member (hit, "body"));
}

static char *
snippet_of (const char *body)
{
  g_autofree char *hits = g_strdup_printf ("{\"hits\":[{\"title\":\"x\",\"body\":\"%s\"}]}", body);
  g_autoptr (JsonObject) result = result_of ("refund", hits);
  JsonArray *array = json_object_get_array_member (result, "hits");

  return g_strdup (
      json_object_get_string_member (json_array_get_object_element (array, 0), "snippet"));
}

/* No mark of Markdown reaches who reads a list of hits. */
static void
test_plain_snippet (void)
{
  static const struct {
    const char *body;
    const char *snippet;
  } cases[] = {
      {"See [Forgotten password](id:22222222-2222-4222-8222-222222222222) *now*.",
       "See Forgotten password now. "},
      {"打开 **账户 → 安全**，点击修改密码。", "打开 账户 → 安全，点击修改密码。 "},
      {"打开**“安全”**点击。", "打开“安全”点击。 "},
      {"# Head\\n\\n- `2**3` and 2**3\\n- ![A plan](a.png)", "Head 2**3 and 2**3 A plan "},
  };
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *snippet = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *here = snippet_of (cases[i].body);
    g_assert_cmpstr (here, ==, cases[i].snippet);
  }
  while (body->len < 7960)
    g_string_append (body, "nothing\\n");
  g_string_append (body, "\\n[the refund](id:");
  while (g_utf8_strlen (body->str, -1) < 12000)
    g_string_append_c (body, '2');
  snippet = snippet_of (body->str);
  g_assert_null (strstr (snippet, "]("));
}

/* What means the same and was searched too is told, for a person who wonders. */
static void
test_also (void)
{
  g_autoptr (JsonObject) with = result_of ("请问更改密码", "{\"hits\":[]}");
  g_autoptr (JsonObject) without = result_of ("发票", "{\"hits\":[]}");
  JsonArray *also = json_object_get_array_member (with, "also");

  g_assert_cmpuint (json_array_get_length (also), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (also, 0), ==, "修改密码");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (without, "also")), ==, 0);
}

static void
test_long_snippet (void)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *hits = NULL;
  g_autofree char *snippet = NULL;
  g_autoptr (JsonObject) result = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append (body, "nothing of that here. ");
  g_string_append (body, "Here a Größe-refund comes, refunded. ");
  for (guint i = 0; i < 300; i++)
    g_string_append (body, "nothing of that here. ");
  hits = g_strdup_printf ("{\"hits\":[{\"title\":\"x\",\"body\":\"%s\"}]}", body->str);
  result = result_of ("refunds", hits);
  snippet =
      marked (json_array_get_object_element (json_object_get_array_member (result, "hits"), 0),
              "snippet");
  g_assert_nonnull (strstr (snippet, "Größe-[refund] comes, [refunded]"));
  g_assert_true (g_str_has_prefix (snippet, "…"));
  g_assert_true (g_str_has_suffix (snippet, "…"));
  g_assert_cmpint (g_utf8_strlen (snippet, -1), <=, 160 + 2 + 4);
}

static void
test_odd_answers (void)
{
  static const char *const odd[] = {"null", "[]", "{}", "", "{\"hits\":[]}"};

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_autoptr (BhKbQuery) query = bh_kb_query_new ("refund", NULL);
    g_autofree char *args = NULL;
    JsonObject *result;
    bh_kb_query_take_words (query, odd[i]);
    args = bh_kb_query_search_args (query, 10);
    result = bh_kb_query_result (query, odd[i]);
    g_assert_cmpint (result != NULL, ==, i == 4);
    g_clear_pointer (&result, json_object_unref);
  }
}

static void
test_nothing_to_find (void)
{
  static const char *const texts[] = {"", "!!", "\xff"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (BhKbQuery) query = bh_kb_query_new (texts[i], NULL);
    g_assert_false (bh_kb_query_says_something (query));
  }
}

/* Whatever is typed, nothing in the query can end a term and begin something else. */
static void
test_any_text_is_safe (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 3000; i++) {
    char text[48] = "";
    g_autofree char *query = NULL;
    for (guint k = 0; k + 1 < sizeof text; k++)
      text[k] = (char) g_rand_int_range (rand, 1, 256);
    query = search_text (text, NULL, NULL, "query");
    for (const char *p = query != NULL ? query : ""; *p != '\0'; p++)
      g_assert_true ((guchar) *p >= 0x80 || g_ascii_isalnum (*p) || strchr ("'=|&() ", *p) != NULL);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kb/query/strict", test_strict);
  g_test_add_func ("/kb/query/loose", test_loose);
  g_test_add_func ("/kb/query/did-you-mean", test_meant);
  g_test_add_func ("/kb/query/words", test_words_args);
  g_test_add_func ("/kb/query/snippet", test_snippet);
  g_test_add_func ("/kb/query/also", test_also);
  g_test_add_func ("/kb/query/plain-snippet", test_plain_snippet);
  g_test_add_func ("/kb/query/long-snippet", test_long_snippet);
  g_test_add_func ("/kb/query/odd-answers", test_odd_answers);
  g_test_add_func ("/kb/query/nothing-to-find", test_nothing_to_find);
  g_test_add_func ("/kb/query/any-text-is-safe", test_any_text_is_safe);
  return g_test_run ();
}
