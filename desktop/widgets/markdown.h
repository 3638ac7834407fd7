/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An article's Markdown (CommonMark with tables and strike-through) as text with tags: headings,
 * lists, quotes, code; tables as lined-up text; links as stretches that somebody may follow. HTML
 * is shown as it is written, pictures by their words: nothing is ever fetched from anywhere. What
 * takes too much work or cannot be parsed is shown as plain text. */

typedef struct {
  int start; /* offsets into the buffer, in characters */
  int end;
  char *address;
} BhMarkdownLink;

/* Longer texts are cut, with a word about it. Characters. */
#define BH_MARKDOWN_MAX 65536

/* Replaces what is in @buffer. @markdown: UTF-8, made valid where it is not. Gives the links in
 * their order, of BhMarkdownLink (transfer full). */
GPtrArray *bh_markdown_fill (GtkTextBuffer *buffer, const char *markdown);

/* The colours of links and code; the rest follows the theme by itself. Once at least. */
void bh_markdown_set_colours (GtkTextBuffer *buffer, const GdkRGBA *link, const GdkRGBA *code);

G_END_DECLS
