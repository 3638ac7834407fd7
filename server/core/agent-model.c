/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/agent-record.h"

/* Agents. The shown state is never stored as a wish: it is read from the intent and from the parts
 * that the agent's device has in contacts; a lost link makes it unknown, whatever was true before.
 */

static void
unref_contact (gpointer contact)
{
  bh_contact_unref (contact);
}

static void
clear_wanted (gpointer data)
{
  g_free (((BhWanted *) data)->queue);
}

void
bh_agent_record_free (gpointer data)
{
  BhAgentRecord *agent = data;
  bh_text_clear (&agent->name);
  bh_text_clear (&agent->full_name);
  bh_text_clear (&agent->device);
  bh_text_clear (&agent->reason);
  bh_text_clear (&agent->pending_reason);
  g_free (agent->key);
  g_array_unref (agent->wanted);
  g_ptr_array_unref (agent->contacts);
  agent->model->n_timers -= (agent->wrap_contact != NULL) + (agent->return_by_us != 0);
  g_free (agent->wrap_contact);
  g_clear_pointer (&agent->picture, bh_agent_unref);
  g_free (agent);
}

void
bh_agent_touch (BhAgentRecord *agent)
{
  if (agent->listed)
    return;
  agent->listed = TRUE;
  g_ptr_array_add (agent->model->dirty_agents, agent);
}

static char *
device_key (BhModelPbx *pbx, const char *device)
{
  return g_strconcat (pbx->name, "|", device, NULL);
}

BhAgentRecord *
bh_agent_find_by_device (BhModelPbx *pbx, const char *device)
{
  if (device == NULL || g_hash_table_size (pbx->model->by_device) == 0)
    return NULL;
  g_autofree char *key = device_key (pbx, device);
  return g_hash_table_lookup (pbx->model->by_device, key);
}

BhAgent *
bh_model_get_agent_by_device (const BhModel *model, BhModelPbx *pbx, const char *device)
{
  BhAgentRecord *agent = bh_agent_find_by_device (pbx, device);
  return agent == NULL ? NULL : agent->picture;
}

BhAgent *
bh_model_get_agent (const BhModel *model, const char *name)
{
  BhAgentRecord *agent = name == NULL ? NULL : g_hash_table_lookup (model->agents, name);
  return agent == NULL ? NULL : agent->picture;
}

void
bh_model_list_agents (const BhModel *model, GPtrArray *out)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, model->agents);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((BhAgentRecord *) value)->picture != NULL)
      g_ptr_array_add (out, ((BhAgentRecord *) value)->picture);
}

/* ---- deriving */

const BhPart *
bh_agent_part_in (const BhAgentRecord *agent, const BhContact *contact)
{
  return bh_contact_find_part (contact, agent->device);
}

static guint
weight (BhPartState state)
{
  switch (state) {
  case BH_PART_TALKING:
    return 5;
  case BH_PART_CONSULT:
    return 4;
  case BH_PART_DIALING:
    return 3;
  case BH_PART_HOLD:
    return 2;
  case BH_PART_OFFERED:
    return 1;
  default:
    return 0;
  }
}

static const BhContact *
at_hand (const BhAgentRecord *agent)
{
  const BhContact *best = NULL;
  guint most = 0;
  for (guint i = 0; i < agent->contacts->len; i++) {
    const BhContact *contact = agent->contacts->pdata[i];
    const BhPart *part = bh_agent_part_in (agent, contact);
    /* a call made for a customer who waits is seen as part of that customer's contact */
    guint score = part == NULL ? 0 : weight (part->state) - (contact->consult_of != NULL ? 1 : 0);
    if (score > most) {
      most = score;
      best = contact;
    }
  }
  return best;
}

static BhAgentState
state_of_part (BhPartState state)
{
  switch (state) {
  case BH_PART_OFFERED:
    return BH_AGENT_OFFERED;
  case BH_PART_HOLD:
    return BH_AGENT_HOLD;
  case BH_PART_CONSULT:
    return BH_AGENT_CONSULT;
  default:
    return BH_AGENT_TALKING;
  }
}

static BhAgentState
derive (const BhAgentRecord *agent, const BhContact *contact, const char **why)
{
  if (!agent->signed_in && agent->intent == BH_AGENT_LOGGED_OUT) {
    *why = "Nobody is signed in at this phone.";
    return BH_AGENT_LOGGED_OUT;
  }
  if (agent->pbx->link == BH_LINK_DOWN ||
      (agent->pbx->in_snapshot && agent->state == BH_AGENT_UNKNOWN)) {
    *why = "The link to the PBX is away, so what the phone does cannot be seen.";
    return BH_AGENT_UNKNOWN;
  }
  if (contact != NULL) {
    BhAgentState state = state_of_part (bh_agent_part_in (agent, contact)->state);
    *why = state == BH_AGENT_OFFERED   ? "The phone rings for a contact."
           : state == BH_AGENT_HOLD    ? "The agent has put the customer on hold."
           : state == BH_AGENT_CONSULT ? "The agent asks a third party while the customer waits."
                                       : "The phone is in a call.";
    return state;
  }
  if (agent->wrap_contact != NULL) {
    *why = "The last contact is being wrapped up.";
    return BH_AGENT_WRAP_UP;
  }
  *why = agent->intent == BH_AGENT_READY
             ? "The agent is ready for the next contact."
             : "The agent, or somebody at the PBX, chose not to be ready.";
  return agent->intent;
}

static void
wish (BhAgentRecord *agent, BhEffectKind kind, const char *queue, gint penalty, gboolean paused)
{
  const char *reason = !paused ? NULL
                       : agent->wrap_contact != NULL
                           ? bh_system_reason_to_string (BH_SYSTEM_REASON_WRAP_UP)
                           : agent->reason;
  BhEffect effect = {.kind = kind,
                     .pbx = agent->pbx->name,
                     .device = agent->device,
                     .agent = agent->name,
                     .queue = queue,
                     .penalty = penalty,
                     .paused = paused,
                     .reason = reason};
  bh_model_add_effect (agent->model, &effect);
}

gboolean
bh_agent_should_pause (const BhAgentRecord *agent)
{
  return agent->intent != BH_AGENT_READY || agent->wrap_contact != NULL;
}

void
bh_agent_wish_pause (BhAgentRecord *agent)
{
  gboolean paused = bh_agent_should_pause (agent);
  if (!agent->signed_in)
    return;
  bh_queue_model_order_pause (agent->pbx, agent->device, paused, agent->model->now_us);
  wish (agent, BH_EFFECT_QUEUE_PAUSE, NULL, 0, paused);
}

void
bh_agent_wish_join (BhAgentRecord *agent, const BhWanted *wanted)
{
  wish (agent, BH_EFFECT_QUEUE_ADD, wanted->queue, wanted->penalty, bh_agent_should_pause (agent));
}

void
bh_agent_wish_penalty (BhAgentRecord *agent, const BhWanted *wanted)
{
  if (!bh_queue_model_has_penalty (agent->pbx, agent->device, wanted->queue, wanted->penalty))
    wish (agent, BH_EFFECT_QUEUE_PENALTY, wanted->queue, wanted->penalty, FALSE);
}

void
bh_agent_wish_leave (BhAgentRecord *agent)
{
  for (guint i = 0; i < agent->wanted->len; i++) {
    const char *queue = g_array_index (agent->wanted, BhWanted, i).queue;
    bh_queue_model_order_leave (agent->pbx, agent->device, queue);
    wish (agent, BH_EFFECT_QUEUE_REMOVE, queue, 0, FALSE);
  }
}

gboolean
bh_agent_membership (const BhAgentRecord *agent, const char *queue, BhAgentQueue *out)
{
  for (guint i = 0; bh_queue_model_member (agent->pbx, agent->device, i, out); i++)
    if (g_str_equal (out->queue, queue))
      return TRUE;
  return FALSE;
}

gboolean
bh_agent_is_busy (const BhAgentRecord *agent)
{
  return agent->contacts->len > 0 || agent->wrap_contact != NULL;
}

void
bh_agent_apply_pending (BhAgentRecord *agent)
{
  if (agent->pending == agent->intent && g_strcmp0 (agent->pending_reason, agent->reason) == 0)
    return;
  agent->intent = agent->pending;
  bh_text_share (&agent->reason, agent->pending_reason);
  bh_agent_wish_pause (agent);
}

/* ---- timers: wrap-up, and coming back after our restart */

static guint
n_timers (const BhAgentRecord *agent)
{
  return (agent->wrap_contact != NULL) + (agent->return_by_us != 0);
}

void
bh_agent_set_wrap_up (BhAgentRecord *agent, const char *contact, gint64 until_us)
{
  agent->model->n_timers -= n_timers (agent);
  g_free (agent->wrap_contact);
  agent->wrap_contact = g_strdup (contact);
  agent->wrap_until_us = contact != NULL ? until_us : 0;
  agent->model->n_timers += n_timers (agent);
}

void
bh_agent_set_return_by (BhAgentRecord *agent, gint64 until_us)
{
  agent->model->n_timers -= n_timers (agent);
  agent->return_by_us = until_us;
  agent->model->n_timers += n_timers (agent);
}

gboolean
bh_agent_wraps (const BhModel *model, const char *contact)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, model->agents);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_strcmp0 (((BhAgentRecord *) value)->wrap_contact, contact) == 0)
      return TRUE;
  return FALSE;
}

/* FALSE: there was none. The last one who wraps a contact up ends it. */
static gboolean
leave_wrap_up (BhAgentRecord *agent, gint64 now_us)
{
  g_autofree char *id = g_strdup (agent->wrap_contact);
  if (id == NULL)
    return FALSE;
  bh_agent_set_wrap_up (agent, NULL, 0);
  BhDraft *draft = g_hash_table_lookup (agent->model->contacts, id);
  if (draft != NULL && draft->released_us != 0 && !bh_agent_wraps (agent->model, id))
    bh_contact_model_finish (draft, agent->model, now_us);
  return TRUE;
}

void
bh_agent_end_wrap_up (BhAgentRecord *agent, gint64 now_us)
{
  if (!leave_wrap_up (agent, now_us))
    return;
  if (agent->contacts->len == 0) {
    agent->intent = agent->pending;
    bh_text_share (&agent->reason, agent->pending_reason);
  }
  bh_agent_wish_pause (agent);
  bh_agent_touch (agent);
}

static void
begin_wrap_up (BhAgentRecord *agent, const BhContact *contact, gint64 now_us)
{
  if (!agent->signed_in || agent->model->options.wrap_up_us <= 0 || contact->consult_of != NULL)
    return;
  if (agent->wrap_contact != NULL)
    bh_agent_end_wrap_up (agent, now_us);
  bh_agent_set_wrap_up (agent, contact->id, now_us + agent->model->options.wrap_up_us);
  bh_agent_wish_pause (agent);
}

static gboolean
has_contact (const BhAgentRecord *agent, const char *id)
{
  for (guint i = 0; i < agent->contacts->len; i++)
    if (g_str_equal (((BhContact *) agent->contacts->pdata[i])->id, id))
      return TRUE;
  return FALSE;
}

/* The agent was in it when the server went down, and the PBX does not show it any more. */
static gboolean
missed_its_end (const BhAgentRecord *agent, const BhDraft *draft)
{
  if (!draft->restored || agent->contacts->len > 0 || agent->wrap_contact != NULL)
    return FALSE;
  for (guint i = 0; i < draft->parts->len; i++) {
    const BhDraftPart *part = &g_array_index (draft->parts, BhDraftPart, i);
    if (part->was_here && g_strcmp0 (part->part.device, agent->device) == 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
bh_agent_model_wraps_up (BhModel *model, BhModelPbx *pbx, const BhDraft *draft)
{
  if (model->options.wrap_up_us <= 0 || draft->agents->len == 0 || draft->consult_of != NULL)
    return FALSE;
  BhAgentRecord *agent =
      bh_agent_find_by_device (pbx, draft->agents->pdata[draft->agents->len - 1]);
  if (agent == NULL || !agent->signed_in)
    return FALSE;
  /* who left it before, and is done with it, does not begin again; nobody would end it */
  return g_strcmp0 (agent->wrap_contact, draft->id) == 0 || has_contact (agent, draft->id) ||
         missed_its_end (agent, draft);
}

static void
sooner (gint64 *next_us, gint64 us)
{
  if (us != 0 && (*next_us == 0 || us < *next_us))
    *next_us = us;
}

gint64
bh_agent_model_next_deadline (const BhModel *model)
{
  gint64 next_us = 0;
  GHashTableIter iter;
  gpointer value;
  if (model->n_timers == 0)
    return 0; /* asked after every turn, and hardly ever is somebody wrapping up */
  g_hash_table_iter_init (&iter, model->agents);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    sooner (&next_us, ((BhAgentRecord *) value)->wrap_until_us);
    sooner (&next_us, ((BhAgentRecord *) value)->return_by_us);
  }
  return next_us;
}

void
bh_agent_model_tick (BhModel *model, gint64 now_us)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, model->agents);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhAgentRecord *agent = value;
    if (agent->wrap_contact != NULL && agent->wrap_until_us <= now_us)
      bh_agent_end_wrap_up (agent, now_us);
    if (agent->return_by_us != 0 && agent->return_by_us <= now_us)
      bh_agent_leave (agent, now_us);
  }
}

/* ---- facts */

gboolean
bh_agent_replace_contact (BhAgentRecord *agent, BhContact *after, gboolean live)
{
  for (guint i = 0; i < agent->contacts->len; i++) {
    BhContact *known = agent->contacts->pdata[i];
    if (!g_str_equal (known->id, after->id))
      continue;
    g_ptr_array_remove_index (agent->contacts, i);
    if (live)
      g_ptr_array_insert (agent->contacts, (gint) i, bh_contact_ref (after));
    return TRUE;
  }
  if (live)
    g_ptr_array_add (agent->contacts, bh_contact_ref (after));
  return FALSE;
}

static gboolean
takes_it_up_again (const BhAgentRecord *agent, const BhContact *before, const BhContact *after)
{
  const BhDraft *draft = g_hash_table_lookup (agent->model->contacts, after->id);

  return before != NULL && before->released_us == 0 && after->released_us != 0 &&
         after->ended_us == 0 && draft != NULL && missed_its_end (agent, draft);
}

static void
take_part (BhAgentRecord *agent,
           const BhContact *before,
           const BhContact *after,
           const BhPart *part,
           gint64 now_us)
{
  gboolean live = part->state != BH_PART_LEFT && after->released_us == 0;
  gboolean missed = takes_it_up_again (agent, before, after);
  gboolean was = bh_agent_replace_contact (agent, (BhContact *) after, live);
  if ((was || missed) && !live && part->talked && after->outcome != BH_OUTCOME_MERGED)
    begin_wrap_up (agent, after, now_us);
  if (!live && !bh_agent_is_busy (agent))
    bh_agent_apply_pending (agent);
  bh_agent_touch (agent);
}

void
bh_agent_model_contact (BhModel *model,
                        const BhContact *before,
                        const BhContact *after,
                        gint64 now_us)
{
  BhModelPbx *pbx = g_hash_table_lookup (model->pbxs, after->pbx);
  if (pbx == NULL || g_hash_table_size (model->by_device) == 0)
    return;
  for (guint i = 0; i < after->n_parts; i++) {
    BhAgentRecord *agent = bh_agent_find_by_device (pbx, after->parts[i].device);
    if (agent != NULL)
      take_part (agent, before, after, &after->parts[i], now_us);
  }
}

/* Somebody paused or unpaused the member at the PBX: that is what the agent wants now. An event
 * that only repeats how it was is none: it may have crossed our own command on the way; and nobody
 * but us pauses for a wrap-up. */
static void
adopt_pause (BhAgentRecord *agent, const BhPbxEvent *event)
{
  const char *ours = bh_system_reason_to_string (BH_SYSTEM_REASON_WRAP_UP);
  if (!agent->signed_in || !event->has_paused || !agent->pbx->pause_changed ||
      event->paused == bh_agent_should_pause (agent) ||
      (event->paused && g_strcmp0 (event->text, ours) == 0))
    return;
  if (event->paused) {
    agent->intent = agent->pending = BH_AGENT_NOT_READY;
    bh_text_set (&agent->reason,
                 event->text != NULL && *event->text != '\0'
                     ? event->text
                     : bh_system_reason_to_string (BH_SYSTEM_REASON_PBX_SIDE));
  } else {
    leave_wrap_up (agent, agent->model->now_us);
    agent->intent = agent->pending = BH_AGENT_READY;
    bh_text_set (&agent->reason, NULL);
  }
  bh_text_share (&agent->pending_reason, agent->reason);
}

BhAgentRecord *
bh_agent_add_record (BhModel *model,
                     BhModelPbx *pbx,
                     const char *name,
                     const char *device,
                     gint64 now_us)
{
  BhAgentRecord *agent = g_new0 (BhAgentRecord, 1);
  agent->model = model;
  agent->pbx = pbx;
  agent->name = g_ref_string_new (name);
  agent->full_name = g_ref_string_new (name);
  agent->device = g_ref_string_new (device);
  agent->key = device_key (pbx, device);
  agent->contacts = g_ptr_array_new_with_free_func (unref_contact);
  agent->wanted = g_array_new (FALSE, TRUE, sizeof (BhWanted));
  g_array_set_clear_func (agent->wanted, clear_wanted);
  agent->state = agent->intent = agent->pending = BH_AGENT_LOGGED_OUT;
  agent->since_us = now_us;
  gpointer phone = g_hash_table_lookup (pbx->devices, device);
  agent->phone = GPOINTER_TO_INT (phone);
  g_hash_table_insert (model->agents, (gpointer) agent->name, agent);
  g_hash_table_insert (model->by_device, agent->key, agent);
  bh_agent_touch (agent);
  return agent;
}

static void
track_member (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  const char *device = event->device != NULL && *event->device != '\0' ? event->device
                                                                       : event->member;
  BhAgentRecord *agent = bh_agent_find_by_device (pbx, device);
  if (agent == NULL && pbx->model->options.track_agents &&
      !g_hash_table_contains (pbx->model->agents, device))
    agent = bh_agent_add_record (pbx->model, pbx, device, device, now_us);
  if (agent == NULL)
    return;
  if (!agent->signed_in && event->name != NULL && *event->name != '\0')
    bh_text_set (&agent->full_name, event->name);
  if (!agent->signed_in && event->has_paused) {
    agent->intent = agent->pending = event->paused ? BH_AGENT_NOT_READY : BH_AGENT_READY;
    bh_text_set (&agent->reason, event->paused ? event->text : NULL);
  }
  adopt_pause (agent, event);
  bh_agent_touch (agent);
}

static void
on_member_removed (BhModelPbx *pbx, const BhPbxEvent *event)
{
  BhAgentRecord *agent =
      bh_agent_find_by_device (pbx, event->device != NULL ? event->device : event->member);
  BhAgentQueue any;
  if (agent == NULL)
    return;
  if (!agent->signed_in && !bh_queue_model_member (pbx, agent->device, 0, &any))
    agent->intent = agent->pending = BH_AGENT_LOGGED_OUT;
  bh_agent_touch (agent);
}

void
bh_agent_model_take_event (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhAgentRecord *agent;
  switch (event->kind) {
  case BH_PBX_MEMBER_ADDED:
  case BH_PBX_MEMBER_CHANGED:
    if (event->member != NULL)
      track_member (pbx, event, now_us);
    break;
  case BH_PBX_MEMBER_REMOVED:
    on_member_removed (pbx, event);
    break;
  case BH_PBX_DEVICE_STATE:
    if (event->device == NULL)
      break;
    g_hash_table_insert (pbx->devices,
                         g_strdup (event->device),
                         GINT_TO_POINTER ((gint) event->device_state));
    agent = bh_agent_find_by_device (pbx, event->device);
    if (agent != NULL && agent->phone != event->device_state) {
      agent->phone = event->device_state;
      bh_agent_touch (agent);
    }
    break;
  default:
    break;
  }
}

void
bh_agent_model_touch_pbx (BhModelPbx *pbx)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, pbx->model->agents);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((BhAgentRecord *) value)->pbx == pbx)
      bh_agent_touch (value);
}

/* ---- the picture */

static const BhWanted *
find_wanted (const BhAgentRecord *agent, const char *queue)
{
  for (guint i = 0; agent->signed_in && i < agent->wanted->len; i++)
    if (g_str_equal (g_array_index (agent->wanted, BhWanted, i).queue, queue))
      return &g_array_index (agent->wanted, BhWanted, i);
  return NULL;
}

/* The queues that the device is in, then those that the agent should be in and is not. */
static void
freeze_queues (BhAgentRecord *agent, BhAgent *picture)
{
  GArray *queues = g_array_new (FALSE, TRUE, sizeof (BhAgentQueue));
  BhAgentQueue queue, none;
  for (guint i = 0; bh_queue_model_member (agent->pbx, agent->device, i, &queue); i++) {
    const BhWanted *wanted = find_wanted (agent, queue.queue);
    queue.queue = g_ref_string_new (queue.queue);
    queue.reason = queue.reason == NULL ? NULL : g_ref_string_new (queue.reason);
    queue.wanted = wanted != NULL;
    queue.penalty = wanted != NULL ? wanted->penalty : 0;
    g_array_append_val (queues, queue);
  }
  for (guint i = 0; agent->signed_in && i < agent->wanted->len; i++) {
    const BhWanted *wanted = &g_array_index (agent->wanted, BhWanted, i);
    if (bh_agent_membership (agent, wanted->queue, &none))
      continue;
    queue = (BhAgentQueue){.queue = g_ref_string_new (wanted->queue),
                           .penalty = wanted->penalty,
                           .wanted = TRUE};
    g_array_append_val (queues, queue);
  }
  picture->n_queues = queues->len;
  picture->queues = (BhAgentQueue *) (gpointer) g_array_free (queues, FALSE);
}

static BhAgent *
freeze (BhAgentRecord *agent, const BhContact *contact, const char *why, gint64 now_us)
{
  BhAgent *picture = g_new0 (BhAgent, 1);
  g_atomic_ref_count_init (&picture->refs);
  agent->last_revision = MAX (now_us, agent->last_revision + 1);
  picture->revision = agent->last_revision;
  picture->agent = bh_text_ref (agent->name);
  picture->full_name = bh_text_ref (agent->full_name);
  picture->pbx = g_ref_string_new (agent->pbx->name);
  picture->device = bh_text_ref (agent->device);
  picture->why = g_ref_string_new (why);
  picture->reason = agent->state == BH_AGENT_NOT_READY ? bh_text_ref (agent->reason) : NULL;
  picture->intent_reason = bh_text_ref (agent->reason);
  picture->pending_reason = bh_text_ref (agent->pending_reason);
  picture->boot = g_ref_string_new (agent->pbx->boot);
  const char *id = contact != NULL ? contact->id : agent->wrap_contact;
  picture->contact = id == NULL ? NULL : g_ref_string_new (id);
  picture->state = agent->state;
  picture->intent = agent->intent;
  picture->pending = agent->pending;
  picture->phone = agent->phone;
  picture->since_us = agent->since_us;
  if (agent->wrap_contact != NULL)
    picture->wrap_up_contact = g_ref_string_new (agent->wrap_contact);
  picture->wrap_up_until_us = agent->wrap_until_us;
  picture->signed_in_us = agent->signed_in ? agent->signed_in_us : 0;
  picture->signed_in = agent->signed_in;
  picture->away = agent->away;
  freeze_queues (agent, picture);
  return picture;
}

gboolean
bh_agent_model_settle (BhModel *model, BhAgentRecord *agent, gint64 now_us, BhChange *change)
{
  const char *why = "";
  const BhContact *contact = at_hand (agent);
  BhAgentState state = derive (agent, contact, &why);
  const char *before_reason = agent->picture == NULL ? NULL : agent->picture->reason;

  agent->listed = FALSE;
  if (state != agent->state ||
      (state == BH_AGENT_NOT_READY && g_strcmp0 (before_reason, agent->reason) != 0))
    agent->since_us = now_us;
  agent->state = state;
  change->kind = BH_CHANGE_AGENT;
  change->at_us = now_us;
  change->agent.before = agent->picture; /* handed over */
  agent->picture = freeze (agent, contact, why, now_us);
  change->agent.after = bh_agent_ref (agent->picture);
  return TRUE;
}
