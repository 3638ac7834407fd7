/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/secret.h"

#include <sodium.h>

struct BhSecret {
  char *text; /* of sodium_malloc: guard pages, locked, left out of core dumps */
};

BhSecret *
bh_secret_new (const char *text)
{
  gsize size = strlen (text) + 1;
  BhSecret *self;

  if (sodium_init () < 0)
    return NULL;
  self = g_new0 (BhSecret, 1);
  self->text = sodium_malloc (size);
  if (self->text == NULL) {
    g_free (self);
    return NULL;
  }
  memcpy (self->text, text, size);
  sodium_mprotect_readonly (self->text);
  return self;
}

void
bh_secret_free (BhSecret *self)
{
  if (self == NULL)
    return;
  sodium_free (self->text);
  g_free (self);
}

const char *
bh_secret_get (BhSecret *self)
{
  return self->text;
}
