/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "desktop/model/picture-shelf.h"

G_BEGIN_DECLS

/* The pictures of an article that is being written: those that its text may name, and how new ones
 * come in. A picture goes to the server first and into the text then: what the text names is there,
 * also after a crash.
 *
 * Signal: said (const char *words, gboolean is_error)   how it goes, in the reader's words */
#define BH_TYPE_ARTICLE_PICTURES (bh_article_pictures_get_type ())
G_DECLARE_FINAL_TYPE (BhArticlePictures, bh_article_pictures, BH, ARTICLE_PICTURES, GObject)

/* Puts them into @body, at the cursor; what is pasted there, too. */
BhArticlePictures *bh_article_pictures_new (GtkTextView *body, BhDesk *desk);
/* Another article: these are its pictures, of BhPicture (nullable). */
void bh_article_pictures_set (BhArticlePictures *self, GListModel *pictures);
/* (transfer none) */
GListModel *bh_article_pictures_get (BhArticlePictures *self);
/* Asks for a file. */
void bh_article_pictures_choose (BhArticlePictures *self);
void bh_article_pictures_add_file (BhArticlePictures *self, GFile *file);
/* FALSE: whoever writes may not bring pictures, what is pasted is text. */
void bh_article_pictures_set_possible (BhArticlePictures *self, gboolean possible);

G_END_DECLS
