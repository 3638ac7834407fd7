/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A picture's bytes as something to paint, made beside the main loop. Only PNG and JPEG are read;
 * the sides must be those that were said, so what is decoded is never larger than was asked for.
 * Larger pictures than a window needs are scaled down while they are read. What was made is kept
 * while there is room, by hash.
 *
 * Errors are of GDK_PIXBUF_ERROR or G_IO_ERROR. */
void bh_picture_decode_async (const char *hash,
                              GBytes *bytes,
                              int width,
                              int height,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* (transfer full) */
GdkTexture *bh_picture_decode_finish (GAsyncResult *result, GError **error);

/* What was made of it before and is still there, or NULL. (transfer none) */
GdkTexture *bh_picture_decoded (const char *hash);

G_END_DECLS
