/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/actions.h"

#include <string.h>

BH_NICK_DEFINE (BhAction, bh_action, BH_ACTION_TABLE)

/* ---- what several rows ask */

static gboolean
is_in (const BhActionView *view, BhPartState state)
{
  return view->part != NULL && view->part->state == state;
}

/* The softphone is told by the desktop itself. */
static gboolean
phone_can (const BhActionView *view, BhPbxOp op)
{
  return view->profile == BH_DEVICE_PROFILE_SOFTPHONE ||
         (view->capabilities & BH_PBX_CAN (op)) != 0;
}

static const char *
pbx_cannot (const BhActionView *view, BhPbxOp op)
{
  return (view->capabilities & BH_PBX_CAN (op)) != 0 ? NULL : "The PBX cannot do this.";
}

static const char *
not_with_customer (const BhActionView *view)
{
  if (view->part->receiver)
    return "A colleague asks you; the customer is not yours yet.";
  if (is_in (view, BH_PART_OFFERED))
    return "The call is not answered yet.";
  if (is_in (view, BH_PART_DIALING))
    return "Nobody has answered yet.";
  if (is_in (view, BH_PART_CONSULT))
    return "You are asking a colleague; end that first.";
  return NULL;
}

static gboolean
is_conference (const BhActionView *view)
{
  const BhContact *contact = view->contact;
  return contact->n_segments > 0 &&
         contact->segments[contact->n_segments - 1].type == BH_SEGMENT_CONFERENCE;
}

static const char *
not_to_another (const BhActionView *view, BhPbxOp op)
{
  const char *why = not_with_customer (view);

  if (why == NULL && is_conference (view))
    why = "Several are together in this call: who hangs up leaves it to the others.";
  return why != NULL ? why : pbx_cannot (view, op);
}

/* ---- the rows */

static const char *
why_not_answer (const BhActionView *view)
{
  if (!is_in (view, BH_PART_OFFERED) && !view->part->rings)
    return "The phone does not ring for this contact.";
  return phone_can (view, BH_PBX_OP_ANSWER) ? NULL : "This phone can only be answered by hand.";
}

static const char *
why_not_hold (const BhActionView *view)
{
  if (is_in (view, BH_PART_HOLD))
    return "The customer is on hold already.";
  if (!is_in (view, BH_PART_TALKING))
    return not_with_customer (view);
  return phone_can (view, BH_PBX_OP_HOLD) ? NULL : "This phone can only hold by its own key.";
}

static const char *
why_not_retrieve (const BhActionView *view)
{
  if (!is_in (view, BH_PART_HOLD))
    return "The customer is not on hold.";
  return phone_can (view, BH_PBX_OP_RETRIEVE) ? NULL
                                              : "This phone can only retrieve by its own key.";
}

static const char *
why_not_hangup (const BhActionView *view)
{
  if (view->part->leg == NULL && view->part->consult_leg == NULL)
    return "The phone is not in this call.";
  return pbx_cannot (view, BH_PBX_OP_HANGUP);
}

static const char *
why_not_transfer (const BhActionView *view)
{
  return not_to_another (view, BH_PBX_OP_BLIND_TRANSFER);
}

static const char *
why_not_consult (const BhActionView *view)
{
  return not_to_another (view, BH_PBX_OP_CONSULT);
}

static const char *
why_not_consult_complete (const BhActionView *view)
{
  if (!is_in (view, BH_PART_CONSULT))
    return "You are not asking anybody.";
  if (view->part->consult_state != BH_PART_TALKING)
    return "The one you ask has not answered yet.";
  return pbx_cannot (view, BH_PBX_OP_CONSULT_COMPLETE);
}

static const char *
why_not_consult_cancel (const BhActionView *view)
{
  if (!is_in (view, BH_PART_CONSULT))
    return "You are not asking anybody.";
  return pbx_cannot (view, BH_PBX_OP_CONSULT_CANCEL);
}

static const char *
why_not_conference (const BhActionView *view)
{
  if (is_conference (view))
    return "You are all together already.";
  if (!is_in (view, BH_PART_CONSULT))
    return "You are not asking anybody.";
  if (view->part->consult_state != BH_PART_TALKING)
    return "The one you ask has not answered yet.";
  if (view->part->leg != NULL && view->part->consult_leg != NULL &&
      strcmp (view->part->leg, view->part->consult_leg) != 0)
    return "Your phone made the second call itself: its own key joins the two.";
  return pbx_cannot (view, BH_PBX_OP_CONFERENCE);
}

static const char *
why_not_dtmf (const BhActionView *view)
{
  if (!is_in (view, BH_PART_TALKING) && !is_in (view, BH_PART_CONSULT))
    return is_in (view, BH_PART_HOLD) ? "The customer is on hold." : not_with_customer (view);
  return pbx_cannot (view, BH_PBX_OP_DTMF);
}

static const char *
why_not_finish (const BhActionView *view)
{
  return view->wraps_up || view->over ? NULL : "There is no wrap-up to finish.";
}

static const struct {
  const char *(*why_not) (const BhActionView *view);
  gboolean of_the_call; /* needs a live call and a PBX that listens */
} rows[BH_ACTION_N] = {
    [BH_ACTION_ANSWER] = {why_not_answer, TRUE},
    [BH_ACTION_HOLD] = {why_not_hold, TRUE},
    [BH_ACTION_RETRIEVE] = {why_not_retrieve, TRUE},
    [BH_ACTION_HANGUP] = {why_not_hangup, TRUE},
    [BH_ACTION_TRANSFER] = {why_not_transfer, TRUE},
    [BH_ACTION_CONSULT] = {why_not_consult, TRUE},
    [BH_ACTION_CONSULT_COMPLETE] = {why_not_consult_complete, TRUE},
    [BH_ACTION_CONSULT_CANCEL] = {why_not_consult_cancel, TRUE},
    [BH_ACTION_CONFERENCE] = {why_not_conference, TRUE},
    [BH_ACTION_DTMF] = {why_not_dtmf, TRUE},
    [BH_ACTION_FINISH] = {why_not_finish, FALSE},
};

static const char *
call_is_out_of_reach (const BhActionView *view)
{
  if (view->coming)
    return "The call has not come to your phone yet.";
  if (view->contact->released_us != 0 || view->contact->ended_us != 0)
    return "The call is over.";
  if (view->part == NULL || view->part->state == BH_PART_LEFT)
    return "You are not in this call.";
  if (view->watch_only)
    return "Bellhop only watches this PBX.";
  if (!view->link_up)
    return "The link to the PBX is away.";
  return NULL;
}

const char *
bh_action_why_not (BhAction action, const BhActionView *view)
{
  const char *why = rows[action].of_the_call ? call_is_out_of_reach (view) : NULL;

  return why != NULL ? why : rows[action].why_not (view);
}

void
bh_action_list (const BhActionView *view, BhCan cans[BH_ACTION_N])
{
  for (guint i = 0; i < BH_ACTION_N; i++) {
    cans[i].op = bh_action_to_string (i);
    cans[i].why_not = bh_action_why_not (i, view);
  }
}

static const char *
state_word (const BhActionView *view)
{
  if (view->coming)
    return "coming";
  if (view->wraps_up)
    return "wrap_up";
  if (view->contact->ended_us != 0 || view->contact->released_us != 0)
    return "ended";
  return view->part != NULL ? bh_part_state_to_string (view->part->state) : "left";
}

void
bh_action_describe (const BhActionView *view, const char *name, BhContactMe *me)
{
  const BhPart *part = view->part;

  me->state = state_word (view);
  me->since_us = view->wraps_up ? view->contact->released_us : part != NULL ? part->since_us : 0;
  if (me->since_us == 0)
    me->since_us = view->contact->started_us;
  me->wrap_up_until_us = view->wraps_up ? view->wrap_up_until_us : 0;
  me->role = part != NULL && part->receiver ? "consulted" : "primary";
  me->consult_with = is_in (view, BH_PART_CONSULT) ? part->consult_with : NULL;
  me->consult_name = name;
  me->consult_state = me->consult_with == NULL                 ? NULL
                      : part->consult_state == BH_PART_TALKING ? "talking"
                                                               : "ringing";
}
