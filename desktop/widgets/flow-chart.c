/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/flow-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "desktop/widgets/flow-lines.h"

/* The boxes are buttons of their own, scaled by their allocation: they have the theme's colours, a
 * focus ring and a name as every button has. Only the lines are drawn. */

#define SMALLEST_FIT 0.6
#define SMALLEST     0.3
#define LARGEST      2.0

typedef struct {
  guint from;
  guint to;
  char *label;
  gboolean taken;
} Arrow;

struct _BhFlowChart {
  GtkWidget parent_instance;
  GPtrArray *boxes; /* of BhFlowBox, parented here */
  GArray *states;   /* BhFlowState */
  GArray *arrows;   /* Arrow */
  BhFlowLayout *layout;
  BhFlowSizes sizes;
  double wanted_zoom; /* 0 = fit */
  double zoom;
  double shift;   /* of the drawing from the widget's left edge */
  guint to_focus; /* box that Tab comes back to */
};

enum { PROP_ZOOM = 1, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BhFlowChart, bh_flow_chart, GTK_TYPE_WIDGET)

static void
clear_arrow (gpointer data)
{
  g_free (((Arrow *) data)->label);
}

/* Sizes come from the text: all boxes are as large as the largest. */
static void
measure_boxes (BhFlowChart *self)
{
  int width = 1;
  int height = 1;

  for (guint i = 0; i < self->boxes->len; i++) {
    int natural;
    gtk_widget_measure (self->boxes->pdata[i],
                        GTK_ORIENTATION_HORIZONTAL,
                        -1,
                        NULL,
                        &natural,
                        NULL,
                        NULL);
    width = MAX (width, natural);
  }
  for (guint i = 0; i < self->boxes->len; i++) {
    int natural;
    gtk_widget_measure (self->boxes->pdata[i],
                        GTK_ORIENTATION_VERTICAL,
                        width,
                        NULL,
                        &natural,
                        NULL,
                        NULL);
    height = MAX (height, natural);
  }
  self->sizes = (BhFlowSizes){
      .box_width = width,
      .box_height = height,
      .box_gap = 24,
      .layer_gap = MAX (48, height * 1.25),
      .margin = 12,
  };
}

static void
ensure_layout (BhFlowChart *self)
{
  g_autofree BhFlowLink *links = NULL;

  if (self->layout != NULL)
    return;
  links = g_new0 (BhFlowLink, self->arrows->len);
  for (guint i = 0; i < self->arrows->len; i++) {
    Arrow *arrow = &g_array_index (self->arrows, Arrow, i);
    links[i] = (BhFlowLink){arrow->from, arrow->to};
  }
  measure_boxes (self);
  self->layout = bh_flow_layout_new (self->boxes->len, links, self->arrows->len, &self->sizes);
}

static void
forget_layout (BhFlowChart *self)
{
  g_clear_pointer (&self->layout, bh_flow_layout_free);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
bh_flow_chart_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  BhFlowChart *self = BH_FLOW_CHART (widget);
  double size;

  ensure_layout (self);
  size = orientation == GTK_ORIENTATION_HORIZONTAL ? bh_flow_layout_get_width (self->layout)
                                                   : bh_flow_layout_get_height (self->layout);
  if (self->wanted_zoom > 0) {
    *minimum = *natural = (int) ceil (size * self->wanted_zoom);
  } else {
    *minimum = (int) ceil (size * SMALLEST_FIT);
    *natural = (int) ceil (size);
  }
}

/* The drawing runs in reading direction. */
static double
mirrored (BhFlowChart *self, double x)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
             ? bh_flow_layout_get_width (self->layout) - x
             : x;
}

static double
zoom_that_fits (BhFlowChart *self, int width, int height)
{
  double zoom = MIN (width / bh_flow_layout_get_width (self->layout),
                     height / bh_flow_layout_get_height (self->layout));

  return CLAMP (zoom, SMALLEST_FIT, 1.0);
}

static void
place_box (BhFlowChart *self, guint index)
{
  GtkWidget *box = self->boxes->pdata[index];
  BhFlowPoint centre = bh_flow_layout_get_place (self->layout, index)->centre;
  double x = (mirrored (self, centre.x) - self->sizes.box_width / 2) * self->zoom + self->shift;
  double y = (centre.y - self->sizes.box_height / 2) * self->zoom;
  GskTransform *transform =
      gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, (float) y));

  gtk_widget_allocate (box,
                       (int) self->sizes.box_width,
                       (int) self->sizes.box_height,
                       -1,
                       gsk_transform_scale (transform, (float) self->zoom, (float) self->zoom));
}

static void
bh_flow_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BhFlowChart *self = BH_FLOW_CHART (widget);

  ensure_layout (self);
  if (self->boxes->len == 0)
    return;
  self->zoom = self->wanted_zoom > 0 ? self->wanted_zoom : zoom_that_fits (self, width, height);
  self->shift = (width - bh_flow_layout_get_width (self->layout) * self->zoom) / 2;
  for (guint i = 0; i < self->boxes->len; i++)
    place_box (self, i);
}

static BhFlowLine
line_of (BhFlowChart *self, guint index)
{
  const Arrow *arrow = &g_array_index (self->arrows, Arrow, index);

  return (BhFlowLine){
      .route = bh_flow_layout_get_route (self->layout, index),
      .label = arrow->label,
      .taken = arrow->taken,
      .dashed = g_array_index (self->states, BhFlowState, arrow->from) == BH_FLOW_UNREACHED,
      .mirror = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
                    ? bh_flow_layout_get_width (self->layout)
                    : 0,
  };
}

static void
draw_lines (BhFlowChart *self, GtkSnapshot *snapshot, gboolean taken)
{
  for (guint i = 0; i < self->arrows->len; i++) {
    BhFlowLine line = line_of (self, i);
    if (line.taken == taken)
      bh_flow_line_draw (&line, GTK_WIDGET (self), snapshot);
  }
}

/* What was gone along lies above what was not, words lie above all lines. */
static void
bh_flow_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BhFlowChart *self = BH_FLOW_CHART (widget);

  if (self->layout != NULL) {
    gtk_snapshot_save (snapshot);
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) self->shift, 0));
    gtk_snapshot_scale (snapshot, (float) self->zoom, (float) self->zoom);
    draw_lines (self, snapshot, FALSE);
    draw_lines (self, snapshot, TRUE);
    for (guint i = 0; i < self->arrows->len; i++) {
      BhFlowLine line = line_of (self, i);
      bh_flow_line_draw_label (&line, widget, snapshot);
    }
    gtk_snapshot_restore (snapshot);
  }
  GTK_WIDGET_CLASS (bh_flow_chart_parent_class)->snapshot (widget, snapshot);
}

static void
bh_flow_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bh_flow_chart_parent_class)->css_changed (widget, change);
  forget_layout (BH_FLOW_CHART (widget));
}

static void
bh_flow_chart_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (bh_flow_chart_parent_class)->direction_changed (widget, previous);
  gtk_widget_queue_allocate (widget);
}

/* Keys */

static int
focused_box (BhFlowChart *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  guint index;

  return child != NULL && g_ptr_array_find (self->boxes, child, &index) ? (int) index : -1;
}

static gboolean
is_linked (BhFlowChart *self, guint upper, guint lower)
{
  for (guint i = 0; i < self->arrows->len; i++) {
    const Arrow *arrow = &g_array_index (self->arrows, Arrow, i);
    if ((arrow->from == upper && arrow->to == lower) ||
        (arrow->from == lower && arrow->to == upper))
      return TRUE;
  }
  return FALSE;
}

/* How far a box is from another for a person who goes in a direction; G_MAXDOUBLE: it does not lie
 * there. What is joined by a line is nearer than what is not. */
static double
distance (BhFlowChart *self, guint from, guint to, int dx, int dy)
{
  const BhFlowPlace *one = bh_flow_layout_get_place (self->layout, from);
  const BhFlowPlace *two = bh_flow_layout_get_place (self->layout, to);
  double x = two->centre.x - one->centre.x;
  double y = two->centre.y - one->centre.y;

  if (dx != 0)
    return one->layer == two->layer && x * dx > 0 ? ABS (x) : G_MAXDOUBLE;
  if (y * dy <= 0)
    return G_MAXDOUBLE;
  return is_linked (self, from, to) ? ABS (y) + ABS (x) / 1000 : 1e6 + ABS (y) * 100 + ABS (x);
}

static gboolean
go (BhFlowChart *self, int dx, int dy)
{
  int from = focused_box (self);
  double nearest = G_MAXDOUBLE;
  guint to = 0;

  if (from < 0 || self->layout == NULL)
    return FALSE;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    dx = -dx;
  for (guint i = 0; i < self->boxes->len; i++) {
    double far = distance (self, (guint) from, i, dx, dy);
    if (far < nearest) {
      nearest = far;
      to = i;
    }
  }
  if (nearest < G_MAXDOUBLE)
    gtk_widget_grab_focus (self->boxes->pdata[to]);
  return TRUE;
}

static gboolean
zoom_by (BhFlowChart *self, double factor)
{
  double zoom = CLAMP (self->zoom * factor, SMALLEST, LARGEST);

  g_object_set (self, "zoom", factor > 0 ? zoom : 0.0, NULL);
  return TRUE;
}

static gboolean
on_control_key (BhFlowChart *self, guint key)
{
  switch (key) {
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add:
    return zoom_by (self, 1.25);
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    return zoom_by (self, 0.8);
  case GDK_KEY_0:
  case GDK_KEY_KP_0:
    return zoom_by (self, 0);
  default:
    return FALSE;
  }
}

static gboolean
focus_box (BhFlowChart *self, guint box)
{
  return box < self->boxes->len && gtk_widget_grab_focus (self->boxes->pdata[box]);
}

static gboolean
on_key (GtkEventController *controller,
        guint key,
        guint code,
        GdkModifierType state,
        BhFlowChart *self)
{
  GdkModifierType mods = state & gtk_accelerator_get_default_mod_mask ();

  if ((mods & ~(guint) GDK_SHIFT_MASK) == GDK_CONTROL_MASK)
    return on_control_key (self, key);
  if (mods != 0)
    return FALSE;
  switch (key) {
  case GDK_KEY_Up:
    return go (self, 0, -1);
  case GDK_KEY_Down:
    return go (self, 0, 1);
  case GDK_KEY_Left:
    return go (self, -1, 0);
  case GDK_KEY_Right:
    return go (self, 1, 0);
  case GDK_KEY_Home:
    return focus_box (self, 0);
  case GDK_KEY_End:
    return focus_box (self, self->boxes->len - 1);
  default:
    return FALSE;
  }
}

/* Tab leaves the chart at once, and comes back to the box that it left. */
static gboolean
bh_flow_chart_focus (GtkWidget *widget, GtkDirectionType direction)
{
  BhFlowChart *self = BH_FLOW_CHART (widget);

  if (gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;
  return focus_box (self, self->to_focus);
}

static void
bh_flow_chart_set_focus_child (GtkWidget *widget, GtkWidget *child)
{
  BhFlowChart *self = BH_FLOW_CHART (widget);
  guint index;

  if (child != NULL && g_ptr_array_find (self->boxes, child, &index))
    self->to_focus = index;
  GTK_WIDGET_CLASS (bh_flow_chart_parent_class)->set_focus_child (widget, child);
}

static void
on_clicked (GtkWidget *box, BhFlowChart *self)
{
  guint index;

  if (g_ptr_array_find (self->boxes, box, &index))
    g_signal_emit (self, signals[ACTIVATED], 0, index);
}

/* Filling */

static void
set_n_boxes (BhFlowChart *self, guint n)
{
  while (self->boxes->len > n)
    g_ptr_array_remove_index (self->boxes, self->boxes->len - 1);
  while (self->boxes->len < n) {
    GtkWidget *box = bh_flow_box_new (self->boxes->len + 1);
    g_signal_connect (box, "clicked", G_CALLBACK (on_clicked), self);
    gtk_widget_set_parent (box, GTK_WIDGET (self));
    g_ptr_array_add (self->boxes, box);
  }
  self->to_focus = MIN (self->to_focus, n > 0 ? n - 1 : 0);
}

/* "leads to 3, Identify (yes); 5, Close (no)" */
static char *
leads_to (BhFlowChart *self, const BhFlowStep *steps, guint box)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < self->arrows->len; i++) {
    const Arrow *arrow = &g_array_index (self->arrows, Arrow, i);
    if (arrow->from != box)
      continue;
    g_string_append_printf (words,
                            "%s%u, %s",
                            words->len > 0 ? "; " : "",
                            arrow->to + 1,
                            steps[arrow->to].title);
    if (arrow->label != NULL)
      g_string_append_printf (words, " (%s)", arrow->label);
  }
  /* Translators: said by screen readers of a step in a flow chart; %s is a list of other steps. */
  return words->len > 0 ? g_strdup_printf (_ ("leads to %s"), words->str)
                        : g_strdup (_ ("the last step"));
}

static void
fill_boxes (BhFlowChart *self, const BhFlowStep *steps)
{
  for (guint i = 0; i < self->boxes->len; i++) {
    g_autofree char *words = leads_to (self, steps, i);
    bh_flow_box_set (self->boxes->pdata[i],
                     steps[i].title,
                     steps[i].state,
                     steps[i].note,
                     steps[i].fault);
    bh_flow_box_set_leads_to (self->boxes->pdata[i], words);
    if (steps[i].state == BH_FLOW_HERE && focused_box (self) < 0)
      self->to_focus = i;
    g_array_append_val (self->states, steps[i].state);
  }
}

void
bh_flow_chart_set (BhFlowChart *self,
                   const BhFlowStep *steps,
                   guint n_steps,
                   const BhFlowArrow *arrows,
                   guint n_arrows)
{
  g_return_if_fail (BH_IS_FLOW_CHART (self));
  g_array_set_size (self->states, 0);
  g_array_set_size (self->arrows, 0);
  for (guint i = 0; i < n_arrows; i++) {
    Arrow arrow = {arrows[i].from, arrows[i].to, g_strdup (arrows[i].label), arrows[i].taken};
    g_array_append_val (self->arrows, arrow);
  }
  set_n_boxes (self, n_steps);
  fill_boxes (self, steps);
  forget_layout (self);
}

static void
bh_flow_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_double (value, BH_FLOW_CHART (object)->wanted_zoom);
}

static void
bh_flow_chart_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhFlowChart *self = BH_FLOW_CHART (object);
  double zoom = g_value_get_double (value);

  if (ABS (zoom - self->wanted_zoom) < 1e-9)
    return;
  self->wanted_zoom = zoom;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
bh_flow_chart_dispose (GObject *object)
{
  BhFlowChart *self = BH_FLOW_CHART (object);

  g_clear_pointer (&self->boxes, g_ptr_array_unref);
  g_clear_pointer (&self->arrows, g_array_unref);
  g_clear_pointer (&self->states, g_array_unref);
  g_clear_pointer (&self->layout, bh_flow_layout_free);
  G_OBJECT_CLASS (bh_flow_chart_parent_class)->dispose (object);
}

static void
bh_flow_chart_class_init (BhFlowChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bh_flow_chart_get_property;
  object_class->set_property = bh_flow_chart_set_property;
  object_class->dispose = bh_flow_chart_dispose;
  widget_class->measure = bh_flow_chart_measure;
  widget_class->size_allocate = bh_flow_chart_size_allocate;
  widget_class->snapshot = bh_flow_chart_snapshot;
  widget_class->css_changed = bh_flow_chart_css_changed;
  widget_class->direction_changed = bh_flow_chart_direction_changed;
  widget_class->focus = bh_flow_chart_focus;
  widget_class->set_focus_child = bh_flow_chart_set_focus_child;
  props[PROP_ZOOM] =
      g_param_spec_double ("zoom",
                           NULL,
                           NULL,
                           0,
                           LARGEST,
                           0,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[ACTIVATED] = g_signal_new ("activated",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "flowchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bh_flow_chart_init (BhFlowChart *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->zoom = 1;
  self->boxes = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->states = g_array_new (FALSE, FALSE, sizeof (BhFlowState));
  self->arrows = g_array_new (FALSE, FALSE, sizeof (Arrow));
  g_array_set_clear_func (self->arrows, clear_arrow);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Flow chart"),
                                  -1);
}

GtkWidget *
bh_flow_chart_new (void)
{
  return g_object_new (BH_TYPE_FLOW_CHART, NULL);
}

void
bh_flow_chart_focus_here (BhFlowChart *self)
{
  g_return_if_fail (BH_IS_FLOW_CHART (self));
  for (guint i = 0; i < self->states->len; i++) {
    if (g_array_index (self->states, BhFlowState, i) == BH_FLOW_HERE) {
      focus_box (self, i);
      return;
    }
  }
  focus_box (self, 0);
}

/* GTK scrolls to what gets the focus; here the focus stays where it is. */
void
bh_flow_chart_show (BhFlowChart *self, guint box)
{
  GtkWidget *scrolled;
  graphene_rect_t bounds;

  g_return_if_fail (BH_IS_FLOW_CHART (self));
  scrolled = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  if (scrolled == NULL || box >= self->boxes->len ||
      !gtk_widget_compute_bounds (self->boxes->pdata[box], GTK_WIDGET (self), &bounds))
    return;
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                             bounds.origin.y,
                             bounds.origin.y + bounds.size.height);
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                             bounds.origin.x,
                             bounds.origin.x + bounds.size.width);
}
