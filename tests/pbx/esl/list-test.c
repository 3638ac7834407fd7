/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-list.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *text;
  const char *columns;  /* asked for, a blank between */
  const char *expected; /* a row's values in brackets; "!" in front: not sound */
} Case;

static const Case cases[] = {
    {"nothing", "", "name", ""},
    {"ok-alone", "+OK\n", "name", ""},
    {"error", "-ERR Queue not found!\n", "name", "!"},
    {"usage", "-USAGE: codec|endpoint|application\n", "codec", "!"},
    {"no-output", "-ERR no reply\n", "name", ""},
    {"columns",
     "name|status|state\na|On Break|Waiting\nb||Idle\n+OK\n",
     "name status state",
     "(a,On Break,Waiting)(b,,Idle)"},
    {"no-such-column", "name|status\na|b\n+OK\n", "nosuch", "((null))"},
    {"columns-but-no-rows", "name|status\n+OK\n", "name", ""},
    {"blank-line-and-total", "name|status\na|b\n\n1 total.\n", "name", "(a)"},
    {"too-few", "name|status|x\na|b\nc|d|e\n+OK\n", "name", "(c)"},
    {"too-many", "name|status\na|b|c\nd|e\n+OK\n", "name", "(d)"},
    {"bar-in-contact",
     "name|contact|state\na|user/1|user/2|user/3|Idle\nb|user/4|Idle\n+OK\n",
     "name contact state",
     "(a,user/1|user/2|user/3,Idle)(b,user/4,Idle)"},
    {"bar-in-name",
     "uuid|cid_name|state\nu|A|B|Waiting\n+OK\n",
     "uuid cid_name state",
     "(u,A|B,Waiting)"},
    {"no-end", "name|status\na|b", "name status", "(a,b)"},
    {"json-empty", "{\"row_count\": 0}\n", "uuid", ""},
    {"json-empty-rows", "{\"row_count\":0,\"rows\":[]}", "uuid", ""},
    {"json",
     "{\"row_count\":2,\"rows\":[{\"uuid\":\"a\",\"n\":\"\\u738b}\"},{\"uuid\":\"b\"}]}",
     "uuid n",
     "(a,王})(b,(null))"},
    {"json-cut-short",
     "{\"row_count\":2,\"rows\":[{\"uuid\":\"a\"},{\"uuid\":\"b\"",
     "uuid",
     "(a)"},
    {"json-other", "{\"name\":\"x\"}", "name", ""},
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  gsize length = strlen (c->text);
  g_autofree char *text = g_malloc0 (length + 17);
  memcpy (text, c->text, length);
  g_autoptr (BhEslList) list = bh_esl_list_new (text, length);
  g_autoptr (GString) out = g_string_new (bh_esl_list_is_sound (list) ? "" : "!");
  g_auto (GStrv) columns = g_strsplit (c->columns, " ", -1);
  while (bh_esl_list_next (list)) {
    for (guint i = 0; columns[i] != NULL; i++) {
      const char *value = bh_esl_list_get (list, columns[i]);
      g_string_append_c (out, i == 0 ? '(' : ',');
      g_string_append (out, value != NULL ? value : "(null)");
    }
    g_string_append_c (out, ')');
  }
  g_assert_cmpstr (out->str, ==, c->expected);
}

/* A list of as many columns as no line has, and one of more than are kept. */
static void
test_many_columns (void)
{
  for (guint n = 63; n <= 65; n++) {
    g_autoptr (GString) text = g_string_new ("c0");
    for (guint i = 1; i < n; i++)
      g_string_append_printf (text, "|c%u", i);
    g_string_append (text, "\nv");
    for (guint i = 1; i < n; i++)
      g_string_append (text, "|v");
    g_string_append (text, "\n+OK\n");
    g_autoptr (BhEslList) list = bh_esl_list_new (text->str, text->len);
    g_assert_cmpint (bh_esl_list_next (list), ==, n <= 64);
    if (n <= 64)
      g_assert_cmpstr (bh_esl_list_get (list, "c62"), ==, "v");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/pbx/esl/list/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/pbx/esl/list/many-columns", test_many_columns);
  return g_test_run ();
}
