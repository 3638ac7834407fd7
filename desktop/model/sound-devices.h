/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sound device as the softphone's setting names it ("alsa,plughw:1,0") and as a person does. */
typedef struct {
  char *value;
  char *label;
} BhSoundDevice;

/* The two are chosen apart: a microphone on the desk and the loudspeakers of the screen, say. */
typedef enum { BH_SOUND_MICROPHONE, BH_SOUND_LOUDSPEAKER } BhSoundWay;

/* Of BhSoundDevice: the system's own choice ("") first, then every device of this machine that goes
 * that @way. @pcm: the kernel's list (/proc/asound/pcm), NULL if there is none. @chosen: the
 * setting, listed also if the device is not plugged in now. (transfer full) */
GPtrArray *bh_sound_devices_new (const char *pcm, BhSoundWay way, const char *chosen);
/* The same of this machine as it is now. */
GPtrArray *bh_sound_devices_list (BhSoundWay way, const char *chosen);

/* A sentence about what is not there of the two that were chosen ("": the system's own), or NULL.
 * @has_sound_server: the system's own may be one that the kernel does not list (Bluetooth).
 * (transfer full) */
char *bh_sound_devices_missing (const char *pcm,
                                const char *microphone,
                                const char *loudspeaker,
                                gboolean has_sound_server);
/* The same of this machine as it is now. */
char *bh_sound_devices_missing_here (const char *microphone, const char *loudspeaker);

G_END_DECLS
