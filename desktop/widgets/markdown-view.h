/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "desktop/model/picture-shelf.h"

G_BEGIN_DECLS

/* Shows Markdown to be read: text that can be selected and that a screen reader reads; it follows
 * the theme and the text size. Pictures that the article has stand where they are written; nothing
 * is ever fetched from elsewhere. Tab and Shift+Tab go through links and pictures, Enter follows a
 * link and opens a picture larger. Property: markdown (string).
 *
 * Signal: link (const char *address, const char *words)   somebody wants to follow it */
#define BH_TYPE_MARKDOWN_VIEW (bh_markdown_view_get_type ())
G_DECLARE_FINAL_TYPE (BhMarkdownView, bh_markdown_view, BH, MARKDOWN_VIEW, GtkTextView)

void bh_markdown_view_set_markdown (BhMarkdownView *self, const char *markdown);
/* The article's pictures (of BhPicture) and where they come from; both nullable. For the Markdown
 * that is set next. */
void
bh_markdown_view_set_pictures (BhMarkdownView *self, GListModel *pictures, BhPictureShelf *shelf);
/* What is selected, or all of it with @or_all; NULL: nothing. (transfer full) */
char *bh_markdown_view_dup_text (BhMarkdownView *self, gboolean or_all);

G_END_DECLS
