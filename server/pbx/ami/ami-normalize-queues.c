/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-rules.h"

#include <string.h>

/* Queues, their members, offers to them, devices. */

static gboolean
queue_passed (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_rules_leg (f, event);
  event->queue = bh_ami_fields_text (f, BH_AMI_KEY_QUEUE);
  event->position = (gint) bh_ami_fields_integer (f, BH_AMI_KEY_POSITION);
  event->count = (gint) bh_ami_fields_integer (f, BH_AMI_KEY_COUNT);
  return event->leg != NULL && event->queue != NULL;
}

/* The caller's leg; after some transfers the agent's (Dest*) or both are missing, and the queue and
 * the member say whom it is about. */
static gboolean
offer (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_rules_leg (f, event);
  event->other_leg = bh_ami_fields_id (f, BH_AMI_KEY_DEST_UNIQUEID);
  event->other_call = bh_ami_fields_id (f, BH_AMI_KEY_DEST_LINKEDID);
  event->other_device = bh_ami_fields_device (f, BH_AMI_KEY_DEST_CHANNEL, NULL);
  event->queue = bh_ami_fields_text (f, BH_AMI_KEY_QUEUE);
  event->member = bh_ami_fields_text (f, BH_AMI_KEY_INTERFACE);
  event->name = bh_ami_fields_text (f, BH_AMI_KEY_MEMBER_NAME);
  return event->queue != NULL && event->member != NULL;
}

/* AgentRingNoAnswer says RingTime in milliseconds, AgentConnect in seconds (app_queue.c). */
static gboolean
offer_missed (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->ring_ms = bh_ami_fields_integer (f, BH_AMI_KEY_RING_TIME);
  return offer (self, f, event);
}

static gboolean
offer_answered (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->ring_ms = bh_ami_fields_integer (f, BH_AMI_KEY_RING_TIME) * 1000;
  return offer (self, f, event);
}

static gboolean
offer_completed (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->text = bh_ami_fields_text (f, BH_AMI_KEY_REASON);
  return offer (self, f, event);
}

/* Status of a member: Asterisk's device states as numbers (devicestate.h). */
static BhDeviceState
member_state (BhAmiFields *f)
{
  static const BhDeviceState states[] = {
      BH_DEVICE_STATE_UNKNOWN,     /* 0 unknown */
      BH_DEVICE_STATE_IDLE,        /* 1 not in use */
      BH_DEVICE_STATE_IN_USE,      /* 2 in use */
      BH_DEVICE_STATE_BUSY,        /* 3 busy */
      BH_DEVICE_STATE_UNREACHABLE, /* 4 invalid: there is no such device */
      BH_DEVICE_STATE_UNREACHABLE, /* 5 unavailable */
      BH_DEVICE_STATE_RINGING,     /* 6 ringing */
      BH_DEVICE_STATE_RINGING,     /* 7 ringing, another call in use */
      BH_DEVICE_STATE_HELD,        /* 8 on hold */
  };
  guint64 state = (guint64) bh_ami_fields_integer (f, BH_AMI_KEY_STATUS);
  return state < G_N_ELEMENTS (states) ? states[state] : BH_DEVICE_STATE_UNKNOWN;
}

static const char *
either (BhAmiFields *f, BhAmiKey key, BhAmiKey other)
{
  const char *value = bh_ami_fields_text (f, key);
  return value != NULL ? value : bh_ami_fields_text (f, other);
}

/* Events say MemberName and Interface where lists say Name and Location. 16 has the reason of a
 * pause as Reason too. */
static gboolean
member (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->queue = bh_ami_fields_text (f, BH_AMI_KEY_QUEUE);
  event->member = either (f, BH_AMI_KEY_INTERFACE, BH_AMI_KEY_LOCATION);
  event->device = either (f, BH_AMI_KEY_STATE_INTERFACE, BH_AMI_KEY_INTERFACE);
  if (event->device == NULL || *event->device == '\0')
    event->device = event->member;
  event->name = either (f, BH_AMI_KEY_MEMBER_NAME, BH_AMI_KEY_NAME);
  event->text = either (f, BH_AMI_KEY_PAUSED_REASON, BH_AMI_KEY_REASON);
  event->has_paused = bh_ami_message_find (f->message, BH_AMI_KEY_PAUSED) != NULL;
  event->paused = bh_ami_fields_truth (f, BH_AMI_KEY_PAUSED) != FALSE;
  event->dynamic = bh_ami_fields_is (f, BH_AMI_KEY_MEMBERSHIP, "dynamic") != FALSE;
  event->penalty = (gint) bh_ami_fields_integer (f, BH_AMI_KEY_PENALTY);
  event->device_state = member_state (f);
  return event->queue != NULL && event->member != NULL;
}

static gboolean
queue_known (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->queue = bh_ami_fields_text (f, BH_AMI_KEY_QUEUE);
  return event->queue != NULL;
}

/* A waiting caller in a list has no Linkedid. */
static gboolean
queue_entry (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->age_ms = bh_ami_fields_integer (f, BH_AMI_KEY_WAIT) * 1000;
  return queue_passed (self, f, event);
}

typedef struct {
  const char *word;
  BhDeviceState state;
} DeviceWord;

/* DeviceStateChange writes the first of each pair, EndpointList the second (devicestate.c). */
static const DeviceWord device_words[] = {
    {"NOT_INUSE", BH_DEVICE_STATE_IDLE},
    {"Not in use", BH_DEVICE_STATE_IDLE},
    {"INUSE", BH_DEVICE_STATE_IN_USE},
    {"In use", BH_DEVICE_STATE_IN_USE},
    {"BUSY", BH_DEVICE_STATE_BUSY},
    {"UNAVAILABLE", BH_DEVICE_STATE_UNREACHABLE},
    {"INVALID", BH_DEVICE_STATE_UNREACHABLE},
    {"RINGING", BH_DEVICE_STATE_RINGING},
    {"RINGINUSE", BH_DEVICE_STATE_RINGING},
    {"Ring+Inuse", BH_DEVICE_STATE_RINGING},
    {"ONHOLD", BH_DEVICE_STATE_HELD},
    {"On Hold", BH_DEVICE_STATE_HELD},
};

static BhDeviceState
device_state_of (BhAmiFields *f, BhAmiKey key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (device_words); i++)
    if (bh_ami_fields_is (f, key, device_words[i].word))
      return device_words[i].state;
  return BH_DEVICE_STATE_UNKNOWN;
}

/* "PJSIP/1001" is a device; "Queue:support_pause_PJSIP/1001", "confbridge:8000", "Custom:x" and the
 * like are states that Asterisk or a dialplan made up. */
static gboolean
is_device (const char *name)
{
  gsize plain = name != NULL ? strcspn (name, ":/") : 0;
  return plain > 0 && name[plain] == '/';
}

static gboolean
device_state (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->device = bh_ami_fields_text (f, BH_AMI_KEY_DEVICE);
  event->device_state = device_state_of (f, BH_AMI_KEY_STATE);
  return is_device (event->device);
}

static gboolean
endpoint (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  const char *name = bh_ami_fields_text (f, BH_AMI_KEY_OBJECT_NAME);
  event->device = name != NULL ? bh_ami_fields_compose (f, "PJSIP/%s", name) : NULL;
  event->device_state = device_state_of (f, BH_AMI_KEY_DEVICE_STATE);
  return event->device != NULL;
}

/* Only the bad news: Asterisk sends a DeviceStateChange with every PeerStatus (seen for PJSIP, 22),
 * and "Reachable" does not say whether the phone is in a call. ContactStatus is about one of a
 * phone's several addresses and says nothing about the phone. */
static gboolean
peer_lost (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->device = bh_ami_fields_text (f, BH_AMI_KEY_PEER);
  event->device_state = BH_DEVICE_STATE_UNREACHABLE;
  return is_device (event->device) &&
         (bh_ami_fields_is (f, BH_AMI_KEY_PEER_STATUS, "Unreachable") ||
          bh_ami_fields_is (f, BH_AMI_KEY_PEER_STATUS, "Unregistered"));
}

static const BhAmiRule rules[] = {
    {"QueueCallerJoin", BH_PBX_QUEUE_JOINED, queue_passed},
    {"QueueCallerLeave", BH_PBX_QUEUE_LEFT, queue_passed},
    {"QueueCallerAbandon", BH_PBX_QUEUE_ABANDONED, queue_passed},
    {"QueueEntry", BH_PBX_QUEUE_JOINED, queue_entry},
    {"QueueParams", BH_PBX_QUEUE_KNOWN, queue_known},
    {"AgentCalled", BH_PBX_OFFER_BEGAN, offer},
    {"AgentRingNoAnswer", BH_PBX_OFFER_MISSED, offer_missed},
    {"AgentConnect", BH_PBX_OFFER_ANSWERED, offer_answered},
    {"AgentComplete", BH_PBX_OFFER_COMPLETED, offer_completed},
    {"QueueMember", BH_PBX_MEMBER_ADDED, member},
    {"QueueMemberAdded", BH_PBX_MEMBER_ADDED, member},
    {"QueueMemberRemoved", BH_PBX_MEMBER_REMOVED, member},
    {"QueueMemberStatus", BH_PBX_MEMBER_CHANGED, member},
    {"QueueMemberPause", BH_PBX_MEMBER_CHANGED, member},
    {"QueueMemberPaused", BH_PBX_MEMBER_CHANGED, member},
    {"QueueMemberPenalty", BH_PBX_MEMBER_CHANGED, member},
    {"QueueMemberRinginuse", BH_PBX_MEMBER_CHANGED, member},
    {"DeviceStateChange", BH_PBX_DEVICE_STATE, device_state},
    {"EndpointList", BH_PBX_DEVICE_STATE, endpoint},
    {"PeerStatus", BH_PBX_DEVICE_STATE, peer_lost},
};
BH_AMI_RULES (bh_ami_queue_rules, rules);
