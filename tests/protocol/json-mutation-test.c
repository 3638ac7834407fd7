/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "protocol/json-check.h"

/* Whatever is cut off, nothing is read behind the end (the sanitizers watch) and it is refused. */
static void
test_every_prefix (void)
{
  static const char text[] = "{\"a\":[null,true,-0.5e+3,\"\\ud83d\\ude00\\n\",{\"b\":{}}]}";

  for (gsize length = 0; length < strlen (text); length++) {
    g_autofree char *cut = g_memdup2 (text, MAX (length, 1));
    g_assert_false (bh_json_check (cut, length, 16, NULL));
  }
}

/* Mutations of a good frame: what the checker lets pass, json-glib reads without a complaint. */
static void
test_mutations (void)
{
  static const char text[] =
      "{\"type\":\"request\",\"id\":\"1\",\"args\":{\"n\":[1.5,-2,\"\\u00e9\"]}}";
  static const char letters[] = "{}[]\",:\\u0019eE+-. \n'/*tnfx\xc3\xa9";
  g_autoptr (GRand) random = g_rand_new_with_seed (20261121);
  guint passed = 0;

  for (guint round = 0; round < 100000; round++) {
    g_autofree char *mutant = g_strdup (text);
    gsize length = strlen (mutant);
    for (gint32 n = g_rand_int_range (random, 1, 4); n > 0; n--)
      mutant[g_rand_int_range (random, 0, (gint32) length)] =
          letters[g_rand_int_range (random, 0, (gint32) sizeof letters)];
    if (bh_json_check (mutant, length, 16, NULL)) {
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_assert_true (json_parser_load_from_data (parser, mutant, (gssize) length, NULL));
      g_assert_true (JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)));
      passed++;
    }
  }
  g_assert_cmpuint (passed, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/json-check/every-prefix", test_every_prefix);
  g_test_add_func ("/protocol/json-check/mutations", test_mutations);
  return g_test_run ();
}
