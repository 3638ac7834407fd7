/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* An article's Markdown (CommonMark with tables and strike-through, as the desktop shows it) as
 * plain text: what is searched and what a snippet is cut from. */

typedef struct {
  char *headings;     /* one a line */
  char *text;         /* everything, the headings too; blocks end with a line end */
  char *remote_image; /* the first address of an image that is not local, or NULL */
  char **pictures;    /* the names of local images, each once, as they are written; never NULL,
                         BH_KB_PICTURES_MAX + 1 at most */
} BhKbPlain;

/* @markdown is UTF-8. Never NULL: what is no Markdown is text. */
BhKbPlain *bh_kb_plain_new (const char *markdown);
void bh_kb_plain_free (BhKbPlain *plain);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhKbPlain, bh_kb_plain_free)
