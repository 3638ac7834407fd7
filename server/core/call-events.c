/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/model-private.h"

/* What each event does to legs, bridges and offers.  Nothing here decides what a customer
 * experiences: that is read afterwards. */

typedef void (*BhEventFunc) (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us);

/* Who was asked is on the customer's call now: that is an attended transfer, told by the PBX (an
 * event follows at once) or made by a command that joins the two, of which it tells no more. */
static void
note_joined (BhDraft *into, BhDraft *from, gint64 now_us)
{
  if (from->answered_us == 0 || g_strcmp0 (from->consult_of, into->id) != 0)
    return;
  const char *to = from->dialed;
  for (guint i = 0; i < from->offers->len; i++) {
    BhOffer *offer = &g_array_index (from->offers, BhDraftOffer, i).offer;
    if (offer->outcome == BH_OFFER_ANSWERED && g_strcmp0 (offer->agent, from->root_device) != 0)
      to = offer->agent;
  }
  bh_draft_add_transfer (into, BH_TRANSFER_ATTENDED, from->root_device, to, now_us);
  into->joined_us = now_us;
}

static void
follow_call (BhModelPbx *pbx, BhLeg *leg, const char *call, gint64 now_us)
{
  if (call == NULL || *call == '\0' || g_strcmp0 (leg->call, call) == 0)
    return;
  bh_text_set (&leg->call, call);
  BhDraft *draft = g_hash_table_lookup (pbx->drafts, call);
  if (draft != NULL && draft == leg->draft)
    return;
  if (leg->draft == NULL) {
    bh_contact_model_add_leg (pbx, bh_contact_model_draft_for (pbx, call, now_us), leg);
    return;
  }
  if (draft == NULL) { /* the PBX has given the same call another name */
    g_ptr_array_add (leg->draft->calls, g_ref_string_new (call));
    g_hash_table_insert (pbx->drafts, g_strdup (call), leg->draft);
    return;
  }
  BhDraft *into = bh_contact_model_survivor (draft, leg->draft);
  BhDraft *from = into == draft ? leg->draft : draft;
  note_joined (into, from, now_us);
  bh_contact_model_absorb (pbx, into, from, now_us);
}

/* The leg that an event speaks of; one that we never saw begin (we came late) is taken as it is. */
static BhLeg *
leg_of (BhModelPbx *pbx, const char *id, const char *device, const char *call, gint64 now_us)
{
  if (id == NULL || *id == '\0')
    return NULL;
  BhLeg *leg = bh_leg_table_find (pbx->legs, id);
  if (leg == NULL) {
    if (device == NULL || *device == '\0' || bh_leg_table_has_ended (pbx->legs, id))
      return NULL;
    leg = bh_leg_table_add (pbx->legs, id, device, now_us);
    leg->local = g_str_has_prefix (device, "Local/") || g_str_has_prefix (device, "loopback/");
    follow_call (pbx, leg, call != NULL && *call != '\0' ? call : id, now_us);
  } else
    follow_call (pbx, leg, call, now_us);
  bh_contact_model_touch_device (pbx, leg);
  return leg;
}

static BhLeg *
main_leg (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  return leg_of (pbx, event->leg, event->device, event->call, now_us);
}

static BhLeg *
other_leg (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  return leg_of (pbx, event->other_leg, event->other_device, event->other_call, now_us);
}

/* ---- legs */

static void
update_leg (BhModelPbx *pbx, BhLeg *leg, const BhPbxEvent *event)
{
  if (event->number != NULL)
    bh_text_set (&leg->number, event->number);
  if (event->name != NULL)
    bh_text_set (&leg->name, event->name);
  if (event->dialed != NULL && *event->dialed != '\0' && !g_str_equal (event->dialed, "s") &&
      leg->dialed == NULL)
    bh_text_set (&leg->dialed, event->dialed);
  if (event->context != NULL && leg->context == NULL)
    bh_text_set (&leg->context, event->context);
  if (event->leg_state != BH_LEG_STATE_NONE)
    leg->state = event->leg_state;
  if (event->leg_state == BH_LEG_STATE_UP)
    leg->answered = TRUE;
}

static void
update_snapshot_leg (BhModelPbx *pbx, BhLeg *leg, const BhPbxEvent *event, gint64 now_us)
{
  leg->hold_unknown = !leg->seen && !leg->bridged;
  leg->seen = TRUE;
  if (event->age_ms > 0)
    leg->born_us = MIN (leg->born_us, now_us - event->age_ms * 1000);
  if (event->queue != NULL)
    bh_text_set (&leg->app_queue, event->queue);
  if (event->bridge == NULL || *event->bridge == '\0')
    bh_leg_leave_bridge (pbx->legs, leg);
  else
    bh_leg_enter_bridge (pbx->legs, leg, event->bridge);
  leg->bridged |= leg->bridge != NULL;
}

static void
on_leg_new (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = bh_leg_table_find (pbx->legs, event->leg);
  const char *call = event->call != NULL && *event->call != '\0' ? event->call : event->leg;
  if (event->leg == NULL)
    return;
  if (pbx->in_snapshot && leg == NULL && bh_leg_table_has_ended (pbx->legs, event->leg))
    return; /* it ended while the list was on its way */
  if (leg == NULL)
    leg = bh_leg_table_add (pbx->legs, event->leg, event->device, now_us);
  leg->local = event->local_half;
  leg->incoming = event->incoming;
  if (event->known_phone)
    bh_judge_learn_phone (pbx, event->device);
  if (event->ordered) {
    leg->ordered = TRUE;
    bh_text_set (&leg->dialed, event->dialed);
  }
  update_leg (pbx, leg, event);
  if (pbx->in_snapshot)
    update_snapshot_leg (pbx, leg, event, now_us);
  follow_call (pbx, leg, call, now_us);
  if (leg->draft != NULL && leg->born_us < leg->draft->started_us && !leg->draft->restored)
    leg->draft->started_us = leg->born_us - leg->born_us % 1000;
  bh_contact_model_touch_device (pbx, leg);
}

static void
on_leg_changed (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = main_leg (pbx, event, now_us);
  if (leg == NULL)
    return;
  update_leg (pbx, leg, event);
  BhDraft *draft = leg->draft;
  if (draft == NULL || leg != draft->customer_leg)
    return;
  if (draft->direction == BH_DIRECTION_INBOUND && *draft->number == '\0' &&
      bh_text_share (&draft->number, leg->number))
    draft->touched = TRUE;
  if (draft->direction == BH_DIRECTION_INBOUND && bh_text_share (&draft->caller_name, leg->name))
    draft->touched = TRUE;
}

static gboolean
is_caller (const BhDraft *draft, const BhLeg *leg)
{
  if (draft->direction == BH_DIRECTION_INTERNAL)
    return leg == draft->root;
  return leg == draft->customer_leg;
}

/* Is @leg one whose hang-up can end the contact? Pipes, and agents who have handed over, are not.
 */
static gboolean
is_partner (const BhDraft *draft, const BhLeg *leg)
{
  if (leg->local)
    return FALSE;
  return leg == draft->customer_leg || (leg == draft->root && draft->transfers->len == 0) ||
         leg == draft->last_agent_leg || leg->conference ||
         (draft->answered_us == 0 && draft->queues->len == 0) ||
         (draft->direction == BH_DIRECTION_INTERNAL && leg->bridge != NULL);
}

static BhOfferOutcome
offer_outcome_of_cause (gint cause, BhOfferOutcome otherwise)
{
  switch (cause) {
  case 17:
  case 21:
  case 34:
  case 20:
  case 1:
  case 3:
    return BH_OFFER_REJECTED;
  case 18:
  case 19:
    return BH_OFFER_NO_ANSWER;
  case 26:
    return BH_OFFER_CANCELLED;
  default:
    return otherwise;
  }
}

/* The cause of its hang-up says more than the dial's result did. */
static void
review_offer (BhDraft *draft, BhLeg *leg, gint cause, gint64 now_us)
{
  BhDraftOffer *offer = bh_draft_find_offer (draft, leg->id);
  if (offer == NULL || offer->offer.outcome == BH_OFFER_ANSWERED || draft->ended_us != 0)
    return;
  BhOfferOutcome outcome = offer->offer.outcome;
  if (outcome == BH_OFFER_RINGING && leg == draft->root)
    outcome = leg->hangup_asked ? BH_OFFER_REJECTED
                                : BH_OFFER_NO_ANSWER; /* no caller is there to give up */
  else if (outcome == BH_OFFER_RINGING)
    outcome = leg->hangup_asked ? BH_OFFER_REJECTED : BH_OFFER_CANCELLED;
  if (offer->offer.outcome != BH_OFFER_CANCELLED)
    outcome = offer_outcome_of_cause (cause, outcome);
  bh_draft_end_offer (draft, offer, outcome, now_us);
}

static gboolean
its_failure_counts (BhDraft *draft, BhLeg *leg)
{
  return !leg->answered && !leg->local && !leg->incoming &&
         (leg->outside || draft->customer_leg == NULL || draft->customer_leg == leg ||
          draft->queues->len == 0);
}

/* A phone that still rings and asks for a hang-up says no, and the cause says how. The caller's leg
 * may end before its own does. */
static void
refuse (BhDraft *draft, BhLeg *leg, gint cause, gint64 now_us)
{
  if (cause == 0 || leg->answered || leg->local || leg->incoming)
    return;
  review_offer (draft, leg, cause, now_us);
  if (its_failure_counts (draft, leg))
    draft->failure = bh_outcome_of_cause (cause, draft->failure);
}

static void
on_hangup_asked (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = main_leg (pbx, event, now_us);
  BhDraft *draft = leg == NULL ? NULL : leg->draft;
  if (draft == NULL)
    return;
  if (!event->by_party) {
    /* the PBX hangs up a party that did not ask: a kick, a time-out, an order */
    if (draft->ender == BH_ENDER_NONE &&
        (leg == draft->customer_leg || leg == draft->last_agent_leg) && leg->bridge != NULL)
      draft->ender = BH_ENDER_SYSTEM;
    return;
  }
  leg->hangup_asked = TRUE;
  refuse (draft, leg, event->cause, now_us);
  if ((draft->ender == BH_ENDER_NONE || draft->refused) && is_partner (draft, leg)) {
    draft->ender = is_caller (draft, leg) ? BH_ENDER_CALLER : BH_ENDER_AGENT;
    draft->refused = !leg->answered && !leg->incoming;
  }
}

static void
on_leg_ended (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  if (event->leg != NULL && event->device != NULL)
    bh_leg_table_note_ended (pbx->legs, event->leg);
  BhLeg *leg = bh_leg_table_find (pbx->legs, event->leg);
  if (leg == NULL)
    return;
  follow_call (pbx, leg, event->call, now_us);
  BhDraft *draft = leg->draft;
  bh_contact_model_touch_device (pbx, leg);
  if (draft != NULL) {
    review_offer (draft, leg, event->cause, now_us);
    if (its_failure_counts (draft, leg))
      draft->failure = bh_outcome_of_cause (event->cause, draft->failure);
  }
  bh_queue_model_leg_gone (pbx, leg);
  bh_leg_leave_bridge (pbx->legs, leg);
  bh_contact_model_leg_gone (pbx, leg, now_us);
  if (draft != NULL && draft->customer_leg == leg)
    bh_contact_model_customer_gone (pbx, draft, leg, event->cause, now_us);
  bh_leg_table_remove (pbx->legs, leg);
}

/* The PBX gave a leg another id under way; all that is known of it is known of that. */
static void
on_leg_renamed (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = bh_leg_table_find (pbx->legs, event->other_leg);
  if (leg == NULL || event->leg == NULL || !bh_leg_table_rename (pbx->legs, leg, event->leg))
    return;
  bh_leg_table_note_ended (pbx->legs, event->other_leg);
  bh_queue_model_rename_leg (pbx, event->other_leg, event->leg);
  BhDraft *draft = leg->draft;
  for (guint i = 0; draft != NULL && i < draft->offers->len; i++) {
    BhDraftOffer *offer = &g_array_index (draft->offers, BhDraftOffer, i);
    if (g_strcmp0 (offer->leg_id, event->other_leg) == 0)
      bh_text_set (&offer->leg_id, event->leg);
    if (g_strcmp0 (offer->via_id, event->other_leg) == 0)
      bh_text_set (&offer->via_id, event->leg);
  }
  bh_contact_model_touch_device (pbx, leg);
}

static void
on_held (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = main_leg (pbx, event, now_us);
  if (leg == NULL)
    return;
  if (event->kind == BH_PBX_LEG_RETRIEVED && leg->hold_unknown && !leg->held &&
      leg->draft != NULL) {
    bh_draft_was_hold (leg->draft, leg->device);
    leg->draft->guessed_hold_us = now_us;
  }
  /* a feature of the PBX holds the half of a pipe: who is behind it has pressed the key */
  BhLeg *presser = leg->local ? bh_leg_resolve (leg) : leg;
  if (presser != NULL && presser != leg)
    bh_contact_model_touch_device (pbx, presser);
  leg = presser != NULL ? presser : leg;
  leg->hold_unknown = FALSE;
  leg->held = event->kind == BH_PBX_LEG_HELD;
}

/* ---- dialing */

static void
learn_customer (BhDraft *draft, BhLeg *dest)
{
  g_autofree char *number = NULL;
  if (draft->customer_leg != NULL || draft->direction == BH_DIRECTION_INBOUND)
    return;
  draft->direction = BH_DIRECTION_OUTBOUND;
  draft->originated = FALSE;
  draft->customer_leg = dest;
  if (dest->hangup_asked && draft->ender == BH_ENDER_AGENT)
    draft->ender = BH_ENDER_CALLER; /* it refused before the PBX told of the dial */
  draft->touched = TRUE;
  if (dest->dial_string != NULL)
    number = bh_judge_number (dest->dial_string);
  bh_text_set (&draft->number, number != NULL && *number != '\0' ? number : dest->number);
  if (*draft->dialed == '\0')
    bh_text_share (&draft->dialed, draft->number);
}

/* The caller was taken away from a talk that nobody ended, and rings somewhere else: a transfer,
 * whoever ordered it. */
static void
notice_redirect (BhDraft *draft, BhLeg *dialer, const char *to, gint64 now_us)
{
  gint64 left_us = draft->talk_left_us;

  if (dialer == NULL || dialer != draft->customer_leg || draft->transferred ||
      draft->ender != BH_ENDER_NONE || draft->agents->len == 0 || draft->pending_transfer >= 0)
    return;
  /* taken out of a hold: till now it looked like one */
  if (left_us == 0 && !draft->talks && dialer->bridge == NULL && draft->answered_us != 0)
    left_us = now_us;
  if (left_us <= 0)
    return;
  bh_draft_add_transfer (draft,
                         BH_TRANSFER_BLIND,
                         draft->agents->pdata[draft->agents->len - 1],
                         to,
                         left_us);
}

static void
offer_to (BhModelPbx *pbx, BhDraft *draft, BhLeg *dialer, BhLeg *dest, gint64 now_us)
{
  BhDraftOffer *offer = bh_draft_find_offer (draft, dest->id);
  if (offer != NULL)
    return;
  if (dialer != NULL && dialer->local && dialer->twin != NULL)
    offer = bh_draft_find_offer (draft, dialer->twin->id);
  if (offer == NULL || offer->offer.outcome != BH_OFFER_RINGING) {
    /* a pipe whose phone has had its ring dials the next: for the queue, until one has answered */
    gboolean for_queue = offer != NULL && !dialer->twin->answered;
    bh_draft_offer (draft, dest, dest->device, for_queue ? offer->offer.queue : NULL, now_us);
    return;
  }
  /* the queue offered it to a pipe: the phone behind it is who rings */
  bh_text_share (&offer->via_id, offer->leg_id);
  bh_text_share (&offer->leg_id, dest->id);
  bh_text_share (&offer->offer.agent, dest->device);
  draft->touched = TRUE;
}

/* Who refused has ended the contact only when nothing rings after it. */
static void
forget_refusal (BhDraft *draft)
{
  if (draft->refused)
    draft->ender = BH_ENDER_NONE;
  draft->refused = FALSE;
}

static void
on_dial_began (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *dialer = main_leg (pbx, event, now_us);
  BhLeg *dest = other_leg (pbx, event, now_us);
  BhDraft *draft = dest == NULL ? NULL : dest->draft;
  if (draft == NULL)
    return;
  forget_refusal (draft);
  dest->dialing = TRUE;
  bh_leg_set_dialer (dest, dialer);
  bh_text_set (&dest->dial_string, event->dialed);
  dest->outside = bh_judge_outside (pbx, dest);
  if (dest->local)
    return;
  if (dest->outside) {
    g_autofree char *number = event->dialed == NULL ? NULL : bh_judge_number (event->dialed);
    notice_redirect (draft, dialer, number != NULL ? number : dest->number, now_us);
    learn_customer (draft, dest);
    return;
  }
  notice_redirect (draft, dialer, dest->device, now_us);
  offer_to (pbx, draft, dialer, dest, now_us);
  BhDraftOffer *offer = bh_draft_find_offer (draft, dest->id);
  if (offer != NULL && offer->offer.queue == NULL && draft->pending_transfer >= 0 &&
      g_array_index (draft->transfers, BhTransfer, draft->pending_transfer).kind ==
          BH_TRANSFER_BLIND)
    bh_draft_resolve_transfer (draft, dest->device);
}

static BhOutcome
failure_of_dial (BhDialResult result)
{
  switch (result) {
  case BH_DIAL_BUSY:
    return BH_OUTCOME_BUSY;
  case BH_DIAL_REJECTED:
    return BH_OUTCOME_REJECTED;
  case BH_DIAL_NO_ANSWER:
  case BH_DIAL_CANCELLED:
    return BH_OUTCOME_NO_ANSWER;
  default:
    return BH_OUTCOME_FAILED;
  }
}

static BhOfferOutcome
offer_of_dial (BhDialResult result)
{
  switch (result) {
  case BH_DIAL_ANSWERED:
    return BH_OFFER_ANSWERED;
  case BH_DIAL_NO_ANSWER:
    return BH_OFFER_NO_ANSWER;
  case BH_DIAL_CANCELLED:
    return BH_OFFER_CANCELLED;
  default:
    return BH_OFFER_REJECTED;
  }
}

static void
on_dial_ended (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *dest = other_leg (pbx, event, now_us);
  BhDraft *draft = dest == NULL ? NULL : dest->draft;
  if (draft == NULL || event->dial_result == BH_DIAL_NONE)
    return;
  gboolean first = dest->dialing;
  dest->dialing = FALSE;
  /* who answered stays on the line of who dialed until they meet in a bridge */
  if (event->dial_result != BH_DIAL_ANSWERED)
    bh_leg_set_dialer (dest, NULL);
  if (event->dial_result == BH_DIAL_NO_ANSWER && !dest->hangup_asked)
    forget_refusal (draft);
  if (event->dial_result == BH_DIAL_ANSWERED)
    dest->answered = TRUE;
  else if (first && !dest->local &&
           !(dest->hangup_asked && draft->failure != BH_OUTCOME_IN_PROGRESS))
    draft->failure = failure_of_dial (event->dial_result);
  BhDraftOffer *offer = bh_draft_find_offer (draft, dest->id);
  if (offer != NULL && offer->offer.outcome == BH_OFFER_RINGING)
    bh_draft_end_offer (draft, offer, offer_of_dial (event->dial_result), now_us);
}

/* ---- bridges */

static void
on_bridge_entered (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = main_leg (pbx, event, now_us);
  BhLeg *swapped = bh_leg_table_find (pbx->legs, event->other_leg);
  if (leg == NULL || event->bridge == NULL)
    return;
  if (swapped != NULL) {
    bh_contact_model_touch_device (pbx, swapped);
    bh_leg_leave_bridge (pbx->legs, swapped);
  }
  leg->answered = leg->bridged = TRUE;
  leg->dialing = FALSE;
  bh_leg_set_dialer (leg, NULL);
  bh_leg_enter_bridge (pbx->legs, leg, event->bridge);
  for (guint i = 0; i < leg->bridge->legs->len; i++)
    bh_contact_model_touch (((BhLeg *) leg->bridge->legs->pdata[i])->draft, pbx->model);
}

static void
on_bridge_left (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = main_leg (pbx, event, now_us);
  if (leg == NULL || leg->bridge == NULL ||
      (event->bridge != NULL && !g_str_equal (leg->bridge->id, event->bridge)))
    return;
  for (guint i = 0; i < leg->bridge->legs->len; i++)
    bh_contact_model_touch (((BhLeg *) leg->bridge->legs->pdata[i])->draft, pbx->model);
  bh_leg_leave_bridge (pbx->legs, leg);
}

static void
on_bridge_merged (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  if (event->bridge != NULL && event->other_bridge != NULL)
    bh_bridge_merge (pbx->legs, event->bridge, event->other_bridge);
}

static void
on_local_paired (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *one = main_leg (pbx, event, now_us);
  BhLeg *two = other_leg (pbx, event, now_us);
  if (one == NULL || two == NULL || one == two)
    return;
  one->twin = two;
  two->twin = one;
  one->local = two->local = TRUE;
}

/* ---- queues and offers */

static void
on_queue_joined (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = main_leg (pbx, event, now_us);
  if (leg == NULL || leg->draft == NULL || event->queue == NULL)
    return;
  notice_redirect (leg->draft, leg, event->queue, now_us);
  bh_text_set (&leg->queue, event->queue);
  bh_text_set (&leg->dialed, event->dialed != NULL ? event->dialed : leg->dialed);
  bh_text_set (&leg->context, event->context != NULL ? event->context : leg->context);
  leg->queued_us = now_us - event->age_ms * 1000;
  leg->abandoned = FALSE;
  bh_draft_add_queue (leg->draft, event->queue);
  if (event->age_ms > 0)
    bh_draft_was_queue (leg->draft, event->queue);
  bh_draft_resolve_transfer (leg->draft, NULL); /* it went to the queue, whoever answers there */
  leg->draft->queue_left = leg->draft->queue_timeout = leg->draft->redirected = FALSE;
}

static void
on_queue_abandoned (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = main_leg (pbx, event, now_us);
  if (leg == NULL || leg->draft == NULL)
    return;
  leg->abandoned = TRUE;
  if (leg->hangup_asked)
    return;
  gboolean elsewhere =
      (event->dialed != NULL && leg->dialed != NULL && !g_str_equal (event->dialed, leg->dialed)) ||
      (event->context != NULL && leg->context != NULL &&
       !g_str_equal (event->context, leg->context));
  leg->draft->redirected = elsewhere;
  leg->draft->queue_timeout = !elsewhere;
}

static void
on_queue_left (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = main_leg (pbx, event, now_us);
  if (leg == NULL || leg->draft == NULL)
    return;
  bh_text_clear (&leg->queue);
  leg->draft->queue_left = TRUE;
}

static void
on_offer_began (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *caller = main_leg (pbx, event, now_us);
  BhLeg *leg = other_leg (pbx, event, now_us);
  if (caller == NULL || caller->draft == NULL || leg == NULL)
    return;
  bh_judge_learn_phone (pbx, leg->local ? event->member : leg->device);
  leg->outside = FALSE;
  leg->dialing = TRUE;
  BhDraftOffer *offer = bh_draft_find_offer (caller->draft, leg->id);
  if (offer == NULL)
    bh_draft_offer (caller->draft,
                    leg,
                    leg->local && event->member != NULL ? event->member : leg->device,
                    event->queue,
                    now_us);
  else if (bh_text_set (&offer->offer.queue, event->queue))
    caller->draft->touched = TRUE;
}

static void
on_offer_missed (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *caller = main_leg (pbx, event, now_us);
  BhDraft *draft = caller == NULL ? NULL : caller->draft;
  BhDraftOffer *offer = draft == NULL || event->other_leg == NULL
                            ? NULL
                            : bh_draft_find_offer (draft, event->other_leg);
  if (offer != NULL &&
      (offer->offer.outcome == BH_OFFER_RINGING || offer->offer.outcome == BH_OFFER_CANCELLED))
    bh_draft_end_offer (draft, offer, BH_OFFER_NO_ANSWER, now_us);
}

static void
on_offer_answered (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *caller = main_leg (pbx, event, now_us);
  BhDraft *draft = caller == NULL ? NULL : caller->draft;
  BhDraftOffer *offer = draft == NULL || event->other_leg == NULL
                            ? NULL
                            : bh_draft_find_offer (draft, event->other_leg);
  if (offer != NULL && offer->offer.outcome == BH_OFFER_RINGING)
    bh_draft_end_offer (draft, offer, BH_OFFER_ANSWERED, now_us);
}

/* ---- transfers */

/* Who made a transfer: the phone behind a pipe, where the PBX names the pipe. */
static const char *
transferer_of (BhDraft *draft, BhLeg *leg, const BhPbxEvent *event)
{
  BhDraftOffer *offer = leg != NULL && leg->local ? bh_draft_find_offer (draft, leg->id) : NULL;
  BhLeg *phone = leg != NULL && leg->local ? bh_leg_resolve (leg) : leg;
  if (offer != NULL)
    return offer->offer.agent;
  return phone != NULL ? phone->device : event->device;
}

/* A phone's REFER is told as a retrieval first, whether anybody was on hold or not. */
static void
doubt_hold (BhDraft *draft, const char *transferer, gint64 now_us)
{
  if (draft->guessed_hold_us != 0 && now_us - draft->guessed_hold_us < 100 * 1000)
    bh_draft_was_talk (draft, transferer);
  draft->guessed_hold_us = 0;
}

static void
on_transfer_blind (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *transferer = main_leg (pbx, event, now_us);
  BhLeg *transferred = other_leg (pbx, event, now_us);
  BhDraft *draft = transferred != NULL ? transferred->draft : NULL;
  if (draft == NULL && transferer != NULL)
    draft = transferer->draft;
  if (draft == NULL)
    return;
  doubt_hold (draft, transferer_of (draft, transferer, event), now_us);
  bh_draft_add_transfer (draft,
                         BH_TRANSFER_BLIND,
                         transferer_of (draft, transferer, event),
                         event->dialed,
                         now_us);
  if (draft->customer_leg == NULL || !draft->customer_leg->hangup_asked)
    draft->ender = BH_ENDER_NONE;
}

static BhDraft *
fold (BhModelPbx *pbx, BhDraft *draft, BhLeg *leg, gint64 now_us)
{
  if (leg == NULL || leg->draft == NULL || leg->draft == draft)
    return draft;
  if (draft == NULL)
    return leg->draft;
  BhDraft *into = bh_contact_model_survivor (draft, leg->draft);
  bh_contact_model_absorb (pbx, into, into == draft ? leg->draft : draft, now_us);
  return into;
}

/* Handed over while it rang: who rings is whom it went to, until somebody talks. */
static const char *
whom_rings (BhDraft *draft)
{
  BhDraftOffer *offer = bh_draft_ringing_offer (draft);
  return offer != NULL ? offer->offer.agent : NULL;
}

static void
on_transfer_attended (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *transferer = bh_leg_table_find (pbx->legs, event->leg);
  BhDraft *draft = fold (pbx, NULL, bh_leg_table_find (pbx->legs, event->other_leg), now_us);
  draft = fold (pbx, draft, transferer, now_us);
  draft = fold (pbx, draft, bh_leg_table_find (pbx->legs, event->second_leg), now_us);
  draft = fold (pbx, draft, bh_leg_table_find (pbx->legs, event->target_leg), now_us);
  if (draft == NULL)
    return;
  /* of three who are together now nobody has handed anything over, or holds anybody any more */
  gboolean stays = g_strcmp0 (event->text, "threeway") == 0;
  if (stays && transferer != NULL)
    transferer->held = FALSE;
  if (!stays && (draft->joined_us == 0 || now_us - draft->joined_us > 2 * G_USEC_PER_SEC))
    bh_draft_add_transfer (draft,
                           BH_TRANSFER_ATTENDED,
                           transferer_of (draft, transferer, event),
                           event->dialed != NULL ? event->dialed : whom_rings (draft),
                           now_us);
  draft->joined_us = 0;
  draft->ender = BH_ENDER_NONE;
  bh_contact_model_touch (draft, pbx->model);
}

static void
on_parked (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = main_leg (pbx, event, now_us);
  if (leg == NULL)
    return;
  bh_text_set (&leg->space, bh_text_or_empty (event->text));
  if (leg->draft != NULL)
    leg->draft->talk_left_us = BH_DRAFT_LEFT_KNOWN;
}

static void
on_unparked (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = main_leg (pbx, event, now_us);
  if (leg == NULL)
    return;
  bh_text_clear (&leg->space);
  if (event->kind == BH_PBX_UNPARKED)
    fold (pbx, leg->draft, other_leg (pbx, event, now_us), now_us);
}

static void
on_picked_up (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *picker = main_leg (pbx, event, now_us);
  BhLeg *target = other_leg (pbx, event, now_us);
  if (picker == NULL || target == NULL || target->draft == NULL)
    return;
  BhDraft *draft = fold (pbx, target->draft, picker, now_us);
  BhDraftOffer *offer = bh_draft_find_offer (draft, target->id);
  if (offer != NULL && offer->offer.outcome == BH_OFFER_RINGING)
    bh_draft_end_offer (draft, offer, BH_OFFER_CANCELLED, now_us);
  target->dialing = FALSE;
}

static void
on_conference (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = main_leg (pbx, event, now_us);
  if (leg == NULL)
    return;
  leg->conference = event->kind == BH_PBX_CONFERENCE_JOINED;
  if (leg->draft != NULL)
    leg->draft->ender = leg->conference && leg->draft->ender != BH_ENDER_CALLER ? BH_ENDER_NONE
                                                                                : leg->draft->ender;
}

static void
on_spy (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = main_leg (pbx, event, now_us);
  if (leg != NULL)
    leg->spying = event->kind == BH_PBX_SPY_STARTED;
}

static void
on_attached_data (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhLeg *leg = bh_leg_table_find (pbx->legs, event->leg);
  BhDraft *draft = leg != NULL ? leg->draft : NULL;
  if (draft == NULL && event->call != NULL)
    draft = g_hash_table_lookup (pbx->drafts, event->call);
  if (draft == NULL || event->name == NULL || event->text == NULL)
    return;
  bh_draft_attach (draft, event->name, event->text);
  bh_contact_model_touch (draft, pbx->model);
}

static const BhEventFunc handlers[BH_PBX_EVENT_N_KINDS] = {
    [BH_PBX_LEG_NEW] = on_leg_new,
    [BH_PBX_LEG_CHANGED] = on_leg_changed,
    [BH_PBX_LEG_HANGUP_ASKED] = on_hangup_asked,
    [BH_PBX_LEG_ENDED] = on_leg_ended,
    [BH_PBX_LEG_RENAMED] = on_leg_renamed,
    [BH_PBX_LEG_HELD] = on_held,
    [BH_PBX_LEG_RETRIEVED] = on_held,
    [BH_PBX_DIAL_BEGAN] = on_dial_began,
    [BH_PBX_DIAL_ENDED] = on_dial_ended,
    [BH_PBX_BRIDGE_ENTERED] = on_bridge_entered,
    [BH_PBX_BRIDGE_LEFT] = on_bridge_left,
    [BH_PBX_BRIDGE_MERGED] = on_bridge_merged,
    [BH_PBX_LOCAL_PAIRED] = on_local_paired,
    [BH_PBX_QUEUE_JOINED] = on_queue_joined,
    [BH_PBX_QUEUE_LEFT] = on_queue_left,
    [BH_PBX_QUEUE_ABANDONED] = on_queue_abandoned,
    [BH_PBX_OFFER_BEGAN] = on_offer_began,
    [BH_PBX_OFFER_MISSED] = on_offer_missed,
    [BH_PBX_OFFER_ANSWERED] = on_offer_answered,
    [BH_PBX_TRANSFER_BLIND] = on_transfer_blind,
    [BH_PBX_TRANSFER_ATTENDED] = on_transfer_attended,
    [BH_PBX_PARKED] = on_parked,
    [BH_PBX_UNPARKED] = on_unparked,
    [BH_PBX_PARK_EXPIRED] = on_unparked,
    [BH_PBX_PARK_GIVEN_UP] = on_unparked,
    [BH_PBX_PICKED_UP] = on_picked_up,
    [BH_PBX_CONFERENCE_JOINED] = on_conference,
    [BH_PBX_CONFERENCE_LEFT] = on_conference,
    [BH_PBX_SPY_STARTED] = on_spy,
    [BH_PBX_SPY_STOPPED] = on_spy,
    [BH_PBX_ATTACHED_DATA] = on_attached_data,
};

void
bh_call_take_event (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  BhEventFunc handler = event->kind < BH_PBX_EVENT_N_KINDS ? handlers[event->kind] : NULL;
  if (handler != NULL)
    handler (pbx, event, now_us);
}

typedef struct {
  BhModelPbx *pbx;
  gboolean only_unseen;
  gint64 at_us;
} Drop;

static void
drop_leg (BhLeg *leg, gpointer data)
{
  Drop *drop = data;
  if (drop->only_unseen && leg->seen)
    return;
  g_autofree char *id = g_strdup (leg->id);
  BhPbxEvent ended = {.kind = BH_PBX_LEG_ENDED, .leg = id};
  if (leg->draft != NULL && leg->draft->ender == BH_ENDER_NONE)
    leg->draft->ender = BH_ENDER_SYSTEM;
  on_leg_ended (drop->pbx, &ended, drop->at_us);
}

void
bh_call_drop_legs (BhModelPbx *pbx, gboolean only_unseen, gint64 at_us)
{
  Drop drop = {pbx, only_unseen, at_us};
  bh_leg_table_foreach (pbx->legs, drop_leg, &drop);
}
