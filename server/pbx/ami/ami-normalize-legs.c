/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-rules.h"

#include <string.h>

/* Legs, dialing, bridges. */

#define AST_STATE_RING 4 /* the device called and waits; Down (0) at birth: Asterisk calls it */

BhLegState
bh_ami_rules_leg_state (BhAmiFields *f, BhAmiKey key)
{
  static const BhLegState states[] = {
      BH_LEG_STATE_DOWN,    /* 0 Down */
      BH_LEG_STATE_DOWN,    /* 1 Rsrvd */
      BH_LEG_STATE_DIALING, /* 2 OffHook */
      BH_LEG_STATE_DIALING, /* 3 Dialing */
      BH_LEG_STATE_DIALING, /* 4 Ring: the other side rings */
      BH_LEG_STATE_RINGING, /* 5 Ringing */
      BH_LEG_STATE_UP,      /* 6 Up */
      BH_LEG_STATE_BUSY,    /* 7 Busy */
      BH_LEG_STATE_DIALING, /* 8 Dialing Offhook */
      BH_LEG_STATE_DIALING, /* 9 Pre-ring */
  };
  if (bh_ami_message_find (f->message, key) == NULL)
    return BH_LEG_STATE_NONE;
  guint64 state = (guint64) bh_ami_fields_integer (f, key);
  return state < G_N_ELEMENTS (states) ? states[state] : BH_LEG_STATE_NONE;
}

void
bh_ami_rules_leg (BhAmiFields *f, BhPbxEvent *event)
{
  gboolean local_half = FALSE;
  event->leg = bh_ami_fields_id (f, BH_AMI_KEY_UNIQUEID);
  event->call = bh_ami_fields_id (f, BH_AMI_KEY_LINKEDID);
  event->device = bh_ami_fields_device (f, BH_AMI_KEY_CHANNEL, &local_half);
  event->local_half = local_half != FALSE;
}

void
bh_ami_rules_parties (BhAmiFields *f, BhPbxEvent *event)
{
  event->number = bh_ami_fields_number (f, BH_AMI_KEY_CALLER_ID_NUM);
  event->name = bh_ami_fields_name (f, BH_AMI_KEY_CALLER_ID_NAME);
  event->peer_number = bh_ami_fields_number (f, BH_AMI_KEY_CONNECTED_LINE_NUM);
  event->peer_name = bh_ami_fields_name (f, BH_AMI_KEY_CONNECTED_LINE_NAME);
}

static gboolean
leg_new (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_rules_leg (f, event);
  bh_ami_rules_parties (f, event);
  event->dialed = bh_ami_fields_text (f, BH_AMI_KEY_EXTEN);
  event->context = bh_ami_fields_text (f, BH_AMI_KEY_CONTEXT);
  event->leg_state = bh_ami_rules_leg_state (f, BH_AMI_KEY_CHANNEL_STATE);
  event->incoming = bh_ami_fields_integer (f, BH_AMI_KEY_CHANNEL_STATE) == AST_STATE_RING;
  return event->leg != NULL;
}

static gboolean
leg_state (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_rules_leg (f, event);
  bh_ami_rules_parties (f, event);
  event->leg_state = bh_ami_rules_leg_state (f, BH_AMI_KEY_CHANNEL_STATE);
  return event->leg != NULL;
}

static gboolean
leg_parties (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_rules_leg (f, event);
  bh_ami_rules_parties (f, event);
  return event->leg != NULL;
}

static gboolean
leg_only (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_rules_leg (f, event);
  return event->leg != NULL;
}

static gboolean
leg_cause (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->cause = (gint) CLAMP (bh_ami_fields_integer (f, BH_AMI_KEY_CAUSE), 0, 127);
  return leg_only (self, f, event);
}

gboolean
bh_ami_rules_recorded_leg (BhPbxEvent *event)
{
  gsize prefix = strlen (BH_AMI_RECORD_PREFIX);
  gsize suffix = strlen (BH_AMI_RECORD_SUFFIX);
  if (event->leg == NULL || !g_str_has_prefix (event->leg, BH_AMI_RECORD_PREFIX) ||
      !g_str_has_suffix (event->leg + prefix, BH_AMI_RECORD_SUFFIX))
    return FALSE;
  char *leg = (char *) event->leg + prefix;
  leg[strlen (leg) - suffix] = '\0';
  event->leg = leg;
  event->call = event->device = NULL;
  event->local_half = FALSE;
  return TRUE;
}

/* MixMonitor tells no end where its channel ends (seen: 22): the end of our recording pipe is it.
 */
static gboolean
leg_ended (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  gboolean is_told = leg_cause (self, f, event);
  if (bh_ami_rules_recorded_leg (event)) {
    event->kind = BH_PBX_RECORDING_STOPPED;
    event->cause = 0;
  }
  return is_told;
}

/* HangupRequest comes from the channel's driver (the phone sent BYE or CANCEL), SoftHangupRequest
 * from Asterisk itself. */
static gboolean
leg_hangup_by_party (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->by_party = TRUE;
  return leg_cause (self, f, event);
}

static gboolean
leg_digit (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->text = bh_ami_fields_text (f, BH_AMI_KEY_DIGIT);
  return bh_ami_fields_is (f, BH_AMI_KEY_DIRECTION, "Received") && leg_only (self, f, event);
}

static void
dialed_leg (BhAmiFields *f, BhPbxEvent *event)
{
  event->other_leg = bh_ami_fields_id (f, BH_AMI_KEY_DEST_UNIQUEID);
  event->other_call = bh_ami_fields_id (f, BH_AMI_KEY_DEST_LINKEDID);
  event->other_device = bh_ami_fields_device (f, BH_AMI_KEY_DEST_CHANNEL, NULL);
  event->other_number = bh_ami_fields_number (f, BH_AMI_KEY_DEST_CALLER_ID_NUM);
  event->other_leg_state = bh_ami_rules_leg_state (f, BH_AMI_KEY_DEST_CHANNEL_STATE);
}

static gboolean
dial_began (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_rules_leg (f, event);
  dialed_leg (f, event);
  event->dialed = bh_ami_fields_text (f, BH_AMI_KEY_DIAL_STRING);
  return event->other_leg != NULL;
}

/* The words of DialStatus; "" as Asterisk writes for a dial that was given up before a result. */
static BhDialResult
dial_result (const char *status)
{
  static const struct {
    const char *word;
    BhDialResult result;
  } words[] = {
      {"ANSWER", BH_DIAL_ANSWERED},
      {"BUSY", BH_DIAL_BUSY},
      {"NOANSWER", BH_DIAL_NO_ANSWER},
      {"CANCEL", BH_DIAL_CANCELLED},
      {"CONGESTION", BH_DIAL_CONGESTION},
      {"CHANUNAVAIL", BH_DIAL_UNAVAILABLE},
      {"ABORT", BH_DIAL_CANCELLED},
      {"DONTCALL", BH_DIAL_REJECTED},
      {"TORTURE", BH_DIAL_REJECTED},
      {"INVALIDARGS", BH_DIAL_UNAVAILABLE},
      {"CONTINUE", BH_DIAL_CANCELLED},
      {"GOTO", BH_DIAL_CANCELLED},
      {"UNAVAILABLE", BH_DIAL_UNAVAILABLE},
      {"", BH_DIAL_CANCELLED},
  };
  for (gsize i = 0; status != NULL && i < G_N_ELEMENTS (words); i++)
    if (strcmp (status, words[i].word) == 0)
      return words[i].result;
  return BH_DIAL_NONE;
}

static gboolean
dial_ended (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_rules_leg (f, event);
  dialed_leg (f, event);
  event->dial_result = dial_result (bh_ami_message_get (f->message, BH_AMI_KEY_DIAL_STATUS));
  return event->other_leg != NULL;
}

/* text = the bridge's type: "basic", "base" (a conference), "holding" (parking). */
static gboolean
bridge_passed (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_rules_leg (f, event);
  event->bridge = bh_ami_fields_id (f, BH_AMI_KEY_BRIDGE_UNIQUEID);
  event->other_leg = bh_ami_fields_id (f, BH_AMI_KEY_SWAP_UNIQUEID);
  event->text = bh_ami_fields_text (f, BH_AMI_KEY_BRIDGE_TYPE);
  return event->leg != NULL && event->bridge != NULL;
}

static gboolean
bridge_merged (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->bridge = bh_ami_fields_id (f, BH_AMI_KEY_FROM_BRIDGE_UNIQUEID);
  event->other_bridge = bh_ami_fields_id (f, BH_AMI_KEY_TO_BRIDGE_UNIQUEID);
  return event->bridge != NULL && event->other_bridge != NULL;
}

static gboolean
bridge_ended (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->bridge = bh_ami_fields_id (f, BH_AMI_KEY_BRIDGE_UNIQUEID);
  return event->bridge != NULL;
}

static gboolean
local_paired (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->leg = bh_ami_fields_id (f, BH_AMI_KEY_LOCAL_ONE_UNIQUEID);
  event->call = bh_ami_fields_id (f, BH_AMI_KEY_LOCAL_ONE_LINKEDID);
  event->other_leg = bh_ami_fields_id (f, BH_AMI_KEY_LOCAL_TWO_UNIQUEID);
  event->other_call = bh_ami_fields_id (f, BH_AMI_KEY_LOCAL_TWO_LINKEDID);
  return event->leg != NULL && event->other_leg != NULL;
}

static const BhAmiRule rules[] = {
    {"Newchannel", BH_PBX_LEG_NEW, leg_new},
    {"Newstate", BH_PBX_LEG_CHANGED, leg_state},
    {"NewCallerid", BH_PBX_LEG_CHANGED, leg_parties},
    {"NewConnectedLine", BH_PBX_LEG_CHANGED, leg_parties},
    {"HangupRequest", BH_PBX_LEG_HANGUP_ASKED, leg_hangup_by_party},
    {"SoftHangupRequest", BH_PBX_LEG_HANGUP_ASKED, leg_cause},
    {"Hangup", BH_PBX_LEG_ENDED, leg_ended},
    {"Hold", BH_PBX_LEG_HELD, leg_only},
    {"Unhold", BH_PBX_LEG_RETRIEVED, leg_only},
    {"DTMFEnd", BH_PBX_LEG_DIGIT, leg_digit},
    {"DialBegin", BH_PBX_DIAL_BEGAN, dial_began},
    {"DialEnd", BH_PBX_DIAL_ENDED, dial_ended},
    {"BridgeEnter", BH_PBX_BRIDGE_ENTERED, bridge_passed},
    {"BridgeLeave", BH_PBX_BRIDGE_LEFT, bridge_passed},
    {"BridgeMerge", BH_PBX_BRIDGE_MERGED, bridge_merged},
    {"BridgeDestroy", BH_PBX_BRIDGE_ENDED, bridge_ended},
    {"LocalBridge", BH_PBX_LOCAL_PAIRED, local_paired},
};
BH_AMI_RULES (bh_ami_leg_rules, rules);
