/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/script-parts.h"

#include "desktop/model/script-option.h"
#include "desktop/widgets/answer-parse.h"
#include "desktop/widgets/question.h"

/* The wire's words, in the widget's order. */
static const char *const kinds[] =
    {"text", "number", "date", "choice", "choices", "yes_no", "rating"};

static BhQuestionKind
kind_of (BhScriptQuestionItem *item)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_equal (kinds[i], bh_script_question_item_get_kind (item)))
      return (BhQuestionKind) i;
  }
  return BH_QUESTION_TEXT;
}

static GVariant *
chosen_options (BhScriptQuestionItem *item)
{
  GListModel *options = bh_script_question_item_get_options (item);
  GVariantBuilder builder;
  guint n = 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < g_list_model_get_n_items (options); i++) {
    g_autoptr (BhScriptOptionItem) option = g_list_model_get_item (options, i);
    if (!bh_script_option_get_chosen (option))
      continue;
    g_variant_builder_add (&builder, "s", bh_script_option_get_value (option));
    n++;
  }
  if (n > 0)
    return g_variant_ref_sink (g_variant_builder_end (&builder));
  g_variant_builder_clear (&builder);
  return NULL;
}

GVariant *
bh_script_question_answer (BhScriptQuestionItem *item)
{
  const char *value = bh_script_question_item_get_value (item);
  BhQuestionKind kind = kind_of (item);
  double number;

  if (kind == BH_QUESTION_CHOICES)
    return chosen_options (item);
  if (value == NULL || *value == '\0')
    return NULL;
  if (kind == BH_QUESTION_YES_NO)
    return g_variant_ref_sink (g_variant_new_boolean (g_str_equal (value, "yes")));
  if (kind != BH_QUESTION_NUMBER && kind != BH_QUESTION_RATING)
    return g_variant_ref_sink (g_variant_new_string (value));
  return bh_answer_parse_number (value, &number)
             ? g_variant_ref_sink (g_variant_new_double (number))
             : NULL;
}

char *
bh_script_answer_typed (GVariant *answer)
{
  if (answer == NULL)
    return g_strdup ("");
  if (g_variant_is_of_type (answer, G_VARIANT_TYPE_BOOLEAN))
    return g_strdup (g_variant_get_boolean (answer) ? "yes" : "no");
  if (g_variant_is_of_type (answer, G_VARIANT_TYPE_DOUBLE))
    return bh_answer_format_number (g_variant_get_double (answer), 6);
  return g_variant_dup_string (answer, NULL);
}

static const char **
texts_of_options (GListModel *options, const char *(*text_of) (BhScriptOptionItem *) )
{
  guint n = options != NULL ? g_list_model_get_n_items (options) : 0;
  const char **texts = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++) {
    g_autoptr (BhScriptOptionItem) option = g_list_model_get_item (options, i);
    texts[i] = text_of (option); /* the list keeps it */
  }
  return texts;
}

GtkWidget *
bh_script_question_new (BhScriptQuestionItem *item)
{
  GListModel *options = bh_script_question_item_get_options (item);
  g_autofree const char **values = texts_of_options (options, bh_script_option_get_value);
  g_autofree const char **words = texts_of_options (options, bh_script_option_get_label);
  g_autofree char *help = NULL;
  gboolean lines;
  gint64 max_length;
  BhScriptBounds bounds = {0};
  BhQuestionSpec spec;

  g_object_get (item, "help", &help, "lines", &lines, "max-length", &max_length, NULL);
  bh_script_question_item_get_bounds (item, &bounds);
  spec = (BhQuestionSpec){
      .kind = kind_of (item),
      .label = bh_script_question_item_get_label (item),
      .help = help,
      .required = bh_script_question_item_get_required (item),
      .has_min = bounds.has_min,
      .has_max = bounds.has_max,
      .min = bounds.min,
      .max = bounds.max,
      .decimals = bounds.decimals,
      .from = bounds.from,
      .until = bounds.until,
      .max_length = (guint) CLAMP (max_length, 0, G_MAXINT),
      .lines = lines,
      .values = values,
      .words = words,
  };
  return bh_question_new (&spec);
}

GtkWidget *
bh_script_chip_new (const char *icon, const char *words)
{
  GtkWidget *chip = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (chip), box);
  gtk_widget_add_css_class (chip, "bh-chip");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (chip, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return chip;
}
