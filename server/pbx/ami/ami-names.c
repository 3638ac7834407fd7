/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-names.h"

#include <string.h>

/* Four bytes and the length tell AMI's names apart well enough; a comparison decides. */
static inline guint
hash (const char *name, gsize length)
{
  const guchar *c = (const guchar *) name;
  guint32 bytes = (guint32) (c[0] | 0x20) | (guint32) (c[length / 2] | 0x20) << 8 |
                  (guint32) (c[length - 1] | 0x20) << 16 | (guint32) (c[length / 4] | 0x20) << 24;
  return ((bytes ^ (guint32) length * 0x01000193u) * 0x9E3779B1u) >> 23;
}
G_STATIC_ASSERT (BH_AMI_NAMES_SLOTS == 1 << (32 - 23));

void
bh_ami_names_init (BhAmiNames *self, const char *const *words, guint n_words)
{
  g_return_if_fail (n_words <= BH_AMI_NAMES_MAX);
  memset (self, 0, sizeof *self);
  self->words = words;
  for (guint i = 0; i < n_words; i++) {
    if (words[i] == NULL)
      continue;
    gsize length = strlen (words[i]);
    guint slot = hash (words[i], length);
    while (self->slots[slot] != 0)
      slot = (slot + 1) % BH_AMI_NAMES_SLOTS;
    self->slots[slot] = (guint16) (i + 1);
    self->lengths[i] = (guint8) length;
  }
}

int
bh_ami_names_find (const BhAmiNames *self, const char *name, gsize length)
{
  if (length == 0)
    return -1;
  for (guint slot = hash (name, length); self->slots[slot] != 0;
       slot = (slot + 1) % BH_AMI_NAMES_SLOTS) {
    int index = self->slots[slot] - 1;
    if (self->lengths[index] == length &&
        (memcmp (self->words[index], name, length) == 0 ||
         g_ascii_strncasecmp (self->words[index], name, length) == 0))
      return index;
  }
  return -1;
}
