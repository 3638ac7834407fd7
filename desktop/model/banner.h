/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/client/feed.h"
#include "desktop/client/softphone.h"

G_BEGIN_DECLS

#define BH_BANNER_TABLE(X)                                                                         \
  X (BH_BANNER_NONE, "none")                                                                       \
  X (BH_BANNER_COMPLETE, "complete") /* good news, for 5 s */                                      \
  X (BH_BANNER_NOTICE, "notice")     /* something to know */                                       \
  X (BH_BANNER_AWAY, "away")         /* something is away: what is shown may be old */
typedef enum { BH_BANNER_TABLE (BH_ENUM_VALUE) } BhBannerKind;
BH_ENUM_DECLARE (BhBannerKind, bh_banner_kind)
#define BH_TYPE_BANNER_KIND (bh_banner_kind_get_type ())

#define BH_LINK_TABLE(X)                                                                           \
  X (BH_LINK_UP, "up")                                                                             \
  X (BH_LINK_CONNECTING, "connecting")                                                             \
  X (BH_LINK_DOWN, "down")                                                                         \
  X (BH_LINK_REFUSED, "refused")                                                                   \
  X (BH_LINK_WATCH_ONLY, "watch_only")                                                             \
  X (BH_LINK_UNKNOWN, "unknown")
typedef enum { BH_LINK_TABLE (BH_ENUM_VALUE) } BhLinkState;
BH_ENUM_DECLARE (BhLinkState, bh_link_state)
/* Nothing is heard of calls, and nothing can be done to them. */
gboolean bh_link_state_is_away (BhLinkState link);
#define BH_TYPE_LINK_STATE (bh_link_state_get_type ())

#define BH_STORE_TABLE(X)                                                                          \
  X (BH_STORE_UP, "up")                                                                            \
  X (BH_STORE_STARTING, "starting")                                                                \
  X (BH_STORE_DOWN, "down")                                                                        \
  X (BH_STORE_UNKNOWN, "unknown")
typedef enum { BH_STORE_TABLE (BH_ENUM_VALUE) } BhStoreState;
BH_ENUM_DECLARE (BhStoreState, bh_store_state)
#define BH_TYPE_STORE_STATE (bh_store_state_get_type ())

/* How long "Complete up to …" stays. */
#define BH_BANNER_COMPLETE_US (5 * G_USEC_PER_SEC)

/* Everything that the banner depends on; times in µs UTC of the server's clock. */
typedef struct {
  BhFeedState feed;
  gint64 away_since;     /* 0 = never was away */
  gint64 back_at;        /* when the feed became live again, 0 = it was never away */
  gint64 complete_until; /* what it is complete up to */
  BhLinkState link;
  gint64 link_since;
  const char *link_message;
  BhStoreState store;
  gint64 store_since;
  const char *store_message;
  BhSoftphoneState phone;    /* BH_SOFTPHONE_OFF where this machine is no phone */
  const char *phone_message; /* why it is not ready, a sentence in the reader's words, or NULL */
  const char *phone_sound;   /* what is wrong with its microphone or loudspeaker, or NULL */
  gboolean talking;          /* "Your call is not affected." */
} BhBannerFacts;

/* The one sentence that matters most now: server away, then PBX away, then this machine's own
 * phone, then database away, then "Complete up to". @text: (transfer full) set to NULL for
 * BH_BANNER_NONE. */
BhBannerKind bh_banner_choose (const BhBannerFacts *facts, gint64 now_us, char **text);

G_END_DECLS
