/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/state-pill.h"

#include "desktop/widgets/state-look.h"
#include "desktop/widgets/timer-label.h"

struct _BhStatePill {
  AdwBin parent_instance;
  GtkImage *icon;
  GtkLabel *word;
  BhTimerLabel *timer;
  char *state;
};

enum { PROP_STATE = 1, PROP_WORD, PROP_CLOCK, PROP_SINCE, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhStatePill, bh_state_pill, ADW_TYPE_BIN)

static void
set_state (BhStatePill *self, const char *state)
{
  const char *look = bh_state_look_class (state);
  g_autofree char *fg = g_strconcat ("bh-fg-", look, NULL);
  g_autofree char *tint = g_strconcat ("bh-tint-", look, NULL);
  const char *offered[] = {"bh-pill", "offered", NULL};
  const char *unknown[] = {"bh-pill", "unknown", fg, NULL};
  const char *plain[] = {"bh-pill", fg, tint, NULL};

  g_free (self->state);
  self->state = g_strdup (state);
  gtk_image_set_from_icon_name (self->icon, bh_state_look_icon (state));
  gtk_widget_set_css_classes (GTK_WIDGET (self),
                              g_str_equal (look, "offered")   ? offered
                              : g_str_equal (look, "unknown") ? unknown
                                                              : plain);
}

static void
bh_state_pill_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhStatePill *self = BH_STATE_PILL (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_string (value, self->state);
    break;
  case PROP_WORD:
    g_value_set_string (value, gtk_label_get_label (self->word));
    break;
  default:
    g_object_get_property (G_OBJECT (self->timer), pspec->name, value);
  }
}

static void
bh_state_pill_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhStatePill *self = BH_STATE_PILL (object);

  switch (id) {
  case PROP_STATE:
    set_state (self, g_value_get_string (value));
    break;
  case PROP_WORD:
    gtk_label_set_label (self->word,
                         g_value_get_string (value) != NULL ? g_value_get_string (value) : "");
    break;
  default:
    g_object_set_property (G_OBJECT (self->timer), pspec->name, value);
    if (id == PROP_SINCE)
      gtk_widget_set_visible (GTK_WIDGET (self->timer), g_value_get_int64 (value) != 0);
  }
}

static void
bh_state_pill_finalize (GObject *object)
{
  g_free (BH_STATE_PILL (object)->state);
  G_OBJECT_CLASS (bh_state_pill_parent_class)->finalize (object);
}

static void
bh_state_pill_class_init (BhStatePillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bh_state_pill_get_property;
  object_class->set_property = bh_state_pill_set_property;
  object_class->finalize = bh_state_pill_finalize;
  props[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL, flags);
  props[PROP_WORD] = g_param_spec_string ("word", NULL, NULL, NULL, flags);
  props[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BH_TYPE_CLOCK, flags);
  props[PROP_SINCE] = g_param_spec_int64 ("since", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bh_state_pill_init (BhStatePill *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->word = GTK_LABEL (gtk_label_new (NULL));
  self->timer = g_object_new (BH_TYPE_TIMER_LABEL, "visible", FALSE, NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->word));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->timer));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self), box);
  set_state (self, "unknown");
}
