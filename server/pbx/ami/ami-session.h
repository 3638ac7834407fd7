/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/ami/ami-config.h"
#include "server/pbx/ami/ami-stats.h"
#include "server/ports/pbx-port.h"

/* Keeps one link to an Asterisk alive and in step: a strict sequence of steps, each with a time
 * limit, and a pause before the next try when one fails.
 *
 *   connect -> greeting -> challenge -> login -> booted -> boot id, rights, snapshot -> live
 *
 * Live events are let through in the order of the stream while the snapshot's lists come. That is
 * safe: Asterisk writes a list's items as it makes them, but events wait in a queue, so an event
 * that comes behind an item is either younger than it, or older and then followed by every younger
 * one of the same leg. All events state absolute facts (this leg is in that bridge), so the last
 * word is right either way; what an old event says wrongly lasts for microseconds. */

/* The rights that an account may lack, by the action that needs them; asked for by ListCommands. */
#define BH_AMI_ACTIONS_TABLE(X)                                                                    \
  X (BH_AMI_ACTION_HANGUP, "Hangup")                                                               \
  X (BH_AMI_ACTION_BLIND_TRANSFER, "BlindTransfer")                                                \
  X (BH_AMI_ACTION_ATXFER, "Atxfer")                                                               \
  X (BH_AMI_ACTION_CANCEL_ATXFER, "CancelAtxfer")                                                  \
  X (BH_AMI_ACTION_BRIDGE, "Bridge")                                                               \
  X (BH_AMI_ACTION_ORIGINATE, "Originate")                                                         \
  X (BH_AMI_ACTION_PLAY_DTMF, "PlayDTMF")                                                          \
  X (BH_AMI_ACTION_QUEUE_ADD, "QueueAdd")                                                          \
  X (BH_AMI_ACTION_QUEUE_PENALTY, "QueuePenalty")                                                  \
  X (BH_AMI_ACTION_QUEUE_PAUSE, "QueuePause")                                                      \
  X (BH_AMI_ACTION_QUEUE_REMOVE, "QueueRemove")                                                    \
  X (BH_AMI_ACTION_MIX_MONITOR_MUTE, "MixMonitorMute")                                             \
  X (BH_AMI_ACTION_PJSIP_NOTIFY, "PJSIPNotify")
typedef enum { BH_AMI_ACTIONS_TABLE (BH_NICK_VALUE) BH_AMI_ACTION_N } BhAmiAction;
BH_NICK_DECLARE (BhAmiAction, bh_ami_action)

typedef struct _BhAmiSession BhAmiSession;

/* @config and @listener outlive it. */
BhAmiSession *
bh_ami_session_new (const BhAmiConfig *config, const BhPbxListener *listener, gpointer user_data);
void bh_ami_session_free (BhAmiSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhAmiSession, bh_ami_session_free)

void bh_ami_session_start (BhAmiSession *self);
void bh_ami_session_stop (BhAmiSession *self);

/* @sentence (may be NULL) is for people and lives until the state changes. */
BhPbxLinkState bh_ami_session_get_link (const BhAmiSession *self, const char **sentence);

/* Only while the link is live. */
gboolean bh_ami_session_send (BhAmiSession *self, GBytes *action, GError **error);

/* Whether the account may do @action on this PBX; FALSE while the link is not live. */
gboolean bh_ami_session_may (const BhAmiSession *self, BhAmiAction action);

/* "22.10.1...", "" while it is not known. */
const char *bh_ami_session_get_version (const BhAmiSession *self);

/* Fills in what the session counts. */
void bh_ami_session_get_stats (const BhAmiSession *self, BhAmiStats *stats);
