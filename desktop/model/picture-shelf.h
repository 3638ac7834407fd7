/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk-commands.h"
#include "desktop/model/picture.h"

G_BEGIN_DECLS

/* The pictures of a desk: fetched from the server once each, one after the other, and kept while
 * there is room (8 MiB); taken to the server when an editor puts one in. Nothing is ever asked of
 * anybody else, and what comes is believed only when its hash is right. */
#define BH_TYPE_PICTURE_SHELF (bh_picture_shelf_get_type ())
G_DECLARE_FINAL_TYPE (BhPictureShelf, bh_picture_shelf, BH, PICTURE_SHELF, GObject)

/* The desk's own, as long as there is the desk. (transfer none) */
BhPictureShelf *bh_picture_shelf_of (BhDesk *desk);

/* The bytes of PNG or JPEG. Errors are in the reader's words. */
void bh_picture_shelf_fetch_async (BhPictureShelf *self, const char *hash, BH_COMMAND_END);
GBytes *bh_picture_shelf_fetch_finish (BhPictureShelf *self, GAsyncResult *result, GError **error);

/* Takes a picture to the server, and gives what it is called in Markdown from then on. A file or
 * bytes that cannot be one are refused before anything is sent. */
void bh_picture_shelf_put_async (BhPictureShelf *self, GBytes *bytes, BH_COMMAND_END);
void bh_picture_shelf_put_file_async (BhPictureShelf *self, GFile *file, BH_COMMAND_END);
BhPicture *bh_picture_shelf_put_finish (BhPictureShelf *self, GAsyncResult *result, GError **error);

G_END_DECLS
