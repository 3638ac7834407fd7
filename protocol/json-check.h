/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Is @text exactly one JSON object (RFC 8259) in valid UTF-8, nested at most @max_depth deep?
 *
 * Run before json-glib, which is friendlier than a protocol may be: it takes comments, assignments
 * and text after the object, cuts strings at \u0000, and calls itself for each level of nesting.
 * Also refused: lone surrogates, and numbers that fit neither gint64 nor a finite double. Does not
 * recurse and does not allocate. Error: BH_PROTOCOL_ERROR_JSON, with the byte where it went wrong.
 */
gboolean bh_json_check (const char *text, gsize length, guint max_depth, GError **error);
