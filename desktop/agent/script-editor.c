/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/script-editor.h"

#include <glib/gi18n.h>

#include "desktop/agent/script-chart.h"
#include "desktop/agent/script-editor-private.h"
#include "desktop/agent/script-try-window.h"
#include "desktop/model/bidi.h"
#include "desktop/model/disposition.h"
#include "desktop/model/script-links.h"
#include "desktop/model/unsaved.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/entry-name.h"

G_DEFINE_FINAL_TYPE (BhScriptEditor, bh_script_editor, ADW_TYPE_WINDOW)

/* In the order of the combo row; "" is a page, which need not be said. */
static const char *const kinds[] = {"", "branch", "end"};

#define STEP_KEY "bh-step"

void
bh_script_editor_say (BhScriptEditor *self, const char *words)
{
  gtk_label_set_label (self->said_words, words != NULL ? words : "");
  gtk_widget_set_visible (self->said, words != NULL);
}

void
bh_script_editor_update_title (BhScriptEditor *self)
{
  g_autofree char *version = self->version > 0
                                 ? g_strdup_printf (_ ("version %u"), (guint) self->version)
                                 : g_strdup (_ ("not saved yet"));
  const char *title = bh_script_draft_get_title (self->draft);

  bh_script_editor_keep (self);
  adw_window_title_set_title (
      self->window_title,
      title != NULL && *title != '\0' ? title : bh_script_draft_get_name (self->draft));
  if (bh_script_draft_get_dirty (self->draft) && self->version > 0) {
    g_autofree char *both = g_strdup_printf (_ ("%s, changed since"), version);
    adw_window_title_set_subtitle (self->window_title, both);
  } else {
    adw_window_title_set_subtitle (self->window_title, version);
  }
}

/* Lists */

static GtkWidget *
row_new (const char *words, int step, gboolean fault)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (fault)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("bh-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), STEP_KEY, GINT_TO_POINTER (step));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return row;
}

void
bh_script_editor_clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static gboolean
is_faulty (BhScriptEditor *self, guint step)
{
  for (guint i = 0; i < bh_script_draft_get_n_problems (self->draft); i++) {
    int of;
    bh_script_draft_get_problem (self->draft, i, &of);
    if (of == (int) step)
      return TRUE;
  }
  return FALSE;
}

static void
fill_steps (BhScriptEditor *self)
{
  GtkListBoxRow *row;

  self->filling = TRUE;
  bh_script_editor_clear_list (self->steps);
  for (guint i = 0; i < bh_script_draft_get_n_steps (self->draft); i++) {
    g_autofree char *title = bh_script_draft_dup_text (self->draft, i, "title");
    g_autofree char *id = bh_script_draft_dup_text (self->draft, i, "id");
    g_autofree char *words = g_strdup_printf ("%u  %s", i + 1, *title != '\0' ? title : id);
    gtk_list_box_append (self->steps, row_new (words, (int) i, is_faulty (self, i)));
  }
  row = gtk_list_box_get_row_at_index (self->steps, (int) self->step);
  gtk_list_box_select_row (self->steps, row);
  self->filling = FALSE;
}

/* Whichever language the sentence is in, its line begins where lines begin here. */
static GtkWidget *
problem_row_new (const char *sentence, int step)
{
  g_autofree char *line = bh_bidi_part (sentence);

  return row_new (line, step, TRUE);
}

static char *
problem_words (guint n, guint n_broken)
{
  if (n > 0)
    return g_strdup_printf (ngettext ("%u thing to mend", "%u things to mend", n + n_broken),
                            n + n_broken);
  if (n_broken > 0)
    return g_strdup_printf (ngettext ("%u link leads nowhere", "%u links lead nowhere", n_broken),
                            n_broken);
  return g_strdup (_ ("Nothing is wrong"));
}

/* A link that leads nowhere can be saved: it may have been retired by mistake. */
void
bh_script_editor_fill_problems (BhScriptEditor *self)
{
  guint n = bh_script_draft_get_n_problems (self->draft);
  guint n_broken = 0;
  g_autofree char *words = NULL;

  bh_script_editor_clear_list (self->problems);
  for (guint i = 0; i < n; i++) {
    int step;
    const char *sentence = bh_script_draft_get_problem (self->draft, i, &step);
    gtk_list_box_append (self->problems, problem_row_new (sentence, step));
  }
  for (guint i = 0; self->broken != NULL && i < self->broken->len; i++) {
    const BhScriptBrokenLink *link = self->broken->pdata[i];
    if (!bh_script_broken_link_is_there (link, self->draft))
      continue;
    gtk_list_box_append (self->problems, problem_row_new (link->words, (int) link->step));
    n_broken++;
  }
  words = problem_words (n, n_broken);
  gtk_label_set_label (self->n_problems, words);
  bh_script_editor_say_parts (self);
}

static void
draw_chart (BhScriptEditor *self)
{
  g_autoptr (GArray) boxes = bh_script_draft_list_boxes (self->draft, (int) self->step);
  g_autoptr (GArray) arrows = bh_script_draft_list_arrows (self->draft);
  g_autofree const char **faults = g_new0 (const char *, boxes->len + 1);

  for (guint i = 0; i < boxes->len; i++)
    faults[i] = is_faulty (self, i) ? C_ ("script step", "to be mended") : NULL;
  bh_script_chart_draw (self->chart, NULL, boxes, arrows, faults);
}

/* The form */

static void
set_view_text (GtkTextView *view, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
}

static char *
dup_view_text (GtkTextView *view)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (view), &start, &end);
  return gtk_text_buffer_get_text (gtk_text_view_get_buffer (view), &start, &end, FALSE);
}

static guint
kind_of (BhScriptEditor *self)
{
  g_autofree char *kind = bh_script_draft_dup_text (self->draft, self->step, "kind");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_equal (kinds[i], kind))
      return i;
  }
  return 0;
}

/* An end may suggest a result; one that the desk does not know stays as it is. */
static void
fill_disposition (BhScriptEditor *self)
{
  g_autofree char *code = bh_script_draft_dup_text (self->draft, self->step, "disposition");
  GListModel *known = bh_desk_get_dispositions (self->desk);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  guint selected = 0;

  g_ptr_array_set_size (self->codes, 0);
  g_ptr_array_add (self->codes, g_strdup (""));
  gtk_string_list_append (words, C_ ("suggested result", "None"));
  for (guint i = 0; i < g_list_model_get_n_items (known); i++) {
    g_autoptr (BhDisposition) disposition = g_list_model_get_item (known, i);
    if (g_strcmp0 (code, bh_disposition_get_code (disposition)) == 0)
      selected = self->codes->len;
    g_ptr_array_add (self->codes, g_strdup (bh_disposition_get_code (disposition)));
    gtk_string_list_append (words, bh_disposition_get_path_label (disposition));
  }
  if (*code != '\0' && selected == 0) {
    selected = self->codes->len;
    g_ptr_array_add (self->codes, g_strdup (code));
    gtk_string_list_append (words, code);
  }
  adw_combo_row_set_model (self->step_disposition, G_LIST_MODEL (words));
  adw_combo_row_set_selected (self->step_disposition, selected);
}

static gboolean
is_end (BhScriptEditor *self)
{
  return g_str_equal (kinds[kind_of (self)], "end");
}

static void
fill_rest (BhScriptEditor *self)
{
  g_autofree char *rest = bh_script_draft_dup_rest (self->draft, self->step);
  gboolean filling = self->filling;

  self->filling = TRUE;
  set_view_text (self->step_rest, rest);
  gtk_widget_set_visible (GTK_WIDGET (self->rest_error), FALSE);
  self->filling = filling;
}

static void
fill_form (BhScriptEditor *self)
{
  g_autofree char *id = bh_script_draft_dup_text (self->draft, self->step, "id");
  g_autofree char *title = bh_script_draft_dup_text (self->draft, self->step, "title");
  g_autofree char *text = bh_script_draft_dup_text (self->draft, self->step, "text");
  const char *script_title = bh_script_draft_get_title (self->draft);

  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->script_name), bh_script_draft_get_name (self->draft));
  gtk_editable_set_text (GTK_EDITABLE (self->script_title),
                         script_title != NULL ? script_title : "");
  gtk_editable_set_text (GTK_EDITABLE (self->step_id), id);
  gtk_editable_set_text (GTK_EDITABLE (self->step_title), title);
  adw_combo_row_set_selected (self->step_kind, kind_of (self));
  gtk_switch_set_active (self->step_required,
                         bh_script_draft_get_flag (self->draft, self->step, "required"));
  gtk_switch_set_active (self->step_payment,
                         bh_script_draft_get_flag (self->draft, self->step, "payment"));
  set_view_text (self->step_text, text);
  fill_rest (self);
  fill_disposition (self);
  gtk_widget_set_visible (GTK_WIDGET (self->step_disposition), is_end (self));
  bh_script_editor_fill_parts (self);
  self->filling = FALSE;
}

static void
on_disposition_changed (BhScriptEditor *self)
{
  guint selected = adw_combo_row_get_selected (self->step_disposition);

  if (!self->filling && self->draft != NULL && selected < self->codes->len)
    bh_script_draft_set_text (self->draft, self->step, "disposition", self->codes->pdata[selected]);
}

static void
on_script_changed (BhScriptEditor *self)
{
  if (self->filling)
    return;
  bh_script_draft_set_name (self->draft, gtk_editable_get_text (GTK_EDITABLE (self->script_name)));
  bh_script_draft_set_title (self->draft,
                             gtk_editable_get_text (GTK_EDITABLE (self->script_title)));
}

static void
on_field_changed (BhScriptEditor *self)
{
  BhScriptDraft *draft = self->draft;
  guint step = self->step;
  g_autofree char *text = NULL;

  if (self->filling || draft == NULL || step >= bh_script_draft_get_n_steps (draft))
    return;
  text = dup_view_text (self->step_text);
  bh_script_draft_set_text (draft,
                            step,
                            "id",
                            gtk_editable_get_text (GTK_EDITABLE (self->step_id)));
  bh_script_draft_set_text (draft,
                            step,
                            "title",
                            gtk_editable_get_text (GTK_EDITABLE (self->step_title)));
  bh_script_draft_set_text (draft,
                            step,
                            "kind",
                            kinds[adw_combo_row_get_selected (self->step_kind)]);
  bh_script_draft_set_text (draft, step, "text", text);
  bh_script_draft_set_flag (draft, step, "required", gtk_switch_get_active (self->step_required));
  bh_script_draft_set_flag (draft, step, "payment", gtk_switch_get_active (self->step_payment));
}

/* What cannot be read yet stays as it is typed, with the reason below. */
static void
on_rest_changed (BhScriptEditor *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gboolean taken;

  if (self->filling || self->draft == NULL)
    return;
  text = dup_view_text (self->step_rest);
  self->from_rest = TRUE;
  taken = bh_script_draft_set_rest (self->draft, self->step, text, &error);
  self->from_rest = FALSE;
  gtk_label_set_label (self->rest_error, taken ? "" : error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->rest_error), !taken);
  if (!taken)
    bh_script_editor_keep (self);
}

void
bh_script_editor_show_step (BhScriptEditor *self, int step)
{
  if (step < 0 || step >= (int) bh_script_draft_get_n_steps (self->draft))
    return;
  self->step = (guint) step;
  fill_form (self);
  fill_steps (self);
  draw_chart (self);
}

static int
step_of (GtkListBoxRow *row)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), STEP_KEY));
}

/* The list is not made anew here: its row is being selected. */
static void
on_step_selected (BhScriptEditor *self, GtkListBoxRow *row)
{
  if (self->filling || row == NULL)
    return;
  self->step = (guint) step_of (row);
  fill_form (self);
  draw_chart (self);
}

static void
on_problem (BhScriptEditor *self, GtkListBoxRow *row)
{
  bh_script_editor_show_step (self, step_of (row));
  gtk_widget_grab_focus (GTK_WIDGET (self->step_text));
}

static void
on_box (BhScriptEditor *self, guint box)
{
  bh_script_editor_show_step (self, (int) box);
}

static void
on_draft_changed (BhScriptEditor *self)
{
  fill_steps (self);
  bh_script_editor_fill_problems (self);
  draw_chart (self);
  gtk_widget_set_visible (GTK_WIDGET (self->step_disposition), is_end (self));
  if (self->from_rest) {
    bh_script_editor_fill_parts (self);
  } else {
    fill_rest (self);
  }
  bh_script_editor_update_title (self);
}

void
bh_script_editor_edit (BhScriptEditor *self, BhScriptDraft *draft, gint64 version)
{
  g_return_if_fail (BH_IS_SCRIPT_EDITOR (self) && BH_IS_SCRIPT_DRAFT (draft));
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_set_object (&self->draft, draft);
  self->version = version;
  self->step = 0;
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_draft_changed), self);
  bh_script_editor_offer_conflict (self, 0);
  bh_script_editor_say (self, NULL);
  fill_form (self);
  on_draft_changed (self);
  bh_script_editor_check_links (self);
}

BhScriptDraft *
bh_script_editor_get_draft (BhScriptEditor *self)
{
  g_return_val_if_fail (BH_IS_SCRIPT_EDITOR (self), NULL);
  return self->draft;
}

/* Acts */

static void
on_add_step (GtkWidget *widget, const char *name, GVariant *target)
{
  BhScriptEditor *self = BH_SCRIPT_EDITOR (widget);

  bh_script_editor_show_step (self, (int) bh_script_draft_add_step (self->draft, self->step));
  gtk_widget_grab_focus (GTK_WIDGET (self->step_title));
}

static void
on_remove_step (GtkWidget *widget, const char *name, GVariant *target)
{
  BhScriptEditor *self = BH_SCRIPT_EDITOR (widget);
  guint n = bh_script_draft_get_n_steps (self->draft);
  guint removed = self->step;

  if (n < 2)
    return;
  self->step = MIN (removed, n - 2);
  bh_script_draft_remove_step (self->draft, removed);
  bh_script_editor_show_step (self, (int) self->step);
}

static void
on_try (GtkWidget *widget, const char *name, GVariant *target)
{
  BhScriptEditor *self = BH_SCRIPT_EDITOR (widget);
  g_autofree char *document = bh_script_draft_to_text (self->draft);
  GtkWidget *window =
      bh_script_try_window_new (GTK_WINDOW (self), document, bh_desk_get_full_name (self->desk));

  bh_script_editor_say (self, window == NULL ? _ ("First mend what is wrong.") : NULL);
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
}

static void
on_shelf (GtkWidget *widget, const char *name, GVariant *target)
{
  gtk_menu_button_popup (BH_SCRIPT_EDITOR (widget)->shelf_button);
}

static gboolean
bh_script_editor_close_request (GtkWindow *window)
{
  BhScriptEditor *self = BH_SCRIPT_EDITOR (window);

  if (!bh_script_draft_get_dirty (self->draft))
    return FALSE;
  bh_script_editor_ask_unsaved (self, (void (*) (BhScriptEditor *)) gtk_window_destroy);
  return TRUE;
}

static void
bh_script_editor_dispose (GObject *object)
{
  BhScriptEditor *self = BH_SCRIPT_EDITOR (object);

  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  if (self->unsaved != NULL)
    bh_desk_unsaved_leave (self->desk, self->unsaved);
  g_clear_pointer (&self->unsaved, g_free);
  g_clear_pointer (&self->sent, g_free);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->codes, g_ptr_array_unref);
  g_clear_object (&self->wanted);
  g_clear_object (&self->finder);
  g_clear_pointer (&self->broken, g_ptr_array_unref);
  g_clear_object (&self->draft);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (bh_script_editor_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, window_title);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, shelf_button);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, shelf);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, versions);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, versions_button);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, assign_button);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, to_language);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, to_campaign);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, to_queue);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, assigned);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, unsaved_bar);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, said);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, said_words);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, conflict);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, steps);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, form);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, script_name);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, script_title);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, step_id);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, step_title);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, step_kind);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, step_required);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, step_payment);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, step_disposition);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, step_text);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, ways);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, questions);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, jumps);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, jumps_everywhere);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, articles);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, article_words);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, article_search);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, article_hits);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, insert_button);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, names);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, step_rest);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, rest_error);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, chart);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, n_problems);
  gtk_widget_class_bind_template_child (widget_class, BhScriptEditor, problems);
  gtk_widget_class_bind_template_callback (widget_class, on_script_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_field_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_step_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_problem);
  gtk_widget_class_bind_template_callback (widget_class, on_box);
  gtk_widget_class_bind_template_callback (widget_class, on_disposition_changed);
  gtk_widget_class_bind_template_callback_full (widget_class,
                                                "on_restore",
                                                G_CALLBACK (bh_script_editor_restore));
  gtk_widget_class_bind_template_callback_full (widget_class,
                                                "on_versions_shown",
                                                G_CALLBACK (bh_script_editor_list_versions));
  gtk_widget_class_bind_template_callback_full (widget_class,
                                                "on_version_chosen",
                                                G_CALLBACK (bh_script_editor_open_version));
  gtk_widget_class_bind_template_callback_full (widget_class,
                                                "on_entry_chosen",
                                                G_CALLBACK (bh_script_editor_open_entry));
  gtk_widget_class_bind_template_callback_full (widget_class,
                                                "on_assign_shown",
                                                G_CALLBACK (bh_script_editor_show_assigned));
}

static void
bh_script_editor_class_init (BhScriptEditorClass *klass)
{
  static const struct {
    guint key;
    GdkModifierType mods;
    const char *action;
  } keys[] = {
      {GDK_KEY_s, GDK_CONTROL_MASK, "editor.save"},
      {GDK_KEY_o, GDK_CONTROL_MASK, "editor.open"},
      {GDK_KEY_n, GDK_CONTROL_MASK, "editor.new"},
      {GDK_KEY_F5, 0, "editor.try"},
      {GDK_KEY_Return, GDK_CONTROL_MASK, "editor.add-step"},
      {GDK_KEY_q, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "editor.add-question"},
      {GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "editor.add-article"},
      {GDK_KEY_i, GDK_CONTROL_MASK, "editor.insert"},
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_FLOW_CHART);
  g_type_ensure (BH_TYPE_UNSAVED_BAR);
  G_OBJECT_CLASS (klass)->dispose = bh_script_editor_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = bh_script_editor_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/script-editor.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "editor.add-step", NULL, on_add_step);
  gtk_widget_class_install_action (widget_class, "editor.remove-step", NULL, on_remove_step);
  gtk_widget_class_install_action (widget_class, "editor.try", NULL, on_try);
  gtk_widget_class_install_action (widget_class, "editor.open", NULL, on_shelf);
  bh_script_editor_install_file_actions (widget_class);
  bh_script_editor_install_part_actions (widget_class);
  bh_script_editor_install_link_actions (widget_class);
  bh_script_editor_install_insert_actions (widget_class);
  bh_script_editor_install_version_actions (widget_class);
  bh_script_editor_install_assign_actions (widget_class);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class,
                                         keys[i].key,
                                         keys[i].mods,
                                         keys[i].action,
                                         NULL);
}

static void
bh_script_editor_init (BhScriptEditor *self)
{
  self->codes = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  bh_entry_name_from_title (self->to_language);
  bh_entry_name_from_title (self->script_name);
  bh_entry_name_from_title (self->script_title);
  bh_entry_name_from_title (self->step_id);
  bh_entry_name_from_title (self->step_title);
  g_signal_connect_object (gtk_text_view_get_buffer (self->step_text),
                           "changed",
                           G_CALLBACK (on_field_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (self->step_rest),
                           "changed",
                           G_CALLBACK (on_rest_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
bh_script_editor_new (GtkWindow *parent, BhDesk *desk)
{
  BhScriptEditor *self = g_object_new (BH_TYPE_SCRIPT_EDITOR, "transient-for", parent, NULL);
  g_autoptr (BhScriptDraft) draft = bh_script_draft_new (NULL, NULL);

  self->desk = g_object_ref (desk);
  bh_script_editor_init_links (self);
  self->unsaved = bh_desk_unsaved_begin (desk, "script");
  bh_script_editor_edit (self, draft, 0);
  bh_script_editor_fill_shelf (self);
  bh_unsaved_bar_look (self->unsaved_bar, desk, "script");
  return GTK_WIDGET (self);
}
