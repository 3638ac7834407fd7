/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/keys-page.h"

#include "desktop/agent/act-keys.h"
#include "desktop/widgets/key-cap.h"

#include <glib/gi18n.h>

struct _BhKeysPage {
  AdwPreferencesPage parent_instance;

  GSettings *settings;
  GPtrArray *acts; /* of BhActKey */
  GPtrArray *rows; /* of Row, in the same order */
  GtkWidget *all_usual;
  int waiting; /* the row that waits for its key, or -1 */
};

typedef struct {
  AdwActionRow *row; /* the page has it */
  GtkLabel *key;
  GtkWidget *usual; /* the button that gives it the usual key again */
} Row;

#define NONE     -1
#define POSITION "bh-position"

G_DEFINE_FINAL_TYPE (BhKeysPage, bh_keys_page, ADW_TYPE_PREFERENCES_PAGE)

static const BhActKey *
act_at (BhKeysPage *self, guint i)
{
  return self->acts->pdata[i];
}

static void
update_row (BhKeysPage *self, guint i)
{
  Row *row = self->rows->pdata[i];
  g_autofree char *accel = bh_act_keys_get (self->settings, act_at (self, i)->action);
  g_autofree char *words = bh_key_cap_words (accel);
  gboolean waits = self->waiting == (int) i;

  gtk_label_set_label (row->key, waits ? _ ("Press the new key…") : words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->row),
                                  GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
                                  words,
                                  -1);
  gtk_widget_set_visible (row->usual,
                          bh_act_keys_is_changed (self->settings, act_at (self, i)->action));
}

static void
update (BhKeysPage *self)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < self->rows->len; i++) {
    update_row (self, i);
    changed |= bh_act_keys_is_changed (self->settings, act_at (self, i)->action);
  }
  gtk_widget_set_sensitive (self->all_usual, changed);
}

/* Under the act's name, where its reader looks; NULL: nothing to say. */
static void
say (BhKeysPage *self, guint i, const char *words)
{
  Row *row = self->rows->pdata[i];

  adw_action_row_set_subtitle (row->row, words != NULL ? words : "");
  if (words != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row->row), "bh-refused");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row->row), "bh-refused");
}

static void
wait_for (BhKeysPage *self, int i)
{
  int before = self->waiting;

  self->waiting = i;
  if (before != NONE) {
    say (self, (guint) before, NULL);
    update_row (self, (guint) before);
  }
  if (i != NONE)
    update_row (self, (guint) i);
}

gboolean
bh_keys_page_press (BhKeysPage *self, guint keyval, GdkModifierType mods)
{
  const char *action;
  g_autofree char *accel = NULL;
  g_autofree char *complaint = NULL;

  g_return_val_if_fail (BH_IS_KEYS_PAGE (self), FALSE);
  if (self->waiting == NONE)
    return FALSE;
  action = act_at (self, (guint) self->waiting)->action;
  if (keyval == GDK_KEY_Escape) {
    wait_for (self, NONE);
    return TRUE;
  }
  if (keyval == GDK_KEY_BackSpace) {
    accel = NULL;
  } else {
    accel = bh_act_keys_name (keyval, mods);
    if (accel == NULL)
      return TRUE; /* there is more to come */
    complaint = bh_act_keys_complaint (self->settings, action, accel);
  }
  if (complaint != NULL) {
    say (self, (guint) self->waiting, complaint);
    return TRUE;
  }
  wait_for (self, NONE);
  bh_act_keys_choose (self->settings, action, accel);
  return TRUE;
}

static gboolean
on_key (BhKeysPage *self, guint keyval, guint keycode, GdkModifierType mods)
{
  return bh_keys_page_press (self, keyval, mods);
}

static void
on_activated (BhKeysPage *self, AdwActionRow *row)
{
  wait_for (self, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), POSITION)));
}

/* Its usual key may be another act's by now. */
static void
on_usual (BhKeysPage *self, GtkWidget *button)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), POSITION));
  const char *action = act_at (self, i)->action;
  g_autofree char *usual = bh_act_keys_usual (action);
  g_autofree char *complaint = bh_act_keys_complaint (self->settings, action, usual);

  wait_for (self, NONE);
  say (self, i, complaint);
  if (complaint == NULL)
    bh_act_keys_choose (self->settings, action, NULL);
}

static void
on_all_usual (BhKeysPage *self)
{
  wait_for (self, NONE);
  for (guint i = 0; i < self->rows->len; i++)
    say (self, i, NULL);
  g_settings_reset (self->settings, "keys");
}

static GtkWidget *
make_usual_button (BhKeysPage *self, guint i)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  g_autofree char *usual = bh_act_keys_usual (act_at (self, i)->action);
  g_autofree char *key = bh_key_cap_words (usual);
  g_autofree char *words = g_strdup_printf (_ ("The usual key: %s"), key);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words,
                                  -1);
  g_object_set_data (G_OBJECT (button), POSITION, GUINT_TO_POINTER (i));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_usual), self, G_CONNECT_SWAPPED);
  return button;
}

static void
add_row (BhKeysPage *self, AdwPreferencesGroup *group, guint i)
{
  Row *row = g_new0 (Row, 1);

  row->row = ADW_ACTION_ROW (adw_action_row_new ());
  row->key = GTK_LABEL (gtk_label_new (NULL));
  row->usual = make_usual_button (self, i);
  gtk_widget_add_css_class (GTK_WIDGET (row->key), "bh-keycap");
  gtk_widget_add_css_class (GTK_WIDGET (row->key), "big");
  gtk_widget_set_valign (GTK_WIDGET (row->key), GTK_ALIGN_CENTER);
  gtk_widget_set_name (GTK_WIDGET (row->row), act_at (self, i)->action);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), act_at (self, i)->title);
  adw_action_row_add_suffix (row->row, row->usual);
  adw_action_row_add_suffix (row->row, GTK_WIDGET (row->key));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->row), TRUE);
  g_object_set_data (G_OBJECT (row->row), POSITION, GUINT_TO_POINTER (i));
  g_signal_connect_object (row->row,
                           "activated",
                           G_CALLBACK (on_activated),
                           self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, GTK_WIDGET (row->row));
  g_ptr_array_add (self->rows, row);
}

static void
add_rows (BhKeysPage *self)
{
  AdwPreferencesGroup *group = NULL;
  const char *title = NULL;

  for (guint i = 0; i < self->acts->len; i++) {
    const BhActKey *act = act_at (self, i);
    if (group == NULL || g_strcmp0 (title, act->group) != 0) {
      group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
      adw_preferences_group_set_title (group, act->group != NULL ? act->group : "");
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), group);
      title = act->group;
    }
    add_row (self, group, i);
  }
}

/* First what to do, then the acts. */
static void
add_head (BhKeysPage *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_description (
      group,
      _ ("Enter on an act, then press its new key. Esc leaves it, Backspace gives it the usual "
         "one."));
  self->all_usual = gtk_button_new_with_label (_ ("All as usual"));
  gtk_widget_set_name (self->all_usual, "all-usual");
  gtk_widget_set_valign (self->all_usual, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->all_usual,
                           "clicked",
                           G_CALLBACK (on_all_usual),
                           self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (group, self->all_usual);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), group);
}

static void
bh_keys_page_dispose (GObject *object)
{
  BhKeysPage *self = BH_KEYS_PAGE (object);

  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (bh_keys_page_parent_class)->dispose (object);
}

static void
bh_keys_page_finalize (GObject *object)
{
  BhKeysPage *self = BH_KEYS_PAGE (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->acts, g_ptr_array_unref);
  G_OBJECT_CLASS (bh_keys_page_parent_class)->finalize (object);
}

static void
bh_keys_page_class_init (BhKeysPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_keys_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = bh_keys_page_finalize;
}

static void
bh_keys_page_init (BhKeysPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->waiting = NONE;
  self->acts = bh_act_keys_list ();
  self->rows = g_ptr_array_new_with_free_func (g_free);
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), C_ ("preferences page", "Keys"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "input-keyboard-symbolic");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  add_head (self);
  add_rows (self);
}

GtkWidget *
bh_keys_page_new (GSettings *settings)
{
  BhKeysPage *self = g_object_new (BH_TYPE_KEYS_PAGE, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_swapped (settings, "changed::keys", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
