/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/protocol/script/sample.h"

#define ASK(id, next)                                                                              \
  "{'id':'" id "','questions':[{'id':'q_" id "','kind':'yes_no','label':'?'}],'next':" next "}"
#define SAY(id, next)  "{'id':'" id "','text':'x','next':" next "}"
#define SORT(id, next) "{'id':'" id "','kind':'branch','next':" next "}"
#define END(id)        "{'id':'" id "','kind':'end','text':'x'}"

/* Steps, and all that is wrong with them: "step field kind@position", one a line. */
static const struct {
  const char *name;
  const char *steps;
  const char *problems;
} cases[] = {
    {"good", SAY ("a", "'b'") "," END ("b"), ""},
    {"one-end", END ("a"), ""},
    {"unknown-step",
     SAY ("a", "'c'") "," END ("b"),
     "a next[0].go unknown_step@0\nb - unreachable@0\n"},
    {"nothing-next", "{'id':'a','text':'x'}", "a next dead_end@0\n"},
    {"empty-next", SAY ("a", "[]"), "a next dead_end@0\n"},
    {"no-last-way",
     ASK ("a", "[{'when':'answer.q_a','go':'b'}]") "," END ("b"),
     "a next dead_end@0\n"},
    {"way-after-the-last",
     SAY ("a", "[{'go':'b'},{'when':'customer.known','go':'b'}]") "," END ("b"),
     "a next[1].go unreachable@0\n"},
    {"never-an-end",
     ASK ("a", "'b'") "," ASK ("b", "'a'"),
     "a next dead_end@0\nb next dead_end@0\n"},
    {"circle-with-a-question",
     ASK ("a", "[{'when':'answer.q_a','go':'b'},{'go':'c'}]") "," SAY ("b", "'a'") "," END ("c"),
     ""},
    {"circle-without-a-question",
     SAY ("a", "[{'when':'customer.known','go':'b'},{'go':'c'}]") "," SAY ("b",
                                                                           "'a'") "," END ("c"),
     "a next loop@0\n"},
    {"circle-of-itself",
     SAY ("a", "[{'when':'customer.known','go':'a'},{'go':'c'}]") "," END ("c"),
     "a next loop@0\n"},
    {"circle-of-branches",
     SORT ("a", "[{'when':'customer.known','go':'b'},{'go':'c'}]") "," SORT ("b",
                                                                             "'a'") "," END ("c"),
     "a next loop@0\n"},
    {"unreachable", SAY ("a", "'b'") "," END ("b") "," SAY ("c", "'b'"), "c - unreachable@0\n"},
    {"an-island",
     END ("a") "," SAY ("b", "'c'") "," END ("c"),
     "b - unreachable@0\nc - unreachable@0\n"},
    {"reached-by-a-jump",
     "{'id':'a','text':'x','jumps':['c'],'next':'b'}," END ("b") "," END ("c"),
     ""},
    {"unknown-jump",
     "{'id':'a','text':'x','jumps':['c'],'next':'b'}," END ("b"),
     "a jumps[0] unknown_step@0\n"},
    {"unknown-answer",
     SAY ("a", "[{'when':'answer.foo == 1','go':'b'},{'go':'b'}]") "," END ("b"),
     "a next[0].when unknown_answer@1\n"},
    {"unknown-name",
     SAY ("a",
          "[{'when':'customer.known and weather == `fine`','go':'b'},{'go':'b'}]") "," END ("b"),
     "a next[0].when unknown_answer@20\n"},
    {"wrong-kind",
     ASK ("a", "[{'when':'answer.q_a > 3','go':'b'},{'go':'b'}]") "," END ("b"),
     "a next[0].when type@12\n"},
    {"broken-condition",
     ASK ("a", "[{'when':'answer.q_a and','go':'b'},{'go':'b'}]") "," END ("b"),
     "a next[0].when condition@15\n"},
    {"direction-has-words",
     SAY ("a", "[{'when':'contact.direction == `up`','go':'b'},{'go':'b'}]") "," END ("b"),
     "a next[0].when type@22\n"},
    {"asked-too-late",
     SAY ("a", "[{'when':'answer.q_b','go':'b'},{'go':'c'}]") "," ASK ("b", "'c'") "," END ("c"),
     "a next[0].when not_asked@1\n"},
    {"placeholder-too-early",
     "{'id':'a','text':'你好 {answer.q_b}','next':'b'}," ASK ("b", "'c'") "," END ("c"),
     "a text not_asked@4\n"},
    {"shown-too-early",
     "{'id':'a','questions':[{'id':'one','kind':'text','label':'?','show':'answer.q_b'}],'next':'b'"
     "}," ASK ("b", "'c'") "," END ("c"),
     "a questions[0].show not_asked@1\n"},
    {"asked-on-the-same-page",
     "{'id':'a','text':'{answer.one}','kind':'end','questions':[{'id':'one','kind':'text','label':'"
     "?'}]}",
     ""},
    {"asked-before-by-a-jump",
     "{'id':'a','text':'x','jumps':['b'],'next':'c'}," ASK (
         "b",
         "'c'") ",{'id':'c','kind':'end','text':'{answer.q_b}'}",
     ""},
    {"placeholders",
     "{'id':'a','kind':'end','text':'{customer.name} {customer.nam} {contact.data.x} {} {today'}",
     "a text placeholder@17\na text text@49\na text text@52\n"},
    {"placeholders-of-languages",
     "{'id':'a','kind':'end','text':{'en':'{foo}','zh_CN':'您好{bar}'}}",
     "a text.en placeholder@1\na text.zh_CN placeholder@3\n"},
    {"question-twice",
     ASK ("a",
          "'b'") ",{'id':'b','kind':'end','questions':[{'id':'q_a','kind':'text','label':'?'}]}",
     "b questions[0].id duplicate@0\n"},
    {"branch-with-a-text",
     "{'id':'a','kind':'branch','text':'x','payment':true,'next':'b'}," END ("b"),
     "a payment shape@0\na text shape@0\n"},
    {"branch-with-no-way", "{'id':'a','kind':'branch'}", "a next dead_end@0\n"},
    {"end-with-a-way",
     "{'id':'a','kind':'end','text':'x','next':'a'}",
     "a next loop@0\na next shape@0\n"},
    {"page-with-a-disposition",
     "{'id':'a','text':'x','disposition':'solved','next':'b'}," END ("b"),
     "a disposition shape@0\n"},
    {"empty-page", "{'id':'a','next':'b'}," END ("b"), "a text shape@0\n"},
    {"link",
     "{'id':'a','kind':'end','text':'x','articles':[{'title':'T'},{'title':'T','article':'7'},"
     "{'title':'T','search':'refund'},{'search':'x'},"
     "{'title':'T','article':'7b2f6e0a-93ab-4b0c-9c55-0c5d7c9e1a11'}]}",
     "a articles[0] shape@0\na articles[1].article id@0\na articles[3].title shape@0\n"},
};

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
describe (GPtrArray *problems)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++) {
    const BhScriptProblem *problem = g_ptr_array_index (problems, i);
    g_test_message ("%s", problem->message);
    g_ptr_array_add (lines,
                     g_strdup_printf ("%s %s %s@%u\n",
                                      problem->step != NULL ? problem->step : "-",
                                      problem->field != NULL ? problem->field : "-",
                                      bh_script_problem_kind_to_string (problem->kind),
                                      problem->position));
  }
  g_ptr_array_sort (lines, compare);
  for (guint i = 0; i < lines->len; i++)
    g_string_append (all, lines->pdata[i]);
  return g_strdup (all->str);
}

static void
test_case (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (BhScript) script = sample_steps (cases[i].steps, problems);
  g_autofree char *said = describe (problems);

  g_assert_cmpstr (said, ==, cases[i].problems);
}

static void
test_circle_is_named (void)
{
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (BhScript) script =
      sample_steps (SAY ("a", "'b'") "," SAY ("b", "'c'") "," SAY (
                        "c",
                        "[{'when':'customer.known','go':'b'},{'go':'d'}]") "," END ("d"),
                    problems);
  const BhScriptProblem *problem = g_ptr_array_index (problems, 0);

  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (problem->message, "b → c → b"));
}

/* As large as may be, each step with jumps to all: the checks stay quick. */
static void
test_large (void)
{
  g_autoptr (GString) steps = g_string_new (END ("a"));
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (BhScript) script = NULL;

  for (guint i = 1; i < BH_SCRIPT_STEPS_MAX; i++)
    g_string_append_printf (steps,
                            ",{'id':'s%u','text':'x','next':[{'when':'customer.known','go':'s%u'},"
                            "{'go':'a'}]}",
                            i,
                            i % (BH_SCRIPT_STEPS_MAX - 1) + 1);
  script = sample_steps (steps->str, problems);
  g_assert_nonnull (script);
  g_assert_cmpuint (problems->len, ==, BH_SCRIPT_STEPS_MAX); /* unreachable all, and one circle */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/protocol/script/check/%s", cases[i].name);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
  }
  g_test_add_func ("/protocol/script/check/circle-is-named", test_circle_is_named);
  g_test_add_func ("/protocol/script/check/large", test_large);
  return g_test_run ();
}
