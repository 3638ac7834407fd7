/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-scripts.h"

#include <string.h>

#include "protocol/args.h"
#include "protocol/script/script-answer.h"
#include "server/engine/desk-past.h"

/* Where contacts stand in their scripts, and what was answered. A contact that nobody has begun a
 * script with gets the one that the database says; from the first step or answer on it keeps script
 * and version. All of it is kept over a crash, and every desk that has the contact is told. */

#define KIND "script"

struct BhDeskScripts {
  GHashTable *states;  /* contact -> JsonObject, the data of the event */
  GHashTable *asked;   /* contact -> what the database was asked last */
  GHashTable *scripts; /* "name/version" -> BhScript */
};

typedef struct {
  BhDesk *desk;
  char *contact;
  char *args;
} Question;

static void
question_free (Question *question)
{
  g_free (question->contact);
  g_free (question->args);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* ---- what is kept */

static char *
text_of (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);
  return json_to_string (node, FALSE);
}

static void
restore (const char *kind, const char *id, GBytes *body, gpointer data)
{
  BhDeskScripts *scripts = data;
  gsize size;
  const char *bytes = g_bytes_get_data (body, &size);
  g_autofree char *text = g_strndup (bytes, size);
  JsonObject *state;

  if (!g_str_equal (kind, KIND))
    return;
  state = bh_op_object_of (text);
  if (state == NULL)
    g_warning ("Where the contact %s was in its script could not be read back", id);
  else
    g_hash_table_replace (scripts->states, g_strdup (id), state);
}

BhDeskScripts *
bh_desk_scripts_new (BhDesk *desk)
{
  BhDeskScripts *scripts = g_new0 (BhDeskScripts, 1);

  scripts->states =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  scripts->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  scripts->scripts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bh_script_unref);
  bh_engine_open_each (desk->engine, restore, scripts);
  return scripts;
}

void
bh_desk_scripts_free (BhDeskScripts *scripts)
{
  g_hash_table_unref (scripts->states);
  g_hash_table_unref (scripts->asked);
  g_hash_table_unref (scripts->scripts);
  g_free (scripts);
}

void
bh_desk_forget_script (BhDesk *desk, const char *contact)
{
  g_hash_table_remove (desk->scripts->asked, contact);
  if (g_hash_table_remove (desk->scripts->states, contact))
    bh_engine_open_remove (desk->engine, KIND, contact);
}

static JsonObject *
state_of (BhDesk *desk, const char *contact)
{
  return g_hash_table_lookup (desk->scripts->states, contact);
}

static gboolean
has_begun (JsonObject *state)
{
  return state != NULL && json_object_get_int_member (state, "revision") > 0;
}

JsonNode *
bh_desk_script_node (BhDesk *desk, const char *contact)
{
  g_autofree char *text = NULL;
  JsonObject *state = state_of (desk, contact);

  if (state == NULL)
    return NULL;
  text = text_of (state); /* a copy: what was sent does not change any more */
  return json_from_string (text, NULL);
}

static void
tell (BhDesk *desk, const char *contact)
{
  bh_desk_send_of_contact (desk, contact, "script", bh_desk_script_node (desk, contact));
}

/* ---- which script */

static void
learn_script (BhDesk *desk, JsonObject *answer)
{
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  JsonNode *document = json_object_get_member (answer, "document");
  BhScript *script = document != NULL ? bh_script_from_node (document, problems) : NULL;

  if (script != NULL)
    g_hash_table_replace (desk->scripts->scripts,
                          g_strdup_printf ("%s/%" G_GINT64_FORMAT,
                                           json_object_get_string_member (answer, "script"),
                                           json_object_get_int_member (answer, "version")),
                          script);
}

/* NULL: not known here. */
static BhScript *
find_script (BhDesk *desk, const char *name, gint64 version)
{
  g_autofree char *key = g_strdup_printf ("%s/%" G_GINT64_FORMAT, name, version);

  return g_hash_table_lookup (desk->scripts->scripts, key);
}

static void
copy (JsonObject *from, JsonObject *to, const char *member)
{
  JsonNode *node = json_object_get_member (from, member);

  if (node != NULL)
    json_object_set_member (to, member, json_node_copy (node));
}

static void
take_choice (BhDesk *desk, const char *contact, JsonObject *answer)
{
  static const char *const members[] = {"script", "version", "path", "answers", "revision"};
  JsonObject *state;

  learn_script (desk, answer);
  if (has_begun (state_of (desk, contact)))
    return; /* somebody was faster */
  state = json_object_new ();
  json_object_set_string_member (state, "contact", contact);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    copy (answer, state, members[i]);
  g_hash_table_replace (desk->scripts->states, g_strdup (contact), state);
  tell (desk, contact);
}

static void
on_choice (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);
  g_autoptr (JsonObject) answer = NULL;
  BhDesk *desk = question->desk;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL) {
    g_info ("Which script is meant for a contact is not known: %s", error->message);
    g_hash_table_remove (desk->scripts->asked, question->contact);
    return;
  }
  answer = text != NULL ? bh_op_object_of (text) : NULL;
  if (answer != NULL && json_object_has_member (answer, "document") &&
      g_strcmp0 (g_hash_table_lookup (desk->scripts->asked, question->contact), question->args) ==
          0)
    take_choice (desk, question->contact, answer);
}

static void
add_language (JsonArray *languages, const char *language)
{
  if (language != NULL && *language != '\0')
    json_array_add_string_element (languages, language);
}

/* Of the customer, if one is known. */
static const char *
language_of_card (BhDesk *desk, const char *contact)
{
  JsonNode *card = bh_desk_card_node (desk, contact);
  JsonNode *customer =
      card != NULL ? json_object_get_member (json_node_get_object (card), "customer") : NULL;

  if (customer == NULL || !JSON_NODE_HOLDS_OBJECT (customer))
    return NULL;
  return json_object_get_string_member_with_default (json_node_get_object (customer),
                                                     "language",
                                                     NULL);
}

static const char *
language_of_agent (BhDesk *desk, BhDeskSession *session)
{
  JsonObject *person = g_hash_table_lookup (desk->people, session->user->user);

  return person != NULL ? json_object_get_string_member_with_default (person, "language", NULL)
                        : session->user->locale;
}

static char *
choice_args (BhDesk *desk, BhDeskSession *session, const BhContact *contact)
{
  g_autoptr (JsonObject) args = json_object_new ();
  JsonArray *queues = json_array_new ();
  JsonArray *languages = json_array_new ();

  json_object_set_string_member (args, "contact", contact->id);
  for (guint i = 0; i < contact->n_queues; i++)
    json_array_add_string_element (queues, contact->queues[i]);
  json_object_set_array_member (args, "queues", queues);
  for (guint i = 0; i < contact->n_data; i++)
    if (g_str_equal (contact->data[i].key, "campaign"))
      json_object_set_string_member (args, "campaign", contact->data[i].value);
  add_language (languages, language_of_card (desk, contact->id));
  add_language (languages, language_of_agent (desk, session));
  json_object_set_array_member (args, "languages", languages);
  return text_of (args);
}

void
bh_desk_script_look (BhDesk *desk, BhDeskSession *session, const char *id)
{
  const BhContact *contact = bh_model_get_contact (bh_desk_model (desk), id);
  g_autofree char *args = NULL;
  JsonObject *state = state_of (desk, id);
  Question *question;

  if (contact == NULL || desk->settings.directory == NULL ||
      (has_begun (state) && find_script (desk,
                                         json_object_get_string_member (state, "script"),
                                         json_object_get_int_member (state, "version")) != NULL))
    return;
  args = choice_args (desk, session, contact);
  if (g_strcmp0 (g_hash_table_lookup (desk->scripts->asked, id), args) == 0)
    return;
  g_hash_table_replace (desk->scripts->asked, g_strdup (id), g_strdup (args));
  question = g_new (Question, 1);
  *question = (Question){desk, g_strdup (id), g_strdup (args)};
  bh_directory_port_query_async (desk->settings.directory,
                                 BH_QUERY_SCRIPT_FOR,
                                 args,
                                 desk->cancel,
                                 on_choice,
                                 question);
}

void
bh_desk_script_look_again (BhDesk *desk, const char *contact)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_hash_table_contains (((BhDeskSession *) value)->shown, contact)) {
      bh_desk_script_look (desk, value, contact);
      return;
    }
}

/* ---- what agents do */

/* The contact is theirs, or was a while ago: what was on its way when it went is taken. */
static const char *
contact_of (BhOpCall *call)
{
  const char *contact = json_object_get_string_member (call->args, "contact");
  gint64 left_us;

  if (g_hash_table_contains (call->session->shown, contact) ||
      bh_desk_past_find (call->desk, contact, call->session->user->user, &left_us))
    return contact;
  bh_op_fail (call, "not_found", "There is no such contact of yours; it may be long over.");
  return NULL;
}

static gboolean
is_same_script (JsonObject *state, BhOpCall *call)
{
  return g_str_equal (json_object_get_string_member (state, "script"),
                      json_object_get_string_member (call->args, "script")) &&
         json_object_get_int_member (state, "version") ==
             json_object_get_int_member (call->args, "version");
}

static JsonObject *
begin (BhOpCall *call, const char *contact)
{
  JsonObject *state = json_object_new ();

  json_object_set_string_member (state, "contact", contact);
  copy (call->args, state, "script");
  copy (call->args, state, "version");
  json_object_set_array_member (state, "path", json_array_new ());
  json_object_set_object_member (state, "answers", json_object_new ());
  json_object_set_int_member (state, "revision", 0);
  g_hash_table_replace (call->desk->scripts->states, g_strdup (contact), state);
  return state;
}

/* The state that an act is about; NULL: refused. Another version of a script that is under way is
 * none that could go on: whoever has it must look again. */
static JsonObject *
state_for (BhOpCall *call, const char *contact, gboolean may_change)
{
  JsonObject *state = state_of (call->desk, contact);
  g_autoptr (JsonNode) now = NULL;

  if (state != NULL && is_same_script (state, call))
    return state;
  if (!has_begun (state) ||
      (may_change && !g_str_equal (json_object_get_string_member (state, "script"),
                                   json_object_get_string_member (call->args, "script"))))
    return begin (call, contact);
  now = bh_desk_script_node (call->desk, contact);
  bh_request_fail (call->request,
                   "stale",
                   "The contact is in another script or version by now. Look at it again.",
                   json_node_dup_object (now));
  return NULL;
}

/* Everything that a record says of where and who. */
static JsonObject *
record_of (BhOpCall *call, gint64 revision, gint64 now_us)
{
  static const char *const members[] = {"contact", "script", "version"};
  JsonObject *record = json_object_new ();
  char at[BH_TIME_TEXT_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    copy (call->args, record, members[i]);
  bh_time_to_text (now_us, at);
  json_object_set_string_member (record, "agent", call->session->user->user);
  json_object_set_string_member (record, "at", at);
  json_object_set_int_member (record, "revision", revision);
  return record;
}

/* Keeps state and record, tells all, and answers when both are on disk. */
static void
keep (BhOpCall *call, BhRecordKind kind, JsonObject *state, JsonObject *record)
{
  const char *contact = json_object_get_string_member (state, "contact");
  g_autofree char *state_text = text_of (state);
  g_autofree char *record_text = text_of (record);
  g_autoptr (GError) error = NULL;
  guint64 position = bh_engine_append (call->desk->engine, kind, contact, record_text, &error);
  JsonObject *result;

  if (position == 0) {
    bh_op_fail (call, "store_away", "It could not be kept: %s", error->message);
    return;
  }
  position = MAX (position, bh_engine_open_put (call->desk->engine, KIND, contact, state_text));
  tell (call->desk, contact);
  result = json_object_new ();
  copy (state, result, "revision");
  bh_op_succeed_when_safe (call, position, result);
}

static gint64
next_revision (BhOpCall *call, JsonObject *state)
{
  gint64 revision =
      MAX (bh_engine_now (call->desk->engine), json_object_get_int_member (state, "revision") + 1);

  json_object_set_int_member (state, "revision", revision);
  return revision;
}

void
bh_op_script_step (BhOpCall *call)
{
  const char *contact = contact_of (call);
  JsonObject *state = contact != NULL ? state_for (call, contact, TRUE) : NULL;
  g_autoptr (JsonObject) record = NULL;

  if (state == NULL)
    return;
  copy (call->args, state, "path");
  record = record_of (call, next_revision (call, state), bh_engine_now (call->desk->engine));
  copy (call->args, record, "path");
  keep (call, BH_RECORD_SCRIPT_PLACE, state, record);
}

/* FALSE: refused. A script that is not known here (the database is away) is taken at its word. */
static gboolean
check_answer (BhOpCall *call, JsonObject *record)
{
  JsonNode *value = json_object_get_member (call->args, "value");
  const char *id = json_object_get_string_member (call->args, "question");
  BhScript *script = find_script (call->desk,
                                  json_object_get_string_member (call->args, "script"),
                                  json_object_get_int_member (call->args, "version"));
  const BhScriptQuestion *question = script != NULL ? bh_script_find_question (script, id) : NULL;
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;

  if (script != NULL && question == NULL) {
    bh_op_fail (call, "bad_request", "question: the script has no question \"%s\".", id);
    return FALSE;
  }
  if (question != NULL && !bh_script_answer_check (question, value, &error)) {
    bh_op_fail (call, "bad_request", "value: %s", error->message);
    return FALSE;
  }
  said = bh_script_answer_text (question, value, NULL);
  json_object_set_string_member (record,
                                 "label",
                                 question != NULL ? bh_script_words_get (question->label, NULL)
                                                  : id);
  if (said != NULL)
    json_object_set_string_member (record, "said", said);
  return TRUE;
}

static void
put_answer (BhOpCall *call, JsonObject *state, JsonObject *record)
{
  JsonObject *answers = json_object_get_object_member (state, "answers");
  const char *question = json_object_get_string_member (call->args, "question");
  JsonObject *answer;

  if (bh_script_answer_is_empty (json_object_get_member (call->args, "value"))) {
    json_object_remove_member (answers, question);
    return;
  }
  answer = json_object_new ();
  copy (call->args, answer, "value");
  copy (call->args, answer, "step");
  copy (call->args, answer, "id");
  copy (record, answer, "at");
  json_object_set_string_member (answer, "by", call->session->user->user);
  json_object_set_object_member (answers, question, answer);
}

/* The same answer again: its reply was lost. */
static gboolean
is_known (BhOpCall *call, JsonObject *state)
{
  JsonObject *answers = json_object_get_object_member (state, "answers");
  const char *question = json_object_get_string_member (call->args, "question");
  JsonObject *answer = json_object_has_member (answers, question)
                           ? json_object_get_object_member (answers, question)
                           : NULL;

  return answer != NULL &&
         g_strcmp0 (json_object_get_string_member_with_default (answer, "id", NULL),
                    json_object_get_string_member (call->args, "id")) == 0;
}

void
bh_op_script_answer (BhOpCall *call)
{
  const char *contact = contact_of (call);
  JsonObject *state = contact != NULL ? state_for (call, contact, FALSE) : NULL;
  g_autoptr (JsonObject) record = NULL;
  JsonNode *value;

  if (state == NULL)
    return;
  if (is_known (call, state)) {
    JsonObject *result = json_object_new ();
    copy (state, result, "revision");
    bh_request_succeed (call->request, result);
    return;
  }
  record = record_of (call, 0, bh_engine_now (call->desk->engine));
  if (!g_uuid_string_is_valid (json_object_get_string_member (call->args, "id")))
    bh_op_fail (call, "bad_request", "id: this is no UUID.");
  else if (check_answer (call, record)) {
    copy (call->args, record, "id");
    copy (call->args, record, "step");
    copy (call->args, record, "question");
    value = json_object_get_member (call->args, "value");
    if (!bh_script_answer_is_empty (value))
      copy (call->args, record, "value");
    json_object_set_int_member (record, "revision", next_revision (call, state));
    put_answer (call, state, record);
    keep (call, BH_RECORD_SCRIPT_ANSWER, state, record);
  }
}
