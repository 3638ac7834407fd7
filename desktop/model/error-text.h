/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A new error with the same domain and code and a message in the reader's language, chosen by code;
 * for a reader of English, and for codes whose figures only the server knows, the server's own
 * sentence. (transfer full), NULL for NULL. */
GError *bh_error_translate (const GError *error, const char *language);

G_END_DECLS
