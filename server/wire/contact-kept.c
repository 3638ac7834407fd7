/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/contact-kept.h"

static const BhKeptMember contact_members[] = {
    BH_KEPT_TEXT (BhContact, pbx),
    BH_KEPT_NUMBER (BhContact, revision),
    BH_KEPT_WORD (BhContact, direction),
    BH_KEPT_WORD (BhContact, outcome),
    BH_KEPT_WORD (BhContact, ended_by),
    BH_KEPT_TEXT (BhContact, number),
    BH_KEPT_TEXT (BhContact, caller_name),
    BH_KEPT_TEXT (BhContact, dialed),
    BH_KEPT_TEXT (BhContact, customer_leg),
    BH_KEPT_TEXT (BhContact, merged_into),
    BH_KEPT_TEXT (BhContact, consult_of),
    BH_KEPT_TEXT (BhContact, customer),
    BH_KEPT_TEXT (BhContact, disposition),
    BH_KEPT_NUMBER (BhContact, started_us),
    BH_KEPT_NUMBER (BhContact, answered_us),
    BH_KEPT_NUMBER (BhContact, released_us),
    BH_KEPT_NUMBER (BhContact, ended_us),
    BH_KEPT_NUMBER (BhContact, wrap_up_until_us),
};

static const BhKeptMember text_members[] = {{"text", BH_KEPT_IS_TEXT, 0}};

static const BhKeptMember segment_members[] = {
    BH_KEPT_WORD (BhSegment, type),
    BH_KEPT_NUMBER (BhSegment, start_ms),
    BH_KEPT_NUMBER (BhSegment, end_ms),
    BH_KEPT_TEXT (BhSegment, queue),
    BH_KEPT_TEXT (BhSegment, agent),
    BH_KEPT_TEXT (BhSegment, with),
    BH_KEPT_WORD (BhSegment, ended_by),
};

static const BhKeptMember offer_members[] = {
    BH_KEPT_TEXT (BhOffer, agent),
    BH_KEPT_TEXT (BhOffer, queue),
    BH_KEPT_WORD (BhOffer, outcome),
    BH_KEPT_NUMBER (BhOffer, start_ms),
    BH_KEPT_NUMBER (BhOffer, ring_ms),
};

static const BhKeptMember transfer_members[] = {
    BH_KEPT_WORD (BhTransfer, kind),
    BH_KEPT_TEXT (BhTransfer, from),
    BH_KEPT_TEXT (BhTransfer, to),
    BH_KEPT_NUMBER (BhTransfer, at_ms),
};

static const BhKeptMember part_members[] = {
    BH_KEPT_TEXT (BhPart, device),
    BH_KEPT_TEXT (BhPart, leg),
    BH_KEPT_TEXT (BhPart, consult_leg),
    BH_KEPT_TEXT (BhPart, consult_with),
    BH_KEPT_TEXT (BhPart, queue),
    BH_KEPT_WORD (BhPart, state),
    BH_KEPT_WORD (BhPart, consult_state),
    BH_KEPT_NUMBER (BhPart, since_us),
    BH_KEPT_FLAG (BhPart, talked),
    BH_KEPT_FLAG (BhPart, receiver),
};

static const BhKeptMember attached_members[] = {
    BH_KEPT_TEXT (BhAttached, key),
    BH_KEPT_TEXT (BhAttached, value),
};

#define LIST_OF(member, Type, table) BH_KEPT_LIST (BhContact, member, Type, table)

static const BhKeptList lists[] = {
    LIST_OF (queues, const char *, text_members),
    LIST_OF (agents, const char *, text_members),
    LIST_OF (segments, BhSegment, segment_members),
    LIST_OF (offers, BhOffer, offer_members),
    LIST_OF (transfers, BhTransfer, transfer_members),
    LIST_OF (parts, BhPart, part_members),
    LIST_OF (data, BhAttached, attached_members),
};

static const BhKeptTable table = BH_KEPT_TABLE (contact_members, lists);

void
bh_contact_keep (GString *text, const BhContact *contact)
{
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "id", contact->id);
  bh_kept_write (&out, contact, &table);
  bh_json_end_object (&out);
}

/* The header promises that these are never NULL. */
static void
fill_text (const char **text)
{
  if (*text == NULL)
    *text = g_ref_string_new ("");
}

static gboolean
read_id (JsonObject *object, BhContact *contact, GError **error)
{
  const char *id = json_object_get_string_member_with_default (object, "id", "");

  if (!g_uuid_string_is_valid (id)) {
    g_set_error (error, BH_KEPT_ERROR, BH_KEPT_ERROR_MEMBER, "it has no id");
    return FALSE;
  }
  g_strlcpy (contact->id, id, sizeof contact->id);
  return TRUE;
}

BhContact *
bh_contact_from_kept (GBytes *body, GError **error)
{
  g_autoptr (JsonObject) object = bh_kept_parse (body, error);
  g_autoptr (BhContact) contact = NULL;
  gboolean read;

  if (object == NULL)
    return NULL;
  contact = g_new0 (BhContact, 1);
  g_atomic_ref_count_init (&contact->refs);
  read = read_id (object, contact, error) && bh_kept_read (object, contact, &table, error);
  fill_text (&contact->pbx);
  fill_text (&contact->number);
  fill_text (&contact->caller_name);
  fill_text (&contact->dialed);
  return read ? g_steal_pointer (&contact) : NULL;
}
