/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-server.h"

#include "tests/fakes/fake-feed.h"
#include "tests/fakes/fake-policy.h"

struct FakeServer {
  FakeWorld *world;
  FakePolicy *policy;
  FakeFeed *feed; /* one of the two doors */
};

static void
on_said (const char *event, JsonObject *data, gpointer user_data)
{
  FakeServer *server = user_data;

  fake_feed_send (server->feed, event, data);
}

FakeServer *
fake_server_new (void)
{
  FakeServer *server = g_new0 (FakeServer, 1);

  server->world = fake_world_new (on_said, server);
  server->policy = fake_policy_new (server->world);
  server->feed = fake_feed_new (server->world, server->policy);
  return server;
}

void
fake_server_free (FakeServer *server)
{
  if (server == NULL)
    return;
  g_clear_object (&server->feed);
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

void
fake_server_refuse_sign_in (FakeServer *server, const char *code, int retry_after_s)
{
  fake_policy_refuse_sign_in (server->policy, code, retry_after_s);
}

void
fake_server_drop (FakeServer *server)
{
  fake_feed_drop (server->feed);
}

void
fake_server_return (FakeServer *server)
{
  fake_feed_return (server->feed, FALSE);
}

void
fake_server_restart (FakeServer *server)
{
  fake_feed_return (server->feed, TRUE);
}

void
fake_server_bye (FakeServer *server, const char *code)
{
  fake_feed_bye (server->feed, code);
}

void
fake_server_lag (FakeServer *server, gboolean lag)
{
  fake_feed_lag (server->feed, lag);
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
