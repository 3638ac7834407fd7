/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/document.h"

#include <string.h>

#include "server/kb/line-diff.h"
#include "server/kb/plain.h"
#include "server/kb/synonyms.h"

static BhKbDocument *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  guint line = 0;
  BhKbDocument *document = bh_kb_document_read (text, strlen (text), &line, &error);

  g_assert_no_error (error);
  return document;
}

static void
test_whole (void)
{
  g_autoptr (BhKbDocument) document =
      read_text ("\xef\xbb\xbf---\r\nlanguage: zh-CN\r\ntags: [密码, \"账户\"，登录]\r\nowner: "
                 "'alice'\r\nreview: "
                 "2027-03-01\r\nqueues: support, sales\r\n---\r\n\r\n# 修改 "
                 "**密码**\r\n\r\n正文。\r\n## 步骤\r\n");

  g_assert_cmpstr (document->title, ==, "修改 密码");
  g_assert_cmpstr (document->language, ==, "zh_CN");
  g_assert_cmpstr (document->owner, ==, "alice");
  g_assert_cmpstr (document->review, ==, "2027-03-01");
  g_assert_cmpuint (g_strv_length (document->tags), ==, 3);
  g_assert_cmpstr (document->tags[1], ==, "账户");
  g_assert_cmpuint (g_strv_length (document->queues), ==, 2);
  g_assert_cmpuint (g_strv_length (document->steps), ==, 0);
  g_assert_cmpstr (document->body, ==, "正文。\n## 步骤");
}

static void
test_titles (void)
{
  static const char *const rows[][3] = {
      {"# Title\ntext", "Title", "text"},
      {"Title\n=====\ntext", "Title", "text"},
      {"intro\n\n## Second\ntext", "Second", "intro\n\ntext"},
      {"```\n# no title\n```\n# Title #\n", "Title", "```\n# no title\n```"},
      {"#Nospace\n# Real", "Real", "#Nospace"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (BhKbDocument) document = read_text (rows[i][0]);
    g_assert_cmpstr (document->title, ==, rows[i][1]);
    g_assert_cmpstr (document->body, ==, rows[i][2]);
  }
}

static void
test_refused (void)
{
  static const struct {
    const char *text;
    guint line;
    const char *says;
  } rows[] = {
      {"", 1, "there is no heading"},
      {"text only\n", 1, "Begin with \"# Title\""},
      {"---\ntags: a\n# Title\n", 1, "no end"},
      {"---\ntags: a\ncolour: red\n---\n# Title", 3, "no key \"colour\""},
      {"---\nlanguage: klingonese\n---\n# T", 2, "language: \"klingonese\""},
      {"---\nreview: soon\n---\n# T", 2, "as in 2027-03-01"},
      {"---\nreview: 2027-02-30\n---\n# T", 2, "is none"},
      {"---\nid: 12\n---\n# T", 2, "UUID"},
      {"---\nnonsense\n---\n# T", 2, "key: value"},
      {"# T\n\nok\n![x](https://example.com/a.png)", 4, "lies elsewhere"},
      {"# \n", 1, "first heading is empty"},
      {"# T\n\nbad \xff byte", 3, "not UTF-8"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    guint line = 0;
    g_assert_null (bh_kb_document_read (rows[i].text, strlen (rows[i].text), &line, &error));
    g_assert_error (error, BH_KB_ERROR, BH_KB_ERROR_DOCUMENT);
    g_assert_nonnull (strstr (error->message, rows[i].says));
    g_assert_cmpuint (line, ==, rows[i].line);
  }
}

static void
test_too_long (void)
{
  g_autofree char *body = g_strnfill (BH_KB_BODY_MAX + 1, 'x');
  g_autofree char *title = g_strnfill (BH_KB_TITLE_MAX + 1, 'x');
  g_autofree char *of_body = bh_kb_complaint ("T", NULL, body);
  g_autofree char *of_title = bh_kb_complaint (title, NULL, "");

  g_assert_nonnull (strstr (of_body, "Make two articles"));
  g_assert_nonnull (strstr (of_title, "title is longer"));
  g_assert_null (bh_kb_complaint ("T", "de", "![local](a.png)"));
}

static void
test_round_trip (void)
{
  g_autoptr (BhKbDocument) one =
      read_text ("---\nid: 8f1b4d9e-5b1a-4c57-9c3f-2f4f3c1f0a11\nlanguage: de\ntags: a, b\nsteps: "
                 "identify\n---\n# Titel\n\nText\n\n- Liste\n");
  g_autofree char *text = bh_kb_document_write (one);
  g_autoptr (BhKbDocument) two = read_text (text);
  g_autofree char *again = bh_kb_document_write (two);

  g_assert_cmpstr (text, ==, again);
  g_assert_cmpstr (two->id, ==, one->id);
  g_assert_cmpstr (two->steps[0], ==, "identify");
  g_assert_cmpstr (two->body, ==, "Text\n\n- Liste");
}

/* What a desk once sent must not make a file that cannot be read again. */
static void
test_line_break_in_a_value (void)
{
  g_autoptr (BhKbDocument) one = read_text ("---\nlanguage: de\ntags: a\n---\n# Titel\n\nText\n");
  g_autofree char *text = NULL;

  g_free (one->owner);
  one->owner = g_strdup ("alice\r\n---\nbob: 1\n");
  g_free (one->tags[0]);
  one->tags[0] = g_strdup ("a\nb");
  text = bh_kb_document_write (one);
  g_autoptr (BhKbDocument) two = read_text (text);
  g_assert_cmpstr (two->owner, ==, "alice  --- bob: 1");
  g_assert_cmpstr (two->tags[0], ==, "a b");
}

static void
test_language (void)
{
  static const struct {
    const char *text, *language;
  } rows[] = {
      {"zh_CN", "zh_CN"},
      {"zh-CN", "zh_CN"},
      {"zh-cn", "zh_CN"},
      {"ZH", "zh"},
      {"De", "de"},
      {"zh-hans", "zh_Hans"},
      {"Deutsch", NULL},
      {"", NULL},
      {"zh CN", NULL},
      {"zh_", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *language = bh_kb_language (rows[i].text);
    g_assert_cmpstr (language, ==, rows[i].language);
  }
}

/* What an article shows is what is searched: the desktop draws no HTML but shows its words. */
static void
test_plain_html (void)
{
  static const struct {
    const char *markdown, *text;
  } rows[] = {
      {"<div><p>quokka</p></div>", "quokka"},
      {"<div>\n<p class=\"a b\">quokka\nlives</p>\n</div>\n\nafter", "quokka lives after"},
      {"<b>quo</b>kka and<br/>more", "quokka and more"},
      {"Press <Enter> or <5 minutes>", "Press <Enter> or <5 minutes>"},
      {"a < b and c > d", "a < b and c > d"},
      {"`<div>` and &lt;div&gt;", "<div> and <div>"},
      {"<div without end", "<div without end"},
      {"5 &#37; caf&eacute; &#x4e2d; &auml;&szlig; &euro; &nosuch; &#0;",
       "5 % café 中 äß € &nosuch; \xef\xbf\xbd"},
      {"see <https://example.org/x>", "see https://example.org/x"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (BhKbPlain) plain = bh_kb_plain_new (rows[i].markdown);
    g_auto (GStrv) words = g_regex_split_simple ("\\s+", g_strstrip (plain->text), 0, 0);
    g_autofree char *text = g_strjoinv (" ", words);
    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

static void
test_plain (void)
{
  g_autoptr (BhKbPlain) plain =
      bh_kb_plain_new ("Intro *with* [a link](http://x.y) &amp; `code`.\n\n## Head\n\n| a | b "
                       "|\n|---|---|\n| c | d |\n\n"
                       "<b>html</b>\n\n![local](pic.png) ![far](//cdn.x/p.png)");

  g_assert_cmpstr (plain->headings, ==, "Head\n");
  g_assert_nonnull (strstr (plain->text, "Intro with a link & code."));
  g_assert_nonnull (strstr (plain->text, "c d"));
  g_assert_null (strstr (plain->text, "<b>"));
  g_assert_cmpstr (plain->remote_image, ==, "//cdn.x/p.png");
}

static void
test_synonyms (void)
{
  static const char text[] =
      "# remark\n修改密码, 更改密码；重置密码、change password\n\nrefund,退款, Refunds\n";
  g_autoptr (GError) error = NULL;
  guint line;
  g_autoptr (GPtrArray) groups = bh_kb_synonyms_read (text, strlen (text), &line, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (groups->len, ==, 2);
  g_assert_cmpuint (g_strv_length (((BhKbSynonymGroup *) groups->pdata[0])->words), ==, 4);
  /* "Refunds" is "refund" again */
  g_assert_cmpuint (g_strv_length (((BhKbSynonymGroup *) groups->pdata[1])->words), ==, 2);
}

static void
test_bad_synonyms (void)
{
  static const struct {
    const char *text;
    guint line;
    const char *says;
  } rows[] = {
      {"a, b\nlonely\n", 2, "two to"},
      {"a, !!!\n", 1, "no letter"},
      {"\n\none two three four five six seven eight nine, b\n", 3, "too long"},
      {"\xff, b\n", 1, "not UTF-8"},
      {"", 1, "no group"},
      {"# nothing\n", 2, "no group"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    guint line = 0;
    g_assert_null (bh_kb_synonyms_read (rows[i].text, strlen (rows[i].text), &line, &error));
    g_assert_error (error, BH_KB_ERROR, BH_KB_ERROR_SYNONYMS);
    g_assert_nonnull (strstr (error->message, rows[i].says));
    g_assert_cmpuint (line, ==, rows[i].line);
  }
}

static void
write_line (BhKbLineKind kind, const char *line, gpointer data)
{
  static const char marks[] = {' ', '-', '+'};

  g_string_append_printf (data, "%c%s\n", marks[kind], line);
}

static void
test_diff (void)
{
  static const char *const rows[][3] = {
      {"a\nb\nc", "a\nb\nc", " a\n b\n c\n"},
      {"a\nb\nc", "a\nx\nc", " a\n-b\n+x\n c\n"},
      {"a\nc", "a\nb\nc", " a\n+b\n c\n"},
      {"a\nb\nc\nd", "b\nd\ne", "-a\n b\n-c\n d\n+e\n"},
      {"", "a", "+a\n"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) out = g_string_new (NULL);
    bh_kb_line_diff (rows[i][0], rows[i][1], write_line, out);
    g_assert_cmpstr (out->str, ==, rows[i][2]);
  }
}

static void
count_line (BhKbLineKind kind, const char *line, gpointer data)
{
  ((guint *) data)[kind]++;
}

static void
test_huge_diff (void)
{
  g_autoptr (GString) a = g_string_new (NULL);
  g_autoptr (GString) b = g_string_new (NULL);
  guint counts[3] = {0};

  for (guint i = 0; i < 3000; i++) {
    g_string_append_printf (a, "a%u\n", i);
    g_string_append_printf (b, "b%u\n", i);
  }
  bh_kb_line_diff (a->str, b->str, count_line, counts);
  g_assert_cmpuint (counts[BH_KB_LINE_AWAY], ==, 3000);
  g_assert_cmpuint (counts[BH_KB_LINE_NEW], ==, 3000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kb/document/whole", test_whole);
  g_test_add_func ("/kb/document/titles", test_titles);
  g_test_add_func ("/kb/document/refused-with-line-and-cure", test_refused);
  g_test_add_func ("/kb/document/too-long", test_too_long);
  g_test_add_func ("/kb/document/round-trip", test_round_trip);
  g_test_add_func ("/kb/plain", test_plain);
  g_test_add_func ("/kb/document/plain-html", test_plain_html);
  g_test_add_func ("/kb/document/language", test_language);
  g_test_add_func ("/kb/document/line-break-in-a-value", test_line_break_in_a_value);
  g_test_add_func ("/kb/synonyms/groups", test_synonyms);
  g_test_add_func ("/kb/synonyms/refused", test_bad_synonyms);
  g_test_add_func ("/kb/line-diff/lines", test_diff);
  g_test_add_func ("/kb/line-diff/huge", test_huge_diff);
  return g_test_run ();
}
