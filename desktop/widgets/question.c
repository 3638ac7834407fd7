/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/question.h"

#include <glib/gi18n-lib.h>

#include "desktop/widgets/answer-entry.h"
#include "desktop/widgets/choice-group.h"

struct _BhQuestion {
  AdwBin parent_instance;
  BhQuestionSpec spec; /* what it points to lies in kept */
  GPtrArray *kept;
  GtkWidget *control; /* a BhAnswerEntry or a BhChoiceGroup */
  GtkWidget *error_box;
  GtkLabel *error;
};

enum { CHANGED, GO_ON, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BhQuestion, bh_question, ADW_TYPE_BIN)

/* A rating has no more steps than fit beside each other. */
#define MAX_RATING 11

static gboolean
is_typed (BhQuestion *self)
{
  return BH_IS_ANSWER_ENTRY (self->control);
}

static GVariant *
chosen_values (BhQuestion *self)
{
  GVariantBuilder builder;
  guint n = 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint i = 0; self->spec.values[i] != NULL; i++) {
    if (!bh_choice_group_get_chosen (BH_CHOICE_GROUP (self->control), i))
      continue;
    g_variant_builder_add (&builder, "s", self->spec.values[i]);
    n++;
  }
  if (n > 0)
    return g_variant_ref_sink (g_variant_builder_end (&builder));
  g_variant_builder_clear (&builder);
  return NULL;
}

GVariant *
bh_question_get_answer (BhQuestion *self)
{
  int first;

  g_return_val_if_fail (BH_IS_QUESTION (self), NULL);
  if (is_typed (self))
    return bh_answer_entry_get_answer (BH_ANSWER_ENTRY (self->control));
  first = bh_choice_group_get_first (BH_CHOICE_GROUP (self->control));
  if (first < 0)
    return NULL;
  switch (self->spec.kind) {
  case BH_QUESTION_CHOICES:
    return chosen_values (self);
  case BH_QUESTION_YES_NO:
    return g_variant_ref_sink (g_variant_new_boolean (first == 0));
  case BH_QUESTION_RATING:
    return g_variant_ref_sink (g_variant_new_double (self->spec.min + first));
  default:
    return g_variant_ref_sink (g_variant_new_string (self->spec.values[first]));
  }
}

static void
choose_value (BhQuestion *self, const char *value)
{
  for (guint i = 0; self->spec.values[i] != NULL; i++) {
    if (g_str_equal (self->spec.values[i], value))
      bh_choice_group_set_chosen (BH_CHOICE_GROUP (self->control), i, TRUE);
  }
}

static void
choose_answer (BhQuestion *self, GVariant *answer)
{
  BhChoiceGroup *group = BH_CHOICE_GROUP (self->control);

  bh_choice_group_clear (group);
  if (answer == NULL)
    return;
  if (g_variant_is_of_type (answer, G_VARIANT_TYPE_BOOLEAN)) {
    bh_choice_group_set_chosen (group, g_variant_get_boolean (answer) ? 0 : 1, TRUE);
  } else if (g_variant_is_of_type (answer, G_VARIANT_TYPE_DOUBLE)) {
    double step = g_variant_get_double (answer) - self->spec.min;
    if (step >= 0)
      bh_choice_group_set_chosen (group, (guint) step, TRUE);
  } else if (g_variant_is_of_type (answer, G_VARIANT_TYPE_STRING_ARRAY) && self->spec.values) {
    g_autofree const char **values = g_variant_get_strv (answer, NULL);
    for (guint i = 0; values[i] != NULL; i++)
      choose_value (self, values[i]);
  } else if (g_variant_is_of_type (answer, G_VARIANT_TYPE_STRING) && self->spec.values) {
    choose_value (self, g_variant_get_string (answer, NULL));
  }
}

static gboolean
is_same (GVariant *a, GVariant *b)
{
  return a == b || (a != NULL && b != NULL && g_variant_equal (a, b));
}

void
bh_question_set_answer (BhQuestion *self, GVariant *answer)
{
  g_autoptr (GVariant) shown = NULL;
  g_autofree char *fault = NULL;

  g_return_if_fail (BH_IS_QUESTION (self));
  shown = bh_question_get_answer (self);
  fault = bh_question_find_fault (self, FALSE);
  /* "12." on the way to "12.5", and what is wrong still, are not taken from under the hand. */
  if (fault != NULL || is_same (shown, answer))
    return;
  if (is_typed (self))
    bh_answer_entry_set_answer (BH_ANSWER_ENTRY (self->control), answer);
  else
    choose_answer (self, answer);
}

char *
bh_question_find_fault (BhQuestion *self, gboolean missing)
{
  g_autoptr (GVariant) answer = NULL;
  char *fault = NULL;

  g_return_val_if_fail (BH_IS_QUESTION (self), NULL);
  if (is_typed (self))
    fault = bh_answer_entry_find_fault (BH_ANSWER_ENTRY (self->control));
  if (fault != NULL || !missing || !self->spec.required)
    return fault;
  answer = bh_question_get_answer (self);
  return answer == NULL ? g_strdup (_ ("This needs an answer before you go on.")) : NULL;
}

void
bh_question_set_error (BhQuestion *self, const char *text)
{
  g_return_if_fail (BH_IS_QUESTION (self));
  gtk_label_set_label (self->error, text != NULL ? text : "");
  gtk_widget_set_visible (self->error_box, text != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->control),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               text != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                            : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (text != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "bh-wrong");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "bh-wrong");
}

void
bh_question_focus (BhQuestion *self)
{
  g_return_if_fail (BH_IS_QUESTION (self));
  gtk_widget_grab_focus (self->control);
}

static gboolean
bh_question_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (BH_QUESTION (widget)->control);
}

static void
on_changed (BhQuestion *self)
{
  bh_question_set_error (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_go_on (BhQuestion *self)
{
  g_signal_emit (self, signals[GO_ON], 0);
}

/* In a group of buttons Enter goes on as well; Space chooses. */
static gboolean
on_group_key (GtkEventController *controller,
              guint key,
              guint code,
              GdkModifierType state,
              BhQuestion *self)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0 ||
      (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_ISO_Enter))
    return FALSE;
  on_go_on (self);
  return TRUE;
}

static GtkWidget *
group_new (BhQuestion *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  BhChoiceKind kind = self->spec.kind == BH_QUESTION_CHOICE    ? BH_CHOICE_ONE
                      : self->spec.kind == BH_QUESTION_CHOICES ? BH_CHOICE_SEVERAL
                                                               : BH_CHOICE_SHORT;
  guint first = self->spec.kind == BH_QUESTION_RATING ? (guint) self->spec.min : 1;
  GtkWidget *group = bh_choice_group_new (kind, self->spec.words, first);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_group_key), self);
  gtk_widget_add_controller (group, keys);
  gtk_widget_set_name (group, "answer");
  gtk_accessible_update_property (GTK_ACCESSIBLE (group),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->spec.label,
                                  -1);
  return group;
}

/* Keeping what the spec points to */

static const char *
keep (BhQuestion *self, const char *text)
{
  char *kept = g_strdup (text);

  if (kept != NULL)
    g_ptr_array_add (self->kept, kept);
  return kept;
}

static const char *const *
keep_list (BhQuestion *self, const char *const *texts)
{
  guint n = texts != NULL ? g_strv_length ((char **) texts) : 0;
  const char **list = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    list[i] = keep (self, texts[i]);
  g_ptr_array_add (self->kept, (gpointer) list);
  return list;
}

static void
keep_rating (BhQuestion *self)
{
  BhQuestionSpec *spec = &self->spec;
  g_auto (GStrv) digits = g_new0 (char *, MAX_RATING + 1);

  if (!spec->has_min || spec->min < 0)
    spec->min = 1;
  if (!spec->has_max || spec->max <= spec->min)
    spec->max = spec->min + 4;
  spec->max = MIN (spec->max, spec->min + MAX_RATING - 1);
  for (guint i = 0; spec->min + i <= spec->max; i++)
    digits[i] = g_strdup_printf ("%.0f", spec->min + i);
  spec->words = keep_list (self, (const char *const *) digits);
}

static void
keep_spec (BhQuestion *self, const BhQuestionSpec *spec)
{
  self->spec = *spec;
  self->spec.label = keep (self, spec->label != NULL ? spec->label : "");
  self->spec.help = keep (self, spec->help);
  self->spec.from = keep (self, spec->from);
  self->spec.until = keep (self, spec->until);
  self->spec.values = keep_list (self, spec->values);
  if (spec->kind == BH_QUESTION_YES_NO)
    self->spec.words =
        keep_list (self, (const char *const[]){C_ ("answer", "Yes"), C_ ("answer", "No"), NULL});
  else if (spec->kind == BH_QUESTION_RATING)
    keep_rating (self);
  else
    self->spec.words = keep_list (self, spec->words);
}

static GtkWidget *
text_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
head_new (BhQuestion *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_append (GTK_BOX (head), text_label (self->spec.label, "bh-strong"));
  if (self->spec.required) {
    /* Translators: beside a question that must be answered. */
    GtkWidget *word = text_label (C_ ("question", "required"), "bh-small");
    gtk_widget_add_css_class (word, "bh-warning-text");
    gtk_widget_set_valign (word, GTK_ALIGN_BASELINE);
    gtk_box_append (GTK_BOX (head), word);
  }
  return head;
}

static void
build_error (BhQuestion *self)
{
  self->error_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->error = GTK_LABEL (text_label (NULL, "bh-small"));
  gtk_widget_set_name (GTK_WIDGET (self->error), "question-error");
  gtk_widget_add_css_class (self->error_box, "bh-error-text");
  gtk_box_append (GTK_BOX (self->error_box), gtk_image_new_from_icon_name ("bh-warning-symbolic"));
  gtk_box_append (GTK_BOX (self->error_box), GTK_WIDGET (self->error));
  gtk_widget_set_visible (self->error_box, FALSE);
}

static void
build (BhQuestion *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->control = self->spec.kind <= BH_QUESTION_DATE ? bh_answer_entry_new (&self->spec)
                                                      : group_new (self);
  g_signal_connect_swapped (self->control, "changed", G_CALLBACK (on_changed), self);
  if (is_typed (self))
    g_signal_connect_swapped (self->control, "go-on", G_CALLBACK (on_go_on), self);
  build_error (self);
  gtk_box_append (GTK_BOX (box), head_new (self));
  if (self->spec.help != NULL && *self->spec.help != '\0') {
    GtkWidget *help = text_label (self->spec.help, "bh-small");
    gtk_widget_add_css_class (help, "bh-dim");
    gtk_box_append (GTK_BOX (box), help);
  }
  gtk_box_append (GTK_BOX (box), self->control);
  gtk_box_append (GTK_BOX (box), self->error_box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "bh-asked");
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
bh_question_finalize (GObject *object)
{
  g_ptr_array_unref (BH_QUESTION (object)->kept);
  G_OBJECT_CLASS (bh_question_parent_class)->finalize (object);
}

static void
bh_question_class_init (BhQuestionClass *klass)
{
  static const char *const names[] = {"changed", "go-on"};

  G_OBJECT_CLASS (klass)->finalize = bh_question_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = bh_question_grab_focus;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i],
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
bh_question_init (BhQuestion *self)
{
  self->kept = g_ptr_array_new_with_free_func (g_free);
}

GtkWidget *
bh_question_new (const BhQuestionSpec *spec)
{
  BhQuestion *self;

  g_return_val_if_fail (spec != NULL, NULL);
  self = g_object_new (BH_TYPE_QUESTION, NULL);
  keep_spec (self, spec);
  build (self);
  return GTK_WIDGET (self);
}
