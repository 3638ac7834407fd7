/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/json-check.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "protocol/protocol-error.h"

#define DEPTH 4

typedef struct {
  const char *what;
  const char *text;
  gsize length;        /* 0: up to its NUL */
  const char *problem; /* NULL: it is right */
  guint at;            /* the byte that is named */
} Row;

static const Row rows[] = {
    {"an empty object", "{}", 0, NULL, 0},
    {"blanks everywhere", " \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } } \n", 0, NULL, 0},
    {"every kind of value", "{\"a\":[true,false,null,-1,0.5,1e3,\"x\",{},[]]}", 0, NULL, 0},
    {"every escape", "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"}", 0, NULL, 0},
    {"a pair of surrogates", "{\"a\":\"\\ud83d\\ude00\"}", 0, NULL, 0},
    {"text in UTF-8", "{\"名\":\"王小明\"}", 0, NULL, 0},
    {"as deep as may be", "{\"a\":[[[1]]]}", 0, NULL, 0},
    {"the largest whole number", "{\"a\":9223372036854775807}", 0, NULL, 0},
    {"the smallest whole number", "{\"a\":-9223372036854775808}", 0, NULL, 0},
    {"minus zero", "{\"a\":-0}", 0, NULL, 0},
    {"a name twice", "{\"a\":1,\"a\":2}", 0, NULL, 0},

    {"nothing", "", 0, "begin with an object", 0},
    {"blanks only", "  ", 0, "begin with an object", 2},
    {"an array", "[]", 0, "begin with an object", 0},
    {"a string", "\"a\"", 0, "begin with an object", 0},
    {"a second object", "{}{}", 0, "something follows", 2},
    {"a byte order mark", "\xef\xbb\xbf{}", 0, "begin with an object", 0},
    {"not closed", "{\"a\":1", 0, "a comma or the end", 6},
    {"closed by the wrong bracket", "{\"a\":[1}", 0, "a comma or the end", 7},
    {"a comma too many", "{\"a\":1,}", 0, "a string is expected", 7},
    {"a comma too many in an array", "{\"a\":[1,]}", 0, "a value is expected", 8},
    {"a name without quotes", "{a:1}", 0, "a string is expected", 1},
    {"no colon", "{\"a\" 1}", 0, "a colon", 5},
    {"no value", "{\"a\":}", 0, "a value is expected", 5},
    {"a comment", "{\"a\":/* x */1}", 0, "a value is expected", 5},
    {"single quotes", "{'a':1}", 0, "a string is expected", 1},
    {"too deep", "{\"a\":[[[[1]]]]}", 0, "too deep", 9},
    {"too deep and empty", "{\"a\":[[[{}]]]}", 0, "too deep", 9},
    {"a leading zero", "{\"a\":01}", 0, "begins with a zero", 7},
    {"a plus", "{\"a\":+1}", 0, "a value is expected", 5},
    {"a minus alone", "{\"a\":-}", 0, "a value is expected", 6},
    {"a point without digits", "{\"a\":1.}", 0, "after its point", 7},
    {"an exponent without digits", "{\"a\":1e+}", 0, "in its exponent", 8},
    {"beyond gint64", "{\"a\":9223372036854775808}", 0, "too large", 24},
    {"beyond a double", "{\"a\":1e999}", 0, "too large", 10},
    {"a number of 65 digits",
     "{\"a\":0.000000000000000000000000000000000000000000000000000000000000001}",
     0,
     "too large",
     70},
    {"infinity", "{\"a\":Infinity}", 0, "a value is expected", 5},
    {"a word cut short", "{\"a\":tru", 0, "a value is expected", 5},
    {"a string that does not end", "{\"a\":\"x", 0, "does not end", 7},
    {"a control character", "{\"a\":\"\n\"}", 0, "a control character", 7},
    {"an unknown escape", "{\"a\":\"\\x\"}", 0, "means nothing", 8},
    {"a backslash at the end", "{\"a\":\"\\", 0, "means nothing", 7},
    {"hexadecimal digits missing", "{\"a\":\"\\u12\"}", 0, "four hexadecimal", 10},
    {"an escaped NUL", "{\"a\":\"\\u0000\"}", 0, "NUL", 12},
    {"a high surrogate alone", "{\"a\":\"\\ud83d\"}", 0, "a surrogate", 12},
    {"a low surrogate first", "{\"a\":\"\\ude00\\ud83d\"}", 0, "a surrogate", 12},
    {"a NUL byte", "{\"a\":\"\0\"}", 9, "NUL", 6},
    {"half a character", "{\"a\":\"\xe7\x8e\"}", 0, "not UTF-8", 6},
    {"a surrogate in UTF-8", "{\"a\":\"\xed\xa0\x80\"}", 0, "not UTF-8", 6},
};

static void
check_row (gconstpointer data)
{
  const Row *row = data;
  gsize length = row->length != 0 ? row->length : strlen (row->text);
  g_autofree char *exact = g_memdup2 (row->text, MAX (length, 1)); /* no NUL behind it */
  g_autoptr (GError) error = NULL;
  g_autofree char *byte = g_strdup_printf ("(byte %u)", row->at);

  if (row->problem == NULL) {
    g_assert_true (bh_json_check (exact, length, DEPTH, &error));
    g_assert_no_error (error);
    return;
  }
  g_assert_false (bh_json_check (exact, length, DEPTH, &error));
  g_assert_error (error, BH_PROTOCOL_ERROR, BH_PROTOCOL_ERROR_JSON);
  g_assert_nonnull (strstr (error->message, row->problem));
  g_assert_nonnull (strstr (error->message, byte));
}

/* Whatever it lets pass, the library behind it can read: that is what it is there for. */
static void
test_library_agrees (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonParser) parser = json_parser_new_immutable ();
    if (rows[i].problem != NULL)
      continue;
    g_assert_true (json_parser_load_from_data (parser, rows[i].text, -1, NULL));
    g_assert_true (JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)));
  }
}

/* A million brackets cost neither stack nor time. */
static void
test_deep_is_cheap (void)
{
  gsize length = 1000 * 1000;
  g_autofree char *text = g_malloc (length);

  memset (text, '[', length);
  memcpy (text, "{\"a\":", 5);
  g_assert_false (bh_json_check (text, length, 1000, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *what = g_strdelimit (g_strdup (rows[i].what), " ", '-');
    g_autofree char *path = g_strdup_printf ("/protocol/json-check/%s", what);
    g_test_add_data_func (path, &rows[i], check_row);
  }
  g_test_add_func ("/protocol/json-check/library-agrees", test_library_agrees);
  g_test_add_func ("/protocol/json-check/deep-is-cheap", test_deep_is_cheap);
  return g_test_run ();
}
