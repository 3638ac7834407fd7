/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/contact-json.h"

static void
write_strings (BhJsonOut *out, const char *name, const char *const *strings, guint n)
{
  bh_json_begin_array (out, name);
  for (guint i = 0; i < n; i++)
    bh_json_string (out, NULL, strings[i]);
  bh_json_end_array (out);
}

static void
write_ms (BhJsonOut *out, const char *name, gint64 ms)
{
  if (ms < 0)
    bh_json_null (out, name);
  else
    bh_json_int (out, name, ms);
}

static void
write_offers (BhJsonOut *out, const BhContact *contact)
{
  bh_json_begin_array (out, "offers");
  for (guint i = 0; i < contact->n_offers; i++) {
    const BhOffer *offer = &contact->offers[i];
    bh_json_begin_object (out, NULL);
    bh_json_string (out, "agent", offer->agent);
    bh_json_string (out, "queue", offer->queue);
    bh_json_string (out, "outcome", bh_offer_outcome_to_string (offer->outcome));
    bh_json_int (out, "start_ms", offer->start_ms);
    write_ms (out, "ring_ms", offer->ring_ms);
    bh_json_end_object (out);
  }
  bh_json_end_array (out);
}

static void
write_transfers (BhJsonOut *out, const BhContact *contact)
{
  bh_json_begin_array (out, "transfers");
  for (guint i = 0; i < contact->n_transfers; i++) {
    const BhTransfer *transfer = &contact->transfers[i];
    bh_json_begin_object (out, NULL);
    bh_json_string (out, "kind", bh_transfer_kind_to_string (transfer->kind));
    bh_json_string (out, "from", transfer->from);
    bh_json_string (out, "to", transfer->to);
    bh_json_int (out, "at_ms", transfer->at_ms);
    bh_json_end_object (out);
  }
  bh_json_end_array (out);
}

static void
write_ender (BhJsonOut *out, BhEnder ender)
{
  bh_json_string (out, "ended_by", ender == BH_ENDER_NONE ? NULL : bh_ender_to_string (ender));
}

static void
write_segments (BhJsonOut *out, const BhContact *contact)
{
  bh_json_begin_array (out, "segments");
  for (guint i = 0; i < contact->n_segments; i++) {
    const BhSegment *segment = &contact->segments[i];
    bh_json_begin_object (out, NULL);
    bh_json_string (out, "type", bh_segment_type_to_string (segment->type));
    bh_json_int (out, "start_ms", segment->start_ms);
    write_ms (out, "end_ms", segment->end_ms);
    bh_json_string (out, "queue", segment->queue);
    bh_json_string (out, "agent", segment->agent);
    bh_json_string (out, "with", segment->with);
    write_ender (out, segment->ended_by);
    bh_json_end_object (out);
  }
  bh_json_end_array (out);
}

static void
write_data (BhJsonOut *out, const BhContact *contact)
{
  bh_json_begin_object (out, "data");
  for (guint i = 0; i < contact->n_data; i++)
    bh_json_string (out, contact->data[i].key, contact->data[i].value);
  bh_json_end_object (out);
}

/* Both ends are told in whole milliseconds, and their difference is the segments' sum. */
static gint64
shown_end (const BhContact *contact)
{
  if (contact->ended_us == 0)
    return 0;
  return contact->started_us / 1000 * 1000 +
         (contact->ended_us - contact->started_us) / 1000 * 1000;
}

void
bh_contact_write_story (BhJsonOut *out, const BhContact *contact, const char *e164)
{
  bh_json_string (out, "contact", contact->id);
  bh_json_string (out, "pbx", contact->pbx);
  bh_json_string (out, "direction", bh_direction_to_string (contact->direction));
  bh_json_string (out, "customer_number", e164 != NULL ? e164 : contact->number);
  bh_json_string (out, "number_shown", contact->number);
  bh_json_string (out, "caller_name", contact->caller_name);
  bh_json_string (out, "dialed", contact->dialed);
  bh_json_string (out, "outcome", bh_outcome_to_string (contact->outcome));
  bh_json_time (out, "started", contact->started_us);
  bh_json_time (out, "ended", shown_end (contact));
  write_strings (out, "queues", contact->queues, contact->n_queues);
  write_strings (out, "agents", contact->agents, contact->n_agents);
  write_offers (out, contact);
  write_transfers (out, contact);
  write_ender (out, contact->ended_by);
  write_segments (out, contact);
  write_data (out, contact);
}

static void
write_consult (BhJsonOut *out, const BhContactMe *me)
{
  if (me->consult_with == NULL)
    return;
  bh_json_begin_object (out, "consult");
  bh_json_string (out, "with", me->consult_with);
  bh_json_string_if (out, "name", me->consult_name);
  bh_json_string (out, "state", me->consult_state);
  bh_json_end_object (out);
}

static void
write_coming (BhJsonOut *out, const BhContactMe *me)
{
  if (me->coming_from == NULL)
    return;
  bh_json_begin_object (out, "coming");
  bh_json_string (out, "from", me->coming_from);
  bh_json_string_if (out, "name", me->coming_name);
  bh_json_string (out, "how", me->coming_how);
  bh_json_end_object (out);
}

static void
write_me (BhJsonOut *out, const BhContactMe *me)
{
  bh_json_begin_object (out, "me");
  bh_json_string (out, "state", me->state);
  bh_json_time (out, "since", me->since_us);
  bh_json_time_if (out, "wrap_up_until", me->wrap_up_until_us);
  bh_json_begin_array (out, "can");
  for (guint i = 0; i < me->n_cans; i++)
    if (me->cans[i].why_not == NULL)
      bh_json_string (out, NULL, me->cans[i].op);
  bh_json_end_array (out);
  bh_json_begin_object (out, "cannot");
  for (guint i = 0; i < me->n_cans; i++)
    bh_json_string_if (out, me->cans[i].op, me->cans[i].why_not);
  bh_json_end_object (out);
  write_consult (out, me);
  write_coming (out, me);
  bh_json_string (out, "role", me->role);
  bh_json_end_object (out);
}

void
bh_contact_write (BhJsonOut *out,
                  const char *name,
                  const BhContact *contact,
                  const char *e164,
                  const BhContactMe *me)
{
  bh_json_begin_object (out, name);
  bh_contact_write_story (out, contact, e164);
  bh_json_int (out, "revision", contact->revision);
  bh_json_string (out, "customer", contact->customer);
  bh_json_string (out, "disposition", contact->disposition);
  bh_json_time (out, "wrap_up_until", contact->wrap_up_until_us);
  if (me != NULL)
    write_me (out, me);
  bh_json_end_object (out);
}

void
bh_contact_line (const BhContact *contact, const char *e164, GString *text)
{
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_contact_write_story (&out, contact, e164);
  bh_json_end_object (&out);
}
