/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/client/feed.h"
#include "tests/fakes/fake-world.h"

G_BEGIN_DECLS

/* An in-process bellhopd for tests and demos of the desktop: a FakeWorld behind a door.
 *
 *   g_autoptr (FakeServer) server = fake_server_new ();
 *   BhDesk *desk = bh_desk_new (fake_server_get_feed (server), clock, "en", state_dir);
 *   fake_server_sign_in (server);
 *   const char *id = fake_world_offered (fake_server_get_world (server), "+8613800138000", …);
 *
 * fake_server_new(): messages go straight to a BhFeed, no socket; events arrive before the function
 * that made them returns, replies in the next turn of the main loop.
 * fake_server_new_wire(): the real wire on a loopback port, CURVE and all, for BhClient. */
typedef struct FakeServer FakeServer;

FakeServer *fake_server_new (void);
FakeServer *fake_server_new_wire (void);
void fake_server_free (FakeServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeServer, fake_server_free)

FakeWorld *fake_server_get_world (FakeServer *server);

/* Without a socket: the feed, and a sign-in done in one step (snapshot and all). */
BhFeed *fake_server_get_feed (FakeServer *server);
void fake_server_sign_in (FakeServer *server);

/* On the wire: "tcp://127.0.0.1:41234", and the server's public key in Z85. */
const char *fake_server_get_endpoint (FakeServer *server);
const char *fake_server_get_key (FakeServer *server);
/* … from now on another one is shown, as if somebody stood in between. */
void fake_server_change_key (FakeServer *server);
/* The next event is numbered but lost on the way. */
void fake_server_lose_next (FakeServer *server);
/* A sign of life with the number of the last event. */
void fake_server_heartbeat (FakeServer *server);

/* The next sign-ins are refused with @code until NULL. @retry_after_s: 0 = not said. */
void fake_server_refuse_sign_in (FakeServer *server, const char *code, int retry_after_s);

/* The line is cut: nothing comes or goes … */
void fake_server_drop (FakeServer *server);
/* … and whole again: what was missed follows. */
void fake_server_return (FakeServer *server);
/* … after a restart: a new epoch, a new snapshot. Contacts in the world are as they are now. */
void fake_server_restart (FakeServer *server);
/* The server ends the session. */
void fake_server_bye (FakeServer *server, const char *code);
/* Replies are kept back until FALSE. */
void fake_server_lag (FakeServer *server, gboolean lag);

/* The next request of @op is refused. */
void
fake_server_fail_next (FakeServer *server, const char *op, const char *code, const char *message);
/* How often @op was asked; what it was asked with last, or NULL. (transfer none) */
guint fake_server_count (FakeServer *server, const char *op);
JsonObject *fake_server_get_last (FakeServer *server, const char *op);

G_END_DECLS
