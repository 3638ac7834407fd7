/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/day-strip.h"

#include "desktop/widgets/format.h"
#include "desktop/widgets/state-look.h"

#define BAND_HEIGHT  44
#define HOURS_HEIGHT 18
#define HOUR_US      (3600 * (gint64) G_USEC_PER_SEC)

struct _BhDayStrip {
  GtkWidget parent_instance;
  BhDay *day;
};

G_DEFINE_FINAL_TYPE (BhDayStrip, bh_day_strip, GTK_TYPE_WIDGET)

static void
bh_day_strip_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : BAND_HEIGHT + HOURS_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 600 : *minimum;
}

/* How much of the height a state takes: work with a customer is whole. */
static double
share_of (const char *state)
{
  static const struct {
    const char *state;
    double share;
  } shares[] = {{"ready", 0.55}, {"offered", 0.75}, {"not_ready", 0.35}, {"unknown", 0.2}};

  for (gsize i = 0; i < G_N_ELEMENTS (shares); i++)
    if (g_strcmp0 (shares[i].state, state) == 0)
      return shares[i].share;
  return 1;
}

static void
color_of (GtkWidget *widget, const char *state, GdkRGBA *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  g_autofree char *name = g_strconcat ("bh-fg-", bh_state_look_class (state), NULL);

  gtk_style_context_save (context);
  gtk_style_context_add_class (context, name);
  gtk_style_context_get_color (context, color);
  gtk_style_context_restore (context);
}

/* Whole hours around all there is: at least one. */
static void
span_of (BhDayStrip *self, gint64 *from, gint64 *until)
{
  GListModel *bands = bh_day_get_bands (self->day);
  guint n = g_list_model_get_n_items (bands);
  g_autoptr (BhDayBand) first = g_list_model_get_item (bands, 0);
  g_autoptr (BhDayBand) last = g_list_model_get_item (bands, n - 1);

  *from = bh_day_band_get_from (first) / HOUR_US * HOUR_US;
  *until = (bh_day_band_get_until (last) + HOUR_US - 1) / HOUR_US * HOUR_US;
  *until = MAX (*until, *from + HOUR_US);
}

static float
place_of (GtkWidget *widget, gint64 at, gint64 from, gint64 until)
{
  float share = (float) (at - from) / (float) (until - from);
  gboolean turned = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  return (turned ? 1 - share : share) * (float) gtk_widget_get_width (widget);
}

static void
draw_band (GtkWidget *widget, GtkSnapshot *snapshot, BhDayBand *band, gint64 from, gint64 until)
{
  float a = place_of (widget, bh_day_band_get_from (band), from, until);
  float b = place_of (widget, bh_day_band_get_until (band), from, until);
  float height = (float) (share_of (bh_day_band_get_state (band)) * BAND_HEIGHT);
  GdkRGBA color;

  color_of (widget, bh_day_band_get_state (band), &color);
  gtk_snapshot_append_color (
      snapshot,
      &color,
      &GRAPHENE_RECT_INIT (MIN (a, b), BAND_HEIGHT - height, MAX (ABS (b - a), 1), height));
}

static void
draw_hour (GtkWidget *widget, GtkSnapshot *snapshot, gint64 at, gint64 from, gint64 until)
{
  g_autofree char *text = bh_format_hour (at);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  GdkRGBA color;
  int width, height;
  float x;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= 0.7f;
  pango_layout_get_pixel_size (layout, &width, &height);
  x = place_of (widget, at, from, until) - (float) width / 2;
  x = CLAMP (x, 0, (float) MAX (gtk_widget_get_width (widget) - width, 0));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (x, BAND_HEIGHT + HOURS_HEIGHT - (float) height));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
bh_day_strip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BhDayStrip *self = BH_DAY_STRIP (widget);
  GListModel *bands = self->day != NULL ? bh_day_get_bands (self->day) : NULL;
  guint n = bands != NULL ? g_list_model_get_n_items (bands) : 0;
  gint64 from, until, step;

  if (n == 0)
    return;
  span_of (self, &from, &until);
  for (guint i = 0; i < n; i++) {
    g_autoptr (BhDayBand) band = g_list_model_get_item (bands, i);
    draw_band (widget, snapshot, band, from, until);
  }
  /* as many hours as have room beside each other */
  step = ((until - from) / HOUR_US * 70 / MAX (gtk_widget_get_width (widget), 1) + 1) * HOUR_US;
  for (gint64 at = from; at <= until; at += step)
    draw_hour (widget, snapshot, at, from, until);
}

static void
bh_day_strip_dispose (GObject *object)
{
  bh_day_strip_set_day (BH_DAY_STRIP (object), NULL);
  G_OBJECT_CLASS (bh_day_strip_parent_class)->dispose (object);
}

static void
bh_day_strip_class_init (BhDayStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bh_day_strip_dispose;
  widget_class->measure = bh_day_strip_measure;
  widget_class->snapshot = bh_day_strip_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bh_day_strip_init (BhDayStrip *self)
{
}

void
bh_day_strip_set_day (BhDayStrip *self, BhDay *day)
{
  g_return_if_fail (BH_IS_DAY_STRIP (self));

  if (self->day != NULL)
    g_signal_handlers_disconnect_by_func (self->day, gtk_widget_queue_draw, self);
  g_set_object (&self->day, day);
  if (day != NULL)
    g_signal_connect_object (day,
                             "changed",
                             G_CALLBACK (gtk_widget_queue_draw),
                             self,
                             G_CONNECT_SWAPPED);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
