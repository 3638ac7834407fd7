/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/pbx/esl/esl-rules.h"

/* Channels, who dials whom, holds, digits, and who hung up. */

/* ---- names ---- */

/* "sofia/external/139..." -> "sofia/external"; "loopback/1002-a" -> "loopback/1002". */
static char *
device_of_name (const char *name)
{
  const char *slash = strchr (name, '/');
  const char *end = slash != NULL ? strchr (slash + 1, '/') : NULL;
  gsize length = strlen (name);
  if (g_str_has_prefix (name, "loopback/")) {
    gboolean has_half = length > 2 && name[length - 2] == '-';
    return g_strndup (name, has_half ? length - 2 : length);
  }
  return end != NULL ? g_strndup (name, (gsize) (end - name)) : g_strdup (name);
}

char *
bh_esl_device (const char *presence, const char *name)
{
  gboolean is_pipe = name != NULL && g_str_has_prefix (name, "loopback/");
  if (!is_pipe && presence != NULL && strchr (presence, '@') != NULL)
    return g_strconcat ("user/", presence, NULL);
  return name != NULL ? device_of_name (name) : NULL;
}

/* Control characters become a blank: the plain format may decode what was never encoded. */
static const char *
clean (char *text)
{
  for (char *at = text; *at != '\0'; at++)
    if ((guint8) *at < 0x20 || *at == 0x7f)
      *at = ' ';
  return text;
}

/* FreeSWITCH shows the number where no name came. */
static const char *
read_name (BhEslMessage *message, const char *header, const char *number)
{
  char *name = bh_esl_message_get (message, header);
  if (name == NULL)
    return NULL;
  return bh_esl_is_withheld (name) || g_strcmp0 (name, number) == 0 ? "" : clean (name);
}

static const char *
read_number (BhEslMessage *message, const char *header)
{
  const char *number = bh_esl_message_get (message, header);
  return number != NULL && bh_esl_is_withheld (number) ? "" : number;
}

/* Of a leg that the PBX calls, its own number is the one that was called, and the caller's is what
 * its display shows. */
static void
read_parties (BhEslMessage *message, gboolean outgoing, BhPbxEvent *event)
{
  const char *number = read_number (message, "Caller-Caller-ID-Number");
  const char *name = read_name (message, "Caller-Caller-ID-Name", number);
  if (!outgoing) {
    event->number = number;
    event->name = name;
    return;
  }
  event->number = read_number (message, "Caller-Destination-Number");
  event->peer_number = number;
  event->peer_name = name;
}

/* ---- channels ---- */

BhEslChannel *
bh_esl_find (BhEslNormalize *self, const char *uuid)
{
  return bh_esl_channels_find (&self->channels, uuid);
}

void
bh_esl_read_queue (BhEslChannel *channel, BhEslMessage *message)
{
  const char *queue = bh_esl_text (message, "variable_cc_queue");
  if (queue != NULL)
    bh_esl_channel_set (&channel->queue, queue);
  if (!bh_esl_is (message, "variable_cc_side", "agent"))
    return;
  bh_esl_channel_set (&channel->member, bh_esl_text (message, "variable_cc_member_session_uuid"));
  bh_esl_channel_set (&channel->agent, bh_esl_text (message, "variable_cc_agent"));
}

/* Whose call is it? Queue and consultation name the caller's leg in a variable, bridge the leg that
 * dials, and an order nobody. */
static BhEslChannel *
find_dialer (BhEslNormalize *self, const BhEslChannel *channel, BhEslMessage *message)
{
  BhEslChannel *dialer = bh_esl_find (self, channel->member);
  if (dialer == NULL)
    dialer = bh_esl_find (self, bh_esl_text (message, "variable_" BH_ESL_CONSULT_VARIABLE));
  if (dialer == NULL)
    dialer = bh_esl_find (self, bh_esl_text (message, "Other-Leg-Unique-ID"));
  if (dialer == NULL)
    dialer = bh_esl_find (self, bh_esl_text (message, "variable_originating_leg_uuid"));
  return dialer != channel ? dialer : NULL;
}

static BhLegState
read_state (const BhEslChannel *channel)
{
  if (channel->answered)
    return BH_LEG_STATE_UP;
  if (channel->ringing)
    return BH_LEG_STATE_RINGING;
  return channel->outgoing ? BH_LEG_STATE_DOWN : BH_LEG_STATE_DIALING;
}

static void
give_leg (BhEslNormalize *self, BhEslChannel *channel, BhEslMessage *message)
{
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_LEG_NEW);
  read_parties (message, channel->outgoing, &event);
  event.dialed = bh_esl_text (message, "Caller-Destination-Number");
  event.context = bh_esl_text (message, "Caller-Context");
  event.leg_state = read_state (channel);
  event.incoming = !channel->outgoing;
  event.known_phone = channel->phone;
  bh_esl_give (self, &event);
}

/* What is behind a leg: a phone's address, or the gateway and number. */
static char *
dial_string (const BhEslChannel *channel, BhEslMessage *message)
{
  const char *gateway = bh_esl_text (message, "variable_sip_gateway_name");
  const char *number = bh_esl_text (message, "Caller-Destination-Number");
  if (channel->phone || number == NULL)
    return g_strdup (channel->device);
  if (gateway != NULL)
    return g_strconcat ("sofia/gateway/", gateway, "/", number, NULL);
  return g_strconcat (channel->device, "/", number, NULL);
}

void
bh_esl_offer (BhEslNormalize *self, BhEslChannel *channel)
{
  BhEslChannel *caller = bh_esl_find (self, channel->member);
  if (caller == NULL || channel->offered || channel->queue == NULL)
    return;
  channel->offered = TRUE;
  BhPbxEvent event = bh_esl_event_of (caller, BH_PBX_OFFER_BEGAN);
  bh_esl_event_other (&event, channel);
  event.queue = channel->queue;
  event.member = channel->agent;
  bh_esl_give (self, &event);
}

/* A phone that is in a talk and dials has left its partner waiting (att_xfer); a customer who dials
 * was taken away from it. */
static void
give_dial (BhEslNormalize *self, BhEslChannel *channel, BhEslChannel *dialer, BhEslMessage *message)
{
  g_autofree char *dialed = dial_string (channel, message);
  BhPbxEvent event = {.kind = BH_PBX_DIAL_BEGAN, .dialed = dialed};
  if (dialer != NULL)
    event = bh_esl_event_of (dialer, BH_PBX_DIAL_BEGAN);
  event.dialed = dialed;
  bh_esl_event_other (&event, channel);
  event.other_leg_state = BH_LEG_STATE_DOWN;
  bh_esl_give (self, &event);
  if (dialer == NULL || dialer->bridge == NULL || channel->member != NULL)
    return;
  if (!dialer->phone && !dialer->conference) {
    bh_esl_leave_bridge (self, dialer); /* it was transferred; UNBRIDGE comes late */
  } else if (!dialer->held) {
    dialer->aside = TRUE;
    bh_esl_set_held (self, dialer, TRUE);
  }
}

static void
pair_local (BhEslNormalize *self, BhEslChannel *channel, BhEslMessage *message)
{
  BhEslChannel *other =
      bh_esl_find (self, bh_esl_text (message, "variable_other_loopback_leg_uuid"));
  if (!channel->local || other == NULL || other == channel)
    return;
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_LOCAL_PAIRED);
  bh_esl_event_other (&event, other);
  bh_esl_give (self, &event);
}

static BhEslChannel *
begin_channel (BhEslNormalize *self, BhEslMessage *message, const char *uuid, const char *device)
{
  BhEslChannel *channel = bh_esl_channels_add (&self->channels, uuid, device);
  channel->born_us = self->at_us;
  channel->outgoing = bh_esl_is (message, "Call-Direction", "outbound");
  channel->answered = bh_esl_is (message, "Answer-State", "answered");
  bh_esl_read_queue (channel, message);
  BhEslChannel *dialer = find_dialer (self, channel, message);
  BhEslChannel *twin =
      bh_esl_find (self, bh_esl_text (message, "variable_other_loopback_leg_uuid"));
  if (dialer != NULL && channel->outgoing)
    bh_esl_channel_set (&channel->call, dialer->call);
  else if (twin != NULL)
    bh_esl_channel_set (&channel->call, twin->call);
  bh_esl_channel_set (&channel->dialer, dialer != NULL ? dialer->uuid : NULL);
  give_leg (self, channel, message);
  pair_local (self, channel, message);
  bh_esl_give_data (self, channel, message);
  bh_esl_offer (self, channel);
  if (channel->outgoing && !channel->answered)
    give_dial (self, channel, dialer, message);
  bh_esl_tell_device (self, device);
  return channel;
}

BhEslChannel *
bh_esl_channel_of (BhEslNormalize *self, BhEslMessage *message)
{
  const char *uuid = bh_esl_text (message, "Unique-ID");
  BhEslChannel *channel = bh_esl_find (self, uuid);
  if (channel != NULL || uuid == NULL || bh_esl_is (message, "Answer-State", "hangup") ||
      (self->ended != NULL && g_hash_table_contains (self->ended, uuid)))
    return channel;
  g_autofree char *device = bh_esl_device (bh_esl_text (message, "Channel-Presence-ID"),
                                           bh_esl_text (message, "Channel-Name"));
  return device == NULL ? NULL : begin_channel (self, message, uuid, device);
}

void
bh_esl_join_calls (BhEslNormalize *self, BhEslChannel *one, BhEslChannel *two)
{
  if (strcmp (one->call, two->call) == 0)
    return;
  gboolean first = one->born_us <= two->born_us;
  bh_esl_channels_rename_call (&self->channels,
                               first ? two->call : one->call,
                               first ? one->call : two->call);
}

void
bh_esl_give_data (BhEslNormalize *self, BhEslChannel *channel, BhEslMessage *message)
{
  gsize prefix = strlen (BH_ESL_DATA_PREFIX);
  for (guint i = 0; i < message->n_headers; i++) {
    const BhEslHeader *header = &message->headers[i];
    if (header->name_length < prefix || memcmp (header->name, BH_ESL_DATA_PREFIX, prefix) != 0)
      continue;
    header = bh_esl_message_header (message, i);
    g_autofree char *key = g_strndup (header->name + prefix, header->name_length - prefix);
    if (*key == '\0' || strcmp (key, "consult_of") == 0 || !g_utf8_validate (key, -1, NULL))
      continue;
    BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_ATTACHED_DATA);
    event.name = key;
    event.text = header->value;
    bh_esl_give (self, &event);
  }
}

/* ---- states ---- */

static void
give_state (BhEslNormalize *self, BhEslChannel *channel)
{
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_LEG_CHANGED);
  event.leg_state = read_state (channel);
  bh_esl_give (self, &event);
  bh_esl_tell_device (self, channel->device);
}

static gboolean
channel_create (BhEslNormalize *self, BhEslMessage *message)
{
  if (bh_esl_text (message, "Unique-ID") == NULL)
    return bh_esl_missing (self, "Unique-ID");
  if (bh_esl_text (message, "Channel-Name") == NULL)
    return bh_esl_missing (self, "Channel-Name");
  bh_esl_channel_of (self, message);
  return TRUE;
}

/* Old-Unique-ID: as it was till now (switch_core_session_set_uuid). Bridges keep the name that was
 * told of them. */
static gboolean
channel_uuid (BhEslNormalize *self, BhEslMessage *message)
{
  const char *to = bh_esl_text (message, "Unique-ID");
  const char *from = bh_esl_text (message, "Old-Unique-ID");
  if (to == NULL || from == NULL)
    return bh_esl_missing (self, to == NULL ? "Unique-ID" : "Old-Unique-ID");
  BhEslChannel *channel = bh_esl_find (self, from);
  if (channel == NULL || bh_esl_find (self, to) != NULL)
    return TRUE;
  g_autofree char *before = g_strdup (from);
  bh_esl_channels_rename (&self->channels, channel, to);
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_LEG_RENAMED);
  event.other_leg = before;
  bh_esl_give (self, &event);
  return TRUE;
}

static gboolean
channel_progress (BhEslNormalize *self, BhEslMessage *message)
{
  BhEslChannel *channel = bh_esl_channel_of (self, message);
  if (channel == NULL || !channel->outgoing || channel->answered || channel->ringing)
    return channel != NULL || bh_esl_text (message, "Unique-ID") != NULL ||
           bh_esl_missing (self, "Unique-ID");
  channel->ringing = TRUE;
  give_state (self, channel);
  return TRUE;
}

static void
end_dial (BhEslNormalize *self, BhEslChannel *channel, BhDialResult result)
{
  BhEslChannel *dialer = bh_esl_find (self, channel->member);
  BhPbxEvent event = {.kind = BH_PBX_DIAL_ENDED, .dial_result = result};
  if (dialer != NULL)
    event = bh_esl_event_of (dialer, BH_PBX_DIAL_ENDED);
  event.dial_result = result;
  bh_esl_event_other (&event, channel);
  bh_esl_give (self, &event);
}

static gboolean
channel_answer (BhEslNormalize *self, BhEslMessage *message)
{
  const char *uuid = bh_esl_text (message, "Unique-ID");
  if (uuid == NULL)
    return bh_esl_missing (self, "Unique-ID");
  gboolean known = bh_esl_find (self, uuid) != NULL;
  BhEslChannel *channel = bh_esl_channel_of (self, message);
  if (channel == NULL || (known && channel->answered))
    return TRUE;
  channel->answered = TRUE;
  channel->ringing = FALSE;
  bh_esl_read_queue (channel, message);
  if (channel->outgoing)
    end_dial (self, channel, BH_DIAL_ANSWERED);
  give_state (self, channel);
  return TRUE;
}

/* ---- holds ---- */

void
bh_esl_set_held (BhEslNormalize *self, BhEslChannel *channel, gboolean held)
{
  if (channel->held == held)
    return;
  channel->held = held != FALSE;
  BhPbxEvent event = bh_esl_event_of (channel, held ? BH_PBX_LEG_HELD : BH_PBX_LEG_RETRIEVED);
  bh_esl_give (self, &event);
  bh_esl_tell_device (self, channel->device);
}

static gboolean
take_hold (BhEslNormalize *self, BhEslMessage *message, gboolean held)
{
  if (bh_esl_text (message, "Unique-ID") == NULL)
    return bh_esl_missing (self, "Unique-ID");
  BhEslChannel *channel = bh_esl_channel_of (self, message);
  if (channel != NULL) {
    channel->aside = FALSE;
    bh_esl_set_held (self, channel, held);
  }
  return TRUE;
}

static gboolean
channel_hold (BhEslNormalize *self, BhEslMessage *message)
{
  return take_hold (self, message, TRUE);
}

static gboolean
channel_unhold (BhEslNormalize *self, BhEslMessage *message)
{
  return take_hold (self, message, FALSE);
}

/* ---- the end ---- */

/* Who hung up is told with the end alone (sip_hangup_disposition), and the partner's end may come
 * first: so the order of the hang-ups is kept. */
static gboolean
channel_hangup (BhEslNormalize *self, BhEslMessage *message)
{
  const char *uuid = bh_esl_text (message, "Unique-ID");
  if (uuid == NULL)
    return bh_esl_missing (self, "Unique-ID");
  BhEslChannel *channel = bh_esl_find (self, uuid);
  if (channel == NULL || channel->hanging)
    return TRUE;
  channel->hanging = TRUE;
  BhEslChannel *peer = bh_esl_find (self, channel->peer);
  gboolean is_first = peer == NULL || !peer->hanging;
  channel->hung_party = is_first && bh_esl_is (message, "Hangup-Cause", "NORMAL_CLEARING");
  return TRUE;
}

void
bh_esl_ask_hangup (BhEslNormalize *self, BhEslChannel *channel, gboolean by_party, gint cause)
{
  if (channel->asked)
    return;
  channel->asked = TRUE;
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_LEG_HANGUP_ASKED);
  event.by_party = by_party != FALSE;
  event.cause = cause;
  bh_esl_give (self, &event);
}

/* FreeSWITCH 1.10: recv_bye, recv_cancel and recv_refuse are the phone's own doing; send_... is the
 * PBX's, because the partner hung up before, or for a reason of its own. */
static void
tell_who_hung_up (BhEslNormalize *self, BhEslChannel *channel, BhEslMessage *message)
{
  const char *disposition = bh_esl_text (message, "variable_sip_hangup_disposition");
  const char *name = bh_esl_text (message, "Hangup-Cause");
  BhEslChannel *peer = bh_esl_find (self, channel->peer);
  if (disposition != NULL && g_str_has_prefix (disposition, "recv_"))
    bh_esl_ask_hangup (self, channel, TRUE, bh_esl_cause (name));
  else if (peer != NULL && peer->hanging && peer->hung_party)
    bh_esl_ask_hangup (self, peer, TRUE, 16);
  else if (g_strcmp0 (name, "MANAGER_REQUEST") == 0 || g_strcmp0 (name, "SYSTEM_SHUTDOWN") == 0 ||
           g_strcmp0 (name, "ALLOTTED_TIMEOUT") == 0)
    bh_esl_ask_hangup (self, channel, FALSE, bh_esl_cause (name));
}

static gboolean
channel_hangup_complete (BhEslNormalize *self, BhEslMessage *message)
{
  const char *uuid = bh_esl_text (message, "Unique-ID");
  if (uuid == NULL)
    return bh_esl_missing (self, "Unique-ID");
  BhEslChannel *channel = bh_esl_find (self, uuid);
  const char *cause = bh_esl_text (message, "Hangup-Cause");
  if (self->ended != NULL)
    g_hash_table_add (self->ended, g_strdup (uuid));
  if (channel == NULL)
    return TRUE;
  g_autofree char *device = g_strdup (channel->device);
  bh_esl_give_data (self, channel, message);
  tell_who_hung_up (self, channel, message);
  if (channel->outgoing && !channel->answered)
    end_dial (self, channel, bh_esl_dial_result (cause));
  bh_esl_leave_all (self, channel);
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_LEG_ENDED);
  event.cause = bh_esl_cause (cause);
  bh_esl_give (self, &event);
  bh_esl_channels_remove (&self->channels, channel);
  bh_esl_tell_device (self, device);
  return TRUE;
}

static gboolean
dtmf (BhEslNormalize *self, BhEslMessage *message)
{
  BhEslChannel *channel = bh_esl_find (self, bh_esl_text (message, "Unique-ID"));
  const char *digit = bh_esl_text (message, "DTMF-Digit");
  if (digit == NULL)
    return bh_esl_missing (self, "DTMF-Digit");
  if (channel == NULL)
    return TRUE;
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_LEG_DIGIT);
  event.text = digit;
  bh_esl_give (self, &event);
  return TRUE;
}

static const BhEslRule rules[] = {
    {"CHANNEL_CREATE", channel_create, FALSE},
    {"CHANNEL_UUID", channel_uuid, FALSE},
    {"CHANNEL_PROGRESS", channel_progress, FALSE},
    {"CHANNEL_PROGRESS_MEDIA", channel_progress, FALSE},
    {"CHANNEL_ANSWER", channel_answer, FALSE},
    {"CHANNEL_HOLD", channel_hold, FALSE},
    {"CHANNEL_UNHOLD", channel_unhold, FALSE},
    {"CHANNEL_HANGUP", channel_hangup, FALSE},
    {"CHANNEL_HANGUP_COMPLETE", channel_hangup_complete, FALSE},
    {"DTMF", dtmf, FALSE},
};
BH_ESL_RULES (bh_esl_leg_rules, rules);
