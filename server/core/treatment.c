/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/model-private.h"

/* What the customer experiences is never set by an event: it is read, after each turn, from where
 * the legs are. So an order of events that nobody foresaw gives at worst a segment that is a moment
 * late, never a state that stays wrong. */

static gboolean
is_person (const BhLeg *leg)
{
  return !leg->local && !leg->spying;
}

/* Peers of @leg who are people, into @out. */
static void
collect_people (BhLeg *leg, GPtrArray *out)
{
  bh_leg_collect_peers (leg, out);
  for (guint i = out->len; i > 0; i--)
    if (!is_person (out->pdata[i - 1]))
      g_ptr_array_remove_index (out, i - 1);
}

static char *
party_name (const BhLeg *leg)
{
  if (!leg->outside)
    return g_strdup (leg->device);
  if (leg->dial_string != NULL)
    return bh_judge_number (leg->dial_string);
  return g_strdup (leg->number);
}

/* Whom @leg, or the pipe that it feeds, dials and who has not answered yet. */
static BhLeg *
dialed_by (BhLeg *leg, guint depth)
{
  for (guint i = 0; leg->dials != NULL && i < leg->dials->len; i++) {
    BhLeg *other = leg->dials->pdata[i];
    if (!other->local)
      return other;
    if (depth > 0 && other->twin != NULL) {
      BhLeg *behind = dialed_by (other->twin, depth - 1);
      if (behind != NULL)
        return behind;
    }
  }
  return NULL;
}

/* A half of a pipe stands in the bridge of @leg: whom does its other half ring, or a pipe behind?
 */
static BhLeg *
rung_through_pipe (BhLeg *leg, guint depth)
{
  for (guint i = 0; leg->bridge != NULL && i < leg->bridge->legs->len; i++) {
    BhLeg *other = leg->bridge->legs->pdata[i];
    if (other == leg || !other->local || other->twin == NULL)
      continue;
    BhLeg *behind = dialed_by (other->twin, 2);
    if (behind == NULL && depth > 0)
      behind = rung_through_pipe (other->twin, depth - 1);
    if (behind != NULL)
      return behind;
  }
  return NULL;
}

/* Whose experience a contact tells: the customer's, between phones the caller's. */
static BhLeg *
anchor_of (BhDraft *draft)
{
  if (draft->customer_leg != NULL)
    return draft->customer_leg;
  if (draft->root != NULL && !draft->root->local)
    return draft->root;
  for (guint i = 0; i < draft->legs->len; i++)
    if (is_person (draft->legs->pdata[i]))
      return draft->legs->pdata[i];
  return NULL;
}

static gboolean
is_customer_side (BhDraft *draft, BhLeg *leg)
{
  return leg == anchor_of (draft);
}

/* Whom a leg of the agent's speaks with or rings, the customer apart. */
static BhLeg *
third_party (BhDraft *draft, BhLeg *leg, BhPartState *state)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  collect_people (leg, people);
  for (guint i = 0; i < people->len; i++)
    if (!is_customer_side (draft, people->pdata[i])) {
      *state = BH_PART_TALKING;
      return people->pdata[i];
    }
  *state = BH_PART_DIALING;
  BhLeg *rung = dialed_by (leg, 2);
  if (rung == NULL)
    rung = rung_through_pipe (leg, 2);
  return rung != NULL && !is_customer_side (draft, rung) ? rung : NULL;
}

/* Does @leg speak with whom the contact is about? One who is that party itself has nobody else. */
static gboolean
with_anchor (BhDraft *draft, BhLeg *leg)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  BhLeg *anchor = anchor_of (draft);
  collect_people (leg, people);
  return leg == anchor || (anchor != NULL && g_ptr_array_find (people, anchor, NULL));
}

static gboolean
with_customer (BhDraft *draft, BhLeg *leg)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  if (draft->customer_leg == NULL)
    return FALSE;
  collect_people (leg, people);
  return g_ptr_array_find (people, draft->customer_leg, NULL);
}

char *
bh_treatment_consult (BhDraft *draft, BhLeg *agent_leg, BhLeg **leg, BhPartState *state)
{
  for (guint i = 0; i < agent_leg->device_legs->len; i++) {
    BhLeg *own = agent_leg->device_legs->pdata[i];
    /* a leg that rings at the agent is a waiting call, not a consult; one that another customer has
     * is another contact */
    if (own->dialing ||
        (own != agent_leg && own->draft != NULL && own->draft->customer_leg != NULL &&
         own->draft != draft && own->draft->direction == BH_DIRECTION_INBOUND))
      continue;
    /* in the customer's bridge still, but already dialing: the customer hears music */
    if (own == agent_leg && with_anchor (draft, own) && dialed_by (own, 2) == NULL)
      continue;
    BhLeg *third = third_party (draft, own, state);
    if (third != NULL) {
      *leg = own;
      return party_name (third);
    }
    if (own != agent_leg && own->incoming && own->draft != NULL && own->draft->root == own) {
      *leg = own;
      *state = BH_PART_DIALING;
      return g_strdup (own->draft->dialed);
    }
  }
  return NULL;
}

static void
set_held (BhDraft *draft, BhTreatment *out, BhLeg *agent)
{
  BhPartState state;
  out->agent_leg = agent;
  out->segment.agent = agent->outside ? NULL : agent->device;
  out->consult_with = bh_treatment_consult (draft, agent, &out->consult_leg, &state);
  out->segment.type = out->consult_with != NULL ? BH_SEGMENT_CONSULT : BH_SEGMENT_HOLD;
  out->segment.with = out->consult_with;
}

static BhLeg *
first_agent (GPtrArray *people)
{
  for (guint i = 0; i < people->len; i++)
    if (!((BhLeg *) people->pdata[i])->outside)
      return people->pdata[i];
  return people->len > 0 ? people->pdata[0] : NULL;
}

static void
set_talk (BhDraft *draft, BhTreatment *out, BhLeg *anchor, BhLeg *peer)
{
  out->talking = TRUE;
  out->segment.type = BH_SEGMENT_TALK;
  out->agent_leg = peer;
  if (anchor != draft->customer_leg) { /* between phones: told from the caller's side */
    out->agent_leg = anchor;
    out->segment.agent = anchor->device;
    out->consult_with = party_name (peer);
    out->segment.with = out->consult_with;
    return;
  }
  out->segment.agent = peer->outside ? NULL : peer->device;
  if (peer->outside) {
    out->consult_with = party_name (peer);
    out->segment.with = out->consult_with;
  } else
    out->segment.with = *draft->number == '\0' ? NULL : draft->number;
}

/* Of several, who talked with the customer before is named, as long as they stay. */
static BhLeg *
first_of_many (BhDraft *draft, GPtrArray *people)
{
  BhLeg *last = draft->last_agent_leg;
  if (last != NULL && !last->outside && g_ptr_array_find (people, last, NULL))
    return last;
  return first_agent (people);
}

static void
set_bridged (BhDraft *draft, BhTreatment *out, BhLeg *anchor, GPtrArray *people)
{
  BhLeg *peer = first_of_many (draft, people);
  if (anchor->conference || people->len > 1) {
    out->segment.type = BH_SEGMENT_CONFERENCE;
    out->agent_leg = peer;
    out->segment.agent = peer != NULL && !peer->outside ? peer->device : NULL;
    out->talking = people->len > 0;
    return;
  }
  if (peer->held && !peer->outside)
    set_held (draft, out, peer);
  else if (anchor->held && !anchor->outside)
    set_held (draft, out, anchor);
  else if (anchor->held) {
    out->agent_leg = peer;
    out->segment.type = BH_SEGMENT_HOLD;
  } else
    set_talk (draft, out, anchor, peer);
}

/* Who talked with @anchor: between phones the first who was called and is still there. */
static BhLeg *
last_partner (BhDraft *draft, BhLeg *anchor)
{
  if (draft->last_agent_leg != anchor)
    return draft->last_agent_leg;
  for (guint i = 0; i < draft->legs->len; i++) {
    BhLeg *leg = draft->legs->pdata[i];
    if (leg != anchor && is_person (leg) && leg->met)
      return leg;
  }
  return NULL;
}

/* The customer is alone, in a bridge or put aside by who holds: an agent who was there has gone to
 * ask somebody, by a feature of the PBX. */
static gboolean
set_left_waiting (BhDraft *draft, BhTreatment *out, BhLeg *anchor)
{
  BhLeg *agent = last_partner (draft, anchor);
  if (agent == NULL || agent == anchor || agent->hangup_asked)
    return FALSE;
  if (anchor->bridge == NULL &&
      (!agent->held || (bh_draft_ringing_offer (draft) != NULL && dialed_by (agent, 2) == NULL)))
    return FALSE;
  if (agent->bridge == NULL && !agent->held)
    return FALSE;
  set_held (draft, out, agent);
  return TRUE;
}

static void
set_waiting (BhDraft *draft, BhTreatment *out, BhLeg *anchor)
{
  BhDraftOffer *offer = bh_draft_ringing_offer (draft);
  BhLeg *rung = dialed_by (anchor, 2);

  if (rung == NULL)
    rung = rung_through_pipe (anchor, 2);
  if (offer != NULL) {
    out->segment.type = BH_SEGMENT_RING;
    out->segment.agent = offer->offer.agent;
    out->segment.queue = offer->offer.queue;
  } else if (anchor->queue != NULL) {
    out->segment.type = BH_SEGMENT_QUEUE;
    out->segment.queue = anchor->queue;
  } else if (anchor == draft->customer_leg && anchor->dialing) {
    out->segment.type = BH_SEGMENT_RING; /* we ring the customer */
    out->segment.agent = *draft->root_device == '\0' ? NULL : draft->root_device;
    out->segment.with = *draft->number == '\0' ? NULL : draft->number;
  } else if (rung != NULL && rung->outside) {
    out->segment.type = BH_SEGMENT_RING;
    out->consult_with = party_name (rung);
    out->segment.with = out->consult_with;
  } else
    out->segment.type = BH_SEGMENT_IVR;
}

/* The queue through which they were brought together. */
static void
set_queue (BhDraft *draft, BhTreatment *out, BhLeg *anchor)
{
  if (out->segment.queue != NULL || out->agent_leg == NULL)
    return;
  BhDraftOffer *offer = bh_draft_find_offer (draft, out->agent_leg->id);
  if (offer == NULL && draft->restored)
    offer = bh_draft_find_answered (draft, out->agent_leg->device);
  if (offer != NULL)
    out->segment.queue = offer->offer.queue;
  else if (draft->offers->len == 0)
    out->segment.queue = anchor->app_queue;
}

void
bh_treatment_of (BhDraft *draft, BhTreatment *out)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  BhLeg *anchor = anchor_of (draft);

  memset (out, 0, sizeof *out);
  out->segment.type = BH_SEGMENT_IVR;
  if (anchor == NULL) {
    set_waiting (draft, out, &(BhLeg){.device = ""});
    return;
  }
  if (anchor->space != NULL) {
    out->segment.type = BH_SEGMENT_HOLD;
    out->consult_with = g_strconcat ("park:", anchor->space, NULL);
    out->segment.with = out->consult_with;
    return;
  }
  collect_people (anchor, people);
  if (people->len > 0 || anchor->conference)
    set_bridged (draft, out, anchor, people);
  else if (anchor->queue != NULL || !set_left_waiting (draft, out, anchor))
    set_waiting (draft, out, anchor);
  set_queue (draft, out, anchor);
}

void
bh_treatment_clear (BhTreatment *treatment)
{
  g_clear_pointer (&treatment->consult_with, g_free);
}

/* ---- parts */

static void
set_part (BhDraft *draft, BhDraftPart *entry, BhPartState state, BhLeg *leg, gint64 now_us)
{
  BhPart *part = &entry->part;
  entry->alive = TRUE;
  if (part->state != state) {
    part->state = state;
    part->since_us = now_us;
    draft->touched = TRUE;
  }
  if (bh_text_share (&part->leg, leg == NULL ? NULL : leg->id))
    draft->touched = TRUE;
}

static gboolean
rings (const BhLeg *leg)
{
  return leg->dialing && !leg->answered;
}

static BhPartState
leg_state (BhDraft *draft, BhLeg *leg)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  collect_people (leg, people);
  leg->met |= people->len > 0;
  /* it has answered, but the PBX has not brought it together with anybody yet */
  gboolean alone = !leg->incoming && !leg->met && leg != draft->root && !leg->conference;
  if (rings (leg) || alone)
    return leg->ordered ? BH_PART_DIALING : BH_PART_OFFERED;
  if (people->len > 0 || leg->conference)
    return leg->held ? BH_PART_HOLD : BH_PART_TALKING;
  return leg->held ? BH_PART_HOLD : BH_PART_DIALING;
}

static void
set_consult (BhDraft *draft, BhPart *part, BhLeg *leg, const char *with, BhPartState state)
{
  gboolean changed = bh_text_share (&part->consult_leg, leg == NULL ? NULL : leg->id);
  changed |= bh_text_set (&part->consult_with, with);
  changed |= part->consult_state != state;
  part->consult_state = state;
  if (changed)
    draft->touched = TRUE;
}

static void
renew_part (BhDraft *draft, BhLeg *leg, const BhTreatment *treatment, gint64 now_us)
{
  BhDraftPart *part = bh_draft_part (draft, leg->device, now_us);
  BhDraftOffer *offer = bh_draft_find_offer (draft, leg->id);
  gboolean here = with_customer (draft, leg) || draft->customer_leg == NULL;
  BhPartState state = leg_state (draft, leg);
  BhPartState consult_state = BH_PART_LEFT;
  BhLeg *consult_leg = NULL;
  g_autofree char *with = NULL;

  if (part->alive && !here && part->part.state != BH_PART_LEFT)
    return; /* its other leg says more */
  if (leg == treatment->agent_leg && !treatment->talking)
    with = bh_treatment_consult (draft, leg, &consult_leg, &consult_state);
  if (with != NULL)
    state = BH_PART_CONSULT;
  if (offer != NULL && offer->offer.queue != NULL)
    bh_text_share (&part->part.queue, offer->offer.queue);
  gboolean receiver = !here && leg != treatment->agent_leg && draft->customer_leg != NULL &&
                      draft->customer_up && treatment->segment.type == BH_SEGMENT_CONSULT;
  gboolean own_ring = leg->ordered && rings (leg);
  if (part->part.receiver != receiver || part->part.rings != own_ring)
    draft->touched = TRUE;
  part->part.receiver = receiver;
  part->part.rings = own_ring;
  if (here && state == BH_PART_TALKING)
    part->part.talked = TRUE;
  set_part (draft, part, state, leg, now_us);
  set_consult (draft, &part->part, consult_leg, with, consult_state);
}

void
bh_treatment_parts (BhDraft *draft, const BhTreatment *treatment, gint64 now_us)
{
  for (guint i = 0; i < draft->parts->len; i++)
    g_array_index (draft->parts, BhDraftPart, i).alive = FALSE;
  for (guint i = 0; i < draft->legs->len; i++) {
    BhLeg *leg = draft->legs->pdata[i];
    if (is_person (leg) && !leg->outside && *leg->device != '\0')
      renew_part (draft, leg, treatment, now_us);
  }
  for (guint i = 0; i < draft->parts->len; i++) {
    BhDraftPart *part = &g_array_index (draft->parts, BhDraftPart, i);
    if (part->alive || part->part.state == BH_PART_LEFT)
      continue;
    set_part (draft, part, BH_PART_LEFT, NULL, now_us);
    set_consult (draft, &part->part, NULL, NULL, BH_PART_OFFERED);
  }
}
