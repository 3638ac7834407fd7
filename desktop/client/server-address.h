/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where bellhopd's session door is when nobody says otherwise. */
#define BH_SERVER_PORT 7780

/* What a person typed as "server" -> a ZeroMQ endpoint: "desk.example.org", "192.0.2.7:7790",
 * "[2001:db8::1]:7780", "tcp://…", "ipc:///run/…". Spaces around it do not matter. NULL with
 * BH_CLIENT_ERROR_SERVER_ADDRESS, which says what is wrong. (transfer full) */
char *bh_server_address_parse (const char *typed, GError **error);
/* "desk.example.org:7780": how the server is called in files and on the screen. (transfer full) */
char *bh_server_address_name (const char *endpoint);

G_END_DECLS
