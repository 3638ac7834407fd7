/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/desktop/agent/stage.h"

#include "desktop/widgets/picture-view.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "desktop/agent/agent-application.h"
#include "desktop/agent/language.h"
#include "desktop/agent/settings.h"

#define SCENES_US (FAKE_WORLD_START_US + G_GINT64_CONSTANT (38) * 60 * G_USEC_PER_SEC)

/* An X server without a compositor gives windows a solid frame; pictures are without it. */
static void
add_plain_edges (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (
      provider,
      "window.csd, window.solid-csd { margin: 0; padding: 0; border: none; box-shadow: none; "
      "border-radius: 0; outline: none; }",
      -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_USER);
}

gboolean
stage_init (void)
{
  bh_agent_init_language (0, NULL);
  if (!gtk_init_check ())
    return FALSE;
  adw_init ();
  bh_agent_init_style ();
  g_object_set (gtk_settings_get_default (),
                "gtk-enable-animations",
                FALSE,
                "gtk-cursor-blink",
                FALSE,
                NULL);
  add_plain_edges ();
  return TRUE;
}

/* One for all stages: GTK keeps what an application exports on the bus. */
static GtkApplication *
the_application (void)
{
  static GtkApplication *application;

  if (application != NULL)
    return application;
  application =
      GTK_APPLICATION (adw_application_new ("org.bellhop.Stage", G_APPLICATION_NON_UNIQUE));
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  for (const BhActionKey *key = bh_agent_window_keys (); key->action != NULL; key++)
    gtk_application_set_accels_for_action (application, key->action, (const char **) key->accels);
  return application;
}

/* GTK 4.8 asks where the pointer is half a second after it came over something with a tooltip, also
 * when the window has been destroyed since: whether a test is hit depends on how long it takes. */
static gboolean
is_our_fault (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  return g_strcmp0 (domain, "Gdk") != 0 ||
         strstr (message, "gdk_surface_get_device_position") == NULL;
}

void
stage_set_up (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();

  g_test_log_set_fatal_handler (is_our_fault, NULL);
  /* No desktop shell listens on the tests' bus, and GIO warns of each notification that it cannot
   * show. */
  g_settings_set_boolean (settings, "notifications", FALSE);
  g_settings_reset (settings, "compact");
  stage->server = fake_server_new ();
  stage->clock = bh_clock_new_manual (SCENES_US);
  stage->dir = g_dir_make_tmp ("bellhop-stage-XXXXXX", NULL);
  stage->desk = bh_desk_new (fake_server_get_feed (stage->server), stage->clock, NULL, stage->dir);
  stage->application = the_application ();
  stage->window = bh_agent_window_new (stage->application, stage->desk);
  gtk_window_present (GTK_WINDOW (stage->window));
  stage_settle (stage);
}

static void
remove_dir (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    g_remove (file);
  }
  g_rmdir (path);
}

static void
pop_down (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_POPOVER (widget))
    gtk_popover_popdown (GTK_POPOVER (widget));
}

/* GTK 4.8 keeps a focus widget that lies in a popover beyond its window. */
void
stage_close_popovers (GtkWidget *root)
{
  stage_walk (root, pop_down, NULL);
}

void
stage_tear_down (Stage *stage, gconstpointer data)
{
  gpointer window = stage->window;

  g_object_add_weak_pointer (G_OBJECT (stage->window), &window);
  stage_close_popovers (GTK_WIDGET (stage->window));
  gtk_root_set_focus (GTK_ROOT (stage->window), NULL);
  gtk_window_destroy (GTK_WINDOW (stage->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (window);
  g_assert_finalize_object (stage->desk);
  g_assert_finalize_object (stage->clock);
  fake_server_free (stage->server);
  remove_dir (stage->dir);
  g_free (stage->dir);
}

void
stage_play (Stage *stage, const char *scene)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_strconcat (scene, ".json", NULL);
  g_autofree char *path =
      g_build_filename (g_getenv ("BELLHOP_SOURCE_ROOT"), "tests/desktop/agent/scenes", file, NULL);
  JsonArray *events;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  events = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (events); i++) {
    JsonObject *event = json_array_get_object_element (events, i);
    bh_desk_take_event (stage->desk,
                        json_object_get_string_member (event, "event"),
                        json_object_get_object_member (event, "data"),
                        SCENES_US);
  }
  stage_settle (stage);
}

void
stage_sign_in (Stage *stage)
{
  fake_server_sign_in (stage->server);
  bh_clock_set_server_time (stage->clock, SCENES_US);
  bh_desk_take_snapshot_begin (stage->desk, SCENES_US);
  stage_play (stage, "base");
  bh_desk_take_snapshot_end (stage->desk, SCENES_US);
  stage_settle (stage);
}

void
stage_enter (Stage *stage)
{
  fake_server_sign_in (stage->server);
  bh_clock_set_server_time (stage->clock, fake_world_now (stage_world (stage)));
  stage_settle (stage);
}

FakeWorld *
stage_world (Stage *stage)
{
  return fake_server_get_world (stage->server);
}

char *
stage_read_script (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".script", NULL);
  g_autofree char *path =
      g_build_filename (g_getenv ("BELLHOP_SOURCE_ROOT"), "tests/desktop/agent/scenes", file, NULL);
  char *text;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

void
stage_pass (Stage *stage, gint64 us)
{
  fake_world_pass (stage_world (stage), us);
  bh_clock_advance (stage->clock, us);
  stage_settle (stage);
}

static void
on_after_paint (GdkFrameClock *frames, gboolean *painted)
{
  *painted = TRUE;
}

void
stage_settle (Stage *stage)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock (GTK_WIDGET (stage->window));
  gint64 deadline = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;
  gulong handler;
  gboolean painted = FALSE;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  handler = g_signal_connect (frames, "after-paint", G_CALLBACK (on_after_paint), &painted);
  gtk_widget_queue_draw (GTK_WIDGET (stage->window));
  while (!painted && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_signal_handler_disconnect (frames, handler);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
waits_for_picture (GtkWidget *widget)
{
  gboolean waits = BH_IS_PICTURE_VIEW (widget) && gtk_widget_get_mapped (widget) &&
                   bh_picture_view_get_state (BH_PICTURE_VIEW (widget)) == BH_PICTURE_WAITING;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !waits;
       child = gtk_widget_get_next_sibling (child))
    waits = waits_for_picture (child);
  return waits;
}

void
stage_await_pictures (Stage *stage, GtkWidget *top)
{
  gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  stage_settle (stage);
  while (waits_for_picture (top) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  stage_settle (stage);
}

static int
least_width (Stage *stage)
{
  int least;

  gtk_widget_measure (GTK_WIDGET (stage->window),
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &least,
                      NULL,
                      NULL,
                      NULL);
  return least;
}

static void
ask_for_size (Stage *stage, int width, int height)
{
  gint64 deadline = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;

  gtk_window_set_default_size (GTK_WINDOW (stage->window), width, height);
  while (gtk_widget_get_width (GTK_WIDGET (stage->window)) != MAX (width, least_width (stage)) &&
         g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  stage_settle (stage);
}

/* Who drags an edge goes on: a window that has become narrower than its columns folds them and can
 * become narrower still. */
void
stage_resize (Stage *stage, int width, int height)
{
  for (int i = 0; i < 3 && (i == 0 || gtk_widget_get_width (GTK_WIDGET (stage->window)) != width);
       i++)
    ask_for_size (stage, width, height);
}

static void
add_popovers (GtkWidget *widget, gpointer data)
{
  GtkSnapshot *snapshot = ((gpointer *) data)[0];
  GtkNative *window = GTK_NATIVE (((gpointer *) data)[1]);
  GdkSurface *surface;
  g_autoptr (GdkPaintable) paintable = NULL;
  double window_x;
  double window_y;
  double x;
  double y;

  if (!GTK_IS_POPOVER (widget))
    return;
  surface = gtk_native_get_surface (GTK_NATIVE (widget));
  paintable = gtk_widget_paintable_new (widget);
  gtk_native_get_surface_transform (window, &window_x, &window_y);
  gtk_native_get_surface_transform (GTK_NATIVE (widget), &x, &y);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT (
          (float) (gdk_popup_get_position_x (GDK_POPUP (surface)) + x - window_x),
          (float) (gdk_popup_get_position_y (GDK_POPUP (surface)) + y - window_y)));
  gdk_paintable_snapshot (paintable,
                          snapshot,
                          gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  gtk_snapshot_restore (snapshot);
}

void
stage_shoot (Stage *stage, const char *path)
{
  stage_shoot_window (stage, GTK_WIDGET (stage->window), path);
}

void
stage_shoot_window (Stage *stage, GtkWidget *window, const char *path)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  graphene_rect_t bounds;

  stage_await_pictures (stage, window);
  paintable = gtk_widget_paintable_new (window);
  bounds = GRAPHENE_RECT_INIT (0,
                               0,
                               (float) gtk_widget_get_width (window),
                               (float) gtk_widget_get_height (window));
  gdk_paintable_snapshot (paintable, snapshot, bounds.size.width, bounds.size.height);
  stage_walk (window, add_popovers, (gpointer[]){snapshot, window});
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, &bounds);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

void
stage_walk (GtkWidget *root, void (*func) (GtkWidget *widget, gpointer data), gpointer data)
{
  if (!gtk_widget_get_mapped (root))
    return;
  func (root, data);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    stage_walk (child, func, data);
}

GtkWidget *
stage_find (GtkWidget *root, const char *name)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (g_str_equal (gtk_widget_get_name (root), name))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = stage_find (child, name);
    if (found != NULL)
      return found;
  }
  return NULL;
}

GtkWidget *
stage_asking (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
    if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (window))
      return window; /* GTK keeps it */
  }
  return NULL;
}

const char *
stage_page (Stage *stage)
{
  GtkWidget *pages = stage_find (GTK_WIDGET (stage->window), "pages");

  return pages != NULL ? gtk_stack_get_visible_child_name (GTK_STACK (pages)) : "sign-in";
}

char *
stage_words (GtkWidget *widget)
{
  char *words = NULL;

  if (widget == NULL)
    return NULL;
  if (GTK_IS_EDITABLE (widget))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "text") != NULL)
    g_object_get (widget, "text", &words, NULL);
  else
    g_object_get (widget, "label", &words, NULL);
  return words;
}

gboolean
stage_press (Stage *stage, const char *name)
{
  GtkWidget *button = stage_find (GTK_WIDGET (stage->window), name);

  if (button == NULL || !gtk_widget_is_sensitive (button))
    return FALSE;
  g_signal_emit_by_name (button, "clicked");
  stage_settle (stage);
  return TRUE;
}

/* A button that names an action is sensitive while the action is enabled. */
static gboolean
is_enabled (Stage *stage, const char *name, GVariant *target)
{
  GtkWidget *probe = gtk_button_new ();
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (stage->window));
  gboolean enabled;

  gtk_actionable_set_action_name (GTK_ACTIONABLE (probe), name);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (probe), target);
  gtk_widget_set_parent (probe, content);
  enabled = gtk_widget_get_sensitive (probe);
  gtk_widget_unparent (probe);
  return enabled;
}

gboolean
stage_can (Stage *stage, const char *action)
{
  return is_enabled (stage, action, NULL);
}

gboolean
stage_act (Stage *stage, const char *detailed_action)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  gboolean done;

  g_assert_true (g_action_parse_detailed_name (detailed_action, &name, &target, NULL));
  if (!is_enabled (stage, name, target))
    return FALSE;
  done = gtk_widget_activate_action_variant (GTK_WIDGET (stage->window), name, target);
  stage_settle (stage);
  return done;
}
