/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "desktop/widgets/act-button.h"
#include "desktop/widgets/key-cap.h"
#include "desktop/widgets/keypad.h"
#include "desktop/widgets/notice-bar.h"
#include "desktop/widgets/spoken.h"
#include "desktop/widgets/state-look.h"
#include "desktop/widgets/state-pill.h"
#include "desktop/widgets/tag.h"
#include "desktop/widgets/theme.h"
#include "desktop/widgets/timer-label.h"
#include "desktop/widgets/timer-ring.h"

#define NOW (G_GINT64_CONSTANT (1795272000) * G_USEC_PER_SEC)

static GtkWidget *
keep (gpointer widget)
{
  return g_object_ref_sink (widget);
}

static void
test_timer_counts_up (void)
{
  g_autoptr (BhClock) clock = bh_clock_new_manual (NOW);
  g_autoptr (GtkWidget) label =
      keep (g_object_new (BH_TYPE_TIMER_LABEL, "clock", clock, "since", NOW - 31000000, NULL));

  g_assert_cmpstr (bh_timer_label_get_text (BH_TIMER_LABEL (label)), ==, "00:31");
  bh_clock_advance (clock, 2 * G_USEC_PER_SEC);
  g_assert_cmpstr (bh_timer_label_get_text (BH_TIMER_LABEL (label)), ==, "00:33");
  g_object_set (label, "since", (gint64) 0, NULL);
  g_assert_cmpstr (bh_timer_label_get_text (BH_TIMER_LABEL (label)), ==, "");
}

/* A running second still counts: 0.2 s before the end one second is left, not none. */
static void
test_timer_counts_down (void)
{
  g_autoptr (BhClock) clock = bh_clock_new_manual (NOW);
  g_autoptr (GtkWidget) label =
      keep (g_object_new (BH_TYPE_TIMER_LABEL, "clock", clock, "until", NOW + 200000, NULL));

  g_assert_cmpstr (bh_timer_label_get_text (BH_TIMER_LABEL (label)), ==, "00:01");
  bh_clock_advance (clock, G_USEC_PER_SEC);
  g_assert_cmpstr (bh_timer_label_get_text (BH_TIMER_LABEL (label)), ==, "00:00");
}

static void
test_timer_needs_a_clock (void)
{
  g_autoptr (GtkWidget) label = keep (g_object_new (BH_TYPE_TIMER_LABEL, "since", NOW, NULL));

  g_assert_cmpstr (bh_timer_label_get_text (BH_TIMER_LABEL (label)), ==, "");
}

static void
test_ring (void)
{
  g_autoptr (BhClock) clock = bh_clock_new_manual (NOW);
  g_autoptr (GtkWidget) ring = keep (g_object_new (BH_TYPE_TIMER_RING,
                                                   "clock",
                                                   clock,
                                                   "since",
                                                   NOW,
                                                   "until",
                                                   NOW + 40 * G_USEC_PER_SEC,
                                                   NULL));

  g_assert_cmpfloat_with_epsilon (bh_timer_ring_get_fraction (BH_TIMER_RING (ring)), 1.0, 1e-9);
  bh_clock_advance (clock, 10 * G_USEC_PER_SEC);
  g_assert_cmpfloat_with_epsilon (bh_timer_ring_get_fraction (BH_TIMER_RING (ring)), .75, 1e-9);
  bh_clock_advance (clock, 100 * G_USEC_PER_SEC);
  g_assert_cmpfloat (bh_timer_ring_get_fraction (BH_TIMER_RING (ring)), ==, 0);
  g_object_set (ring, "until", (gint64) 0, NULL);
  g_assert_cmpfloat (bh_timer_ring_get_fraction (BH_TIMER_RING (ring)), ==, 0);
}

/* Waves move only where they are seen and by nobody who wants none. */
static void
test_ring_without_motion (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *window = gtk_window_new ();
  BhTimerRing *ring = g_object_new (BH_TYPE_TIMER_RING, "pulse", TRUE, NULL);

  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (ring));
  g_assert_false (bh_timer_ring_is_moving (ring));
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (bh_timer_ring_is_moving (ring));
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  g_assert_false (bh_timer_ring_is_moving (ring));
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  g_assert_true (bh_timer_ring_is_moving (ring));
  gtk_widget_set_visible (GTK_WIDGET (ring), FALSE);
  g_assert_false (bh_timer_ring_is_moving (ring));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_act_button_shows_its_key (void)
{
  g_autoptr (GtkWidget) button =
      keep (g_object_new (BH_TYPE_ACT_BUTTON, "text", "Hold", "key", "F7", NULL));

  g_assert_cmpstr (bh_act_button_get_tip (BH_ACT_BUTTON (button)), ==, "Hold (F7)");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Hold");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button),
                                       GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
                                       "F7");
}

static void
test_act_button_says_why_not (void)
{
  g_autoptr (GtkWidget) button = keep (g_object_new (BH_TYPE_ACT_BUTTON,
                                                     "text",
                                                     "Hold",
                                                     "key",
                                                     "F7",
                                                     "reason",
                                                     "The call is over.",
                                                     NULL));

  g_assert_cmpstr (bh_act_button_get_tip (BH_ACT_BUTTON (button)), ==, "Hold (F7)");
  gtk_widget_set_sensitive (button, FALSE);
  g_assert_cmpstr (bh_act_button_get_tip (BH_ACT_BUTTON (button)), ==, "Hold: The call is over.");
  g_object_set (button, "reason", "Another reason.", NULL);
  g_assert_cmpstr (bh_act_button_get_tip (BH_ACT_BUTTON (button)), ==, "Hold: Another reason.");
  gtk_widget_set_sensitive (button, TRUE);
  g_assert_cmpstr (bh_act_button_get_tip (BH_ACT_BUTTON (button)), ==, "Hold (F7)");
}

/* An icon alone is still named. */
static void
test_act_button_without_words (void)
{
  g_autoptr (GtkWidget) button = keep (g_object_new (BH_TYPE_ACT_BUTTON,
                                                     "text",
                                                     "Keypad",
                                                     "glyph",
                                                     "bh-keypad-symbolic",
                                                     "show-text",
                                                     FALSE,
                                                     NULL));

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Keypad");
  g_assert_cmpstr (bh_act_button_get_tip (BH_ACT_BUTTON (button)), ==, "Keypad");
}

static void
test_key_cap_hides_without_key (void)
{
  g_autoptr (GtkWidget) cap = keep (bh_key_cap_new (NULL));

  g_assert_false (gtk_widget_get_visible (cap));
  g_object_set (cap, "accel", "F9", NULL);
  g_assert_true (gtk_widget_get_visible (cap));
  g_object_set (cap, "accel", "", NULL);
  g_assert_false (gtk_widget_get_visible (cap));
}

static void
test_tag_hides_without_word (void)
{
  g_autoptr (GtkWidget) tag = keep (bh_tag_new (NULL, "gold"));

  g_assert_false (gtk_widget_get_visible (tag));
  g_assert_true (gtk_widget_has_css_class (tag, "gold"));
  g_object_set (tag, "label", "Gold", "tone", NULL, NULL);
  g_assert_true (gtk_widget_get_visible (tag));
  g_assert_false (gtk_widget_has_css_class (tag, "gold"));
}

static void
test_pill (void)
{
  g_autoptr (GtkWidget) pill =
      keep (g_object_new (BH_TYPE_STATE_PILL, "state", "wrap_up", "word", "Wrap-up", NULL));

  g_assert_true (gtk_widget_has_css_class (pill, "bh-fg-wrap_up"));
  g_object_set (pill, "state", "offered", NULL);
  g_assert_true (gtk_widget_has_css_class (pill, "offered"));
  g_object_set (pill, "state", "never heard of", NULL);
  g_assert_true (gtk_widget_has_css_class (pill, "unknown"));
}

static gboolean
is_revealed (GtkWidget *bar)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (adw_bin_get_child (ADW_BIN (bar))));
}

static void
test_notice_bar (void)
{
  g_autoptr (GtkWidget) bar =
      keep (g_object_new (BH_TYPE_NOTICE_BAR, "tone", "away", "text", "Server away", NULL));

  g_assert_true (is_revealed (bar));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bar),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Server away");
  g_object_set (bar, "tone", "none", "text", NULL, NULL);
  g_assert_false (is_revealed (bar));
}

static void
on_digit (BhKeypad *keypad, const char *digit, GString *dialed)
{
  g_string_append (dialed, digit);
}

static void
test_keypad (void)
{
  g_autoptr (GtkWidget) keypad = keep (g_object_new (BH_TYPE_KEYPAD, NULL));
  g_autoptr (GString) dialed = g_string_new (NULL);

  g_signal_connect (keypad, "digit", G_CALLBACK (on_digit), dialed);
  for (const char *p = "0123456789*#"; *p != '\0'; p++)
    g_assert_true (bh_keypad_press (BH_KEYPAD (keypad), (gunichar) *p));
  g_assert_false (bh_keypad_press (BH_KEYPAD (keypad), 'a'));
  g_assert_false (bh_keypad_press (BH_KEYPAD (keypad), 0));
  g_assert_cmpstr (dialed->str, ==, "0123456789*#");
}

static void
test_spoken_names_its_row (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *spoken = g_object_new (BH_TYPE_SPOKEN, "text", "Priya Nair", NULL);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), spoken);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Priya Nair");
  g_object_set (spoken, "text", "Priya Nair, Talking", NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Priya Nair, Talking");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Never by colour alone: two states never share a shape. */
static void
test_states_have_shapes (void)
{
  static const char *const states[] = {"ready",
                                       "offered",
                                       "talking",
                                       "hold",
                                       "consult",
                                       "wrap_up",
                                       "not_ready",
                                       "logged_out",
                                       "unknown"};
  g_autoptr (GHashTable) shapes = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    g_assert_true (g_hash_table_add (shapes, (gpointer) bh_state_look_icon (states[i])));
}

static void
on_frame (GdkFrameClock *frames, guint *painted)
{
  *painted += 1;
}

static gboolean
on_time (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* How many frames a pulsing ring and a ringing state paint: as soon as there are some, or in a
 * quarter of a second where there should be none. */
static guint
count_frames (gboolean animations)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *ring = g_object_new (BH_TYPE_TIMER_RING, "width", 80, "pulse", TRUE, NULL);
  gboolean over = FALSE;
  guint painted = 0;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", animations, NULL);
  gtk_widget_add_css_class (ring, "bh-pulse");
  gtk_window_set_child (GTK_WINDOW (window), ring);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window),
                    "after-paint",
                    G_CALLBACK (on_frame),
                    &painted);
  g_timeout_add (250, on_time, &over);
  while (animations ? painted < 5 || !over : !over)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
  return painted;
}

static void
test_reduced_motion (void)
{
  g_assert_cmpuint (count_frames (TRUE), >, 4);
  g_assert_cmpuint (count_frames (FALSE), <=, 3);
}

/* Every icon that is named anywhere in this folder exists: a missing one is a broken picture. */
static void
test_icons_exist (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  g_auto (GStrv) names = NULL;

  names = g_resources_enumerate_children ("/org/bellhop/widgets/icons/scalable/actions", 0, NULL);
  g_assert_cmpuint (g_strv_length (names), >, 30);
  for (char **name = names; *name != NULL; name++) {
    g_autofree char *icon = g_strndup (*name, strlen (*name) - strlen (".svg"));
    g_assert_true (gtk_icon_theme_has_icon (theme, icon));
  }
  g_assert_true (gtk_icon_theme_has_icon (theme, "org.bellhop.Agent"));
}

int
main (int argc, char **argv)
{
  g_setenv ("LANGUAGE", "en", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  bh_theme_init ();
  g_test_add_func ("/widgets/timer-label/up", test_timer_counts_up);
  g_test_add_func ("/widgets/timer-label/down", test_timer_counts_down);
  g_test_add_func ("/widgets/timer-label/needs-a-clock", test_timer_needs_a_clock);
  g_test_add_func ("/widgets/timer-ring/fraction", test_ring);
  g_test_add_func ("/widgets/timer-ring/without-motion", test_ring_without_motion);
  g_test_add_func ("/widgets/reduced-motion", test_reduced_motion);
  g_test_add_func ("/widgets/states-have-shapes", test_states_have_shapes);
  g_test_add_func ("/widgets/act-button/shows-its-key", test_act_button_shows_its_key);
  g_test_add_func ("/widgets/act-button/says-why-not", test_act_button_says_why_not);
  g_test_add_func ("/widgets/act-button/without-words", test_act_button_without_words);
  g_test_add_func ("/widgets/key-cap/hides-without-key", test_key_cap_hides_without_key);
  g_test_add_func ("/widgets/tag/hides-without-word", test_tag_hides_without_word);
  g_test_add_func ("/widgets/state-pill/looks", test_pill);
  g_test_add_func ("/widgets/notice-bar/reveals", test_notice_bar);
  g_test_add_func ("/widgets/keypad/keys", test_keypad);
  g_test_add_func ("/widgets/spoken/names-its-row", test_spoken_names_its_row);
  g_test_add_func ("/widgets/theme/icons-exist", test_icons_exist);
  return g_test_run ();
}
