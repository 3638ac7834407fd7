/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/act-keys.h"

#include "desktop/agent/agent-window.h"
#include "desktop/widgets/key-cap.h"

#include <glib/gi18n.h>
#include <string.h>

#define SETTING   "keys"
#define SHORTCUTS "/org/bellhop/Agent/shortcuts.ui"
#define USUAL     "bh-usual-key"
#define MODS      (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)

static GtkApplication *followed; /* (nullable) */
static GSettings *followed_settings;

/* ---- keys */

typedef struct {
  guint key;
  GdkModifierType mods;
} Key;

static gboolean
parse (const char *accel, Key *key)
{
  return accel != NULL && *accel != '\0' && gtk_accelerator_parse (accel, &key->key, &key->mods) &&
         key->key != 0;
}

/* However they are written. */
static gboolean
is_same (const char *a, const char *b)
{
  Key left = {0};
  Key right = {0};

  return parse (a, &left) && parse (b, &right) && left.key == right.key && left.mods == right.mods;
}

static gboolean
is_function_key (guint keyval)
{
  return keyval >= GDK_KEY_F1 && keyval <= GDK_KEY_F35;
}

static gboolean
is_modifier (guint keyval)
{
  return (keyval >= GDK_KEY_Shift_L && keyval <= GDK_KEY_Hyper_R) ||
         keyval == GDK_KEY_ISO_Level3_Shift || keyval == GDK_KEY_Num_Lock || keyval == 0;
}

char *
bh_act_keys_name (guint keyval, GdkModifierType mods)
{
  guint lower = gdk_keyval_to_lower (keyval);

  if (is_modifier (keyval))
    return NULL;
  mods &= MODS;
  /* The sign that Shift brings is the key itself: "?" and not "Shift+?". */
  if (!g_unichar_isalpha (gdk_keyval_to_unicode (keyval)) && gdk_keyval_to_unicode (keyval) > ' ')
    mods &= ~(guint) GDK_SHIFT_MASK;
  return gtk_accelerator_name (lower, mods);
}

/* ---- which key is whose */

static const BhActionKey *
find (const char *action)
{
  for (const BhActionKey *row = bh_agent_window_keys (); row->action != NULL; row++)
    if (g_str_equal (row->action, action))
      return row;
  return NULL;
}

/* What was chosen for it, or NULL. (transfer full) */
static char *
chosen (GSettings *settings, const char *action)
{
  g_autoptr (GVariant) all = g_settings_get_value (settings, SETTING);
  g_autofree char *accel = NULL;
  Key key = {0};

  if (!g_variant_lookup (all, action, "s", &accel) || !parse (accel, &key))
    return NULL;
  return g_steal_pointer (&accel);
}

gboolean
bh_act_keys_is_changed (GSettings *settings, const char *action)
{
  g_autofree char *other = chosen (settings, action);

  return other != NULL;
}

char *
bh_act_keys_get (GSettings *settings, const char *action)
{
  const BhActionKey *row = find (action);
  char *other = row != NULL ? chosen (settings, action) : NULL;

  g_return_val_if_fail (row != NULL, NULL);
  return other != NULL ? other : g_strdup (row->accels[0]);
}

char *
bh_act_keys_usual (const char *action)
{
  const BhActionKey *row = find (action);

  g_return_val_if_fail (row != NULL, NULL);
  return g_strdup (row->accels[0]);
}

/* The act that @accel does now; the second keys of the table count too. */
static const BhActionKey *
owner_of (GSettings *settings, const char *accel)
{
  for (const BhActionKey *row = bh_agent_window_keys (); row->action != NULL; row++) {
    g_autofree char *other = chosen (settings, row->action);
    if (other != NULL && is_same (other, accel))
      return row;
    for (guint i = 0; other == NULL && i < G_N_ELEMENTS (row->accels) && row->accels[i] != NULL;
         i++)
      if (is_same (row->accels[i], accel))
        return row;
  }
  return NULL;
}

/* ---- what may be chosen */

static gboolean
is_for_writing (const Key *key)
{
  static const guint with_control[] = {GDK_KEY_a,
                                       GDK_KEY_c,
                                       GDK_KEY_v,
                                       GDK_KEY_x,
                                       GDK_KEY_z,
                                       GDK_KEY_Left,
                                       GDK_KEY_Right,
                                       GDK_KEY_Up,
                                       GDK_KEY_Down,
                                       GDK_KEY_Home,
                                       GDK_KEY_End,
                                       GDK_KEY_Tab,
                                       GDK_KEY_space,
                                       GDK_KEY_BackSpace,
                                       GDK_KEY_Delete};

  if ((key->mods & GDK_CONTROL_MASK) == 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (with_control); i++)
    if (key->key == with_control[i] && (key->mods & GDK_ALT_MASK) == 0)
      /* Ctrl+Shift with a letter is free: the usual keys have them too. */
      return (key->mods & GDK_SHIFT_MASK) == 0 ||
             !g_unichar_isalpha (gdk_keyval_to_unicode (key->key));
  return FALSE;
}

static char *
say_owner (const char *accel, const BhActionKey *owner)
{
  g_autofree char *words = bh_key_cap_words (accel);
  g_autoptr (GPtrArray) acts = bh_act_keys_list ();

  for (guint i = 0; i < acts->len; i++) {
    const BhActKey *act = acts->pdata[i];
    if (g_str_equal (act->action, owner->action))
      return g_strdup_printf (_ ("%s is “%s” already. Choose another, or change that one first."),
                              words,
                              act->title);
  }
  return g_strdup_printf (_ ("%s is in use already. Choose another."), words);
}

char *
bh_act_keys_complaint (GSettings *settings, const char *action, const char *accel)
{
  const BhActionKey *owner;
  g_autofree char *words = NULL;
  Key key = {0};

  if (!parse (accel, &key))
    return g_strdup (_ ("That is no key."));
  words = bh_key_cap_words (accel);
  if (is_for_writing (&key) || key.key == GDK_KEY_F10)
    return g_strdup_printf (_ ("%s belongs to writing and menus. Choose another."), words);
  if (!is_function_key (key.key) && (key.mods & (GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0)
    return g_strdup_printf (
        _ ("%s alone is for writing. Hold Ctrl or Alt with it, or choose a key from F1 to F12."),
        words);
  owner = owner_of (settings, accel);
  return owner == NULL || g_str_equal (owner->action, action) ? NULL : say_owner (accel, owner);
}

void
bh_act_keys_choose (GSettings *settings, const char *action, const char *accel)
{
  GVariantBuilder kept;
  const BhActionKey *row = find (action);

  g_return_if_fail (row != NULL);
  g_variant_builder_init (&kept, G_VARIANT_TYPE ("a{ss}"));
  for (const BhActionKey *one = bh_agent_window_keys (); one->action != NULL; one++) {
    g_autofree char *other = one == row ? g_strdup (accel) : chosen (settings, one->action);
    if (other != NULL && !is_same (other, one->accels[0]))
      g_variant_builder_add (&kept, "{ss}", one->action, other);
  }
  g_settings_set_value (settings, SETTING, g_variant_builder_end (&kept));
}

/* ---- who follows */

static char *
key_now (const char *accel)
{
  if (followed_settings != NULL)
    for (const BhActionKey *row = bh_agent_window_keys (); row->action != NULL; row++)
      if (g_str_equal (row->accels[0], accel))
        return bh_act_keys_get (followed_settings, row->action);
  return g_strdup (accel);
}

static void
apply (void)
{
  for (const BhActionKey *row = bh_agent_window_keys (); row->action != NULL; row++) {
    g_autofree char *other = chosen (followed_settings, row->action);
    const char *one[] = {other, NULL};
    gtk_application_set_accels_for_action (followed,
                                           row->action,
                                           other != NULL ? one : (const char **) row->accels);
  }
  bh_key_cap_follow (key_now);
}

void
bh_act_keys_follow (GtkApplication *application, GSettings *settings)
{
  g_return_if_fail (GTK_IS_APPLICATION (application) && G_IS_SETTINGS (settings));
  bh_act_keys_unfollow ();
  followed = application;
  followed_settings = g_object_ref (settings);
  g_signal_connect (settings, "changed::" SETTING, G_CALLBACK (apply), NULL);
  apply ();
}

void
bh_act_keys_unfollow (void)
{
  if (followed_settings != NULL)
    g_signal_handlers_disconnect_by_func (followed_settings, apply, NULL);
  g_clear_object (&followed_settings);
  followed = NULL;
}

/* ---- the shortcuts window, and what it calls the acts */

typedef void (*EachShortcut) (GtkWidget *shortcut, const char *group, gpointer data);

static void
each_shortcut (GtkWidget *root, const char *group, EachShortcut func, gpointer data)
{
  g_autofree char *title = NULL;

  if (GTK_IS_SHORTCUTS_SHORTCUT (root)) {
    func (root, group, data);
    return;
  }
  if (GTK_IS_SHORTCUTS_GROUP (root)) {
    g_object_get (root, "title", &title, NULL);
    group = title;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    each_shortcut (child, group, func, data);
}

static void
show_key_now (GtkWidget *shortcut, const char *group, gpointer unused)
{
  g_autofree char *now = NULL;

  if (g_object_get_data (G_OBJECT (shortcut), USUAL) == NULL) {
    char *usual = NULL;
    g_object_get (shortcut, "accelerator", &usual, NULL);
    g_object_set_data_full (G_OBJECT (shortcut), USUAL, usual, g_free);
  }
  if (g_object_get_data (G_OBJECT (shortcut), USUAL) == NULL)
    return; /* a range, or a gesture */
  now = key_now (g_object_get_data (G_OBJECT (shortcut), USUAL));
  g_object_set (shortcut, "accelerator", now, NULL);
}

static void
update_window (GtkWidget *window)
{
  each_shortcut (window, NULL, show_key_now, NULL);
}

/* "Knowledge (Ctrl+L)" with the key of now; NULL: it names no act's key. (transfer full) */
static char *
tip_now (const char *usual_tip)
{
  for (const BhActionKey *row = bh_agent_window_keys (); row->action != NULL; row++) {
    g_autofree char *usual = bh_key_cap_words (row->accels[0]);
    g_autofree char *now = bh_key_cap_label (row->accels[0]);
    g_autofree char *named = g_strdup_printf ("(%s)", usual);
    g_autofree char *instead = g_strdup_printf ("(%s)", now);
    const char *found = strstr (usual_tip, named);
    if (found != NULL)
      return g_strdup_printf ("%.*s%s%s",
                              (int) (found - usual_tip),
                              usual_tip,
                              instead,
                              found + strlen (named));
  }
  return NULL;
}

static void
update_tips (GtkWidget *root)
{
  const char *usual = g_object_get_data (G_OBJECT (root), USUAL);
  const char *tip = usual != NULL ? usual : gtk_widget_get_tooltip_text (root);
  g_autofree char *now = tip != NULL ? tip_now (tip) : NULL;

  if (now != NULL) {
    if (usual == NULL)
      g_object_set_data_full (G_OBJECT (root), USUAL, g_strdup (tip), g_free);
    gtk_widget_set_tooltip_text (root, now);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    update_tips (child);
}

void
bh_act_keys_follow_tips (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root) && followed_settings != NULL);
  update_tips (root);
  g_signal_connect_object (followed_settings,
                           "changed::" SETTING,
                           G_CALLBACK (update_tips),
                           root,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
bh_act_keys_make_window (void)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (SHORTCUTS);
  GtkWidget *window = GTK_WIDGET (gtk_builder_get_object (builder, "shortcuts"));

  update_window (window);
  if (followed_settings != NULL)
    g_signal_connect_object (followed_settings,
                             "changed::" SETTING,
                             G_CALLBACK (update_window),
                             window,
                             G_CONNECT_SWAPPED);
  return window;
}

static void
free_act (gpointer act)
{
  g_free (((BhActKey *) act)->title);
  g_free (((BhActKey *) act)->group);
  g_free (act);
}

static void
add_act (GtkWidget *shortcut, const char *group, gpointer acts)
{
  g_autofree char *accel = NULL;
  BhActKey *act;

  if (group == NULL)
    return; /* GTK has each of them once more, for its search */
  g_object_get (shortcut, "accelerator", &accel, NULL);
  for (const BhActionKey *row = bh_agent_window_keys (); row->action != NULL; row++) {
    if (g_strcmp0 (row->accels[0], accel) != 0)
      continue;
    act = g_new0 (BhActKey, 1);
    act->action = row->action;
    act->group = g_strdup (group);
    g_object_get (shortcut, "title", &act->title, NULL);
    g_ptr_array_add (acts, act);
  }
}

GPtrArray *
bh_act_keys_list (void)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (SHORTCUTS);
  GtkWidget *window = GTK_WIDGET (gtk_builder_get_object (builder, "shortcuts"));
  GPtrArray *acts = g_ptr_array_new_with_free_func (free_act);

  each_shortcut (window, NULL, add_act, acts);
  gtk_window_destroy (GTK_WINDOW (window));
  return acts;
}
