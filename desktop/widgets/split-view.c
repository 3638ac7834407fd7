/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/split-view.h"

#define WHOLE     1000
#define HALF      500
#define STEP      25
#define THOUSAND  1000
#define N_COLUMNS 2

struct _BhSplitView {
  GtkWidget parent_instance;
  GtkWidget *columns[N_COLUMNS];
  GtkWidget *edge;
};

enum { PROP_START = 1, PROP_END, PROP_SHARE, PROP_LABEL, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhSplitView, bh_split_view, GTK_TYPE_WIDGET)

static int
least_width (GtkWidget *widget)
{
  int least = 0;

  if (widget != NULL && gtk_widget_should_layout (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

static void
bh_split_view_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  BhSplitView *self = BH_SPLIT_VIEW (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? least_width (self->edge) : 0;
  for (guint i = 0; i < N_COLUMNS; i++) {
    int least = 0;
    int wished = 0;

    if (self->columns[i] != NULL)
      gtk_widget_measure (self->columns[i], orientation, -1, &least, &wished, NULL, NULL);
    if (orientation == GTK_ORIENTATION_HORIZONTAL) {
      *minimum += least;
      *natural += wished;
    } else {
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, wished);
    }
  }
}

static void
bh_split_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BhSplitView *self = BH_SPLIT_VIEW (widget);
  int edge = least_width (self->edge);
  int room = MAX (width - edge, 0);
  int share = bh_pane_edge_get_seen (BH_PANE_EDGE (self->edge));
  int end_least = least_width (self->columns[1]);
  int start = MAX (MIN (room * share / WHOLE, room - end_least), least_width (self->columns[0]));
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation left = {0, 0, rtl ? room - start : start, height};
  GtkAllocation right = {left.width + edge, 0, room - left.width, height};
  GtkAllocation between = {left.width, 0, edge, height};

  if (self->columns[0] != NULL)
    gtk_widget_size_allocate (self->columns[0], rtl ? &right : &left, -1);
  if (self->columns[1] != NULL)
    gtk_widget_size_allocate (self->columns[1], rtl ? &left : &right, -1);
  gtk_widget_size_allocate (self->edge, &between, -1);
  bh_pane_edge_set_worth (BH_PANE_EDGE (self->edge), room > 0 ? WHOLE * THOUSAND / room : 0);
}

static GtkSizeRequestMode
bh_split_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
on_share_changed (BhSplitView *self)
{
  /* Not queue_allocate(): where a column then asks for more height while it gets its place, GTK 4.8
   * paints before it has laid out again. */
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHARE]);
}

static void
set_column (BhSplitView *self, guint i, GtkWidget *column)
{
  g_clear_pointer (&self->columns[i], gtk_widget_unparent);
  self->columns[i] = column;
  if (column == NULL)
    return;
  if (i == 0)
    gtk_widget_insert_before (column, GTK_WIDGET (self), self->edge);
  else
    gtk_widget_insert_after (column, GTK_WIDGET (self), self->edge);
}

static void
bh_split_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhSplitView *self = BH_SPLIT_VIEW (object);

  if (id == PROP_START || id == PROP_END)
    g_value_set_object (value, self->columns[id == PROP_END]);
  else
    g_object_get_property (G_OBJECT (self->edge), id == PROP_SHARE ? "value" : "label", value);
}

static void
bh_split_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhSplitView *self = BH_SPLIT_VIEW (object);

  if (id == PROP_START || id == PROP_END)
    set_column (self, id == PROP_END, g_value_get_object (value));
  else
    g_object_set_property (G_OBJECT (self->edge), id == PROP_SHARE ? "value" : "label", value);
}

static void
bh_split_view_dispose (GObject *object)
{
  BhSplitView *self = BH_SPLIT_VIEW (object);

  for (guint i = 0; i < N_COLUMNS; i++)
    g_clear_pointer (&self->columns[i], gtk_widget_unparent);
  if (self->edge != NULL)
    g_signal_handlers_disconnect_by_data (self->edge, self);
  g_clear_pointer (&self->edge, gtk_widget_unparent);
  G_OBJECT_CLASS (bh_split_view_parent_class)->dispose (object);
}

static void
bh_split_view_class_init (BhSplitViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bh_split_view_get_property;
  object_class->set_property = bh_split_view_set_property;
  object_class->dispose = bh_split_view_dispose;
  widget_class->measure = bh_split_view_measure;
  widget_class->size_allocate = bh_split_view_size_allocate;
  widget_class->get_request_mode = bh_split_view_get_request_mode;
  props[PROP_START] = g_param_spec_object ("start", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_END] = g_param_spec_object ("end", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_SHARE] =
      g_param_spec_int ("share", NULL, NULL, 0, WHOLE, HALF, flags | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bh_split_view_init (BhSplitView *self)
{
  self->edge = g_object_new (BH_TYPE_PANE_EDGE, NULL);
  g_object_set (self->edge,
                "value",
                HALF,
                "usual",
                HALF,
                "least",
                BH_SPLIT_LEAST,
                "most",
                BH_SPLIT_MOST,
                "step",
                STEP,
                NULL);
  gtk_widget_set_parent (self->edge, GTK_WIDGET (self));
  g_signal_connect_swapped (self->edge, "notify::value", G_CALLBACK (on_share_changed), self);
}

BhPaneEdge *
bh_split_view_get_edge (BhSplitView *self)
{
  g_return_val_if_fail (BH_IS_SPLIT_VIEW (self), NULL);
  return BH_PANE_EDGE (self->edge);
}
