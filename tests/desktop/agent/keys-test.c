/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/agent/settings.h"
#include "desktop/model/tel-link.h"
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
  return g_test_run ();
}
