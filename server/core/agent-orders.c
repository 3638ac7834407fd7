/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/agent-record.h"

/* What people ask for. */

void
bh_agent_join_queues (BhAgentRecord *agent)
{
  gboolean differs = FALSE;
  BhAgentQueue member;
  for (guint i = 0; i < agent->wanted->len; i++) {
    const BhWanted *wanted = &g_array_index (agent->wanted, BhWanted, i);
    /* who is on the way out and comes back is no member when the PBX gets to this order */
    if (!bh_queue_model_stays (agent->pbx, agent->device, wanted->queue) ||
        !bh_agent_membership (agent, wanted->queue, &member))
      bh_agent_wish_join (agent, wanted);
    else {
      differs |= (gboolean) member.paused != bh_agent_should_pause (agent);
      bh_agent_wish_penalty (agent, wanted);
    }
  }
  if (differs)
    bh_agent_wish_pause (agent);
}

static void
forget_record (BhAgentRecord *agent)
{
  BhModel *model = agent->model;
  g_hash_table_remove (model->by_device, agent->key);
  if (agent->listed)
    g_ptr_array_remove (model->dirty_agents, agent);
  g_hash_table_remove (model->agents, agent->name);
}

BhAgentRecord *
bh_agent_seat (BhModel *model, BhModelPbx *pbx, const char *name, const char *device, gint64 now_us)
{
  BhAgentRecord *agent = g_hash_table_lookup (model->agents, name);
  BhAgentRecord *there = bh_agent_find_by_device (pbx, device);
  if (there != NULL && there == agent)
    return agent;
  if (agent != NULL)
    forget_record (agent);
  if (there != NULL) /* known by its phone until somebody signed in there */
    forget_record (there);
  return bh_agent_add_record (model, pbx, name, device, now_us);
}

void
bh_agent_find_parts (BhAgentRecord *agent)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, agent->model->contacts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhContact *contact = ((BhDraft *) value)->picture;
    const BhPart *part = contact == NULL ? NULL : bh_agent_part_in (agent, contact);
    if (part != NULL && part->state != BH_PART_LEFT && contact->released_us == 0 &&
        g_str_equal (contact->pbx, agent->pbx->name))
      bh_agent_replace_contact (agent, contact, TRUE);
  }
}

void
bh_agent_want_queue (BhAgentRecord *agent, const char *queue, gint penalty)
{
  BhWanted wanted = {.queue = g_strdup (queue), .penalty = penalty};
  g_array_append_val (agent->wanted, wanted);
}

static void
begin_session (BhAgentRecord *agent, BhSystemReason reason, gint64 now_us)
{
  agent->signed_in = TRUE;
  agent->signed_in_us = now_us;
  agent->intent = agent->pending = BH_AGENT_NOT_READY;
  bh_text_set (&agent->reason, bh_system_reason_to_string (reason));
  bh_text_share (&agent->pending_reason, agent->reason);
}

const BhTurn *
bh_model_sign_in (BhModel *model, BhModelPbx *pbx, const BhSignIn *who, gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhAgentRecord *agent = bh_agent_seat (model, pbx, who->agent, who->device, now_us);
  bh_text_set (&agent->full_name, who->full_name != NULL ? who->full_name : who->agent);
  g_array_set_size (agent->wanted, 0);
  for (guint i = 0; i < who->n_queues; i++)
    bh_agent_want_queue (agent, who->queues[i].queue, who->queues[i].penalty);
  if (!who->returns)
    begin_session (agent, BH_SYSTEM_REASON_SIGNED_IN, now_us);
  else if (!agent->signed_in)
    begin_session (agent, BH_SYSTEM_REASON_CLIENT_LOST, now_us);
  agent->away = agent->leaving = FALSE;
  bh_agent_set_return_by (agent, 0);
  bh_judge_learn_phone (pbx, who->device);
  bh_agent_find_parts (agent);
  bh_agent_join_queues (agent);
  bh_agent_touch (agent);
  return bh_model_end (model);
}

void
bh_agent_leave (BhAgentRecord *agent, gint64 now_us)
{
  agent->signed_in = FALSE; /* first, so that nobody is let loose by the end of a wrap-up */
  bh_agent_end_wrap_up (agent, now_us);
  bh_agent_set_return_by (agent, 0);
  bh_agent_wish_leave (agent);
  agent->leaving = agent->pbx->link == BH_LINK_DOWN;
  agent->intent = agent->pending = BH_AGENT_LOGGED_OUT;
  bh_text_set (&agent->reason, NULL);
  bh_text_set (&agent->pending_reason, NULL);
  bh_agent_touch (agent);
}

const BhTurn *
bh_model_sign_out (BhModel *model, const char *name, gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhAgentRecord *agent = g_hash_table_lookup (model->agents, name);
  if (agent != NULL && agent->signed_in)
    bh_agent_leave (agent, now_us);
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
    if (!bh_agent_is_busy (agent))
      bh_agent_apply_pending (agent);
    bh_agent_touch (agent);
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
    bh_agent_touch (agent);
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
    bh_agent_touch (agent);
  }
  return bh_model_end (model);
}

const BhTurn *
bh_model_finish_wrap_up (BhModel *model, const char *name, const char *contact, gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhAgentRecord *agent = g_hash_table_lookup (model->agents, name);
  if (agent != NULL && g_strcmp0 (agent->wrap_contact, contact) == 0)
    bh_agent_end_wrap_up (agent, now_us);
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
    bh_agent_touch (agent);
  }
  return bh_model_end (model);
}
