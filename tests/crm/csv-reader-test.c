/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/csv-reader.h"

#include <string.h>

/* Rows as text: "line:field|field". */
static gboolean
note (char **fields, guint n_fields, guint line, gpointer data)
{
  GString *out = data;
  g_autofree char *joined = g_strjoinv ("|", fields);
  g_assert_cmpuint (g_strv_length (fields), ==, n_fields);
  g_string_append_printf (out, "%s%u:%s", out->len > 0 ? " " : "", line, joined);
  return TRUE;
}

static char *
read_cut (const char *text, gsize length, gsize cut, GError **error)
{
  GString *out = g_string_new (NULL);
  g_autoptr (BhCsvReader) reader = bh_csv_reader_new (note, out);
  gboolean ok = TRUE;
  for (gsize at = 0; ok && at < length; at += cut)
    ok = bh_csv_reader_feed (reader, text + at, MIN (cut, length - at), error);
  if (ok)
    bh_csv_reader_finish (reader, error);
  return g_string_free (out, FALSE);
}

static const struct {
  const char *text, *rows, *error;
} rows[] = {
    {"a,b\n1,2\n", "1:a|b 2:1|2", NULL},
    {"a,b\r\n1,2\r\n", "1:a|b 2:1|2", NULL},
    {"a,b\r1,2", "1:a|b 2:1|2", NULL},
    {"a;b\n1,5;2\n", "1:a|b 2:1,5|2", NULL},
    {"a\tb\n1\t2", "1:a|b 2:1|2", NULL},
    {"\xef\xbb\xbf"
     "name,phone\n王小明,138\n",
     "1:name|phone 2:王小明|138",
     NULL},
    {"a,b\n\"x, y\",\"he said \"\"hi\"\"\"\n", "1:a|b 2:x, y|he said \"hi\"", NULL},
    {"a,b\n\"two\nlines\",2\nlast,3\n", "1:a|b 2:two\nlines|2 4:last|3", NULL},
    {"a,b\n\n\n1,\n", "1:a|b 4:1|", NULL},
    {"a\n\"\"\n", "1:a 2:", NULL},
    {"sep=;\r\na,b;c\r\n1;2\r\n", "2:a,b|c 3:1|2", NULL},
    {"\xef\xbb\xbf"
     "SEP=|\na|b\n",
     "2:a|b",
     NULL},
    {"sep=;\ra;b\r1;2", "2:a|b 3:1|2", NULL},
    {"sep=\n1\n", "1:sep= 2:1", NULL},
    {"", "", NULL},
    {"\xff\xfe,\n", "", "line 1: the text is UTF-16; save the file as UTF-8"},
    {"a,b\n\"open,2\n", "1:a|b", "line 3: a quote was opened and never closed"},
    {"a,b\n\"x\"y,2\n",
     "1:a|b",
     "line 2: text after a closing quote; double a quote that belongs to the text"},
    {"a,b\nok,1\n\xff\xfe,2\n",
     "1:a|b 2:ok|1",
     "line 3: the text is not UTF-8; save the file as UTF-8"},
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize cut = 1; cut < 40; cut += 2) {
      g_autoptr (GError) error = NULL;
      g_autofree char *got = read_cut (rows[i].text, strlen (rows[i].text), cut, &error);
      g_assert_cmpstr (got, ==, rows[i].rows);
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, rows[i].error);
    }
}

static void
test_bounds (void)
{
  g_autofree char *long_field = g_strnfill (BH_CSV_MAX_FIELD + 1, 'x');
  g_autofree char *with_head = g_strconcat ("a,b\n", long_field, NULL);
  g_autofree char *commas = g_strnfill (BH_CSV_MAX_FIELDS + 10, ',');
  g_autofree char *wide = g_strconcat ("a,b\n", commas, "\n", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *first = read_cut (with_head, strlen (with_head), 1000, &error);
  g_assert_error (error, BH_CSV_ERROR, BH_CSV_ERROR_TOO_LONG);
  g_clear_error (&error);
  g_autofree char *second = read_cut (wide, strlen (wide), 1000, &error);
  g_assert_error (error, BH_CSV_ERROR, BH_CSV_ERROR_TOO_LONG);
  g_clear_error (&error);
  g_autofree char *nul = read_cut ("a\n\0b\n", 5, 2, &error);
  g_assert_error (error, BH_CSV_ERROR, BH_CSV_ERROR_UTF8);
}

static void
test_random_bytes (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  for (guint round = 0; round < 2000; round++) {
    char bytes[64];
    for (guint i = 0; i < sizeof bytes; i++)
      bytes[i] = "a,;\"\n\r\t\xff\xe7\x8e\x8b "[g_rand_int_range (random, 0, 11)];
    g_autoptr (GError) whole_error = NULL;
    g_autoptr (GError) cut_error = NULL;
    g_autofree char *whole = read_cut (bytes, sizeof bytes, sizeof bytes, &whole_error);
    g_autofree char *cut = read_cut (bytes, sizeof bytes, 1, &cut_error);
    g_assert_cmpstr (whole, ==, cut);
    g_assert_cmpint (whole_error == NULL, ==, cut_error == NULL);
  }
}

static gboolean
stop (char **fields, guint n_fields, guint line, gpointer data)
{
  (*(guint *) data)++;
  return FALSE;
}

static void
test_stops_when_told (void)
{
  guint rows_seen = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (BhCsvReader) reader = bh_csv_reader_new (stop, &rows_seen);
  g_assert_false (bh_csv_reader_feed (reader, "a\nb\nc\n", 6, &error));
  g_assert_no_error (error);
  g_assert_false (bh_csv_reader_feed (reader, "d\n", 2, &error));
  g_assert_cmpuint (rows_seen, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crm/csv/rows-cut-anywhere", test_rows);
  g_test_add_func ("/crm/csv/bounds", test_bounds);
  g_test_add_func ("/crm/csv/random-bytes", test_random_bytes);
  g_test_add_func ("/crm/csv/stops-when-told", test_stops_when_told);
  return g_test_run ();
}
