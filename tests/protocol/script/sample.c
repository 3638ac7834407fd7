/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/protocol/script/sample.h"

#include <string.h>

char *
sample_text (const char *text)
{
  char *json = g_strdup (text);

  g_strdelimit (json, "'", '"');
  return g_strdelimit (json, "`", '\'');
}

BhScript *
sample_steps (const char *steps, GPtrArray *problems)
{
  g_autofree char *whole =
      g_strdup_printf ("{'format':1,'name':'s','title':'S','start':'a','steps':[%s]}", steps);
  g_autofree char *json = sample_text (whole);

  return bh_script_read (json, strlen (json), problems);
}

static void
assert_none (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++) {
    g_autofree char *text = bh_script_problem_to_string (g_ptr_array_index (problems, i));
    g_test_message ("%s", text);
  }
  g_assert_cmpuint (problems->len, ==, 0);
}

BhScript *
sample_good (const char *steps)
{
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  BhScript *script = sample_steps (steps, problems);

  assert_none (problems);
  g_assert_nonnull (script);
  return script;
}

BhScript *
sample_returns (void)
{
  static const char text[] =
      "{'format':1,'name':'returns','language':'en','title':{'en':'Returns','zh_CN':'退货'},"
      "'start':'greet','jumps':['angry'],'steps':["
      "{'id':'greet','title':'Greeting','text':{'en':'Good morning, {customer.name|and welcome}. "
      "This is {agent.name}.','zh_CN':'您好{customer.name}'},"
      "'questions':[{'id':'reason','kind':'choice','label':{'en':'What is it?','zh_CN':'什么事?'},"
      "'required':true,'options':[{'value':'broken','label':{'en':'Broken','zh_CN':'坏了'}},"
      "{'value':'other','label':'Other'}]},"
      "{'id':'since','kind':'date','label':'Since when?','required':true,"
      "'show':'answer.reason == `broken`'}],"
      "'next':[{'when':'answer.reason == `broken`','go':'sort','label':'broken'},{'go':'bye'}]},"
      "{'id':'sort','kind':'branch','next':[{'when':'customer.tier == `gold`','go':'swap'},"
      "{'go':'pay'}]},"
      "{'id':'swap','text':'We send a new one.','next':'bye'},"
      "{'id':'pay','required':true,'payment':true,'text':'It is {answer.since} old.',"
      "'questions':[{'id':'paid','kind':'yes_no','label':'Paid?'}],"
      "'next':[{'when':'answer.paid','go':'bye'},{'go':'greet'}]},"
      "{'id':'angry','title':'Angry','text':'I am sorry.','next':'bye'},"
      "{'id':'bye','kind':'end','text':'Goodbye.','disposition':'solved'}]}";
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autofree char *json = sample_text (text);
  BhScript *script = bh_script_read (json, strlen (json), problems);

  assert_none (problems);
  return script;
}

JsonNode *
sample_value (const char *text)
{
  g_autofree char *json = sample_text (text);
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (json, &error);

  g_assert_no_error (error);
  return node;
}

void
sample_answer (BhScriptRun *run, const char *question, const char *value)
{
  g_autoptr (JsonNode) node = sample_value (value);
  g_autoptr (GError) error = NULL;

  bh_script_run_answer (run, question, node, &error);
  g_assert_no_error (error);
}

void
sample_assert_path (BhScriptRun *run, const char *ids)
{
  g_autofree char *path = g_strjoinv (" ", (char **) bh_script_run_get_path (run));

  g_assert_cmpstr (path, ==, ids);
}
