/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-question-item.h"

#include <glib/gi18n-lib.h>

#include "desktop/model/script-option.h"
#include "desktop/model/script-question-item-private.h"

enum {
  PROP_ID = 1,
  PROP_KIND,
  PROP_LABEL,
  PROP_HELP,
  PROP_REQUIRED,
  PROP_LINES,
  PROP_MAX_LENGTH,
  PROP_ANSWERED,
  PROP_VALUE,
  PROP_VALUE_TEXT,
  PROP_OPTIONS,
  PROP_ERROR,
};

static GType
list_model_type (void)
{
  return G_TYPE_LIST_MODEL;
}

static const BhItemField fields[] = {
    {"id", bh_item_string},
    {"kind", bh_item_string},
    {"label", bh_item_string},
    {"help", bh_item_string},
    {"required", bh_item_bool},
    {"lines", bh_item_bool},
    {"max-length", bh_item_int},
    {"answered", bh_item_bool},
    {"value", bh_item_string},
    {"value-text", bh_item_string},
    {"options", list_model_type},
    {"error", bh_item_string},
};

struct _BhScriptQuestionItem {
  BhItem parent;
  BhScript *script;
  const BhScriptQuestion *question; /* of the script */
  GListStore *options;
};

G_DEFINE_FINAL_TYPE (BhScriptQuestionItem, bh_script_question_item, BH_TYPE_ITEM)

static void
bh_script_question_item_finalize (GObject *object)
{
  BhScriptQuestionItem *self = BH_SCRIPT_QUESTION_ITEM (object);

  g_clear_object (&self->options);
  g_clear_pointer (&self->script, bh_script_unref);
  G_OBJECT_CLASS (bh_script_question_item_parent_class)->finalize (object);
}

static void
bh_script_question_item_class_init (BhScriptQuestionItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_script_question_item_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_script_question_item_init (BhScriptQuestionItem *self)
{
  self->options = g_list_store_new (BH_TYPE_SCRIPT_OPTION);
}

static void
add_option (BhScriptQuestionItem *self, const char *value, const char *label)
{
  g_autoptr (BhScriptOptionItem) option = bh_script_option_new (value, label);

  g_list_store_append (self->options, option);
}

static void
add_marks (BhScriptQuestionItem *self)
{
  for (int mark = (int) self->question->min; mark <= (int) self->question->max; mark++) {
    g_autofree char *text = g_strdup_printf ("%d", mark);
    add_option (self, text, text);
  }
}

static void
add_options (BhScriptQuestionItem *self)
{
  if (self->question->type == BH_SCRIPT_YES_NO) {
    /* Translators: an answer of a customer */
    add_option (self, "yes", C_ ("answer", "Yes"));
    add_option (self, "no", C_ ("answer", "No"));
  } else if (self->question->type == BH_SCRIPT_RATING)
    add_marks (self);
  for (guint i = 0; i < self->question->options->len; i++)
    add_option (self, ((BhScriptOption *) self->question->options->pdata[i])->value, "");
}

BhScriptQuestionItem *
bh_script_question_item_new (BhScript *script, const BhScriptQuestion *question)
{
  BhScriptQuestionItem *self = g_object_new (BH_TYPE_SCRIPT_QUESTION_ITEM, NULL);

  self->script = bh_script_ref (script);
  self->question = question;
  bh_item_set_string (self, PROP_ID, question->id);
  bh_item_set_string (self, PROP_KIND, bh_script_type_to_string (question->type));
  bh_item_set_bool (self, PROP_REQUIRED, question->required);
  bh_item_set_bool (self, PROP_LINES, question->lines);
  bh_item_set_int (self, PROP_MAX_LENGTH, question->max_length);
  add_options (self);
  bh_item_set_object (self, PROP_OPTIONS, self->options);
  return self;
}

static gboolean
is_chosen (BhScriptQuestionItem *self,
           const BhScriptValue *held,
           const char *value,
           const char *own)
{
  if (held->kind == BH_SCRIPT_VALUE_LIST) {
    const BhScriptValue one = {.kind = BH_SCRIPT_VALUE_TEXT, .text = own};
    return bh_script_value_is_in (&one, held->list);
  }
  return *value != '\0' && g_str_equal (value, own);
}

static void
refresh_options (BhScriptQuestionItem *self, const BhScriptValue *held, const char *value)
{
  GListModel *model = G_LIST_MODEL (self->options);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (BhScriptOptionItem) option = g_list_model_get_item (model, i);
    bh_script_option_set_chosen (
        option,
        is_chosen (self, held, value, bh_script_option_get_value (option)));
  }
}

static void
refresh_labels (BhScriptQuestionItem *self, BhScriptRun *run)
{
  for (guint i = 0; i < self->question->options->len; i++) {
    const BhScriptOption *one = g_ptr_array_index (self->question->options, i);
    g_autoptr (BhScriptOptionItem) option = g_list_model_get_item (G_LIST_MODEL (self->options), i);
    bh_script_option_set_label (option,
                                bh_script_words_get (one->label, bh_script_run_get_language (run)));
  }
}

/* As it would be typed. */
static char *
typed (const BhScriptQuestion *question, JsonNode *answer, const BhScriptValue *held)
{
  switch (held->kind) {
  case BH_SCRIPT_VALUE_TEXT:
    return g_strdup (held->text);
  case BH_SCRIPT_VALUE_FLAG:
    return g_strdup (held->flag ? "yes" : "no");
  case BH_SCRIPT_VALUE_NUMBER:
    return bh_script_answer_text (question, answer, NULL);
  default:
    return g_strdup ("");
  }
}

void
bh_script_question_item_refresh (BhScriptQuestionItem *self, BhScriptRun *run)
{
  JsonNode *answer = bh_script_run_get_answer (run, self->question->id);
  g_autofree char *label = bh_script_run_render (run, self->question->label, NULL);
  g_autofree char *help = bh_script_run_render (run, self->question->help, NULL);
  g_autofree char *read =
      bh_script_answer_text (self->question, answer, bh_script_run_get_language (run));
  g_autofree char *value = NULL;
  BhScriptValue held;

  bh_script_value_of_node (&held, answer);
  value = typed (self->question, answer, &held);
  bh_item_set_string (self, PROP_LABEL, label);
  bh_item_set_string (self, PROP_HELP, help);
  refresh_labels (self, run);
  refresh_options (self, &held, value);
  bh_item_set_string (self, PROP_VALUE, value);
  bh_item_set_string (self, PROP_VALUE_TEXT, read != NULL ? read : "");
  bh_item_set_bool (self, PROP_ANSWERED, answer != NULL);
}

void
bh_script_question_item_set_error (BhScriptQuestionItem *self, const char *error)
{
  bh_item_set_string (self, PROP_ERROR, error);
}

/* A comma is a point to many. */
static gboolean
read_number (const char *text, double *number)
{
  g_autofree char *point = g_strdelimit (g_strdup (text), ",", '.');

  return bh_script_is_number (g_strstrip (point), number);
}

JsonNode *
bh_script_question_value (const BhScriptQuestion *question, const char *text)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);
  double number;

  if ((question->type == BH_SCRIPT_NUMBER || question->type == BH_SCRIPT_RATING) &&
      read_number (text, &number)) {
    if (number == (double) (gint64) number)
      json_node_set_int (node, (gint64) number);
    else
      json_node_set_double (node, number);
  } else if (question->type == BH_SCRIPT_YES_NO &&
             (g_str_equal (text, "yes") || g_str_equal (text, "no")))
    json_node_set_boolean (node, g_str_equal (text, "yes"));
  else
    json_node_set_string (node, text);
  return node;
}

const char *
bh_script_question_item_get_id (BhScriptQuestionItem *self)
{
  return bh_item_get_string (self, PROP_ID);
}

const char *
bh_script_question_item_get_kind (BhScriptQuestionItem *self)
{
  return bh_item_get_string (self, PROP_KIND);
}

const char *
bh_script_question_item_get_label (BhScriptQuestionItem *self)
{
  return bh_item_get_string (self, PROP_LABEL);
}

const char *
bh_script_question_item_get_value (BhScriptQuestionItem *self)
{
  return bh_item_get_string (self, PROP_VALUE);
}

const char *
bh_script_question_item_get_value_text (BhScriptQuestionItem *self)
{
  return bh_item_get_string (self, PROP_VALUE_TEXT);
}

const char *
bh_script_question_item_get_error (BhScriptQuestionItem *self)
{
  return bh_item_get_string (self, PROP_ERROR);
}

gboolean
bh_script_question_item_get_required (BhScriptQuestionItem *self)
{
  return bh_item_get_bool (self, PROP_REQUIRED);
}

GListModel *
bh_script_question_item_get_options (BhScriptQuestionItem *self)
{
  return G_LIST_MODEL (self->options);
}

void
bh_script_question_item_get_bounds (BhScriptQuestionItem *self, BhScriptBounds *bounds)
{
  const BhScriptQuestion *question = self->question;

  *bounds = (BhScriptBounds){question->has_min,
                             question->has_max,
                             question->min,
                             question->max,
                             question->decimals,
                             question->from,
                             question->until};
}
