/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a test or a benchmark wants to know of the screen: one JSON object a line, appended to the
 * file that BELLHOP_TRACE_FILE names; nothing is written when it is not set. Members: "event",
 * "contact", "wall_us" (since 1970), "monotonic_us", and the caller's own. */

/* Writes a line now. @detail: (nullable) a word more, as "detail". */
void bh_trace_now (const char *event, const char *contact, const char *detail);

/* Writes the line once the frame that shows what is set now has been painted: after-paint of the
 * next frame of @widget's window, at the latest. */
void
bh_trace_painted (GtkWidget *widget, const char *event, const char *contact, const char *detail);

G_END_DECLS
