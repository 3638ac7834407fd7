/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-dial.h"

#include <string.h>

#include "server/wire/dial-json.h"
#include "server/wire/records.h"

/* May this number be dialed now? What the database knows of it is asked first, then the judge; what
 * was dialed meanwhile is remembered here too, since records reach the database a moment later and
 * an hour later when it is away. A database that is away is an answer: each rule says what it makes
 * of that. */

#define REMEMBERED 10000

typedef struct {
  char id[37];
  char *number;
  char *campaign;
  char *record; /* of the campaign's, or NULL */
  char *agent;
  const char *outcome; /* static */
  BhDialPurpose purpose;
  gint64 at_s;
} Dialed;

struct BhDeskDial {
  GQueue dialed; /* of Dialed, the oldest first */
};

typedef struct {
  BhOpCall call;
  BhSessionUser *user; /* the session may be gone when the answer comes */
  char *text;          /* what is sent to the PBX */
  BhDialNumber *number;
  BhDeskDialDone done;     /* NULL: it was only asked */
  BhDeskDialJudged judged; /* instead of a request */
  gpointer judged_data;
  gint64 at_us;  /* 0: when it is judged */
  char *contact; /* that is to go there, or NULL; it changes while we ask */
  char *customer;
  char *campaign;
  char *record; /* of the campaign's, or NULL */
  char *zone;   /* as the campaign's list has it, or NULL */
  BhDialPurpose purpose;
} Ask;

static void
dialed_free (gpointer data)
{
  Dialed *dialed = data;

  g_free (dialed->number);
  g_free (dialed->campaign);
  g_free (dialed->record);
  g_free (dialed->agent);
  g_free (dialed);
}

BhDeskDial *
bh_desk_dial_new (void)
{
  return g_new0 (BhDeskDial, 1);
}

void
bh_desk_dial_free (BhDeskDial *dial)
{
  g_queue_clear_full (&dial->dialed, dialed_free);
  g_free (dial);
}

static void
ask_free (Ask *ask)
{
  bh_session_user_unref (ask->user);
  bh_dial_number_free (ask->number);
  g_free (ask->text);
  g_free (ask->contact);
  g_free (ask->customer);
  g_free (ask->campaign);
  g_free (ask->record);
  g_free (ask->zone);
  g_free (ask);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ask, ask_free)

/* ---- what the database says, as the judge wants it. Strings are the JSON's, which outlives it. */

typedef struct {
  JsonObject *facts; /* NULL: the database is away */
  char *unknown_why;
  GArray *attempts, *listings, *registers, *consents;
  BhDialQuestion question;
} Facts;

static void
facts_clear (Facts *facts)
{
  g_clear_pointer (&facts->facts, json_object_unref);
  g_clear_pointer (&facts->attempts, g_array_unref);
  g_clear_pointer (&facts->listings, g_array_unref);
  g_clear_pointer (&facts->registers, g_array_unref);
  g_clear_pointer (&facts->consents, g_array_unref);
  g_free (facts->unknown_why);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Facts, facts_clear)

static const char *
text_of (JsonObject *row, const char *member)
{
  return json_object_get_string_member_with_default (row, member, NULL);
}

static gint64
time_of (JsonObject *row, const char *member)
{
  JsonNode *node = json_object_get_member (row, member);
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : BH_DIAL_NEVER;
}

static BhDialPurpose
purpose_of (const char *word)
{
  BhDialPurpose purpose = BH_DIAL_SERVICE;
  bh_dial_purpose_from_string (word, &purpose);
  return purpose;
}

static JsonArray *
rows_of (JsonObject *facts, const char *member)
{
  JsonNode *node = facts != NULL ? json_object_get_member (facts, member) : NULL;
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
is_among (JsonArray *rows, const char *id)
{
  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    if (g_strcmp0 (text_of (json_array_get_object_element (rows, i), "id"), id) == 0)
      return TRUE;
  return FALSE;
}

static int
by_time (gconstpointer a, gconstpointer b)
{
  gint64 left = ((const BhDialAttempt *) a)->at_s, right = ((const BhDialAttempt *) b)->at_s;
  return left < right ? -1 : left > right;
}

static void
read_attempts (Facts *facts, const BhDeskDial *dial, const char *number)
{
  JsonArray *rows = rows_of (facts->facts, "attempts");

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    BhDialAttempt attempt = {time_of (row, "at"),
                             text_of (row, "outcome"),
                             text_of (row, "campaign"),
                             purpose_of (text_of (row, "purpose"))};
    g_array_append_val (facts->attempts, attempt);
  }
  for (GList *item = dial->dialed.head; item != NULL; item = item->next) {
    const Dialed *dialed = item->data;
    BhDialAttempt attempt = {dialed->at_s, dialed->outcome, dialed->campaign, dialed->purpose};
    if (g_str_equal (dialed->number, number) && !is_among (rows, dialed->id))
      g_array_append_val (facts->attempts, attempt);
  }
  g_array_sort (facts->attempts, by_time);
}

static void
read_rows (Facts *facts)
{
  JsonArray *listings = rows_of (facts->facts, "listings");
  JsonArray *registers = rows_of (facts->facts, "registers");
  JsonArray *consents = rows_of (facts->facts, "consents");

  for (guint i = 0; listings != NULL && i < json_array_get_length (listings); i++) {
    JsonObject *row = json_array_get_object_element (listings, i);
    BhDialListing listing = {text_of (row, "list"),
                             text_of (row, "campaign"),
                             text_of (row, "reason"),
                             time_of (row, "since"),
                             time_of (row, "until")};
    g_array_append_val (facts->listings, listing);
  }
  for (guint i = 0; registers != NULL && i < json_array_get_length (registers); i++) {
    JsonObject *row = json_array_get_object_element (registers, i);
    BhDialRegister entry = {text_of (row, "list"), time_of (row, "imported")};
    g_array_append_val (facts->registers, entry);
  }
  for (guint i = 0; consents != NULL && i < json_array_get_length (consents); i++) {
    JsonObject *row = json_array_get_object_element (consents, i);
    BhDialConsent consent = {text_of (row, "purpose"),
                             time_of (row, "given"),
                             time_of (row, "withdrawn")};
    g_array_append_val (facts->consents, consent);
  }
}

/* What the campaign says wins over what was asked for. */
static void
read_campaign (Facts *facts, const Ask *ask)
{
  BhDialQuestion *question = &facts->question;
  JsonNode *node = facts->facts != NULL ? json_object_get_member (facts->facts, "campaign") : NULL;
  JsonObject *campaign = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                       : NULL;

  question->campaign = ask->campaign;
  question->purpose = ask->purpose;
  if (campaign == NULL)
    return;
  question->purpose = purpose_of (text_of (campaign, "purpose"));
  bh_dial_mode_from_string (text_of (campaign, "mode"), &question->mode);
  bh_dial_caller_id_from_string (text_of (campaign, "caller_id"), &question->caller_id);
}

static void
read_facts (Facts *facts, Ask *ask, const GError *pattern)
{
  BhDialNumber *number = ask->number;
  const char *zone = facts->facts != NULL ? text_of (facts->facts, "zone") : NULL;

  facts->attempts = g_array_new (FALSE, FALSE, sizeof (BhDialAttempt));
  facts->listings = g_array_new (FALSE, FALSE, sizeof (BhDialListing));
  facts->registers = g_array_new (FALSE, FALSE, sizeof (BhDialRegister));
  facts->consents = g_array_new (FALSE, FALSE, sizeof (BhDialConsent));
  if ((ask->zone == NULL || !bh_dial_number_set_zone (number, ask->zone)) && zone != NULL)
    bh_dial_number_set_zone (number, zone);
  facts->question = (BhDialQuestion){.number = number->number,
                                     .kind = number->kind,
                                     .country = number->country,
                                     .zone_names = (const char *const *) number->zone_names,
                                     .zones = (GTimeZone *const *) number->zones->pdata,
                                     .n_zones = number->zones->len,
                                     .pattern_why = pattern != NULL ? pattern->message : NULL,
                                     .unknown_why = facts->unknown_why};
  read_campaign (facts, ask);
  read_attempts (facts, ask->call.desk->dial, number->number);
  read_rows (facts);
  facts->question.attempts = (const BhDialAttempt *) facts->attempts->data;
  facts->question.n_attempts = facts->attempts->len;
  facts->question.listings = (const BhDialListing *) facts->listings->data;
  facts->question.n_listings = facts->listings->len;
  facts->question.registers = (const BhDialRegister *) facts->registers->data;
  facts->question.n_registers = facts->registers->len;
  facts->question.consents = (const BhDialConsent *) facts->consents->data;
  facts->question.n_consents = facts->consents->len;
}

/* ---- attempts */

/* FALSE: it cannot be kept, and what cannot be counted is not dialed. */
static gboolean
keep_attempt (const Ask *ask, const BhDialQuestion *question, gint64 now_us, GError **error)
{
  BhDesk *desk = ask->call.desk;
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GString) text = g_string_new (NULL);
  const BhDialAttemptRecord record = {.id = id,
                                      .number = question->number,
                                      .customer = ask->customer,
                                      .campaign = question->campaign,
                                      .record = ask->record,
                                      .agent = ask->user->user,
                                      .outcome = "dialed",
                                      .purpose = question->purpose,
                                      .mode = question->mode,
                                      .at_us = now_us,
                                      .revision = now_us};
  Dialed *dialed;

  bh_record_of_dial_attempt (text, &record);
  if (bh_engine_append (desk->engine, BH_RECORD_DIAL_ATTEMPT, id, text->str, error) == 0)
    return FALSE;
  dialed = g_new0 (Dialed, 1);
  g_strlcpy (dialed->id, id, sizeof dialed->id);
  dialed->number = g_strdup (question->number);
  dialed->campaign = g_strdup (question->campaign);
  dialed->record = g_strdup (ask->record);
  dialed->agent = g_strdup (ask->user->user);
  dialed->outcome = "dialed";
  dialed->purpose = question->purpose;
  dialed->at_s = now_us / G_USEC_PER_SEC;
  g_queue_push_tail (&desk->dial->dialed, dialed);
  if (g_queue_get_length (&desk->dial->dialed) > REMEMBERED)
    dialed_free (g_queue_pop_head (&desk->dial->dialed));
  return TRUE;
}

void
bh_desk_dial_ended (BhDesk *desk, const char *agent, const char *record, BhDialOutcome outcome)
{
  const char *word =
      outcome == BH_TRY_REACHED || outcome == BH_TRY_SOLD || outcome == BH_TRY_CALLBACK ? "answered"
      : outcome == BH_TRY_DO_NOT_CALL                                                   ? "refused"
                                      : bh_dial_outcome_to_string (outcome);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GList *item = desk->dial->dialed.tail;
  Dialed *dialed;

  /* the agent may have dialed somebody else since */
  while (item != NULL && (!g_str_equal (((Dialed *) item->data)->agent, agent) ||
                          g_strcmp0 (((Dialed *) item->data)->record, record) != 0))
    item = item->prev;
  if (item == NULL)
    return;
  dialed = item->data;
  dialed->outcome = word;
  bh_record_of_dial_attempt (text,
                             &(BhDialAttemptRecord){.id = dialed->id,
                                                    .number = dialed->number,
                                                    .campaign = dialed->campaign,
                                                    .agent = agent,
                                                    .outcome = word,
                                                    .purpose = dialed->purpose,
                                                    .at_us = dialed->at_s * G_USEC_PER_SEC,
                                                    .revision = bh_engine_now (desk->engine) + 1});
  if (bh_engine_append (desk->engine, BH_RECORD_DIAL_ATTEMPT, dialed->id, text->str, &error) == 0)
    g_warning ("How a dial ended could not be kept: %s", error->message);
}

/* ---- answers */

/* Who was refused what, by which rule. */
static void
keep_refusal (const Ask *ask, const BhDialQuestion *question, const BhDialJudgement *judgement)
{
  BhEngine *engine = ask->call.desk->engine;
  g_autofree char *object =
      g_strdup_printf ("%s %s",
                       question->number,
                       g_array_index (judgement->findings, BhDialFinding, 0).rule->id);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  bh_record_of_audit (text,
                      &(BhAuditRecord){.id = id,
                                       .actor = ask->user->user,
                                       .action = "dial_refused",
                                       .object = object,
                                       .at_us = bh_engine_now (engine)});
  if (bh_engine_append (engine, BH_RECORD_AUDIT, id, text->str, &error) == 0)
    g_warning ("A refused dial could not be kept: %s", error->message);
}

static void
refuse (Ask *ask, const BhDialQuestion *question, const BhDialJudgement *judgement)
{
  g_autofree char *sentence = bh_dial_sentence (question, judgement);

  keep_refusal (ask, question, judgement);
  bh_request_fail (ask->call.request,
                   "dial_refused",
                   sentence,
                   bh_dial_to_json (ask->number, question, judgement, ask->customer));
}

/* FALSE: it is over meanwhile, and was answered. */
static gboolean
find_contact_again (Ask *ask)
{
  BhOpCall *call = &ask->call;

  if (ask->contact == NULL)
    return TRUE;
  call->contact = bh_model_get_contact (bh_desk_model (call->desk), ask->contact);
  call->part = call->contact != NULL
                   ? bh_contact_find_part (call->contact, call->session->user->device)
                   : NULL;
  if (call->part == NULL)
    bh_op_fail (call, "not_possible", "The call is over.");
  return call->part != NULL;
}

static void
answer_judged (Ask *ask, const BhDialQuestion *question, const BhDialJudgement *judgement)
{
  const BhDialFinding *first =
      judgement->allowed ? NULL : &g_array_index (judgement->findings, BhDialFinding, 0);
  const BhDeskDialAnswer answer = {
      bh_dial_to_json (ask->number, question, judgement, ask->customer),
      first != NULL ? judgement->next_s : 0,
      first != NULL ? first->rule->id : NULL,
      bh_dial_judgement_is_final (judgement)};

  ask->judged (&answer, ask->judged_data);
}

static void
judge (Ask *ask, Facts *facts)
{
  BhOpCall *call = &ask->call;
  gint64 now_us = bh_engine_now (call->desk->engine);
  gint64 at_us = ask->at_us != 0 ? ask->at_us : now_us;
  g_autoptr (GError) pattern = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BhDialJudgement) judgement = NULL;

  call->session = bh_desk_find_session (call->desk, ask->user);
  if (call->session == NULL && ask->judged != NULL) {
    ask->judged (&(BhDeskDialAnswer){NULL}, ask->judged_data);
    return;
  }
  if (call->session == NULL) {
    bh_op_fail (call, "not_logged_in", "The session is over. Log in again.");
    return;
  }
  if (call->session->pbx != NULL && call->session->pbx->port != NULL)
    bh_pbx_port_check_number (call->session->pbx->port, ask->text, &pattern);
  read_facts (facts, ask, pattern);
  judgement =
      bh_dial_judge (call->desk->settings.dial_rules, &facts->question, at_us / G_USEC_PER_SEC);
  if (ask->judged != NULL)
    answer_judged (ask, &facts->question, judgement);
  else if (ask->done == NULL)
    bh_request_succeed (call->request,
                        bh_dial_to_json (ask->number, &facts->question, judgement, ask->customer));
  else if (!judgement->allowed)
    refuse (ask, &facts->question, judgement);
  else if (!find_contact_again (ask))
    return;
  else if (!keep_attempt (ask, &facts->question, now_us, &error))
    bh_op_fail (call, "store_away", "The attempt could not be kept: %s", error->message);
  else
    ask->done (call, ask->text);
}

static JsonObject *
object_of (const char *text)
{
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? json_object_ref (json_node_get_object (node))
             : NULL;
}

static void
on_facts (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Ask) ask = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);
  g_auto (Facts) facts = {0};

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    if (ask->judged != NULL)
      ask->judged (&(BhDeskDialAnswer){NULL}, ask->judged_data);
    else
      bh_request_free (ask->call.request);
    return;
  }
  facts.facts = object_of (text);
  if (facts.facts == NULL)
    facts.unknown_why = g_strdup (error != NULL ? error->message : "The database says nothing.");
  else if (ask->campaign != NULL && !json_object_has_member (facts.facts, "campaign"))
    facts.unknown_why = g_strdup ("The database does not know the campaign.");
  else if (ask->campaign != NULL && ask->judged == NULL &&
           json_object_get_null_member (facts.facts, "campaign")) {
    bh_op_fail (&ask->call, "not_found", "There is no campaign \"%s\".", ask->campaign);
    return;
  }
  if (ask->customer == NULL && facts.facts != NULL)
    ask->customer = g_strdup (text_of (facts.facts, "customer"));
  judge (ask, &facts);
}

/* ---- questions */

static void
pass (JsonObject *args, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (args, member, text);
}

static char *
args_of (const Ask *ask)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *args = json_object_new ();

  pass (args, "number", ask->number->number);
  pass (args, "customer", ask->customer);
  pass (args, "campaign", ask->campaign);
  json_node_take_object (node, args);
  return json_to_string (node, FALSE);
}

static gboolean
read_args (Ask *ask)
{
  JsonObject *args = ask->call.args;
  const char *purpose = text_of (args, "purpose");
  const char *at = ask->done == NULL ? text_of (args, "at") : NULL; /* who dials dials now */
  g_autoptr (GDateTime) time = at != NULL ? g_date_time_new_from_iso8601 (at, NULL) : NULL;

  ask->customer = g_strdup (text_of (args, "customer"));
  ask->campaign = g_strdup (text_of (args, "campaign"));
  ask->purpose = ask->call.desk->settings.dial_purpose;
  if (purpose != NULL &&
      (!bh_dial_purpose_from_string (purpose, &ask->purpose) || ask->purpose == BH_DIAL_ANY)) {
    bh_op_fail (&ask->call,
                "bad_request",
                "purpose: \"%s\" is neither service nor marketing.",
                purpose);
    return FALSE;
  }
  if (at != NULL && time == NULL) {
    bh_op_fail (&ask->call,
                "bad_request",
                "at: \"%s\" is not a time. Write it as in 2026-11-22T10:30:00Z.",
                at);
    return FALSE;
  }
  ask->at_us = time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC : 0;
  return TRUE;
}

static Ask *
ask_new (const BhOpCall *call, const char *text)
{
  BhDesk *desk = call->desk;
  Ask *ask = g_new0 (Ask, 1);

  ask->call = *call;
  ask->call.session = NULL;
  ask->contact = call->contact != NULL ? g_strdup (call->contact->id) : NULL;
  ask->call.contact = NULL;
  ask->call.part = NULL;
  ask->user = bh_session_user_ref (call->session->user);
  ask->text = g_strdup (text);
  ask->number = desk->settings.read_number (text, desk->settings.read_number_data);
  return ask;
}

static void
read_record (Ask *ask, const BhDeskDialRecord *record)
{
  ask->campaign = g_strdup (record->campaign);
  ask->record = g_strdup (record->record);
  ask->customer = g_strdup (record->customer);
  ask->zone = g_strdup (record->zone);
  ask->purpose = ask->call.desk->settings.dial_purpose;
}

/* Takes @own. */
static void
ask_facts (Ask *own)
{
  g_autoptr (Ask) ask = own;
  BhDesk *desk = ask->call.desk;
  g_autofree char *args = args_of (ask);

  bh_directory_port_query_async (desk->settings.directory,
                                 BH_QUERY_DIAL_FACTS,
                                 args,
                                 desk->cancel,
                                 on_facts,
                                 g_steal_pointer (&ask));
}

void
bh_desk_ask_dial (BhOpCall *call, const char *text, BhDeskDialDone done)
{
  g_autoptr (Ask) ask = ask_new (call, text);

  ask->done = done;
  if (read_args (ask))
    ask_facts (g_steal_pointer (&ask));
}

void
bh_desk_ask_dial_record (BhOpCall *call,
                         const char *text,
                         const BhDeskDialRecord *record,
                         BhDeskDialDone done)
{
  Ask *ask = ask_new (call, text);

  ask->done = done;
  read_record (ask, record);
  ask_facts (ask);
}

void
bh_desk_judge_dial (const BhOpCall *call,
                    const char *text,
                    const BhDeskDialRecord *record,
                    BhDeskDialJudged judged,
                    gpointer data)
{
  Ask *ask = ask_new (call, text);

  ask->judged = judged;
  ask->judged_data = data;
  read_record (ask, record);
  ask_facts (ask);
}

/* ---- inside */

static gboolean
is_extension_of_somebody (BhDesk *desk, const char *number)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, desk->extensions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_strcmp0 (value, number) == 0)
      return TRUE;
  g_hash_table_iter_init (&iter, desk->people);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_strcmp0 (text_of (value, "extension"), number) == 0)
      return TRUE;
  return FALSE;
}

gboolean
bh_desk_dial_is_internal (const BhOpCall *call, const char *asked, const char *number)
{
  BhDesk *desk = call->desk;
  g_autoptr (BhDialNumber) read = NULL;

  if (desk->settings.dial_rules == NULL || g_str_has_prefix (asked, "agent:") ||
      g_str_has_prefix (asked, "queue:") ||
      bh_model_knows_device (call->session->pbx->model, asked) ||
      bh_model_get_agent (bh_desk_model (desk), asked) != NULL ||
      is_extension_of_somebody (desk, number))
    return TRUE;
  read = desk->settings.read_number (number, desk->settings.read_number_data);
  return g_str_equal (read->kind, "extension");
}

void
bh_op_dial_check (BhOpCall *call)
{
  const char *text = json_object_get_string_member (call->args, "number");

  if (call->desk->settings.dial_rules == NULL)
    bh_op_fail (call, "not_possible", "This server has no rules about dialing.");
  else
    bh_desk_ask_dial (call, text, NULL);
}
