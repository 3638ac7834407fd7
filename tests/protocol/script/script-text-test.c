/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-text.h"

#include <string.h>

#include "protocol/script/script-words.h"

static char *
say (const char *name, gpointer data)
{
  return g_str_equal (name, "who") ? g_strdup ("王小明") : NULL;
}

static char *
title (const char *name, gpointer data)
{
  return g_str_equal (name, "what") ? g_strdup ("the matter") : NULL;
}

static const struct {
  const char *text;
  const char *rendered;
} rendered[] = {
    {"", ""},
    {"plain, 中文", "plain, 中文"},
    {"Hello {who}!", "Hello 王小明!"},
    {"{who}{who}", "王小明王小明"},
    {"{ who }", "王小明"},
    {"{who|friend}", "王小明"},
    {"About {what|it}.", "About it."},
    {"About {what|}.", "About ."},
    {"About {what}.", "About [the matter]."},
    {"{unknown}", "[unknown]"},
    {"a {{ b }", "a { b }"},
    {"{{who}", "{who}"},
    {"{{{who}", "{王小明"},
    {"open {who", "open {who"},
    {"open {\n}", "open {\n}"},
    {"{a{who}", "{a王小明"},
};

static void
test_render (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rendered); i++) {
    g_autofree char *text = bh_script_text_render (rendered[i].text, say, title, NULL, NULL);
    g_assert_cmpstr (text, ==, rendered[i].rendered);
  }
}

static void
test_spots (void)
{
  g_autoptr (GArray) spots = NULL;
  g_autofree char *text = bh_script_text_render ("您好 {who}, {what}", say, title, NULL, &spots);
  const BhScriptSpot *spot;

  g_assert_cmpstr (text, ==, "您好 王小明, [the matter]");
  g_assert_cmpuint (spots->len, ==, 2);
  spot = &g_array_index (spots, BhScriptSpot, 0);
  g_assert_cmpuint (spot->start, ==, 3);
  g_assert_cmpuint (spot->length, ==, 3);
  g_assert_false (spot->missing);
  g_assert_cmpstr (spot->name, ==, "who");
  spot = &g_array_index (spots, BhScriptSpot, 1);
  g_assert_cmpuint (spot->start, ==, 8);
  g_assert_cmpuint (spot->length, ==, 12);
  g_assert_true (spot->missing);
}

static void
on_found (const char *name, const char *fallback, guint position, gpointer data)
{
  g_string_append_printf (data, "%s|%s@%u ", name, fallback, position);
}

static void
on_complaint (guint position, const char *message, gpointer data)
{
  g_string_append_printf (data, "!%u ", position);
}

static void
test_each (void)
{
  g_autoptr (GString) found = g_string_new (NULL);

  bh_script_text_each ("中{a}{b|c d} {} { x {{ {e", on_found, on_complaint, found);
  g_assert_cmpstr (found->str, ==, "a|(null)@2 b|c d@5 !13 !16 !23 ");
}

static void
test_words (void)
{
  g_autoptr (BhScriptWords) words = bh_script_words_new ();

  g_assert_cmpstr (bh_script_words_get (NULL, "de"), ==, "");
  g_assert_cmpstr (bh_script_words_get (words, "de"), ==, "");
  bh_script_words_add (words, "zh_CN", "退货");
  g_assert_cmpstr (bh_script_words_get (words, "de"), ==, "退货");
  bh_script_words_add (words, "", "Returns");
  bh_script_words_add (words, "de", "Rücksendung");
  g_assert_cmpstr (bh_script_words_get (words, NULL), ==, "Returns");
  g_assert_cmpstr (bh_script_words_get (words, "zh_CN"), ==, "退货");
  g_assert_cmpstr (bh_script_words_get (words, "zh_TW"), ==, "退货");
  g_assert_cmpstr (bh_script_words_get (words, "de_AT"), ==, "Rücksendung");
  g_assert_cmpstr (bh_script_words_get (words, "d"), ==, "Returns");
  g_assert_cmpstr (bh_script_words_get (words, "fr"), ==, "Returns");
}

static void
test_languages (void)
{
  static const char *const good[] = {"de", "zh_CN", "fil", "pt_BR"};
  static const char *const bad[] = {"", "d", "german", "zh_cn", "zh-CN", "zh_", "zh_CNX", "ZH"};

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (bh_script_is_language (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (bh_script_is_language (bad[i]));
}

static void
test_names (void)
{
  static const char *const good[] = {"customer.name",
                                     "contact.data.ivr",
                                     "customer.attribute.x",
                                     "today",
                                     "agent.name"};
  static const char *const bad[] = {"",
                                    "customer",
                                    "customer.",
                                    "customer.foo",
                                    "contact.data.",
                                    "contact.data.a.b",
                                    "customer.name.x",
                                    "answer.x"};
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_nonnull (bh_script_name_find (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (bh_script_name_find (bad[i]));
  g_assert_cmpstr (
      bh_script_name_title (bh_script_name_find ("contact.data.ivr"), "contact.data.ivr"),
      ==,
      "ivr");
  for (const BhScriptName *name = bh_script_names (&n); n > 0; n--, name++)
    g_assert_true (name->title != NULL || name->type == BH_SCRIPT_ANY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/script/text/render", test_render);
  g_test_add_func ("/protocol/script/text/spots", test_spots);
  g_test_add_func ("/protocol/script/text/each", test_each);
  g_test_add_func ("/protocol/script/words/get", test_words);
  g_test_add_func ("/protocol/script/words/languages", test_languages);
  g_test_add_func ("/protocol/script/names", test_names);
  return g_test_run ();
}
