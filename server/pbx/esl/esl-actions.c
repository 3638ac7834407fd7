/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-actions.h"

#include <string.h>

#include "server/pbx/esl/esl-own.h"
#include "server/pbx/esl/esl-route.h"
#include "server/pbx/esl/esl-writer.h"
#include "server/pbx/link/link-checks.h"

#define RING_MS 30000

typedef struct {
  const BhPbxCommand *command;
  const BhEslCall *call;
  const BhEslOrders *orders;
  BhEslPlan *plan;
} Order;

typedef gboolean (*Build) (Order *order, GError **error);

/* ---- plans ---- */

BhEslPlan *
bh_esl_plan_new (void)
{
  BhEslPlan *self = g_new0 (BhEslPlan, 1);
  self->lines = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
bh_esl_plan_free (BhEslPlan *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self);
}

static gboolean
add (BhEslPlan *plan, BhEslWriter *writer, GError **error)
{
  g_autoptr (GError) fault = NULL;
  char *line = bh_esl_writer_finish (writer, &fault);
  if (line == NULL) {
    g_set_error_literal (error, BH_PBX_ERROR, BH_PBX_ERROR_ARGUMENT, fault->message);
    return FALSE;
  }
  g_ptr_array_add (plan->lines, line);
  return TRUE;
}

/* The line that was added last may fail. */
static gboolean
make_optional (BhEslPlan *plan)
{
  plan->optional |= 1u << (plan->lines->len - 1);
  return TRUE;
}

/* "COMMAND LEG REST"; @rest may be NULL. */
static gboolean
add_on_leg (BhEslPlan *plan, const char *command, const char *leg, const char *rest, GError **error)
{
  if (!bh_link_check_given (leg, "leg", error))
    return FALSE;
  g_autoptr (BhEslWriter) writer = bh_esl_writer_new (command);
  bh_esl_writer_word (writer, "leg", leg);
  if (rest != NULL)
    bh_esl_writer_fixed (writer, rest);
  return add (plan, writer, error);
}

static gboolean
add_on_legs (BhEslPlan *plan,
             const char *command,
             const char *leg,
             const char *other,
             GError **error)
{
  g_autoptr (BhEslWriter) writer = bh_esl_writer_new (command);
  bh_esl_writer_word (writer, "leg", leg);
  bh_esl_writer_word (writer, "other leg", other);
  return add (plan, writer, error);
}

/* ---- checks ---- */

static gboolean
check_number (const Order *order, GError **error)
{
  return bh_link_check_number (order->command->number, order->orders->allowed, error);
}

/* "user/1001@pbx.example": an endpoint of FreeSWITCH, then a plain name. */
static gboolean
check_device (const char *device, GError **error)
{
  const char *slash = device != NULL ? strchr (device, '/') : NULL;
  if (slash != NULL && slash != device && slash[1] != '\0' && strlen (device) <= 120 &&
      bh_link_consists_of (device, 120, "/@._-"))
    return TRUE;
  g_set_error_literal (error,
                       BH_PBX_ERROR,
                       BH_PBX_ERROR_ARGUMENT,
                       "The device's name is not one of a phone, like user/1001@pbx.example.");
  return FALSE;
}

static gboolean
refuse (GError **error, BhPbxError code, const char *what)
{
  g_set_error_literal (error, BH_PBX_ERROR, code, what);
  return FALSE;
}

/* ---- calls ---- */

static gboolean
build_answer (Order *order, GError **error)
{
  return add_on_leg (order->plan, "uuid_phone_event", order->command->leg, "talk", error);
}

/* A phone that obeys is asked; else FreeSWITCH puts its leg on hold, which the other side hears the
 * same (both seen). */
static gboolean
build_hold (Order *order, GError **error)
{
  if (order->command->profile == BH_DEVICE_PROFILE_NOTIFY)
    return add_on_leg (order->plan, "uuid_phone_event", order->command->leg, "hold", error);
  return add_on_leg (order->plan, "uuid_hold", order->command->leg, NULL, error);
}

static gboolean
build_retrieve (Order *order, GError **error)
{
  if (order->command->profile == BH_DEVICE_PROFILE_NOTIFY)
    return add_on_leg (order->plan, "uuid_phone_event", order->command->leg, "talk", error);
  return add_on_leg (order->plan, "uuid_hold off", order->command->leg, NULL, error);
}

static gboolean
build_hangup (Order *order, GError **error)
{
  return add_on_leg (order->plan, "uuid_kill", order->command->leg, NULL, error);
}

static gboolean
add_transfer (Order *order, const char *leg, const char *which, const char *number, GError **error)
{
  g_autoptr (BhEslWriter) writer = bh_esl_writer_new ("uuid_transfer");
  bh_esl_writer_word (writer, "leg", leg);
  if (which != NULL)
    bh_esl_writer_fixed (writer, which);
  bh_esl_writer_word (writer, "number", number);
  bh_esl_writer_fixed (writer, "XML");
  bh_esl_writer_word (writer, "context", order->orders->config->transfer_context);
  return add (order->plan, writer, error);
}

/* -bleg: whom the agent's leg talks to goes there, whichever of the two came first (seen). */
static gboolean
build_blind_transfer (Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  return bh_link_check_given (command->leg, "leg", error) && check_number (order, error) &&
         add_transfer (order, command->leg, "-bleg", command->number, error);
}

/* ---- consult: both are parked, the customer hears music, the other party is called, and joined to
 * the agent when it answers. att_xfer of FreeSWITCH dropped the customer in every try (seen). ----
 */

#define PARKING "hangup_after_bridge=false;park_after_bridge=true"
#define JOINING "hangup_after_bridge=true;park_after_bridge=false"

static gboolean
add_consult_call (Order *order, const char *called, GError **error)
{
  const BhPbxCommand *command = order->command;
  guint ring_ms = command->timeout_ms > 0 ? command->timeout_ms : RING_MS;
  g_autofree char *leg = bh_esl_actions_leg_of (command->request);
  g_autofree char *seconds = g_strdup_printf ("%u", MAX (ring_ms / 1000, 1));
  g_autoptr (BhEslWriter) writer = bh_esl_writer_new ("originate");
  bh_esl_writer_variable (writer, "origination_uuid", leg);
  bh_esl_writer_variable (writer, "bellhop_consult_of", command->leg);
  bh_esl_writer_variable (writer, "originate_timeout", seconds);
  bh_esl_writer_variable (writer, "ignore_early_media", "true");
  bh_esl_writer_end_variables (writer);
  bh_esl_writer_join (writer, "route", called);
  bh_esl_writer_fixed (writer, "&park");
  return add (order->plan, writer, error);
}

static gboolean
add_moh (Order *order, GError **error)
{
  g_autoptr (BhEslWriter) writer = bh_esl_writer_new ("uuid_broadcast");
  bh_esl_writer_word (writer, "customer's leg", order->call->customer);
  bh_esl_writer_word (writer, "hold music", order->orders->config->hold_music);
  bh_esl_writer_fixed (writer, "aleg");
  return add (order->plan, writer, error) && make_optional (order->plan);
}

static gboolean
build_consult (Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  const char *customer = order->call->customer;
  if (!bh_link_check_given (command->leg, "leg", error) || !check_number (order, error))
    return FALSE;
  g_autofree char *called = bh_esl_routes_find (order->orders->routes, command->number);
  if (called == NULL)
    return refuse (error,
                   BH_PBX_ERROR_DIAL_STRING,
                   "The number fits no route: add one for it to routes of this PBX.");
  if (customer == NULL)
    return refuse (error, BH_PBX_ERROR_ARGUMENT, "The leg talks to nobody who could wait.");
  return add_on_leg (order->plan, "uuid_setvar_multi", customer, PARKING, error) &&
         add_on_leg (order->plan, "uuid_setvar_multi", command->leg, PARKING, error) &&
         add_on_leg (order->plan, "uuid_transfer", command->leg, "-both park inline", error) &&
         add_moh (order, error) && add_consult_call (order, called, error);
}

/* Two are joined, and hang up when one of them does, as if they had been in one call ever since. */
static gboolean
add_join (BhEslPlan *plan, const char *leg, const char *other, GError **error)
{
  return add_on_leg (plan, "uuid_setvar_multi", leg, JOINING, error) && make_optional (plan) &&
         add_on_leg (plan, "uuid_setvar_multi", other, JOINING, error) && make_optional (plan) &&
         add_on_legs (plan, "uuid_bridge", leg, other, error);
}

static gboolean
add_kill (BhEslPlan *plan, const char *leg, GError **error)
{
  return add_on_leg (plan, "uuid_kill", leg, NULL, error) && make_optional (plan);
}

/* To a party that has not answered yet, the customer goes on by the dialplan. */
static gboolean
add_hand_over (Order *order, GError **error)
{
  const BhEslCall *call = order->call;
  if (call->customer == NULL)
    return add_kill (order->plan, call->consulted, error);
  if (call->is_answered)
    return add_join (order->plan, call->customer, call->consulted, error);
  return add_on_leg (order->plan, "uuid_setvar_multi", call->customer, JOINING, error) &&
         add_kill (order->plan, call->consulted, error) &&
         add_transfer (order, call->customer, NULL, call->number, error);
}

/* The agent's leg is hung up when the two others are joined: it is parked then. */
static gboolean
complete_ours (Order *order, GError **error)
{
  return add_hand_over (order, error) && add_kill (order->plan, order->command->leg, error);
}

static gboolean
build_consult_complete (Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (!bh_link_check_given (command->leg, "leg", error))
    return FALSE;
  if (command->other_leg != NULL || command->target_leg != NULL)
    return bh_link_check_given (command->other_leg, "customer's leg", error) &&
           bh_link_check_given (command->target_leg, "consulted leg", error) &&
           add_join (order->plan, command->other_leg, command->target_leg, error);
  if (order->call->consulted == NULL)
    return refuse (error, BH_PBX_ERROR_ARGUMENT, "The leg consults nobody.");
  if (order->call->customer == NULL)
    return refuse (error, BH_PBX_ERROR_ARGUMENT, "The customer has hung up.");
  return complete_ours (order, error);
}

static gboolean
add_return (BhEslPlan *plan, const char *agent, const BhEslCall *call, GError **error)
{
  if (call->customer == NULL)
    return add_kill (plan, agent, error);
  return add_join (plan, agent, call->customer, error);
}

static gboolean
build_consult_cancel (Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (command->other_leg != NULL)
    return add_on_leg (order->plan, "uuid_kill", command->other_leg, NULL, error);
  if (!bh_link_check_given (command->leg, "leg", error))
    return FALSE;
  if (order->call->consulted == NULL)
    return refuse (error, BH_PBX_ERROR_ARGUMENT, "The leg consults nobody.");
  return add_return (order->plan, command->leg, order->call, error) &&
         add_kill (order->plan, order->call->consulted, error);
}

/* ---- conference: all three go into a room of mod_conference, named after the customer's leg,
 * which ends when one is left alone in it (mintwo) ---- */

static gboolean
add_to_room (Order *order, const char *leg, const char *which, GError **error)
{
  const char *profile = order->orders->config->conference_profile;
  g_autofree char *room =
      g_strdup_printf ("conference:bellhop-%s@%s+flags{mintwo}", order->call->customer, profile);
  g_autoptr (BhEslWriter) writer = bh_esl_writer_new ("uuid_transfer");
  bh_esl_writer_word (writer, "leg", leg);
  if (which != NULL)
    bh_esl_writer_fixed (writer, which);
  bh_esl_writer_fixed (writer, room);
  bh_esl_writer_fixed (writer, "inline");
  return add (order->plan, writer, error);
}

static gboolean
add_joining (Order *order, const char *leg, GError **error)
{
  return add_on_leg (order->plan, "uuid_setvar_multi", leg, JOINING, error) &&
         make_optional (order->plan);
}

/* The two who talk go first: the customer is never alone in there. */
static gboolean
build_conference (Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  const BhEslCall *call = order->call;
  if (!bh_link_check_given (command->leg, "leg", error))
    return FALSE;
  if (call->consulted == NULL || command->other_leg != NULL)
    return refuse (error, BH_PBX_ERROR_ARGUMENT, "The PBX made no consult of this leg's.");
  if (call->customer == NULL)
    return refuse (error, BH_PBX_ERROR_ARGUMENT, "The customer has hung up.");
  if (!call->is_answered)
    return refuse (error, BH_PBX_ERROR_ARGUMENT, "Who is consulted has not answered yet.");
  if (!bh_link_consists_of (call->customer, 80, "._-"))
    return refuse (error, BH_PBX_ERROR_ARGUMENT, "The leg's id is not one of FreeSWITCH.");
  return add_joining (order, call->customer, error) && add_joining (order, command->leg, error) &&
         add_joining (order, call->consulted, error) &&
         add_to_room (order, command->leg, "-both", error) &&
         add_to_room (order, call->customer, NULL, error);
}

BhEslPlan *
bh_esl_actions_ask (const char *agent, const BhEslCall *call, GError **error)
{
  g_autoptr (BhEslPlan) plan = bh_esl_plan_new ();
  gboolean made = add_on_legs (plan, "uuid_bridge", agent, call->consulted, error);
  return made ? g_steal_pointer (&plan) : NULL;
}

BhEslPlan *
bh_esl_actions_return (const char *agent, const BhEslCall *call, GError **error)
{
  g_autoptr (BhEslPlan) plan = bh_esl_plan_new ();
  return add_return (plan, agent, call, error) ? g_steal_pointer (&plan) : NULL;
}

BhEslPlan *
bh_esl_actions_hand_over (const BhEslCall *call, const BhEslOrders *orders, GError **error)
{
  g_autoptr (BhEslPlan) plan = bh_esl_plan_new ();
  Order order = {NULL, call, orders, plan};
  return add_hand_over (&order, error) ? g_steal_pointer (&plan) : NULL;
}

/* ---- calls that are made ---- */

/* A device is called, shows @number and @name, and then does @then. */
static gboolean
add_call (Order *order, const char *number, const char *name, BhEslWriter *then, GError **error)
{
  const BhPbxCommand *command = order->command;
  guint ring_ms = command->timeout_ms > 0 ? command->timeout_ms : RING_MS;
  g_autofree char *leg = bh_esl_actions_leg_of (command->request);
  g_autofree char *seconds = g_strdup_printf ("%u", MAX (ring_ms / 1000, 1));
  g_autofree char *rest = bh_esl_writer_finish (then, error);
  if (rest == NULL || !check_device (command->device, error))
    return FALSE;
  g_autoptr (BhEslWriter) writer = bh_esl_writer_new ("originate");
  bh_esl_writer_variable (writer, "origination_uuid", leg);
  if (number != NULL)
    bh_esl_writer_variable (writer, "origination_caller_id_number", number);
  bh_esl_writer_variable_name (writer, "origination_caller_id_name", name);
  bh_esl_writer_variable (writer, "originate_timeout", seconds);
  bh_esl_writer_variable (writer, "ignore_early_media", "true");
  bh_esl_writer_variable (writer, "hangup_after_bridge", "true");
  if (command->op == BH_PBX_OP_WHISPER)
    bh_esl_writer_variable (writer, "eavesdrop_whisper_aleg", "true");
  bh_esl_writer_end_variables (writer);
  bh_esl_writer_join (writer, "device", command->device);
  bh_esl_writer_fixed (writer, rest);
  return add (order->plan, writer, error);
}

/* An extension of the dialplan, never an application: what is dialed how is the integrator's. */
static gboolean
build_dial (Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (!check_number (order, error))
    return FALSE;
  g_autoptr (BhEslWriter) then = bh_esl_writer_new (command->number);
  bh_esl_writer_fixed (then, "XML");
  bh_esl_writer_word (then, "context", order->orders->config->dial_context);
  return add_call (order, command->number, command->name, then, error);
}

/* The digits are sent to the other side's leg, if that is known: there they are heard. */
static gboolean
build_dtmf (Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  const char *to = command->other_leg != NULL ? command->other_leg : order->call->customer;
  if (!bh_link_check_given (command->leg, "leg", error) ||
      !bh_link_check_digits (command->number, error))
    return FALSE;
  g_autoptr (BhEslWriter) writer =
      bh_esl_writer_new (to != NULL ? "uuid_send_dtmf" : "uuid_recv_dtmf");
  bh_esl_writer_word (writer, "leg", to != NULL ? to : command->leg);
  bh_esl_writer_word (writer, "digits", command->number);
  return add (order->plan, writer, error);
}

/* ---- queues: mod_callcenter has one status for all queues of an agent ---- */

/* Who signs in is a device; mod_callcenter's agents are named after the directory's users, and one
 * that the integrator has made is taken, not doubled. */
static const char *
agent_of (const BhPbxCommand *command)
{
  const char *member = command->member;
  return member != NULL && g_str_has_prefix (member, "user/") ? member + strlen ("user/") : member;
}

static gboolean
add_agent (Order *order, const char *what, const char *value, const char *how, GError **error)
{
  g_autoptr (BhEslWriter) writer = bh_esl_writer_new ("callcenter_config agent");
  bh_esl_writer_fixed (writer, what);
  bh_esl_writer_word (writer, "member", agent_of (order->command));
  if (how != NULL)
    bh_esl_writer_fixed (writer, how);
  if (value != NULL)
    bh_esl_writer_word (writer, "device", value);
  return add (order->plan, writer, error);
}

static gboolean
add_status (Order *order, const char *status, GError **error)
{
  return add_agent (order, "set status", NULL, status, error);
}

static gboolean
add_tier (Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  g_autofree char *level = g_strdup_printf ("%d 1", CLAMP (command->penalty, 0, 98) + 1);
  g_autoptr (BhEslWriter) writer = bh_esl_writer_new ("callcenter_config tier add");
  bh_esl_writer_word (writer, "queue", command->queue);
  bh_esl_writer_word (writer, "member", agent_of (command));
  bh_esl_writer_fixed (writer, level);
  return add (order->plan, writer, error) && make_optional (order->plan);
}

static const char *
status_of (const BhPbxCommand *command)
{
  return command->paused ? "'On Break'" : "Available";
}

/* An agent or tier that is there already is not changed: it may be the integrator's. */
static gboolean
build_queue_add (Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  const char *device = command->device != NULL ? command->device : command->member;
  if (!bh_link_check_given (command->queue, "queue", error) ||
      !bh_link_check_given (command->member, "member", error) ||
      !add_agent (order, "add", NULL, "Callback", error))
    return FALSE;
  make_optional (order->plan);
  if (strchr (device, '/') != NULL) {
    if (!check_device (device, error) || !add_agent (order, "set contact", device, NULL, error))
      return FALSE;
    order->plan->dependent |= 1u << (order->plan->lines->len - 1);
  }
  return add_tier (order, error) && add_status (order, status_of (command), error);
}

static gboolean
build_queue_pause (Order *order, GError **error)
{
  return bh_link_check_given (order->command->member, "member", error) &&
         add_status (order, status_of (order->command), error);
}

/* What is nearest to a penalty: a level of 1 is offered before a level of 2. */
static gboolean
build_queue_penalty (Order *order, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (!bh_link_check_given (command->queue, "queue", error) ||
      !bh_link_check_given (command->member, "member", error))
    return FALSE;
  g_autofree char *level = g_strdup_printf ("%d", CLAMP (command->penalty, 0, 98) + 1);
  g_autoptr (BhEslWriter) writer = bh_esl_writer_new ("callcenter_config tier set level");
  bh_esl_writer_word (writer, "queue", command->queue);
  bh_esl_writer_word (writer, "member", agent_of (command));
  bh_esl_writer_fixed (writer, level);
  return add (order->plan, writer, error);
}

static gboolean
build_queue_remove (Order *order, GError **error)
{
  return bh_link_check_given (order->command->member, "member", error) &&
         add_status (order, "'Logged Out'", error);
}

/* ---- recording: one file for a leg, so that pause and resume find it after a restart of ours; a
 * second start goes on behind the first ---- */

static gboolean
add_record (Order *order, const char *verb, GError **error)
{
  const char *leg = order->command->leg;
  if (!bh_link_check_given (leg, "leg", error))
    return FALSE;
  g_autofree char *path =
      g_strdup_printf ("%s/bellhop-%s.wav", order->orders->config->recordings, leg);
  g_autoptr (BhEslWriter) writer = bh_esl_writer_new ("uuid_record");
  bh_esl_writer_word (writer, "leg", leg);
  bh_esl_writer_fixed (writer, verb);
  bh_esl_writer_word (writer, "path", path);
  return add (order->plan, writer, error);
}

static gboolean
build_record_start (Order *order, GError **error)
{
  const char *leg = order->command->leg;
  if (!add_on_leg (order->plan, "uuid_setvar_multi", leg, "RECORD_APPEND=true", error))
    return FALSE;
  make_optional (order->plan);
  return add_record (order, "start", error);
}

static gboolean
build_record_pause (Order *order, GError **error)
{
  return add_record (order, "mask", error);
}

static gboolean
build_record_resume (Order *order, GError **error)
{
  return add_record (order, "unmask", error);
}

static gboolean
build_record_stop (Order *order, GError **error)
{
  return add_record (order, "stop", error);
}

/* ---- supervision ---- */

static gboolean
supervise (Order *order, const char *application, GError **error)
{
  const BhPbxCommand *command = order->command;
  if (!bh_link_check_given (command->leg, "leg", error) ||
      !bh_link_check_given (command->device, "device", error))
    return FALSE;
  if (!bh_link_consists_of (command->leg, 80, "._-"))
    return refuse (error, BH_PBX_ERROR_ARGUMENT, "The leg's id is not one of FreeSWITCH.");
  g_autofree char *rest = g_strdup_printf ("&%s(%s)", application, command->leg);
  g_autoptr (BhEslWriter) then = bh_esl_writer_new (rest);
  return add_call (order, NULL, command->name, then, error);
}

static gboolean
build_listen (Order *order, GError **error)
{
  return supervise (order, "eavesdrop", error);
}

static gboolean
build_barge (Order *order, GError **error)
{
  return supervise (order, "three_way", error);
}

/* ---- the table ---- */

static const struct {
  const char *api;
  Build build;
} ops[] = {
    [BH_PBX_OP_ANSWER] = {"uuid_phone_event", build_answer},
    [BH_PBX_OP_HOLD] = {"uuid_hold", build_hold},
    [BH_PBX_OP_RETRIEVE] = {"uuid_hold", build_retrieve},
    [BH_PBX_OP_HANGUP] = {"uuid_kill", build_hangup},
    [BH_PBX_OP_BLIND_TRANSFER] = {"uuid_transfer", build_blind_transfer},
    [BH_PBX_OP_CONSULT] = {"originate", build_consult},
    [BH_PBX_OP_CONSULT_COMPLETE] = {"uuid_bridge", build_consult_complete},
    [BH_PBX_OP_CONSULT_CANCEL] = {"uuid_bridge", build_consult_cancel},
    [BH_PBX_OP_CONFERENCE] = {"uuid_transfer", build_conference},
    [BH_PBX_OP_DIAL] = {"originate", build_dial},
    [BH_PBX_OP_DTMF] = {"uuid_send_dtmf", build_dtmf},
    [BH_PBX_OP_QUEUE_ADD] = {"callcenter_config", build_queue_add},
    [BH_PBX_OP_QUEUE_PAUSE] = {"callcenter_config", build_queue_pause},
    [BH_PBX_OP_QUEUE_PENALTY] = {"callcenter_config", build_queue_penalty},
    [BH_PBX_OP_QUEUE_REMOVE] = {"callcenter_config", build_queue_remove},
    [BH_PBX_OP_RECORD_START] = {"uuid_record", build_record_start},
    [BH_PBX_OP_RECORD_PAUSE] = {"uuid_record", build_record_pause},
    [BH_PBX_OP_RECORD_RESUME] = {"uuid_record", build_record_resume},
    [BH_PBX_OP_RECORD_STOP] = {"uuid_record", build_record_stop},
    [BH_PBX_OP_LISTEN] = {"originate", build_listen},
    [BH_PBX_OP_WHISPER] = {"originate", build_listen},
    [BH_PBX_OP_BARGE] = {"originate", build_barge},
};
G_STATIC_ASSERT (G_N_ELEMENTS (ops) == BH_PBX_OP_N);

const char *
bh_esl_actions_needed (BhPbxOp op, BhDeviceProfile profile, const BhEslConfig *config)
{
  gboolean is_phones_own =
      op == BH_PBX_OP_ANSWER || op == BH_PBX_OP_HOLD || op == BH_PBX_OP_RETRIEVE;
  gboolean is_notify = profile == BH_DEVICE_PROFILE_NOTIFY;
  if ((guint) op >= BH_PBX_OP_N || ops[op].build == NULL)
    return NULL;
  if (is_phones_own && profile == BH_DEVICE_PROFILE_SOFTPHONE)
    return NULL;
  if (op == BH_PBX_OP_ANSWER && !is_notify)
    return NULL;
  if (op >= BH_PBX_OP_RECORD_START && op <= BH_PBX_OP_RECORD_STOP && config->recordings == NULL)
    return NULL;
  return is_phones_own && is_notify ? "uuid_phone_event" : ops[op].api;
}

gboolean
bh_esl_actions_dials (BhPbxOp op)
{
  return op == BH_PBX_OP_DIAL || op == BH_PBX_OP_BLIND_TRANSFER || op == BH_PBX_OP_CONSULT;
}

BhEslPlan *
bh_esl_actions_build (const BhPbxCommand *command,
                      const BhEslCall *call,
                      const BhEslOrders *orders,
                      GError **error)
{
  g_autoptr (BhEslPlan) plan = bh_esl_plan_new ();
  Order order = {command, call, orders, plan};
  if (!bh_link_check_request (command->request, error))
    return NULL;
  if (bh_esl_actions_needed (command->op, command->profile, orders->config) == NULL) {
    g_set_error (error,
                 BH_PBX_ERROR,
                 BH_PBX_ERROR_UNSUPPORTED,
                 "The PBX cannot do %s for a phone of the profile %s, or is not set up for it.",
                 bh_pbx_op_to_string (command->op),
                 bh_device_profile_to_string (command->profile));
    return NULL;
  }
  return ops[command->op].build (&order, error) ? g_steal_pointer (&plan) : NULL;
}

char *
bh_esl_actions_leg_of (const char *request)
{
  return g_strconcat (BH_ESL_OWN_LEG, request, NULL);
}
