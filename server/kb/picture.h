/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A picture of an article, as far as its bytes say it themselves: neither a name nor a sender is
 * believed, and nothing is decoded. PNG and JPEG alone: what every desk surely shows. */

#define BH_KB_PICTURE_MAX_BYTES (512 * 1024)
#define BH_KB_PICTURE_MAX_SIDE  4096 /* pixels, across and down */
#define BH_KB_PICTURES_MAX      32   /* of an article */
#define BH_KB_PICTURE_NAME_MAX  200  /* characters, as it is written in Markdown */

typedef struct {
  const char *type;      /* "image/png", "image/jpeg" */
  const char *extension; /* "png", "jpg" */
  guint width, height;   /* pixels */
} BhKbPicture;

/* FALSE with what is wrong and the cure (BH_KB_ERROR_PICTURE). */
gboolean
bh_kb_picture_read (const guint8 *bytes, gsize length, BhKbPicture *picture, GError **error);

/* "pictures/0123456789abcdef.png": the name under which an editor puts it into Markdown, from which
 * the store knows it again. @sha256: 64 hexadecimal digits. Owned. */
char *bh_kb_picture_name (const char *sha256, const BhKbPicture *picture);
/* 64 small hexadecimal digits. */
gboolean bh_kb_is_picture_hash (const char *text);
