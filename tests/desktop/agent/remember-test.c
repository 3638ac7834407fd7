/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/preferences-window.h"
#include "desktop/agent/settings.h"
#include "desktop/agent/text-size.h"
#include "tests/desktop/agent/stage.h"

/* What the desktop knows again when it is started anew, and what a person may choose. */

/* Two contacts are there before anybody signs in: one on hold, one talking. */
static void
make_two (Stage *stage, const char **held, const char **talking)
{
  *held = fake_world_offered (stage_world (stage), "+493090182014", NULL, "support");
  fake_world_talking (stage_world (stage), *held);
  fake_world_hold (stage_world (stage), *held);
  *talking = fake_world_offered (stage_world (stage), "+493090182999", NULL, "support");
  fake_world_talking (stage_world (stage), *talking);
}

static const char *
current (Stage *stage)
{
  return bh_contact_item_get_id (bh_desk_get_current (stage->desk));
}

static void
test_last_contact (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();
  const char *held;
  const char *talking;
  g_autofree char *last = NULL;

  make_two (stage, &held, &talking);
  g_settings_set_string (settings, "last-contact", held);
  stage_enter (stage);
  g_assert_cmpstr (current (stage), ==, held);
  bh_desk_set_current (stage->desk, bh_desk_find_contact (stage->desk, talking));
  last = g_settings_get_string (settings, "last-contact");
  g_assert_cmpstr (last, ==, talking);
}

/* While a call rings the desk chooses by itself. */
static void
test_last_contact_yields (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();
  const char *held;
  const char *talking;

  make_two (stage, &held, &talking);
  fake_world_offered (stage_world (stage), "+493090182777", NULL, "support");
  g_settings_set_string (settings, "last-contact", talking);
  stage_enter (stage);
  g_assert_cmpstr (current (stage), ==, held);
}

static void
test_last_contact_is_gone (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();

  g_settings_set_string (settings, "last-contact", "00000000-0000-5000-8000-000000000000");
  stage_enter (stage);
  g_assert_cmpstr (stage_page (stage), ==, "empty");
}

static int
dpi (void)
{
  int value;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &value, NULL);
  return value;
}

static void
test_text_size (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();
  int usual = dpi ();

  bh_text_size_follow (settings);
  g_settings_set_int (settings, "text-percent", 150);
  g_assert_cmpint (dpi (), ==, usual * 150 / 100);
  g_settings_set_int (settings, "text-percent", 200);
  g_assert_cmpint (dpi (), ==, usual * 2);
  g_settings_reset (settings, "text-percent");
  g_assert_cmpint (dpi (), ==, usual);
}

static void
find_switch (GtkWidget *widget, gpointer data)
{
  gpointer *wanted = data;

  if (GTK_IS_SWITCH (widget) &&
      g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), wanted[0]) == 0)
    wanted[1] = widget;
}

static GtkSwitch *
the_switch (GtkWidget *window, const char *id)
{
  gpointer wanted[] = {(gpointer) id, NULL};

  stage_walk (window, find_switch, wanted);
  g_assert_nonnull (wanted[1]);
  return wanted[1];
}

/* What a key does can also be chosen there, and shows at once. */
static void
test_preferences (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();
  GtkWidget *window;

  stage_enter (stage);
  window = g_object_new (BH_TYPE_PREFERENCES_WINDOW, NULL);
  gtk_window_present (GTK_WINDOW (window));
  stage_settle (stage);
  gtk_switch_set_active (the_switch (window, "do_not_disturb"), TRUE);
  g_assert_true (g_settings_get_boolean (settings, "do-not-disturb"));
  g_assert_nonnull (stage_find (GTK_WIDGET (stage->window), "quiet"));
  gtk_switch_set_active (the_switch (window, "do_not_disturb"), FALSE);
  gtk_switch_set_active (the_switch (window, "compact"), TRUE);
  stage_settle (stage);
  g_assert_nonnull (stage_find (GTK_WIDGET (stage->window), "compact-page"));
  g_assert_true (stage_act (stage, "win.compact"));
  g_assert_false (gtk_switch_get_active (the_switch (window, "compact")));
  gtk_window_destroy (GTK_WINDOW (window));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/remember/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("last-contact", test_last_contact);
  ADD ("last-contact-yields-to-a-ring", test_last_contact_yields);
  ADD ("last-contact-is-gone", test_last_contact_is_gone);
  ADD ("text-size", test_text_size);
  ADD ("preferences", test_preferences);
  return g_test_run ();
}
