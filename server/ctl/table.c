/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/table.h"

#include <errno.h>
#include <stdio.h>

#include "server/crm/csv-reader.h"

#define MAX_SAID 50

/* ---- faults */

static void
say (BhCtlFaults *faults, const char *place, const char *message)
{
  if (++faults->n > MAX_SAID)
    return;
  fprintf (stderr,
           "%s%s%s: %s\n",
           faults->file,
           place != NULL ? ":" : "",
           place != NULL ? place : "",
           message);
}

void
bh_ctl_fault (BhCtlFaults *faults, const char *place, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  say (faults, place, text);
}

void
bh_ctl_table_fault (BhCtlTable *table, const char *format, ...)
{
  g_autofree char *place = g_strdup_printf ("%u", table->line);
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  say (&table->faults, place, text);
}

/* ---- the first line */

static int
column_of (const BhCtlTable *table, const char *name)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (g_str_equal (table->columns[i], name))
      return (int) i;
  return -1;
}

/* NULL: the kind has no such column. "Number" of a spreadsheet is "number". */
static char *
known_name (const BhCtlTableKind *kind, const char *text)
{
  g_autofree char *small = g_ascii_strdown (text, -1);

  if (kind->is_column (text))
    return g_strdup (text);
  return kind->is_column (small) ? g_steal_pointer (&small) : NULL;
}

static void
take_head (BhCtlTable *table, const BhCtlTableKind *kind, guint n)
{
  table->columns = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++) {
    char *name = known_name (kind, table->fields[i]);
    if (*table->fields[i] == '\0')
      bh_ctl_table_fault (table, "column %u has no name", i + 1);
    else if (name == NULL && !kind->takes_others)
      bh_ctl_table_fault (table, "there is no column \"%s\". See --help", table->fields[i]);
    else if (column_of (table, name != NULL ? name : table->fields[i]) >= 0)
      bh_ctl_table_fault (table, "the column \"%s\" is there twice", table->fields[i]);
    table->columns[table->n_columns++] = name != NULL ? name : g_strdup (table->fields[i]);
  }
  for (guint i = 0; kind->needed[i] != NULL; i++)
    if (column_of (table, kind->needed[i]) < 0)
      bh_ctl_table_fault (table,
                          "the column \"%s\" is missing: the first line names the columns",
                          kind->needed[i]);
}

/* ---- rows */

typedef struct {
  BhCtlTable *table;
  const BhCtlTableKind *kind;
  gpointer data;
} Reading;

static gboolean
is_bare (const Reading *reading, char **fields, guint n)
{
  return n == 1 && reading->kind->is_value != NULL &&
         reading->kind->is_value (fields[0], reading->data);
}

static gboolean
take_row (char **fields, guint n, guint line, gpointer data)
{
  Reading *reading = data;
  BhCtlTable *table = reading->table;

  for (guint i = 0; i < n; i++)
    g_strstrip (fields[i]);
  table->fields = fields;
  table->line = line;
  if (table->columns == NULL && !is_bare (reading, fields, n)) {
    take_head (table, reading->kind, n);
    return table->faults.n == 0;
  }
  if (table->columns == NULL) {
    table->columns = g_strdupv ((char *[]){(char *) reading->kind->needed[0], NULL});
    table->n_columns = 1;
  }
  if (n == 1 && *fields[0] == '\0')
    return TRUE;
  table->n_rows++;
  if (n != table->n_columns)
    bh_ctl_table_fault (table, "%u fields, but there are %u columns", n, table->n_columns);
  else
    reading->kind->take (table, reading->data);
  return TRUE;
}

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
                 G_FILE_ERROR,
                 g_file_error_from_errno (errno),
                 "it cannot be read: %s",
                 g_strerror (errno));
    return FALSE;
  }
  return bh_csv_reader_finish (reader, error);
}

/* ---- the file */

void
bh_ctl_table_init (BhCtlTable *table, const char *file)
{
  *table = (BhCtlTable){.faults = {.file = file}};
}

void
bh_ctl_table_clear (BhCtlTable *table)
{
  g_clear_pointer (&table->columns, g_strfreev);
}

gboolean
bh_ctl_table_read (BhCtlTable *table, const BhCtlTableKind *kind, gpointer data)
{
  Reading reading = {table, kind, data};
  g_autoptr (BhCsvReader) reader = bh_csv_reader_new (take_row, &reading);
  g_autoptr (GError) error = NULL;
  const char *name = table->faults.file;
  FILE *file = g_str_equal (name, "-") ? stdin : fopen (name, "rb");

  if (file == NULL)
    bh_ctl_fault (&table->faults, NULL, "it cannot be read: %s", g_strerror (errno));
  else if (!feed (reader, file, &error) && error != NULL)
    bh_ctl_fault (&table->faults, NULL, "%s", error->message);
  if (file != NULL && file != stdin)
    fclose (file);
  table->fields = NULL;
  if (table->faults.n == 0 && table->n_rows == 0)
    bh_ctl_fault (&table->faults, NULL, "it is empty: there is no row below the columns' names");
  if (table->faults.n > MAX_SAID)
    fprintf (stderr, "%s: %u faults in all\n", name, table->faults.n);
  return table->faults.n == 0;
}

const char *
bh_ctl_table_field (const BhCtlTable *table, const char *name)
{
  int column = column_of (table, name);
  const char *text = column >= 0 ? table->fields[column] : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}
