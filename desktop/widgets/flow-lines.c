/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/flow-lines.h"

#define HEAD        7.0
#define LABEL_WIDTH 120

static BhFlowPoint
point_at (const BhFlowLine *line, guint index)
{
  BhFlowPoint point = line->route->points[index];

  if (line->mirror > 0)
    point.x = line->mirror - point.x;
  return point;
}

/* A piece of the line from one point to the next, as a picture of its own: long lines of large
 * charts are far larger than what is seen, and GTK leaves out what is not. */
static cairo_t *
begin_piece (GtkSnapshot *snapshot, BhFlowPoint a, BhFlowPoint b, const GdkRGBA *color)
{
  const double room = HEAD + 2;
  cairo_t *cr =
      gtk_snapshot_append_cairo (snapshot,
                                 &GRAPHENE_RECT_INIT ((float) (MIN (a.x, b.x) - room),
                                                      (float) (MIN (a.y, b.y) - room),
                                                      (float) (ABS (a.x - b.x) + 2 * room),
                                                      (float) (ABS (a.y - b.y) + 2 * room)));

  gdk_cairo_set_source_rgba (cr, color);
  return cr;
}

static void
draw_head (cairo_t *cr, BhFlowPoint tip, double dx, double dy)
{
  cairo_new_path (cr);
  cairo_move_to (cr, tip.x, tip.y);
  cairo_line_to (cr, tip.x - dx * HEAD - dy * HEAD * .55, tip.y - dy * HEAD - dx * HEAD * .55);
  cairo_line_to (cr, tip.x - dx * HEAD + dy * HEAD * .55, tip.y - dy * HEAD + dx * HEAD * .55);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_piece (const BhFlowLine *line, GtkSnapshot *snapshot, guint index, const GdkRGBA *color)
{
  BhFlowPoint a = point_at (line, index);
  BhFlowPoint b = point_at (line, index + 1);
  double direction = b.y > a.y ? 1 : -1;
  gboolean last = index + 2 == line->route->n_points;
  double middle = (a.y + b.y) / 2;
  cairo_t *cr = begin_piece (snapshot, a, b, color);

  cairo_set_line_width (cr, line->taken ? 2.5 : 1.5);
  if (line->dashed || line->route->back)
    cairo_set_dash (cr, (const double[]){5, 4}, 2, 0);
  cairo_move_to (cr, a.x, a.y);
  cairo_curve_to (cr, a.x, middle, b.x, middle, b.x, last ? b.y - direction * HEAD * .8 : b.y);
  cairo_stroke (cr);
  if (last)
    draw_head (cr, b, 0, direction);
  cairo_destroy (cr);
}

/* Out of the side of a box and in again. */
static void
draw_loop (const BhFlowLine *line, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  BhFlowPoint out = point_at (line, 0);
  BhFlowPoint far = point_at (line, 1);
  BhFlowPoint in = point_at (line, 2);
  BhFlowPoint corner = {far.x, in.y};
  cairo_t *cr = begin_piece (snapshot, out, corner, color);

  cairo_set_line_width (cr, 1.5);
  cairo_set_dash (cr, (const double[]){5, 4}, 2, 0);
  cairo_move_to (cr, out.x, out.y);
  cairo_curve_to (cr, far.x, out.y, far.x, in.y, in.x, in.y);
  cairo_stroke (cr);
  draw_head (cr, in, line->mirror > 0 ? 1 : -1, 0);
  cairo_destroy (cr);
}

/* The middle of the first piece; of a line that leads up, nearer to where it comes from: the lines
 * of the step above begin in the same room. */
static BhFlowPoint
label_centre (const BhFlowLine *line)
{
  BhFlowPoint a = point_at (line, 0);
  BhFlowPoint b = point_at (line, 1);
  double t = line->route->back ? .3 : .5;
  double aside = t * t * (3 - 2 * t);
  double along = 1.5 * t * (1 - t) + t * t * t;

  return (BhFlowPoint){a.x + (b.x - a.x) * aside, a.y + (b.y - a.y) * along};
}

static PangoLayout *
label_layout (const BhFlowLine *line, GtkWidget *widget, int *width, int *height)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, line->label);

  pango_layout_get_pixel_size (layout, width, height);
  if (*width > LABEL_WIDTH) {
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_width (layout, LABEL_WIDTH * PANGO_SCALE);
    *width = LABEL_WIDTH;
  }
  return layout;
}

void
bh_flow_line_draw_label (const BhFlowLine *line, GtkWidget *widget, GtkSnapshot *snapshot)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  g_autoptr (PangoLayout) layout = NULL;
  BhFlowPoint centre;
  GdkRGBA ground;
  GdkRGBA ink;
  GskRoundedRect pill;
  int width;
  int height;

  if (line->label == NULL || *line->label == '\0' || line->route->loop)
    return;
  layout = label_layout (line, widget, &width, &height);
  centre = label_centre (line);
  gtk_style_context_get_color (style, &ink);
  if (!gtk_style_context_lookup_color (style,
                                       gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER) != NULL
                                           ? "popover_bg_color"
                                           : "window_bg_color",
                                       &ground))
    ground = (GdkRGBA){1, 1, 1, 1};
  gsk_rounded_rect_init_from_rect (&pill,
                                   &GRAPHENE_RECT_INIT ((float) (centre.x - width / 2.0 - 5),
                                                        (float) (centre.y - height / 2.0),
                                                        (float) (width + 10),
                                                        (float) height),
                                   (float) height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &pill);
  gtk_snapshot_append_color (snapshot, &ground, &pill.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (pill.bounds.origin.x + 5, pill.bounds.origin.y));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
  gtk_snapshot_restore (snapshot);
}

void
bh_flow_line_draw (const BhFlowLine *line, GtkWidget *widget, GtkSnapshot *snapshot)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (style,
                                       line->taken ? "bh_flow_taken" : "bh_flow_line",
                                       &color))
    gtk_style_context_get_color (style, &color);
  if (line->route->loop) {
    draw_loop (line, snapshot, &color);
    return;
  }
  for (guint i = 0; i + 1 < line->route->n_points; i++)
    draw_piece (line, snapshot, i, &color);
}
