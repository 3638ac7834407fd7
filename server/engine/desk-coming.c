/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-coming.h"

#include "server/engine/desk-calls.h"
#include "server/engine/desk-past.h"

/* A colleague is told who comes before the PBX is told to ring: the contact is on their screen as
 * `coming`, with all that belongs to it, and the ring that follows only changes its state. What
 * does not come is withdrawn, with the reason. Nothing of this is kept over a crash: the ring
 * brings everything again. */

/* A phone that does not ring within this will not: the PBX rings it at once, or says no. */
#define PATIENCE_US (30 * (gint64) G_USEC_PER_SEC)

typedef struct {
  char *contact;
  char *to; /* users */
  char *from;
  char *from_device;
  char *to_device;
  gboolean consult;
  gboolean left; /* the sender has handed it over, or asks */
  gboolean rang; /* its phone rang in a call beside, which may become a part of this contact */
  gint64 since_us;
} Coming;

/* Outlives the desk as long as the PBX owes an answer. */
struct BhDeskComings {
  BhDesk *desk; /* NULL: it is gone */
  GPtrArray *list;
};

static void
coming_free (Coming *coming)
{
  g_free (coming->contact);
  g_free (coming->to);
  g_free (coming->from);
  g_free (coming->from_device);
  g_free (coming->to_device);
  g_free (coming);
}

BhDeskComings *
bh_desk_comings_new (BhDesk *desk)
{
  BhDeskComings *comings = g_rc_box_new0 (BhDeskComings);

  comings->desk = desk;
  comings->list = g_ptr_array_new_with_free_func ((GDestroyNotify) coming_free);
  return comings;
}

static void
comings_clear (gpointer data)
{
  g_ptr_array_unref (((BhDeskComings *) data)->list);
}

static void
comings_unref (BhDeskComings *comings)
{
  g_rc_box_release_full (comings, comings_clear);
}

void
bh_desk_comings_free (BhDeskComings *comings)
{
  comings->desk = NULL;
  comings_unref (comings);
}

static Coming *
find (BhDesk *desk, const char *contact)
{
  for (guint i = 0; i < desk->comings->list->len; i++) {
    Coming *coming = g_ptr_array_index (desk->comings->list, i);
    if (g_str_equal (coming->contact, contact))
      return coming;
  }
  return NULL;
}

/* ---- on the screen */

gboolean
bh_desk_is_coming (BhDesk *desk, const BhDeskSession *session, const char *contact, BhContactMe *me)
{
  const Coming *coming = find (desk, contact);
  const BhAgent *from;

  if (coming == NULL || !g_str_equal (coming->to, session->user->user))
    return FALSE;
  if (me == NULL)
    return TRUE;
  from = bh_model_get_agent (bh_desk_model (desk), coming->from);
  me->state = "coming";
  me->since_us = coming->since_us;
  me->role = coming->consult ? "consulted" : "primary";
  me->coming_from = coming->from;
  me->coming_name = from != NULL ? from->full_name : NULL;
  me->coming_how = coming->consult ? "consult" : "transfer";
  return TRUE;
}

static void
tell_gone (BhDesk *desk, BhDeskSession *session, const char *contact, const char *reason)
{
  g_autoptr (JsonNode) node = NULL;
  BhJsonOut out;

  bh_json_out_tree (&out);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "contact", contact);
  bh_json_string (&out, "why", "withdrawn");
  bh_json_string (&out, "reason", reason);
  bh_json_end_object (&out);
  node = bh_json_out_take (&out);
  bh_desk_send (desk, session, "contact_gone", node);
}

static void
withdraw (BhDesk *desk, Coming *gone, const char *reason)
{
  BhDeskSession *session = bh_desk_session_of_agent (desk, gone->to);
  g_autofree char *contact = g_strdup (gone->contact);
  gboolean shown = session != NULL && g_hash_table_contains (session->shown, contact);

  g_debug ("what was to come is withdrawn: %s", reason);
  g_ptr_array_remove (desk->comings->list, gone);
  if (!shown)
    return;
  g_hash_table_remove (session->shown, contact);
  bh_desk_past_left (desk, contact, session->user->user, bh_engine_now (desk->engine));
  tell_gone (desk, session, contact, reason);
}

/* ---- the order */

typedef struct {
  BhDeskComings *comings;
  BhRequest *request;
  char *contact;
} Order;

static void
on_done (gboolean ok, const char *text, gpointer data)
{
  Order *order = data;
  BhDesk *desk = order->comings->desk;
  Coming *coming = desk != NULL && !ok ? find (desk, order->contact) : NULL;

  if (coming != NULL)
    withdraw (desk, coming, "refused");
  bh_desk_answer_order (ok, text, order->request);
  comings_unref (order->comings);
  g_free (order->contact);
  g_free (order);
}

/* Who is signed in at @number of the sender's PBX, and at a desk; NULL: nobody. */
static BhDeskSession *
receiver_at (BhOpCall *call, const char *number)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, call->desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhDeskSession *session = value;
    g_autofree char *extension = NULL;
    if (session == call->session || !bh_desk_is_agent (session) ||
        session->pbx != call->session->pbx)
      continue;
    extension = bh_desk_extension_of_device (session->user->device);
    if (g_strcmp0 (extension, number) == 0)
      return session;
  }
  return NULL;
}

static void
announce (BhOpCall *call, const BhPbxCommand *command)
{
  BhDeskSession *receiver = receiver_at (call, command->number);
  const BhPart *part;
  Coming *coming;

  bh_desk_coming_take_back (call->desk, call->contact->id); /* to somebody else, before */
  if (receiver == NULL)
    return;
  part = bh_contact_find_part (call->contact, receiver->user->device);
  if (part != NULL && part->state != BH_PART_LEFT)
    return; /* they have it */
  coming = g_new0 (Coming, 1);
  coming->contact = g_strdup (call->contact->id);
  coming->to = g_strdup (receiver->user->user);
  coming->to_device = g_strdup (receiver->user->device);
  coming->from = g_strdup (call->session->user->user);
  coming->from_device = g_strdup (call->session->user->device);
  coming->consult = command->op == BH_PBX_OP_CONSULT;
  coming->since_us = bh_engine_now (call->desk->engine);
  g_ptr_array_add (call->desk->comings->list, coming);
  bh_desk_look_at (call->desk, receiver, call->contact);
  bh_engine_look_at_time (call->desk->engine);
}

void
bh_desk_coming_order (BhOpCall *call, BhPbxCommand *command)
{
  g_autofree char *contact = g_strdup (call->contact->id);
  g_autoptr (GError) error = NULL;
  Order *order;

  announce (call, command);
  order = g_new (Order, 1);
  *order = (Order){g_rc_box_acquire (call->desk->comings), call->request, g_strdup (contact)};
  if (bh_desk_send_order (call, command, on_done, order, &error))
    return;
  comings_unref (order->comings);
  g_free (order->contact);
  g_free (order);
  if (find (call->desk, contact) != NULL)
    withdraw (call->desk, find (call->desk, contact), "refused");
  bh_desk_refuse_order (call, error);
}

void
bh_desk_coming_take_back (BhDesk *desk, const char *contact)
{
  Coming *coming = find (desk, contact);

  if (coming != NULL)
    withdraw (desk, coming, "taken_back");
}

/* ---- what becomes of it */

static gboolean
is_live (const BhPart *part)
{
  return part != NULL && part->state != BH_PART_LEFT;
}

/* Another phone than the two: it went where nobody sent it. */
static gboolean
is_elsewhere (const BhContact *contact, const Coming *coming)
{
  for (guint i = 0; i < contact->n_parts; i++) {
    const BhPart *part = &contact->parts[i];
    if (part->state != BH_PART_LEFT && !g_str_equal (part->device, coming->from_device) &&
        !g_str_equal (part->device, coming->to_device) && part->since_us > coming->since_us)
      return TRUE;
  }
  return FALSE;
}

/* Why it will not come any more; NULL: it still may. */
static const char *
why_gone (const BhContact *contact, Coming *coming)
{
  const BhPart *from = bh_contact_find_part (contact, coming->from_device);
  gboolean asks = from != NULL && from->state == BH_PART_CONSULT;
  gboolean went = coming->consult ? asks : !is_live (from);

  if (contact->ended_us != 0 || contact->released_us != 0)
    return "ended";
  if (coming->left && !went && is_live (from))
    return "taken_back";
  coming->left |= went;
  return is_elsewhere (contact, coming) ? "elsewhere" : NULL;
}

void
bh_desk_comings_note (BhDesk *desk, const BhChange *change)
{
  const BhContact *contact = change->contact.after;
  Coming *coming = contact != NULL ? find (desk, contact->id) : NULL;
  Coming *beside = contact != NULL && contact->consult_of != NULL ? find (desk, contact->consult_of)
                                                                  : NULL;
  const char *why;

  if (beside != NULL && is_live (bh_contact_find_part (contact, beside->to_device)))
    beside->rang = TRUE;
  if (coming == NULL)
    return;
  if (is_live (bh_contact_find_part (contact, coming->to_device))) {
    g_ptr_array_remove (desk->comings->list, coming); /* here it is: the ring tells the rest */
    return;
  }
  why = why_gone (contact, coming);
  if (why != NULL)
    withdraw (desk, coming, why);
}

gint64
bh_desk_comings_deadline (BhDesk *desk)
{
  gint64 first_us = 0;

  for (guint i = 0; i < desk->comings->list->len; i++) {
    const Coming *coming = g_ptr_array_index (desk->comings->list, i);
    if (!coming->rang && (first_us == 0 || coming->since_us + PATIENCE_US < first_us))
      first_us = coming->since_us + PATIENCE_US;
  }
  return first_us;
}

void
bh_desk_comings_due (BhDesk *desk, gint64 now_us)
{
  for (guint i = desk->comings->list->len; i-- > 0;) {
    Coming *coming = g_ptr_array_index (desk->comings->list, i);
    if (!coming->rang && coming->since_us + PATIENCE_US <= now_us)
      withdraw (desk, coming, "no_ring");
  }
}
