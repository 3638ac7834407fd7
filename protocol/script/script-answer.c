/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-answer.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "protocol/script/script-error.h"

gboolean
bh_script_answer_is_empty (JsonNode *value)
{
  BhScriptValue held;

  bh_script_value_of_node (&held, value);
  return held.kind == BH_SCRIPT_VALUE_EMPTY;
}

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, BH_SCRIPT_ERROR, BH_SCRIPT_ERROR_VALUE, message);
  return FALSE;
}

static char *
figure (double number, guint decimals)
{
  return g_strdup_printf ("%.*f", (int) decimals, number);
}

static gboolean
check_number (const BhScriptQuestion *question, double number, GError **error)
{
  g_autofree char *low = figure (question->min, question->decimals);
  g_autofree char *high = figure (question->max, question->decimals);
  double scaled = number * pow (10, question->decimals);

  if (question->has_min && question->has_max && (number < question->min || number > question->max))
    return refuse (error, _ ("Only %s to %s."), low, high);
  if (question->has_min && number < question->min)
    return refuse (error, _ ("At least %s."), low);
  if (question->has_max && number > question->max)
    return refuse (error, _ ("At most %s."), high);
  if (fabs (number) > 1e12 || fabs (scaled - round (scaled)) > 1e-6 * fmax (1, fabs (scaled)))
    return question->decimals == 0
               ? refuse (error, _ ("A whole number."))
               : refuse (
                     error,
                     ngettext ("At most %u decimal.", "At most %u decimals.", question->decimals),
                     question->decimals);
  return TRUE;
}

static gboolean
check_date (const BhScriptQuestion *question, const char *text, GError **error)
{
  if (!bh_script_is_date (text))
    return refuse (error, _ ("“%s” is no day."), text);
  if (question->from != NULL && strcmp (text, question->from) < 0)
    return refuse (error, _ ("Not before %s."), question->from);
  if (question->until != NULL && strcmp (text, question->until) > 0)
    return refuse (error, _ ("Not after %s."), question->until);
  return TRUE;
}

static gboolean
check_text (const BhScriptQuestion *question, const char *text, GError **error)
{
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, _ ("This is no text."));
  if (question->type == BH_SCRIPT_DATE)
    return check_date (question, text, error);
  if (question->type == BH_SCRIPT_CHOICE)
    return g_strv_contains ((const char *const *) question->values, text) ||
           refuse (error, _ ("“%s” is none of the choices."), text);
  if (question->type != BH_SCRIPT_TEXT)
    return refuse (error, _ ("This question does not take a text."));
  if (g_utf8_strlen (text, -1) > (glong) question->max_length)
    return refuse (
        error,
        ngettext ("At most %u character.", "At most %u characters.", question->max_length),
        question->max_length);
  return TRUE;
}

static gboolean
check_list (const BhScriptQuestion *question, JsonArray *list, GError **error)
{
  if (question->type != BH_SCRIPT_CHOICES)
    return refuse (error, _ ("This question takes one answer."));
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *node = json_array_get_element (list, i);
    BhScriptValue value;
    bh_script_value_of_node (&value, node);
    if (value.kind != BH_SCRIPT_VALUE_TEXT ||
        !g_strv_contains ((const char *const *) question->values, value.text))
      return refuse (error,
                     _ ("“%s” is none of the choices."),
                     value.kind == BH_SCRIPT_VALUE_TEXT ? value.text : "?");
    for (guint j = 0; j < i; j++)
      if (g_strcmp0 (json_array_get_string_element (list, j), value.text) == 0)
        return refuse (error, _ ("“%s” is there twice."), value.text);
  }
  return TRUE;
}

gboolean
bh_script_answer_check (const BhScriptQuestion *question, JsonNode *value, GError **error)
{
  BhScriptValue held;
  gboolean figures = question->type == BH_SCRIPT_NUMBER || question->type == BH_SCRIPT_RATING;

  bh_script_value_of_node (&held, value);
  switch (held.kind) {
  case BH_SCRIPT_VALUE_EMPTY:
    return value == NULL || !JSON_NODE_HOLDS_OBJECT (value) ||
           refuse (error, _ ("This is no answer."));
  case BH_SCRIPT_VALUE_NUMBER:
    return figures ? check_number (question, held.number, error)
                   : refuse (error, _ ("This question does not take a number."));
  case BH_SCRIPT_VALUE_FLAG:
    return question->type == BH_SCRIPT_YES_NO ||
           refuse (error, _ ("This question is not answered by yes or no."));
  case BH_SCRIPT_VALUE_LIST:
    return check_list (question, held.list, error);
  default:
    return check_text (question, held.text, error);
  }
}

static const char *
label_of (const BhScriptQuestion *question, const char *value, const char *language)
{
  for (guint i = 0; question != NULL && i < question->options->len; i++) {
    const BhScriptOption *option = g_ptr_array_index (question->options, i);
    if (g_str_equal (option->value, value) && option->label != NULL)
      return bh_script_words_get (option->label, language);
  }
  return value;
}

static char *
number_text (const BhScriptQuestion *question, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (question != NULL)
    return figure (number, question->decimals);
  return g_strdup (g_ascii_dtostr (text, sizeof text, number));
}

static char *
list_text (const BhScriptQuestion *question, JsonArray *list, const char *language)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (list); i++) {
    BhScriptValue value;
    bh_script_value_of_node (&value, json_array_get_element (list, i));
    if (value.kind == BH_SCRIPT_VALUE_TEXT)
      g_ptr_array_add (labels, (char *) label_of (question, value.text, language));
  }
  g_ptr_array_add (labels, NULL);
  /* Translators: between several choices that a customer has named */
  return g_strjoinv (C_ ("between choices", ", "), (char **) labels->pdata);
}

char *
bh_script_answer_text (const BhScriptQuestion *question, JsonNode *value, const char *language)
{
  BhScriptValue held;

  bh_script_value_of_node (&held, value);
  switch (held.kind) {
  case BH_SCRIPT_VALUE_EMPTY:
    return NULL;
  case BH_SCRIPT_VALUE_NUMBER:
    return number_text (question, held.number);
  case BH_SCRIPT_VALUE_FLAG:
    return g_strdup (held.flag ? C_ ("answer", "yes") : C_ ("answer", "no"));
  case BH_SCRIPT_VALUE_LIST:
    return list_text (question, held.list, language);
  default:
    return g_strdup (label_of (question, held.text, language));
  }
}
