/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/script-editor-private.h"
#include "desktop/model/unsaved.h"

/* What is typed survives the death of the program: the document after every change, and the JSON
 * that cannot be read yet. */

void
bh_script_editor_keep (BhScriptEditor *self)
{
  gboolean unreadable = gtk_widget_get_visible (GTK_WIDGET (self->rest_error));
  g_autofree char *document = NULL;
  g_autofree char *version = NULL;
  g_autofree char *step = NULL;
  g_autofree char *rest = NULL;
  const char *title;

  if (self->unsaved == NULL || self->draft == NULL)
    return;
  if (!bh_script_draft_get_dirty (self->draft) && !unreadable) {
    bh_desk_unsaved_drop (self->desk, self->unsaved);
    return;
  }
  document = bh_script_draft_to_text (self->draft);
  version = g_strdup_printf ("%" G_GINT64_FORMAT, self->version);
  step = g_strdup_printf ("%u", self->step);
  if (unreadable)
    g_object_get (gtk_text_view_get_buffer (self->step_rest), "text", &rest, NULL);
  title = bh_script_draft_get_title (self->draft);
  bh_desk_unsaved_put (
      self->desk,
      self->unsaved,
      (const BhUnsavedField[]){
          {"title",
           title != NULL && *title != '\0' ? title : bh_script_draft_get_name (self->draft)},
          {"document", document},
          {"version", version},
          {"step", step},
          {"rest", rest},
          {NULL, NULL}});
}

static void
restore (BhScriptEditor *self, const char *key)
{
  g_autofree char *document = bh_desk_unsaved_dup (self->desk, key, "document");
  g_autofree char *version = bh_desk_unsaved_dup (self->desk, key, "version");
  g_autofree char *step = bh_desk_unsaved_dup (self->desk, key, "step");
  g_autofree char *rest = bh_desk_unsaved_dup (self->desk, key, "rest");
  g_autoptr (GError) error = NULL;
  g_autoptr (BhScriptDraft) draft = bh_script_draft_new (document, &error);

  if (draft == NULL) {
    bh_script_editor_say (self, error->message);
    return;
  }
  bh_desk_unsaved_leave (self->desk, self->unsaved);
  g_free (self->unsaved);
  self->unsaved = g_strdup (key);
  bh_desk_unsaved_hold (self->desk, key);
  bh_script_draft_set_dirty (draft);
  bh_script_editor_edit (self, draft, g_ascii_strtoll (version, NULL, 10));
  bh_script_editor_show_step (self, (int) g_ascii_strtoll (step, NULL, 10));
  if (*rest != '\0')
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->step_rest), rest, -1);
}

static void
restore_wanted (BhScriptEditor *self)
{
  g_autofree char *key = bh_desk_unsaved_find (self->desk, "script");

  if (key != NULL)
    restore (self, key);
}

void
bh_script_editor_restore (BhScriptEditor *self, const char *key)
{
  bh_script_editor_ask_unsaved (self, restore_wanted);
}
