/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "desktop/model/script-option.h"
#include "desktop/model/script-place.h"
#include "desktop/model/script-player.h"
#include "desktop/model/script-question-item.h"

/* ' stands for ", ` for '. */
static const char document[] =
    "{'format':1,'name':'returns','language':'en','title':{'en':'Returns','zh_CN':'退货'},"
    "'start':'greet','jumps':['angry'],'steps':["
    "{'id':'greet','title':'Greeting','text':{'en':'Hello {customer.name}, <I> am {agent.name}.',"
    "'zh_CN':'您好{customer.name}'},"
    "'questions':[{'id':'reason','kind':'choice','label':'Why?','required':true,"
    "'options':[{'value':'broken','label':{'en':'Broken','zh_CN':'坏了'}},"
    "{'value':'other','label':'Other'}]},"
    "{'id':'since','kind':'date','label':'Since?','show':'answer.reason == `broken`'},"
    "{'id':'parts','kind':'choices','label':'Which?','options':[{'value':'a','label':'A'},"
    "{'value':'b','label':'B'}]}],"
    "'articles':[{'search':'warranty','title':'Warranty'}],"
    "'next':[{'when':'answer.reason == `broken`','go':'pay','label':'broken'},{'go':'bye'}]},"
    "{'id':'pay','title':'Payment','required':true,'payment':true,'text':'The card.',"
    "'questions':[{'id':'sum','kind':'number','label':'Sum','min':1,'max':99,'decimals':2},"
    "{'id':'ok','kind':'yes_no','label':'OK?'},{'id':'stars','kind':'rating','label':'Stars'}],"
    "'next':'bye'},"
    "{'id':'angry','text':'Sorry.','next':'bye'},"
    "{'id':'bye','kind':'end','text':'Bye.','disposition':'solved'}]}";

static BhScriptPlayer *
player (void)
{
  g_autofree char *json = g_strdelimit (g_strdelimit (g_strdup (document), "'", '"'), "`", '\'');
  g_auto (GStrv) problems = NULL;
  BhScriptPlayer *self = bh_script_player_new (json, 3, &problems);

  g_assert_cmpstr (problems[0], ==, NULL);
  g_assert_nonnull (self);
  return self;
}

static BhScriptQuestionItem *
question (BhScriptPlayer *self, const char *id)
{
  GListModel *questions = bh_script_player_get_questions (self);

  for (guint i = 0; i < g_list_model_get_n_items (questions); i++) {
    g_autoptr (BhScriptQuestionItem) item = g_list_model_get_item (questions, i);
    if (g_str_equal (bh_script_question_item_get_id (item), id))
      return item; /* the list holds it */
  }
  return NULL;
}

static char *
question_ids (BhScriptPlayer *self)
{
  GListModel *questions = bh_script_player_get_questions (self);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (questions); i++) {
    g_autoptr (BhScriptQuestionItem) item = g_list_model_get_item (questions, i);
    g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", bh_script_question_item_get_id (item));
  }
  return g_strdup (ids->str);
}

static void
answer (BhScriptPlayer *self, const char *id, const char *text)
{
  g_autoptr (GError) error = NULL;

  bh_script_player_answer (self, id, text, &error);
  g_assert_no_error (error);
}

static void
test_page (void)
{
  g_autoptr (BhScriptPlayer) self = player ();

  bh_script_player_set_fact (self, "customer.name", "Tom & <Jerry>");
  g_assert_cmpstr (bh_script_player_get_title (self), ==, "Returns");
  g_assert_cmpint (bh_script_player_get_version (self), ==, 3);
  g_assert_cmpstr (bh_script_player_get_step_title (self), ==, "Greeting");
  g_assert_cmpstr (bh_script_player_get_text (self),
                   ==,
                   "Hello Tom & <Jerry>, <I> am [your name].");
  g_assert_cmpstr (bh_script_player_get_markup (self),
                   ==,
                   "Hello <b>Tom &amp; &lt;Jerry&gt;</b>, &lt;I&gt; am "
                   "<span underline=\"error\">[your name]</span>.");
  bh_script_player_set_language (self, "zh_CN");
  g_assert_cmpstr (bh_script_player_get_title (self), ==, "退货");
  g_assert_cmpstr (bh_script_player_get_text (self), ==, "您好Tom & <Jerry>");
  g_assert_cmpuint (g_strv_length ((char **) bh_script_player_get_languages (self)), ==, 2);
}

static void
test_questions_keep_their_objects (void)
{
  g_autoptr (BhScriptPlayer) self = player ();
  BhScriptQuestionItem *reason = question (self, "reason");
  BhScriptQuestionItem *parts = question (self, "parts");
  g_autofree char *ids = question_ids (self);
  g_autofree char *more = NULL;
  g_autofree char *again = NULL;

  g_assert_cmpstr (ids, ==, "reason parts");
  answer (self, "reason", "broken");
  more = question_ids (self);
  g_assert_cmpstr (more, ==, "reason since parts");
  g_assert_true (question (self, "reason") == reason);
  g_assert_true (question (self, "parts") == parts);
  answer (self, "reason", "other");
  again = question_ids (self);
  g_assert_cmpstr (again, ==, "reason parts");
}

static void
test_choice (void)
{
  g_autoptr (BhScriptPlayer) self = player ();
  GListModel *options = bh_script_question_item_get_options (question (self, "reason"));
  g_autoptr (BhScriptOptionItem) broken = g_list_model_get_item (options, 0);

  g_assert_false (bh_script_option_get_chosen (broken));
  answer (self, "reason", "broken");
  g_assert_true (bh_script_option_get_chosen (broken));
  g_assert_cmpstr (bh_script_question_item_get_value_text (question (self, "reason")),
                   ==,
                   "Broken");
  bh_script_player_set_language (self, "zh_CN");
  g_assert_cmpstr (bh_script_option_get_label (broken), ==, "坏了");
}

static void
test_choices (void)
{
  static const char *const both[] = {"b", "a", NULL};
  static const char *const wrong[] = {"z", NULL};
  g_autoptr (BhScriptPlayer) self = player ();
  GListModel *options = bh_script_question_item_get_options (question (self, "parts"));
  g_autoptr (BhScriptOptionItem) a = g_list_model_get_item (options, 0);

  g_assert_true (bh_script_player_answer_many (self, "parts", both, NULL));
  g_assert_true (bh_script_option_get_chosen (a));
  g_assert_false (bh_script_player_answer_many (self, "parts", wrong, NULL));
  g_assert_nonnull (bh_script_question_item_get_error (question (self, "parts")));
  g_assert_true (bh_script_option_get_chosen (a));
}

static void
test_kinds_of_values (void)
{
  g_autoptr (BhScriptPlayer) self = player ();
  g_autoptr (GError) error = NULL;
  g_autofree char *summary = NULL;

  answer (self, "reason", "broken");
  answer (self, "since", "2026-11-01");
  g_assert_true (bh_script_player_go_on (self, NULL));
  answer (self, "sum", "12,5");
  g_assert_cmpstr (bh_script_question_item_get_value (question (self, "sum")), ==, "12.50");
  answer (self, "ok", "yes");
  answer (self, "stars", "4");
  g_assert_false (bh_script_player_answer (self, "sum", "many", &error));
  g_assert_cmpstr (bh_script_question_item_get_error (question (self, "sum")), ==, error->message);
  summary = bh_script_player_summary (self);
  g_assert_cmpstr (summary,
                   ==,
                   "Why?: Broken\nSince?: 2026-11-01\nSum: 12.50\nOK?: yes\nStars: 4\n");
}

static void
test_ways (void)
{
  g_autoptr (BhScriptPlayer) self = player ();
  GListModel *jumps = bh_script_player_get_jumps (self);
  GListModel *links = bh_script_player_get_links (self);
  g_autoptr (BhScriptPlace) jump = g_list_model_get_item (jumps, 0);
  g_autoptr (BhScriptPlace) link = g_list_model_get_item (links, 0);

  g_assert_cmpstr (bh_script_place_get_title (jump), ==, "angry");
  g_assert_cmpstr (bh_script_place_get_search (link), ==, "warranty");
  g_assert_false (bh_script_player_get_can_go_on (self));
  g_assert_cmpstr (bh_script_player_get_why_not (self), ==, "Not answered yet: Why?");
  g_assert_cmpstr (bh_script_player_get_todo (self), ==, "Still to be said: Payment");
  answer (self, "reason", "broken");
  g_assert_cmpstr (bh_script_player_get_why_not (self), ==, "");
  g_assert_true (bh_script_player_go_on (self, NULL));
  g_assert_true (bh_script_player_get_payment (self));
  g_assert_true (bh_script_player_go_on (self, NULL));
  g_assert_true (bh_script_player_get_is_end (self));
  g_assert_true (bh_script_player_get_is_complete (self));
  g_assert_cmpstr (bh_script_player_get_disposition (self), ==, "solved");
  g_assert_true (bh_script_player_go_back (self));
  g_assert_true (bh_script_player_jump (self, "angry", NULL));
  g_assert_cmpstr (bh_script_player_get_step (self), ==, "angry");
  g_assert_cmpuint (g_list_model_get_n_items (jumps), ==, 0);
}

static void
test_chart (void)
{
  g_autoptr (BhScriptPlayer) self = player ();
  g_autoptr (GArray) boxes = NULL;
  g_autoptr (GArray) arrows = NULL;
  const BhScriptArrow *arrow;

  answer (self, "reason", "broken");
  bh_script_player_go_on (self, NULL);
  boxes = bh_script_player_list_boxes (self);
  arrows = bh_script_player_list_arrows (self);
  g_assert_cmpuint (boxes->len, ==, 4);
  g_assert_cmpint (g_array_index (boxes, BhScriptBox, 0).state, ==, BH_SCRIPT_BOX_DONE);
  g_assert_cmpint (g_array_index (boxes, BhScriptBox, 1).state, ==, BH_SCRIPT_BOX_HERE);
  g_assert_cmpint (g_array_index (boxes, BhScriptBox, 3).state, ==, BH_SCRIPT_BOX_NEXT);
  g_assert_true (g_array_index (boxes, BhScriptBox, 3).is_end);
  g_assert_cmpuint (arrows->len, ==, 4);
  arrow = &g_array_index (arrows, BhScriptArrow, 0);
  g_assert_cmpstr (arrow->label, ==, "broken");
  g_assert_true (arrow->taken);
  g_assert_cmpstr (g_array_index (arrows, BhScriptArrow, 1).label, ==, "else");
}

static void
count (BhScriptPlayer *self, const char *what, gpointer data)
{
  g_string_append_printf (data, "%s ", what);
}

static void
test_signals (void)
{
  g_autoptr (BhScriptPlayer) self = player ();
  g_autoptr (GString) log = g_string_new (NULL);

  g_signal_connect (self, "answered", G_CALLBACK (count), log);
  g_signal_connect (self, "moved", G_CALLBACK (count), log);
  answer (self, "reason", "other");
  answer (self, "reason", "other"); /* what it shows already */
  bh_script_player_go_on (self, NULL);
  bh_script_player_go_back (self);
  answer (self, "reason", "");
  bh_script_player_go_on (self, NULL); /* refused */
  g_assert_cmpstr (log->str, ==, "reason bye greet reason ");
}

static void
test_problems (void)
{
  g_auto (GStrv) problems = NULL;

  g_assert_null (bh_script_player_new ("{}", 1, &problems));
  g_assert_cmpuint (g_strv_length (problems), >, 3);
  g_assert_null (bh_script_player_new ("no", 1, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desktop/model/script/page", test_page);
  g_test_add_func ("/desktop/model/script/questions-keep-their-objects",
                   test_questions_keep_their_objects);
  g_test_add_func ("/desktop/model/script/choice", test_choice);
  g_test_add_func ("/desktop/model/script/choices", test_choices);
  g_test_add_func ("/desktop/model/script/kinds-of-values", test_kinds_of_values);
  g_test_add_func ("/desktop/model/script/ways", test_ways);
  g_test_add_func ("/desktop/model/script/chart", test_chart);
  g_test_add_func ("/desktop/model/script/signals", test_signals);
  g_test_add_func ("/desktop/model/script/problems", test_problems);
  return g_test_run ();
}
