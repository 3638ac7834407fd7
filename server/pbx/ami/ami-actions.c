/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-actions.h"

#include <string.h>

#include "server/pbx/ami/ami-normalize.h"
#include "server/pbx/ami/ami-writer.h"
#include "server/pbx/link/link-checks.h"

#define RING_MS        30000
#define DTMF_LENGTH_MS 160
#define DTMF_MORE_ID   BH_AMI_OWN_PREFIX "dtmf"

typedef struct {
  const BhPbxCommand *command;
  const BhAmiConfig *config;
  const GPtrArray *allowed;
} Order;

typedef GBytes *(*Build) (const Order *order, GError **error);

/* ---- checks ---- */

/* "PJSIP/1001", "Local/1004@agents": technology, then a plain name. */
static gboolean
check_device (const char *device, GError **error)
{
  const char *slash = device != NULL ? strchr (device, '/') : NULL;
  if (slash != NULL && slash != device && bh_link_consists_of (device, 80, "/@._-") &&
      strchr (slash + 1, '/') == NULL)
    return TRUE;
  g_set_error_literal (error,
                       BH_PBX_ERROR,
                       BH_PBX_ERROR_ARGUMENT,
                       "The device's name is not one of a phone.");
  return FALSE;
}

/* ---- building ---- */

static BhAmiWriter *
begin (const Order *order, const char *action)
{
  return bh_ami_writer_new (action, order->command->request);
}

static GBytes *
finish (BhAmiWriter *writer, GError **error)
{
  g_autoptr (GError) fault = NULL;
  GBytes *bytes = bh_ami_writer_finish (writer, &fault);
  if (bytes == NULL)
    g_set_error_literal (error, BH_PBX_ERROR, BH_PBX_ERROR_ARGUMENT, fault->message);
  return bytes;
}

/* An action with nothing but a channel. Asterisk looks a channel up by its Uniqueid as well as by
 * its name (channel.c, ast_channel_get_by_name), so no names need to be kept here. */
static GBytes *
on_channel (const Order *order, const char *action, const char *leg, GError **error)
{
  if (!bh_link_check_given (leg, "leg", error))
    return NULL;
  g_autoptr (BhAmiWriter) writer = begin (order, action);
  bh_ami_writer_add (writer, "Channel", leg);
  return finish (writer, error);
}

/* The dialplan's context sends the NOTIFY (data/asterisk/README.md, grant A): it needs no right but
 * originate. The pipe that it runs in never answers, and is no call: its legs bear ids that the
 * normaliser passes over. */
static GBytes *
notify_by_dialplan (const Order *order, const char *context, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (!check_device (command->device, error))
    return NULL;
  const char *name = strchr (command->device, '/') + 1;
  g_autofree char *channel = g_strconcat ("Local/", name, "@", context, "/n", NULL);
  g_autofree char *leg = g_strconcat (BH_AMI_QUIET_PREFIX, command->request, NULL);
  g_autofree char *other = g_strconcat (leg, ".2", NULL);
  g_autoptr (BhAmiWriter) writer = begin (order, "Originate");
  bh_ami_writer_add (writer, "Channel", channel);
  bh_ami_writer_add (writer, "Context", context);
  bh_ami_writer_add (writer, "Exten", name);
  bh_ami_writer_add (writer, "Priority", "1");
  bh_ami_writer_add (writer, "ChannelId", leg);
  bh_ami_writer_add (writer, "OtherChannelId", other);
  bh_ami_writer_add (writer, "Async", "true");
  return finish (writer, error);
}

/* The phone is asked within its own dialog; it must be set to obey (Event: talk, hold). */
static GBytes *
notify (const Order *order, const char *event, const char *context, GError **error)
{
  if (!bh_link_check_given (order->command->leg, "leg", error))
    return NULL;
  if (context != NULL && *context != '\0')
    return notify_by_dialplan (order, context, error);
  g_autoptr (BhAmiWriter) writer = begin (order, "PJSIPNotify");
  bh_ami_writer_add (writer, "Channel", order->command->leg);
  bh_ami_writer_add (writer, "Variable", event);
  return finish (writer, error);
}

static GBytes *
build_talk (const Order *order, GError **error)
{
  return notify (order, "Event=talk", order->config->talk_context, error);
}

static GBytes *
build_hold (const Order *order, GError **error)
{
  return notify (order, "Event=hold", order->config->hold_context, error);
}

static GBytes *
build_hangup (const Order *order, GError **error)
{
  return on_channel (order, "Hangup", order->command->leg, error);
}

/* @end: what closes the number, or "" */
static GBytes *
transfer (const Order *order, const char *action, const char *end, GError **error)
{
  if (!bh_link_check_given (order->command->leg, "leg", error) ||
      !bh_link_check_number (order->command->number, order->allowed, error))
    return NULL;
  g_autofree char *number = g_strconcat (order->command->number, end, NULL);
  g_autoptr (BhAmiWriter) writer = begin (order, action);
  bh_ami_writer_add (writer, "Channel", order->command->leg);
  bh_ami_writer_add (writer, "Context", order->config->transfer_context);
  bh_ami_writer_add (writer, "Exten", number);
  return finish (writer, error);
}

static GBytes *
build_blind_transfer (const Order *order, GError **error)
{
  return transfer (order, "BlindTransfer", "", error);
}

/* Asterisk presses the number's keys for the agent; without the # it waits transferdigittimeout
 * (2 or 3 s) for more digits wherever a longer number would be possible too (measured: 16, 22). */
static GBytes *
build_consult (const Order *order, GError **error)
{
  return transfer (order, "Atxfer", "#", error);
}

/* A consult by Atxfer is completed by the agent's hanging up; one that is a second call of the
 * phone, by joining the two others, which releases both of the agent's legs. */
static GBytes *
build_consult_complete (const Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (command->other_leg == NULL && command->target_leg == NULL)
    return build_hangup (order, error);
  if (!bh_link_check_given (command->other_leg, "customer's leg", error) ||
      !bh_link_check_given (command->target_leg, "consulted leg", error))
    return NULL;
  g_autoptr (BhAmiWriter) writer = begin (order, "Bridge");
  bh_ami_writer_add (writer, "Channel1", command->other_leg);
  bh_ami_writer_add (writer, "Channel2", command->target_leg);
  bh_ami_writer_add (writer, "Tone", "no");
  return finish (writer, error);
}

static GBytes *
build_consult_cancel (const Order *order, GError **error)
{
  if (order->command->other_leg != NULL)
    return on_channel (order, "Hangup", order->command->other_leg, error);
  return on_channel (order, "CancelAtxfer", order->command->leg, error);
}

/* What the phone shows while it rings. As the connected line, not as CallerID: that would be shown
 * to the dialed party too. A comma would begin another variable, so that a name is made plain. */
static void
add_display (BhAmiWriter *writer, const BhPbxCommand *command)
{
  g_autofree char *number = g_strconcat ("CONNECTEDLINE(num,i)=", command->number, NULL);
  bh_ami_writer_add (writer, "Variable", number);
  if (command->name == NULL || *command->name == '\0')
    return;
  g_autofree char *plain = g_strdelimit (g_strdup (command->name), ",=()<>\"\\|;$", ' ');
  g_autofree char *name = g_strconcat ("CONNECTEDLINE(name,i)=", plain, NULL);
  bh_ami_writer_add (writer, "Variable", name);
}

/* Never Application or Data: an originate with those runs anything (CVE-2024-42365). */
static GBytes *
build_dial (const Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (!check_device (command->device, error) ||
      !bh_link_check_number (order->command->number, order->allowed, error))
    return NULL;
  g_autofree char *leg = bh_ami_actions_leg_of (command->request);
  g_autofree char *other = g_strconcat (leg, ".2", NULL);
  g_autoptr (BhAmiWriter) writer = begin (order, "Originate");
  bh_ami_writer_add (writer, "Channel", command->device);
  bh_ami_writer_add (writer, "Context", order->config->dial_context);
  bh_ami_writer_add (writer, "Exten", command->number);
  bh_ami_writer_add (writer, "Priority", "1");
  add_display (writer, command);
  bh_ami_writer_add (writer, "ChannelId", leg);
  if (g_str_has_prefix (command->device, "Local/"))
    bh_ami_writer_add (writer, "OtherChannelId", other);
  bh_ami_writer_add_integer (writer,
                             "Timeout",
                             command->timeout_ms > 0 ? command->timeout_ms : RING_MS);
  bh_ami_writer_add (writer, "Async", "true");
  return finish (writer, error);
}

/* Played to the other side's leg when that is known. Else as if the phone had sent it (Receive):
 * then the other side hears it too, but Asterisk's own feature codes (#1, *2) are looked for in it.
 */
static GBytes *
build_digit (const BhPbxCommand *command, char digit, const char *id, GError **error)
{
  const char text[] = {digit, '\0'};
  gboolean knows_other = command->other_leg != NULL;
  g_autoptr (BhAmiWriter) writer = bh_ami_writer_new ("PlayDTMF", id);
  bh_ami_writer_add (writer, "Channel", knows_other ? command->other_leg : command->leg);
  bh_ami_writer_add (writer, "Digit", text);
  bh_ami_writer_add_integer (writer, "Duration", DTMF_LENGTH_MS);
  bh_ami_writer_add (writer, "Receive", knows_other ? NULL : "true");
  return finish (writer, error);
}

/* One action a digit; the last one's answer counts. */
static GBytes *
build_dtmf (const Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (!bh_link_check_given (command->leg, "leg", error) ||
      !bh_link_check_digits (command->number, error))
    return NULL;
  g_autoptr (GByteArray) all = g_byte_array_new ();
  for (const char *digit = command->number; *digit != '\0'; digit++) {
    const char *id = digit[1] == '\0' ? command->request : DTMF_MORE_ID;
    g_autoptr (GBytes) action = build_digit (command, *digit, id, error);
    if (action == NULL)
      return NULL;
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data (action, &length);
    g_byte_array_append (all, bytes, (guint) length);
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

/* Presses the keys that join all three, for the agent, as Atxfer pressed those of the consult: 16
 * and 22 do so in the customer's own bridge, and whoever leaves then leaves the two others there
 * (measured). A second call of the phone is a call of its own: that is the phone's business. */
static GBytes *
build_conference (const Order *order, GError **error)
{
  BhPbxCommand press = *order->command;
  const Order keys = {&press, order->config, order->allowed};
  if (order->command->other_leg == NULL) {
    press.number = order->config->conference_keys;
    return build_dtmf (&keys, error);
  }
  g_set_error_literal (error,
                       BH_PBX_ERROR,
                       BH_PBX_ERROR_UNSUPPORTED,
                       "The phone made the second call itself: its own key joins the two.");
  return NULL;
}

static GBytes *
build_queue_add (const Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (!bh_link_check_given (command->queue, "queue", error) ||
      !bh_link_check_given (command->member, "member", error))
    return NULL;
  g_autoptr (BhAmiWriter) writer = begin (order, "QueueAdd");
  bh_ami_writer_add (writer, "Queue", command->queue);
  bh_ami_writer_add (writer, "Interface", command->member);
  bh_ami_writer_add_integer (writer, "Penalty", command->penalty);
  bh_ami_writer_add (writer, "Paused", command->paused ? "true" : "false");
  bh_ami_writer_add (writer, "MemberName", command->name);
  bh_ami_writer_add (writer, "StateInterface", command->device);
  bh_ami_writer_add (writer, "Reason", command->paused ? command->reason : NULL);
  return finish (writer, error);
}

static GBytes *
build_queue_pause (const Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (!bh_link_check_given (command->member, "member", error))
    return NULL;
  g_autoptr (BhAmiWriter) writer = begin (order, "QueuePause");
  bh_ami_writer_add (writer, "Queue", command->queue);
  bh_ami_writer_add (writer, "Interface", command->member);
  bh_ami_writer_add (writer, "Paused", command->paused ? "true" : "false");
  bh_ami_writer_add (writer, "Reason", command->reason);
  return finish (writer, error);
}

static GBytes *
build_queue_penalty (const Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (!bh_link_check_given (command->queue, "queue", error) ||
      !bh_link_check_given (command->member, "member", error))
    return NULL;
  g_autoptr (BhAmiWriter) writer = begin (order, "QueuePenalty");
  bh_ami_writer_add (writer, "Queue", command->queue);
  bh_ami_writer_add (writer, "Interface", command->member);
  bh_ami_writer_add_integer (writer, "Penalty", command->penalty);
  return finish (writer, error);
}

static GBytes *
build_queue_remove (const Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (!bh_link_check_given (command->queue, "queue", error) ||
      !bh_link_check_given (command->member, "member", error))
    return NULL;
  g_autoptr (BhAmiWriter) writer = begin (order, "QueueRemove");
  bh_ami_writer_add (writer, "Queue", command->queue);
  bh_ami_writer_add (writer, "Interface", command->member);
  return finish (writer, error);
}

/* ---- supervision and recording: by the dialplan's context that listens (data/asterisk/README.md),
 * for AMI's own actions for it need the right "system" ---- */

static gboolean
check_leg (const char *leg, GError **error)
{
  if (!bh_link_check_given (leg, "leg", error))
    return FALSE;
  if (bh_link_consists_of (leg, 80, "._-"))
    return TRUE;
  g_set_error_literal (error,
                       BH_PBX_ERROR,
                       BH_PBX_ERROR_ARGUMENT,
                       "The leg's id is not one of Asterisk.");
  return FALSE;
}

static GBytes *
supervise (const Order *order, const char *how, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (!check_leg (command->leg, error) || !check_device (command->device, error))
    return NULL;
  g_autofree char *exten = g_strconcat (how, "-", command->leg, NULL);
  g_autofree char *leg = bh_ami_actions_leg_of (command->request);
  g_autoptr (BhAmiWriter) writer = begin (order, "Originate");
  bh_ami_writer_add (writer, "Channel", command->device);
  bh_ami_writer_add (writer, "Context", order->config->supervise_context);
  bh_ami_writer_add (writer, "Exten", exten);
  bh_ami_writer_add (writer, "Priority", "1");
  bh_ami_writer_add (writer, "ChannelId", leg);
  bh_ami_writer_add_integer (writer,
                             "Timeout",
                             command->timeout_ms > 0 ? command->timeout_ms : RING_MS);
  bh_ami_writer_add (writer, "Async", "true");
  return finish (writer, error);
}

static GBytes *
build_listen (const Order *order, GError **error)
{
  return supervise (order, "listen", error);
}

static GBytes *
build_whisper (const Order *order, GError **error)
{
  return supervise (order, "whisper", error);
}

static GBytes *
build_barge (const Order *order, GError **error)
{
  return supervise (order, "barge", error);
}

/* A pipe: one end listens to the leg, the other records what it hears. */
static GBytes *
build_record_start (const Order *order, GError **error)
{
  const char *leg = order->command->leg;
  if (!check_leg (leg, error))
    return NULL;
  const char *context = order->config->supervise_context;
  g_autofree char *channel = g_strconcat ("Local/record-", leg, "@", context, "/n", NULL);
  g_autofree char *exten = g_strconcat ("tap-", leg, NULL);
  g_autofree char *one = g_strconcat (BH_AMI_RECORD_PREFIX, leg, NULL);
  g_autofree char *two = g_strconcat (one, BH_AMI_RECORD_SUFFIX, NULL);
  g_autoptr (BhAmiWriter) writer = begin (order, "Originate");
  bh_ami_writer_add (writer, "Channel", channel);
  bh_ami_writer_add (writer, "Context", context);
  bh_ami_writer_add (writer, "Exten", exten);
  bh_ami_writer_add (writer, "Priority", "1");
  bh_ami_writer_add (writer, "ChannelId", one);
  bh_ami_writer_add (writer, "OtherChannelId", two);
  bh_ami_writer_add (writer, "Async", "true");
  return finish (writer, error);
}

static GBytes *
mute_record (const Order *order, const char *state, GError **error)
{
  if (!check_leg (order->command->leg, error))
    return NULL;
  g_autofree char *channel =
      g_strconcat (BH_AMI_RECORD_PREFIX, order->command->leg, BH_AMI_RECORD_SUFFIX, NULL);
  g_autoptr (BhAmiWriter) writer = begin (order, "MixMonitorMute");
  bh_ami_writer_add (writer, "Channel", channel);
  bh_ami_writer_add (writer, "Direction", "both");
  bh_ami_writer_add (writer, "State", state);
  return finish (writer, error);
}

static GBytes *
build_record_pause (const Order *order, GError **error)
{
  return mute_record (order, "1", error);
}

static GBytes *
build_record_resume (const Order *order, GError **error)
{
  return mute_record (order, "0", error);
}

static GBytes *
build_record_stop (const Order *order, GError **error)
{
  if (!check_leg (order->command->leg, error))
    return NULL;
  g_autofree char *channel = g_strconcat (BH_AMI_RECORD_PREFIX, order->command->leg, NULL);
  return on_channel (order, "Hangup", channel, error);
}

/* ---- the table ---- */

static const struct {
  Build build;
  BhAmiAction action;
} ops[BH_PBX_OP_N] = {
    [BH_PBX_OP_ANSWER] = {build_talk, BH_AMI_ACTION_PJSIP_NOTIFY},
    [BH_PBX_OP_HOLD] = {build_hold, BH_AMI_ACTION_PJSIP_NOTIFY},
    [BH_PBX_OP_RETRIEVE] = {build_talk, BH_AMI_ACTION_PJSIP_NOTIFY},
    [BH_PBX_OP_HANGUP] = {build_hangup, BH_AMI_ACTION_HANGUP},
    [BH_PBX_OP_BLIND_TRANSFER] = {build_blind_transfer, BH_AMI_ACTION_BLIND_TRANSFER},
    [BH_PBX_OP_CONSULT] = {build_consult, BH_AMI_ACTION_ATXFER},
    [BH_PBX_OP_CONSULT_COMPLETE] = {build_consult_complete, BH_AMI_ACTION_HANGUP},
    [BH_PBX_OP_CONSULT_CANCEL] = {build_consult_cancel, BH_AMI_ACTION_CANCEL_ATXFER},
    [BH_PBX_OP_CONFERENCE] = {build_conference, BH_AMI_ACTION_PLAY_DTMF},
    [BH_PBX_OP_DIAL] = {build_dial, BH_AMI_ACTION_ORIGINATE},
    [BH_PBX_OP_DTMF] = {build_dtmf, BH_AMI_ACTION_PLAY_DTMF},
    [BH_PBX_OP_QUEUE_ADD] = {build_queue_add, BH_AMI_ACTION_QUEUE_ADD},
    [BH_PBX_OP_QUEUE_PAUSE] = {build_queue_pause, BH_AMI_ACTION_QUEUE_PAUSE},
    [BH_PBX_OP_QUEUE_PENALTY] = {build_queue_penalty, BH_AMI_ACTION_QUEUE_PENALTY},
    [BH_PBX_OP_QUEUE_REMOVE] = {build_queue_remove, BH_AMI_ACTION_QUEUE_REMOVE},
    [BH_PBX_OP_RECORD_START] = {build_record_start, BH_AMI_ACTION_ORIGINATE},
    [BH_PBX_OP_RECORD_PAUSE] = {build_record_pause, BH_AMI_ACTION_MIX_MONITOR_MUTE},
    [BH_PBX_OP_RECORD_RESUME] = {build_record_resume, BH_AMI_ACTION_MIX_MONITOR_MUTE},
    [BH_PBX_OP_RECORD_STOP] = {build_record_stop, BH_AMI_ACTION_HANGUP},
    [BH_PBX_OP_LISTEN] = {build_listen, BH_AMI_ACTION_ORIGINATE},
    [BH_PBX_OP_WHISPER] = {build_whisper, BH_AMI_ACTION_ORIGINATE},
    [BH_PBX_OP_BARGE] = {build_barge, BH_AMI_ACTION_ORIGINATE},
};

int
bh_ami_actions_needed (BhPbxOp op, BhDeviceProfile profile, const BhAmiConfig *config)
{
  if ((guint) op >= BH_PBX_OP_N)
    return -1;
  if (op >= BH_PBX_OP_RECORD_START && config->supervise_context == NULL)
    return -1;
  const char *context = op == BH_PBX_OP_HOLD ? config->hold_context : config->talk_context;
  if (ops[op].action == BH_AMI_ACTION_PJSIP_NOTIFY && profile == BH_DEVICE_PROFILE_NOTIFY &&
      context != NULL && *context != '\0')
    return BH_AMI_ACTION_ORIGINATE;
  if (ops[op].action == BH_AMI_ACTION_PJSIP_NOTIFY && profile != BH_DEVICE_PROFILE_NOTIFY)
    return -1;
  return (int) ops[op].action;
}

gboolean
bh_ami_actions_dials (BhPbxOp op)
{
  return op == BH_PBX_OP_DIAL || op == BH_PBX_OP_BLIND_TRANSFER || op == BH_PBX_OP_CONSULT;
}

GBytes *
bh_ami_actions_build (const BhPbxCommand *command,
                      const BhAmiConfig *config,
                      const GPtrArray *allowed,
                      GError **error)
{
  const Order order = {command, config, allowed};
  if (!bh_link_check_request (command->request, error))
    return NULL;
  if (bh_ami_actions_needed (command->op, command->profile, config) < 0) {
    g_set_error (error,
                 BH_PBX_ERROR,
                 BH_PBX_ERROR_UNSUPPORTED,
                 "The PBX cannot do %s for a phone of the profile %s: it is done on the phone.",
                 bh_pbx_op_to_string (command->op),
                 bh_device_profile_to_string (command->profile));
    return NULL;
  }
  return ops[command->op].build (&order, error);
}

char *
bh_ami_actions_leg_of (const char *request)
{
  return g_strconcat (BH_AMI_OWN_PREFIX, request, NULL);
}
