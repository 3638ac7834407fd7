/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/agent-kept.h"

static const BhKeptMember agent_members[] = {
    BH_KEPT_TEXT (BhAgent, agent),
    BH_KEPT_TEXT (BhAgent, full_name),
    BH_KEPT_TEXT (BhAgent, pbx),
    BH_KEPT_TEXT (BhAgent, device),
    BH_KEPT_TEXT (BhAgent, why),
    BH_KEPT_TEXT (BhAgent, reason),
    BH_KEPT_TEXT (BhAgent, intent_reason),
    BH_KEPT_TEXT (BhAgent, pending_reason),
    BH_KEPT_TEXT (BhAgent, contact),
    BH_KEPT_TEXT (BhAgent, wrap_up_contact),
    BH_KEPT_TEXT (BhAgent, boot),
    BH_KEPT_WORD (BhAgent, state),
    BH_KEPT_WORD (BhAgent, intent),
    BH_KEPT_WORD (BhAgent, pending),
    BH_KEPT_NUMBER (BhAgent, since_us),
    BH_KEPT_NUMBER (BhAgent, wrap_up_until_us),
    BH_KEPT_NUMBER (BhAgent, signed_in_us),
    BH_KEPT_NUMBER (BhAgent, revision),
};

static const BhKeptMember queue_members[] = {
    BH_KEPT_TEXT (BhAgentQueue, queue),
    BH_KEPT_TEXT (BhAgentQueue, reason),
    BH_KEPT_NUMBER (BhAgentQueue, penalty),
    BH_KEPT_FLAG (BhAgentQueue, joined),
    BH_KEPT_FLAG (BhAgentQueue, paused),
    BH_KEPT_FLAG (BhAgentQueue, wanted),
};

static const BhKeptList lists[] = {BH_KEPT_LIST (BhAgent, queues, BhAgentQueue, queue_members)};

static const BhKeptTable table = BH_KEPT_TABLE (agent_members, lists);

void
bh_agent_keep (GString *text, const BhAgent *agent)
{
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_kept_write (&out, agent, &table);
  bh_json_end_object (&out);
}

static gboolean
is_whole (const BhAgent *agent, GError **error)
{
  gboolean whole = agent->agent != NULL && agent->pbx != NULL && agent->device != NULL;

  for (guint i = 0; whole && i < agent->n_queues; i++)
    whole = agent->queues[i].queue != NULL;
  if (!whole)
    g_set_error (error,
                 BH_KEPT_ERROR,
                 BH_KEPT_ERROR_MEMBER,
                 "it does not say who, at which PBX, at which phone, in which queues");
  return whole;
}

BhAgent *
bh_agent_from_kept (GBytes *body, GError **error)
{
  g_autoptr (JsonObject) object = bh_kept_parse (body, error);
  g_autoptr (BhAgent) agent = NULL;

  if (object == NULL)
    return NULL;
  agent = g_new0 (BhAgent, 1);
  g_atomic_ref_count_init (&agent->refs);
  agent->signed_in = TRUE;
  if (!bh_kept_read (object, agent, &table, error) || !is_whole (agent, error))
    return NULL;
  return g_steal_pointer (&agent);
}
