/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "desktop/widgets/flow-chart.h"
#include "desktop/widgets/theme.h"

/* 0 leads to 1 and 2, both to 3; nothing leads to 4. */
static const BhFlowArrow arrows[] = {
    {0, 1, "yes", TRUE},
    {0, 2, "no", FALSE},
    {1, 3, NULL, FALSE},
    {2, 3, NULL, FALSE},
};

typedef struct {
  GtkWidget *window;
  BhFlowChart *chart;
  GtkWidget *before; /* a button above the chart */
  guint activated;
} Screen;

static void
fill (Screen *screen, BhFlowState second)
{
  const BhFlowStep steps[] = {
      {"Greet", NULL, BH_FLOW_DONE, FALSE},
      {"Identify", NULL, second, FALSE},
      {"Take a message", NULL, BH_FLOW_AHEAD, FALSE},
      {"Pay", "payment", BH_FLOW_AHEAD, FALSE},
      {"Left over", NULL, BH_FLOW_UNREACHED, TRUE},
  };

  bh_flow_chart_set (screen->chart, steps, 5, arrows, G_N_ELEMENTS (arrows));
}

static void
on_activated (BhFlowChart *chart, guint box, Screen *screen)
{
  screen->activated = box;
}

static void
on_after_paint (GdkFrameClock *frames, gboolean *painted)
{
  *painted = TRUE;
}

/* Until a frame has been painted. */
static void
settle (Screen *screen)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock (screen->window);
  gint64 deadline = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;
  gboolean painted = FALSE;
  gulong handler = g_signal_connect (frames, "after-paint", G_CALLBACK (on_after_paint), &painted);

  gtk_widget_queue_draw (screen->window);
  while (!painted && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_signal_handler_disconnect (frames, handler);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Screen *screen, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  screen->activated = G_MAXUINT;
  screen->window = gtk_window_new ();
  screen->before = gtk_button_new_with_label ("Before");
  screen->chart = BH_FLOW_CHART (bh_flow_chart_new ());
  g_signal_connect (screen->chart, "activated", G_CALLBACK (on_activated), screen);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (screen->chart));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), screen->before);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_window_set_child (GTK_WINDOW (screen->window), box);
  gtk_window_set_default_size (GTK_WINDOW (screen->window), 700, 600);
  fill (screen, BH_FLOW_HERE);
  gtk_window_present (GTK_WINDOW (screen->window));
  settle (screen);
}

static void
tear_down (Screen *screen, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (screen->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GtkWidget *
box_at (Screen *screen, guint index)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (screen->chart));

  while (index-- > 0)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static gboolean
press (Screen *screen, guint key, GdkModifierType mods)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (screen->chart));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
      g_signal_emit_by_name (controller, "key-pressed", key, 0, mods, &taken);
  }
  settle (screen);
  return taken;
}

#define assert_focus(screen, index)                                                                \
  g_assert_true (gtk_window_get_focus (GTK_WINDOW ((screen)->window)) == box_at ((screen), (index)))

#define assert_name(screen, index, name)                                                           \
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (box_at ((screen), (index))),                \
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,                              \
                                       name)

static void
test_names (Screen *screen, gconstpointer data)
{
  assert_name (screen, 0, "1, Greet, done");
  assert_name (screen, 1, "2, Identify, you are here");
  assert_name (screen, 3, "4, Pay, payment");
  assert_name (screen, 4, "5, Left over, nothing leads here");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (box_at (screen, 0)),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "leads to 2, Identify (yes); 3, Take a message (no)");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (box_at (screen, 3)),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "the last step");
}

static void
test_arrows_move (Screen *screen, gconstpointer data)
{
  bh_flow_chart_focus_here (screen->chart);
  assert_focus (screen, 1);
  press (screen, GDK_KEY_Right, 0);
  assert_focus (screen, 2);
  press (screen, GDK_KEY_Down, 0);
  assert_focus (screen, 3);
  press (screen, GDK_KEY_Down, 0);
  assert_focus (screen, 3);
  press (screen, GDK_KEY_Home, 0);
  assert_focus (screen, 0);
  press (screen, GDK_KEY_Right, 0);
  assert_focus (screen, 4);
}

/* From right to left the second branch lies at the left: the left arrow goes there. */
static void
test_arrows_mirrored (Screen *screen, gconstpointer data)
{
  graphene_rect_t one;
  graphene_rect_t two;

  gtk_widget_set_direction (GTK_WIDGET (screen->chart), GTK_TEXT_DIR_RTL);
  settle (screen);
  g_assert_true (gtk_widget_compute_bounds (box_at (screen, 1), screen->window, &one));
  g_assert_true (gtk_widget_compute_bounds (box_at (screen, 2), screen->window, &two));
  g_assert_cmpfloat (two.origin.x, <, one.origin.x);
  bh_flow_chart_focus_here (screen->chart);
  press (screen, GDK_KEY_Left, 0);
  assert_focus (screen, 2);
}

static void
test_enter_jumps (Screen *screen, gconstpointer data)
{
  bh_flow_chart_focus_here (screen->chart);
  press (screen, GDK_KEY_Down, 0);
  gtk_widget_activate (box_at (screen, 3));
  /* A button flashes before it says that it was pressed. */
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC;
       screen->activated == G_MAXUINT && g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (screen->activated, ==, 3);
}

/* Tab takes the chart as one thing: in at where one is, out at the next Tab. */
static void
test_tab_passes (Screen *screen, gconstpointer data)
{
  gtk_widget_grab_focus (screen->before);
  gtk_widget_child_focus (screen->window, GTK_DIR_TAB_FORWARD);
  assert_focus (screen, 1);
  gtk_widget_child_focus (screen->window, GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (screen->window)) != box_at (screen, 2));
}

static void
test_keeps_boxes (Screen *screen, gconstpointer data)
{
  GtkWidget *box = box_at (screen, 2);

  gtk_widget_grab_focus (box);
  fill (screen, BH_FLOW_DONE);
  settle (screen);
  g_assert_true (box_at (screen, 2) == box);
  assert_focus (screen, 2);
  assert_name (screen, 1, "2, Identify, done");
}

static void
test_zoom (Screen *screen, gconstpointer data)
{
  int fits;
  int natural;

  gtk_widget_measure (GTK_WIDGET (screen->chart),
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &fits,
                      &natural,
                      NULL,
                      NULL);
  g_assert_cmpint (fits, <, natural);
  bh_flow_chart_focus_here (screen->chart);
  g_assert_true (press (screen, GDK_KEY_plus, GDK_CONTROL_MASK));
  gtk_widget_measure (GTK_WIDGET (screen->chart),
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &fits,
                      NULL,
                      NULL,
                      NULL);
  g_assert_cmpint (fits, >, natural);
  g_assert_true (press (screen, GDK_KEY_0, GDK_CONTROL_MASK));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (screen->chart)), <=, 700);
}

static void
test_fewer_steps (Screen *screen, gconstpointer data)
{
  const BhFlowStep steps[] = {{"Only", NULL, BH_FLOW_HERE, FALSE}};

  bh_flow_chart_set (screen->chart, steps, 1, NULL, 0);
  settle (screen);
  g_assert_null (gtk_widget_get_next_sibling (box_at (screen, 0)));
  bh_flow_chart_set (screen->chart, NULL, 0, NULL, 0);
  settle (screen);
  g_assert_null (gtk_widget_get_first_child (GTK_WIDGET (screen->chart)));
}

#define ADD(path, test) g_test_add (path, Screen, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("LANGUAGE", "en", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  bh_theme_init ();
  ADD ("/widgets/flow-chart/names", test_names);
  ADD ("/widgets/flow-chart/arrows-move", test_arrows_move);
  ADD ("/widgets/flow-chart/arrows-mirrored", test_arrows_mirrored);
  ADD ("/widgets/flow-chart/enter-jumps", test_enter_jumps);
  ADD ("/widgets/flow-chart/tab-passes", test_tab_passes);
  ADD ("/widgets/flow-chart/keeps-boxes", test_keeps_boxes);
  ADD ("/widgets/flow-chart/zoom", test_zoom);
  ADD ("/widgets/flow-chart/fewer-steps", test_fewer_steps);
  return g_test_run ();
}
