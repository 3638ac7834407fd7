/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Files that are brought in: what is wrong in them, and tables in CSV whose first line names the
 * columns. Every fault is said on standard error with its place; nothing of a file with faults is
 * to be kept. */

typedef struct {
  const char *file;
  guint n; /* so far; the first 50 are said */
} BhCtlFaults;

/* "FILE:PLACE: what is wrong". @place: a line or a member, NULL: the file as a whole. */
void bh_ctl_fault (BhCtlFaults *faults, const char *place, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

typedef struct {
  BhCtlFaults faults;
  char **columns; /* names, NULL-terminated; known ones as the kind writes them */
  guint n_columns;
  guint n_rows; /* given to the kind so far */
  /* The row at hand, blanks around its fields taken off. */
  char **fields;
  guint line;
} BhCtlTable;

/* A kind of table. */
typedef struct {
  const char *const *needed; /* the columns that must be there; NULL-terminated */
  gboolean (*is_column) (const char *name);
  gboolean takes_others; /* columns of any further name are no fault */
  /* TRUE: @field, alone in the first line, is a value of the first needed column, and the file has
   * no line of names. NULL: every file has one. */
  gboolean (*is_value) (const char *field, gpointer data);
  /* A row with as many fields as there are columns, and not all of it blank. */
  void (*take) (BhCtlTable *table, gpointer data);
} BhCtlTableKind;

/* @file: "-" is standard input; kept by the caller. */
void bh_ctl_table_init (BhCtlTable *table, const char *file);
void bh_ctl_table_clear (BhCtlTable *table);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BhCtlTable, bh_ctl_table_clear)

/* All rows. FALSE: there were faults (a table without rows is one), and all of them have been said;
 * @data goes to the kind's functions. */
gboolean bh_ctl_table_read (BhCtlTable *table, const BhCtlTableKind *kind, gpointer data);

/* What the row at hand has in column @name; NULL: nothing, or there is no such column. */
const char *bh_ctl_table_field (const BhCtlTable *table, const char *name);
/* A fault of the row at hand. */
void bh_ctl_table_fault (BhCtlTable *table, const char *format, ...) G_GNUC_PRINTF (2, 3);
