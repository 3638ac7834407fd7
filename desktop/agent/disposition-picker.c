/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/disposition-picker.h"

#include "desktop/agent/disposition-row.h"
#include "desktop/agent/script-result.h"
#include "desktop/model/desk-wrap.h"
#include "desktop/model/disposition.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/key-cap.h"
#include "desktop/widgets/list-step.h"

#include <glib/gi18n.h>

/* As many as are read at a glance; more letters make fewer. */
#define MAX_ROWS 6

struct _BhDispositionPicker {
  BhContactView parent_instance;

  GtkEntry *entry;
  GtkListBox *list;
  GtkRevealer *revealer;
  GtkStack *stack;
  GtkCustomFilter *filter;
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  GtkSliceListModel *shown;
};

G_DEFINE_FINAL_TYPE (BhDispositionPicker, bh_disposition_picker, BH_TYPE_CONTACT_VIEW)

static gboolean
fits (gpointer item, gpointer data)
{
  BhDispositionPicker *self = BH_DISPOSITION_PICKER (data);
  BhContactItem *contact = bh_contact_view_get_contact (self);
  g_autofree char *queue = NULL;
  g_autofree char *campaign = NULL;

  if (contact == NULL)
    return FALSE;
  g_object_get (contact, "queue-id", &queue, "campaign", &campaign, NULL);
  return bh_disposition_is_for (item, queue, campaign) &&
         bh_disposition_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
on_search_changed (BhDispositionPicker *self)
{
  GtkListBoxRow *first;

  if (self->filter == NULL)
    return;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (gtk_sort_list_model_get_sorter (self->sorted), GTK_SORTER_CHANGE_DIFFERENT);
  first = gtk_list_box_get_row_at_index (self->list, 0);
  gtk_list_box_select_row (self->list, first);
}

/* What is chosen most comes first; the rest stays in the order of the tree. */
static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  BhDispositionPicker *self = BH_DISPOSITION_PICKER (data);
  BhContactItem *contact = bh_contact_view_get_contact (self);
  const char *first =
      contact != NULL ? bh_desk_suggested_result (bh_contact_view_get_desk (self), contact) : NULL;

  if (first == NULL)
    return 0;
  return (g_strcmp0 (bh_disposition_get_code ((BhDisposition *) b), first) == 0) -
         (g_strcmp0 (bh_disposition_get_code ((BhDisposition *) a), first) == 0);
}

static char *
hint_words (BhDispositionPicker *self, BhContactState state, const char *code)
{
  BhContactItem *contact = bh_contact_view_get_contact (self);
  BhDesk *desk = bh_contact_view_get_desk (self);
  const char *missing = contact != NULL && desk != NULL ? bh_desk_missing (desk, contact) : NULL;

  if (state != BH_CONTACT_WRAP_UP || contact == NULL || desk == NULL || code != NULL)
    return NULL;
  if (missing == NULL && bh_desk_suggested_result (desk, contact) != NULL)
    return g_strdup (_ ("The first one was chosen most in this queue lately."));
  return g_strdup (missing);
}

static char **
hint_classes (BhDispositionPicker *self, BhContactState state, const char *code)
{
  BhContactItem *contact = bh_contact_view_get_contact (self);
  BhDesk *desk = bh_contact_view_get_desk (self);
  gboolean missing = contact != NULL && desk != NULL && bh_desk_missing (desk, contact) != NULL;
  const char *classes[] = {"bh-small", missing ? "bh-warning-text" : "bh-dim", NULL};

  return g_strdupv ((char **) classes);
}

static void
choose (BhDispositionPicker *self, BhDisposition *disposition)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_activate_action (GTK_WIDGET (self),
                              "win.set-disposition",
                              "s",
                              disposition != NULL ? bh_disposition_get_code (disposition) : "");
}

static void
on_row_activated (BhDispositionPicker *self, GtkListBoxRow *row)
{
  choose (self, bh_item_row_get_item (row));
}

static void
on_entry_activate (BhDispositionPicker *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL)
    choose (self, bh_item_row_get_item (row));
}

static void
on_take_back (BhDispositionPicker *self)
{
  choose (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static gboolean
on_key (BhDispositionPicker *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Up && keyval != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  bh_list_step (self->list, keyval == GDK_KEY_Down ? 1 : -1);
  return GDK_EVENT_STOP;
}

static char *
page_of (GObject *object, const char *code)
{
  return g_strdup (code != NULL && *code != '\0' ? "chosen" : "choose");
}

/* The tree is open in wrap-up, when choosing is what there is to do, and while somebody types in
 * it. */
static gboolean
is_open (GObject *object, BhContactState state, const char *text, gboolean focused)
{
  return state == BH_CONTACT_WRAP_UP || state == BH_CONTACT_ENDED ||
         (text != NULL && *text != '\0') || focused;
}

static void
bh_disposition_picker_contact_changed (BhContactView *view, BhContactItem *contact)
{
  BhDispositionPicker *self = BH_DISPOSITION_PICKER (view);
  BhDesk *desk = bh_contact_view_get_desk (self);

  if (self->filtered == NULL || desk == NULL)
    return;
  gtk_filter_list_model_set_model (self->filtered, bh_desk_get_dispositions (desk));
  if (gtk_list_box_get_row_at_index (self->list, 0) == NULL)
    bh_item_row_bind (self->list, G_LIST_MODEL (self->shown), BH_TYPE_DISPOSITION_ROW, desk);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  on_search_changed (self);
}

static void
bh_disposition_picker_dispose (GObject *object)
{
  BhDispositionPicker *self = BH_DISPOSITION_PICKER (object);

  if (self->filtered != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->sorted);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  G_OBJECT_CLASS (bh_disposition_picker_parent_class)->dispose (object);
}

static void
bh_disposition_picker_class_init (BhDispositionPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_KEY_CAP);
  g_type_ensure (BH_TYPE_SCRIPT_RESULT);
  G_OBJECT_CLASS (klass)->dispose = bh_disposition_picker_dispose;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_disposition_picker_contact_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/disposition-picker.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhDispositionPicker, entry);
  gtk_widget_class_bind_template_child (widget_class, BhDispositionPicker, list);
  gtk_widget_class_bind_template_child (widget_class, BhDispositionPicker, revealer);
  gtk_widget_class_bind_template_child (widget_class, BhDispositionPicker, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_take_back);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, page_of);
  gtk_widget_class_bind_template_callback (widget_class, is_open);
  gtk_widget_class_bind_template_callback (widget_class, hint_words);
  gtk_widget_class_bind_template_callback (widget_class, hint_classes);
}

static void
bh_disposition_picker_init (BhDispositionPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = gtk_custom_filter_new (fits, self, NULL);
  self->filtered = gtk_filter_list_model_new (NULL, g_object_ref (GTK_FILTER (self->filter)));
  self->sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->filtered)),
                                          GTK_SORTER (gtk_custom_sorter_new (compare, self, NULL)));
  self->shown = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->sorted)), 0, MAX_ROWS);
}

void
bh_disposition_picker_focus (BhDispositionPicker *self)
{
  g_return_if_fail (BH_IS_DISPOSITION_PICKER (self));
  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "choose"))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}
