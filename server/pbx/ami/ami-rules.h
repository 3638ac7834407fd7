/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/ami/ami-fields.h"
#include "server/pbx/ami/ami-normalize.h"

/* Private to ami-normalize*.c: the table from AMI events to ours, a part in each file.
 *
 * A rule fills @event, which has kind and at_us set and the rest 0, and returns TRUE if it is to be
 * given. A rule that means several events gives them itself with bh_ami_normalize_give. */
typedef struct {
  const char *name;
  BhPbxEventKind kind;
  gboolean (*make) (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event);
} BhAmiRule;

typedef struct {
  const BhAmiRule *rules;
  guint n;
} BhAmiRules;

extern const BhAmiRules bh_ami_leg_rules;
extern const BhAmiRules bh_ami_queue_rules;
extern const BhAmiRules bh_ami_transfer_rules;
extern const BhAmiRules bh_ami_list_rules;

#define BH_AMI_RULES(name, table) const BhAmiRules name = {table, G_N_ELEMENTS (table)}

void bh_ami_normalize_give (BhAmiNormalize *self, const BhPbxEvent *event);

/* Within a snapshot, so that a list's item says what is. */
/* A list names the halves of a pipe as two channels, NAME;1 and NAME;2, and no event says that they
 * belong together: the second to come does. */
void bh_ami_normalize_pair_half (BhAmiNormalize *self, const char *channel, const char *leg);

/* The item belongs to a list of channels that counts. Begins a snapshot if need be. */
gboolean bh_ami_normalize_takes_channels (BhAmiNormalize *self, const char *list);

/* leg, call and device of the channel that the event is about. */
void bh_ami_rules_leg (BhAmiFields *f, BhPbxEvent *event);

/* Of an event of one of our own pipes that record: leg becomes the one that is recorded, where it
 * lies. FALSE: it is of another leg, and as it was. */
gboolean bh_ami_rules_recorded_leg (BhPbxEvent *event);

/* Caller id and connected line as the channel has them now. */
void bh_ami_rules_parties (BhAmiFields *f, BhPbxEvent *event);

/* Asterisk's ChannelState (channelstate.h). */
BhLegState bh_ami_rules_leg_state (BhAmiFields *f, BhAmiKey key);
