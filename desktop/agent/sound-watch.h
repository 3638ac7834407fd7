/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "desktop/model/desk-softphone.h"

G_BEGIN_DECLS

/* Looks after the microphone and the loudspeaker of a softphone: what is not there is told to it
 * before a customer finds out; what is plugged in again, or chosen in the preferences, is taken at
 * once. */
typedef struct BhSoundWatch BhSoundWatch;

BhSoundWatch *bh_sound_watch_new (BhSoftphone *softphone, GSettings *settings);
void bh_sound_watch_free (BhSoundWatch *self);

G_END_DECLS
