/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/preferences-window.h"

#include "desktop/agent/settings.h"
#include "desktop/model/sound-devices.h"

/* In the order of the combo row. */
static const char *const schemes[] = {"system", "light", "dark"};

struct _BhPreferencesWindow {
  AdwPreferencesWindow parent_instance;

  AdwComboRow *scheme;
  GtkSwitch *notifications;
  GtkSwitch *ready_at_once;
  AdwComboRow *sound;
  GPtrArray *sound_devices; /* of BhSoundDevice, in the order of the combo row */
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (BhPreferencesWindow, bh_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static gboolean
to_position (GValue *value, GVariant *variant, gpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (g_str_equal (schemes[i], g_variant_get_string (variant, NULL)))
      g_value_set_uint (value, i);
  }
  return TRUE;
}

static GVariant *
to_name (const GValue *value, const GVariantType *type, gpointer data)
{
  return g_variant_new_string (schemes[MIN (g_value_get_uint (value), G_N_ELEMENTS (schemes) - 1)]);
}

static gboolean
to_device (GValue *value, GVariant *variant, gpointer data)
{
  GPtrArray *devices = BH_PREFERENCES_WINDOW (data)->sound_devices;

  for (guint i = 0; i < devices->len; i++) {
    if (g_str_equal (((BhSoundDevice *) devices->pdata[i])->value,
                     g_variant_get_string (variant, NULL)))
      g_value_set_uint (value, i);
  }
  return TRUE;
}

static GVariant *
to_device_name (const GValue *value, const GVariantType *type, gpointer data)
{
  GPtrArray *devices = BH_PREFERENCES_WINDOW (data)->sound_devices;
  guint position = g_value_get_uint (value);

  return position < devices->len
             ? g_variant_new_string (((BhSoundDevice *) devices->pdata[position])->value)
             : NULL;
}

static void
offer_sound_devices (BhPreferencesWindow *self)
{
  g_autofree char *chosen = g_settings_get_string (self->settings, "softphone-audio");
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  self->sound_devices = bh_sound_devices_list (chosen);
  for (guint i = 0; i < self->sound_devices->len; i++)
    gtk_string_list_append (labels, ((BhSoundDevice *) self->sound_devices->pdata[i])->label);
  adw_combo_row_set_model (self->sound, G_LIST_MODEL (labels));
  g_settings_bind_with_mapping (self->settings,
                                "softphone-audio",
                                self->sound,
                                "selected",
                                G_SETTINGS_BIND_DEFAULT,
                                to_device,
                                to_device_name,
                                self,
                                NULL);
}

static void
bh_preferences_window_finalize (GObject *object)
{
  g_clear_pointer (&BH_PREFERENCES_WINDOW (object)->sound_devices, g_ptr_array_unref);
  G_OBJECT_CLASS (bh_preferences_window_parent_class)->finalize (object);
}

static void
bh_preferences_window_dispose (GObject *object)
{
  g_clear_object (&BH_PREFERENCES_WINDOW (object)->settings);
  G_OBJECT_CLASS (bh_preferences_window_parent_class)->dispose (object);
}

static void
bh_preferences_window_class_init (BhPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bh_preferences_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = bh_preferences_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, scheme);
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, notifications);
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, ready_at_once);
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, sound);
}

static void
bh_preferences_window_init (BhPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = bh_agent_settings_new ();
  g_settings_bind_with_mapping (self->settings,
                                "color-scheme",
                                self->scheme,
                                "selected",
                                G_SETTINGS_BIND_DEFAULT,
                                to_position,
                                to_name,
                                NULL,
                                NULL);
  offer_sound_devices (self);
  g_settings_bind (self->settings,
                   "notifications",
                   self->notifications,
                   "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings,
                   "ready-at-once",
                   self->ready_at_once,
                   "active",
                   G_SETTINGS_BIND_DEFAULT);
}
