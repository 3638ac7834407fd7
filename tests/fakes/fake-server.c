/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-server.h"

#include "tests/fakes/fake-door.h"
#include "tests/fakes/fake-feed.h"
#include "tests/fakes/fake-policy.h"

struct FakeServer {
  FakeWorld *world;
  FakePolicy *policy;
  FakeFeed *feed; /* one of the two doors */
  FakeDoor *door;
};

static void
on_said (const char *event, JsonObject *data, gpointer user_data)
{
  FakeServer *server = user_data;

  if (server->feed)
    fake_feed_send (server->feed, event, data);
  else
    fake_door_send (server->door, event, data);
}

static FakeServer *
make_server (void)
{
  FakeServer *server = g_new0 (FakeServer, 1);

  server->world = fake_world_new (on_said, server);
  server->policy = fake_policy_new (server->world);
  return server;
}

FakeServer *
fake_server_new (void)
{
  FakeServer *server = make_server ();

  server->feed = fake_feed_new (server->world, server->policy);
  return server;
}

FakeServer *
fake_server_new_wire (void)
{
  FakeServer *server = make_server ();

  server->door = fake_door_new (server->world, server->policy);
  return server;
}

void
fake_server_free (FakeServer *server)
{
  if (server == NULL)
    return;
  g_clear_object (&server->feed);
  fake_door_free (server->door);
  fake_policy_free (server->policy);
  fake_world_free (server->world);
  g_free (server);
}

FakeWorld *
fake_server_get_world (FakeServer *server)
{
  return server->world;
}

BhFeed *
fake_server_get_feed (FakeServer *server)
{
  return BH_FEED (server->feed);
}

void
fake_server_sign_in (FakeServer *server)
{
  fake_feed_sign_in (server->feed);
}

const char *
fake_server_get_endpoint (FakeServer *server)
{
  return fake_door_get_endpoint (server->door);
}

const char *
fake_server_get_key (FakeServer *server)
{
  return fake_door_get_key (server->door);
}

void
fake_server_change_key (FakeServer *server)
{
  fake_door_change_key (server->door);
}

void
fake_server_lose_next (FakeServer *server)
{
  fake_door_lose_next (server->door);
}

void
fake_server_heartbeat (FakeServer *server)
{
  fake_door_heartbeat (server->door);
}

void
fake_server_refuse_sign_in (FakeServer *server, const char *code, int retry_after_s)
{
  fake_policy_refuse_sign_in (server->policy, code, retry_after_s);
}

void
fake_server_drop (FakeServer *server)
{
  if (server->feed)
    fake_feed_drop (server->feed);
  else
    fake_door_drop (server->door, TRUE);
}

void
fake_server_return (FakeServer *server)
{
  if (server->feed)
    fake_feed_return (server->feed, FALSE);
  else
    fake_door_drop (server->door, FALSE);
}

void
fake_server_restart (FakeServer *server)
{
  if (server->feed)
    fake_feed_return (server->feed, TRUE);
  else
    fake_door_restart (server->door);
}

void
fake_server_bye (FakeServer *server, const char *code)
{
  if (server->feed)
    fake_feed_bye (server->feed, code);
  else
    fake_door_bye (server->door, code);
}

void
fake_server_lag (FakeServer *server, gboolean lag)
{
  if (server->feed)
    fake_feed_lag (server->feed, lag);
  else
    fake_door_lag (server->door, lag);
}

void
fake_server_fail_next (FakeServer *server, const char *op, const char *code, const char *message)
{
  fake_policy_fail_next (server->policy, op, code, message);
}

guint
fake_server_count (FakeServer *server, const char *op)
{
  return fake_policy_count (server->policy, op);
}

JsonObject *
fake_server_get_last (FakeServer *server, const char *op)
{
  return fake_policy_get_last (server->policy, op);
}
