/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-normalize.h"

#include <string.h>

#include "server/pbx/esl/esl-rules.h"

#define G_LOG_DOMAIN_ESL "bellhop-pbx"
#define MAX_RULES        64 /* bits of told, and the table */

typedef enum {
  LINK_NONE,    /* no connection, or one that has said nothing of interest */
  LINK_UP,      /* LINK_UP was given */
  LINK_LEAVING, /* LINK_DOWN was given, the last events of the old world may follow */
} LinkState;

/* ---- the table ---- */

static const BhEslRule *rules[MAX_RULES];
static guint n_rules;
static GHashTable *rule_by_name; /* name -> index + 1 */
static char *subscription;

static const BhEslRules link_rules;

/* Subclasses of CUSTOM are told from FreeSWITCH's own events by their "::". */
static void
build_subscription (void)
{
  GString *events = g_string_new (NULL);
  GString *custom = g_string_new ("CUSTOM");
  for (guint i = 0; i < n_rules; i++)
    if (!rules[i]->unasked && strstr (rules[i]->name, "::") != NULL)
      g_string_append_printf (custom, " %s", rules[i]->name);
    else if (!rules[i]->unasked)
      g_string_append_printf (events, "%s ", rules[i]->name);
  g_string_append (events, custom->str);
  g_string_free (custom, TRUE);
  subscription = g_string_free (events, FALSE);
}

static void __attribute__ ((constructor)) build_rules (void)
{
  const BhEslRules *parts[] = {&bh_esl_leg_rules,
                               &bh_esl_bridge_rules,
                               &bh_esl_queue_rules,
                               &bh_esl_other_rules,
                               &link_rules};
  rule_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint p = 0; p < G_N_ELEMENTS (parts); p++)
    for (guint i = 0; i < parts[p]->n && n_rules < MAX_RULES; i++) {
      rules[n_rules] = &parts[p]->rules[i];
      g_hash_table_insert (rule_by_name,
                           (gpointer) rules[n_rules]->name,
                           GUINT_TO_POINTER (n_rules + 1));
      n_rules++;
    }
  build_subscription ();
}

static void __attribute__ ((destructor)) drop_rules (void)
{
  g_clear_pointer (&rule_by_name, g_hash_table_unref);
  g_clear_pointer (&subscription, g_free);
}

const char *
bh_esl_normalize_get_subscription (void)
{
  return subscription;
}

/* ---- giving ---- */

static void
give_now (BhEslNormalize *self, const BhPbxEvent *event)
{
  self->stats.events++;
  self->func (event, self->user_data);
}

static void
give_text (BhEslNormalize *self, BhPbxEventKind kind, const char *text)
{
  BhPbxEvent event = {.kind = kind, .text = text};
  give_now (self, &event);
}

static void
announce (BhEslNormalize *self)
{
  self->link_state = LINK_UP;
  give_text (self, BH_PBX_LINK_UP, self->boot);
}

void
bh_esl_give (BhEslNormalize *self, BhPbxEvent *event)
{
  if (self->link_state == LINK_NONE)
    announce (self);
  event->at_us = self->at_us;
  give_now (self, event);
}

BhPbxEvent
bh_esl_event_of (const BhEslChannel *channel, BhPbxEventKind kind)
{
  return (BhPbxEvent){.kind = kind,
                      .leg = channel->uuid,
                      .call = channel->call,
                      .device = channel->device,
                      .local_half = channel->local};
}

void
bh_esl_event_other (BhPbxEvent *event, const BhEslChannel *other)
{
  if (other == NULL)
    return;
  event->other_leg = other->uuid;
  event->other_call = other->call;
  event->other_device = other->device;
}

/* The event's name is FreeSWITCH's own word and holds nothing of a customer. */
gboolean
bh_esl_missing (BhEslNormalize *self, const char *header)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << self->rule;
  if ((self->told & bit) == 0)
    g_log_structured (G_LOG_DOMAIN_ESL,
                      G_LOG_LEVEL_WARNING,
                      "MESSAGE",
                      "An event %s without %s was dropped; the model is exact again after the next "
                      "snapshot. More of them on this connection are only counted.",
                      rules[self->rule]->name,
                      header);
  self->told |= bit;
  return FALSE;
}

/* ---- reading ---- */

const char *
bh_esl_text (BhEslMessage *message, const char *name)
{
  const char *value = bh_esl_message_get (message, name);
  return value == NULL || *value == '\0' ? NULL : value;
}

gint64
bh_esl_integer (BhEslMessage *message, const char *name)
{
  const char *value = bh_esl_message_get (message, name);
  return value == NULL ? 0 : g_ascii_strtoll (value, NULL, 10);
}

gboolean
bh_esl_is (BhEslMessage *message, const char *name, const char *value)
{
  return g_strcmp0 (bh_esl_message_get (message, name), value) == 0;
}

typedef struct {
  const char *name;
  gint cause;
  BhDialResult result;
} Cause;

/* switch_types.h: FreeSWITCH's names of Q.850 causes, and those of its own (above 127) as the
 * nearest. What is not here did not connect for a reason of the network. */
static const Cause causes[] = {
    {"NORMAL_CLEARING", 16, BH_DIAL_CANCELLED},
    {"USER_BUSY", 17, BH_DIAL_BUSY},
    {"NO_USER_RESPONSE", 18, BH_DIAL_NO_ANSWER},
    {"NO_ANSWER", 19, BH_DIAL_NO_ANSWER},
    {"ALLOTTED_TIMEOUT", 19, BH_DIAL_NO_ANSWER},
    {"PROGRESS_TIMEOUT", 18, BH_DIAL_NO_ANSWER},
    {"MEDIA_TIMEOUT", 16, BH_DIAL_NO_ANSWER},
    {"CALL_REJECTED", 21, BH_DIAL_REJECTED},
    {"USER_CHALLENGE", 21, BH_DIAL_REJECTED},
    {"DECLINE", 21, BH_DIAL_REJECTED},
    {"ORIGINATOR_CANCEL", 26, BH_DIAL_CANCELLED},
    {"LOSE_RACE", 26, BH_DIAL_CANCELLED},
    {"PICKED_OFF", 26, BH_DIAL_CANCELLED},
    {"BLIND_TRANSFER", 16, BH_DIAL_CANCELLED},
    {"ATTENDED_TRANSFER", 16, BH_DIAL_CANCELLED},
    {"MANAGER_REQUEST", 16, BH_DIAL_CANCELLED},
    {"SYSTEM_SHUTDOWN", 16, BH_DIAL_CANCELLED},
    {"UNALLOCATED_NUMBER", 1, BH_DIAL_UNAVAILABLE},
    {"NO_ROUTE_DESTINATION", 3, BH_DIAL_UNAVAILABLE},
    {"USER_NOT_REGISTERED", 20, BH_DIAL_UNAVAILABLE},
    {"SUBSCRIBER_ABSENT", 20, BH_DIAL_UNAVAILABLE},
    {"INVALID_NUMBER_FORMAT", 28, BH_DIAL_UNAVAILABLE},
    {"NUMBER_CHANGED", 22, BH_DIAL_UNAVAILABLE},
    {"INVALID_GATEWAY", 3, BH_DIAL_UNAVAILABLE},
    {"GATEWAY_DOWN", 27, BH_DIAL_UNAVAILABLE},
    {"DESTINATION_OUT_OF_ORDER", 27, BH_DIAL_UNAVAILABLE},
    {"NETWORK_OUT_OF_ORDER", 38, BH_DIAL_CONGESTION},
    {"NORMAL_CIRCUIT_CONGESTION", 34, BH_DIAL_CONGESTION},
    {"NORMAL_TEMPORARY_FAILURE", 41, BH_DIAL_CONGESTION},
    {"SWITCH_CONGESTION", 42, BH_DIAL_CONGESTION},
    {"INCOMPATIBLE_DESTINATION", 88, BH_DIAL_CONGESTION},
};

static const Cause *
find_cause (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (causes); i++)
    if (strcmp (name, causes[i].name) == 0)
      return &causes[i];
  return NULL;
}

gint
bh_esl_cause (const char *name)
{
  const Cause *cause = find_cause (name);
  return cause != NULL ? cause->cause : name == NULL ? 0 : 41;
}

BhDialResult
bh_esl_dial_result (const char *name)
{
  const Cause *cause = find_cause (name);
  return cause != NULL ? cause->result : BH_DIAL_CONGESTION;
}

gboolean
bh_esl_is_withheld (const char *text)
{
  static const char *const words[] =
      {"", "0000000000", "anonymous", "unknown", "restricted", "private", "unavailable"};
  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* ---- the link ---- */

static void
forget (BhEslNormalize *self)
{
  bh_esl_channels_empty (&self->channels);
  g_hash_table_remove_all (self->devices);
  g_hash_table_remove_all (self->agents);
  g_clear_pointer (&self->snapshot, bh_esl_snapshot_free);
  g_clear_pointer (&self->ended, g_hash_table_unref);
  self->at_us = 0;
  self->told = 0;
}

void
bh_esl_normalize_link_down (BhEslNormalize *self, const char *why)
{
  if (self->snapshot != NULL && !self->snapshot->is_own)
    bh_esl_flush_lists (self);
  forget (self);
  if (self->link_state == LINK_UP)
    give_text (self, BH_PBX_LINK_DOWN, why);
  self->link_state = LINK_NONE;
}

void
bh_esl_set_boot (BhEslNormalize *self, const char *core_uuid)
{
  gboolean is_other = g_strcmp0 (self->boot, core_uuid) != 0;
  if (self->link_state != LINK_NONE && !is_other)
    return;
  if (is_other) {
    g_free (self->boot);
    self->boot = g_strdup (core_uuid);
  }
  announce (self);
}

/* SHUTDOWN comes before the hang-ups that it causes; the end of the connection comes last. */
static gboolean
shut_down (BhEslNormalize *self, BhEslMessage *message)
{
  if (self->link_state == LINK_UP)
    give_text (self, BH_PBX_LINK_DOWN, "The PBX is being shut down.");
  self->link_state = LINK_LEAVING;
  return TRUE;
}

static const BhEslRule rules_of_link[] = {{"SHUTDOWN", shut_down, FALSE}};
static BH_ESL_RULES (link_rules, rules_of_link);

/* ---- messages ---- */

static void
take_clock (BhEslNormalize *self, BhEslMessage *message)
{
  const char *boot = bh_esl_text (message, "Core-UUID");
  gint64 at_us = bh_esl_integer (message, "Event-Date-Timestamp");
  self->at_us = at_us > 0 ? at_us : 0;
  if (boot != NULL && (self->link_state == LINK_NONE || strcmp (boot, self->boot) != 0))
    bh_esl_set_boot (self, boot);
}

static void
take_event (BhEslNormalize *self, BhEslMessage *message)
{
  gpointer found = g_hash_table_lookup (rule_by_name, bh_esl_message_name (message, NULL));
  if (found == NULL) {
    self->stats.unwanted++;
    return;
  }
  self->rule = GPOINTER_TO_UINT (found) - 1;
  take_clock (self, message);
  if (self->snapshot != NULL && !self->snapshot->is_own)
    bh_esl_flush_lists (self);
  if (!rules[self->rule]->take (self, message))
    self->stats.broken++;
}

BhEslMessage *
bh_esl_get_dump (BhEslNormalize *self)
{
  if (self->dump == NULL)
    self->dump = g_new0 (BhEslMessage, 1);
  return self->dump;
}

/* The answer to connect, on a connection that an application of the dialplan made, is a dump of its
 * channel, the only reply whose values are url-encoded. */
static void
take_reply (BhEslNormalize *self, BhEslMessage *message)
{
  static const char begins[] = "Event-Name: CHANNEL_DATA\n";
  gsize length = (gsize) (message->end - message->data);
  if (length < strlen (begins) || memcmp (message->data, begins, strlen (begins)) != 0) {
    bh_esl_take_job_reply (self, message);
    return;
  }
  BhEslMessage *dump = bh_esl_get_dump (self);
  bh_esl_message_set (dump, BH_ESL_MESSAGE_EVENT, BH_ESL_FORM_PLAIN, message->data, message->end);
  take_clock (self, dump);
  bh_esl_channel_of (self, dump);
}

void
bh_esl_normalize_feed (BhEslNormalize *self, BhEslMessage *message, gint64 now_us)
{
  self->stats.messages++;
  self->now_us = now_us;
  switch (message->kind) {
  case BH_ESL_MESSAGE_EVENT:
    take_event (self, message);
    break;
  case BH_ESL_MESSAGE_API_RESPONSE: {
    gsize length = 0;
    const char *body = bh_esl_message_body (message, &length);
    if (body != NULL)
      bh_esl_take_list (self, body, length);
    break;
  }
  case BH_ESL_MESSAGE_AUTH_REQUEST:
    bh_esl_normalize_link_down (self, "The connection to the PBX ended, a new one began.");
    break;
  case BH_ESL_MESSAGE_DISCONNECT:
    if (self->snapshot != NULL && !self->snapshot->is_own)
      bh_esl_flush_lists (self);
    break;
  case BH_ESL_MESSAGE_REPLY:
    take_reply (self, message);
    break;
  default:
    break;
  }
}

/* ---- life ---- */

BhEslNormalize *
bh_esl_normalize_new (BhEslEventFunc func, gpointer user_data)
{
  BhEslNormalize *self = g_new0 (BhEslNormalize, 1);
  self->func = func;
  self->user_data = user_data;
  self->boot = g_strdup ("");
  bh_esl_channels_init (&self->channels);
  bh_esl_queues_init (self);
  g_queue_init (&self->stale_agents);
  return self;
}

void
bh_esl_normalize_free (BhEslNormalize *self)
{
  g_clear_pointer (&self->snapshot, bh_esl_snapshot_free);
  g_clear_pointer (&self->ended, g_hash_table_unref);
  bh_esl_channels_clear (&self->channels);
  bh_esl_queues_clear (self);
  g_queue_clear_full (&self->stale_agents, g_free);
  g_free (self->dump);
  g_free (self->boot);
  g_free (self);
}

char *
bh_esl_normalize_take_stale_agent (BhEslNormalize *self)
{
  return g_queue_pop_head (&self->stale_agents);
}

const char *
bh_esl_normalize_get_boot (const BhEslNormalize *self)
{
  return self->boot;
}

const BhEslNormalizeStats *
bh_esl_normalize_get_stats (const BhEslNormalize *self)
{
  return &self->stats;
}
