/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/clock.h"

typedef struct {
  guint id;
  gint64 due_us;   /* manual clocks */
  GSource *source; /* real clocks */
  GSourceOnceFunc func;
  gpointer data;
  BhClock *clock;
} Timer;

struct _BhClock {
  GObject parent;

  gboolean manual;
  gint64 now_us;    /* of the last tick */
  gint64 manual_us; /* manual: the time itself */
  gint64 base_us;   /* the server's time … */
  gint64 base_mono; /* … when the monotonic clock showed this */
  GSource *tick;
  GPtrArray *timers; /* of Timer, owned */
  guint last_id;
};

enum { PROP_NOW = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhClock, bh_clock, G_TYPE_OBJECT)

static void
timer_free (Timer *timer)
{
  if (timer->source) {
    g_source_destroy (timer->source);
    g_source_unref (timer->source);
  }
  g_free (timer);
}

gint64
bh_clock_now (BhClock *self)
{
  g_return_val_if_fail (BH_IS_CLOCK (self), 0);

  if (self->manual)
    return self->manual_us;
  return self->base_us + (g_get_monotonic_time () - self->base_mono);
}

static void
tick (BhClock *self)
{
  gint64 now = bh_clock_now (self);

  if (self->now_us == now)
    return;
  self->now_us = now;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NOW]);
}

static gboolean
on_tick (gpointer data)
{
  tick (BH_CLOCK (data));
  return G_SOURCE_CONTINUE;
}

void
bh_clock_set_server_time (BhClock *self, gint64 server_now_us)
{
  g_return_if_fail (BH_IS_CLOCK (self));

  if (self->manual || server_now_us <= 0)
    return;
  self->base_us = server_now_us;
  self->base_mono = g_get_monotonic_time ();
}

static gboolean
on_timer (gpointer data)
{
  Timer *timer = data;
  GSourceOnceFunc func = timer->func;
  gpointer user_data = timer->data;

  g_ptr_array_remove_fast (timer->clock->timers, timer);
  func (user_data);
  return G_SOURCE_REMOVE;
}

guint
bh_clock_after (BhClock *self, guint delay_ms, GSourceOnceFunc func, gpointer data)
{
  Timer *timer;

  g_return_val_if_fail (BH_IS_CLOCK (self) && func != NULL, 0);

  timer = g_new0 (Timer, 1);
  timer->id = ++self->last_id;
  timer->func = func;
  timer->data = data;
  timer->clock = self;
  if (self->manual) {
    timer->due_us = self->manual_us + (gint64) delay_ms * 1000;
  } else {
    timer->source = g_timeout_source_new (delay_ms);
    g_source_set_callback (timer->source, on_timer, timer, NULL);
    g_source_attach (timer->source, g_main_context_get_thread_default ());
  }
  g_ptr_array_add (self->timers, timer);
  return timer->id;
}

void
bh_clock_cancel (BhClock *self, guint id)
{
  g_return_if_fail (BH_IS_CLOCK (self));

  for (guint i = 0; i < self->timers->len; i++) {
    Timer *timer = g_ptr_array_index (self->timers, i);
    if (timer->id == id) {
      g_ptr_array_remove_index_fast (self->timers, i);
      return;
    }
  }
}

static Timer *
next_due (BhClock *self, gint64 until_us)
{
  Timer *next = NULL;

  for (guint i = 0; i < self->timers->len; i++) {
    Timer *timer = g_ptr_array_index (self->timers, i);
    if (timer->due_us <= until_us && (next == NULL || timer->due_us < next->due_us ||
                                      (timer->due_us == next->due_us && timer->id < next->id)))
      next = timer;
  }
  return next;
}

void
bh_clock_advance (BhClock *self, gint64 by_us)
{
  gint64 until_us;
  Timer *timer;

  g_return_if_fail (BH_IS_CLOCK (self) && self->manual);

  until_us = self->manual_us + by_us;
  while ((timer = next_due (self, until_us)) != NULL) {
    self->manual_us = MAX (self->manual_us, timer->due_us);
    on_timer (timer);
  }
  self->manual_us = until_us;
  tick (self);
}

static void
bh_clock_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_NOW)
    g_value_set_int64 (value, BH_CLOCK (object)->now_us);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
bh_clock_dispose (GObject *object)
{
  BhClock *self = BH_CLOCK (object);

  if (self->tick) {
    g_source_destroy (self->tick);
    g_clear_pointer (&self->tick, g_source_unref);
  }
  g_ptr_array_set_size (self->timers, 0);
  G_OBJECT_CLASS (bh_clock_parent_class)->dispose (object);
}

static void
bh_clock_finalize (GObject *object)
{
  g_ptr_array_unref (BH_CLOCK (object)->timers);
  G_OBJECT_CLASS (bh_clock_parent_class)->finalize (object);
}

static void
bh_clock_class_init (BhClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bh_clock_get_property;
  object_class->dispose = bh_clock_dispose;
  object_class->finalize = bh_clock_finalize;
  props[PROP_NOW] =
      g_param_spec_int64 ("now",
                          NULL,
                          NULL,
                          0,
                          G_MAXINT64,
                          0,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bh_clock_init (BhClock *self)
{
  self->timers = g_ptr_array_new_with_free_func ((GDestroyNotify) timer_free);
}

BhClock *
bh_clock_new (void)
{
  BhClock *self = g_object_new (BH_TYPE_CLOCK, NULL);

  self->base_us = g_get_real_time ();
  self->base_mono = g_get_monotonic_time ();
  self->now_us = self->base_us;
  self->tick = g_timeout_source_new_seconds (1);
  g_source_set_callback (self->tick, on_tick, self, NULL);
  g_source_attach (self->tick, g_main_context_get_thread_default ());
  return self;
}

BhClock *
bh_clock_new_manual (gint64 now_us)
{
  BhClock *self = g_object_new (BH_TYPE_CLOCK, NULL);

  self->manual = TRUE;
  self->manual_us = now_us;
  self->now_us = now_us;
  return self;
}
