/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The lists that are told together as one snapshot, kept as they came until all are there: a list
 * of channels says little without the lists behind it. */

typedef enum {
  BH_ESL_LISTED_NOTHING,
  BH_ESL_LISTED_QUEUES,
  BH_ESL_LISTED_AGENTS,
  BH_ESL_LISTED_TIERS,
  BH_ESL_LISTED_CHANNELS,
  BH_ESL_LISTED_DUMP, /* uuid_dump, of one channel */
  BH_ESL_LISTED_CALLS,
  BH_ESL_LISTED_MEMBERS, /* of one queue */
  BH_ESL_LISTED_PHONES,
  BH_ESL_LISTED_AGENTS_AGAIN, /* the same, for a second reading */
  BH_ESL_LISTED_TIERS_AGAIN,
} BhEslListed;

typedef struct {
  BhEslListed kind;
  char *text; /* with 16 readable bytes behind it */
  gsize length;
} BhEslSnapshotPart;

typedef struct {
  GArray *parts; /* BhEslSnapshotPart, owned */
  gint64 now_us; /* when the first of them came */
  gboolean is_own;
} BhEslSnapshot;

BhEslSnapshot *bh_esl_snapshot_new (gboolean is_own, gint64 now_us);
void bh_esl_snapshot_free (BhEslSnapshot *self);

/* What the text of an answer is, by its beginning. */
BhEslListed bh_esl_snapshot_judge (const char *text, gsize length);

void bh_esl_snapshot_add (BhEslSnapshot *self, BhEslListed kind, const char *text, gsize length);
gboolean bh_esl_snapshot_has (const BhEslSnapshot *self, BhEslListed kind);
