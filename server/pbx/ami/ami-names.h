/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A fixed set of words, found by any spelling of upper and lower case. Built once, no allocation.
 */

#define BH_AMI_NAMES_SLOTS 512
#define BH_AMI_NAMES_MAX   (BH_AMI_NAMES_SLOTS / 2)

typedef struct {
  const char *const *words;
  guint16 slots[BH_AMI_NAMES_SLOTS]; /* index + 1; 0: free */
  guint8 lengths[BH_AMI_NAMES_MAX];
} BhAmiNames;

/* @words, at most BH_AMI_NAMES_MAX of 1 to 255 bytes each, must outlive the set. A NULL is skipped:
 * its index stands for nothing. */
void bh_ami_names_init (BhAmiNames *self, const char *const *words, guint n_words);

/* The index of the word in the set, or -1. @name need not end in NUL. */
int bh_ami_names_find (const BhAmiNames *self, const char *name, gsize length);
