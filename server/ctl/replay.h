/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ctl/feed.h"
#include "server/engine/engine.h"

/* A feed through stations 2 to 7 in one process: parser, normalize, engine and model, wire. No
 * database, no network, no clock: time is the recording's. */

typedef enum {
  BH_REPLAY_EVENTS = 1 << 0,   /* what station 3 made of the bytes */
  BH_REPLAY_CHANGES = 1 << 1,  /* what station 5 made of that */
  BH_REPLAY_MESSAGES = 1 << 2, /* what station 7 tells a client that sees all */
  BH_REPLAY_CONTACTS =
      1 << 3, /* the contacts, one JSON object a line, in the order of their start */
} BhReplayShow;

typedef struct {
  BhReplayShow show;
  const char *pbx;           /* its name; part of a contact's id */
  const char *const *trunks; /* device patterns, or NULL */
  const char *const *phones;
  gint64 wrap_up_us;
  BhCrmPort *crm; /* for full numbers, or NULL */
  /* @line ends in LF. */
  void (*line) (const char *line, gsize length, gpointer data);
  gpointer data;
} BhReplayOptions;

typedef struct {
  guint64 bytes, messages, unwanted, skipped, events, turns, changes, frames, contacts;
} BhReplayFigures;

typedef struct BhReplay BhReplay;

BhReplay *bh_replay_new (const BhReplayOptions *options);
void bh_replay_free (BhReplay *replay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhReplay, bh_replay_free)

/* All of @feed. More feeds go on where the last one ended. */
void bh_replay_run (BhReplay *replay, BhFeed *feed);

/* No more feeds: what is due soon happens, and the contacts that run are shown as they are. */
void bh_replay_finish (BhReplay *replay);

void bh_replay_get_figures (const BhReplay *replay, BhReplayFigures *figures);
