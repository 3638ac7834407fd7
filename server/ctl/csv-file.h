/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/crm/csv-reader.h"

/* Gives the rows of @file ("-": standard input) to @func. FALSE with @error: of G_FILE_ERROR where
 * the file cannot be opened (the message names it), else of what is in it; FALSE without @error:
 * @func said stop. */
gboolean bh_ctl_read_csv (const char *file, BhCsvRowFunc func, gpointer data, GError **error);
