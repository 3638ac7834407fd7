/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* What commands share that ask the database for rows and show them. */

typedef void (*BhCtlPrintRows) (JsonArray *rows);

/* Prints @text, a JSON array: as it is where @as_json, else by @print. @text NULL: @error says why.
 * Returns the exit code. */
int bh_ctl_print_listing (const char *text, GError *error, gboolean as_json, BhCtlPrintRows print);
/* "" where @object (may be NULL) has no such text. */
const char *bh_ctl_text_of (JsonObject *object, const char *member);
