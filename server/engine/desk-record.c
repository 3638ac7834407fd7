/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-record.h"

#include "server/engine/desk-calls.h"

struct BhDeskRecords {
  GHashTable *legs; /* "PBX leg" of what is being recorded */
  gint64 since_us;  /* what began before was not heard of here */
};

BhDeskRecords *
bh_desk_records_new (BhDesk *desk)
{
  BhDeskRecords *self = g_new0 (BhDeskRecords, 1);

  self->legs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->since_us = bh_engine_now (desk->engine);
  return self;
}

void
bh_desk_records_free (BhDeskRecords *self)
{
  g_hash_table_unref (self->legs);
  g_free (self);
}

static char *
key_of (const char *pbx, const char *leg)
{
  return g_strdup_printf ("%s %s", pbx, leg);
}

void
bh_desk_record_take_event (BhDesk *desk, const BhEnginePbx *pbx, const BhPbxEvent *event)
{
  g_autofree char *key = NULL;

  if (event->leg == NULL)
    return;
  switch (event->kind) {
  case BH_PBX_RECORDING_STARTED:
  case BH_PBX_RECORDING_PAUSED:
  case BH_PBX_RECORDING_RESUMED:
    g_hash_table_add (desk->records->legs, key_of (pbx->name, event->leg));
    break;
  case BH_PBX_RECORDING_STOPPED:
  case BH_PBX_LEG_ENDED:
    key = key_of (pbx->name, event->leg);
    g_hash_table_remove (desk->records->legs, key);
    break;
  default:
    break;
  }
}

static gboolean
is_recorded (BhOpCall *call, const char *leg)
{
  g_autofree char *key = leg != NULL ? key_of (call->session->pbx->name, leg) : NULL;

  return key != NULL && g_hash_table_contains (call->desk->records->legs, key);
}

/* The one that is recorded: the agent's, or the customer's. Of a call that is older than we are
 * nobody told us; then the PBX is asked to try, and its refusal is an answer too. NULL: none. */
static const char *
find_leg (BhOpCall *call)
{
  const char *own = call->part->leg != NULL ? call->part->leg : call->part->consult_leg;

  if (is_recorded (call, own))
    return own;
  if (is_recorded (call, call->contact->customer_leg))
    return call->contact->customer_leg;
  return call->contact->started_us < call->desk->records->since_us ? own : NULL;
}

static JsonObject *
result_of (const char *recording)
{
  JsonObject *result = json_object_new ();

  json_object_set_string_member (result, "recording", recording);
  return result;
}

static void
on_paused (gboolean ok, const char *text, gpointer request)
{
  if (ok)
    bh_request_succeed (request, result_of ("paused"));
  else
    bh_desk_answer_order (ok, text, request);
}

static void
on_resumed (gboolean ok, const char *text, gpointer request)
{
  if (ok)
    bh_request_succeed (request, result_of ("running"));
  else
    bh_desk_answer_order (ok, text, request);
}

static void
order (BhOpCall *call, BhPbxOp op, BhCommandDone done)
{
  BhPbxCommand command = {.op = op, .leg = find_leg (call)};
  g_autoptr (GError) error = NULL;

  if (command.leg == NULL)
    bh_request_succeed (call->request, result_of ("none"));
  else if (!bh_desk_send_order (call, &command, done, call->request, &error))
    bh_desk_refuse_order (call, error);
}

void
bh_op_call_record_pause (BhOpCall *call)
{
  order (call, BH_PBX_OP_RECORD_PAUSE, on_paused);
}

void
bh_op_call_record_resume (BhOpCall *call)
{
  order (call, BH_PBX_OP_RECORD_RESUME, on_resumed);
}
