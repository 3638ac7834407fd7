/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-player.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "desktop/model/keyed-list.h"
#include "desktop/model/script-place.h"
#include "desktop/model/script-player-private.h"
#include "desktop/model/script-question-item-private.h"

static GType
list_model_type (void)
{
  return G_TYPE_LIST_MODEL;
}

static const BhItemField fields[] = {
    {"name", bh_item_string},
    {"title", bh_item_string},
    {"version", bh_item_int},
    {"language", bh_item_string},
    {"step", bh_item_string},
    {"step-title", bh_item_string},
    {"text", bh_item_string},
    {"markup", bh_item_string},
    {"payment", bh_item_bool},
    {"is-end", bh_item_bool},
    {"is-complete", bh_item_bool},
    {"disposition", bh_item_string},
    {"todo", bh_item_string},
    {"can-go-on", bh_item_bool},
    {"can-go-back", bh_item_bool},
    {"why-not", bh_item_string},
    {"passed", bh_item_int},
    {"left", bh_item_int},
    {"questions", list_model_type},
    {"jumps", list_model_type},
    {"links", list_model_type},
    {"kept-state", bh_item_string},
    {"kept-message", bh_item_string},
    {"record-state", bh_item_string},
    {"record-message", bh_item_string},
};

enum { ANSWERED, MOVED, CHART_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

struct _BhScriptPlayer {
  BhItem parent;
  BhScriptRun *run;
  BhKeyedList *questions;
  GListStore *jumps, *links;
  char *links_of; /* step and language that the links were made for */
};

G_DEFINE_FINAL_TYPE (BhScriptPlayer, bh_script_player, BH_TYPE_ITEM)

static void
bh_script_player_finalize (GObject *object)
{
  BhScriptPlayer *self = BH_SCRIPT_PLAYER (object);

  g_clear_pointer (&self->run, bh_script_run_unref);
  bh_keyed_list_free (self->questions);
  g_object_unref (self->jumps);
  g_object_unref (self->links);
  g_free (self->links_of);
  G_OBJECT_CLASS (bh_script_player_parent_class)->finalize (object);
}

static guint
add_signal (BhScriptPlayerClass *klass, const char *name, guint n_texts)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_texts,
                       G_TYPE_STRING);
}

static void
bh_script_player_class_init (BhScriptPlayerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_script_player_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
  signals[ANSWERED] = add_signal (klass, "answered", 1);
  signals[MOVED] = add_signal (klass, "moved", 1);
  signals[CHART_CHANGED] = add_signal (klass, "chart-changed", 0);
}

static void
bh_script_player_init (BhScriptPlayer *self)
{
  self->questions = bh_keyed_list_new (BH_TYPE_SCRIPT_QUESTION_ITEM,
                                       (BhKeyFunc) bh_script_question_item_get_id,
                                       NULL);
  self->jumps = g_list_store_new (BH_TYPE_SCRIPT_PLACE);
  self->links = g_list_store_new (BH_TYPE_SCRIPT_PLACE);
}

/* ---- what the walk says */

static const char *
words_of (BhScriptPlayer *self, const BhScriptWords *words)
{
  return bh_script_words_get (words, bh_script_run_get_language (self->run));
}

static const char *
title_of (BhScriptPlayer *self, const BhScriptStep *step)
{
  const char *title = words_of (self, step->title);

  return *title != '\0' ? title : step->id;
}

static void
append_escaped (GString *markup, const char *from, const char *to)
{
  g_autofree char *text = g_markup_escape_text (from, (gssize) (to - from));

  g_string_append (markup, text);
}

static char *
make_markup (const char *text, GArray *spots)
{
  GString *markup = g_string_new (NULL);
  const char *at = text;

  for (guint i = 0; i < spots->len; i++) {
    const BhScriptSpot *spot = &g_array_index (spots, BhScriptSpot, i);
    const char *start = g_utf8_offset_to_pointer (text, (glong) spot->start);
    const char *end = g_utf8_offset_to_pointer (start, (glong) spot->length);
    append_escaped (markup, at, start);
    g_string_append (markup, spot->missing ? "<span underline=\"error\">" : "<b>");
    append_escaped (markup, start, end);
    g_string_append (markup, spot->missing ? "</span>" : "</b>");
    at = end;
  }
  append_escaped (markup, at, at + strlen (at));
  return g_string_free (markup, FALSE);
}

static void
refresh_text (BhScriptPlayer *self, const BhScriptStep *step)
{
  g_autoptr (GArray) spots = NULL;
  g_autofree char *text = bh_script_run_get_text (self->run, &spots);
  g_autofree char *markup = make_markup (text, spots);

  bh_item_set_string (self, BH_PLAYER_STEP, step != NULL ? step->id : "");
  bh_item_set_string (self, BH_PLAYER_STEP_TITLE, step != NULL ? title_of (self, step) : "");
  bh_item_set_string (self, BH_PLAYER_TEXT, text);
  bh_item_set_string (self, BH_PLAYER_MARKUP, markup);
  bh_item_set_bool (self, BH_PLAYER_PAYMENT, step != NULL && step->payment);
  bh_item_set_bool (self, BH_PLAYER_IS_END, step != NULL && step->kind == BH_SCRIPT_END);
  bh_item_set_string (self, BH_PLAYER_DISPOSITION, step != NULL ? step->disposition : NULL);
}

static gboolean
is_shown (GPtrArray *shown, BhScriptQuestionItem *item)
{
  for (guint i = 0; i < shown->len; i++)
    if (g_str_equal (((BhScriptQuestion *) shown->pdata[i])->id,
                     bh_script_question_item_get_id (item)))
      return TRUE;
  return FALSE;
}

/* Questions that stay keep their objects: what is being typed into is not taken away. One that
 * comes in between stands where the script has it only after those behind it were put anew. */
static void
refresh_questions (BhScriptPlayer *self)
{
  g_autoptr (GPtrArray) shown = bh_script_run_list_questions (self->run);
  guint in_place = 0;

  for (guint i = bh_keyed_list_get_n (self->questions); i-- > 0;) {
    BhScriptQuestionItem *item = bh_keyed_list_get (self->questions, i);
    if (!is_shown (shown, item)) {
      g_autofree char *id = g_strdup (bh_script_question_item_get_id (item));
      bh_keyed_list_remove (self->questions, id);
    }
  }
  for (guint i = 0; i < shown->len; i++) {
    const BhScriptQuestion *question = g_ptr_array_index (shown, i);
    g_autoptr (BhScriptQuestionItem) item = bh_keyed_list_find (self->questions, question->id);
    if (item != NULL) {
      g_object_ref (item);
      if (in_place < i || bh_keyed_list_get (self->questions, i) != (gpointer) item) {
        bh_keyed_list_remove (self->questions, question->id);
        bh_keyed_list_put (self->questions, item);
      }
    } else {
      item = bh_script_question_item_new (bh_script_run_get_script (self->run), question);
      bh_script_question_item_refresh (item, self->run);
      bh_keyed_list_put (self->questions, item);
    }
    in_place = i + 1;
    bh_script_question_item_refresh (item, self->run);
  }
}

static void
add_place (GListStore *store, const char *id, const char *title, const char *search)
{
  g_autoptr (BhScriptPlace) place = bh_script_place_new (id, title, search);

  g_list_store_append (store, place);
}

static void
refresh_places (BhScriptPlayer *self, const BhScriptStep *step)
{
  g_autoptr (GPtrArray) jumps = bh_script_run_list_jumps (self->run);
  const char *language = bh_script_run_get_language (self->run);
  g_autofree char *of =
      g_strdup_printf ("%s %s", step != NULL ? step->id : "", language != NULL ? language : "");

  if (g_strcmp0 (of, self->links_of) == 0)
    return;
  g_free (self->links_of);
  self->links_of = g_steal_pointer (&of);
  g_list_store_remove_all (self->jumps);
  g_list_store_remove_all (self->links);
  for (guint i = 0; i < jumps->len; i++) {
    const BhScriptStep *to = g_ptr_array_index (jumps, i);
    add_place (self->jumps, to->id, title_of (self, to), NULL);
  }
  for (guint i = 0; step != NULL && i < step->links->len; i++) {
    const BhScriptLink *link = g_ptr_array_index (step->links, i);
    add_place (self->links, link->article, words_of (self, link->title), link->search);
  }
}

/* "Still to do: Data protection, Payment." */
static void
refresh_todo (BhScriptPlayer *self)
{
  g_autoptr (GPtrArray) steps = bh_script_run_list_unpassed (self->run);
  g_autoptr (GString) titles = g_string_new (NULL);
  g_autofree char *todo = NULL;

  for (guint i = 0; i < steps->len; i++)
    g_string_append_printf (titles,
                            "%s%s",
                            i > 0 ? C_ ("between choices", ", ") : "",
                            title_of (self, g_ptr_array_index (steps, i)));
  /* Translators: %s are titles of steps of a script that must be passed */
  todo = titles->len > 0 ? g_strdup_printf (_ ("Still to be said: %s"), titles->str)
                         : g_strdup ("");
  bh_item_set_string (self, BH_PLAYER_TODO, todo);
}

static void
refresh_ways (BhScriptPlayer *self)
{
  g_autoptr (GError) error = NULL;
  gboolean can = bh_script_run_can_go_on (self->run, &error);
  guint passed, left;

  bh_script_run_get_progress (self->run, &passed, &left);
  bh_item_set_bool (self, BH_PLAYER_CAN_GO_ON, can);
  bh_item_set_string (self, BH_PLAYER_WHY_NOT, can ? "" : error->message);
  bh_item_set_bool (self, BH_PLAYER_CAN_GO_BACK, bh_script_run_can_go_back (self->run));
  bh_item_set_bool (self, BH_PLAYER_IS_COMPLETE, bh_script_run_is_complete (self->run));
  bh_item_set_int (self, BH_PLAYER_PASSED, passed);
  bh_item_set_int (self, BH_PLAYER_LEFT, left);
}

void
bh_script_player_refresh (BhScriptPlayer *self)
{
  const BhScriptStep *step = bh_script_run_get_step (self->run);
  BhScript *script = bh_script_run_get_script (self->run);
  const char *language = bh_script_run_get_language (self->run);

  bh_item_set_string (self, BH_PLAYER_TITLE, words_of (self, bh_script_get_title (script)));
  bh_item_set_string (self, BH_PLAYER_LANGUAGE, language != NULL ? language : "");
  refresh_text (self, step);
  refresh_questions (self);
  refresh_places (self, step);
  refresh_todo (self);
  refresh_ways (self);
  g_signal_emit (self, signals[CHART_CHANGED], 0);
}

/* ---- making one */

BhScriptPlayer *
bh_script_player_new_of_run (BhScriptRun *run)
{
  BhScriptPlayer *self = g_object_new (BH_TYPE_SCRIPT_PLAYER, NULL);

  self->run = bh_script_run_ref (run);
  bh_item_set_string (self, BH_PLAYER_NAME, bh_script_get_name (bh_script_run_get_script (run)));
  bh_item_set_int (self, BH_PLAYER_VERSION, bh_script_run_get_version (run));
  bh_item_set_object (self, BH_PLAYER_QUESTIONS, bh_keyed_list_get_model (self->questions));
  bh_item_set_object (self, BH_PLAYER_JUMPS, self->jumps);
  bh_item_set_object (self, BH_PLAYER_LINKS, self->links);
  bh_item_set_string (self, BH_PLAYER_KEPT_STATE, "");
  bh_item_set_string (self, BH_PLAYER_KEPT_MESSAGE, "");
  bh_script_player_refresh (self);
  return self;
}

static char **
sentences (GPtrArray *problems)
{
  char **lines = g_new0 (char *, problems->len + 1);

  for (guint i = 0; i < problems->len; i++)
    lines[i] = bh_script_problem_to_string (g_ptr_array_index (problems, i));
  return lines;
}

BhScriptPlayer *
bh_script_player_new (const char *document, gint64 version, char ***problems)
{
  g_autoptr (GPtrArray) found = bh_script_problems_new ();
  g_autoptr (BhScript) script = bh_script_read (document, strlen (document), found);
  g_autoptr (BhScriptRun) run = NULL;

  if (problems != NULL)
    *problems = sentences (found);
  if (script == NULL || found->len > 0)
    return NULL;
  run = bh_script_run_new (script, version);
  return bh_script_player_new_of_run (run);
}

BhScriptRun *
bh_script_player_get_run (BhScriptPlayer *self)
{
  return self->run;
}

void
bh_script_player_set_record (BhScriptPlayer *self, const char *state, const char *message)
{
  bh_item_set_string (self, BH_PLAYER_RECORD_MESSAGE, message);
  bh_item_set_string (self, BH_PLAYER_RECORD_STATE, state);
}

void
bh_script_player_set_kept (BhScriptPlayer *self, const char *state, const char *message)
{
  bh_item_set_string (self, BH_PLAYER_KEPT_STATE, state);
  bh_item_set_string (self, BH_PLAYER_KEPT_MESSAGE, message != NULL ? message : "");
}

/* ---- what a person does */

void
bh_script_player_set_language (BhScriptPlayer *self, const char *language)
{
  bh_script_run_set_language (self->run, language);
  bh_script_player_refresh (self);
}

void
bh_script_player_set_fact (BhScriptPlayer *self, const char *name, const char *value)
{
  if (g_strcmp0 (bh_script_run_get_fact (self->run, name), value) == 0)
    return;
  bh_script_run_set_fact (self->run, name, value);
  bh_script_player_refresh (self);
}

static gboolean
take_answer (BhScriptPlayer *self, const char *question, JsonNode *value, GError **error)
{
  BhScriptQuestionItem *item = bh_keyed_list_find (self->questions, question);
  g_autoptr (GError) refused = NULL;

  if (!bh_script_run_answer (self->run, question, value, &refused)) {
    if (item != NULL)
      bh_script_question_item_set_error (item, refused->message);
    g_propagate_error (error, g_steal_pointer (&refused));
    return FALSE;
  }
  if (item != NULL)
    bh_script_question_item_set_error (item, NULL);
  bh_script_player_refresh (self);
  g_signal_emit (self, signals[ANSWERED], 0, question);
  return TRUE;
}

gboolean
bh_script_player_answer (BhScriptPlayer *self,
                         const char *question,
                         const char *text,
                         GError **error)
{
  const BhScriptQuestion *asked =
      bh_script_find_question (bh_script_run_get_script (self->run), question);
  g_autoptr (JsonNode) value = asked != NULL ? bh_script_question_value (asked, text) : NULL;
  JsonNode *before = bh_script_run_get_answer (self->run, question);

  if (value != NULL && before != NULL && json_node_equal (before, value))
    return TRUE; /* a widget that shows what we told it */
  if (before == NULL && asked != NULL && bh_script_answer_is_empty (value))
    return TRUE;
  return take_answer (self, question, value, error);
}

gboolean
bh_script_player_answer_many (BhScriptPlayer *self,
                              const char *question,
                              const char *const *values,
                              GError **error)
{
  g_autoptr (JsonNode) value = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; values[i] != NULL; i++)
    json_array_add_string_element (array, values[i]);
  json_node_take_array (value, array);
  return take_answer (self, question, value, error);
}

static gboolean
moved (BhScriptPlayer *self, gboolean did)
{
  if (!did)
    return FALSE;
  bh_script_player_refresh (self);
  g_signal_emit (self, signals[MOVED], 0, bh_script_player_get_step (self));
  return TRUE;
}

gboolean
bh_script_player_go_on (BhScriptPlayer *self, GError **error)
{
  return moved (self, bh_script_run_go_on (self->run, error));
}

gboolean
bh_script_player_go_back (BhScriptPlayer *self)
{
  return moved (self, bh_script_run_go_back (self->run));
}

gboolean
bh_script_player_can_jump (BhScriptPlayer *self, const char *step)
{
  return bh_script_run_can_jump (self->run, step);
}

gboolean
bh_script_player_jump (BhScriptPlayer *self, const char *step, GError **error)
{
  return moved (self, bh_script_run_jump (self->run, step, error));
}
