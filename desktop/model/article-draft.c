/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/article-draft.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/model/desk-ask.h"

enum {
  PROP_ID = 1,
  PROP_ARTICLE,
  PROP_BASE,
  PROP_STATUS,
  PROP_STATUS_WORD,
  PROP_LIVE,
  PROP_IS_EDITOR,
  PROP_BUSY,
  PROP_MESSAGE,
  PROP_MESSAGE_IS_ERROR,
  PROP_CONFLICT,
  PROP_VERSIONS,
  PROP_DIFFERENCE,
};

static const BhItemField fields[] = {
    {"id", bh_item_string},
    {"article", bh_article_get_type},
    {"base", bh_item_int},
    {"status", bh_item_string},
    {"status-word", bh_item_string},
    {"live", bh_item_int},
    {"is-editor", bh_item_bool},
    {"busy", bh_item_bool},
    {"message", bh_item_string},
    {"message-is-error", bh_item_bool},
    {"conflict", bh_item_bool},
    {"versions", g_list_model_get_type},
    {"difference", bh_item_string},
};

enum { SAVED, N_SIGNALS };
static guint signals[N_SIGNALS];

struct _BhArticleDraft {
  BhItem parent;

  BhDesk *desk;
  GListStore *versions;
  char *gap;        /* what it answers, or NULL */
  gint64 others;    /* the version that somebody else saved meanwhile */
  guint generation; /* counts articles: an answer about the one before is thrown away */
};

G_DEFINE_FINAL_TYPE (BhArticleDraft, bh_article_draft, BH_TYPE_ITEM)

/* A question about one article; the answer counts while it is the same. */
typedef struct {
  BhArticleDraft *self;
  guint generation;
  const char *done; /* what is said when it is done, or NULL */
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->self);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
say (BhArticleDraft *self, const char *message, gboolean is_error)
{
  bh_item_set_bool (self, PROP_MESSAGE_IS_ERROR, is_error);
  bh_item_set_string (self, PROP_MESSAGE, message);
}

static JsonObject *
args_of (BhArticleDraft *self)
{
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "article", bh_article_draft_get_id (self));
  return args;
}

static void
ask (BhArticleDraft *self,
     const char *op,
     JsonObject *args,
     const char *done,
     GAsyncReadyCallback callback)
{
  Question *question = g_new0 (Question, 1);

  question->self = g_object_ref (self);
  question->generation = self->generation;
  question->done = done;
  bh_desk_ask_async (self->desk, op, args, NULL, callback, question);
}

/* The reply, or NULL after its error was said or it is of no interest any more. */
static JsonObject *
take (Question *question, GObject *source, GAsyncResult *result, GError **error)
{
  JsonObject *reply = bh_desk_ask_finish (BH_DESK (source), result, error);

  if (question->generation != question->self->generation) {
    g_clear_error (error);
    g_clear_pointer (&reply, json_object_unref);
    return NULL;
  }
  return reply;
}

static void
set_status (BhArticleDraft *self, const char *status)
{
  bh_item_set_string (self, PROP_STATUS, status);
  bh_item_set_string (self, PROP_STATUS_WORD, bh_article_status_word (status));
}

/* ---- versions and what differs */

static void
on_versions (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = take (question, source, result, &error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *versions = bh_json_array (reply, "versions");

  if (reply == NULL)
    return; /* the list is an extra: what is written matters */
  for (guint i = 0; i < bh_json_array_length (versions); i++) {
    JsonObject *version = bh_json_array_object (versions, i);
    if (version == NULL)
      continue;
    json_object_set_string_member (version, "article", bh_article_draft_get_id (question->self));
    g_ptr_array_add (list, bh_article_new (version));
  }
  g_list_store_splice (question->self->versions,
                       0,
                       g_list_model_get_n_items (G_LIST_MODEL (question->self->versions)),
                       list->pdata,
                       list->len);
}

static void
load_versions (BhArticleDraft *self)
{
  if (bh_article_draft_get_is_editor (self))
    ask (self, "kb.versions", args_of (self), NULL, on_versions);
}

static char *
lines_of (JsonArray *lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < bh_json_array_length (lines); i++) {
    JsonObject *line = bh_json_array_object (lines, i);
    const char *kind = bh_json_string (line, "kind");
    const char *words = bh_json_string (line, "text");
    const char *sign = g_strcmp0 (kind, "new") == 0 ? "+ " : "  ";
    if (g_strcmp0 (kind, "away") == 0)
      sign = "- ";
    g_string_append_printf (text, "%s%s\n", sign, words != NULL ? words : "");
  }
  return g_string_free (text, FALSE);
}

static void
on_difference (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = take (question, source, result, &error);
  g_autofree char *text = NULL;

  if (reply == NULL) {
    if (error != NULL)
      say (question->self, error->message, TRUE);
    return;
  }
  text = lines_of (bh_json_array (reply, "lines"));
  bh_item_set_string (question->self, PROP_DIFFERENCE, text);
}

void
bh_article_draft_compare (BhArticleDraft *self, gint64 from, gint64 to)
{
  JsonObject *args;

  g_return_if_fail (BH_IS_ARTICLE_DRAFT (self));

  args = args_of (self);
  json_object_set_int_member (args, "from", from);
  json_object_set_int_member (args, "to", to);
  ask (self, "kb.diff", args, NULL, on_difference);
}

/* ---- reading */

static void
start (BhArticleDraft *self, const char *id)
{
  self->generation++;
  self->others = 0;
  g_clear_pointer (&self->gap, g_free);
  bh_item_set_bool (self, PROP_IS_EDITOR, bh_desk_allows (self->desk, "kb.save"));
  bh_item_set_bool (self, PROP_BUSY, FALSE);
  bh_item_set_bool (self, PROP_CONFLICT, FALSE);
  bh_item_set_string (self, PROP_DIFFERENCE, NULL);
  bh_item_set_string (self, PROP_ID, id);
  bh_item_set_int (self, PROP_BASE, 0);
  bh_item_set_int (self, PROP_LIVE, 0);
  set_status (self, NULL);
  say (self, NULL, FALSE);
  g_list_store_remove_all (self->versions);
}

void
bh_article_draft_begin (BhArticleDraft *self, const char *gap)
{
  g_autofree char *id = g_uuid_string_random ();

  g_return_if_fail (BH_IS_ARTICLE_DRAFT (self));

  start (self, id);
  self->gap = g_strdup (gap);
  bh_item_set_object (self, PROP_ARTICLE, NULL);
}

void
bh_article_draft_resume (BhArticleDraft *self, const char *article, gint64 base)
{
  g_return_if_fail (BH_IS_ARTICLE_DRAFT (self));
  g_return_if_fail (article != NULL);

  start (self, article);
  bh_item_set_int (self, PROP_BASE, base);
  bh_item_set_object (self, PROP_ARTICLE, NULL);
  if (base > 0)
    load_versions (self);
}

static void on_article (GObject *source, GAsyncResult *result, gpointer data);

static void
ask_article (BhArticleDraft *self, gint64 version)
{
  JsonObject *args = args_of (self);

  if (version > 0)
    json_object_set_int_member (args, "version", version);
  bh_item_set_bool (self, PROP_BUSY, TRUE);
  ask (self, "kb.article", args, NULL, on_article);
}

static void
on_article (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  BhArticleDraft *self = question->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = take (question, source, result, &error);
  g_autoptr (BhArticle) article = reply != NULL ? bh_article_new (reply) : NULL;

  if (article == NULL) {
    if (question->generation == self->generation)
      bh_item_set_bool (self, PROP_BUSY, FALSE);
    if (error != NULL)
      say (self, error->message, TRUE);
    return;
  }
  /* An editor goes on where the last one stopped, published or not. */
  if (bh_article_draft_get_is_editor (self) &&
      bh_article_get_newest (article) > bh_article_get_version (article)) {
    ask_article (self, bh_article_get_newest (article));
    return;
  }
  bh_item_set_bool (self, PROP_BUSY, FALSE);
  bh_item_set_int (self, PROP_BASE, bh_article_get_newest (article));
  bh_item_set_int (self, PROP_LIVE, bh_article_get_live (article));
  set_status (self, bh_article_get_status (article));
  bh_item_set_object (self, PROP_ARTICLE, article);
  load_versions (self);
}

void
bh_article_draft_load (BhArticleDraft *self, const char *article)
{
  g_return_if_fail (BH_IS_ARTICLE_DRAFT (self));
  g_return_if_fail (article != NULL);

  start (self, article);
  ask_article (self, 0);
}

/* ---- writing */

/* Somebody was first. What was typed is still in the view. */
static void
take_conflict (BhArticleDraft *self, const GError *error)
{
  JsonObject *detail = bh_client_error_get_detail (error);
  const char *author = bh_json_string (detail, "author");
  g_autofree char *words =
      author != NULL
          ? g_strdup_printf (_ ("%s saved it meanwhile. What you wrote is still here: look at the "
                                "difference, then save it as the next version."),
                             author)
          : g_strdup (_ ("Somebody saved it meanwhile. What you wrote is still here: look at the "
                         "difference, then save it as the next version."));

  self->others = bh_json_int (detail, "version", bh_article_draft_get_base (self) + 1);
  bh_item_set_bool (self, PROP_CONFLICT, TRUE);
  say (self, words, TRUE);
  if (bh_article_draft_get_is_editor (self) && bh_article_draft_get_base (self) > 0)
    bh_article_draft_compare (self, bh_article_draft_get_base (self), self->others);
}

static void
on_gap_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = take (question, source, result, &error);

  if (reply == NULL && error != NULL)
    say (question->self, error->message, TRUE);
}

static void
close_gap (BhArticleDraft *self)
{
  JsonObject *args = args_of (self);

  json_object_set_string_member (args, "text", self->gap);
  g_clear_pointer (&self->gap, g_free);
  ask (self, "kb.gap_close", args, NULL, on_gap_closed);
}

/* That it is done, and which pictures the text names that nobody has brought. */
static void
say_done (BhArticleDraft *self, const char *done, JsonObject *reply)
{
  g_auto (GStrv) missing = bh_json_strv (reply, "missing");
  g_autofree char *names = g_strjoinv (", ", missing);
  g_autofree char *text = NULL;
  g_autofree char *both = NULL;

  if (*names == '\0') {
    say (self, done, FALSE);
    return;
  }
  /* Translators: after "Saved as a draft."; %s are names of files */
  text = g_strdup_printf (_ ("The server does not have these pictures: %s"), names);
  both = g_strdup_printf ("%s %s", done, text);
  say (self, both, TRUE);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  BhArticleDraft *self = question->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = take (question, source, result, &error);

  if (question->generation != self->generation)
    return;
  bh_item_set_bool (self, PROP_BUSY, FALSE);
  if (g_error_matches (error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_STALE)) {
    take_conflict (self, error);
    return;
  }
  if (reply == NULL) {
    say (self, error->message, TRUE);
    return;
  }
  bh_item_set_bool (self, PROP_CONFLICT, FALSE);
  bh_item_set_int (self, PROP_BASE, bh_json_int (reply, "version", 0));
  bh_item_set_int (self, PROP_LIVE, bh_json_int (reply, "live", bh_item_get_int (self, PROP_LIVE)));
  set_status (self, bh_json_string (reply, "status"));
  say_done (self, question->done, reply);
  load_versions (self);
  if (self->gap != NULL && g_strcmp0 (bh_article_draft_get_status (self), "published") == 0)
    close_gap (self);
  g_signal_emit (self, signals[SAVED], 0);
}

static void
change (BhArticleDraft *self, const char *op, JsonObject *args, const char *done)
{
  say (self, NULL, FALSE);
  bh_item_set_bool (self, PROP_BUSY, TRUE);
  ask (self, op, args, done, on_changed);
}

static void
write_version (BhArticleDraft *self,
               const char *op,
               const BhArticleText *text,
               gboolean whole,
               const char *done)
{
  JsonObject *args;

  if (text->title == NULL || *text->title == '\0') {
    say (self, _ ("Give it a title first."), TRUE);
    return;
  }
  args = args_of (self);
  json_object_set_int_member (args, "base", bh_article_draft_get_base (self));
  json_object_set_string_member (args, "title", text->title);
  json_object_set_string_member (args, "body", text->body != NULL ? text->body : "");
  bh_desk_ask_set (args, "language", text->language);
  bh_desk_ask_set (args, "category", text->category);
  json_object_set_array_member (args, "tags", bh_desk_ask_words (text->tags));
  bh_desk_ask_set (args, "comment", text->comment);
  if (whole) {
    bh_desk_ask_set (args, "owner", text->owner);
    bh_desk_ask_set (args, "review_on", text->review_on);
  }
  change (self, op, args, done);
}

void
bh_article_draft_save (BhArticleDraft *self, const BhArticleText *text)
{
  g_return_if_fail (BH_IS_ARTICLE_DRAFT (self));
  write_version (self, "kb.save", text, TRUE, _ ("Saved as a draft."));
}

void
bh_article_draft_suggest (BhArticleDraft *self, const BhArticleText *text)
{
  g_return_if_fail (BH_IS_ARTICLE_DRAFT (self));
  write_version (self, "kb.suggest", text, FALSE, _ ("Suggested. The editors will look at it."));
}

void
bh_article_draft_overtake (BhArticleDraft *self)
{
  g_return_if_fail (BH_IS_ARTICLE_DRAFT (self));

  if (!bh_article_draft_get_conflict (self))
    return;
  bh_item_set_int (self, PROP_BASE, self->others);
  bh_item_set_bool (self, PROP_CONFLICT, FALSE);
  say (self, NULL, FALSE);
}

void
bh_article_draft_move (BhArticleDraft *self, BhArticleMove move, const char *comment)
{
  static const struct {
    const char *op;
    const char *verdict;
    const char *done;
  } moves[] = {
      [BH_ARTICLE_START_REVIEW] = {"kb.review", "started", N_ ("In review.")},
      [BH_ARTICLE_RETURN] = {"kb.review", "returned", N_ ("Returned to its author.")},
      [BH_ARTICLE_PUBLISH] = {"kb.publish", NULL, N_ ("Published: everybody finds it now.")},
      [BH_ARTICLE_ARCHIVE] = {"kb.archive", NULL, N_ ("Archived: nobody finds it any more.")},
  };
  JsonObject *args;

  g_return_if_fail (BH_IS_ARTICLE_DRAFT (self));

  args = args_of (self);
  json_object_set_int_member (args, "version", bh_article_draft_get_base (self));
  bh_desk_ask_set (args, "verdict", moves[move].verdict);
  bh_desk_ask_set (args, "comment", comment);
  change (self, moves[move].op, args, g_dgettext (GETTEXT_PACKAGE, moves[move].done));
}

void
bh_article_draft_roll_back (BhArticleDraft *self, gint64 version)
{
  JsonObject *args;

  g_return_if_fail (BH_IS_ARTICLE_DRAFT (self));

  args = args_of (self);
  json_object_set_int_member (args, "version", version);
  json_object_set_int_member (args, "base", bh_article_draft_get_base (self));
  change (self, "kb.rollback", args, _ ("Rolled back: the old text is published again."));
}

/* ---- the object */

static void
bh_article_draft_dispose (GObject *object)
{
  BhArticleDraft *self = BH_ARTICLE_DRAFT (object);

  g_clear_object (&self->versions);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (bh_article_draft_parent_class)->dispose (object);
}

static void
bh_article_draft_finalize (GObject *object)
{
  g_free (BH_ARTICLE_DRAFT (object)->gap);
  G_OBJECT_CLASS (bh_article_draft_parent_class)->finalize (object);
}

static void
bh_article_draft_class_init (BhArticleDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_article_draft_dispose;
  G_OBJECT_CLASS (klass)->finalize = bh_article_draft_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
  signals[SAVED] = g_signal_new ("saved",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);
}

static void
bh_article_draft_init (BhArticleDraft *self)
{
  self->versions = g_list_store_new (BH_TYPE_ARTICLE);
  bh_item_set_object (self, PROP_VERSIONS, self->versions);
}

BhArticleDraft *
bh_article_draft_new (BhDesk *desk)
{
  BhArticleDraft *self;

  g_return_val_if_fail (BH_IS_DESK (desk), NULL);

  self = g_object_new (BH_TYPE_ARTICLE_DRAFT, NULL);
  self->desk = g_object_ref (desk);
  bh_article_draft_begin (self, NULL);
  return self;
}

const char *
bh_article_draft_get_id (BhArticleDraft *self)
{
  return bh_item_get_string (self, PROP_ID);
}

BhArticle *
bh_article_draft_get_article (BhArticleDraft *self)
{
  return bh_item_get_object (self, PROP_ARTICLE);
}

GListModel *
bh_article_draft_get_versions (BhArticleDraft *self)
{
  return G_LIST_MODEL (self->versions);
}

const char *
bh_article_draft_get_message (BhArticleDraft *self)
{
  return bh_item_get_string (self, PROP_MESSAGE);
}

const char *
bh_article_draft_get_difference (BhArticleDraft *self)
{
  return bh_item_get_string (self, PROP_DIFFERENCE);
}

const char *
bh_article_draft_get_status (BhArticleDraft *self)
{
  return bh_item_get_string (self, PROP_STATUS);
}

gboolean
bh_article_draft_get_conflict (BhArticleDraft *self)
{
  return bh_item_get_bool (self, PROP_CONFLICT);
}

gboolean
bh_article_draft_get_busy (BhArticleDraft *self)
{
  return bh_item_get_bool (self, PROP_BUSY);
}

gboolean
bh_article_draft_get_is_editor (BhArticleDraft *self)
{
  return bh_item_get_bool (self, PROP_IS_EDITOR);
}

gint64
bh_article_draft_get_base (BhArticleDraft *self)
{
  return bh_item_get_int (self, PROP_BASE);
}
