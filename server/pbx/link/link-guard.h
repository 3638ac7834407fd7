/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Cuts a connection from outside of the main loop, when that stands still: a FreeSWITCH whose queue
 * for one stuck listener is full serves nobody any more, and its calls stop with it. Whoever reads
 * the connection gives a beat; when none came for too long, a thread shuts the socket down. That is
 * all that the thread does, so that nothing which may hang in here can hang it. */

typedef struct _BhLinkGuard BhLinkGuard;

/* @fd stays the caller's. */
BhLinkGuard *bh_link_guard_new (int fd, guint limit_ms);

/* Ends the thread, at once. */
void bh_link_guard_free (BhLinkGuard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhLinkGuard, bh_link_guard_free)

void bh_link_guard_beat (BhLinkGuard *self);

/* TRUE when it has cut the connection. */
gboolean bh_link_guard_has_cut (BhLinkGuard *self);
