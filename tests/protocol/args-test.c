/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/args.h"

#include <string.h>

#include "protocol/protocol-error.h"

static JsonObject *args;

#define ARGS                                                                                       \
  "{\"text\":\"王小明\",\"empty\":\"\",\"null\":null,\"int\":42,\"real\":4.5,\"yes\":true,"     \
  "\"object\":{\"a\":1},\"list\":[1],\"word\":\"ready\"}"

static void
assert_refused (gboolean ok, GError **error, const char *member, const char *must_be)
{
  g_assert_false (ok);
  g_assert_error (*error, BH_PROTOCOL_ERROR, BH_PROTOCOL_ERROR_ARGS);
  g_assert_nonnull (strstr ((*error)->message, member));
  g_assert_nonnull (strstr ((*error)->message, must_be));
  g_clear_error (error);
}

static void
test_has (void)
{
  g_assert_true (bh_args_has (args, "text"));
  g_assert_true (bh_args_has (args, "empty"));
  g_assert_false (bh_args_has (args, "null"));
  g_assert_false (bh_args_has (args, "missing"));
}

static void
test_answer (void)
{
  static const char *const good[] = {"text", "empty", "null", "int", "real", "yes", "word"};
  static const char *const bad[] = {"object", "list", "missing"};
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (bh_args_answer (args, good[i], &error));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bh_args_answer (args, bad[i], &error), &error, bad[i], "must be");
}

static void
test_string (void)
{
  static const char *const others[] = {"int", "real", "yes", "object", "list", "null", "missing"};
  g_autoptr (GError) error = NULL;
  const char *text = "untouched";

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    assert_refused (bh_args_string (args, others[i], 0, 9, &text, &error),
                    &error,
                    others[i],
                    "a string");
  g_assert_cmpstr (text, ==, "untouched");
  g_assert_true (bh_args_string (args, "text", 3, 3, &text, &error)); /* characters, not bytes */
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "王小明");
  assert_refused (bh_args_string (args, "text", 1, 2, &text, &error), &error, "text", "1 to 2");
  assert_refused (bh_args_string (args, "empty", 1, 2, &text, &error), &error, "empty", "1 to 2");
  g_assert_true (bh_args_string (args, "empty", 0, 2, &text, &error));
}

static void
test_optional_string (void)
{
  g_autoptr (GError) error = NULL;
  const char *text = "x";

  g_assert_true (bh_args_optional_string (args, "missing", 1, 9, &text, &error));
  g_assert_null (text);
  g_assert_true (bh_args_optional_string (args, "null", 1, 9, &text, &error));
  g_assert_true (bh_args_optional_string (args, "text", 1, 9, &text, &error));
  g_assert_cmpstr (text, ==, "王小明");
  assert_refused (bh_args_optional_string (args, "int", 1, 9, &text, &error),
                  &error,
                  "int",
                  "string");
}

static void
test_int (void)
{
  g_autoptr (GError) error = NULL;
  gint64 value = 7;

  g_assert_true (bh_args_int (args, "int", 42, 42, &value, &error));
  g_assert_cmpint (value, ==, 42);
  assert_refused (bh_args_int (args, "int", 0, 41, &value, &error), &error, "int", "from 0 to 41");
  assert_refused (bh_args_int (args, "int", 43, 50, &value, &error), &error, "int", "whole number");
  assert_refused (bh_args_int (args, "real", 0, 9, &value, &error), &error, "real", "whole number");
  assert_refused (bh_args_int (args, "yes", 0, 9, &value, &error), &error, "yes", "whole number");
  assert_refused (bh_args_int (args, "missing", 0, 9, &value, &error), &error, "missing", "whole");
}

static void
test_optional_int (void)
{
  g_autoptr (GError) error = NULL;
  gint64 value = 7;

  g_assert_true (bh_args_optional_int (args, "null", 0, 9, -1, &value, &error));
  g_assert_cmpint (value, ==, -1); /* the default need not be in the range */
  g_assert_true (bh_args_optional_int (args, "int", 0, 99, -1, &value, &error));
  g_assert_cmpint (value, ==, 42);
  assert_refused (bh_args_optional_int (args, "int", 0, 9, -1, &value, &error),
                  &error,
                  "int",
                  "from 0 to 9");
}

static void
test_bool (void)
{
  g_autoptr (GError) error = NULL;
  gboolean value = FALSE;

  g_assert_true (bh_args_bool (args, "yes", &value, &error));
  g_assert_true (value);
  assert_refused (bh_args_bool (args, "int", &value, &error), &error, "int", "true or false");
  g_assert_true (bh_args_optional_bool (args, "missing", TRUE, &value, &error));
  g_assert_true (value);
  assert_refused (bh_args_optional_bool (args, "text", TRUE, &value, &error),
                  &error,
                  "text",
                  "true or false");
}

static void
test_enum (void)
{
  static const char *const words[] = {"not_ready", "ready", NULL};
  g_autoptr (GError) error = NULL;
  guint which = 9;

  g_assert_true (bh_args_enum (args, "word", words, &which, &error));
  g_assert_cmpuint (which, ==, 1);
  assert_refused (bh_args_enum (args, "text", words, &which, &error),
                  &error,
                  "text",
                  "not_ready, ready");
  assert_refused (bh_args_enum (args, "int", words, &which, &error), &error, "int", "one of");
  assert_refused (bh_args_enum (args, "missing", words, &which, &error),
                  &error,
                  "missing",
                  "one of");
}

static void
test_object (void)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = NULL;

  g_assert_true (bh_args_object (args, "object", &object, &error));
  g_assert_cmpint (json_object_get_int_member (object, "a"), ==, 1);
  assert_refused (bh_args_object (args, "list", &object, &error), &error, "list", "an object");
  assert_refused (bh_args_object (args, "missing", &object, &error),
                  &error,
                  "missing",
                  "an object");
  g_assert_true (bh_args_optional_object (args, "null", &object, &error));
  g_assert_null (object);
  assert_refused (bh_args_optional_object (args, "list", &object, &error),
                  &error,
                  "list",
                  "an object");
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonNode) root = json_from_string (ARGS, NULL);

  g_test_init (&argc, &argv, NULL);
  args = json_node_get_object (root);
  g_test_add_func ("/protocol/args/has", test_has);
  g_test_add_func ("/protocol/args/answer", test_answer);
  g_test_add_func ("/protocol/args/string", test_string);
  g_test_add_func ("/protocol/args/optional-string", test_optional_string);
  g_test_add_func ("/protocol/args/int", test_int);
  g_test_add_func ("/protocol/args/optional-int", test_optional_int);
  g_test_add_func ("/protocol/args/bool", test_bool);
  g_test_add_func ("/protocol/args/enum", test_enum);
  g_test_add_func ("/protocol/args/object", test_object);
  return g_test_run ();
}
