/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The SQL of data/sql, compiled into the program. */

/* The text of one file, such as "write/contact.sql", 0-terminated, for as long as the program runs.
 * It must exist. */
const char *bh_sql_text (const char *path);

/* The migrations in the order of their numbers: owned array of file names such as
 * "0001_customers.sql". */
GPtrArray *bh_sql_migrations (void);
