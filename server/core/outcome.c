/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/model-private.h"

/* How a contact ended, decided once, from what happened to it. */

static gboolean
has_answered_offer (BhDraft *draft)
{
  for (guint i = 0; i < draft->offers->len; i++)
    if (g_array_index (draft->offers, BhDraftOffer, i).offer.outcome == BH_OFFER_ANSWERED)
      return TRUE;
  return FALSE;
}

static BhOutcome
outcome_of_offers (BhDraft *draft)
{
  BhOutcome outcome = BH_OUTCOME_IN_PROGRESS;
  for (guint i = 0; i < draft->offers->len; i++)
    switch (g_array_index (draft->offers, BhDraftOffer, i).offer.outcome) {
    case BH_OFFER_REJECTED:
      outcome = draft->failure == BH_OUTCOME_IN_PROGRESS ? BH_OUTCOME_REJECTED : draft->failure;
      break;
    case BH_OFFER_NO_ANSWER:
    case BH_OFFER_CANCELLED:
      outcome = BH_OUTCOME_NO_ANSWER;
      break;
    default:
      break;
    }
  return outcome;
}

BhOutcome
bh_outcome_of_cause (gint cause, BhOutcome otherwise)
{
  switch (cause) {
  case 17:
    return BH_OUTCOME_BUSY;
  case 18:
  case 19:
    return BH_OUTCOME_NO_ANSWER;
  case 21:
    return BH_OUTCOME_REJECTED;
  case 0:
  case 16:
  case 26:
  case 127:
    return otherwise;
  default:
    return BH_OUTCOME_FAILED;
  }
}

static BhOutcome
unanswered_inbound (BhDraft *draft, const BhLeg *last, gint cause)
{
  if (draft->queues->len > 0) {
    if (draft->redirected)
      return BH_OUTCOME_REDIRECTED;
    return draft->queue_timeout ? BH_OUTCOME_TIMEOUT : BH_OUTCOME_ABANDONED;
  }
  BhOutcome outcome = outcome_of_offers (draft);
  if (outcome != BH_OUTCOME_IN_PROGRESS)
    return outcome;
  outcome = bh_outcome_of_cause (cause, BH_OUTCOME_IN_PROGRESS);
  if (outcome != BH_OUTCOME_IN_PROGRESS)
    return outcome;
  return last != NULL && !last->answered ? BH_OUTCOME_FAILED : BH_OUTCOME_NO_AGENT;
}

static BhOutcome
unanswered_outbound (BhDraft *draft)
{
  if (draft->failure != BH_OUTCOME_IN_PROGRESS)
    return draft->failure;
  if (!draft->has_root)
    return BH_OUTCOME_FAILED; /* nothing but pipes: it reached no phone at all */
  BhOutcome outcome = outcome_of_offers (draft);
  if (outcome != BH_OUTCOME_IN_PROGRESS)
    return outcome;
  return has_answered_offer (draft) ? BH_OUTCOME_NO_AGENT : BH_OUTCOME_NO_ANSWER;
}

static BhOutcome
unanswered_internal (BhDraft *draft)
{
  if (draft->failure != BH_OUTCOME_IN_PROGRESS)
    return draft->failure;
  BhOutcome outcome = outcome_of_offers (draft);
  return outcome == BH_OUTCOME_IN_PROGRESS ? BH_OUTCOME_NO_AGENT : outcome;
}

static BhEnder
who_ended (BhDraft *draft)
{
  if (draft->ender != BH_ENDER_NONE)
    return draft->ender;
  return draft->outcome == BH_OUTCOME_ABANDONED ? BH_ENDER_CALLER : BH_ENDER_SYSTEM;
}

void
bh_outcome_decide (BhDraft *draft, const BhLeg *last, gint cause)
{
  if (!draft->has_root)
    draft->direction = BH_DIRECTION_OUTBOUND;
  if (draft->answered_us != 0)
    draft->outcome = BH_OUTCOME_ANSWERED;
  else if (draft->direction == BH_DIRECTION_INBOUND)
    draft->outcome = unanswered_inbound (draft, last, cause);
  else if (draft->direction == BH_DIRECTION_OUTBOUND)
    draft->outcome = unanswered_outbound (draft);
  else
    draft->outcome = unanswered_internal (draft);
  draft->ended_by = who_ended (draft);
}
