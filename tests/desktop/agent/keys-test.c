/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/act-keys.h"
#include "desktop/agent/agent-window-private.h"
#include "desktop/agent/keys-page.h"
#include "desktop/agent/settings.h"
#include "desktop/model/tel-link.h"
#include "desktop/widgets/act-button.h"
#include "tests/desktop/agent/stage.h"

/* Every key of an act stands in the shortcuts window; numbers of other programs are only filled in.
 */

static char *
read_shortcuts (void)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data ("/org/bellhop/Agent/shortcuts.ui",
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                      NULL);

  g_assert_nonnull (bytes);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_shortcuts_window_is_complete (void)
{
  g_autofree char *text = read_shortcuts ();
  guint missing = 0;

  for (const BhActionKey *key = bh_agent_window_keys (); key->action != NULL; key++) {
    g_autofree char *escaped = g_markup_escape_text (key->accels[0], -1);
    g_autofree char *property = g_strdup_printf (">%s<", escaped);
    if (g_str_has_prefix (key->action, "win.contact(") || strstr (text, property) != NULL)
      continue;
    g_test_message ("%s (%s) is not in the shortcuts window", key->action, key->accels[0]);
    missing++;
  }
  g_assert_nonnull (strstr (text, "1...9"));
  g_assert_cmpuint (missing, ==, 0);
}

static void
test_no_key_twice (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (const BhActionKey *key = bh_agent_window_keys (); key->action != NULL; key++)
    for (guint i = 0; i < G_N_ELEMENTS (key->accels) && key->accels[i] != NULL; i++) {
      g_test_message ("%s", key->accels[i]);
      g_assert_true (g_hash_table_add (seen, (gpointer) key->accels[i]));
    }
}

static char *
entry_words (Stage *stage)
{
  return stage_words (stage_find (GTK_WIDGET (stage->window), "target"));
}

/* A link waits for the sign-in, and then asks. */
static void
test_link_is_filled_in (Stage *stage, gconstpointer data)
{
  g_autofree char *number = bh_tel_link_number ("tel:+49-30-9%30%31%380;ext=45");
  g_autofree char *words = NULL;

  bh_agent_window_take_number (stage->window, number);
  g_assert_null (stage_find (GTK_WIDGET (stage->window), "dial-popover"));
  stage_enter (stage);
  g_assert_nonnull (stage_find (GTK_WIDGET (stage->window), "dial-popover"));
  words = entry_words (stage);
  g_assert_nonnull (strstr (words, "493090180"));
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 0);
}

static void
test_redial (Stage *stage, gconstpointer data)
{
  g_autofree char *words = NULL;

  stage_enter (stage);
  g_assert_true (stage_act (stage, "win.dial-to::+493090180"));
  g_assert_true (stage_act (stage, "win.redial"));
  words = entry_words (stage);
  g_assert_nonnull (strstr (words, "493090180"));
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 1);
}

static void
test_do_not_disturb (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();

  stage_enter (stage);
  g_assert_null (stage_find (GTK_WIDGET (stage->window), "quiet"));
  g_assert_true (stage_act (stage, "win.do-not-disturb"));
  g_assert_true (g_settings_get_boolean (settings, "do-not-disturb"));
  g_assert_nonnull (stage_find (GTK_WIDGET (stage->window), "quiet"));
  g_assert_true (stage_act (stage, "win.do-not-disturb"));
  g_assert_null (stage_find (GTK_WIDGET (stage->window), "quiet"));
}

/* ---- keys of one's own */

static char *
key_of (const char *action)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();

  return bh_act_keys_get (settings, action);
}

static void
assert_key (const char *action, const char *accel)
{
  g_autofree char *now = key_of (action);

  g_assert_cmpstr (now, ==, accel);
}

static const struct {
  const char *accel;
  const char *complaint; /* a piece of it, or NULL */
} wishes[] = {
    {"<Control>y", NULL},
    {"<Control><Alt>k", NULL},
    {"F3", NULL},
    {"<Control>m", NULL}, /* it has it already */
    {"<Control>k", "Ctrl+K is “Search"},
    {"<Control>KP_Enter", "Finish"},
    {"<Control>1", "in use"},
    {"m", "Hold Ctrl or Alt"},
    {"<Shift>m", "Hold Ctrl or Alt"},
    {"Return", "Hold Ctrl or Alt"},
    {"<Control>c", "belongs to writing"},
    {"<Control>Left", "belongs to writing"},
    {"F10", "belongs to writing"},
    {"", "no key"},
    {"<Control>nonsense", "no key"},
};

static void
test_wishes (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (wishes); i++) {
    g_autofree char *complaint = bh_act_keys_complaint (settings, "win.notes", wishes[i].accel);
    g_test_message ("%s: %s", wishes[i].accel, complaint);
    if (wishes[i].complaint == NULL)
      g_assert_null (complaint);
    else
      g_assert_nonnull (strstr (complaint, wishes[i].complaint));
  }
}

/* As the keyboard gives it. */
static void
test_pressed_keys (void)
{
  g_autofree char *letter = bh_act_keys_name (GDK_KEY_Y, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  g_autofree char *sign = bh_act_keys_name (GDK_KEY_question, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  g_autofree char *locked = bh_act_keys_name (GDK_KEY_F3, GDK_LOCK_MASK);

  g_assert_cmpstr (letter, ==, "<Shift><Control>y");
  g_assert_cmpstr (sign, ==, "<Control>question");
  g_assert_cmpstr (locked, ==, "F3");
  g_assert_null (bh_act_keys_name (GDK_KEY_Control_L, 0));
}

static char *
tip_of (Stage *stage, const char *name)
{
  GtkWidget *widget = stage_find (GTK_WIDGET (stage->window), name);

  return g_strdup (BH_IS_ACT_BUTTON (widget) ? bh_act_button_get_tip (BH_ACT_BUTTON (widget))
                                             : gtk_widget_get_tooltip_text (widget));
}

static void
assert_tip (Stage *stage, const char *name, const char *piece)
{
  g_autofree char *tip = tip_of (stage, name);

  g_assert_nonnull (tip);
  g_test_message ("%s: %s", name, tip);
  g_assert_nonnull (strstr (tip, piece));
}

static gboolean
has_shortcut (GtkWidget *root, const char *accel)
{
  g_autofree char *shown = NULL;
  gboolean found;

  if (GTK_IS_SHORTCUTS_SHORTCUT (root))
    g_object_get (root, "accelerator", &shown, NULL);
  found = g_strcmp0 (shown, accel) == 0;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = has_shortcut (child, accel);
  return found;
}

static void
assert_accel (Stage *stage, const char *action, const char *accel)
{
  g_auto (GStrv) accels = gtk_application_get_accels_for_action (stage->application, action);

  g_assert_cmpuint (g_strv_length (accels), ==, 1);
  g_assert_cmpstr (accels[0], ==, accel);
}

/* The application, the buttons, the tooltips and the shortcuts window: all say the same key. */
static void
test_all_follow (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();
  GtkWidget *shortcuts;

  stage_resize (stage, 1440, 900);
  stage_sign_in (stage);
  stage_play (stage, "talking");
  bh_act_keys_follow (stage->application, settings);
  bh_act_keys_follow_tips (GTK_WIDGET (stage->window));
  shortcuts = bh_act_keys_make_window ();
  bh_act_keys_choose (settings, "win.hold-or-back", "<Control><Alt>h");
  bh_act_keys_choose (settings, "win.knowledge", "F3");
  assert_accel (stage, "win.hold-or-back", "<Control><Alt>h");
  assert_tip (stage, "hold", "(Ctrl+Alt+H)");
  assert_tip (stage, "knowledge-toggle", "(F3)");
  g_assert_true (has_shortcut (shortcuts, "F3"));
  g_assert_false (has_shortcut (shortcuts, "<Control>l"));
  g_settings_reset (settings, "keys");
  assert_accel (stage, "win.hold-or-back", "F7");
  assert_tip (stage, "hold", "(F7)");
  assert_tip (stage, "knowledge-toggle", "(Ctrl+L)");
  g_assert_false (has_shortcut (shortcuts, "F3"));
  gtk_window_destroy (GTK_WINDOW (shortcuts));
  bh_act_keys_unfollow ();
}

/* What somebody wrote into the settings by hand never takes a key away. */
static void
test_broken_settings (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();

  g_settings_set_value (settings,
                        "keys",
                        g_variant_new_parsed ("{'win.notes': 'nonsense', 'win.nothing': 'F3', "
                                              "'win.hold-or-back': ''}"));
  bh_act_keys_follow (stage->application, settings);
  assert_key ("win.notes", "<Control>m");
  assert_accel (stage, "win.hold-or-back", "F7");
  bh_act_keys_choose (settings, "win.dial", "F3");
  assert_key ("win.dial", "F3");
  assert_key ("win.notes", "<Control>m");
  bh_act_keys_unfollow ();
  g_settings_reset (settings, "keys");
}

static AdwActionRow *
wait_in_row (BhKeysPage *page, const char *action)
{
  GtkWidget *row = stage_find (GTK_WIDGET (page), action);

  g_assert_nonnull (row);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  return ADW_ACTION_ROW (row);
}

/* By keys alone: Enter, the key; refused in words; another; back to the usual one. */
static void
test_page (Stage *stage, gconstpointer data)
{
  g_autoptr (GSettings) settings = bh_agent_settings_new ();
  BhKeysPage *page = BH_KEYS_PAGE (bh_keys_page_new (settings));
  GtkWidget *window = gtk_window_new ();
  AdwActionRow *row;

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (window));
  stage_settle (stage);
  g_assert_false (bh_keys_page_press (page, GDK_KEY_F3, 0));
  row = wait_in_row (page, "win.notes");
  g_assert_true (bh_keys_page_press (page, GDK_KEY_Control_L, 0));
  g_assert_true (bh_keys_page_press (page, GDK_KEY_k, GDK_CONTROL_MASK));
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (row), "Ctrl+K is “Search"));
  assert_key ("win.notes", "<Control>m");
  g_assert_true (bh_keys_page_press (page, GDK_KEY_F3, 0));
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "");
  assert_key ("win.notes", "F3");
  wait_in_row (page, "win.knowledge");
  g_assert_true (bh_keys_page_press (page, GDK_KEY_Escape, 0));
  g_assert_false (bh_keys_page_press (page, GDK_KEY_F4, 0));
  assert_key ("win.knowledge", "<Control>l");
  wait_in_row (page, "win.notes");
  g_assert_true (bh_keys_page_press (page, GDK_KEY_BackSpace, 0));
  assert_key ("win.notes", "<Control>m");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Every act that the shortcuts window lists with a key of the table is there, once. */
static void
test_list (Stage *stage, gconstpointer data)
{
  g_autoptr (GPtrArray) acts = bh_act_keys_list ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (acts->len, >, 30);
  for (guint i = 0; i < acts->len; i++) {
    const BhActKey *act = acts->pdata[i];
    g_assert_true (g_hash_table_add (seen, (gpointer) act->action));
    g_assert_cmpuint (strlen (act->title), >, 0);
    g_assert_nonnull (act->group);
  }
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/keys/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  g_test_add_func ("/agent/keys/shortcuts-window-is-complete", test_shortcuts_window_is_complete);
  g_test_add_func ("/agent/keys/no-key-twice", test_no_key_twice);
  ADD ("link-is-filled-in", test_link_is_filled_in);
  ADD ("redial", test_redial);
  ADD ("do-not-disturb", test_do_not_disturb);
  g_test_add_func ("/agent/keys/own/pressed", test_pressed_keys);
  ADD ("own/list", test_list);
  ADD ("own/wishes", test_wishes);
  ADD ("own/all-follow", test_all_follow);
  ADD ("own/broken-settings", test_broken_settings);
  ADD ("own/page", test_page);
  return g_test_run ();
}
