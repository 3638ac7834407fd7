/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-knowledge.h"

#include <string.h>

#include "protocol/args.h"
#include "server/kb/atoms.h"
#include "server/kb/document.h"
#include "server/kb/index.h"
#include "server/kb/line-diff.h"
#include "server/kb/query.h"

/* The knowledge base: what it is asked, what editors do with it, and what is written down of it.
 * Articles are the database's; a change answers when it is there. What people search, open and miss
 * goes the way of the records and answers when it is on disk. */

#define EDITS      (BH_ROLE_EDITOR | BH_ROLE_SUPERVISOR | BH_ROLE_ADMIN)
#define LIMIT_HITS 10

/* What an answer of the database is to the client; takes nothing, gives an object that is owned, or
 * NULL after it has refused the request. */
typedef JsonObject *(*Shape) (BhRequest *request, JsonObject *answer);

typedef struct {
  BhDesk *desk;
  BhRequest *request;
  Shape shape;
  BhKbQuery *query;   /* of a search */
  JsonObject *record; /* of a search that is kept, or NULL */
  guint limit;
  const char *missing; /* what is said when there is none */
} Question;

static void
question_free (Question *question)
{
  g_clear_pointer (&question->query, bh_kb_query_free);
  g_clear_pointer (&question->record, json_object_unref);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* ---- arguments */

static const char *
text_arg (const BhOpCall *call, const char *name)
{
  return bh_args_has (call->args, name) ? json_object_get_string_member (call->args, name) : NULL;
}

static void
copy_member (JsonObject *from, const char *name, JsonNode *value, gpointer to)
{
  if (!JSON_NODE_HOLDS_NULL (value))
    json_object_set_member (to, name, json_node_copy (value));
}

/* All of them - the table of ops has seen each - and who asks. */
static JsonObject *
args_of (const BhOpCall *call)
{
  JsonObject *args = json_object_new ();

  json_object_foreach_member (call->args, copy_member, args);
  json_object_set_string_member (args, "by", call->session->user->user);
  return args;
}

static char *
text_of (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);
  return json_to_string (node, FALSE);
}

static gboolean
check_word (BhOpCall *call, const char *name, const char *const *words)
{
  g_autofree char *choice = NULL;
  const char *word = text_arg (call, name);

  if (word == NULL || g_strv_contains (words, word))
    return TRUE;
  choice = g_strjoinv (", ", (char **) words);
  bh_op_fail (call, "bad_request", "%s: \"%s\" is none of %s.", name, word, choice);
  return FALSE;
}

static gboolean
check_id (BhOpCall *call, const char *name)
{
  const char *id = text_arg (call, name);

  if (id == NULL || g_uuid_string_is_valid (id))
    return TRUE;
  bh_op_fail (call, "bad_request", "%s: \"%s\" is no UUID.", name, id);
  return FALSE;
}

/* ---- questions */

/* Somebody else was first, or it is too late for that. */
static gboolean
refuse_answer (BhRequest *request, JsonObject *answer, const char *missing)
{
  if (answer == NULL) {
    bh_request_fail (request, "not_found", missing, NULL);
    return TRUE;
  }
  if (json_object_has_member (answer, "stale")) {
    bh_request_fail (
        request,
        "stale",
        "The article was changed elsewhere since you read it. Look at it and save again.",
        json_object_ref (json_object_get_object_member (answer, "stale")));
    return TRUE;
  }
  if (json_object_has_member (answer, "cannot")) {
    g_autofree char *text = g_strdup_printf ("The article is %s; that cannot be done with it now.",
                                             json_object_get_string_member (answer, "cannot"));
    bh_request_fail (request, "not_possible", text, NULL);
    return TRUE;
  }
  return FALSE;
}

/* NULL: the request has had its answer. */
static char *
take_answer (Question *question, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  char *text = bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);

  if (error == NULL)
    return text != NULL ? text : g_strdup ("null");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bh_request_free (question->request);
  else
    bh_request_fail (question->request, bh_op_code_of (error), error->message, NULL);
  return NULL;
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  g_autofree char *text = take_answer (question, source, result);
  g_autoptr (JsonObject) answer = NULL;
  JsonObject *shaped;

  if (text == NULL)
    return;
  answer = bh_op_object_of (text);
  if (refuse_answer (question->request, answer, question->missing))
    return;
  shaped = question->shape != NULL ? question->shape (question->request, answer)
                                   : json_object_ref (answer);
  if (shaped != NULL)
    bh_request_succeed (question->request, shaped);
}

static Question *
question_new (const BhOpCall *call)
{
  Question *question = g_new0 (Question, 1);

  question->desk = call->desk;
  question->request = call->request;
  question->missing = "There is no such article, or none that you may see.";
  return question;
}

static void
ask_text (Question *question,
          BhDirectoryQuery query,
          const char *args,
          GAsyncReadyCallback callback)
{
  bh_directory_port_query_async (question->desk->settings.directory,
                                 query,
                                 args,
                                 question->desk->cancel,
                                 callback,
                                 question);
}

/* Takes @args. */
static void
ask (BhOpCall *call, BhDirectoryQuery query, JsonObject *args, Shape shape)
{
  g_autofree char *text = text_of (args);
  Question *question = question_new (call);

  json_object_unref (args);
  question->shape = shape;
  ask_text (question, query, text, on_answer);
}

void
bh_op_kb_ask (BhOpCall *call, BhDirectoryQuery query, JsonObject *args, const char *missing)
{
  g_autofree char *text = text_of (args);
  Question *question = question_new (call);

  json_object_unref (args);
  question->missing = missing;
  ask_text (question, query, text, on_answer);
}

/* ---- records */

/* What happened, with who, when and where; NULL: the contact is not theirs, it was refused. */
static JsonObject *
record_of (BhOpCall *call)
{
  gint64 now_us = bh_engine_now (call->desk->engine);
  const char *id = text_arg (call, "contact");
  const BhContact *contact;
  char at[BH_TIME_TEXT_SIZE];
  JsonObject *record;

  if (!bh_op_contact_is_ones_own (call))
    return NULL;
  record = args_of (call);
  json_object_remove_member (record, "by");
  bh_time_to_text (now_us, at);
  json_object_set_string_member (record, "agent", call->session->user->user);
  json_object_set_string_member (record, "at", at);
  json_object_set_int_member (record, "revision", now_us);
  contact = id != NULL ? bh_model_get_contact (bh_desk_model (call->desk), id) : NULL;
  if (contact != NULL && contact->n_queues > 0)
    json_object_set_string_member (record, "queue", contact->queues[contact->n_queues - 1]);
  return record;
}

static guint64
append (BhDesk *desk, BhRecordKind kind, const char *key, JsonObject *record, GError **error)
{
  g_autofree char *text = text_of (record);

  return bh_engine_append (desk->engine, kind, key, text, error);
}

/* Takes @record. */
static void
keep (BhOpCall *call, BhRecordKind kind, const char *key, JsonObject *record)
{
  g_autoptr (JsonObject) own = record;
  g_autoptr (GError) error = NULL;
  guint64 position = append (call->desk, kind, key, own, &error);

  if (position == 0)
    bh_op_fail (call, "store_away", "It could not be kept: %s", error->message);
  else
    bh_op_succeed_when_safe (call, position, NULL);
}

static void
set_id (JsonObject *record)
{
  g_autofree char *id = g_uuid_string_random ();

  json_object_set_string_member (record, "id", id);
}

static void
set_folded (JsonObject *record)
{
  g_autofree char *folded = bh_kb_fold (json_object_get_string_member (record, "text"));

  json_object_set_string_member (record, "folded", folded);
}

void
bh_op_kb_click (BhOpCall *call)
{
  static const char *const how[] = {"opened", "inserted", "read_out", "suggested", NULL};
  JsonObject *record =
      check_id (call, "article") && check_word (call, "how", how) ? record_of (call) : NULL;

  if (record == NULL)
    return;
  set_id (record);
  if (!json_object_has_member (record, "how"))
    json_object_set_string_member (record, "how", "opened");
  keep (call, BH_RECORD_KB_CLICK, text_arg (call, "article"), record);
}

void
bh_op_kb_useful (BhOpCall *call)
{
  JsonObject *record = check_id (call, "article") ? record_of (call) : NULL;

  if (record != NULL)
    keep (call, BH_RECORD_KB_VOTE, text_arg (call, "article"), record);
}

void
bh_op_kb_gap (BhOpCall *call)
{
  JsonObject *record = record_of (call);

  if (record == NULL)
    return;
  set_id (record);
  set_folded (record);
  keep (call, BH_RECORD_KB_GAP, call->session->user->user, record);
}

/* ---- search: first what the index knows of the words, then the articles */

/* A search is told whether or not it can be written down. */
static void
keep_search (Question *question, JsonObject *result)
{
  g_autoptr (GError) error = NULL;
  guint n;

  if (question->record == NULL)
    return;
  n = json_array_get_length (json_object_get_array_member (result, "hits"));
  json_object_set_int_member (question->record, "hits", n);
  set_folded (question->record);
  if (append (question->desk,
              BH_RECORD_KB_SEARCH,
              json_object_get_string_member (question->record, "search"),
              question->record,
              &error) == 0)
    g_warning ("A search of the knowledge base could not be kept: %s", error->message);
}

static void
on_hits (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  g_autofree char *text = take_answer (question, source, result);
  JsonObject *hits;

  if (text == NULL)
    return;
  hits = bh_kb_query_result (question->query, text);
  if (hits == NULL) {
    bh_request_fail (question->request, "internal", "The database gave no list of articles.", NULL);
    return;
  }
  keep_search (question, hits);
  bh_request_succeed (question->request, hits);
}

static void
on_words (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  g_autofree char *text = take_answer (question, source, result);
  g_autofree char *args = NULL;

  if (text == NULL)
    return;
  bh_kb_query_take_words (question->query, text);
  args = bh_kb_query_search_args (question->query, question->limit);
  ask_text (g_steal_pointer (&question), BH_QUERY_KB_SEARCH, args, on_hits);
}

void
bh_op_kb_search (BhOpCall *call)
{
  g_autofree char *args = NULL;
  Question *question;

  if (!bh_op_contact_is_ones_own (call))
    return;
  question = question_new (call);
  question->query = bh_kb_query_new (text_arg (call, "text"), text_arg (call, "language"));
  question->limit = bh_args_has (call->args, "limit")
                        ? (guint) json_object_get_int_member (call->args, "limit")
                        : LIMIT_HITS;
  question->record = text_arg (call, "search") != NULL ? record_of (call) : NULL;
  args = bh_kb_query_words_args (question->query);
  ask_text (question, BH_QUERY_KB_WORDS, args, on_words);
}

/* ---- reading */

void
bh_op_kb_article (BhOpCall *call)
{
  JsonObject *args;

  if (!check_id (call, "article"))
    return;
  args = args_of (call);
  json_object_set_boolean_member (args, "editor", (call->session->user->roles & EDITS) != 0);
  ask (call, BH_QUERY_KB_ARTICLE, args, NULL);
}

void
bh_op_kb_versions (BhOpCall *call)
{
  if (check_id (call, "article"))
    ask (call, BH_QUERY_KB_VERSIONS, args_of (call), NULL);
}

static void
add_line (BhKbLineKind kind, const char *text, gpointer data)
{
  static const char *const words[] = {"same", "away", "new"};
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "kind", words[kind]);
  json_object_set_string_member (line, "text", text);
  json_array_add_object_element (data, line);
}

/* [before, after] of a member, if it differs. */
static void
add_pair (JsonObject *result, JsonObject *from, JsonObject *to, const char *member)
{
  JsonNode *before = json_object_get_member (from, member);
  JsonNode *after = json_object_get_member (to, member);
  JsonArray *pair;

  if (before == NULL || after == NULL || json_node_equal (before, after))
    return;
  pair = json_array_new ();
  json_array_add_element (pair, json_node_copy (before));
  json_array_add_element (pair, json_node_copy (after));
  json_object_set_array_member (result, member, pair);
}

static JsonArray *
pictures_of (JsonObject *version)
{
  return json_object_has_member (version, "pictures")
             ? json_object_get_array_member (version, "pictures")
             : NULL;
}

static const char *
hash_in (JsonArray *pictures, const char *name)
{
  for (guint i = 0; pictures != NULL && i < json_array_get_length (pictures); i++) {
    JsonObject *picture = json_array_get_object_element (pictures, i);
    if (g_str_equal (json_object_get_string_member (picture, "name"), name))
      return json_object_get_string_member (picture, "picture");
  }
  return NULL;
}

/* Pictures of @one that are not, or not the same, in @other: their Markdown may well be the same.
 */
static void
add_pictures (BhKbLineKind kind, JsonObject *one, JsonObject *other, JsonArray *lines)
{
  JsonArray *here = pictures_of (one);
  JsonArray *there = pictures_of (other);

  for (guint i = 0; here != NULL && i < json_array_get_length (here); i++) {
    JsonObject *picture = json_array_get_object_element (here, i);
    const char *name = json_object_get_string_member (picture, "name");
    const char *hash = json_object_get_string_member (picture, "picture");
    g_autofree char *text = NULL;
    if (g_strcmp0 (hash, hash_in (there, name)) == 0)
      continue;
    text = g_strdup_printf ("[%s: %d × %d, %.8s]",
                            name,
                            (int) json_object_get_int_member (picture, "width"),
                            (int) json_object_get_int_member (picture, "height"),
                            hash);
    add_line (kind, text, lines);
  }
}

static JsonObject *
shape_diff (BhRequest *request, JsonObject *answer)
{
  JsonObject *from = json_object_get_object_member (answer, "from");
  JsonObject *to = json_object_get_object_member (answer, "to");
  JsonObject *result = json_object_new ();
  JsonArray *lines = json_array_new ();

  json_object_set_int_member (result, "from", json_object_get_int_member (from, "version"));
  json_object_set_int_member (result, "to", json_object_get_int_member (to, "version"));
  add_pair (result, from, to, "title");
  add_pair (result, from, to, "tags");
  add_pair (result, from, to, "category");
  bh_kb_line_diff (json_object_get_string_member (from, "body"),
                   json_object_get_string_member (to, "body"),
                   add_line,
                   lines);
  add_pictures (BH_KB_LINE_AWAY, from, to, lines);
  add_pictures (BH_KB_LINE_NEW, to, from, lines);
  json_object_set_array_member (result, "lines", lines);
  return result;
}

void
bh_op_kb_diff (BhOpCall *call)
{
  if (check_id (call, "article"))
    ask (call, BH_QUERY_KB_PAIR, args_of (call), shape_diff);
}

/* What fits the contact: its queues, and what the desk says of reason and step. */
void
bh_op_kb_suggested (BhOpCall *call)
{
  const char *id = text_arg (call, "contact");
  const char *queue = text_arg (call, "queue");
  JsonArray *queues;
  JsonObject *args;
  const BhContact *contact;

  if (!bh_op_contact_is_ones_own (call))
    return;
  args = args_of (call);
  queues = json_array_new ();
  contact = id != NULL ? bh_model_get_contact (bh_desk_model (call->desk), id) : NULL;
  for (guint i = 0; contact != NULL && i < contact->n_queues; i++)
    json_array_add_string_element (queues, contact->queues[i]);
  if (queue != NULL)
    json_array_add_string_element (queues, queue);
  json_object_set_array_member (args, "queues", queues);
  ask (call, BH_QUERY_KB_SUGGESTED, args, NULL);
}

/* ---- editing */

static void
save (BhOpCall *call, const char *status)
{
  const char *review = text_arg (call, "review_on");
  g_autofree char *complaint = NULL;
  JsonObject *args;

  if (!check_id (call, "article"))
    return;
  complaint = bh_kb_complaint (text_arg (call, "title"),
                               text_arg (call, "language"),
                               text_arg (call, "body"));
  if (complaint == NULL && review != NULL && !bh_kb_is_date (review))
    complaint = g_strdup_printf ("\"%s\" is no day. Write it as in 2027-03-01", review);
  if (complaint != NULL) {
    bh_op_fail (call, "bad_request", "The article cannot be kept: %s.", complaint);
    return;
  }
  args = args_of (call);
  json_object_set_string_member (args, "status", status);
  bh_kb_index_article (args);
  ask (call, BH_QUERY_KB_SAVE, args, NULL);
}

void
bh_op_kb_save (BhOpCall *call)
{
  save (call, "draft");
}

void
bh_op_kb_suggest (BhOpCall *call)
{
  save (call, "suggested");
}

static void
move (BhOpCall *call, const char *verdict)
{
  const char *review = text_arg (call, "review_on");
  JsonObject *args;

  if (!check_id (call, "article"))
    return;
  if (review != NULL && !bh_kb_is_date (review)) {
    bh_op_fail (call,
                "bad_request",
                "review_on: \"%s\" is no day. Write it as in 2027-03-01.",
                review);
    return;
  }
  args = args_of (call);
  json_object_set_string_member (args, "verdict", verdict);
  ask (call, BH_QUERY_KB_MOVE, args, NULL);
}

void
bh_op_kb_review (BhOpCall *call)
{
  static const char *const verdicts[] = {"started", "returned", NULL};

  if (check_word (call, "verdict", verdicts))
    move (call, text_arg (call, "verdict"));
}

void
bh_op_kb_publish (BhOpCall *call)
{
  move (call, "published");
}

void
bh_op_kb_archive (BhOpCall *call)
{
  move (call, "archived");
}

void
bh_op_kb_rollback (BhOpCall *call)
{
  move (call, "rolled_back");
}

void
bh_op_kb_recommend (BhOpCall *call)
{
  if (text_arg (call, "queue") == NULL && text_arg (call, "reason") == NULL &&
      text_arg (call, "step") == NULL)
    bh_op_fail (call, "bad_request", "Say when: for a queue, a reason or a step of a script.");
  else if (check_id (call, "article"))
    ask (call, BH_QUERY_KB_RECOMMEND, args_of (call), NULL);
}

void
bh_op_kb_work (BhOpCall *call)
{
  static const char *const states[] =
      {"draft", "suggested", "in_review", "published", "archived", "due", NULL};

  if (check_word (call, "status", states))
    ask (call, BH_QUERY_KB_WORK, args_of (call), NULL);
}

void
bh_op_kb_gaps (BhOpCall *call)
{
  ask (call, BH_QUERY_KB_GAPS, args_of (call), NULL);
}

void
bh_op_kb_gap_close (BhOpCall *call)
{
  JsonObject *args;

  if (!check_id (call, "article"))
    return;
  args = args_of (call);
  set_folded (args);
  ask (call, BH_QUERY_KB_GAP_CLOSE, args, NULL);
}

/* ---- synonyms */

void
bh_op_kb_synonyms (BhOpCall *call)
{
  JsonObject *args = args_of (call);
  const char *text = text_arg (call, "text");
  g_autofree char *key = text != NULL ? bh_kb_key_of (text) : NULL;

  if (key != NULL)
    json_object_set_string_member (args, "key", key);
  ask (call, BH_QUERY_KB_SYNONYMS, args, NULL);
}

/* Each word with its key, once; NULL after a refusal. */
static JsonArray *
keyed_words (BhOpCall *call)
{
  JsonArray *words = json_object_get_array_member (call->args, "words");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *keyed = json_array_new ();

  for (guint i = 0; i < json_array_get_length (words); i++) {
    const char *text = json_array_get_string_element (words, i);
    g_autofree char *key = bh_kb_key_of (text);
    JsonObject *word;
    if (*key == '\0' || !g_hash_table_add (seen, g_strdup (key)))
      continue;
    word = json_object_new ();
    json_object_set_string_member (word, "word", text);
    json_object_set_string_member (word, "key", key);
    json_array_add_object_element (keyed, word);
  }
  if (json_array_get_length (keyed) >= 2 ||
      (json_array_get_length (words) == 0 && bh_args_has (call->args, "group")))
    return keyed;
  json_array_unref (keyed);
  bh_op_fail (call, "bad_request", "A group has two words or more that differ.");
  return NULL;
}

static JsonObject *
shape_group (BhRequest *request, JsonObject *answer)
{
  JsonNode *group = json_object_get_member (answer, "group");

  if (group == NULL || !JSON_NODE_HOLDS_NULL (group))
    return json_object_ref (answer);
  bh_request_fail (request, "not_found", "There is no such group of synonyms.", NULL);
  return NULL;
}

void
bh_op_kb_synonym_save (BhOpCall *call)
{
  JsonArray *words = keyed_words (call);
  JsonObject *args;

  if (words == NULL)
    return;
  args = args_of (call);
  json_object_set_array_member (args, "words", words);
  ask (call, BH_QUERY_KB_SYNONYM_SAVE, args, shape_group);
}
