/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "desktop/agent/script-editor-private.h"
#include "desktop/model/script-draft-parts.h"
#include "desktop/model/script-facts.h"

/* What can be filled into a text is chosen from a list, and put where one writes. */

#define KEY "KEY"

static void
append (BhScriptEditor *self, const char *name, const char *title)
{
  GtkWidget *row = bh_script_editor_list_row (name, title, name);

  gtk_list_box_append (self->names, row);
}

static void
append_names (BhScriptEditor *self)
{
  g_autoptr (GArray) facts = bh_script_facts ();

  for (guint i = 0; i < facts->len; i++) {
    const BhScriptFact *fact = &g_array_index (facts, BhScriptFact, i);
    append (self, fact->name, fact->title);
  }
  append (self,
          "customer.attribute." KEY,
          C_ ("placeholder", "A field of the customer: write its name for KEY"));
  append (self,
          "contact.data." KEY,
          C_ ("placeholder", "Something attached to the call: write its name for KEY"));
}

static void
append_answers (BhScriptEditor *self)
{
  for (guint step = 0; step < bh_script_draft_get_n_steps (self->draft); step++) {
    guint n = bh_script_draft_get_n_parts (self->draft, step, BH_SCRIPT_PART_QUESTION);
    for (guint i = 0; i < n; i++) {
      g_autofree char *id =
          bh_script_draft_dup_part (self->draft, step, BH_SCRIPT_PART_QUESTION, i, "id");
      g_autofree char *label =
          bh_script_draft_dup_part (self->draft, step, BH_SCRIPT_PART_QUESTION, i, "label");
      g_autofree char *name = g_strconcat ("answer.", id, NULL);
      /* Translators: %s is a question of the script */
      g_autofree char *title = g_strdup_printf (C_ ("placeholder", "Answer to “%s”"), label);
      if (*id != '\0')
        append (self, name, title);
    }
  }
}

static void
on_names_shown (BhScriptEditor *self)
{
  bh_script_editor_clear_list (self->names);
  append_names (self);
  append_answers (self);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->names, 0)));
}

/* What is still to be written is selected. */
static void
on_name_chosen (BhScriptEditor *self, GtkListBoxRow *row)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->step_text);
  g_autofree char *text = g_strdup_printf ("{%s}", bh_script_editor_row_name (row));
  const char *key = strstr (text, KEY);
  GtkTextIter start, end;

  gtk_menu_button_popdown (self->insert_button);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, FALSE, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  if (key != NULL) {
    gtk_text_buffer_get_iter_at_mark (buffer, &end, gtk_text_buffer_get_insert (buffer));
    gtk_text_iter_backward_char (&end);
    start = end;
    gtk_text_iter_backward_chars (&start, (int) strlen (KEY));
    gtk_text_buffer_select_range (buffer, &end, &start);
  }
  gtk_widget_grab_focus (GTK_WIDGET (self->step_text));
}

static void
on_insert (GtkWidget *widget, const char *name, GVariant *target)
{
  gtk_menu_button_popup (BH_SCRIPT_EDITOR (widget)->insert_button);
}

void
bh_script_editor_install_insert_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "editor.insert", NULL, on_insert);
  gtk_widget_class_bind_template_callback (widget_class, on_names_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_name_chosen);
}
