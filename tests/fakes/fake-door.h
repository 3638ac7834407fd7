/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/fakes/fake-policy.h"

G_BEGIN_DECLS

/* A FakeServer's door on the real wire: ROUTER with CURVE on a loopback port of its own, the key
 * door one above. It answers every heartbeat with one, so that time can stand still in a test. */
typedef struct FakeDoor FakeDoor;

FakeDoor *fake_door_new (FakeWorld *world, FakePolicy *policy);
void fake_door_free (FakeDoor *self);

const char *fake_door_get_endpoint (FakeDoor *self);
const char *fake_door_get_key (FakeDoor *self);

void fake_door_send (FakeDoor *self, const char *event, JsonObject *data);
/* Nothing comes in or goes out; what is said meanwhile is kept. */
void fake_door_drop (FakeDoor *self, gboolean dropped);
/* Forgets everybody, under a new epoch. */
void fake_door_restart (FakeDoor *self);
void fake_door_bye (FakeDoor *self, const char *code);
void fake_door_lag (FakeDoor *self, gboolean lag);
/* The next event is numbered but lost on the way. */
void fake_door_lose_next (FakeDoor *self);
/* Another key, as if somebody stood in between; same port. */
void fake_door_change_key (FakeDoor *self);
void fake_door_heartbeat (FakeDoor *self);

G_END_DECLS
