/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The recorded feeds of @folder whose names end in @ending, in order of their names, again and
 * again until there are @at_least bytes. Empty if there is none. */
GByteArray *bh_corpus_new (const char *folder, const char *ending, gsize at_least);
