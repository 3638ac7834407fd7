/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/protocol/script/sample.h"

static void
test_sample (void)
{
  g_autoptr (BhScript) script = sample_returns ();
  const BhScriptStep *greet = bh_script_find_step (script, "greet");
  const BhScriptQuestion *reason = bh_script_find_question (script, "reason");
  const BhScriptStep *pay = bh_script_find_step (script, "pay");
  const BhScriptWay *way = g_ptr_array_index (greet->ways, 0);

  g_assert_cmpstr (bh_script_get_name (script), ==, "returns");
  g_assert_cmpstr (bh_script_get_language (script), ==, "en");
  g_assert_cmpstr (bh_script_words_get (bh_script_get_title (script), "zh_CN"), ==, "退货");
  g_assert_cmpstr (bh_script_words_get (bh_script_get_title (script), NULL), ==, "Returns");
  g_assert_cmpuint (g_strv_length ((char **) bh_script_get_languages (script)), ==, 2);
  g_assert_cmpstr (bh_script_get_languages (script)[0], ==, "en");
  g_assert_cmpuint (bh_script_get_steps (script)->len, ==, 6);
  g_assert_true (bh_script_get_start (script) == greet);
  g_assert_cmpstr (bh_script_get_jumps (script)[0], ==, "angry");
  g_assert_cmpint (greet->kind, ==, BH_SCRIPT_PAGE);
  g_assert_cmpint (reason->type, ==, BH_SCRIPT_CHOICE);
  g_assert_true (reason->required);
  g_assert_cmpstr (reason->values[1], ==, "other");
  g_assert_true (bh_script_find_asking (script, "paid") == pay);
  g_assert_true (pay->payment);
  g_assert_true (pay->required);
  g_assert_cmpstr (way->when_text, ==, "answer.reason == 'broken'");
  g_assert_true (way->to == bh_script_find_step (script, "sort"));
  g_assert_cmpstr (bh_script_words_get (way->label, NULL), ==, "broken");
  g_assert_cmpstr (bh_script_find_step (script, "bye")->disposition, ==, "solved");
}

static void
test_document_is_kept (void)
{
  g_autoptr (BhScript) script = sample_returns ();
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (BhScript) again = bh_script_from_node (bh_script_get_document (script), problems);

  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_true (json_node_equal (bh_script_get_document (script), bh_script_get_document (again)));
}

#define END_A "{'id':'a','kind':'end','text':'x'}"

/* One document each, with the one thing that is wrong. */
static const struct {
  const char *document;
  BhScriptProblemKind kind;
  const char *field;
  const char *says;
} documents[] = {
    {"", BH_SCRIPT_PROBLEM_SHAPE, NULL, "no JSON"},
    {"{", BH_SCRIPT_PROBLEM_SHAPE, NULL, "no JSON"},
    {"[]", BH_SCRIPT_PROBLEM_SHAPE, NULL, "JSON"},
    {"{'format':2,'name':'s','title':'S','start':'a','steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_SHAPE,
     "format",
     "must be 1"},
    {"{'name':'s','title':'S','start':'a','steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_SHAPE,
     "format",
     "missing"},
    {"{'format':1,'title':'S','start':'a','steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_SHAPE,
     "name",
     "missing"},
    {"{'format':1,'name':'two words','title':'S','start':'a','steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_ID,
     "name",
     "letters, digits"},
    {"{'format':1,'name':'s','title':5,'start':'a','steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_SHAPE,
     "title",
     "must be a text"},
    {"{'format':1,'name':'s','title':{},'start':'a','steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_SHAPE,
     "title",
     "no text in any language"},
    {"{'format':1,'name':'s','title':{'german':'x'},'start':'a','steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_SHAPE,
     "title.german",
     "no language"},
    {"{'format':1,'name':'s','title':{'de':5},'start':'a','steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_SHAPE,
     "title.de",
     "must be a text"},
    {"{'format':1,'name':'s','title':'S','language':'english','start':'a','steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_SHAPE,
     "language",
     "no language"},
    {"{'format':1,'name':'s','title':'S','start':'b','steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_UNKNOWN_STEP,
     "start",
     "no step “b”"},
    {"{'format':1,'name':'s','title':'S','start':'a','steps':[]}",
     BH_SCRIPT_PROBLEM_UNKNOWN_STEP,
     "start",
     "no step “a”"},
    {"{'format':1,'name':'s','title':'S','start':'a','steps':{}}",
     BH_SCRIPT_PROBLEM_SHAPE,
     "steps",
     "must be a list"},
    {"{'format':1,'name':'s','title':'S','start':'a','steps':[" END_A ",7]}",
     BH_SCRIPT_PROBLEM_SHAPE,
     "steps[1]",
     "must be an object"},
    {"{'format':1,'name':'s','title':'S','start':'a','jumps':['x'],'steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_UNKNOWN_STEP,
     "jumps[0]",
     "no step “x”"},
    {"{'format':1,'name':'s','title':'S','start':'a','jumps':[7],'steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_SHAPE,
     "jumps[0]",
     "id of a step"},
    {"{'format':1,'name':'s','title':'S','start':'a','staps':[],'steps':[" END_A "]}",
     BH_SCRIPT_PROBLEM_SHAPE,
     "staps",
     "Nothing here is called"},
};

static const BhScriptProblem *
find_problem (GPtrArray *problems, BhScriptProblemKind kind, const char *field, const char *says)
{
  const BhScriptProblem *found = NULL;

  for (guint i = 0; i < problems->len; i++) {
    const BhScriptProblem *problem = g_ptr_array_index (problems, i);
    g_autofree char *text = bh_script_problem_to_string (problem);
    g_test_message ("  %s", text);
    if (problem->kind == kind && g_strcmp0 (problem->field, field) == 0 &&
        strstr (problem->message, says) != NULL)
      found = problem;
  }
  return found;
}

static void
test_documents (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++) {
    g_autofree char *json = sample_text (documents[i].document);
    g_autoptr (GPtrArray) problems = bh_script_problems_new ();
    g_autoptr (BhScript) script = bh_script_read (json, strlen (json), problems);
    g_test_message ("%s", json);
    g_assert_nonnull (
        find_problem (problems, documents[i].kind, documents[i].field, documents[i].says));
  }
}

/* A question of the one step "a", and what is wrong with it. */
static const struct {
  const char *question;
  BhScriptProblemKind kind;
  const char *field;
  const char *says;
} asked[] = {
    {"'id':'q','kind':'poem','label':'Q'", BH_SCRIPT_PROBLEM_SHAPE, "kind", "must be text, number"},
    {"'id':'q','label':'Q'", BH_SCRIPT_PROBLEM_SHAPE, "kind", "missing"},
    {"'id':'q','kind':'text'", BH_SCRIPT_PROBLEM_SHAPE, "label", "missing"},
    {"'kind':'text','label':'Q'", BH_SCRIPT_PROBLEM_SHAPE, "id", "missing"},
    {"'id':'q-1','kind':'text','label':'Q'", BH_SCRIPT_PROBLEM_ID, "id", "letters, digits"},
    {"'id':'问','kind':'text','label':'Q'", BH_SCRIPT_PROBLEM_ID, "id", "letters, digits"},
    {"'id':'q','kind':'text','label':'Q','min':1",
     BH_SCRIPT_PROBLEM_SHAPE,
     "min",
     "no such member"},
    {"'id':'q','kind':'text','label':'Q','options':[]",
     BH_SCRIPT_PROBLEM_SHAPE,
     "options",
     "no such member"},
    {"'id':'q','kind':'text','label':'Q','max_length':0",
     BH_SCRIPT_PROBLEM_LIMIT,
     "max_length",
     "1 to 2000"},
    {"'id':'q','kind':'text','label':'Q','required':'yes'",
     BH_SCRIPT_PROBLEM_SHAPE,
     "required",
     "true or false"},
    {"'id':'q','kind':'number','label':'Q','min':'1'", BH_SCRIPT_PROBLEM_SHAPE, "min", "a number"},
    {"'id':'q','kind':'number','label':'Q','min':5,'max':1",
     BH_SCRIPT_PROBLEM_LIMIT,
     "max",
     "Exchange"},
    {"'id':'q','kind':'number','label':'Q','decimals':7",
     BH_SCRIPT_PROBLEM_LIMIT,
     "decimals",
     "0 to 6"},
    {"'id':'q','kind':'date','label':'Q','from':'2026-2-1'",
     BH_SCRIPT_PROBLEM_SHAPE,
     "from",
     "no day"},
    {"'id':'q','kind':'date','label':'Q','from':'2026-02-01','until':'2026-01-01'",
     BH_SCRIPT_PROBLEM_LIMIT,
     "until",
     "Exchange"},
    {"'id':'q','kind':'rating','label':'Q','max':11",
     BH_SCRIPT_PROBLEM_LIMIT,
     "max",
     "whole numbers"},
    {"'id':'q','kind':'rating','label':'Q','min':5",
     BH_SCRIPT_PROBLEM_LIMIT,
     "max",
     "whole numbers"},
    {"'id':'q','kind':'choice','label':'Q'",
     BH_SCRIPT_PROBLEM_SHAPE,
     "options",
     "nothing to choose"},
    {"'id':'q','kind':'choices','label':'Q','options':[]",
     BH_SCRIPT_PROBLEM_SHAPE,
     "options",
     "nothing to choose"},
    {"'id':'q','kind':'choice','label':'Q','options':['x']",
     BH_SCRIPT_PROBLEM_SHAPE,
     "options[0]",
     "an object"},
    {"'id':'q','kind':'choice','label':'Q','options':[{'value':'','label':'x'}]",
     BH_SCRIPT_PROBLEM_ID,
     "options[0].value",
     "needs a value"},
    {"'id':'q','kind':'choice','label':'Q','options':[{'value':'x','label':'x'},{'value':'x','"
     "label':'y'}]",
     BH_SCRIPT_PROBLEM_DUPLICATE,
     "options[1].value",
     "already"},
    {"'id':'q','kind':'choice','label':'Q','options':[{'value':'x'}]",
     BH_SCRIPT_PROBLEM_SHAPE,
     "options[0].label",
     "missing"},
    {"'id':'q','kind':'text','label':'Q','show':'answer.'",
     BH_SCRIPT_PROBLEM_UNKNOWN_ANSWER,
     "show",
     "no question"},
    {"'id':'q','kind':'text','label':'{foo}'",
     BH_SCRIPT_PROBLEM_PLACEHOLDER,
     "label",
     "{customer.name}"},
    {"'id':'q','kind':'text','label':'Q','help':'{'", BH_SCRIPT_PROBLEM_TEXT, "help", "not closed"},
};

static void
test_questions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++) {
    g_autofree char *steps =
        g_strdup_printf ("{'id':'a','kind':'end','questions':[{%s}]}", asked[i].question);
    g_autofree char *field = g_strdup_printf ("questions[0].%s", asked[i].field);
    g_autoptr (GPtrArray) problems = bh_script_problems_new ();
    g_autoptr (BhScript) script = sample_steps (steps, problems);
    const BhScriptProblem *problem;
    g_test_message ("%s", asked[i].question);
    problem = find_problem (problems, asked[i].kind, field, asked[i].says);
    g_assert_nonnull (problem);
    g_assert_cmpstr (problem->step, ==, "a");
  }
}

static void
test_sizes (void)
{
  g_autofree char *much = g_strnfill (BH_SCRIPT_TEXT_MAX + 1, 'x');
  g_autofree char *step = g_strdup_printf ("{'id':'a','kind':'end','text':'%s'}", much);
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (BhScript) script = sample_steps (step, problems);
  g_autofree char *huge = g_strnfill (BH_SCRIPT_INPUT_MAX + 1, ' ');

  g_assert_nonnull (find_problem (problems, BH_SCRIPT_PROBLEM_LIMIT, "text", "too long"));
  g_ptr_array_set_size (problems, 0);
  g_assert_null (bh_script_read (huge, strlen (huge), problems));
  g_assert_nonnull (find_problem (problems, BH_SCRIPT_PROBLEM_LIMIT, NULL, "too large"));
}

/* Many steps, each with as much text as may be. */
static void
test_whole_size (void)
{
  g_autofree char *much = g_strnfill (BH_SCRIPT_TEXT_MAX, 'x');
  g_autoptr (GString) steps = g_string_new (END_A);
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (BhScript) script = NULL;

  for (guint i = 0; i < 13; i++)
    g_string_append_printf (steps, ",{'id':'b%u','kind':'end','text':'%s'}", i, much);
  script = sample_steps (steps->str, problems);
  g_assert_nonnull (find_problem (problems, BH_SCRIPT_PROBLEM_LIMIT, NULL, "Make two of it"));
}

static void
test_too_many_steps (void)
{
  g_autoptr (GString) steps = g_string_new (END_A);
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (BhScript) script = NULL;

  for (guint i = 0; i < BH_SCRIPT_STEPS_MAX; i++)
    g_string_append (steps, "," END_A);
  script = sample_steps (steps->str, problems);
  g_assert_nonnull (find_problem (problems, BH_SCRIPT_PROBLEM_LIMIT, "steps", "too many"));
}

static void
test_mark_of_utf8 (void)
{
  g_autofree char *json = sample_text (
      "\xef\xbb\xbf{'format':1,'name':'s','title':'S','start':'a','steps':[" END_A "]}");
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (BhScript) script = bh_script_read (json, strlen (json), problems);

  g_assert_nonnull (script);
  g_assert_cmpuint (problems->len, ==, 0);
}

static void
test_all_are_told (void)
{
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (BhScript) script = sample_steps ("{'id':'a','text':'{foo}','next':'b'},"
                                              "{'id':'a','kind':'what','colour':'red'},7,"
                                              "{'text':'x','next':[{'when':'a =','go':'c'}]}",
                                              problems);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *first;

  g_assert_nonnull (find_problem (problems, BH_SCRIPT_PROBLEM_PLACEHOLDER, "text", "foo"));
  g_assert_nonnull (find_problem (problems, BH_SCRIPT_PROBLEM_UNKNOWN_STEP, "next[0].go", "“b”"));
  g_assert_nonnull (find_problem (problems, BH_SCRIPT_PROBLEM_DUPLICATE, "id", "“a” already"));
  g_assert_nonnull (find_problem (problems, BH_SCRIPT_PROBLEM_SHAPE, "kind", "page, branch"));
  g_assert_nonnull (find_problem (problems, BH_SCRIPT_PROBLEM_SHAPE, "colour", "colour"));
  g_assert_nonnull (find_problem (problems, BH_SCRIPT_PROBLEM_SHAPE, "steps[2]", "object"));
  g_assert_nonnull (find_problem (problems, BH_SCRIPT_PROBLEM_SHAPE, "id", "missing"));
  g_assert_nonnull (find_problem (problems, BH_SCRIPT_PROBLEM_CONDITION, "next[0].when", "=="));
  node = bh_script_problems_to_node (problems);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, problems->len);
  first = json_array_get_object_element (json_node_get_array (node), 0);
  g_assert_cmpstr (json_object_get_string_member (first, "code"), ==, "duplicate");
  g_assert_cmpstr (json_object_get_string_member (first, "step"), ==, "#2");
}

static void
test_no_more_than_can_be_read (void)
{
  g_autoptr (GString) steps = g_string_new (END_A);
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (BhScript) script = NULL;

  for (guint i = 0; i < 150; i++)
    g_string_append (steps, ",{'a':1,'b':2}");
  script = sample_steps (steps->str, problems);
  g_assert_cmpuint (problems->len, ==, BH_SCRIPT_PROBLEMS_MAX);
}

static void
test_ids (void)
{
  static const char *const good[] = {"a", "A-b_9", "0"};
  static const char *const bad[] = {"", "-a", "_a", "a b", "ä", "a.b", "a/b"};
  g_autofree char *longest = g_strnfill (64, 'a');
  g_autofree char *longer = g_strnfill (65, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (bh_script_is_id (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (bh_script_is_id (bad[i]));
  g_assert_true (bh_script_is_id (longest));
  g_assert_false (bh_script_is_id (longer));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/script/read/sample", test_sample);
  g_test_add_func ("/protocol/script/read/document-is-kept", test_document_is_kept);
  g_test_add_func ("/protocol/script/read/documents", test_documents);
  g_test_add_func ("/protocol/script/read/questions", test_questions);
  g_test_add_func ("/protocol/script/read/sizes", test_sizes);
  g_test_add_func ("/protocol/script/read/whole-size", test_whole_size);
  g_test_add_func ("/protocol/script/read/too-many-steps", test_too_many_steps);
  g_test_add_func ("/protocol/script/read/mark-of-utf8", test_mark_of_utf8);
  g_test_add_func ("/protocol/script/read/all-are-told", test_all_are_told);
  g_test_add_func ("/protocol/script/read/no-more-than-can-be-read", test_no_more_than_can_be_read);
  g_test_add_func ("/protocol/script/read/ids", test_ids);
  return g_test_run ();
}
