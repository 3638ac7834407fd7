/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/sound-devices.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KERNEL_LIST   "/proc/asound/pcm"
#define KERNEL_DEVICE "alsa,plughw:" /* and card and device, as the list has them */

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
add_line (GPtrArray *devices, BhSoundWay way, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, ":", -1);
  g_autofree char *value = NULL;
  guint64 card;
  char *end;

  if (g_strv_length (parts) < 3 ||
      strstr (line, way == BH_SOUND_MICROPHONE ? ": capture " : ": playback ") == NULL)
    return;
  card = g_ascii_strtoull (parts[0], &end, 10);
  if (end == parts[0] || *end != '-')
    return;
  value = g_strdup_printf (KERNEL_DEVICE "%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT,
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

/* What is plugged in, without the system's own choice. */
static void
add_plugged_in (GPtrArray *devices, const char *pcm, BhSoundWay way)
{
  g_auto (GStrv) lines = g_strsplit (pcm != NULL ? pcm : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    add_line (devices, way, *line);
}

GPtrArray *
bh_sound_devices_new (const char *pcm, BhSoundWay way, const char *chosen)
{
  GPtrArray *devices = g_ptr_array_new_with_free_func (device_free);

  add (devices, "", C_ ("sound device", "As the system"));
  add_plugged_in (devices, pcm, way);
  if (chosen != NULL && !has (devices, chosen))
    add (devices, chosen, chosen);
  return devices;
}

static char *
read_kernel_list (void)
{
  char *pcm = NULL;

  g_file_get_contents (KERNEL_LIST, &pcm, NULL, NULL);
  return pcm;
}

GPtrArray *
bh_sound_devices_list (BhSoundWay way, const char *chosen)
{
  g_autofree char *pcm = read_kernel_list ();

  return bh_sound_devices_new (pcm, way, chosen);
}

static gboolean
is_missing (const char *pcm, BhSoundWay way, const char *chosen, gboolean has_sound_server)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (device_free);

  add_plugged_in (devices, pcm, way);
  if (chosen == NULL || *chosen == '\0')
    return devices->len == 0 && !has_sound_server;
  /* Only what the list names can be missed from it. */
  return g_str_has_prefix (chosen, KERNEL_DEVICE) && !has (devices, chosen);
}

char *
bh_sound_devices_missing (const char *pcm,
                          const char *microphone,
                          const char *loudspeaker,
                          gboolean has_sound_server)
{
  if (is_missing (pcm, BH_SOUND_MICROPHONE, microphone, has_sound_server))
    return g_strdup (microphone != NULL && *microphone != '\0'
                         ? _ ("The chosen microphone is not plugged in.")
                         : _ ("This machine has no microphone."));
  if (is_missing (pcm, BH_SOUND_LOUDSPEAKER, loudspeaker, has_sound_server))
    return g_strdup (loudspeaker != NULL && *loudspeaker != '\0'
                         ? _ ("The chosen loudspeaker is not plugged in.")
                         : _ ("This machine has no loudspeaker."));
  return NULL;
}

char *
bh_sound_devices_missing_here (const char *microphone, const char *loudspeaker)
{
  g_autofree char *pcm = read_kernel_list ();
  const char *runtime = g_get_user_runtime_dir ();
  g_autofree char *pulse = g_build_filename (runtime, "pulse", "native", NULL);
  g_autofree char *pipewire = g_build_filename (runtime, "pipewire-0", NULL);

  return bh_sound_devices_missing (pcm,
                                   microphone,
                                   loudspeaker,
                                   g_file_test (pulse, G_FILE_TEST_EXISTS) ||
                                       g_file_test (pipewire, G_FILE_TEST_EXISTS));
}
