/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/sound-watch.h"

#include "desktop/model/sound-devices.h"

#define KERNEL_NODES "/dev/snd"
#define SETTLED_S    1 /* a device comes as several nodes, and may be opened some moments later */

struct BhSoundWatch {
  BhSoftphone *softphone;
  GSettings *settings;
  GFileMonitor *monitor;
  guint settling; /* 0: nothing was plugged */
  gulong handler;
};

static char *
chosen (BhSoundWatch *self, const char *key)
{
  return g_settings_get_string (self->settings, key);
}

static const char *
or_usual (const char *device)
{
  return *device != '\0' ? device : NULL;
}

/* @again: what they are may be as before, and still they are to be opened anew. */
static void
look (BhSoundWatch *self, gboolean again)
{
  g_autofree char *microphone = chosen (self, "softphone-microphone");
  g_autofree char *loudspeaker = chosen (self, "softphone-loudspeaker");
  g_autofree char *missing = bh_sound_devices_missing_here (microphone, loudspeaker);

  bh_softphone_set_missing (self->softphone, missing);
  if (again && missing == NULL)
    bh_softphone_set_devices (self->softphone, or_usual (microphone), or_usual (loudspeaker));
}

static gboolean
on_settled (gpointer data)
{
  BhSoundWatch *self = data;

  self->settling = 0;
  look (self, bh_softphone_get_sound (self->softphone) != NULL);
  return G_SOURCE_REMOVE;
}

static void
on_plugged (BhSoundWatch *self)
{
  g_clear_handle_id (&self->settling, g_source_remove);
  self->settling = g_timeout_add_seconds (SETTLED_S, on_settled, self);
}

static void
on_chosen (BhSoundWatch *self, const char *key)
{
  if (g_str_has_prefix (key, "softphone-"))
    look (self, TRUE);
}

BhSoundWatch *
bh_sound_watch_new (BhSoftphone *softphone, GSettings *settings)
{
  BhSoundWatch *self = g_new0 (BhSoundWatch, 1);
  g_autoptr (GFile) nodes = g_file_new_for_path (KERNEL_NODES);

  self->softphone = g_object_ref (softphone);
  self->settings = g_object_ref (settings);
  self->handler = g_signal_connect_swapped (settings, "changed", G_CALLBACK (on_chosen), self);
  self->monitor = g_file_monitor_directory (nodes, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (on_plugged), self);
  look (self, FALSE);
  return self;
}

void
bh_sound_watch_free (BhSoundWatch *self)
{
  g_clear_handle_id (&self->settling, g_source_remove);
  g_clear_signal_handler (&self->handler, self->settings);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_object_unref (self->settings);
  g_object_unref (self->softphone);
  g_free (self);
}
