/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/model-private.h"

/* Agents. The shown state is never stored as a wish: it is read from the intent and from the parts
 * that the agent's device has in contacts; a lost link makes it unknown, whatever was true before.
 */

struct BhAgentRecord {
  BhModel *model;
  BhModelPbx *pbx;
  const char *name, *full_name, *device;
  const char *reason, *pending_reason;
  char *key;           /* in by_device */
  char **wanted;       /* queues to be in while signed in */
  GPtrArray *contacts; /* BhContact pictures in which the device has a live part */
  char *wrap_contact;
  gint64 wrap_until_us;
  BhAgentState intent, pending, state;
  BhDeviceState phone;
  gint64 since_us, last_revision;
  BhAgent *picture;
  gboolean signed_in, away, listed;
};

static void
unref_contact (gpointer contact)
{
  bh_contact_unref (contact);
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
  g_strfreev (agent->wanted);
  g_ptr_array_unref (agent->contacts);
  agent->model->n_wrapping -= agent->wrap_contact != NULL;
  g_free (agent->wrap_contact);
  g_clear_pointer (&agent->picture, bh_agent_unref);
  g_free (agent);
}

static void
touch (BhAgentRecord *agent)
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

static BhAgentRecord *
find_by_device (BhModelPbx *pbx, const char *device)
{
  if (device == NULL || g_hash_table_size (pbx->model->by_device) == 0)
    return NULL;
  g_autofree char *key = device_key (pbx, device);
  return g_hash_table_lookup (pbx->model->by_device, key);
}

BhAgent *
bh_model_get_agent_by_device (const BhModel *model, BhModelPbx *pbx, const char *device)
{
  BhAgentRecord *agent = find_by_device (pbx, device);
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

static const BhPart *
part_in (const BhAgentRecord *agent, const BhContact *contact)
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
    const BhPart *part = part_in (agent, contact);
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
  if (agent->pbx->link == BH_LINK_DOWN) {
    *why = "The link to the PBX is away, so what the phone does cannot be seen.";
    return BH_AGENT_UNKNOWN;
  }
  if (contact != NULL) {
    BhAgentState state = state_of_part (part_in (agent, contact)->state);
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
wish (BhAgentRecord *agent,
      BhEffectKind kind,
      const char *queue,
      gboolean paused,
      const char *reason)
{
  BhEffect effect = {.kind = kind,
                     .pbx = agent->pbx->name,
                     .device = agent->device,
                     .agent = agent->name,
                     .queue = queue,
                     .paused = paused,
                     .reason = reason};
  bh_model_add_effect (agent->model, &effect);
}

static gboolean
should_pause (const BhAgentRecord *agent)
{
  return agent->intent != BH_AGENT_READY || agent->wrap_contact != NULL;
}

static void
wish_pause (BhAgentRecord *agent)
{
  gboolean paused = should_pause (agent);
  const char *reason = agent->wrap_contact != NULL ? "wrap_up" : agent->reason;
  if (agent->signed_in)
    wish (agent, BH_EFFECT_QUEUE_PAUSE, NULL, paused, paused ? reason : NULL);
}

static gboolean
is_busy (const BhAgentRecord *agent)
{
  return agent->contacts->len > 0 || agent->wrap_contact != NULL;
}

static void
apply_pending (BhAgentRecord *agent)
{
  if (agent->pending == agent->intent && g_strcmp0 (agent->pending_reason, agent->reason) == 0)
    return;
  agent->intent = agent->pending;
  bh_text_share (&agent->reason, agent->pending_reason);
  wish_pause (agent);
}

/* ---- wrap-up */

/* FALSE: there was none. */
static gboolean
leave_wrap_up (BhAgentRecord *agent, gint64 now_us)
{
  g_autofree char *id = g_steal_pointer (&agent->wrap_contact);
  if (id == NULL)
    return FALSE;
  agent->model->n_wrapping--;
  agent->wrap_until_us = 0;
  BhDraft *draft = g_hash_table_lookup (agent->model->contacts, id);
  if (draft != NULL && draft->released_us != 0)
    bh_contact_model_finish (draft, agent->model, now_us);
  return TRUE;
}

static void
end_wrap_up (BhAgentRecord *agent, gint64 now_us)
{
  if (!leave_wrap_up (agent, now_us))
    return;
  if (agent->contacts->len == 0) {
    agent->intent = agent->pending;
    bh_text_share (&agent->reason, agent->pending_reason);
  }
  wish_pause (agent);
  touch (agent);
}

static void
begin_wrap_up (BhAgentRecord *agent, const BhContact *contact, gint64 now_us)
{
  if (!agent->signed_in || agent->model->options.wrap_up_us <= 0 || contact->consult_of != NULL)
    return;
  if (agent->wrap_contact != NULL)
    end_wrap_up (agent, now_us);
  agent->wrap_contact = g_strdup (contact->id);
  agent->model->n_wrapping++;
  agent->wrap_until_us = now_us + agent->model->options.wrap_up_us;
  wish_pause (agent);
}

gboolean
bh_agent_model_wraps_up (BhModel *model, BhModelPbx *pbx, const BhDraft *draft)
{
  if (model->options.wrap_up_us <= 0 || draft->agents->len == 0 || draft->consult_of != NULL)
    return FALSE;
  BhAgentRecord *agent = find_by_device (pbx, draft->agents->pdata[draft->agents->len - 1]);
  return agent != NULL && agent->signed_in;
}

gint64
bh_agent_model_next_deadline (const BhModel *model)
{
  if (model->n_wrapping == 0)
    return 0; /* asked after every turn, and hardly ever is somebody wrapping up */
  gint64 next = 0;
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, model->agents);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhAgentRecord *agent = value;
    if (agent->wrap_contact != NULL && (next == 0 || agent->wrap_until_us < next))
      next = agent->wrap_until_us;
  }
  return next;
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
      end_wrap_up (agent, now_us);
  }
}

/* ---- facts */

static gboolean
replace_contact (BhAgentRecord *agent, BhContact *after, gboolean live)
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

static void
take_part (BhAgentRecord *agent, const BhContact *after, const BhPart *part, gint64 now_us)
{
  gboolean live = part->state != BH_PART_LEFT && after->released_us == 0;
  gboolean was = replace_contact (agent, (BhContact *) after, live);
  if (was && !live && part->talked && after->outcome != BH_OUTCOME_MERGED)
    begin_wrap_up (agent, after, now_us);
  if (!live && !is_busy (agent))
    apply_pending (agent);
  touch (agent);
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
    BhAgentRecord *agent = find_by_device (pbx, after->parts[i].device);
    if (agent != NULL)
      take_part (agent, after, &after->parts[i], now_us);
  }
}

/* Somebody paused or unpaused the member at the PBX: that is what the agent wants now. An event
 * that only repeats how it was is none: it may have crossed our own command on the way. */
static void
adopt_pause (BhAgentRecord *agent, const BhPbxEvent *event)
{
  if (!agent->signed_in || !event->has_paused || !agent->pbx->pause_changed ||
      event->paused == should_pause (agent))
    return;
  if (event->paused) {
    agent->intent = agent->pending = BH_AGENT_NOT_READY;
    bh_text_set (&agent->reason, event->text != NULL && *event->text != '\0' ? event->text : "pbx");
  } else {
    leave_wrap_up (agent, agent->model->now_us);
    agent->intent = agent->pending = BH_AGENT_READY;
    bh_text_set (&agent->reason, NULL);
  }
  bh_text_share (&agent->pending_reason, agent->reason);
}

static BhAgentRecord *
add_record (BhModel *model, BhModelPbx *pbx, const char *name, const char *device, gint64 now_us)
{
  BhAgentRecord *agent = g_new0 (BhAgentRecord, 1);
  agent->model = model;
  agent->pbx = pbx;
  agent->name = g_ref_string_new (name);
  agent->full_name = g_ref_string_new (name);
  agent->device = g_ref_string_new (device);
  agent->key = device_key (pbx, device);
  agent->contacts = g_ptr_array_new_with_free_func (unref_contact);
  agent->state = agent->intent = agent->pending = BH_AGENT_LOGGED_OUT;
  agent->since_us = now_us;
  gpointer phone = g_hash_table_lookup (pbx->devices, device);
  agent->phone = GPOINTER_TO_INT (phone);
  g_hash_table_insert (model->agents, (gpointer) agent->name, agent);
  g_hash_table_insert (model->by_device, agent->key, agent);
  touch (agent);
  return agent;
}

static void
track_member (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  const char *device = event->device != NULL && *event->device != '\0' ? event->device
                                                                       : event->member;
  BhAgentRecord *agent = find_by_device (pbx, device);
  if (agent == NULL && pbx->model->options.track_agents &&
      !g_hash_table_contains (pbx->model->agents, device))
    agent = add_record (pbx->model, pbx, device, device, now_us);
  if (agent == NULL)
    return;
  if (!agent->signed_in && event->name != NULL && *event->name != '\0')
    bh_text_set (&agent->full_name, event->name);
  if (!agent->signed_in && event->has_paused) {
    agent->intent = agent->pending = event->paused ? BH_AGENT_NOT_READY : BH_AGENT_READY;
    bh_text_set (&agent->reason, event->paused ? event->text : NULL);
  }
  adopt_pause (agent, event);
  touch (agent);
}

static void
on_member_removed (BhModelPbx *pbx, const BhPbxEvent *event)
{
  BhAgentRecord *agent =
      find_by_device (pbx, event->device != NULL ? event->device : event->member);
  BhAgentQueue any;
  if (agent == NULL)
    return;
  if (!agent->signed_in && !bh_queue_model_member (pbx, agent->device, 0, &any))
    agent->intent = agent->pending = BH_AGENT_LOGGED_OUT;
  touch (agent);
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
    agent = find_by_device (pbx, event->device);
    if (agent != NULL && agent->phone != event->device_state) {
      agent->phone = event->device_state;
      touch (agent);
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
      touch (value);
}

/* ---- the picture */

static void
freeze_queues (BhAgentRecord *agent, BhAgent *picture)
{
  g_autoptr (GArray) queues = g_array_new (FALSE, TRUE, sizeof (BhAgentQueue));
  BhAgentQueue queue;
  for (guint i = 0; bh_queue_model_member (agent->pbx, agent->device, i, &queue); i++) {
    queue.queue = g_ref_string_new (queue.queue);
    queue.reason = queue.reason == NULL ? NULL : g_ref_string_new (queue.reason);
    g_array_append_val (queues, queue);
  }
  picture->n_queues = queues->len;
  picture->queues = (BhAgentQueue *) (gpointer) g_array_free (g_steal_pointer (&queues), FALSE);
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
  picture->pending_reason = bh_text_ref (agent->pending_reason);
  const char *id = contact != NULL ? contact->id : agent->wrap_contact;
  picture->contact = id == NULL ? NULL : g_ref_string_new (id);
  picture->state = agent->state;
  picture->intent = agent->intent;
  picture->pending = agent->pending;
  picture->phone = agent->phone;
  picture->since_us = agent->since_us;
  picture->wrap_up_until_us = agent->wrap_contact != NULL ? agent->wrap_until_us : 0;
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

/* ---- what agents ask for */

static void
wish_queues (BhAgentRecord *agent, BhEffectKind kind)
{
  for (guint i = 0; agent->wanted != NULL && agent->wanted[i] != NULL; i++)
    wish (agent,
          kind,
          agent->wanted[i],
          kind == BH_EFFECT_QUEUE_ADD && should_pause (agent),
          agent->reason);
}

static gboolean
is_member (const BhAgentRecord *agent, const char *queue)
{
  BhAgentQueue member;
  for (guint i = 0; bh_queue_model_member (agent->pbx, agent->device, i, &member); i++)
    if (g_strcmp0 (member.queue, queue) == 0)
      return TRUE;
  return FALSE;
}

const BhTurn *
bh_model_rejoin (BhModel *model, BhModelPbx *pbx, gint64 now_us)
{
  GHashTableIter iter;
  gpointer value;
  bh_model_begin (model, now_us);
  g_hash_table_iter_init (&iter, model->agents);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhAgentRecord *agent = value;
    if (agent->pbx != pbx || !agent->signed_in)
      continue;
    for (guint i = 0; agent->wanted != NULL && agent->wanted[i] != NULL; i++)
      if (!is_member (agent, agent->wanted[i]))
        wish (agent, BH_EFFECT_QUEUE_ADD, agent->wanted[i], should_pause (agent), agent->reason);
  }
  return bh_model_end (model);
}

static BhAgentRecord *
record_for (BhModel *model, BhModelPbx *pbx, const char *name, const char *device, gint64 now_us)
{
  BhAgentRecord *agent = g_hash_table_lookup (model->agents, name);
  BhAgentRecord *there = find_by_device (pbx, device);
  if (agent != NULL && (agent->pbx != pbx || !g_str_equal (agent->device, device))) {
    g_hash_table_remove (model->by_device, agent->key);
    if (agent->listed)
      g_ptr_array_remove (model->dirty_agents, agent);
    g_hash_table_remove (model->agents, name);
    agent = NULL;
  }
  if (there != NULL && there != agent) { /* known by its phone until somebody signed in there */
    g_hash_table_remove (model->by_device, there->key);
    if (there->listed)
      g_ptr_array_remove (model->dirty_agents, there);
    g_hash_table_remove (model->agents, there->name);
  }
  return agent != NULL ? agent : add_record (model, pbx, name, device, now_us);
}

static void
find_parts (BhAgentRecord *agent)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, agent->model->contacts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhContact *contact = ((BhDraft *) value)->picture;
    const BhPart *part = contact == NULL ? NULL : part_in (agent, contact);
    if (part != NULL && part->state != BH_PART_LEFT && contact->released_us == 0 &&
        g_str_equal (contact->pbx, agent->pbx->name))
      replace_contact (agent, contact, TRUE);
  }
}

const BhTurn *
bh_model_sign_in (BhModel *model,
                  BhModelPbx *pbx,
                  const char *name,
                  const char *full_name,
                  const char *device,
                  const char *const *queues,
                  gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhAgentRecord *agent = record_for (model, pbx, name, device, now_us);
  bh_text_set (&agent->full_name, full_name != NULL ? full_name : name);
  g_strfreev (agent->wanted);
  agent->wanted = g_strdupv ((char **) queues);
  agent->signed_in = TRUE;
  agent->away = FALSE;
  agent->intent = agent->pending = BH_AGENT_NOT_READY;
  bh_text_set (&agent->reason, "login");
  bh_text_set (&agent->pending_reason, "login");
  bh_judge_learn_phone (pbx, device);
  find_parts (agent);
  wish_queues (agent, BH_EFFECT_QUEUE_ADD);
  touch (agent);
  return bh_model_end (model);
}

const BhTurn *
bh_model_sign_out (BhModel *model, const char *name, gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhAgentRecord *agent = g_hash_table_lookup (model->agents, name);
  if (agent != NULL && agent->signed_in) {
    end_wrap_up (agent, now_us);
    wish_queues (agent, BH_EFFECT_QUEUE_REMOVE);
    agent->signed_in = FALSE;
    agent->intent = agent->pending = BH_AGENT_LOGGED_OUT;
    bh_text_set (&agent->reason, NULL);
    bh_text_set (&agent->pending_reason, NULL);
    touch (agent);
  }
  return bh_model_end (model);
}

const BhTurn *
bh_model_set_intent (BhModel *model,
                     const char *name,
                     BhAgentState intent,
                     const char *reason,
                     gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhAgentRecord *agent = g_hash_table_lookup (model->agents, name);
  if (agent != NULL && agent->signed_in &&
      (intent == BH_AGENT_READY || intent == BH_AGENT_NOT_READY)) {
    agent->pending = intent;
    bh_text_set (&agent->pending_reason, intent == BH_AGENT_READY ? NULL : reason);
    if (!is_busy (agent))
      apply_pending (agent);
    touch (agent);
  }
  return bh_model_end (model);
}

const BhTurn *
bh_model_keep_intent (BhModel *model, const char *name, gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhAgentRecord *agent = g_hash_table_lookup (model->agents, name);
  if (agent != NULL && agent->pending != agent->intent) {
    agent->pending = agent->intent;
    bh_text_share (&agent->pending_reason, agent->reason);
    touch (agent);
  }
  return bh_model_end (model);
}

const BhTurn *
bh_model_set_away (BhModel *model, const char *name, gboolean away, gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhAgentRecord *agent = g_hash_table_lookup (model->agents, name);
  if (agent != NULL && agent->away != away) {
    agent->away = away;
    touch (agent);
  }
  return bh_model_end (model);
}

const BhTurn *
bh_model_finish_wrap_up (BhModel *model, const char *name, const char *contact, gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhAgentRecord *agent = g_hash_table_lookup (model->agents, name);
  if (agent != NULL && g_strcmp0 (agent->wrap_contact, contact) == 0)
    end_wrap_up (agent, now_us);
  return bh_model_end (model);
}

const BhTurn *
bh_model_extend_wrap_up (BhModel *model,
                         const char *name,
                         const char *contact,
                         gint64 by_us,
                         gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhAgentRecord *agent = g_hash_table_lookup (model->agents, name);
  BhDraft *draft = g_hash_table_lookup (model->contacts, contact);
  if (agent != NULL && g_strcmp0 (agent->wrap_contact, contact) == 0) {
    agent->wrap_until_us += by_us;
    if (draft != NULL && draft->wrap_up_until_us != 0) {
      draft->wrap_up_until_us = agent->wrap_until_us;
      draft->touched = TRUE;
      bh_contact_model_touch (draft, model);
    }
    touch (agent);
  }
  return bh_model_end (model);
}
