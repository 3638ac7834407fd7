/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "desktop/agent/script-editor-private.h"
#include "desktop/model/script-shelf.h"

/* From and to the server and files. What is refused leaves the draft as it was typed. */

#define NAME_KEY "bh-name"

GtkWidget *
bh_script_editor_list_row (const char *name, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), NAME_KEY, g_strdup (name), g_free);
  return row;
}

const char *
bh_script_editor_row_name (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), NAME_KEY);
}

/* "published, version 3 · Support" */
static char *
entry_words (BhScriptEntry *entry)
{
  gint64 live = bh_script_entry_get_live (entry);
  const char *assigned = bh_script_entry_get_assigned (entry);
  g_autofree char *state = live > 0 ? g_strdup_printf (_ ("published, version %u"), (guint) live)
                                    : g_strdup (C_ ("script", "not published"));

  return *assigned != '\0' ? g_strdup_printf ("%s · %s", state, assigned)
                           : g_strdup (g_steal_pointer (&state));
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhScriptEditor) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) entries = bh_desk_list_scripts_finish (BH_DESK (source), result, &error);

  if (entries == NULL) {
    bh_script_editor_say (self, error->message);
    return;
  }
  bh_script_editor_clear_list (self->shelf);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++) {
    g_autoptr (BhScriptEntry) entry = g_list_model_get_item (entries, i);
    g_autofree char *words = entry_words (entry);
    gtk_list_box_append (self->shelf,
                         bh_script_editor_list_row (bh_script_entry_get_name (entry),
                                                    bh_script_entry_get_title (entry),
                                                    words));
  }
}

void
bh_script_editor_fill_shelf (BhScriptEditor *self)
{
  bh_desk_list_scripts_async (self->desk, NULL, on_listed, g_object_ref (self));
}

static void
on_got (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhScriptEditor) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BhScriptDraft) draft = NULL;
  gint64 version = 0;
  g_autofree char *document =
      bh_desk_get_script_finish (BH_DESK (source), result, &version, &error);

  if (document != NULL)
    draft = bh_script_draft_new (document, &error);
  if (draft != NULL)
    bh_script_editor_edit (self, draft, version);
  else
    bh_script_editor_say (self, error->message);
}

static void
open_wanted (BhScriptEditor *self)
{
  const char *name = g_object_get_data (G_OBJECT (self), NAME_KEY);

  bh_desk_get_script_async (self->desk, name, 0, NULL, on_got, g_object_ref (self));
}

void
bh_script_editor_open_entry (BhScriptEditor *self, GtkListBoxRow *row)
{
  g_object_set_data_full (G_OBJECT (self),
                          NAME_KEY,
                          g_strdup (bh_script_editor_row_name (row)),
                          g_free);
  gtk_menu_button_popdown (self->shelf_button);
  bh_script_editor_ask_unsaved (self, open_wanted);
}

/* What is not saved */

typedef struct {
  BhScriptEditor *editor;
  void (*then) (BhScriptEditor *self);
} Question;

static void
on_unsaved_answer (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (g_str_equal (response, "discard")) {
    bh_script_draft_set_clean (question->editor->draft);
    bh_script_editor_keep (question->editor);
    question->then (question->editor);
  }
  g_object_unref (question->editor);
  g_free (question);
}

void
bh_script_editor_ask_unsaved (BhScriptEditor *self, void (*then) (BhScriptEditor *self))
{
  AdwMessageDialog *dialog;
  Question *question;

  if (!bh_script_draft_get_dirty (self->draft)) {
    then (self);
    return;
  }
  question = g_new0 (Question, 1);
  question->editor = g_object_ref (self);
  question->then = then;
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self),
                                                       _ ("The script has changed"),
                                                       _ ("What you wrote is not saved.")));
  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    _ ("Go on writing"),
                                    "discard",
                                    _ ("Throw away"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_unsaved_answer), question);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Saving and publishing */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhScriptEditor) self = data;
  g_autoptr (GError) error = NULL;
  gint64 theirs;
  gint64 version = bh_desk_save_script_finish (BH_DESK (source), result, &theirs, &error);
  g_autofree char *document = NULL;

  bh_script_editor_say (self, version == 0 ? error->message : NULL);
  bh_script_editor_offer_conflict (self, theirs);
  if (version == 0 || self->draft == NULL)
    return;
  self->version = version;
  document = bh_script_draft_to_text (self->draft);
  if (g_strcmp0 (document, self->sent) == 0)
    bh_script_draft_set_clean (self->draft);
  bh_script_editor_update_title (self);
  bh_script_editor_fill_shelf (self);
  bh_script_editor_check_links (self);
}

void
bh_script_editor_save_over (BhScriptEditor *self, gint64 base)
{
  g_autofree char *document = bh_script_draft_to_text (self->draft);

  if (bh_script_draft_get_n_problems (self->draft) > 0 ||
      gtk_widget_get_visible (GTK_WIDGET (self->rest_error))) {
    bh_script_editor_say (self, _ ("First mend what is wrong."));
    return;
  }
  g_free (self->sent);
  self->sent = g_strdup (document);
  bh_desk_save_script_async (self->desk, document, base, NULL, on_saved, g_object_ref (self));
}

static void
on_save (GtkWidget *widget, const char *name, GVariant *target)
{
  BhScriptEditor *self = BH_SCRIPT_EDITOR (widget);

  bh_script_editor_save_over (self, self->version);
}

void
bh_script_editor_on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhScriptEditor) self = data;
  g_autoptr (GError) error = NULL;

  if (!bh_desk_script_done_finish (BH_DESK (source), result, &error)) {
    gtk_menu_button_popdown (self->versions_button);
    gtk_menu_button_popdown (self->assign_button);
    bh_script_editor_say (self, error->message);
    return;
  }
  bh_script_editor_say (self, NULL);
  bh_script_editor_fill_shelf (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->versions)))
    bh_script_editor_list_versions (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->assigned)))
    bh_script_editor_show_assigned (self);
}

static void
on_publish (GtkWidget *widget, const char *name, GVariant *target)
{
  BhScriptEditor *self = BH_SCRIPT_EDITOR (widget);

  if (self->version == 0 || bh_script_draft_get_dirty (self->draft)) {
    bh_script_editor_say (self, _ ("First save the draft."));
    return;
  }
  bh_desk_publish_script_async (self->desk,
                                bh_script_draft_get_name (self->draft),
                                self->version,
                                NULL,
                                bh_script_editor_on_done,
                                g_object_ref (self));
}

/* Files */

static void
import_file (BhScriptEditor *self, GFile *file, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (BhScriptDraft) draft = NULL;

  if (!g_file_load_contents (file, NULL, &text, NULL, NULL, error))
    return;
  draft = bh_script_draft_new (text, error);
  if (draft == NULL)
    return;
  bh_script_editor_edit (self, draft, 0);
}

static void
export_file (BhScriptEditor *self, GFile *file, GError **error)
{
  g_autofree char *text = bh_script_draft_to_text (self->draft);

  g_file_replace_contents (file,
                           text,
                           strlen (text),
                           NULL,
                           FALSE,
                           G_FILE_CREATE_NONE,
                           NULL,
                           NULL,
                           error);
}

static void
on_file_chosen (GtkNativeDialog *dialog, int response, BhScriptEditor *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  gboolean is_export =
      gtk_file_chooser_get_action (GTK_FILE_CHOOSER (dialog)) == GTK_FILE_CHOOSER_ACTION_SAVE;
  g_autoptr (GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT && file != NULL) {
    if (is_export)
      export_file (self, file, &error);
    else
      import_file (self, file, &error);
    if (error != NULL)
      bh_script_editor_say (self, error->message);
  }
  g_clear_object (&self->chooser);
}

static void
choose_file (BhScriptEditor *self, GtkFileChooserAction action, const char *title)
{
  g_autofree char *name = g_strconcat (bh_script_draft_get_name (self->draft), ".json", NULL);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, NULL, NULL);
  if (action == GTK_FILE_CHOOSER_ACTION_SAVE)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_file_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
choose_import (BhScriptEditor *self)
{
  choose_file (self, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Import a script"));
}

static void
on_import (GtkWidget *widget, const char *name, GVariant *target)
{
  bh_script_editor_ask_unsaved (BH_SCRIPT_EDITOR (widget), choose_import);
}

static void
on_export (GtkWidget *widget, const char *name, GVariant *target)
{
  choose_file (BH_SCRIPT_EDITOR (widget), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Export the script"));
}

static void
start_new (BhScriptEditor *self)
{
  g_autoptr (BhScriptDraft) draft = bh_script_draft_new (NULL, NULL);

  bh_script_editor_edit (self, draft, 0);
}

static void
on_new (GtkWidget *widget, const char *name, GVariant *target)
{
  bh_script_editor_ask_unsaved (BH_SCRIPT_EDITOR (widget), start_new);
}

void
bh_script_editor_install_file_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "editor.new", NULL, on_new);
  gtk_widget_class_install_action (widget_class, "editor.import", NULL, on_import);
  gtk_widget_class_install_action (widget_class, "editor.export", NULL, on_export);
  gtk_widget_class_install_action (widget_class, "editor.save", NULL, on_save);
  gtk_widget_class_install_action (widget_class, "editor.publish", NULL, on_publish);
}
