/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/model-private.h"

/* Queues: who waits, who is a member, and one account of every caller that came in:
 * offered = answered + abandoned + flow_out + timeout + waiting.  A caller who has left without a
 * reason given counts as waiting until what happens next gives it. */

#define ECHO_US                                                                                    \
  (5 * G_USEC_PER_SEC) /* an order that the PBX has not told of till then, it never got */

typedef struct {
  gint64 since_us;
  gboolean left;
} BhWaiting;

typedef struct {
  BhQueueState *queue;
  char *device;
  char *reason;
  BhDeviceState state;
  gboolean paused;
  gint penalty;
  gboolean dynamic; /* made by a program; else it stands in the PBX's configuration */
  gboolean seen;    /* by the snapshot that runs */
  gboolean leaving; /* ordered out of the queue; the PBX has not told of it yet */
  gboolean ordered; /* how the last order of ours will leave @paused */
  guint n_echoes;   /* changes of @paused that are still to be told, of our own orders */
  gint64 echo_by_us;
} BhMember;

struct BhQueueState {
  BhModelPbx *pbx;
  const char *name;
  GHashTable *waiting; /* leg id -> BhWaiting */
  GHashTable *members; /* interface -> BhMember */
  BhQueue *picture;
  gint64 last_revision;
  guint offered, answered, abandoned, flow_out, timeout;
  gboolean listed;
};

/* Memberships by device: a phone's state is told often, and is nobody else's business. */
static void
index_member (BhMember *member)
{
  GHashTable *index = member->queue->pbx->memberships;
  GPtrArray *list = g_hash_table_lookup (index, member->device);
  if (list == NULL) {
    list = g_ptr_array_new ();
    g_hash_table_insert (index, g_strdup (member->device), list);
  }
  g_ptr_array_add (list, member);
}

static void
unindex_member (BhMember *member)
{
  GHashTable *index = member->queue->pbx->memberships;
  GPtrArray *list = member->device == NULL ? NULL : g_hash_table_lookup (index, member->device);
  if (list == NULL)
    return;
  g_ptr_array_remove (list, member);
  if (list->len == 0)
    g_hash_table_remove (index, member->device);
}

static void
member_free (gpointer data)
{
  BhMember *member = data;
  unindex_member (member);
  g_free (member->device);
  g_free (member->reason);
  g_free (member);
}

void
bh_queue_state_free (gpointer data)
{
  BhQueueState *queue = data;
  bh_text_clear (&queue->name);
  g_hash_table_unref (queue->waiting);
  g_hash_table_unref (queue->members);
  g_clear_pointer (&queue->picture, bh_queue_unref);
  g_free (queue);
}

static void
touch (BhQueueState *queue)
{
  if (queue->listed)
    return;
  queue->listed = TRUE;
  g_ptr_array_add (queue->pbx->model->dirty_queues, queue);
}

static BhQueueState *
ensure (BhModelPbx *pbx, const char *name)
{
  BhQueueState *queue = g_hash_table_lookup (pbx->queues, name);
  if (queue != NULL)
    return queue;
  queue = g_new0 (BhQueueState, 1);
  queue->pbx = pbx;
  queue->name = g_ref_string_new (name);
  queue->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  queue->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, member_free);
  g_hash_table_insert (pbx->queues, (gpointer) queue->name, queue);
  touch (queue);
  return queue;
}

/* The caller's waiting is accounted for. */
static void
resolve (BhQueueState *queue, const char *leg, guint *count)
{
  if (!g_hash_table_remove (queue->waiting, leg))
    return;
  (*count)++;
  touch (queue);
}

/* A caller that left a queue without a reason, and goes on. */
static void
flows_out (BhModelPbx *pbx, const char *leg, const BhQueueState *but)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, pbx->queues);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhQueueState *queue = value;
    BhWaiting *waiting = g_hash_table_lookup (queue->waiting, leg);
    if (queue != but && waiting != NULL && waiting->left)
      resolve (queue, leg, &queue->flow_out);
  }
}

static void
on_joined (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhQueueState *queue = ensure (pbx, event->queue);
  flows_out (pbx, event->leg, queue);
  BhWaiting *waiting = g_hash_table_lookup (queue->waiting, event->leg);
  if (waiting != NULL && !waiting->left)
    return;
  if (waiting != NULL)
    resolve (queue, event->leg, &queue->flow_out);
  waiting = g_new0 (BhWaiting, 1);
  waiting->since_us = now_us - event->age_ms * 1000;
  g_hash_table_insert (queue->waiting, g_strdup (event->leg), waiting);
  queue->offered++;
  touch (queue);
}

static void
on_left (BhModelPbx *pbx, const BhPbxEvent *event)
{
  BhQueueState *queue = ensure (pbx, event->queue);
  BhWaiting *waiting = g_hash_table_lookup (queue->waiting, event->leg);
  BhLeg *leg = bh_leg_table_find (pbx->legs, event->leg);
  if (waiting == NULL)
    return;
  waiting->left = TRUE;
  if (leg == NULL || !leg->abandoned)
    return;
  if (leg->hangup_asked)
    resolve (queue, event->leg, &queue->abandoned);
  else if (leg->draft != NULL && leg->draft->redirected)
    resolve (queue, event->leg, &queue->flow_out);
  else
    resolve (queue, event->leg, &queue->timeout);
}

void
bh_queue_model_leg_gone (BhModelPbx *pbx, BhLeg *leg)
{
  GHashTableIter iter;
  gpointer value;
  if (leg->local || leg->queued_us == 0)
    return;
  g_hash_table_iter_init (&iter, pbx->queues);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhQueueState *queue = value;
    resolve (queue, leg->id, &queue->abandoned);
  }
}

/* ---- members */

static BhMember *
add_member (BhQueueState *queue, const char *interface)
{
  BhMember *member = g_new0 (BhMember, 1);
  member->queue = queue;
  g_hash_table_insert (queue->members, g_strdup (interface), member);
  return member;
}

static void
set_device (BhMember *member, const char *device)
{
  if (g_strcmp0 (member->device, device) == 0)
    return;
  unindex_member (member);
  g_free (member->device);
  member->device = g_strdup (device);
  index_member (member);
}

static void
set_paused (BhMember *member, gboolean paused, const char *reason)
{
  member->paused = paused;
  g_free (member->reason);
  member->reason = g_strdup (reason);
}

/* The PBX tells of each of our orders, in their order, when others may have followed: what it says
 * then is old. A word that does not come (the order was lost, or refused) is not waited for long.
 */
static gboolean
is_own_echo (BhMember *member, gint64 now_us)
{
  if (now_us >= member->echo_by_us)
    member->n_echoes = 0;
  if (member->n_echoes == 0)
    return FALSE;
  member->n_echoes--;
  return TRUE;
}

void
bh_queue_model_order_pause (BhModelPbx *pbx, const char *device, gboolean paused, gint64 now_us)
{
  GPtrArray *list = g_hash_table_lookup (pbx->memberships, device);
  for (guint i = 0; list != NULL && i < list->len; i++) {
    BhMember *member = list->pdata[i];
    if (now_us >= member->echo_by_us)
      member->n_echoes = 0;
    gboolean before = member->n_echoes > 0 ? member->ordered : member->paused;
    member->ordered = paused;
    member->n_echoes += before != paused;
    member->echo_by_us = now_us + ECHO_US;
  }
}

static BhMember *
find_membership (BhModelPbx *pbx, const char *device, const char *queue)
{
  GPtrArray *list = g_hash_table_lookup (pbx->memberships, device);
  for (guint i = 0; list != NULL && i < list->len; i++) {
    BhMember *member = list->pdata[i];
    if (g_str_equal (member->queue->name, queue))
      return member;
  }
  return NULL;
}

void
bh_queue_model_order_leave (BhModelPbx *pbx, const char *device, const char *queue)
{
  BhMember *member = find_membership (pbx, device, queue);
  if (member != NULL)
    member->leaving = TRUE;
}

gboolean
bh_queue_model_stays (BhModelPbx *pbx, const char *device, const char *queue)
{
  BhMember *member = find_membership (pbx, device, queue);
  return member != NULL && !member->leaving;
}

gboolean
bh_queue_model_has_penalty (BhModelPbx *pbx, const char *device, const char *queue, gint penalty)
{
  BhMember *member = find_membership (pbx, device, queue);
  return member == NULL || member->penalty == penalty || (penalty == 0 && !member->dynamic);
}

static void
on_member (BhModelPbx *pbx, const BhPbxEvent *event)
{
  BhQueueState *queue = ensure (pbx, event->queue);
  BhMember *member = g_hash_table_lookup (queue->members, event->member);
  /* what a snapshot shows of a member that nobody knew is no change */
  pbx->pause_changed = member != NULL ? member->paused != event->paused
                                      : event->kind == BH_PBX_MEMBER_CHANGED && !pbx->in_snapshot;
  if (member != NULL && pbx->pause_changed && event->has_paused)
    pbx->pause_changed = !is_own_echo (member, pbx->model->now_us);
  if (member == NULL)
    member = add_member (queue, event->member);
  const char *device = event->device != NULL && *event->device != '\0' ? event->device
                                                                       : event->member;
  member->seen = TRUE;
  member->leaving &= event->kind != BH_PBX_MEMBER_ADDED;
  set_device (member, device);
  if (event->kind == BH_PBX_MEMBER_ADDED || event->penalty != 0) {
    member->penalty = event->penalty;
    member->dynamic = event->dynamic;
  }
  if (event->has_paused)
    set_paused (member, event->paused, event->text);
  if (event->device_state != BH_DEVICE_STATE_UNKNOWN)
    member->state = event->device_state;
  bh_judge_learn_phone (pbx, device);
  touch (queue);
}

static void
on_device_state (BhModelPbx *pbx, const BhPbxEvent *event)
{
  GPtrArray *list = g_hash_table_lookup (pbx->memberships, event->device);
  for (guint i = 0; list != NULL && i < list->len; i++) {
    BhMember *member = list->pdata[i];
    if (member->state == event->device_state)
      continue;
    member->state = event->device_state;
    touch (member->queue);
  }
}

static void
on_member_removed (BhModelPbx *pbx, const BhPbxEvent *event)
{
  BhQueueState *queue = ensure (pbx, event->queue);
  if (g_hash_table_remove (queue->members, event->member))
    touch (queue);
}

static void
each_queue (BhModelPbx *pbx, void (*func) (BhQueueState *queue))
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, pbx->queues);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    func (value);
}

static void
unsee_members (BhQueueState *queue)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, queue->members);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    ((BhMember *) value)->seen = FALSE;
    ((BhMember *) value)->n_echoes = 0; /* what is shown now counts */
  }
}

static gboolean
is_unseen (gpointer key, gpointer value, gpointer data)
{
  return !((BhMember *) value)->seen;
}

static void
drop_unseen_members (BhQueueState *queue)
{
  if (g_hash_table_foreach_remove (queue->members, is_unseen, NULL) > 0)
    touch (queue);
}

void
bh_queue_model_begin_snapshot (BhModelPbx *pbx)
{
  each_queue (pbx, unsee_members);
}

void
bh_queue_model_end_snapshot (BhModelPbx *pbx)
{
  each_queue (pbx, drop_unseen_members);
  bh_agent_model_touch_pbx (pbx);
}

void
bh_queue_model_restore_member (BhModelPbx *pbx, const char *device, const BhAgentQueue *seen)
{
  BhQueueState *queue = ensure (pbx, seen->queue);
  BhMember *member = g_hash_table_lookup (queue->members, device);
  if (member == NULL)
    member = add_member (queue, device);
  member->penalty = (gint) seen->penalty;
  set_device (member, device);
  set_paused (member, seen->paused, seen->reason);
  touch (queue);
}

static void
forget_members (BhQueueState *queue)
{
  g_hash_table_remove_all (queue->members);
  touch (queue);
}

void
bh_queue_model_forget_members (BhModelPbx *pbx)
{
  each_queue (pbx, forget_members);
}

gboolean
bh_queue_model_member (BhModelPbx *pbx, const char *device, guint i, BhAgentQueue *out)
{
  GPtrArray *list = g_hash_table_lookup (pbx->memberships, device);
  if (list == NULL || i >= list->len)
    return FALSE;
  BhMember *member = list->pdata[i];
  *out = (BhAgentQueue){.queue = member->queue->name,
                        .reason = member->reason,
                        .joined = TRUE,
                        .paused = member->paused};
  return TRUE;
}

void
bh_queue_model_rename_leg (BhModelPbx *pbx, const char *from, const char *to)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, pbx->queues);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhQueueState *queue = value;
    gpointer key, waiting;
    if (!g_hash_table_steal_extended (queue->waiting, from, &key, &waiting))
      continue;
    g_free (key);
    g_hash_table_replace (queue->waiting, g_strdup (to), waiting);
  }
}

void
bh_queue_model_take_event (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  switch (event->kind) {
  case BH_PBX_QUEUE_KNOWN:
    if (event->queue != NULL)
      ensure (pbx, event->queue);
    break;
  case BH_PBX_QUEUE_JOINED:
    if (event->leg != NULL && event->queue != NULL)
      on_joined (pbx, event, now_us);
    break;
  case BH_PBX_QUEUE_LEFT:
    if (event->leg != NULL && event->queue != NULL)
      on_left (pbx, event);
    break;
  case BH_PBX_OFFER_ANSWERED:
    if (event->leg != NULL && event->queue != NULL) {
      BhQueueState *queue = ensure (pbx, event->queue);
      resolve (queue, event->leg, &queue->answered);
    }
    break;
  case BH_PBX_MEMBER_ADDED:
  case BH_PBX_MEMBER_CHANGED:
    if (event->queue != NULL && event->member != NULL)
      on_member (pbx, event);
    break;
  case BH_PBX_MEMBER_REMOVED:
    if (event->queue != NULL && event->member != NULL)
      on_member_removed (pbx, event);
    break;
  case BH_PBX_DEVICE_STATE:
    if (event->device != NULL)
      on_device_state (pbx, event);
    break;
  default:
    break;
  }
}

/* ---- the picture */

static BhQueue *
freeze (BhQueueState *queue, gint64 now_us)
{
  BhQueue *picture = g_new0 (BhQueue, 1);
  GHashTableIter iter;
  gpointer value;
  g_atomic_ref_count_init (&picture->refs);
  picture->pbx = g_ref_string_new (queue->pbx->name);
  picture->queue = bh_text_ref (queue->name);
  queue->last_revision = MAX (now_us, queue->last_revision + 1);
  picture->revision = queue->last_revision;
  g_hash_table_iter_init (&iter, queue->waiting);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhWaiting *waiting = value;
    picture->waiting++;
    if (picture->oldest_us == 0 || waiting->since_us < picture->oldest_us)
      picture->oldest_us = waiting->since_us;
  }
  g_hash_table_iter_init (&iter, queue->members);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhMember *member = value;
    picture->members++;
    picture->ready += !member->paused && member->state == BH_DEVICE_STATE_IDLE;
  }
  picture->offered = queue->offered;
  picture->answered = queue->answered;
  picture->abandoned = queue->abandoned;
  picture->flow_out = queue->flow_out;
  picture->timeout = queue->timeout;
  return picture;
}

static gboolean
same (const BhQueue *a, const BhQueue *b)
{
  return a->waiting == b->waiting && a->oldest_us == b->oldest_us && a->members == b->members &&
         a->ready == b->ready && a->offered == b->offered && a->answered == b->answered &&
         a->abandoned == b->abandoned && a->flow_out == b->flow_out && a->timeout == b->timeout;
}

BhChange *
bh_queue_model_settle (BhQueueState *queue, gint64 now_us, BhChange *change)
{
  g_autoptr (BhQueue) picture = freeze (queue, now_us);
  queue->listed = FALSE;
  if (queue->picture != NULL && same (queue->picture, picture))
    return NULL;
  change->kind = BH_CHANGE_QUEUE;
  change->at_us = now_us;
  change->queue.before = queue->picture; /* handed over */
  change->queue.after = bh_queue_ref (picture);
  queue->picture = g_steal_pointer (&picture);
  return change;
}

BhQueue *
bh_queue_state_picture (BhQueueState *queue)
{
  return queue->picture;
}
