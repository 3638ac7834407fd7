/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-changes.h"

#include <string.h>

/* What differs between two versions of a script, in words. */

#define BEGIN                                                                                      \
  "{\"format\":1,\"name\":\"r\",\"language\":\"en\",\"title\":\"Returns\",\"start\":\"greet\","
#define GREET(members)                                                                             \
  "{\"id\":\"greet\",\"title\":\"Greeting\",\"text\":\"Good morning, how can I help you "          \
  "today?\"" members "}"
#define BYE "{\"id\":\"bye\",\"kind\":\"end\",\"title\":\"Farewell\",\"text\":\"Bye.\"}"
#define ASK(members)                                                                               \
  ",\"questions\":[{\"id\":\"why\",\"kind\":\"choice\",\"label\":\"Why?\"," members                \
  "\"options\":[{\"value\":\"a\",\"label\":\"Broken\"},{\"value\":\"b\",\"label\":\"Late\"}]}]"
#define NEXT ",\"next\":\"bye\""
#define BASE BEGIN "\"steps\":[" GREET (ASK ("") NEXT) "," BYE "]}"

typedef struct {
  const char *name;
  const char *from; /* NULL: BASE */
  const char *to;
  const char *expected; /* "page: sentence", a line each */
} Row;

/* clang-format off */
static const Row rows[] = { /* table */
  { "nothing", NULL, BASE, "" },
  { "title-of-the-script", NULL,
    "{\"format\":1,\"name\":\"r\",\"language\":\"en\",\"title\":\"Returns and swaps\",\"start\":\"greet\",\"steps\":["
    GREET (ASK ("") NEXT) "," BYE "]}",
    "-: Title: “Returns” is now “Returns and swaps”" },
  { "page-added", NULL,
    BEGIN "\"steps\":[" GREET (ASK ("") ",\"next\":\"more\"") ",{\"id\":\"more\",\"text\":\"Anything else?\",\"next\":\"bye\"}," BYE "]}",
    "Greeting: New way: to “more”\nGreeting: Way removed: to “Farewell”\nmore: New page" },
  { "page-removed",
    BEGIN "\"steps\":[" GREET (NEXT) ",{\"id\":\"more\",\"title\":\"More\",\"text\":\"Else?\",\"next\":\"bye\"}," BYE "]}",
    BEGIN "\"steps\":[" GREET (NEXT) "," BYE "]}",
    "More: Page removed" },
  { "page-renamed", NULL,
    BEGIN "\"steps\":[{\"id\":\"greet\",\"title\":\"Opening\",\"text\":\"Good morning, how can I help you today?\"" ASK ("") NEXT "}," BYE "]}",
    "Opening: Title: “Greeting” is now “Opening”" },
  { "page-with-another-id",
    BEGIN "\"steps\":[" GREET (NEXT) "," BYE "]}",
    BEGIN "\"steps\":[" GREET (",\"next\":\"end\"") ",{\"id\":\"end\",\"kind\":\"end\",\"title\":\"Farewell\",\"text\":\"Bye.\"}]}",
    "Farewell: Id: bye is now end" },
  { "text", NULL,
    BEGIN "\"steps\":[{\"id\":\"greet\",\"title\":\"Greeting\",\"text\":\"Good morning, how may I help you today?\"" ASK ("") NEXT "}," BYE "]}",
    "Greeting: Text: “Good morning, how can I help you today?” is now “Good morning, how may I help you today?”" },
  { "text-in-one-language",
    BEGIN "\"steps\":[{\"id\":\"greet\",\"text\":{\"en\":\"Hello.\",\"de\":\"Hallo.\"},\"next\":\"bye\"}," BYE "]}",
    BEGIN "\"steps\":[{\"id\":\"greet\",\"text\":{\"en\":\"Hello.\",\"de\":\"Guten Tag.\",\"zh_CN\":\"您好。\"},\"next\":\"bye\"}," BYE "]}",
    "greet: Text (de): “Hallo.” is now “Guten Tag.”\ngreet: Text (zh_CN): now “您好。”" },
  { "flags", NULL,
    BEGIN "\"steps\":[" GREET (",\"required\":true,\"payment\":true" ASK ("") NEXT) "," BYE "]}",
    "Greeting: Must not be left out now\nGreeting: Payment: the recording pauses here now" },
  { "question-added-and-removed", NULL,
    BEGIN "\"steps\":[" GREET (",\"questions\":[{\"id\":\"when\",\"kind\":\"date\",\"label\":\"Since when?\"}]" NEXT) "," BYE "]}",
    "Greeting: New question: “Since when?” (Day)\nGreeting: Question removed: “Why?”" },
  { "question-changed", NULL,
    BEGIN "\"steps\":[" GREET (",\"questions\":[{\"id\":\"why\",\"kind\":\"choice\",\"label\":\"Why?\",\"required\":true,"
    "\"options\":[{\"value\":\"a\",\"label\":\"Broken\"},{\"value\":\"c\",\"label\":\"Wrong size\"}]}]" NEXT) "," BYE "]}",
    "Greeting: Question “Why?”: must be answered now\n"
    "Greeting: Question “Why?”, new choice: Wrong size\n"
    "Greeting: Question “Why?”, choice removed: Late" },
  { "question-of-another-kind", NULL,
    BEGIN "\"steps\":[" GREET (",\"questions\":[{\"id\":\"why\",\"kind\":\"text\",\"label\":\"Why is it?\"}]" NEXT) "," BYE "]}",
    "Greeting: Question: “Why?” is now “Why is it?”\n"
    "Greeting: Question “Why is it?”: One of several is now Text\n"
    "Greeting: Question “Why is it?”, choice removed: Broken\n"
    "Greeting: Question “Why is it?”, choice removed: Late" },
  { "condition", NULL,
    BEGIN "\"steps\":[" GREET (ASK ("\"show\":\"customer.known\",") NEXT) "," BYE "]}",
    "Greeting: Question “Why?”, asked only when: now “customer.known”" },
  { "ways", NULL,
    BEGIN "\"steps\":[" GREET (ASK ("") ",\"next\":[{\"when\":\"answer.why == 'a'\",\"go\":\"bye\"},{\"go\":\"bye\"}]") "," BYE "]}",
    "Greeting: New way: to “Farewell” when answer.why == 'a'" },
  { "ways-in-another-order",
    BEGIN "\"steps\":[" GREET (ASK ("") ",\"next\":[{\"when\":\"answer.why == 'a'\",\"go\":\"bye\"},{\"when\":\"answer.why == 'b'\",\"go\":\"bye\"},{\"go\":\"bye\"}]") "," BYE "]}",
    BEGIN "\"steps\":[" GREET (ASK ("") ",\"next\":[{\"when\":\"answer.why == 'b'\",\"go\":\"bye\"},{\"when\":\"answer.why == 'a'\",\"go\":\"bye\"},{\"go\":\"bye\"}]") "," BYE "]}",
    "Greeting: The ways are tried in another order" },
  { "jumps-and-articles", NULL,
    BEGIN "\"jumps\":[\"bye\"],\"steps\":[" GREET (ASK ("") ",\"jumps\":[\"bye\"],\"articles\":[{\"search\":\"warranty\",\"title\":\"Warranty\"}]" NEXT) "," BYE "]}",
    "-: New jump from everywhere: Farewell\nGreeting: New jump: Farewell\nGreeting: New article: Warranty" },
  { "pages-in-another-order",
    BEGIN "\"steps\":[" GREET (NEXT) ",{\"id\":\"x\",\"text\":\"X.\",\"next\":\"bye\"}," BYE "]}",
    BEGIN "\"steps\":[" GREET (NEXT) "," BYE ",{\"id\":\"x\",\"text\":\"X.\",\"next\":\"bye\"}]}",
    "-: The pages stand in another order" },
};
/* clang-format on */

static BhScript *
read_script (const char *text)
{
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  BhScript *script = bh_script_read (text, strlen (text), problems);

  g_assert_nonnull (script);
  return script;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (BhScript) from = read_script (row->from != NULL ? row->from : BASE);
  g_autoptr (BhScript) to = read_script (row->to);
  g_autoptr (GPtrArray) changes = bh_script_changes (from, to, NULL);
  g_autoptr (GString) said = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++) {
    const BhScriptChange *change = changes->pdata[i];
    for (guint j = 0; j < change->lines->len; j++)
      g_string_append_printf (said,
                              "%s%s: %s",
                              said->len > 0 ? "\n" : "",
                              change->title != NULL ? change->title : "-",
                              (char *) change->lines->pdata[j]);
  }
  g_assert_cmpstr (said->str, ==, row->expected);
}

/* A document that is wrong everywhere is compared as far as it can be read. */
static void
test_faulty (void)
{
  g_autoptr (BhScript) from = read_script (BASE);
  g_autoptr (BhScript) to = read_script (
      "{\"steps\":[3,{\"next\":[{}],\"questions\":[{},4],\"articles\":[{}],\"jumps\":[null]}]}");
  g_autoptr (GPtrArray) there = bh_script_changes (from, to, NULL);
  g_autoptr (GPtrArray) back = bh_script_changes (to, from, "zh_CN");

  g_assert_cmpuint (there->len, >, 0);
  g_assert_cmpuint (back->len, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/desktop/model/script-changes/", rows[i].name, NULL);
    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/desktop/model/script-changes/faulty", test_faulty);
  return g_test_run ();
}
