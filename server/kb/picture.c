/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/picture.h"

#include <string.h>

#include "server/kb/document.h"

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (BH_KB_ERROR, BH_KB_ERROR_PICTURE, format, args);
  va_end (args);
  return FALSE;
}

static guint32
four (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

static guint
two (const guint8 *at)
{
  return (guint) at[0] << 8 | at[1];
}

/* ---- PNG: a signature, then pieces of length, name, content and check sum; IEND is the last */

static const guint8 png_signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

static gboolean
read_png (const guint8 *bytes, gsize length, BhKbPicture *picture)
{
  gboolean content = FALSE;

  if (length < 33 || four (bytes + 8) != 13 || memcmp (bytes + 12, "IHDR", 4) != 0)
    return FALSE;
  picture->type = "image/png";
  picture->extension = "png";
  picture->width = four (bytes + 16);
  picture->height = four (bytes + 20);
  for (gsize at = 8; length - at >= 12;) {
    guint32 size = four (bytes + at);
    if (size > length - at - 12)
      return FALSE;
    if (memcmp (bytes + at + 4, "IEND", 4) == 0)
      return content;
    content |= memcmp (bytes + at + 4, "IDAT", 4) == 0;
    at += 12 + size;
  }
  return FALSE;
}

/* ---- JPEG: segments that begin with a marker; the frame's head has the size */

static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xc2; /* what decoders know; C4, C8 and CC are no frames */
}

static gboolean
read_jpeg (const guint8 *bytes, gsize length, BhKbPicture *picture)
{
  for (gsize at = 2; length - at >= 4;) {
    guint8 marker = bytes[at + 1];
    guint size = two (bytes + at + 2);
    if (bytes[at] != 0xff)
      return FALSE;
    if (marker == 0xff) { /* padding */
      at++;
      continue;
    }
    if (size < 2 || size > length - at - 2 || marker < 0xc0)
      return FALSE;
    if (marker == 0xda)
      return picture->width > 0; /* the content begins */
    if (is_frame (marker) && size >= 8) {
      picture->type = "image/jpeg";
      picture->extension = "jpg";
      picture->height = two (bytes + at + 5);
      picture->width = two (bytes + at + 7);
    }
    at += 2 + size;
  }
  return FALSE;
}

gboolean
bh_kb_picture_read (const guint8 *bytes, gsize length, BhKbPicture *picture, GError **error)
{
  gboolean whole;

  *picture = (BhKbPicture){0};
  if (length > BH_KB_PICTURE_MAX_BYTES)
    return refuse (error,
                   "it has %" G_GSIZE_FORMAT " KiB, more than %d. Save it smaller",
                   length / 1024,
                   BH_KB_PICTURE_MAX_BYTES / 1024);
  if (length >= 8 && memcmp (bytes, png_signature, sizeof png_signature) == 0)
    whole = read_png (bytes, length, picture);
  else if (length >= 4 && bytes[0] == 0xff && bytes[1] == 0xd8)
    whole = read_jpeg (bytes, length, picture);
  else
    return refuse (error, "it is neither PNG nor JPEG, whatever its name says. Save it as PNG");
  if (!whole || picture->width == 0 || picture->height == 0)
    return refuse (error, "it is broken or cut off. Save it again");
  if (picture->width > BH_KB_PICTURE_MAX_SIDE || picture->height > BH_KB_PICTURE_MAX_SIDE)
    return refuse (error,
                   "it is %u × %u pixels, more than %d on a side. Scale it down",
                   picture->width,
                   picture->height,
                   BH_KB_PICTURE_MAX_SIDE);
  return TRUE;
}

char *
bh_kb_picture_name (const char *sha256, const BhKbPicture *picture)
{
  return g_strdup_printf ("pictures/%.16s.%s", sha256, picture->extension);
}

gboolean
bh_kb_is_picture_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}
