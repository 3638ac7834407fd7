/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "protocol/args.h"
#include "server/engine/desk-callback.h"
#include "server/engine/desk-calls.h"
#include "server/engine/desk-campaign.h"
#include "server/engine/desk-consents.h"
#include "server/engine/desk-dial.h"
#include "server/engine/desk-knowledge.h"
#include "server/engine/desk-messages.h"
#include "server/engine/desk-notes.h"
#include "server/engine/desk-over.h"
#include "server/engine/desk-pictures.h"
#include "server/engine/desk-record.h"
#include "server/engine/desk-scripts.h"
#include "server/engine/desk-sign-out.h"

/* One table says which ops there are, who may do them, what they are given and who carries them
 * out. What is not in it is refused. */

typedef enum { TEXT = 1, TEXT_OR_NULL, NUMBER, FLAG, TEXTS, OBJECT, ANSWER } ArgKind;

typedef struct {
  const char *name;
  ArgKind kind;
  gboolean needed;
  gint64 low, high; /* of a text: characters; of texts: how many */
} Arg;

typedef struct {
  BhDeskOp public; /* first, so that a test can walk the table */
  void (*run) (BhOpCall *call);
  gboolean of_contact; /* "contact" must be one that is this agent's affair */
  Arg args[10];
} Op;

#define CONTACT                                                                                    \
  {                                                                                                \
    "contact", TEXT, TRUE, 36, 36                                                                  \
  }
#define BOSSES (BH_ROLE_SUPERVISOR | BH_ROLE_ADMIN)
#define AGENTS (BH_ROLE_AGENT | BH_ROLE_SUPERVISOR | BH_ROLE_ADMIN)
/* of the knowledge base */
#define READERS (AGENTS | BH_ROLE_EDITOR)
#define EDITORS (BOSSES | BH_ROLE_EDITOR)

static void op_state_set (BhOpCall *call);
static void op_state_keep (BhOpCall *call);
static void op_status (BhOpCall *call);
static void op_setup_read (BhOpCall *call);
static void op_tail (BhOpCall *call);

/* clang-format off */
static const Op table[] = {
    /* op, roles, at a phone, acts on the PBX, handler, of a contact, args */
    {{"state.set", AGENTS, TRUE, FALSE}, op_state_set, FALSE,
     {{"state", TEXT, TRUE, 1, 16}, {"reason", TEXT, FALSE, 1, 64}}},
    {{"state.keep", AGENTS, TRUE, FALSE}, op_state_keep, FALSE, {{0}}},
    {{"call.dial", AGENTS, TRUE, TRUE}, bh_op_call_dial, FALSE,
     {{"number", TEXT, TRUE, 1, 64}, {"customer", TEXT, FALSE, 1, 64},
      {"campaign", TEXT, FALSE, 1, 64}, {"purpose", TEXT, FALSE, 1, 16}}},
    {{"dial.check", AGENTS | BH_ROLE_LOCAL, FALSE, FALSE}, bh_op_dial_check, FALSE,
     {{"number", TEXT, TRUE, 1, 64}, {"customer", TEXT, FALSE, 1, 64},
      {"campaign", TEXT, FALSE, 1, 64}, {"purpose", TEXT, FALSE, 1, 16}, {"at", TEXT, FALSE, 1, 40}}},
    {{"call.answer", AGENTS, TRUE, TRUE}, bh_op_call_answer, TRUE, {CONTACT}},
    {{"call.hold", AGENTS, TRUE, TRUE}, bh_op_call_hold, TRUE, {CONTACT}},
    {{"call.retrieve", AGENTS, TRUE, TRUE}, bh_op_call_retrieve, TRUE, {CONTACT}},
    {{"call.hangup", AGENTS, TRUE, TRUE}, bh_op_call_hangup, TRUE, {CONTACT}},
    {{"call.transfer", AGENTS, TRUE, TRUE}, bh_op_call_transfer, TRUE,
     {CONTACT, {"to", TEXT, TRUE, 1, 64}}},
    {{"call.consult", AGENTS, TRUE, TRUE}, bh_op_call_consult, TRUE,
     {CONTACT, {"to", TEXT, TRUE, 1, 64}}},
    {{"call.consult_complete", AGENTS, TRUE, TRUE}, bh_op_call_consult_complete, TRUE, {CONTACT}},
    {{"call.consult_cancel", AGENTS, TRUE, TRUE}, bh_op_call_consult_cancel, TRUE, {CONTACT}},
    {{"call.conference", AGENTS, TRUE, TRUE}, bh_op_call_conference, TRUE, {CONTACT}},
    {{"call.dtmf", AGENTS, TRUE, TRUE}, bh_op_call_dtmf, TRUE,
     {CONTACT, {"digits", TEXT, TRUE, 1, 32}}},
    {{"call.record_pause", AGENTS, TRUE, TRUE}, bh_op_call_record_pause, TRUE, {CONTACT}},
    {{"call.record_resume", AGENTS, TRUE, TRUE}, bh_op_call_record_resume, TRUE, {CONTACT}},
    {{"contact.note", AGENTS, TRUE, FALSE}, bh_op_contact_note, FALSE,
     {CONTACT, {"body", TEXT, TRUE, 0, 16000}, {"base", NUMBER, FALSE, 0, G_MAXINT64},
      {"pen", TEXT, FALSE, 36, 36}, {"edit", NUMBER, FALSE, 1, G_MAXINT64},
      {"typed_at", TEXT, FALSE, 20, 40}}},
    {{"contact.disposition", AGENTS, TRUE, FALSE}, bh_op_contact_disposition, FALSE,
     {CONTACT, {"code", TEXT_OR_NULL, TRUE, 1, 64}}},
    {{"contact.customer", AGENTS, TRUE, FALSE}, bh_op_contact_customer, TRUE,
     {CONTACT, {"customer", TEXT_OR_NULL, TRUE, 36, 36}}},
    {{"contact.extend", AGENTS, TRUE, FALSE}, bh_op_contact_extend, TRUE,
     {CONTACT, {"seconds", NUMBER, TRUE, 1, 3600}}},
    {{"contact.finish", AGENTS, TRUE, FALSE}, bh_op_contact_finish, TRUE, {CONTACT}},
    {{"customer.create", AGENTS, FALSE, FALSE}, bh_op_customer_create, FALSE,
     {{"name", TEXT, TRUE, 1, 200}, {"number", TEXT, FALSE, 1, 64}, {"company", TEXT, FALSE, 1, 200},
      {"language", TEXT, FALSE, 1, 16}, {"contact", TEXT, FALSE, 36, 36}}},
    {{"customer.attach_number", AGENTS, FALSE, FALSE}, bh_op_customer_attach_number, FALSE,
     {{"customer", TEXT, TRUE, 36, 36}, {"number", TEXT, TRUE, 1, 64},
      {"contact", TEXT, FALSE, 36, 36}}},
    {{"customer.search", AGENTS, FALSE, FALSE}, bh_op_customer_search, FALSE,
     {{"text", TEXT, TRUE, 1, 200}, {"limit", NUMBER, FALSE, 1, 100}}},
    {{"customer.history", AGENTS, FALSE, FALSE}, bh_op_customer_history, FALSE,
     {{"customer", TEXT, TRUE, 36, 36}, {"before", TEXT, FALSE, 1, 64},
      {"limit", NUMBER, FALSE, 1, 200}, {"text", TEXT, FALSE, 1, 200},
      {"only", TEXT, FALSE, 1, 16}}},
    {{"agent.recent", BH_ROLE_AGENT, FALSE, FALSE}, bh_op_agent_recent, FALSE,
     {{"limit", NUMBER, FALSE, 1, 50}}},
    {{"agent.day", AGENTS, FALSE, FALSE}, bh_op_agent_day, FALSE,
     {{"agent", TEXT, FALSE, 1, 64}, {"day", TEXT, FALSE, 10, 10}}},
    {{"agent.sign_out", BOSSES | BH_ROLE_LOCAL, FALSE, FALSE}, bh_op_agent_sign_out, FALSE,
     {{"agent", TEXT, TRUE, 1, 64}, {"reason", TEXT, TRUE, 1, 200}}},
    {{"message.send", BOSSES | BH_ROLE_LOCAL, FALSE, FALSE}, bh_op_message_send, FALSE,
     {{"to", TEXT, TRUE, 1, 80}, {"body", TEXT, TRUE, 1, 500}, {"urgent", FLAG, FALSE, 0, 0}}},
    {{"message.seen", AGENTS, TRUE, FALSE}, bh_op_message_seen, FALSE,
     {{"message", TEXT, TRUE, 36, 36}, {"read", FLAG, TRUE, 0, 0}}},
    {{"message.list", BOSSES | BH_ROLE_LOCAL, FALSE, FALSE}, bh_op_message_list, FALSE, {{0}}},
    {{"kb.search", READERS, FALSE, FALSE}, bh_op_kb_search, FALSE,
     {{"text", TEXT, TRUE, 1, 200}, {"limit", NUMBER, FALSE, 1, 50},
      {"language", TEXT, FALSE, 2, 16}, {"search", TEXT, FALSE, 1, 64},
      {"contact", TEXT, FALSE, 36, 36}}},
    {{"kb.article", READERS, FALSE, FALSE}, bh_op_kb_article, FALSE,
     {{"article", TEXT, TRUE, 36, 36}, {"version", NUMBER, FALSE, 1, 2147483647}}},
    {{"kb.suggested", READERS, FALSE, FALSE}, bh_op_kb_suggested, FALSE,
     {{"contact", TEXT, FALSE, 36, 36}, {"queue", TEXT, FALSE, 1, 64},
      {"reason", TEXT, FALSE, 1, 64}, {"step", TEXT, FALSE, 1, 64},
      {"language", TEXT, FALSE, 2, 16}, {"limit", NUMBER, FALSE, 1, 20}}},
    {{"kb.click", READERS, FALSE, FALSE}, bh_op_kb_click, FALSE,
     {{"article", TEXT, TRUE, 36, 36}, {"version", NUMBER, FALSE, 1, 2147483647},
      {"search", TEXT, FALSE, 1, 64}, {"place", NUMBER, FALSE, 1, 1000},
      {"how", TEXT, FALSE, 1, 16}, {"contact", TEXT, FALSE, 36, 36}}},
    {{"kb.useful", READERS, FALSE, FALSE}, bh_op_kb_useful, FALSE,
     {{"article", TEXT, TRUE, 36, 36}, {"useful", FLAG, TRUE, 0, 0},
      {"comment", TEXT, FALSE, 0, 500}, {"contact", TEXT, FALSE, 36, 36}}},
    {{"kb.gap", READERS, FALSE, FALSE}, bh_op_kb_gap, FALSE,
     {{"text", TEXT, TRUE, 1, 200}, {"comment", TEXT, FALSE, 0, 500},
      {"search", TEXT, FALSE, 1, 64}, {"language", TEXT, FALSE, 2, 16},
      {"contact", TEXT, FALSE, 36, 36}}},
    {{"kb.suggest", READERS, FALSE, FALSE}, bh_op_kb_suggest, FALSE,
     {{"article", TEXT, TRUE, 36, 36}, {"base", NUMBER, TRUE, 0, 2147483647},
      {"title", TEXT, TRUE, 1, 200}, {"body", TEXT, TRUE, 0, 20000},
      {"language", TEXT, FALSE, 2, 16}, {"category", TEXT, FALSE, 0, 200},
      {"tags", TEXTS, FALSE, 0, 20}, {"comment", TEXT, FALSE, 0, 500}}},
    {{"kb.picture", READERS, FALSE, FALSE}, bh_op_kb_picture, FALSE,
     {{"picture", TEXT, TRUE, 64, 64}, {"offset", NUMBER, FALSE, 0, 524288}}},
    {{"kb.picture_put", EDITORS, FALSE, FALSE}, bh_op_kb_picture_put, FALSE,
     {{"picture", TEXT, TRUE, 64, 64}, {"size", NUMBER, TRUE, 1, 524288},
      {"offset", NUMBER, TRUE, 0, 524287}, {"data", TEXT, TRUE, 4, 60000}}},
    {{"kb.versions", EDITORS, FALSE, FALSE}, bh_op_kb_versions, FALSE,
     {{"article", TEXT, TRUE, 36, 36}, {"before", NUMBER, FALSE, 1, 2147483647},
      {"limit", NUMBER, FALSE, 1, 200}}},
    {{"kb.diff", EDITORS, FALSE, FALSE}, bh_op_kb_diff, FALSE,
     {{"article", TEXT, TRUE, 36, 36}, {"from", NUMBER, TRUE, 1, 2147483647},
      {"to", NUMBER, TRUE, 1, 2147483647}}},
    {{"kb.save", EDITORS, FALSE, FALSE}, bh_op_kb_save, FALSE,
     {{"article", TEXT, TRUE, 36, 36}, {"base", NUMBER, TRUE, 0, 2147483647},
      {"title", TEXT, TRUE, 1, 200}, {"body", TEXT, TRUE, 0, 20000},
      {"language", TEXT, FALSE, 2, 16}, {"category", TEXT, FALSE, 0, 200},
      {"tags", TEXTS, FALSE, 0, 20}, {"owner", TEXT, FALSE, 1, 64},
      {"review_on", TEXT, FALSE, 10, 10}, {"comment", TEXT, FALSE, 0, 500}}},
    {{"kb.review", EDITORS, FALSE, FALSE}, bh_op_kb_review, FALSE,
     {{"article", TEXT, TRUE, 36, 36}, {"version", NUMBER, TRUE, 1, 2147483647},
      {"verdict", TEXT, TRUE, 1, 16}, {"comment", TEXT, FALSE, 0, 500}}},
    {{"kb.publish", EDITORS, FALSE, FALSE}, bh_op_kb_publish, FALSE,
     {{"article", TEXT, TRUE, 36, 36}, {"version", NUMBER, TRUE, 1, 2147483647},
      {"review_on", TEXT, FALSE, 10, 10}, {"comment", TEXT, FALSE, 0, 500}}},
    {{"kb.archive", EDITORS, FALSE, FALSE}, bh_op_kb_archive, FALSE,
     {{"article", TEXT, TRUE, 36, 36}, {"version", NUMBER, TRUE, 1, 2147483647},
      {"comment", TEXT, FALSE, 0, 500}}},
    {{"kb.rollback", EDITORS, FALSE, FALSE}, bh_op_kb_rollback, FALSE,
     {{"article", TEXT, TRUE, 36, 36}, {"version", NUMBER, TRUE, 1, 2147483647},
      {"base", NUMBER, TRUE, 1, 2147483647}, {"comment", TEXT, FALSE, 0, 500}}},
    {{"kb.recommend", EDITORS, FALSE, FALSE}, bh_op_kb_recommend, FALSE,
     {{"article", TEXT, TRUE, 36, 36}, {"on", FLAG, TRUE, 0, 0}, {"queue", TEXT, FALSE, 1, 64},
      {"reason", TEXT, FALSE, 1, 64}, {"step", TEXT, FALSE, 1, 64}}},
    {{"kb.work", EDITORS, FALSE, FALSE}, bh_op_kb_work, FALSE,
     {{"status", TEXT, TRUE, 1, 16}, {"limit", NUMBER, FALSE, 1, 200}}},
    {{"kb.gaps", EDITORS, FALSE, FALSE}, bh_op_kb_gaps, FALSE,
     {{"limit", NUMBER, FALSE, 1, 200}}},
    {{"kb.gap_close", EDITORS, FALSE, FALSE}, bh_op_kb_gap_close, FALSE,
     {{"text", TEXT, TRUE, 1, 200}, {"article", TEXT, FALSE, 36, 36}}},
    {{"kb.synonyms", EDITORS, FALSE, FALSE}, bh_op_kb_synonyms, FALSE,
     {{"text", TEXT, FALSE, 1, 200}, {"limit", NUMBER, FALSE, 1, 1000}}},
    {{"kb.synonym_save", EDITORS, FALSE, FALSE}, bh_op_kb_synonym_save, FALSE,
     {{"group", NUMBER, FALSE, 1, 9007199254740991}, {"words", TEXTS, TRUE, 0, 32}}},
    {{"script.list", READERS, FALSE, FALSE}, bh_op_script_list, FALSE, {{0}}},
    {{"script.get", READERS, FALSE, FALSE}, bh_op_script_get, FALSE,
     {{"script", TEXT, TRUE, 1, 64}, {"version", NUMBER, FALSE, 1, 2147483647}}},
    {{"script.versions", EDITORS, FALSE, FALSE}, bh_op_script_versions, FALSE,
     {{"script", TEXT, TRUE, 1, 64}}},
    {{"script.save", EDITORS, FALSE, FALSE}, bh_op_script_save, FALSE,
     {{"document", OBJECT, TRUE, 0, 0}, {"base", NUMBER, TRUE, 0, 2147483647},
      {"comment", TEXT, FALSE, 0, 500}}},
    {{"script.publish", EDITORS, FALSE, FALSE}, bh_op_script_publish, FALSE,
     {{"script", TEXT, TRUE, 1, 64}, {"version", NUMBER, TRUE, 1, 2147483647}}},
    {{"script.retire", EDITORS, FALSE, FALSE}, bh_op_script_retire, FALSE,
     {{"script", TEXT, TRUE, 1, 64}}},
    {{"script.assign", EDITORS, FALSE, FALSE}, bh_op_script_assign, FALSE,
     {{"script", TEXT_OR_NULL, TRUE, 1, 64}, {"queue", TEXT, FALSE, 1, 64},
      {"campaign", TEXT, FALSE, 1, 64}, {"language", TEXT, FALSE, 2, 16}}},
    {{"script.for", READERS, FALSE, FALSE}, bh_op_script_for, FALSE,
     {{"queue", TEXT, FALSE, 1, 64}, {"campaign", TEXT, FALSE, 1, 64},
      {"language", TEXT, FALSE, 2, 16}}},
    {{"script.step", AGENTS, TRUE, FALSE}, bh_op_script_step, FALSE,
     {CONTACT, {"script", TEXT, TRUE, 1, 64}, {"version", NUMBER, TRUE, 1, 2147483647},
      {"path", TEXTS, TRUE, 0, 256}}},
    {{"script.answer", AGENTS, TRUE, FALSE}, bh_op_script_answer, FALSE,
     {CONTACT, {"id", TEXT, TRUE, 36, 36}, {"script", TEXT, TRUE, 1, 64},
      {"version", NUMBER, TRUE, 1, 2147483647}, {"step", TEXT, TRUE, 1, 64},
      {"question", TEXT, TRUE, 1, 64}, {"value", ANSWER, TRUE, 0, 0}}},
    {{"campaign.list", AGENTS, FALSE, FALSE}, bh_op_campaign_list, FALSE, {{0}}},
    {{"campaign.join", AGENTS, TRUE, FALSE}, bh_op_campaign_join, FALSE,
     {{"campaign", TEXT, TRUE, 1, 64}}},
    {{"campaign.leave", AGENTS, TRUE, FALSE}, bh_op_campaign_leave, FALSE, {{0}}},
    {{"campaign.next", AGENTS, TRUE, FALSE}, bh_op_campaign_next, FALSE,
     {{"record", TEXT, FALSE, 36, 36}}},
    {{"campaign.dial", AGENTS, TRUE, TRUE}, bh_op_campaign_dial, FALSE,
     {{"record", TEXT, TRUE, 36, 36}, {"number", TEXT, TRUE, 1, 64}}},
    {{"campaign.skip", AGENTS, TRUE, FALSE}, bh_op_campaign_skip, FALSE,
     {{"record", TEXT, TRUE, 36, 36}, {"reason", TEXT, TRUE, 1, 200}}},
    {{"campaign.result", AGENTS, TRUE, FALSE}, bh_op_campaign_result, FALSE,
     {{"record", TEXT, TRUE, 36, 36}, {"outcome", TEXT, TRUE, 1, 32},
      {"reason", TEXT, FALSE, 1, 200}}},
    {{"callback.create", AGENTS, FALSE, FALSE}, bh_op_callback_create, FALSE,
     {{"number", TEXT, TRUE, 1, 64}, {"name", TEXT, FALSE, 1, 200}, {"due", TEXT, TRUE, 1, 40},
      {"zone", TEXT, TRUE, 1, 64}, {"to", TEXT, TRUE, 1, 8}, {"note", TEXT, FALSE, 1, 1000},
      {"customer", TEXT, FALSE, 36, 36}, {"contact", TEXT, FALSE, 36, 36},
      {"record", TEXT, FALSE, 36, 36}, {"queue", TEXT, FALSE, 1, 64}}},
    {{"callback.list", AGENTS, FALSE, FALSE}, bh_op_callback_list, FALSE, {{0}}},
    {{"callback.take", AGENTS, FALSE, FALSE}, bh_op_callback_take, FALSE,
     {{"callback", TEXT, TRUE, 36, 36}}},
    {{"callback.done", AGENTS, FALSE, FALSE}, bh_op_callback_done, FALSE,
     {{"callback", TEXT, TRUE, 36, 36}}},
    {{"callback.cancel", AGENTS, FALSE, FALSE}, bh_op_callback_cancel, FALSE,
     {{"callback", TEXT, TRUE, 36, 36}}},
    {{"callback.move", AGENTS, FALSE, FALSE}, bh_op_callback_move, FALSE,
     {{"callback", TEXT, TRUE, 36, 36}, {"due", TEXT, FALSE, 1, 40}, {"zone", TEXT, FALSE, 1, 64},
      {"to", TEXT, FALSE, 1, 8}}},
    {{"customer.consents", AGENTS, FALSE, FALSE}, bh_op_customer_consents, FALSE,
     {{"number", TEXT, FALSE, 1, 64}, {"customer", TEXT, FALSE, 36, 36}}},
    {{"customer.do_not_call", AGENTS, FALSE, FALSE}, bh_op_customer_do_not_call, FALSE,
     {{"number", TEXT, TRUE, 1, 64}, {"reason", TEXT, TRUE, 1, 200},
      {"contact", TEXT, FALSE, 36, 36}}},
    {{"customer.consent", AGENTS, FALSE, FALSE}, bh_op_customer_consent, FALSE,
     {{"number", TEXT, FALSE, 1, 64}, {"customer", TEXT, FALSE, 36, 36},
      {"purpose", TEXT, TRUE, 1, 32}, {"given", FLAG, TRUE, 0, 0}, {"source", TEXT, TRUE, 1, 200},
      {"contact", TEXT, FALSE, 36, 36}}},
    {{"status", BH_ROLE_SUPERVISOR | BH_ROLE_ADMIN | BH_ROLE_LOCAL, FALSE, FALSE}, op_status, FALSE,
     {{0}}},
    {{"setup.read", BH_ROLE_ADMIN | BH_ROLE_LOCAL, FALSE, FALSE}, op_setup_read, FALSE, {{0}}},
    {{"tail", BH_ROLE_ADMIN | BH_ROLE_LOCAL, FALSE, FALSE}, op_tail, FALSE,
     {{"on", FLAG, TRUE, 0, 0}, {"raw", FLAG, FALSE, 0, 0}}},
};
/* clang-format on */

const BhDeskOp *
bh_desk_ops (guint *n)
{
  static BhDeskOp ops[G_N_ELEMENTS (table)];

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    ops[i] = table[i].public;
  *n = G_N_ELEMENTS (table);
  return ops;
}

/* ---- answers */

void
bh_op_fail (BhOpCall *call, const char *code, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  bh_request_fail (call->request, code, message, NULL);
}

void
bh_op_fail_store (BhOpCall *call, const GError *error)
{
  bh_op_fail (call, "store_away", "It could not be kept: %s", error->message);
}

void
bh_op_fail_late (BhOpCall *call, gint64 until_us)
{
  JsonObject *detail = json_object_new ();
  char until[BH_TIME_TEXT_SIZE];

  bh_time_to_text (until_us, until);
  json_object_set_string_member (detail, "until", until);
  bh_request_fail (call->request,
                   "not_possible",
                   "It is more than ten minutes ago: it cannot be corrected any more.",
                   detail);
}

void
bh_op_fail_args (BhOpCall *call, const GError *error)
{
  bh_request_fail (call->request, "bad_request", error->message, NULL);
}

typedef struct {
  BhRequest *request;
  JsonObject *result;
} Reply;

static void
reply (gpointer data)
{
  Reply *waiting = data;
  bh_request_succeed (g_steal_pointer (&waiting->request), g_steal_pointer (&waiting->result));
}

static void
reply_free (gpointer data)
{
  Reply *waiting = data;

  g_clear_pointer (&waiting->request, bh_request_free);
  g_clear_pointer (&waiting->result, json_object_unref);
  g_free (waiting);
}

void
bh_op_succeed_when_safe (BhOpCall *call, guint64 position, JsonObject *result)
{
  Reply *waiting = g_new (Reply, 1);

  *waiting = (Reply){call->request, result};
  bh_engine_when_safe (call->desk->engine, position, reply, waiting, reply_free);
}

/* ---- checks */

static gboolean
check_arg (JsonObject *args, const Arg *arg, GError **error)
{
  JsonObject *object;
  const char *text;
  gint64 number;
  gboolean flag;

  if (arg->kind == TEXT_OR_NULL) {
    if (json_object_has_member (args, arg->name))
      return bh_args_optional_string (args, arg->name, arg->low, arg->high, &text, error);
    return bh_args_string (args, arg->name, arg->low, arg->high, &text, error);
  }
  if (arg->kind == ANSWER)
    return bh_args_answer (args, arg->name, error);
  if (!arg->needed && !bh_args_has (args, arg->name))
    return TRUE;
  if (arg->kind == OBJECT)
    return bh_args_object (args, arg->name, &object, error);
  if (arg->kind == NUMBER)
    return bh_args_int (args, arg->name, arg->low, arg->high, &number, error);
  if (arg->kind == TEXTS)
    return bh_args_texts (args, arg->name, (guint) arg->high, 64, error);
  if (arg->kind == FLAG)
    return bh_args_bool (args, arg->name, &flag, error);
  return bh_args_string (args, arg->name, arg->low, arg->high, &text, error);
}

static gboolean
knows_arg (const Op *op, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (op->args) && op->args[i].name != NULL; i++)
    if (g_str_equal (op->args[i].name, name))
      return TRUE;
  return FALSE;
}

static gboolean
check_args (const Op *op, BhOpCall *call)
{
  g_autoptr (GList) names = json_object_get_members (call->args);
  g_autoptr (GError) error = NULL;

  for (GList *name = names; name != NULL; name = name->next)
    if (!knows_arg (op, name->data)) {
      bh_op_fail (call,
                  "bad_request",
                  "%s has no argument \"%.64s\". Leave it out.",
                  op->public.op,
                  (const char *) name->data);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (op->args) && op->args[i].name != NULL; i++)
    if (!check_arg (call->args, &op->args[i], &error)) {
      bh_op_fail_args (call, error);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_roles (const Op *op, BhOpCall *call)
{
  if ((op->public.roles & call->session->user->roles) == 0) {
    bh_op_fail (call, "forbidden", "%s is not for your role. Ask an administrator.", op->public.op);
    return FALSE;
  }
  if (op->public.at_desk && !bh_desk_is_agent (call->session)) {
    bh_op_fail (call, "forbidden", "%s needs a phone. Sign in with your extension.", op->public.op);
    return FALSE;
  }
  if (op->public.acts && call->session->pbx->watch_only) {
    bh_op_fail (call,
                "watch_only",
                "Bellhop only watches the PBX \"%s\". Use the phone itself.",
                call->session->pbx->name);
    return FALSE;
  }
  return TRUE;
}

/* An agent's contact is one that is on its screen: others do not exist for it. */
static gboolean
find_contact (BhOpCall *call)
{
  const char *id = json_object_get_string_member (call->args, "contact");

  call->contact = bh_model_get_contact (bh_desk_model (call->desk), id);
  if (call->contact == NULL)
    call->contact = bh_desk_over_get (call->desk, id);
  if (call->contact == NULL || !g_hash_table_contains (call->session->shown, id)) {
    bh_op_fail (call, "not_found", "There is no such contact of yours; it may be over.");
    return FALSE;
  }
  call->part = bh_contact_find_part (call->contact, call->session->user->device);
  return TRUE;
}

static const Op *
find_op (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].public.op, name))
      return &table[i];
  return NULL;
}

void
bh_desk_request (gpointer data, BhRequest *request)
{
  BhDesk *desk = data;
  BhOpCall call = {.desk = desk, .request = request, .args = bh_request_get_args (request)};
  const Op *op = find_op (bh_request_get_op (request));

  call.session = bh_desk_find_session (desk, bh_request_get_user (request));
  if (call.session == NULL) {
    bh_op_fail (&call, "not_logged_in", "Nobody is logged in on this connection. Log in first.");
    return;
  }
  if (op == NULL) {
    bh_op_fail (&call,
                "bad_request",
                "There is no op \"%.64s\". See protocol/README.md.",
                bh_request_get_op (request));
    return;
  }
  if (check_roles (op, &call) && check_args (op, &call) &&
      (!op->of_contact || find_contact (&call)))
    op->run (&call);
}

/* ---- an agent's state */

static gboolean
reason_is_known (BhDesk *desk, const char *reason)
{
  JsonArray *reasons = desk->reasons != NULL ? json_node_get_array (desk->reasons) : NULL;

  for (guint i = 0; reasons != NULL && i < json_array_get_length (reasons); i++) {
    JsonObject *row = json_array_get_object_element (reasons, i);
    if (g_strcmp0 (json_object_get_string_member_with_default (row, "code", NULL), reason) == 0)
      return TRUE;
  }
  return reasons == NULL; /* the database is away: take the desktop's word */
}

static void
op_state_set (BhOpCall *call)
{
  const char *word = json_object_get_string_member (call->args, "state");
  const char *reason = json_object_get_string_member_with_default (call->args, "reason", NULL);
  gint64 now_us = bh_engine_now (call->desk->engine);
  BhAgentState state;

  if (!bh_agent_state_from_string (word, &state) ||
      (state != BH_AGENT_READY && state != BH_AGENT_NOT_READY)) {
    bh_op_fail (call, "bad_request", "state: \"%s\" is neither ready nor not_ready.", word);
    return;
  }
  if (reason != NULL && !reason_is_known (call->desk, reason)) {
    bh_op_fail (call, "bad_request", "reason: there is no reason \"%s\".", reason);
    return;
  }
  bh_op_succeed_when_safe (call,
                           bh_engine_take_turn (call->desk->engine,
                                                bh_model_set_intent (bh_desk_model (call->desk),
                                                                     call->session->user->user,
                                                                     state,
                                                                     reason,
                                                                     now_us),
                                                now_us),
                           NULL);
}

static void
op_state_keep (BhOpCall *call)
{
  gint64 now_us = bh_engine_now (call->desk->engine);

  bh_op_succeed_when_safe (
      call,
      bh_engine_take_turn (
          call->desk->engine,
          bh_model_keep_intent (bh_desk_model (call->desk), call->session->user->user, now_us),
          now_us),
      NULL);
}

/* ---- the server itself */

static JsonArray *
links_of (BhDesk *desk)
{
  GPtrArray *pbxs = bh_engine_get_pbxs (desk->engine);
  JsonArray *links = json_array_new ();

  for (guint i = 0; i < pbxs->len; i++) {
    const BhEnginePbx *pbx = g_ptr_array_index (pbxs, i);
    g_autoptr (JsonNode) node = bh_desk_link_node (pbx);
    json_array_add_element (links, json_node_copy (node));
  }
  return links;
}

static JsonObject *
counts_of (BhDesk *desk)
{
  const BhEngineFigures *figures = bh_engine_get_figures (desk->engine);
  JsonObject *counts = json_object_new ();
  g_autoptr (GPtrArray) contacts = g_ptr_array_new ();
  g_autoptr (GPtrArray) agents = g_ptr_array_new ();
  guint signed_in = 0;

  bh_model_list_contacts (bh_desk_model (desk), contacts);
  bh_model_list_agents (bh_desk_model (desk), agents);
  for (guint i = 0; i < agents->len; i++)
    signed_in += ((BhAgent *) g_ptr_array_index (agents, i))->signed_in;
  json_object_set_int_member (counts, "contacts", contacts->len);
  json_object_set_int_member (counts, "agents", signed_in);
  json_object_set_int_member (counts, "sessions", g_hash_table_size (desk->sessions));
  json_object_set_int_member (counts, "events", (gint64) figures->events);
  json_object_set_int_member (counts, "turns", (gint64) figures->turns);
  json_object_set_int_member (counts, "commands", (gint64) figures->commands);
  json_object_set_int_member (counts, "refused", (gint64) figures->refused);
  return counts;
}

/* Which kinds of events have come: the one that never does is a right that is missing. */
static JsonObject *
seen_by (BhDesk *desk)
{
  const BhEngineFigures *figures = bh_engine_get_figures (desk->engine);
  JsonObject *seen = json_object_new ();

  for (guint i = 0; i < BH_PBX_EVENT_N_KINDS; i++)
    if (figures->of_kind[i] > 0)
      json_object_set_int_member (seen,
                                  bh_pbx_event_kind_to_string (i),
                                  (gint64) figures->of_kind[i]);
  if (!json_object_has_member (seen, "leg_new"))
    json_object_set_int_member (seen, "leg_new", 0);
  return seen;
}

static void
op_status (BhOpCall *call)
{
  JsonObject *status = json_object_new ();
  g_autoptr (JsonNode) store = bh_desk_store_node (call->desk);

  json_object_set_string_member (status, "version", BH_VERSION);
  json_object_set_array_member (status, "links", links_of (call->desk));
  json_object_set_member (status, "store", json_node_copy (store));
  json_object_set_object_member (status, "counts", counts_of (call->desk));
  json_object_set_object_member (status, "seen", seen_by (call->desk));
  if (call->desk->settings.status != NULL)
    call->desk->settings.status (status, call->desk->settings.status_data);
  bh_request_succeed (call->request, status);
}

/* What there is to choose was changed in the database: everybody is told anew. */
static void
op_setup_read (BhOpCall *call)
{
  bh_desk_read_setup (call->desk);
  bh_request_succeed (call->request, NULL);
}

static void
op_tail (BhOpCall *call)
{
  call->session->tail = json_object_get_boolean_member (call->args, "on");
  bh_request_succeed (call->request, NULL);
}
