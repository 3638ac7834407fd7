/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/gradual-list.h"

struct _BhGradualList {
  GObject parent_instance;

  GtkWidget *widget; /* weak */
  GListModel *source;
  gulong handler;
  guint step;
  guint enough;
  guint shown; /* of the source's beginning */
  guint grown; /* since the source changed */
  guint tick;
};

static GType
get_item_type (GListModel *model)
{
  BhGradualList *self = BH_GRADUAL_LIST (model);

  return self->source != NULL ? g_list_model_get_item_type (self->source) : G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return BH_GRADUAL_LIST (model)->shown;
}

static gpointer
get_item (GListModel *model, guint position)
{
  BhGradualList *self = BH_GRADUAL_LIST (model);

  return position < self->shown ? g_list_model_get_item (self->source, position) : NULL;
}

static void
bh_gradual_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BhGradualList,
                               bh_gradual_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      bh_gradual_list_iface_init))

static guint
n_of_source (BhGradualList *self)
{
  return self->source != NULL ? g_list_model_get_n_items (self->source) : 0;
}

static void
show (BhGradualList *self, guint position, guint removed, guint added)
{
  self->shown = self->shown - removed + added;
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
grow (BhGradualList *self)
{
  guint left = n_of_source (self) - self->shown;
  guint more = MIN (left, self->step);

  if (self->enough > 0 && self->grown >= self->enough)
    more = left;
  self->grown += more;
  show (self, self->shown, 0, more);
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *frames, gpointer data)
{
  BhGradualList *self = data;

  grow (self);
  if (bh_gradual_list_is_growing (self))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
keep_growing (BhGradualList *self)
{
  if (self->tick == 0 && self->widget != NULL && bh_gradual_list_is_growing (self))
    self->tick = gtk_widget_add_tick_callback (self->widget, on_frame, self, NULL);
}

/* At first, so that the screen is full. */
static guint
first_of (BhGradualList *self, guint n)
{
  return MIN (n, 2 * self->step);
}

/* What is new and much hides what is behind it, until that comes again piece by piece. */
static void
on_items_changed (GListModel *source,
                  guint position,
                  guint removed,
                  guint added,
                  BhGradualList *self)
{
  guint gone = position < self->shown ? MIN (removed, self->shown - position) : 0;
  guint come = first_of (self, added);
  guint n;
  gboolean seen = position < self->shown || position == 0;

  self->grown = 0;
  if (seen && come == added)
    show (self, position, gone, added);
  else if (seen)
    show (self, position, self->shown - position, come);
  n = first_of (self, n_of_source (self));
  if (self->shown < n)
    show (self, self->shown, 0, n - self->shown);
  keep_growing (self);
}

void
bh_gradual_list_set_source (BhGradualList *self, GListModel *source)
{
  guint before;

  g_return_if_fail (BH_IS_GRADUAL_LIST (self));
  if (self->source == source)
    return;
  before = self->shown;
  g_clear_signal_handler (&self->handler, self->source);
  g_set_object (&self->source, source);
  if (source != NULL)
    self->handler = g_signal_connect (source, "items-changed", G_CALLBACK (on_items_changed), self);
  self->grown = 0;
  show (self, 0, before, first_of (self, n_of_source (self)));
  keep_growing (self);
}

GListModel *
bh_gradual_list_get_source (BhGradualList *self)
{
  g_return_val_if_fail (BH_IS_GRADUAL_LIST (self), NULL);
  return self->source;
}

gboolean
bh_gradual_list_is_growing (BhGradualList *self)
{
  g_return_val_if_fail (BH_IS_GRADUAL_LIST (self), FALSE);
  return self->shown < n_of_source (self);
}

static void
bh_gradual_list_dispose (GObject *object)
{
  BhGradualList *self = BH_GRADUAL_LIST (object);

  if (self->tick != 0 && self->widget != NULL)
    gtk_widget_remove_tick_callback (self->widget, self->tick);
  self->tick = 0;
  g_clear_weak_pointer (&self->widget);
  g_clear_signal_handler (&self->handler, self->source);
  self->shown = 0;
  g_clear_object (&self->source);
  G_OBJECT_CLASS (bh_gradual_list_parent_class)->dispose (object);
}

static void
bh_gradual_list_class_init (BhGradualListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_gradual_list_dispose;
}

static void
bh_gradual_list_init (BhGradualList *self)
{
}

BhGradualList *
bh_gradual_list_new (GtkWidget *widget, guint step, guint enough)
{
  BhGradualList *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (step > 0, NULL);
  self = g_object_new (BH_TYPE_GRADUAL_LIST, NULL);
  g_set_weak_pointer (&self->widget, widget);
  self->step = step;
  self->enough = enough;
  return self;
}
