/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "tests/bus/door-world.h"

/* Requests through the door: once, answered once, in time, by whom it is allowed; the local socket;
 * tickets. */

static void
assert_log (BhDoorWorld *world, const char *expected)
{
  g_autofree char *log = bh_door_world_log (world);

  g_assert_cmpstr (log, ==, expected);
}

static void
live (BhDoorClient *client, const char *user)
{
  bh_door_client_log_in (client, user);
  bh_door_client_take_snapshot (client);
  g_free (bh_door_world_log (client->world));
}

static void
ask (BhDoorClient *client, const char *id, const char *op, const char *args)
{
  g_autoptr (JsonNode) node = args != NULL ? json_from_string (args, NULL) : NULL;

  bh_door_client_send (
      client,
      bh_codec_request (id, op, node != NULL ? json_node_get_object (node) : NULL));
}

static void
assert_reply (BhDoorClient *client, const char *id, const char *code)
{
  g_autoptr (BhFrame) reply = bh_door_client_find (client, BH_FRAME_REPLY);

  g_assert_cmpstr (reply->id, ==, id);
  g_assert_cmpstr (reply->code, ==, code);
  g_assert_true (reply->ok == (code == NULL));
}

static void
test_once (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  gint64 first = 0;

  live (client, "alice");
  for (guint i = 0; i < 5; i++) {
    g_autoptr (BhFrame) reply = NULL;
    ask (client, "x", "state.keep", NULL);
    reply = bh_door_client_take (client, BH_FRAME_REPLY);
    g_assert_true (reply->ok);
    if (i == 0)
      first = json_object_get_int_member (reply->result, "done");
    g_assert_cmpint (json_object_get_int_member (reply->result, "done"), ==, first);
  }
  assert_log (world, "request state.keep");
  g_assert_cmpuint (bh_door_world_metrics (world).duplicates, ==, 4);
}

static void
test_once_while_pending (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  live (client, "alice");
  world->keep = TRUE;
  ask (client, "x", "state.keep", NULL);
  ask (client, "x", "state.keep", NULL);
  g_assert_true (bh_door_client_is_quiet (client));
  assert_log (world, "request state.keep");
  bh_request_succeed (g_ptr_array_remove_index (world->kept, 0), NULL);
  assert_reply (client, "x", NULL);
  g_assert_true (bh_door_client_is_quiet (client));
}

/* The connection breaks before the reply: the same id on the next one gets it. */
static void
test_reply_after_reconnect (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  live (client, "alice");
  world->keep = TRUE;
  ask (client, "x", "state.keep", NULL);
  g_assert_true (bh_door_client_is_quiet (client));
  client = bh_door_client_again (g_steal_pointer (&client));
  bh_request_succeed (g_ptr_array_remove_index (world->kept, 0), NULL);
  bh_door_client_hello (client, NULL, 0);
  bh_frame_free (bh_door_client_take (client, BH_FRAME_WELCOME));
  ask (client, "x", "state.keep", NULL);
  assert_reply (client, "x", NULL);
  assert_log (world, "request state.keep");
}

static void
test_id_for_another_op (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  live (client, "alice");
  ask (client, "x", "state.keep", NULL);
  assert_reply (client, "x", NULL);
  ask (client, "x", "call.hold", "{\"contact\":\"c\"}");
  assert_reply (client, "x", "bad_request");
  assert_log (world, "request state.keep");
}

static void
test_time_out (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  live (client, "alice");
  world->keep = TRUE;
  ask (client, "x", "state.keep", NULL);
  for (guint i = 0; i < 10; i++) {
    bh_door_client_sync (client);
    bh_door_client_send (client, bh_codec_ack (6));
    bh_door_world_pass (world, 1000);
  }
  assert_reply (client, "x", "timeout");
  bh_request_succeed (g_ptr_array_remove_index (world->kept, 0), NULL);
  /* Nothing more is sent for it, but who asks again learns the outcome. */
  ask (client, "x", "state.keep", NULL);
  assert_reply (client, "x", NULL);
  g_assert_cmpuint (bh_door_world_metrics (world).timeouts, ==, 1);
}

static void
test_answer_after_the_door (void)
{
  BhDoorWorld *world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  BhRequest *request;

  live (client, "alice");
  world->keep = TRUE;
  ask (client, "x", "state.keep", NULL);
  g_assert_true (bh_door_client_is_quiet (client));
  request = g_ptr_array_remove_index (world->kept, 0);
  bh_door_world_free (world);
  bh_request_fail (request, "internal", "Too late.", NULL);
}

/* What the desk must never see. */
static void
test_refused_here (void)
{
  static const struct {
    const char *op;
    const char *args;
    const char *code;
  } table[] = {
      {"call.explode", NULL, "bad_request"},
      {"call.hold", NULL, "bad_request"},
      {"call.hold", "{\"contact\":7}", "bad_request"},
      {"call.hold", "{\"contact\":\"c\",\"also\":1}", "bad_request"},
      {"status", NULL, "forbidden"},
      {"tail", "{\"on\":true}", "forbidden"},
      {"login", "{\"user\":\"bob\",\"password\":\"right\"}", "forbidden"},
  };
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  live (client, "alice");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *id = g_strdup_printf ("q%u", i);
    ask (client, id, table[i].op, table[i].args);
    assert_reply (client, id, table[i].code);
  }
  assert_log (world, "");
}

static void
test_supervisor (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  live (client, "supervisor");
  ask (client, "1", "status", NULL);
  assert_reply (client, "1", NULL);
  ask (client, "2", "call.dial", "{\"number\":\"1\"}");
  assert_reply (client, "2", "forbidden");
  assert_log (world, "request status");
}

static void
test_too_many (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  live (client, "alice");
  world->keep = TRUE;
  for (guint i = 0; i < 65; i++)
    g_free (bh_door_client_request (client, "state.keep", NULL));
  assert_reply (client, "r66", "busy"); /* r1 was the login */
  g_assert_cmpuint (world->kept->len, ==, 64);
}

static void
ten_a_second (BhSessionDoorSettings *settings)
{
  settings->requests_per_second = 10;
}

static void
test_too_fast (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (ten_a_second);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  guint good = 0;

  live (client, "alice");
  for (guint i = 0; i < 100; i++)
    g_free (bh_door_client_request (client, "state.keep", NULL));
  for (guint i = 0; i < 100; i++) {
    g_autoptr (BhFrame) reply = bh_door_client_take (client, BH_FRAME_REPLY);
    good += reply->ok ? 1 : 0;
    g_assert_true (reply->ok || g_str_equal (reply->code, "busy"));
  }
  g_assert_cmpuint (good, ==, 19); /* a burst of twenty, and the login was one */
}

static void
answer_too_large (gpointer desk, BhRequest *request)
{
  JsonObject *result = json_object_new ();
  g_autofree char *text = g_strnfill (2 * 1024 * 1024, 'x');

  json_object_set_string_member (result, "text", text);
  bh_request_succeed (request, result);
}

static void
test_reply_too_large (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  live (client, "alice");
  world->keep = TRUE;
  ask (client, "x", "state.keep", NULL);
  g_assert_true (bh_door_client_is_quiet (client));
  g_test_expect_message ("bellhop-bus", G_LOG_LEVEL_WARNING, "*larger than a frame*");
  answer_too_large (world, g_ptr_array_remove_index (world->kept, 0));
  g_test_assert_expected_messages ();
  assert_reply (client, "x", "internal");
}

static void
test_event_too_large (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);

  live (client, "alice");
  world->event_bytes = 1024 * 1024;
  g_test_expect_message ("bellhop-bus", G_LOG_LEVEL_WARNING, "*larger than a frame*");
  bh_door_world_event (world, "alice", 1);
  g_test_assert_expected_messages ();
  world->event_bytes = 0;
  bh_door_world_event (world, "alice", 2);
  bh_frame_free (bh_door_client_take (client, BH_FRAME_EVENT));
}

/* ---- the local socket */

static char *local_folder;

static void
with_local (BhSessionDoorSettings *settings)
{
  g_autofree char *path = g_build_filename (local_folder, "session.ipc", NULL);

  settings->local_path = g_intern_string (path);
}

static void
test_local (void)
{
  g_autoptr (BhDoorWorld) world = NULL;
  g_autoptr (BhDoorClient) client = NULL;
  g_autoptr (BhFrame) welcome = NULL;

  local_folder = g_dir_make_tmp ("bellhop-door-XXXXXX", NULL);
  world = bh_door_world_new (with_local);
  client = bh_door_client_new_local (world);
  bh_door_client_send (client, bh_codec_hello ("bellhopctl/1", NULL, FALSE, NULL, 0));
  welcome = bh_door_client_take (client, BH_FRAME_WELCOME);
  g_assert_true (welcome->held);
  assert_log (world, "opened local");
  g_assert_cmpint (bh_door_world_user (world, "local")->roles, ==, BH_ROLE_LOCAL | BH_ROLE_ADMIN);
  ask (client, "1", "status", NULL);
  assert_reply (client, "1", NULL);
  ask (client, "2", "call.dial", "{\"number\":\"1\"}");
  assert_reply (client, "2", "forbidden");
  g_free (bh_door_world_log (world));
  bh_door_world_pass (world, 3000);
  assert_log (world, "gone local silence");
  g_clear_pointer (&client, bh_door_client_free);
  g_clear_pointer (&world, bh_door_world_free);
  g_rmdir (local_folder);
  g_clear_pointer (&local_folder, g_free);
}

static void
test_local_folder_open (void)
{
  BhSessionDoorSettings settings;
  g_autoptr (BhSessionDoor) door = NULL;
  g_autoptr (GError) error = NULL;
  static const BhDeskFuncs funcs = {0};

  local_folder = g_dir_make_tmp ("bellhop-door-XXXXXX", NULL);
  g_chmod (local_folder, 0755);
  bh_session_door_settings_init (&settings);
  with_local (&settings);
  door = bh_session_door_new (&settings);
  g_assert_false (bh_session_door_start (door, &funcs, NULL, &error));
  g_assert_nonnull (strstr (error->message, "0700"));
  g_rmdir (local_folder);
  g_clear_pointer (&local_folder, g_free);
}

/* ---- tickets */

static char *
take_ticket (BhDoorClient *client, const char *user)
{
  g_autoptr (BhFrame) reply = NULL;

  bh_door_client_hello (client, NULL, 0);
  bh_frame_free (bh_door_client_take (client, BH_FRAME_WELCOME));
  g_free (bh_door_client_ask_login (client, user, "right", "1001"));
  reply = bh_door_client_take (client, BH_FRAME_REPLY);
  bh_door_client_take_snapshot (client);
  return g_strdup (json_object_get_string_member (reply->result, "ticket"));
}

static void
ask_with_ticket (BhDoorClient *client, const char *ticket)
{
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "ticket", ticket);
  g_free (bh_door_client_request (client, "login", args));
}

static void
test_ticket_after_silence (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autofree char *ticket = take_ticket (client, "alice");
  g_autoptr (BhFrame) welcome = NULL;
  g_autoptr (BhFrame) reply = NULL;

  bh_door_world_pass (world, 61000); /* a notebook that slept */
  g_free (bh_door_world_log (world));
  bh_door_client_drain (client);
  bh_door_client_hello (client, NULL, 0);
  welcome = bh_door_client_find (client, BH_FRAME_WELCOME);
  g_assert_false (welcome->held);
  ask_with_ticket (client, ticket);
  reply = bh_door_client_find (client, BH_FRAME_REPLY);
  g_assert_true (reply->ok);
  assert_log (world, "readmit alice\nopened alice");
  g_assert_cmpuint (world->verifications, ==, 1);
  g_assert_cmpstr (bh_door_world_user (world, "alice")->device, ==, "1001");
}

/* The server restarts: same key, same port, nothing known. The connection is libzmq's affair. */
static BhCurveKeys restart_keys;
static char *restart_endpoint;

static void
same_place (BhSessionDoorSettings *settings)
{
  settings->keys = &restart_keys;
  settings->endpoint = restart_endpoint != NULL ? restart_endpoint : "tcp://127.0.0.1:0";
}

static gboolean
beat (gpointer client)
{
  bh_door_client_send (client, bh_codec_client_heartbeat ());
  return G_SOURCE_CONTINUE;
}

static void
test_ticket_after_restart (void)
{
  g_autoptr (BhDoorWorld) world = NULL;
  g_autoptr (BhDoorClient) client = NULL;
  g_autoptr (BhFrame) bye = NULL;
  g_autoptr (BhFrame) welcome = NULL;
  g_autoptr (BhFrame) reply = NULL;
  g_autofree char *ticket = NULL;
  g_autofree char *epoch = NULL;
  guint beats;

  bh_curve_keys_generate (&restart_keys, NULL);
  world = bh_door_world_new (same_place);
  world->keys = restart_keys;
  client = bh_door_client_new (world);
  ticket = take_ticket (client, "alice");
  epoch = g_strdup (bh_session_door_get_epoch (world->door));
  restart_endpoint = g_strdup (bh_session_door_get_endpoint (world->door));
  bh_door_world_free (g_steal_pointer (&world));
  world = bh_door_world_new (same_place);
  client->world = world;
  bh_frame_free (bh_door_client_find (client, BH_FRAME_BYE)); /* shutdown */
  /* One that is sent before libzmq sees the cut is lost with the old connection. */
  beats = g_timeout_add (50, beat, client);
  bye = bh_door_client_find (client, BH_FRAME_BYE);
  g_source_remove (beats);
  g_assert_cmpstr (bye->code, ==, "unknown");
  bh_door_client_hello (client, epoch, 3);
  welcome = bh_door_client_find (client, BH_FRAME_WELCOME);
  g_assert_false (welcome->held);
  g_assert_cmpstr (welcome->epoch, !=, epoch);
  ask_with_ticket (client, ticket);
  reply = bh_door_client_take (client, BH_FRAME_REPLY);
  g_assert_true (reply->ok);
  bh_door_client_take_snapshot (client);
  g_assert_cmpuint (world->verifications, ==, 0); /* no password was asked for */
  g_clear_pointer (&restart_endpoint, g_free);
}

static void
test_ticket_of_another (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autoptr (BhDoorClient) thief = bh_door_client_new (world);
  g_autofree char *ticket = take_ticket (client, "alice");

  bh_door_client_hello (thief, NULL, 0);
  bh_frame_free (bh_door_client_take (thief, BH_FRAME_WELCOME));
  ask_with_ticket (thief, ticket);
  assert_reply (thief, "r1", "bad_credentials");
}

static void
test_ticket_after_logout (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autofree char *ticket = take_ticket (client, "alice");

  ask (client, "out", "logout", NULL);
  assert_reply (client, "out", NULL);
  bh_door_client_hello (client, NULL, 0);
  bh_frame_free (bh_door_client_find (client, BH_FRAME_WELCOME));
  ask_with_ticket (client, ticket);
  assert_reply (client, "r2", "bad_credentials");
  /* The password still works, and gives a ticket that works. */
  bh_door_world_pass (world, 1000);
  g_free (bh_door_client_ask_login (client, "alice", "right", NULL));
  assert_reply (client, "r3", NULL);
}

static void
test_ticket_expired (void)
{
  g_autoptr (BhDoorWorld) world = bh_door_world_new (NULL);
  g_autoptr (BhDoorClient) client = bh_door_client_new (world);
  g_autofree char *ticket = NULL;

  world->expires_us = world->now + WORLD_WALL + 5 * G_USEC_PER_SEC;
  ticket = take_ticket (client, "alice");
  bh_door_world_pass (world, 5000);
  bh_door_client_hello (client, NULL, 0);
  bh_frame_free (bh_door_client_find (client, BH_FRAME_WELCOME));
  ask_with_ticket (client, ticket);
  assert_reply (client, "r2", "bad_credentials");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add_func ("/bus/requests/" #name, test_##name)
  ADD (once);
  ADD (once_while_pending);
  ADD (reply_after_reconnect);
  ADD (id_for_another_op);
  ADD (time_out);
  ADD (answer_after_the_door);
  ADD (refused_here);
  ADD (supervisor);
  ADD (too_many);
  ADD (too_fast);
  ADD (reply_too_large);
  ADD (event_too_large);
  ADD (local);
  ADD (local_folder_open);
  ADD (ticket_after_silence);
  ADD (ticket_after_restart);
  ADD (ticket_of_another);
  ADD (ticket_after_logout);
  ADD (ticket_expired);
  return g_test_run ();
}
