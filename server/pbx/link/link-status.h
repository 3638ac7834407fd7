/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/pbx-port.h"

/* How a session's link stands, in a word and in a sentence for people, who is told when that
 * changes, and how long to wait before a link that failed is tried again. Part of a session: its
 * fields are read there, and changed here alone. */
typedef struct {
  const char *domain; /* of the log */
  const char *name;   /* of the PBX */
  const BhPbxListener *listener;
  gpointer user_data;
  BhPbxLinkState state;
  char *sentence;
  guint retry_min_ms, retry_max_ms;
  guint failures; /* since it was live */
  GRand *random;
} BhLinkStatus;

/* Everything given outlives @self. @seed: of the pauses' jitter; 0: another each time. */
void bh_link_status_init (BhLinkStatus *self,
                          const char *domain,
                          const char *name,
                          const BhPbxListener *listener,
                          gpointer user_data,
                          guint32 seed);
void bh_link_status_clear (BhLinkStatus *self);

/* Logs and tells it, unless it was so already. */
void bh_link_status_set (BhLinkStatus *self, BhPbxLinkState state, const char *sentence);

/* How a link that broke is called: lost if it was live, also before the tries that failed since;
 * else not reached. */
BhPbxLinkState bh_link_status_broken (const BhLinkStatus *self, gboolean was_live);

/* Counts a failure; the milliseconds until the next try: half to whole of a pause that doubles with
 * each, so that many servers do not come back at once. */
guint bh_link_status_fail (BhLinkStatus *self, guint at_least_ms);
