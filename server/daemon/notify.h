/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What systemd is told of us (sd_notify(3)), by the datagram socket named in $NOTIFY_SOCKET. All
 * are nothing where that is not set. */

void bh_notify_ready (void);
void bh_notify_reloading (void); /* followed by bh_notify_ready */
void bh_notify_stopping (void);
void bh_notify_status (const char *sentence);
void bh_notify_alive (void);

/* How often bh_notify_alive is due: half of WatchdogSec=. 0: nobody waits for it. */
guint bh_notify_alive_every_ms (void);
