/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/atoms.h"

#include "server/kb/distance.h"
#include "server/kb/terms.h"

static char *
words_of (const char *text)
{
  g_autoptr (GArray) atoms = bh_kb_atoms (text, 100);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < atoms->len; i++) {
    const BhKbAtom *atom = &g_array_index (atoms, BhKbAtom, i);
    g_string_append_printf (out, "%s%s%s", i > 0 ? " " : "", atom->glued ? "+" : "", atom->word);
  }
  return g_string_free (out, FALSE);
}

static void
test_atoms (void)
{
  static const struct {
    const char *text;
    const char *words;
  } rows[] = {
      {"", ""},
      {"  , . !", ""},
      {"Reset your Password", "reset your password"},
      {"修改密码", "修 +改 +密 +码"},
      {"修改 密码", "修 +改 密 +码"},
      {"用VPN登录", "用 vpn 登 +录"},
      {"Kündigung, Größe, café", "kundigung grosse cafe"},
      {"Ku\xcc\x88ndigung", "kundigung"}, /* the accent as a character of its own */
      {"ＡＢＣ１２３", "abc123"},         /* full width */
      {"ｶﾞｿﾘﾝ", "カ +ソ +リ +ン"},        /* half width, with a sound mark */
      {"Wi-Fi", "wi +fi"},
      {"don't O’Brien rock 'n' roll", "dont obrien rock n roll"},
      {"DSL-6000/v2.1", "dsl +6000 v2 1"},
      {"ΑΒΓ İstanbul", "αβγ istanbul"},
      {"bad\xff\xfe"
       "bytes",
       "bad bytes"},
      {"𠀀𠀁", "𠀀 +𠀁"}, /* beyond the first plane */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = words_of (rows[i].text);
    g_assert_cmpstr (words, ==, rows[i].words);
  }
}

static void
test_places (void)
{
  g_autoptr (GArray) atoms = bh_kb_atoms ("Größe: 修改 Wi-Fi", 100);
  static const guint places[][2] = {{0, 5}, {7, 8}, {8, 9}, {10, 12}, {13, 15}};

  g_assert_cmpuint (atoms->len, ==, G_N_ELEMENTS (places));
  for (guint i = 0; i < atoms->len; i++) {
    g_assert_cmpuint (g_array_index (atoms, BhKbAtom, i).start, ==, places[i][0]);
    g_assert_cmpuint (g_array_index (atoms, BhKbAtom, i).end, ==, places[i][1]);
  }
}

static void
test_bounded (void)
{
  g_autofree char *long_word = g_strnfill (5000, 'a');
  g_autoptr (GArray) none = bh_kb_atoms (long_word, 100);
  g_autoptr (GArray) three = bh_kb_atoms ("a b c d e", 3);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (three->len, ==, 3);
}

static void
test_stems (void)
{
  static const struct {
    const char *a;
    const char *b;
    const char *language;
  } same[] = {
      {"passwords", "password", "en"},
      {"changing", "change", NULL},
      {"refunded", "refunds", "zh_CN"},
      {"kündigungen", "kündigung", "de"},
      {"rechnungen", "rechnung", "de_AT"},
      {"verträge", "vertrag", "de"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++) {
    g_autofree char *a = bh_kb_stem (same[i].a, same[i].language);
    g_autofree char *b = bh_kb_stem (same[i].b, same[i].language);
    g_assert_nonnull (a);
    g_assert_cmpint (a[0], ==, '=');
    g_assert_cmpstr (a, ==, b);
  }
  g_assert_null (bh_kb_stem ("10086", "en"));
  g_assert_null (bh_kb_stem ("ab", "en"));
}

static void
test_respell (void)
{
  g_autofree char *word = bh_kb_respell ("kündigungsgröße");

  g_assert_cmpstr (word, ==, "kuendigungsgroesse");
  g_assert_null (bh_kb_respell ("plain"));
  g_assert_null (bh_kb_respell ("café"));
}

static void
test_stop_words (void)
{
  static const char *const stops[] =
      {"a", "the", "how", "zur", "your", "der", "fur", "wir", "with"};

  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    g_assert_true (bh_kb_is_stop_word (stops[i]));
  g_assert_false (bh_kb_is_stop_word ("password"));
  g_assert_false (bh_kb_is_stop_word (""));
}

static void
test_fold (void)
{
  static const char *const rows[][2] = {{"  How   Refunds\tWork ", "how refunds work"},
                                        {"Straße", "strasse"},
                                        {"Ａ　Ｂ", "a b"},
                                        {"", ""},
                                        {"\xff", "\xef\xbf\xbd"}};

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *folded = bh_kb_fold (rows[i][0]);
    g_assert_cmpstr (folded, ==, rows[i][1]);
  }
}

static void
test_keys (void)
{
  static const char *const same[][2] = {{"Changing  passwords", "change password"},
                                        {"更改 密码", "更改密码"},
                                        {"VPN密码", "vpn 密码"},
                                        {"Ｗｉ-Ｆｉ", "wi fi"}};

  for (guint i = 0; i < G_N_ELEMENTS (same); i++) {
    g_autofree char *a = bh_kb_key_of (same[i][0]);
    g_autofree char *b = bh_kb_key_of (same[i][1]);
    g_assert_cmpstr (a, ==, b);
  }
}

static void
collect (const char *term, gpointer data)
{
  g_string_append_printf (data, "%s ", term);
}

static void
test_terms (void)
{
  static const struct {
    const char *text;
    const char *language;
    const char *terms;
  } rows[] = {
      {"挂失", NULL, "挂失 失 "},
      {"挂", NULL, "挂 "},
      {"the cancelled refunds", "en", "cancelled =cancel refunds =refund "},
      {"Kündigungen", "de", "kundigungen =kundig kuendigungen =kuendig "},
      {"Wi-Fi", "en", "wi wifi =wifi fi "},
      {"退款refund", "zh_CN", "退款 款 refund =refund "},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GArray) atoms = bh_kb_atoms (rows[i].text, 100);
    g_autoptr (GString) out = g_string_new (NULL);
    for (guint k = 0; k < atoms->len; k++)
      bh_kb_terms_each (atoms, k, rows[i].language, collect, out);
    g_assert_cmpstr (out->str, ==, rows[i].terms);
  }
}

static void
test_vector (void)
{
  const char *const tags[] = {"tag", NULL};
  const BhKbContent content = {.title = "Title",
                               .language = "en",
                               .tags = tags,
                               .headings = "Head",
                               .text = "text 文字"};
  g_autofree char *head = bh_kb_vector (&content, TRUE);
  g_autofree char *all = bh_kb_vector (&content, FALSE);

  g_assert_cmpstr (head, ==, "'=tag':4B '=titl':1A 'tag':4B 'title':1A");
  g_assert_cmpstr (all,
                   ==,
                   "'=head':7C '=tag':4B '=text':10 '=titl':1A 'head':7C 'tag':4B 'text':10 "
                   "'title':1A '字':12 '文字':11");
}

static void
test_distance (void)
{
  static const struct {
    const char *a;
    const char *b;
    guint limit;
    guint distance;
  } rows[] = {
      {"refund", "refund", 2, 0},
      {"refnd", "refund", 2, 1},
      {"refudn", "refund", 2, 1},
      {"rfnd", "refund", 2, 2},
      {"abc", "xyz", 2, 3},
      {"", "ab", 2, 2},
      {"", "abc", 2, 3},
      {"修该", "修改", 1, 1},
      {"paswordd", "password", 2, 2},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_cmpuint (bh_kb_distance (rows[i].a, rows[i].b, rows[i].limit), ==, rows[i].distance);
    g_assert_cmpuint (bh_kb_distance (rows[i].b, rows[i].a, rows[i].limit), ==, rows[i].distance);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kb/atoms/words-and-characters", test_atoms);
  g_test_add_func ("/kb/atoms/places", test_places);
  g_test_add_func ("/kb/atoms/bounded", test_bounded);
  g_test_add_func ("/kb/atoms/stems", test_stems);
  g_test_add_func ("/kb/atoms/umlauts-typed-as-two", test_respell);
  g_test_add_func ("/kb/atoms/stop-words", test_stop_words);
  g_test_add_func ("/kb/atoms/fold", test_fold);
  g_test_add_func ("/kb/atoms/keys", test_keys);
  g_test_add_func ("/kb/terms/each", test_terms);
  g_test_add_func ("/kb/terms/vector", test_vector);
  g_test_add_func ("/kb/distance", test_distance);
  return g_test_run ();
}
