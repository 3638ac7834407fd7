/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-calls.h"

#include <string.h>

#include "server/engine/desk-coming.h"
#include "server/engine/desk-dial.h"

/* Commands to the PBX. Whether one is possible is asked of the same table as the buttons; the reply
 * comes when the PBX has taken the order, and what became of it is told by events. */

/* ---- answers */

void
bh_desk_answer_order (gboolean ok, const char *text, gpointer data)
{
  BhRequest *request = data;
  g_autofree char *message = NULL;

  if (ok) {
    bh_request_succeed (request, NULL);
    return;
  }
  message = g_strdup_printf ("The PBX refused: %s",
                             text != NULL && *text != '\0' ? text : "it gave no reason");
  bh_request_fail (request, "pbx_refused", message, NULL);
}

static const char *
code_of (const GError *error)
{
  if (error->domain != BH_PBX_ERROR)
    return "internal";
  switch (error->code) {
  case BH_PBX_ERROR_WATCH_ONLY:
    return "watch_only";
  case BH_PBX_ERROR_LINK:
    return "pbx_away";
  case BH_PBX_ERROR_DIAL_STRING:
    return "dial_refused";
  case BH_PBX_ERROR_ARGUMENT:
    return "bad_request";
  case BH_PBX_ERROR_UNSUPPORTED:
    return "not_possible";
  case BH_PBX_ERROR_BUSY:
    return "busy";
  default:
    return "internal";
  }
}

gboolean
bh_desk_send_order (BhOpCall *call,
                    BhPbxCommand *command,
                    BhCommandDone done,
                    gpointer data,
                    GError **error)
{
  bh_device_profile_from_string (call->session->user->profile, &command->profile);
  return bh_engine_command (call->desk->engine, call->session->pbx, command, done, data, error);
}

void
bh_desk_refuse_order (BhOpCall *call, const GError *error)
{
  bh_op_fail (call, code_of (error), "%s", error->message);
}

static void
send (BhOpCall *call, BhPbxCommand *command)
{
  g_autoptr (GError) error = NULL;

  if (!bh_desk_send_order (call, command, bh_desk_answer_order, call->request, &error))
    bh_desk_refuse_order (call, error);
}

/* ---- what is dialed */

/* What people put between digits. Whether the rest may be dialed is the PBX port's patterns' to
 * say. NULL: something else is in it. */
static char *
clean_number (const char *text)
{
  g_autofree char *plain = bh_dial_plain_text (text);
  GString *digits = g_string_new (NULL);

  for (const char *p = plain; *p != '\0'; p++) {
    if (strchr (" -./()", *p) != NULL)
      continue;
    if (!g_ascii_isdigit (*p) && *p != '*' && *p != '#' && !(*p == '+' && digits->len == 0)) {
      g_string_free (digits, TRUE);
      return NULL;
    }
    g_string_append_c (digits, *p);
  }
  return g_string_free (digits, digits->len == 0);
}

char *
bh_desk_extension_of_device (const char *device)
{
  const char *slash = strchr (device, '/');
  return slash != NULL ? g_strndup (slash + 1, strcspn (slash + 1, "@/")) : g_strdup (device);
}

/* "PJSIP/1002", as against "030/12345678": people put a slash between digits, too. */
static gboolean
is_device (const BhOpCall *call, const char *text)
{
  gsize letters = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

  return bh_model_knows_device (call->session->pbx->model, text) ||
         (letters > 0 && text[letters] == '/');
}

/* "agent:bob" and "queue:support" stand for what has to be dialed to reach them, an agent's name or
 * a device for its extension; anything else is a number. NULL: there is none. */
static char *
number_of (BhOpCall *call, const char *text)
{
  gboolean named = g_str_has_prefix (text, "agent:");
  const BhAgent *agent =
      bh_model_get_agent (bh_desk_model (call->desk), named ? text + strlen ("agent:") : text);
  g_autofree char *extension = NULL;

  if (g_str_has_prefix (text, "queue:"))
    return g_strdup (bh_desk_queue_extension (call->desk, text + strlen ("queue:")));
  if (named && agent == NULL)
    return NULL;
  if (agent == NULL && !is_device (call, text))
    return clean_number (text);
  extension = bh_desk_extension_of_device (agent != NULL ? agent->device : text);
  return clean_number (extension);
}

static char *
read_number (BhOpCall *call, const char *member)
{
  const char *text = json_object_get_string_member (call->args, member);
  char *number = number_of (call, text);

  if (number == NULL && g_str_has_prefix (text, "queue:"))
    bh_op_fail (call,
                "dial_refused",
                "The queue %s has no extension: the administrator sets it, [queue %s] extension.",
                text + strlen ("queue:"),
                text + strlen ("queue:"));
  else if (number == NULL && g_str_has_prefix (text, "agent:"))
    bh_op_fail (call,
                "dial_refused",
                "%s is not signed in at any phone.",
                text + strlen ("agent:"));
  else if (number == NULL)
    bh_op_fail (call,
                "dial_refused",
                "\"%s\" cannot be dialed: a number is digits, * and #, with + in front at most.",
                text);
  return number;
}

void
bh_desk_dial_now (BhOpCall *call, const char *number)
{
  BhPbxCommand command = {.op = BH_PBX_OP_DIAL,
                          .device = call->session->user->device,
                          .number = number,
                          .timeout_ms = call->session->pbx->dial_ring_ms};

  if (call->session->pbx->link != BH_PBX_LINK_LIVE)
    bh_op_fail (call, "pbx_away", "The link to the PBX is away: %s", call->session->pbx->sentence);
  else
    send (call, &command);
}

void
bh_op_call_dial (BhOpCall *call)
{
  const char *asked = json_object_get_string_member (call->args, "number");
  g_autofree char *number = read_number (call, "number");

  if (number == NULL)
    return;
  if (call->session->pbx->link != BH_PBX_LINK_LIVE ||
      bh_desk_dial_is_internal (call, asked, number))
    bh_desk_dial_now (call, number);
  else
    bh_desk_ask_dial (call, number, bh_desk_dial_now);
}

/* ---- within a contact */

static gboolean
is_possible (BhOpCall *call, BhAction action)
{
  BhActionView view;
  const char *why = "You are not in this call.";

  if (bh_desk_action_view (call->desk, call->session, call->contact, &view))
    why = bh_action_why_not (action, &view);
  if (why == NULL)
    return TRUE;
  bh_op_fail (call,
              call->session->pbx->link != BH_PBX_LINK_LIVE ? "pbx_away" : "not_possible",
              "%s",
              why);
  return FALSE;
}

static const char *
leg_of (const BhOpCall *call)
{
  return call->part->leg != NULL ? call->part->leg : call->part->consult_leg;
}

static void
simple (BhOpCall *call, BhAction action, BhPbxOp op)
{
  BhPbxCommand command = {.op = op};

  if (!is_possible (call, action))
    return;
  command.leg = leg_of (call);
  command.device = call->session->user->device;
  send (call, &command);
}

void
bh_op_call_answer (BhOpCall *call)
{
  simple (call, BH_ACTION_ANSWER, BH_PBX_OP_ANSWER);
}

void
bh_op_call_hold (BhOpCall *call)
{
  simple (call, BH_ACTION_HOLD, BH_PBX_OP_HOLD);
}

void
bh_op_call_retrieve (BhOpCall *call)
{
  simple (call, BH_ACTION_RETRIEVE, BH_PBX_OP_RETRIEVE);
}

void
bh_op_call_hangup (BhOpCall *call)
{
  BhEngine *engine = call->desk->engine;
  BhEnginePbx *pbx = call->session->pbx;
  g_autofree char *leg = g_strdup (leg_of (call));

  if (!is_possible (call, BH_ACTION_HANGUP))
    return;
  simple (call, BH_ACTION_HANGUP, BH_PBX_OP_HANGUP);
  /* The PBX will say that it hung the leg up by itself; it was the agent who did. */
  if (leg != NULL)
    bh_engine_take_event (
        engine,
        pbx,
        &(BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = leg, .by_party = TRUE});
}

/* A consult that the phone made by itself is a second call; one that the PBX made is the same leg.
 */
static gboolean
is_second_call (const BhPart *part)
{
  return part->leg != NULL && part->consult_leg != NULL &&
         !g_str_equal (part->leg, part->consult_leg);
}

/* Whom the agent asks in that second call: the leg at its other end, or NULL. */
static char *
consulted_leg (BhOpCall *call)
{
  g_autoptr (GPtrArray) contacts = g_ptr_array_new ();
  bh_model_list_contacts (bh_desk_model (call->desk), contacts);
  for (guint i = 0; i < contacts->len; i++) {
    const BhContact *consult = contacts->pdata[i];
    if (g_strcmp0 (consult->consult_of, call->contact->id) != 0)
      continue;
    if (consult->customer_leg != NULL)
      return g_strdup (consult->customer_leg);
    for (guint j = 0; j < consult->n_parts; j++)
      if (consult->parts[j].leg != NULL &&
          !g_str_equal (consult->parts[j].device, call->part->device))
        return g_strdup (consult->parts[j].leg);
  }
  return NULL;
}

void
bh_op_call_consult_cancel (BhOpCall *call)
{
  BhPbxCommand command = {.op = BH_PBX_OP_CONSULT_CANCEL};

  if (!is_possible (call, BH_ACTION_CONSULT_CANCEL))
    return;
  command.leg = leg_of (call);
  if (is_second_call (call->part))
    command.other_leg = call->part->consult_leg;
  send (call, &command);
}

void
bh_op_call_consult_complete (BhOpCall *call)
{
  BhPbxCommand command = {.op = BH_PBX_OP_CONSULT_COMPLETE};
  g_autofree char *target = NULL;

  if (!is_possible (call, BH_ACTION_CONSULT_COMPLETE))
    return;
  command.leg = call->part->leg;
  if (is_second_call (call->part)) {
    target = consulted_leg (call);
    command.other_leg = call->contact->customer_leg;
    command.target_leg = target;
  }
  send (call, &command);
}

void
bh_op_call_conference (BhOpCall *call)
{
  simple (call, BH_ACTION_CONFERENCE, BH_PBX_OP_CONFERENCE);
}

/* Who is to get the call is told of it before the PBX is. */
static void
order_to (BhOpCall *call, BhPbxOp op, const char *number)
{
  BhPbxCommand command = {.op = op, .leg = call->part->leg, .number = number};

  bh_desk_coming_order (call, &command);
}

static void
transfer_now (BhOpCall *call, const char *number)
{
  if (is_possible (call, BH_ACTION_TRANSFER))
    order_to (call, BH_PBX_OP_BLIND_TRANSFER, number);
}

static void
consult_now (BhOpCall *call, const char *number)
{
  if (is_possible (call, BH_ACTION_CONSULT))
    order_to (call, BH_PBX_OP_CONSULT, number);
}

/* A number outside is asked about as one that is dialed. */
static void
to_another (BhOpCall *call, BhAction action, BhDeskDialDone now)
{
  g_autofree char *number = NULL;

  if (!is_possible (call, action))
    return;
  number = read_number (call, "to");
  if (number == NULL)
    return;
  if (bh_desk_dial_is_internal (call, json_object_get_string_member (call->args, "to"), number))
    now (call, number);
  else
    bh_desk_ask_dial (call, number, now);
}

void
bh_op_call_transfer (BhOpCall *call)
{
  to_another (call, BH_ACTION_TRANSFER, transfer_now);
}

void
bh_op_call_consult (BhOpCall *call)
{
  to_another (call, BH_ACTION_CONSULT, consult_now);
}

void
bh_op_call_dtmf (BhOpCall *call)
{
  const char *digits = json_object_get_string_member (call->args, "digits");
  BhPbxCommand command = {.op = BH_PBX_OP_DTMF, .number = digits};

  if (!is_possible (call, BH_ACTION_DTMF))
    return;
  if (digits[strspn (digits, "0123456789*#ABCD")] != '\0') {
    bh_op_fail (call, "bad_request", "digits: only 0-9, *, # and A-D are keys.");
    return;
  }
  command.leg = leg_of (call);
  send (call, &command);
}
