/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/knowledge.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/agent-state-private.h"
#include "desktop/model/article-hit.h"
#include "desktop/model/desk-ask.h"
#include "desktop/model/knowledge-why.h"

#define MAX_HITS       20
#define MAX_TEXT       200 /* characters, the protocol's own limit */
#define MAX_SUGGESTION 5

enum {
  PROP_TEXT = 1,
  PROP_HITS,
  PROP_SEARCHING,
  PROP_ANSWERED,
  PROP_MORE,
  PROP_DID_YOU_MEAN,
  PROP_ALSO_SEARCHED,
  PROP_MESSAGE,
  PROP_SUGGESTIONS,
  PROP_ARTICLE,
  PROP_OPENING,
  PROP_VOTE,
  PROP_ARTICLE_MESSAGE,
  PROP_CONTACT,
};

static const BhItemField fields[] = {
    {"text", bh_item_string},
    {"hits", g_list_model_get_type},
    {"searching", bh_item_bool},
    {"answered", bh_item_bool},
    {"more", bh_item_bool},
    {"did-you-mean", bh_item_string},
    {"also-searched", bh_item_string},
    {"message", bh_item_string},
    {"suggestions", g_list_model_get_type},
    {"article", bh_article_get_type},
    {"opening", bh_item_bool},
    {"vote", bh_item_int},
    {"article-message", bh_item_string},
    {"contact", bh_contact_item_get_type},
};

struct _BhKnowledge {
  BhItem parent;

  BhDesk *desk;
  GListStore *hits;
  GListStore *suggestions;
  char *asked;      /* the text of the question that is under way, or NULL */
  char *search;     /* id of what is being looked for, the same while somebody types, or NULL */
  char *step;       /* of the script */
  char *wanted;     /* the article that is being opened, or NULL */
  guint suggesting; /* counts questions for suggestions: only the newest answer counts */
  GSignalGroup *contact_signals;
  GSignalGroup *script_signals; /* of the contact's script */
};

G_DEFINE_FINAL_TYPE (BhKnowledge, bh_knowledge, BH_TYPE_ITEM)

static void ask_search (BhKnowledge *self);

/* ---- searching */

static JsonObject *
args_with_contact (BhKnowledge *self)
{
  JsonObject *args = json_object_new ();
  BhContactItem *contact = bh_item_get_object (self, PROP_CONTACT);

  if (contact != NULL)
    json_object_set_string_member (args, "contact", bh_contact_item_get_id (contact));
  return args;
}

/* Puts @array's objects into the list at once: the screen is told of one change. */
static void
fill (GListStore *store, JsonArray *array, BhDesk *desk)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < bh_json_array_length (array); i++) {
    JsonObject *data = bh_json_array_object (array, i);
    g_autofree char *why = bh_knowledge_why (desk, bh_json_array (data, "why"));
    BhArticleHit *hit = bh_article_hit_new (data, hits->len + 1, why);
    if (hit != NULL)
      g_ptr_array_add (hits, hit);
  }
  g_list_store_splice (store,
                       0,
                       g_list_model_get_n_items (G_LIST_MODEL (store)),
                       hits->pdata,
                       hits->len);
}

static void
clear_answer (BhKnowledge *self)
{
  fill (self->hits, NULL, self->desk);
  bh_item_set_bool (self, PROP_ANSWERED, FALSE);
  bh_item_set_bool (self, PROP_MORE, FALSE);
  bh_item_set_string (self, PROP_DID_YOU_MEAN, NULL);
  bh_item_set_string (self, PROP_ALSO_SEARCHED, NULL);
  bh_item_set_string (self, PROP_MESSAGE, NULL);
}

static void
fold_answer (BhKnowledge *self, JsonObject *reply)
{
  g_auto (GStrv) also = bh_json_strv (reply, "also");
  g_autofree char *words = g_strjoinv (", ", also);

  bh_item_set_string (self, PROP_MESSAGE, NULL);
  bh_item_set_string (self, PROP_DID_YOU_MEAN, bh_json_string (reply, "did_you_mean"));
  bh_item_set_string (self, PROP_ALSO_SEARCHED, *words != '\0' ? words : NULL);
  bh_item_set_bool (self, PROP_MORE, bh_json_bool (reply, "more"));
  fill (self->hits, bh_json_array (reply, "hits"), self->desk);
  bh_item_set_bool (self, PROP_ANSWERED, TRUE);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhKnowledge) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);
  g_autofree char *asked = g_steal_pointer (&self->asked);
  const char *text = bh_knowledge_get_text (self);

  if (!g_str_equal (asked, text)) { /* somebody typed on: this is of no interest any more */
    ask_search (self);
    return;
  }
  bh_item_set_bool (self, PROP_SEARCHING, FALSE);
  if (reply != NULL) {
    fold_answer (self, reply);
  } else {
    clear_answer (self);
    bh_item_set_string (self, PROP_MESSAGE, error->message);
  }
}

static void
ask_search (BhKnowledge *self)
{
  const char *text = bh_knowledge_get_text (self);
  JsonObject *args;

  bh_item_set_bool (self, PROP_SEARCHING, *text != '\0');
  if (*text == '\0')
    return;
  if (self->search == NULL)
    self->search = g_uuid_string_random ();
  self->asked = g_strdup (text);
  args = args_with_contact (self);
  json_object_set_string_member (args, "text", text);
  json_object_set_string_member (args, "search", self->search);
  json_object_set_int_member (args, "limit", MAX_HITS);
  bh_desk_ask_async (self->desk, "kb.search", args, NULL, on_found, g_object_ref (self));
}

static char *
searchable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  const char *from = g_strstrip (valid);

  return g_utf8_strlen (from, -1) > MAX_TEXT ? g_utf8_substring (from, 0, MAX_TEXT)
                                             : g_strdup (from);
}

void
bh_knowledge_search (BhKnowledge *self, const char *text)
{
  g_autofree char *wanted = NULL;
  gboolean again;

  g_return_if_fail (BH_IS_KNOWLEDGE (self));

  wanted = searchable (text);
  again = bh_item_get_string (self, PROP_MESSAGE) != NULL; /* it failed: once more, then */
  if (g_str_equal (wanted, bh_knowledge_get_text (self)) && !again)
    return;
  bh_item_set_string (self, PROP_TEXT, wanted);
  bh_item_set_bool (self, PROP_ANSWERED, FALSE);
  if (*wanted == '\0') {
    clear_answer (self);
    bh_item_set_bool (self, PROP_SEARCHING, FALSE);
    g_clear_pointer (&self->search, g_free);
  } else if (self->asked == NULL) {
    ask_search (self);
  }
}

/* ---- suggestions */

typedef struct {
  BhKnowledge *self;
  guint number;
} Suggesting;

static void
on_suggested (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Suggesting *question = data;
  g_autoptr (BhKnowledge) self = question->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (question->number != self->suggesting)
    return;
  /* Nobody asked for them: that there are none now is all that there is to say. */
  if (reply == NULL)
    g_debug ("No articles are suggested: %s", error->message);
  fill (self->suggestions, bh_json_array (reply, "articles"), self->desk);
}

/* Nobody is there: what is worth reading is what the first of the agent's queues needs. */
static const char *
first_queue (BhKnowledge *self)
{
  const char *const *queues = bh_agent_state_get_queues (bh_desk_get_agent (self->desk));

  return queues != NULL ? queues[0] : NULL;
}

static void
on_queues (BhKnowledge *self)
{
  if (bh_item_get_object (self, PROP_CONTACT) == NULL)
    bh_knowledge_suggest_again (self);
}

void
bh_knowledge_suggest_again (BhKnowledge *self)
{
  BhContactItem *contact;
  Suggesting *question;
  JsonObject *args;

  g_return_if_fail (BH_IS_KNOWLEDGE (self));

  contact = bh_item_get_object (self, PROP_CONTACT);
  self->suggesting++;
  if ((contact == NULL && first_queue (self) == NULL) ||
      bh_desk_get_feed_state (self->desk) != BH_FEED_LIVE) {
    fill (self->suggestions, NULL, self->desk);
    return;
  }
  question = g_new0 (Suggesting, 1);
  question->self = g_object_ref (self);
  question->number = self->suggesting;
  args = args_with_contact (self);
  if (contact != NULL)
    bh_desk_ask_set (args, "reason", bh_contact_item_get_disposition (contact));
  else
    bh_desk_ask_set (args, "queue", first_queue (self));
  bh_desk_ask_set (args, "step", self->step);
  bh_desk_ask_set (args, "language", bh_knowledge_why_language (self->desk));
  json_object_set_int_member (args, "limit", MAX_SUGGESTION);
  bh_desk_ask_async (self->desk, "kb.suggested", args, NULL, on_suggested, question);
}

static void
on_step (BhKnowledge *self)
{
  BhScriptPlayer *script = g_signal_group_dup_target (self->script_signals);

  bh_knowledge_set_step (self, script != NULL ? bh_script_player_get_step (script) : NULL);
  g_clear_object (&script);
}

static void
on_script (BhKnowledge *self)
{
  BhContactItem *contact = bh_item_get_object (self, PROP_CONTACT);

  g_signal_group_set_target (self->script_signals,
                             contact != NULL ? bh_contact_item_get_script (contact) : NULL);
  on_step (self);
}

void
bh_knowledge_set_contact (BhKnowledge *self, BhContactItem *contact)
{
  g_return_if_fail (BH_IS_KNOWLEDGE (self));

  if (bh_item_get_object (self, PROP_CONTACT) == contact)
    return;
  bh_item_set_object (self, PROP_CONTACT, contact);
  bh_item_set_int (self, PROP_VOTE, 0);
  g_signal_group_set_target (self->contact_signals, contact);
  on_script (self);
  g_clear_pointer (&self->search, g_free); /* looked for on another's behalf */
  bh_knowledge_suggest_again (self);
}

void
bh_knowledge_set_step (BhKnowledge *self, const char *step)
{
  g_return_if_fail (BH_IS_KNOWLEDGE (self));

  if (g_strcmp0 (self->step, step) == 0)
    return;
  g_free (self->step);
  self->step = g_strdup (step);
  bh_knowledge_suggest_again (self);
}

/* ---- reading */

static void
on_recorded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (reply == NULL) /* of no use to the person at the desk */
    g_debug ("What was done with an article is not recorded: %s", error->message);
}

static void
record (BhKnowledge *self, BhArticle *article, const char *how, gint64 place)
{
  JsonObject *args = args_with_contact (self);

  json_object_set_string_member (args, "article", bh_article_get_id (article));
  if (bh_article_get_version (article) > 0)
    json_object_set_int_member (args, "version", bh_article_get_version (article));
  if (place > 0 && place <= MAX_HITS)
    json_object_set_int_member (args, "place", place);
  if (self->search != NULL)
    json_object_set_string_member (args, "search", self->search);
  json_object_set_string_member (args, "how", how);
  bh_desk_ask_async (self->desk, "kb.click", args, NULL, on_recorded, NULL);
}

typedef struct {
  BhKnowledge *self;
  char *article;
  gint64 place;
} Opening;

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->self);
  g_free (opening->article);
  g_free (opening);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
show (BhKnowledge *self, BhArticle *article)
{
  bh_item_set_int (self, PROP_VOTE, 0);
  bh_item_set_object (self, PROP_ARTICLE, article);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  BhKnowledge *self = opening->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);
  g_autoptr (BhArticle) article = reply != NULL ? bh_article_new (reply) : NULL;

  if (g_strcmp0 (self->wanted, opening->article) != 0)
    return; /* another one was opened meanwhile, or it was closed */
  g_clear_pointer (&self->wanted, g_free);
  bh_item_set_bool (self, PROP_OPENING, FALSE);
  if (article == NULL) {
    bh_item_set_string (self,
                        PROP_ARTICLE_MESSAGE,
                        error != NULL ? error->message
                                      : _ ("The server sent an article that cannot be read."));
    return;
  }
  show (self, article);
  record (self, article, "opened", opening->place);
}

void
bh_knowledge_open (BhKnowledge *self, const char *article, gint64 place)
{
  Opening *opening;
  JsonObject *args;

  g_return_if_fail (BH_IS_KNOWLEDGE (self));
  g_return_if_fail (article != NULL);

  g_free (self->wanted);
  self->wanted = g_strdup (article);
  opening = g_new0 (Opening, 1);
  opening->self = g_object_ref (self);
  opening->article = g_strdup (article);
  opening->place = place;
  bh_item_set_string (self, PROP_ARTICLE_MESSAGE, NULL);
  bh_item_set_bool (self, PROP_OPENING, TRUE);
  args = json_object_new ();
  json_object_set_string_member (args, "article", article);
  bh_desk_ask_async (self->desk, "kb.article", args, NULL, on_opened, opening);
}

void
bh_knowledge_close (BhKnowledge *self)
{
  g_return_if_fail (BH_IS_KNOWLEDGE (self));

  g_clear_pointer (&self->wanted, g_free);
  bh_item_set_bool (self, PROP_OPENING, FALSE);
  bh_item_set_string (self, PROP_ARTICLE_MESSAGE, NULL);
  show (self, NULL);
}

void
bh_knowledge_used (BhKnowledge *self, gboolean read_out)
{
  BhArticle *article;

  g_return_if_fail (BH_IS_KNOWLEDGE (self));

  article = bh_knowledge_get_article (self);
  if (article != NULL)
    record (self, article, read_out ? "read_out" : "inserted", 0);
}

static void
on_voted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhKnowledge) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (reply != NULL)
    return;
  bh_item_set_int (self, PROP_VOTE, 0);
  bh_item_set_string (self, PROP_ARTICLE_MESSAGE, error->message);
}

void
bh_knowledge_vote (BhKnowledge *self, gboolean useful)
{
  BhArticle *article;
  JsonObject *args;

  g_return_if_fail (BH_IS_KNOWLEDGE (self));

  article = bh_knowledge_get_article (self);
  if (article == NULL)
    return;
  args = args_with_contact (self);
  json_object_set_string_member (args, "article", bh_article_get_id (article));
  json_object_set_boolean_member (args, "useful", useful);
  bh_item_set_string (self, PROP_ARTICLE_MESSAGE, NULL);
  bh_item_set_int (self, PROP_VOTE, useful ? 1 : -1);
  bh_desk_ask_async (self->desk, "kb.useful", args, NULL, on_voted, g_object_ref (self));
}

/* ---- gaps */

static void
on_gap (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  BhKnowledge *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (reply == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_clear_pointer (&self->search, g_free); /* settled: what is searched next is something else */
  g_task_return_boolean (task, TRUE);
}

void
bh_knowledge_report_gap_async (BhKnowledge *self,
                               const char *text,
                               const char *comment,
                               BH_COMMAND_END)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *wanted = searchable (text);
  JsonObject *args = args_with_contact (self);

  json_object_set_string_member (args, "text", wanted);
  bh_desk_ask_set (args, "comment", comment);
  bh_desk_ask_set (args, "search", self->search);
  bh_desk_ask_async (self->desk, "kb.gap", args, cancellable, on_gap, task);
}

gboolean
bh_knowledge_report_gap_finish (BhKnowledge *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- the object */

/* Back after a while: what could not be asked is asked now. */
static void
on_feed_state (BhKnowledge *self)
{
  if (bh_desk_get_feed_state (self->desk) != BH_FEED_LIVE)
    return;
  bh_knowledge_suggest_again (self);
  if (bh_item_get_string (self, PROP_MESSAGE) != NULL && self->asked == NULL)
    ask_search (self);
}

static void
bh_knowledge_dispose (GObject *object)
{
  BhKnowledge *self = BH_KNOWLEDGE (object);

  g_clear_object (&self->contact_signals);
  g_clear_object (&self->script_signals);
  g_clear_object (&self->hits);
  g_clear_object (&self->suggestions);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (bh_knowledge_parent_class)->dispose (object);
}

static void
bh_knowledge_finalize (GObject *object)
{
  BhKnowledge *self = BH_KNOWLEDGE (object);

  g_free (self->asked);
  g_free (self->search);
  g_free (self->step);
  g_free (self->wanted);
  G_OBJECT_CLASS (bh_knowledge_parent_class)->finalize (object);
}

static void
bh_knowledge_class_init (BhKnowledgeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_knowledge_dispose;
  G_OBJECT_CLASS (klass)->finalize = bh_knowledge_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_knowledge_init (BhKnowledge *self)
{
  self->hits = g_list_store_new (BH_TYPE_ARTICLE_HIT);
  self->suggestions = g_list_store_new (BH_TYPE_ARTICLE_HIT);
  bh_item_set_string (self, PROP_TEXT, "");
  bh_item_set_object (self, PROP_HITS, self->hits);
  bh_item_set_object (self, PROP_SUGGESTIONS, self->suggestions);
  self->contact_signals = g_signal_group_new (BH_TYPE_CONTACT_ITEM);
  g_signal_group_connect_swapped (self->contact_signals,
                                  "notify::queue-id",
                                  G_CALLBACK (bh_knowledge_suggest_again),
                                  self);
  g_signal_group_connect_swapped (self->contact_signals,
                                  "notify::disposition",
                                  G_CALLBACK (bh_knowledge_suggest_again),
                                  self);
  g_signal_group_connect_swapped (self->contact_signals,
                                  "notify::script",
                                  G_CALLBACK (on_script),
                                  self);
  self->script_signals = g_signal_group_new (BH_TYPE_SCRIPT_PLAYER);
  g_signal_group_connect_swapped (self->script_signals, "notify::step", G_CALLBACK (on_step), self);
}

BhKnowledge *
bh_knowledge_new (BhDesk *desk)
{
  BhKnowledge *self;

  g_return_val_if_fail (BH_IS_DESK (desk), NULL);

  self = g_object_new (BH_TYPE_KNOWLEDGE, NULL);
  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk,
                           "notify::feed-state",
                           G_CALLBACK (on_feed_state),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bh_desk_get_agent (desk),
                           "notify::queues",
                           G_CALLBACK (on_queues),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

const char *
bh_knowledge_get_text (BhKnowledge *self)
{
  return bh_item_get_string (self, PROP_TEXT);
}

GListModel *
bh_knowledge_get_hits (BhKnowledge *self)
{
  return G_LIST_MODEL (self->hits);
}

GListModel *
bh_knowledge_get_suggestions (BhKnowledge *self)
{
  return G_LIST_MODEL (self->suggestions);
}

BhArticle *
bh_knowledge_get_article (BhKnowledge *self)
{
  return bh_item_get_object (self, PROP_ARTICLE);
}

const char *
bh_knowledge_get_did_you_mean (BhKnowledge *self)
{
  return bh_item_get_string (self, PROP_DID_YOU_MEAN);
}

const char *
bh_knowledge_get_message (BhKnowledge *self)
{
  return bh_item_get_string (self, PROP_MESSAGE);
}

gboolean
bh_knowledge_get_answered (BhKnowledge *self)
{
  return bh_item_get_bool (self, PROP_ANSWERED);
}
