/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers in a language that is written from right to left. "+86 138 0013 8000" has no strong
 * letter, so among Arabic words its groups change places: it must be isolated (Unicode TR 9). */

/* Whether this process's words go from right to left. Asked of the catalogue once. */
gboolean bh_bidi_is_rtl (void);

/* @text as it is; among words from right to left in U+2066 … U+2069, so that it keeps its order.
 * For what is shown, never for what is sent. NULL -> NULL. */
char *bh_bidi_ltr (const char *text);

/* A part of a line of several ("Support · 14 contacts"), whichever way its own letters go: among
 * words from right to left isolated, and the line begins at the right. NULL -> NULL. */
char *bh_bidi_part (const char *text);

/* @text without the isolates, for what was shown and is now sent. NULL -> NULL. */
char *bh_bidi_plain (const char *text);

G_END_DECLS
