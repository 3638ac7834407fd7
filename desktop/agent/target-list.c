/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/target-list.h"

#include "desktop/agent/target-row.h"
#include "desktop/model/tel-link.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/gradual-list.h"
#include "desktop/widgets/list-step.h"

#include <glib/gi18n.h>

#define ROWS_A_FRAME 12

struct _BhTargetList {
  BhContactView parent_instance;

  GtkEntry *entry;
  GtkListBox *list;
  GListStore *queues;
  GListStore *people;
  GListStore *number;
  GtkCustomFilter *filter;
  GListModel *all;
  BhGradualList *shown; /* of all, what fits, as far as there are rows; nothing while asleep */
  gboolean is_awake;
  guint sleep; /* source */
  gboolean with_queues;
};

enum { PROP_WITH_QUEUES = 1, PROP_PLACEHOLDER, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { ACTIVATE, TYPED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BhTargetList, bh_target_list, BH_TYPE_CONTACT_VIEW)

static gboolean
fits (gpointer item, gpointer data)
{
  BhTargetList *self = BH_TARGET_LIST (data);

  return g_str_equal (bh_target_get_kind (item), "number") ||
         bh_target_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
on_text_changed (BhTargetList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (self->filter == NULL)
    return;
  g_list_store_remove_all (self->number);
  if (bh_tel_count_digits (text) >= 2) {
    g_autoptr (BhTarget) target = bh_target_new_number (text);
    g_list_store_append (self->number, target);
  }
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  g_signal_emit (self, signals[TYPED], 0);
}

static void
activate (BhTargetList *self, gboolean second)
{
  BhTarget *target = bh_target_list_get_selected (self);

  if (target != NULL)
    g_signal_emit (self, signals[ACTIVATE], 0, target, second);
}

static void
on_row_activated (BhTargetList *self, GtkListBoxRow *row)
{
  gtk_list_box_select_row (self->list, row);
}

static gboolean
on_key (BhTargetList *self, guint keyval, guint keycode, GdkModifierType state)
{
  switch (keyval) {
  case GDK_KEY_Down:
  case GDK_KEY_Up:
    bh_list_step (self->list, keyval == GDK_KEY_Down ? 1 : -1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    activate (self, (state & GDK_CONTROL_MASK) != 0);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
set_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  BhTarget *target = bh_item_row_get_item (row);
  const char *kind = bh_target_get_kind (target);
  GtkWidget *label;

  if (before != NULL && g_str_equal (kind, bh_target_get_kind (bh_item_row_get_item (before)))) {
    gtk_list_box_row_set_header (row, NULL);
    return;
  }
  label = gtk_label_new (g_str_equal (kind, "queue")    ? _ ("Queues")
                         : g_str_equal (kind, "person") ? _ ("People")
                                                        : _ ("Number"));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "bh-caption");
  gtk_widget_set_margin_top (label, 8);
  gtk_widget_set_margin_bottom (label, 2);
  gtk_widget_set_margin_start (label, 8);
  gtk_list_box_row_set_header (row, label);
}

/* The lists of the desk change while it is open; targets are made anew only for what changed. */
static void
on_items_changed (GListModel *from, guint position, guint removed, guint added, GListStore *to)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++) {
    g_autoptr (GObject) item = g_list_model_get_item (from, position + i);
    g_ptr_array_add (made,
                     BH_IS_QUEUE_ITEM (item) ? bh_target_new_queue (BH_QUEUE_ITEM (item))
                                             : bh_target_new_person (BH_COLLEAGUE (item)));
  }
  g_list_store_splice (to, position, removed, made->pdata, added);
}

static void
mirror (GListModel *from, GListStore *to, gboolean follow)
{
  if (follow)
    g_signal_connect_object (from, "items-changed", G_CALLBACK (on_items_changed), to, 0);
  else
    g_signal_handlers_disconnect_by_data (from, to);
  on_items_changed (from,
                    0,
                    g_list_model_get_n_items (G_LIST_MODEL (to)),
                    follow ? g_list_model_get_n_items (from) : 0,
                    to);
}

/* Only while somebody looks: everything that a colleague does changes a row of each list, and a big
 * house has many. */
static void
set_awake (BhTargetList *self, gboolean awake)
{
  BhDesk *desk = bh_contact_view_get_desk (self);

  g_clear_handle_id (&self->sleep, g_source_remove);
  if (self->is_awake == awake || desk == NULL || self->shown == NULL)
    return;
  self->is_awake = awake;
  if (!awake)
    bh_gradual_list_set_source (self->shown, NULL);
  if (self->with_queues)
    mirror (bh_desk_get_queues (desk), self->queues, awake);
  mirror (bh_desk_get_colleagues (desk), self->people, awake);
  if (awake)
    bh_gradual_list_set_source (self->shown, self->all);
}

static gboolean
on_sleep (gpointer data)
{
  BhTargetList *self = data;

  self->sleep = 0;
  set_awake (self, FALSE);
  return G_SOURCE_REMOVE;
}

/* Not at once: a click on a row may be what closes it. */
static void
bh_target_list_unmap (GtkWidget *widget)
{
  BhTargetList *self = BH_TARGET_LIST (widget);

  GTK_WIDGET_CLASS (bh_target_list_parent_class)->unmap (widget);
  if (self->is_awake && self->sleep == 0)
    self->sleep = g_idle_add (on_sleep, self);
}

static void
on_desk_set (BhTargetList *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);
  g_autoptr (GListStore) kinds = NULL;

  if (desk == NULL || self->shown != NULL)
    return;
  kinds = g_list_store_new (G_TYPE_LIST_MODEL);
  g_list_store_append (kinds, self->number);
  g_list_store_append (kinds, self->queues);
  g_list_store_append (kinds, self->people);
  self->all = G_LIST_MODEL (gtk_filter_list_model_new (
      G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&kinds)))),
      g_object_ref (GTK_FILTER (self->filter))));
  self->shown = bh_gradual_list_new (GTK_WIDGET (self->list), ROWS_A_FRAME, 0);
  bh_item_row_bind (self->list, G_LIST_MODEL (self->shown), BH_TYPE_TARGET_ROW, desk);
  gtk_list_box_set_header_func (self->list, set_header, NULL, NULL);
}

static void
bh_target_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhTargetList *self = BH_TARGET_LIST (object);

  if (id == PROP_WITH_QUEUES)
    g_value_set_boolean (value, self->with_queues);
  else
    g_value_set_string (value, gtk_entry_get_placeholder_text (self->entry));
}

static void
bh_target_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhTargetList *self = BH_TARGET_LIST (object);

  if (id == PROP_WITH_QUEUES) {
    self->with_queues = g_value_get_boolean (value);
    return;
  }
  gtk_entry_set_placeholder_text (self->entry, g_value_get_string (value));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_value_get_string (value),
                                  -1);
}

static void
bh_target_list_dispose (GObject *object)
{
  BhTargetList *self = BH_TARGET_LIST (object);

  if (self->shown != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_handle_id (&self->sleep, g_source_remove);
  g_clear_object (&self->shown);
  g_clear_object (&self->all);
  g_clear_object (&self->filter);
  g_clear_object (&self->queues);
  g_clear_object (&self->people);
  g_clear_object (&self->number);
  G_OBJECT_CLASS (bh_target_list_parent_class)->dispose (object);
}

static void
bh_target_list_class_init (BhTargetListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GType types[] = {BH_TYPE_TARGET, G_TYPE_BOOLEAN};

  object_class->get_property = bh_target_list_get_property;
  object_class->set_property = bh_target_list_set_property;
  object_class->dispose = bh_target_list_dispose;
  props[PROP_WITH_QUEUES] = g_param_spec_boolean ("with-queues", NULL, NULL, FALSE, flags);
  props[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[ACTIVATE] = g_signal_newv ("activate",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     NULL,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     2,
                                     types);
  signals[TYPED] = g_signal_newv ("typed",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  NULL,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  0,
                                  NULL);
  widget_class->unmap = bh_target_list_unmap;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/target-list.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhTargetList, entry);
  gtk_widget_class_bind_template_child (widget_class, BhTargetList, list);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
}

static void
bh_target_list_init (BhTargetList *self)
{
  self->queues = g_list_store_new (BH_TYPE_TARGET);
  self->people = g_list_store_new (BH_TYPE_TARGET);
  self->number = g_list_store_new (BH_TYPE_TARGET);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = gtk_custom_filter_new (fits, self, NULL);
  g_signal_connect (self, "notify::desk", G_CALLBACK (on_desk_set), NULL);
}

void
bh_target_list_start (BhTargetList *self, const char *text)
{
  g_return_if_fail (BH_IS_TARGET_LIST (self));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  set_awake (self, TRUE);
  on_text_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

BhTarget *
bh_target_list_get_selected (BhTargetList *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (BH_IS_TARGET_LIST (self), NULL);
  row = gtk_list_box_get_selected_row (self->list);
  return row != NULL ? bh_item_row_get_item (row) : NULL;
}

const char *
bh_target_list_get_text (BhTargetList *self)
{
  g_return_val_if_fail (BH_IS_TARGET_LIST (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
bh_target_list_append (BhTargetList *self, const char *text)
{
  g_autofree char *longer = NULL;

  g_return_if_fail (BH_IS_TARGET_LIST (self));
  longer = g_strconcat (bh_target_list_get_text (self), text, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), longer);
}

void
bh_target_list_set_why_not (BhTargetList *self, const char *why_not)
{
  g_autoptr (BhTarget) target = NULL;

  g_return_if_fail (BH_IS_TARGET_LIST (self));
  target = g_list_model_get_item (G_LIST_MODEL (self->number), 0);
  if (target != NULL)
    bh_target_set_why_not (target, why_not);
}
