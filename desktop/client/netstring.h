/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Netstrings ("5:hello,"): what baresip's control socket speaks. Fed with any split of bytes; a
 * length is believed only up to the limit. */
#define BH_NETSTRING_MAX (64 * 1024)

typedef struct BhNetstring BhNetstring;

BhNetstring *bh_netstring_new (void);
void bh_netstring_free (BhNetstring *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhNetstring, bh_netstring_free)

void bh_netstring_feed (BhNetstring *self, const char *data, gsize length);
/* The next whole payload (transfer full), NULL-terminated, or NULL: feed more. Once
 * bh_netstring_is_broken(), nothing more ever comes. */
char *bh_netstring_next (BhNetstring *self);
gboolean bh_netstring_is_broken (BhNetstring *self);

/* (transfer full) */
char *bh_netstring_encode (const char *payload);

G_END_DECLS
