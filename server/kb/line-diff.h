/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What differs between two texts, line by line: the fewest lines taken away and put in. */

typedef enum { BH_KB_LINE_SAME, BH_KB_LINE_AWAY, BH_KB_LINE_NEW } BhKbLineKind;

typedef void (*BhKbLineFunc) (BhKbLineKind kind, const char *line, gpointer data);

/* Texts of thousands of lines are compared as one block each: bounded, never wrong. */
void bh_kb_line_diff (const char *before, const char *after, BhKbLineFunc func, gpointer data);
