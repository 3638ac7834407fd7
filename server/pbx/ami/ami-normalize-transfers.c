/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-rules.h"

#include <string.h>

/* Transfers, parking, pickup, conferences, listening in, recording, data of the dialplan. */

static gboolean
transfer_blind (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->leg = bh_ami_fields_id (f, BH_AMI_KEY_TRANSFERER_UNIQUEID);
  event->call = bh_ami_fields_id (f, BH_AMI_KEY_TRANSFERER_LINKEDID);
  event->device = bh_ami_fields_device (f, BH_AMI_KEY_TRANSFERER_CHANNEL, NULL);
  event->other_leg = bh_ami_fields_id (f, BH_AMI_KEY_TRANSFEREE_UNIQUEID);
  event->other_call = bh_ami_fields_id (f, BH_AMI_KEY_TRANSFEREE_LINKEDID);
  event->other_device = bh_ami_fields_device (f, BH_AMI_KEY_TRANSFEREE_CHANNEL, NULL);
  event->bridge = bh_ami_fields_id (f, BH_AMI_KEY_BRIDGE_UNIQUEID);
  event->dialed = bh_ami_fields_text (f, BH_AMI_KEY_EXTENSION);
  event->context = bh_ami_fields_text (f, BH_AMI_KEY_CONTEXT);
  return event->leg != NULL && bh_ami_fields_is (f, BH_AMI_KEY_RESULT, "Success");
}

/* DestType (stasis_bridges.c): Bridge and Threeway name the bridge where they meet, Link joins the
 * two bridges by a Local pair, App puts the transferred party into an application. */
static const char *
meeting_place (BhAmiFields *f)
{
  const char *bridge = bh_ami_fields_id (f, BH_AMI_KEY_DEST_BRIDGE_UNIQUEID);
  if (bridge == NULL && bh_ami_fields_is (f, BH_AMI_KEY_DEST_TYPE, "Link"))
    bridge = bh_ami_fields_id (f, BH_AMI_KEY_SECOND_BRIDGE_UNIQUEID);
  return bridge;
}

/* text = the kind of meeting in lower case: bridge, link, threeway (the transferer stays), app. */
static const char *
meeting_kind (BhAmiFields *f)
{
  static const char *const kinds[] = {"bridge", "link", "threeway", "app"};
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (bh_ami_fields_is (f, BH_AMI_KEY_DEST_TYPE, kinds[i]))
      return kinds[i];
  return NULL;
}

static gboolean
transfer_attended (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->leg = bh_ami_fields_id (f, BH_AMI_KEY_ORIG_TRANSFERER_UNIQUEID);
  event->call = bh_ami_fields_id (f, BH_AMI_KEY_ORIG_TRANSFERER_LINKEDID);
  event->device = bh_ami_fields_device (f, BH_AMI_KEY_ORIG_TRANSFERER_CHANNEL, NULL);
  event->other_leg = bh_ami_fields_id (f, BH_AMI_KEY_TRANSFEREE_UNIQUEID);
  event->other_call = bh_ami_fields_id (f, BH_AMI_KEY_TRANSFEREE_LINKEDID);
  event->other_device = bh_ami_fields_device (f, BH_AMI_KEY_TRANSFEREE_CHANNEL, NULL);
  event->second_leg = bh_ami_fields_id (f, BH_AMI_KEY_SECOND_TRANSFERER_UNIQUEID);
  event->target_leg = bh_ami_fields_id (f, BH_AMI_KEY_TRANSFER_TARGET_UNIQUEID);
  event->bridge = meeting_place (f);
  event->text = meeting_kind (f);
  return event->leg != NULL && event->text != NULL &&
         bh_ami_fields_is (f, BH_AMI_KEY_RESULT, "Success");
}

/* Asterisk 22 names the parker only by a dial string. An item of ParkedCalls' list says since
 * when; it counts whoever asked for it. */
static gboolean
parked (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  gboolean is_item = bh_ami_message_find (f->message, BH_AMI_KEY_ACTION_ID) != NULL;
  event->leg = bh_ami_fields_id (f, BH_AMI_KEY_PARKEE_UNIQUEID);
  event->call = bh_ami_fields_id (f, BH_AMI_KEY_PARKEE_LINKEDID);
  event->device = bh_ami_fields_device (f, BH_AMI_KEY_PARKEE_CHANNEL, NULL);
  event->other_leg = bh_ami_fields_id (f, BH_AMI_KEY_PARKER_UNIQUEID);
  event->other_device = bh_ami_fields_text (f, BH_AMI_KEY_PARKER_DIAL_STRING);
  event->text = bh_ami_fields_text (f, BH_AMI_KEY_PARKING_SPACE);
  event->age_ms = is_item ? bh_ami_fields_integer (f, BH_AMI_KEY_PARKING_DURATION) * 1000 : 0;
  return event->leg != NULL;
}

static gboolean
unparked (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  gboolean given = parked (self, f, event);
  event->other_leg = bh_ami_fields_id (f, BH_AMI_KEY_RETRIEVER_UNIQUEID);
  event->other_call = bh_ami_fields_id (f, BH_AMI_KEY_RETRIEVER_LINKEDID);
  event->other_device = bh_ami_fields_device (f, BH_AMI_KEY_RETRIEVER_CHANNEL, NULL);
  return given;
}

static gboolean
picked_up (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_rules_leg (f, event);
  event->other_leg = bh_ami_fields_id (f, BH_AMI_KEY_TARGET_UNIQUEID);
  event->other_call = bh_ami_fields_id (f, BH_AMI_KEY_TARGET_LINKEDID);
  event->other_device = bh_ami_fields_device (f, BH_AMI_KEY_TARGET_CHANNEL, NULL);
  return event->leg != NULL && event->other_leg != NULL;
}

static gboolean
conference (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_rules_leg (f, event);
  event->bridge = bh_ami_fields_id (f, BH_AMI_KEY_BRIDGE_UNIQUEID);
  event->text = bh_ami_fields_text (f, BH_AMI_KEY_CONFERENCE);
  return event->leg != NULL;
}

static gboolean
spy (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->leg = bh_ami_fields_id (f, BH_AMI_KEY_SPYER_UNIQUEID);
  event->call = bh_ami_fields_id (f, BH_AMI_KEY_SPYER_LINKEDID);
  event->device = bh_ami_fields_device (f, BH_AMI_KEY_SPYER_CHANNEL, NULL);
  event->other_leg = bh_ami_fields_id (f, BH_AMI_KEY_SPYEE_UNIQUEID);
  event->other_call = bh_ami_fields_id (f, BH_AMI_KEY_SPYEE_LINKEDID);
  return event->leg != NULL;
}

static gboolean
recording (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_rules_leg (f, event);
  bh_ami_rules_recorded_leg (event);
  return event->leg != NULL;
}

static gboolean
recording_mute (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  if (!bh_ami_fields_truth (f, BH_AMI_KEY_STATE))
    event->kind = BH_PBX_RECORDING_RESUMED;
  event->text = bh_ami_fields_text (f, BH_AMI_KEY_DIRECTION);
  return recording (self, f, event);
}

/* What Asterisk itself puts into a UserEvent; the rest is the dialplan's. */
static gboolean
is_standard (BhAmiKey key)
{
  static const BhAmiKey standard[] = {
      BH_AMI_KEY_EVENT,          BH_AMI_KEY_PRIVILEGE,          BH_AMI_KEY_CHANNEL,
      BH_AMI_KEY_CHANNEL_STATE,  BH_AMI_KEY_CHANNEL_STATE_DESC, BH_AMI_KEY_CALLER_ID_NUM,
      BH_AMI_KEY_CALLER_ID_NAME, BH_AMI_KEY_CONNECTED_LINE_NUM, BH_AMI_KEY_CONNECTED_LINE_NAME,
      BH_AMI_KEY_LANGUAGE,       BH_AMI_KEY_ACCOUNT_CODE,       BH_AMI_KEY_CONTEXT,
      BH_AMI_KEY_EXTEN,          BH_AMI_KEY_PRIORITY,           BH_AMI_KEY_UNIQUEID,
      BH_AMI_KEY_LINKEDID,       BH_AMI_KEY_USER_EVENT,         BH_AMI_KEY_CALL_UNIQUEID,
      BH_AMI_KEY_ACTION_ID,      BH_AMI_KEY_TIMESTAMP,          BH_AMI_KEY_SYSTEM_NAME,
  };
  for (gsize i = 0; i < G_N_ELEMENTS (standard); i++)
    if (key == standard[i])
      return TRUE;
  return FALSE;
}

/* UserEvent (BellhopData, key: value, ...) attaches its own keys; another dialplan's events keep
 * their name in front, so that they clash with nothing. An event without a leg is about no call. */
static gboolean
user_event (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  const char *kind = bh_ami_fields_text (f, BH_AMI_KEY_USER_EVENT);
  gboolean is_ours = kind != NULL && g_ascii_strcasecmp (kind, "BellhopData") == 0;
  bh_ami_rules_leg (f, event);
  const char *named = bh_ami_fields_id (f, BH_AMI_KEY_CALL_UNIQUEID);
  if (named != NULL && (event->leg == NULL || strcmp (named, event->leg) != 0)) {
    event->leg = named;
    event->call = NULL;
    event->device = NULL;
  }
  if (kind == NULL || (event->leg == NULL && event->call == NULL))
    return FALSE;
  BhAmiHeader *header;
  for (guint i = 0; (header = bh_ami_message_header (f->message, i)) != NULL; i++) {
    if (is_standard (header->key) || !g_utf8_validate (header->name, -1, NULL))
      continue;
    event->text = bh_ami_fields_clean (f, header);
    event->name = is_ours ? header->name
                          : bh_ami_fields_compose (f, "userevent.%s.%s", kind, header->name);
    if (event->name != NULL)
      bh_ami_normalize_give (self, event);
  }
  return FALSE;
}

static const BhAmiRule rules[] = {
    {"BlindTransfer", BH_PBX_TRANSFER_BLIND, transfer_blind},
    {"AttendedTransfer", BH_PBX_TRANSFER_ATTENDED, transfer_attended},
    {"ParkedCall", BH_PBX_PARKED, parked},
    {"ParkedCallSwap", BH_PBX_PARKED, parked},
    {"UnParkedCall", BH_PBX_UNPARKED, unparked},
    {"ParkedCallTimeOut", BH_PBX_PARK_EXPIRED, parked},
    {"ParkedCallGiveUp", BH_PBX_PARK_GIVEN_UP, parked},
    {"Pickup", BH_PBX_PICKED_UP, picked_up},
    {"ConfbridgeJoin", BH_PBX_CONFERENCE_JOINED, conference},
    {"ConfbridgeLeave", BH_PBX_CONFERENCE_LEFT, conference},
    {"ChanSpyStart", BH_PBX_SPY_STARTED, spy},
    {"ChanSpyStop", BH_PBX_SPY_STOPPED, spy},
    {"MixMonitorStart", BH_PBX_RECORDING_STARTED, recording},
    {"MixMonitorStop", BH_PBX_RECORDING_STOPPED, recording},
    {"MixMonitorMute", BH_PBX_RECORDING_PAUSED, recording_mute},
    {"UserEvent", BH_PBX_ATTACHED_DATA, user_event},
};
BH_AMI_RULES (bh_ami_transfer_rules, rules);
