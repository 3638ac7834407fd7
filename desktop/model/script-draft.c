/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-draft.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "desktop/model/bidi.h"
#include "desktop/model/script-draft-private.h"
#include "desktop/model/script-player-private.h"

enum { PROP_NAME = 1, PROP_TITLE, PROP_N_STEPS, PROP_N_PROBLEMS, PROP_DIRTY };

static const BhItemField fields[] = {
    {"name", bh_item_string},
    {"title", bh_item_string},
    {"n-steps", bh_item_int},
    {"n-problems", bh_item_int},
    {"dirty", bh_item_bool},
};

/* What a step has that the editor shows as JSON. */
static const char *const rest[] = {"questions", "next", "jumps", "articles"};

static const char template[] =
    "{\"format\": 1, \"name\": \"new-script\", \"title\": \"\", \"start\": \"greeting\","
    " \"steps\": [{\"id\": \"greeting\", \"text\": \"\", \"next\": \"end\"},"
    " {\"id\": \"end\", \"kind\": \"end\", \"text\": \"\"}]}";

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

struct _BhScriptDraft {
  BhItem parent;
  JsonNode *document;
  BhScript *script;    /* as it was read last; NULL: it cannot be */
  GPtrArray *problems; /* BhScriptProblem */
  GPtrArray *sentences;
};

G_DEFINE_FINAL_TYPE (BhScriptDraft, bh_script_draft, BH_TYPE_ITEM)

static JsonObject *
root_of (BhScriptDraft *self)
{
  return json_node_get_object (self->document);
}

JsonNode *
bh_script_draft_get_document (BhScriptDraft *self)
{
  return self->document;
}

static JsonArray *
steps_of (BhScriptDraft *self)
{
  JsonNode *steps = json_object_get_member (root_of (self), "steps");

  if (steps == NULL || !JSON_NODE_HOLDS_ARRAY (steps))
    json_object_set_array_member (root_of (self), "steps", json_array_new ());
  return json_object_get_array_member (root_of (self), "steps");
}

JsonObject *
bh_script_draft_step_at (BhScriptDraft *self, guint step)
{
  JsonArray *steps = steps_of (self);
  JsonNode *node = step < json_array_get_length (steps) ? json_array_get_element (steps, step)
                                                        : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Texts: a string, or one for each language. */

static const char *
own_language (BhScriptDraft *self)
{
  return json_object_get_string_member_with_default (root_of (self), "language", "en");
}

const char *
bh_script_draft_read_text (BhScriptDraft *self, JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_string_member_with_default (json_node_get_object (node),
                                                       own_language (self),
                                                       "");
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return "";
  return json_node_get_string (node);
}

void
bh_script_draft_write_text (BhScriptDraft *self,
                            JsonObject *object,
                            const char *member,
                            const char *text)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    json_object_set_string_member (json_node_get_object (node), own_language (self), text);
  else if (*text != '\0')
    json_object_set_string_member (object, member, text);
  else
    json_object_remove_member (object, member);
}

/* After a change */

/* The place is written from left to right in every language, the words after it are not. */
static char *
sentence_of (const BhScriptProblem *problem)
{
  char *whole = bh_script_problem_to_string (problem);
  g_autofree char *place = NULL;
  g_autofree char *isolated = NULL;
  g_autofree char *words = NULL;

  if (!bh_bidi_is_rtl () || strlen (whole) <= strlen (problem->message) + 2)
    return whole;
  place = g_strndup (whole, strlen (whole) - strlen (problem->message) - 2);
  g_free (whole);
  isolated = bh_bidi_ltr (place);
  words = bh_bidi_part (problem->message);
  return g_strdup_printf ("\u200f%s: %s", isolated, words);
}

static void
check (BhScriptDraft *self)
{
  g_clear_pointer (&self->script, bh_script_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  self->problems = bh_script_problems_new ();
  self->script = bh_script_from_node (self->document, self->problems);
  g_ptr_array_set_size (self->sentences, 0);
  for (guint i = 0; i < self->problems->len; i++)
    g_ptr_array_add (self->sentences, sentence_of (self->problems->pdata[i]));
  bh_item_set_string (self, PROP_NAME, bh_script_draft_read_text (self, root_of (self), "name"));
  bh_item_set_string (self, PROP_TITLE, bh_script_draft_read_text (self, root_of (self), "title"));
  bh_item_set_int (self, PROP_N_STEPS, json_array_get_length (steps_of (self)));
  bh_item_set_int (self, PROP_N_PROBLEMS, self->problems->len);
}

void
bh_script_draft_changed (BhScriptDraft *self)
{
  check (self);
  bh_item_set_bool (self, PROP_DIRTY, TRUE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
bh_script_draft_finalize (GObject *object)
{
  BhScriptDraft *self = BH_SCRIPT_DRAFT (object);

  g_clear_pointer (&self->document, json_node_unref);
  g_clear_pointer (&self->script, bh_script_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_ptr_array_unref (self->sentences);
  G_OBJECT_CLASS (bh_script_draft_parent_class)->finalize (object);
}

static void
bh_script_draft_class_init (BhScriptDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_script_draft_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
  signals[CHANGED] = g_signal_new ("changed",
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
bh_script_draft_init (BhScriptDraft *self)
{
  self->sentences = g_ptr_array_new_with_free_func (g_free);
}

BhScriptDraft *
bh_script_draft_new (const char *document, GError **error)
{
  BhScriptDraft *self;
  g_autoptr (GError) unreadable = NULL;
  g_autoptr (JsonNode) node =
      json_from_string (document != NULL ? document : template, &unreadable);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_INVALID_DATA,
                 _ ("This is no script: %s"),
                 unreadable != NULL ? unreadable->message : _ ("it is not one JSON object"));
    return NULL;
  }
  self = g_object_new (BH_TYPE_SCRIPT_DRAFT, NULL);
  self->document = g_steal_pointer (&node);
  check (self);
  return self;
}

char *
bh_script_draft_to_text (BhScriptDraft *self)
{
  return json_to_string (self->document, TRUE);
}

gboolean
bh_script_draft_get_dirty (BhScriptDraft *self)
{
  return bh_item_get_bool (self, PROP_DIRTY);
}

void
bh_script_draft_set_clean (BhScriptDraft *self)
{
  bh_item_set_bool (self, PROP_DIRTY, FALSE);
}

void
bh_script_draft_set_dirty (BhScriptDraft *self)
{
  bh_item_set_bool (self, PROP_DIRTY, TRUE);
}

const char *
bh_script_draft_get_name (BhScriptDraft *self)
{
  return bh_item_get_string (self, PROP_NAME);
}

const char *
bh_script_draft_get_title (BhScriptDraft *self)
{
  return bh_item_get_string (self, PROP_TITLE);
}

void
bh_script_draft_set_name (BhScriptDraft *self, const char *name)
{
  json_object_set_string_member (root_of (self), "name", name);
  bh_script_draft_changed (self);
}

void
bh_script_draft_set_title (BhScriptDraft *self, const char *title)
{
  bh_script_draft_write_text (self, root_of (self), "title", title);
  bh_script_draft_changed (self);
}

/* ---- steps */

guint
bh_script_draft_get_n_steps (BhScriptDraft *self)
{
  return json_array_get_length (steps_of (self));
}

static char *
free_id (BhScriptDraft *self)
{
  for (guint n = bh_script_draft_get_n_steps (self) + 1;; n++) {
    g_autofree char *id = g_strdup_printf ("step-%u", n);
    gboolean taken = FALSE;
    for (guint i = 0; i < bh_script_draft_get_n_steps (self); i++)
      taken |=
          g_str_equal (bh_script_draft_read_text (self, bh_script_draft_step_at (self, i), "id"),
                       id);
    if (!taken)
      return g_steal_pointer (&id);
  }
}

/* JSON arrays cannot be put into: a new one takes the old one's place. */
static void
rebuild_steps (BhScriptDraft *self, guint leave_out, guint put_behind, JsonNode *added)
{
  JsonArray *old = steps_of (self);
  JsonArray *steps = json_array_new ();

  for (guint i = 0; i < json_array_get_length (old); i++) {
    if (i != leave_out)
      json_array_add_element (steps, json_array_dup_element (old, i));
    if (i == put_behind && added != NULL)
      json_array_add_element (steps, g_steal_pointer (&added));
  }
  if (added != NULL)
    json_array_add_element (steps, added);
  json_object_set_array_member (root_of (self), "steps", steps);
}

guint
bh_script_draft_add_step (BhScriptDraft *self, guint after)
{
  JsonObject *step = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *id = free_id (self);
  guint n = bh_script_draft_get_n_steps (self);

  json_object_set_string_member (step, "id", id);
  json_object_set_string_member (step, "text", "");
  json_node_take_object (node, step);
  rebuild_steps (self, G_MAXUINT, after, node);
  bh_script_draft_changed (self);
  return MIN (after + 1, n);
}

void
bh_script_draft_remove_step (BhScriptDraft *self, guint step)
{
  g_return_if_fail (step < bh_script_draft_get_n_steps (self));
  rebuild_steps (self, step, G_MAXUINT, NULL);
  bh_script_draft_changed (self);
}

char *
bh_script_draft_dup_text (BhScriptDraft *self, guint step, const char *member)
{
  return g_strdup (bh_script_draft_read_text (self, bh_script_draft_step_at (self, step), member));
}

/* Every string below @node that names a step: "start", "go", and what stands in "next" or "jumps".
 */
static void
rename_in (JsonNode *node, const char *member, const char *from, const char *to)
{
  static const char *const naming[] = {"start", "go", "next", "jumps", NULL};

  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObjectIter iter;
    const char *name;
    JsonNode *child;
    json_object_iter_init (&iter, json_node_get_object (node));
    while (json_object_iter_next (&iter, &name, &child))
      rename_in (child, name, from, to);
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      rename_in (json_array_get_element (json_node_get_array (node), i), member, from, to);
  } else if (json_node_get_value_type (node) == G_TYPE_STRING && member != NULL &&
             g_strv_contains (naming, member) && g_str_equal (json_node_get_string (node), from)) {
    json_node_set_string (node, to);
  }
}

void
bh_script_draft_set_text (BhScriptDraft *self, guint step, const char *member, const char *text)
{
  JsonObject *object = bh_script_draft_step_at (self, step);
  g_autofree char *old = bh_script_draft_dup_text (self, step, member);

  g_return_if_fail (object != NULL && text != NULL);
  if (g_str_equal (old, text))
    return;
  if (g_str_equal (member, "id")) {
    json_object_set_string_member (object, "id", text);
    if (*old != '\0')
      rename_in (self->document, NULL, old, text);
  } else {
    bh_script_draft_write_text (self, object, member, text);
  }
  bh_script_draft_changed (self);
}

gboolean
bh_script_draft_get_flag (BhScriptDraft *self, guint step, const char *member)
{
  JsonObject *object = bh_script_draft_step_at (self, step);

  return object != NULL && json_object_get_boolean_member_with_default (object, member, FALSE);
}

void
bh_script_draft_set_flag (BhScriptDraft *self, guint step, const char *member, gboolean flag)
{
  JsonObject *object = bh_script_draft_step_at (self, step);

  g_return_if_fail (object != NULL);
  if (bh_script_draft_get_flag (self, step, member) == flag)
    return;
  if (flag)
    json_object_set_boolean_member (object, member, TRUE);
  else
    json_object_remove_member (object, member);
  bh_script_draft_changed (self);
}

char *
bh_script_draft_dup_rest (BhScriptDraft *self, guint step)
{
  JsonObject *object = bh_script_draft_step_at (self, step);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *shown = json_object_new ();

  json_node_take_object (node, shown);
  for (gsize i = 0; object != NULL && i < G_N_ELEMENTS (rest); i++) {
    if (json_object_has_member (object, rest[i]))
      json_object_set_member (shown, rest[i], json_object_dup_member (object, rest[i]));
  }
  return json_to_string (node, TRUE);
}

static gboolean
is_rest (JsonObject *object, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *item = members; item != NULL; item = item->next) {
    gboolean known = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS (rest); i++)
      known |= g_str_equal (rest[i], item->data);
    if (known)
      continue;
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_INVALID_DATA,
                 _ ("“%s” does not belong here: there are questions, next, jumps and articles."),
                 (const char *) item->data);
    return FALSE;
  }
  return TRUE;
}

gboolean
bh_script_draft_set_rest (BhScriptDraft *self, guint step, const char *text, GError **error)
{
  JsonObject *object = bh_script_draft_step_at (self, step);
  g_autoptr (GError) unreadable = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &unreadable);

  g_return_val_if_fail (object != NULL, FALSE);
  if (unreadable != NULL) {
    g_propagate_error (error, g_steal_pointer (&unreadable));
    return FALSE;
  }
  /* Of an empty text there is no node, and no error either. */
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("it is not one JSON object"));
    return FALSE;
  }
  if (!is_rest (json_node_get_object (node), error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (rest); i++) {
    JsonNode *member = json_object_get_member (json_node_get_object (node), rest[i]);
    if (member != NULL)
      json_object_set_member (object, rest[i], json_node_copy (member));
    else if (json_object_has_member (object, rest[i]))
      json_object_remove_member (object, rest[i]);
  }
  bh_script_draft_changed (self);
  return TRUE;
}

/* ---- what is wrong, and the chart */

guint
bh_script_draft_get_n_problems (BhScriptDraft *self)
{
  return self->problems->len;
}

static int
index_of_step (BhScriptDraft *self, const char *id)
{
  const BhScriptStep *step;

  if (id == NULL || self->script == NULL)
    return -1;
  if (*id == '#')
    return (int) g_ascii_strtoull (id + 1, NULL, 10) - 1;
  step = bh_script_find_step (self->script, id);
  return step != NULL ? (int) step->index : -1;
}

const char *
bh_script_draft_get_problem (BhScriptDraft *self, guint index, int *step)
{
  const BhScriptProblem *problem;

  g_return_val_if_fail (index < self->problems->len, NULL);
  problem = self->problems->pdata[index];
  if (step != NULL)
    *step = index_of_step (self, problem->step);
  return self->sentences->pdata[index];
}

/* The same drawing as a walk that stands at its start; only the mark of where one is differs. */
static BhScriptPlayer *
drawn (BhScriptDraft *self)
{
  g_autoptr (BhScriptRun) run = NULL;

  if (self->script == NULL)
    return NULL;
  run = bh_script_run_new (self->script, 0);
  return bh_script_player_new_of_run (run);
}

GArray *
bh_script_draft_list_boxes (BhScriptDraft *self, int here)
{
  g_autoptr (BhScriptPlayer) player = drawn (self);
  GArray *boxes;

  if (player == NULL)
    return g_array_new (FALSE, FALSE, sizeof (BhScriptBox));
  boxes = bh_script_player_list_boxes (player);
  for (guint i = 0; i < boxes->len; i++)
    g_array_index (boxes, BhScriptBox, i).state = (int) i == here ? BH_SCRIPT_BOX_HERE
                                                                  : BH_SCRIPT_BOX_AHEAD;
  return boxes;
}

GArray *
bh_script_draft_list_arrows (BhScriptDraft *self)
{
  g_autoptr (BhScriptPlayer) player = drawn (self);
  GArray *arrows;

  if (player == NULL)
    return g_array_new (FALSE, FALSE, sizeof (BhScriptArrow));
  arrows = bh_script_player_list_arrows (player);
  for (guint i = 0; i < arrows->len; i++)
    g_array_index (arrows, BhScriptArrow, i).taken = FALSE;
  return arrows;
}

GPtrArray *
bh_script_draft_list_changes (BhScriptDraft *from, BhScriptDraft *to)
{
  g_return_val_if_fail (BH_IS_SCRIPT_DRAFT (from) && BH_IS_SCRIPT_DRAFT (to), NULL);

  if (from->script == NULL || to->script == NULL)
    return g_ptr_array_new ();
  return bh_script_changes (from->script, to->script, own_language (to));
}
