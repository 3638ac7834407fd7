/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/messages.h"

#include <string.h>

/* ---- bodies */

static void
write_agent_queues (BhJsonOut *out, const BhAgent *agent)
{
  bh_json_begin_array (out, "queues");
  for (guint i = 0; i < agent->n_queues; i++) {
    const BhAgentQueue *queue = &agent->queues[i];
    bh_json_begin_object (out, NULL);
    bh_json_string (out, "queue", queue->queue);
    bh_json_bool (out, "joined", queue->joined);
    bh_json_bool (out, "paused", queue->paused);
    bh_json_string_if (out, "reason", queue->reason);
    bh_json_end_object (out);
  }
  bh_json_end_array (out);
}

void
bh_wire_write_agent (BhJsonOut *out, const char *name, const BhAgent *agent)
{
  bh_json_begin_object (out, name);
  bh_json_string (out, "agent", agent->agent);
  bh_json_string (out, "full_name", agent->full_name != NULL ? agent->full_name : agent->agent);
  bh_json_string (out, "device", agent->device);
  bh_json_string (out, "state", bh_agent_state_to_string (agent->state));
  bh_json_time (out, "since", agent->since_us);
  bh_json_string_if (out, "reason", agent->reason);
  bh_json_string (out, "intent", bh_agent_state_to_string (agent->intent));
  if (agent->pending != agent->intent) {
    bh_json_begin_object (out, "pending");
    bh_json_string (out, "state", bh_agent_state_to_string (agent->pending));
    bh_json_string_if (out, "reason", agent->pending_reason);
    bh_json_end_object (out);
  }
  bh_json_string (out, "why", agent->why != NULL ? agent->why : "");
  bh_json_string_if (out, "contact", agent->contact);
  write_agent_queues (out, agent);
  bh_json_string (out, "phone", bh_device_state_to_string (agent->phone));
  bh_json_end_object (out);
}

/* "PJSIP/1001" -> 1001, "Local/1004@agents/n" -> 1004 */
static char *
extension_of (const char *device)
{
  const char *slash = device != NULL ? strchr (device, '/') : NULL;
  const char *begin = slash != NULL ? slash + 1 : device;

  return begin != NULL ? g_strndup (begin, strcspn (begin, "@/")) : g_strdup ("");
}

void
bh_wire_write_colleague (BhJsonOut *out, const char *name, const BhAgent *agent)
{
  g_autofree char *extension = extension_of (agent->device);

  bh_json_begin_object (out, name);
  bh_json_string (out, "agent", agent->agent);
  bh_json_string (out, "full_name", agent->full_name != NULL ? agent->full_name : agent->agent);
  bh_json_string (out, "extension", extension);
  bh_json_string (out, "state", bh_agent_state_to_string (agent->state));
  bh_json_time (out, "since", agent->since_us);
  bh_json_end_object (out);
}

void
bh_wire_write_queue (BhJsonOut *out, const char *name, const BhQueue *queue, const char *label)
{
  bh_json_begin_object (out, name);
  bh_json_string (out, "queue", queue->queue);
  bh_json_string (out, "label", label != NULL ? label : queue->queue);
  bh_json_int (out, "waiting", queue->waiting);
  bh_json_time_if (out, "oldest_since", queue->oldest_us);
  bh_json_int (out, "ready", queue->ready);
  bh_json_int (out, "members", queue->members);
  bh_json_end_object (out);
}

void
bh_wire_write_link (BhJsonOut *out,
                    const char *name,
                    const char *pbx,
                    const char *kind,
                    const char *state,
                    gint64 since_us,
                    const char *message)
{
  bh_json_begin_object (out, name);
  bh_json_string (out, "pbx", pbx);
  bh_json_string (out, "kind", kind);
  bh_json_string (out, "state", state);
  bh_json_time (out, "since", since_us);
  bh_json_string (out, "message", message != NULL ? message : "");
  bh_json_end_object (out);
}

gboolean
bh_wire_is_theirs (const BhContact *contact, const char *device, const char *at_hand)
{
  const BhPart *part;

  if (contact == NULL || contact->ended_us != 0)
    return FALSE;
  if (g_strcmp0 (contact->id, at_hand) == 0)
    return TRUE;
  part = device != NULL ? bh_contact_find_part (contact, device) : NULL;
  return part != NULL && part->state != BH_PART_LEFT;
}

/* ---- the table */

static gboolean
contact_concerns (const BhChange *change, const BhViewer *viewer)
{
  return change->contact.after != NULL && (viewer->agent == NULL || viewer->theirs);
}

static void
write_contact (BhJsonOut *out, const char *name, const BhChange *change, const BhWireWords *words)
{
  bh_contact_write (out, name, change->contact.after, words->e164, words->me);
}

static gboolean
contact_gone_concerns (const BhChange *change, const BhViewer *viewer)
{
  if (viewer->agent != NULL)
    return viewer->shown && !viewer->theirs;
  return change->contact.after == NULL || change->contact.after->ended_us != 0;
}

static void
write_contact_gone (BhJsonOut *out,
                    const char *name,
                    const BhChange *change,
                    const BhWireWords *words)
{
  const BhContact *contact = change->contact.after != NULL ? change->contact.after
                                                           : change->contact.before;
  gboolean merged = contact->outcome == BH_OUTCOME_MERGED;
  gboolean over = contact->ended_us != 0 || change->contact.after == NULL;

  bh_json_begin_object (out, name);
  bh_json_string (out, "contact", contact->id);
  bh_json_string (out, "why", merged ? "merged" : over ? "finished" : "not_yours");
  if (merged)
    bh_json_string_if (out, "into", contact->merged_into);
  bh_json_end_object (out);
}

static gboolean
agent_concerns (const BhChange *change, const BhViewer *viewer)
{
  return change->agent.after != NULL &&
         (viewer->agent == NULL || g_strcmp0 (viewer->agent, change->agent.after->agent) == 0);
}

static void
write_agent (BhJsonOut *out, const char *name, const BhChange *change, const BhWireWords *words)
{
  bh_wire_write_agent (out, name, change->agent.after);
}

/* Others see less of a colleague, so less is worth telling. */
static gboolean
colleague_concerns (const BhChange *change, const BhViewer *viewer)
{
  const BhAgent *before = change->agent.before;
  const BhAgent *after = change->agent.after;

  if (viewer->agent == NULL || after == NULL || g_strcmp0 (viewer->agent, after->agent) == 0)
    return FALSE;
  return before == NULL || before->state != after->state || before->since_us != after->since_us ||
         g_strcmp0 (before->device, after->device) != 0;
}

static void
write_colleague (BhJsonOut *out, const char *name, const BhChange *change, const BhWireWords *words)
{
  bh_wire_write_colleague (out, name, change->agent.after);
}

static gboolean
queue_concerns (const BhChange *change, const BhViewer *viewer)
{
  const BhQueue *before = change->queue.before;
  const BhQueue *after = change->queue.after;

  if (after == NULL)
    return FALSE;
  return before == NULL || before->waiting != after->waiting || before->ready != after->ready ||
         before->members != after->members || before->oldest_us != after->oldest_us;
}

static void
write_queue (BhJsonOut *out, const char *name, const BhChange *change, const BhWireWords *words)
{
  bh_wire_write_queue (out, name, change->queue.after, words->label);
}

static gboolean
link_concerns (const BhChange *change, const BhViewer *viewer)
{
  return TRUE;
}

static void
write_link (BhJsonOut *out, const char *name, const BhChange *change, const BhWireWords *words)
{
  static const char *const states[] =
      {[BH_LINK_DOWN] = "down", [BH_LINK_SYNCING] = "connecting", [BH_LINK_UP] = "up"};

  bh_wire_write_link (out,
                      name,
                      change->link.pbx,
                      words->kind != NULL ? words->kind : "asterisk",
                      words->state != NULL ? words->state : states[change->link.after],
                      change->at_us,
                      words->message != NULL ? words->message : change->link.text);
}

static const BhWireRule rules[] = {
    {"contact", BH_CHANGE_CONTACT, TRUE, contact_concerns, write_contact},
    {"contact_gone", BH_CHANGE_CONTACT, FALSE, contact_gone_concerns, write_contact_gone},
    {"agent", BH_CHANGE_AGENT, FALSE, agent_concerns, write_agent},
    {"colleague", BH_CHANGE_AGENT, FALSE, colleague_concerns, write_colleague},
    {"queue", BH_CHANGE_QUEUE, FALSE, queue_concerns, write_queue},
    {"link", BH_CHANGE_LINK, FALSE, link_concerns, write_link},
};

const BhWireRule *
bh_wire_rules (guint *n)
{
  *n = G_N_ELEMENTS (rules);
  return rules;
}
