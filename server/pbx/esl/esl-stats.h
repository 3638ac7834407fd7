/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What the link to a FreeSWITCH counts, since it was made. */
typedef struct {
  guint64 bytes;
  guint64 messages;
  guint64 events;    /* given */
  guint64 unwanted;  /* dropped by their name */
  guint64 broken;    /* without a header that we rely on */
  guint64 repaired;  /* stale states of FreeSWITCH's that were not believed */
  guint64 faults;    /* streams whose frames could not be told apart */
  guint64 attempts;  /* connections tried */
  guint64 losses;    /* live links that were lost */
  guint64 snapshots; /* taken whole */
  guint64 commands;
  guint64 refused_commands; /* before anything was sent */
  guint64 lost_commands;    /* not answered in time, or the link was lost meanwhile */
  gint64 round_trip_us;     /* of the last question: the PBX's time to answer and our lag */
  gint64 max_round_trip_us;
  gsize largest_turn; /* most bytes taken in at once */
} BhEslStats;
