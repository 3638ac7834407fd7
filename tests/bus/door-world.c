/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bus/door-world.h"

#include <string.h>
#include <zmq.h>

#include "protocol/transport/transport-error.h"

#define PATIENCE_S 20

static gint64
world_monotonic (gpointer clock)
{
  return ((BhDoorWorld *) clock)->now;
}

static gint64
world_real (gpointer clock)
{
  return ((BhDoorWorld *) clock)->now + WORLD_WALL;
}

G_GNUC_PRINTF (2, 3)
static void
note (BhDoorWorld *world, const char *format, ...)
{
  va_list list;

  va_start (list, format);
  g_ptr_array_add (world->log, g_strdup_vprintf (format, list));
  va_end (list);
}

static JsonNode *
object_node (JsonObject *object)
{
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  return node;
}

static JsonNode *
contact_data (BhDoorWorld *world, guint n)
{
  JsonObject *object = json_object_new ();
  g_autofree char *ballast = g_strnfill (world->event_bytes, 'x');

  json_object_set_int_member (object, "n", n);
  if (world->event_bytes > 0)
    json_object_set_string_member (object, "ballast", ballast);
  return object_node (object);
}

static void
accept_login (BhDoorWorld *world, BhRequest *request, const char *name)
{
  JsonObject *args = bh_request_get_args (request);
  const BhSessionPeer *peer = bh_request_get_peer (request);
  const char *device = json_object_get_string_member_with_default (args, "device", NULL);
  BhSessionUser init = {.session = (char *) peer->session,
                        .user = (char *) name,
                        .roles = BH_ROLE_AGENT,
                        .device = (char *) device,
                        .address = (char *) peer->address};
  g_autoptr (BhSessionUser) user = NULL;
  JsonObject *result = json_object_new ();

  if (g_str_has_prefix (name, "super"))
    init.roles = BH_ROLE_SUPERVISOR;
  user = bh_session_user_new (&init);
  json_object_set_string_member (result, "user", name);
  json_object_set_array_member (result, "roles", json_array_new ());
  world->out->funcs->accept (world->out, request, user, world->expires_us, result);
}

static void
desk_login (gpointer desk, BhRequest *request)
{
  BhDoorWorld *world = desk;
  JsonObject *args = bh_request_get_args (request);
  const char *name = json_object_get_string_member (args, "user");
  const char *password = json_object_get_string_member (args, "password");

  world->verifications++;
  if (world->keep)
    g_ptr_array_add (world->kept, request);
  else if (world->login_error != NULL)
    bh_request_fail (request, world->login_error, "The desk said so.", NULL);
  else if (g_str_equal (password, "right"))
    accept_login (world, request, name);
  else if (g_str_equal (name, "nobody"))
    bh_request_fail (request, "bad_credentials", "There is no such user.", NULL);
  else
    bh_request_fail (request, "bad_credentials", "The password is wrong.", NULL);
}

static void
desk_readmit (gpointer desk, BhRequest *request, gint64 issued_us, gint64 expires_us)
{
  BhDoorWorld *world = desk;
  const char *name = json_object_get_string_member (bh_request_get_args (request), "user");

  note (world, "readmit %s", name);
  accept_login (world, request, name);
}

static void
desk_request (gpointer desk, BhRequest *request)
{
  BhDoorWorld *world = desk;
  JsonObject *result;

  note (world, "request %s", bh_request_get_op (request));
  if (world->keep) {
    g_ptr_array_add (world->kept, request);
    return;
  }
  result = json_object_new ();
  json_object_set_int_member (result, "done", world->log->len);
  bh_request_succeed (request, result);
}

static void
desk_snapshot (gpointer desk, BhSessionUser *user, GPtrArray *out)
{
  BhDoorWorld *world = desk;

  world->snapshots++;
  g_ptr_array_add (out, bh_out_event_new ("setup", object_node (json_object_new ())));
  for (guint i = 0; i < world->snapshot_size; i++)
    g_ptr_array_add (out, bh_out_event_new ("contact", contact_data (world, i)));
}

static void
desk_opened (gpointer desk, BhSessionUser *user)
{
  BhDoorWorld *world = desk;

  note (world, "opened %s", user->user);
  g_hash_table_insert (world->users, g_strdup (user->user), bh_session_user_ref (user));
}

static void
desk_away (gpointer desk, BhSessionUser *user)
{
  note (desk, "away %s", user->user);
}

static void
desk_back (gpointer desk, BhSessionUser *user)
{
  note (desk, "back %s", user->user);
}

static void
desk_gone (gpointer desk, BhSessionUser *user, const char *why)
{
  note (desk, "gone %s %s", user->user, why);
}

static const BhDeskFuncs desk_funcs = {
    .login = desk_login,
    .readmit = desk_readmit,
    .request = desk_request,
    .snapshot = desk_snapshot,
    .session_opened = desk_opened,
    .session_away = desk_away,
    .session_back = desk_back,
    .session_gone = desk_gone,
};

BhDoorWorld *
bh_door_world_new (void (*tweak) (BhSessionDoorSettings *settings))
{
  BhDoorWorld *world = g_new0 (BhDoorWorld, 1);
  g_autoptr (GError) error = NULL;

  world->now = 1000 * G_USEC_PER_SEC;
  world->log = g_ptr_array_new_with_free_func (g_free);
  world->kept = g_ptr_array_new ();
  world->users = g_hash_table_new_full (g_str_hash,
                                        g_str_equal,
                                        g_free,
                                        (GDestroyNotify) bh_session_user_unref);
  world->snapshot_size = 3;
  world->expires_us = world->now + WORLD_WALL + 12 * 3600 * (gint64) G_USEC_PER_SEC;
  bh_curve_keys_generate (&world->keys, &error);
  g_assert_no_error (error);
  bh_session_door_settings_init (&world->settings);
  world->settings.endpoint = "tcp://127.0.0.1:0";
  world->settings.keys = &world->keys;
  world->settings.tick_ms = 0;
  world->settings.monotonic = world_monotonic;
  world->settings.real = world_real;
  world->settings.clock = world;
  if (tweak != NULL)
    tweak (&world->settings);
  world->door = bh_session_door_new (&world->settings);
  world->out = bh_session_door_get_door (world->door);
  bh_session_door_start (world->door, &desk_funcs, world, &error);
  g_assert_no_error (error);
  return world;
}

void
bh_door_world_free (BhDoorWorld *world)
{
  bh_session_door_free (world->door);
  for (guint i = 0; i < world->kept->len; i++)
    bh_request_fail (world->kept->pdata[i], "internal", "The test is over.", NULL);
  g_ptr_array_unref (world->kept);
  g_ptr_array_unref (world->log);
  g_hash_table_unref (world->users);
  g_free (world);
}

void
bh_door_world_pass (BhDoorWorld *world, guint ms)
{
  for (guint done = 0; done < ms; done += 100) {
    world->now += MIN (100, ms - done) * 1000;
    bh_session_door_tick (world->door);
    while (g_main_context_iteration (NULL, FALSE))
      continue;
  }
}

static gboolean
give_up (gpointer data)
{
  g_test_message ("nothing came of it in %d s", PATIENCE_S);
  g_assert_not_reached ();
  return G_SOURCE_REMOVE;
}

void
bh_door_world_until (BhDoorWorld *world, gboolean (*done) (gpointer data), gpointer data)
{
  guint watchdog = g_timeout_add_seconds (PATIENCE_S, give_up, NULL);

  while (!done (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watchdog);
}

BhSessionUser *
bh_door_world_user (BhDoorWorld *world, const char *name)
{
  return g_hash_table_lookup (world->users, name);
}

void
bh_door_world_event (BhDoorWorld *world, const char *user, guint n)
{
  g_autoptr (BhOutEvent) event = bh_out_event_new ("contact", contact_data (world, n));

  world->out->funcs->send (world->out, bh_door_world_user (world, user)->session, event);
}

char *
bh_door_world_log (BhDoorWorld *world)
{
  char *text;

  g_ptr_array_add (world->log, NULL);
  text = g_strjoinv ("\n", (char **) world->log->pdata);
  g_ptr_array_set_size (world->log, 0);
  return text;
}

BhSessionDoorMetrics
bh_door_world_metrics (BhDoorWorld *world)
{
  BhSessionDoorMetrics metrics;

  bh_session_door_get_metrics (world->door, &metrics);
  return metrics;
}

static gboolean
client_ready (void *socket, int events, gpointer user_data)
{
  BhDoorClient *client = user_data;
  g_auto (BhZmqMessage) message = {NULL};
  g_autoptr (GError) error = NULL;
  BhFrame *frame;

  if (!bh_zmq_socket_receive (client->socket, &message))
    return G_SOURCE_CONTINUE;
  g_assert_nonnull (message.body);
  frame = bh_codec_parse (message.body, BH_FROM_SERVER, NULL, &error);
  g_assert_no_error (error);
  g_queue_push_tail (&client->frames, frame);
  g_queue_push_tail (&client->texts, g_steal_pointer (&message.body));
  return G_SOURCE_CONTINUE;
}

static BhDoorClient *
connect_client (BhDoorWorld *world, const BhCurveKeys *keys)
{
  BhDoorClient *client = g_new0 (BhDoorClient, 1);
  g_autoptr (GError) error = NULL;
  const char *endpoint = bh_session_door_get_local_endpoint (world->door);

  client->world = world;
  client->context = bh_zmq_context_new ();
  client->socket = bh_zmq_socket_new (client->context, ZMQ_DEALER, &error);
  g_assert_no_error (error);
  /* The test may speak before the handshake is over, and leave without waiting. */
  bh_zmq_socket_set_int (client->socket, ZMQ_IMMEDIATE, 0, NULL);
  bh_zmq_socket_set_int (client->socket, ZMQ_LINGER, 0, NULL);
  if (keys != NULL) {
    client->keys = *keys;
    endpoint = bh_session_door_get_endpoint (world->door);
    bh_zmq_socket_curve_client (client->socket, keys, world->keys.public_key, &error);
    g_assert_no_error (error);
  }
  bh_zmq_socket_connect (client->socket, endpoint, &error);
  g_assert_no_error (error);
  bh_zmq_socket_watch (client->socket, NULL, ZMQ_POLLIN, client_ready, client);
  return client;
}

BhDoorClient *
bh_door_client_new (BhDoorWorld *world)
{
  BhCurveKeys keys;

  bh_curve_keys_generate (&keys, NULL);
  return connect_client (world, &keys);
}

BhDoorClient *
bh_door_client_new_local (BhDoorWorld *world)
{
  return connect_client (world, NULL);
}

BhDoorClient *
bh_door_client_new_as (BhDoorClient *other)
{
  return connect_client (other->world, &other->keys);
}

BhDoorClient *
bh_door_client_again (BhDoorClient *other)
{
  BhDoorWorld *world = other->world;
  BhCurveKeys keys = other->keys;

  bh_door_client_free (other);
  return connect_client (world, &keys);
}

void
bh_door_client_drain (BhDoorClient *client)
{
  g_queue_clear_full (&client->frames, (GDestroyNotify) bh_frame_free);
  g_queue_clear_full (&client->texts, (GDestroyNotify) g_bytes_unref);
}

void
bh_door_client_free (BhDoorClient *client)
{
  bh_door_client_drain (client);
  bh_zmq_socket_free (client->socket);
  bh_zmq_context_unref (client->context);
  g_free (client);
}

void
bh_door_client_set_deaf (BhDoorClient *client, gboolean deaf)
{
  client->deaf = deaf;
  bh_zmq_socket_set_events (client->socket, deaf ? 0 : ZMQ_POLLIN);
}

/* A full queue is emptied by the loop that the door and the client share. */
void
bh_door_client_send (BhDoorClient *client, GBytes *frame)
{
  g_autoptr (GBytes) owned = frame;
  g_autoptr (GError) error = NULL;

  while (!bh_zmq_socket_send (client->socket, NULL, owned, &error)) {
    g_assert_error (error, BH_TRANSPORT_ERROR, BH_TRANSPORT_ERROR_AGAIN);
    g_clear_error (&error);
    g_main_context_iteration (NULL, FALSE);
  }
}

void
bh_door_client_send_text (BhDoorClient *client, const char *text, gsize length)
{
  bh_door_client_send (client, g_bytes_new (text, length));
}

void
bh_door_client_hello (BhDoorClient *client, const char *resume_epoch, gint64 resume_seq)
{
  bh_door_client_send (client, bh_codec_hello ("test/1", "en", TRUE, resume_epoch, resume_seq));
}

char *
bh_door_client_request (BhDoorClient *client, const char *op, JsonObject *args)
{
  char *id = g_strdup_printf ("r%u", ++client->next_id);

  bh_door_client_send (client, bh_codec_request (id, op, args));
  g_clear_pointer (&args, json_object_unref);
  return id;
}

char *
bh_door_client_ask_login (BhDoorClient *client,
                          const char *user,
                          const char *password,
                          const char *device)
{
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "user", user);
  json_object_set_string_member (args, "password", password);
  if (device != NULL)
    json_object_set_string_member (args, "device", device);
  return bh_door_client_request (client, "login", args);
}

static gboolean
has_frame (gpointer data)
{
  return ((BhDoorClient *) data)->frames.length > 0;
}

static BhFrame *
client_next (BhDoorClient *client)
{
  bh_door_world_until (client->world, has_frame, client);
  g_bytes_unref (g_queue_pop_head (&client->texts));
  return g_queue_pop_head (&client->frames);
}

BhFrame *
bh_door_client_take (BhDoorClient *client, BhFrameType type)
{
  BhFrame *frame = client_next (client);

  g_assert_cmpstr (bh_frame_type_to_string (frame->type), ==, bh_frame_type_to_string (type));
  return frame;
}

BhFrame *
bh_door_client_find (BhDoorClient *client, BhFrameType type)
{
  BhFrame *frame = client_next (client);

  while (frame->type != type) {
    bh_frame_free (frame);
    frame = client_next (client);
  }
  return frame;
}

/* What is answered to a question asked last came last: both ways are in order. */
gboolean
bh_door_client_is_quiet (BhDoorClient *client)
{
  g_autofree char *id = bh_door_client_request (client, "no.such.op", NULL);
  g_autoptr (BhFrame) frame = client_next (client);

  return g_strcmp0 (frame->id, id) == 0;
}

void
bh_door_client_sync (BhDoorClient *client)
{
  g_autofree char *id = bh_door_client_request (client, "no.such.op", NULL);
  g_autoptr (BhFrame) frame = client_next (client);

  while (g_strcmp0 (frame->id, id) != 0) {
    bh_frame_free (frame);
    frame = client_next (client);
  }
}

void
bh_door_client_log_in (BhDoorClient *client, const char *user)
{
  g_autoptr (BhFrame) welcome = NULL;
  g_autoptr (BhFrame) reply = NULL;
  g_autofree char *id = NULL;

  bh_door_client_hello (client, NULL, 0);
  welcome = bh_door_client_take (client, BH_FRAME_WELCOME);
  g_assert_false (welcome->held);
  id = bh_door_client_ask_login (client, user, "right", NULL);
  reply = bh_door_client_take (client, BH_FRAME_REPLY);
  g_assert_true (reply->ok);
  g_assert_cmpstr (reply->id, ==, id);
}

gint64
bh_door_client_take_snapshot (BhDoorClient *client)
{
  g_autoptr (BhFrame) begin = bh_door_client_take (client, BH_FRAME_SNAPSHOT_BEGIN);
  gint64 seq = begin->seq;
  BhFrame *frame = client_next (client);

  while (frame->type == BH_FRAME_EVENT) {
    g_assert_cmpint (frame->seq, ==, ++seq);
    bh_frame_free (frame);
    frame = client_next (client);
  }
  g_assert_cmpint (frame->type, ==, BH_FRAME_SNAPSHOT_END);
  g_assert_cmpint (frame->seq, ==, ++seq);
  bh_frame_free (frame);
  return seq;
}
