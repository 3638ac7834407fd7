/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-rules.h"

#include <string.h>

/* Items of lists that are about channels, and the end of an originate. */

/* A leg that a Dial or a Queue made has nothing of its own to run: "(Outgoing Line)". */
static gboolean
was_called (const char *application, const char *data)
{
  return application != NULL && g_str_has_prefix (application, "App") && data != NULL &&
         strcmp (data, "(Outgoing Line)") == 0;
}

/* "support,tT,,,60" -> "support", in place. */
static const char *
first_argument (BhAmiFields *f, BhAmiKey key)
{
  const char *text = bh_ami_fields_text (f, key);
  BhAmiHeader *header = bh_ami_message_find (f->message, key);
  if (text == NULL)
    return NULL;
  header->value[strcspn (text, ",")] = '\0';
  header->length = (guint32) strlen (text);
  return text;
}

static gboolean
channel (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event, BhAmiKey data)
{
  const char *application = bh_ami_fields_text (f, BH_AMI_KEY_APPLICATION);
  const char *named = bh_ami_fields_text (f, BH_AMI_KEY_CHANNEL);
  g_autofree char *name = named != NULL ? g_strdup (named) : NULL;
  bh_ami_rules_leg (f, event);
  if (event->leg == NULL)
    return FALSE;
  bh_ami_rules_parties (f, event);
  event->dialed = bh_ami_fields_text (f, BH_AMI_KEY_EXTEN);
  event->context = bh_ami_fields_text (f, BH_AMI_KEY_CONTEXT);
  event->leg_state = bh_ami_rules_leg_state (f, BH_AMI_KEY_CHANNEL_STATE);
  event->incoming = !was_called (application, bh_ami_fields_text (f, data));
  if (application != NULL && g_ascii_strcasecmp (application, "Queue") == 0)
    event->queue = first_argument (f, data);
  bh_ami_normalize_give (self, event);
  BhPbxEvent entered = {.kind = BH_PBX_BRIDGE_ENTERED,
                        .at_us = event->at_us,
                        .leg = event->leg,
                        .call = event->call,
                        .device = event->device,
                        .bridge = bh_ami_fields_id (f, BH_AMI_KEY_BRIDGE_ID),
                        .local_half = event->local_half};
  if (entered.bridge != NULL)
    bh_ami_normalize_give (self, &entered);
  if (event->local_half)
    bh_ami_normalize_pair_half (self, name, event->leg);
  return FALSE;
}

static gboolean
core_show_channel (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->age_ms = bh_ami_fields_clock_ms (f, BH_AMI_KEY_DURATION);
  return bh_ami_normalize_takes_channels (self, "CoreShowChannels") &&
         channel (self, f, event, BH_AMI_KEY_APPLICATION_DATA);
}

static gboolean
status (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->age_ms = bh_ami_fields_integer (f, BH_AMI_KEY_SECONDS) * 1000;
  return bh_ami_normalize_takes_channels (self, "Status") &&
         channel (self, f, event, BH_AMI_KEY_DATA);
}

/* Reason (manager.c, pbx.c): 0 failed (busy, not registered, no such endpoint alike), 1 hung up,
 * 3 not answered in time, 4 answered, 5 busy, 8 congestion. */
static BhDialResult
originate_result (gint64 reason)
{
  switch (reason) {
  case 1:
  case 3:
    return BH_DIAL_NO_ANSWER;
  case 4:
    return BH_DIAL_ANSWERED;
  case 5:
    return BH_DIAL_BUSY;
  case 8:
    return BH_DIAL_CONGESTION;
  default:
    return BH_DIAL_NONE;
  }
}

static gboolean
originate_done (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  event->request = bh_ami_fields_text (f, BH_AMI_KEY_ACTION_ID);
  event->leg = bh_ami_fields_id (f, BH_AMI_KEY_UNIQUEID);
  event->ok = bh_ami_fields_is (f, BH_AMI_KEY_RESPONSE, "Success") != FALSE;
  event->dial_result = originate_result (bh_ami_fields_integer (f, BH_AMI_KEY_REASON));
  return event->request != NULL;
}

static const BhAmiRule rules[] = {
    {"CoreShowChannel", BH_PBX_LEG_NEW, core_show_channel},
    {"Status", BH_PBX_LEG_NEW, status},
    {"OriginateResponse", BH_PBX_ORIGINATE_DONE, originate_done},
};
BH_AMI_RULES (bh_ami_list_rules, rules);
