/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/change.h"

static void
describe_contact (const BhContact *before, const BhContact *after, GString *out)
{
  const BhSegment *last = after->n_segments > 0 ? &after->segments[after->n_segments - 1] : NULL;
  g_string_append_printf (out,
                          "contact %s %s %s outcome=%s",
                          after->id,
                          before == NULL         ? "new"
                          : after->ended_us != 0 ? "ended"
                                                 : "changed",
                          bh_direction_to_string (after->direction),
                          bh_outcome_to_string (after->outcome));
  if (last != NULL)
    g_string_append_printf (out,
                            " %s%s%s%s%s",
                            bh_segment_type_to_string (last->type),
                            last->queue != NULL ? " queue=" : "",
                            last->queue != NULL ? last->queue : "",
                            last->agent != NULL ? " agent=" : "",
                            last->agent != NULL ? last->agent : "");
  for (guint i = 0; i < after->n_parts; i++)
    g_string_append_printf (out,
                            " [%s %s]",
                            after->parts[i].device,
                            bh_part_state_to_string (after->parts[i].state));
}

static void
describe_agent (const BhAgent *after, GString *out)
{
  g_string_append_printf (out, "agent %s", after == NULL ? "gone" : after->agent);
  if (after != NULL)
    g_string_append_printf (out,
                            " %s state=%s intent=%s",
                            after->device,
                            bh_agent_state_to_string (after->state),
                            bh_agent_state_to_string (after->intent));
}

static void
describe_queue (const BhQueue *queue, GString *out)
{
  if (queue == NULL) {
    g_string_append (out, "queue gone");
    return;
  }
  g_string_append_printf (out,
                          "queue %s waiting=%u members=%u ready=%u offered=%u answered=%u "
                          "abandoned=%u flow_out=%u timeout=%u",
                          queue->queue,
                          queue->waiting,
                          queue->members,
                          queue->ready,
                          queue->offered,
                          queue->answered,
                          queue->abandoned,
                          queue->flow_out,
                          queue->timeout);
}

void
bh_change_describe (const BhChange *change, GString *out)
{
  static const char *const links[] = {"down", "syncing", "up"};
  switch (change->kind) {
  case BH_CHANGE_CONTACT:
    describe_contact (change->contact.before, change->contact.after, out);
    break;
  case BH_CHANGE_AGENT:
    describe_agent (change->agent.after, out);
    break;
  case BH_CHANGE_QUEUE:
    describe_queue (change->queue.after, out);
    break;
  case BH_CHANGE_LINK:
    g_string_append_printf (out,
                            "link %s %s -> %s",
                            change->link.pbx,
                            links[change->link.before],
                            links[change->link.after]);
    if (change->link.text != NULL)
      g_string_append_printf (out, " (%s)", change->link.text);
    break;
  }
}
