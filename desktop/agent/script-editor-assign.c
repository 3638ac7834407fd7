/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "desktop/agent/script-editor-private.h"
#include "desktop/model/queue-item.h"
#include "desktop/model/script-shelf.h"

/* Who gets the script: by queue, campaign and language. What is there is listed and can be taken
 * away. */

#define TO_KEY "bh-to"

/* ---- those that have it */

static void
assign (BhScriptEditor *self, const char *name, const BhScriptTo *to)
{
  bh_desk_assign_script_async (self->desk,
                               name,
                               to,
                               NULL,
                               bh_script_editor_on_done,
                               g_object_ref (self));
}

/* The button holds the entry, and the entry the words. */
static void
on_take_away (BhScriptEditor *self, GtkWidget *button)
{
  BhScriptEntry *entry = g_object_get_data (G_OBJECT (button), TO_KEY);
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "bh-index"));
  const BhScriptTo to = bh_script_entry_get_assigned_to (entry, index);

  assign (self, NULL, &to);
}

static GtkWidget *
assigned_row (BhScriptEditor *self, BhScriptEntry *entry, guint index)
{
  g_autofree char *words = bh_script_entry_dup_assigned_words (entry, index);
  g_autofree char *tip = g_strdup_printf (_ ("No more for %s"), words);
  GtkWidget *row = bh_script_editor_list_row (NULL, words, NULL);
  GtkWidget *button = gtk_button_new_with_label (C_ ("script", "Remove"));

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_name (button, "assigned-away");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  g_object_set_data_full (G_OBJECT (button), TO_KEY, g_object_ref (entry), g_object_unref);
  g_object_set_data (G_OBJECT (button), "bh-index", GUINT_TO_POINTER (index));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_take_away), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhScriptEditor) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) entries = bh_desk_list_scripts_finish (BH_DESK (source), result, &error);

  bh_script_editor_clear_list (self->assigned);
  if (entries == NULL) {
    bh_script_editor_say (self, error->message);
    return;
  }
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++) {
    g_autoptr (BhScriptEntry) entry = g_list_model_get_item (entries, i);
    gboolean is_this = self->draft != NULL && g_str_equal (bh_script_entry_get_name (entry),
                                                           bh_script_draft_get_name (self->draft));
    for (guint to = 0; is_this && to < bh_script_entry_get_n_assigned (entry); to++)
      gtk_list_box_append (self->assigned, assigned_row (self, entry, to));
  }
}

/* ---- those that can get it */

static void
fill_queues (BhScriptEditor *self)
{
  GListModel *queues = bh_desk_get_queues (self->desk);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  gtk_string_list_append (words, C_ ("script", "Every queue"));
  for (guint i = 0; i < g_list_model_get_n_items (queues); i++) {
    g_autoptr (BhQueueItem) queue = g_list_model_get_item (queues, i);
    const char *label = bh_queue_item_get_label (queue);
    gtk_string_list_append (words, label != NULL ? label : bh_queue_item_get_id (queue));
  }
  adw_combo_row_set_model (self->to_queue, G_LIST_MODEL (words));
}

/* The first word is "any"; NULL: that one. (transfer full) */
static char *
dup_chosen_queue (BhScriptEditor *self)
{
  guint chosen = adw_combo_row_get_selected (self->to_queue);
  g_autoptr (BhQueueItem) queue =
      chosen > 0 && chosen != GTK_INVALID_LIST_POSITION
          ? g_list_model_get_item (bh_desk_get_queues (self->desk), chosen - 1)
          : NULL;

  return queue != NULL ? g_strdup (bh_queue_item_get_id (queue)) : NULL;
}

static void
on_campaigns (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhScriptEditor) self = data;
  g_auto (GStrv) names = bh_desk_list_script_campaigns_finish (BH_DESK (source), result, NULL);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  /* No campaigns here, or none that one may see: then there is nothing to choose. */
  gtk_string_list_append (words, C_ ("script", "No campaign in particular"));
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    gtk_string_list_append (words, names[i]);
  adw_combo_row_set_model (self->to_campaign, G_LIST_MODEL (words));
  gtk_widget_set_visible (GTK_WIDGET (self->to_campaign), names != NULL && names[0] != NULL);
}

static const char *
chosen_campaign (BhScriptEditor *self)
{
  GtkStringObject *chosen = adw_combo_row_get_selected_item (self->to_campaign);

  return adw_combo_row_get_selected (self->to_campaign) > 0 && chosen != NULL
             ? gtk_string_object_get_string (chosen)
             : NULL;
}

void
bh_script_editor_show_assigned (BhScriptEditor *self)
{
  fill_queues (self);
  bh_desk_list_script_campaigns_async (self->desk, NULL, on_campaigns, g_object_ref (self));
  bh_desk_list_scripts_async (self->desk, NULL, on_listed, g_object_ref (self));
}

static void
on_assign (GtkWidget *widget, const char *name, GVariant *target)
{
  BhScriptEditor *self = BH_SCRIPT_EDITOR (widget);
  const char *language = gtk_editable_get_text (GTK_EDITABLE (self->to_language));
  g_autofree char *queue = dup_chosen_queue (self);
  const BhScriptTo to = {queue, chosen_campaign (self), *language != '\0' ? language : NULL};

  if (self->version == 0) {
    gtk_menu_button_popdown (self->assign_button);
    bh_script_editor_say (self, _ ("First save the draft."));
  } else {
    assign (self, bh_script_draft_get_name (self->draft), &to);
  }
}

void
bh_script_editor_install_assign_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "editor.assign", NULL, on_assign);
}
