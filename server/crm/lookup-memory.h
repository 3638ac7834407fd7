/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The last answers to look-ups, for the time that the database is away: a card that may be an hour
 * old is better than none, as long as it says so. Bounded; the one that was not used for longest
 * goes first. */

typedef struct BhLookupMemory BhLookupMemory;

BhLookupMemory *bh_lookup_memory_new (guint max);
void bh_lookup_memory_free (BhLookupMemory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhLookupMemory, bh_lookup_memory_free)

void bh_lookup_memory_put (BhLookupMemory *self,
                           const char *question,
                           const char *answer,
                           gint64 now_us);
/* The answer, valid until the next put, and when it was given; NULL: never asked, or forgotten. */
const char *bh_lookup_memory_get (BhLookupMemory *self, const char *question, gint64 *at_us);
