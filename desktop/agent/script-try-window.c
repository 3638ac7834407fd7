/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/script-try-window.h"

#include <glib/gi18n.h>

#include "desktop/model/script-facts.h"
#include "desktop/widgets/entry-name.h"

struct _BhScriptTryWindow {
  AdwWindow parent_instance;
  AdwWindowTitle *window_title;
  GtkDropDown *languages;
  BhScriptView *view;
  AdwPreferencesGroup *facts;
  char *document;
  char *agent;
  GHashTable *known; /* name -> value */
};

G_DEFINE_FINAL_TYPE (BhScriptTryWindow, bh_script_try_window, ADW_TYPE_WINDOW)

#define FACT_KEY "bh-fact"

static void
on_article (BhScriptTryWindow *self, const char *article, const char *search)
{
  adw_window_title_set_subtitle (self->window_title,
                                 _ ("In a call this opens the article beside the contact"));
}

/* Facts */

static void
on_fact_changed (BhScriptTryWindow *self, GtkEditable *row)
{
  const char *name = g_object_get_data (G_OBJECT (row), FACT_KEY);

  g_hash_table_insert (self->known, g_strdup (name), g_strdup (gtk_editable_get_text (row)));
  bh_script_player_set_fact (bh_script_view_get_player (self->view),
                             name,
                             gtk_editable_get_text (row));
}

static void
add_fact (BhScriptTryWindow *self, const BhScriptFact *fact)
{
  GtkWidget *row = adw_entry_row_new ();
  const char *value = g_str_equal (fact->name, "agent.name") ? self->agent : fact->sample;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), fact->title);
  bh_entry_name_from_title (ADW_ENTRY_ROW (row));
  gtk_widget_set_tooltip_text (row, fact->name);
  gtk_editable_set_text (GTK_EDITABLE (row), value != NULL ? value : "");
  g_hash_table_insert (self->known, g_strdup (fact->name), g_strdup (value));
  g_object_set_data_full (G_OBJECT (row), FACT_KEY, g_strdup (fact->name), g_free);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_fact_changed), self);
  adw_preferences_group_add (self->facts, row);
}

/* Starting */

static void
on_language (BhScriptTryWindow *self)
{
  BhScriptPlayer *player = bh_script_view_get_player (self->view);
  gpointer chosen = gtk_drop_down_get_selected_item (self->languages);

  if (player != NULL && chosen != NULL)
    bh_script_player_set_language (player, gtk_string_object_get_string (chosen));
}

static gboolean
start (BhScriptTryWindow *self)
{
  g_autoptr (BhScriptPlayer) player = bh_script_player_new (self->document, 0, NULL);
  GHashTableIter facts;
  gpointer name;
  gpointer value;

  if (player == NULL)
    return FALSE;
  g_hash_table_iter_init (&facts, self->known);
  while (g_hash_table_iter_next (&facts, &name, &value))
    bh_script_player_set_fact (player, name, value);
  bh_script_view_set_player (self->view, player);
  on_language (self);
  return TRUE;
}

static void
on_again (BhScriptTryWindow *self)
{
  start (self);
  bh_script_view_focus (self->view);
}

/* The reader's own language, where the script has it. */
static guint
own_language (const char *const *languages)
{
  for (const char *const *own = g_get_language_names (); *own != NULL; own++) {
    for (guint i = 0; languages[i] != NULL; i++) {
      if (g_str_equal (languages[i], *own))
        return i;
    }
  }
  return 0;
}

static void
fill_languages (BhScriptTryWindow *self)
{
  BhScriptPlayer *player = bh_script_view_get_player (self->view);
  const char *const *languages = bh_script_player_get_languages (player);
  g_autoptr (GtkStringList) list = gtk_string_list_new (languages);
  guint own = own_language (languages);

  gtk_drop_down_set_model (self->languages, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->languages, own);
  gtk_widget_set_visible (GTK_WIDGET (self->languages),
                          languages[0] != NULL && languages[1] != NULL);
  on_language (self);
}

/* Keys */

static void
go_on (GtkWidget *widget, const char *name, GVariant *target)
{
  bh_script_view_go_on (BH_SCRIPT_TRY_WINDOW (widget)->view);
}

static void
go_back (GtkWidget *widget, const char *name, GVariant *target)
{
  bh_script_view_go_back (BH_SCRIPT_TRY_WINDOW (widget)->view);
}

static void
open_chart (GtkWidget *widget, const char *name, GVariant *target)
{
  bh_script_view_open_chart (BH_SCRIPT_TRY_WINDOW (widget)->view);
}

static void
bh_script_try_window_dispose (GObject *object)
{
  BhScriptTryWindow *self = BH_SCRIPT_TRY_WINDOW (object);

  g_clear_pointer (&self->document, g_free);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->agent, g_free);
  G_OBJECT_CLASS (bh_script_try_window_parent_class)->dispose (object);
}

static void
bh_script_try_window_class_init (BhScriptTryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_SCRIPT_VIEW);
  G_OBJECT_CLASS (klass)->dispose = bh_script_try_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/script-try-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BhScriptTryWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, BhScriptTryWindow, view);
  gtk_widget_class_bind_template_child (widget_class, BhScriptTryWindow, facts);
  gtk_widget_class_bind_template_child (widget_class, BhScriptTryWindow, languages);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_language);
  gtk_widget_class_bind_template_callback (widget_class, on_article);
  gtk_widget_class_install_action (widget_class, "player.go-on", NULL, go_on);
  gtk_widget_class_install_action (widget_class, "player.go-back", NULL, go_back);
  gtk_widget_class_install_action (widget_class, "player.chart", NULL, open_chart);
  gtk_widget_class_add_binding_action (widget_class,
                                       GDK_KEY_Right,
                                       GDK_ALT_MASK,
                                       "player.go-on",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class,
                                       GDK_KEY_Left,
                                       GDK_ALT_MASK,
                                       "player.go-back",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class,
                                       GDK_KEY_j,
                                       GDK_CONTROL_MASK,
                                       "player.chart",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bh_script_try_window_init (BhScriptTryWindow *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
bh_script_try_window_new (GtkWindow *parent, const char *document, const char *agent)
{
  g_autoptr (GArray) facts = bh_script_facts ();
  g_autoptr (BhScriptTryWindow) self = NULL;
  const char *title;

  g_return_val_if_fail (document != NULL, NULL);
  self = g_object_ref (g_object_new (BH_TYPE_SCRIPT_TRY_WINDOW, "transient-for", parent, NULL));
  self->document = g_strdup (document);
  self->agent = g_strdup (agent);
  for (guint i = 0; i < facts->len; i++)
    add_fact (self, &g_array_index (facts, BhScriptFact, i));
  if (!start (self)) {
    gtk_window_destroy (GTK_WINDOW (self));
    return NULL;
  }
  fill_languages (self);
  title = bh_script_player_get_title (bh_script_view_get_player (self->view));
  adw_window_title_set_title (self->window_title, title);
  bh_script_view_focus (self->view);
  return GTK_WIDGET (self);
}

BhScriptView *
bh_script_try_window_get_view (BhScriptTryWindow *self)
{
  g_return_val_if_fail (BH_IS_SCRIPT_TRY_WINDOW (self), NULL);
  return self->view;
}
