/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The servers whose keys this person has confirmed, one a line: "HOST:PORT PUBLIC-KEY-IN-Z85".
 * Lines that begin with # and lines that are odd are passed over, and kept when a server is added.
 * The person's own file is 0600, in a folder that is 0700. */
typedef struct BhKnownServers BhKnownServers;

/* @path: NULL = $XDG_CONFIG_HOME/bellhop/known-servers; then bellhop/known-servers in the folders
 * of $XDG_CONFIG_DIRS, which an administrator may have filled, are asked as well. */
BhKnownServers *bh_known_servers_new (const char *path);
void bh_known_servers_free (BhKnownServers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhKnownServers, bh_known_servers_free)

/* The pinned key of @server; NULL if it is not known. (transfer full) */
char *bh_known_servers_find (BhKnownServers *self, const char *server);
/* Pins it; replaces an older line of the same server. BH_CLIENT_ERROR_STATE_FILE. */
gboolean bh_known_servers_add (BhKnownServers *self,
                               const char *server,
                               const char *public_key,
                               GError **error);
const char *bh_known_servers_get_path (BhKnownServers *self);

G_END_DECLS
