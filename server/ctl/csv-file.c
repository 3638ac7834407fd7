/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/csv-file.h"

#include <errno.h>
#include <stdio.h>

#include "server/ctl/client.h"

static gboolean
feed (BhCsvReader *reader, FILE *file, GError **error)
{
  char buffer[65536];
  gsize n;

  while ((n = fread (buffer, 1, sizeof buffer, file)) > 0)
    if (!bh_csv_reader_feed (reader, buffer, n, error))
      return FALSE;
  if (ferror (file)) {
    g_set_error (error,
                 BH_CTL_ERROR,
                 BH_CTL_ERROR_REFUSED,
                 "it cannot be read: %s",
                 g_strerror (errno));
    return FALSE;
  }
  return bh_csv_reader_finish (reader, error);
}

gboolean
bh_ctl_read_csv (const char *name, BhCsvRowFunc func, gpointer data, GError **error)
{
  g_autoptr (BhCsvReader) reader = bh_csv_reader_new (func, data);
  FILE *file = g_str_equal (name, "-") ? stdin : fopen (name, "rb");
  gboolean read;

  if (file == NULL) {
    g_set_error (error,
                 G_FILE_ERROR,
                 g_file_error_from_errno (errno),
                 "%s cannot be read: %s",
                 name,
                 g_strerror (errno));
    return FALSE;
  }
  read = feed (reader, file, error);
  if (file != stdin)
    fclose (file);
  return read;
}
