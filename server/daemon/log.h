/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Where log lines go. Everything in the server logs by g_log_structured (or g_info and its kin)
 * with the fields TOPIC, PBX, CONTACT, AGENT where they are known; the journal keeps the fields, a
 * terminal sees them behind the text. */

/* @level: warning, message, info or debug: the least serious line that is written. @to: journal,
 * stderr, or auto: the journal if standard error leads there, else standard error. May be called
 * again (on reload). */
void bh_log_open (const char *level, const char *to);

/* One line for a terminal, with a line end. For tests. */
void bh_log_format (GLogLevelFlags level,
                    const GLogField *fields,
                    gsize n_fields,
                    gint64 now_us,
                    GString *out);
