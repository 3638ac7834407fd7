/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/preferences-window.h"

#include "desktop/agent/settings.h"

/* In the order of the combo row. */
static const char *const schemes[] = {"system", "light", "dark"};

struct _BhPreferencesWindow {
  AdwPreferencesWindow parent_instance;

  AdwComboRow *scheme;
  GtkSwitch *notifications;
  GtkSwitch *ready_at_once;
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
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, notifications);
  gtk_widget_class_bind_template_child (widget_class, BhPreferencesWindow, ready_at_once);
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
