/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/timer-ring.h"

#include <math.h>

struct _BhTimerRing {
  AdwBin parent_instance;
  GSignalGroup *ticks;
  gint64 since;
  gint64 until;
  int width;
  gboolean pulse;
  guint pulse_tick;
};

enum { PROP_CLOCK = 1, PROP_SINCE, PROP_UNTIL, PROP_WIDTH, PROP_PULSE, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhTimerRing, bh_timer_ring, ADW_TYPE_BIN)

/* One wave takes this long from the ring to the edge. */
#define PULSE_US (2 * G_USEC_PER_SEC)

double
bh_timer_ring_get_fraction (BhTimerRing *self)
{
  g_autoptr (BhClock) clock = NULL;

  g_return_val_if_fail (BH_IS_TIMER_RING (self), 0);
  clock = g_signal_group_dup_target (self->ticks);
  if (clock == NULL || self->until <= self->since)
    return 0;
  return CLAMP ((double) (self->until - bh_clock_now (clock)) /
                    (double) (self->until - self->since),
                0.0,
                1.0);
}

static void
draw_circle (cairo_t *cr, double centre, double radius, double from, double share)
{
  cairo_new_path (cr);
  cairo_arc (cr, centre, centre, radius, from, from + share * 2 * G_PI);
  cairo_stroke (cr);
}

static void
draw_waves (BhTimerRing *self, cairo_t *cr, const GdkRGBA *color, double centre, double inner)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gint64 at = self->pulse_tick != 0 && frames != NULL ? gdk_frame_clock_get_frame_time (frames) : 0;

  cairo_set_line_width (cr, 2);
  for (int i = 0; i < 2; i++) {
    double phase = fmod ((double) (at % PULSE_US) / PULSE_US + 0.35 + 0.5 * i, 1.0);
    cairo_set_source_rgba (cr, color->red, color->green, color->blue, 0.30 * (1 - phase));
    draw_circle (cr, centre, inner + phase * (centre - inner - 1), 0, 1);
  }
}

static void
bh_timer_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BhTimerRing *self = BH_TIMER_RING (widget);
  int size = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  double radius = size / 2.0 - self->width / 2.0 - (self->pulse ? 18 : 0);
  double fraction = bh_timer_ring_get_fraction (self);
  GdkRGBA color;
  cairo_t *cr;

  if (radius > 2) {
    gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
    cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, size, size));
    if (self->pulse)
      draw_waves (self, cr, &color, size / 2.0, radius + self->width / 2.0);
    cairo_set_line_width (cr, self->width);
    cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
    /* With no end to show the circle is all there is, so it is drawn to be seen. */
    cairo_set_source_rgba (cr, color.red, color.green, color.blue, self->until != 0 ? 0.20 : 0.55);
    draw_circle (cr, size / 2.0, radius, 0, 1);
    gdk_cairo_set_source_rgba (cr, &color);
    if (fraction > 0)
      draw_circle (cr, size / 2.0, radius, -G_PI / 2, fraction);
    cairo_destroy (cr);
  }
  GTK_WIDGET_CLASS (bh_timer_ring_parent_class)->snapshot (widget, snapshot);
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *frames, gpointer data)
{
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static void
update_pulse (BhTimerRing *self)
{
  gboolean wanted = self->pulse && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                    adw_get_enable_animations (GTK_WIDGET (self));

  if (wanted && self->pulse_tick == 0) {
    self->pulse_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
  } else if (!wanted && self->pulse_tick != 0) {
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->pulse_tick);
    self->pulse_tick = 0;
  }
}

static void
bh_timer_ring_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bh_timer_ring_parent_class)->map (widget);
  update_pulse (BH_TIMER_RING (widget));
}

static void
bh_timer_ring_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bh_timer_ring_parent_class)->unmap (widget);
  update_pulse (BH_TIMER_RING (widget));
}

static void
bh_timer_ring_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhTimerRing *self = BH_TIMER_RING (object);

  switch (id) {
  case PROP_CLOCK:
    g_value_take_object (value, g_signal_group_dup_target (self->ticks));
    break;
  case PROP_SINCE:
    g_value_set_int64 (value, self->since);
    break;
  case PROP_UNTIL:
    g_value_set_int64 (value, self->until);
    break;
  case PROP_WIDTH:
    g_value_set_int (value, self->width);
    break;
  default:
    g_value_set_boolean (value, self->pulse);
  }
}

static void
bh_timer_ring_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhTimerRing *self = BH_TIMER_RING (object);

  switch (id) {
  case PROP_CLOCK:
    g_signal_group_set_target (self->ticks, g_value_get_object (value));
    break;
  case PROP_SINCE:
    self->since = g_value_get_int64 (value);
    break;
  case PROP_UNTIL:
    self->until = g_value_get_int64 (value);
    break;
  case PROP_WIDTH:
    self->width = g_value_get_int (value);
    break;
  default:
    self->pulse = g_value_get_boolean (value);
    update_pulse (self);
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
bh_timer_ring_dispose (GObject *object)
{
  g_clear_object (&BH_TIMER_RING (object)->ticks);
  G_OBJECT_CLASS (bh_timer_ring_parent_class)->dispose (object);
}

static void
bh_timer_ring_class_init (BhTimerRingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bh_timer_ring_get_property;
  object_class->set_property = bh_timer_ring_set_property;
  object_class->dispose = bh_timer_ring_dispose;
  widget_class->snapshot = bh_timer_ring_snapshot;
  widget_class->map = bh_timer_ring_map;
  widget_class->unmap = bh_timer_ring_unmap;
  props[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BH_TYPE_CLOCK, flags);
  props[PROP_SINCE] = g_param_spec_int64 ("since", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  props[PROP_UNTIL] = g_param_spec_int64 ("until", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  props[PROP_WIDTH] = g_param_spec_int ("width", NULL, NULL, 1, 100, 4, flags);
  props[PROP_PULSE] = g_param_spec_boolean ("pulse", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "timerring");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
bh_timer_ring_init (BhTimerRing *self)
{
  self->width = 4;
  self->ticks = g_signal_group_new (BH_TYPE_CLOCK);
  g_signal_group_connect_swapped (self->ticks,
                                  "notify::now",
                                  G_CALLBACK (gtk_widget_queue_draw),
                                  self);
  /* Somebody whom it makes dizzy turns it off while it moves. */
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)),
                           "notify::gtk-enable-animations",
                           G_CALLBACK (update_pulse),
                           self,
                           G_CONNECT_SWAPPED);
}

gboolean
bh_timer_ring_is_moving (BhTimerRing *self)
{
  g_return_val_if_fail (BH_IS_TIMER_RING (self), FALSE);
  return self->pulse_tick != 0;
}
