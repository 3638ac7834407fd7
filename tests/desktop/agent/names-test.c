/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/preferences-window.h"
#include "tests/desktop/agent/stage.h"

/* Every view as the pictures show it, by a screen reader's ears and by the keyboard alone. */

typedef struct {
  const char *name;
  const char *scenes;
  const char *act;
} View;

static const View views[] = {
    {"sign-in", "", NULL},
    {"empty", "base", NULL},
    {"not-ready", "base not-ready", NULL},
    {"ringing", "base ringing", NULL},
    {"ringing-unknown", "base unknown-ringing", NULL},
    {"talking", "base talking", NULL},
    {"consult", "base talking consult", NULL},
    {"many", "base many", NULL},
    {"unknown", "base unknown", NULL},
    {"wrap-up", "base wrap-up", NULL},
    {"transfer", "base talking", "win.transfer"},
    {"keypad", "base talking", "win.keypad"},
    {"dial", "base", "win.dial"},
    {"states", "base", "win.state-menu"},
    {"palette", "base", "win.palette"},
    {"compact", "base talking second-ring", "win.compact"},
    {"compact-ringing", "base ringing", "win.compact"},
    {"compact-wrap-up", "base wrap-up", "win.compact"},
};

static void
show (Stage *stage, const View *view)
{
  g_auto (GStrv) scenes = g_strsplit (view->scenes, " ", -1);

  for (char **scene = scenes; *scene != NULL; scene++) {
    if (g_str_equal (*scene, "base"))
      stage_sign_in (stage);
    else
      stage_play (stage, *scene);
  }
  if (view->act != NULL)
    g_assert_true (stage_act (stage, view->act));
}

static gboolean
has_words (GtkWidget *widget)
{
  const char *tip = gtk_widget_get_tooltip_text (widget);
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
         (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL) ||
         (GTK_IS_LABEL (widget) && *gtk_label_get_label (GTK_LABEL (widget)) != '\0') ||
         (tip != NULL && *tip != '\0');
}

/* The inside of GTK's own compound widgets is named by the whole: the text of an entry, the button
 * of a menu button, the list of a combo row. */
static gboolean
is_named (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (has_words (widget) || ADW_IS_PREFERENCES_ROW (widget))
    return TRUE;
  if (GTK_IS_TEXT (widget) || GTK_IS_TOGGLE_BUTTON (widget))
    return has_words (parent);
  return gtk_widget_get_ancestor (widget, ADW_TYPE_COMBO_ROW) != NULL;
}

static gboolean
is_stop (GtkWidget *widget)
{
  return gtk_widget_get_focusable (widget) && gtk_widget_is_sensitive (widget) &&
         !GTK_IS_WINDOW (widget) && !GTK_IS_POPOVER (widget) && !GTK_IS_SCROLLED_WINDOW (widget) &&
         !g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkWindowControls");
}

static void
check_name (GtkWidget *widget, gpointer data)
{
  if (!is_stop (widget) || GTK_IS_LIST_BOX (widget) || GTK_IS_FLOW_BOX (widget))
    return;
  if (!is_named (widget)) {
    g_test_message ("%s \"%s\" has no name",
                    G_OBJECT_TYPE_NAME (widget),
                    gtk_widget_get_name (widget));
    *(guint *) data += 1;
  }
}

static void
test_names (Stage *stage, gconstpointer data)
{
  guint nameless = 0;

  show (stage, data);
  stage_walk (GTK_WIDGET (stage->window), check_name, &nameless);
  g_assert_cmpuint (nameless, ==, 0);
}

/* Tab goes round: through something, never into a trap, and to each act that can be pressed. */
static void
test_walk (Stage *stage, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (stage->window);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GtkWidget *first = NULL;
  guint rounds = 0;

  show (stage, data);
  gtk_root_set_focus (GTK_ROOT (window), NULL);
  for (guint i = 0; i < 300; i++) {
    GtkWidget *focus;
    gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD);
    focus = gtk_root_get_focus (GTK_ROOT (window));
    if (focus == NULL)
      continue;
    if (first == NULL)
      first = focus;
    else if (focus == first && ++rounds == 2)
      break;
    g_hash_table_add (seen, focus);
  }
  g_assert_cmpuint (rounds, ==, 2);
  g_assert_cmpuint (g_hash_table_size (seen), >=, 4);
}

static void
test_preferences (Stage *stage, gconstpointer data)
{
  GtkWidget *window = g_object_new (BH_TYPE_PREFERENCES_WINDOW, NULL);
  guint nameless = 0;

  gtk_window_present (GTK_WINDOW (window));
  stage_settle (stage);
  stage_walk (window, check_name, &nameless);
  g_assert_cmpuint (nameless, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_shortcuts_window (Stage *stage, gconstpointer data)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/org/bellhop/Agent/shortcuts.ui");
  GObject *window = gtk_builder_get_object (builder, "shortcuts");

  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Words that may be cut say so by an ellipsis; all others must have their room. */
static void
check_fits (GtkWidget *widget, gpointer data)
{
  int wanted;

  if (!GTK_IS_LABEL (widget) || gtk_widget_get_width (widget) == 0)
    return;
  pango_layout_get_pixel_size (gtk_label_get_layout (GTK_LABEL (widget)), &wanted, NULL);
  if (gtk_widget_get_width (widget) >= wanted)
    return;
  g_test_message ("\"%s\" has %d px of %d",
                  gtk_label_get_label (GTK_LABEL (widget)),
                  gtk_widget_get_width (widget),
                  wanted);
  *(guint *) data += 1;
}

static void
test_nothing_is_squeezed (Stage *stage, gconstpointer data)
{
  guint squeezed = 0;

  stage_resize (stage, 1024, 700);
  show (stage, data);
  stage_walk (GTK_WIDGET (stage->window), check_fits, &squeezed);
  g_assert_cmpuint (squeezed, ==, 0);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (stage->window)), <=, 1024);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++) {
    g_autofree char *names = g_strdup_printf ("/agent/names/%s", views[i].name);
    g_autofree char *walk = g_strdup_printf ("/agent/walk/%s", views[i].name);
    g_autofree char *fits = g_strdup_printf ("/agent/fits/%s", views[i].name);
    g_test_add (names, Stage, &views[i], stage_set_up, test_names, stage_tear_down);
    if (views[i].act == NULL)
      g_test_add (walk, Stage, &views[i], stage_set_up, test_walk, stage_tear_down);
    g_test_add (fits, Stage, &views[i], stage_set_up, test_nothing_is_squeezed, stage_tear_down);
  }
  g_test_add ("/agent/names/preferences",
              Stage,
              NULL,
              stage_set_up,
              test_preferences,
              stage_tear_down);
  g_test_add ("/agent/names/shortcuts",
              Stage,
              NULL,
              stage_set_up,
              test_shortcuts_window,
              stage_tear_down);
  return g_test_run ();
}
