/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/agent-record.h"

/* A restart is nobody's wish: not of the agents to leave, not of a queue to lose its members. After
 * ours, agents are as they were until the PBX shows otherwise or their desks stay away; after the
 * PBX's, it is told how they should be. What was changed at the PBX while we did not look is
 * somebody's wish, and is told apart by how its members were seen last. */

static void
restore_queues (BhAgentRecord *agent, const BhAgent *kept)
{
  g_array_set_size (agent->wanted, 0);
  for (guint i = 0; i < kept->n_queues; i++) {
    const BhAgentQueue *queue = &kept->queues[i];
    if (queue->wanted)
      bh_agent_want_queue (agent, queue->queue, (gint) queue->penalty);
    if (queue->joined)
      bh_queue_model_restore_member (agent->pbx, agent->device, queue);
  }
}

static void
restore_boot (BhModelPbx *pbx, const char *boot)
{
  if (boot == NULL || *pbx->boot != '\0')
    return;
  g_free (pbx->boot);
  pbx->boot = g_strdup (boot);
}

const BhTurn *
bh_model_restore_agent (BhModel *model, BhAgent *kept, gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhModelPbx *pbx = bh_model_add_pbx (model, kept->pbx);
  BhAgentRecord *agent = bh_agent_seat (model, pbx, kept->agent, kept->device, now_us);
  bh_text_share (&agent->full_name, kept->full_name);
  bh_text_share (&agent->reason, kept->intent_reason);
  bh_text_share (&agent->pending_reason, kept->pending_reason);
  agent->intent = kept->intent;
  agent->pending = kept->pending;
  agent->state = kept->state;
  agent->since_us = kept->since_us;
  agent->signed_in_us = kept->signed_in_us;
  agent->last_revision = kept->revision;
  agent->signed_in = agent->away = TRUE;
  g_clear_pointer (&agent->picture, bh_agent_unref);
  agent->picture = bh_agent_ref (kept);
  restore_boot (pbx, kept->boot);
  restore_queues (agent, kept);
  bh_agent_set_wrap_up (agent, kept->wrap_up_contact, kept->wrap_up_until_us);
  bh_agent_set_return_by (agent, model->now_us + MAX (model->options.return_us, 1));
  bh_judge_learn_phone (pbx, agent->device);
  bh_agent_find_parts (agent);
  return bh_model_end (model);
}

const BhTurn *
bh_model_end_restore (BhModel *model, gint64 now_us)
{
  GHashTableIter iter;
  gpointer value;
  bh_model_begin (model, now_us);
  g_hash_table_iter_init (&iter, model->contacts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhDraft *draft = value;
    if (draft->released_us != 0 && draft->ended_us == 0 && !bh_agent_wraps (model, draft->id))
      bh_contact_model_finish (draft,
                               model,
                               CLAMP (draft->wrap_up_until_us, draft->released_us, now_us));
  }
  return bh_model_end (model);
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
    if (agent->pbx != pbx)
      continue;
    if (agent->signed_in)
      bh_agent_join_queues (agent);
    else if (agent->leaving)
      bh_agent_wish_leave (agent);
    agent->leaving = FALSE;
  }
  return bh_model_end (model);
}
