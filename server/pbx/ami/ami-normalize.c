/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-normalize.h"

#include <string.h>

#include "server/pbx/ami/ami-names.h"
#include "server/pbx/ami/ami-rules.h"

typedef enum {
  LINK_NONE,    /* no connection, or one that has said nothing of interest */
  LINK_DEAF,    /* our own session: waits for CoreStatus */
  LINK_UP,      /* LINK_UP was given */
  LINK_LEAVING, /* LINK_DOWN was given, the last events of the old world may follow */
} LinkState;

typedef enum {
  LISTED_LEGS = 1 << 0,
  LISTED_QUEUES = 1 << 1,
  LISTED_DEVICES = 1 << 2,
} Listed;

struct _BhAmiNormalize {
  BhAmiEventFunc func;
  gpointer user_data;
  BhAmiFields fields;
  BhAmiNormalizeStats stats;
  LinkState link;
  char *boot;            /* as the last LINK_UP named it; "" not known */
  char *stated_boot;     /* by CoreStatus on this connection, or NULL */
  gint64 uptime;         /* of the last FullyBooted; -1: none */
  guint boots;           /* seen in this stream */
  gboolean is_restarted; /* this connection's FullyBooted showed it */
  gboolean in_snapshot;
  gboolean is_own_snapshot;
  const char *channel_list; /* whose items are legs on this connection, or NULL */
  guint listed;
  GHashTable *halves; /* of pipes that the present list named by one end: name -> leg */
};

/* ---- the table ---- */

static BhAmiNames rule_names;
static const char *rule_words[BH_AMI_NAMES_MAX];
static const BhAmiRule *rules_by_index[BH_AMI_NAMES_MAX];

static const BhAmiRules link_rules;

static void __attribute__ ((constructor)) build_rules (void)
{
  const BhAmiRules *parts[] = {&bh_ami_leg_rules,
                               &bh_ami_queue_rules,
                               &bh_ami_transfer_rules,
                               &bh_ami_list_rules,
                               &link_rules};
  guint n = 0;
  for (guint p = 0; p < G_N_ELEMENTS (parts); p++)
    for (guint i = 0; i < parts[p]->n && n < BH_AMI_NAMES_MAX; i++, n++) {
      rules_by_index[n] = &parts[p]->rules[i];
      rule_words[n] = parts[p]->rules[i].name;
    }
  bh_ami_names_init (&rule_names, rule_words, n);
}

/* ---- giving ---- */

static void
give_now (BhAmiNormalize *self, const BhPbxEvent *event)
{
  self->stats.events++;
  self->func (event, self->user_data);
}

static void
give_text (BhAmiNormalize *self, BhPbxEventKind kind, const char *text)
{
  BhPbxEvent event = {.kind = kind, .text = text};
  give_now (self, &event);
}

/* See the header for what the boot id is when CoreStatus was not answered. */
static void
announce (BhAmiNormalize *self)
{
  if (self->stated_boot != NULL) {
    g_free (self->boot);
    self->boot = g_strdup (self->stated_boot);
  } else if (self->is_restarted) {
    g_free (self->boot);
    self->boot = g_strdup_printf ("#%u", self->boots);
  }
  self->link = LINK_UP;
  give_text (self, BH_PBX_LINK_UP, self->boot);
}

static gboolean
is_quiet (const char *leg)
{
  return leg != NULL && g_str_has_prefix (leg, BH_AMI_QUIET_PREFIX);
}

void
bh_ami_normalize_give (BhAmiNormalize *self, const BhPbxEvent *event)
{
  if (self->link == LINK_DEAF) {
    self->stats.unheard++;
    return;
  }
  if (is_quiet (event->leg) || is_quiet (event->other_leg))
    return;
  if (self->link == LINK_NONE)
    announce (self);
  give_now (self, event);
}

/* ---- the link ---- */

void
bh_ami_normalize_link_down (BhAmiNormalize *self, const char *why)
{
  self->in_snapshot = FALSE;
  if (self->link == LINK_UP)
    give_text (self, BH_PBX_LINK_DOWN, why);
  self->link = LINK_NONE;
}

static void
take_greeting (BhAmiNormalize *self, const char *line)
{
  if (!g_str_has_prefix (line, "Asterisk Call Manager"))
    return;
  bh_ami_normalize_link_down (self, "The connection to the PBX ended, a new one began.");
  g_clear_pointer (&self->stated_boot, g_free);
  self->is_restarted = FALSE;
  self->channel_list = NULL;
}

static gboolean
fully_booted (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  gint64 uptime = bh_ami_fields_integer (f, BH_AMI_KEY_UPTIME);
  if (uptime < self->uptime && self->link != LINK_UP) {
    self->is_restarted = TRUE;
    self->boots++;
  }
  self->uptime = uptime;
  return FALSE;
}

static gboolean
shut_down (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  bh_ami_normalize_link_down (self,
                              bh_ami_fields_truth (f, BH_AMI_KEY_RESTART)
                                  ? "The PBX is being restarted."
                                  : "The PBX is being shut down.");
  self->link = LINK_LEAVING;
  return FALSE;
}

/* A boot that was unknown when LINK_UP was given stays so until the next connection: ids made from
 * it must not change in mid-call. */
static void
take_boot (BhAmiNormalize *self, BhAmiFields *f, const char *date)
{
  const char *time = bh_ami_fields_text (f, BH_AMI_KEY_CORE_STARTUP_TIME);
  g_free (self->stated_boot);
  self->stated_boot = g_strdup_printf ("%sT%s", date, time != NULL ? time : "");
  gboolean is_other = *self->boot != '\0' && strcmp (self->boot, self->stated_boot) != 0;
  if (self->link == LINK_NONE || self->link == LINK_DEAF || is_other)
    announce (self);
}

/* ---- snapshots ---- */

void
bh_ami_normalize_pair_half (BhAmiNormalize *self, const char *channel, const char *leg)
{
  g_autofree char *pipe = g_strndup (channel, strcspn (channel, ";"));
  g_autofree char *other = NULL;
  g_autofree char *name = NULL;

  if (channel[strlen (pipe)] == '\0')
    return;
  if (!g_hash_table_steal_extended (self->halves, pipe, (gpointer *) &name, (gpointer *) &other)) {
    g_hash_table_insert (self->halves, g_steal_pointer (&pipe), g_strdup (leg));
    return;
  }
  bh_ami_normalize_give (
      self,
      &(BhPbxEvent){.kind = BH_PBX_LOCAL_PAIRED, .leg = other, .other_leg = leg});
}

static void
begin_snapshot (BhAmiNormalize *self, gboolean is_own)
{
  if (self->in_snapshot)
    return;
  self->in_snapshot = TRUE;
  self->is_own_snapshot = is_own;
  self->listed = 0;
  g_hash_table_remove_all (self->halves);
  bh_ami_normalize_give (self, &(BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
}

static void
end_snapshot (BhAmiNormalize *self)
{
  static const char *const words[] = {"",
                                      "legs",
                                      "queues",
                                      "legs queues",
                                      "devices",
                                      "legs devices",
                                      "queues devices",
                                      "legs queues devices"};
  if (!self->in_snapshot)
    return;
  self->in_snapshot = FALSE;
  bh_ami_normalize_give (
      self,
      &(BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END, .text = words[self->listed & 7]});
}

gboolean
bh_ami_normalize_takes_channels (BhAmiNormalize *self, const char *list)
{
  if (self->channel_list == NULL)
    self->channel_list = list;
  if (strcmp (self->channel_list, list) != 0)
    return FALSE;
  begin_snapshot (self, FALSE);
  return TRUE;
}

static void
end_channels (BhAmiNormalize *self, const char *list)
{
  if (!bh_ami_normalize_takes_channels (self, list))
    return;
  /* Status may have been asked of one channel, and its answer does not tell: it says what is, not
   * what is gone */
  if (strcmp (list, "Status") != 0)
    self->listed |= LISTED_LEGS;
  if (!self->is_own_snapshot)
    end_snapshot (self);
}

static gboolean
core_show_channels_complete (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  end_channels (self, "CoreShowChannels");
  return FALSE;
}

static gboolean
status_complete (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  end_channels (self, "Status");
  return FALSE;
}

static gboolean
queue_status_complete (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  self->listed |= LISTED_QUEUES;
  return FALSE;
}

static gboolean
device_state_list_complete (BhAmiNormalize *self, BhAmiFields *f, BhPbxEvent *event)
{
  self->listed |= LISTED_DEVICES;
  return FALSE;
}

static const BhAmiRule rules[] = {
    {"FullyBooted", BH_PBX_LINK_UP, fully_booted},
    {"Shutdown", BH_PBX_LINK_DOWN, shut_down},
    {"CoreShowChannelsComplete", BH_PBX_SNAPSHOT_END, core_show_channels_complete},
    {"StatusComplete", BH_PBX_SNAPSHOT_END, status_complete},
    {"QueueStatusComplete", BH_PBX_SNAPSHOT_END, queue_status_complete},
    {"DeviceStateListComplete", BH_PBX_SNAPSHOT_END, device_state_list_complete},
};
static BH_AMI_RULES (link_rules, rules);

/* ---- messages ---- */

static void
take_answer (BhAmiNormalize *self, BhAmiFields *f, const char *action_id, gboolean ok)
{
  BhPbxEvent event = {.kind = BH_PBX_COMMAND_DONE, .request = action_id, .ok = ok != FALSE};
  event.text = bh_ami_fields_text (f, BH_AMI_KEY_MESSAGE);
  if (self->link == LINK_UP)
    give_now (self, &event);
}

static void
take_response (BhAmiNormalize *self, BhAmiFields *f)
{
  gboolean ok = g_ascii_strcasecmp (f->message->name, "Error") != 0;
  const char *action_id = bh_ami_fields_text (f, BH_AMI_KEY_ACTION_ID);
  const char *date = bh_ami_fields_text (f, BH_AMI_KEY_CORE_STARTUP_DATE);
  if (date != NULL)
    take_boot (self, f, date);
  if (action_id == NULL)
    return;
  if (!g_str_has_prefix (action_id, BH_AMI_OWN_PREFIX)) {
    if (!bh_ami_fields_is (f, BH_AMI_KEY_EVENT_LIST, "start"))
      take_answer (self, f, action_id, ok);
  } else if (strcmp (action_id, BH_AMI_OWN_LOGIN) == 0 && ok && self->link == LINK_NONE) {
    self->link = LINK_DEAF;
  } else if (strcmp (action_id, BH_AMI_OWN_BEGIN) == 0) {
    begin_snapshot (self, TRUE);
  } else if (strcmp (action_id, BH_AMI_OWN_END) == 0) {
    end_snapshot (self);
  }
}

static void
take_event (BhAmiNormalize *self, BhAmiMessage *message)
{
  int index = bh_ami_names_find (&rule_names, message->name, message->name_length);
  if (index < 0) {
    self->stats.unwanted++;
    return;
  }
  const BhAmiRule *rule = rules_by_index[index];
  bh_ami_fields_set_message (&self->fields, message);
  BhPbxEvent event = {.kind = rule->kind, .at_us = bh_ami_fields_timestamp (&self->fields)};
  if (rule->make (self, &self->fields, &event))
    bh_ami_normalize_give (self, &event);
}

void
bh_ami_normalize_feed (BhAmiNormalize *self, BhAmiMessage *message)
{
  self->stats.messages++;
  switch (message->kind) {
  case BH_AMI_MESSAGE_EVENT:
    take_event (self, message);
    break;
  case BH_AMI_MESSAGE_RESPONSE:
    bh_ami_fields_set_message (&self->fields, message);
    take_response (self, &self->fields);
    break;
  case BH_AMI_MESSAGE_GREETING:
    take_greeting (self, message->name);
    break;
  case BH_AMI_MESSAGE_OTHER:
    break;
  }
}

BhAmiNormalize *
bh_ami_normalize_new (BhAmiEventFunc func, gpointer user_data)
{
  BhAmiNormalize *self = g_new0 (BhAmiNormalize, 1);
  self->func = func;
  self->user_data = user_data;
  self->boot = g_strdup ("");
  self->uptime = -1;
  self->boots = 1;
  bh_ami_fields_init (&self->fields);
  self->halves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
bh_ami_normalize_free (BhAmiNormalize *self)
{
  bh_ami_fields_clear (&self->fields);
  g_hash_table_unref (self->halves);
  g_free (self->stated_boot);
  g_free (self->boot);
  g_free (self);
}

const char *
bh_ami_normalize_get_boot (const BhAmiNormalize *self)
{
  return self->boot;
}

const BhAmiNormalizeStats *
bh_ami_normalize_get_stats (const BhAmiNormalize *self)
{
  return &self->stats;
}
