/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/client.h"

#include <errno.h>
#include <unistd.h>

#include "protocol/codec.h"
#include "protocol/transport/zmq-socket.h"
#include "server/ctl/ctl.h"
#include "server/daemon/config.h"

#define ANSWER_MS 12000 /* the server's own limit is 10 s */
#define LOGOUT_MS 500   /* a server that is busy will find out by itself */

/* clang-format off */
G_DEFINE_QUARK (bh-ctl-error-quark, bh_ctl_error)
/* clang-format on */

int
bh_ctl_code_of (const GError *error)
{
  if (error->domain == BH_CONFIG_ERROR)
    return BH_CTL_USAGE;
  return g_error_matches (error, BH_CTL_ERROR, BH_CTL_ERROR_NO_SERVER) ? BH_CTL_NO_SERVER
                                                                       : BH_CTL_FAILED;
}

int
bh_ctl_fail_with (const GError *error)
{
  return bh_ctl_fail (bh_ctl_code_of (error), "%s", error->message);
}

struct BhCtlClient {
  char *path;
  BhZmqSocket *socket;
  GMainLoop *loop;
  BhCtlFrameFunc func;
  gpointer data;
  guint next_id;
  guint heartbeat;
  gboolean welcome;
  gboolean stopped; /* by the function */
  char *waiting;    /* id of the request that is out, or NULL */
  BhFrame *reply;   /* to it */
  GError *gone;     /* the server said bye, or nothing */
  gint64 unacked;   /* frames of the stream since the last ack */
  gint64 last_seq;
  GQueue outgoing; /* of GBytes, while libzmq takes none: it is not connected yet */
};

static void
flush_outgoing (BhCtlClient *client)
{
  while (!g_queue_is_empty (&client->outgoing)) {
    g_autoptr (GBytes) bytes = g_queue_pop_head (&client->outgoing);
    if (bh_zmq_socket_send (client->socket, NULL, bytes, NULL))
      continue;
    g_queue_push_head (&client->outgoing, g_steal_pointer (&bytes));
    break;
  }
  bh_zmq_socket_set_events (client->socket,
                            g_queue_is_empty (&client->outgoing) ? BH_ZMQ_IN
                                                                 : BH_ZMQ_IN | BH_ZMQ_OUT);
}

static void
send_bytes (BhCtlClient *client, GBytes *bytes)
{
  g_queue_push_tail (&client->outgoing, bytes);
  flush_outgoing (client);
}

static void
ack (BhCtlClient *client)
{
  client->unacked = 0;
  send_bytes (client, bh_codec_ack (client->last_seq));
}

static void
take_stream (BhCtlClient *client, const BhFrame *frame)
{
  client->last_seq = frame->seq;
  if (++client->unacked >= 50)
    ack (client);
  if (client->func != NULL && !client->stopped && !client->func (frame, client->data)) {
    client->stopped = TRUE;
    g_main_loop_quit (client->loop);
  }
}

static void
take_frame (BhCtlClient *client, BhFrame *frame)
{
  switch (frame->type) {
  case BH_FRAME_WELCOME:
    client->welcome = TRUE;
    g_main_loop_quit (client->loop);
    break;
  case BH_FRAME_REPLY:
    if (g_strcmp0 (client->waiting, frame->id) == 0 || *frame->id == '\0') {
      g_clear_pointer (&client->reply, bh_frame_free);
      client->reply = frame;
      g_main_loop_quit (client->loop);
      return;
    }
    break;
  case BH_FRAME_BYE:
    g_set_error (client->gone == NULL ? &client->gone : NULL,
                 BH_CTL_ERROR,
                 BH_CTL_ERROR_NO_SERVER,
                 "bellhopd ended the conversation: %s",
                 frame->message);
    g_main_loop_quit (client->loop);
    break;
  case BH_FRAME_EVENT:
  case BH_FRAME_SNAPSHOT_BEGIN:
  case BH_FRAME_SNAPSHOT_END:
    take_stream (client, frame);
    break;
  default:
    break;
  }
  bh_frame_free (frame);
}

static gboolean
on_ready (void *socket, int events, gpointer data)
{
  BhCtlClient *client = data;
  g_auto (BhZmqMessage) message = {0};
  BhFrame *frame;

  if (events & BH_ZMQ_OUT)
    flush_outgoing (client);
  if ((events & BH_ZMQ_IN) == 0)
    return G_SOURCE_CONTINUE;
  if (!bh_zmq_socket_receive (client->socket, &message) || message.body == NULL)
    return G_SOURCE_CONTINUE;
  frame = bh_codec_parse (message.body, BH_FROM_SERVER, NULL, NULL);
  if (frame != NULL)
    take_frame (client, frame);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_heartbeat (gpointer data)
{
  BhCtlClient *client = data;

  if (client->unacked > 0)
    ack (client);
  else
    send_bytes (client, bh_codec_client_heartbeat ());
  return G_SOURCE_CONTINUE;
}

static gboolean
on_silence (gpointer data)
{
  BhCtlClient *client = data;

  if (client->gone == NULL)
    g_set_error (&client->gone,
                 BH_CTL_ERROR,
                 BH_CTL_ERROR_NO_SERVER,
                 "bellhopd does not answer at %s. See \"systemctl status bellhopd\"",
                 client->path);
  g_main_loop_quit (client->loop);
  return G_SOURCE_CONTINUE;
}

/* Runs until something quits the loop, or for @ms. */
static gboolean
wait_for (BhCtlClient *client, guint ms, GError **error)
{
  guint silence = ms > 0 ? g_timeout_add (ms, on_silence, client) : 0;

  g_main_loop_run (client->loop);
  if (silence != 0)
    g_source_remove (silence);
  if (client->gone == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (client->gone));
  return FALSE;
}

/* ---- closing */

/* So that the server need not find out by our silence. */
static void
log_out (BhCtlClient *client)
{
  g_autoptr (JsonObject) none = json_object_new ();

  if (!client->welcome || client->gone != NULL)
    return;
  client->stopped = TRUE;
  g_free (client->waiting);
  client->waiting = g_strdup ("ctl-logout");
  send_bytes (client, bh_codec_request (client->waiting, "logout", none));
  wait_for (client, LOGOUT_MS, NULL);
}

void
bh_ctl_client_free (BhCtlClient *client)
{
  if (client == NULL)
    return;
  log_out (client);
  g_clear_handle_id (&client->heartbeat, g_source_remove);
  bh_zmq_socket_free (client->socket);
  g_clear_pointer (&client->loop, g_main_loop_unref);
  g_clear_pointer (&client->reply, bh_frame_free);
  g_clear_error (&client->gone);
  g_queue_clear_full (&client->outgoing, (GDestroyNotify) g_bytes_unref);
  g_free (client->waiting);
  g_free (client->path);
  g_free (client);
}

/* ---- opening */

static char *
find_path (const char *config, GError **error)
{
  g_autoptr (BhConfig) read = bh_config_load (config != NULL ? config : BH_CTL_CONFIG, error);

  return read != NULL ? g_build_filename (read->runtime_dir, "session.ipc", NULL) : NULL;
}

static gboolean
check_path (const char *path, GError **error)
{
  if (access (path, R_OK | W_OK) == 0)
    return TRUE;
  g_set_error (error,
               BH_CTL_ERROR,
               BH_CTL_ERROR_NO_SERVER,
               errno == EACCES ? "this user may not speak to bellhopd (%s). Use sudo"
                               : "bellhopd does not run here: there is no socket %s. Start it, or "
                                 "name its file with --config",
               path);
  return FALSE;
}

static gboolean
connect_to (BhCtlClient *client, GError **error)
{
  g_autoptr (BhZmqContext) context = bh_zmq_context_new ();
  g_autofree char *endpoint = g_strdup_printf ("ipc://%s", client->path);

  client->socket = bh_zmq_socket_new (context, BH_ZMQ_DEALER, error);
  if (client->socket == NULL || !bh_zmq_socket_connect (client->socket, endpoint, error))
    return FALSE;
  bh_zmq_socket_watch (client->socket, NULL, BH_ZMQ_IN, on_ready, client);
  send_bytes (client,
              bh_codec_hello ("bellhopctl/" BH_VERSION, NULL, client->func != NULL, NULL, 0));
  return wait_for (client, 3000, error);
}

BhCtlClient *
bh_ctl_client_open (const char *socket,
                    const char *config,
                    BhCtlFrameFunc func,
                    gpointer data,
                    GError **error)
{
  g_autoptr (BhCtlClient) client = g_new0 (BhCtlClient, 1);

  client->path = socket != NULL ? g_strdup (socket) : find_path (config, error);
  client->func = func;
  client->data = data;
  client->loop = g_main_loop_new (NULL, FALSE);
  if (client->path == NULL || !check_path (client->path, error) || !connect_to (client, error))
    return NULL;
  client->heartbeat = g_timeout_add (1000, on_heartbeat, client);
  return g_steal_pointer (&client);
}

/* ---- asking */

JsonObject *
bh_ctl_client_ask (BhCtlClient *client, const char *op, JsonObject *args, GError **error)
{
  g_autoptr (JsonObject) owned = args != NULL ? args : json_object_new ();
  BhFrame *reply;

  g_free (client->waiting);
  client->waiting = g_strdup_printf ("ctl-%u", ++client->next_id);
  g_clear_pointer (&client->reply, bh_frame_free);
  send_bytes (client, bh_codec_request (client->waiting, op, owned));
  while (client->reply == NULL)
    if (!wait_for (client, ANSWER_MS, error))
      return NULL;
  reply = client->reply;
  if (reply->ok)
    return reply->result != NULL ? json_object_ref (reply->result) : json_object_new ();
  g_set_error (error, BH_CTL_ERROR, BH_CTL_ERROR_REFUSED, "%s (%s)", reply->message, reply->code);
  return NULL;
}

JsonObject *
bh_ctl_ask (const char *socket,
            const char *config,
            const char *op,
            JsonObject *args,
            GError **error)
{
  g_autoptr (JsonObject) owned = args;
  g_autoptr (BhCtlClient) client = bh_ctl_client_open (socket, config, NULL, NULL, error);

  return client != NULL ? bh_ctl_client_ask (client, op, g_steal_pointer (&owned), error) : NULL;
}

gboolean
bh_ctl_client_follow (BhCtlClient *client, GError **error)
{
  while (!client->stopped)
    if (!wait_for (client, 0, error))
      return FALSE;
  return TRUE;
}
