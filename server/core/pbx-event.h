/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "server/core/nick.h"

/* What a PBX says, in words that are the same for every PBX (station 3 -> 4 of an event's journey).
 *
 * An adapter fills in what it knows and leaves the rest 0 / NULL. Strings are valid UTF-8, belong
 * to the adapter and live only for the duration of the call that hands the event over: who keeps
 * one copies it. Ids (leg, call, bridge) are the PBX's own, unique within one boot of one PBX.  A
 * change event (LEG_CHANGED, MEMBER_CHANGED) carries only what changed: NULL = as before. */

#define BH_PBX_EVENT_TABLE(X)                                                                      \
  /* the link: LINK_UP carries text = boot id; legs of another boot are dead. */                   \
  X (BH_PBX_LINK_UP, "link_up")                                                                    \
  X (BH_PBX_LINK_DOWN, "link_down") /* text = why, in words */                                     \
  /* between these, LEG_NEW, BRIDGE_ENTERED, QUEUE_JOINED, MEMBER_ADDED, DEVICE_STATE say what is; \
     what is not named does not exist any more */                                                  \
  X (BH_PBX_SNAPSHOT_BEGIN, "snapshot_begin")                                                      \
  /* text = what was listed, of "legs", "queues", "devices": only of that is gone what was not     \
     named. A list may also come alone, outside of a snapshot (QUEUE_JOINED with an age too). */   \
  X (BH_PBX_SNAPSHOT_END, "snapshot_end")                                                          \
  /* legs: leg, call, device, number, name, dialed, context, leg_state, incoming, local_half,      \
     known_phone */                                                                                \
  X (BH_PBX_LEG_NEW, "leg_new")                                                                    \
  X (BH_PBX_LEG_CHANGED, "leg_changed")                                                            \
  X (BH_PBX_LEG_HANGUP_ASKED, "leg_hangup_asked") /* by_party: the phone itself; else the PBX */   \
  X (BH_PBX_LEG_ENDED, "leg_ended")               /* cause (Q.850) */                              \
  X (BH_PBX_LEG_RENAMED, "leg_renamed") /* leg = its id from now on, other_leg = before */         \
  X (BH_PBX_LEG_HELD, "leg_held")       /* the leg that pressed hold */                            \
  X (BH_PBX_LEG_RETRIEVED, "leg_retrieved")                                                        \
  X (BH_PBX_LEG_DIGIT, "leg_digit") /* text = the digit that the leg sent */                       \
  /* leg dials other_leg (leg NULL: the PBX itself dials, on a command); dialed = what it dialed   \
   */                                                                                              \
  X (BH_PBX_DIAL_BEGAN, "dial_began")                                                              \
  X (BH_PBX_DIAL_ENDED, "dial_ended") /* other_leg, dial_result */                                 \
  /* bridges: leg, bridge, device, call; other_leg = the leg that it takes the place of; text =    \
     basic, base (a conference), holding (parking), NULL: not said */                              \
  X (BH_PBX_BRIDGE_ENTERED, "bridge_entered")                                                      \
  X (BH_PBX_BRIDGE_LEFT, "bridge_left")                                                            \
  X (BH_PBX_BRIDGE_MERGED, "bridge_merged") /* bridge is emptied into other_bridge */              \
  X (BH_PBX_BRIDGE_ENDED, "bridge_ended")                                                          \
  X (BH_PBX_LOCAL_PAIRED, "local_paired") /* leg and other_leg are the two halves of one pipe */   \
  /* queues: leg = the caller's, queue, position, count; in a snapshot age_ms = waited so far */   \
  X (BH_PBX_QUEUE_JOINED, "queue_joined")                                                          \
  X (BH_PBX_QUEUE_LEFT, "queue_left")                                                              \
  X (BH_PBX_QUEUE_ABANDONED, "queue_abandoned") /* the PBX says so: not to be believed alone */    \
  /* offers: leg = the caller's, other_leg = the agent's, queue, member (interface), name */       \
  X (BH_PBX_OFFER_BEGAN, "offer_began")                                                            \
  X (BH_PBX_OFFER_MISSED, "offer_missed") /* ring_ms */                                            \
  X (BH_PBX_OFFER_ANSWERED, "offer_answered")                                                      \
  X (BH_PBX_OFFER_COMPLETED, "offer_completed") /* text = agent | caller | transfer */             \
  /* transfers: leg = the transferer's, other_leg = the transferred party's */                     \
  X (BH_PBX_TRANSFER_BLIND, "transfer_blind") /* dialed = to where */                              \
  /* second_leg = the transferer's consult leg, target_leg = the consulted party's (if known),     \
     bridge = where they meet */                                                                   \
  X (BH_PBX_TRANSFER_ATTENDED, "transfer_attended")                                                \
  X (BH_PBX_PARKED, "parked")     /* leg = parked, other_leg = parker's, text = space */           \
  X (BH_PBX_UNPARKED, "unparked") /* leg = parked, other_leg = retriever's */                      \
  X (BH_PBX_PARK_EXPIRED, "park_expired")                                                          \
  X (BH_PBX_PARK_GIVEN_UP, "park_given_up")                                                        \
  X (BH_PBX_PICKED_UP, "picked_up") /* leg = who picked up, other_leg = the ringing target */      \
  X (BH_PBX_CONFERENCE_JOINED, "conference_joined") /* leg, bridge, text = the room */             \
  X (BH_PBX_CONFERENCE_LEFT, "conference_left")                                                    \
  X (BH_PBX_SPY_STARTED, "spy_started") /* leg = who listens, other_leg = listened to */           \
  X (BH_PBX_SPY_STOPPED, "spy_stopped")                                                            \
  X (BH_PBX_RECORDING_STARTED, "recording_started")                                                \
  X (BH_PBX_RECORDING_STOPPED, "recording_stopped")                                                \
  X (BH_PBX_RECORDING_PAUSED, "recording_paused")                                                  \
  X (BH_PBX_RECORDING_RESUMED, "recording_resumed")                                                \
  /* queue members: queue, member (interface), device (whose state counts), name, paused,          \
     text = pause reason, dynamic, penalty, device_state */                                        \
  X (BH_PBX_MEMBER_ADDED, "member_added")                                                          \
  X (BH_PBX_MEMBER_CHANGED, "member_changed")                                                      \
  X (BH_PBX_MEMBER_REMOVED, "member_removed")                                                      \
  X (BH_PBX_QUEUE_KNOWN, "queue_known")     /* in a snapshot: queue exists */                      \
  X (BH_PBX_DEVICE_STATE, "device_state")   /* device, device_state */                             \
  X (BH_PBX_ATTACHED_DATA, "attached_data") /* leg (or call), name = key, text = value */          \
  /* answers to commands: request = the id given with it, ok, text = the PBX's words */            \
  X (BH_PBX_COMMAND_DONE, "command_done")                                                          \
  /* an originate came to its end: request, ok, leg, dial_result, cause */                         \
  X (BH_PBX_ORIGINATE_DONE, "originate_done")

typedef enum { BH_PBX_EVENT_TABLE (BH_NICK_VALUE) BH_PBX_EVENT_N_KINDS } BhPbxEventKind;
BH_NICK_DECLARE (BhPbxEventKind, bh_pbx_event_kind)

#define BH_LEG_STATE_TABLE(X)                                                                      \
  X (BH_LEG_STATE_NONE, "none") /* not said */                                                     \
  X (BH_LEG_STATE_DOWN, "down")                                                                    \
  X (BH_LEG_STATE_DIALING, "dialing") /* it rings somewhere for this leg, or it is dialing */      \
  X (BH_LEG_STATE_RINGING, "ringing") /* the device itself rings */                                \
  X (BH_LEG_STATE_UP, "up")                                                                        \
  X (BH_LEG_STATE_BUSY, "busy")
typedef enum { BH_LEG_STATE_TABLE (BH_NICK_VALUE) } BhLegState;
BH_NICK_DECLARE (BhLegState, bh_leg_state)

#define BH_DIAL_RESULT_TABLE(X)                                                                    \
  X (BH_DIAL_NONE, "none")                                                                         \
  X (BH_DIAL_ANSWERED, "answered")                                                                 \
  X (BH_DIAL_BUSY, "busy")                                                                         \
  X (BH_DIAL_NO_ANSWER, "no_answer")                                                               \
  X (BH_DIAL_CANCELLED, "cancelled")                                                               \
  X (BH_DIAL_REJECTED, "rejected")                                                                 \
  X (BH_DIAL_UNAVAILABLE, "unavailable") /* not registered, no such device */                      \
  X (BH_DIAL_CONGESTION, "congestion")
typedef enum { BH_DIAL_RESULT_TABLE (BH_NICK_VALUE) } BhDialResult;
BH_NICK_DECLARE (BhDialResult, bh_dial_result)

#define BH_DEVICE_STATE_TABLE(X)                                                                   \
  X (BH_DEVICE_STATE_UNKNOWN, "unknown")                                                           \
  X (BH_DEVICE_STATE_IDLE, "idle")                                                                 \
  X (BH_DEVICE_STATE_RINGING, "ringing")                                                           \
  X (BH_DEVICE_STATE_IN_USE, "in_use")                                                             \
  X (BH_DEVICE_STATE_BUSY, "busy")                                                                 \
  X (BH_DEVICE_STATE_HELD, "held")                                                                 \
  X (BH_DEVICE_STATE_UNREACHABLE, "unreachable")
typedef enum { BH_DEVICE_STATE_TABLE (BH_NICK_VALUE) } BhDeviceState;
BH_NICK_DECLARE (BhDeviceState, bh_device_state)

typedef struct {
  BhPbxEventKind kind;
  gint64 at_us;     /* the PBX's own time of it, unix microseconds; 0: it gave none */
  const char *leg;  /* the leg that this is about */
  const char *call; /* the PBX's own grouping of legs (Asterisk Linkedid): a hint, it may change */
  const char *device; /* of leg, or of a member: "PJSIP/1001" */
  const char *number; /* caller id of leg; NULL: not said, "": withheld or unknown */
  const char *name;
  const char *peer_number; /* whom leg's display shows (connected line) */
  const char *peer_name;
  const char *dialed;  /* digits dialed, DID, or an originate's destination */
  const char *context; /* the dialplan's place of leg */
  const char *other_leg;
  const char *other_call;
  const char *other_device;
  const char *other_number;
  const char *second_leg;
  const char *target_leg;
  const char *bridge;
  const char *other_bridge;
  const char *queue;
  const char *member;
  const char *text;    /* see the kind */
  const char *request; /* the command that this answers */
  BhLegState leg_state;
  BhLegState other_leg_state;
  BhDialResult dial_result;
  BhDeviceState device_state;
  gint cause; /* Q.850; 0: none */
  gint position;
  gint count;
  gint penalty;
  gint64 age_ms; /* in a snapshot: how long this has lasted */
  gint64 ring_ms;
  guint incoming : 1;    /* LEG_NEW: the device called the PBX; else the PBX called it */
  guint known_phone : 1; /* LEG_NEW: the PBX itself knows the device as a person's phone */
  guint ordered : 1;     /* LEG_NEW: an agent asked for this call: device rings to be connected with
                            dialed */
  guint local_half : 1;  /* a half of an internal pipe: no phone is behind this leg */
  guint by_party : 1;
  guint ok : 1;
  guint paused : 1;
  guint has_paused : 1;
  guint dynamic : 1;
} BhPbxEvent;

/* One line for people and for text goldens: the kind, then key=value of every field that is set, in
 * the struct's order. Appends to @out, without a line end. */
void bh_pbx_event_describe (const BhPbxEvent *event, GString *out);
