/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* RFC 4180, as files are: comma or semicolon or tab (decided by the first line, or said by a line
 * "sep=;" before it), quotes, doubled
 * quotes, CR LF or LF, a byte order mark, line ends inside quotes. Bytes go in by any split, rows
 * come out with the line on which they begin. */

typedef enum {
  BH_CSV_ERROR_UTF8,     /* the text is not UTF-8 */
  BH_CSV_ERROR_QUOTE,    /* a quote where none may be, or one that is never closed */
  BH_CSV_ERROR_TOO_LONG, /* a field, or a row of too many */
} BhCsvError;
#define BH_CSV_ERROR (bh_csv_error_quark ())
GQuark bh_csv_error_quark (void);

#define BH_CSV_MAX_FIELD  65536
#define BH_CSV_MAX_FIELDS 1000

typedef struct BhCsvReader BhCsvReader;

/* Called for each row; @fields are valid during the call only. FALSE stops the reading. */
typedef gboolean (*BhCsvRowFunc) (char **fields, guint n_fields, guint line, gpointer data);

BhCsvReader *bh_csv_reader_new (BhCsvRowFunc func, gpointer data);
void bh_csv_reader_free (BhCsvReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhCsvReader, bh_csv_reader_free)

/* FALSE with @error (its message names the line), or without when the function said stop; nothing
 * more may be fed then. */
gboolean bh_csv_reader_feed (BhCsvReader *reader, const char *bytes, gsize length, GError **error);
/* That was all: gives the last row, if it had no line end. */
gboolean bh_csv_reader_finish (BhCsvReader *reader, GError **error);
