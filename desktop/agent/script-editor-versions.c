/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "desktop/agent/script-changes-view.h"
#include "desktop/agent/script-editor-private.h"
#include "desktop/model/script-shelf.h"
#include "desktop/model/time-text.h"

/* Versions: an earlier one is looked at, made the newest again or given to agents again; and what
 * is to be done where somebody else saved first. */

#define VERSION_KEY "bh-version"

/* ---- the list */

static char *
state_words (BhScriptEntry *entry)
{
  if (bh_script_entry_get_live (entry) == bh_script_entry_get_version (entry))
    return g_strdup (C_ ("script version", "agents get it"));
  return g_strdup (g_strcmp0 (bh_script_entry_get_status (entry), "draft") == 0
                       ? C_ ("script version", "draft")
                       : C_ ("script version", "was published"));
}

static void
on_publish_version (BhScriptEditor *self, GtkWidget *button)
{
  gint64 version = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), VERSION_KEY));

  bh_desk_publish_script_async (self->desk,
                                bh_script_draft_get_name (self->draft),
                                version,
                                NULL,
                                bh_script_editor_on_done,
                                g_object_ref (self));
}

static GtkWidget *
version_row (BhScriptEditor *self, BhScriptEntry *entry)
{
  gint64 version = bh_script_entry_get_version (entry);
  g_autofree char *title = g_strdup_printf (C_ ("script", "Version %u"), (guint) version);
  g_autofree char *state = state_words (entry);
  g_autofree char *when = bh_time_text_when (bh_script_entry_get_at (entry),
                                             bh_clock_now (bh_desk_get_clock (self->desk)));
  g_autofree char *words = g_strjoin (" · ", state, bh_script_entry_get_author (entry), when, NULL);
  GtkWidget *row = bh_script_editor_list_row (NULL, title, words);
  gboolean was_out = g_strcmp0 (bh_script_entry_get_status (entry), "retired") == 0;
  GtkWidget *button =
      gtk_button_new_with_label (was_out ? _ ("Publish again") : C_ ("script", "Publish"));

  g_object_set_data (G_OBJECT (row), VERSION_KEY, GINT_TO_POINTER ((int) version));
  g_object_set_data (G_OBJECT (button), VERSION_KEY, GINT_TO_POINTER ((int) version));
  gtk_widget_set_name (button, "publish-version");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Agents get this version from the next contact on"));
  gtk_widget_set_visible (button, version != bh_script_entry_get_live (entry));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_publish_version), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
on_versions (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhScriptEditor) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) entries =
      bh_desk_list_script_versions_finish (BH_DESK (source), result, &error);

  if (entries == NULL) {
    bh_script_editor_say (self, error->message);
    return;
  }
  bh_script_editor_clear_list (self->versions);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++) {
    g_autoptr (BhScriptEntry) entry = g_list_model_get_item (entries, i);
    gtk_list_box_append (self->versions, version_row (self, entry));
  }
}

void
bh_script_editor_list_versions (BhScriptEditor *self)
{
  bh_script_editor_clear_list (self->versions);
  if (self->version > 0)
    bh_desk_list_script_versions_async (self->desk,
                                        bh_script_draft_get_name (self->draft),
                                        NULL,
                                        on_versions,
                                        g_object_ref (self));
}

/* ---- an earlier one */

static BhScriptDraft *
take_draft (GObject *source, GAsyncResult *result, gint64 *version, GError **error)
{
  g_autofree char *document = bh_desk_get_script_finish (BH_DESK (source), result, version, error);

  return document != NULL ? bh_script_draft_new (document, error) : NULL;
}

/* It lies over the newest: saved, it becomes the next one. */
static void
take_wanted (BhScriptEditor *self)
{
  g_autoptr (BhScriptDraft) draft = g_steal_pointer (&self->wanted);
  gint64 newest = self->version;
  gint64 version = self->wanted_version;
  g_autofree char *words = NULL;

  bh_script_editor_edit (self, draft, newest);
  if (version == newest)
    return;
  bh_script_draft_set_dirty (draft);
  bh_script_editor_update_title (self);
  words = g_strdup_printf (_ ("This is version %u. Save it to make it the newest again."),
                           (guint) version);
  bh_script_editor_say (self, words);
}

static void
on_compared (AdwMessageDialog *dialog, const char *response, BhScriptEditor *self)
{
  if (g_str_equal (response, "open") && self->wanted != NULL)
    bh_script_editor_ask_unsaved (self, take_wanted);
  else
    g_clear_object (&self->wanted);
}

/* What would be undone is read before it is. */
static void
show_changes (BhScriptEditor *self)
{
  g_autoptr (GPtrArray) changes = bh_script_draft_list_changes (self->wanted, self->draft);
  guint version = (guint) self->wanted_version;
  g_autofree char *heading = g_strdup_printf (_ ("What changed since version %u"), version);
  g_autofree char *act = g_strdup_printf (_ ("Bring back version %u"), version);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      GTK_WINDOW (self),
      heading,
      changes->len == 0 ? _ ("Agents see and do the same in both.") : NULL));

  if (changes->len > 0)
    adw_message_dialog_set_extra_child (dialog, bh_script_changes_view_new (changes));
  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    C_ ("script version", "Leave it as it is"),
                                    "open",
                                    act,
                                    NULL);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_compared), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_version (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhScriptEditor) self = data;
  g_autoptr (GError) error = NULL;
  gint64 version = 0;
  g_autoptr (BhScriptDraft) draft = take_draft (source, result, &version, &error);

  if (draft == NULL) {
    bh_script_editor_say (self, error->message);
    return;
  }
  g_set_object (&self->wanted, draft);
  self->wanted_version = version;
  show_changes (self);
}

void
bh_script_editor_open_version (BhScriptEditor *self, GtkListBoxRow *row)
{
  gint64 version = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), VERSION_KEY));

  gtk_menu_button_popdown (self->versions_button);
  bh_desk_get_script_async (self->desk,
                            bh_script_draft_get_name (self->draft),
                            version,
                            NULL,
                            on_version,
                            g_object_ref (self));
}

/* ---- out of use */

static void
on_retire (GtkWidget *widget, const char *name, GVariant *target)
{
  BhScriptEditor *self = BH_SCRIPT_EDITOR (widget);

  if (self->version == 0)
    bh_script_editor_say (self, _ ("First save the draft."));
  else
    bh_desk_retire_script_async (self->desk,
                                 bh_script_draft_get_name (self->draft),
                                 NULL,
                                 bh_script_editor_on_done,
                                 g_object_ref (self));
}

/* ---- somebody was first */

void
bh_script_editor_offer_conflict (BhScriptEditor *self, gint64 theirs)
{
  self->theirs = theirs;
  gtk_widget_set_visible (self->conflict, theirs > 0);
}

/* Beside what is being written, in a window of its own: nothing is taken from the hand. */
static void
on_theirs (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhScriptEditor) self = data;
  g_autoptr (GError) error = NULL;
  gint64 version = 0;
  g_autoptr (BhScriptDraft) draft = take_draft (source, result, &version, &error);
  GtkWidget *other;

  if (draft == NULL) {
    bh_script_editor_say (self, error->message);
    return;
  }
  other = bh_script_editor_new (GTK_WINDOW (self), self->desk);
  bh_script_editor_edit (BH_SCRIPT_EDITOR (other), draft, version);
  gtk_window_present (GTK_WINDOW (other));
}

static void
on_show_theirs (GtkWidget *widget, const char *name, GVariant *target)
{
  BhScriptEditor *self = BH_SCRIPT_EDITOR (widget);

  if (self->theirs > 0)
    bh_desk_get_script_async (self->desk,
                              bh_script_draft_get_name (self->draft),
                              self->theirs,
                              NULL,
                              on_theirs,
                              g_object_ref (self));
}

static void
on_save_over (GtkWidget *widget, const char *name, GVariant *target)
{
  BhScriptEditor *self = BH_SCRIPT_EDITOR (widget);

  if (self->theirs > 0)
    bh_script_editor_save_over (self, self->theirs);
}

void
bh_script_editor_install_version_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "editor.retire", NULL, on_retire);
  gtk_widget_class_install_action (widget_class, "editor.show-theirs", NULL, on_show_theirs);
  gtk_widget_class_install_action (widget_class, "editor.save-over", NULL, on_save_over);
}
