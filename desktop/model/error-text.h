/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A new error with the same domain and code and a message in the reader's language: a refused
 * dial's out of its judgement, the server's sentence where it is known here, else one for the code.
 * For a reader of English the server's own sentence. (transfer full), NULL for NULL. */
GError *bh_error_translate (const GError *error, const char *language);

G_END_DECLS
