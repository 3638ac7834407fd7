/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "desktop/model/picture-shelf.h"

G_BEGIN_DECLS

/* A picture in an article: a button that opens it larger in a window of its own. Its place is kept
 * from the beginning, as wide as the column at most and never wider than the picture; what cannot
 * be shown says so with its words in that place. Its accessible name and its tooltip are what is
 * seen on it. */
#define BH_TYPE_PICTURE_VIEW (bh_picture_view_get_type ())
G_DECLARE_FINAL_TYPE (BhPictureView, bh_picture_view, BH, PICTURE_VIEW, GtkButton)

typedef enum {
  BH_PICTURE_WAITING, /* nobody has seen it yet, or it is being fetched */
  BH_PICTURE_SHOWN,
  BH_PICTURE_BROKEN,
} BhPictureState;

/* @words: what is seen on it. Fetched when it comes on the screen. */
GtkWidget *bh_picture_view_new (BhPicture *picture, BhPictureShelf *shelf, const char *words);
/* How wide it may be, pixels. */
void bh_picture_view_set_room (BhPictureView *self, int width);
BhPictureState bh_picture_view_get_state (BhPictureView *self);
const char *bh_picture_view_get_words (BhPictureView *self);

G_END_DECLS
