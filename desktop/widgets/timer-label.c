/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/timer-label.h"

#include "desktop/widgets/format.h"

struct _BhTimerLabel {
  AdwBin parent_instance;
  GtkLabel *label;
  GSignalGroup *ticks;
  gint64 since;
  gint64 until;
};

enum { PROP_CLOCK = 1, PROP_SINCE, PROP_UNTIL, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhTimerLabel, bh_timer_label, ADW_TYPE_BIN)

static void
update (BhTimerLabel *self)
{
  g_autoptr (BhClock) clock = g_signal_group_dup_target (self->ticks);
  g_autofree char *text = NULL;

  if (clock == NULL || (self->since == 0 && self->until == 0)) {
    gtk_label_set_label (self->label, "");
    return;
  }
  text = bh_format_timer (
      self->until != 0 ? (self->until - bh_clock_now (clock) + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC
                       : (bh_clock_now (clock) - self->since) / G_USEC_PER_SEC);
  /* The label asks for a new size with every new text: only when it is one. */
  if (!g_str_equal (text, gtk_label_get_label (self->label)))
    gtk_label_set_label (self->label, text);
}

static void
bh_timer_label_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhTimerLabel *self = BH_TIMER_LABEL (object);

  switch (id) {
  case PROP_CLOCK:
    g_value_take_object (value, g_signal_group_dup_target (self->ticks));
    break;
  case PROP_SINCE:
    g_value_set_int64 (value, self->since);
    break;
  default:
    g_value_set_int64 (value, self->until);
  }
}

static void
bh_timer_label_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhTimerLabel *self = BH_TIMER_LABEL (object);

  switch (id) {
  case PROP_CLOCK:
    g_signal_group_set_target (self->ticks, g_value_get_object (value));
    break;
  case PROP_SINCE:
    self->since = g_value_get_int64 (value);
    break;
  default:
    self->until = g_value_get_int64 (value);
  }
  update (self);
}

static void
bh_timer_label_dispose (GObject *object)
{
  g_clear_object (&BH_TIMER_LABEL (object)->ticks);
  G_OBJECT_CLASS (bh_timer_label_parent_class)->dispose (object);
}

static void
bh_timer_label_class_init (BhTimerLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bh_timer_label_get_property;
  object_class->set_property = bh_timer_label_set_property;
  object_class->dispose = bh_timer_label_dispose;
  props[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BH_TYPE_CLOCK, flags);
  props[PROP_SINCE] = g_param_spec_int64 ("since", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  props[PROP_UNTIL] = g_param_spec_int64 ("until", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bh_timer_label_init (BhTimerLabel *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
  self->ticks = g_signal_group_new (BH_TYPE_CLOCK);
  g_signal_group_connect_swapped (self->ticks, "notify::now", G_CALLBACK (update), self);
}

const char *
bh_timer_label_get_text (BhTimerLabel *self)
{
  g_return_val_if_fail (BH_IS_TIMER_LABEL (self), NULL);
  return gtk_label_get_label (self->label);
}
