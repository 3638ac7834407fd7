/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows Markdown to be read: text that can be selected and that a screen reader reads; it follows
 * the theme and the text size, and fetches nothing. Tab and Shift+Tab go from link to link, Enter
 * follows one. Property: markdown (string).
 *
 * Signal: link (const char *address, const char *words)   somebody wants to follow it */
#define BH_TYPE_MARKDOWN_VIEW (bh_markdown_view_get_type ())
G_DECLARE_FINAL_TYPE (BhMarkdownView, bh_markdown_view, BH, MARKDOWN_VIEW, GtkTextView)

void bh_markdown_view_set_markdown (BhMarkdownView *self, const char *markdown);
/* What is selected, or all of it with @or_all; NULL: nothing. (transfer full) */
char *bh_markdown_view_dup_text (BhMarkdownView *self, gboolean or_all);

G_END_DECLS
