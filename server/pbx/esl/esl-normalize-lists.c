/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/pbx/esl/esl-agents.h"
#include "server/pbx/esl/esl-list.h"
#include "server/pbx/esl/esl-own.h"
#include "server/pbx/esl/esl-rules.h"

/* Lists, told as one snapshot when all are there. What events told of a channel on this connection
 * is better than a list: lists are made from a database that is filled a moment later, and tell
 * only of channels that nobody has told of. Of what mod_callcenter believes, what no channel bears
 * out is not believed. */

#define G_LOG_DOMAIN_ESL "bellhop-pbx"
/* A list may be so much behind the events. */
#define LAG_US      (2 * G_USEC_PER_SEC)
#define UUID_LENGTH 36

typedef struct {
  BhEslNormalize *self;
  BhEslSnapshot *snapshot;
  GArray *legs;        /* BhPbxEvent: LEG_NEW of each listed channel; strings lie in the parts */
  GHashTable *waiting; /* a caller's uuid -> its BhPbxEvent (QUEUE_JOINED), owned */
  gint64 now_us;       /* by the PBX, as near as it is known */
} Telling;

typedef void (*RowFunc) (Telling *t, BhEslList *row);

static const char *
column (BhEslList *row, const char *name)
{
  const char *value = bh_esl_list_get (row, name);
  return value == NULL || *value == '\0' ? NULL : value;
}

static gint64
column_integer (BhEslList *row, const char *name)
{
  const char *value = column (row, name);
  return value == NULL ? 0 : g_ascii_strtoll (value, NULL, 10);
}

static void
each_row (Telling *t, BhEslListed kind, RowFunc func)
{
  GArray *parts = t->snapshot->parts;
  for (guint i = 0; i < parts->len; i++) {
    BhEslSnapshotPart *part = &g_array_index (parts, BhEslSnapshotPart, i);
    if (part->kind != kind)
      continue;
    g_autoptr (BhEslList) list = bh_esl_list_new (part->text, part->length);
    while (bh_esl_list_next (list))
      func (t, list);
  }
}

static void
repaired (Telling *t, const char *what)
{
  t->self->stats.repaired++;
  g_log_structured (G_LOG_DOMAIN_ESL, G_LOG_LEVEL_MESSAGE, "MESSAGE", "%s", what);
}

/* ---- channels */

static gboolean
is_answered (const char *callstate)
{
  static const char *const words[] = {"ACTIVE", "HELD", "UNHELD", "RING_WAIT"};
  for (gsize i = 0; callstate != NULL && i < G_N_ELEMENTS (words); i++)
    if (strcmp (callstate, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* "3000@default+flags" -> the conference it is in; "lot1 6001" -> where it is parked. */
static void
read_application (BhEslChannel *channel, BhEslList *row, BhPbxEvent *event)
{
  const char *application = column (row, "application");
  const char *data = column (row, "application_data");
  if (application == NULL || data == NULL)
    return;
  if (strcmp (application, "conference") == 0) {
    g_autofree char *room = g_strndup (data, strcspn (data, "@+"));
    g_free (channel->bridge);
    channel->bridge = g_strconcat ("conference:", room, NULL);
    channel->conference = TRUE;
  } else if (strcmp (application, "valet_park") == 0) {
    const char *space = strchr (data, ' ');
    channel->parked = TRUE;
    bh_esl_channel_set (&channel->space, space != NULL ? space + 1 : "");
  } else if (strcmp (application, "callcenter") == 0)
    event->queue = data;
}

static void
read_row (BhEslChannel *channel, BhEslList *row)
{
  const char *state = column (row, "callstate");
  const char *call = column (row, "call_uuid");
  channel->outgoing = g_strcmp0 (column (row, "direction"), "outbound") == 0;
  channel->answered = is_answered (state);
  channel->ringing = g_strcmp0 (state, "RINGING") == 0;
  channel->held = g_strcmp0 (state, "HELD") == 0;
  channel->born_us = column_integer (row, "created_epoch") * G_USEC_PER_SEC;
  if (call != NULL)
    bh_esl_channel_set (&channel->call, call);
}

static const char *
shown (BhEslList *row, const char *name)
{
  const char *value = bh_esl_list_get (row, name);
  return value != NULL && bh_esl_is_withheld (value) ? "" : value;
}

/* Of several that a transfer left behind, the "initial" columns tell how the call began. */
static void
row_parties (const BhEslChannel *channel, BhEslList *row, BhPbxEvent *event)
{
  const char *number = shown (row, "initial_cid_num");
  const char *name = shown (row, "initial_cid_name");
  const char *dialed = column (row, "initial_dest");
  if (number == NULL)
    number = shown (row, "cid_num");
  if (name == NULL)
    name = shown (row, "cid_name");
  event->dialed = dialed != NULL ? dialed : column (row, "dest");
  event->number = channel->outgoing ? event->dialed : number;
  event->name = channel->outgoing || g_strcmp0 (name, number) == 0 ? NULL : name;
  event->peer_number = channel->outgoing ? number : NULL;
  event->context = column (row, "initial_context");
}

static void
take_channel (Telling *t, BhEslList *row)
{
  BhEslNormalize *self = t->self;
  const char *uuid = column (row, "uuid");
  g_autofree char *device = bh_esl_device (column (row, "presence_id"), column (row, "name"));
  if (uuid == NULL || device == NULL ||
      (self->ended != NULL && g_hash_table_contains (self->ended, uuid)))
    return;
  BhEslChannel *channel = bh_esl_find (self, uuid);
  gboolean is_new = channel == NULL;
  BhPbxEvent event = {.kind = BH_PBX_LEG_NEW};
  if (is_new) {
    channel = bh_esl_channels_add (&self->channels, uuid, device);
    read_row (channel, row);
    read_application (channel, row, &event);
  }
  channel->listed = TRUE;
  event.leg = channel->uuid;
  row_parties (channel, row, &event);
  event.age_ms = (t->now_us - column_integer (row, "created_epoch") * G_USEC_PER_SEC) / 1000;
  event.age_ms = MAX (event.age_ms - 999, 1); /* whole seconds; a dump knows better */
  g_array_append_val (t->legs, event);
  channel->row = t->legs->len;
}

static BhPbxEvent *
leg_event (Telling *t, const BhEslChannel *channel)
{
  return channel->row > 0 ? &g_array_index (t->legs, BhPbxEvent, channel->row - 1) : NULL;
}

static void
read_dump (Telling *t, BhEslSnapshotPart *part)
{
  BhEslNormalize *self = t->self;
  bh_esl_message_set (bh_esl_get_dump (self),
                      BH_ESL_MESSAGE_EVENT,
                      *part->text == '{' ? BH_ESL_FORM_JSON : BH_ESL_FORM_PLAIN,
                      part->text,
                      part->text + part->length);
  BhEslChannel *channel = bh_esl_find (self, bh_esl_text (self->dump, "Unique-ID"));
  BhPbxEvent *event = channel != NULL ? leg_event (t, channel) : NULL;
  gint64 at_us = bh_esl_integer (self->dump, "Event-Date-Timestamp");
  gint64 born_us = bh_esl_integer (self->dump, "Caller-Channel-Created-Time");
  t->now_us = MAX (t->now_us, at_us);
  if (event == NULL)
    return;
  bh_esl_read_queue (channel, self->dump);
  if (at_us > born_us && born_us > 0)
    event->age_ms = MAX ((at_us - born_us) / 1000, 1);
}

static void
read_dumps (Telling *t)
{
  GArray *parts = t->snapshot->parts;
  for (guint i = 0; i < parts->len; i++) {
    BhEslSnapshotPart *part = &g_array_index (parts, BhEslSnapshotPart, i);
    if (part->kind == BH_ESL_LISTED_DUMP)
      read_dump (t, part);
  }
}

static void
take_call (Telling *t, BhEslList *row)
{
  BhEslChannel *one = bh_esl_find (t->self, column (row, "uuid"));
  BhEslChannel *two = bh_esl_find (t->self, column (row, "b_uuid"));
  if (one == NULL || two == NULL || one->bridge != NULL || two->bridge != NULL)
    return;
  bh_esl_join_calls (t->self, one, two);
  bh_esl_meet (one, two);
}

/* ---- what mod_callcenter believes */

static void
take_agent (Telling *t, BhEslList *row)
{
  const char *name = column (row, "name");
  if (name == NULL)
    return;
  BhEslAgent *agent = bh_esl_agents_ensure (t->self->agents, name);
  agent->status = bh_esl_agent_status (column (row, "status"));
  bh_esl_agent_set_contact (agent, column (row, "contact"));
  g_ptr_array_set_size (agent->queues, 0);
}

static gboolean
is_in_a_call (BhEslNormalize *self, const BhEslAgent *agent, const char *uuid)
{
  g_autofree char *device = bh_esl_agent_device (agent);
  return bh_esl_find (self, uuid) != NULL ||
         bh_esl_channels_of_device (&self->channels, device) != NULL;
}

/* An agent who is "Receiving" for ever gets no call any more. */
static void
check_agent (Telling *t, BhEslList *row)
{
  const char *name = column (row, "name");
  const char *state = column (row, "state");
  if (name == NULL || state == NULL ||
      (strcmp (state, "Receiving") != 0 && strcmp (state, "In a queue call") != 0 &&
       strcmp (state, "Reserved") != 0))
    return;
  if (is_in_a_call (t->self, bh_esl_agents_ensure (t->self->agents, name), column (row, "uuid")))
    return;
  g_autofree char *text = g_strdup_printf (
      "FreeSWITCH says that its agent %s is \"%s\", but no channel of that phone is "
      "up: taken as waiting.",
      name,
      state);
  repaired (t, text);
  g_queue_push_tail (&t->self->stale_agents, g_strdup (name));
}

static void
take_tier (Telling *t, BhEslList *row)
{
  const char *name = column (row, "agent");
  const char *queue = column (row, "queue");
  if (name != NULL && queue != NULL)
    bh_esl_agent_join (bh_esl_agents_ensure (t->self->agents, name), queue);
}

/* Members stay listed as answered, waiting or trying for hours after their hang-up. */
static void
take_member (Telling *t, BhEslList *row)
{
  const char *uuid = column (row, "session_uuid");
  const char *state = column (row, "state");
  const char *queue = column (row, "queue");
  if (uuid == NULL || state == NULL || queue == NULL || strcmp (state, "Abandoned") == 0)
    return;
  BhEslChannel *caller = bh_esl_find (t->self, uuid);
  if (caller == NULL) {
    g_autofree char *text =
        g_strdup_printf ("FreeSWITCH lists a caller as \"%s\" in the queue %s, but its channel %s "
                         "is not up: not believed.",
                         state,
                         queue,
                         uuid);
    repaired (t, text);
    return;
  }
  BhPbxEvent *leg = leg_event (t, caller);
  if (leg != NULL)
    leg->queue = queue;
  if (strcmp (state, "Answered") == 0)
    return;
  bh_esl_channel_set (&caller->queue, queue);
  BhPbxEvent *joined = g_new0 (BhPbxEvent, 1);
  gint64 since_us = column_integer (row, "joined_epoch") * G_USEC_PER_SEC;
  joined->kind = BH_PBX_QUEUE_JOINED;
  joined->queue = queue;
  joined->age_ms = MAX ((t->now_us - since_us) / 1000 - 999, 1);
  g_hash_table_insert (t->waiting, caller->uuid, joined);
}

/* ---- telling */

static BhLegState
state_of (const BhEslChannel *channel)
{
  if (channel->answered)
    return BH_LEG_STATE_UP;
  if (channel->ringing)
    return BH_LEG_STATE_RINGING;
  return channel->outgoing ? BH_LEG_STATE_DOWN : BH_LEG_STATE_DIALING;
}

static void
tell_leg (Telling *t, BhPbxEvent *event)
{
  BhEslChannel *channel = bh_esl_find (t->self, event->leg);
  if (channel == NULL)
    return;
  event->call = channel->call;
  event->device = channel->device;
  event->local_half = channel->local;
  event->known_phone = channel->phone;
  event->incoming = !channel->outgoing;
  event->leg_state = state_of (channel);
  event->bridge = channel->bridge;
  bh_esl_give (t->self, event);
}

static void
tell_ringing (Telling *t, BhEslChannel *channel)
{
  BhEslChannel *dialer = bh_esl_find (t->self, channel->member);
  if (dialer == NULL && strcmp (channel->call, channel->uuid) != 0)
    dialer = bh_esl_find (t->self, channel->call);
  bh_esl_offer (t->self, channel);
  if (dialer == NULL)
    return;
  BhPbxEvent event = bh_esl_event_of (dialer, BH_PBX_DIAL_BEGAN);
  bh_esl_event_other (&event, channel);
  event.dialed = channel->device;
  bh_esl_give (t->self, &event);
}

static void
tell_rest (Telling *t, BhEslChannel *channel)
{
  BhPbxEvent *joined = g_hash_table_lookup (t->waiting, channel->uuid);
  if (joined != NULL) {
    BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_QUEUE_JOINED);
    event.queue = joined->queue;
    event.age_ms = joined->age_ms;
    bh_esl_give (t->self, &event);
  }
  if (channel->held) {
    BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_LEG_HELD);
    bh_esl_give (t->self, &event);
  }
  if (channel->conference) {
    BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_CONFERENCE_JOINED);
    event.bridge = channel->bridge;
    event.text = strchr (channel->bridge, ':') + 1;
    bh_esl_give (t->self, &event);
  }
  if (channel->parked) {
    BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_PARKED);
    event.text = channel->space != NULL ? channel->space : "";
    bh_esl_give (t->self, &event);
  }
  if (channel->outgoing && !channel->answered)
    tell_ringing (t, channel);
}

/* A caller's leg names the call of the agent's that rings for it. */
static void
settle_calls (Telling *t)
{
  for (guint i = 0; i < t->legs->len; i++) {
    BhEslChannel *channel = bh_esl_find (t->self, g_array_index (t->legs, BhPbxEvent, i).leg);
    BhEslChannel *caller = channel != NULL ? bh_esl_find (t->self, channel->member) : NULL;
    if (caller != NULL)
      bh_esl_channel_set (&channel->call, caller->call);
    else if (channel != NULL && bh_esl_find (t->self, channel->call) == NULL && !channel->outgoing)
      bh_esl_channel_set (&channel->call, channel->uuid);
  }
}

/* What was told by events just now is there, whatever the list says; the rest that is not listed
 * is gone. */
static void
sweep_channels (Telling *t)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, t->self->channels.by_uuid);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhEslChannel *channel = value;
    gboolean is_recent = t->self->at_us - channel->born_us < LAG_US;
    BhPbxEvent event = {.kind = BH_PBX_LEG_NEW, .leg = channel->uuid};
    if (!channel->listed && is_recent)
      g_array_append_val (t->legs, event);
    else if (!channel->listed)
      g_ptr_array_add (gone, channel);
    channel->listed = FALSE;
    channel->row = 0;
  }
  for (guint i = 0; i < gone->len; i++)
    bh_esl_channels_remove (&t->self->channels, gone->pdata[i]);
}

static void
tell_legs (Telling *t)
{
  sweep_channels (t);
  settle_calls (t);
  for (guint i = 0; i < t->legs->len; i++)
    tell_leg (t, &g_array_index (t->legs, BhPbxEvent, i));
  for (guint i = 0; i < t->legs->len; i++) {
    BhEslChannel *channel = bh_esl_find (t->self, g_array_index (t->legs, BhPbxEvent, i).leg);
    if (channel != NULL)
      tell_rest (t, channel);
  }
}

static void
tell_queue (Telling *t, BhEslList *row)
{
  BhPbxEvent event = {.kind = BH_PBX_QUEUE_KNOWN, .queue = column (row, "name")};
  if (event.queue != NULL)
    bh_esl_give (t->self, &event);
}

static void
tell_tier (Telling *t, BhEslList *row)
{
  const char *name = column (row, "agent");
  const char *queue = column (row, "queue");
  if (name == NULL || queue == NULL)
    return;
  BhEslAgent *agent = bh_esl_agents_ensure (t->self->agents, name);
  if (agent->status != BH_ESL_LOGGED_OUT)
    bh_esl_give_member (t->self,
                        BH_PBX_MEMBER_ADDED,
                        agent,
                        queue,
                        (gint) column_integer (row, "level") - 1);
}

static void
take_phone (Telling *t, BhEslList *row)
{
  const char *user = column (row, "reg_user");
  const char *host = column (row, "realm");
  if (user != NULL && host != NULL)
    bh_esl_set_registered (t->self, user, host, TRUE);
}

/* Values are decoded where they lie, and the text of a table is cut at its bars: so a table that is
 * read twice is kept twice. */
static void
double_tables (BhEslSnapshot *snapshot, BhEslListed kind, BhEslListed as)
{
  guint n = snapshot->parts->len;
  for (guint i = 0; i < n; i++) {
    BhEslSnapshotPart part = g_array_index (snapshot->parts, BhEslSnapshotPart, i);
    if (part.kind == kind)
      bh_esl_snapshot_add (snapshot, as, part.text, part.length);
  }
}

static void
tell_all (Telling *t)
{
  static const char *const words[] = {"",
                                      "legs",
                                      "queues",
                                      "legs queues",
                                      "devices",
                                      "legs devices",
                                      "queues devices",
                                      "legs queues devices"};
  BhEslSnapshot *snapshot = t->snapshot;
  gboolean has_legs = bh_esl_snapshot_has (snapshot, BH_ESL_LISTED_CHANNELS);
  gboolean has_queues = bh_esl_snapshot_has (snapshot, BH_ESL_LISTED_AGENTS) &&
                        bh_esl_snapshot_has (snapshot, BH_ESL_LISTED_TIERS);
  gboolean has_phones = bh_esl_snapshot_has (snapshot, BH_ESL_LISTED_PHONES);
  BhPbxEvent begin = {.kind = BH_PBX_SNAPSHOT_BEGIN};
  BhPbxEvent end = {.kind = BH_PBX_SNAPSHOT_END};
  double_tables (snapshot, BH_ESL_LISTED_AGENTS, BH_ESL_LISTED_AGENTS_AGAIN);
  double_tables (snapshot, BH_ESL_LISTED_TIERS, BH_ESL_LISTED_TIERS_AGAIN);
  bh_esl_give (t->self, &begin);
  each_row (t, BH_ESL_LISTED_QUEUES, tell_queue);
  each_row (t, BH_ESL_LISTED_AGENTS, take_agent);
  each_row (t, BH_ESL_LISTED_TIERS, take_tier);
  each_row (t, BH_ESL_LISTED_CHANNELS, take_channel);
  read_dumps (t);
  each_row (t, BH_ESL_LISTED_CALLS, take_call);
  each_row (t, BH_ESL_LISTED_MEMBERS, take_member);
  if (has_phones)
    bh_esl_begin_registrations (t->self);
  if (has_queues)
    each_row (t, BH_ESL_LISTED_TIERS_AGAIN, tell_tier);
  if (has_legs) {
    tell_legs (t);
    each_row (t, BH_ESL_LISTED_AGENTS_AGAIN, check_agent);
  }
  each_row (t, BH_ESL_LISTED_PHONES, take_phone);
  if (has_phones)
    bh_esl_end_registrations (t->self);
  end.text = words[(has_legs ? 1 : 0) | (has_queues ? 2 : 0) | (has_phones ? 4 : 0)];
  bh_esl_give (t->self, &end);
}

void
bh_esl_flush_lists (BhEslNormalize *self)
{
  BhEslSnapshot *snapshot = g_steal_pointer (&self->snapshot);
  if (snapshot == NULL)
    return;
  if (snapshot->parts->len > 0 || snapshot->is_own) {
    Telling t = {.self = self, .snapshot = snapshot, .now_us = snapshot->now_us};
    t.legs = g_array_new (FALSE, FALSE, sizeof (BhPbxEvent));
    t.waiting = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
    tell_all (&t);
    g_array_unref (t.legs);
    g_hash_table_unref (t.waiting);
  }
  bh_esl_snapshot_free (snapshot);
  g_clear_pointer (&self->ended, g_hash_table_unref);
  self->expected = BH_ESL_LISTED_NOTHING;
}

/* ---- taking */

static void
begin (BhEslNormalize *self, gboolean is_own)
{
  bh_esl_flush_lists (self);
  self->snapshot = bh_esl_snapshot_new (is_own, self->now_us);
  self->ended = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static const struct {
  const char *mark;
  BhEslListed kind;
} lists[] = {
    {BH_ESL_LIST_CHANNELS, BH_ESL_LISTED_CHANNELS},
    {BH_ESL_LIST_CALLS, BH_ESL_LISTED_CALLS},
    {BH_ESL_LIST_PHONES, BH_ESL_LISTED_PHONES},
    {BH_ESL_LIST_QUEUES, BH_ESL_LISTED_QUEUES},
    {BH_ESL_LIST_AGENTS, BH_ESL_LISTED_AGENTS},
    {BH_ESL_LIST_TIERS, BH_ESL_LISTED_TIERS},
};

/* Our own session's words between the lists; see esl-own.h. */
static gboolean
take_mark (BhEslNormalize *self, const char *text, gsize length)
{
  g_autofree char *mark = NULL;
  if (length > 256 || !g_str_has_prefix (text, BH_ESL_OWN_PREFIX))
    return FALSE;
  mark = g_strchomp (g_strndup (text, length));
  self->expected = BH_ESL_LISTED_NOTHING;
  if (strcmp (mark, BH_ESL_MARK_BEGIN) == 0)
    begin (self, TRUE);
  else if (strcmp (mark, BH_ESL_MARK_END) == 0)
    bh_esl_flush_lists (self);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (strcmp (mark, lists[i].mark) == 0)
      self->expected = lists[i].kind;
  return TRUE;
}

/* A client that only asked for lists learns from a dump which boot it speaks to. */
static void
note_boot (BhEslNormalize *self, const char *text, gsize length)
{
  static const char *const marks[] = {"\"Core-UUID\":\"", "\nCore-UUID: "};
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++) {
    const char *found = g_strstr_len (text, (gssize) length, marks[i]);
    const char *from = found != NULL ? found + strlen (marks[i]) : NULL;
    if (from == NULL || from + UUID_LENGTH > text + length)
      continue;
    g_autofree char *uuid = g_strndup (from, UUID_LENGTH);
    bh_esl_set_boot (self, uuid);
  }
}

gboolean
bh_esl_take_list (BhEslNormalize *self, const char *text, gsize length)
{
  if (take_mark (self, text, length))
    return TRUE;
  BhEslListed kind = bh_esl_snapshot_judge (text, length);
  /* an empty list does not tell what it is of */
  gboolean is_empty = length < 64 && g_str_has_prefix (text, "{\"row_count\":");
  if (kind == BH_ESL_LISTED_NOTHING && is_empty)
    kind = self->expected;
  self->expected = BH_ESL_LISTED_NOTHING;
  if (kind == BH_ESL_LISTED_NOTHING)
    return FALSE;
  if (self->snapshot == NULL)
    begin (self, FALSE);
  if (kind == BH_ESL_LISTED_DUMP)
    note_boot (self, text, length);
  bh_esl_snapshot_add (self->snapshot, kind, text, length);
  return TRUE;
}
