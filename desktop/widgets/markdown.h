/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An article's Markdown (CommonMark with tables and strike-through) as text with tags: headings,
 * lists, quotes, code; tables as lined-up text; links as stretches that somebody may follow. HTML
 * is shown as it is written. Pictures that the article has get a place (an anchor), all others are
 * told by their words: nothing is ever fetched from anywhere. What takes too much work or cannot be
 * parsed is shown as plain text. */

typedef struct {
  int start; /* offsets into the buffer, in characters */
  int end;
  char *address;              /* of a link; or the name of a picture */
  char *words;                /* of a picture: what is seen on it; NULL: a link */
  GtkTextChildAnchor *anchor; /* of a picture: its place (transfer none) */
} BhMarkdownLink;

/* Longer texts are cut, with a word about it. Characters. */
#define BH_MARKDOWN_MAX 65536

/* Replaces what is in @buffer. @markdown: UTF-8, made valid where it is not. @pictures: those that
 * the article has, of BhPicture (nullable). Gives links and pictures in their order, of
 * BhMarkdownLink (transfer full). */
GPtrArray *bh_markdown_fill (GtkTextBuffer *buffer, const char *markdown, GListModel *pictures);
/* "[Picture: …]": a picture in words. (transfer full) */
char *bh_markdown_picture_words (const char *words);

/* The colours of links and code; the rest follows the theme by itself. Once at least. */
void bh_markdown_set_colours (GtkTextBuffer *buffer, const GdkRGBA *link, const GdkRGBA *code);

G_END_DECLS
