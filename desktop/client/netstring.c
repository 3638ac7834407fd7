/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/netstring.h"

#define MAX_DIGITS 5 /* of BH_NETSTRING_MAX */

struct BhNetstring {
  GByteArray *bytes;
  gboolean broken;
};

BhNetstring *
bh_netstring_new (void)
{
  BhNetstring *self = g_new0 (BhNetstring, 1);

  self->bytes = g_byte_array_new ();
  return self;
}

void
bh_netstring_free (BhNetstring *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->bytes);
  g_free (self);
}

void
bh_netstring_feed (BhNetstring *self, const char *data, gsize length)
{
  if (!self->broken)
    g_byte_array_append (self->bytes, (const guint8 *) data, (guint) length);
}

gboolean
bh_netstring_is_broken (BhNetstring *self)
{
  return self->broken;
}

/* Where the payload begins and how long it is; FALSE: not all of the length is here, or it is
 * nonsense. */
static gboolean
read_length (BhNetstring *self, guint *begin, guint *length)
{
  guint n = 0;
  guint i = 0;

  while (i < self->bytes->len && i < MAX_DIGITS && g_ascii_isdigit (self->bytes->data[i]))
    n = n * 10 + (self->bytes->data[i++] - '0');
  if (i == self->bytes->len && i < MAX_DIGITS)
    return FALSE;
  if (i == 0 || i == self->bytes->len || self->bytes->data[i] != ':' || n > BH_NETSTRING_MAX) {
    self->broken = i < self->bytes->len || i == MAX_DIGITS;
    return FALSE;
  }
  *begin = i + 1;
  *length = n;
  return TRUE;
}

char *
bh_netstring_next (BhNetstring *self)
{
  char *payload;
  guint begin;
  guint length;

  if (self->broken || !read_length (self, &begin, &length))
    return NULL;
  if (self->bytes->len < begin + length + 1)
    return NULL;
  if (self->bytes->data[begin + length] != ',') {
    self->broken = TRUE;
    return NULL;
  }
  payload = g_strndup ((const char *) self->bytes->data + begin, length);
  g_byte_array_remove_range (self->bytes, 0, begin + length + 1);
  return payload;
}

char *
bh_netstring_encode (const char *payload)
{
  return g_strdup_printf ("%" G_GSIZE_FORMAT ":%s,", strlen (payload), payload);
}
