/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/article-editor-lists.h"

#include "desktop/widgets/closures.h"

#include <glib/gi18n.h>

struct _BhArticleEditorLists {
  AdwBin parent_instance;

  GtkDropDown *which;
  GtkListBox *entries;
  GtkLabel *message;
  GtkWidget *gap_part;
  GtkWidget *synonym_part;
  GtkEditable *words;

  BhKnowledgeWork *work;
};

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BhArticleEditorLists, bh_article_editor_lists, ADW_TYPE_BIN)

/* In the order of the list to choose from (article-editor-lists.ui). */
static const char *const lists[] =
    {"suggested", "in_review", "draft", "due", "published", "archived", "gaps", "synonyms"};

static const char *
list_now (BhArticleEditorLists *self)
{
  return lists[MIN (gtk_drop_down_get_selected (self->which), G_N_ELEMENTS (lists) - 1)];
}

static BhKnowledgeEntry *
chosen_entry (BhArticleEditorLists *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->entries);

  return row != NULL ? g_object_get_data (G_OBJECT (row), "bh-entry") : NULL;
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  g_autofree char *detail = NULL;
  const char *text = bh_knowledge_entry_get_text (item);
  GtkWidget *row = adw_action_row_new ();

  g_object_get (item, "detail", &detail, NULL);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail != NULL ? detail : "");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "bh-entry", g_object_ref (item), g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return row;
}

void
bh_article_editor_lists_reload (BhArticleEditorLists *self)
{
  g_return_if_fail (BH_IS_ARTICLE_EDITOR_LISTS (self));
  if (self->work != NULL)
    bh_knowledge_work_show (self->work, list_now (self));
}

static void
on_which_changed (BhArticleEditorLists *self)
{
  const char *list = list_now (self);

  gtk_widget_set_visible (self->gap_part, g_str_equal (list, "gaps"));
  gtk_widget_set_visible (self->synonym_part, g_str_equal (list, "synonyms"));
  gtk_editable_set_text (self->words, "");
  bh_article_editor_lists_reload (self);
}

static void
on_selected (BhArticleEditorLists *self)
{
  BhKnowledgeEntry *entry = chosen_entry (self);

  if (entry != NULL && bh_knowledge_entry_get_group (entry) > 0)
    gtk_editable_set_text (self->words, bh_knowledge_entry_get_text (entry));
}

static void
on_activated (BhArticleEditorLists *self)
{
  BhKnowledgeEntry *entry = chosen_entry (self);

  if (entry == NULL)
    return;
  if (bh_knowledge_entry_get_group (entry) > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->words));
  else
    g_signal_emit (self, signals[CHOSEN], 0, entry);
}

static void
on_close_gap (BhArticleEditorLists *self)
{
  BhKnowledgeEntry *entry = chosen_entry (self);

  if (entry != NULL)
    bh_knowledge_work_close_gap (self->work, bh_knowledge_entry_get_text (entry));
}

/* The words of the group that is chosen, or of a new one. */
static void
save_words (BhArticleEditorLists *self, gint64 group)
{
  bh_knowledge_work_save_synonyms (self->work, group, gtk_editable_get_text (self->words));
}

static void
on_save_words (BhArticleEditorLists *self)
{
  BhKnowledgeEntry *entry = chosen_entry (self);

  save_words (self, entry != NULL ? bh_knowledge_entry_get_group (entry) : 0);
}

static void
on_add_words (BhArticleEditorLists *self)
{
  save_words (self, 0);
}

static void
show_message (BhArticleEditorLists *self)
{
  const char *message = bh_knowledge_work_get_message (self->work);

  gtk_label_set_label (self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
}

static void
bh_article_editor_lists_dispose (GObject *object)
{
  BhArticleEditorLists *self = BH_ARTICLE_EDITOR_LISTS (object);

  if (self->work != NULL) {
    g_signal_handlers_disconnect_by_data (self->work, self);
    gtk_list_box_bind_model (self->entries, NULL, NULL, NULL, NULL);
  }
  G_OBJECT_CLASS (bh_article_editor_lists_parent_class)->dispose (object);
  g_clear_object (&self->work);
}

static void
bh_article_editor_lists_class_init (BhArticleEditorListsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bh_article_editor_lists_dispose;
  signals[CHOSEN] = g_signal_new ("chosen",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  BH_TYPE_KNOWLEDGE_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/article-editor-lists.ui");
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditorLists, which);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditorLists, entries);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditorLists, message);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditorLists, gap_part);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditorLists, synonym_part);
  gtk_widget_class_bind_template_child (widget_class, BhArticleEditorLists, words);
  gtk_widget_class_bind_template_callback (widget_class, on_which_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_close_gap);
  gtk_widget_class_bind_template_callback (widget_class, on_save_words);
  gtk_widget_class_bind_template_callback (widget_class, on_add_words);
}

static void
bh_article_editor_lists_init (BhArticleEditorLists *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bh_article_editor_lists_set_desk (BhArticleEditorLists *self, BhDesk *desk)
{
  g_return_if_fail (BH_IS_ARTICLE_EDITOR_LISTS (self));
  g_return_if_fail (self->work == NULL);

  self->work = bh_knowledge_work_new (desk);
  g_signal_connect_swapped (self->work, "notify::message", G_CALLBACK (show_message), self);
  gtk_list_box_bind_model (self->entries,
                           bh_knowledge_work_get_entries (self->work),
                           make_row,
                           NULL,
                           NULL);
  on_which_changed (self);
}

void
bh_article_editor_lists_show (BhArticleEditorLists *self, const char *list)
{
  g_return_if_fail (BH_IS_ARTICLE_EDITOR_LISTS (self));

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (lists[i], list))
      gtk_drop_down_set_selected (self->which, i);
}
