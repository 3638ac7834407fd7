/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "desktop/agent/script-editor-private.h"
#include "desktop/model/script-draft-parts.h"
#include "desktop/widgets/entry-name.h"

/* Questions and ways of the step in the form: a row each, which opens to its fields. A row is made
 * once and says itself again after each change, so that the focus stays where it is. */

#define MEMBER_KEY "bh-member"
#define KINDS_KEY  "bh-kinds"

typedef struct {
  BhScriptEditor *editor; /* not owned: it owns the row */
  BhScriptPart list;
  guint index;
} Place;

#define PLACE_KEY "bh-place"

enum { TEXT, NUMBER, DATE, CHOICE, CHOICES, YES_NO, RATING, N_KINDS };
#define EVERY ((1 << N_KINDS) - 1)

static const char *const kinds[] =
    {"text", "number", "date", "choice", "choices", "yes_no", "rating"};

static const char *
kind_word (guint kind)
{
  const char *const words[] = {
      C_ ("kind of question", "Text"),
      C_ ("kind of question", "Number"),
      C_ ("kind of question", "Day"),
      C_ ("kind of question", "One of several"),
      C_ ("kind of question", "Several of several"),
      C_ ("kind of question", "Yes or no"),
      C_ ("kind of question", "Rating"),
  };

  return words[kind];
}

static Place *
place_of (gpointer widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW);

  return g_object_get_data (G_OBJECT (row), PLACE_KEY);
}

static char *
dup_member (const Place *place, const char *member)
{
  return bh_script_draft_dup_part (place->editor->draft,
                                   place->editor->step,
                                   place->list,
                                   place->index,
                                   member);
}

static void
set_member (const Place *place, const char *member, const char *text)
{
  if (!place->editor->filling)
    bh_script_draft_set_part (place->editor->draft,
                              place->editor->step,
                              place->list,
                              place->index,
                              member,
                              text);
}

static guint
kind_of (const Place *place)
{
  g_autofree char *kind = dup_member (place, "kind");

  for (guint i = 0; i < N_KINDS; i++)
    if (g_str_equal (kinds[i], kind))
      return i;
  return TEXT;
}

/* ---- fields */

static const char *
member_of (gpointer widget)
{
  return g_object_get_data (G_OBJECT (widget), MEMBER_KEY);
}

static void
on_entry (GtkWidget *row)
{
  set_member (place_of (row), member_of (row), gtk_editable_get_text (GTK_EDITABLE (row)));
}

static void
on_flag (GtkWidget *toggle)
{
  set_member (place_of (toggle),
              member_of (toggle),
              gtk_switch_get_active (GTK_SWITCH (toggle)) ? "true" : "");
}

static void
on_lines (GtkTextBuffer *buffer, GParamSpec *pspec, GtkWidget *view)
{
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  set_member (place_of (view), member_of (view), text);
}

/* @kinds: bits of the kinds of question that have this field. */
static void
add_field (GtkWidget *row, GtkWidget *field, guint of_kinds)
{
  g_object_set_data (G_OBJECT (field), KINDS_KEY, GUINT_TO_POINTER (of_kinds));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), field);
}

static GtkWidget *
add_entry (GtkWidget *row, const char *member, const char *title, guint of_kinds)
{
  GtkWidget *entry = adw_entry_row_new ();
  g_autofree char *text = dup_member (g_object_get_data (G_OBJECT (row), PLACE_KEY), member);

  gtk_widget_set_name (entry, member);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  bh_entry_name_from_title (ADW_ENTRY_ROW (entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_object_set_data (G_OBJECT (entry), MEMBER_KEY, (gpointer) member);
  g_signal_connect (entry, "changed", G_CALLBACK (on_entry), NULL);
  add_field (row, entry, of_kinds);
  return entry;
}

static void
add_flag (GtkWidget *row, const char *member, const char *title, guint of_kinds)
{
  GtkWidget *field = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();
  g_autofree char *held = dup_member (g_object_get_data (G_OBJECT (row), PLACE_KEY), member);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (field), title);
  gtk_widget_set_name (toggle, member);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (toggle), *held != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  -1);
  g_object_set_data (G_OBJECT (toggle), MEMBER_KEY, (gpointer) member);
  g_signal_connect (toggle, "notify::active", G_CALLBACK (on_flag), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (field), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (field), toggle);
  add_field (row, field, of_kinds);
}

static GtkWidget *
lines_new (GtkWidget *row, const char *member, const char *title)
{
  GtkWidget *view = gtk_text_view_new ();
  g_autofree char *text = dup_member (g_object_get_data (G_OBJECT (row), PLACE_KEY), member);

  gtk_widget_set_name (view, member);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 8);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 8);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data (G_OBJECT (view), MEMBER_KEY, (gpointer) member);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                           "notify::text",
                           G_CALLBACK (on_lines),
                           view,
                           0);
  return view;
}

static void
add_lines (GtkWidget *row, const char *member, const char *title, guint of_kinds)
{
  GtkWidget *field = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *view = lines_new (row, member, title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "bh-small");
  gtk_widget_add_css_class (label, "bh-dim");
  gtk_widget_add_css_class (view, "bh-lines");
  gtk_widget_set_size_request (view, -1, 72);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 10);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), view);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (field), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (field), FALSE);
  gtk_widget_set_focusable (field, FALSE);
  add_field (row, field, of_kinds);
}

static GtkWidget *
add_combo (GtkWidget *row, const char *title, GtkStringList *words, guint selected, GCallback func)
{
  GtkWidget *combo = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (combo), title);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (combo), FALSE);
  adw_combo_row_set_model (ADW_COMBO_ROW (combo), G_LIST_MODEL (words));
  adw_combo_row_set_selected (ADW_COMBO_ROW (combo), selected);
  g_signal_connect (combo, "notify::selected", func, NULL);
  add_field (row, combo, EVERY);
  return combo;
}

/* ---- a row says itself */

static void
show_fields (GtkWidget *widget, guint bit)
{
  guint of_kinds = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), KINDS_KEY));

  if (of_kinds != 0)
    gtk_widget_set_visible (widget, (of_kinds & bit) != 0);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); of_kinds == 0 && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    show_fields (child, bit);
}

static char *
question_words (const Place *place)
{
  g_autofree char *show = dup_member (place, "show");
  g_autofree char *required = dup_member (place, "required");
  GString *words = g_string_new (kind_word (kind_of (place)));

  if (*required != '\0')
    g_string_append_printf (words, " · %s", C_ ("question", "needed"));
  if (*show != '\0')
    /* Translators: the placeholder is a condition, as in: when answer.reason == 'broken' */
    g_string_append_printf (words, C_ ("question", " · when %s"), show);
  return g_string_free (words, FALSE);
}

char *
bh_script_editor_step_title (BhScriptEditor *self, const char *id)
{
  for (guint i = 0; i < bh_script_draft_get_n_steps (self->draft); i++) {
    g_autofree char *own = bh_script_draft_dup_text (self->draft, i, "id");
    g_autofree char *title = bh_script_draft_dup_text (self->draft, i, "title");
    if (g_str_equal (own, id))
      return g_strdup (*title != '\0' ? title : own);
  }
  return g_strdup (*id != '\0' ? id : C_ ("script", "nowhere yet"));
}

static char *
article_words (const Place *place)
{
  g_autofree char *article = dup_member (place, "article");
  g_autofree char *search = dup_member (place, "search");
  const char *broken = bh_script_editor_why_broken (place->editor, article);

  if (*article == '\0')
    /* Translators: words that are looked for in the knowledge base */
    return g_strdup_printf (C_ ("script article", "what is found for “%s”"), search);
  return g_strdup (broken != NULL ? broken : C_ ("script article", "article"));
}

static char *
way_words (const Place *place)
{
  g_autofree char *when = dup_member (place, "when");

  return *when != '\0' ? g_strdup_printf (C_ ("script way", "when %s"), when)
                       : g_strdup (C_ ("script way", "always"));
}

static void
say (GtkWidget *row)
{
  Place *place = g_object_get_data (G_OBJECT (row), PLACE_KEY);
  gboolean asks = place->list == BH_SCRIPT_PART_QUESTION;
  gboolean reads = place->list == BH_SCRIPT_PART_ARTICLE;
  g_autofree char *name = dup_member (place, asks ? "label" : reads ? "title" : "go");
  g_autofree char *id = asks ? dup_member (place, "id") : NULL;
  g_autofree char *title = asks    ? g_strdup (*name != '\0' ? name : id)
                           : reads ? g_strdup (name)
                                   : bh_script_editor_step_title (place->editor, name);
  g_autofree char *words = asks    ? question_words (place)
                           : reads ? article_words (place)
                                   : way_words (place);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  if (asks)
    show_fields (row, 1u << kind_of (place));
}

static GtkListBox *
list_of (BhScriptEditor *self, BhScriptPart list)
{
  return list == BH_SCRIPT_PART_QUESTION ? self->questions
         : list == BH_SCRIPT_PART_WAY    ? self->ways
                                         : self->articles;
}

void
bh_script_editor_say_parts (BhScriptEditor *self)
{
  for (BhScriptPart list = BH_SCRIPT_PART_QUESTION; list <= BH_SCRIPT_PART_ARTICLE; list++) {
    GtkListBoxRow *row;
    for (int i = 0; (row = gtk_list_box_get_row_at_index (list_of (self, list), i)) != NULL; i++)
      say (GTK_WIDGET (row));
  }
}

/* ---- moving and removing */

/* Opens row @index, its first field in focus. */
static void
open_row (BhScriptEditor *self, BhScriptPart list, guint index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list_of (self, list), (int) index);

  if (row == NULL)
    return;
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  gtk_widget_grab_focus (g_object_get_data (G_OBJECT (row), MEMBER_KEY));
}

static void
move (GtkWidget *button, gboolean up)
{
  const Place place = *place_of (button);
  guint n = bh_script_draft_get_n_parts (place.editor->draft, place.editor->step, place.list);
  guint to = up ? place.index - 1 : place.index + 1;

  if (to >= n)
    return;
  bh_script_draft_move_part (place.editor->draft, place.editor->step, place.list, place.index, up);
  bh_script_editor_fill_parts (place.editor);
  open_row (place.editor, place.list, to);
}

static void
on_up (GtkWidget *button)
{
  move (button, TRUE);
}

static void
on_down (GtkWidget *button)
{
  move (button, FALSE);
}

static void
on_remove (GtkWidget *button)
{
  const Place place = *place_of (button);
  GtkListBoxRow *next;

  bh_script_draft_remove_part (place.editor->draft, place.editor->step, place.list, place.index);
  bh_script_editor_fill_parts (place.editor);
  next = gtk_list_box_get_row_at_index (list_of (place.editor, place.list), (int) place.index);
  gtk_widget_grab_focus (next != NULL ? GTK_WIDGET (next) : GTK_WIDGET (place.editor->step_text));
}

static void
add_buttons (GtkWidget *row)
{
  const struct {
    const char *name;
    const char *words;
    GCallback func;
  } acts[] = {
      {"part-up", C_ ("script", "Earlier"), G_CALLBACK (on_up)},
      {"part-down", C_ ("script", "Later"), G_CALLBACK (on_down)},
      {"part-remove", C_ ("script", "Remove"), G_CALLBACK (on_remove)},
  };
  GtkWidget *field = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++) {
    GtkWidget *button = gtk_button_new_with_label (acts[i].words);
    gtk_widget_set_name (button, acts[i].name);
    gtk_widget_add_css_class (button, "flat");
    g_signal_connect (button, "clicked", acts[i].func, NULL);
    gtk_box_append (GTK_BOX (box), button);
  }
  gtk_widget_set_margin_top (box, 4);
  gtk_widget_set_margin_bottom (box, 4);
  gtk_widget_set_margin_start (box, 6);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (field), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (field), FALSE);
  gtk_widget_set_focusable (field, FALSE);
  add_field (row, field, EVERY);
}

/* ---- rows */

static void
on_kind (AdwComboRow *combo)
{
  set_member (place_of (combo), "kind", kinds[adw_combo_row_get_selected (combo)]);
}

static void
add_question_fields (GtkWidget *row)
{
  const Place *place = g_object_get_data (G_OBJECT (row), PLACE_KEY);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  GtkWidget *first = add_entry (row, "label", _ ("What is asked"), EVERY);
  GtkWidget *kind;

  for (guint i = 0; i < N_KINDS; i++)
    gtk_string_list_append (words, kind_word (i));
  kind =
      add_combo (row, _ ("Kind"), g_steal_pointer (&words), kind_of (place), G_CALLBACK (on_kind));
  gtk_widget_set_name (kind, "kind");
  g_object_set_data (G_OBJECT (row), MEMBER_KEY, first);
  add_lines (row,
             "options",
             _ ("Choices, a line each: a short value, then = and what the agent reads"),
             1 << CHOICE | 1 << CHOICES);
  add_flag (row, "required", _ ("Must be answered"), EVERY);
  add_entry (row, "show", _ ("Asked only when, as in answer.reason == 'broken'"), EVERY);
  add_entry (row, "min", _ ("At least"), 1 << NUMBER | 1 << RATING);
  add_entry (row, "max", _ ("At most"), 1 << NUMBER | 1 << RATING);
  add_entry (row, "decimals", _ ("Digits behind the point"), 1 << NUMBER);
  add_entry (row, "from", _ ("Not before (2027-03-01)"), 1 << DATE);
  add_entry (row, "until", _ ("Not after (2027-03-01)"), 1 << DATE);
  add_flag (row, "lines", _ ("Several lines"), 1 << TEXT);
  add_entry (row, "max_length", _ ("Letters at most"), 1 << TEXT);
  add_entry (row, "help", _ ("Hint below the question"), EVERY);
  add_entry (row, "id", _ ("Id: conditions ask for answer.Id"), EVERY);
}

static void
on_go (AdwComboRow *combo)
{
  Place *place = place_of (combo);
  guint step = adw_combo_row_get_selected (combo);
  g_autofree char *id = step < bh_script_draft_get_n_steps (place->editor->draft)
                            ? bh_script_draft_dup_text (place->editor->draft, step, "id")
                            : NULL;

  if (id != NULL)
    set_member (place, "go", id);
}

static void
add_way_fields (GtkWidget *row)
{
  Place *place = g_object_get_data (G_OBJECT (row), PLACE_KEY);
  BhScriptDraft *draft = place->editor->draft;
  g_autofree char *go = dup_member (place, "go");
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  guint selected = GTK_INVALID_LIST_POSITION;
  GtkWidget *combo;

  for (guint i = 0; i < bh_script_draft_get_n_steps (draft); i++) {
    g_autofree char *id = bh_script_draft_dup_text (draft, i, "id");
    g_autofree char *title = bh_script_editor_step_title (place->editor, id);
    gtk_string_list_append (words, title);
    if (g_str_equal (id, go))
      selected = i;
  }
  combo = add_combo (row, _ ("Goes to"), g_steal_pointer (&words), selected, G_CALLBACK (on_go));
  gtk_widget_set_name (combo, "go");
  g_object_set_data (G_OBJECT (row), MEMBER_KEY, combo);
  add_entry (row, "when", _ ("Only when, as in answer.reason == 'broken'"), EVERY);
  add_entry (row, "label", _ ("Word on the chart's arrow"), EVERY);
}

static void
add_article_fields (GtkWidget *row)
{
  const Place *place = g_object_get_data (G_OBJECT (row), PLACE_KEY);
  g_autofree char *article = dup_member (place, "article");
  GtkWidget *first = add_entry (row, "title", _ ("Words on the button"), EVERY);

  g_object_set_data (G_OBJECT (row), MEMBER_KEY, first);
  if (*article == '\0')
    add_entry (row, "search", _ ("What is searched in the knowledge base"), EVERY);
}

static GtkWidget *
part_row_new (BhScriptEditor *self, BhScriptPart list, guint index)
{
  GtkWidget *row = adw_expander_row_new ();
  Place *place = g_new (Place, 1);
  g_autofree char *name = g_strdup_printf ("%s-%u",
                                           list == BH_SCRIPT_PART_QUESTION ? "question"
                                           : list == BH_SCRIPT_PART_WAY    ? "way"
                                                                           : "article",
                                           index);

  *place = (Place){self, list, index};
  gtk_widget_set_name (row, name);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set_data_full (G_OBJECT (row), PLACE_KEY, place, g_free);
  if (list == BH_SCRIPT_PART_QUESTION)
    add_question_fields (row);
  else if (list == BH_SCRIPT_PART_ARTICLE)
    add_article_fields (row);
  else
    add_way_fields (row);
  add_buttons (row);
  say (row);
  return row;
}

static void
fill_list (BhScriptEditor *self, BhScriptPart list)
{
  GtkListBox *box = list_of (self, list);
  guint n = bh_script_draft_get_n_parts (self->draft, self->step, list);

  bh_script_editor_clear_list (box);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (box, part_row_new (self, list, i));
  gtk_widget_set_visible (GTK_WIDGET (box), n > 0);
}

void
bh_script_editor_fill_parts (BhScriptEditor *self)
{
  gboolean filling = self->filling;

  self->filling = TRUE;
  fill_list (self, BH_SCRIPT_PART_QUESTION);
  fill_list (self, BH_SCRIPT_PART_WAY);
  fill_list (self, BH_SCRIPT_PART_ARTICLE);
  bh_script_editor_fill_links (self);
  self->filling = filling;
}

static void
add_part (BhScriptEditor *self, BhScriptPart list)
{
  guint index = bh_script_draft_add_part (self->draft, self->step, list);

  bh_script_editor_fill_parts (self);
  open_row (self, list, index);
}

void
bh_script_editor_show_article (BhScriptEditor *self, guint index)
{
  bh_script_editor_fill_parts (self);
  open_row (self, BH_SCRIPT_PART_ARTICLE, index);
}

static void
on_add_question (GtkWidget *widget, const char *name, GVariant *target)
{
  add_part (BH_SCRIPT_EDITOR (widget), BH_SCRIPT_PART_QUESTION);
}

static void
on_add_way (GtkWidget *widget, const char *name, GVariant *target)
{
  add_part (BH_SCRIPT_EDITOR (widget), BH_SCRIPT_PART_WAY);
}

void
bh_script_editor_install_part_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "editor.add-question", NULL, on_add_question);
  gtk_widget_class_install_action (widget_class, "editor.add-way", NULL, on_add_way);
}
