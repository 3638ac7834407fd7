/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How many characters must be put in, left out, changed, or swapped with their neighbour to make
 * @b of @a (Damerau and Levenshtein); @limit + 1 when it is more than @limit. */
guint bh_kb_distance (const char *a, const char *b, guint limit);
