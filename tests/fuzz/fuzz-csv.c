/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/csv-reader.h"
#include "tests/fuzz/fuzz.h"

static gboolean
take_row (char **fields, guint n_fields, guint line, gpointer data)
{
  GString *out = data;

  g_assert_cmpuint (n_fields, >, 0);
  g_assert_null (fields[n_fields]);
  g_string_append_printf (out, "%u:", line);
  for (guint i = 0; i < n_fields; i++) {
    g_assert_true (g_utf8_validate (fields[i], -1, NULL));
    g_string_append_printf (out, "%s|", fields[i]);
  }
  return TRUE;
}

/* All rows, and how it ended, as text; fed in pieces of @step bytes. */
static char *
read_in_steps (const uint8_t *data, size_t size, size_t step)
{
  GString *out = g_string_new (NULL);
  g_autoptr (BhCsvReader) reader = bh_csv_reader_new (take_row, out);
  g_autoptr (GError) error = NULL;
  gboolean going = TRUE;

  for (size_t at = 0; going && at < size; at += step)
    going = bh_csv_reader_feed (reader, (const char *) data + at, MIN (step, size - at), &error);
  if (going)
    going = bh_csv_reader_finish (reader, &error);
  g_assert_true (going == (error == NULL));
  g_string_append (out, going ? "whole" : error->message);
  return g_string_free (out, FALSE);
}

/* What comes out does not depend on how the bytes came in. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *whole = read_in_steps (data, size, MAX (size, 1));
  g_autofree char *pieces = read_in_steps (data, size, 1 + size % 7);

  g_assert_cmpstr (whole, ==, pieces);
  return 0;
}
