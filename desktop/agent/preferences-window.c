/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/preferences-window.h"

#include "desktop/agent/keys-page.h"
#include "desktop/agent/settings.h"
#include "desktop/model/sound-devices.h"

/* In the order of the combo row. */
static const char *const schemes[] = {"system", "light", "dark"};
static const int text_percents[] = {100, 115, 130, 150, 200};

struct _BhPreferencesWindow {
  AdwPreferencesWindow parent_instance;

  AdwComboRow *scheme;
  AdwComboRow *text_size;
  GtkSwitch *compact;
  GtkSwitch *do_not_disturb;
  GtkSwitch *notifications;
  GtkSwitch *ready_at_once;
  AdwComboRow *microphone;
  AdwComboRow *loudspeaker;
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

/* A size that is not in the list, written by hand, shows as the next smaller one. */
static gboolean
to_size (GValue *value, GVariant *variant, gpointer data)
{
  guint position = 0;

  for (guint i = 0; i < G_N_ELEMENTS (text_percents); i++)
    if (text_percents[i] <= g_variant_get_int32 (variant))
      position = i;
  g_value_set_uint (value, position);
  return TRUE;
}

static GVariant *
to_percent (const GValue *value, const GVariantType *type, gpointer data)
{
  guint position = MIN (g_value_get_uint (value), G_N_ELEMENTS (text_percents) - 1);

  return g_variant_new_int32 (text_percents[position]);
}

/* @data: of BhSoundDevice, in the order of the combo row. */
static gboolean
to_device (GValue *value, GVariant *variant, gpointer data)
{
  GPtrArray *devices = data;

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
  GPtrArray *devices = data;
  guint position = g_value_get_uint (value);

  return position < devices->len
             ? g_variant_new_string (((BhSoundDevice *) devices->pdata[position])->value)
             : NULL;
}

static void
offer_sound_devices (BhPreferencesWindow *self, AdwComboRow *row, BhSoundWay way, const char *key)
{
  g_autofree char *chosen = g_settings_get_string (self->settings, key);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GPtrArray *devices = bh_sound_devices_list (way, chosen);

  for (guint i = 0; i < devices->len; i++)
    gtk_string_list_append (labels, ((BhSoundDevice *) devices->pdata[i])->label);
  adw_combo_row_set_model (row, G_LIST_MODEL (labels));
  g_settings_bind_with_mapping (self->settings,
                                key,
                                row,
                                "selected",
                                G_SETTINGS_BIND_DEFAULT,
                                to_device,
                                to_device_name,
                                devices,
                                (GDestroyNotify) g_ptr_array_unref);
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
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, scheme);
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, text_size);
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, compact);
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, do_not_disturb);
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, notifications);
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, ready_at_once);
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, microphone);
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, loudspeaker);
}

static void
bind_switches (BhPreferencesWindow *self)
{
  const struct {
    const char *key;
    GtkSwitch *widget;
  } switches[] = {{"compact", self->compact},
                  {"notifications", self->notifications},
                  {"do-not-disturb", self->do_not_disturb},
                  {"ready-at-once", self->ready_at_once}};

  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    g_settings_bind (self->settings,
                     switches[i].key,
                     switches[i].widget,
                     "active",
                     G_SETTINGS_BIND_DEFAULT);
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
  g_settings_bind_with_mapping (self->settings,
                                "text-percent",
                                self->text_size,
                                "selected",
                                G_SETTINGS_BIND_DEFAULT,
                                to_size,
                                to_percent,
                                NULL,
                                NULL);
  offer_sound_devices (self, self->microphone, BH_SOUND_MICROPHONE, "softphone-microphone");
  offer_sound_devices (self, self->loudspeaker, BH_SOUND_LOUDSPEAKER, "softphone-loudspeaker");
  bind_switches (self);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self),
                              ADW_PREFERENCES_PAGE (bh_keys_page_new (self->settings)));
}
