/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-key.h"

#include "server/pbx/ami/ami-names.h"

#define BH_AMI_KEY_WORD(id, name) [BH_AMI_KEY_##id] = name,
static const char *const words[] = {BH_AMI_KEY_TABLE (BH_AMI_KEY_WORD)};
G_STATIC_ASSERT (G_N_ELEMENTS (words) <= BH_AMI_NAMES_MAX);

static BhAmiNames names;

/* Built before main, so that a look-up costs no check. */
static void __attribute__ ((constructor)) build_names (void)
{
  bh_ami_names_init (&names, words, G_N_ELEMENTS (words));
}

BhAmiKey
bh_ami_key_find (const char *name, gsize length)
{
  int index = bh_ami_names_find (&names, name, length);
  return index < 0 ? BH_AMI_KEY_NONE : (BhAmiKey) index;
}

const char *
bh_ami_key_name (BhAmiKey key)
{
  return (guint) key < G_N_ELEMENTS (words) ? words[key] : NULL;
}
