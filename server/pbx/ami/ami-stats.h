/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What a link has done since the start; everything that has a bound has a counter here. */
typedef struct {
  guint64 bytes;
  guint64 messages;
  guint64 events;         /* handed on */
  guint64 unwanted;       /* events of a name that nobody reads */
  guint64 unheard;        /* events before the boot id was known: the snapshot has them */
  guint64 skipped_blocks; /* beyond a limit of the parser */
  guint64 attempts;       /* to connect */
  guint64 losses;         /* of a live link */
  guint64 snapshots;
  guint64 commands;         /* sent for the engine */
  guint64 refused_commands; /* here, before anything was sent */
  guint64 lost_commands;    /* not answered in time, or the link was lost meanwhile */
  gint64 round_trip_us;     /* of the last ping: the PBX's time to answer and our lag in reading */
  gint64 max_round_trip_us;
  gsize largest_turn; /* most bytes taken in at once */
} BhAmiStats;
