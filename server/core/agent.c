/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/agent.h"

#include "server/core/text.h"

BH_NICK_DEFINE (BhAgentState, bh_agent_state, BH_AGENT_STATE_TABLE)

BhAgent *
bh_agent_ref (BhAgent *agent)
{
  g_atomic_ref_count_inc (&agent->refs);
  return agent;
}

void
bh_agent_unref (BhAgent *agent)
{
  if (!g_atomic_ref_count_dec (&agent->refs))
    return;
  bh_text_clear (&agent->agent);
  bh_text_clear (&agent->full_name);
  bh_text_clear (&agent->pbx);
  bh_text_clear (&agent->device);
  bh_text_clear (&agent->why);
  bh_text_clear (&agent->reason);
  bh_text_clear (&agent->pending_reason);
  bh_text_clear (&agent->intent_reason);
  bh_text_clear (&agent->contact);
  bh_text_clear (&agent->wrap_up_contact);
  bh_text_clear (&agent->boot);
  for (guint i = 0; i < agent->n_queues; i++) {
    bh_text_clear (&agent->queues[i].queue);
    bh_text_clear (&agent->queues[i].reason);
  }
  g_free (agent->queues);
  g_free (agent);
}
