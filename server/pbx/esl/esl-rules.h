/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/esl/esl-agents.h"
#include "server/pbx/esl/esl-channel.h"
#include "server/pbx/esl/esl-normalize.h"
#include "server/pbx/esl/esl-snapshot.h"

/* Private to esl-normalize*.c: the table from FreeSWITCH's events to ours, a part in each file.
 *
 * A rule gives what the event means, with bh_esl_give (). FALSE: a header that it relies on is
 * missing, and bh_esl_missing () was told which. */
typedef struct {
  const char *name;
  gboolean (*take) (BhEslNormalize *self, BhEslMessage *message);
  gboolean unasked; /* taken when somebody subscribed it, never asked for by us */
} BhEslRule;

typedef struct {
  const BhEslRule *rules;
  guint n;
} BhEslRules;

extern const BhEslRules bh_esl_leg_rules;
extern const BhEslRules bh_esl_bridge_rules;
extern const BhEslRules bh_esl_queue_rules;
extern const BhEslRules bh_esl_other_rules;

#define BH_ESL_RULES(name, table) const BhEslRules name = {table, G_N_ELEMENTS (table)}

struct _BhEslNormalize {
  BhEslEventFunc func;
  gpointer user_data;
  BhEslNormalizeStats stats;
  BhEslChannels channels;
  GHashTable *devices; /* device -> BhEslDevice */
  GHashTable *agents;  /* name -> BhEslAgent */
  BhEslSnapshot *snapshot;
  BhEslMessage *dump;  /* a channel's dump, laid out as an event's headers are */
  GHashTable *ended;   /* uuids of channels that ended since the snapshot began, or NULL */
  GQueue stale_agents; /* of char * */
  char *boot;
  gint64 at_us;         /* of the event at hand, by the PBX */
  gint64 now_us;        /* the reader's */
  guint64 told;         /* rules whose lack of a header was logged on this connection */
  guint rule;           /* the one at work */
  guint link_state;     /* esl-normalize.c */
  BhEslListed expected; /* by the last mark */
};

/* ---- giving: at_us is filled in */
void bh_esl_give (BhEslNormalize *self, BhPbxEvent *event);
/* An event that is about @channel: leg, call, device. */
BhPbxEvent bh_esl_event_of (const BhEslChannel *channel, BhPbxEventKind kind);
/* And about @other, as other_leg. @other may be NULL. */
void bh_esl_event_other (BhPbxEvent *event, const BhEslChannel *other);
/* @core_uuid is the boot that speaks: LINK_UP, unless it is known. */
void bh_esl_set_boot (BhEslNormalize *self, const char *core_uuid);
/* To lay out headers that came in another way than as an event. */
BhEslMessage *bh_esl_get_dump (BhEslNormalize *self);
gboolean bh_esl_missing (BhEslNormalize *self, const char *header);

/* ---- reading */
/* NULL instead of "". */
const char *bh_esl_text (BhEslMessage *message, const char *name);
gint64 bh_esl_integer (BhEslMessage *message, const char *name);
gboolean bh_esl_is (BhEslMessage *message, const char *name, const char *value);
/* The Q.850 cause that stands for a name as NORMAL_CLEARING; 0: none of ours. */
gint bh_esl_cause (const char *name);
BhDialResult bh_esl_dial_result (const char *cause);
/* Whether a caller's number or name is none: "", "0000000000", "anonymous", ... */
gboolean bh_esl_is_withheld (const char *text);

/* ---- channels (esl-normalize-legs.c) */
/* The channel that @message is about; one that we never saw begin is taken as it is and told.
 * NULL: it has no uuid, or it is ending and nobody knows it. */
BhEslChannel *bh_esl_channel_of (BhEslNormalize *self, BhEslMessage *message);
BhEslChannel *bh_esl_find (BhEslNormalize *self, const char *uuid);
/* Device for @presence ("1001@pbx.test", or NULL) and @name ("sofia/external/139..."). (full) */
char *bh_esl_device (const char *presence, const char *name);
/* They are one call from now on. */
void bh_esl_join_calls (BhEslNormalize *self, BhEslChannel *one, BhEslChannel *two);
/* Gives OFFER_BEGAN, if @channel is an agent's leg that rings for a caller whom we know. */
void bh_esl_offer (BhEslNormalize *self, BhEslChannel *channel);
void bh_esl_ask_hangup (BhEslNormalize *self, BhEslChannel *channel, gboolean by_party, gint cause);
void bh_esl_set_held (BhEslNormalize *self, BhEslChannel *channel, gboolean held);
/* The queue's part of what @message says of the leg. */
void bh_esl_read_queue (BhEslChannel *channel, BhEslMessage *message);
void bh_esl_give_data (BhEslNormalize *self, BhEslChannel *channel, BhEslMessage *message);

/* ---- bridges (esl-normalize-bridges.c) */
/* In one bridge from now on, told to nobody. */
void bh_esl_meet (BhEslChannel *one, BhEslChannel *two);
/* @channel listens to @target. */
void bh_esl_spy (BhEslNormalize *self, BhEslChannel *channel, const char *target);
/* @channel is out of its bridge, whatever its partner does. */
void bh_esl_leave_bridge (BhEslNormalize *self, BhEslChannel *channel);
/* @channel is about to end: who waits for it elsewhere, and what it was listening to. */
void bh_esl_leave_all (BhEslNormalize *self, BhEslChannel *channel);

/* ---- devices and agents (esl-normalize-queues.c) */
/* The state of @channel's phone, if it changed. */
void bh_esl_tell_device (BhEslNormalize *self, const char *device);
void bh_esl_set_registered (BhEslNormalize *self, const char *user, const char *host, gboolean is);
/* All phones that are known and were not @registered are not reachable. */
void bh_esl_end_registrations (BhEslNormalize *self);
void bh_esl_begin_registrations (BhEslNormalize *self);
void bh_esl_queues_init (BhEslNormalize *self);
void bh_esl_queues_clear (BhEslNormalize *self);

void bh_esl_give_member (BhEslNormalize *self,
                         BhPbxEventKind kind,
                         const BhEslAgent *agent,
                         const char *queue,
                         gint penalty);

/* ---- esl-normalize-other.c */
void bh_esl_take_job_reply (BhEslNormalize *self, BhEslMessage *message);

/* ---- lists (esl-normalize-lists.c) */
/* The text of an answer. FALSE: it is no list. */
gboolean bh_esl_take_list (BhEslNormalize *self, const char *text, gsize length);
/* Whatever lists wait are told now. */
void bh_esl_flush_lists (BhEslNormalize *self);
