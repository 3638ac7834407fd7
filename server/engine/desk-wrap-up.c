/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-coming.h"
#include "server/engine/desk-over.h"
#include "server/engine/desk-past.h"

#include "server/wire/records.h"

/* What an agent owes a contact at its end: a result, in time. The time is the server's. */

/* ---- the result */

/* The object with @member = @value of an array of objects, or NULL. */
static JsonObject *
find_row (JsonNode *rows, const char *member, const char *value)
{
  JsonArray *array = rows != NULL ? json_node_get_array (rows) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonObject *row = json_array_get_object_element (array, i);
    if (g_strcmp0 (json_object_get_string_member_with_default (row, member, NULL), value) == 0)
      return row;
  }
  return NULL;
}

/* Where the contact is not on the screen any more: until when it can still be corrected. */
static gboolean
may_choose (BhOpCall *call, const char *contact, gboolean *correction)
{
  gint64 left_us = 0;

  *correction = FALSE;
  if (bh_desk_is_coming (call->desk, call->session, contact, NULL)) {
    bh_op_fail (call, "not_possible", "The call has not come to your phone yet.");
    return FALSE;
  }
  if (g_hash_table_contains (call->session->shown, contact))
    return TRUE;
  if (!bh_desk_past_find (call->desk, contact, call->session->user->user, &left_us)) {
    bh_op_fail (call, "not_found", "There is no such contact of yours; it may be over.");
    return FALSE;
  }
  *correction = left_us != 0;
  if (left_us == 0 || bh_engine_now (call->desk->engine) <= left_us + BH_CORRECTION_US)
    return TRUE;
  bh_op_fail_late (call, left_us + BH_CORRECTION_US);
  return FALSE;
}

static gboolean
is_in_queue (const BhContact *contact, const char *queue)
{
  for (guint i = 0; i < contact->n_queues; i++)
    if (g_str_equal (contact->queues[i], queue))
      return TRUE;
  return FALSE;
}

static gboolean
is_of_campaign (const BhContact *contact, const char *campaign)
{
  for (guint i = 0; i < contact->n_data; i++)
    if (g_str_equal (contact->data[i].key, "campaign"))
      return g_str_equal (contact->data[i].value, campaign);
  return FALSE;
}

/* A branch of results is for its queue or campaign alone: reports count by them. */
static gboolean
is_foreign (BhOpCall *call, const char *id, const char *code, JsonObject *row)
{
  const char *queue = json_object_get_string_member_with_default (row, "queue", NULL);
  const char *campaign = json_object_get_string_member_with_default (row, "campaign", NULL);
  const BhContact *contact = bh_model_get_contact (bh_desk_model (call->desk), id);

  if (contact == NULL)
    contact = bh_desk_over_get (call->desk, id);
  if (contact == NULL)
    return FALSE; /* corrected later: nobody remembers where it came from */
  if (queue != NULL && !is_in_queue (contact, queue))
    bh_op_fail (call,
                "bad_request",
                "code: \"%s\" is a result of the queue %s, where this contact was not.",
                code,
                queue);
  else if (campaign != NULL && !is_of_campaign (contact, campaign))
    bh_op_fail (call,
                "bad_request",
                "code: \"%s\" is a result of the campaign %s, which did not dial this contact.",
                code,
                campaign);
  else
    return FALSE;
  return TRUE;
}

/* FALSE: refused. */
static gboolean
is_known (BhOpCall *call, const char *contact, const char *code)
{
  JsonObject *row = find_row (call->desk->dispositions, "code", code);

  if (code == NULL || call->desk->dispositions == NULL)
    return TRUE;
  if (row != NULL)
    return !is_foreign (call, contact, code, row);
  bh_op_fail (call, "bad_request", "code: there is no disposition \"%s\".", code);
  return FALSE;
}

void
bh_op_contact_disposition (BhOpCall *call)
{
  const char *code = json_object_get_string_member_with_default (call->args, "code", NULL);
  const char *contact = json_object_get_string_member (call->args, "contact");
  gint64 now_us = bh_engine_now (call->desk->engine);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean correction;
  guint64 position;

  if (!may_choose (call, contact, &correction))
    return;
  if (!is_known (call, contact, code))
    return;
  bh_record_of_disposition (text, contact, call->session->user->user, code, correction, now_us);
  position =
      bh_engine_append (call->desk->engine, BH_RECORD_DISPOSITION, contact, text->str, &error);
  if (position == 0) {
    bh_op_fail_store (call, error);
    return;
  }
  if (bh_model_get_contact (bh_desk_model (call->desk), contact) != NULL)
    bh_engine_take_turn (
        call->desk->engine,
        bh_model_set_disposition (bh_desk_model (call->desk), contact, code, now_us),
        now_us);
  bh_desk_over_set_disposition (call->desk, contact, code);
  bh_op_succeed_when_safe (call, position, NULL);
}

/* ---- the end */

static gboolean
wraps_up (BhOpCall *call)
{
  BhActionView view;

  if (bh_desk_action_view (call->desk, call->session, call->contact, &view) && view.wraps_up)
    return TRUE;
  bh_op_fail (call, "not_possible", "There is no wrap-up of this contact now.");
  return FALSE;
}

/* What there is room for, at most @by_us; 0: nothing. */
static gint64
room_of (BhOpCall *call, const BhAgent *agent, gint64 by_us)
{
  gint64 limit_us = agent->since_us + call->desk->settings.wrap_up_limit_s * G_USEC_PER_SEC;

  if (call->desk->settings.wrap_up_limit_s == 0)
    return by_us;
  return CLAMP (limit_us - agent->wrap_up_until_us, 0, by_us);
}

void
bh_op_contact_extend (BhOpCall *call)
{
  BhModel *model = bh_desk_model (call->desk);
  const char *user = call->session->user->user;
  gint64 now_us = bh_engine_now (call->desk->engine);
  const BhTurn *turn;
  const BhAgent *agent;
  JsonObject *result;
  char until[BH_TIME_TEXT_SIZE];
  guint64 position;
  gint64 by_us;

  if (!wraps_up (call))
    return;
  by_us = json_object_get_int_member (call->args, "seconds") * G_USEC_PER_SEC;
  by_us = room_of (call, bh_model_get_agent (model, user), by_us);
  if (by_us == 0) {
    bh_op_fail (call,
                "not_possible",
                "The wrap-up takes %" G_GINT64_FORMAT " s already: it cannot be longer.",
                call->desk->settings.wrap_up_limit_s);
    return;
  }
  turn = bh_model_extend_wrap_up (model, user, call->contact->id, by_us, now_us);
  position = bh_engine_take_turn (call->desk->engine, turn, now_us);
  agent = bh_model_get_agent (model, user);
  result = json_object_new ();
  bh_time_to_text (agent != NULL ? agent->wrap_up_until_us : now_us, until);
  json_object_set_string_member (result, "wrap_up_until", until);
  bh_op_succeed_when_safe (call, position, result);
}

static gboolean
says (JsonObject *row, const char *member)
{
  return row != NULL && json_object_get_boolean_member_with_default (row, member, FALSE);
}

/* Of the campaign that it belongs to, or NULL. */
static const char *
campaign_of (const BhContact *contact)
{
  for (guint i = 0; i < contact->n_data; i++)
    if (g_str_equal (contact->data[i].key, "campaign"))
      return contact->data[i].value;
  return NULL;
}

/* The queue that served it last says whether a result must be chosen; so does its campaign. What
 * the agent is told; NULL: none of them does, or one was chosen. */
static const char *
why_incomplete (BhOpCall *call)
{
  const BhContact *contact = call->contact;
  const char *queue = contact->n_queues > 0 ? contact->queues[contact->n_queues - 1] : NULL;
  const char *campaign = campaign_of (contact);

  if (contact->disposition != NULL)
    return NULL;
  if (queue != NULL && says (find_row (call->desk->queues, "queue", queue), "disposition_required"))
    return "A result must be chosen for contacts of this queue. Choose one, then finish.";
  if (campaign != NULL &&
      says (find_row (call->desk->dispositions, "campaign", campaign), "required"))
    return "A result must be chosen for contacts of this campaign. Choose one, then finish.";
  return NULL;
}

static void
refuse_incomplete (BhOpCall *call, const char *message)
{
  JsonObject *detail = json_object_new ();
  JsonArray *missing = json_array_new ();

  json_array_add_string_element (missing, "disposition");
  json_object_set_array_member (detail, "missing", missing);
  bh_request_fail (call->request, "not_possible", message, detail);
}

void
bh_op_contact_finish (BhOpCall *call)
{
  gint64 now_us = bh_engine_now (call->desk->engine);
  g_autofree char *id = g_strdup (call->contact->id);
  const char *incomplete;
  const BhTurn *turn;
  guint64 position;
  gboolean over;

  over = bh_desk_is_over (call->desk, call->session, call->contact->id);
  if (!over && !wraps_up (call))
    return;
  incomplete = why_incomplete (call);
  if (incomplete != NULL) {
    refuse_incomplete (call, incomplete);
    return;
  }
  if (over) {
    bh_desk_over_finish (call->desk, id, call->session->user->user);
    bh_request_succeed (call->request, NULL);
    return;
  }
  turn = bh_model_finish_wrap_up (bh_desk_model (call->desk),
                                  call->session->user->user,
                                  call->contact->id,
                                  now_us);
  position = bh_engine_take_turn (call->desk->engine, turn, now_us);
  bh_desk_over_finish (call->desk, id, call->session->user->user);
  bh_op_succeed_when_safe (call, position, NULL);
}
