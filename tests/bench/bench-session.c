/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "protocol/codec.h"
#include "protocol/sync.h"
#include "protocol/transport/zmq-socket.h"
#include "server/bus/session-door.h"

/* The session door under load: bench-session [CLIENTS [SECONDS]]. The clients live in a process of
 * their own and sign in over CURVE; then events of about 600 bytes go out at several rates, each
 * with the moment of its sending in it. Prints messages a second and the time from the desk's send
 * to the client's parsed frame. */

typedef struct {
  guint n_clients;
  guint seconds;
} Options;

static const guint rates[] = {1000, 2000, 5000, 10000, 20000, 50000};

/* ---- the server's side */

typedef struct {
  BhSessionDoor *door;
  BhDoor *out;
  GPtrArray *users; /* of BhSessionUser */
  GMainLoop *loop;
  Options options;
  guint rate; /* which of rates */
  guint64 sent;
  gint64 begun;
  guint next;
  int endpoint_fd; /* -1: everybody knows it */
} Server;

static void
desk_login (gpointer desk, BhRequest *request)
{
  Server *server = desk;
  const BhSessionPeer *peer = bh_request_get_peer (request);
  BhSessionUser init = {
      .session = (char *) peer->session,
      .user = (char *) json_object_get_string_member (bh_request_get_args (request), "user"),
      .roles = BH_ROLE_AGENT};
  g_autoptr (BhSessionUser) user = bh_session_user_new (&init);

  server->out->funcs->accept (server->out,
                              request,
                              user,
                              g_get_real_time () + 3600 * (gint64) G_USEC_PER_SEC,
                              NULL);
}

static void
desk_readmit (gpointer desk, BhRequest *request, gint64 issued_us, gint64 expires_us)
{
  desk_login (desk, request);
}

static void
desk_request (gpointer desk, BhRequest *request)
{
  bh_request_succeed (request, NULL);
}

static void
desk_snapshot (gpointer desk, BhSessionUser *user, GPtrArray *out)
{
}

static void
desk_opened (gpointer desk, BhSessionUser *user)
{
  Server *server = desk;

  g_ptr_array_add (server->users, bh_session_user_ref (user));
}

static void
desk_seen (gpointer desk, BhSessionUser *user)
{
}

static void
desk_gone (gpointer desk, BhSessionUser *user, const char *why)
{
  fprintf (stderr, "lost %s: %s\n", user->user, why);
}

static const BhDeskFuncs desk_funcs = {.login = desk_login,
                                       .readmit = desk_readmit,
                                       .request = desk_request,
                                       .snapshot = desk_snapshot,
                                       .session_opened = desk_opened,
                                       .session_away = desk_seen,
                                       .session_back = desk_seen,
                                       .session_gone = desk_gone};

static void
send_event (Server *server)
{
  JsonObject *object = json_object_new ();
  BhOutEvent event = {"contact", json_node_init_object (json_node_alloc (), object)};
  BhSessionUser *user = server->users->pdata[server->next++ % server->users->len];
  static char ballast[401];

  memset (ballast, 'x', sizeof ballast - 1);
  json_object_set_string_member (object, "ballast", ballast);
  json_object_set_int_member (object, "rate", server->rate);
  json_object_set_int_member (object, "t", g_get_monotonic_time ());
  server->out->funcs->send (server->out, user->session, &event);
  server->sent++;
  json_node_unref (event.data);
  json_object_unref (object);
}

static gboolean
send_due (gpointer data)
{
  Server *server = data;
  gint64 passed = g_get_monotonic_time () - server->begun;
  guint64 due = (guint64) ((double) passed * rates[server->rate] / G_USEC_PER_SEC);

  /* A little at a time: acks are taken in between. */
  for (guint i = 0; i < 200 && server->sent < due; i++)
    send_event (server);
  if (passed < (gint64) server->options.seconds * G_USEC_PER_SEC)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (server->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
quit_loop (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/* Of this process, both threads, in microseconds. */
static gint64
cpu_time (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * (gint64) G_USEC_PER_SEC +
         usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static void
run_rate (Server *server, guint rate)
{
  gint64 cpu = cpu_time ();

  server->rate = rate;
  server->sent = 0;
  server->begun = g_get_monotonic_time ();
  g_timeout_add (1, send_due, server);
  g_main_loop_run (server->loop);
  g_timeout_add (2000, quit_loop, server->loop); /* what is on its way arrives */
  g_main_loop_run (server->loop);
  printf ("server at %u/s: %.1f microseconds of CPU an event\n",
          rates[rate],
          (double) (cpu_time () - cpu) / (double) server->sent);
}

/* Until everybody is in sync; how long that took. */
static void
open_door (Server *server, const BhSessionDoorSettings *settings, const char *what)
{
  BhSessionDoorMetrics metrics;
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  server->door = bh_session_door_new (settings);
  server->out = bh_session_door_get_door (server->door);
  if (!bh_session_door_start (server->door, &desk_funcs, server, &error))
    g_printerr ("%s\n", error->message);
  if (server->endpoint_fd >= 0) {
    const char *endpoint = bh_session_door_get_endpoint (server->door);
    g_assert_cmpint (write (server->endpoint_fd, endpoint, strlen (endpoint) + 1), >, 0);
  }
  do {
    g_main_context_iteration (NULL, TRUE);
    bh_session_door_get_metrics (server->door, &metrics);
  } while (metrics.snapshots < server->options.n_clients);
  printf ("%u clients %s and in sync in %.2f s\n",
          server->options.n_clients,
          what,
          (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC);
  fflush (stdout);
}

static void
close_door (Server *server)
{
  BhSessionDoorMetrics metrics;

  bh_session_door_get_metrics (server->door, &metrics);
  printf ("door: %" G_GUINT64_FORMAT " events, %" G_GUINT64_FORMAT " MB, %" G_GUINT64_FORMAT
          " frames in, %" G_GUINT64_FORMAT " lagging\n",
          metrics.events_out,
          metrics.bytes_out / 1000000,
          metrics.frames_in,
          metrics.lagging);
  fflush (stdout);
  g_clear_pointer (&server->door, bh_session_door_free);
  g_ptr_array_set_size (server->users, 0);
}

static void
serve (Options options, int endpoint_fd, BhCurveKeys *keys)
{
  BhSessionDoorSettings settings;
  Server server = {.options = options, .endpoint_fd = endpoint_fd};
  g_autofree char *endpoint = NULL;

  bh_session_door_settings_init (&settings);
  settings.endpoint = "tcp://127.0.0.1:0";
  settings.keys = keys;
  settings.tick_ms = 50;
  server.loop = g_main_loop_new (NULL, FALSE);
  server.users = g_ptr_array_new_with_free_func ((GDestroyNotify) bh_session_user_unref);
  open_door (&server, &settings, "signed in");
  endpoint = g_strdup (bh_session_door_get_endpoint (server.door));
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    run_rate (&server, i);
  close_door (&server);
  settings.endpoint = endpoint;
  server.endpoint_fd = -1;
  open_door (&server, &settings, "were back after a restart");
  close_door (&server);
  g_ptr_array_unref (server.users);
  g_main_loop_unref (server.loop);
}

/* ---- the clients' side */

typedef struct {
  BhZmqSocket *socket;
  BhSync *sync;
  guint number;
  char *ticket; /* of the last login */
  struct Swarm *swarm;
} Client;

typedef struct Swarm {
  GArray *times[G_N_ELEMENTS (rates)]; /* of gint64 */
  gint64 first[G_N_ELEMENTS (rates)], last[G_N_ELEMENTS (rates)];
  gboolean over;
} Swarm;

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
print_rate (Swarm *swarm, guint rate)
{
  GArray *array = swarm->times[rate];
  gint64 *times = (gint64 *) (void *) array->data;
  guint n = array->len;

  if (n == 0)
    return;
  g_array_sort (array, compare_times);
  printf (
      "asked %6u/s: got %6.0f/s, milliseconds from send to parsed: p50 %.2f p99 %.2f max %.2f\n",
      rates[rate],
      (double) n * G_USEC_PER_SEC / (double) MAX (swarm->last[rate] - swarm->first[rate], 1),
      (double) times[n / 2] / 1000,
      (double) times[n - 1 - n / 100] / 1000,
      (double) times[n - 1] / 1000);
}

static void
measure (Swarm *swarm, JsonObject *data)
{
  gint64 now = g_get_monotonic_time ();
  gint64 took = now - json_object_get_int_member (data, "t");
  guint rate = (guint) json_object_get_int_member (data, "rate");

  if (swarm->first[rate] == 0)
    swarm->first[rate] = now;
  swarm->last[rate] = now;
  g_array_append_val (swarm->times[rate], took);
}

static void
say (Client *client, GBytes *frame)
{
  g_autoptr (GBytes) owned = frame;

  bh_zmq_socket_send (client->socket, NULL, owned, NULL);
}

static void
carry_out (Client *client, guint todo, gint64 now)
{
  g_autofree char *user = g_strdup_printf ("user%u", client->number);
  g_autoptr (JsonObject) args = json_object_new ();

  if ((todo & BH_SYNC_HELLO) != 0)
    say (client, bh_sync_make_hello (client->sync, now));
  if ((todo & BH_SYNC_ASK_LOGIN) != 0) {
    if (client->ticket != NULL) {
      json_object_set_string_member (args, "ticket", client->ticket);
    } else {
      json_object_set_string_member (args, "user", user);
      json_object_set_string_member (args, "password", "x");
    }
    say (client, bh_codec_request (user, "login", args));
  }
  if ((todo & BH_SYNC_ACK) != 0)
    say (client, bh_sync_make_ack (client->sync, now));
  if ((todo & BH_SYNC_HEARTBEAT) != 0)
    say (client, bh_codec_client_heartbeat ());
}

static void
take_reply (Client *client, const BhFrame *frame, gint64 now)
{
  if (frame->ok) {
    g_free (client->ticket);
    client->ticket =
        g_strdup (json_object_get_string_member_with_default (frame->result, "ticket", NULL));
    bh_sync_logged_in (client->sync, now);
  } else {
    /* More at once than an address may: once more. */
    carry_out (client, bh_sync_open (client->sync, now), now);
  }
}

static gboolean
client_ready (void *socket, int events, gpointer user_data)
{
  Client *client = user_data;
  g_auto (BhZmqMessage) message = {NULL};
  g_autoptr (BhFrame) frame = NULL;
  gint64 now = g_get_monotonic_time ();
  guint todo;

  if (!bh_zmq_socket_receive (client->socket, &message))
    return G_SOURCE_CONTINUE;
  frame = bh_codec_parse (message.body, BH_FROM_SERVER, NULL, NULL);
  todo = bh_sync_frame (client->sync, frame, now);
  if ((todo & BH_SYNC_REPLY) != 0)
    take_reply (client, frame, now);
  if ((todo & BH_SYNC_APPLY) != 0)
    measure (client->swarm, json_node_get_object (frame->data));
  carry_out (client, todo, now);
  return G_SOURCE_CONTINUE;
}

static gboolean
tick_clients (gpointer data)
{
  GPtrArray *clients = data;
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < clients->len; i++) {
    Client *client = clients->pdata[i];
    carry_out (client, bh_sync_tick (client->sync, now), now);
  }
  return G_SOURCE_CONTINUE;
}

static Client *
connect_client (Swarm *swarm,
                BhZmqContext *context,
                const char *endpoint,
                const char *server_key,
                guint number)
{
  Client *client = g_new0 (Client, 1);
  BhCurveKeys keys;

  client->number = number;
  client->swarm = swarm;
  client->sync = bh_sync_new ("bench/1", NULL, TRUE, number * 7919);
  client->socket = bh_zmq_socket_new (context, BH_ZMQ_DEALER, NULL);
  bh_curve_keys_generate (&keys, NULL);
  bh_zmq_socket_curve_client (client->socket, &keys, server_key, NULL);
  bh_zmq_socket_connect (client->socket, endpoint, NULL);
  bh_zmq_socket_watch (client->socket, NULL, BH_ZMQ_IN, client_ready, client);
  bh_sync_open (client->sync, g_get_monotonic_time ());
  return client;
}

static void
client_free (gpointer data)
{
  Client *client = data;

  bh_zmq_socket_free (client->socket);
  bh_sync_free (client->sync);
  g_free (client->ticket);
  g_free (client);
}

static gboolean
server_ended (int fd, GIOCondition condition, gpointer data)
{
  ((Swarm *) data)->over = TRUE;
  return G_SOURCE_REMOVE;
}

static void
swarm_run (Options options, int endpoint_fd, const char *server_key)
{
  char endpoint[200] = "";
  g_autoptr (BhZmqContext) context = bh_zmq_context_new ();
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func (client_free);
  Swarm swarm = {.over = FALSE};

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    swarm.times[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_assert_cmpint (read (endpoint_fd, endpoint, sizeof endpoint - 1), >, 0);
  for (guint i = 0; i < options.n_clients; i++)
    g_ptr_array_add (clients, connect_client (&swarm, context, endpoint, server_key, i));
  g_timeout_add (100, tick_clients, clients);
  g_unix_fd_add (endpoint_fd, G_IO_HUP, server_ended, &swarm);
  while (!swarm.over)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++) {
    print_rate (&swarm, i);
    g_array_unref (swarm.times[i]);
  }
}

int
main (int argc, char **argv)
{
  Options options = {
      .n_clients = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 200,
      .seconds = argc > 2 ? (guint) strtoul (argv[2], NULL, 10) : 3,
  };
  BhCurveKeys keys;
  int fds[2];
  pid_t child;

  if (!bh_curve_keys_generate (&keys, NULL) || pipe (fds) != 0)
    return 2;
  child = fork ();
  if (child == 0) {
    close (fds[1]);
    swarm_run (options, fds[0], keys.public_key);
    return 0;
  }
  serve (options, fds[1], &keys);
  close (fds[1]);
  waitpid (child, NULL, 0);
  return 0;
}
