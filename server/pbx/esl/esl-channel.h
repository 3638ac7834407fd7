/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The channels that are up, as far as events need each other: FreeSWITCH's events tell of one
 * channel at a time. */

typedef struct {
  char *uuid;
  char *call;         /* the uuid of the channel that began the call */
  char *device;       /* see esl-normalize.h */
  char *bridge;       /* "A:B", a conference's id; NULL: in none */
  char *outer;        /* the bridge that it left for a consultation, and will come back to */
  char *peer;         /* uuid of the last one it was joined with */
  char *peer_device;  /* stays when that one is gone */
  char *outer_peer;   /* uuid of who waits in the outer bridge */
  char *dialer;       /* uuid of who dials it */
  char *space;        /* parked there */
  char *spies_on;     /* uuid of whom it listens to */
  char *queue;        /* of callcenter: the caller's, or the agent's leg */
  char *member;       /* agent's leg: uuid of the caller's */
  char *agent;        /* agent's leg: the agent's name */
  gint64 born_us;     /* by its creation, or 0 */
  guint outgoing : 1; /* the PBX called it */
  guint local : 1;
  guint phone : 1;
  guint answered : 1;
  guint ringing : 1;
  guint hanging : 1;    /* CHANNEL_HANGUP was seen */
  guint hung_party : 1; /* and it looks like its own wish */
  guint asked : 1;      /* LEG_HANGUP_ASKED was given */
  guint held : 1;
  guint aside : 1; /* held because its partner was parked or left in a bridge, by the PBX's acts */
  guint parked : 1;
  guint offered : 1;
  guint conference : 1;
  guint listed : 1; /* by the snapshot at hand, */
  guint row;        /* as its row number so; from 1 */
} BhEslChannel;

typedef struct {
  GHashTable *by_uuid;   /* BhEslChannel, owned */
  GHashTable *by_device; /* device -> GPtrArray of BhEslChannel */
} BhEslChannels;

void bh_esl_channels_init (BhEslChannels *self);
void bh_esl_channels_clear (BhEslChannels *self);
/* Forgets all. */
void bh_esl_channels_empty (BhEslChannels *self);

/* NULL for one that is not known (and for NULL). */
BhEslChannel *bh_esl_channels_find (BhEslChannels *self, const char *uuid);
BhEslChannel *bh_esl_channels_add (BhEslChannels *self, const char *uuid, const char *device);
void bh_esl_channels_remove (BhEslChannels *self, BhEslChannel *channel);

/* Those of @device, or NULL: there is none. */
GPtrArray *bh_esl_channels_of_device (const BhEslChannels *self, const char *device);

/* @channel has the uuid @to from now on; so have those that speak of it. */
void bh_esl_channels_rename (BhEslChannels *self, BhEslChannel *channel, const char *to);

/* All channels of the call @from are of @to now. */
void bh_esl_channels_rename_call (BhEslChannels *self, const char *from, const char *to);

/* Sets *@place to a copy of @text. */
void bh_esl_channel_set (char **place, const char *text);
