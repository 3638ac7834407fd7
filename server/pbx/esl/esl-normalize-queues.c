/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/pbx/esl/esl-agents.h"
#include "server/pbx/esl/esl-rules.h"

/* mod_callcenter: callers, offers, agents; and phones, whose state is read from their channels and
 * registrations, because FreeSWITCH tells of none. */

/* ---- devices */

typedef struct {
  char *name;
  BhDeviceState told;
  gboolean is_told;
  gboolean is_gone; /* known not to be registered */
  gboolean listed;
} Device;

static void
device_free (gpointer data)
{
  Device *device = data;
  g_free (device->name);
  g_free (device);
}

static Device *
ensure_device (BhEslNormalize *self, const char *name)
{
  Device *device = g_hash_table_lookup (self->devices, name);
  if (device != NULL)
    return device;
  device = g_new0 (Device, 1);
  device->name = g_strdup (name);
  g_hash_table_insert (self->devices, device->name, device);
  return device;
}

static BhDeviceState
state_of_channel (const BhEslChannel *channel)
{
  if (!channel->answered)
    return channel->outgoing ? BH_DEVICE_STATE_RINGING : BH_DEVICE_STATE_IN_USE;
  return channel->held ? BH_DEVICE_STATE_HELD : BH_DEVICE_STATE_IN_USE;
}

static guint
weight (BhDeviceState state)
{
  switch (state) {
  case BH_DEVICE_STATE_IN_USE:
    return 3;
  case BH_DEVICE_STATE_HELD:
    return 2;
  case BH_DEVICE_STATE_RINGING:
    return 1;
  default:
    return 0;
  }
}

static BhDeviceState
state_of (BhEslNormalize *self, const Device *device)
{
  BhDeviceState most = device->is_gone ? BH_DEVICE_STATE_UNREACHABLE : BH_DEVICE_STATE_IDLE;
  GPtrArray *channels = bh_esl_channels_of_device (&self->channels, device->name);
  for (guint i = 0; channels != NULL && i < channels->len; i++) {
    BhDeviceState state = state_of_channel (channels->pdata[i]);
    if (weight (state) > weight (most))
      most = state;
  }
  return most;
}

void
bh_esl_tell_device (BhEslNormalize *self, const char *name)
{
  if (!g_str_has_prefix (name, "user/"))
    return;
  Device *device = ensure_device (self, name);
  BhDeviceState state = state_of (self, device);
  if (device->is_told && device->told == state)
    return;
  device->is_told = TRUE;
  device->told = state;
  BhPbxEvent event = {.kind = BH_PBX_DEVICE_STATE, .device = device->name, .device_state = state};
  bh_esl_give (self, &event);
}

void
bh_esl_set_registered (BhEslNormalize *self, const char *user, const char *host, gboolean is)
{
  g_autofree char *name = g_strconcat ("user/", user, "@", host, NULL);
  Device *device = ensure_device (self, name);
  device->is_gone = !is;
  device->listed = is;
  bh_esl_tell_device (self, name);
}

void
bh_esl_begin_registrations (BhEslNormalize *self)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, self->devices);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    ((Device *) value)->listed = FALSE;
    ((Device *) value)->is_told = FALSE; /* a snapshot tells all anew */
  }
}

void
bh_esl_end_registrations (BhEslNormalize *self)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, self->devices);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Device *device = value;
    device->is_gone = !device->listed;
    bh_esl_tell_device (self, device->name);
  }
}

static gboolean
registration (BhEslNormalize *self, BhEslMessage *message, gboolean is)
{
  const char *user = bh_esl_text (message, is ? "to-user" : "username");
  const char *host = bh_esl_text (message, is ? "to-host" : "realm");
  if (user == NULL)
    user = bh_esl_text (message, "from-user");
  if (host == NULL)
    host = bh_esl_text (message, "from-host");
  if (user == NULL || host == NULL)
    return bh_esl_missing (self, user == NULL ? "from-user" : "from-host");
  bh_esl_set_registered (self, user, host, is);
  return TRUE;
}

static gboolean
sofia_register (BhEslNormalize *self, BhEslMessage *message)
{
  return registration (self, message, TRUE);
}

static gboolean
sofia_gone (BhEslNormalize *self, BhEslMessage *message)
{
  return registration (self, message, FALSE);
}

/* ---- agents */

void
bh_esl_queues_init (BhEslNormalize *self)
{
  self->devices = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, device_free);
  self->agents = bh_esl_agents_new ();
}

void
bh_esl_queues_clear (BhEslNormalize *self)
{
  g_clear_pointer (&self->devices, g_hash_table_unref);
  g_clear_pointer (&self->agents, g_hash_table_unref);
}

void
bh_esl_give_member (BhEslNormalize *self,
                    BhPbxEventKind kind,
                    const BhEslAgent *agent,
                    const char *queue,
                    gint penalty)
{
  g_autofree char *device = bh_esl_agent_device (agent);
  Device *known = ensure_device (self, device);
  BhPbxEvent event = {.kind = kind,
                      .queue = queue,
                      .member = agent->name,
                      .device = known->name,
                      .has_paused = kind != BH_PBX_MEMBER_REMOVED,
                      .paused = agent->status == BH_ESL_ON_BREAK,
                      .penalty = MAX (penalty, 0)};
  if (g_str_has_prefix (device, "user/"))
    event.device_state = state_of (self, known);
  bh_esl_give (self, &event);
}

/* Of several at one phone one in queues, then the first by name: always the same. */
static gboolean
is_rather (const BhEslAgent *agent, const BhEslAgent *than)
{
  if (than == NULL || (agent->queues->len > 0) != (than->queues->len > 0))
    return than == NULL || agent->queues->len > 0;
  return strcmp (agent->name, than->name) < 0;
}

const char *
bh_esl_normalize_agent_at (const BhEslNormalize *self, const char *device)
{
  const BhEslAgent *found = NULL;
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, self->agents);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    g_autofree char *phone = bh_esl_agent_device (value);
    if (strcmp (phone, device) == 0 && is_rather (value, found))
      found = value;
  }
  return found != NULL ? found->name : NULL;
}

/* The queues that an agent is in are told in the list of tiers alone; an offer shows one of them.
 */
static BhEslAgent *
agent_in_queue (BhEslNormalize *self, const char *name, const char *queue)
{
  BhEslAgent *agent = bh_esl_agents_ensure (self->agents, name);
  if (bh_esl_agent_join (agent, queue))
    bh_esl_give_member (self, BH_PBX_MEMBER_ADDED, agent, queue, 0);
  return agent;
}

static gboolean
status_changed (BhEslNormalize *self, BhEslMessage *message, const char *name)
{
  BhEslStatus status = bh_esl_agent_status (bh_esl_text (message, "CC-Agent-Status"));
  if (status == BH_ESL_STATUS_UNKNOWN)
    return bh_esl_missing (self, "CC-Agent-Status");
  BhEslAgent *agent = bh_esl_agents_ensure (self->agents, name);
  gboolean was_out = agent->status == BH_ESL_LOGGED_OUT;
  BhPbxEventKind kind = status == BH_ESL_LOGGED_OUT ? BH_PBX_MEMBER_REMOVED
                        : was_out                   ? BH_PBX_MEMBER_ADDED
                                                    : BH_PBX_MEMBER_CHANGED;
  agent->status = status;
  for (guint i = 0; i < agent->queues->len; i++)
    bh_esl_give_member (self, kind, agent, agent->queues->pdata[i], 0);
  return TRUE;
}

static gboolean
contact_changed (BhEslNormalize *self, BhEslMessage *message, const char *name)
{
  BhEslAgent *agent = bh_esl_agents_ensure (self->agents, name);
  bh_esl_agent_set_contact (agent, bh_esl_text (message, "CC-Agent-Contact"));
  for (guint i = 0; i < agent->queues->len; i++)
    if (agent->status != BH_ESL_LOGGED_OUT)
      bh_esl_give_member (self, BH_PBX_MEMBER_CHANGED, agent, agent->queues->pdata[i], 0);
  return TRUE;
}

/* ---- callers and offers */

static gboolean
queue_start (BhEslNormalize *self, BhEslMessage *message, const char *queue, BhEslChannel *caller)
{
  BhPbxEvent event = bh_esl_event_of (caller, BH_PBX_QUEUE_JOINED);
  bh_esl_channel_set (&caller->queue, queue);
  event.queue = queue;
  event.dialed = bh_esl_text (message, "Caller-Destination-Number");
  bh_esl_give_data (self, caller, message);
  bh_esl_give (self, &event);
  return TRUE;
}

/* Cancel: BREAK_OUT is a hang-up, or somebody took the caller away; else it was a time-out. */
static gboolean
queue_end (BhEslNormalize *self, BhEslMessage *message, const char *queue, BhEslChannel *caller)
{
  if (!bh_esl_is (message, "CC-Cause", "Cancel") || caller->queue == NULL)
    return TRUE;
  g_clear_pointer (&caller->queue, g_free);
  BhPbxEvent event = bh_esl_event_of (caller, BH_PBX_QUEUE_ABANDONED);
  event.queue = queue;
  event.dialed = bh_esl_text (message, "Caller-Destination-Number");
  if (caller->hanging && caller->hung_party)
    bh_esl_ask_hangup (self, caller, TRUE, 16);
  bh_esl_give (self, &event);
  event.kind = BH_PBX_QUEUE_LEFT;
  bh_esl_give (self, &event);
  return TRUE;
}

static void
give_offer (BhEslNormalize *self,
            BhPbxEventKind kind,
            BhEslMessage *message,
            const char *queue,
            BhEslChannel *caller)
{
  BhPbxEvent event = bh_esl_event_of (caller, kind);
  bh_esl_event_other (&event, bh_esl_find (self, bh_esl_text (message, "CC-Agent-UUID")));
  if (event.other_leg == NULL)
    event.other_leg = bh_esl_text (message, "CC-Agent-UUID");
  event.queue = queue;
  event.member = bh_esl_text (message, "CC-Agent");
  if (bh_esl_is (message, "variable_sip_hangup_disposition", "recv_bye"))
    event.text = kind == BH_PBX_OFFER_COMPLETED ? "agent" : NULL;
  bh_esl_give (self, &event);
}

static gboolean
bridge_start (BhEslNormalize *self, BhEslMessage *message, const char *queue, BhEslChannel *caller)
{
  BhPbxEvent left = bh_esl_event_of (caller, BH_PBX_QUEUE_LEFT);
  left.queue = queue;
  if (caller->queue != NULL)
    bh_esl_give (self, &left);
  g_clear_pointer (&caller->queue, g_free);
  BhEslChannel *leg = bh_esl_find (self, bh_esl_text (message, "CC-Agent-UUID"));
  if (leg != NULL)
    bh_esl_offer (self, leg);
  give_offer (self, BH_PBX_OFFER_ANSWERED, message, queue, caller);
  return TRUE;
}

static gboolean
bridge_end (BhEslNormalize *self, BhEslMessage *message, const char *queue, BhEslChannel *caller)
{
  give_offer (self, BH_PBX_OFFER_COMPLETED, message, queue, caller);
  return TRUE;
}

static gboolean
offering (BhEslNormalize *self, BhEslMessage *message, const char *queue, BhEslChannel *caller)
{
  const char *agent = bh_esl_text (message, "CC-Agent");
  if (agent == NULL)
    return bh_esl_missing (self, "CC-Agent");
  agent_in_queue (self, agent, queue);
  return TRUE;
}

typedef gboolean (*CallerFunc) (BhEslNormalize *self,
                                BhEslMessage *message,
                                const char *queue,
                                BhEslChannel *caller);
typedef gboolean (*AgentFunc) (BhEslNormalize *self, BhEslMessage *message, const char *agent);

/* Of an agent's own state (Receiving, In a queue call, Waiting) his leg tells more. */
static const struct {
  const char *action;
  CallerFunc of_caller;
  AgentFunc of_agent;
} actions[] = {
    {"member-queue-start", queue_start, NULL},
    {"member-queue-end", queue_end, NULL},
    {"agent-offering", offering, NULL},
    {"bridge-agent-start", bridge_start, NULL},
    {"bridge-agent-end", bridge_end, NULL},
    {"agent-status-change", NULL, status_changed},
    {"agent-contact-change", NULL, contact_changed},
};

static gboolean
take_caller (BhEslNormalize *self, BhEslMessage *message, CallerFunc func)
{
  const char *uuid = bh_esl_text (message, "CC-Member-Session-UUID");
  const char *queue = bh_esl_text (message, "CC-Queue");
  if (uuid == NULL || queue == NULL)
    return bh_esl_missing (self, queue == NULL ? "CC-Queue" : "CC-Member-Session-UUID");
  BhEslChannel *caller = bh_esl_find (self, uuid);
  if (caller == NULL && bh_esl_is (message, "Unique-ID", uuid))
    caller = bh_esl_channel_of (self, message);
  return caller == NULL || func (self, message, queue, caller);
}

static gboolean
callcenter (BhEslNormalize *self, BhEslMessage *message)
{
  const char *action = bh_esl_text (message, "CC-Action");
  if (action == NULL)
    return bh_esl_missing (self, "CC-Action");
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    if (strcmp (action, actions[i].action) != 0)
      continue;
    if (actions[i].of_caller != NULL)
      return take_caller (self, message, actions[i].of_caller);
    const char *agent = bh_esl_text (message, "CC-Agent");
    return agent != NULL ? actions[i].of_agent (self, message, agent)
                         : bh_esl_missing (self, "CC-Agent");
  }
  return TRUE;
}

static const BhEslRule rules[] = {
    {"callcenter::info", callcenter, FALSE},
    {"sofia::register", sofia_register, FALSE},
    {"sofia::unregister", sofia_gone, FALSE},
    {"sofia::expire", sofia_gone, FALSE},
};
BH_ESL_RULES (bh_esl_queue_rules, rules);
