/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/contact.h"

#include "server/core/text.h"

BH_NICK_DEFINE (BhDirection, bh_direction, BH_DIRECTION_TABLE)
BH_NICK_DEFINE (BhOutcome, bh_outcome, BH_OUTCOME_TABLE)
BH_NICK_DEFINE (BhEnder, bh_ender, BH_ENDER_TABLE)
BH_NICK_DEFINE (BhSegmentType, bh_segment_type, BH_SEGMENT_TABLE)
BH_NICK_DEFINE (BhOfferOutcome, bh_offer_outcome, BH_OFFER_TABLE)
BH_NICK_DEFINE (BhTransferKind, bh_transfer_kind, BH_TRANSFER_TABLE)
BH_NICK_DEFINE (BhPartState, bh_part_state, BH_PART_TABLE)

BhContact *
bh_contact_ref (BhContact *contact)
{
  g_atomic_ref_count_inc (&contact->refs);
  return contact;
}

static void
clear_texts (const char **texts, guint n)
{
  for (guint i = 0; i < n; i++)
    bh_text_clear (&texts[i]);
  g_free (texts);
}

static void
clear_lists (BhContact *contact)
{
  for (guint i = 0; i < contact->n_segments; i++) {
    bh_text_clear (&contact->segments[i].queue);
    bh_text_clear (&contact->segments[i].agent);
    bh_text_clear (&contact->segments[i].with);
  }
  for (guint i = 0; i < contact->n_offers; i++) {
    bh_text_clear (&contact->offers[i].agent);
    bh_text_clear (&contact->offers[i].queue);
  }
  for (guint i = 0; i < contact->n_transfers; i++) {
    bh_text_clear (&contact->transfers[i].from);
    bh_text_clear (&contact->transfers[i].to);
  }
  for (guint i = 0; i < contact->n_parts; i++) {
    bh_text_clear (&contact->parts[i].device);
    bh_text_clear (&contact->parts[i].leg);
    bh_text_clear (&contact->parts[i].consult_leg);
    bh_text_clear (&contact->parts[i].consult_with);
    bh_text_clear (&contact->parts[i].queue);
  }
  for (guint i = 0; i < contact->n_data; i++) {
    bh_text_clear (&contact->data[i].key);
    bh_text_clear (&contact->data[i].value);
  }
}

void
bh_contact_unref (BhContact *contact)
{
  if (!g_atomic_ref_count_dec (&contact->refs))
    return;
  clear_lists (contact);
  clear_texts (contact->queues, contact->n_queues);
  clear_texts (contact->agents, contact->n_agents);
  g_free (contact->segments);
  g_free (contact->offers);
  g_free (contact->transfers);
  g_free (contact->parts);
  g_free (contact->data);
  bh_text_clear (&contact->pbx);
  bh_text_clear (&contact->number);
  bh_text_clear (&contact->caller_name);
  bh_text_clear (&contact->dialed);
  bh_text_clear (&contact->customer_leg);
  bh_text_clear (&contact->merged_into);
  bh_text_clear (&contact->consult_of);
  bh_text_clear (&contact->customer);
  bh_text_clear (&contact->disposition);
  g_free (contact);
}

const BhPart *
bh_contact_find_part (const BhContact *contact, const char *device)
{
  for (guint i = 0; device != NULL && i < contact->n_parts; i++)
    if (g_str_equal (contact->parts[i].device, device))
      return &contact->parts[i];
  return NULL;
}

gint64
bh_contact_waited_ms (const BhContact *contact, gint64 now_us)
{
  gint64 until = contact->answered_us;
  if (until == 0)
    until = contact->released_us != 0 ? contact->released_us : now_us;
  return MAX ((until - contact->started_us) / 1000, 0);
}

static char *
check_segment (const BhContact *contact, guint i, gint64 expected_ms)
{
  const BhSegment *segment = &contact->segments[i];
  gboolean last = i + 1 == contact->n_segments;
  if (segment->start_ms != expected_ms)
    return g_strdup_printf ("segment %u begins at %" G_GINT64_FORMAT
                            " ms, the one before ends at %" G_GINT64_FORMAT " ms",
                            i,
                            segment->start_ms,
                            expected_ms);
  if (segment->end_ms < 0 && (!last || contact->ended_us != 0))
    return g_strdup_printf ("segment %u runs, but it should have ended", i);
  if (segment->end_ms >= 0 && segment->end_ms <= segment->start_ms)
    return g_strdup_printf ("segment %u ends before it begins", i);
  if (segment->end_ms >= 0 && last && contact->ended_us == 0)
    return g_strdup_printf ("no segment runs, but the contact does");
  return NULL;
}

char *
bh_contact_check (const BhContact *contact)
{
  gint64 expected_ms = 0;
  for (guint i = 0; i < contact->n_segments; i++) {
    char *wrong = check_segment (contact, i, expected_ms);
    if (wrong != NULL)
      return wrong;
    expected_ms = contact->segments[i].end_ms;
  }
  gint64 length_ms = (contact->ended_us - contact->started_us) / 1000;
  if (contact->ended_us != 0 && contact->n_segments > 0 && expected_ms != length_ms)
    return g_strdup_printf ("the segments end at %" G_GINT64_FORMAT
                            " ms, the contact at %" G_GINT64_FORMAT " ms",
                            expected_ms,
                            length_ms);
  return NULL;
}
