/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/script-view.h"

#include <glib/gi18n.h>

#include "desktop/agent/script-chart.h"
#include "desktop/agent/script-parts.h"
#include "desktop/model/script-place.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/flow-chart.h"
#include "desktop/widgets/question.h"
#include "desktop/widgets/tag.h"

struct _BhScriptView {
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *progress;
  GtkMenuButton *chart_button;
  GtkPopover *chart_popover;
  BhFlowChart *chart;
  GtkLabel *chart_hint;
  GtkWidget *payment;
  GtkLabel *payment_words;
  GtkLabel *step_title;
  GtkLabel *text;
  GtkBox *questions;
  GtkFlowBox *articles;
  GtkFlowBox *jumps;
  GtkWidget *refusal;
  GtkLabel *refusal_words;
  GtkLabel *kept;
  GtkWidget *back;
  GtkWidget *next;
  GtkWidget *complete;

  BhScriptPlayer *player;
  GSignalGroup *player_signals;
  char *step; /* the one that is shown */
  gboolean updating;
};

enum { PROP_PLAYER = 1, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { ARTICLE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BhScriptView, bh_script_view, ADW_TYPE_BIN)

#define QUESTION_KEY "bh-script-question"

/* What was refused as a whole stands at the foot; NULL takes it away. */
static void
refuse (BhScriptView *self, const char *text)
{
  gtk_label_set_label (self->refusal_words, text != NULL ? text : "");
  gtk_widget_set_visible (self->refusal, text != NULL);
}

/* Questions: a widget stays as long as its question is asked, so that nothing is taken from under
 * the hand when an answer makes another question come or go. */

static BhScriptQuestionItem *
item_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), QUESTION_KEY);
}

static GtkWidget *
find_widget (BhScriptView *self, BhScriptQuestionItem *item)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->questions)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (item_of (child) == item)
      return child;
  }
  return NULL;
}

static gboolean
tell_answer (BhScriptView *self, const char *question, GVariant *answer, GError **error)
{
  g_autofree char *typed = NULL;
  g_autofree const char **values = NULL;

  if (answer != NULL && g_variant_is_of_type (answer, G_VARIANT_TYPE_STRING_ARRAY)) {
    values = g_variant_get_strv (answer, NULL);
    return bh_script_player_answer_many (self->player, question, values, error);
  }
  typed = bh_script_answer_typed (answer);
  return bh_script_player_answer (self->player, question, typed, error);
}

/* What cannot be meant is not told: the last answer that could stays until there is another. */
static void
on_answered (BhScriptView *self, BhQuestion *widget)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BhQuestion) kept = g_object_ref (widget);
  g_autofree char *fault = bh_question_find_fault (widget, FALSE);

  if (self->updating || self->player == NULL || fault != NULL)
    return;
  gtk_widget_set_visible (self->refusal, FALSE);
  answer = bh_question_get_answer (widget);
  if (!tell_answer (self,
                    bh_script_question_item_get_id (item_of (GTK_WIDGET (widget))),
                    answer,
                    &error))
    bh_question_set_error (widget, error->message);
}

/* Enter goes to the next question of the step, from the last one to the next step. */
static void
on_question_done (BhScriptView *self, GtkWidget *widget)
{
  GtkWidget *next = gtk_widget_get_next_sibling (widget);

  if (next != NULL)
    gtk_widget_grab_focus (next);
  else
    bh_script_view_go_on (self);
}

static GtkWidget *
add_question (BhScriptView *self, BhScriptQuestionItem *item, GtkWidget *after)
{
  GtkWidget *widget = bh_script_question_new (item);

  g_object_set_data_full (G_OBJECT (widget), QUESTION_KEY, g_object_ref (item), g_object_unref);
  g_signal_connect_swapped (widget, "changed", G_CALLBACK (on_answered), self);
  g_signal_connect_swapped (widget, "go-on", G_CALLBACK (on_question_done), self);
  gtk_box_insert_child_after (self->questions, widget, after);
  return widget;
}

static gboolean
is_listed (GListModel *items, gpointer item)
{
  for (guint i = 0; items != NULL && i < g_list_model_get_n_items (items); i++) {
    g_autoptr (GObject) listed = g_list_model_get_item (items, i);
    if ((gpointer) listed == item)
      return TRUE;
  }
  return FALSE;
}

/* @items: those that stay, or NULL. */
static void
drop_questions (BhScriptView *self, GListModel *items)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->questions));

  while (child != NULL) {
    GtkWidget *next = gtk_widget_get_next_sibling (child);
    if (!is_listed (items, item_of (child)))
      gtk_box_remove (self->questions, child);
    child = next;
  }
}

static void
update_questions (BhScriptView *self)
{
  GListModel *items = bh_script_player_get_questions (self->player);
  GtkWidget *after = NULL;

  drop_questions (self, items);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (BhScriptQuestionItem) item = g_list_model_get_item (items, i);
    g_autoptr (GVariant) answer = bh_script_question_answer (item);
    GtkWidget *widget = find_widget (self, item);
    if (widget == NULL)
      widget = add_question (self, item, after);
    bh_question_set_answer (BH_QUESTION (widget), answer);
    after = widget;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->questions), after != NULL);
}

/* Articles and jumps */

#define PLACE_KEY "bh-script-place"

static void
on_article (BhScriptView *self, GtkWidget *button)
{
  BhScriptPlace *place = g_object_get_data (G_OBJECT (button), PLACE_KEY);

  g_signal_emit (self,
                 signals[ARTICLE],
                 0,
                 bh_script_place_get_id (place),
                 bh_script_place_get_search (place));
}

static void
jump (BhScriptView *self, const char *step)
{
  g_autoptr (GError) error = NULL;

  if (bh_script_player_jump (self->player, step, &error))
    bh_script_view_focus (self);
  else
    refuse (self, error->message);
}

static void
on_jump (BhScriptView *self, GtkWidget *button)
{
  g_autoptr (BhScriptPlace) place = g_object_ref (g_object_get_data (G_OBJECT (button), PLACE_KEY));

  jump (self, bh_script_place_get_id (place));
}

static void
clear_flow (GtkFlowBox *flow)
{
  GtkFlowBoxChild *child;

  while ((child = gtk_flow_box_get_child_at_index (flow, 0)) != NULL)
    gtk_flow_box_remove (flow, GTK_WIDGET (child));
}

static GtkWidget *
add_chip (GtkFlowBox *flow, const char *icon, BhScriptPlace *place)
{
  GtkWidget *chip = bh_script_chip_new (icon, bh_script_place_get_title (place));
  GtkWidget *child;

  g_object_set_data_full (G_OBJECT (chip), PLACE_KEY, g_object_ref (place), g_object_unref);
  gtk_flow_box_append (flow, chip);
  child = gtk_widget_get_parent (chip);
  gtk_widget_set_focusable (child, FALSE); /* the button in it is */
  gtk_widget_set_halign (child, GTK_ALIGN_START);
  return chip;
}

/* Chips that are the same already stay: one of them may have the focus. */
static gboolean
is_filled (GtkFlowBox *flow, GListModel *places)
{
  guint n = g_list_model_get_n_items (places);

  for (guint i = 0; i <= n; i++) {
    GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (flow, (int) i);
    g_autoptr (GObject) place = i < n ? g_list_model_get_item (places, i) : NULL;
    gpointer shown =
        child != NULL
            ? g_object_get_data (G_OBJECT (gtk_flow_box_child_get_child (child)), PLACE_KEY)
            : NULL;
    if (shown != (gpointer) place)
      return FALSE;
  }
  return TRUE;
}

static void
fill_chips (BhScriptView *self,
            GtkFlowBox *flow,
            GListModel *places,
            const char *icon,
            GCallback clicked)
{
  if (is_filled (flow, places))
    return;
  clear_flow (flow);
  for (guint i = 0; i < g_list_model_get_n_items (places); i++) {
    g_autoptr (BhScriptPlace) place = g_list_model_get_item (places, i);
    GtkWidget *chip = add_chip (flow, icon, place);
    gtk_widget_set_name (chip, bh_script_place_get_id (place));
    g_signal_connect_swapped (chip, "clicked", clicked, self);
  }
}

static void
update_chips (BhScriptView *self)
{
  GListModel *links = bh_script_player_get_links (self->player);

  fill_chips (self, self->articles, links, "bh-book-symbolic", G_CALLBACK (on_article));
  gtk_widget_set_visible (GTK_WIDGET (self->articles), g_list_model_get_n_items (links) > 0);
  fill_chips (self,
              self->jumps,
              bh_script_player_get_jumps (self->player),
              "bh-transfer-symbolic",
              G_CALLBACK (on_jump));
}

/* Head, text, foot */

static void
update_head (BhScriptView *self)
{
  g_autofree char *progress = NULL;
  gint64 passed;
  gint64 left;

  g_object_get (self->player, "passed", &passed, "left", &left, NULL);
  /* Translators: where an agent is in a script; the second number may grow as answers open ways. */
  progress = g_strdup_printf (_ ("▸ step %u of %u"), (guint) passed, (guint) (passed + left));
  gtk_label_set_label (self->title, bh_script_player_get_title (self->player));
  gtk_label_set_label (self->progress, progress);
}

/* What the recording does while a card is read out. @state: as the player's "record-state". */
static char *
payment_words (const char *state, const char *why)
{
  if (g_strcmp0 (state, "asking") == 0)
    return g_strdup (_ ("Payment: the recording is being paused…"));
  if (g_strcmp0 (state, "paused") == 0)
    return g_strdup (_ ("Payment: the recording is paused. It goes on when you leave this step."));
  if (g_strcmp0 (state, "none") == 0)
    return g_strdup (_ ("Payment: this call is not being recorded."));
  if (g_strcmp0 (state, "failed") == 0)
    return g_strdup_printf (_ ("The recording goes on: it could not be paused. Do not ask for the "
                               "card. %s"),
                            why != NULL ? why : "");
  if (g_strcmp0 (state, "stuck") == 0)
    return g_strdup_printf (_ ("The recording could not be resumed. %s"), why != NULL ? why : "");
  return g_strdup (_ ("Payment: what is said now must not be recorded. Pause the recording before "
                      "you ask for the card."));
}

static void
set_class (GtkWidget *widget, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update_payment (BhScriptView *self)
{
  g_autofree char *state = NULL;
  g_autofree char *why = NULL;
  g_autofree char *words = NULL;
  gboolean wrong;

  g_object_get (self->player, "record-state", &state, "record-message", &why, NULL);
  wrong = g_strcmp0 (state, "failed") == 0 || g_strcmp0 (state, "stuck") == 0;
  words = payment_words (state, why);
  gtk_label_set_label (self->payment_words, words);
  set_class (self->payment, "bh-tint-error", wrong);
  set_class (self->payment, "bh-tint-warning", !wrong);
  gtk_widget_set_visible (self->payment,
                          bh_script_player_get_payment (self->player) ||
                              g_strcmp0 (state, "stuck") == 0);
}

static void
update_text (BhScriptView *self)
{
  const char *text = bh_script_player_get_text (self->player);

  gtk_label_set_label (self->step_title, bh_script_player_get_step_title (self->player));
  gtk_label_set_markup (self->text, bh_script_player_get_markup (self->player));
  gtk_widget_set_visible (GTK_WIDGET (self->text), text != NULL && *text != '\0');
  update_payment (self);
}

static void
update_foot (BhScriptView *self)
{
  gboolean at_end = bh_script_player_get_is_end (self->player);
  gboolean complete = bh_script_player_get_is_complete (self->player);

  gtk_widget_set_sensitive (self->back, bh_script_player_get_can_go_back (self->player));
  gtk_widget_set_visible (self->next, !at_end);
  g_object_set (self->complete,
                "label",
                !at_end    ? ""
                : complete ? C_ ("script", "Complete")
                           : bh_script_player_get_todo (self->player),
                "tone",
                complete ? "good" : "warning",
                "icon-name",
                complete ? "bh-check-symbolic" : "bh-warning-symbolic",
                NULL);
}

/* What the server does not have yet is said; that it has everything is not worth a word. */
static void
update_kept (BhScriptView *self)
{
  g_autofree char *state = NULL;
  g_autofree char *message = NULL;
  gboolean only_here;

  g_object_get (self->player, "kept-state", &state, "kept-message", &message, NULL);
  only_here = g_strcmp0 (state, "kept") == 0;
  gtk_label_set_label (self->kept,
                       message != NULL && *message != '\0'
                           ? message
                           : _ ("Answers are kept on this computer until the server is back."));
  gtk_widget_set_visible (GTK_WIDGET (self->kept), only_here);
}

static void
update (BhScriptView *self)
{
  const char *step = bh_script_player_get_step (self->player);

  self->updating = TRUE;
  if (g_strcmp0 (step, self->step) != 0) {
    g_free (self->step);
    self->step = g_strdup (step);
    drop_questions (self, NULL);
    refuse (self, NULL);
  }
  update_head (self);
  update_text (self);
  update_questions (self);
  update_chips (self);
  update_foot (self);
  update_kept (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->chart_popover)))
    bh_script_chart_show (self->chart, self->player);
  self->updating = FALSE;
}

void
bh_script_view_set_player (BhScriptView *self, BhScriptPlayer *player)
{
  g_return_if_fail (BH_IS_SCRIPT_VIEW (self));
  if (!g_set_object (&self->player, player))
    return;
  gtk_popover_popdown (self->chart_popover);
  drop_questions (self, NULL);
  clear_flow (self->articles);
  clear_flow (self->jumps);
  g_clear_pointer (&self->step, g_free);
  g_signal_group_set_target (self->player_signals, player);
  gtk_widget_set_visible (GTK_WIDGET (self), player != NULL);
  if (player != NULL)
    update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PLAYER]);
}

BhScriptPlayer *
bh_script_view_get_player (BhScriptView *self)
{
  g_return_val_if_fail (BH_IS_SCRIPT_VIEW (self), NULL);
  return self->player;
}

/* Going */

/* The first question that stands in the way, with the reason beside it; NULL: none does. */
static GtkWidget *
find_obstacle (BhScriptView *self)
{
  GtkWidget *first = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->questions)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    g_autofree char *fault = bh_question_find_fault (BH_QUESTION (child), TRUE);
    bh_question_set_error (BH_QUESTION (child), fault);
    if (fault != NULL && first == NULL)
      first = child;
  }
  return first;
}

void
bh_script_view_go_on (BhScriptView *self)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *obstacle;

  g_return_if_fail (BH_IS_SCRIPT_VIEW (self));
  if (self->player == NULL || bh_script_player_get_is_end (self->player))
    return;
  obstacle = find_obstacle (self);
  if (obstacle != NULL)
    gtk_widget_grab_focus (obstacle);
  else if (bh_script_player_go_on (self->player, &error))
    bh_script_view_focus (self);
  else
    refuse (self, error->message);
}

void
bh_script_view_go_back (BhScriptView *self)
{
  g_return_if_fail (BH_IS_SCRIPT_VIEW (self));
  if (self->player != NULL && bh_script_player_go_back (self->player))
    bh_script_view_focus (self);
}

void
bh_script_view_focus (BhScriptView *self)
{
  GtkWidget *first;

  g_return_if_fail (BH_IS_SCRIPT_VIEW (self));
  first = gtk_widget_get_first_child (GTK_WIDGET (self->questions));
  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    g_autoptr (GVariant) answer = bh_question_get_answer (BH_QUESTION (child));
    if (answer == NULL) {
      gtk_widget_grab_focus (child);
      return;
    }
  }
  if (first != NULL)
    gtk_widget_grab_focus (first);
  else if (!gtk_widget_grab_focus (self->next))
    gtk_widget_grab_focus (self->back);
}

/* The chart */

static void
set_hint (BhScriptView *self, const char *words)
{
  gtk_label_set_label (self->chart_hint,
                       words != NULL ? words : _ ("Arrow keys move, Enter jumps, Esc closes."));
  if (words != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->chart_hint), "bh-warning-text");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->chart_hint), "bh-warning-text");
}

static void
on_chart_shown (BhScriptView *self)
{
  if (self->player == NULL)
    return;
  set_hint (self, NULL);
  bh_script_chart_show (self->chart, self->player);
  bh_flow_chart_focus_here (self->chart);
}

static void
on_step_chosen (BhScriptView *self, guint box)
{
  g_autoptr (GArray) boxes = bh_script_player_list_boxes (self->player);
  const BhScriptBox *chosen = &g_array_index (boxes, BhScriptBox, box);
  gboolean is_here = chosen->state == BH_SCRIPT_BOX_HERE;

  if (!is_here && !bh_script_player_can_jump (self->player, chosen->id)) {
    set_hint (self,
              _ ("One cannot jump there: only back to steps that were passed, and to where the "
                 "script allows it."));
    return;
  }
  gtk_popover_popdown (self->chart_popover);
  if (!is_here)
    jump (self, chosen->id);
}

void
bh_script_view_open_chart (BhScriptView *self)
{
  g_return_if_fail (BH_IS_SCRIPT_VIEW (self));
  if (self->player != NULL)
    gtk_menu_button_popup (self->chart_button);
}

static void
bh_script_view_dispose (GObject *object)
{
  BhScriptView *self = BH_SCRIPT_VIEW (object);

  g_clear_object (&self->player_signals);
  g_clear_object (&self->player);
  g_clear_pointer (&self->step, g_free);
  G_OBJECT_CLASS (bh_script_view_parent_class)->dispose (object);
}

static void
bh_script_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, BH_SCRIPT_VIEW (object)->player);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, title);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, progress);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, chart_button);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, chart_popover);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, chart);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, chart_hint);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, payment);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, payment_words);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, step_title);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, text);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, questions);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, articles);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, jumps);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, refusal);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, refusal_words);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, kept);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, back);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, next);
  gtk_widget_class_bind_template_child (widget_class, BhScriptView, complete);
}

static void
bh_script_view_class_init (BhScriptViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_FLOW_CHART);
  g_type_ensure (BH_TYPE_TAG);
  G_OBJECT_CLASS (klass)->dispose = bh_script_view_dispose;
  G_OBJECT_CLASS (klass)->get_property = bh_script_view_get_property;
  props[PROP_PLAYER] = g_param_spec_object ("player",
                                            NULL,
                                            NULL,
                                            BH_TYPE_SCRIPT_PLAYER,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
  signals[ARTICLE] = g_signal_new ("article",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   2,
                                   G_TYPE_STRING,
                                   G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/script-view.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, bh_script_view_go_back);
  gtk_widget_class_bind_template_callback (widget_class, bh_script_view_go_on);
  gtk_widget_class_bind_template_callback (widget_class, on_chart_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_step_chosen);
}

static void
bh_script_view_init (BhScriptView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->player_signals = g_signal_group_new (BH_TYPE_SCRIPT_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "chart-changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->player_signals,
                                  "notify::kept-state",
                                  G_CALLBACK (update_kept),
                                  self);
  g_signal_group_connect_swapped (self->player_signals,
                                  "notify::record-state",
                                  G_CALLBACK (update_payment),
                                  self);
  /* A box keeps its distance from a child that is empty, not from one that is hidden. */
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
bh_script_view_new (void)
{
  return g_object_new (BH_TYPE_SCRIPT_VIEW, NULL);
}
