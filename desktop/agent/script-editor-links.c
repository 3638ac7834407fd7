/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "desktop/agent/article-row.h"
#include "desktop/agent/script-editor-private.h"
#include "desktop/model/article-hit.h"
#include "desktop/model/script-draft-parts.h"
#include "desktop/model/script-links.h"
#include "desktop/widgets/list-step.h"

/* Where a step leads besides its ways: jumps, from it and from everywhere, and articles, which are
 * searched as everywhere else. A link that leads nowhere is told with the problems. */

#define MAX_ARTICLES 8
#define JUMP_KEY     "bh-jump"
#define FROM_KEY     "bh-from"

/* ---- jumps */

static int
from_of (gpointer widget)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (widget), FROM_KEY));
}

/* @list: of the step at hand, or of everywhere. */
static int
place_of (BhScriptEditor *self, gpointer list)
{
  return list == self->jumps ? (int) self->step : BH_SCRIPT_EVERYWHERE;
}

static void
on_remove_jump (BhScriptEditor *self, GtkWidget *button)
{
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (button), JUMP_KEY));
  int from = from_of (button);

  bh_script_draft_set_jump (self->draft, from, id, FALSE);
  bh_script_editor_fill_links (self);
  gtk_widget_child_focus (
      GTK_WIDGET (from == BH_SCRIPT_EVERYWHERE ? self->jumps_everywhere : self->jumps),
      GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
jump_row_new (BhScriptEditor *self, const char *id, int from)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (C_ ("script", "Remove"));
  g_autofree char *title = bh_script_editor_step_title (self, id);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (from == BH_SCRIPT_EVERYWHERE)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), C_ ("script jump", "from every page"));
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_name (button, "jump-remove");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), JUMP_KEY, g_strdup (id), g_free);
  g_object_set_data (G_OBJECT (button), FROM_KEY, GINT_TO_POINTER (from));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  title,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_jump), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
fill_later (gpointer data)
{
  g_autoptr (BhScriptEditor) self = data;
  GtkWidget *list = g_steal_pointer (&self->jumped_from);

  if (self->draft == NULL || list == NULL)
    return;
  bh_script_editor_fill_links (self);
  gtk_widget_child_focus (list, GTK_DIR_TAB_BACKWARD);
}

/* The row that is being chosen from is made anew once that is done. */
static void
on_jump_chosen (BhScriptEditor *self, GParamSpec *pspec, AdwComboRow *combo)
{
  GPtrArray *ids = g_object_get_data (G_OBJECT (combo), JUMP_KEY);
  guint selected = adw_combo_row_get_selected (combo);
  int from = from_of (combo);

  if (self->filling || selected == 0 || selected > ids->len)
    return;
  bh_script_draft_set_jump (self->draft, from, ids->pdata[selected - 1], TRUE);
  self->jumped_from =
      GTK_WIDGET (from == BH_SCRIPT_EVERYWHERE ? self->jumps_everywhere : self->jumps);
  g_idle_add_once (fill_later, g_object_ref (self));
}

/* Offers the pages that are not there yet. NULL: there is none. */
static GtkWidget *
jump_chooser_new (BhScriptEditor *self, const char *const *there, int from)
{
  GtkWidget *combo = adw_combo_row_new ();
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  gtk_string_list_append (words, C_ ("script jump", "Choose a page"));
  for (guint i = 0; i < bh_script_draft_get_n_steps (self->draft); i++) {
    g_autofree char *id = bh_script_draft_dup_text (self->draft, i, "id");
    g_autofree char *title = bh_script_editor_step_title (self, id);
    if (*id == '\0' || (int) i == from || g_strv_contains (there, id))
      continue;
    gtk_string_list_append (words, title);
    g_ptr_array_add (ids, g_steal_pointer (&id));
  }
  gtk_widget_set_name (combo, from == BH_SCRIPT_EVERYWHERE ? "jump-add-everywhere" : "jump-add");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (combo),
                                 from == BH_SCRIPT_EVERYWHERE ? _ ("From every page to")
                                                              : _ ("From here to"));
  adw_combo_row_set_model (ADW_COMBO_ROW (combo), G_LIST_MODEL (words));
  gtk_widget_set_visible (combo, ids->len > 0);
  g_object_set_data (G_OBJECT (combo), FROM_KEY, GINT_TO_POINTER (from));
  g_object_set_data_full (G_OBJECT (combo), JUMP_KEY, ids, (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect_object (combo,
                           "notify::selected",
                           G_CALLBACK (on_jump_chosen),
                           self,
                           G_CONNECT_SWAPPED);
  return combo;
}

static void
fill_jumps (BhScriptEditor *self, GtkListBox *list)
{
  int from = place_of (self, list);
  g_auto (GStrv) ids = bh_script_draft_dup_jumps (self->draft, from);

  bh_script_editor_clear_list (list);
  for (guint i = 0; ids[i] != NULL; i++)
    gtk_list_box_append (list, jump_row_new (self, ids[i], from));
  gtk_list_box_append (list, jump_chooser_new (self, (const char *const *) ids, from));
}

void
bh_script_editor_fill_links (BhScriptEditor *self)
{
  gboolean filling = self->filling;

  self->filling = TRUE;
  fill_jumps (self, self->jumps);
  fill_jumps (self, self->jumps_everywhere);
  self->filling = filling;
}

/* ---- articles */

static void
add_article (BhScriptEditor *self, const char *article, const char *title)
{
  gtk_editable_set_text (GTK_EDITABLE (self->article_words), "");
  bh_script_editor_show_article (
      self,
      bh_script_draft_add_article (self->draft, self->step, article, title));
}

static void
on_article_chosen (BhScriptEditor *self, GtkListBoxRow *row)
{
  BhArticleHit *hit = bh_item_row_get_item (row);
  g_autofree char *article = g_strdup (bh_article_hit_get_article (hit));
  g_autofree char *title = g_strdup (bh_article_hit_get_title (hit));

  add_article (self, article, title);
}

static void
on_article_enter (BhScriptEditor *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->article_hits);

  if (row != NULL)
    on_article_chosen (self, row);
}

/* Whatever is found for the words when the agent presses it. */
static void
on_article_search (GtkWidget *widget, const char *name, GVariant *target)
{
  BhScriptEditor *self = BH_SCRIPT_EDITOR (widget);
  g_autofree char *words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->article_words)));

  if (*g_strstrip (words) != '\0')
    add_article (self, NULL, words);
}

static void
on_article_typed (BhScriptEditor *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->article_words));

  bh_finder_ask (self->finder, text);
  gtk_widget_set_visible (self->article_search, *text != '\0');
}

static void
on_hits_changed (BhScriptEditor *self)
{
  gboolean any = g_list_model_get_n_items (bh_finder_get_articles (self->finder)) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->article_hits), any);
  if (any)
    gtk_list_box_select_row (self->article_hits,
                             gtk_list_box_get_row_at_index (self->article_hits, 0));
}

static gboolean
on_article_key (BhScriptEditor *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Up && keyval != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  bh_list_step (self->article_hits, keyval == GDK_KEY_Down ? 1 : -1);
  return GDK_EVENT_STOP;
}

static void
on_add_article (GtkWidget *widget, const char *name, GVariant *target)
{
  gtk_widget_grab_focus (GTK_WIDGET (BH_SCRIPT_EDITOR (widget)->article_words));
}

void
bh_script_editor_init_links (BhScriptEditor *self)
{
  self->finder = bh_finder_new (self->desk, 0, MAX_ARTICLES);
  bh_item_row_bind (self->article_hits,
                    bh_finder_get_articles (self->finder),
                    BH_TYPE_ARTICLE_ROW,
                    self->desk);
  g_signal_connect_object (bh_finder_get_articles (self->finder),
                           "items-changed",
                           G_CALLBACK (on_hits_changed),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/* ---- links that lead nowhere */

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhScriptEditor) self = data;
  GPtrArray *broken = bh_desk_check_script_links_finish (BH_DESK (source), result, NULL);

  if (broken == NULL)
    return;
  g_clear_pointer (&self->broken, g_ptr_array_unref);
  self->broken = broken;
  if (self->draft == NULL)
    return;
  bh_script_editor_fill_problems (self);
  if (broken->len > 0 && !gtk_widget_get_visible (self->said))
    bh_script_editor_say (self, ((BhScriptBrokenLink *) broken->pdata[0])->words);
}

void
bh_script_editor_check_links (BhScriptEditor *self)
{
  bh_desk_check_script_links_async (self->desk, self->draft, NULL, on_checked, g_object_ref (self));
}

const char *
bh_script_editor_why_broken (BhScriptEditor *self, const char *article)
{
  for (guint i = 0; self->broken != NULL && i < self->broken->len; i++) {
    const BhScriptBrokenLink *link = self->broken->pdata[i];
    if (g_str_equal (link->article, article))
      return link->words;
  }
  return NULL;
}

void
bh_script_editor_install_link_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "editor.add-article", NULL, on_add_article);
  gtk_widget_class_install_action (widget_class, "editor.article-search", NULL, on_article_search);
  gtk_widget_class_bind_template_callback (widget_class, on_article_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_article_enter);
  gtk_widget_class_bind_template_callback (widget_class, on_article_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_article_key);
}
