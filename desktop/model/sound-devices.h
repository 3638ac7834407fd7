/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sound device as the softphone's setting names it ("alsa,plughw:1,0") and as a person does. */
typedef struct {
  char *value;
  char *label;
} BhSoundDevice;

/* Of BhSoundDevice: the system's own choice ("") first, then every device of this machine that has
 * both a microphone and a loudspeaker. @pcm: the kernel's list (/proc/asound/pcm), NULL if there is
 * none. @chosen: the setting, listed also if the device is not plugged in now. (transfer full) */
GPtrArray *bh_sound_devices_new (const char *pcm, const char *chosen);
/* The same of this machine as it is now. */
GPtrArray *bh_sound_devices_list (const char *chosen);

G_END_DECLS
