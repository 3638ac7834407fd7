/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/script-chooser.h"

#include <glib/gi18n.h>

#include "desktop/agent/script-try-window.h"
#include "desktop/model/script-shelf.h"

struct _BhScriptChooser {
  AdwWindow parent_instance;

  GtkListBox *list;
  GtkLabel *said;
  BhDesk *desk;
};

G_DEFINE_FINAL_TYPE (BhScriptChooser, bh_script_chooser, ADW_TYPE_WINDOW)

#define NAME_KEY "bh-name"

static void
on_got (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhScriptChooser) self = data;
  g_autoptr (GError) error = NULL;
  gint64 version;
  g_autofree char *document =
      bh_desk_get_script_finish (BH_DESK (source), result, &version, &error);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkWidget *player =
      document != NULL
          ? bh_script_try_window_new (parent, document, bh_desk_get_full_name (BH_DESK (source)))
          : NULL;

  if (player == NULL) {
    gtk_label_set_label (self->said,
                         error != NULL ? error->message : _ ("This script cannot be read."));
    return;
  }
  gtk_window_present (GTK_WINDOW (player));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_chosen (BhScriptChooser *self, GtkListBoxRow *row)
{
  bh_desk_get_script_async (self->desk,
                            g_object_get_data (G_OBJECT (row), NAME_KEY),
                            0,
                            NULL,
                            on_got,
                            g_object_ref (self));
}

static GtkWidget *
row_new (BhScriptEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), bh_script_entry_get_title (entry));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), bh_script_entry_get_assigned (entry));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  bh_script_entry_get_title (entry),
                                  -1);
  g_object_set_data_full (G_OBJECT (row),
                          NAME_KEY,
                          g_strdup (bh_script_entry_get_name (entry)),
                          g_free);
  return row;
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhScriptChooser) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) entries = bh_desk_list_scripts_finish (BH_DESK (source), result, &error);
  guint n = entries != NULL ? g_list_model_get_n_items (entries) : 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (BhScriptEntry) entry = g_list_model_get_item (entries, i);
    gtk_list_box_append (self->list, row_new (entry));
  }
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->list)), n > 0);
  if (error != NULL)
    gtk_label_set_label (self->said, error->message);
  else
    gtk_label_set_label (self->said,
                         n > 0 ? _ ("It plays without a call; nothing of it is kept.")
                               : _ ("There is no script yet."));
  if (n > 0)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0)));
}

static void
bh_script_chooser_dispose (GObject *object)
{
  g_clear_object (&BH_SCRIPT_CHOOSER (object)->desk);
  G_OBJECT_CLASS (bh_script_chooser_parent_class)->dispose (object);
}

static void
bh_script_chooser_class_init (BhScriptChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bh_script_chooser_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/script-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, BhScriptChooser, list);
  gtk_widget_class_bind_template_child (widget_class, BhScriptChooser, said);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bh_script_chooser_init (BhScriptChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
bh_script_chooser_new (GtkWindow *parent, BhDesk *desk)
{
  BhScriptChooser *self;

  g_return_val_if_fail (BH_IS_DESK (desk), NULL);

  self = g_object_new (BH_TYPE_SCRIPT_CHOOSER, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  bh_desk_list_scripts_async (desk, NULL, on_listed, g_object_ref (self));
  return GTK_WIDGET (self);
}
