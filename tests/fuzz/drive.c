/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

#include <glib.h>
#include <string.h>

/* Runs a fuzz target without libFuzzer: each file of its corpus (argv[1]) as it is, cut at every
 * length and then as many mutants as argv[2] says, always the same ones. What libFuzzer finds in a
 * long run becomes a file of the corpus, and from then on this driver runs it in every suite. */

#define SEED        20251121
#define MAX_SIZE    (16 * 1024)
#define MAX_CHANGES 6

static GPtrArray *corpus; /* of GBytes */
static int n_mutants;
static const char *last_input; /* a file that then holds what was run last: the one that died */

static const char *const tokens[] = {"\r\n",     "\n",
                                     "\r\n\r\n", ": ",
                                     "\"",       "{",
                                     "}",        "[",
                                     "]",        "\\u0000",
                                     "\\ud800",  "\xff",
                                     "\x80",     "\xed\xa0\x80",
                                     "=",        ";",
                                     ",",        "-1",
                                     "0",        "18446744073709551616",
                                     "1e999",    "%s"};

static void
run_one (const void *bytes, gsize size)
{
  g_autofree guint8 *exact =
      g_malloc (MAX (size, 1)); /* a heap block of just this size: ASan guards its end */

  if (last_input != NULL) {
    gboolean kept = g_file_set_contents (last_input, bytes, (gssize) size, NULL);
    g_assert_true (kept);
  }
  memcpy (exact, bytes, size);
  g_assert_cmpint (LLVMFuzzerTestOneInput (exact, size), ==, 0);
}

static void
test_corpus (void)
{
  for (guint i = 0; i < corpus->len; i++) {
    gsize size;
    const void *data = g_bytes_get_data (corpus->pdata[i], &size);
    run_one (data, size);
  }
}

static void
test_cut (void)
{
  for (guint i = 0; i < corpus->len; i++) {
    gsize size;
    const void *data = g_bytes_get_data (corpus->pdata[i], &size);
    for (gsize cut = 0; cut < MIN (size, 2048); cut++)
      run_one (data, cut);
  }
}

static void
insert_at (GByteArray *bytes, guint at, const void *data, guint size)
{
  guint behind = bytes->len - at;

  g_byte_array_set_size (bytes, bytes->len + size);
  memmove (bytes->data + at + size, bytes->data + at, behind);
  memcpy (bytes->data + at, data, size);
}

static void
splice (GByteArray *bytes, guint at, GRand *rand)
{
  gsize size;
  const guint8 *data =
      g_bytes_get_data (corpus->pdata[g_rand_int_range (rand, 0, (gint32) corpus->len)], &size);
  guint from = size > 0 ? (guint) g_rand_int_range (rand, 0, (gint32) size) : 0;

  insert_at (bytes, at, data + from, MIN ((guint) size - from, 512));
}

static void
change (GByteArray *bytes, GRand *rand)
{
  guint at = bytes->len > 0 ? (guint) g_rand_int_range (rand, 0, (gint32) bytes->len) : 0;
  guint8 byte = (guint8) g_rand_int_range (rand, 0, 256);
  const char *token = tokens[g_rand_int_range (rand, 0, G_N_ELEMENTS (tokens))];

  switch (bytes->len > 0 ? g_rand_int_range (rand, 0, 6) : 1) {
  case 0:
    bytes->data[at] ^= (guint8) (1 << (byte & 7));
    break;
  case 1:
    insert_at (bytes, at, &byte, 1);
    break;
  case 2:
    insert_at (bytes, at, token, (guint) strlen (token));
    break;
  case 3:
    g_byte_array_remove_range (bytes, at, MIN (bytes->len - at, (guint) byte % 32 + 1));
    break;
  case 4:
    splice (bytes, at, rand);
    break;
  default:
    bytes->data[at] = byte;
  }
}

static void
test_mutants (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (int i = 0; i < n_mutants; i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    gsize size;
    const void *data = g_bytes_get_data (corpus->pdata[(guint) i % corpus->len], &size);
    g_byte_array_append (bytes, data, (guint) MIN (size, MAX_SIZE));
    for (int n = g_rand_int_range (rand, 1, MAX_CHANGES + 1); n > 0; n--)
      change (bytes, rand);
    run_one (bytes->data, bytes->len);
  }
}

static GBytes *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;
  gsize size;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, size);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
load (const char *folder)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  /* In one order on every file system: the mutants are to be the same everywhere. */
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (files, read_file (folder, names->pdata[i]));
  g_assert_cmpuint (files->len, >, 0);
  return g_steal_pointer (&files);
}

int
main (int argc, char **argv)
{
  g_autofree char *name = NULL;
  const struct {
    const char *what;
    GTestFunc run;
  } cases[] = {{"corpus", test_corpus}, {"cut-at-every-byte", test_cut}, {"mutants", test_mutants}};
  int failed;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  bh_fuzz_quiet ();
  last_input = g_getenv ("BELLHOP_FUZZ_LAST");
  corpus = load (argv[1]);
  n_mutants = (int) g_ascii_strtoll (argv[2], NULL, 10);
  name = g_path_get_basename (argv[1]);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/fuzz/%s/%s", name, cases[i].what);
    g_test_add_func (path, cases[i].run);
  }
  failed = g_test_run ();
  g_ptr_array_unref (corpus);
  return failed;
}
