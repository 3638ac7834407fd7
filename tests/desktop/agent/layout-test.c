/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/desktop/agent/stage.h"

#include <json-glib/json-glib.h>

#include "desktop/agent/agent-window-private.h"

/* Narrow windows, large text, long lists: everything stays on the screen and within reach of a key.
 */

static GtkWidget *
find (Stage *stage, const char *name)
{
  return stage_find (GTK_WIDGET (stage->window), name);
}

static void
scale_text (int percent)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * percent / 100, NULL);
}

typedef struct {
  const char *name;
  const char *scene; /* after "base" */
  int percent;
  int width, height;
  gboolean folded; /* the side bar */
  gboolean caps;   /* there is room for key caps in the call bar */
} Size;

static const Size sizes[] = {
    {"wide", "talking", 100, 1440, 900, FALSE, TRUE},
    {"usual", "talking", 100, 1280, 800, FALSE, FALSE}, /* beside the knowledge base */
    {"small", "talking", 100, 1024, 700, FALSE, TRUE},
    {"tiny", "talking", 100, 800, 600, TRUE, TRUE},
    {"large-text", "talking", 200, 1280, 800, TRUE, TRUE},
    {"large-text-wrap-up", "wrap-up", 200, 1280, 800, TRUE, FALSE},
    {"large-text-away", "link-down", 200, 1280, 800, TRUE, FALSE},
    {"large-text-choice", "many", 200, 1280, 800, TRUE, TRUE},
    {"large-text-small", "talking", 200, 1024, 700, TRUE, FALSE},
    {"large-text-small-hold", "hold", 200, 1024, 700, TRUE, FALSE},
    {"large-text-small-consult", "consult", 200, 1024, 700, TRUE, FALSE},
    {"large-text-small-wrap-up", "wrap-up", 200, 1024, 700, TRUE, FALSE},
    {"large-text-small-away", "link-down", 200, 1024, 700, TRUE, FALSE},
    {"large-text-small-choice", "many", 200, 1024, 700, TRUE, FALSE},
    {"large-text-small-ringing", "ringing", 200, 1024, 700, TRUE, FALSE},
    {"large-text-small-unknown", "unknown", 200, 1024, 700, TRUE, FALSE},
    {"large-text-small-not-ready", "not-ready", 200, 1024, 700, TRUE, FALSE},
    {"large-text-wide", "talking", 200, 1600, 1000, TRUE, TRUE},
    {"larger-text", "talking", 125, 1280, 800, FALSE, TRUE},
};

static void
find_cap (GtkWidget *widget, gpointer data)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "BhKeyCap"))
    *(gboolean *) data = TRUE;
}

/* A window never asks for more than the screen that it was given. */
static void
test_size (Stage *stage, gconstpointer data)
{
  const Size *size = data;
  GtkWidget *window = GTK_WIDGET (stage->window);
  gboolean caps = FALSE;

  scale_text (size->percent);
  stage_resize (stage, size->width, size->height);
  stage_sign_in (stage);
  stage_play (stage, size->scene);
  stage_resize (stage, size->width, size->height);
  g_assert_cmpint (gtk_widget_get_width (window), ==, size->width);
  g_assert_cmpint (gtk_widget_get_height (window), ==, size->height);
  g_assert_cmpint (adw_flap_get_folded (stage->window->flap), ==, size->folded);
  if (find (stage, "hang-up") != NULL) {
    stage_walk (find (stage, "hang-up"), find_cap, &caps);
    g_assert_cmpint (caps, ==, size->caps);
  }
  scale_text (100);
}

static gboolean
is_seen (GtkWidget *row)
{
  GtkWidget *view = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (row, view, &bounds));
  return bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (view) + 1;
}

static void
press (GtkWidget *entry, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (entry);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
  }
  g_assert_true (handled);
}

/* With more colleagues than the list has room for, the chosen one is always seen. */
static void
test_keys_scroll (Stage *stage, gconstpointer data)
{
  GtkListBox *list;
  int n = 0;

  stage_resize (stage, 1024, 700);
  stage_sign_in (stage);
  stage_play (stage, "talking");
  g_assert_true (stage_act (stage, "win.transfer"));
  list = GTK_LIST_BOX (find (stage, "targets"));
  while (gtk_list_box_get_row_at_index (list, n) != NULL)
    n++;
  g_assert_cmpint (n, >, 8);
  for (int i = 1; i < n; i++) {
    press (find (stage, "target"), GDK_KEY_Down);
    stage_settle (stage);
    g_assert_cmpint (gtk_list_box_row_get_index (gtk_list_box_get_selected_row (list)), ==, i);
    g_assert_true (is_seen (GTK_WIDGET (gtk_list_box_get_selected_row (list))));
  }
  press (find (stage, "target"), GDK_KEY_Down);
  g_assert_cmpint (gtk_list_box_row_get_index (gtk_list_box_get_selected_row (list)), ==, n - 1);
}

static const char *const phones[][2] = {
    {"idle", "phone idle"},
    {"in_use", "phone in use"},
    {"held", "phone on hold"},
    {"unreachable", "phone unreachable"},
    {"a_word_of_tomorrow", "phone unknown"},
};

static void
tell_phone (Stage *stage, const char *wire)
{
  g_autoptr (JsonObject) agent = json_object_new ();

  json_object_set_string_member (agent, "agent", "anna.berg");
  json_object_set_string_member (agent, "device", "PJSIP/2107");
  json_object_set_string_member (agent, "state", "ready");
  json_object_set_string_member (agent, "phone", wire);
  bh_desk_take_event (stage->desk, "agent", agent, bh_clock_now (stage->clock));
  stage_settle (stage);
}

/* No word of the wire reaches a person, not even one that this program does not know. */
static void
test_phone (Stage *stage, gconstpointer data)
{
  stage_sign_in (stage);
  for (gsize i = 0; i < G_N_ELEMENTS (phones); i++) {
    g_autofree char *shown = NULL;

    tell_phone (stage, phones[i][0]);
    shown = stage_words (find (stage, "phone"));
    g_test_message ("%s: %s", phones[i][0], shown);
    g_assert_true (g_str_has_suffix (shown, phones[i][1]));
    g_assert_nonnull (gtk_image_get_icon_name (GTK_IMAGE (find (stage, "phone-icon"))));
  }
}

typedef struct {
  const char *name;
  int percent;
  int width;
  gboolean side_bar, pane; /* beside the middle */
} Columns;

static const Columns columns[] = {
    {"wide", 100, 1440, TRUE, TRUE},
    {"usual", 100, 1280, TRUE, TRUE},
    {"least-wide", 100, 1200, TRUE, TRUE},
    {"medium", 100, 1199, TRUE, FALSE},
    {"small", 100, 1024, TRUE, FALSE},
    {"narrow", 100, 999, FALSE, FALSE},
    {"wide-large-text", 200, 1440, FALSE, FALSE},
};

/* The pane at the right holds something, whatever the desk itself puts there. */
static GtkWidget *
fill_pane (Stage *stage)
{
  AdwBin *pane = stage->window->right_pane;

  if (adw_bin_get_child (pane) == NULL)
    adw_bin_set_child (pane, gtk_entry_new ());
  stage_settle (stage);
  return adw_bin_get_child (pane);
}

static void
assert_columns (Stage *stage, gboolean side_bar, gboolean pane)
{
  AdwFlap *left = stage->window->flap;
  AdwFlap *right = stage->window->knowledge_flap;

  g_assert_cmpint (adw_flap_get_reveal_flap (left), ==, side_bar);
  g_assert_cmpint (adw_flap_get_reveal_flap (right), ==, pane);
  g_assert_cmpint (gtk_widget_get_mapped (GTK_WIDGET (stage->window->right_pane)), ==, pane);
}

static void
test_columns (Stage *stage, gconstpointer data)
{
  const Columns *want = data;

  scale_text (want->percent);
  stage_resize (stage, want->width, 700);
  stage_sign_in (stage);
  stage_play (stage, "talking");
  fill_pane (stage);
  assert_columns (stage, want->side_bar, want->pane);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (stage->window)), ==, want->width);
  scale_text (100);
}

static void
test_empty_pane (Stage *stage, gconstpointer data)
{
  stage_resize (stage, 1440, 900);
  stage_sign_in (stage);
  adw_bin_set_child (stage->window->right_pane, NULL);
  stage_settle (stage);
  assert_columns (stage, TRUE, FALSE);
  g_assert_false (stage_can (stage, "win.knowledge"));
  g_assert_null (find (stage, "knowledge-toggle"));
}

static gboolean
is_in (GtkWidget *part, Stage *stage)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (stage->window));

  return focus != NULL && gtk_widget_is_ancestor (focus, part);
}

/* One key goes to what there is to read, and back to the word that was being written. */
static void
test_pane_key (Stage *stage, gconstpointer data)
{
  GtkWidget *notes;

  stage_resize (stage, 1024, 700);
  stage_sign_in (stage);
  stage_play (stage, "talking");
  fill_pane (stage);
  g_assert_true (stage_act (stage, "win.notes"));
  notes = gtk_root_get_focus (GTK_ROOT (stage->window));
  g_assert_true (stage_act (stage, "win.knowledge"));
  assert_columns (stage, TRUE, TRUE);
  g_assert_true (is_in (GTK_WIDGET (stage->window->right_pane), stage));
  g_assert_true (stage_act (stage, "win.knowledge"));
  assert_columns (stage, TRUE, FALSE);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == notes);
}

/* What was put away stays away, also after the window has been narrow. */
static void
test_columns_remembered (Stage *stage, gconstpointer data)
{
  stage_resize (stage, 1440, 900);
  stage_sign_in (stage);
  fill_pane (stage);
  adw_flap_set_reveal_flap (stage->window->knowledge_flap, FALSE);
  g_assert_true (stage_act (stage, "win.side-bar"));
  stage_resize (stage, 900, 700);
  stage_resize (stage, 1440, 900);
  assert_columns (stage, FALSE, FALSE);
  g_assert_false (g_settings_get_boolean (stage->window->settings, "knowledge-shown"));
  g_assert_false (g_settings_get_boolean (stage->window->settings, "side-bar-shown"));
  adw_flap_set_reveal_flap (stage->window->knowledge_flap, TRUE);
  g_assert_true (stage_act (stage, "win.side-bar"));
  assert_columns (stage, TRUE, TRUE);
}

static void
note_cut (GtkWidget *widget, gpointer data)
{
  if (!GTK_IS_LABEL (widget) ||
      !pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    return;
  g_test_message ("%s is cut", gtk_label_get_label (GTK_LABEL (widget)));
  *(guint *) data += 1;
}

/* Where most people work, beside the knowledge pane: what is open is read in full. */
static void
test_matters_are_read (Stage *stage, gconstpointer data)
{
  guint cut = 0;

  stage_resize (stage, 1280, 800);
  stage_sign_in (stage);
  stage_play (stage, "talking");
  stage_walk (find (stage, "matters"), note_cut, &cut);
  g_assert_cmpuint (cut, ==, 0);
}

static gboolean
shows_word (GtkWidget *button)
{
  guint words = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (gtk_widget_get_first_child (button));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    words += GTK_IS_LABEL (child) && gtk_widget_get_visible (child);
  return words > 0;
}

/* The word of the button with a picture of its own goes before a word is cut. */
static void
test_word_goes_first (Stage *stage, gconstpointer data)
{
  guint cut = 0;

  stage_resize (stage, 1920, 1000);
  stage_sign_in (stage);
  stage_play (stage, "talking");
  stage_play (stage, "consult");
  stage_settle (stage);
  g_assert_true (shows_word (find (stage, "consult-conference")));
  g_settings_set_int (stage->window->settings, "side-bar-width", 420);
  stage_resize (stage, 1200, 800);
  stage_settle (stage);
  g_assert_false (shows_word (find (stage, "consult-conference")));
  stage_walk (find (stage, "consult-cancel"), note_cut, &cut);
  g_assert_cmpuint (cut, ==, 0);
  g_settings_reset (stage->window->settings, "side-bar-width");
}

/* ---- how wide the columns are */

static BhPaneEdge *
edge_of (Stage *stage, const char *setting)
{
  BhAgentWindow *window = stage->window;

  if (g_str_equal (setting, "side-bar-width"))
    return bh_side_pane_get_edge (window->side_pane);
  if (g_str_equal (setting, "knowledge-width"))
    return bh_side_pane_get_edge (window->knowledge_pane);
  return bh_split_view_get_edge (bh_contact_page_get_split (window->contact_page));
}

static int
width_of (gpointer widget)
{
  return gtk_widget_get_width (GTK_WIDGET (widget));
}

static void
drag (Stage *stage, const char *setting, double pixels)
{
  BhPaneEdge *edge = edge_of (stage, setting);

  g_test_message ("%s by %g", setting, pixels);
  bh_pane_edge_drag (edge, bh_pane_edge_get_seen (edge), pixels);
  stage_settle (stage);
}

static void
begin_widths (Stage *stage, int width)
{
  stage_resize (stage, width, 800);
  stage_sign_in (stage);
  stage_play (stage, "talking");
  stage_settle (stage);
}

static const struct {
  const char *name;
  double way; /* that makes it wider */
} edges[] = {{"side-bar-width", 40}, {"knowledge-width", -40}, {"notes-share", 40}};

/* A drag is seen at once, and is still there for the window of tomorrow. */
static void
test_widths_remembered (Stage *stage, gconstpointer data)
{
  int before[] = {0, 0, 0};

  begin_widths (stage, 1600);
  for (gsize i = 0; i < G_N_ELEMENTS (edges); i++) {
    before[i] = bh_pane_edge_get_seen (edge_of (stage, edges[i].name));
    drag (stage, edges[i].name, edges[i].way);
    g_assert_cmpint (g_settings_get_int (stage->window->settings, edges[i].name), >, before[i]);
    g_assert_cmpint (g_settings_get_int (stage->window->settings, edges[i].name),
                     ==,
                     bh_pane_edge_get_seen (edge_of (stage, edges[i].name)));
  }
  g_assert_cmpint (width_of (stage->window->side_pane), ==, 295);
  g_assert_cmpint (width_of (stage->window->knowledge_pane), ==, 385);
  for (gsize i = 0; i < G_N_ELEMENTS (edges); i++)
    g_settings_reset (stage->window->settings, edges[i].name);
  stage_settle (stage);
  g_assert_cmpint (width_of (stage->window->side_pane), ==, 255);
}

static void
test_widths_restored (Stage *stage, gconstpointer data)
{
  g_settings_set_int (stage->window->settings, "side-bar-width", 320);
  begin_widths (stage, 1600);
  g_assert_cmpint (width_of (stage->window->side_pane), ==, 320);
  g_settings_reset (stage->window->settings, "side-bar-width");
}

/* Nothing is dragged away, and the middle keeps its room. */
static void
test_widths_bounded (Stage *stage, gconstpointer data)
{
  begin_widths (stage, 1280);
  for (int i = 0; i < 2; i++) {
    drag (stage, "side-bar-width", 5000);
    drag (stage, "knowledge-width", -5000);
  }
  g_assert_cmpint (width_of (stage->window), ==, 1280);
  g_assert_cmpint (width_of (stage->window->pages), >=, 560 - 2);
  g_assert_cmpint (width_of (stage->window->knowledge_pane), >=, 280);
  drag (stage, "side-bar-width", -5000);
  drag (stage, "knowledge-width", 5000);
  g_assert_cmpint (width_of (stage->window->side_pane), ==, 230);
  g_assert_cmpint (width_of (stage->window->knowledge_pane), ==, 280);
  drag (stage, "notes-share", 5000);
  g_assert_cmpint (g_settings_get_int (stage->window->settings, "notes-share"), ==, 650);
  for (gsize i = 0; i < G_N_ELEMENTS (edges); i++)
    g_settings_reset (stage->window->settings, edges[i].name);
}

/* Wide columns fold where narrow ones do, never hold the window open, and come back as they were.
 */
static void
test_widths_fold (Stage *stage, gconstpointer data)
{
  GSettings *settings = stage->window->settings;

  g_settings_set_int (settings, "side-bar-width", 420);
  g_settings_set_int (settings, "knowledge-width", 600);
  begin_widths (stage, 1920);
  assert_columns (stage, TRUE, TRUE);
  g_assert_cmpint (width_of (stage->window->knowledge_pane), ==, 600);
  stage_resize (stage, 1200, 700);
  g_assert_cmpint (width_of (stage->window), ==, 1200);
  assert_columns (stage, TRUE, TRUE);
  g_assert_cmpint (width_of (stage->window->pages), >=, 540);
  stage_resize (stage, 1024, 700);
  g_assert_cmpint (width_of (stage->window), ==, 1024);
  assert_columns (stage, TRUE, FALSE);
  stage_resize (stage, 900, 700);
  g_assert_cmpint (width_of (stage->window), ==, 900);
  assert_columns (stage, FALSE, FALSE);
  stage_resize (stage, 1920, 1000);
  g_assert_cmpint (width_of (stage->window->side_pane), ==, 420);
  g_assert_cmpint (width_of (stage->window->knowledge_pane), ==, 600);
  g_settings_reset (settings, "side-bar-width");
  g_settings_reset (settings, "knowledge-width");
}

static void
press_edge (Stage *stage, guint keyval)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (stage->window));

  g_assert_true (BH_IS_PANE_EDGE (focus));
  press (focus, keyval);
  stage_settle (stage);
}

/* One key leads from edge to edge and back to the word that was being written. */
static void
test_widths_by_key (Stage *stage, gconstpointer data)
{
  GtkWidget *notes;

  begin_widths (stage, 1600);
  g_assert_true (stage_act (stage, "win.notes"));
  notes = gtk_root_get_focus (GTK_ROOT (stage->window));
  g_assert_true (stage_act (stage, "win.widths"));
  press_edge (stage, GDK_KEY_Right);
  g_assert_cmpint (width_of (stage->window->side_pane), ==, 275);
  press_edge (stage, GDK_KEY_Home);
  g_assert_cmpint (width_of (stage->window->side_pane), ==, 230);
  press_edge (stage, GDK_KEY_BackSpace);
  g_assert_cmpint (width_of (stage->window->side_pane), ==, 255);
  g_assert_true (stage_act (stage, "win.widths"));
  g_assert_true (stage_act (stage, "win.widths"));
  press_edge (stage, GDK_KEY_Left);
  g_assert_cmpint (width_of (stage->window->knowledge_pane), ==, 365);
  press_edge (stage, GDK_KEY_BackSpace);
  press_edge (stage, GDK_KEY_Return);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == notes);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/layout/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *path = g_strdup_printf ("/agent/layout/size/%s", sizes[i].name);
    g_test_add (path, Stage, &sizes[i], stage_set_up, test_size, stage_tear_down);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++) {
    g_autofree char *path = g_strdup_printf ("/agent/layout/columns/%s", columns[i].name);
    g_test_add (path, Stage, &columns[i], stage_set_up, test_columns, stage_tear_down);
  }
  ADD ("columns/empty-pane", test_empty_pane);
  ADD ("columns/key", test_pane_key);
  ADD ("columns/remembered", test_columns_remembered);
  ADD ("widths/remembered", test_widths_remembered);
  ADD ("widths/restored", test_widths_restored);
  ADD ("widths/bounded", test_widths_bounded);
  ADD ("widths/fold", test_widths_fold);
  ADD ("widths/by-key", test_widths_by_key);
  ADD ("matters-are-read", test_matters_are_read);
  ADD ("word-goes-first", test_word_goes_first);
  ADD ("keys-scroll", test_keys_scroll);
  ADD ("phone", test_phone);
  return g_test_run ();
}
