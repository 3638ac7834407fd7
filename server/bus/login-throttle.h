/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How often a password may be tried. A wrong one costs the account 1, 2, 4 … 30 s before the next
 * try is even looked at, and the network it came from (/24, /64) the same after a free handful:
 * behind one address sit many people. Nobody is ever locked out for good. A try that is still being
 * verified counts as wrong until it is told right, so that a thousand at once are no way around.
 *
 * Pure: time is an argument (monotonic microseconds). Bounded: the stalest entries go first. */
typedef struct BhLoginThrottle BhLoginThrottle;

BhLoginThrottle *bh_login_throttle_new (guint max_entries);
void bh_login_throttle_free (BhLoginThrottle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhLoginThrottle, bh_login_throttle_free)

/* 0: try (and tell the end with one of the next three); else the microseconds to wait. */
gint64 bh_login_throttle_begin (BhLoginThrottle *self,
                                const char *account,
                                const char *address,
                                gint64 now);
void bh_login_throttle_right (BhLoginThrottle *self,
                              const char *account,
                              const char *address,
                              gint64 now);
void bh_login_throttle_wrong (BhLoginThrottle *self,
                              const char *account,
                              const char *address,
                              gint64 now);
/* It could not be verified at all (the database is away). */
void bh_login_throttle_cancel (BhLoginThrottle *self,
                               const char *account,
                               const char *address,
                               gint64 now);

/* "192.0.2.7" -> "192.0.2.0/24"; "2001:db8:1:2:3::4" -> "2001:db8:1:2::/64", and v4 in v6 as v4;
 * anything else as it is. (transfer full) */
char *bh_login_throttle_network (const char *address);
