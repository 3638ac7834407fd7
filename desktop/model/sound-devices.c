/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/sound-devices.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KERNEL_LIST "/proc/asound/pcm"

static void
device_free (gpointer data)
{
  BhSoundDevice *device = data;

  g_free (device->value);
  g_free (device->label);
  g_free (device);
}

static void
add (GPtrArray *devices, const char *value, const char *label)
{
  BhSoundDevice *device = g_new (BhSoundDevice, 1);

  device->value = g_strdup (value);
  device->label = g_strdup (label);
  g_ptr_array_add (devices, device);
}

/* "01-00: USB Audio : USB Audio : playback 1 : capture 1" */
static void
add_line (GPtrArray *devices, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, ":", -1);
  g_autofree char *value = NULL;
  guint64 card;
  char *end;

  if (g_strv_length (parts) < 3 || strstr (line, ": playback ") == NULL ||
      strstr (line, ": capture ") == NULL)
    return;
  card = g_ascii_strtoull (parts[0], &end, 10);
  if (end == parts[0] || *end != '-')
    return;
  value = g_strdup_printf ("alsa,plughw:%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT,
                           card,
                           g_ascii_strtoull (end + 1, NULL, 10));
  add (devices, value, g_strstrip (parts[1]));
}

static gboolean
has (GPtrArray *devices, const char *value)
{
  for (guint i = 0; i < devices->len; i++)
    if (g_str_equal (((BhSoundDevice *) devices->pdata[i])->value, value))
      return TRUE;
  return FALSE;
}

GPtrArray *
bh_sound_devices_new (const char *pcm, const char *chosen)
{
  GPtrArray *devices = g_ptr_array_new_with_free_func (device_free);
  g_auto (GStrv) lines = g_strsplit (pcm != NULL ? pcm : "", "\n", -1);

  add (devices, "", C_ ("sound device", "As the system"));
  for (char **line = lines; *line != NULL; line++)
    add_line (devices, *line);
  if (chosen != NULL && !has (devices, chosen))
    add (devices, chosen, chosen);
  return devices;
}

GPtrArray *
bh_sound_devices_list (const char *chosen)
{
  g_autofree char *pcm = NULL;

  g_file_get_contents (KERNEL_LIST, &pcm, NULL, NULL);
  return bh_sound_devices_new (pcm, chosen);
}
