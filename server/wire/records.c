/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/records.h"

#include "server/wire/contact-json.h"

void
bh_record_of_contact (GString *text,
                      const BhContact *contact,
                      const char *e164,
                      const char *const *users)
{
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_contact_write_story (&out, contact, e164);
  bh_json_int (&out, "revision", contact->revision);
  bh_json_string_if (&out, "customer", contact->customer);
  bh_json_string_if (&out, "disposition", contact->disposition);
  bh_json_string_if (&out, "merged_into", contact->merged_into);
  bh_json_begin_array (&out, "users");
  for (guint i = 0; users != NULL && users[i] != NULL; i++)
    bh_json_string (&out, NULL, users[i]);
  bh_json_end_array (&out);
  bh_json_end_object (&out);
}

void
bh_record_of_agent_state (GString *text, const BhAgent *agent, gint64 ended_us, gint64 revision)
{
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "agent", agent->agent);
  bh_json_time (&out, "started", agent->since_us);
  bh_json_time (&out, "ended", ended_us);
  bh_json_string (&out, "state", bh_agent_state_to_string (agent->state));
  bh_json_string (&out, "reason", agent->reason);
  bh_json_string (&out, "intent", bh_agent_state_to_string (agent->intent));
  bh_json_string (&out, "why", agent->why);
  bh_json_string (&out, "contact", agent->contact);
  bh_json_string (&out, "device", agent->device);
  bh_json_int (&out, "revision", revision);
  bh_json_end_object (&out);
}

void
bh_record_of_agent_session (GString *text, const BhAgentSessionRecord *session)
{
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "session", session->session);
  bh_json_string (&out, "agent", session->agent);
  bh_json_string (&out, "device", session->device);
  bh_json_string (&out, "profile", session->profile);
  bh_json_string (&out, "address", session->address);
  bh_json_time (&out, "signed_in", session->signed_in_us);
  bh_json_time (&out, "signed_out", session->signed_out_us);
  bh_json_string (&out, "end_reason", session->end_reason);
  bh_json_int (&out, "revision", session->revision);
  bh_json_end_object (&out);
}

void
bh_record_of_note (GString *text, const BhNoteRecord *note)
{
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "contact", note->contact);
  bh_json_string (&out, "author", note->author);
  bh_json_string (&out, "body", note->body);
  bh_json_int (&out, "revision", note->revision);
  bh_json_time (&out, "saved_at", note->saved_us);
  bh_json_string_if (&out, "pen", note->pen);
  if (note->edit != 0)
    bh_json_int (&out, "edit", note->edit);
  if (note->correction)
    bh_json_bool (&out, "correction", TRUE);
  bh_json_end_object (&out);
}

void
bh_record_of_disposition (GString *text,
                          const char *contact,
                          const char *agent,
                          const char *code,
                          gboolean correction,
                          gint64 at_us)
{
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "contact", contact);
  bh_json_string (&out, "agent", agent);
  bh_json_string (&out, "code", code);
  bh_json_int (&out, "revision", at_us);
  bh_json_time (&out, "at", at_us);
  if (correction)
    bh_json_bool (&out, "correction", TRUE);
  bh_json_end_object (&out);
}

void
bh_record_of_attach (GString *text,
                     const char *contact,
                     const char *customer,
                     const char *agent,
                     const char *before,
                     gint64 at_us)
{
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "contact", contact);
  bh_json_string (&out, "customer", customer);
  bh_json_string_if (&out, "agent", agent);
  bh_json_string_if (&out, "before", before);
  bh_json_time (&out, "at", at_us);
  bh_json_end_object (&out);
}

void
bh_record_of_audit (GString *text, const BhAuditRecord *audit)
{
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "id", audit->id);
  bh_json_time (&out, "at", audit->at_us);
  bh_json_string (&out, "actor", audit->actor);
  bh_json_string (&out, "action", audit->action);
  bh_json_string (&out, "object", audit->object);
  bh_json_string (&out, "address", audit->address);
  bh_json_end_object (&out);
}
