/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/model-private.h"

/* Contacts' life: a contact begins with the first leg of a call that is not known, takes in the
 * calls that turn out to be the same matter, and is released when its customer is gone.  It is
 * settled once a turn, from where its legs are (treatment.c). */

BhModelPbx *
bh_model_pbx_of (BhModel *model, const BhDraft *draft)
{
  return g_hash_table_lookup (model->pbxs, draft->pbx);
}

void
bh_contact_model_touch (BhDraft *draft, BhModel *model)
{
  if (draft == NULL || draft->listed)
    return;
  draft->listed = TRUE;
  g_ptr_array_add (model->dirty, draft);
}

/* What a phone does in one call may be the consult that another of its calls waits for. */
void
bh_contact_model_touch_device (BhModelPbx *pbx, BhLeg *leg)
{
  bh_contact_model_touch (leg->draft, pbx->model);
  if (leg->outside || *leg->device == '\0')
    return;
  for (guint i = 0; i < leg->device_legs->len; i++)
    bh_contact_model_touch (((BhLeg *) leg->device_legs->pdata[i])->draft, pbx->model);
}

/* A contact that is over may not be overwritten by a late call under the same id. */
static BhDraft *
make_draft (BhModelPbx *pbx, const char *call, gint64 now_us)
{
  BhModel *model = pbx->model;
  BhDraft *draft = bh_draft_new (pbx->name, pbx->boot, call, now_us);
  BhDraft *known = g_hash_table_lookup (model->contacts, draft->id);
  if (known != NULL && known->restored && known->ended_us == 0) {
    bh_draft_free (draft);
    g_ptr_array_add (known->calls, g_ref_string_new (call));
    return known;
  }
  for (guint i = 1; known != NULL; i++) {
    g_autofree char *again = g_strdup_printf ("%s#%u", call, i);
    bh_draft_free (draft);
    draft = bh_draft_new (pbx->name, pbx->boot, again, now_us);
    known = g_hash_table_lookup (model->contacts, draft->id);
  }
  g_hash_table_insert (model->contacts, draft->id, draft);
  return draft;
}

BhDraft *
bh_contact_model_draft_for (BhModelPbx *pbx, const char *call, gint64 now_us)
{
  BhDraft *draft = g_hash_table_lookup (pbx->drafts, call);
  if (draft != NULL)
    return draft;
  draft = make_draft (pbx, call, now_us);
  g_hash_table_insert (pbx->drafts, g_strdup (call), draft);
  bh_contact_model_touch (draft, pbx->model);
  return draft;
}

/* Direction and number, from the first leg that is a phone or a trunk. */
static void
judge_root (BhDraft *draft, BhLeg *leg)
{
  draft->has_root = TRUE;
  draft->root = leg;
  draft->touched = TRUE;
  bh_text_share (&draft->root_device, leg->outside ? NULL : leg->device);
  if (draft->root_device == NULL)
    draft->root_device = g_ref_string_new ("");
  if (leg->dialed != NULL && (leg->incoming || leg->ordered))
    bh_text_share (&draft->dialed, leg->dialed);
  if (leg->ordered) /* until the customer's own leg tells it */
    bh_text_share (&draft->number, leg->dialed);
  if (!leg->outside && !leg->incoming) {
    /* the PBX called one of our phones on an order: a call to a customer, until it shows another
     * purpose */
    draft->direction = BH_DIRECTION_OUTBOUND;
    draft->originated = TRUE;
  }
  if (!leg->outside)
    return;
  draft->direction = leg->incoming ? BH_DIRECTION_INBOUND : BH_DIRECTION_OUTBOUND;
  draft->customer_leg = leg;
  bh_text_share (&draft->number, leg->number);
  bh_text_share (&draft->caller_name, leg->name);
  if (!leg->incoming && *draft->dialed == '\0')
    bh_text_share (&draft->dialed, leg->number);
}

/* After a restart of ours: a phone that rings for an outbound contact of before, which nobody has
 * answered, rings for the agent who ordered it. The PBX does not say whom it is to be connected
 * with, but the contact does. */
static void
relearn_order (BhDraft *draft, BhLeg *leg)
{
  if (!draft->restored || draft->direction != BH_DIRECTION_OUTBOUND || draft->answered_us != 0 ||
      *draft->dialed == '\0' || draft->customer_leg != NULL || leg->local || leg->outside ||
      leg->incoming || leg->answered)
    return;
  leg->ordered = leg->dialing = TRUE;
  bh_text_set (&leg->dialed, draft->dialed);
}

void
bh_contact_model_add_leg (BhModelPbx *pbx, BhDraft *draft, BhLeg *leg)
{
  leg->draft = draft;
  g_ptr_array_add (draft->legs, leg);
  leg->outside = bh_judge_outside (pbx, leg);
  relearn_order (draft, leg);
  if (!leg->local && !draft->has_root && !pbx->in_snapshot)
    judge_root (draft, leg);
  else if (!leg->local && draft->customer_leg == NULL && leg->outside && draft->restored)
    draft->customer_leg = leg;
  else if (!leg->local && draft->root == NULL && bh_draft_has_call (draft, leg->id))
    draft->root = leg;
  bh_contact_model_touch_device (pbx, leg);
}

/* A snapshot names legs in any order: the one that gave the call its name began it, else the
 * oldest. */
void
bh_contact_model_judge_snapshot (BhModelPbx *pbx, BhDraft *draft)
{
  BhLeg *root = NULL;
  for (guint i = 0; !draft->has_root && i < draft->legs->len; i++) {
    BhLeg *leg = draft->legs->pdata[i];
    leg->outside = bh_judge_outside (pbx, leg);
    if (leg->local)
      continue;
    if (bh_draft_has_call (draft, leg->id)) {
      root = leg;
      break;
    }
    if (root == NULL || leg->born_us < root->born_us)
      root = leg;
  }
  if (root == NULL)
    return;
  root->incoming = TRUE;
  judge_root (draft, root);
  if (root->app_queue != NULL)
    bh_draft_add_queue (draft, root->app_queue);
  for (guint i = 0; draft->customer_leg == NULL && i < draft->legs->len; i++) {
    BhLeg *leg = draft->legs->pdata[i];
    if (leg->local || !leg->outside)
      continue;
    draft->customer_leg = leg;
    draft->direction = BH_DIRECTION_OUTBOUND;
    bh_text_share (&draft->number, leg->number);
  }
}

BhDraft *
bh_contact_model_survivor (BhDraft *a, BhDraft *b)
{
  gboolean a_has = a->customer_leg != NULL, b_has = b->customer_leg != NULL;
  if (a_has != b_has)
    return a_has ? a : b;
  if (a->direction != b->direction)
    return a->direction < b->direction ? a : b;
  return a->started_us <= b->started_us ? a : b;
}

static void
take_offers (BhDraft *into, BhDraft *from)
{
  gint64 shift_ms = (from->started_us - into->started_us) / 1000;
  for (guint i = 0; i < from->offers->len; i++) {
    BhDraftOffer offer = g_array_index (from->offers, BhDraftOffer, i);
    gboolean recalled = from->originated && from->answered_us == 0;
    if (g_str_equal (offer.offer.agent, from->root_device) && !recalled)
      continue;   /* the one who asks, rung to be connected with whom it asks for */
    if (recalled) /* the PBX rings again who handed the call over in vain */
      bh_draft_was_ring (into, offer.offer.agent);
    bh_text_ref (offer.offer.agent);
    bh_text_ref (offer.offer.queue);
    bh_text_ref (offer.leg_id);
    bh_text_ref (offer.via_id);
    offer.offer.start_ms = MAX (offer.offer.start_ms + shift_ms, 0);
    g_array_append_val (into->offers, offer);
    into->touched = TRUE;
  }
}

static void
move_legs (BhDraft *into, BhDraft *from)
{
  for (guint i = 0; i < from->legs->len; i++) {
    BhLeg *leg = from->legs->pdata[i];
    leg->draft = into;
    g_ptr_array_add (into->legs, leg);
  }
  g_ptr_array_set_size (from->legs, 0);
}

void
bh_contact_model_absorb (BhModelPbx *pbx, BhDraft *into, BhDraft *from, gint64 now_us)
{
  if (into == from || from->ended_us != 0)
    return;
  move_legs (into, from);
  take_offers (into, from);
  for (guint i = 0; i < from->calls->len; i++) {
    const char *call = from->calls->pdata[i];
    g_ptr_array_add (into->calls, g_ref_string_acquire ((char *) call));
    g_hash_table_insert (pbx->drafts, g_strdup (call), into);
  }
  for (guint i = 0; i < from->data->len; i++) {
    BhAttached *attached = &g_array_index (from->data, BhAttached, i);
    bh_draft_attach (into, attached->key, attached->value);
  }
  if (into->customer_leg == NULL && from->customer_leg != NULL)
    into->customer_leg = from->customer_leg;
  from->root = from->customer_leg = NULL;
  bh_leg_point (&from->last_agent_leg, NULL);
  from->outcome = BH_OUTCOME_MERGED;
  bh_text_set (&from->merged_into, into->id);
  bh_draft_close (from, BH_ENDER_NONE, now_us);
  from->released_us = from->ended_us = now_us;
  from->touched = TRUE;
  g_ptr_array_set_size (from->calls, 0);
  bh_contact_model_touch (from, pbx->model);
  bh_contact_model_touch (into, pbx->model);
}

/* ---- the end */

void
bh_contact_model_finish (BhDraft *draft, BhModel *model, gint64 now_us)
{
  if (draft->ended_us != 0)
    return;
  if (bh_draft_ms (draft, now_us) == 0)
    now_us = draft->started_us +
             1000; /* too short for our clock: a millisecond, so that it has a segment */
  if (draft->released_us != 0)
    draft->released_us = MIN (draft->released_us, now_us);
  bh_draft_close (draft, draft->released_us == now_us ? draft->ended_by : BH_ENDER_AGENT, now_us);
  draft->ended_us = now_us;
  draft->wrap_up_until_us = 0;
  draft->touched = TRUE;
  bh_contact_model_touch (draft, model);
}

static void
begin_wrap_up (BhModelPbx *pbx, BhDraft *draft, gint64 now_us)
{
  const char *agent = draft->agents->len > 0 ? draft->agents->pdata[draft->agents->len - 1] : NULL;
  BhSegment wrap_up = {.type = BH_SEGMENT_WRAP_UP, .agent = agent};
  bh_draft_close (draft, draft->ended_by, now_us);
  bh_draft_treat (draft, &wrap_up, draft->ended_by, bh_draft_ms (draft, now_us));
  draft->wrap_up_until_us = now_us + pbx->model->options.wrap_up_us;
}

static void
release (BhModelPbx *pbx, BhDraft *draft, BhLeg *last, gint cause, gint64 now_us)
{
  if (draft->released_us != 0)
    return;
  for (guint i = 0; i < draft->offers->len; i++) {
    BhDraftOffer *offer = &g_array_index (draft->offers, BhDraftOffer, i);
    if (offer->offer.outcome == BH_OFFER_RINGING)
      bh_draft_end_offer (draft, offer, BH_OFFER_CANCELLED, now_us);
  }
  bh_outcome_decide (draft, last, cause);
  draft->released_us = now_us;
  draft->touched = TRUE;
  bh_draft_resolve_transfer (draft, NULL);
  if (bh_agent_model_wraps_up (pbx->model, pbx, draft))
    begin_wrap_up (pbx, draft, now_us);
  else
    bh_contact_model_finish (draft, pbx->model, now_us);
}

void
bh_contact_model_leg_gone (BhModelPbx *pbx, BhLeg *leg, gint64 now_us)
{
  BhDraft *draft = leg->draft;
  if (draft == NULL)
    return;
  bh_contact_model_touch_device (pbx, leg);
  g_ptr_array_remove (draft->legs, leg);
  if (draft->root == leg)
    draft->root = NULL;
  if (draft->last_agent_leg == leg)
    bh_leg_point (&draft->last_agent_leg, NULL);
  leg->draft = NULL;
}

/* ---- once a turn */

/* Between phones a talk begins anew, and nobody in it has asked for its end: who left before ended
 * nothing. */
static gboolean
talk_is_new (BhDraft *draft)
{
  if (draft->direction != BH_DIRECTION_INTERNAL || draft->talks)
    return FALSE;
  for (guint i = 0; i < draft->legs->len; i++) {
    BhLeg *leg = draft->legs->pdata[i];
    if (leg->hangup_asked && leg->bridge != NULL)
      return FALSE;
  }
  return TRUE;
}

static void
note_talk (BhDraft *draft, const BhTreatment *treatment, gint64 now_us)
{
  BhSegmentType type = treatment->segment.type;
  if (!treatment->talking) {
    draft->talks = FALSE;
    if (draft->talk_left_us == 0 && draft->last_agent_leg != NULL &&
        (type == BH_SEGMENT_IVR || type == BH_SEGMENT_RING || type == BH_SEGMENT_QUEUE))
      draft->talk_left_us = now_us;
    return;
  }
  if ((draft->last_agent_leg != treatment->agent_leg && draft->ender != BH_ENDER_CALLER) ||
      talk_is_new (draft))
    draft->ender = BH_ENDER_NONE;
  if (!draft->talks)
    draft->transferred = FALSE;
  draft->talks = TRUE;
  bh_leg_point (&draft->last_agent_leg, treatment->agent_leg);
  draft->talk_left_us = 0;
  draft->customer_up = TRUE;
  draft->queue_left = draft->queue_timeout = draft->redirected = FALSE;
  if (draft->answered_us == 0) {
    draft->answered_us = now_us;
    draft->touched = TRUE;
  }
}

/* Who speaks with the customer after a transfer, and is not who made it, is whom it went to. */
static void
resolve_transfer (BhDraft *draft, const BhTreatment *treatment)
{
  if (!treatment->talking || treatment->agent_leg == NULL || draft->pending_transfer < 0)
    return;
  BhTransfer *transfer = &g_array_index (draft->transfers, BhTransfer, draft->pending_transfer);
  /* between phones the one who stays is no answer to where the call went: its next dial is */
  if (draft->direction == BH_DIRECTION_INTERNAL && transfer->kind == BH_TRANSFER_BLIND)
    return;
  if (draft->direction == BH_DIRECTION_INTERNAL) { /* who stays is named first */
    const char *with = treatment->segment.with;
    if (with != NULL && !g_str_equal (with, transfer->from))
      bh_draft_resolve_transfer (draft, treatment->segment.with);
  } else if (treatment->agent_leg->outside) {
    if (transfer->kind == BH_TRANSFER_ATTENDED)
      bh_draft_resolve_transfer (draft, treatment->segment.with);
  } else if (!g_str_equal (treatment->agent_leg->device, transfer->from))
    bh_draft_resolve_transfer (draft, treatment->agent_leg->device);
}

static void
note_agents (BhDraft *draft, const BhTreatment *treatment)
{
  if (treatment->talking && draft->direction == BH_DIRECTION_INTERNAL && draft->root != NULL &&
      !draft->root->spying && draft->root->bridge != NULL)
    bh_draft_add_agent (draft, draft->root->device); /* who called is named first */
  for (guint i = 0; i < draft->legs->len; i++) {
    BhLeg *leg = draft->legs->pdata[i];
    gboolean heard = leg == treatment->agent_leg || leg->conference ||
                     (draft->direction == BH_DIRECTION_INTERNAL && leg->bridge != NULL);
    if (treatment->talking && heard && !leg->outside && !leg->local && !leg->spying)
      bh_draft_add_agent (draft, leg->device);
  }
  resolve_transfer (draft, treatment);
}

/* People of a conference who came by calls of their own are in this contact as agents too. */
static void
note_conference (BhDraft *draft, const BhTreatment *treatment)
{
  BhLeg *anchor = draft->customer_leg != NULL ? draft->customer_leg : draft->root;
  if (treatment->segment.type != BH_SEGMENT_CONFERENCE || anchor == NULL)
    return;
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  bh_leg_collect_peers (anchor, people);
  for (guint i = 0; i < people->len; i++) {
    BhLeg *leg = people->pdata[i];
    if (!leg->outside && !leg->spying)
      bh_draft_add_agent (draft, leg->device);
  }
}

static void
note_consult_of (BhDraft *draft)
{
  BhLeg *root = draft->root;
  if (root == NULL || root->outside || !root->incoming || draft->consult_of != NULL)
    return;
  for (guint i = 0; i < root->device_legs->len; i++) {
    BhLeg *other = root->device_legs->pdata[i];
    if (other != root && other->held && other->draft != NULL && other->draft != draft) {
      bh_text_set (&draft->consult_of, other->draft->id);
      draft->touched = TRUE;
      return;
    }
  }
}

/* A phone that was called on an order and then met another of our phones: no customer was meant. */
static void
note_purpose (BhDraft *draft, const BhTreatment *treatment)
{
  if (!draft->originated || draft->customer_leg != NULL || draft->customer_up)
    return;
  gboolean internal =
      treatment->talking || treatment->segment.type == BH_SEGMENT_CONFERENCE ||
      (draft->root != NULL && draft->root->dials != NULL && draft->root->dials->len > 0);
  if (!internal)
    return;
  draft->originated = FALSE;
  draft->direction = BH_DIRECTION_INTERNAL;
  bh_text_set (&draft->number, "");
  draft->touched = TRUE;
}

static gboolean
is_over (BhDraft *draft)
{
  if (draft->legs->len == 0)
    return TRUE;
  for (guint i = 0; i < draft->legs->len; i++)
    if (!((BhLeg *) draft->legs->pdata[i])->local)
      return FALSE;
  return draft->has_root;
}

static BhEnder
who_ended_ring (BhDraft *draft, const BhSegment *next)
{
  if (next->type == BH_SEGMENT_TALK || draft->offers->len == 0)
    return BH_ENDER_AGENT;
  const BhDraftOffer *last = &g_array_index (draft->offers, BhDraftOffer, draft->offers->len - 1);
  return last->offer.outcome == BH_OFFER_REJECTED ? BH_ENDER_AGENT : BH_ENDER_SYSTEM;
}

/* Who ended the present stretch, when @next follows. */
static BhEnder
who_ended (BhDraft *draft, const BhSegment *next)
{
  if (draft->segments->len == 0)
    return BH_ENDER_NONE;
  const BhSegment *last = &g_array_index (draft->segments, BhSegment, draft->segments->len - 1);
  switch (last->type) {
  case BH_SEGMENT_RING:
    return who_ended_ring (draft, next);
  case BH_SEGMENT_TALK:
    if (next->type == BH_SEGMENT_HOLD && next->agent == NULL && next->with == NULL)
      return BH_ENDER_CALLER;
    return draft->ender != BH_ENDER_NONE ? draft->ender : BH_ENDER_AGENT;
  case BH_SEGMENT_HOLD:
    if (last->agent == NULL && last->with == NULL)
      return BH_ENDER_CALLER;
    return draft->ender != BH_ENDER_NONE ? draft->ender : BH_ENDER_AGENT;
  case BH_SEGMENT_CONSULT:
  case BH_SEGMENT_CONFERENCE:
    return draft->ender != BH_ENDER_NONE ? draft->ender : BH_ENDER_AGENT;
  default:
    return BH_ENDER_SYSTEM;
  }
}

void
bh_contact_model_settle (BhModelPbx *pbx, BhDraft *draft, gint64 now_us)
{
  BhTreatment treatment;

  if (draft->released_us == 0 && is_over (draft))
    release (pbx, draft, NULL, 0, now_us);
  if (draft->ended_us != 0)
    return;
  bh_treatment_of (draft, &treatment);
  if (draft->released_us == 0) {
    note_consult_of (draft);
    note_purpose (draft, &treatment);
    note_talk (draft, &treatment, now_us);
    note_agents (draft, &treatment);
    note_conference (draft, &treatment);
    gint64 from_ms = bh_draft_prepare (draft, &treatment.segment, now_us);
    if (from_ms >= 0)
      bh_draft_treat (draft, &treatment.segment, who_ended (draft, &treatment.segment), from_ms);
  }
  bh_treatment_parts (draft, &treatment, now_us);
  bh_treatment_clear (&treatment);
}

void
bh_contact_model_customer_gone (BhModelPbx *pbx,
                                BhDraft *draft,
                                BhLeg *leg,
                                gint cause,
                                gint64 now_us)
{
  gboolean matters = draft->direction == BH_DIRECTION_INBOUND || draft->customer_up;
  draft->customer_leg = NULL;
  if (matters)
    release (pbx, draft, leg, cause, now_us);
}
