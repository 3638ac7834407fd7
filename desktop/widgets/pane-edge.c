/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/pane-edge.h"

struct _BhPaneEdge {
  GtkWidget parent_instance;
  int value;
  int least;
  int most;
  int room; /* what there is for it just now; it stays what it was where there is more again */
  int usual;
  int step;
  gboolean reversed;
  char *label;
  int worth;      /* of a pixel, in thousandths */
  int began;      /* the value when the drag began */
  double began_x; /* where in the window */
};

enum {
  PROP_VALUE = 1,
  PROP_LEAST,
  PROP_MOST,
  PROP_ROOM,
  PROP_USUAL,
  PROP_STEP,
  PROP_REVERSED,
  PROP_LABEL,
  N_PROPS
};
static GParamSpec *props[N_PROPS];
static guint left_signal;

#define UNIT 1000

G_DEFINE_FINAL_TYPE (BhPaneEdge, bh_pane_edge, GTK_TYPE_WIDGET)

/* 1 where going right makes it more, else -1. */
static int
right_is (BhPaneEdge *self)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return rtl != self->reversed ? -1 : 1;
}

static void
tell (BhPaneEdge *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                  (double) self->least,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  (double) self->most,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  (double) self->value,
                                  -1);
}

static void
set_value (BhPaneEdge *self, int value)
{
  int bounded = CLAMP (value, self->least, MAX (self->least, self->most));

  if (bounded == self->value)
    return;
  self->value = bounded;
  tell (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VALUE]);
}

/* What a person does goes no further than there is room: nothing would be seen of it. */
static void
choose (BhPaneEdge *self, int value)
{
  set_value (self, MIN (value, MAX (self->room, self->least)));
}

int
bh_pane_edge_get_seen (BhPaneEdge *self)
{
  g_return_val_if_fail (BH_IS_PANE_EDGE (self), 0);
  return MIN (self->value, MAX (self->room, self->least));
}

void
bh_pane_edge_drag (BhPaneEdge *self, int from, double pixels)
{
  g_return_if_fail (BH_IS_PANE_EDGE (self));
  choose (self, from + (int) (pixels * right_is (self) * self->worth / UNIT));
}

/* The edge moves along under the pointer: the way is measured in the window. */
static double
in_window (BhPaneEdge *self, double x)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  double found;

  return gtk_widget_translate_coordinates (GTK_WIDGET (self), window, x, 0, &found, NULL) ? found
                                                                                          : x;
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, BhPaneEdge *self)
{
  self->began = bh_pane_edge_get_seen (self);
  self->began_x = in_window (self, x);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_drag_update (GtkGestureDrag *gesture, double x, double y, BhPaneEdge *self)
{
  double start;

  if (gtk_gesture_drag_get_start_point (gesture, &start, NULL))
    bh_pane_edge_drag (self, self->began, in_window (self, start + x) - self->began_x);
}

static void
on_pressed (GtkGestureClick *gesture, int n, double x, double y, BhPaneEdge *self)
{
  if (n == 2)
    choose (self, self->usual);
}

static gboolean
on_key (GtkEventController *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        BhPaneEdge *self)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    choose (self, bh_pane_edge_get_seen (self) - right_is (self) * self->step);
    return GDK_EVENT_STOP;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    choose (self, bh_pane_edge_get_seen (self) + right_is (self) * self->step);
    return GDK_EVENT_STOP;
  case GDK_KEY_Home:
    choose (self, self->least);
    return GDK_EVENT_STOP;
  case GDK_KEY_End:
    choose (self, self->most);
    return GDK_EVENT_STOP;
  case GDK_KEY_BackSpace:
    choose (self, self->usual);
    return GDK_EVENT_STOP;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
  case GDK_KEY_Escape:
    g_signal_emit (self, left_signal, 0);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

/* Tab does not stop here. */
static gboolean
bh_pane_edge_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return FALSE;
}

static gboolean
bh_pane_edge_grab_focus (GtkWidget *widget)
{
  gtk_root_set_focus (gtk_widget_get_root (widget), widget);
  return TRUE;
}

static void
bh_pane_edge_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhPaneEdge *self = BH_PANE_EDGE (object);
  const int numbers[] = {[PROP_VALUE] = self->value,
                         [PROP_LEAST] = self->least,
                         [PROP_MOST] = self->most,
                         [PROP_ROOM] = self->room,
                         [PROP_USUAL] = self->usual,
                         [PROP_STEP] = self->step};

  if (id == PROP_REVERSED)
    g_value_set_boolean (value, self->reversed);
  else if (id == PROP_LABEL)
    g_value_set_string (value, self->label);
  else
    g_value_set_int (value, numbers[id]);
}

static void
set_label (BhPaneEdge *self, const char *label)
{
  g_free (self->label);
  self->label = g_strdup (label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), label);
  if (label != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    label,
                                    -1);
}

static void
bh_pane_edge_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhPaneEdge *self = BH_PANE_EDGE (object);

  switch (id) {
  case PROP_VALUE:
    set_value (self, g_value_get_int (value));
    return;
  case PROP_LEAST:
    self->least = g_value_get_int (value);
    break;
  case PROP_MOST:
    self->most = g_value_get_int (value);
    break;
  case PROP_ROOM:
    self->room = g_value_get_int (value);
    g_object_notify_by_pspec (object, pspec);
    return;
  case PROP_USUAL:
    self->usual = g_value_get_int (value);
    return;
  case PROP_STEP:
    self->step = g_value_get_int (value);
    return;
  case PROP_REVERSED:
    self->reversed = g_value_get_boolean (value);
    return;
  default:
    set_label (self, g_value_get_string (value));
    return;
  }
  set_value (self, self->value);
  tell (self);
}

static void
bh_pane_edge_finalize (GObject *object)
{
  g_free (BH_PANE_EDGE (object)->label);
  G_OBJECT_CLASS (bh_pane_edge_parent_class)->finalize (object);
}

static GParamSpec *
number (const char *name, int usual)
{
  return g_param_spec_int (name,
                           NULL,
                           NULL,
                           0,
                           G_MAXINT,
                           usual,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
bh_pane_edge_class_init (BhPaneEdgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bh_pane_edge_get_property;
  object_class->set_property = bh_pane_edge_set_property;
  object_class->finalize = bh_pane_edge_finalize;
  widget_class->focus = bh_pane_edge_focus;
  widget_class->grab_focus = bh_pane_edge_grab_focus;
  props[PROP_VALUE] = number ("value", 0);
  props[PROP_LEAST] = number ("least", 0);
  props[PROP_MOST] = number ("most", G_MAXINT);
  props[PROP_ROOM] = number ("room", G_MAXINT);
  props[PROP_USUAL] = number ("usual", 0);
  props[PROP_STEP] = number ("step", 1);
  props[PROP_REVERSED] = g_param_spec_boolean ("reversed",
                                               NULL,
                                               NULL,
                                               FALSE,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_LABEL] =
      g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  left_signal = g_signal_new ("left",
                              BH_TYPE_PANE_EDGE,
                              G_SIGNAL_RUN_LAST,
                              0,
                              NULL,
                              NULL,
                              NULL,
                              G_TYPE_NONE,
                              0);
  gtk_widget_class_set_css_name (widget_class, "paneedge");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SEPARATOR);
}

static void
bh_pane_edge_init (BhPaneEdge *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->most = G_MAXINT;
  self->room = G_MAXINT;
  self->step = 1;
  self->worth = UNIT;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "col-resize");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_ORIENTATION,
                                  GTK_ORIENTATION_VERTICAL,
                                  -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_gesture_group (click, drag);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
bh_pane_edge_set_worth (BhPaneEdge *self, int thousandths)
{
  g_return_if_fail (BH_IS_PANE_EDGE (self));
  self->worth = thousandths;
}
