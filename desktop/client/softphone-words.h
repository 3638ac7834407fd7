/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What baresip means by the texts of its events and replies. Any of them may be NULL. */

/* "sip:13800138000@192.0.2.7;transport=udp" -> "13800138000". (transfer full) NULL: nobody. */
char *bh_softphone_words_peer (const char *uri);
/* dB below the loudest (-96 is silence) -> 0 to 1; what is below -60 nobody hears. */
double bh_softphone_words_level (const char *decibels);
/* Of AUDIO_ERROR: "19,No such device" -> "No such device". (transfer full) */
char *bh_softphone_words_lost (const char *param);
/* Of ausrc and auplay, which say yes also if they cannot: "switch audio device: alsa,plughw:1,0
 * failed to set audio-source (No such device)" -> "No such device". (transfer full) NULL: it is
 * set. */
char *bh_softphone_words_unset (const char *reply);

G_END_DECLS
