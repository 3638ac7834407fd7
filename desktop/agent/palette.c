/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/palette.h"

#include "desktop/agent/palette-row.h"
#include "desktop/agent/palette-sources.h"
#include "desktop/model/finder.h"
#include "desktop/widgets/key-cap.h"
#include "desktop/widgets/list-step.h"

#include <glib/gi18n.h>

#define MAX_CUSTOMERS 5
#define MAX_ARTICLES  5

/* What there is to find, in this order; @most of each kind once somebody types. What the server
 * answers comes last, so that nothing moves that somebody is about to choose. */
typedef enum {
  NUMBER,
  CONTACT,
  ACT,
  PERSON,
  QUEUE,
  TASK,
  CAMPAIGN,
  RECENT,
  CUSTOMER,
  ARTICLE,
  N_SECTIONS
} Section;

/* clang-format off */
static const struct {
  const char *name;
  const char *title;
  guint most;
  gboolean filtered; /* by the letters; else it was looked for with them */
} sections[N_SECTIONS] = {
  [NUMBER]   = { "number",   N_("Number"),          1, FALSE },
  [CONTACT]  = { "contact",  N_("Contacts now"),    5, TRUE },
  [ACT]      = { "act",      N_("Acts"),            6, TRUE },
  [PERSON]   = { "person",   N_("Colleagues"),      5, TRUE },
  [QUEUE]    = { "queue",    N_("Queues"),          4, TRUE },
  [TASK]     = { "task",     N_("Tasks"),           4, TRUE },
  [CAMPAIGN] = { "campaign", N_("Campaigns"),       3, TRUE },
  [RECENT]   = { "recent",   N_("Recent contacts"), 4, TRUE },
  [CUSTOMER] = { "customer", N_("Customers"),       MAX_CUSTOMERS, FALSE },
  [ARTICLE]  = { "article",  N_("Articles"),        MAX_ARTICLES, FALSE },
};
/* clang-format on */

struct _BhPalette {
  BhContactView parent_instance;

  GtkEntry *entry;
  GtkScrolledWindow *scroll;
  GtkListBox *list;
  GtkLabel *n_found;
  GtkLabel *message;
  GtkWidget *enter_key;
  GtkLabel *enter_does;
  GtkWidget *other_key;
  GtkLabel *other_does;
  GListStore *stores[N_SECTIONS]; /* made when it opens, and by what the server finds */
  GtkSliceListModel *slices[N_SECTIONS];
  GtkCustomFilter *filter;
  GListModel *shown;
  BhFinder *finder;
  BhDeskCampaign *work;
  GtkWidget *focus_before; /* weak: where the person was */
};

G_DEFINE_FINAL_TYPE (BhPalette, bh_palette, BH_TYPE_CONTACT_VIEW)

static const char *
text_of (BhPalette *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static gboolean
fits (gpointer item, gpointer data)
{
  return bh_palette_item_matches (item, text_of (BH_PALETTE (data)));
}

static gboolean
is_open (BhPalette *self)
{
  return self->shown != NULL && gtk_widget_get_visible (GTK_WIDGET (self));
}

/* ---- what the server finds */

static void
on_customers (BhPalette *self)
{
  if (!is_open (self))
    return;
  g_list_store_remove_all (self->stores[CUSTOMER]);
  bh_palette_add_customers (self->stores[CUSTOMER],
                            GTK_WIDGET (self),
                            bh_finder_get_customers (self->finder));
}

static void
on_articles (BhPalette *self)
{
  if (!is_open (self))
    return;
  g_list_store_remove_all (self->stores[ARTICLE]);
  bh_palette_add_articles (self->stores[ARTICLE],
                           GTK_WIDGET (self),
                           bh_finder_get_articles (self->finder));
}

static void
on_message (BhPalette *self)
{
  const char *message = bh_finder_get_message (self->finder);

  gtk_label_set_label (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
}

/* ---- the list */

static BhPaletteItem *
selected_item (BhPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL ? bh_item_row_get_item (row) : NULL;
}

/* The foot says what the keys do with what is selected. */
static void
on_selected (BhPalette *self)
{
  BhPaletteItem *item = selected_item (self);
  const char *does = item != NULL ? bh_palette_item_get_does (item) : NULL;
  const char *other = item != NULL ? bh_palette_item_get_other_does (item) : NULL;

  gtk_widget_set_visible (self->enter_key, does != NULL);
  gtk_label_set_label (self->enter_does, does != NULL ? does : "");
  gtk_widget_set_visible (self->other_key, other != NULL);
  gtk_label_set_label (self->other_does, other != NULL ? other : "");
}

static void
on_shown_changed (BhPalette *self)
{
  guint n = g_list_model_get_n_items (self->shown);
  g_autofree char *words = g_strdup_printf (ngettext ("%u found", "%u found", n), n);

  gtk_label_set_label (self->n_found, words);
  if (gtk_list_box_get_selected_row (self->list) == NULL)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  on_selected (self);
}

static void
on_text_changed (BhPalette *self)
{
  const char *text = text_of (self);

  if (!is_open (self))
    return;
  gtk_list_box_unselect_all (self->list);
  for (guint i = 0; i < N_SECTIONS; i++)
    gtk_slice_list_model_set_size (self->slices[i], *text != '\0' ? sections[i].most : G_MAXUINT);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  g_list_store_remove_all (self->stores[NUMBER]);
  bh_palette_add_number (self->stores[NUMBER], GTK_WIDGET (self), text);
  bh_finder_ask (self->finder, text);
  gtk_list_box_unselect_all (self->list);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroll), 0);
  on_shown_changed (self);
}

static void
activate (BhPalette *self, const char *action, const char *target)
{
  g_autofree char *own_action = g_strdup (action);
  g_autofree char *own_target = g_strdup (target);

  bh_palette_close (self);
  if (own_target != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), own_action, "s", own_target);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), own_action, NULL);
}

static void
run (BhPalette *self, BhPaletteItem *item, gboolean other)
{
  const char *action = other ? bh_palette_item_get_other_action (item)
                             : bh_palette_item_get_action (item);

  if (action != NULL)
    activate (self,
              action,
              other ? bh_palette_item_get_other_target (item) : bh_palette_item_get_target (item));
}

static void
on_row_activated (BhPalette *self, GtkListBoxRow *row)
{
  run (self, bh_item_row_get_item (row), FALSE);
}

static gboolean
on_key (BhPalette *self, guint keyval, guint keycode, GdkModifierType state)
{
  BhPaletteItem *item = selected_item (self);

  switch (keyval) {
  case GDK_KEY_Down:
  case GDK_KEY_Up:
    bh_list_step (self->list, keyval == GDK_KEY_Down ? 1 : -1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    if (item != NULL)
      run (self, item, (state & GDK_CONTROL_MASK) != 0);
    return GDK_EVENT_STOP;
  case GDK_KEY_Escape:
    bh_palette_close (self);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static const char *
title_of (BhPaletteItem *item)
{
  for (guint i = 0; i < N_SECTIONS; i++)
    if (g_str_equal (sections[i].name, bh_palette_item_get_section (item)))
      return _ (sections[i].title);
  return NULL;
}

static void
set_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  BhPaletteItem *item = bh_item_row_get_item (row);
  GtkWidget *label = NULL;

  if (before == NULL ||
      !g_str_equal (bh_palette_item_get_section (item),
                    bh_palette_item_get_section (bh_item_row_get_item (before)))) {
    label = gtk_label_new (title_of (item));
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_add_css_class (label, "bh-caption");
    gtk_widget_set_margin_top (label, 8);
    gtk_widget_set_margin_bottom (label, 2);
    gtk_widget_set_margin_start (label, 18);
  }
  gtk_list_box_row_set_header (row, label);
}

/* ---- the widget */

static GListModel *
make_model (BhPalette *self)
{
  GListStore *all = g_list_store_new (G_TYPE_LIST_MODEL);

  for (guint i = 0; i < N_SECTIONS; i++) {
    GListModel *of = g_object_ref (G_LIST_MODEL (self->stores[i]));
    if (sections[i].filtered)
      of = G_LIST_MODEL (gtk_filter_list_model_new (of, g_object_ref (GTK_FILTER (self->filter))));
    self->slices[i] = gtk_slice_list_model_new (of, 0, sections[i].most);
    g_list_store_append (all, self->slices[i]);
    g_object_unref (self->slices[i]); /* the list of lists keeps it */
  }
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (all)));
}

static void
follow_finder (BhPalette *self)
{
  g_signal_connect_object (bh_finder_get_customers (self->finder),
                           "items-changed",
                           G_CALLBACK (on_customers),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bh_finder_get_articles (self->finder),
                           "items-changed",
                           G_CALLBACK (on_articles),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->finder,
                           "notify::message",
                           G_CALLBACK (on_message),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
on_desk_set (BhPalette *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);

  if (desk == NULL || self->shown != NULL)
    return;
  self->shown = make_model (self);
  bh_item_row_bind (self->list, self->shown, BH_TYPE_PALETTE_ROW, desk);
  gtk_list_box_set_header_func (self->list, set_header, NULL, NULL);
  g_signal_connect_object (self->shown,
                           "items-changed",
                           G_CALLBACK (on_shown_changed),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  self->finder = bh_finder_new (desk, MAX_CUSTOMERS, MAX_ARTICLES);
  follow_finder (self);
}

static void
bh_palette_dispose (GObject *object)
{
  BhPalette *self = BH_PALETTE (object);

  if (self->shown != NULL) {
    g_signal_handlers_disconnect_by_data (self->shown, self);
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  }
  g_clear_weak_pointer (&self->focus_before);
  g_clear_object (&self->finder);
  g_clear_object (&self->work);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  for (guint i = 0; i < N_SECTIONS; i++)
    g_clear_object (&self->stores[i]);
  G_OBJECT_CLASS (bh_palette_parent_class)->dispose (object);
}

static void
bh_palette_class_init (BhPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_KEY_CAP);
  G_OBJECT_CLASS (klass)->dispose = bh_palette_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/palette.ui");
  gtk_widget_class_bind_template_child (widget_class, BhPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, BhPalette, scroll);
  gtk_widget_class_bind_template_child (widget_class, BhPalette, list);
  gtk_widget_class_bind_template_child (widget_class, BhPalette, n_found);
  gtk_widget_class_bind_template_child (widget_class, BhPalette, message);
  gtk_widget_class_bind_template_child (widget_class, BhPalette, enter_key);
  gtk_widget_class_bind_template_child (widget_class, BhPalette, enter_does);
  gtk_widget_class_bind_template_child (widget_class, BhPalette, other_key);
  gtk_widget_class_bind_template_child (widget_class, BhPalette, other_does);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, bh_palette_close);
}

static void
bh_palette_init (BhPalette *self)
{
  for (guint i = 0; i < N_SECTIONS; i++)
    self->stores[i] = g_list_store_new (BH_TYPE_PALETTE_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = gtk_custom_filter_new (fits, self, NULL);
  g_signal_connect (self, "notify::desk", G_CALLBACK (on_desk_set), NULL);
}

static void
fill (BhPalette *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);
  GtkWidget *widget = GTK_WIDGET (self);

  for (guint i = 0; i < N_SECTIONS; i++)
    g_list_store_remove_all (self->stores[i]);
  bh_palette_add_contacts (self->stores[CONTACT], widget, desk);
  bh_palette_add_acts (self->stores[ACT], widget);
  bh_palette_add_colleagues (self->stores[PERSON], widget, desk);
  bh_palette_add_queues (self->stores[QUEUE], widget, desk);
  bh_palette_add_recent (self->stores[RECENT], widget, desk);
  if (self->work == NULL)
    return;
  bh_palette_add_tasks (self->stores[TASK], widget, self->work);
  bh_palette_add_campaigns (self->stores[CAMPAIGN], self->work);
}

void
bh_palette_set_work (BhPalette *self, BhDeskCampaign *work)
{
  g_return_if_fail (BH_IS_PALETTE (self));
  g_set_object (&self->work, work);
}

void
bh_palette_open (BhPalette *self)
{
  GtkRoot *root;

  g_return_if_fail (BH_IS_PALETTE (self));
  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (!gtk_widget_get_visible (GTK_WIDGET (self)) && root != NULL)
    g_set_weak_pointer (&self->focus_before, gtk_root_get_focus (root));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  fill (self);
  on_text_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
bh_palette_close (BhPalette *self)
{
  g_return_if_fail (BH_IS_PALETTE (self));
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  bh_finder_ask (self->finder, "");
  if (self->focus_before != NULL && gtk_widget_get_mapped (self->focus_before))
    gtk_widget_grab_focus (self->focus_before);
  g_clear_weak_pointer (&self->focus_before);
}
