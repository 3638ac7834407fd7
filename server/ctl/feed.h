/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A recorded feed: every byte that a PBX sent (FILE), and when, in FILE.tidx or in the file of the
 * same name with .tidx (or .idx) in place of its ending. One line for each read:
 *
 *   S UNIXTIME OFFSET LENGTH     received; OFFSET counts from the beginning of its connection
 *   C UNIXTIME LENGTH            sent by us; passed over
 *   [SECONDS, OFFSET, LENGTH]    (.idx) received so long after the connection began; when that was
 *                                is read from the first event that bears a date
 *
 * One file may hold several connections, one after another: OFFSET 0 begins one. Without the timing
 * file, each greeting line at the beginning of a line does.
 *
 * Which PBX speaks is seen from the first bytes. */

typedef enum { BH_FEED_ASTERISK, BH_FEED_FREESWITCH } BhFeedSpeech;

typedef enum {
  BH_FEED_ERROR_FILE,    /* missing, unreadable, empty */
  BH_FEED_ERROR_CONTENT, /* not a feed that we know */
  BH_FEED_ERROR_TIMING,  /* the timing file makes no sense */
} BhFeedError;
#define BH_FEED_ERROR (bh_feed_error_quark ())
GQuark bh_feed_error_quark (void);

typedef struct {
  const char *bytes;
  gsize length;
  gint64 at_us;    /* when they came; 0: nobody knows */
  gboolean begins; /* a connection */
  gint64 gone_us;  /* when it begins: the last sign of life of the one before, or 0 */
} BhFeedChunk;

typedef struct BhFeed BhFeed;

BhFeed *bh_feed_open (const char *file, GError **error);

/* As bh_feed_open, of bytes in memory (borrowed), and the text of a timing file or NULL. */
BhFeed *
bh_feed_new (const char *bytes, gsize length, const char *name, const char *timing, GError **error);
void bh_feed_free (BhFeed *feed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhFeed, bh_feed_free)

/* From now on no chunk is longer than @most bytes (0: as recorded). @seed: 0: all that long, else
 * of 1 to @most bytes by a sequence that the seed decides. */
void bh_feed_cut (BhFeed *feed, gsize most, guint32 seed);

/* FALSE: that was all. */
gboolean bh_feed_next (BhFeed *feed, BhFeedChunk *chunk);

/* Again from the beginning. */
void bh_feed_rewind (BhFeed *feed);

gboolean bh_feed_is_timed (const BhFeed *feed);

BhFeedSpeech bh_feed_get_speech (const BhFeed *feed);

/* What is odd about it, for people, or NULL: the timing ends before the bytes, and the like. */
const char *bh_feed_get_remark (const BhFeed *feed);
