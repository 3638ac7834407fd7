/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-condition.h"

#include <string.h>

#include "tests/protocol/script/sample.h"

typedef struct {
  guint position;
  char *message;
  guint n;
} Complaint;

static void
on_complaint (guint position, const char *message, gpointer data)
{
  Complaint *complaint = data;

  if (complaint->n++ > 0)
    return;
  complaint->position = position;
  complaint->message = g_strdup (message);
}

/* Answers and facts of the tests: answer.word "b", .n 7, .yes true, .day, .many [a, b]; .none has
 * none yet. */
static gboolean
look_up (const char *name, BhScriptValue *value, gpointer data)
{
  static const struct {
    const char *name;
    const char *json;
  } values[] = {
      {"answer.word", "'b'"},
      {"answer.n", "7"},
      {"answer.real", "2.5"},
      {"answer.yes", "true"},
      {"answer.no", "false"},
      {"answer.day", "'2026-11-24'"},
      {"answer.many", "['a','b']"},
      {"contact.data.age", "'41'"},
      {"customer.name", "'王小明'"},
  };
  GPtrArray *held = data;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (values[i].name, name)) {
      JsonNode *node = sample_value (values[i].json);
      g_ptr_array_add (held, node);
      bh_script_value_of_node (value, node);
      return TRUE;
    }
  return g_str_has_prefix (name, "customer.");
}

static const struct {
  const char *text;
  BhScriptTruth truth;
} weighed[] = {
    {"answer.word == 'b'", BH_SCRIPT_YES},
    {"answer.word == \"b\"", BH_SCRIPT_YES},
    {"answer.word != 'b'", BH_SCRIPT_NO},
    {"answer.word != 'c'", BH_SCRIPT_YES},
    {"'b' == answer.word", BH_SCRIPT_YES},
    {"answer.word in ['a', 'b']", BH_SCRIPT_YES},
    {"answer.word not in ['a', 'b']", BH_SCRIPT_NO},
    {"answer.word in ['a']", BH_SCRIPT_NO},
    {"answer.n == 7", BH_SCRIPT_YES},
    {"answer.n >= 7 and answer.n <= 7", BH_SCRIPT_YES},
    {"answer.n > 7", BH_SCRIPT_NO},
    {"answer.n < 7.5", BH_SCRIPT_YES},
    {"answer.n > -1", BH_SCRIPT_YES},
    {"answer.n in [1, 7]", BH_SCRIPT_YES},
    {"answer.real == 2.5", BH_SCRIPT_YES},
    {"answer.yes", BH_SCRIPT_YES},
    {"answer.no", BH_SCRIPT_NO},
    {"not answer.no", BH_SCRIPT_YES},
    {"not not answer.yes", BH_SCRIPT_YES},
    {"answer.yes == true", BH_SCRIPT_YES},
    {"answer.yes != false", BH_SCRIPT_YES},
    {"answer.day < '2026-12-01'", BH_SCRIPT_YES},
    {"answer.day >= '2026-11-25'", BH_SCRIPT_NO},
    {"'a' in answer.many", BH_SCRIPT_YES},
    {"'c' in answer.many", BH_SCRIPT_NO},
    {"'c' not in answer.many", BH_SCRIPT_YES},
    {"answer.many in ['b']", BH_SCRIPT_YES},
    {"answer.many is empty", BH_SCRIPT_NO},
    {"contact.data.age > 40", BH_SCRIPT_YES},
    {"contact.data.age == '41'", BH_SCRIPT_YES},
    {"contact.data.age == 41", BH_SCRIPT_YES},
    {"customer.name == '王小明'", BH_SCRIPT_YES},
    {"customer.name > 5", BH_SCRIPT_NO},
    /* what is empty */
    {"customer.tier is empty", BH_SCRIPT_YES},
    {"customer.tier is not empty", BH_SCRIPT_NO},
    {"customer.tier == 'gold'", BH_SCRIPT_NO},
    {"customer.tier != 'gold'", BH_SCRIPT_YES},
    {"customer.tier < 'gold'", BH_SCRIPT_NO},
    {"customer.tier in ['gold']", BH_SCRIPT_NO},
    {"customer.tier not in ['gold']", BH_SCRIPT_YES},
    {"customer.tier == ''", BH_SCRIPT_NO},
    {"customer.known", BH_SCRIPT_NO},
    /* and before or, brackets, the third truth */
    {"answer.yes or answer.no and answer.no", BH_SCRIPT_YES},
    {"(answer.yes or answer.no) and answer.no", BH_SCRIPT_NO},
    {"((answer.yes))", BH_SCRIPT_YES},
    {"not (answer.yes and answer.no)", BH_SCRIPT_YES},
    {"not answer.yes or answer.yes", BH_SCRIPT_YES},
    {"answer.none", BH_SCRIPT_MAYBE},
    {"not answer.none", BH_SCRIPT_MAYBE},
    {"answer.none == 1", BH_SCRIPT_MAYBE},
    {"1 == answer.none", BH_SCRIPT_MAYBE},
    {"answer.none is empty", BH_SCRIPT_MAYBE},
    {"answer.none in ['a']", BH_SCRIPT_MAYBE},
    {"'a' in answer.none", BH_SCRIPT_MAYBE},
    {"answer.none and answer.no", BH_SCRIPT_NO},
    {"answer.no and answer.none", BH_SCRIPT_NO},
    {"answer.none and answer.yes", BH_SCRIPT_MAYBE},
    {"answer.yes and answer.none", BH_SCRIPT_MAYBE},
    {"answer.none or answer.yes", BH_SCRIPT_YES},
    {"answer.yes or answer.none", BH_SCRIPT_YES},
    {"answer.none or answer.no", BH_SCRIPT_MAYBE},
    {"answer.no or answer.none", BH_SCRIPT_MAYBE},
    {"  answer.yes\tand\nanswer.yes ", BH_SCRIPT_YES},
    {"'it\\'s' == 'it\\'s'", BH_SCRIPT_YES},
    {"'a\\\\b' == 'a\\\\b'", BH_SCRIPT_YES},
    {"true", BH_SCRIPT_YES},
    {"false or true", BH_SCRIPT_YES},
};

static void
test_weigh (void)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);

  for (guint i = 0; i < G_N_ELEMENTS (weighed); i++) {
    Complaint complaint = {0};
    g_autoptr (BhScriptCondition) condition =
        bh_script_condition_parse (weighed[i].text, on_complaint, &complaint);
    g_test_message ("%s: %s", weighed[i].text, complaint.message);
    g_assert_nonnull (condition);
    g_assert_cmpint (bh_script_condition_holds (condition, look_up, held), ==, weighed[i].truth);
  }
}

static void
test_none_holds (void)
{
  g_assert_cmpint (bh_script_condition_holds (NULL, look_up, NULL), ==, BH_SCRIPT_YES);
}

static const struct {
  const char *text;
  guint position;
  const char *says;
} refused[] = {
    {"", 1, "a name, a number or a text"},
    {"   ", 4, "a name, a number or a text"},
    {"answer.a =", 10, "Write =="},
    {"answer.a = 'b'", 10, "Write =="},
    {"answer.a == ", 13, "a name, a number or a text"},
    {"answer.a == 'b", 13, "closing quotation mark"},
    {"answer.a == 'b' answer.b", 17, "and"},
    {"answer.a && answer.b", 10, "has no meaning"},
    {"名字 == 'b'", 1, "“名” has no meaning"},
    {"'名字' == ?", 9, "“?” has no meaning"},
    {"(answer.a", 10, "Add )"},
    {"answer.a)", 9, "and"},
    {"answer.a in ['b'", 17, "Add ]"},
    {"answer.a in [b]", 14, "between quotation marks"},
    {"answer.a in []", 14, "a name, a number or a text"},
    {"answer.a is 'b'", 13, "To compare write =="},
    {"answer.a is", 12, "To compare write =="},
    {"answer.a not 'b'", 14, "followed by “in”"},
    {"answer.a == 1.2.3", 13, "no number"},
    {"answer.a == -", 13, "no number"},
    {"not", 4, "a name, a number or a text"},
    {"and answer.a", 1, "a name, a number or a text"},
    {"answer.a or", 12, "a name, a number or a text"},
    {"((((((((((((((((answer.a))))))))))))))))", 17, "too deep"},
    {"not not not not not not not not not not not not not not not not answer.a", 65, "too deep"},
};

static void
test_refuse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    Complaint complaint = {0};
    g_assert_null (bh_script_condition_parse (refused[i].text, on_complaint, &complaint));
    g_test_message ("%s: %u %s", refused[i].text, complaint.position, complaint.message);
    g_assert_cmpuint (complaint.n, ==, 1);
    g_assert_nonnull (strstr (complaint.message, refused[i].says));
    g_assert_cmpuint (complaint.position, ==, refused[i].position);
    g_free (complaint.message);
  }
}

static void
test_limits (void)
{
  g_autoptr (GString) wide = g_string_new ("a.b");
  g_autofree char *long_text = g_strnfill (BH_SCRIPT_CONDITION_LENGTH + 1, ' ');
  Complaint complaint = {0};

  g_assert_null (bh_script_condition_parse (long_text, on_complaint, &complaint));
  g_assert_nonnull (strstr (complaint.message, "too long"));
  g_clear_pointer (&complaint.message, g_free);
  complaint.n = 0;
  for (guint i = 0; i < 55; i++)
    g_string_append (wide, " or a.b");
  g_assert_null (bh_script_condition_parse (wide->str, on_complaint, &complaint));
  g_assert_nonnull (strstr (complaint.message, "too many parts"));
  g_free (complaint.message);
}

/* What the names of the checks are. */
static gboolean
resolve (const char *name, BhScriptType *type, const char *const **values, gpointer data)
{
  static const char *const words[] = {"a", "b", NULL};
  static const struct {
    const char *name;
    BhScriptType type;
  } known[] = {
      {"t", BH_SCRIPT_TEXT},
      {"n", BH_SCRIPT_NUMBER},
      {"d", BH_SCRIPT_DATE},
      {"c", BH_SCRIPT_CHOICE},
      {"m", BH_SCRIPT_CHOICES},
      {"y", BH_SCRIPT_YES_NO},
      {"r", BH_SCRIPT_RATING},
      {"any", BH_SCRIPT_ANY},
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].name, name)) {
      *type = known[i].type;
      if (*type == BH_SCRIPT_CHOICE || *type == BH_SCRIPT_CHOICES)
        *values = words;
      return TRUE;
    }
  return FALSE;
}

static const struct {
  const char *text;
  guint position;   /* 0: nothing is wrong */
  const char *says; /* NULL with a position: of a name */
} checked[] = {
    {"c == 'a'", 0, NULL},
    {"c == 'x'", 6, "none of the choices: a, b"},
    {"'x' != c", 1, "none of the choices"},
    {"c in ['a', 'x']", 12, "none of the choices"},
    {"c not in ['x']", 11, "none of the choices"},
    {"c < 'a'", 3, "Only numbers and dates"},
    {"c == 1", 3, "a text with a number"},
    {"t == 'anything'", 0, NULL},
    {"t == c", 0, NULL},
    {"t == true", 3, "a text with yes or no"},
    {"n > 3 and n == r", 0, NULL},
    {"n == '3'", 3, "a number with a text"},
    {"n in [1, 'a']", 10, "a number with a text"},
    {"r >= 4", 0, NULL},
    {"d < '2026-01-01'", 0, NULL},
    {"d < 'soon'", 5, "no date"},
    {"d < '2026-02-30'", 5, "no date"},
    {"d in ['2026-01-01', 'x']", 21, "no date"},
    {"d == 3", 3, "a date with a number"},
    {"y", 0, NULL},
    {"y == false", 0, NULL},
    {"y == 'yes'", 3, "yes or no with a text"},
    {"not t", 5, "neither yes nor no"},
    {"y and c", 7, "neither yes nor no"},
    {"'a' in m", 0, NULL},
    {"'x' in m", 1, "none of the choices"},
    {"m in ['a']", 0, NULL},
    {"m in ['x']", 7, "none of the choices"},
    {"m == 'a'", 3, "Several choices"},
    {"'a' == m", 5, "Several choices"},
    {"'a' in c", 8, "After “in”"},
    {"'a' in 'abc'", 8, "After “in”"},
    {"m is empty", 0, NULL},
    {"m", 1, "neither yes nor no"},
    {"any == 1 and any == 'x' and any in ['a', 2]", 0, NULL},
    {"any > 1", 0, NULL},
    {"foo == 1", 1, NULL},
    {"1 == foo", 6, NULL},
    {"foo is empty", 1, NULL},
    {"'a' in foo", 8, NULL},
    {"foo in ['a']", 1, NULL},
    {"foo", 1, NULL},
    {"y and (n > 1 or not foo)", 21, NULL},
    {"3", 1, "neither yes nor no"},
};

static void
check_one (guint i)
{
  Complaint unused = {0}, unknown = {0};
  g_autoptr (BhScriptCondition) condition =
      bh_script_condition_parse (checked[i].text, on_complaint, &unused);
  gboolean wrong = checked[i].position > 0;

  g_assert_nonnull (condition);
  /* One collector: the message tells which it was. */
  bh_script_condition_check (condition, resolve, on_complaint, on_complaint, &unknown);
  g_test_message ("%s: %u %s", checked[i].text, unknown.position, unknown.message);
  g_assert_cmpuint (unknown.n, ==, wrong);
  if (wrong) {
    g_assert_cmpuint (unknown.position, ==, checked[i].position);
    g_assert_nonnull (
        strstr (unknown.message, checked[i].says != NULL ? checked[i].says : "named “foo”"));
  }
  g_free (unknown.message);
}

static void
test_check (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (checked); i++)
    check_one (i);
}

static void
collect (const char *name, guint position, gpointer data)
{
  g_string_append_printf (data, "%s@%u ", name, position);
}

static void
test_each_name (void)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (BhScriptCondition) condition =
      bh_script_condition_parse ("a.b == 'c.d' and not e.f in ['g.h'] or a.b", NULL, NULL);

  bh_script_condition_each_name (condition, collect, names);
  g_assert_cmpstr (names->str, ==, "a.b@1 e.f@22 a.b@40 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/script/condition/weigh", test_weigh);
  g_test_add_func ("/protocol/script/condition/none-holds", test_none_holds);
  g_test_add_func ("/protocol/script/condition/refuse-with-the-place", test_refuse);
  g_test_add_func ("/protocol/script/condition/limits", test_limits);
  g_test_add_func ("/protocol/script/condition/check-what-is-compared", test_check);
  g_test_add_func ("/protocol/script/condition/each-name", test_each_name);
  return g_test_run ();
}
