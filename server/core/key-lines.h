/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The lines of a key file, as GLib and systemd write them, with two differences: every line is
 * accounted for, so that a mistake can be shown where it stands; and values are taken as they are
 * written, because regular expressions are full of backslashes. Empty lines and those that begin
 * with # are left out. */

typedef enum {
  BH_KEY_LINE_SECTION, /* [name] */
  BH_KEY_LINE_PAIR,    /* name = value */
  BH_KEY_LINE_ODD,     /* anything else: name holds all of it */
} BhKeyLineKind;

typedef struct {
  guint line; /* from 1 */
  BhKeyLineKind kind;
  char *name;
  char *value; /* of a pair; may not be UTF-8 */
} BhKeyLine;

/* Of BhKeyLine; free with g_array_unref. */
GArray *bh_key_lines_parse (const char *text);
