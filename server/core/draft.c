/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/draft.h"

#include "server/core/text.h"
#include "server/core/uuid5.h"

/* A stretch of dialplan shorter than this between two treatments is the PBX getting from one to the
 * other. */
#define SET_UP_MS 100
/* What lasts a moment is the PBX moving a party in steps that we see one by one, not a treatment:
 * so little between two stretches of the same, and so little anywhere. */
#define BLIP_MS 50
#define STEP_MS 20

static void
text_unref (gpointer text)
{
  g_ref_string_release (text);
}

static BhDraft *
draft_alloc (const char *pbx)
{
  BhDraft *draft = g_new0 (BhDraft, 1);
  draft->pbx = g_ref_string_new (pbx);
  draft->calls = g_ptr_array_new_with_free_func (text_unref);
  draft->legs = g_ptr_array_new ();
  draft->segments = g_array_new (FALSE, TRUE, sizeof (BhSegment));
  draft->offers = g_array_new (FALSE, TRUE, sizeof (BhDraftOffer));
  draft->transfers = g_array_new (FALSE, TRUE, sizeof (BhTransfer));
  draft->parts = g_array_new (FALSE, TRUE, sizeof (BhDraftPart));
  draft->data = g_array_new (FALSE, TRUE, sizeof (BhAttached));
  draft->queues = g_ptr_array_new_with_free_func (text_unref);
  draft->agents = g_ptr_array_new_with_free_func (text_unref);
  draft->pending_transfer = -1;
  draft->direction = BH_DIRECTION_INTERNAL;
  draft->touched = TRUE;
  return draft;
}

BhDraft *
bh_draft_new (const char *pbx, const char *boot, const char *call, gint64 now_us)
{
  BhDraft *draft = draft_alloc (pbx);
  g_autofree char *name = g_strconcat (pbx, "|", boot, "|", call, NULL);
  bh_uuid5 (name, draft->id);
  g_ptr_array_add (draft->calls, g_ref_string_new (call));
  draft->number = g_ref_string_new ("");
  draft->caller_name = g_ref_string_new ("");
  draft->dialed = g_ref_string_new ("");
  draft->root_device = g_ref_string_new ("");
  draft->started_us =
      now_us - now_us % 1000; /* so that milliseconds from it are milliseconds of the clock */
  return draft;
}

static void
segment_copy (BhSegment *to, const BhSegment *from)
{
  *to = *from;
  bh_text_ref (to->queue);
  bh_text_ref (to->agent);
  bh_text_ref (to->with);
}

static void
restore_lists (BhDraft *draft, const BhContact *contact)
{
  for (guint i = 0; i < contact->n_segments; i++) {
    BhSegment segment;
    segment_copy (&segment, &contact->segments[i]);
    g_array_append_val (draft->segments, segment);
  }
  for (guint i = 0; i < contact->n_offers; i++) {
    BhDraftOffer offer = {.offer = contact->offers[i]};
    bh_text_ref (offer.offer.agent);
    bh_text_ref (offer.offer.queue);
    g_array_append_val (draft->offers, offer);
  }
  for (guint i = 0; i < contact->n_transfers; i++) {
    BhTransfer transfer = contact->transfers[i];
    bh_text_ref (transfer.from);
    bh_text_ref (transfer.to);
    g_array_append_val (draft->transfers, transfer);
  }
  for (guint i = 0; i < contact->n_queues; i++)
    bh_draft_add_queue (draft, contact->queues[i]);
  for (guint i = 0; i < contact->n_agents; i++)
    bh_draft_add_agent (draft, contact->agents[i]);
  for (guint i = 0; i < contact->n_data; i++)
    bh_draft_attach (draft, contact->data[i].key, contact->data[i].value);
  for (guint i = 0; i < contact->n_parts; i++) {
    BhDraftPart *part = bh_draft_part (draft, contact->parts[i].device, contact->parts[i].since_us);
    part->part.talked = contact->parts[i].talked;
    part->was_here = contact->parts[i].state != BH_PART_LEFT;
    bh_text_share (&part->part.queue, contact->parts[i].queue);
  }
}

BhDraft *
bh_draft_new_restored (const BhContact *contact)
{
  BhDraft *draft = draft_alloc (contact->pbx);
  memcpy (draft->id, contact->id, sizeof draft->id);
  bh_text_set (&draft->number, contact->number);
  bh_text_set (&draft->caller_name, contact->caller_name);
  bh_text_set (&draft->dialed, contact->dialed);
  bh_text_set (&draft->consult_of, contact->consult_of);
  bh_text_set (&draft->customer, contact->customer);
  bh_text_set (&draft->disposition, contact->disposition);
  draft->root_device = g_ref_string_new ("");
  draft->direction = contact->direction;
  draft->outcome = contact->outcome;
  draft->ended_by = contact->ended_by;
  draft->started_us = contact->started_us;
  draft->answered_us = contact->answered_us;
  draft->released_us = contact->released_us;
  draft->wrap_up_until_us = contact->wrap_up_until_us;
  draft->last_revision = contact->revision;
  draft->has_root = TRUE;
  draft->restored = TRUE;
  draft->customer_up = contact->answered_us != 0;
  restore_lists (draft, contact);
  return draft;
}

static void
clear_draft_lists (BhDraft *draft)
{
  for (guint i = 0; i < draft->segments->len; i++) {
    BhSegment *segment = &g_array_index (draft->segments, BhSegment, i);
    bh_text_clear (&segment->queue);
    bh_text_clear (&segment->agent);
    bh_text_clear (&segment->with);
  }
  for (guint i = 0; i < draft->offers->len; i++) {
    BhDraftOffer *offer = &g_array_index (draft->offers, BhDraftOffer, i);
    bh_text_clear (&offer->offer.agent);
    bh_text_clear (&offer->offer.queue);
    bh_text_clear (&offer->leg_id);
    bh_text_clear (&offer->via_id);
  }
  for (guint i = 0; i < draft->transfers->len; i++) {
    BhTransfer *transfer = &g_array_index (draft->transfers, BhTransfer, i);
    bh_text_clear (&transfer->from);
    bh_text_clear (&transfer->to);
  }
  for (guint i = 0; i < draft->parts->len; i++) {
    BhPart *part = &g_array_index (draft->parts, BhDraftPart, i).part;
    bh_text_clear (&part->device);
    bh_text_clear (&part->leg);
    bh_text_clear (&part->consult_leg);
    bh_text_clear (&part->consult_with);
    bh_text_clear (&part->queue);
  }
  for (guint i = 0; i < draft->data->len; i++) {
    bh_text_clear (&g_array_index (draft->data, BhAttached, i).key);
    bh_text_clear (&g_array_index (draft->data, BhAttached, i).value);
  }
}

void
bh_draft_free (BhDraft *draft)
{
  bh_leg_point (&draft->last_agent_leg, NULL);
  clear_draft_lists (draft);
  g_array_unref (draft->segments);
  g_array_unref (draft->offers);
  g_array_unref (draft->transfers);
  g_array_unref (draft->parts);
  g_array_unref (draft->data);
  g_ptr_array_unref (draft->calls);
  g_ptr_array_unref (draft->legs);
  g_ptr_array_unref (draft->queues);
  g_ptr_array_unref (draft->agents);
  bh_text_clear (&draft->pbx);
  bh_text_clear (&draft->number);
  bh_text_clear (&draft->caller_name);
  bh_text_clear (&draft->dialed);
  bh_text_clear (&draft->merged_into);
  bh_text_clear (&draft->consult_of);
  bh_text_clear (&draft->customer);
  bh_text_clear (&draft->disposition);
  bh_text_clear (&draft->root_device);
  g_clear_pointer (&draft->picture, bh_contact_unref);
  g_free (draft);
}

gint64
bh_draft_ms (const BhDraft *draft, gint64 now_us)
{
  return MAX ((now_us - draft->started_us) / 1000, 0);
}

/* ---- segments */

static BhSegment *
last_segment (BhDraft *draft)
{
  return draft->segments->len == 0
             ? NULL
             : &g_array_index (draft->segments, BhSegment, draft->segments->len - 1);
}

static gboolean
same_treatment (const BhSegment *a, const BhSegment *b)
{
  return a->type == b->type && g_strcmp0 (a->queue, b->queue) == 0 &&
         g_strcmp0 (a->agent, b->agent) == 0 && g_strcmp0 (a->with, b->with) == 0;
}

static void
drop_last (BhDraft *draft)
{
  BhSegment *last = last_segment (draft);
  bh_text_clear (&last->queue);
  bh_text_clear (&last->agent);
  bh_text_clear (&last->with);
  g_array_set_size (draft->segments, draft->segments->len - 1);
}

/* Takes away what was too short to be a segment; the time from where it began belongs to what
 * follows. */
static gint64
reopen_from (BhDraft *draft, BhSegmentType next, gint64 at_ms)
{
  BhSegment *last = last_segment (draft);
  gint64 from = at_ms;
  while (last != NULL) {
    gint64 length = at_ms - last->start_ms;
    gboolean set_up =
        last->type == BH_SEGMENT_IVR || (last->type == BH_SEGMENT_QUEUE && next == BH_SEGMENT_RING);
    gboolean glitch = last->end_ms < 0 && length < (set_up ? SET_UP_MS : STEP_MS);
    if (!glitch && (length > 0 || last->end_ms >= 0))
      break;
    from = last->start_ms;
    drop_last (draft);
    last = last_segment (draft);
  }
  return from;
}

static void
drop_blip (BhDraft *draft, const BhSegment *want, gint64 at_ms)
{
  guint n = draft->segments->len;
  if (n < 2)
    return;
  BhSegment *last = last_segment (draft);
  BhSegment *before = &g_array_index (draft->segments, BhSegment, n - 2);
  if (last->end_ms >= 0 || at_ms - last->start_ms >= BLIP_MS || !same_treatment (before, want))
    return;
  drop_last (draft);
  last_segment (draft)->end_ms = -1;
}

gint64
bh_draft_prepare (BhDraft *draft, const BhSegment *want, gint64 now_us)
{
  gint64 at_ms = bh_draft_ms (draft, now_us);
  BhSegment *last = last_segment (draft);

  if (last != NULL && last->end_ms < 0 && same_treatment (last, want))
    return -1;
  draft->touched = TRUE;
  drop_blip (draft, want, at_ms);
  gint64 from = reopen_from (draft, want->type, draft->segments->len == 0 ? 0 : at_ms);
  last = last_segment (draft);
  if (last != NULL && last->end_ms == from) {
    last->end_ms = -1;
    last->ended_by = BH_ENDER_NONE;
  }
  return last != NULL && last->end_ms < 0 && same_treatment (last, want) ? -1 : from;
}

void
bh_draft_treat (BhDraft *draft, const BhSegment *want, BhEnder ended_by, gint64 from_ms)
{
  BhSegment *last = last_segment (draft);
  BhSegment next = *want;

  if (last != NULL && last->end_ms < 0) {
    last->end_ms = from_ms;
    last->ended_by = ended_by;
  }
  next.queue = want->queue == NULL ? NULL : g_ref_string_new (want->queue);
  next.agent = want->agent == NULL ? NULL : g_ref_string_new (want->agent);
  next.with = want->with == NULL ? NULL : g_ref_string_new (want->with);
  next.start_ms = from_ms;
  next.end_ms = -1;
  next.ended_by = BH_ENDER_NONE;
  g_array_append_val (draft->segments, next);
}

void
bh_draft_close (BhDraft *draft, BhEnder ended_by, gint64 now_us)
{
  gint64 at_ms = bh_draft_ms (draft, now_us);
  BhSegment *last = last_segment (draft);

  while (last != NULL && draft->segments->len > 1 &&
         ((last->type == BH_SEGMENT_IVR && at_ms - last->start_ms < SET_UP_MS) ||
          at_ms <= last->start_ms)) {
    drop_last (draft);
    last = last_segment (draft);
    last->end_ms = -1;
  }
  if (last == NULL || last->end_ms >= 0)
    return;
  draft->touched = TRUE;
  if (at_ms <= last->start_ms) {
    drop_last (draft);
    return;
  }
  last->end_ms = at_ms;
  last->ended_by = ended_by;
}

void
bh_draft_was_hold (BhDraft *draft, const char *device)
{
  BhSegment *last = last_segment (draft);
  if (last == NULL || last->type != BH_SEGMENT_TALK || last->end_ms >= 0 ||
      g_strcmp0 (last->agent, device) != 0)
    return;
  last->type = BH_SEGMENT_HOLD;
  bh_text_clear (&last->with);
  draft->touched = TRUE;
}

void
bh_draft_was_talk (BhDraft *draft, const char *device)
{
  for (guint i = draft->segments->len; i > 0; i--) {
    BhSegment *segment = &g_array_index (draft->segments, BhSegment, i - 1);
    if (segment->type != BH_SEGMENT_HOLD || g_strcmp0 (segment->agent, device) != 0)
      continue;
    segment->type = BH_SEGMENT_TALK;
    bh_text_share (&segment->with, *draft->number == '\0' ? NULL : draft->number);
    draft->touched = TRUE;
    return;
  }
}

void
bh_draft_was_queue (BhDraft *draft, const char *queue)
{
  BhSegment *last = last_segment (draft);
  if (last == NULL || draft->segments->len != 1 || last->type != BH_SEGMENT_IVR)
    return;
  last->type = BH_SEGMENT_QUEUE;
  bh_text_set (&last->queue, queue);
  draft->touched = TRUE;
}

void
bh_draft_was_ring (BhDraft *draft, const char *device)
{
  BhSegment *last = last_segment (draft);
  if (last == NULL || last->type != BH_SEGMENT_IVR || last->end_ms >= 0)
    return;
  last->type = BH_SEGMENT_RING;
  bh_text_share (&last->agent, device);
  draft->touched = TRUE;
}

/* ---- offers */

void
bh_draft_offer (BhDraft *draft, BhLeg *leg, const char *device, const char *queue, gint64 now_us)
{
  BhDraftOffer offer = {.leg_id = bh_text_ref (leg->id)};
  offer.offer.agent = g_ref_string_new (device);
  offer.offer.queue = queue == NULL ? NULL : g_ref_string_new (queue);
  offer.offer.outcome = BH_OFFER_RINGING;
  offer.offer.start_ms = bh_draft_ms (draft, now_us);
  offer.offer.ring_ms = -1;
  g_array_append_val (draft->offers, offer);
  draft->touched = TRUE;
}

BhDraftOffer *
bh_draft_find_offer (BhDraft *draft, const char *leg_id)
{
  for (guint i = draft->offers->len; i > 0; i--) {
    BhDraftOffer *offer = &g_array_index (draft->offers, BhDraftOffer, i - 1);
    if (g_strcmp0 (offer->leg_id, leg_id) == 0 || g_strcmp0 (offer->via_id, leg_id) == 0)
      return offer;
  }
  return NULL;
}

BhDraftOffer *
bh_draft_find_answered (BhDraft *draft, const char *device)
{
  for (guint i = draft->offers->len; i > 0; i--) {
    BhDraftOffer *offer = &g_array_index (draft->offers, BhDraftOffer, i - 1);
    if (offer->offer.outcome == BH_OFFER_ANSWERED && g_str_equal (offer->offer.agent, device))
      return offer;
  }
  return NULL;
}

BhDraftOffer *
bh_draft_ringing_offer (BhDraft *draft)
{
  for (guint i = 0; i < draft->offers->len; i++) {
    BhDraftOffer *offer = &g_array_index (draft->offers, BhDraftOffer, i);
    if (offer->offer.outcome == BH_OFFER_RINGING)
      return offer;
  }
  return NULL;
}

void
bh_draft_end_offer (BhDraft *draft, BhDraftOffer *offer, BhOfferOutcome outcome, gint64 now_us)
{
  if (offer->offer.outcome == outcome)
    return;
  if (offer->offer.outcome == BH_OFFER_RINGING)
    offer->offer.ring_ms = MAX (bh_draft_ms (draft, now_us) - offer->offer.start_ms, 0);
  offer->offer.outcome = outcome;
  offer->reviewing = TRUE;
  draft->touched = TRUE;
}

/* ---- the small lists */

void
bh_draft_add_transfer (BhDraft *draft,
                       BhTransferKind kind,
                       const char *from,
                       const char *to,
                       gint64 now_us)
{
  BhTransfer transfer = {.kind = kind, .at_ms = bh_draft_ms (draft, now_us)};
  transfer.from = g_ref_string_new (bh_text_or_empty (from));
  transfer.to = g_ref_string_new (bh_text_or_empty (to));
  g_array_append_val (draft->transfers, transfer);
  draft->pending_transfer = (gint) draft->transfers->len - 1;
  draft->transferred = TRUE;
  draft->touched = TRUE;
}

void
bh_draft_resolve_transfer (BhDraft *draft, const char *to)
{
  if (draft->pending_transfer < 0)
    return;
  BhTransfer *transfer = &g_array_index (draft->transfers, BhTransfer, draft->pending_transfer);
  if (to != NULL && bh_text_set (&transfer->to, to))
    draft->touched = TRUE;
  draft->pending_transfer = -1;
}

static gboolean
list_has (GPtrArray *list, const char *text)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (list->pdata[i], text))
      return TRUE;
  return FALSE;
}

static void
list_add (BhDraft *draft, GPtrArray *list, const char *text)
{
  if (text == NULL || *text == '\0' || list_has (list, text))
    return;
  g_ptr_array_add (list, g_ref_string_new (text));
  draft->touched = TRUE;
}

void
bh_draft_add_queue (BhDraft *draft, const char *queue)
{
  list_add (draft, draft->queues, queue);
}

void
bh_draft_add_agent (BhDraft *draft, const char *device)
{
  list_add (draft, draft->agents, device);
}

gboolean
bh_draft_has_call (const BhDraft *draft, const char *call)
{
  return call != NULL && list_has (draft->calls, call);
}

void
bh_draft_attach (BhDraft *draft, const char *key, const char *value)
{
  for (guint i = 0; i < draft->data->len; i++) {
    BhAttached *attached = &g_array_index (draft->data, BhAttached, i);
    if (g_str_equal (attached->key, key)) {
      if (bh_text_set (&attached->value, value))
        draft->touched = TRUE;
      return;
    }
  }
  BhAttached attached = {g_ref_string_new (key), g_ref_string_new (value)};
  g_array_append_val (draft->data, attached);
  draft->touched = TRUE;
}

BhDraftPart *
bh_draft_part (BhDraft *draft, const char *device, gint64 now_us)
{
  for (guint i = 0; i < draft->parts->len; i++) {
    BhDraftPart *part = &g_array_index (draft->parts, BhDraftPart, i);
    if (g_str_equal (part->part.device, device))
      return part;
  }
  BhDraftPart part = {
      .part = {.device = g_ref_string_new (device), .state = BH_PART_LEFT, .since_us = now_us}};
  g_array_append_val (draft->parts, part);
  draft->touched = TRUE;
  return &g_array_index (draft->parts, BhDraftPart, draft->parts->len - 1);
}

/* ---- the picture */

static const char **
freeze_texts (GPtrArray *texts, guint *n)
{
  const char **copy = g_new (const char *, texts->len + 1);
  for (guint i = 0; i < texts->len; i++)
    copy[i] = bh_text_ref (texts->pdata[i]);
  copy[texts->len] = NULL;
  *n = texts->len;
  return copy;
}

static void
freeze_segments (BhDraft *draft, BhContact *contact)
{
  contact->n_segments = draft->segments->len;
  contact->segments = g_new (BhSegment, contact->n_segments);
  for (guint i = 0; i < contact->n_segments; i++)
    segment_copy (&contact->segments[i], &g_array_index (draft->segments, BhSegment, i));
}

static void
freeze_offers (BhDraft *draft, BhContact *contact)
{
  contact->n_offers = draft->offers->len;
  contact->offers = g_new (BhOffer, contact->n_offers);
  for (guint i = 0; i < contact->n_offers; i++) {
    contact->offers[i] = g_array_index (draft->offers, BhDraftOffer, i).offer;
    bh_text_ref (contact->offers[i].agent);
    bh_text_ref (contact->offers[i].queue);
  }
}

static void
freeze_transfers (BhDraft *draft, BhContact *contact)
{
  contact->n_transfers = draft->transfers->len;
  contact->transfers = g_new (BhTransfer, contact->n_transfers);
  for (guint i = 0; i < contact->n_transfers; i++) {
    contact->transfers[i] = g_array_index (draft->transfers, BhTransfer, i);
    bh_text_ref (contact->transfers[i].from);
    bh_text_ref (contact->transfers[i].to);
  }
}

static void
freeze_parts (BhDraft *draft, BhContact *contact)
{
  contact->n_parts = draft->parts->len;
  contact->parts = g_new (BhPart, contact->n_parts);
  for (guint i = 0; i < contact->n_parts; i++) {
    BhPart *part = &contact->parts[i];
    *part = g_array_index (draft->parts, BhDraftPart, i).part;
    bh_text_ref (part->device);
    bh_text_ref (part->leg);
    bh_text_ref (part->consult_leg);
    bh_text_ref (part->consult_with);
    bh_text_ref (part->queue);
  }
}

static void
freeze_data (BhDraft *draft, BhContact *contact)
{
  contact->n_data = draft->data->len;
  contact->data = g_new (BhAttached, contact->n_data);
  for (guint i = 0; i < contact->n_data; i++) {
    contact->data[i].key = bh_text_ref (g_array_index (draft->data, BhAttached, i).key);
    contact->data[i].value = bh_text_ref (g_array_index (draft->data, BhAttached, i).value);
  }
}

BhContact *
bh_draft_freeze (BhDraft *draft, gint64 now_us)
{
  BhContact *contact = g_new0 (BhContact, 1);
  g_atomic_ref_count_init (&contact->refs);
  memcpy (contact->id, draft->id, sizeof contact->id);
  contact->revision = MAX (now_us, draft->last_revision + 1);
  draft->last_revision = contact->revision;
  contact->pbx = bh_text_ref (draft->pbx);
  contact->direction = draft->direction;
  contact->outcome = draft->outcome;
  contact->ended_by = draft->ended_by;
  contact->number = bh_text_ref (draft->number);
  contact->caller_name = bh_text_ref (draft->caller_name);
  contact->dialed = bh_text_ref (draft->dialed);
  contact->customer_leg = draft->customer_leg == NULL ? NULL
                                                      : bh_text_ref (draft->customer_leg->id);
  contact->merged_into = bh_text_ref (draft->merged_into);
  contact->consult_of = bh_text_ref (draft->consult_of);
  contact->customer = bh_text_ref (draft->customer);
  contact->disposition = bh_text_ref (draft->disposition);
  contact->started_us = draft->started_us;
  contact->answered_us = draft->answered_us;
  contact->released_us = draft->released_us;
  contact->ended_us = draft->ended_us;
  contact->wrap_up_until_us = draft->wrap_up_until_us;
  contact->queues = freeze_texts (draft->queues, &contact->n_queues);
  contact->agents = freeze_texts (draft->agents, &contact->n_agents);
  freeze_segments (draft, contact);
  freeze_offers (draft, contact);
  freeze_transfers (draft, contact);
  freeze_parts (draft, contact);
  freeze_data (draft, contact);
  return contact;
}
