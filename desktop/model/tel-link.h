/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The number in a link that another program hands over: "tel:+49-30-9018", "callto:112", as
 * RFC 3966 writes it; its parameters are left out, but "phone-context=+49" goes in front of a local
 * number. Digits, + at the start, * and #, at most 32 of them; NULL for anything else.
 * (transfer full) */
char *bh_tel_link_number (const char *link);

/* How many digits, * and # a person typed who writes a number, with the signs that stand between
 * them, in whatever script or width: the server reads them all. 0: it is something else. */
guint bh_tel_count_digits (const char *text);

G_END_DECLS
