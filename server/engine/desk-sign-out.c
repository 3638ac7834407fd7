/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-sign-out.h"

#include "server/wire/records.h"

/* An agent who went home and left the desktop, or whose desktop is dead and signed in: a supervisor
 * signs them out, with a reason that they read and that is kept. */

static guint64
keep_audit (BhOpCall *call, const char *agent, const char *reason, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *object = g_strdup_printf ("%s: %s", agent, reason);
  g_autoptr (GString) text = g_string_new (NULL);

  bh_record_of_audit (text,
                      &(BhAuditRecord){.id = id,
                                       .actor = call->session->user->user,
                                       .action = "agent_signed_out",
                                       .object = object,
                                       .address = call->session->user->address,
                                       .at_us = bh_engine_now (call->desk->engine)});
  return bh_engine_append (call->desk->engine, BH_RECORD_AUDIT, id, text->str, error);
}

static JsonObject *
result_of (const BhAgent *agent, gboolean desktop)
{
  JsonObject *result = json_object_new ();

  json_object_set_string_member (result, "agent", agent->agent);
  json_object_set_string_member (result, "was", bh_agent_state_to_string (agent->state));
  json_object_set_boolean_member (result, "desktop", desktop);
  return result;
}

void
bh_op_agent_sign_out (BhOpCall *call)
{
  const char *name = json_object_get_string_member (call->args, "agent");
  const char *reason = json_object_get_string_member (call->args, "reason");
  const BhAgent *agent = bh_model_get_agent (bh_desk_model (call->desk), name);
  g_autoptr (GError) error = NULL;
  JsonObject *result;
  guint64 position;

  if (agent == NULL || !agent->signed_in) {
    bh_op_fail (call, "not_found", "%s is not signed in.", name);
    return;
  }
  if (g_str_equal (call->session->user->user, name)) {
    bh_op_fail (call, "not_possible", "That is you: sign out yourself.");
    return;
  }
  position = keep_audit (call, name, reason, &error);
  if (position == 0) {
    bh_op_fail_store (call, error);
    return;
  }
  result = result_of (agent, bh_desk_session_of_agent (call->desk, name) != NULL && !agent->away);
  bh_desk_force_out (call->desk, name, reason);
  bh_op_succeed_when_safe (call, position, result);
}
