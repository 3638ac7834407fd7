/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/side-pane.h"

#define USUAL_DPI (96 * 1024)
#define THOUSAND  1000
#define STEP_PX   20

struct _BhSidePane {
  GtkWidget parent_instance;
  GtkWidget *child;
  GtkWidget *edge;
  gboolean at_end;
};

enum {
  PROP_CHILD = 1,
  PROP_AT_END,
  PROP_WIDTH,
  PROP_LEAST,
  PROP_MOST,
  PROP_ROOM,
  PROP_USUAL,
  PROP_LABEL,
  N
};
static GParamSpec *props[N];

G_DEFINE_FINAL_TYPE (BhSidePane, bh_side_pane, GTK_TYPE_WIDGET)

/* The properties that are the edge's, under its names. */
static const char *const edge_names[N] = {[PROP_WIDTH] = "value",
                                          [PROP_LEAST] = "least",
                                          [PROP_MOST] = "most",
                                          [PROP_ROOM] = "room",
                                          [PROP_USUAL] = "usual",
                                          [PROP_LABEL] = "label"};

static int
dpi_of (GtkWidget *widget)
{
  int dpi;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi : USUAL_DPI;
}

static int
scaled (GtkWidget *widget, int width)
{
  return (int) ((gint64) width * dpi_of (widget) / USUAL_DPI);
}

static int
least_of (BhSidePane *self)
{
  int least;

  g_object_get (self->edge, "least", &least, NULL);
  return least;
}

static int
least_width (GtkWidget *widget)
{
  int least = 0;

  if (widget != NULL)
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

static void
bh_side_pane_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  BhSidePane *self = BH_SIDE_PANE (widget);
  int needed = least_width (self->child) + least_width (self->edge);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MAX (needed, scaled (widget, least_of (self)));
    *natural = MAX (*minimum, scaled (widget, bh_side_pane_get_width (self)));
  } else if (self->child != NULL) {
    gtk_widget_measure (self->child,
                        orientation,
                        for_size < 0 ? -1 : MAX (for_size - least_width (self->edge), 0),
                        minimum,
                        natural,
                        NULL,
                        NULL);
  }
}

static void
bh_side_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BhSidePane *self = BH_SIDE_PANE (widget);
  int edge = least_width (self->edge);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean edge_is_left = self->at_end != rtl;
  GtkAllocation inner = {edge_is_left ? edge : 0, 0, width - edge, height};
  GtkAllocation outer = {edge_is_left ? 0 : width - edge, 0, edge, height};

  if (self->child != NULL)
    gtk_widget_size_allocate (self->child, &inner, -1);
  gtk_widget_size_allocate (self->edge, &outer, -1);
  bh_pane_edge_set_worth (BH_PANE_EDGE (self->edge),
                          (int) ((gint64) THOUSAND * USUAL_DPI / dpi_of (widget)));
}

static GtkSizeRequestMode
bh_side_pane_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
on_room_changed (BhSidePane *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
on_width_changed (BhSidePane *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WIDTH]);
}

static void
bh_side_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhSidePane *self = BH_SIDE_PANE (object);

  if (id == PROP_CHILD)
    g_value_set_object (value, self->child);
  else if (id == PROP_AT_END)
    g_value_set_boolean (value, self->at_end);
  else
    g_object_get_property (G_OBJECT (self->edge), edge_names[id], value);
}

static void
set_child (BhSidePane *self, GtkWidget *child)
{
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self), self->edge);
}

static void
set_at_end (BhSidePane *self, gboolean at_end)
{
  self->at_end = at_end;
  g_object_set (self->edge, "reversed", at_end, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self), at_end ? "end" : "start");
}

static void
bh_side_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhSidePane *self = BH_SIDE_PANE (object);

  if (id == PROP_CHILD)
    set_child (self, g_value_get_object (value));
  else if (id == PROP_AT_END)
    set_at_end (self, g_value_get_boolean (value));
  else
    g_object_set_property (G_OBJECT (self->edge), edge_names[id], value);
}

static void
bh_side_pane_dispose (GObject *object)
{
  BhSidePane *self = BH_SIDE_PANE (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  if (self->edge != NULL)
    g_signal_handlers_disconnect_by_data (self->edge, self);
  g_clear_pointer (&self->edge, gtk_widget_unparent);
  G_OBJECT_CLASS (bh_side_pane_parent_class)->dispose (object);
}

static GParamSpec *
number (const char *name)
{
  return g_param_spec_int (name,
                           NULL,
                           NULL,
                           0,
                           G_MAXINT,
                           0,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
bh_side_pane_class_init (BhSidePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bh_side_pane_get_property;
  object_class->set_property = bh_side_pane_set_property;
  object_class->dispose = bh_side_pane_dispose;
  widget_class->measure = bh_side_pane_measure;
  widget_class->size_allocate = bh_side_pane_size_allocate;
  widget_class->get_request_mode = bh_side_pane_get_request_mode;
  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_AT_END] =
      g_param_spec_boolean ("at-end", NULL, NULL, FALSE, flags | G_PARAM_CONSTRUCT_ONLY);
  props[PROP_WIDTH] = number ("width");
  props[PROP_LEAST] = number ("least");
  props[PROP_MOST] = number ("most");
  props[PROP_ROOM] = number ("room");
  props[PROP_USUAL] = number ("usual");
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N, props);
  gtk_widget_class_set_css_name (widget_class, "sidepane");
}

static void
bh_side_pane_init (BhSidePane *self)
{
  self->edge = g_object_new (BH_TYPE_PANE_EDGE, "step", STEP_PX, NULL);
  gtk_widget_set_parent (self->edge, GTK_WIDGET (self));
  g_signal_connect_swapped (self->edge, "notify::value", G_CALLBACK (on_width_changed), self);
  g_signal_connect_swapped (self->edge, "notify::room", G_CALLBACK (on_room_changed), self);
}

BhPaneEdge *
bh_side_pane_get_edge (BhSidePane *self)
{
  g_return_val_if_fail (BH_IS_SIDE_PANE (self), NULL);
  return BH_PANE_EDGE (self->edge);
}

int
bh_side_pane_get_width (BhSidePane *self)
{
  g_return_val_if_fail (BH_IS_SIDE_PANE (self), 0);
  return bh_pane_edge_get_seen (BH_PANE_EDGE (self->edge));
}

/* ---- the middle */

struct _BhMiddlePane {
  GtkWidget parent_instance;
  GtkWidget *child;
};

enum { PROP_MIDDLE_CHILD = 1, N_MIDDLE_PROPS };
static GParamSpec *middle_props[N_MIDDLE_PROPS];

G_DEFINE_FINAL_TYPE (BhMiddlePane, bh_middle_pane, GTK_TYPE_WIDGET)

static void
bh_middle_pane_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  GtkWidget *child = BH_MIDDLE_PANE (widget)->child;

  *minimum = *natural = 0;
  if (child != NULL)
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = *minimum;
}

static void
bh_middle_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkAllocation all = {0, 0, width, height};

  if (BH_MIDDLE_PANE (widget)->child != NULL)
    gtk_widget_size_allocate (BH_MIDDLE_PANE (widget)->child, &all, -1);
}

static GtkSizeRequestMode
bh_middle_pane_get_request_mode (GtkWidget *widget)
{
  GtkWidget *child = BH_MIDDLE_PANE (widget)->child;

  return child != NULL ? gtk_widget_get_request_mode (child) : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
bh_middle_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, BH_MIDDLE_PANE (object)->child);
}

static void
bh_middle_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhMiddlePane *self = BH_MIDDLE_PANE (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = g_value_get_object (value);
  if (self->child != NULL)
    gtk_widget_set_parent (self->child, GTK_WIDGET (self));
}

static void
bh_middle_pane_dispose (GObject *object)
{
  g_clear_pointer (&BH_MIDDLE_PANE (object)->child, gtk_widget_unparent);
  G_OBJECT_CLASS (bh_middle_pane_parent_class)->dispose (object);
}

static void
bh_middle_pane_class_init (BhMiddlePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bh_middle_pane_get_property;
  object_class->set_property = bh_middle_pane_set_property;
  object_class->dispose = bh_middle_pane_dispose;
  widget_class->measure = bh_middle_pane_measure;
  widget_class->size_allocate = bh_middle_pane_size_allocate;
  widget_class->get_request_mode = bh_middle_pane_get_request_mode;
  middle_props[PROP_MIDDLE_CHILD] =
      g_param_spec_object ("child",
                           NULL,
                           NULL,
                           GTK_TYPE_WIDGET,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_MIDDLE_PROPS, middle_props);
}

static void
bh_middle_pane_init (BhMiddlePane *self)
{
}
