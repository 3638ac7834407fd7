/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One text out of two that grew apart: nobody's words are lost.
 * @base: (nullable) what both began with. Returns (transfer full). */
char *bh_note_merge (const char *base, const char *mine, const char *theirs);

G_END_DECLS
